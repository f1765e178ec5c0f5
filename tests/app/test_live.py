"""Live examples on the whole screen and in the card, with the real process and the real course."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Input, Static

from app.app import StudyApp
from app.drawing.meaning import MEANINGS
from app.modeller import Modeller as Real
from app.screens.exporting import ExportScreen
from app.screens.live import LiveScreen
from app.screens.notice import AskScreen
from app.screens.topic import TopicScreen
from app.widgets.figure import FigureView
from app.widgets.live import LivePlace
from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import given_away, recall, settle, shown
from tests.app.modellers import AtOnce

WIDE, NARROW = (120, 36), (80, 24)

Start = Callable[[], StudyApp]


@pytest.fixture(autouse=True)
def no_question(study: Study) -> None:
    """Examples open at once; what is asked before has its own tests."""
    study.settings = replace(study.settings, predict=False)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, models: None) -> None:
    """Computed in this process."""
    monkeypatch.setattr("app.modeller.Modeller", AtOnce)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, models: None) -> None:
    """Computed in the process that the program starts."""
    monkeypatch.setattr("app.modeller.Modeller", Real)


def named(study: Study, name: str) -> Topic:
    topic = study.deck.topic(name)
    assert topic is not None
    return topic


async def opened(pilot: Pilot[None], study: Study, name: str, number: int = 0) -> LiveScreen:
    """The live examples of a topic."""
    app = pilot.app
    assert isinstance(app, StudyApp)
    app.open_live(named(study, name), number)
    await pilot.pause()
    await settle(pilot)
    screen = app.screen
    assert isinstance(screen, LiveScreen)
    return screen


async def read(pilot: Pilot[None], study: Study, name: str) -> TopicScreen:
    """The open card of a topic."""
    screen = TopicScreen(named(study, name))
    await pilot.app.push_screen(screen)
    await pilot.pause()
    return screen


def last_line(pilot: Pilot[None]) -> str:
    return shown(pilot).splitlines()[-1]


async def until(pilot: Pilot[None], words: str) -> str:
    """Wait for words on the screen."""
    for _ in range(500):
        if words in (text := shown(pilot)):
            return text
        await pilot.pause(0.02)
    raise AssertionError(f"{words!r} is not on the screen:\n{shown(pilot)}")


# -- the whole screen ----------------------------------------------------------------------------


async def test_output_and_figure_stand_beside_each_other_where_there_is_room(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await opened(pilot, study, "fixed-effects")
        text = shown(pilot)
        assert text.splitlines()[0].split("  ")[0].strip() == (
            f"{named(study, 'fixed-effects').title} · slopes"
        )
        assert "> fixef(model)" in text
        assert "405.790" in text
        assert "The fixed line: what is expected of the average subject" in text
        assert "⇥ more" in last_line(pilot)
        await pilot.press("tab")
        assert "> fixef(model)" not in shown(pilot)
        assert "The fixed line: what is expected of the average subject" in shown(pilot)
        await pilot.press("tab")
        assert "> fixef(model)" in shown(pilot)


async def test_in_a_narrow_window_one_after_the_other(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=NARROW) as pilot:
        screen = await opened(pilot, study, "random-intercepts")
        assert "> summary(model)" in shown(pilot)
        assert not screen.query_one(FigureView).display
        before = shown(pilot)
        await pilot.press("down")
        assert shown(pilot) != before
        await pilot.press("end", "pagedown", "pagedown", "space")
        assert "x1 -0.259" in " ".join(shown(pilot).split())
        await pilot.press("tab")
        assert screen.query_one(FigureView).display
        assert "> summary(model)" not in shown(pilot)
        await pilot.press("shift+tab")
        assert "> summary(model)" in shown(pilot)


async def test_no_line_that_r_prints_is_cut_in_80_columns(
    start: Start, study: Study, course: Deck, at_once: None
) -> None:
    async with start().run_test(size=(80, 60)) as pilot:
        for topic in course.topics:
            for number in range(len(topic.examples)):
                screen = await opened(pilot, study, topic.id, number)
                assert screen.shown is not None
                outputs = screen.shown.outputs
                printed = [line.expandtabs().strip() for each in outputs for line in each.lines]
                seen = ""
                for _ in screen.pages:
                    seen += shown(pilot)
                    await pilot.press("tab")
                assert [line for line in printed if line not in seen] == []
                pilot.app.pop_screen()


async def test_the_other_examples_of_the_card(start: Start, study: Study, at_once: None) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await opened(pilot, study, "crossed")
        assert "example 1 of 2 · tasks" in shown(pilot)
        for key, number in (("right", 2), ("n", 1), ("left", 2), ("p", 1)):
            await pilot.press(key)
            await settle(pilot)
            assert f"example {number} of 2" in shown(pilot)
        await pilot.press("n")
        assert "tasks-partial" in shown(pilot)


async def test_where_there_is_one_example_no_key_speaks_of_others(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await opened(pilot, study, "fixed-effects")
        assert "example" not in last_line(pilot)
        before = shown(pilot)
        await pilot.press("right", "n", "left")
        assert shown(pilot) == before


async def test_one_panel_fills_the_screen_and_the_arrows_choose_which(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=WIDE) as pilot:
        screen = await opened(pilot, study, "random-intercepts", 1)
        assert screen.figure is not None
        titles = [panel.title for panel in screen.figure.panels]
        assert len(titles) == 20
        await pilot.press("enter")
        assert titles[0] in shown(pilot)
        assert titles[1] not in shown(pilot)
        assert "all panels" in last_line(pilot)
        await pilot.press("right", "right")
        assert screen.panel == 2
        assert titles[2] in shown(pilot)
        await pilot.press("left", "left", "left")
        assert screen.panel == 19
        await pilot.press("down")
        assert screen.panel == 19
        await pilot.press("up")
        assert screen.panel is not None
        assert 0 < screen.panel < 19
        await pilot.press("escape")
        assert screen.panel is None
        assert titles[0] in shown(pilot)
        assert titles[1] in shown(pilot)
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, LiveScreen)


async def test_the_figure_in_words(start: Start, study: Study, at_once: None) -> None:
    async with start().run_test(size=WIDE) as pilot:
        screen = await opened(pilot, study, "fixed-effects")
        assert screen.figure is not None
        await pilot.press("t")
        text = " ".join(shown(pilot).split())
        assert screen.figure.table.rows[0][0] in text
        await pilot.press("tab")
        assert " ".join(screen.figure.says.split()) in " ".join(shown(pilot).split())
        await pilot.press("escape")
        assert screen.query_one(FigureView).display
        await pilot.press("t", "t")
        assert screen.query_one(FigureView).display
        assert isinstance(pilot.app.screen, LiveScreen)


async def test_without_a_figure_no_key_speaks_of_one(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await opened(pilot, study, "coef")
        assert "words" not in last_line(pilot)
        await pilot.press("t", "enter")
        assert "> coef(model)" in shown(pilot)


@pytest.mark.parametrize(("size", "some"), [((44, 14), 4), (NARROW, 1), (WIDE, 4), ((200, 60), 4)])
async def test_every_example_of_the_course_fits_every_window(
    start: Start, study: Study, course: Deck, at_once: None, size: tuple[int, int], some: int
) -> None:
    async with start().run_test(size=size) as pilot:
        for topic in course.topics[::some]:
            for number in range(len(topic.examples)):
                screen = await opened(pilot, study, topic.id, number)
                assert not screen.trouble, topic.id
                for _ in screen.pages:
                    lines = shown(pilot).splitlines()
                    assert topic.title[:20] in lines[0]
                    assert max(map(len, lines)) <= size[0]
                    assert "help" in lines[-1]
                    text = screen.query_one("#lines", Static)
                    whole = str(text.visual).count("\n") + 1
                    assert text.size.height in (0, whole), f"{topic.id}: a line is broken in two"
                    await pilot.press("tab")
                pilot.app.pop_screen()


async def test_plain_signs_only_where_the_terminal_has_no_others(
    start: Start, study: Study, course: Deck, at_once: None
) -> None:
    study.settings = replace(study.settings, glyphs="ascii")
    async with start().run_test(size=WIDE) as pilot:
        for topic in course.topics[:2] + course.topics[-1:]:
            await opened(pilot, study, topic.id)
            assert shown(pilot).isascii()
            await pilot.press("tab", "t")
            assert shown(pilot).isascii()
            await pilot.press("escape", "escape")


async def test_each_symbol_stands_beside_its_number(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await opened(pilot, study, "nutshell")
        rows = shown(pilot).splitlines()
        intercept = next(row for row in rows if row.strip().startswith("(Intercept)"))
        assert "γ̂₀₀" in intercept


# -- from where ----------------------------------------------------------------------------------


async def test_from_the_card_the_example_in_sight_opens(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=NARROW) as pilot:
        await read(pilot, study, "crossed")
        await pilot.press("l")
        await settle(pilot)
        assert "example 1 of 2" in shown(pilot)
        await pilot.press("escape")
        await pilot.press("end")
        places = list(pilot.app.screen.query(LivePlace))
        places[1].scroll_visible(animate=False, top=True)
        await pilot.pause()
        await pilot.press("l")
        await settle(pilot)
        assert "example 2 of 2" in shown(pilot)


async def test_from_the_topics_a_due_one_asks_first_and_gives_nothing_away(
    start: Start, study: Study, clock: Clock, course: Deck, at_once: None
) -> None:
    topic = course.topics[0]
    recall(study, topic.id)
    clock.pass_days(40)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("l")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AskScreen)
        assert "Recalling it first" in shown(pilot)
        assert given_away(shown(pilot), topic, course) == []
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, LiveScreen)
        await pilot.press("l", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LiveScreen)


async def test_after_a_recall(start: Start, study: Study, course: Deck, at_once: None) -> None:
    recall(study, course.topics[0].id)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d", "l")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LiveScreen)
        assert course.topics[0].title in shown(pilot)


async def test_a_card_without_examples_says_so(
    start: Start, study: Study, course: Deck, at_once: None
) -> None:
    study.deck = replace(course, topics=(replace(course.topics[0], examples=()),))
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("l")
        await until(pilot, "This card has no live example.")


# -- taking it along -----------------------------------------------------------------------------


async def test_the_r_code_is_copied(start: Start, study: Study, at_once: None) -> None:
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await opened(pilot, study, "fixed-effects")
        await pilot.press("c")
        await settle(pilot)
        code = pilot.app.clipboard
        assert "library(lme4)" in code
        assert "lmer(outcome ~ x1 + (1 + x1 | subject), data = caffeine" in code
        assert "fixef(" in code
        await until(pilot, "The R code is copied.")


async def exporting(pilot: Pilot[None], folder: Path) -> ExportScreen:
    await pilot.press("x")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ExportScreen)
    screen.query_one(Input).value = str(folder)
    await pilot.pause()
    return screen


async def test_everything_is_written_and_nothing_replaced_without_a_word(
    start: Start, study: Study, at_once: None, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "folder"
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await opened(pilot, study, "fixed-effects")
        await exporting(pilot, folder)
        assert "fixed-effects-slopes.svg" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, "Wrote 4 files to")
        names = {file.name for file in folder.iterdir()}
        assert names == {"fixed-effects-slopes.txt", "fixed-effects-slopes.svg",
                         "fixed-effects-slopes.R", "caffeine.csv"}  # fmt: skip
        text = (folder / "fixed-effects-slopes.txt").read_text("utf-8")
        assert text.startswith("> fixef(model)\n")
        assert "405.790" in text
        assert (folder / "fixed-effects-slopes.svg").read_text("utf-8").lstrip().startswith("<")
        assert 'read.csv("caffeine.csv"' in (folder / "fixed-effects-slopes.R").read_text("utf-8")

        hers = folder / "fixed-effects-slopes.R"
        hers.write_text("my own")
        screen = await exporting(pilot, folder)
        await pilot.press("enter")
        assert pilot.app.screen is screen
        said = "fixed-effects-slopes.R is there already. ⏎ again replaces it."
        assert said in " ".join(shown(pilot).replace("│", "").split())
        assert hers.read_text() == "my own"
        await pilot.press("escape")
        assert hers.read_text() == "my own"
        await exporting(pilot, folder)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert hers.read_text("utf-8") != "my own"


@pytest.mark.parametrize("name", ["file", "file/below", "\0"])
async def test_a_folder_that_cannot_be_is_a_sentence(
    start: Start, study: Study, at_once: None, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    async with start().run_test(size=NARROW) as pilot:
        await opened(pilot, study, "coef")
        screen = await exporting(pilot, tmp_path)
        screen.query_one(Input).value = f"{tmp_path}/{name}"
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert "cannot be written" in " ".join(shown(pilot).split()) or "no folder" in shown(pilot)


# -- in the card, with the real process ----------------------------------------------------------


async def test_a_card_is_readable_at_once_and_what_is_computed_follows(
    start: Start, study: Study, real: None
) -> None:
    async with start().run_test(size=(100, 100)) as pilot:
        await read(pilot, study, "fixed-effects")
        text = shown(pilot)
        assert "computing …" in text
        assert "To see: fixef(), the fixed line among those of the groups" in text
        text = await until(pilot, "dose of caffeine (mg)")
        assert "> fixef(model)" in text
        assert "405.790" in text
        assert "computing …" not in text
        assert "l look closer" in await until(pilot, "l look closer")


async def test_what_is_computed_already_is_there_with_the_card(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=(100, 100)) as pilot:
        screen = await read(pilot, study, "fixed-effects")
        assert screen.query_one(LivePlace).shown is not None
        assert "405.790" in shown(pilot)


def end_of_the_page(pilot: Pilot[None]) -> list[str]:
    """The lines below the last box, without the scrollbar."""
    return [line[:72] for line in shown(pilot).rpartition("╯")[2].splitlines()]


async def test_the_text_in_sight_stays_where_it_is_when_what_is_above_it_grows(
    start: Start, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()

    class Late(AtOnce):
        def known(self, task: str, body: object, result: type[object]) -> None:
            return None

        async def ask(self, task: str, body: object, result: type[object], **_: object) -> object:
            await gate.wait()
            return super().known(task, body, result)

    monkeypatch.setattr("app.modeller.Modeller", Late)
    async with start().run_test(size=NARROW) as pilot:
        screen = await read(pilot, study, "crossed")
        page = screen.query_one("#reading", VerticalScroll)
        page.scroll_end(animate=False)
        await pilot.pause()
        below = end_of_the_page(pilot)
        assert "Key points" in below[3]
        gate.set()
        await settle(pilot)
        await pilot.pause()
        assert "computing" not in shown(pilot)
        assert end_of_the_page(pilot) == below


async def test_wide_lines_are_cut_with_a_sign_and_whole_on_the_other_screen(
    start: Start, study: Study, at_once: None
) -> None:
    async with start().run_test(size=(70, 90)) as pilot:
        await read(pilot, study, "fitted-groups")
        await settle(pilot)
        text = shown(pilot)
        assert "wider on l" in text
        row = next(line for line in text.splitlines() if ".cooksd" in line)
        assert row.rstrip(" │").endswith("›")
        await pilot.resize_terminal(120, 90)
        await settle(pilot)
        assert "›" not in shown(pilot)
        assert "l look closer" in shown(pilot)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")
async def test_when_the_process_is_killed_the_card_says_so_and_the_next_one_works(
    start: Start, study: Study, real: None
) -> None:
    async with start().run_test(size=(100, 100)) as pilot:
        await read(pilot, study, "fixed-effects")
        app = pilot.app
        assert isinstance(app, StudyApp)
        for _ in range(500):
            if app.modeller.process is not None:
                break
            await pilot.pause(0.01)
        assert app.modeller.process is not None
        os.kill(app.modeller.process, signal.SIGKILL)
        text = await until(pilot, "came to an end")
        assert "Whom" not in text
        assert "γ₀₀" in text
        await pilot.press("l")
        await until(pilot, "405.790")
        await pilot.press("escape", "escape")
        await read(pilot, study, "coef")
        await until(pilot, "> coef(model)")


async def test_what_cannot_be_computed_is_a_sentence_in_its_box_and_on_its_screen(
    start: Start, study: Study, course: Deck, real: None
) -> None:
    topic = named(study, "fixed-effects")
    wrong = replace(topic.examples[0], models=("lmer(outcome ~ x9 + (1 | subject))",))
    study.deck = replace(course, topics=(replace(topic, examples=(wrong,)),))
    async with start().run_test(size=(100, 100)) as pilot:
        await read(pilot, study, "fixed-effects")
        text = await until(pilot, "! ")
        assert "x9" in text
        assert "In R" in text
        await pilot.press("l")
        await until(pilot, "! ")
        assert "r try again" in last_line(pilot)
        await pilot.press("r")
        await until(pilot, "! ")


async def test_leaving_ends_the_process(start: Start, study: Study, real: None) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await read(pilot, study, "coef")
        await pilot.pause(0.2)
        pid = app.modeller.process
    assert pid is not None
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it is still there")


async def test_colours_follow_the_theme(start: Start, study: Study, at_once: None) -> None:
    def colour(pilot: Pilot[None]) -> str:
        strips = pilot.app.screen._compositor.render_strips()
        segment = next(each for strip in strips for each in strip if each.text.strip() == "γ̂₀₀")
        assert segment.style is not None
        assert segment.style.color is not None
        return segment.style.color.name.upper()

    fixed = next(each for each in MEANINGS if each.name == "fixed")
    async with start().run_test(size=WIDE) as pilot:
        await opened(pilot, study, "nutshell")
        assert colour(pilot) == fixed.dark
        pilot.app.theme = "light"
        await settle(pilot)
        assert colour(pilot) == fixed.light
