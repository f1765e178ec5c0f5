from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from flashcards.store import lock
from flashcards.store.lock import WriterLock

KEEP = """
import pathlib, sys
from flashcards.store.lock import WriterLock
held = WriterLock(pathlib.Path(sys.argv[1]))
print(held.acquire(), flush=True)
sys.stdin.read()
"""


def test_one_at_a_time(tmp_path):
    one, other = WriterLock(tmp_path / "lock"), WriterLock(tmp_path / "lock")
    assert one.acquire()
    assert one.acquire()
    assert not other.acquire()
    assert (one.held, other.held) == (True, False)
    one.release()
    one.release()
    assert other.acquire()
    other.release()


def test_the_system_takes_it_from_a_killed_process(tmp_path):
    file = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", KEEP, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"True"
        mine = WriterLock(file)
        assert not mine.acquire()
        holder.kill()
        holder.wait()
        assert mine.acquire()
        mine.release()


def test_the_file_stays(tmp_path):
    held = WriterLock(tmp_path / "lock")
    held.acquire()
    held.release()
    assert (tmp_path / "lock").exists()


def test_a_file_system_without_locks_is_an_error_and_not_a_lock(tmp_path, monkeypatch):
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    held = WriterLock(tmp_path / "lock")
    with pytest.raises(OSError, match="No locks"):
        held.acquire()
    assert not held.held


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork")
def test_a_child_that_inherited_it_does_not_keep_it(tmp_path):
    held = WriterLock(tmp_path / "lock")
    held.acquire()
    assert held._descriptor is not None
    os.set_inheritable(held._descriptor, True)
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False
    ) as child:
        held.release()
        other = WriterLock(tmp_path / "lock")
        assert other.acquire()
        other.release()
        child.communicate(b"\n")
