"""Data sets: those that come with the course, and any CSV file of the learner's own.

A file is read as text and nothing in it is ever evaluated; no other file is opened, and nothing
is fetched. Columns are arrays by name: numbers, logical values or text, as
:func:`flashcards.models.design.build` takes them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from flashcards.models.columns import Factor
from flashcards.models.errors import ModelError

Columns = dict[str, Any]
"""Equally long columns by name: (n,) arrays, and factors whose levels a dictionary orders."""

MAX_BYTES: Final = 200_000_000
MAX_COLUMNS: Final = 5_000
MISSING: Final = frozenset({"", "NA", "NaN"})
LOGICAL: Final = {"TRUE": True, "FALSE": False, "True": True, "False": False}

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?Inf")
_COMMA_NUMBER: Final = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Column:
    """What the page of a data set says of a column.

    Attributes:
        name: as in the file.
        kind: ``number``, ``factor``, …, in the page's words.
        unit: or empty.
        levels: of a factor, in their order; empty where it has none of its own.
        meaning: in a sentence.
    """

    name: str
    kind: str
    unit: str
    levels: tuple[str, ...]
    meaning: str


def names(folder: Path) -> list[str]:
    """The data sets of a folder, by name."""
    return sorted(file.stem for file in folder.glob("*.csv"))


def load(name: str, folder: Path) -> Columns:
    """A data set of the course, its factors with their levels in order.

    Args:
        name: in the folder, or the path of a table of another pack without ``.csv``.
        folder: of the bundled data sets.

    Raises:
        ModelError: there is none of that name, or its file cannot be read.
    """
    known = names(folder)
    if name not in known and not Path(name).is_absolute():
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known) or 'none'}."
        raise ModelError(f"There is no data set {name!r}.", hint)
    file = folder / f"{name}.csv"
    columns = dict(_kept(file, *_state(file)))
    for column in dictionary(name, folder):
        if column.levels and column.name in columns:
            columns[column.name] = _ordered(columns[column.name], column)
    return columns


def dictionary(name: str, folder: Path) -> list[Column]:
    """What the page beside a data set says of its columns; nothing where there is no page.

    The page has a Markdown table whose first row names the columns ``column``, ``type``,
    ``unit``, ``levels`` and ``meaning``, in any order.
    """
    page = folder / f"{name}.md"
    try:
        lines = page.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    rows = [[c.strip().strip("`") for c in line.strip().strip("|").split("|")]
            for line in lines if line.lstrip().startswith("|")]  # fmt: skip
    if len(rows) < 3 or "column" not in rows[0]:
        return []
    found = []
    for row in rows[2:]:
        cells = dict(zip(rows[0], row, strict=False))
        levels = [part.strip().strip("`") for part in cells.get("levels", "").split(",")]
        found.append(
            Column(
                cells["column"],
                cells.get("type", ""),
                cells.get("unit", ""),
                tuple(level for level in levels if level and level != "–"),
                cells.get("meaning", ""),
            )
        )
    return found


LONGEST: Final = 28
"""Characters of a meaning that an axis has room for."""


def labels(name: str, folder: Path) -> dict[str, str]:
    """What an axis calls each column that has a unit: ``reaction time (ms)``, else its name."""
    found = {}
    for column in dictionary(name, folder):
        meaning = column.meaning.partition(";")[0].strip()
        short = meaning if 0 < len(meaning) <= LONGEST else column.name
        if column.unit and column.unit != "–":
            found[column.name] = f"{short} ({column.unit})"
    return found


def read_csv(path: Path) -> Columns:
    """A CSV file, as R, pandas or a spreadsheet writes it.

    Separated by commas, semicolons or tabs; with decimal commas where it is not by commas; UTF-8,
    UTF-16 or a Western encoding. A first column without a name, as R writes row names, is left
    out. Empty cells, ``NA`` and ``NaN`` are missing values.

    Raises:
        ModelError: it is no such file; the sentence says where.
    """
    text = _text(path)
    return _table(path, text)


def read_text(name: str, text: str) -> Columns:
    """A table that is in no file, as :func:`read_csv` reads one.

    Args:
        name: what sentences call it.
        text: CSV with a line of names.

    Raises:
        ModelError: it is no such table.
    """
    return _table(Path(name), text)


def _table(path: Path, text: str) -> Columns:
    """What both read."""
    rows = list(_rows(path, text))
    if not rows:
        raise ModelError(f"{path} is empty.")
    (line, header), *body = rows
    if not body:
        raise ModelError(f"{path} has a line of names and no rows.")
    header, first = _header(path, line, header)
    for line, cells in body:
        if len(cells) != len(header) + first:
            raise ModelError(
                f"{path}:{line} has {_count(len(cells), 'value')} where the first line names "
                f"{_count(len(header) + first, 'column')}.",
                "Is a quotation mark or a separator missing?",
            )
    columns = zip(*(cells[first:] for _, cells in body), strict=True)
    decimal_comma = _has_decimal_commas(body) if _delimiter(text) != "," else False
    return {
        name: _column(cells, decimal_comma=decimal_comma)
        for name, cells in zip(header, columns, strict=True)
    }


def _state(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except OSError as error:
        raise ModelError(f"{file} cannot be read ({error.strerror}).") from None
    return state.st_mtime_ns, state.st_size


@lru_cache(maxsize=8)
def _kept(file: Path, changed: int, size: int) -> Columns:  # noqa: ARG001
    return read_csv(file)


def _text(path: Path) -> str:
    if "://" in str(path) or ":/" in str(path)[1:]:
        raise ModelError(f"{path} is an address.", "Download the file and name it here.")
    try:
        if path.is_dir():
            raise ModelError(f"{path} is a folder.", "Name a CSV file in it.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ModelError(
                f"{path} has {size / 1e6:,.0f} MB; up to {MAX_BYTES / 1e6:,.0f} MB are read."
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ModelError(f"There is no file {path}.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ModelError(f"{path} cannot be read ({why}).") from None
    return _decoded(path, raw)


def _decoded(path: Path, raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\0" in raw:
        raise ModelError(f"{path} is no text file.", "Save the table as CSV.")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ModelError(f"{path} is in no known encoding.", "Save it as UTF-8.")


def _delimiter(text: str) -> str:
    """What stands most often in the first line that is not empty, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max((",", ";", "\t"), key=lambda sign: (bare.count(sign), sign == ","))


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line that it ends on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ModelError(f"{path}:{max(1, reader.line_num)} is not CSV ({error}).") from None
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _header(path: Path, line: int, cells: list[str]) -> tuple[list[str], int]:
    """The columns' names, and 1 where row names stand before them."""
    first = 1 if len(cells) > 1 and not cells[0] else 0
    header = cells[first:]
    if len(header) > MAX_COLUMNS:
        raise ModelError(f"{path} has {len(header):,} columns; up to {MAX_COLUMNS:,} are read.")
    for number, name in enumerate(header, 1 + first):
        if not name:
            raise ModelError(f"{path}:{line} has no name for column {number}.", "Give it one.")
    doubled = next((name for name in header if header.count(name) > 1), None)
    if doubled is not None:
        raise ModelError(f"{path}:{line} names two columns `{doubled}`.", "Rename one of them.")
    return header, first


