from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashcards.doctor import examine, mend
from flashcards.fold import fold
from flashcards.journal import Journal
from flashcards.store.errors import DamagedError, JournalError, LockedError
from flashcards.store.migrations import newest_schema
from flashcards.store.storage import FILE
from tests.flashcards.histories import TODAY, days
from tests.flashcards.journal_samples import (
    ONE,
    TWO,
    draft,
    drilled,
    evening,
    held,
    interrupt,
    recalled,
    sql,
    unix,
)


@pytest.fixture
def home(tmp_path):
    """A journal with all kinds of rows, and a copy from before its last two recalls."""
    with Journal.open(tmp_path / "home") as journal:
        journal.record(recalled(0))
        journal.record(recalled(1, TWO))
        journal.record(drilled(1))
        journal.undo(evening(1))
        journal.daily_copy(TODAY)
        journal.record(recalled(3))
        journal.record(recalled(9))
        journal.save_draft(draft(9))
    return tmp_path / "home"


def codes(folder: Path) -> list[str]:
    """What the doctor finds wrong."""
    return [finding.code for finding in examine(folder).faults]


def told(folder: Path) -> str:
    return "\n".join(examine(folder).lines())


def damage(file: Path) -> bytes:
    """Make a page of the file unreadable; returns what the file is then."""
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    file.write_bytes(content)
    return bytes(content)


# -- examining -------------------------------------------------------------------------------------


def test_a_sound_journal_is_healthy_and_untouched(home):
    before = (home / FILE).read_bytes()
    report = examine(home)
    assert report.healthy
    assert not report.damaged
    assert not report.mendable
    assert (report.events, report.topics) == (6, 2)
    assert report.copies == ("2026-11-22.sqlite3",)
    assert [finding.code for finding in report.findings] == [
        *("file", "integrity", "schema", "references", "events", "undos", "memory", "drafts"),
        "copies",
    ]
    assert all(line.startswith("ok ") for line in report.lines())
    assert (home / FILE).read_bytes() == before


def test_it_can_be_examined_while_a_window_has_it_open(home):
    with Journal.open(home) as journal:
        assert examine(home).healthy
        journal.record(recalled(20))
        assert examine(home).healthy


@unix
def test_what_a_killed_writer_left_is_no_fault(home):
    interrupt(home)
    assert examine(home).healthy
    assert examine(home).events == 6


def test_there_may_be_nothing_yet(tmp_path):
    report = examine(tmp_path / "nowhere")
    assert report.healthy
    assert "does not exist yet" in told(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "meddle",
    [
        "DELETE FROM topic_state",
        "UPDATE topic_state SET state = 'nonsense'",
        "UPDATE topic_state SET state = replace(state, 'yes', 'no')",
        "UPDATE topic_state SET state = replace(state, '\"recalls\":3', '\"recalls\":2')",
        "INSERT INTO topic_state SELECT 'course/never', rules, state FROM topic_state LIMIT 1",
    ],
)
def test_a_memory_that_does_not_follow_from_the_events_is_found_and_mended(home, meddle):
    sql(home / FILE, meddle)
    report = examine(home)
    assert codes(home) == ["memory"]
    assert report.mendable
    meddled = sql(home / FILE, "SELECT * FROM topic_state")
    done = mend(home)
    assert examine(home).healthy
    copy = home / "copies" / "before-mend-1.sqlite3"
    assert str(copy) in done[0]
    assert sql(copy, "SELECT * FROM topic_state") == meddled
    with Journal.open(home) as journal:
        assert journal.memories() == fold(journal.events())


def test_the_last_digits_of_another_machine_are_no_fault(home):
    with Journal.open(home) as journal:
        memory = journal.memories()[ONE]
        points = {
            id_: replace(point, stability=point.stability * (1 + 1e-15))
            for id_, point in memory.points.items()
        }
        with journal._storage.write() as connection:
            journal._keep(connection, ONE, replace(memory, points=points))
        assert journal.memories() != fold(journal.events())
    assert examine(home).healthy


def test_every_mend_keeps_a_copy_of_its_own(home):
    for number in (1, 2):
        sql(home / FILE, "DELETE FROM topic_state")
        mend(home)
        assert (home / "copies" / f"before-mend-{number}.sqlite3").exists()


def test_nothing_is_mended_where_nothing_is_wrong(home):
    before = sorted(path.name for path in home.rglob("*"))
    assert mend(home) == ("There is nothing to mend.",)
    assert sorted(path.name for path in home.rglob("*")) == before


def test_nothing_is_mended_while_a_window_is_at_work(home):
    sql(home / FILE, "DELETE FROM topic_state")
    with Journal.open(home), pytest.raises(LockedError, match="Another window"):
        mend(home)
    assert codes(home) == ["memory"]


@pytest.mark.parametrize(
    ("meddle", "code"),
    [
        ("UPDATE events SET topic = 'course/three' WHERE kind = 'undone'", "undos"),
        ("UPDATE drafts SET data = '{}'", "drafts"),
        (f"PRAGMA user_version = {newest_schema() + 1}", "schema"),
    ],
)
def test_what_cannot_be_mended_is_said_and_left(home, meddle, code):
    sql(home / FILE, meddle)
    before = (home / FILE).read_bytes()
    assert code in codes(home)
    with pytest.raises(JournalError, match="Nothing was changed"):
        mend(home)
    assert (home / FILE).read_bytes() == before


def test_an_undo_that_names_nothing_takes_nothing_back(home):
    sql(home / FILE, "UPDATE events SET undoes = 'unknown' WHERE kind = 'undone'")
    assert codes(home) == ["references", "undos", "memory"]
    mend(home)
    assert codes(home) == ["references", "undos"]
    with Journal.open(home) as journal:
        assert journal.memories() == fold(journal.events())


