"""Mending files where they lie: whole or not at all, and never one that changed meanwhile."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flashcards.reading.characters import visible
from flashcards.reading.files import COURSE, MAX_BYTES, TOPICS, is_folder, list_course
from flashcards.reading.fixing import Change, fix_course, fix_topic

MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a file.

    Attributes:
        file: as the person named it.
        changes: what was done to it, in the order of its lines.
        refused: why it was left as it is, as a sentence; empty where it could be mended.
    """

    file: str
    changes: tuple[Change, ...] = ()
    refused: str = ""


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The files of courses and cards, each once, but none that a linked folder brings in."""
    seen: set[Path] = set()
    for path in paths:
        if not is_folder(path):
            found = [path] if os.path.lexists(path) else []
        else:
            listing = list_course(path)
            found = [path / COURSE] if listing.course else []
            found += listing.paths
            if not found and path.name == TOPICS:
                found = list(list_course(path.parent).paths)
            root = path.resolve()
            found = [each for each in found if each.parent.resolve().is_relative_to(root)]
        for each in found:
            if each not in seen:
                seen.add(each)
                yield each


def mend(path: Path) -> Mended:
    """Mend one file, if anything in it can be. Never raises: a refusal says why, and what to do."""
    file = visible(str(path))
    try:
        status = path.lstat()
        refused = _refused(path, status)
        if refused:
            return Mended(file, refused=f"{file} {refused}")
        data = path.read_bytes()
        fixed = fix_course(data) if path.name == COURSE else fix_topic(data)
        if not fixed.changes:
            return Mended(file)
        if not status.st_mode & MAY_WRITE or not os.access(path, os.W_OK):
            return Mended(file, refused=f"{file} may not be written; make it writable, then again.")
        if not _replace(path, fixed.data, status):
            return Mended(
                file, refused=f"{file} changed meanwhile and is left as it is; try again."
            )
    except FileNotFoundError:
        return Mended(file, refused=f"{file} is not there any more; look where it has gone.")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the system gives no reason"
        return Mended(file, refused=f"{file} is left as it is ({why}); mend it by hand.")
    return Mended(file, fixed.changes)


def _refused(path: Path, status: os.stat_result) -> str:
    """Why a file is not even looked at."""
    if stat.S_ISLNK(status.st_mode):
        target = visible(str(path.resolve()))
        return f"is a link and is left as it is; mend the file that it leads to: {target}"
    if not stat.S_ISREG(status.st_mode):
        return "is no file that can be mended; move it away."
    if status.st_size > MAX_BYTES:
        return "is larger than any card; make it several topics."
    return ""


def _replace(path: Path, data: bytes, before: os.stat_result) -> bool:
    """Put new bytes in a file's place at once; False where it is not what it was."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, beside)
        if _print(path.lstat()) != _print(before):
            return False
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def _print(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_mode
