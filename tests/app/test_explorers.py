"""The explorers, with the real worker behind them: every key moves what it says it moves."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from app.app import StudyApp
from app.modeller import Modeller
from app.screens.explore.base import ExploreScreen, number
from app.screens.explore.choosing import ChooseScreen, suiting
from app.screens.explore.influence import InfluenceScreen
from app.screens.explore.models import ModelsScreen, PickScreen
from app.screens.explore.parameters import ParametersScreen
from app.screens.explore.shrinkage import ShrinkageScreen
from app.screens.notice import NoticeScreen
from app.screens.topic import TopicScreen
from app.widgets.figure import FigureView
from flashcards.deck import Deck
from tests.app.helpers import shown
from tests.app.modellers import AtOnce

REAL = Modeller

Start = Callable[[], StudyApp]

INTERCEPTS = "lmer(outcome ~ x1 + (1 | subject))"
SLOPES = "lmer(outcome ~ x1 + (1 + x1 | subject))"

WIDE, NARROW = (120, 36), (80, 24)


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Computed in this process; one test has the real one."""
    monkeypatch.setattr("app.modeller.Modeller", AtOnce)


async def rest(pilot: Pilot[None]) -> None:
    """Until nothing is being computed."""
    await pilot.pause()
    await asyncio.wait_for(pilot.app.workers.wait_for_complete(), 60)
    await pilot.pause()


