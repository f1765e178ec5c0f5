"""The list of commands: found by a part of their names, run on the screen below, at any size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from app.app import StudyApp
from app.screens.browse import BrowseScreen
from app.screens.commands import CommandsScreen, commands_of, matching
from app.screens.done import DoneScreen
from app.screens.home import HomeScreen
from flashcards.study import Study
from tests.app.helpers import rows, shown, under_cursor

Start = Callable[[], StudyApp]

KEYS = ["pageup", "pagedown", "up", "down", "home", "end", "ctrl+home", "ctrl+end"]


async def look_for(pilot: Pilot[None], query: str) -> list[str]:
    """Put a query into the field; the names that are left."""
    pilot.app.screen.query_one(Input).value = query
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CommandsScreen)
    return [command.name for command in screen.found]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (20, 6), (6, 2)])
async def test_no_key_and_no_size_ends_the_program(start: Start, size: tuple[int, int]) -> None:
    async with start().run_test(size=size) as pilot:
        for query in ("", "s", "nothing is called so"):
            await pilot.press("ctrl+p", "pageup")
            await look_for(pilot, query)
            await pilot.press(*KEYS)
            assert isinstance(pilot.app.screen, CommandsScreen)
            await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_page_key_before_the_list_was_ever_drawn(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        found = pilot.app.screen.query_one(OptionList)
        found.display = False
        await pilot.pause()
        for action in (found.action_page_up, found.action_page_down):
            found.highlighted = 0
            action()


@pytest.mark.parametrize("way", ["b", "s"])
async def test_page_keys_in_a_window_of_no_height(start: Start, way: str) -> None:
    async with start().run_test(size=(20, 3)) as pilot:
        await pilot.press(way, "pagedown", "pageup", "end", "pageup")
        assert len(pilot.app.screen_stack) == 2


async def test_every_command_has_its_key_its_name_and_what_it_does(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+p")
        assert "b  Browse    Read any card and earlier attempts" in rows(pilot)
        assert len({row.index("Read any") for row in rows(pilot) if "Read any" in row}) == 1
        assert "⏎ run it     esc close" in shown(pilot)


async def test_words_are_found_in_names_and_in_what_they_do(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        assert await look_for(pilot, "EARLIER card") == ["Browse"]
        assert (await look_for(pilot, "s"))[0] in {"Study", "Search", "Settings"}
        assert (await look_for(pilot, "sett")) == ["Settings"]
        assert await look_for(pilot, "[bold] \\") == []
        assert "No command is called so." in shown(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CommandsScreen)
        await look_for(pilot, "")
        assert "No command is called so." not in shown(pilot)


async def test_the_arrow_keys_choose_while_the_field_has_the_focus(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        names = [row.split()[1] for row in rows(pilot)]
        assert "Study" in under_cursor(pilot)
        await pilot.press(*["down"] * names.index("Today"))
        assert "Today" in under_cursor(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DoneScreen)


async def test_it_opens_once_and_the_same_key_closes_it(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", "b")
        assert isinstance(pilot.app.screen, CommandsScreen)
        assert len(pilot.app.screen_stack) == 2
        await pilot.press("ctrl+p")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_it_lists_the_commands_of_a_box_as_well(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "ctrl+p")
        assert "Close" in " ".join(rows(pilot))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_changed_key_is_named(start: Start, study: Study) -> None:
    study.settings = replace(study.settings, keys={"browse": "v", "commands": "f8"})
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("f8")
        assert any(row.split()[:2] == ["v", "Browse"] for row in rows(pilot))
        await look_for(pilot, "browse")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_names_that_begin_with_the_query_come_first(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        found = [each.name for each in matching(commands_of(pilot.app, pilot.app.screen), "t")]
        assert found[0] == "Today"
        assert "Settings" in found
