"""The way of one answer: comfort, recall, card, check, and another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from textual.widgets import Input, TextArea

from app.app import StudyApp
from app.screens.comfort import ComfortScreen
from app.screens.done import DoneScreen
from app.screens.drill import DrillScreen
from app.screens.home import HomeScreen
from app.screens.recall import RecallScreen
from app.screens.reveal import RevealScreen
from app.screens.topic import TopicScreen
from app.widgets.checklist import Checklist
from flashcards.events import Answer, Drilled, Read, Recalled
from flashcards.journal import JournalError
from flashcards.planning.exams import Exam
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall, settle, shown, write

SIZE = (120, 36)
FIRST = "lm-to-lmer/simple-regression"

Start = Callable[[], StudyApp]


def points(study: Study) -> int:
    """How many key points the first topic has."""
    topic = study.deck.topic(FIRST)
    assert topic is not None
    return len(topic.key_points)


async def test_a_first_answer_goes_all_the_way(start: Start, study: Study, clock: Clock) -> None:
    async with start().run_test(size=SIZE) as pilot:
        assert "needs nothing before it" in shown(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ComfortScreen)
        await pilot.press("4")
        assert isinstance(pilot.app.screen, RecallScreen)
        assert "2:00" in shown(pilot)
        await write(pilot, "lm(y ~ x)")
        clock.pass_seconds(65)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, RevealScreen)
        count = points(study)
        await pilot.press(*"yynp", *["y"] * (count - 4))
        await pilot.press("tab")
        await write(pilot, "the slope")
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, DoneScreen)
        assert f"{count - 2} of {count} points recalled" in shown(pilot)
    (event,) = study.journal.events()
    assert isinstance(event, Recalled)
    assert event.text == "lm(y ~ x)"
    assert (event.seconds, event.comfort, event.note) == (65.0, 4, "the slope")
    first = [Answer.YES, Answer.YES, Answer.NO, Answer.PARTLY]
    assert list(event.answers.values()) == [*first, *[Answer.YES] * (count - 4)]
    assert "command" in event.suggested
    assert study.journal.drafts() == []


async def test_what_was_missed_is_asked_after_the_recall_and_not_before(
    start: Start, study: Study, clock: Clock
) -> None:
    recall(study, FIRST, Answer.NO, note="the residual!")
    topic = study.deck.topic(FIRST)
    assert topic is not None
    clock.pass_days(4)
    async with start().run_test(size=SIZE) as pilot:
        assert f"1 of {points(study)} points missed on Sunday" in shown(pilot)
        await pilot.press("enter")
        await pilot.press("2")
        for _ in range(2):
            assert "residual!" not in shown(pilot)
            assert "a line plus a residual" not in shown(pilot)
        await write(pilot, "something")
        await pilot.press("ctrl+s")
        assert "missed on Sunday" in shown(pilot)
        assert "the residual!" in shown(pilot)
        await pilot.press("y")
        assert "missed on Sunday, here now" in shown(pilot)


async def test_no_point_of_a_topic_is_shown_before_its_recall(
    start: Start, study: Study, clock: Clock
) -> None:
    recall(study, FIRST, Answer.NO, Answer.NO)
    clock.pass_days(3)
    topic = study.deck.topic(FIRST)
    assert topic is not None
    asks = [point.ask.split("$")[0][:24] for point in topic.key_points]
    async with start().run_test(size=SIZE) as pilot:
        for keys in ([], ["enter"], ["3"]):
            await pilot.press(*keys)
            text = shown(pilot)
            assert "removes the intercept" not in text
            assert "one source of random" not in text
            assert not any(ask in text for ask in asks if len(ask) > 12)


async def test_leaving_keeps_the_text_and_the_time_that_was_left(
    start: Start, study: Study, clock: Clock
) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "3")
        await write(pilot, "half a thought")
        clock.pass_seconds(30)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await settle(pilot)
    assert list(study.journal.events()) == []
    clock.pass_seconds(3600)
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, RecallScreen)
        assert pilot.app.screen.query_one(TextArea).text == "half a thought"
        assert "1:30" in shown(pilot)


async def test_an_older_text_is_kept_and_the_recall_starts_anew(
    start: Start, study: Study, clock: Clock
) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "3")
        await write(pilot, "from sunday")
        await pilot.press("escape")
    clock.pass_days(1)
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ComfortScreen)
        assert "You began this yesterday and did not finish (2 words)" in shown(pilot)
        assert "from sunday" not in shown(pilot)
        await pilot.press("v")
        assert "from sunday" in shown(pilot)
        await pilot.press("escape", "3")
        assert pilot.app.screen.query_one(TextArea).text == ""
        assert "2:00" in shown(pilot)
    assert [draft.text for draft in study.journal.drafts(FIRST)].count("from sunday") == 1


async def test_an_empty_page_handed_in_at_once_is_no_recall(
    start: Start, study: Study, clock: Clock
) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "3")
        clock.pass_seconds(9)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, HomeScreen)
    assert list(study.journal.events()) == []
    assert study.journal.drafts() == []


async def test_an_empty_page_after_trying_is_a_recall_of_nothing(
    start: Start, study: Study, clock: Clock
) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "1")
        clock.pass_seconds(11)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, RevealScreen)
        assert "You wrote nothing." in shown(pilot)


async def test_at_zero_the_text_stays_open(start: Start, clock: Clock) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "3")
        await write(pilot, "a")
        clock.pass_seconds(121)
        await pilot.pause(0.4)
        assert "time is up" in shown(pilot)
        await write(pilot, "b")
        assert pilot.app.screen.query_one(TextArea).text == "ab"
        await pilot.press("f3")
        assert "1:00" in shown(pilot)
        await pilot.press("f2")
        assert "paused" in shown(pilot)
        clock.pass_seconds(500)
        await pilot.press("f2")
        assert "1:00" in shown(pilot)


async def test_on_paper_there_is_the_clock_alone_and_nothing_is_suggested(
    start: Start, study: Study, clock: Clock
) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "w", "3")
        assert not pilot.app.screen.query(TextArea)
        assert "Write on paper" in shown(pilot)
        clock.pass_seconds(40)
        await pilot.press("ctrl+s")
        checklist = pilot.app.screen.query_one(Checklist)
        assert all(row.suggestion is None for row in checklist.rows)
        await pilot.press("enter")
        assert checklist.answers == {}
        for _ in range(points(study)):
            await pilot.press("home", *["down"] * len(checklist.answers), "y")
        await pilot.press("ctrl+s")
    (event,) = study.journal.events()
    assert isinstance(event, Recalled)
    assert event.paper
    assert event.suggested == ()


async def test_without_a_timer_none_runs(start: Start, clock: Clock) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "t")
        assert "without a timer" in shown(pilot)
        await pilot.press("3")
        clock.pass_seconds(1000)
        await pilot.pause(0.3)
        assert "no timer" in shown(pilot)
        assert "time is up" not in shown(pilot)


async def test_a_suggestion_is_taken_one_point_at_a_time(start: Start, study: Study) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "3")
        await write(pilot, "lm(y ~ x)")
        await pilot.press("ctrl+s")
        checklist = pilot.app.screen.query_one(Checklist)
        suggested = [row.point for row in checklist.rows if row.suggestion]
        assert 0 < len(suggested) < len(checklist.rows)
        await pilot.press("home", *["enter"] * len(checklist.rows))
        assert checklist.answers == dict.fromkeys(suggested, Answer.YES)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, RevealScreen)
    assert list(study.journal.events()) == []


async def test_a_tick_is_taken_back(start: Start) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "3")
        await write(pilot, "x")
        await pilot.press("ctrl+s", "y", "n", "u")
        checklist = pilot.app.screen.query_one(Checklist)
        assert list(checklist.answers.values()) == [Answer.YES]
        assert checklist.cursor == 1


async def test_undo_reopens_the_check_as_it_was_also_after_a_restart(
    start: Start, study: Study, clock: Clock
) -> None:
    recall(study, FIRST, Answer.NO, Answer.PARTLY, note="hm")
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("u")
        assert "Simple linear regression" in shown(pilot)
        await pilot.press("enter")
        screen = pilot.app.screen
        assert isinstance(screen, RevealScreen)
        answers = list(screen.query_one(Checklist).answers.values())
        assert answers == [Answer.NO, Answer.PARTLY, *[Answer.YES] * (points(study) - 2)]
        assert screen.query_one("#note", Input).value == "hm"
        assert screen.draft.text == "what I wrote before"
        await pilot.press("home", "y", "ctrl+s")
    assert next(iter(study.journal.attempts(FIRST)[0].answers.values())) is Answer.YES
    assert len(study.journal.attempts(FIRST)) == 1


async def test_a_new_card_can_be_read_first(start: Start, study: Study, clock: Clock) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "r")
        assert isinstance(pilot.app.screen, TopicScreen)
        await pilot.press("escape")
        assert shown(pilot).count("read\n") == 1
    (event,) = study.journal.events()
    assert isinstance(event, Read)
    clock.pass_days(1)
    async with start().run_test(size=SIZE) as pilot:
        assert "read yesterday; a recall" in shown(pilot)


async def test_drill_asks_until_each_point_is_recalled_once(start: Start, study: Study) -> None:
    recall(study, FIRST, Answer.NO, Answer.NO)
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("d", "d")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert "2 points to win back" in shown(pilot)
        await pilot.press("n")
        assert "2 points to win back" in shown(pilot)
        await pilot.press("enter", "n", "enter", "y")
        assert "1 point to win back" in shown(pilot)
        await pilot.press("enter", "y")
        assert isinstance(pilot.app.screen, DoneScreen)
    drilled = [event for event in study.journal.events() if isinstance(event, Drilled)]
    assert [event.answer for event in drilled] == [Answer.NO, Answer.YES, Answer.YES]
    assert drilled[0].point == drilled[2].point


async def test_an_answer_that_cannot_be_saved_stays_and_is_tried_again(
    start: Start, study: Study, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter", "3")
        await write(pilot, "precious")
        await pilot.press("ctrl+s", *["y"] * points(study))
        await settle(pilot)

        def full(*_: object) -> None:
            raise JournalError("The disk is full.")

        with monkeypatch.context() as broken:
            broken.setattr(study.journal, "record", full)
            await pilot.press("ctrl+s")
            assert "Not saved yet" in shown(pilot)
            assert "The disk is full." in shown(pilot)
            await pilot.press("c")
            assert pilot.app.clipboard == "precious"
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, RevealScreen)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, DoneScreen)
    assert study.journal.attempts(FIRST)[0].text == "precious"


async def test_a_second_recall_on_a_day_is_extra_and_says_so(
    start: Start, study: Study, clock: Clock
) -> None:
    recall(study, FIRST, Answer.NO)
    before = study.journal.memories()
    clock.pass_seconds(60)
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert "Recalled today: a recall now will not move the schedule." in shown(pilot)
        await pilot.press("5")
        await write(pilot, "again")
        await pilot.press("ctrl+s", *["y"] * points(study))
        assert "extra: the schedule stays as it is" in shown(pilot)
        await pilot.press("ctrl+s")
    assert len(study.journal.attempts(FIRST)) == 2
    assert study.journal.memories() == before


async def test_until_an_exam_the_check_promises_no_day_of_the_schedule(
    start: Start, study: Study
) -> None:
    exam = Exam(name="exam", date=study.moment().day + timedelta(days=9))
    study.settings = replace(study.settings, exams=(exam,))
    async with start().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter", "3")
        await write(pilot, "a line")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "back by the plan for the exam" in shown(pilot)
