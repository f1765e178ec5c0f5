"""A damaged journal gives way to its newest sound copy, with all that can still be read added.

The damaged file is kept beside it under another name; nothing of it is changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from flashcards.events import Event, Undone
from flashcards.journal import Journal
from flashcards.store import copies, migrations, queries
from flashcards.store.database import connect
from flashcards.store.errors import JournalError, LockedError, explain
from flashcards.store.lock import WriterLock
from flashcards.store.rows import EventRow, event_of
from flashcards.store.storage import ANOTHER, LOCK


def newest_sound(folder: Path) -> Path | None:
    """The newest daily copy in which nothing is wrong."""
    return next((copy for copy in copies.listed(folder) if is_sound(copy)), None)


def is_sound(copy: Path) -> bool:
    """Whether a copy is a journal that this program can read, and SQLite finds nothing wrong."""
    try:
        with closing(connect(copy, "ro")) as connection:
            migrations.is_current(connection, copy)
            return not copies.faults(connection)
    except (sqlite3.Error, JournalError):
        return False


def restore(file: Path, copy: Path) -> tuple[str, ...]:
    """Put a copy in the place of a damaged or missing journal, then add what is newer.

    Args:
        file: the journal's database.
        copy: a sound copy.

    Returns:
        What was done, in sentences.

    Raises:
        JournalError: another window has the journal open, or the files cannot be written.
    """
    aside = _exchange(file, copy)
    done = [f"The copy {copy} is now the journal."]
    if aside is not None:
        done.insert(0, f"The damaged journal was kept as {aside}.")
        done.append(f"{_add_newer(file.parent, aside)} newer events could be read and were added.")
    return tuple(done)


def free_name(folder: Path, name: str) -> Path:
    """A file in a folder whose name is not taken."""
    names = (folder / f"{name}-{number}.sqlite3" for number in count(1))
    return next(path for path in names if not path.exists())


def _exchange(file: Path, copy: Path) -> Path | None:
    """Move the damaged file aside and copy the sound one; returns where the damaged one is."""
    lock = WriterLock(file.with_name(LOCK))
    try:
        if not lock.acquire():
            raise LockedError(ANOTHER)
        aside = _move_aside(file) if file.exists() else None
        # A start between these two finds no journal but copies of one, and begins no new one.
        copies.copy_database(copy, file)
    except OSError as error:
        raise explain(error, file) from error
    finally:
        lock.release()
    return aside


def _move_aside(file: Path) -> Path:
    aside = free_name(file.parent, "damaged")
    with suppress(FileNotFoundError):
        rollback = file.with_name(f"{file.name}-journal")
        rollback.replace(aside.with_name(f"{aside.name}-journal"))
    return file.replace(aside)


def _add_newer(folder: Path, damaged: Path) -> int:
    """Add the events that the damaged file still gives and the copy has not."""
    readable = [event for _, event in sorted(_readable(damaged).items())]
    with Journal.open(folder) as journal:
        known = {event.id for event in (*journal.events(), *readable)}
        return journal.extend(
            event for event in readable if not isinstance(event, Undone) or event.undone in known
        )


def _readable(damaged: Path) -> dict[int, Event]:
    """Running number → event, from either end of the table up to where it breaks."""
    found: dict[int, Event] = {}
    for query in (queries.NUMBERED, queries.NUMBERED_BACKWARDS):
        with suppress(sqlite3.Error), closing(connect(damaged, "ro")) as connection:
            for seq, event in _until_it_breaks(connection.execute(query)):
                if seq in found:
                    break
                found[seq] = event
    return found


def _until_it_breaks(rows: sqlite3.Cursor) -> Iterator[tuple[int, Event]]:
    with suppress(sqlite3.Error):
        for seq, *row in rows:
            with suppress(ValueError):
                yield seq, event_of(EventRow(*row))
