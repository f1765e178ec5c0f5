"""When she studied: minutes by day, and a streak that a planned day off does not break."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from flashcards.dates import WEEKDAYS
from flashcards.events import Drilled, Happening, Read, Recalled
from flashcards.progress.forecast import PAST
from flashcards.progress.tables import StudyDay, Time
from flashcards.schedule import SECONDS_A_POINT
from flashcards.settings import Settings

DAY: Final = timedelta(1)


class DaysOff(Struct, frozen=True):
    """Days that she has planned not to study on.

    Attributes:
        weekdays: 0 for Monday to 6 for Sunday.
        dates: single days.
    """

    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return day.weekday() in self.weekdays or day in self.dates


def time_spent(events: Iterable[Happening], today: date, off: DaysOff) -> Time:
    """Minutes by day, and how many study days there are in a row.

    Args:
        events: those that stand.
        today: the study day.
        off: planned days off.
    """
    seconds: dict[date, float] = {}
    recalls: dict[date, int] = {}
    for event in events:
        if not isinstance(event, Recalled | Read | Drilled):
            continue
        day = event.moment.day
        seconds[day] = seconds.get(day, 0.0) + _seconds(event)
        recalls[day] = recalls.get(day, 0) + isinstance(event, Recalled)
    days = tuple(
        StudyDay(day, seconds.get(day, 0.0) / 60, recalls.get(day, 0))
        for day in (today - back * DAY for back in range(PAST, -1, -1))
    )
    return Time(
        days=days,
        minutes=sum(seconds.values()) / 60,
        study_days=len(seconds),
        streak=streak(seconds, today, off),
        longest=longest(sorted(seconds), off),
    )


def _seconds(event: Recalled | Read | Drilled) -> float:
    """Writing was timed; a check or a drill takes about as long a point as the plan reckons."""
    if isinstance(event, Recalled):
        return max(0.0, event.seconds) + SECONDS_A_POINT * len(event.answers)
    return SECONDS_A_POINT if isinstance(event, Drilled) else 0.0


def streak(studied: Collection[date], today: date, off: DaysOff) -> int:
    """Study days in a row up to today.

    Days off on which she did not study neither count nor break it, and today breaks nothing as
    long as it lasts. Study days that lie ahead, because the clock was set back, do not count.
    """
    count, day = 0, today
    first = min(studied, default=today)
    while day >= first:
        if day in studied:
            count += 1
        elif day != today and not off.holds(day):
            break
        if day == date.min:
            break
        day -= DAY
    return count


def longest(studied: Sequence[date], off: DaysOff) -> int:
    """The most study days in a row that there ever were.

    Args:
        studied: ascending, each once.
        off: planned days off.
    """
    best = run = 0
    before: date | None = None
    for day in studied:
        joined = before is not None and _only_off(before, day, off)
        run = run + 1 if joined else 1
        best, before = max(best, run), day
    return best


def _only_off(before: date, day: date, off: DaysOff) -> bool:
    """Whether all days between two are days off."""
    gap = range(1, (day - before).days)
    return all(off.holds(before + n * DAY) for n in gap)


def days_off(settings: Settings) -> DaysOff:
    """The days off that she has set, every week and before each exam."""
    return DaysOff(
        frozenset(n for n, name in enumerate(WEEKDAYS) if name.lower() in settings.days_off),
        frozenset(day for exam in settings.exams for day in exam.days_off),
    )
