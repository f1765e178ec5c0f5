"""Problems as they are printed: for reading, for programs, for editors and for GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import asdict

from app.words import count
from flashcards.problems import Problem, Severity
from flashcards.reading.mending import Mended

INDENT = "    "


def check_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Each problem on a line, what to do about it on the next; then the sum."""
    for problem in problems:
        place = f"{problem.file}:{problem.line}:{problem.col}"
        yield f"{place} {problem.code} {problem.what}"
        if problem.suggestion:
            yield f"{INDENT}{problem.suggestion}"
    if not problems:
        yield "All is well."
        return
    errors, warnings = counted(problems)
    yield f"{count(errors, 'error')}, {count(warnings, 'warning')}"


def check_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """The same as one object."""
    errors, warnings = counted(problems)
    return {
        "errors": errors,
        "warnings": warnings,
        "problems": [{**asdict(problem), "suggestion": problem.suggestion} for problem in problems],
    }


def editor_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """As compilers print them, so that an editor can go from one to the next.

    A file as a whole is its first line: editors know no line 0.
    """
    for problem in problems:
        place = f"{problem.file}:{max(problem.line, 1)}:{max(problem.col, 1)}"
        yield f"{place}: {problem.severity}: {problem.message} [{problem.code}]"


def github_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """As GitHub's workflow commands, which it shows beside the lines of a pull request."""
    for problem in problems:
        where = {"file": problem.file, "line": problem.line, "col": problem.col}
        given = {name: str(value) for name, value in where.items() if value}
        given["title"] = problem.code
        fields = ",".join(f"{name}={_escaped_property(value)}" for name, value in given.items())
        yield f"::{problem.severity} {fields}::{_escaped(problem.message)}"


def mended_lines(mended: Sequence[Mended]) -> Iterator[str]:
    """What was mended, a line each; then a blank one, if there is anything."""
    done = [(each.file, change) for each in mended for change in each.changes]
    for file, change in done:
        yield f"{file}:{change.line} {change.what}"
    if done:
        yield ""


def mended_json(mended: Sequence[Mended]) -> dict[str, Any]:
    """The same, and what was left as it is."""
    return {
        "fixed": [
            {"file": each.file, "line": change.line, "what": change.what}
            for each in mended
            for change in each.changes
        ],
        "refused": [each.refused for each in mended if each.refused],
    }


def counted(problems: Sequence[Problem]) -> tuple[int, int]:
    """How many errors there are, and how many warnings."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return errors, len(problems) - errors


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
