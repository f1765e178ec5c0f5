"""Streak, days off, minutes."""

from __future__ import annotations

from datetime import date

import pytest

from flashcards.events import Answer, Drilled, Event, Predicted
from flashcards.planning.exams import Exam
from flashcards.progress.times import DaysOff, days_off, longest, streak, time_spent
from flashcards.settings import Settings
from tests.flashcards.histories import TODAY, days, moment, read, recall

YES = Answer.YES
NONE = DaysOff()
SUNDAYS = DaysOff(weekdays=frozenset({6}))


def before(*back: int) -> list[date]:
    return [TODAY - days(n) for n in back]


@pytest.mark.parametrize(
    ("back", "off", "found"),
    [
        ((), NONE, 0),
        ((0,), NONE, 1),
        ((1, 2, 3), NONE, 3),  # today is still open
        ((0, 1, 2), NONE, 3),
        ((0, 2), NONE, 1),
        ((2, 3), NONE, 0),
        ((0, 2), DaysOff(dates=frozenset(before(1))), 2),  # a day off neither counts nor breaks
        ((1, 3), DaysOff(dates=frozenset(before(2))), 2),
        ((0, 1, 2), DaysOff(dates=frozenset(before(1))), 3),  # studied all the same
        ((0, 4), DaysOff(dates=frozenset(before(1, 2))), 1),
    ],
)
def test_the_streak(back: tuple[int, ...], off: DaysOff, found: int) -> None:
    assert streak(before(*back), TODAY, off) == found


def test_every_sunday_off() -> None:
    # TODAY is a Sunday; two weeks of Monday to Saturday lie behind it.
    studied = [day for day in before(*range(1, 15)) if day.weekday() != 6]
    assert streak(studied, TODAY, SUNDAYS) == 12
    assert streak(studied, TODAY, NONE) == 6
    assert longest(sorted(studied), SUNDAYS) == 12
    assert longest(sorted(studied), NONE) == 6


def test_days_ahead_do_not_count() -> None:
    assert streak([TODAY + days(1), TODAY], TODAY, NONE) == 1


def test_a_week_of_days_off_ends() -> None:
    always = DaysOff(weekdays=frozenset(range(7)))
    assert streak([TODAY - days(4000)], TODAY, always) == 1
    assert streak([], TODAY, always) == 0


def test_minutes_of_a_day() -> None:
    now = moment(TODAY)
    events: list[Event] = [
        recall("1", now, {"a": YES, "b": YES}),  # 90 s of writing, two points
        Drilled("2", "d", now, "p/one", "a", YES),
        read("3", moment(TODAY - days(1))),
        Predicted("4", "d", moment(TODAY - days(2)), "p/one", "", "m", "q", "g", True, "b"),
    ]
    found = time_spent([event for event in events if not hasattr(event, "undone")], TODAY, NONE)
    assert found.days[-1].minutes == pytest.approx((90 + 20 + 10) / 60)
    assert found.days[-1].recalls == 1
    assert found.study_days == 2  # a reading is study, a prediction is not
    assert found.streak == 2


def test_days_off_are_those_of_the_settings() -> None:
    exam = Exam(TODAY + days(30), days_off=(TODAY - days(1),))
    found = days_off(Settings(days_off=("sunday",), exams=(exam,)))
    assert found == DaysOff(frozenset({6}), frozenset({TODAY - days(1)}))
