"""Problems of a file as they are shown: their places, how many, and the line that one is in."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from app.drawing.signs import GlyphSet
from app.words import count
from flashcards.problems import Problem, Severity


def place(problem: Problem) -> str:
    """``12:5``, ``12``, or that it is the whole file."""
    if not problem.line:
        return "file"
    return f"{problem.line}:{problem.col}" if problem.col else str(problem.line)


def summary(problems: Sequence[Problem]) -> str:
    """``2 errors, 1 warning``."""
    if not problems:
        return "No problems."
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    counted = ((errors, "error"), (len(problems) - errors, "warning"))
    return ", ".join(count(number, thing) for number, thing in counted if number)


def pointed(text: str, line: int, col: int, room: int, glyphs: GlyphSet = "unicode") -> Content:
    """A line of a file, and below it a sign at a column.

    Args:
        text: the line.
        line: its 1-based number.
        col: the 1-based column; 0 for none.
        room: cells that there are; of a longer line the part around the column is shown.
        glyphs: what is drawn with.
    """
    more, bar = ("…", "│") if glyphs == "unicode" else ("~", "|")
    head = f"{line} {bar} "
    left = max(8, room - len(head))
    start = max(0, min(col - 1 - left // 2, len(text) - left)) if len(text) > left else 0
    piece = text[start : start + left]
    if start:
        piece = more + piece[1:]
    if start + left < len(text):
        piece = piece[:-1] + more
    shown = Content.assemble((head, "$muted"), piece)
    if not col:
        return shown
    blank = " " * (len(head) + Content(piece[: col - 1 - start]).cell_length)
    return Content.assemble(shown, "\n", blank, ("^", "bold $accent"))
