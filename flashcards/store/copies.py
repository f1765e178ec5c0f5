"""Copies of the journal: one a study day, seven kept, each checked before it replaces an older."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from flashcards.store.database import connect
from flashcards.store.errors import DamagedError, JournalError, damaged, explain, locked

FOLDER = "copies"
"""The folder of the copies, beside the journal."""

KEPT = 7
"""How many daily copies are kept."""

PAGES = 256
"""Database pages copied at a time, 1 MB; between two such steps an answer can be written."""

_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}\.sqlite3")


def daily(file: Path, day: date) -> Path | None:
    """Copy the journal unless that study day has its copy, and let go of the oldest.

    Args:
        file: the journal's database.
        day: the study day.

    Returns:
        The new copy, or None where there was one.

    Raises:
        JournalError: it could not be made; the older copies are all still there.
    """
    target = file.parent / FOLDER / f"{day.isoformat()}.sqlite3"
    if target.exists():
        return None
    copy_database(file, target)
    for old in [copy for copy in listed(file.parent) if copy != target][KEPT - 1 :]:
        old.unlink(missing_ok=True)
    return target


def listed(folder: Path) -> list[Path]:
    """The daily copies in a journal's folder, newest first."""
    try:
        found = [path for path in (folder / FOLDER).iterdir() if _DAILY.fullmatch(path.name)]
    except OSError:
        return []
    return sorted(found, reverse=True)


def newest(folder: Path) -> Path | None:
    """The newest daily copy, if there is any."""
    return next(iter(listed(folder)), None)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database, also one that is in use; the target is complete and sound, or untouched.

    Raises:
        DamagedError: the source is damaged.
        JournalError: the source cannot be read or the target cannot be written.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        _copy(source, part)
        _sync(part)
        part.replace(target)
        _sync_folder(target.parent)
    except JournalError:
        _remove(part)
        raise
    except (sqlite3.Error, OSError) as error:
        _remove(part)
        if isinstance(explained := explain(error, target), DamagedError):
            # The target is new, so it is the source that cannot be read.
            explained = damaged(source, str(error), newest(source.parent))
        raise explained from error


def faults(connection: sqlite3.Connection, check: str = "integrity_check") -> list[str]:
    """What SQLite finds wrong with a database; empty where it is sound.

    Args:
        connection: to the database.
        check: ``integrity_check``, or ``quick_check``, which leaves out the indexes.
    """
    found = [str(row[0]) for row in connection.execute(f"PRAGMA {check}").fetchall()]
    return [] if found == ["ok"] else found


def _copy(source: Path, part: Path) -> None:
    """Copy page by page, then look whether what arrived is sound."""
    # A rollback journal for a file that is thrown away if anything goes wrong would only be one
    # more file to lose; the one sync that matters comes at the end.
    with closing(sqlite3.connect(part)) as new:
        new.execute("PRAGMA synchronous = OFF")
        with closing(_opened(source)) as old:
            old.backup(new, pages=PAGES, progress=_not_for_ever(source))
        if wrong := faults(new, "quick_check"):
            raise damaged(source, wrong[0], newest(source.parent))


def _opened(source: Path) -> sqlite3.Connection:
    try:
        return connect(source, "ro")
    except sqlite3.Error as error:
        raise explain(error, source) from error


def _not_for_ever(source: Path) -> Callable[[int, int, int], None]:
    """Gives up on a database that another program holds; each step has waited its time."""

    def progress(status: int, *_: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise locked(source)

    return progress


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename in it last; Windows neither needs nor knows it."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
