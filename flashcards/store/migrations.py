"""The tables of the journal, and how an older journal is brought up to date.

The tables are plain, not STRICT: a journal may travel to a machine whose SQLite is older than
3.37 (the system's, on several servers that have Python 3.11), which could then not open it at
all. Only the journal writes, and all it writes comes out of typed events.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.store.copies import FOLDER, copy_database, newest
from flashcards.store.database import transaction
from flashcards.store.errors import JournalError, NewerJournalError, damaged

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION = int.from_bytes(b"lmer", "big")
"""Marks the file as ours, in SQLite's ``application_id``."""

TABLES = (
    """
    CREATE TABLE meta (
        key TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    )
    """,
    # What happened. Rows are added and never changed; `seq` is the order.
    """
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        device TEXT NOT NULL,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        offset INTEGER NOT NULL,
        day TEXT NOT NULL,
        topic TEXT NOT NULL,
        undoes TEXT REFERENCES events (id) DEFERRABLE INITIALLY DEFERRED,
        data TEXT NOT NULL
    )
    """,
    "CREATE INDEX events_topic ON events (topic, seq)",
    "CREATE INDEX events_recalled ON events (topic, seq) WHERE kind = 'recalled'",
    "CREATE INDEX events_day ON events (day, seq)",
    # Answers are what can be undone, and the last of them must be found among any number of drills.
    "CREATE INDEX events_answer ON events (seq) WHERE kind IN ('recalled', 'read')",
    "CREATE INDEX events_undoes ON events (undoes) WHERE undoes IS NOT NULL",
    # What the events add up to; a cache. `rules` says which rules it was folded by.
    """
    CREATE TABLE topic_state (
        topic TEXT PRIMARY KEY NOT NULL,
        rules TEXT NOT NULL,
        state TEXT NOT NULL
    )
    """,
    # Recalls that are not finished. `saved` counts saves: the highest was saved last. `seconds`
    # grows while she writes, so a smaller number tells a save that comes too late.
    """
    CREATE TABLE drafts (
        id TEXT PRIMARY KEY NOT NULL,
        topic TEXT NOT NULL,
        at TEXT NOT NULL,
        offset INTEGER NOT NULL,
        day TEXT NOT NULL,
        seconds REAL NOT NULL,
        data TEXT NOT NULL,
        saved INTEGER NOT NULL UNIQUE
    )
    """,
    "CREATE INDEX drafts_topic ON drafts (topic, day, saved)",
)
"""The newest schema, as a new journal gets it."""

STEPS: tuple[Callable[[Database], None], ...] = ()
"""The step from schema 1 to 2, the one from 2 to 3, and so on.

A step runs inside a transaction that is begun and committed here; what sqlite-utils does in it
becomes savepoints of that one. Whoever adds a step also changes ``TABLES``.
"""


def newest_schema() -> int:
    """The number of the schema that this program writes."""
    return 1 + len(STEPS)


def is_current(connection: sqlite3.Connection, file: Path) -> bool:
    """Whether the database has the newest schema, and not an older or none.

    Raises:
        NewerJournalError: a newer program wrote it.
        DamagedError: it is another program's database.
        sqlite3.Error: it cannot be read.
    """
    schema = _number(connection, "user_version")
    ours = _number(connection, "application_id") == APPLICATION
    if not ours and (schema or _has_tables(connection)):
        raise damaged(file, "it is a database of another program", newest(file.parent))
    if schema > newest_schema():
        raise NewerJournalError(
            f"{file} was written by a newer version of this program (its schema is {schema}, "
            f"this version knows {newest_schema()}). Update the program; the journal was left "
            "as it is."
        )
    return schema == newest_schema()


def bring_up_to_date(connection: sqlite3.Connection, file: Path, meta: Mapping[str, str]) -> None:
    """Make the tables of a new journal, or the newest schema out of an older one.

    An older journal is copied first, and is left as it was if a step fails.

    Args:
        connection: a writer's; nobody else may write meanwhile.
        file: the database.
        meta: what a new journal says of itself.

    Raises:
        JournalError: the copy or a step failed.
        sqlite3.Error: the database cannot be written.
    """
    if is_current(connection, file):
        return
    schema = _number(connection, "user_version")
    if schema == 0:
        _create(connection, meta)
    else:
        _migrate(connection, file, schema)


def _create(connection: sqlite3.Connection, meta: Mapping[str, str]) -> None:
    with transaction(connection):
        for statement in TABLES:
            connection.execute(statement)
        connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", meta.items())
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {newest_schema()}")


def _migrate(connection: sqlite3.Connection, file: Path, schema: int) -> None:
    from sqlite_utils import Database

    copy = file.parent / FOLDER / f"before-schema-{newest_schema()}.sqlite3"
    copy_database(file, copy)
    # A step may rebuild a table that others point to; what they point to is checked at the end.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction(connection):
            for step in STEPS[schema - 1 :]:
                step(Database(connection))
            if connection.execute("PRAGMA foreign_key_check").fetchall():
                raise ValueError("rows would point to nothing")
            connection.execute(f"PRAGMA user_version = {newest_schema()}")
    except Exception as error:
        raise JournalError(
            f"{file} could not be brought up to date ({error}) and was left as it is. Use the "
            f"version of the program that wrote it; a copy is at {copy}."
        ) from error
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _has_tables(connection: sqlite3.Connection) -> bool:
    rows = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    return bool(rows)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchall()[0][0])
