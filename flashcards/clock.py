"""The one place that knows what time it is, and which study day that makes it.

A study day turns at 04:00 on the learner's own clock, so that an evening that runs past midnight
is still one evening.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol

from msgspec import Struct

TURN_OF_DAY = timedelta(hours=4)
"""How long after midnight, by the wall clock, a new study day begins."""

PRETEND = "FLASHCARDS_NOW"
"""Environment variable that moves the clock, for tests and for trying things out."""


def study_day(local: datetime) -> date:
    """The study day of a local wall-clock time.

    The offset is left out on purpose: 04:00 is 04:00 also in the night of a clock change.
    """
    return (local.replace(tzinfo=None) - TURN_OF_DAY).date()


class Moment(Struct, frozen=True):
    """A moment as the journal keeps it, fixed once and never recomputed.

    Attributes:
        at: the time in UTC, aware.
        offset: minutes that the learner's clock was ahead of UTC.
        day: the study day that it was for her.
    """

    at: datetime
    offset: int
    day: date

    @property
    def local(self) -> datetime:
        """The wall-clock time that she saw, without a zone."""
        return (self.at + timedelta(minutes=self.offset)).replace(tzinfo=None)

    @classmethod
    def of(cls, aware: datetime) -> Moment:
        """The moment of an aware datetime; its zone is taken as the learner's.

        Raises:
            ValueError: the datetime has no zone.
        """
        offset = aware.utcoffset()
        if offset is None:
            raise ValueError(f"{aware} has no time zone")
        return cls(aware.astimezone(UTC), int(offset.total_seconds() // 60), study_day(aware))


class Clock(Protocol):
    """What the program asks of a clock."""

    def moment(self) -> Moment:
        """The moment it is now."""

    def monotonic(self) -> float:
        """Seconds that only ever grow, for timing a recall."""


class StudyClock(Struct, frozen=True):
    """The system's clock, moved by a fixed amount where one is pretended.

    Attributes:
        moved: how far the clock is ahead of the system's.
        zone: another zone than the system's, or None.
    """

    moved: timedelta = timedelta()
    zone: tzinfo | None = None

    def moment(self) -> Moment:
        """The moment it is now."""
        return Moment.of((datetime.now(UTC) + self.moved).astimezone(self.zone))

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    @classmethod
    def from_environment(cls) -> StudyClock:
        """The system's clock, or one that starts at the ISO date and time in ``FLASHCARDS_NOW``.

        An offset that is written there is the zone of that clock.

        Raises:
            ValueError: the variable holds something that is not a date and time.
        """
        pretended = os.environ.get(PRETEND)
        if not pretended:
            return cls()
        try:
            start = datetime.fromisoformat(pretended)
        except ValueError:
            raise ValueError(
                f"{PRETEND} is {pretended!r}; it takes a date and time such as 2026-11-23T09:00."
            ) from None
        return cls(start.astimezone() - datetime.now(UTC), start.tzinfo)
