"""What the bundled data sets hold, as far as checking a card needs it: columns and their groups."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from flashcards.bundled import bundled_content

Columns = Mapping[str, frozenset[str]]
"""Column → the texts that occur in it."""


def columns_of(name: str) -> Columns | None:
    """The columns of a data set; None where it has no file that can be read.

    Args:
        name: of a bundled data set, not a path.
    """
    file = _folder() / f"{name}.csv"
    try:
        state = file.stat()
    except OSError:
        return None
    return _columns(file, state.st_mtime_ns, state.st_size)


@cache
def _folder() -> Path:
    return bundled_content() / "datasets"


@lru_cache(maxsize=8)
def _columns(file: Path, changed: int, size: int) -> Columns | None:  # noqa: ARG001
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
    except (OSError, ValueError, csv.Error):
        return None
    cells = zip(*(row for row in rows if len(row) == len(header)), strict=True)
    return MappingProxyType(
        {name: frozenset(each) for name, each in zip(header, cells, strict=False)}
    )
