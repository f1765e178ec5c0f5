"""The versions that are tested are those that pyproject.toml names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

NEEDED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["optimize"]]


def pinned(name: str) -> dict[str, str]:
    """Distribution → version of a file of pins."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))


def parts(version: str) -> list[int]:
    """A release as numbers, without zeros at its end."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


@pytest.mark.parametrize("needed", NEEDED)
def test_every_lower_bound_is_installed_by_the_tests_of_the_lowest_versions(needed: str) -> None:
    found = re.fullmatch(r"([\w-]+)(>=|==)([\d.]+)(?:,<[\d.]+)?", needed)
    assert found
    name, kind, version = found.groups()
    if kind == ">=":
        assert parts(pinned("tests/lowest.txt")[name]) == parts(version)
    assert parts(pinned("constraints.txt")[name]) >= parts(version)


def test_the_lowest_versions_are_of_what_is_needed() -> None:
    needed = {re.split(r"[<>=]", each)[0] for each in NEEDED}
    assert pinned("tests/lowest.txt").keys() <= needed
