"""The files of a course folder: which there are, and their text, whatever they turn out to be."""

from __future__ import annotations

import os
import re
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path

from flashcards.reading.report import Report

COURSE = "course.md"
TOPICS = "topics"
DATA = "data"
MAX_TABLE = 20_000_000
"""Bytes of the largest table that a pack's cards can use."""

_TABLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_BYTES = 1_000_000
"""The largest file that is read; a card has some thousand bytes."""

Print = tuple[str, int, int]
"""A file's name in its folder, its size in bytes, and when it changed, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a course folder.

    Attributes:
        folder: the folder, as the person named it.
        course: whether it has a ``course.md``.
        topics: names of the files in ``topics``, sorted.
        error: why the folder could not be listed, or empty.
    """

    folder: Path
    course: bool
    topics: tuple[str, ...]
    error: str = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of the topics."""
        return tuple(self.folder / TOPICS / name for name in self.topics)


def is_folder(path: Path) -> bool:
    """Whether there is a folder here that can be seen. Never raises, as pathlib's own does."""
    return os.path.isdir(path)  # noqa: PTH112


def list_course(folder: Path) -> Listing:
    """What is in a course folder. Never raises."""
    course = os.path.lexists(folder / COURSE)
    try:
        names = [entry.name for entry in (folder / TOPICS).iterdir()]
    except FileNotFoundError:
        return Listing(folder, course, ())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the system gives no reason"
        return Listing(folder, course, (), why)
    topics = (name for name in names if name.lower().endswith(".md") and name[0] not in ".~#")
    return Listing(folder, course, tuple(sorted(topics)))


def tables(folder: Path) -> dict[str, str]:
    """The tables of a pack: name → path without ``.csv``. Never raises.

    Files that lead out of the folder once links are followed are none, nor are large ones.
    """
    found = {}
    try:
        root = folder.resolve()
        files = sorted((folder / DATA).glob("*.csv"))
    except (OSError, RuntimeError):
        return {}
    for file in files:
        try:
            target = file.resolve(strict=True)
            fits = target.is_relative_to(root) and target.stat().st_size <= MAX_TABLE
        except (OSError, RuntimeError):
            continue
        if fits and _TABLE.fullmatch(file.stem) and target.is_file():
            found[file.stem] = (root / DATA / file.stem).as_posix()
    return found


def fingerprint(listing: Listing) -> list[Print]:
    """What tells whether a file of the course has changed."""
    names = [f"{TOPICS}/{name}" for name in listing.topics]
    names += [f"{DATA}/{name}.csv" for name in tables(listing.folder)]
    prints = []
    for name in [COURSE, *names] if listing.course else names:
        try:
            status = (listing.folder / name).stat()
        except OSError:
            prints.append((name, -1, -1))
        else:
            prints.append((name, status.st_size, status.st_mtime_ns))
    return prints


def read_text(path: Path, report: Report, root: Path | None = None) -> str | None:
    """The text of a file, or None with a report of why there is none.

    Args:
        path: the file.
        report: where problems go.
        root: the folder that the file must lie in once links are followed, or None.
    """
    try:
        target = path.resolve(strict=True)
        if root is not None and not target.is_relative_to(root.resolve()):
            report.add(
                "outside-folder",
                "This is a link that leads out of the course folder; put the file itself here.",
            )
            return None
        status = target.stat()
        if not stat.S_ISREG(status.st_mode):
            report.add("not-a-file", "This is no file that can be read; move it away.")
            return None
        if status.st_size > MAX_BYTES:
            _too_large(status.st_size, report)
            return None
        with target.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        report.add("no-such-path", "There is no file here, or a link leads nowhere; remove it.")
        return None
    except PermissionError:
        report.add(
            "unreadable-file", "The file may not be read; give yourself permission to read it."
        )
        return None
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a broken disk
        why = getattr(error, "strerror", None) or "the system gives no reason"
        report.add("unreadable-file", f"The file cannot be read ({why}); save it anew.")
        return None
    if len(data) > MAX_BYTES:
        _too_large(len(data), report)
        return None
    return _decoded(data, report)


def _too_large(size: int, report: Report) -> None:
    report.add(
        "file-too-large",
        f"The file has {size / 1e6:.1f} MB; a card has a few thousand letters, and"
        f" {MAX_BYTES // 1_000_000} MB is the most that is read.",
    )


def _decoded(data: bytes, report: Report) -> str | None:
    """A file's bytes as text, or None with a report."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        report.add("bad-encoding", "The file is saved as UTF-16; save it as UTF-8.")
        return None
    if b"\0" in data:
        report.add(
            "binary-file",
            "The file holds zero bytes, so it is no plain text; save the card as UTF-8 text.",
        )
        return None
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        start = before.rfind(b"\n") + 1
        report.add(
            "bad-encoding",
            f"The byte 0x{data[error.start]:02X} here is no UTF-8; save the file as UTF-8.",
            before.count(b"\n") + 1,
            len(before[start:].decode("utf-8")) + 1,
        )
        return None
