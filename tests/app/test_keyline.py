"""The last line: what the keys do here, as many as fit, and always how to get help."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from app.app import StudyApp
from app.screens.base import LEAST
from app.screens.comfort import ComfortScreen
from app.screens.help import HelpScreen
from app.screens.home import HomeScreen
from app.widgets.keyline import KeyLine
from flashcards.study import Study
from tests.app.helpers import shown

Start = Callable[[], StudyApp]

WAYS = {
    "home": [],
    "closed card": ["enter"],
    "recall": ["enter", "3"],
    "check": ["enter", "3", "a", "ctrl+s"],
    "note": ["enter", "3", "a", "ctrl+s", "tab"],
    "browse": ["b"],
    "search": ["slash"],
    "settings": ["s"],
    "opening": ["o"],
    "done": ["d"],
}
"""Screens, and how one gets there."""


def line(pilot: Pilot[None]) -> str:
    """The last line of the screen."""
    return shown(pilot).splitlines()[-1]


def named(pilot: Pilot[None]) -> list[str]:
    """The keys of the last line, one by one; it has them also where the window is too small."""
    return str(pilot.app.screen.query_one(KeyLine).render()).split("  ")


async def go(pilot: Pilot[None], keys: list[str]) -> None:
    for key in keys:
        await pilot.press(key)
    await pilot.pause()


@pytest.mark.parametrize("name", WAYS)
async def test_help_is_named_at_every_width_and_nothing_is_cut(start: Start, name: str) -> None:
    async with start().run_test(size=(200, 30)) as pilot:
        await go(pilot, WAYS[name])
        keys = named(pilot)
        before = len(keys)
        for width in (160, 120, 100, 80, 64, 50, 44, 40):
            await pilot.resize_terminal(width, 30)
            await pilot.pause()
            now = named(pilot)
            assert now[-1] in {"? help", "f1 help"}
            assert len("  ".join(now)) <= width - 2
            assert set(now) <= set(keys)
            assert len(now) <= before
            if width >= LEAST[0]:
                assert line(pilot).strip() == "  ".join(now)
            before = len(now)
        await pilot.resize_terminal(200, 30)
        await pilot.pause()
        assert named(pilot) == keys


async def test_the_first_keys_are_the_last_to_go(start: Start) -> None:
    async with start().run_test(size=(44, 20)) as pilot:
        assert line(pilot).strip().startswith("⏎ study")


async def test_only_keys_that_do_something_are_named(start: Start) -> None:
    async with start().run_test(size=(160, 30)) as pilot:
        assert "take over" not in line(pilot)
        await pilot.press("enter")
        assert "read it first" in line(pilot)
        assert "unfinished" not in line(pilot)


async def test_the_five_answers_of_the_closed_card_are_named_in_one(
    start: Start, study: Study
) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert named(pilot)[0] == "1-5 comfort"
        await pilot.click(KeyLine, offset=(line(pilot).index("1-5"), 0))
        assert isinstance(pilot.app.screen, ComfortScreen)
    study.settings = replace(study.settings, keys={"comfort.5": "g"})
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert named(pilot)[0] == "1/2/3/4/g comfort"


async def test_where_letters_are_text_the_help_key_is_another(start: Start) -> None:
    async with start().run_test(size=(120, 30)) as pilot:
        await go(pilot, WAYS["recall"])
        assert "f1 help" in line(pilot)
        await pilot.press("question_mark")
        assert not isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_a_click_on_a_key_presses_it(start: Start) -> None:
    async with start().run_test(size=(120, 30)) as pilot:
        place = line(pilot).index("⏎ study")
        await pilot.click(KeyLine, offset=(place + 3, 0))
        await pilot.pause()
        assert isinstance(pilot.app.screen, ComfortScreen)
        await pilot.click(KeyLine, offset=(line(pilot).index("back") + 1, 0))
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.click(KeyLine, offset=(119, 0))
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize(
    "name", ["closed card", "recall", "check", "browse", "settings", "opening"]
)
async def test_the_way_out_is_the_last_before_help(start: Start, name: str) -> None:
    async with start().run_test(size=(200, 30)) as pilot:
        await go(pilot, WAYS[name])
        assert named(pilot)[-2].startswith("esc ")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("recall", ["ctrl+s done", "esc leave (text is kept)", "f1 help"]),
        ("check", ["y had it", "p partly", "n missed", "ctrl+s save", "? help"]),
        ("home", ["⏎ study", "b browse", "o guide", "? help"]),
    ],
)
async def test_what_matters_most_fits_into_eighty_columns(
    start: Start, name: str, keys: list[str]
) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await go(pilot, WAYS[name])
        assert set(keys) <= set(named(pilot))


async def test_saving_is_named_also_where_keys_go_by_words(start: Start, study: Study) -> None:
    study.settings = replace(study.settings, glyphs="ascii")
    async with start().run_test(size=(80, 24)) as pilot:
        await go(pilot, WAYS["check"])
        assert {"tab note", "ctrl+s save"} <= set(named(pilot))
        await pilot.press("tab")
        assert named(pilot)[0] == "tab back to the check"
