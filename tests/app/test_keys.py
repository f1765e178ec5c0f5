"""Keys: every action in the command palette, and other keys where the learner wants them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.events import Paste
from textual.widgets import Input, TextArea

from app.app import StudyApp
from app.screens.browse import BrowseScreen
from app.screens.comfort import ComfortScreen
from app.screens.commands import CommandsScreen, commands_of
from app.screens.home import HomeScreen
from app.screens.recall import RecallScreen
from app.screens.reveal import RevealScreen
from app.screens.settings import SettingsScreen
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import shown

Start = Callable[[], StudyApp]


def remap(study: Study, keys: dict[str, str]) -> None:
    study.settings = replace(study.settings, keys=keys)


# -- the palette ---------------------------------------------------------------------------------


def commands(app: StudyApp) -> dict[str, str]:
    return {command.name: command.words for command in commands_of(app, app.screen)}


async def test_the_palette_has_every_command_of_the_screen(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        app = pilot.app
        assert isinstance(app, StudyApp)
        home = commands(app)
        assert {"Study", "Browse", "Search", "Today", "Undo", "Guide", "Settings", "Help",
                "Quit"} <= home.keys()  # fmt: skip
        assert all(home.values())
        await pilot.press("enter")
        closed = commands(app)
        assert {"Lost", "Could teach it", "On paper", "Read it first", "Back"} <= closed.keys()
        assert "See the unfinished text" not in closed
        await pilot.press("3", "a")
        assert {"Done", "Pause", "One more minute", "Help", "Quit"} <= commands(app).keys()
        await pilot.press("ctrl+s")
        assert {"Had it", "Partly", "Missed", "Note", "Save", "Whole card"} <= commands(app).keys()


async def test_a_command_runs_on_the_screen_below(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+p")
        assert isinstance(pilot.app.screen, CommandsScreen)
        for key in "sett":
            await pilot.press(key)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SettingsScreen)


async def test_a_command_of_the_recall_runs_with_the_page_as_it_is(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "3", "a", "ctrl+p")
        for key in "pause":
            await pilot.press(key)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecallScreen)
        assert "paused" in shown(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "a"


# -- other keys ----------------------------------------------------------------------------------


async def test_a_key_can_be_changed_and_the_last_line_names_the_new_one(
    start: Start, study: Study
) -> None:
    remap(study, {"browse": "v", "settings": "f9"})
    async with start().run_test(size=(140, 36)) as pilot:
        line = shown(pilot).splitlines()[-1]
        assert "v browse" in line
        assert "f9 settings" in line
        assert " b browse" not in line
        for key in ("b", "s", "comma"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("v")
        assert isinstance(pilot.app.screen, BrowseScreen)
        await pilot.press("escape")
        await pilot.press("f9")
        assert isinstance(pilot.app.screen, SettingsScreen)


async def test_keys_of_every_screen_can_be_changed(start: Start, study: Study) -> None:
    keys = {"study": "g", "comfort.3": "c", "recall.done": "f4", "check.yes": "1"}
    remap(study, {**keys, "check.save": "f5", "help": "f12"})
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("g")
        assert isinstance(pilot.app.screen, ComfortScreen)
        await pilot.press("3")
        assert isinstance(pilot.app.screen, ComfortScreen)
        await pilot.press("c")
        assert isinstance(pilot.app.screen, RecallScreen)
        assert "f4 done" in shown(pilot)
        await pilot.press("a", "ctrl+s")
        assert isinstance(pilot.app.screen, RecallScreen)
        await pilot.press("f4")
        screen = pilot.app.screen
        assert isinstance(screen, RevealScreen)
        line = shown(pilot).splitlines()[-1]
        assert "1 had it" in line
        assert "f5 save" in line
        assert "f12 help" in line
        await pilot.press(*["1"] * len(screen.topic.key_points))
        await pilot.press("f5")
        assert screen.topic.key in {event.topic for event in study.journal.events()}


async def test_several_keys_for_one_action(start: Start, study: Study) -> None:
    remap(study, {"browse": "v,f7"})
    async with start().run_test(size=(120, 36)) as pilot:
        for key in ("v", "f7"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, BrowseScreen)
            await pilot.press("escape")


async def test_what_the_screens_tell_her_to_press_is_the_new_key(
    start: Start, study: Study, clock: Clock
) -> None:
    keys = {"comfort.read": "z", "recall.done": "f4", "check.yes": "1", "check.note": "f6"}
    remap(study, keys)
    async with start().run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("enter")
        assert "z reads the card first" in shown(pilot)
        await pilot.press("3", "a")
        clock.pass_seconds(200)
        await pilot.pause(0.4)
        assert "finish your sentence, then f4." in shown(pilot)
        await pilot.press("f4")
        assert "f6: what you missed, in your words" in shown(pilot)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "still to check: 1, p or n." in shown(pilot)


async def test_help_names_the_new_key(start: Start, study: Study) -> None:
    remap(study, {"browse": "v"})
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        assert re.search(r"\bv +Read any card and earlier attempts", shown(pilot))


@pytest.mark.parametrize("key", ["", " ", ",", "no such key", "ctrl+", "ζ", "enter,enter", "[b]"])
@pytest.mark.parametrize("name", ["browse", "study", "no.such.binding", ""])
async def test_no_setting_of_keys_keeps_the_program_from_opening(
    start: Start, study: Study, name: str, key: str
) -> None:
    remap(study, {name: key})
    async with start().run_test(size=(80, 24)) as pilot:
        assert "Course" in shown(pilot)
        await pilot.press("slash")
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert pilot.app.screen.query_one(Input).has_focus


# -- leaving -------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c", "q"])
async def test_these_keys_leave(start: Start, key: str) -> None:
    app = start()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
    assert app.return_code == 0


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_leaving_in_the_middle_of_a_sentence_keeps_it(
    start: Start, study: Study, key: str
) -> None:
    app = start()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "3", "a", "q", key)
        await pilot.pause()
    (draft,) = study.journal.drafts()
    assert draft.text == "aq"


# -- pasting -------------------------------------------------------------------------------------


async def test_what_is_pasted_never_controls_the_terminal(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "3")
        await pilot.pause()
        pilot.app.post_message(Paste("one\r\ntwo\x1b[31m red\x07\x9b2J \u202eback\ud800 ζ\t🙂"))
        await pilot.pause()
        page = pilot.app.screen.query_one(TextArea)
        assert page.text == "one\ntwo[31m red2J back ζ\t🙂"
        await pilot.press("ctrl+s")
        await pilot.press("tab")
        pilot.app.post_message(Paste("a\x1b]0;title\x07b"))
        await pilot.pause()
        assert pilot.app.screen.query_one("#note", Input).value == "a]0;titleb"
