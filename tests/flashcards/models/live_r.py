"""R with lme4, where this machine has it: a marker for tests that need it, and a way to run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

PACKAGES: Final = ("lme4", "lmerTest")
"""What must be installed beside R. Tests that need more ask :func:`lacking`."""

SETTING: Final = {"LC_ALL": "C.UTF-8", "LANGUAGE": "en", "OMP_NUM_THREADS": "1"}
"""What R runs in: the quotes and the order of levels depend on it."""


@cache
def installed() -> frozenset[str]:
    """The R packages that are installed; empty without R."""
    if shutil.which("Rscript") is None:
        return frozenset()
    return frozenset(run_r('cat(.packages(all.available = TRUE), sep = "\\n")').split())


def lacking(*packages: str) -> str:
    """What is not here of R and its packages, as a reason to skip; empty where nothing is."""
    if shutil.which("Rscript") is None:
        return "R is not installed here"
    missing = [package for package in packages if package not in installed()]
    return f"R here lacks {', '.join(missing)}" if missing else ""


def run_r(
    code: str | Path,
    *arguments: str,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> str:
    """What an R script prints, run in UTF-8 with one thread.

    Args:
        code: its text, or the file that it is in.
        arguments: what ``commandArgs(TRUE)`` gives it.
        folder: where it runs.
        variables: of its environment, beside those of this process.
    """
    with tempfile.TemporaryDirectory() as scripts:
        script = code
        if isinstance(script, str):
            # A file, because -e takes neither long scripts nor all characters on every system.
            script = Path(scripts) / "script.R"
            script.write_text(str(code), "utf-8")
        done = subprocess.run(
            ["Rscript", "--vanilla", str(script), *arguments],
            capture_output=True,
            check=False,
            cwd=folder,
            env={**os.environ, **SETTING, **(variables or {})},
            text=True,
            encoding="utf-8",
            timeout=600,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


REASON: Final = lacking(*PACKAGES)
if REASON and os.environ.get("FLASHCARDS_R") == "required":
    raise RuntimeError(f"FLASHCARDS_R says that R is required, but {REASON}.")

needs_r = pytest.mark.skipif(bool(REASON), reason=REASON)
"""Marks a test that needs R with lme4 and lmerTest.

It is skipped, with the reason, where they are missing; set ``FLASHCARDS_R=required`` to have that
fail instead.
"""
