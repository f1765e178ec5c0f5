"""A terminal without other signs gets plain ones, on every screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from app.app import StudyApp
from app.ascii import PLAIN
from flashcards.deck import Deck
from flashcards.events import Answer
from flashcards.study import Study
from tests.app.helpers import recall, settle, shown

Start = Callable[[], StudyApp]

DRAWN = set("▁▂▃▄▅▆▇█▀▌▐▎▏▔╸╺━─│╭╮╰╯┌┐└┘├┤┬┴┼")
"""Bars of scrollbars and of boxes, which every terminal font has."""


def strange(pilot: Pilot[None]) -> set[str]:
    return {sign for sign in shown(pilot) if not sign.isascii()} - DRAWN


@pytest.mark.parametrize(
    "keys",
    [
        ["escape"],
        ["enter"],
        ["enter", "3"],
        ["enter", "3", "a", "ctrl+s"],
        ["b"],
        ["b", "enter"],
        ["d"],
        ["d", "d"],
        ["d", "d", "enter"],
        ["s"],
        ["o"],
        ["slash", "m", "e", "a", "n"],
        ["question_mark"],
        ["ctrl+p"],
        ["u"],
    ],
    ids=" ".join,
)
async def test_every_screen_is_plain(
    keys: list[str], start: Start, study: Study, course: Deck
) -> None:
    study.settings = replace(study.settings, glyphs="ascii")
    recall(study, course.topics[2].id, Answer.NO, Answer.PARTLY, note="the slope")
    async with start().run_test(size=(120, 36)) as pilot:
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        assert strange(pilot) == set()


async def test_her_own_letters_stay(start: Start, study: Study) -> None:
    study.settings = replace(study.settings, glyphs="ascii")
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "3", "ü", "ß")
        await settle(pilot)
        assert "üß" in shown(pilot)


def test_a_plain_sign_is_one_cell() -> None:
    assert all(len(chr(sign)) == 1 for sign in PLAIN.values())
    assert all(chr(sign).isascii() for sign in PLAIN.values())
