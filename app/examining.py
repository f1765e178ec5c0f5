"""``flashcards mock`` and ``flashcards cram``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.output import say

if TYPE_CHECKING:
    from app.app import StudyApp


@click.command()
def mock() -> None:
    """Sit a mock exam: several topics in one time, without hints.

    The topics are drawn at random, or chosen; the time is for all of them together. Afterwards you
    check each against its key points, and get a report that can be kept as a Markdown file. Whether
    it moves the schedule is chosen before it starts. It needs a screen.
    """
    from app.sitting import mock_exam
    from app.start import open_app

    sys.exit(open_app(first=mock_exam))


@click.command()
@click.argument("topic", nargs=-1)
@click.option("--plain", is_flag=True, help="Plain lines instead of screens; needs a TOPIC.")
@click.option("--speak", is_flag=True, help="With --plain: formulas in words, for listening.")
def cram(topic: tuple[str, ...], plain: bool, speak: bool) -> None:
    """Recall any topic at any time; the schedule stays as it is.

    TOPIC is a title, the beginning of one, an id, or its number in the course; without one you
    choose on the screen. It is the usual recall and check, logged as cramming.
    """
    name = " ".join(topic)
    if not plain:
        from app.start import open_app

        sys.exit(open_app(first=lambda app: _open(app, name)))
    if not name:
        sys.exit(say("Which topic? For example: flashcards cram 5 --plain"))
    from app.plain_session import run
    from app.start import StartError, open_study
    from flashcards.events import Purpose

    try:
        study = open_study()
    except StartError as error:
        sys.exit(say(str(error)))
    sys.exit(run(study, name, speak=speak, purpose=Purpose.CRAM))


def _open(app: StudyApp, name: str) -> None:
    """The topic that was named, or the choice of some."""
    from app.sitting import cram as start
    from flashcards.names import NoTopicError, topic_named

    try:
        start(app, [topic_named(app.study.deck, name)] if name else [])
    except NoTopicError as error:
        app.notify(str(error), severity="warning")
