"""What an example shows, as plain lines: commands and R's answers, and the figure in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.drawing.runs import Run, plain, wrapped
from flashcards.models.figures.figure import Figure, Table
from flashcards.models.live import Output, Shown

GAP = "  "

_NUMBER = re.compile(r"[<>]?[-−+]?\d[\d.,]*(e[-−+]?\d+)?\s?%?|[-–]?")


def told(shown: Shown, width: int) -> Iterator[str]:
    """All of it without a drawing: outputs, then the figure's sentence and its numbers.

    Args:
        shown: what an example shows.
        width: columns that sentences and tables take at most; R's text stays as it is.
    """
    for output in shown.outputs:
        yield ""
        yield from output_lines(output)
    if shown.figure is not None:
        yield ""
        yield from figure_lines(shown.figure, width)
    for sentence in shown.messages:
        yield from said(sentence, width)


def output_lines(output: Output) -> Iterator[str]:
    """The commands behind R's prompt, then what R prints."""
    depth = 0
    for line in output.call.split("\n"):
        yield f"{'+' if depth else '>'} {line}"
        depth += sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
    yield from output.lines


def figure_lines(figure: Figure, width: int, *, table: bool = True) -> Iterator[str]:
    """Its title and sentence, wrapped; then its numbers as a table."""
    yield from said(f"Figure: {figure.title}.", width)
    yield from said(figure.says, width)
    if table and figure.table.header:
        yield ""
        yield from table_lines(figure.table, width)


def table_lines(table: Table, width: int) -> Iterator[str]:
    """Columns side by side; those of numbers stand on the right.

    Args:
        table: header and rows.
        width: columns to keep to: names of columns are broken where they would take more.
    """
    columns = list(zip(table.header, *table.rows, strict=True))
    sizes = [max(map(len, column)) for column in columns]
    if sum(sizes) + len(GAP) * (len(sizes) - 1) > width:
        sizes = [max(*map(len, cells), *map(len, name.split()), 1) for name, *cells in columns]
    right = [_numeric(cells) for _, *cells in columns]
    names = [said(name, size) for name, size in zip(table.header, sizes, strict=True)]
    tallest = max(map(len, names))
    header = zip(*([""] * (tallest - len(name)) + name for name in names), strict=True)
    for row in (*header, *table.rows):
        cells = (
            cell.rjust(size) if to_right else cell.ljust(size)
            for cell, size, to_right in zip(row, sizes, right, strict=True)
        )
        yield GAP.join(cells).rstrip()


def said(text: str, width: int) -> list[str]:
    """A sentence in lines of at most a width."""
    return [plain(line) for line in wrapped((Run(text),), width)]


def _numeric(cells: Sequence[str]) -> bool:
    """Whether all are numbers, or dashes where there is none."""
    return all(_NUMBER.fullmatch(cell.strip()) for cell in cells)
