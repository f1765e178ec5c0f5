"""An exam as she sets it, and how it stands in her settings file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

MINUTES_MAX = 600
REACH = 365
"""Days that a plan reaches at most; until an exam is nearer, the usual schedule holds."""

NAME = "exam"
"""What an exam is called that was given no name."""


class Exam(Struct, frozen=True):
    """A date to be ready for.

    Attributes:
        date: the study day of the exam.
        name: what she calls it.
        minutes: a day, for all study until then, 1 to 600; 0 for the usual.
        topics: ids of the topics that it asks for; none for the whole course.
        days_off: study days on which she will not study.
    """

    date: datetime.date
    name: str = NAME
    minutes: int = 0
    topics: tuple[str, ...] = ()
    days_off: tuple[datetime.date, ...] = ()

    @property
    def called(self) -> str:
        """Its name in a sentence: ``the exam``, or the name that she gave it."""
        return "the exam" if self.name == NAME else self.name


def read_exam(table: object) -> Exam:
    """An exam from a table of the settings file.

    Raises:
        ValueError: it is not one; the message says why, without a full stop.
    """
    if not isinstance(table, Mapping):
        raise ValueError("an exam is a table that begins with [[exams]]")
    unknown = [key for key in table if key not in Exam.__struct_fields__]
    if unknown:
        raise ValueError(f"an exam has no {unknown[0]}")
    return Exam(
        date=_day(table.get("date"), "date"),
        name=_name(table.get("name", NAME)),
        minutes=_minutes(table.get("minutes", 0)),
        topics=tuple(map(_topic, _listed(table, "topics"))),
        days_off=tuple(sorted({_day(day, "days_off") for day in _listed(table, "days_off")})),
    )


def exam_table(exam: Exam) -> dict[str, Any]:
    """The table of an exam; what is as usual is left out."""
    table: dict[str, Any] = {"name": exam.name, "date": exam.date}
    if exam.minutes:
        table["minutes"] = exam.minutes
    if exam.topics:
        table["topics"] = list(exam.topics)
    if exam.days_off:
        table["days_off"] = list(exam.days_off)
    return table


def _listed(table: Mapping[str, object], key: str) -> list[object]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"its {key} are a list in brackets")
    return value


def _day(value: object, what: str) -> datetime.date:
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"its {what} {value!r} is no date; write 2027-02-12") from None
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise ValueError(f"its {what} is a date such as 2027-02-12")
    return value


def _name(value: object) -> str:
    if (
        not isinstance(value, str)
        or not (name := " ".join(value.split()))
        or not name.isprintable()
    ):
        raise ValueError("its name is a few words in quotes")
    return name


def _minutes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MINUTES_MAX:
        raise ValueError(f"its minutes are a number from 1 to {MINUTES_MAX}")
    return value


def _topic(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("its topics are ids in quotes")
    return value
