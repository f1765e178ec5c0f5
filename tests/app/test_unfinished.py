"""What was begun and not finished: seen in the list, taken up again, and never silently lost."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from textual.widgets import Input, TextArea

from app.app import StudyApp
from app.screens.comfort import ComfortScreen
from app.screens.help import HelpScreen
from app.screens.recall import RecallScreen
from app.screens.reveal import RevealScreen
from app.widgets.checklist import Checklist
from flashcards.events import Answer
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import settle, shown

Start = Callable[[], StudyApp]


async def test_an_unfinished_recall_stands_in_the_list_under_the_cursor(
    start: Start, study: Study
) -> None:
    other = study.deck.topics[1]
    draft = study.new_draft(other, comfort=3, paper=False, timer=True)
    study.journal.save_draft(replace(draft, text="some words"))
    async with start().run_test(size=(120, 36)) as pilot:
        today, row, *_ = (line for line in shown(pilot).splitlines() if "unfinished" in line)
        assert "1 unfinished" in today
        assert other.title in row
        await pilot.press("enter")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, RecallScreen)
        assert screen.query_one(TextArea).text == "some words"


async def test_an_unfinished_check_of_an_earlier_day_can_be_finished(
    start: Start, study: Study, clock: Clock
) -> None:
    topic = study.deck.topics[0]
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    study.journal.save_draft(replace(draft, text="some words", phase="check"))
    clock.pass_days(1)
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ComfortScreen)
        assert "did not finish the check; v goes on with it" in shown(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RevealScreen)
        await pilot.press(*("n" * len(topic.key_points)), "ctrl+s")
        await pilot.pause(0.2)
        (recall,) = study.attempts(topic.key, 5)
        assert recall.moment == draft.moment


async def test_the_clock_stands_still_under_help(start: Start, clock: Clock) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "3")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, RecallScreen)
        clock.pass_seconds(10)
        before = screen.timer.left
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        clock.pass_seconds(60)
        await pilot.press("f1")
        await pilot.pause()
        assert screen.timer.running
        assert screen.timer.left == before


async def test_the_keys_of_the_clock_say_what_they_do_now(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "3")
        await pilot.pause()
        last = shown(pilot).splitlines()[-1]
        assert "f2 pause" in last.lower()
        await pilot.press("f2")
        await pilot.pause()
        last = shown(pilot).splitlines()[-1].lower()
        assert "f2 go on" in last
        assert "pause" not in last


async def test_without_a_timer_there_are_no_keys_for_it(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "t", "3")
        await pilot.pause()
        last = shown(pilot).splitlines()[-1].lower()
        assert "done" in last
        assert "f2" not in last
        assert "minute" not in last


async def test_escape_in_the_note_goes_back_to_the_check(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "3", *"words", "ctrl+s")
        await pilot.pause(0.2)
        await pilot.press("tab", *"mine")
        await pilot.pause()
        assert pilot.app.screen.query_one(Input).has_focus
        assert "back to the check" in shown(pilot).splitlines()[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RevealScreen)
        assert pilot.app.screen.query_one(Checklist).has_focus
        assert pilot.app.screen.query_one(Input).value == "mine"


async def test_on_paper_nothing_is_offered_to_be_taken(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "w", "3", "ctrl+s")
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen, RevealScreen)
        assert "take it" not in shown(pilot).splitlines()[-1]


async def test_time_that_passes_without_a_key_is_saved(
    start: Start, study: Study, clock: Clock
) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "3", *"words")
        await pilot.pause(0.6)
        clock.pass_seconds(30)
        screen = pilot.app.screen
        assert isinstance(screen, RecallScreen)
        screen._save_clock()
        await pilot.pause(0.4)
        (draft,) = study.journal.drafts()
        assert draft.seconds >= 30


def test_answers_are_kept_in_the_order_of_the_card(study: Study) -> None:
    topic = study.deck.topics[0]
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    backwards = {point.id: Answer.YES for point in reversed(topic.key_points)}
    recalled = study.finish(replace(draft, phase="check", answers=backwards), ())
    assert list(recalled.answers) == [point.id for point in topic.key_points]


async def test_what_a_drill_won_back_is_not_listed_any_more(start: Start, study: Study) -> None:
    topic = study.deck.topics[0]
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    answers = {point.id: Answer.NO for point in topic.key_points}
    study.finish(replace(draft, text="x", phase="check", answers=answers), ())
    first = topic.key_points[0]
    study.drilled(topic, first, Answer.YES)
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        screen = shown(pilot)
        assert "1 point won back in the drill." in screen
        assert screen.count("○") < 2 * len(topic.key_points)
        assert first.text.split("`")[0][:30] not in screen


async def test_a_card_that_was_read_today_is_better_recalled_another_day(
    start: Start, study: Study
) -> None:
    study.read(study.deck.topics[0])
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("home")
        await settle(pilot)
        assert "read today: a recall" in shown(pilot)
        pilot.app.study_topic(study.deck.topics[0])  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Read today: a recall now will not move the schedule." in shown(pilot)
        await pilot.press("4", "a", "ctrl+s")
        await settle(pilot)
        assert "extra: the schedule stays as it is" in shown(pilot)
        await pilot.press(*"y" * len(study.deck.topics[0].key_points), "ctrl+s")
        await settle(pilot)
        assert "An extra recall: it is logged, and the schedule stays as it is." in shown(pilot)
        assert "comfort 4     extra" in shown(pilot)
    assert study.due_day(study.deck.topics[0].key) is None
    assert len(study.attempts(study.deck.topics[0].key, 2)) == 1
