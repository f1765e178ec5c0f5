"""One journal file, held open: by its one writer, or by any number of readers.

The writer is whoever holds the lock of the operating system beside the file; nobody else ever
opens the file for writing, so nobody else recovers it after a crash. A reader fetches all rows
of a query at once: an open cursor would keep the writer from committing.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from flashcards.store import copies, migrations
from flashcards.store.database import connect, transaction
from flashcards.store.errors import (
    ClosedError,
    DamagedError,
    LockedError,
    NotWritableError,
    ReadOnlyError,
    damaged,
    explain,
)
from flashcards.store.lock import WriterLock

FILE = "journal.sqlite3"
"""The database, in the learner's data folder."""

LOCK = "journal.lock"
"""The file that the writer locks; it is empty, and stays."""

START = 1.0
"""Seconds that a reader gives the writer to make the tables."""

ANOTHER = (
    "Another window of this program has the journal open, so nothing can be answered here. Close "
    "it, then take over."
)

BY_CHOICE = "The journal is open for reading only."


class Storage:
    """A journal file that is open. Any thread may call; one at a time gets its turn."""

    def __init__(self, folder: Path, meta: Mapping[str, str], *, write: bool = True) -> None:
        """Open the journal of a folder; make it where there is none.

        Args:
            folder: the learner's data folder.
            meta: what a new journal says of itself.
            write: whether to become the writer if nobody else is. Without it, this happens only
                where the journal must be made, brought up to date or recovered to be read.

        Raises:
            JournalError: it can neither be written nor read.
        """
        self.file = folder / FILE
        self.why_read_only = ""
        self._meta = meta
        self._turn = RLock()
        self._lock = WriterLock(folder / LOCK)
        self._connection: sqlite3.Connection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explain(error, folder) from error
        if write or not self._read_as_it_is():
            self._open()

    @property
    def read_only(self) -> bool:
        """Whether somebody else is the writer, or nobody can be."""
        return bool(self.why_read_only)

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a query.

        Raises:
            JournalError: the file cannot be read.
        """
        with self._turn, self._explained():
            return self._opened().execute(query, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block has ended, undone where it raised.

        Raises:
            JournalError: nothing was written; the same may be tried again.
        """
        with self._turn, self._explained():
            connection = self._opened()
            if self.read_only:
                raise ReadOnlyError(self.why_read_only)
            with transaction(connection):
                yield connection

    def take_over(self) -> bool:
        """Become the writer, if nobody else is.

        Returns:
            Whether this is the writer now. If not, ``why_read_only`` says why.

        Raises:
            JournalError: the journal is free but cannot be opened for writing.
        """
        with self._turn:
            reader = self._opened()
            if not self.read_only:
                return True
            if not self._become_writer():
                return False
            reader.close()
            return True

    def close(self) -> None:
        """Let go of the file and of the lock."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            self._lock.release()

    # -- opening -----------------------------------------------------------------------------

    def _open(self) -> None:
        """As the writer if possible, else as a reader; a reader may have to wait for its writer."""
        patient_until = time.monotonic() + START
        while not self._become_writer():
            patient = self.why_read_only == ANOTHER and time.monotonic() < patient_until
            try:
                if self._become_reader():
                    return
            except (LockedError, NotWritableError):
                # The writer was killed a moment ago, and what it left is for the next writer.
                if not patient:
                    raise
            if not patient:
                raise NotWritableError(self.why_read_only)
            time.sleep(0.05)

    def _read_as_it_is(self) -> bool:
        """As a reader, by choice; False where a writer has to see to the file first."""
        try:
            if not self._become_reader():
                return False
        except (LockedError, NotWritableError):
            return False
        self.why_read_only = BY_CHOICE
        return True

    def _become_writer(self) -> bool:
        if why := self._why_not_writer():
            self.why_read_only = why
            return False
        try:
            self._refuse_lost()
            with self._explained():
                connection = connect(self.file, "rwc")
                try:
                    migrations.bring_up_to_date(connection, self.file, self._meta)
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            self._lock.release()
            raise
        self._connection = connection
        self.why_read_only = ""
        return True

    def _become_reader(self) -> bool:
        """Whether there was anything to read yet."""
        if not self.file.exists():
            return False
        with self._explained():
            connection = connect(self.file, "ro")
            try:
                ready = migrations.is_current(connection, self.file)
            except BaseException:
                connection.close()
                raise
        if ready:
            self._connection = connection
        else:
            connection.close()
        return ready

    def _why_not_writer(self) -> str:
        """Takes the lock, or says why it cannot be had."""
        folder = self.file.parent
        for path in (folder, self.file):
            if path.exists() and not os.access(path, os.W_OK):
                return (
                    f"{path} cannot be written to, so nothing can be answered here. Make it "
                    "writable for you, or name another folder in FLASHCARDS_HOME."
                )
        try:
            return "" if self._lock.acquire() else ANOTHER
        except OSError as error:
            if isinstance(explained := explain(error, folder / LOCK), NotWritableError):
                return str(explained)
            return (
                f"The file system of {folder} gives no file locks ({error.strerror}), so answers "
                "would not be safe there. Name a folder on this computer in FLASHCARDS_HOME."
            )

    def _refuse_lost(self) -> None:
        """No file, or one of no length, is a new journal, unless copies show that there was one."""
        copy = copies.newest(self.file.parent)
        if copy is None:
            return
        if not self.file.exists():
            raise DamagedError(
                f"{self.file} is gone, though there are copies of it. To go on from the newest, "
                f"{copy.name}, run `flashcards doctor --restore`; to begin anew, move the folder "
                f"{copy.parent} away."
            )
        if not self.file.stat().st_size:
            raise damaged(self.file, "it is empty", copy)

    # -- helpers -----------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ClosedError("The journal was closed; start the program again.")
        return self._connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            explained = explain(error, self.file)
            if isinstance(explained, DamagedError):
                explained = damaged(self.file, str(error), copies.newest(self.file.parent))
            elif isinstance(explained, NotWritableError) and self._connection and self.read_only:
                explained = LockedError(
                    "The other window was stopped in the middle of a save. Take over, and nothing "
                    "is lost."
                )
            raise explained from error


def settle(file: Path) -> None:
    """Roll back what a killed writer left half done, unless there is a writer now.

    Raises:
        sqlite3.Error: it cannot be.
        OSError: the lock cannot be tried.
    """
    if not file.with_name(f"{file.name}-journal").exists():
        return
    lock = WriterLock(file.with_name(LOCK))
    try:
        if lock.acquire():
            connect(file, "rw").close()
    finally:
        lock.release()
