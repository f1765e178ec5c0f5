"""A tutor's own table, taken into a pack: looked at, and written in the one way that is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flashcards.models.datasets import read_csv
from flashcards.models.errors import ModelError
from flashcards.starting import table

MAX_BYTES = 5_000_000
MAX_ROWS = 50_000
"""A pack is given to a class; what is larger makes every card that uses it slow."""

_COLUMN = re.compile(r"(?:[A-Za-z]|\.(?![0-9]))[A-Za-z0-9._]*")


@dataclass(frozen=True, slots=True)
class Taken:
    """A table that can be used in live examples.

    Attributes:
        csv: its text, with commas, in UTF-8.
        columns: name and type of each: ``number``, ``yes/no`` or ``factor``.
        rows: how many there are.
        notes: what its author should know, in sentences.
    """

    csv: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    notes: tuple[str, ...]


def take(path: Path) -> Taken:
    """Read a tutor's table.

    Args:
        path: a CSV file, as R, pandas or a spreadsheet writes it.

    Raises:
        ModelError: it is no table that models can be fitted to; the sentences say why.
    """
    _check_size(path)
    columns = {name: list(values.tolist()) for name, values in read_csv(path).items()}
    for name in columns:
        _check_name(path, name)
    rows = list(zip(*columns.values(), strict=True))
    if len(rows) > MAX_ROWS:
        raise ModelError(
            f"{path} has {len(rows):,} rows; a pack takes up to {MAX_ROWS:,}.",
            "Keep those that the cards need.",
        )
    kinds = {name: _kind(values) for name, values in columns.items()}
    cells = [[_cell(value) for value in row] for row in rows]
    return Taken(
        csv=table([list(columns), *cells]),
        columns=tuple(kinds.items()),
        rows=len(rows),
        notes=tuple(_notes(columns, kinds)),
    )


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return  # told where it is read
    if size > MAX_BYTES:
        raise ModelError(
            f"{path} has {size / 1e6:.1f} MB; a pack takes up to {MAX_BYTES / 1e6:.0f} MB.",
            "Keep the rows and columns that the cards need.",
        )


def _check_name(path: Path, name: str) -> None:
    if _COLUMN.fullmatch(name):
        return
    better = re.sub(r"[^A-Za-z0-9._]+", "_", name).strip("_.")
    hint = f"such as {better}" if _COLUMN.fullmatch(better) else "such as score"
    raise ModelError(
        f"{path} has a column {name!r}, which no formula can name.",
        f"Rename it with letters, digits, dots and underscores, {hint}.",
    )


def _kind(values: Sequence[Any]) -> str:
    there = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in there):
        return "yes/no"
    return "factor" if any(isinstance(value, str) for value in there) else "number"


def _cell(value: Any) -> str:
    """A value as it is written; a number as short as it can be read back."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _notes(columns: dict[str, list[Any]], kinds: dict[str, str]) -> list[str]:
    """What is missing, and what could be a grouping factor."""
    notes = []
    for name, values in columns.items():
        missing = sum(value is None or value != value for value in values)
        if missing:
            notes.append(f"{name} lacks {missing} of {len(values)} values; such rows are left out.")
    groups = [name for name, values in columns.items() if _groups(values)]
    if not groups:
        notes.append(
            "No column repeats its values as a grouping factor does, so no mixed model can be"
            " fitted; lm() can."
        )
    elif not any(kinds[name] == "factor" for name in groups):
        notes.append(f"The grouping factor is {' or '.join(groups)}, whose values are no names.")
    if "number" not in kinds.values():
        notes.append("No column holds numbers, so there is no outcome for a model.")
    return notes


def _groups(values: Sequence[Any]) -> bool:
    """Whether a column could be a grouping factor: few values, each of them several times."""
    there = [value for value in values if value is not None and value == value]
    whole = all(not isinstance(value, float) or value.is_integer() for value in there)
    return whole and 2 <= len(set(there)) <= len(there) / 2
