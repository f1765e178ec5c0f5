"""A full disk, a folder that cannot be written, a file that is held or damaged: nothing is lost."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from flashcards.journal import Journal
from flashcards.store import database, lock
from flashcards.store.errors import (
    DamagedError,
    DiskError,
    FolderError,
    FullDiskError,
    JournalError,
    LockedError,
    NewerJournalError,
    NotWritableError,
    ReadOnlyError,
)
from flashcards.store.migrations import newest_schema
from flashcards.store.storage import FILE, LOCK
from tests.flashcards.histories import TODAY
from tests.flashcards.journal_samples import draft, evening, held, recalled, sql

SENTENCE = re.compile(r"[A-Z/].*[.]")
"""What a learner is told begins and ends like a sentence, or begins with a path."""


@contextmanager
def tells(kind: type[JournalError], words: str = ""):
    """The error is of that kind, and a sentence in which those words are."""
    with pytest.raises(kind) as caught:
        yield caught
    assert type(caught.value) is kind
    assert words in str(caught.value)
    if os.name != "nt":
        assert SENTENCE.fullmatch(str(caught.value))


@pytest.fixture
def home(tmp_path):
    """A folder with a journal in it, of one recall, and a draft."""
    with Journal.open(tmp_path / "home") as journal:
        journal.record(recalled(0))
        journal.save_draft(draft(1))
    return tmp_path / "home"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of half a megabyte."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(mounted)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount a small file system")
    yield mounted
    subprocess.run(["umount", str(mounted)], check=True)


def fill(filler: Path) -> None:
    """Write a file until not a byte more has room."""
    with filler.open("wb", buffering=0) as file:
        for size in (4096, 1):
            with suppress(OSError):
                while file.write(b"0" * size):
                    pass


# -- a full disk -----------------------------------------------------------------------------------


def test_on_a_full_disk_an_answer_waits_and_is_then_recorded(small_disk):
    with Journal.open(small_disk) as journal:
        journal.record(recalled(0))
        filler = small_disk / "filler"
        fill(filler)
        before = journal.events(), journal.memories()
        event, unfinished = recalled(5, text="x" * 50_000), draft(6, text="y" * 50_000)
        for _ in range(2):
            with tells(FullDiskError, "room"):
                journal.record(event)
            with tells(FullDiskError, "room"):
                journal.save_draft(unfinished)
        assert (journal.events(), journal.memories()) == before
        filler.unlink()
        journal.record(event)
        journal.save_draft(unfinished)
        assert journal.events()[1:] == [event]
        assert journal.drafts() == [unfinished]


def test_a_copy_that_finds_no_room_leaves_the_journal_and_no_rest(small_disk):
    with Journal.open(small_disk) as journal:
        journal.record(recalled(0, text="x" * 300_000))
        with tells(FullDiskError, str(TODAY)):
            journal.daily_copy(TODAY)
        assert list((small_disk / "copies").iterdir()) == []
        assert len(journal.events()) == 1


def test_where_a_database_may_not_grow_the_same_record_works_later(home):
    with Journal.open(home) as journal:
        connection = journal._storage._opened()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
        event = recalled(5, text="x" * 50_000)
        with tells(FullDiskError, "room"):
            journal.record(event)
        connection.execute("PRAGMA max_page_count = 100000").fetchall()
        journal.record(event)
        journal.record(event)
        assert journal.events()[1:] == [event]


WITH_A_LIMIT = """
import pathlib, resource, sys
from flashcards.journal import Journal
from flashcards.store.errors import JournalError
from tests.flashcards.journal_samples import recalled
journal = Journal.open(pathlib.Path(sys.argv[1]))
event = recalled(5, id="later", text="x" * 200_000)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    journal.record(event)
except JournalError as error:
    print(type(error).__name__)
