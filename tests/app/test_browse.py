"""All cards: a list, a search over it, and a question before a due one is opened."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from app.app import StudyApp
from app.screens.browse import BrowseScreen, Found
from app.screens.home import HomeScreen
from app.screens.notice import AskScreen
from app.screens.topic import TopicScreen
from flashcards.deck import Deck
from flashcards.events import Answer
from flashcards.search import search
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import given_away, recall, rows, shown, under_cursor, words_of, write

WIDE, NARROW = (120, 36), (80, 24)

Start = Callable[[], StudyApp]


async def look_for(pilot: Pilot[None], query: str) -> str:
    """Put a query into the field, and read the screen."""
    pilot.app.screen.query_one(Input).value = query
    await pilot.pause()
    return shown(pilot)


async def test_every_card_is_listed_and_the_cursor_stands_where_it_stood(
    start: Start, study: Study, course: Deck
) -> None:
    recall(study, course.topics[1].id)
    recall(study, course.topics[1].id)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("end", "b")
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert [row.split("   ")[0] for row in rows(pilot)] == [t.title for t in course.topics]
        assert "2 attempts" in rows(pilot)[1]
        assert "attempt" not in rows(pilot)[0]
        assert course.topics[-1].title in under_cursor(pilot)
        assert f"{len(course.topics)} cards" in shown(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_card_that_is_not_due_opens_at_once(start: Start, course: Deck) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("b")
        await pilot.press("j", "enter")
        assert isinstance(pilot.app.screen, TopicScreen)
        assert pilot.app.screen.topic == course.topics[1]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_a_due_card_asks_before_it_opens(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    due = course.topics[0]
    recall(study, due.id, Answer.NO)
    clock.pass_days(5)
    async with start().run_test(size=NARROW) as pilot:
        await pilot.press("b")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, AskScreen)
        assert "This topic is due." in shown(pilot)
        assert given_away(shown(pilot), due, course) == []
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, BrowseScreen)
        await pilot.press("enter")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, TopicScreen)
        await pilot.press("end")
        assert given_away(shown(pilot), due, course)
    assert len(study.journal.events()) == 1


async def test_a_due_topic_that_can_wait_asks_as_well(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    for topic in course.topics[:8]:
        recall(study, topic.id, Answer.NO)
    clock.pass_days(5)
    waiting = {task.topic for task in study.plan().later}
    assert waiting
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("b")
        for key in waiting:
            number = [topic.key for topic in course.topics].index(key)
            pilot.app.screen.query_one(OptionList).highlighted = number
            await pilot.press("enter")
            assert isinstance(pilot.app.screen, AskScreen)
            await pilot.press("escape")


# -- search --------------------------------------------------------------------------------------


async def test_the_last_line_names_the_keys_that_act_in_the_field(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("slash")
        await pilot.pause()
        last = shown(pilot).splitlines()[-1]
        assert "⏎ to the cards" in last
        assert "search" not in last
        await pilot.press("a", "slash", "down")
        await pilot.pause()
        last = shown(pilot).splitlines()[-1]
        assert "⏎ open  / search" in last
        assert "to the cards" not in last
        await pilot.press("slash")
        assert pilot.app.screen.query_one(Input).value == "a/"


async def test_a_search_leads_to_the_card(start: Start, course: Deck) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        assert pilot.app.screen.query_one(Input).has_focus
        await write(pilot, "variance")
        hits = search(course, "variance")
        assert 1 < len(hits) < len(course.topics)
        titles = [row.split("   ")[0].splitlines()[0] for row in rows(pilot)]
        assert titles == [hit.topic.title for hit in hits]
        assert f"{len(hits)} cards" in shown(pilot)
        assert "Both ζ₀ᵢ and εᵢⱼ have mean 0, with variances σ₀² and σ²_ε" in shown(pilot)
        await pilot.press("enter")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, TopicScreen)
        assert pilot.app.screen.topic == hits[0].topic
        await pilot.press("escape")
        assert pilot.app.screen.query_one(Input).value == "variance"


async def test_letters_in_the_field_are_text_and_not_keys(start: Start) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await pilot.press("q", "question_mark", "b", "slash", "s")
        assert pilot.app.screen.query_one(Input).value == "q?b/s"


async def test_words_that_no_card_holds(start: Start, course: Deck) -> None:
    async with start().run_test(size=NARROW) as pilot:
        await pilot.press("slash")
        text = await look_for(pilot, "slope xyzzy")
        assert "No card holds all of these words." in text
        await pilot.press("enter", "enter")
        assert isinstance(pilot.app.screen, BrowseScreen)
        pilot.app.screen.query_one(Input).focus()
        await pilot.press("escape")
        assert f"{len(course.topics)} cards" in shown(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("query", ["   ", "[bold]", "$", "\\", "(", "ζ", "0" * 300])
async def test_any_query_is_answered(start: Start, query: str) -> None:
    async with start().run_test(size=NARROW) as pilot:
        await pilot.press("slash")
        text = await look_for(pilot, query)
        assert ("card" in text.splitlines()[-2]) == ("card" in text)


async def test_every_hit_takes_two_lines_at_most(start: Start) -> None:
    async with start().run_test(size=NARROW) as pilot:
        await pilot.press("slash")
        await look_for(pilot, "slope")
        options = pilot.app.screen.query_one(OptionList)
        lines = sum(str(option.prompt).count("\n") + 1 for option in options.options)
        assert options.virtual_size.height == lines


@pytest.mark.parametrize("query", ["gamma", "variance", "lmer", "slope", "ranef", "sigma", "group"])
async def test_excerpts_are_written_as_the_cards_are(start: Start, query: str) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await look_for(pilot, query)
        below = [row.split("\n")[1].strip() for row in rows(pilot) if "\n" in row]
        assert below
        for line in below:
            assert not re.search(r"[\\`]\w|\$\\|\*\*|\{#|^#|\]\(|_\{|\| *\|", line), line


async def test_what_was_found_stands_out(start: Start) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await look_for(pilot, "parallel")
        option = pilot.app.screen.query_one(OptionList).options[0]
        assert isinstance(option.prompt, Found)
        drawn = option.prompt.at(60)
        bold = [drawn.plain[s.start : s.end] for s in drawn.spans if "bold" in str(s.style)]
        assert bold == ["parallel"]


async def test_an_excerpt_takes_the_room_there_is(start: Start) -> None:
    async with start().run_test(size=(60, 30)) as pilot:
        await pilot.press("slash")
        narrow = await look_for(pilot, "variance")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        cut = "Both ζ₀ᵢ and εᵢⱼ have mean 0, with variances σ₀²…"
        assert cut in narrow
        assert cut.replace("…", " and σ²_ε") in shown(pilot)


async def test_no_excerpt_of_a_due_card_is_shown(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    for topic in course.topics:
        recall(study, topic.id, Answer.NO)
    clock.pass_days(5)
    assert study.due_keys() == {topic.key for topic in course.topics}
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        for topic in course.topics:
            for point in topic.key_points[::3]:
                query = max(words_of(point.ask), key=len)
                text = await look_for(pilot, query)
                assert topic.title in text
                assert all("\n" not in row for row in rows(pilot))
                for other in course.topics:
                    assert given_away(text, other, course) == []


async def test_what_is_not_due_shows_where_it_was_found(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    clock.pass_days(5)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("slash")
        await look_for(pilot, "intercept")
        drawn = {row.splitlines()[0].split("   ")[0]: row.count("\n") for row in rows(pilot)}
        assert drawn[course.topics[0].title] == 0
        assert sum(drawn.values()) > 3
