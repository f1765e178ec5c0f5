"""``flashcards exam`` and ``flashcards plan``: what to be ready for, and the way there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from app.output import say, write_json, write_lines

if TYPE_CHECKING:
    from msgspec import Struct

    from flashcards.planning.exams import Exam
    from flashcards.planning.wanted import Wanted
    from flashcards.study import Study


Value = TypeVar("Value", bound="Struct")


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
    from flashcards.planning.wanted import Refused, Wanted, without_exam

    study = _open()
    try:
        if remove is not None:
            _change(study, without_exam(study.settings.exams, remove))
        elif day is None:
            _refuse_alone(minutes, topics, name, off)
        else:
            at = "" if minutes is None else str(minutes)
            _keep(study, Wanted(day, at, topics, name or "", off))
    except Refused as refused:
        not_kept = f" This is the plan {refused.offer}; it is not kept." if refused.nearest else ""
        code = say(f"{refused}{not_kept}")
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


# -- what is kept ---------------------------------------------------------------------------------


def _refuse_alone(
    minutes: int | None, topics: Sequence[str], name: str | None, off: Sequence[str]
) -> None:
    from flashcards.planning.wanted import Refused

    if minutes is not None or topics or name or off:
        raise Refused("On which day is the exam? Write: flashcards exam 2027-02-12 --minutes 20")


def _keep(study: Study, wanted: Wanted) -> None:
    """Into the settings, in the place of one of the same name."""
    from flashcards.planning.wanted import exam_of, with_exam

    exam = exam_of(wanted, study.deck, study.moment().day)
    _change(study, with_exam(study.settings.exams, exam))


def _changed(value: Value, **fields: object) -> Value:
    """The value with other fields; what does it is imported only where it is needed."""
    from msgspec.structs import replace

    return replace(value, **fields)


def _change(study: Study, exams: tuple[Exam, ...]) -> None:
    from flashcards.planning.wanted import Refused

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
