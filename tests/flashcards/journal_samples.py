"""Recalls, drafts and journals for the tests of the journal and its parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from flashcards.clock import Moment
from flashcards.events import Answer, Draft, Drilled, Read, Recalled
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
