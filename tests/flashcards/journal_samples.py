"""Recalls, drafts and journals for the tests of the journal and its parts."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flashcards.clock import Moment
from flashcards.events import Answer, Draft, Drilled, Read, Recalled
from flashcards.store.storage import FILE
from tests.flashcards.histories import TODAY, days, moment

ONE, TWO = "course/one", "course/two"
DEVICE = "device"

_ids = count(1)


def some_id() -> str:
    return f"id-{next(_ids)}"


def evening(number: int) -> Moment:
    """The evening of the so-manieth day."""
    return moment(TODAY + days(number))


def recalled(
    number: int = 0,
    topic: str = ONE,
    answers: Mapping[str, Answer] | None = None,
    **other: Any,
) -> Recalled:
    """A recall on the so-manieth evening."""
    values: dict[str, Any] = {
        "id": some_id(),
        "device": DEVICE,
        "text": "an intercept for each group",
        "seconds": 93.5,
        "comfort": 4,
        "paper": False,
        "suggested": ("a",),
        "note": "forgot the slope",
        "content": "0123456789abcdef",
        "scheduler": "model",
    } | other
    given = {"a": Answer.YES, "b": Answer.NO} if answers is None else answers
    return Recalled(moment=evening(number), topic=topic, answers=given, **values)


def read(number: int = 0, topic: str = ONE) -> Read:
    return Read(some_id(), DEVICE, evening(number), topic)


def drilled(number: int = 0, topic: str = ONE, point: str = "b") -> Drilled:
    return Drilled(some_id(), DEVICE, evening(number), topic, point, Answer.YES)


def draft(number: int = 0, topic: str = ONE, **other: Any) -> Draft:
    values: dict[str, Any] = {"id": some_id(), "text": "half a", "seconds": 10.0, "left": 110.0}
    return Draft(moment=evening(number), topic=topic, **(values | other))


def sql(file: Path, statement: str, *values: Any) -> list[Any]:
    """Run one statement behind the journal's back."""
    with closing(sqlite3.connect(file)) as connection, connection:
        return connection.execute(statement, values).fetchall()


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program, such as a database browser, holds the database."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        try:
            assert other.stdout.readline() == b"held\n"
            yield
        finally:
            other.kill()


HALF_DONE = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("DELETE FROM events")
connection.executemany("INSERT INTO meta VALUES (?, ?)", [(str(n), "x" * 999) for n in range(99)])
os.kill(os.getpid(), signal.SIGKILL)
"""

unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")


def interrupt(folder: Path) -> None:
    """Leave a transaction half done, as a killed writer does."""
    subprocess.run([sys.executable, "-c", HALF_DONE, str(folder / FILE)], check=False)
    assert (folder / f"{FILE}-journal").exists()
