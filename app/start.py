"""Opening the learner's study: settings, deck, journal, clock; and every way this can fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.output import say
from flashcards import settings as settings_file
from flashcards.changes import Change, look
from flashcards.clock import PRETEND, StudyClock
from flashcards.deck import bundled_content
from flashcards.journal import Journal, JournalError
from flashcards.packs import load_all
from flashcards.places import Places, places
from flashcards.renames import names_of
from flashcards.study import Study

if TYPE_CHECKING:
    from app.app import StudyApp


class StartError(Exception):
    """A sentence that says why the program cannot open, and what to do."""


def open_study(where: Places | None = None, *, write: bool = True) -> Study:
    """Put a study together from this system's own places.

    Args:
        where: the learner's folders; by default the system's.
        write: whether to become the one that writes; a command that only looks passes False.

    Raises:
        StartError: something is missing or broken; the message says what to do.
    """
    where = where or places()
    settings, problems = settings_file.load(where.settings)
    try:
        clock = StudyClock.from_environment()
    except ValueError as error:
        raise StartError(str(error)) from None
    deck, missing = load_all(bundled_content(), where.data, where.cache)
    if not deck.topics:
        raise StartError("The course has no topic that can be read. Run: flashcards check")
    try:
        names = names_of(deck.topics)
        journal = Journal.open(where.data, write=write, clock=clock, names=names)
    except JournalError as error:
        raise StartError(str(error)) from None
    day = clock.moment().day
    notes, changes = look(where.data, deck, day, keep=write and not journal.read_only)
    notices = (*(problem.message for problem in problems), *missing, *map(_changed, changes))
    if journal.own.trouble:
        notices += (journal.own.trouble,)
    if clock.moved:
        notices += (f"The clock is set by {PRETEND}; answers are kept under that date.",)
    return Study(deck, journal, settings, clock, where.settings, notices, notes)


def _changed(change: Change) -> str:
    return f"The pack {change.pack} has changed: {change.words}."


def open_app(topic: str | None = None, *, first: Callable[[StudyApp], object] | None = None) -> int:
    """Run the terminal program.

    Args:
        topic: what a topic to open at once goes by, or None for the home screen.
        first: what to open at once instead.

    Returns:
        The exit code: 0, or 1 where it could not open.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return say(
            "flashcards draws on a terminal, and this is none. "
            "For plain lines use: flashcards study --plain"
        )
    try:
        study = open_study()
    except StartError as error:
        return say(str(error))
    if topic is not None:
        from flashcards.names import NoTopicError, topic_named

        try:
            topic = topic_named(study.deck, topic).key
        except NoTopicError as error:
            study.journal.close()
            return say(str(error))
    from app.app import StudyApp

    at_home = topic is None and first is None
    app = StudyApp(study, topic, opening=study.journal.fresh and at_home, first=first)
    try:
        app.run()
    finally:
        study.journal.close()
    return 0 if app.fault is None else say(report(app.fault))


def report(fault: Exception) -> str:
    """Keep the details of a fault of ours in a file, and say where."""
    from traceback import format_exception

    file = places().cache / "fault.txt"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(format_exception(fault)), "utf-8")
    except OSError:
        return f"flashcards met a fault of its own ({fault!r}).\nYour answers are saved."
    return (
        "flashcards met a fault of its own and had to stop. Your answers are saved.\n"
        f"Please report what is in this file:\n{file}"
    )
