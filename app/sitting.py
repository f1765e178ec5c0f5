"""The way through a mock exam and through cramming: from screen to screen, and back into them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.words import count
from flashcards.cards import Topic
from flashcards.dates import moment_words
from flashcards.events import Purpose
from flashcards.mock import Sitting, begun

if TYPE_CHECKING:
    from textual.screen import Screen

    from app.app import StudyApp


def mock_exam(app: StudyApp) -> None:
    """Set one up; where one was begun today and not finished, ask first."""
    from app.screens.mock import MockSetupScreen
    from app.screens.notice import AskScreen

    if not app.may_write():
        return
    sitting = begun(app.study)
    if sitting is None:
        app.push_screen(MockSetupScreen())
        return
    unfinished = sitting

    def decided(on: bool | None) -> None:
        if on:
            go_on(app, unfinished)
        else:
            app.push_screen(MockSetupScreen())

    when = moment_words(sitting.moment, app.study.moment())
    topics = count(len(sitting.drafts), "topic")
    what = f"{topics} left to check" if sitting.handed_in else topics
    question = f"You began a mock exam {when} and did not finish it ({what})."
    app.push_screen(AskScreen("Mock exam", question, "go on with it", "set up another"), decided)


def go_on(app: StudyApp, sitting: Sitting, *, instead: bool = False) -> None:
    """To what comes next in a mock exam: the writing, the next check, or the report.

    Args:
        app: the program.
        sitting: the exam as it stands.
        instead: whether the screen that is open makes way.
    """
    from app.screens.mock_report import MockReportScreen
    from app.screens.mock_writing import MockWritingScreen

    screen: Screen[None]
    if not sitting.handed_in:
        screen = MockWritingScreen(sitting, app.study.deck)
    elif sitting.to_check:
        draft = sitting.to_check[0]
        topic = app.study.deck.topic(draft.topic)
        if topic is not None:
            app.open_check(topic, draft, instead=instead)
        return
    else:
        screen = MockReportScreen(sitting)
    if instead:
        app.switch_screen(screen)
    else:
        app.push_screen(screen)


def cram(app: StudyApp, topics: Iterable[Topic] = ()) -> None:
    """Cram these topics one after the other, or choose some first."""
    from app.screens.cram import CramScreen

    app.cramming = list(topics)
    if not app.may_write():
        return
    if app.cramming:
        cram_next(app)
    else:
        app.push_screen(CramScreen())


def cram_next(app: StudyApp, *, instead: bool = False) -> None:
    """The next topic that she chose to cram."""
    app.study_topic(app.cramming.pop(0), instead=instead, purpose=Purpose.CRAM)
