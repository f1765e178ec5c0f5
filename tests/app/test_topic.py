"""One card read in full: its text, its key points, and everything that was tried before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Static

from app.app import StudyApp
from app.plain import plain_inline
from app.screens.topic import TopicScreen
from flashcards.deck import Deck
from flashcards.events import Answer, Purpose
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall, shown

WIDE, NARROW = (120, 36), (80, 24)

Start = Callable[[], StudyApp]


async def read(pilot: Pilot[None], study: Study, name: str) -> TopicScreen:
    """Open a card."""
    topic = study.deck.topic(name)
    assert topic is not None
    screen = TopicScreen(topic)
    await pilot.app.push_screen(screen)
    await pilot.pause()
    return screen


def attempts(screen: TopicScreen) -> str:
    return str(screen.query_one("#attempts", Static).content)


async def test_the_whole_card_can_be_read_with_the_keys_alone(
    start: Start, study: Study, course: Deck
) -> None:
    topic = course.topics[0]
    async with start().run_test(size=NARROW) as pilot:
        await read(pilot, study, topic.id)
        assert shown(pilot).splitlines()[0].strip() == topic.title
        seen = []
        for _ in range(30):
            text = shown(pilot)
            if seen and text == seen[-1]:
                break
            seen.append(text)
            await pilot.press("space")
        whole = " ".join(" ".join(text.split()) for text in seen)
        assert "Key points" in whole
        assert "No attempt yet." in whole
        for point in topic.key_points:
            assert " ".join(plain_inline(point.text).split()[:4]) in whole
        await pilot.press("pageup", "up", "k")
        assert shown(pilot) != seen[-1]
        await pilot.press("home")
        assert shown(pilot) == seen[0]
        await pilot.press("down", "j")
        assert shown(pilot) != seen[0]
        await pilot.press("end")
        assert shown(pilot) == seen[-1]


async def test_attempts_show_text_ticks_and_note_newest_first(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    topic = course.topics[0]
    recall(study, topic.id, Answer.NO, Answer.PARTLY, comfort=2, note="forgot the residual")
    clock.pass_days(3)
    recall(study, topic.id, comfort=5)
    async with start().run_test(size=WIDE) as pilot:
        text = attempts(await read(pilot, study, topic.id))
        newer, older = (
            text.index("Today, comfort 5, 1:00"),
            text.index("On Sunday, comfort 2, 1:00"),
        )
        assert newer < older
        assert text.count("what I wrote before") == 2
        assert "Your note: forgot the residual" in text[older:]
        assert "Your note" not in text[:older]
        first, second, third = (plain_inline(point.text) for point in topic.key_points[:3])
        assert f"○  {first}" in text[older:]
        assert f"◐  {second}" in text[older:]
        assert f"●  {third}" in text[older:]
        assert "○" not in text[newer:older]
        await pilot.press("a")
        assert "Today, comfort 5, 1:00" in shown(pilot)


async def test_a_text_that_was_not_finished_is_shown(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    topic = course.topics[0]
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    study.journal.save_draft(replace(draft, text="three little words"))
    clock.pass_days(1)
    async with start().run_test(size=WIDE) as pilot:
        text = attempts(await read(pilot, study, topic.id))
        assert "Begun yesterday and not finished, 3 words" in text
        assert "three little words" in text


async def test_attempts_and_unfinished_texts_stand_in_the_order_of_time(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    topic = course.topics[0]
    recall(study, topic.id, comfort=1)
    clock.pass_days(2)
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    study.journal.save_draft(replace(draft, text="begun between"))
    clock.pass_days(2)
    recall(study, topic.id, comfort=5)
    async with start().run_test(size=WIDE) as pilot:
        text = attempts(await read(pilot, study, topic.id))
        places = [text.index(part) for part in ("comfort 5", "begun between", "comfort 1")]
        assert places == sorted(places)


async def test_an_attempt_on_paper_or_with_nothing_written_says_so(
    start: Start, study: Study, course: Deck
) -> None:
    topic = course.topics[0]
    for paper in (True, False):
        draft = study.new_draft(topic, comfort=None, paper=paper, timer=True)
        answers = {point.id: Answer.NO for point in topic.key_points}
        study.finish(replace(draft, phase="check", answers=answers), ())
    async with start().run_test(size=WIDE) as pilot:
        text = attempts(await read(pilot, study, topic.id))
        assert "(on paper)" in text
        assert "(nothing written)" in text
        assert "comfort" not in text


async def test_what_was_no_study_says_what_it_was(start: Start, study: Study, course: Deck) -> None:
    recall(study, course.topics[0].id, purpose=Purpose.MOCK)
    async with start().run_test(size=WIDE) as pilot:
        text = attempts(await read(pilot, study, course.topics[0].id))
        assert "Mock exam · Today" in text


async def test_a_point_that_is_no_longer_asked_keeps_its_tick(
    start: Start, study: Study, course: Deck
) -> None:
    topic = course.topics[0]
    recall(study, topic.id)
    gone, *left = topic.key_points
    study.deck = replace(
        course, topics=(replace(topic, key_points=tuple(left)), *course.topics[1:])
    )
    async with start().run_test(size=WIDE) as pilot:
        assert f"●  {gone.id} (no longer asked)" in attempts(await read(pilot, study, topic.id))


@pytest.mark.parametrize("text", ["[red]not a colour[/red]", "\\[", "$x$ [link=x]", "[/]"])
async def test_what_she_wrote_is_shown_as_she_wrote_it(
    start: Start, study: Study, course: Deck, text: str
) -> None:
    topic = course.topics[0]
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    answers = {point.id: Answer.YES for point in topic.key_points}
    study.finish(replace(draft, text=text, note=text, phase="check", answers=answers), ())
    async with start().run_test(size=WIDE) as pilot:
        await read(pilot, study, topic.id)
        await pilot.press("a")
        assert text in shown(pilot)
        assert f"Your note: {text}" in shown(pilot)


async def test_every_card_of_the_course_can_be_opened(
    start: Start, study: Study, course: Deck
) -> None:
    async with start().run_test(size=NARROW) as pilot:
        for topic in course.topics:
            await read(pilot, study, topic.id)
            lines = shown(pilot).splitlines()
            assert lines[0].strip() == topic.title
            assert max(map(len, lines)) <= NARROW[0]
            pilot.app.pop_screen()


async def test_plain_signs_for_a_terminal_without_others(
    start: Start, study: Study, course: Deck
) -> None:
    study.settings = replace(study.settings, glyphs="ascii")
    topic = course.topics[0]
    recall(study, topic.id, Answer.NO, Answer.PARTLY)
    async with start().run_test(size=WIDE) as pilot:
        screen = await read(pilot, study, topic.id)
        assert not {"●", "◐", "○"} & set(attempts(screen))
        assert [line[0] for line in attempts(screen).splitlines() if line[1:3] == "  "][:3] == [
            "o",
            "+",
            "*",
        ]
