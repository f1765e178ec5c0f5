"""Vectors, matrices and data frames as R prints them, as lists of lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flashcards.models.rnumbers import Value, format_numbers
from flashcards.models.rtext import WIDTH, as_name, columns_of, escaped, left, right, widest

Cell = Value | str
"""What stands in a column of a data frame; booleans are logical, None is missing."""

MAX_PRINT: Final = 99_999
"""Entries of a table that R prints before it stops, its ``options(max.print)``."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A data frame.

    Attributes:
        columns: of one length, each of one kind.
        rows: the names of its rows.
        together: names of columns that are one matrix to R, and share their decimals.
    """

    columns: Mapping[str, Sequence[Cell]]
    rows: Sequence[str]
    together: Sequence[Sequence[str]] = ()

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[Cell]]) -> Frame:
        """A frame whose rows are numbered from 1."""
        length = max((len(column) for column in columns.values()), default=0)
        return cls(columns, [str(i + 1) for i in range(length)])


def print_vector(
    values: Sequence[Cell],
    names: Sequence[str] | None = None,
    digits: int = 7,
    width: int = WIDTH,
) -> list[str]:
    """A vector as R prints it: under its names, or behind ``[1]``.

    Args:
        values: numbers, or texts (printed without quotes).
        names: one for each value.
        digits: R's ``options(digits)``.
        width: columns of the console.
    """
    if not values:
        empty = "named numeric(0)" if names is not None else "numeric(0)"
        return [empty]
    texts = list(map(escaped, _formatted(values, digits)))
    if names is None:
        return _indexed(texts, width, numeric=not isinstance(values[0], str))
    shown = [escaped(name) for name in names]
    field = max(widest(texts), widest(shown))
    per_line = max(1, width // (field + 1))
    lines: list[str] = []
    for start in range(0, len(texts), per_line):
        for row in (shown, texts):
            cells = row[start : start + per_line]
            lines.append("".join(f"{right(cell, field)} " for cell in cells))
    return lines


def _indexed(texts: Sequence[str], width: int, *, numeric: bool) -> list[str]:
    field, label = widest(texts), len(str(len(texts))) + 2
    per_line = max(1, (width - label) // (field + 1))
    pad = right if numeric else left
    lines = []
    for start in range(0, len(texts), per_line):
        cells = "".join(f" {pad(text, field)}" for text in texts[start : start + per_line])
        lines.append(f"[{start + 1}]".rjust(label) + cells)
    return lines


def print_matrix(
    columns: Sequence[Sequence[Value]],
    column_names: Sequence[str] | None = None,
    row_names: Sequence[str] | None = None,
    digits: int = 7,
    width: int = WIDTH,
) -> list[str]:
    """A matrix of numbers as R prints it: each column has its own decimals.

    Args:
        columns: the matrix by column.
        column_names: ``[,1]`` … where there are none.
        row_names: ``[1,]`` … where there are none.
        digits: R's ``options(digits)``.
        width: columns of the console; what does not fit beside comes below.
    """
    texts = [format_numbers(column, digits) for column in columns]
    return print_cells(texts, column_names, row_names, width=width)


def print_cells(
    columns: Sequence[Sequence[str]],
    column_names: Sequence[str] | None = None,
    row_names: Sequence[str] | None = None,
    *,
    to_right: bool = True,
    width: int = WIDTH,
) -> list[str]:
    """A matrix of texts as ``print(quote = FALSE)`` shows it.

    Args:
        columns: the texts by column, as they are to be shown.
        column_names: ``[,1]`` … where there are none.
        row_names: ``[1,]`` … where there are none.
        to_right: whether cells and column names stand on the right of their columns.
        width: columns of the console.
    """
    if not columns:
        return []
    labels = _row_labels(row_names, len(columns[0]))
    label_width = widest(labels)
    pad = right if to_right else left
    if column_names is None:
        column_names = [f"[,{j + 1}]" for j in range(len(columns))]
    blocks = []
    for name, cells in zip(column_names, columns, strict=True):
        shown = [escaped(name), *map(escaped, cells)]
        field = widest(shown)
        blocks.append([f" {pad(text, field)}" for text in shown])

    lines: list[str] = []
    edge = ["", *labels]
    for group in _beside(blocks, width - label_width):
        for i, label in enumerate(edge):
            lines.append(left(label, label_width) + "".join(block[i] for block in group))
    return lines


def _row_labels(names: Sequence[str] | None, count: int) -> list[str]:
    if names is not None:
        return [escaped(name) for name in names]
    # R leaves room for one row more than there are.
    return [f"[{i + 1},]".rjust(len(str(count + 1)) + 3) for i in range(count)]


def _beside(blocks: Sequence[list[str]], room: int) -> Iterable[list[list[str]]]:
    """The columns in groups that fit beside each other; R leaves the last column free."""
    group: list[list[str]] = []
    used = 0
    for block in blocks:
        size = columns_of(block[0])
        if group and used + size >= room:
            yield group
            group, used = [], 0
        group.append(block)
        used += size
    yield group


def print_frame(frame: Frame, digits: int = 7, width: int = WIDTH) -> list[str]:
    """A data frame as R prints it.

    Columns are formatted one by one and stand on the right; row names on the left.

    Args:
        frame: its columns and row names.
        digits: R's ``options(digits)``.
        width: columns of the console.
    """
    names, count = list(frame.columns), len(frame.rows)
    if not names:
        return [f"data frame with 0 columns and {count} {'row' if count == 1 else 'rows'}"]
    if not count:
        # R lists the names as a vector and says that nothing stands under them.
        header = _indexed([escaped(name) for name in names], width, numeric=False)
        return [*header, "<0 rows> (or 0-length row.names)"]
    shown = min(count, MAX_PRINT // len(names))
    texts = _columns(head(frame, shown), digits)
    lines = print_cells(list(texts.values()), names, frame.rows[:shown], width=width)
    if shown < count:
        note = f"[ reached 'max' / getOption(\"max.print\") -- omitted {count - shown} rows ]"
        lines.append(f" {note}")
    return lines


def head(frame: Frame, rows: int = 6) -> Frame:
    """The first rows of a frame."""
    columns = {name: column[:rows] for name, column in frame.columns.items()}
    return Frame(columns, frame.rows[:rows], frame.together)


def print_limits(
    limits: Mapping[str, tuple[Value, Value]], level: float = 0.95, digits: int = 7
) -> list[str]:
    """``confint()``: the lower and the upper limit of each parameter.

    Args:
        limits: by the parameter's name; None where there is none.
        level: share of such intervals that hold the parameter.
        digits: R's ``options(digits)``.
    """
    tail = (1 - level) / 2
    names = [f"{text.strip()} %" for text in format_numbers([100 * tail, 100 * (1 - tail)], 3)]
    lower, upper = zip(*limits.values(), strict=True)
    return print_matrix([lower, upper], names, list(limits), digits)


def print_list(parts: Mapping[str, Sequence[str]]) -> list[str]:
    """A named list as R prints it: each part under its ``$name``, an empty line behind it."""
    lines: list[str] = []
    for name, body in parts.items():
        lines += [f"${as_name(name)}", *body, ""]
    return lines


def _columns(frame: Frame, digits: int) -> dict[str, list[str]]:
    texts = {name: _formatted(column, digits) for name, column in frame.columns.items()}
    for names in frame.together:
        joint = _formatted([value for name in names for value in frame.columns[name]], digits)
        for i, name in enumerate(names):
            texts[name] = joint[i * len(frame.rows) : (i + 1) * len(frame.rows)]
    return texts


def _formatted(values: Sequence[Cell], digits: int) -> list[str]:
    """The texts of a vector, of whatever kind it is."""
    if any(isinstance(value, str) for value in values):
        return ["<NA>" if value is None else str(value) for value in values]
    if any(isinstance(value, bool) for value in values):
        return ["NA" if value is None else str(bool(value)).upper() for value in values]
    numbers: list[Value] = [None if isinstance(value, str) else value for value in values]
    return format_numbers(numbers, digits)
