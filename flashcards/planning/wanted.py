"""What a learner asks an exam to be, read and judged: the exam, or a sentence why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from flashcards.dates import long_date, past_day
from flashcards.deck import Deck
from flashcards.names import NoTopicError, topic_named
from flashcards.planning.exams import MINUTES_MAX, NAME, REACH, Exam

FEWEST = 5
"""Minutes a day that are offered to those who asked for less than one."""


class Refused(Exception):  # noqa: N818
    """Something that was asked for cannot be planned for.

    Attributes:
        nearest: an exam that is near to what was asked and can be planned for, if there is one.
        offer: what is different about it, to come after *the plan*: ``with 5 minutes a day``.
    """

    def __init__(self, sentence: str, nearest: Exam | None = None, offer: str = "") -> None:
        super().__init__(sentence)
        self.nearest = nearest
        self.offer = offer


class Wanted(Struct, frozen=True):
    """An exam as it was typed.

    Attributes:
        day: ``2027-02-12``.
        minutes: a day; empty for the usual.
        topics: what topics go by, any number in a text, commas between; none for the whole course.
        name: what the exam is called; empty where there is but one.
        off: days without study, any number in a text, commas or spaces between.
    """

    day: str
    minutes: str = ""
    topics: Sequence[str] = ()
    name: str = ""
    off: Sequence[str] = ()


def exam_of(wanted: Wanted, deck: Deck, today: date) -> Exam:
    """The exam that was described.

    Args:
        wanted: as it was typed.
        deck: where its topics are.
        today: the study day.

    Raises:
        Refused: it cannot be planned for.
    """
    minutes = _minutes(wanted.minutes)
    exam = Exam(
        date=_day(wanted.day, today),
        name=_name(wanted.name),
        minutes=minutes or 0,
        topics=tuple(_topics(deck, wanted.topics)),
        days_off=tuple(sorted({_day(each, today) for each in _parts(wanted.off, spaces=True)})),
    )
    _check_minutes(exam, minutes, today)
    _check_date(exam, today)
    return exam


def with_exam(exams: Sequence[Exam], exam: Exam, instead: str = "") -> tuple[Exam, ...]:
    """All exams in order, with this one in the place of the one of its name.

    Args:
        exams: as they are set.
        exam: the one to be kept.
        instead: the name of another one that makes way.
    """
    gone = {exam.name.casefold(), instead.casefold()}
    others = [each for each in exams if each.name.casefold() not in gone]
    return tuple(sorted([*others, exam], key=lambda each: (each.date, each.name)))


def without_exam(exams: Sequence[Exam], name: str) -> tuple[Exam, ...]:
    """All but the exam of that name.

    Raises:
        Refused: there is none.
    """
    called = " ".join(name.split())
    left = tuple(each for each in exams if each.name.casefold() != called.casefold())
    if len(left) == len(exams):
        there = ", ".join(each.name for each in exams) or "none"
        raise Refused(f"There is no exam called {called!r}. There is: {there}.")
    return left


# -- reading -----------------------------------------------------------------------------------


def _name(text: str) -> str:
    called = " ".join(text.split()) or (NAME if not text else "")
    if not called or not called.isprintable():
        raise Refused("An exam's name is a few words.")
    return called


def _minutes(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return int(text)
    except ValueError:
        raise Refused(f"{text.strip()!r} is no number of minutes; write one such as 20.") from None


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        example = (today + timedelta(days=30)).isoformat()
        raise Refused(f"{text!r} is no date; write year, month and day as {example}.") from None


def _parts(texts: Sequence[str], *, spaces: bool = False) -> Iterator[str]:
    """Every name once, in the order in which they are written."""
    cut = (text.replace(" ", ",") if spaces else text for text in texts)
    parts = (part.strip() for text in cut for part in text.split(","))
    return (part for part in dict.fromkeys(parts) if part)


def _topics(deck: Deck, names: Sequence[str]) -> Iterator[str]:
    for name in _parts(names):
        try:
            topic = topic_named(deck, name)
            yield topic.id if deck.topic(topic.id) is topic else topic.key
        except NoTopicError as error:
            raise Refused(str(error)) from None


# -- judging -----------------------------------------------------------------------------------


def _check_minutes(exam: Exam, minutes: int | None, today: date) -> None:
    if minutes is None or 1 <= minutes <= MINUTES_MAX:
        return
    nearest = FEWEST if minutes < 1 else MINUTES_MAX
    raise Refused(
        f"A plan needs 1 to {MINUTES_MAX} minutes a day, not {minutes}.",
        _on_a_day_ahead(replace(exam, minutes=nearest), today),
        f"with {nearest}",
    )


def _check_date(exam: Exam, today: date) -> None:
    days = (exam.date - today).days
    if 0 < days <= REACH:
        return
    nearest = _on_a_day_ahead(exam, today)
    when = f"{long_date(nearest.date)} {nearest.date.year}"
    if days > 0:
        raise Refused(
            f"{exam.date.isoformat()} is {days:,} days away, and a plan reaches {REACH} days; "
            "until then the usual schedule serves you.",
            nearest,
            f"for {when}",
        )
    reason = (
        "The exam is today: what is recalled now moves nothing any more."
        if days == 0
        else f"{exam.date.isoformat()} has passed ({past_day(exam.date, today)})."
    )
    raise Refused(reason, nearest, f"for tomorrow, {when}")


def _on_a_day_ahead(exam: Exam, today: date) -> Exam:
    """The same exam on the nearest day that can be planned for."""
    days = min(max((exam.date - today).days, 1), REACH)
    return replace(exam, date=today + timedelta(days=days))
