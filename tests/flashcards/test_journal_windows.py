"""Two windows of the program on one journal: one writes, the other reads and may take over."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from flashcards.journal import Journal
from flashcards.store import storage
from flashcards.store.errors import LockedError, NotWritableError
from flashcards.store.lock import WriterLock
from flashcards.store.storage import ANOTHER, FILE, LOCK
from tests.flashcards.journal_samples import draft, interrupt, recalled, sql, unix

WINDOW = """
import pathlib, sys
from flashcards.journal import Journal
from tests.flashcards.journal_samples import recalled
journal = Journal.open(pathlib.Path(sys.argv[1]))
for line in sys.stdin:
    match line.split():
        case ["record", id]:
            journal.record(recalled(0, id=id))
        case ["close"]:
            journal.close()
    print(journal.read_only, flush=True)
"""


@contextmanager
def window(folder: Path):
    """Another window; a function that tells it what to do, and returns whether it only reads."""
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:

        def tell(what: str) -> bool:
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdin.write(f"{what}\n")
            other.stdin.flush()
            return other.stdout.readline() == "True\n"

        tell.kill = other.kill
        tell.wait = other.wait
        try:
            yield tell
        finally:
            other.kill()


def test_the_second_window_reads_what_the_first_writes(tmp_path):
    with window(tmp_path) as other:
        assert other("record one") is False
        with Journal.open(tmp_path) as journal:
            assert journal.read_only
            assert journal.why_read_only == ANOTHER
            assert [event.id for event in journal.events()] == ["one"]
            other("record two")
            assert [event.id for event in journal.events()] == ["one", "two"]
            assert journal.device == sql(tmp_path / FILE, "SELECT value FROM meta")[0][0]


def test_it_takes_over_once_the_first_has_left(tmp_path):
    with window(tmp_path) as other:
        other("record one")
        with Journal.open(tmp_path) as journal:
            assert not journal.take_over()
            assert journal.why_read_only == ANOTHER
            other("close")
            assert journal.take_over()
            assert journal.take_over()
            assert (journal.read_only, journal.why_read_only) == (False, "")
            journal.record(recalled(5))
            assert len(journal.events()) == 2


def test_it_takes_over_from_a_killed_one_and_loses_nothing(tmp_path):
    with window(tmp_path) as other:
        other("record one")
        with Journal.open(tmp_path) as journal:
            other.kill()
            other.wait()
            assert journal.take_over()
            journal.record(recalled(5))
            assert len(journal.events()) == 2


def test_of_two_readers_one_takes_over(tmp_path):
    with window(tmp_path) as other:
        other("record one")
        with Journal.open(tmp_path) as second, Journal.open(tmp_path) as third:
            other("close")
            assert second.take_over()
            assert not third.take_over()
            assert third.read_only
            second.record(recalled(5))
            assert len(third.events()) == 2


def test_a_look_does_not_keep_others_from_writing(tmp_path):
    with Journal.open(tmp_path) as journal:
        journal.record(recalled(0))
    with Journal.open(tmp_path, write=False) as look:
        assert look.read_only
        assert "reading" in look.why_read_only
        with Journal.open(tmp_path) as journal:
            assert not journal.read_only
            journal.record(recalled(5))
        assert len(look.events()) == 2


def test_a_first_look_makes_the_journal(tmp_path):
    with Journal.open(tmp_path, write=False) as look:
        assert look.events() == []
    with Journal.open(tmp_path) as journal:
        journal.record(recalled(0))


def test_a_window_waits_for_one_that_is_just_starting(tmp_path, monkeypatch):
    """The lock is held and there is nothing to read yet; then there is."""
    lock = WriterLock(tmp_path / LOCK)
    assert lock.acquire()

    def meanwhile(seconds: float) -> None:
        with Journal.open(tmp_path / "elsewhere") as elsewhere:
            elsewhere.record(recalled(0))
        (tmp_path / "elsewhere" / FILE).replace(tmp_path / FILE)

    monkeypatch.setattr(storage.time, "sleep", meanwhile)
    with Journal.open(tmp_path) as journal:
        assert journal.read_only
        assert len(journal.events()) == 1
    lock.release()


def test_but_not_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "START", 0.1)
    lock = WriterLock(tmp_path / LOCK)
    assert lock.acquire()
    with pytest.raises(NotWritableError, match="Another window"):
        Journal.open(tmp_path)
    lock.release()


# -- what a killed writer leaves -------------------------------------------------------------------


@unix
@pytest.mark.parametrize("write", [True, False])
def test_what_was_half_done_is_rolled_back_at_the_next_start(tmp_path, write):
    with Journal.open(tmp_path) as journal:
        journal.record(recalled(0))
        journal.save_draft(draft(5))
    interrupt(tmp_path)
    with Journal.open(tmp_path, write=write) as journal:
        assert len(journal.events()) == len(journal.drafts()) == 1
    assert not (tmp_path / f"{FILE}-journal").exists()


@unix
def test_a_reader_leaves_it_to_a_writer(tmp_path):
    with Journal.open(tmp_path) as journal:
        journal.record(recalled(0))
    with Journal.open(tmp_path, write=False) as reader:
        interrupt(tmp_path)
        half_done = (tmp_path / FILE).read_bytes()
        with pytest.raises(LockedError, match="Take over"):
            reader.events()
        assert (tmp_path / FILE).read_bytes() == half_done
        assert reader.take_over()
        assert len(reader.events()) == 1


@unix
def test_a_start_while_the_writer_is_being_killed_becomes_the_writer(tmp_path, monkeypatch):
    with Journal.open(tmp_path) as journal:
        journal.record(recalled(0))
    lock = WriterLock(tmp_path / LOCK)
    assert lock.acquire()
    interrupt(tmp_path)
    monkeypatch.setattr(storage.time, "sleep", lambda seconds: lock.release())
    with Journal.open(tmp_path) as journal:
        assert not journal.read_only
        assert len(journal.events()) == 1
