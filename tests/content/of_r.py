"""The bundled data sets in R itself: what lme4 and lmerTest print of them."""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.flashcards.models.live_r import run_r

FOLDER: Final = Path(__file__).parents[2] / "content" / "datasets"

CONTROLS: Final = {
    "to the end": 'lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5))',
    "by default": "lmerControl()",
}
"""How lme4 may look for the optimum."""

MATCHED: Final = ("1.1.31", "x86_64")
"""With which lme4, on which machine, its default path was seen to end where the digits agree."""


def printed(name: str, code: str, control: str) -> str:
    """What R prints at 3 digits, without spaces at the ends of lines; a warning is an error.

    Args:
        name: of the data set; it is ``dat`` in the code.
        code: R code, in which ``control`` is a control of lmer.
        control: which one.
    """
    if control == "by default" and (_version(), platform.machine()) != MATCHED:
        pytest.skip(f"the default path was not followed on this machine or by lme4 {_version()}")
    opening = (
        "suppressMessages({ library(lme4); library(lmerTest) })\n"
        "options(digits = 3, warn = 2)\n"
        "dat <- read.csv(commandArgs(TRUE))\n"
        f"control <- {CONTROLS[control]}\n"
    )
    text = run_r(opening + code, str(FOLDER / f"{name}.csv"))
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@cache
def _version() -> str:
    return run_r('cat(as.character(packageVersion("lme4")))')
