"""Boxes of text that are put side by side and on top of each other to make a drawing.

Every row of a box is equally wide. The baseline is the row that stands on the line of its
neighbours: boxes side by side are moved up and down until their baselines meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.drawing.runs import Line, Run, joined, padded, plain
from app.drawing.runs import width as cells


@dataclass(frozen=True, slots=True)
class Span:
    """Where a box is in a style: characters ``start`` to ``end`` (exclusive) of a row."""

    row: int
    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of text.

    Attributes:
        rows: at least one, each :attr:`width` cells wide.
        width: in cells.
        baseline: index of the row that stands on the line.
    """

    rows: tuple[Line, ...]
    width: int
    baseline: int = 0

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rows)

    @property
    def below(self) -> int:
        """How many rows are under the baseline."""
        return len(self.rows) - self.baseline - 1

    @property
    def lines(self) -> tuple[str, ...]:
        """The rows as plain text, all of one width in cells."""
        return tuple(plain(row) for row in self.rows)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every stretch that has a style, in reading order."""
        found = []
        for i, row in enumerate(self.rows):
            at = 0
            for run in row:
                if run.style:
                    found.append(Span(i, at, at + len(run.text), run.style))
                at += len(run.text)
        return tuple(found)


def of(text: str, style: str = "") -> Box:
    """One row."""
    row = (Run(text, style),) if text else ()
    return Box((row,), cells(row))


def blank(width: int) -> Box:
    """One row of spaces."""
    return of(" " * width)


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes from left to right, baselines level."""
    boxes = [box for box in boxes if box.width]
    if not boxes:
        return of("")
    if len(boxes) == 1:
        return boxes[0]
    above = max(box.baseline for box in boxes)
    below = max(box.below for box in boxes)
    grown = [extended(box, above - box.baseline, below - box.below) for box in boxes]
    rows = tuple(joined(parts) for parts in zip(*(box.rows for box in grown), strict=True))
    return Box(rows, sum(box.width for box in boxes), above)


def extended(box: Box, above: int, below: int) -> Box:
    """The box with blank rows added over and under it."""
    empty = (blank(box.width).rows[0],)
    return Box(empty * above + box.rows + empty * below, box.width, box.baseline + above)


def widened(box: Box, width: int, align: str = "left") -> Box:
    """The box with spaces up to a width, its text ``left``, ``center`` or ``right``."""
    if box.width >= width:
        return box
    gap = width - box.width
    before = {"left": 0, "center": gap // 2, "right": gap}[align]
    side, rest = (Run(" " * before),), (Run(" " * (gap - before)),)
    return Box(tuple(joined((side, row, rest)) for row in box.rows), width, box.baseline)


def stacked(boxes: Sequence[Box], baseline: int, align: str = "center") -> Box:
    """Boxes from top to bottom.

    Args:
        boxes: at least one.
        baseline: which row of the result stands on the line.
        align: where narrower boxes go.
    """
    width = max(box.width for box in boxes)
    rows = tuple(row for box in boxes for row in widened(box, width, align).rows)
    return Box(tuple(padded(row, width) for row in rows), width, baseline)
