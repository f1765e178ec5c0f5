"""A live example as files: what R prints, the figure, the R code that gives both, and its data."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from flashcards.bundled import bundled_content
from flashcards.cards import Example, Topic
from flashcards.models.live import Shown


class ExportError(Exception):
    """A sentence that says why nothing was written."""


class Script(Struct, frozen=True):
    """R code, and the data that it reads.

    Attributes:
        code: of the script.
        data: the CSV file, as text; empty where the file of the course is meant.
    """

    code: str
    data: str = ""


class File(Struct, frozen=True):
    """One file that is to be written.

    Attributes:
        name: without a folder.
        content: its bytes.
        what: what is in it, in a few words.
    """

    name: str
    content: bytes
    what: str


def files(
    topic: Topic, example: Example, shown: Shown, code: str, data: str = ""
) -> tuple[File, ...]:
    """Everything that an example gives.

    Args:
        topic: whose card it stands in.
        example: the example.
        shown: what it shows.
        code: the R code that shows the same, with its data in a file beside it.
        data: that file, as text; empty for the one of the course.
    """
    stem = "-".join(filter(None, (topic.id, example.name)))
    made = []
    if shown.outputs:
        from app.drawing.transcript import output_lines

        lines = [line for output in shown.outputs for line in (*output_lines(output), "")]
        made.append(File(f"{stem}.txt", _text(lines), "what R prints"))
    if shown.figure is not None:
        from app.drawing.svg import svg

        made.append(File(f"{stem}.svg", svg(shown.figure).encode(), "the figure"))
    made.append(File(f"{stem}.R", code.encode(), "the R code"))
    name = f"{example.data_name}.csv"
    file = bundled_content() / "datasets" / f"{example.data}.csv"
    content = data.encode() if data else file.read_bytes()
    made.append(File(name, content, "its data"))
    return tuple(made)


def usual_folder() -> Path:
    """Where she is, if files can be written there; else her documents."""
    here = Path.cwd()
    if os.access(here, os.W_OK):
        return here
    from platformdirs import user_documents_path

    return user_documents_path()


def folder_named(words: str) -> Path:
    """The folder that she means, ``~`` being her own.

    Raises:
        ExportError: no folder can be called so.
    """
    try:
        return Path(words.strip() or ".").expanduser().absolute()
    except (RuntimeError, ValueError, OSError) as error:
        raise ExportError(f"There can be no folder called so ({error}).") from None


def in_the_way(folder: Path, wanted: Sequence[File]) -> list[str]:
    """The names under which other files are there already."""
    return [file.name for file in wanted if _differs(folder / file.name, file.content)]


def write(folder: Path, wanted: Sequence[File]) -> None:
    """Write files, replacing those of the same names.

    Raises:
        ExportError: one could not be written; the sentence says which and why.
    """
    name = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in wanted:
            name = file.name
            (folder / name).write_bytes(file.content)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ExportError(f"{folder / name} cannot be written: {why}.") from None


def _differs(path: Path, content: bytes) -> bool:
    """Whether something else is there."""
    try:
        return path.exists() and (not path.is_file() or path.read_bytes() != content)
    except (OSError, ValueError):
        return True


def _text(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode()
