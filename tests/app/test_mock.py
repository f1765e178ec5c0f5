"""A mock exam on its screens: set up, written, left, handed in, checked, kept as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from app.app import StudyApp
from app.screens.exam import ExamScreen
from app.screens.mock import MockSetupScreen
from app.screens.mock_report import MockReportScreen
from app.screens.mock_writing import MockWritingScreen
from app.screens.notice import AskScreen
from app.screens.reveal import RevealScreen
from flashcards.deck import Deck
from flashcards.events import Answer, Purpose
from flashcards.mock import begun
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import given_away, recall, settle, shown, under_cursor, write

Start = Callable[[], StudyApp]


async def set_up(pilot: Pilot[None], *chosen: int) -> None:
    """From the topics to the choice, with these topics ticked, by their number in the course."""
    await pilot.press("e", "m")
    assert isinstance(pilot.app.screen, MockSetupScreen)
    for number in chosen:
        await pilot.press("home", *["down"] * (number + 3), "space")


async def begin(pilot: Pilot[None], *chosen: int) -> MockWritingScreen:
    await set_up(pilot, *chosen)
    await pilot.press("enter")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, MockWritingScreen)
    return screen


async def hand_in(pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+s")
    assert isinstance(pilot.app.screen, AskScreen)
    await pilot.press("enter")
    await settle(pilot)


async def check(pilot: Pilot[None], key: str) -> None:
    """Answer every point of the card that is open, and save."""
    screen = pilot.app.screen
    assert isinstance(screen, RevealScreen)
    await pilot.press(*[key] * len(screen.topic.key_points), "ctrl+s")
    await settle(pilot)


async def test_the_choice_says_what_the_exam_will_be(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await set_up(pilot)
        text = shown(pilot)
        assert "the whole course (17)" in text
        assert "drawn at random" in text
        assert "8 min" in text
        assert "leaves the schedule alone" in text
        await pilot.press("down", "right")
        assert under_cursor(pilot).split()[:2] == ["Topics", "5"]
        assert "11 min" in shown(pilot)
        await pilot.press("down", "left")
        assert "10 min" in under_cursor(pilot)
        await pilot.press("down", "right")
        assert "moves the schedule" in under_cursor(pilot)


async def test_topics_that_are_chosen_are_the_exam(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await set_up(pilot, 2, 5, 17)
        text = shown(pilot)
        assert "your own choice" in text
        assert "7 min" in text  # two of two minutes, and the nutshell's three
        await pilot.press("enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, MockWritingScreen)
        deck = screen.study.deck
        asked = {page.topic for page in screen.pages}
        assert asked == {deck.topics[place].key for place in (1, 4, 16)}
        assert {page.purpose for page in screen.pages} == {Purpose.MOCK}


async def test_one_clock_runs_over_all_pages(start: Start, clock: Clock) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot, 1, 2)
        await write(pilot, "first page")
        clock.pass_seconds(70)
        await pilot.press("f6")
        assert screen.query_one(TextArea).text == ""
        await write(pilot, "second page")
        clock.pass_seconds(50)
        await pilot.press("f5")
        assert screen.query_one(TextArea).text == "first page"
        assert screen.timer.left == 120
        assert [page.seconds for page in (screen.current(), screen.pages[1])] == [70, 50]


async def test_nothing_is_given_away_before_it_is_handed_in(start: Start, course: Deck) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot, 3, 4)
        await write(pilot, "it is random")
        for _ in range(2):
            assert given_away(shown(pilot), screen.topic, course) == []
            await pilot.press("f6")


async def test_when_the_time_is_over_the_pages_are_closed(start: Start, clock: Clock) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot, 1, 2)
        await write(pilot, "in time")
        clock.pass_seconds(241)
        screen._show_clock()
        await write(pilot, " too late")
        assert screen.query_one(TextArea).text == "in time"
        assert "Time is up: hand in with ctrl+s" in shown(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, RevealScreen)


async def test_it_can_be_left_and_gone_on_with(start: Start, clock: Clock, study: Study) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await begin(pilot, 1, 2)
        await write(pilot, "one")
        clock.pass_seconds(30)
        await pilot.press("f6")
        await write(pilot, "two")
        clock.pass_seconds(10)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ExamScreen)
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("e", "m")
        assert isinstance(pilot.app.screen, AskScreen)
        assert "2 topics" in shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, MockWritingScreen)
        assert screen.query_one(TextArea).text == "two"
        assert screen.timer.left == 200
        await pilot.press("f6")
        assert screen.query_one(TextArea).text == "one"


async def test_what_was_typed_outlives_a_crash(start: Start, study: Study) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await begin(pilot, 1, 2)
        await write(pilot, "typed just now")
        await pilot.pause(0.6)
        sitting = begun(study)  # as it is in the journal, with nothing said to the screen
        assert sitting is not None
        assert not sitting.handed_in
        assert "typed just now" in {draft.text for draft in sitting.drafts}
        assert study.begun() == {}


async def test_marks_and_report(start: Start, study: Study, clock: Clock, tmp_path: Path) -> None:
    first = study.deck.topics[0]
    recall(study, first.id)
    clock.pass_days(9)
    before = study.journal.memories()
    async with start().run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot, 1, 2)
        await write(pilot, "what I know")
        if screen.topic != first:
            await pilot.press("f6")
            await write(pilot, "what I know")
            await pilot.press("f5")
            screen.query_one(TextArea).text = ""
        clock.pass_seconds(60)
        await hand_in(pilot)
        assert "not counted: the schedule stays as it is" in shown(pilot)
        assert "Mock exam" in shown(pilot)
        await check(pilot, "y")
        report = pilot.app.screen
        assert isinstance(report, MockReportScreen)
        text = shown(pilot)
        assert "50 % of the key points" in text
        assert "1:00 of 4:00 min" in text
        assert "One page was left blank" in text
        assert "It did not count" in text
        await pilot.press("x")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "kept")
        await pilot.press("enter")
        await settle(pilot)
        (file,) = (tmp_path / "kept").iterdir()
        assert file.name == "mock-exam-2026-12-01-1400.md"
        kept = file.read_text("utf-8")
        assert f"## {first.title}" in kept
        assert f"- yes: {first.key_points[0].text}" in kept
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, ExamScreen)
    assert study.journal.memories()[first.key] == before[first.key]
    assert begun(study) is None
    (logged, _) = study.attempts(first.key, 2)
    assert (logged.purpose, logged.counted) == (Purpose.MOCK, False)


async def test_a_report_never_replaces_another_file_unasked(
    start: Start, study: Study, tmp_path: Path
) -> None:
    (tmp_path / "mock-exam-2026-11-22-1400.md").write_text("hers")
    async with start().run_test(size=(120, 36)) as pilot:
        await begin(pilot, 1)
        await write(pilot, "a")
        await hand_in(pilot)
        await check(pilot, "n")
        await pilot.press("x")
        pilot.app.screen.query_one(Input).value = str(tmp_path)
        await pilot.press("enter")
        assert "is there already" in shown(pilot)
        assert (tmp_path / "mock-exam-2026-11-22-1400.md").read_text() == "hers"


async def test_one_that_counts_moves_the_schedule(start: Start, study: Study) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await set_up(pilot, 1)
        await pilot.press("home", "down", "down", "down", "right", "enter")
        await settle(pilot)
        await write(pilot, "a line")
        await hand_in(pilot)
        assert "not counted" not in shown(pilot)
        await check(pilot, "y")
        assert "It counted" in shown(pilot)
    memory = study.memory(study.deck.topics[0])
    assert memory is not None
    assert memory.recalls == 1


async def test_a_check_that_was_left_goes_on_with_the_next_topic(
    start: Start, study: Study
) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await begin(pilot, 1, 2)
        await write(pilot, "one")
        await pilot.press("f6")
        await write(pilot, "two")
        await hand_in(pilot)
        await check(pilot, "y")
        await pilot.press("n", "escape")
        await settle(pilot)
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("e", "m")
        await settle(pilot)
        assert "1 topic left" in shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await check(pilot, "n")
        report = pilot.app.screen
        assert isinstance(report, MockReportScreen)
        assert report.report.coverage == 0.5
        assert report.report.allowed == 240


async def test_a_blank_exam_has_a_report_and_no_recall(start: Start, study: Study) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await begin(pilot, 1, 2)
        await hand_in(pilot)
        assert isinstance(pilot.app.screen, MockReportScreen)
        assert "2 pages were left blank" in shown(pilot)
        await pilot.press("escape")
    assert study.journal.events() == []
    assert study.journal.drafts() == []


async def test_undone_it_goes_back_to_its_check_as_what_it_was(start: Start, study: Study) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await begin(pilot, 1)
        await write(pilot, "one")
        await hand_in(pilot)
        await check(pilot, "y")
        await pilot.press("escape", "escape", "u", "enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RevealScreen)
        assert (screen.draft.purpose, screen.draft.counted) == (Purpose.MOCK, False)
        await pilot.press("n", "ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MockReportScreen)
    (logged,) = study.attempts(study.deck.topics[0].key, 9)
    assert list(logged.answers.values()).count(Answer.NO) == 1
