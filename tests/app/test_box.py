"""Boxes over other screens: heading and keys are in sight at any size, the rest scrolls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.screen import ModalScreen

from app.app import StudyApp
from app.screens.commands import CommandsScreen, commands_of
from app.screens.help import HelpScreen
from app.screens.notice import AskScreen, NoticeScreen
from app.screens.trouble import TroubleScreen
from flashcards.study import Study
from tests.app.helpers import recall, shown

Start = Callable[[], StudyApp]

LONG = "One sentence after the other, and none of them is short. " * 30

BOXES: dict[str, tuple[Callable[[StudyApp], ModalScreen[object]], str, str]] = {
    "help": (lambda app: HelpScreen(app.screen), "Help", "esc close"),  # type: ignore[arg-type,dict-item]
    "commands": (lambda app: CommandsScreen(commands_of(app, app.screen)), "Commands", "esc close"),  # type: ignore[dict-item]
    "notice": (lambda app: NoticeScreen("A notice", LONG), "A notice", "esc close"),  # type: ignore[dict-item]
    "question": (lambda app: AskScreen("Why", LONG, "so", "not so"), "Why", "esc not so"),  # type: ignore[dict-item]
    "trouble": (lambda app: TroubleScreen(LONG, "", ""), "Not saved yet", "back to the check"),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("name", BOXES)
async def test_heading_keys_and_border_are_in_sight_at_any_size(start: Start, name: str) -> None:
    make, heading, keys = BOXES[name]
    app = start()
    async with app.run_test(size=(120, 36)) as pilot:
        app.push_screen(make(app))
        for size in ((200, 60), (80, 24), (60, 16), (44, 14)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            lines = shown(pilot).splitlines()
            box = [line for line in lines if "│" in line]
            assert any(f"  {heading}" in line for line in box), size
            assert any(keys.split()[-1] in line for line in box[-3:]), size
            assert sum("╭─" in line for line in lines) == 1, size
            assert sum("╰─" in line for line in lines) == 1, size


async def test_the_keys_are_those_that_she_has_set(start: Start, study: Study) -> None:
    study.settings = replace(study.settings, keys={"ask.yes": "g", "close": "f9", "undo": "z"})
    recall(study, study.deck.topics[0].id)
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("z")
        assert "g take it back     esc leave it" in shown(pilot)
        await pilot.press("g")
        await pilot.pause()
        assert study.journal.last_answer() is None
        await pilot.press("escape", "question_mark")
        await pilot.pause()
        assert "f9 close" in shown(pilot)


async def test_a_border_of_plain_signs_where_there_are_no_others(
    start: Start, study: Study
) -> None:
    study.settings = replace(study.settings, glyphs="ascii")
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        assert "+-------" in shown(pilot)
        assert not set(shown(pilot)) & set("╭╮╰╯│─⏎●")


async def test_the_question_before_an_undo_asks_and_then_tells(start: Start, study: Study) -> None:
    recall(study, study.deck.topics[0].id)
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("u")
        text = " ".join(shown(pilot).replace("│", " ").split())
        title = study.deck.topics[0].title
        assert f"Take back your recall of {title}, today at 14:00?" in text
        assert "Its check opens again with your text and ticks." in text
        assert "ticks?" not in text
