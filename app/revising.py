"""``flashcards exam`` and ``flashcards plan``: what to be ready for, and the way there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from app.output import say, write_json, write_lines

if TYPE_CHECKING:
    from msgspec import Struct

    from flashcards.exam import Exam
    from flashcards.study import Study


Value = TypeVar("Value", bound="Struct")


class Refused(Exception):  # noqa: N818
    """Something that was asked for cannot be kept.

    Attributes:
        nearest: an exam that is near to what was asked and can be planned for, if there is one.
    """

    def __init__(self, sentence: str, nearest: Exam | None = None) -> None:
        super().__init__(sentence)
        self.nearest = nearest


@click.command(name="exam")
@click.argument("day", metavar="[DATE]", required=False)
@click.option("--minutes", type=int, metavar="N", help="Minutes a day until then.")
@click.option(
    "--topics",
    multiple=True,
    metavar="TOPIC",
    help="Only these; commas between, or repeated.",
)
@click.option("--name", default=None, help="What the exam is called, where there are several.")
@click.option("--off", multiple=True, metavar="DATE", help="A day without study; may be repeated.")
@click.option("--remove", metavar="NAME", help="Forget the exam of that name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def exam(
    day: str | None,
    minutes: int | None,
    topics: tuple[str, ...],
    name: str | None,
    off: tuple[str, ...],
    remove: str | None,
    as_json: bool,
) -> None:
    """Plan for an exam, or list those that are planned for.

    DATE is a day such as 2027-02-12. Until then the plan takes the place of the usual schedule: it
    ranks topics by what a recall adds on the day of the exam, and meets new ones as fast as your
    minutes allow. After the exam the usual schedule is back. Setting an exam of the same name again
    changes it.

    \b
      flashcards exam 2027-02-12 --minutes 20
      flashcards exam 2027-02-12 --name retake --topics pooling,ranef
      flashcards exam 2027-02-12 --off 2027-01-01 --off 2027-01-02
      flashcards exam --remove retake

    What cannot be planned for is refused with a sentence, and the nearest plan is shown and not
    kept.

    \b
    --json: without DATE {"exams": [{"name", "date", "days_left", "minutes",
    "topics", "days_off"}]}, else what flashcards plan --json prints.
    """
    study = _open()
    try:
        if remove is not None:
            _forget(study, remove)
        elif day is None:
            _refuse_alone(minutes, topics, name, off)
        else:
            _keep(study, _asked(study, day, minutes, topics, name, off))
    except Refused as refused:
        code = say(str(refused))
        if refused.nearest is not None:
            _show_nearest(study, refused.nearest, as_json=as_json)
        sys.exit(code)
    if day is None or remove is not None:
        from app.plan_lines import exams_json, exams_lines

        write_json(exams_json(study)) if as_json else write_lines(exams_lines(study))
    else:
        _show(study, as_json=as_json)


@click.command(name="plan")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def plan_command(as_json: bool) -> None:
    """The plan until the exam, and what you will know then.

    For every topic: the share of its points you will probably recall with the plan, with the range
    that holds eight of ten outcomes; with the usual schedule; and without any more study.

    \b
    --json: {"days": [{"day", "off", "budget", "minutes", "tasks":
    [{"topic", "title", "kind", "minutes"}]}], "exams": [{"name", "date",
    "days_left", "with_plan", "low", "high", "usual", "stopped", "answered",
    "points", "basis", "notes", "topics": [{"topic", "title", "with_plan",
    "low", "high", "usual", "stopped", "recalls"}]}]}
    """
    _show(_open(), as_json=as_json)


# -- what is asked for ----------------------------------------------------------------------------


def _asked(
    study: Study,
    day: str,
    minutes: int | None,
    topics: Sequence[str],
    name: str | None,
    off: Sequence[str],
) -> Exam:
    """The exam that was described.

    Raises:
        Refused: it cannot be planned for.
    """
    from flashcards.exam import Exam
    from flashcards.planning.exams import NAME

    called = " ".join((name or NAME).split())
    if not called or not called.isprintable():
        raise Refused("An exam's name is a few words.")
    wanted = Exam(
        date=_day(day, study.moment().day),
        name=called,
        minutes=minutes or 0,
        topics=tuple(_topics(study, topics)),
        days_off=tuple(sorted({_day(each, study.moment().day) for each in off})),
    )
    _check_minutes(study, wanted, minutes)
    _check_date(study, wanted)
    return wanted


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        example = (today + timedelta(days=30)).isoformat()
        raise Refused(f"{text!r} is no date; write year, month and day as {example}.") from None


def _topics(study: Study, names: Sequence[str]) -> Iterator[str]:
    from flashcards.names import NoTopicError, topic_named

    for name in dict.fromkeys(part.strip() for each in names for part in each.split(",")):
        if not name:
            continue
        try:
            yield topic_named(study.deck, name).id
        except NoTopicError as error:
            raise Refused(str(error)) from None


def _check_minutes(study: Study, wanted: Exam, minutes: int | None) -> None:
    from flashcards.planning.exams import MINUTES_MAX

    if minutes is None or 1 <= minutes <= MINUTES_MAX:
        return
    nearest = 5 if minutes < 1 else MINUTES_MAX
    raise Refused(
        f"A plan needs 1 to {MINUTES_MAX} minutes a day, not {minutes}. "
        f"This is the plan with {nearest}; it is not kept.",
        _on_a_day_ahead(study, _changed(wanted, minutes=nearest)),
    )


def _check_date(study: Study, wanted: Exam) -> None:
    from flashcards.dates import long_date, past_day
    from flashcards.exam import REACH

    today = study.moment().day
    days = (wanted.date - today).days
    if 0 < days <= REACH:
        return
    nearest = _on_a_day_ahead(study, wanted)
    until = f"{long_date(nearest.date)} {nearest.date.year}"
    if days == 0:
        raise Refused(
            "The exam is today: what is recalled now moves nothing any more. "
            f"This is the plan for tomorrow, {until}; it is not kept.",
            nearest,
        )
    if days < 0:
        raise Refused(
            f"{wanted.date.isoformat()} has passed ({past_day(wanted.date, today)}). "
            f"This is the plan for tomorrow, {until}; it is not kept.",
            nearest,
        )
    raise Refused(
        f"{wanted.date.isoformat()} is {days:,} days away, and a plan reaches {REACH} days. "
        f"This is the plan for {until}; it is not kept. Until then the usual schedule serves you.",
        nearest,
    )


def _on_a_day_ahead(study: Study, wanted: Exam) -> Exam:
    """The same exam on the nearest day that can be planned for."""
    from flashcards.exam import REACH

    today = study.moment().day
    days = min(max((wanted.date - today).days, 1), REACH)
    return _changed(wanted, date=today + timedelta(days=days))


def _refuse_alone(
    minutes: int | None, topics: Sequence[str], name: str | None, off: Sequence[str]
) -> None:
    if minutes is not None or topics or name or off:
        raise Refused("On which day is the exam? Write: flashcards exam 2027-02-12 --minutes 20")


# -- what is kept ---------------------------------------------------------------------------------


def _keep(study: Study, wanted: Exam) -> None:
    """Into the settings, in the place of one of the same name."""
    others = [each for each in study.settings.exams if each.name != wanted.name]
    _change(study, tuple(sorted([*others, wanted], key=lambda each: (each.date, each.name))))


def _forget(study: Study, name: str) -> None:
    exams = study.settings.exams
    called = " ".join(name.split())
    left = tuple(each for each in exams if each.name.casefold() != called.casefold())
    if len(left) == len(exams):
        there = ", ".join(each.name for each in exams) or "none"
        raise Refused(f"There is no exam called {called!r}. There is: {there}.")
    _change(study, left)


def _changed(value: Value, **fields: object) -> Value:
    """The value with other fields; what does it is imported only where it is needed."""
    from msgspec.structs import replace

    return replace(value, **fields)


def _change(study: Study, exams: tuple[Exam, ...]) -> None:
    try:
        study.change_settings(_changed(study.settings, exams=exams))
    except OSError as error:
        raise Refused(
            f"The exam could not be kept: {study.settings_file} cannot be written "
            f"({error.strerror})."
        ) from None


# -- what is shown --------------------------------------------------------------------------------


def _show_nearest(study: Study, nearest: Exam, *, as_json: bool) -> None:
    """The plan for an exam as if it were the only one; nothing is kept."""
    study.settings = _changed(study.settings, exams=(nearest,))
    _show(study, as_json=as_json)


def _show(study: Study, *, as_json: bool) -> None:
    from app.plan_lines import plan_json, plan_lines

    made = study.exam_plan()
    if as_json:
        write_json(plan_json(study, made))
    else:
        write_lines(plan_lines(study, made))


def _open() -> Study:
    """A study that only looks at the journal; or the end of the program with a sentence."""
    from app.start import StartError, open_study

    try:
        opened = open_study(write=False)
    except StartError as error:
        sys.exit(say(str(error)))
    click.get_current_context().call_on_close(opened.journal.close)
    return opened
