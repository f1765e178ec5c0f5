"""The map of the course, and what the session offers before a topic that failed twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import OptionList, Static

from app.app import StudyApp
from app.screens.comfort import ComfortScreen
from app.screens.done import DoneScreen
from app.screens.focus import FocusScreen
from app.screens.home import HomeScreen
from flashcards.deck import Deck
from flashcards.events import Answer
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import given_away, recall, rows, settle, shown, under_cursor

WIDE, NARROW, TINY = (120, 36), (80, 24), (44, 14)
NO, YES = Answer.NO, Answer.YES

Start = Callable[[], StudyApp]


def begun(study: Study, clock: Clock) -> None:
    """The second topic fails, the first one is old, the third is fresh."""
    one, two, three = (topic.key for topic in study.deck.topics[:3])
    clock.pass_days(-12)
    recall(study, one)
    clock.pass_days(2)
    recall(study, two, *[NO] * 9)
    clock.pass_days(3)
    recall(study, two, *[NO] * 9)
    clock.pass_days(6)
    recall(study, three)
    clock.pass_days(1)


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY])
async def test_before_the_first_recall(start: Start, course: Deck, size: tuple[int, int]) -> None:
    async with start().run_test(size=size) as pilot:
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FocusScreen)
        assert "Nothing is recalled yet" in shown(pilot)
        assert len(rows(pilot)) == len(course.topics)
        assert course.topics[0].title[:8] in under_cursor(pilot)
        await pilot.press("w", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_one_key_starts_at_the_weakest_link(
    start: Start, study: Study, clock: Clock, course: Deck, size: tuple[int, int]
) -> None:
    begun(study, clock)
    async with start().run_test(size=size) as pilot:
        await pilot.press("f")
        await settle(pilot)
        assert course.topics[1].title in under_cursor(pilot)
        assert "weakest link" in under_cursor(pilot)
        assert "were missed last time" in shown(pilot)
        assert not given_away(shown(pilot), course.topics[1], course)
        await pilot.press("enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ComfortScreen)
        assert screen.topic == course.topics[1]


async def test_any_topic_of_the_map_can_be_studied(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    begun(study, clock)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("f")
        await settle(pilot)
        await pilot.press("home")
        await pilot.pause()
        assert "Opens" in str(pilot.app.screen.query_one("#link", Static).content)
        await pilot.press("w")
        assert "weakest link" in under_cursor(pilot)
        await pilot.press("up", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ComfortScreen)
        assert pilot.app.screen.topic == course.topics[0]


async def test_the_map_is_new_after_a_recall(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    begun(study, clock)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("f")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        recall(study, course.topics[1].key)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FocusScreen)
        second = next(row for row in rows(pilot) if course.topics[1].title in row)
        assert "weakest link" not in second
        assert "fresh today" in second


async def test_rails_in_plain_characters(start: Start, study: Study, clock: Clock) -> None:
    begun(study, clock)
    app = start()
    from app.glyphs import ASCII

    app.glyphs = ASCII
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f")
        await settle(pilot)
        text = "".join(rows(pilot))
        assert not set("├└│▰▱·") & set(text)
        assert "|-" in text or "`-" in text
        assert pilot.app.screen.query_one(OptionList).option_count == len(study.deck.topics)


# -- a topic that fails twice ----------------------------------------------------------------


async def test_what_it_builds_on_comes_before_a_topic_that_failed_twice(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    begun(study, clock)
    one, two = course.topics[:2]
    assert study.plan().today[0].topic == two.key
    task = study.next_task()
    assert task is not None
    assert task.topic == one.key
    assert task.why == f"{two.title} was hard twice, and this is what it builds on"
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d")
        await settle(pilot)
        assert isinstance(pilot.app.screen, DoneScreen)
        assert f"{one.title}: {task.why}" in shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ComfortScreen)
        assert pilot.app.screen.topic == one
    recall(study, one.key)
    after = study.next_task()
    assert after is not None
    assert after.topic == two.key


async def test_one_failure_changes_nothing(study: Study, clock: Clock, course: Deck) -> None:
    one, two = (topic.key for topic in course.topics[:2])
    clock.pass_days(-12)
    recall(study, one)
    recall(study, two, *[NO] * 9)
    clock.pass_days(5)
    recall(study, two, *[YES] * 9)
    clock.pass_days(7)
    assert study.next_task() == study.plan().today[0]


async def test_a_clock_that_went_back_is_asked_about(
    start: Start, study: Study, clock: Clock
) -> None:
    begun(study, clock)
    clock.pass_days(-3)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("f")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "The clock" in shown(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FocusScreen)