def test_many_faults_of_a_kind_are_counted_and_not_all_told(home):
    with Journal.open(home) as journal:
        journal.extend(recalled(20 + number) for number in range(10))
    sql(home / FILE, "UPDATE events SET data = '' WHERE kind = 'recalled'")
    (finding,) = (finding for finding in examine(home).faults if finding.code == "events")
    assert finding.message.count("cannot be read") == 3
    assert "11 more" in finding.message


def test_a_journal_of_an_older_version_is_healthy(home, monkeypatch):
    monkeypatch.setattr("flashcards.store.migrations.STEPS", (lambda database: None,))
    assert examine(home).healthy
    assert "older version" in told(home)
    assert sql(home / FILE, "PRAGMA user_version") == [(1,)]


def test_a_database_that_is_held_is_not_called_damaged(home, monkeypatch):
    monkeypatch.setattr("flashcards.store.database.PATIENCE", 0.05)
    with held(home / FILE):
        report = examine(home)
        assert [finding.code for finding in report.faults] == ["access"]
        assert not report.damaged
        with pytest.raises(JournalError, match="Another program"):
            mend(home, restore=True)
    assert examine(home).healthy


def test_a_damaged_copy_is_found(home):
    damage(home / "copies" / "2026-11-22.sqlite3")
    assert codes(home) == ["copies"]


# -- restoring -------------------------------------------------------------------------------------


def test_a_damaged_journal_is_left_until_she_asks(home):
    content = damage(home / FILE)
    report = examine(home)
    assert report.damaged
    assert not report.mendable
    with pytest.raises(DamagedError, match="--restore"):
        mend(home)
    assert (home / FILE).read_bytes() == content
    assert not list(home.glob("damaged-*"))


def test_she_goes_on_from_the_newest_sound_copy_and_the_damaged_file_is_kept(home):
    with Journal.open(home) as journal:
        journal.daily_copy(TODAY + days(9))
    newest = home / "copies" / f"{TODAY + days(9)}.sqlite3"
    damage(newest)
    (home / FILE).write_bytes(content := b"garbage" * 999)
    done = mend(home, restore=True)
    assert str(home / "damaged-1.sqlite3") in done[0]
    assert (home / "damaged-1.sqlite3").read_bytes() == content
    with Journal.open(home) as journal:
        assert len(journal.events()) == 4
        journal.record(recalled(20))
    assert codes(home) == ["copies"]
    newest.unlink()
    assert examine(home).healthy


def test_what_is_newer_than_the_copy_and_can_be_read_is_added(home):
    """An index that is not in order is damage, yet every event can still be read."""
    with Journal.open(home) as journal:
        before = journal.events()
        unfinished = journal.drafts()
    ((root,),) = sql(home / FILE, "SELECT rootpage FROM sqlite_master WHERE name = 'events_day'")
    content = bytearray((home / FILE).read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    (home / FILE).write_bytes(content)
    assert examine(home).damaged
    done = mend(home, restore=True)
    assert "2 newer events" in done[2]
    with Journal.open(home) as journal:
        assert journal.events() == before
        assert journal.memories() == fold(before)
        assert len(unfinished) == 2
        assert journal.drafts() == unfinished[1:]
    assert examine(home).healthy


def test_events_on_both_sides_of_an_unreadable_page_are_added(home):
    with Journal.open(home) as journal:
        journal.extend(recalled(20 + number, text="x" * 1000) for number in range(60))
        total = len(journal.events())
    size = (home / FILE).stat().st_size
    content = bytearray((home / FILE).read_bytes())
    middle = size // 4096 // 2 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    (home / FILE).write_bytes(content)
    mend(home, restore=True)
    with Journal.open(home) as journal:
        happened = journal.events()
        assert total - 10 < len(happened) < total
        assert journal.memories() == fold(happened)
        moments = [event.moment.at for event in happened[4:]]
        assert moments == sorted(moments)


def test_a_journal_that_is_gone_is_restored(home):
    (home / FILE).unlink()
    assert codes(home) == ["file"]
    assert len(mend(home, restore=True)) == 1
    assert examine(home).healthy


def test_one_unreadable_event_is_restored_from_the_copy(home):
    with Journal.open(home) as journal:
        before = journal.events()
    sql(home / FILE, "UPDATE events SET data = '{' WHERE seq = 1")
    assert codes(home)[0] == "events"
    mend(home, restore=True)
    with Journal.open(home) as journal:
        assert journal.events() == before


def test_an_undo_of_what_can_no_longer_be_read_is_left_out(home):
    with Journal.open(home) as journal:
        journal.undo(evening(10))
        before = journal.events()
    taken_back = before[-1].undone
    sql(home / FILE, "UPDATE events SET data = '{' WHERE id = ?", taken_back)
    mend(home, restore=True)
    with Journal.open(home) as journal:
        assert journal.events() == before[:-2]
    assert examine(home).healthy


def test_without_a_sound_copy_nothing_is_changed(home):
    shutil.rmtree(home / "copies")
    content = damage(home / FILE)
    with pytest.raises(DamagedError, match="no sound copy"):
        mend(home, restore=True)
    assert (home / FILE).read_bytes() == content


def test_nothing_is_restored_under_a_window_at_work(home):
    with Journal.open(home):
        content = damage(home / FILE)
        with pytest.raises(LockedError, match="Another window"):
            mend(home, restore=True)
        assert (home / FILE).read_bytes() == content
