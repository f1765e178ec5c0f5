"""The program imports nothing that its installation does not bring."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest

from app.app import SOON

ROOT = Path(__file__).parents[1]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

OWN = {"app", "flashcards"}

OPTIONAL = {"fsrs_rs_python"}
"""What `flashcards optimize` asks for by name where it is not there."""


def name_of(requirement: str) -> str:
    """The distribution that a requirement is about, as indexes spell it."""
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def brought() -> set[str]:
    """Distributions that come with the program, and those that come with them."""
    found: set[str] = set()
    waiting = [name_of(each) for each in PROJECT["dependencies"]]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            with suppress(PackageNotFoundError):  # one for other systems
                needed = requires(name) or []
                waiting += [name_of(each) for each in needed if "extra ==" not in each]
    return found


def imported(file: Path) -> Iterator[str]:
    """Modules that a file names in its imports, those within functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def foreign(modules: set[str]) -> set[str]:
    """Modules of others that are not among what the installation brings."""
    homes, there = packages_distributions(), brought()
    tops = {module.partition(".")[0] for module in modules} - OWN - set(sys.stdlib_module_names)
    return {top for top in tops if not {name_of(home) for home in homes.get(top, ())} & there}


def test_nothing_is_imported_that_is_not_installed_with_it() -> None:
    files = [file for folder in OWN for file in (ROOT / folder).rglob("*.py")]
    assert len(files) > 300
    used = {module for file in files for module in imported(file)}
    assert foreign(used) - OPTIONAL == set()


@pytest.mark.parametrize("module", SOON)
def test_what_is_imported_ahead_is_there(module: str) -> None:
    assert importlib.util.find_spec(module) is not None
    assert foreign({module}) == set()
