"""SQLite as the journal uses it: how a connection is opened, and what a transaction is."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

PATIENCE = 2.0
"""Seconds to wait for another program that holds the database, before it is said."""


def connect(file: Path, mode: Literal["rwc", "rw", "ro"]) -> sqlite3.Connection:
    """A connection in legacy transaction control, where only an explicit BEGIN begins.

    It may be used from several threads, one at a time.

    Args:
        file: the database.
        mode: read, write and create; read and write; or read only.

    Raises:
        sqlite3.Error: it cannot be opened, or is no database.
    """
    connection = sqlite3.connect(
        _address(file, mode),
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in _pragmas(mode):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All of it or nothing: on disk when the block has ended, or rolled back when it raised.

    Raises:
        sqlite3.Error: it could not begin or be committed.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # A full disk ends a transaction by itself, and what it says is worth more than what a
        # failing ROLLBACK would.
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise


def _address(file: Path, mode: str) -> str:
    """The file as SQLite's kind of URI, with any character, Windows drive or share in it."""
    path = file.absolute().as_posix()
    if not path.startswith("/"):
        path = f"/{path}"
    return f"file://{quote(os.fsencode(path))}?mode={mode}"


def _pragmas(mode: str) -> tuple[str, ...]:
    """What every connection sets.

    A rollback journal, as the write-ahead log of SQLite before 3.51.3 can corrupt a database that
    two connections write. EXTRA and not FULL: only it also syncs the folder once the rollback
    journal is deleted, without which a power cut can bring the journal back and with it undo the
    last answer. ``fullfsync`` is what makes a sync reach the disk on macOS.
    """
    both = ("foreign_keys = ON", "trusted_schema = OFF")
    if mode == "ro":
        return both
    return (*both, "journal_mode = DELETE", "synchronous = EXTRA", "fullfsync = ON")
