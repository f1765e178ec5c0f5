"""Days in words."""

from __future__ import annotations

from datetime import date

import pytest

from flashcards.dates import coming_day, past_day
from tests.flashcards.histories import TODAY, days


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (TODAY - days(1), "yesterday"),
        (TODAY - days(2), "on Friday"),
        (TODAY - days(3), "on Thursday"),
        (TODAY - days(6), "on Monday"),
        (TODAY - days(7), "on 15 Nov"),
        (date(2026, 1, 1), "on 1 Jan"),
        (date(2025, 12, 31), "on 31 Dec 2025"),
        (TODAY + days(3), "on 25 Nov"),
        (date(2027, 2, 3), "on 3 Feb 2027"),
    ],
)
def test_past_day(day: date, words: str) -> None:
    assert past_day(day, TODAY) == words


def test_new_year_is_not_far_from_old_year() -> None:
    assert past_day(date(2026, 12, 30), date(2027, 1, 2)) == "on Wednesday"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY - days(40), "today"),
        (TODAY, "today"),
        (TODAY + days(1), "tomorrow"),
        (TODAY + days(4), "on Thursday"),
        (TODAY + days(6), "on Saturday"),
        (TODAY + days(7), "on 29 Nov"),
        (date(2027, 1, 1), "on 1 Jan 2027"),
        (date(2126, 11, 22), "on 22 Nov 2126"),
    ],
)
def test_coming_day(day: date, words: str) -> None:
    assert coming_day(day, TODAY) == words