@asynccontextmanager
async def exploring(
    start: Start, screen: ExploreScreen, size: tuple[int, int] = WIDE
) -> AsyncIterator[Pilot[None]]:
    app = start()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(screen)
        await rest(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await rest(pilot)


def facts(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#facts", Static).content)


def said(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#said", Static).content)


# -- shrinkage -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW, (60, 20)])
async def test_the_chosen_group_loses_its_rows(start: Start, size: tuple[int, int]) -> None:
    screen = ShrinkageScreen("caffeine", INTERCEPTS)
    async with exploring(start, screen, size) as pilot:
        assert "sub_308   10 of 10 rows" in facts(pilot)
        await press(pilot, "right", "minus", "minus")
        assert "sub_309   8 of 10 rows" in facts(pilot)
        await press(pilot, "plus")
        assert "sub_309   9 of 10 rows" in facts(pilot)
        await press(pilot, "r")
        assert "sub_309   10 of 10 rows" in facts(pilot)
        assert screen.query_one(FigureView).figure is not None


async def test_noise_and_moves_are_told_and_can_be_taken_back(start: Start) -> None:
    async with exploring(start, ShrinkageScreen("caffeine", INTERCEPTS)) as pilot:
        before = facts(pilot)
        await press(pilot, "n", "up")
        assert "noise  SD" in facts(pilot)
        assert "moved by" in facts(pilot)
        await press(pilot, "N", "down")
        assert facts(pilot) == before


async def test_a_group_that_was_moved_away_shows_in_the_components(start: Start) -> None:
    screen = ShrinkageScreen("caffeine", INTERCEPTS)
    async with exploring(start, screen) as pilot:
        await press(pilot, *["up"] * 8)
        assert screen.shown is not None
        spread = {each.name: each for each in screen.shown.spreads}["σ₀"]
        assert spread.now > 1.2 * spread.before
        assert number(spread.now) in facts(pilot)


async def test_both_pictures(start: Start) -> None:
    screen = ShrinkageScreen("caffeine", INTERCEPTS)
    async with exploring(start, screen) as pilot:
        lines = screen.query_one(FigureView).figure
        await press(pilot, "v")
        assert screen.query_one(FigureView).figure not in {None, lines}


# -- parameters ----------------------------------------------------------------------------------


async def test_parameters_begin_with_those_of_the_card(start: Start) -> None:
    screen = ParametersScreen("caffeine", SLOPES)
    async with exploring(start, screen) as pilot:
        assert (screen.parameters.gamma00, screen.parameters.groups) == (410, 20)
        assert "γ₀₀" in facts(pilot)
        first = facts(pilot)
        await press(pilot, "d")
        assert "data set 2" in facts(pilot)
        assert facts(pilot) != first
        await press(pilot, "r")
        assert facts(pilot) == first


async def test_arrows_and_typing_set_a_parameter(start: Start) -> None:
    screen = ParametersScreen("caffeine", SLOPES)
    async with exploring(start, screen) as pilot:
        await press(pilot, "down", "right")
        assert screen.parameters.gamma10 > screen.start.gamma10  # type: ignore[union-attr]
        await press(pilot, "enter", "minus", "2", "comma", "5", "enter")
        assert screen.parameters.gamma10 == -2.5
        await press(pilot, "enter", "x", "enter")
        assert "is no number" in said(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        assert screen.parameters.gamma10 == -2.5


async def test_what_cannot_be_set_stops_at_its_bound(start: Start) -> None:
    screen = ParametersScreen("caffeine", SLOPES)
    async with exploring(start, screen) as pilot:
        await press(pilot, *["down"] * 4, "enter", "7", "enter")
        assert screen.parameters.rho == 1
        await press(pilot, *["down"] * 2, "enter", "1", "enter")
        assert screen.parameters.groups == 3
        assert "!" not in said(pilot)


async def test_two_hundred_draws_show_how_estimates_spread(start: Start) -> None:
    screen = ParametersScreen("caffeine", SLOPES)
    async with exploring(start, screen) as pilot:
        await press(pilot, "s")
        assert screen.many is not None
        assert screen.many.done == 200
        assert "of 200 fits singular" in facts(pilot)
        await press(pilot, "d")
        assert screen.many is None


# -- influence -----------------------------------------------------------------------------------


async def test_leaving_a_group_out_moves_every_parameter(start: Start) -> None:
    screen = InfluenceScreen("caffeine", SLOPES)
    async with exploring(start, screen) as pilot:
        assert "left out: nobody" in facts(pilot)
        await press(pilot, "end", "space")
        assert "left out: sub_374" in facts(pilot)
        assert screen.shown is not None
        assert all(each.now != each.before for each in screen.shown.parameters)
        await press(pilot, "up", "o")
        assert screen.left_out == ["sub_373"]
        await press(pilot, "r")
        assert "left out: nobody" in facts(pilot)


async def test_not_all_groups_can_go(start: Start) -> None:
    screen = InfluenceScreen("caffeine", SLOPES)
    async with exploring(start, screen) as pilot:
        screen.left_out = list(screen.shown.levels[:17])  # type: ignore[union-attr]
        screen.query_one(OptionList).highlighted = 18
        await press(pilot, "space")
        assert "At least 3 groups are to stay" in said(pilot)
        assert len(screen.left_out) == 17


# -- models --------------------------------------------------------------------------------------


async def test_two_models_and_what_differs(start: Start) -> None:
    screen = ModelsScreen("caffeine", INTERCEPTS, SLOPES)
    async with exploring(start, screen) as pilot:
        both = shown(pilot)
        assert "REML criterion at convergence: 1942" in both
        assert "REML criterion at convergence: 1862" in both
        await press(pilot, "f3")
        assert "405.79" in shown(pilot)
        await press(pilot, "f2")
        assert screen.query_one(FigureView).figure is not None


async def test_a_formula_that_is_wrong_leaves_the_last_output_standing(start: Start) -> None:
    screen = ModelsScreen("caffeine", INTERCEPTS)
    async with exploring(start, screen) as pilot:
        field = screen.query_one("#first", Input)
        field.value = "lmer(outcome ~ x1 + 1 + x1 | subject)"
        await rest(pilot)
        assert "brackets" in said(pilot)
        assert screen.query_one("#outputs").has_class("-dim")
        assert "1942" in shown(pilot)
        field.value = "lm(outcome ~ x1)"
        await rest(pilot)
        assert not screen.query_one("#outputs").has_class("-dim")
        assert "Multiple R-squared" in str(screen.query_one("#one", Static).content)


async def test_a_model_is_picked_for_the_field_with_the_cursor(start: Start) -> None:
    screen = ModelsScreen("caffeine", INTERCEPTS)
    async with exploring(start, screen) as pilot:
        await press(pilot, "tab", "f4")
        assert isinstance(pilot.app.screen, PickScreen)
        assert "reaction time" in shown(pilot)
        await press(pilot, "home", "enter")
        assert screen.second == "lm(outcome ~ x1)"
        assert screen.first == INTERCEPTS


async def test_the_code_can_be_copied(start: Start) -> None:
    screen = ModelsScreen("caffeine", INTERCEPTS, SLOPES)
    async with exploring(start, screen) as pilot:
        await press(pilot, "ctrl+y")
        assert SLOPES[5:-1] in pilot.app.clipboard


async def test_in_a_narrow_window_one_output_is_seen(start: Start) -> None:
    screen = ModelsScreen("caffeine", INTERCEPTS, SLOPES)
    async with exploring(start, screen, NARROW) as pilot:
        assert "1942" in shown(pilot)
        assert "1862" not in shown(pilot)
        await press(pilot, "tab")
        assert "1862" in shown(pilot)


# -- all of them ---------------------------------------------------------------------------------


async def test_the_picture_in_words(start: Start) -> None:
    async with exploring(start, ShrinkageScreen("caffeine", INTERCEPTS)) as pilot:
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, NoticeScreen)
        assert "sub_308" in shown(pilot)


async def test_a_model_that_does_not_suit_is_told(start: Start) -> None:
    async with exploring(start, InfluenceScreen("caffeine", "lm(outcome ~ x1)")) as pilot:
        assert "! This needs a model with random effects." in said(pilot)


async def test_the_worker_may_die(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.modeller.Modeller", REAL)
    screen = ShrinkageScreen("caffeine", INTERCEPTS)
    async with exploring(start, screen) as pilot:
        app = pilot.app
        assert isinstance(app, StudyApp)
        assert app.modeller.process is not None
        os.kill(app.modeller.process, signal.SIGKILL)
        await asyncio.sleep(0.3)
        await press(pilot, "minus")
        assert "9 of 10 rows" in facts(pilot)


async def test_explorers_open_from_the_card(start: Start, course: Deck) -> None:
    topic = course.topic("pooling")
    assert topic is not None
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await app.push_screen(TopicScreen(topic))
        await rest(pilot)
        await press(pilot, "m")
        assert isinstance(app.screen, ChooseScreen)
        assert "Shrinkage" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, ShrinkageScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, TopicScreen)


def test_every_example_of_the_course_has_an_explorer(course: Deck) -> None:
    for topic in course.topics:
        for example in topic.examples:
            names = [each.name for each in suiting(example)]
            assert "Models" in names
            mixed = any("lmer" in model for model in example.models)
            assert ("Influence" in names) == mixed