def _has_decimal_commas(body: Sequence[tuple[int, list[str]]]) -> bool:
    return any(_COMMA_NUMBER.fullmatch(cell) for _, cells in body for cell in cells)


def _column(cells: tuple[str, ...], *, decimal_comma: bool) -> NDArray[Any]:
    """Numbers where all cells are, else logical values, else text; None or NaN where missing."""
    texts = [cell.replace(",", ".") for cell in cells] if decimal_comma else cells
    there = [text for text in texts if text not in MISSING]
    if all(map(_NUMBER.fullmatch, there)):
        return np.array([np.nan if text in MISSING else float(text) for text in texts])
    found = np.empty(len(cells), dtype=object)
    if all(text in LOGICAL for text in there):
        found[:] = [LOGICAL.get(text) for text in texts]
    else:
        found[:] = [None if cell in MISSING else cell for cell in cells]
    return found


def _ordered(values: NDArray[Any], column: Column) -> Factor:
    """A column as a factor with the dictionary's levels, further ones behind them."""
    texts = [None if value is None else str(value) for value in values.tolist()]
    extra = sorted({text for text in texts if text is not None} - set(column.levels))
    levels = (*column.levels, *extra)
    place = {level: code for code, level in enumerate(levels)}
    codes = np.array([-1 if text is None else place[text] for text in texts], dtype=np.intp)
    return Factor(codes, levels)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing if number == 1 else thing + 's'}"
