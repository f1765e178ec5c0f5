from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from flashcards.journal import Journal
from flashcards.store import copies
from flashcards.store.copies import copy_database, daily, listed, newest
from flashcards.store.errors import DamagedError, FolderError
from flashcards.store.storage import FILE
from tests.flashcards.histories import TODAY, days
from tests.flashcards.journal_samples import draft, recalled, sql


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path) as opened:
        opened.record(recalled(0))
        yield opened


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "copies").iterdir())


def test_a_copy_is_a_journal_of_its_own(journal, tmp_path):
    journal.save_draft(draft(1))
    copy = journal.daily_copy(TODAY)
    assert copy == tmp_path / "copies" / "2026-11-22.sqlite3"
    (tmp_path / "other").mkdir()
    copy.rename(tmp_path / "other" / FILE)
    with Journal.open(tmp_path / "other") as other:
        assert other.events() == journal.events()
        assert other.drafts() == journal.drafts()
        assert other.memories() == journal.memories()


def test_there_is_one_a_study_day(journal, tmp_path):
    copy = journal.daily_copy(TODAY)
    before = copy.read_bytes()
    journal.record(recalled(5))
    assert journal.daily_copy(TODAY) is None
    assert copy.read_bytes() == before
    assert journal.daily_copy(TODAY + days(1)) is not None
    assert names(tmp_path) == ["2026-11-22.sqlite3", "2026-11-23.sqlite3"]


def test_seven_are_kept_and_no_other_file_is_touched(journal, tmp_path):
    (tmp_path / "copies").mkdir()
    for other in ("before-schema-2.sqlite3", "2026-11-01.txt", "mine-2026-11-01.sqlite3"):
        (tmp_path / "copies" / other).touch()
    for number in range(10):
        journal.daily_copy(TODAY + days(number))
    kept = [f"{TODAY + days(number)}.sqlite3" for number in range(3, 10)]
    others = ["2026-11-01.txt", "before-schema-2.sqlite3", "mine-2026-11-01.sqlite3"]
    assert names(tmp_path) == sorted(kept + others)
    assert [path.name for path in listed(tmp_path)] == kept[::-1]
    assert newest(tmp_path).name == kept[-1]


def test_a_copy_of_today_is_kept_though_the_clock_was_once_ahead(journal):
    for number in range(10, 17):
        journal.daily_copy(TODAY + days(number))
    today = journal.daily_copy(TODAY)
    assert today.exists()
    assert len(listed(today.parents[1])) == 7


def test_a_damaged_journal_replaces_no_copy(journal, tmp_path):
    """A copy of pages that do not belong together is found out before anything is let go."""
    for number in range(7):
        journal.daily_copy(TODAY + days(number))
    before = names(tmp_path)
    journal.close()
    sql(tmp_path / FILE, "CREATE TABLE filler AS SELECT * FROM events, topic_state, meta")
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    with pytest.raises(DamagedError, match="doctor"):
        daily(tmp_path / FILE, TODAY + days(8))
    assert names(tmp_path) == before


def test_a_rest_of_a_killed_copy_is_no_copy_and_in_nobodys_way(journal, tmp_path):
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "2026-11-22.sqlite3.part").write_bytes(b"half")
    assert listed(tmp_path) == []
    journal.daily_copy(TODAY)
    assert names(tmp_path) == ["2026-11-22.sqlite3"]


def test_a_copy_that_cannot_be_put_in_place_leaves_the_one_before(journal, tmp_path):
    target = tmp_path / "copies"
    target.write_text("in the way")
    with pytest.raises(FolderError, match="is a file"):
        journal.daily_copy(TODAY)
    assert target.read_text() == "in the way"


def test_answers_are_recorded_while_a_copy_is_made(journal, tmp_path, monkeypatch):
    monkeypatch.setattr(copies, "PAGES", 1)
    journal.record(recalled(1, text="x" * 2_000_000))
    events = [recalled(number) for number in range(2, 12)]
    with ThreadPoolExecutor(2) as pool:
        copy = pool.submit(journal.daily_copy, TODAY)
        for event in events:
            journal.record(event)
        made = copy.result()
    assert journal.events()[2:] == events
    with closing(sqlite3.connect(made)) as connection:
        assert copies.faults(connection) == []
        assert connection.execute("SELECT count(*) FROM events").fetchone()[0] >= 2


def test_a_copy_of_nothing_is_an_error(tmp_path):
    with pytest.raises(Exception, match=FILE) as caught:
        copy_database(tmp_path / FILE, tmp_path / "copy.sqlite3")
    assert "cannot be opened" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
