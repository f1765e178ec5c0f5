from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from flashcards import ids
from flashcards.ids import new_id


def test_an_id_is_a_uuid_of_version_7():
    made = UUID(new_id())
    assert (made.version, made.variant) == (7, RFC_4122)


def test_its_first_48_bits_are_milliseconds():
    before = time.time_ns() // 1_000_000
    milli = UUID(new_id()).int >> 80
    assert before <= milli <= time.time_ns() // 1_000_000


def test_ids_of_later_microseconds_sort_later(monkeypatch):
    made = []
    for nanoseconds in range(1_763_800_000_999_900_000, 1_763_800_001_000_200_000, 1_000):
        monkeypatch.setattr(ids.time, "time_ns", lambda now=nanoseconds: now)
        made.append(new_id())
    assert made == sorted(made)


def test_no_two_ids_of_one_moment_are_equal(monkeypatch):
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_763_800_000_000_000_000)
    assert len({new_id() for _ in range(1000)}) == 1000
