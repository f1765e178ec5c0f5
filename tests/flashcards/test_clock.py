"""A study day turns at four by the learner's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from flashcards.clock import Moment, StudyClock, study_day


@pytest.mark.parametrize(
    ("local", "day"),
    [
        (datetime(2026, 11, 22, 23, 59), date(2026, 11, 22)),
        (datetime(2026, 11, 23, 0, 30), date(2026, 11, 22)),
        (datetime(2026, 11, 23, 3, 59, 59), date(2026, 11, 22)),
        (datetime(2026, 11, 23, 4, 0), date(2026, 11, 23)),
        (datetime(2028, 3, 1, 2, 0), date(2028, 2, 29)),
        (datetime(2027, 1, 1, 1, 0), date(2026, 12, 31)),
    ],
)
def test_the_day_turns_at_four(local: datetime, day: date) -> None:
    assert study_day(local) == day


@pytest.mark.parametrize("zone", ["Europe/London", "America/St_Johns", "Australia/Lord_Howe"])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5)])
def test_a_night_of_a_clock_change_turns_at_four_too(zone: str, day: date) -> None:
    before = datetime(day.year, day.month, day.day, 3, 59, tzinfo=ZoneInfo(zone))
    after = datetime(day.year, day.month, day.day, 4, 0, tzinfo=ZoneInfo(zone))
    assert Moment.of(before).day == day - timedelta(days=1)
    assert Moment.of(after).day == day


def test_a_moment_keeps_what_she_saw_on_the_clock() -> None:
    moment = Moment.of(datetime(2026, 11, 22, 14, 2, tzinfo=timezone(timedelta(hours=5.75))))
    assert moment.at == datetime(2026, 11, 22, 8, 17, tzinfo=UTC)
    assert moment.offset == 345
    assert moment.local == datetime(2026, 11, 22, 14, 2)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Moment.of(datetime(2026, 11, 22, 14, 2))


def test_the_clock_can_be_moved_for_a_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_NOW", "2031-05-06T09:30:00+00:00")
    moment = StudyClock.from_environment().moment()
    assert abs(moment.at - datetime(2031, 5, 6, 9, 30, tzinfo=UTC)) < timedelta(minutes=1)
    monkeypatch.setenv("FLASHCARDS_NOW", "2031-05-06T23:30:00-09:00")
    far = StudyClock.from_environment().moment()
    assert (far.local.hour, far.day) == (23, date(2031, 5, 6))
    assert far.offset == -540
    monkeypatch.setenv("FLASHCARDS_NOW", "")
    assert StudyClock.from_environment() == StudyClock()


def test_a_wrong_date_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_NOW", "next tuesday")
    with pytest.raises(ValueError, match="'next tuesday'; it takes a date and time such as"):
        StudyClock.from_environment()
