"""The progress screen: its pictures, their words, and what it must not give away."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from app.app import StudyApp
from app.modeller import ModellerError
from app.screens.exporting import ExportScreen
from app.screens.focus import FocusScreen
from app.screens.live import LiveScreen
from app.screens.progress import PARTS, ProgressScreen
from app.widgets.figure import FigureView
from flashcards.deck import Deck
from flashcards.events import Answer, Purpose
from flashcards.progress import Progress
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import given_away, recall, settle, shown
from tests.app.modellers import AtOnce, Canned

WIDE, NARROW, TINY = (120, 36), (80, 24), (44, 14)
NO, PARTLY, YES = Answer.NO, Answer.PARTLY, Answer.YES

Start = Callable[[], StudyApp]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, models: None) -> None:
    """Worked out in this process."""
    monkeypatch.setattr("app.modeller.Modeller", AtOnce)


def some_weeks(study: Study, clock: Clock) -> None:
    """Three topics; the first was recalled yesterday, the third missed long ago and is due."""
    one, two, three = (topic.key for topic in study.deck.topics[:3])
    clock.pass_days(-20)
    recall(study, one, NO, NO, comfort=5)
    recall(study, three, *[NO] * 8, comfort=5)
    clock.pass_days(4)
    recall(study, one, PARTLY, comfort=4)
    recall(study, two, NO, comfort=2)
    clock.pass_days(15)
    recall(study, one, comfort=5)
    clock.pass_days(1)


def told(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#telling", Static).content)


def figure(pilot: Pilot[None]) -> str:
    found = pilot.app.screen.query_one(FigureView).figure
    return found.title if found else ""


@pytest.mark.parametrize("size", [WIDE, NARROW, TINY])
@pytest.mark.usefixtures("at_once")
async def test_before_the_first_recall(start: Start, size: tuple[int, int]) -> None:
    async with start().run_test(size=size) as pilot:
        await pilot.press("p")
        await settle(pilot)
        for key in ("1", "2", "3", "4", "5", "6", "7", "t", "tab", "down", "enter", "x", "m"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, ProgressScreen)
            assert "that is where everyone begins" in told(pilot)
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, ProgressScreen)


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.usefixtures("at_once")
async def test_every_picture_and_its_words(
    start: Start, study: Study, clock: Clock, size: tuple[int, int]
) -> None:
    some_weeks(study, clock)
    async with start().run_test(size=size) as pilot:
        await pilot.press("p")
        await settle(pilot)
        titles = []
        for number, _ in enumerate(PARTS, 1):
            await pilot.press(str(number))
            await pilot.pause()
            if PARTS[number - 1] == "points":
                continue
            titles.append(figure(pilot))
            # Drawn, and not said for want of room.
            assert "│" in shown(pilot) or "┤" in shown(pilot)
            await pilot.press("t")
            await pilot.pause()
            assert titles[-1] in told(pilot)
            await pilot.press("t")
        assert len(set(titles)) == len(PARTS) - 1
        assert all(titles)


@pytest.mark.usefixtures("at_once")
async def test_tab_goes_round(start: Start, study: Study, clock: Clock) -> None:
    some_weeks(study, clock)
    async with start().run_test(size=NARROW) as pilot:
        await pilot.press("p")
        await settle(pilot)
        seen = []
        for _ in PARTS:
            assert isinstance(pilot.app.screen, ProgressScreen)
            seen.append(pilot.app.screen.part)
            await pilot.press("tab")
        assert seen == list(PARTS)
        await pilot.press("shift+tab")
        assert isinstance(pilot.app.screen, ProgressScreen)
        assert pilot.app.screen.part == PARTS[-1]


@pytest.mark.usefixtures("at_once")
async def test_the_heat_map_has_a_row_for_each_topic(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    some_weeks(study, clock)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        rows = [line for line in shown(pilot).splitlines() if "┤" in line]
        assert len(rows) == len(course.topics)
        assert rows[0].count("×") == 3
        assert rows[1].count("×") == 1
        assert "█" in rows[0]
        assert not set("·░▒▓█") & set(rows[3].partition("┤")[2])
        assert "Mean recall today is " in shown(pilot)


@pytest.mark.usefixtures("at_once")
async def test_further_topics_in_a_low_window(start: Start, study: Study, clock: Clock) -> None:
    some_weeks(study, clock)
    async with start().run_test(size=(80, 18)) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert "Simple linear" in shown(pilot)
        for _ in range(30):
            await pilot.press("down")
        await pilot.pause()
        assert "Simple linear" not in shown(pilot)
        assert "MLM in a nut" in shown(pilot)
        for _ in range(30):
            await pilot.press("up")
        await pilot.pause()
        assert "Simple linear" in shown(pilot)


@pytest.mark.usefixtures("at_once")
async def test_no_picture_gives_away_a_due_topic(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    some_weeks(study, clock)
    due = study.due_keys()
    assert due == {topic.key for topic in course.topics[1:3]}
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        for number in range(1, 8):
            await pilot.press(str(number))
            for _ in range(3):
                await pilot.press("right")
                await pilot.pause()
                for topic in course.topics[1:3]:
                    assert not given_away(shown(pilot), topic, course)
                for words in ("t", "t"):
                    await pilot.press(words)
                    await pilot.pause()
                    for topic in course.topics[1:3]:
                        assert not given_away(shown(pilot), topic, course)


@pytest.mark.usefixtures("at_once")
async def test_the_history_of_each_key_point(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    some_weeks(study, clock)
    one, two, _ = course.topics[:3]
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("4")
        lines = told(pilot).splitlines()
        assert one.title in lines[0]
        assert lines[3].split()[:4] == ["1", "○", "◐", "●"]
        assert lines[4].split()[:4] == ["2", "○", "●", "●"]
        assert given_away(told(pilot), one, course)
        await pilot.press("right")
        lines = told(pilot).splitlines()
        assert two.title in lines[0]
        assert lines[3].split() == ["1", "○"]
        assert "This topic is due" in told(pilot)
        # Recalled today, it has words again.
        recall(study, two.key)
        await pilot.press("escape", "p")
        await settle(pilot)
        await pilot.press("4", "right")
        assert given_away(told(pilot), two, course)


@pytest.mark.usefixtures("at_once")
async def test_recalls_that_do_not_count_are_told(start: Start, study: Study) -> None:
    recall(study, study.deck.topics[0].key)
    recall(study, study.deck.topics[0].key, purpose=Purpose.CRAM)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("4")
        assert "1 of these is not in the forecast" in told(pilot)


@pytest.mark.usefixtures("at_once")
async def test_one_topic_large(start: Start, study: Study, clock: Clock) -> None:
    some_weeks(study, clock)
    async with start().run_test(size=NARROW) as pilot:
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("3")
        view = pilot.app.screen.query_one(FigureView)
        assert view.zoom is None
        await pilot.press("enter")
        assert view.zoom == 0
        await pilot.press("right")
        assert view.zoom == 1
        await pilot.press("left", "left")
        assert view.zoom == 2
        await pilot.press("enter")
        assert view.zoom is None


async def test_the_first_picture_does_not_wait_for_the_rest(
    start: Start, study: Study, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(Canned):
        async def ask(self, *_: object, **__: object) -> object:
            raise ModellerError("The journal cannot be read.", "Run flashcards doctor.")

    monkeypatch.setattr("app.modeller.Modeller", Silent)
    some_weeks(study, clock)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert "Mean recall today is " in shown(pilot)
        await pilot.press("2")
        assert figure(pilot) == "The next four weeks"
        await pilot.press("5")
        assert told(pilot) == "The journal cannot be read. Run flashcards doctor."
        await pilot.press("x")
        assert isinstance(pilot.app.screen, ProgressScreen)


@pytest.mark.usefixtures("at_once")
async def test_export(
    start: Start, study: Study, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_weeks(study, clock)
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ExportScreen)
        assert "Export your progress to a folder" in shown(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert len(list((tmp_path / "out").glob("progress-*.svg"))) == 6
        assert "Mean recall today" in (tmp_path / "out" / "progress.txt").read_text("utf-8")


@pytest.mark.usefixtures("at_once")
async def test_from_progress_to_focus_and_to_her_own_data(
    start: Start, study: Study, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_weeks(study, clock)
    monkeypatch.setenv("FLASHCARDS_HOME", str(study.journal.file.parent))
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("f")
        assert isinstance(pilot.app.screen, FocusScreen)
        await pilot.press("escape", "m")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LiveScreen)
        for _ in range(4):
            said = str(pilot.app.screen.query_one("#lines", Static).content)
            assert "A simulated student stands in for you" in " ".join(said.split())
            assert "mine, simulated student" in shown(pilot).splitlines()[0]
            await pilot.press("right")
            await settle(pilot)


Compare = Callable[..., bool]


@pytest.mark.usefixtures("at_once")
def test_the_heat_map_as_it_looks(snap_compare: Compare, study: Study, clock: Clock) -> None:
    async def open_it(pilot: Pilot[None]) -> None:
        await pilot.press("p")
        await settle(pilot)

    some_weeks(study, clock)
    assert snap_compare(StudyApp(study), terminal_size=NARROW, run_before=open_it)


def test_the_screen_brings_nothing_heavy() -> None:
    code = (
        "import json, sys, app.screens.progress, app.screens.focus, app.progress_tasks\n"
        "import app.screens.mine\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert not {"pandas", "numpy", "scipy", "statsmodels", "fsrs"} & set(json.loads(done.stdout))


@pytest.mark.usefixtures("at_once")
async def test_a_long_journal_comes_in_parts(
    start: Start, study: Study, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.progress_tasks.LONG", 1)
    seen: list[tuple[bool, int]] = []
    shown_so_far = ProgressScreen._take

    def take(screen: ProgressScreen, found: Progress) -> None:
        shown_so_far(screen, found)
        screen.part = "comfort"
        assert screen.figure() is not None
        screen.part = "forecast"
        assert screen.figure() is None
        seen.append((found.complete, len(found.coverage)))

    monkeypatch.setattr(ProgressScreen, "_take", take)
    some_weeks(study, clock)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert seen == [(False, 3)]
        assert figure(pilot) == "What was foreseen, and what you recalled"
