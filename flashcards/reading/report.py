"""Collecting all that is wrong with one file."""

from __future__ import annotations

from collections.abc import Iterable

from flashcards.problems import Problem, Severity
from flashcards.reading.characters import visible
from flashcards.reading.codes import EXAMPLES, severity

MAX_PROBLEMS = 500
"""How many problems of a file are listed."""


class Report:
    """The problems of one file, as they are found.

    Attributes:
        file: the file as the person named it, fit to be printed.
    """

    def __init__(self, file: str) -> None:
        self.file = visible(file)
        self._problems: set[Problem] = set()

    def add(self, code: str, message: str, line: int = 0, col: int = 0) -> None:
        """Note a problem.

        Args:
            code: one of :mod:`flashcards.reading.codes`, which also says how bad it is.
            message: a sentence: what is wrong and what to do.
            line: 1-based; 0 for the file as a whole.
            col: 1-based; 0 for the whole line.
        """
        if self.full:
            return
        self._problems.add(Problem(self.file, line, col, code, message, severity(code)))
        if len(self._problems) >= MAX_PROBLEMS:
            code = "too-many-problems"
            message = "What comes after this is left out; mend all so far, then check again."
            self._problems.add(Problem(self.file, line, col, code, message, severity(code)))

    @property
    def full(self) -> bool:
        """Whether further problems are left out, so that looking for them is of no use."""
        return len(self._problems) >= MAX_PROBLEMS

    @property
    def failed(self) -> bool:
        """Whether there is an error that keeps the file from being used, not only a lesser one."""
        return any(
            problem.severity is Severity.ERROR and problem.code not in EXAMPLES
            for problem in self._problems
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order of the file."""
        return tuple(sorted(self._problems))


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint in words: the known name that is most like this one, or all there are."""
    from difflib import get_close_matches

    names = sorted(known)
    close = get_close_matches(name[:40], names, 1)
    if close:
        return f"did you mean `{close[0]}`?"
    if not names:
        return "there is none to choose from."
    return f"use one of {', '.join(names)}." if len(names) <= 25 else "look at its spelling."


def quoted(text: str, width: int = 40) -> str:
    """A piece of a file as it is shown in a message: in backticks, on one line, not too long."""
    short = text if len(text) <= width else text[: width - 1] + "…"
    return f"`{visible(short)}`"
