"""What an example shows, as plain lines: commands and R's answers, and the figure in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.drawing.runs import Run, plain, wrapped
from flashcards.models.figures.figure import Figure, Table
from flashcards.models.live import Output

GAP = "  "

_NUMBER = re.compile(r"[<>]?[-−+]?\d[\d.,]*(e[-−+]?\d+)?\s?%?|[-–]?")


def output_lines(output: Output) -> Iterator[str]:
    """The command behind R's prompt, then what R prints."""
    first, *more = output.call.split("\n")
    yield f"> {first}"
    yield from (f"+ {line}" for line in more)
    yield from output.lines


def figure_lines(figure: Figure, width: int, *, table: bool = True) -> Iterator[str]:
    """Its title and sentence, wrapped; then its numbers as a table."""
    yield from said(f"Figure: {figure.title}.", width)
    yield from said(figure.says, width)
    if table and figure.table.header:
        yield ""
        yield from table_lines(figure.table)


def table_lines(table: Table) -> Iterator[str]:
    """Columns side by side; those of numbers stand on the right."""
    columns = list(zip(table.header, *table.rows, strict=True))
    sizes = [max(map(len, column)) for column in columns]
    right = [_numeric(column[1:]) for column in columns]
    for row in (table.header, *table.rows):
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
