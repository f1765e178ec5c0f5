"""A journal of an older version is copied, then brought up to date; or left as it was."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flashcards.journal import Journal
from flashcards.store import migrations
from flashcards.store.errors import JournalError, NewerJournalError, NotWritableError
from flashcards.store.lock import WriterLock
from flashcards.store.migrations import newest_schema
from flashcards.store.storage import FILE, LOCK
from tests.flashcards.journal_samples import recalled, sql


def add_a_column(database):
    database["drafts"].add_column("place", str)


def rebuild_events(database):
    """What a change of a table that others point to takes."""
    (made,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'events'").fetchone()
    database.execute(made.replace("events", "new", 1).replace("offset INTEGER", "offset REAL"))
    database.execute("INSERT INTO new SELECT * FROM events")
    database.execute("DROP TABLE events")
    database.execute("ALTER TABLE new RENAME TO events")


def fail(database):
    database["events"].add_column("mood", str)
    raise RuntimeError("no more paper")


def point_to_nothing(database):
    database["events"].update(1, {"undoes": "unknown"})


@pytest.fixture
def home(tmp_path):
    """A journal of schema 1 with events, one of which points to another."""
    with Journal.open(tmp_path) as journal:
        journal.record(recalled(0))
        event = recalled(5)
        journal.record(event)
        journal.undo(event.moment)
    return tmp_path


@pytest.fixture
def later(monkeypatch):
    """Makes this a later version of the program, with so many steps more."""

    def steps(*added):
        monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, *added))

    return steps


def schema_of(file) -> int:
    return sql(file, "PRAGMA user_version")[0][0]


def columns(file, table: str) -> list[str]:
    return [row[1] for row in sql(file, f"PRAGMA table_info({table})")]


def test_a_new_journal_has_the_newest_schema(home):
    assert schema_of(home / FILE) == newest_schema()
    assert sql(home / FILE, "PRAGMA application_id")[0][0] == int.from_bytes(b"lmer", "big")


def test_the_first_schema_is_what_it_was(home):
    """Whoever changes a table adds a step; journals of schema 1 are out there."""
    assert newest_schema() == 1
    assert columns(home / FILE, "events") == [
        *("seq", "id", "device", "kind", "at", "offset", "day", "topic", "undoes", "data")
    ]
    assert columns(home / FILE, "topic_state") == ["topic", "rules", "state"]
    assert columns(home / FILE, "drafts") == [
        *("id", "topic", "at", "offset", "day", "seconds", "data", "saved")
    ]
    assert columns(home / FILE, "meta") == ["key", "value"]


def test_an_older_journal_is_copied_and_brought_up_to_date(home, later):
    before = sql(home / FILE, "SELECT * FROM events")
    later(add_a_column, lambda database: None)
    with Journal.open(home) as journal:
        assert len(journal.events()) == 3
        journal.record(recalled(9))
    assert schema_of(home / FILE) == 3
    assert "place" in columns(home / FILE, "drafts")
    copy = home / "copies" / "before-schema-3.sqlite3"
    assert schema_of(copy) == 1
    assert sql(copy, "SELECT * FROM events") == before


def test_only_the_steps_that_are_missing_are_taken(home, later):
    later(add_a_column)
    Journal.open(home).close()
    later(lambda database: None)
    Journal.open(home).close()
    assert schema_of(home / FILE) == 3


def test_a_table_that_others_point_to_can_be_rebuilt(home, later):
    later(rebuild_events)
    with Journal.open(home) as journal:
        journal.record(recalled(9))
        assert journal._storage.rows("PRAGMA foreign_keys") == [(1,)]
    types = {row[1]: row[2] for row in sql(home / FILE, "PRAGMA table_info(events)")}
    assert types["offset"] == "REAL"
    assert sql(home / FILE, "PRAGMA foreign_key_check") == []
    assert sql(home / FILE, "SELECT count(*) FROM events WHERE undoes IS NOT NULL") == [(1,)]


@pytest.mark.parametrize("step", [fail, point_to_nothing])
def test_a_step_that_fails_leaves_the_journal_as_it_was(home, later, step, monkeypatch):
    later(add_a_column, step)
    before = columns(home / FILE, "events"), sql(home / FILE, "SELECT * FROM events")
    with pytest.raises(JournalError, match=r"left as it is.*before-schema-3"):
        Journal.open(home)
    assert schema_of(home / FILE) == 1
    assert (columns(home / FILE, "events"), sql(home / FILE, "SELECT * FROM events")) == before
    assert "place" not in columns(home / FILE, "drafts")
    monkeypatch.undo()
    with Journal.open(home) as journal:
        assert len(journal.events()) == 3


def test_without_room_for_the_copy_nothing_is_changed(home, later):
    later(add_a_column)
    (home / "copies").write_text("in the way")
    with pytest.raises(JournalError, match="is a file"):
        Journal.open(home)
    assert schema_of(home / FILE) == 1


def test_a_look_brings_an_older_journal_up_to_date_too(home, later):
    later(add_a_column)
    with Journal.open(home, write=False) as look:
        assert len(look.events()) == 3
    assert schema_of(home / FILE) == 2


def test_a_reader_does_not_migrate_under_the_writer(home, later, monkeypatch):
    monkeypatch.setattr("flashcards.store.storage.START", 0.1)
    later(add_a_column)
    lock = WriterLock(home / LOCK)
    assert lock.acquire()
    with pytest.raises(NotWritableError, match="Another window"):
        Journal.open(home)
    lock.release()
    assert schema_of(home / FILE) == 1


def test_an_older_program_leaves_it_alone_afterwards(home, later, monkeypatch):
    later(add_a_column)
    Journal.open(home).close()
    monkeypatch.undo()
    with pytest.raises(NewerJournalError, match=r"schema is 2.*knows 1"):
        Journal.open(home)


IMPORTED = """
import pathlib, sys
from flashcards.journal import Journal
with Journal.open(pathlib.Path(sys.argv[1])) as journal:
    journal.memories(), journal.last_moment(), journal.drafts()
print(*{"sqlite_utils", "fsrs", "filelock", "pandas", "numpy"} & sys.modules.keys())
"""


@pytest.mark.parametrize("new", [False, True])
def test_nothing_heavy_is_imported_to_open_a_journal_that_is_up_to_date(home, tmp_path, new):
    folder = tmp_path / "new" if new else home
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