print(len(journal.events()))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.record(event)
print(len(journal.events()))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no files")
def test_where_the_system_limits_files_the_same_record_works_later(home):
    done = subprocess.run(
        [sys.executable, "-c", WITH_A_LIMIT, str(home)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["DiskError", "1", "2"]


# -- folders and files that cannot be written ------------------------------------------------------


@contextmanager
def unwritable(folder: Path):
    """A folder in which nothing can be made or changed, for root too."""
    if os.name == "nt":
        pytest.skip("folders have no such mode on Windows")
    if os.geteuid():
        for path in (*folder.iterdir(), folder):
            path.chmod(path.stat().st_mode & ~0o222)
        yield
        for path in (folder, *folder.iterdir()):
            path.chmod(path.stat().st_mode | 0o200)
        return
    bind = ["mount", "--bind", str(folder), str(folder)]
    again = ["mount", "-o", "remount,ro,bind", str(folder)]
    try:
        subprocess.run(bind, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the right to mount")
    try:
        subprocess.run(again, check=True, capture_output=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_journal_in_a_read_only_folder_can_be_read(home):
    with unwritable(home), Journal.open(home) as journal:
        assert journal.read_only
        assert "cannot be written" in journal.why_read_only
        assert "FLASHCARDS_HOME" in journal.why_read_only
        assert len(journal.memories()) == len(journal.events()) == len(journal.drafts()) == 1
        with tells(ReadOnlyError, "FLASHCARDS_HOME"):
            journal.record(recalled(5))
        assert not journal.take_over()
        assert journal.daily_copy(TODAY) is None
    with Journal.open(home) as journal:
        assert not journal.read_only


def test_no_journal_can_be_made_in_a_read_only_folder(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    with unwritable(folder):
        with tells(NotWritableError, "FLASHCARDS_HOME"):
            Journal.open(folder)
        with tells(NotWritableError, "FLASHCARDS_HOME"):
            Journal.open(folder / "deeper")


def test_a_read_only_file_can_be_read(home, monkeypatch):
    # Root may write anywhere, so the system's answer is put in its mouth.
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != FILE)
    with Journal.open(home) as journal:
        assert journal.read_only
        assert FILE in journal.why_read_only


def test_a_place_that_is_a_file_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with tells(FolderError, "is a file"):
        Journal.open(tmp_path / "file")
    if os.name != "nt":
        with tells(FolderError, "is a file"):
            Journal.open(tmp_path / "file" / "deeper")


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path):
    (tmp_path / FILE).mkdir()
    with tells(NotWritableError, FILE):
        Journal.open(tmp_path)


def test_a_file_system_without_locks_is_said_and_read(home, monkeypatch):
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with Journal.open(home) as journal:
        assert journal.read_only
        assert "file locks" in journal.why_read_only
        assert len(journal.events()) == 1


# -- a database that somebody else holds -----------------------------------------------------------


def test_a_held_database_is_said_and_the_same_record_works_later(home, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    event = recalled(5)
    with Journal.open(home) as journal:
        with held(home / FILE):
            with tells(LockedError, "Another program"):
                journal.record(event)
            with tells(LockedError, "Another program"):
                journal.memories()
            with tells(LockedError, "Another program"):
                journal.daily_copy(TODAY)
            with tells(LockedError, "Another program"):
                Journal.open(home, write=False)
        journal.record(event)
        assert journal.events()[1:] == [event]


def test_a_held_database_cannot_be_opened_and_the_lock_is_free_again(home, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with held(home / FILE), tells(LockedError, "Another program"):
        Journal.open(home)
    with Journal.open(home) as journal:
        assert not journal.read_only


# -- a damaged database ----------------------------------------------------------------------------


def garbage(content: bytes) -> bytes:
    return b"\x00\xffnonsense" * (len(content) // 10)


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def header_lost(content: bytes) -> bytes:
    return b"X" * 16 + content[16:]


def first_page_lost(content: bytes) -> bytes:
    return content[:100] + b"\xff" * 3996 + content[4096:]


def emptied(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "damage", [garbage, truncated, header_lost, first_page_lost, emptied], ids=lambda f: f.__name__
)
@pytest.mark.parametrize("write", [True, False])
def test_a_damaged_database_is_left_as_it_is(home, damage, write):
    file = home / FILE
    with Journal.open(home) as journal:
        copy = journal.daily_copy(TODAY)
    content = damage(file.read_bytes())
    file.write_bytes(content)
    with tells(DamagedError, "flashcards doctor") as caught:
        Journal.open(home, write=write).memories()
    assert str(copy) in str(caught.value)
    assert file.read_bytes() == content
    assert {path.name for path in home.iterdir()} == {FILE, LOCK, "copies"}
    assert lock.WriterLock(home / LOCK).acquire()


def test_a_file_of_no_length_and_no_copies_is_a_new_journal(tmp_path):
    (tmp_path / FILE).touch()
    with Journal.open(tmp_path) as journal:
        journal.record(recalled(0))


def test_a_journal_that_is_gone_is_not_begun_anew_while_there_are_copies(home):
    with Journal.open(home) as journal:
        journal.daily_copy(TODAY)
    (home / FILE).unlink()
    with tells(DamagedError, "--restore"):
        Journal.open(home)
    assert not (home / FILE).exists()


def test_another_programs_database_is_not_touched(tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.execute("CREATE TABLE recipes (name)")
        other.commit()
    content = (tmp_path / FILE).read_bytes()
    with tells(DamagedError, "another program"):
        Journal.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_newer_journal_is_not_touched(home):
    sql(home / FILE, f"PRAGMA user_version = {newest_schema() + 1}")
    content = (home / FILE).read_bytes()
    for write in (True, False):
        with tells(NewerJournalError, "Update the program"):
            Journal.open(home, write=write)
    assert (home / FILE).read_bytes() == content


def test_one_event_that_cannot_be_read_is_named_and_the_rest_goes_on(home):
    with Journal.open(home) as journal:
        event = recalled(5)
        journal.record(event)
        sql(home / FILE, "UPDATE events SET data = '{' WHERE id = ?", event.id)
        with tells(DamagedError, event.id):
            journal.events()
        with tells(DamagedError, event.id):
            journal.undo(evening(5))
        assert len(journal.memories()) == 1
        journal.record(recalled(9))
        assert len(journal.attempts(limit=1)) == 1


def test_a_disk_that_fails_is_said(home, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "mkdir", fail)
    with tells(DiskError, "Input/output error"):
        Journal.open(home)


@pytest.mark.parametrize("name", ["with space", "100%", "a?b#c", "ü — σ", "q'uote"])
def test_any_name_of_a_folder_will_do(tmp_path, name):
    if os.name == "nt" and "?" in name:
        pytest.skip("Windows allows no question mark in a name")
    with Journal.open(tmp_path / name) as journal:
        journal.record(recalled(0))
        assert journal.daily_copy(TODAY) == tmp_path / name / "copies" / f"{TODAY}.sqlite3"
    with Journal.open(tmp_path / name, write=False) as journal:
        assert len(journal.events()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have only names in UTF-8")
def test_a_folder_whose_name_is_no_text_will_do(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe"))
    with Journal.open(folder) as journal:
        journal.record(recalled(0))
    assert (folder / FILE).exists()
