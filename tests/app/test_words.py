"""Counts in words."""

from __future__ import annotations

import pytest

from app.words import count


@pytest.mark.parametrize(
    ("number", "thing", "things", "words"),
    [
        (0, "point", "", "0 points"),
        (1, "point", "", "1 point"),
        (2, "point", "", "2 points"),
        (1, "reply", "replies", "1 reply"),
        (3, "reply", "replies", "3 replies"),
    ],
)
def test_one_thing_and_many_things(number: int, thing: str, things: str, words: str) -> None:
    assert count(number, thing, things) == words
