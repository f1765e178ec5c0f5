"""Writing a table as CSV, and where to."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
"""Where the data sets live."""


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]], folder: Path) -> None:
    """Write a data set: UTF-8, commas, one newline after every row."""
    lines = [",".join(header), *(",".join(str(cell) for cell in row) for row in rows)]
    (folder / f"{name}.csv").write_bytes(("\n".join(lines) + "\n").encode())


def folder_asked(description: str | None) -> Path:
    """The folder that was asked for on the command line, or the one of the data sets."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n", 1)[0])
    parser.add_argument("--to", type=Path, default=HERE, metavar="FOLDER")
    folder: Path = parser.parse_args().to
    return folder
