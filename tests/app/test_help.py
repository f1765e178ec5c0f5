"""Help: the keys of the screen that it was asked on, the marks, and the program's own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from app.app import StudyApp
from app.screens.comfort import STEPS
from app.screens.help import WORDS, HelpScreen
from flashcards.study import Study
from tests.app.helpers import shown

Start = Callable[[], StudyApp]


def told(pilot: Pilot[None]) -> str:
    """Everything that help says, also what must be scrolled to."""
    assert isinstance(pilot.app.screen, HelpScreen)
    return "\n".join(str(part.content) for part in pilot.app.screen.query(Static))


@pytest.mark.parametrize(
    ("way", "lines", "foreign"),
    [
        ([], ["Study the topic under the cursor", "Timer, pace, theme"], "You had this point"),
        (["enter"], [f"Comfort {n}: {step}" for n, step in enumerate(STEPS, 1)], "Search all"),
        (["enter", "3"], ["Give yourself another minute"], "Study the topic"),
        (["enter", "3", "a", "ctrl+s"], ["You had this point", "It was not there"], "minute"),
        (["s"], ["change"], "You had this point"),
    ],
)
async def test_the_keys_are_those_of_the_screen_that_asked(
    start: Start, way: list[str], lines: list[str], foreign: str
) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        for key in way:
            await pilot.press(key)
        below = pilot.app.screen
        await pilot.press("f1")
        text = told(pilot)
        for line in lines:
            assert line in text
        assert foreign not in text.split("Marks")[0]
        await pilot.press("escape")
        assert pilot.app.screen is below


@pytest.mark.parametrize("key", ["escape", "enter", "q", "question_mark", "f1"])
async def test_each_of_these_keys_closes_it(start: Start, key: str) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        home = pilot.app.screen
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.screen is home


async def test_it_explains_the_marks_and_the_words(start: Start, study: Study) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        text = told(pilot)
        assert "● recalled   ◐ partly   ○ missed   · never asked" in text
        for word, meaning in WORDS:
            assert word in text
            assert meaning in text
    study.settings = replace(study.settings, glyphs="ascii")
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        assert "* recalled   + partly   o missed   . never asked" in told(pilot)


async def test_no_key_is_listed_twice(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        lines = told(pilot).split("Keys here")[1].split("Marks")[0].split("\n")
        keys = [line.split("  ")[0] for line in lines if line.strip()]
        assert len(keys) == len(set(keys))
        assert {"⏎", "b", "/", "d", "u", "o", "s", "q, ctrl+q"} <= set(keys)
        texts = [line.split("  ", 1)[1].strip() for line in lines if line.strip()]
        assert len(texts) == len(set(texts))


async def test_the_percentage_of_a_topic_is_explained(start: Start) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        assert "mean recall  the % of a topic: the chance" in told(pilot)
        assert "not a score" in told(pilot)


async def test_later_lines_of_a_meaning_stand_below_its_first(start: Start) -> None:
    async with start().run_test(size=(60, 60)) as pilot:
        await pilot.press("question_mark")
        lines = [line.strip("│ ") for line in shown(pilot).splitlines()]
        raw = shown(pilot).splitlines()
        first = next(i for i, line in enumerate(lines) if line.startswith("mean recall"))
        column = raw[first].index("the % of")
        assert all(raw[first + n][column - 1] == " " for n in (1, 2))
        assert all(raw[first + n][column] != " " for n in (1, 2))
        assert not raw[first + 1][: column - 1].strip("│ ").split("│")[-1].strip()


async def test_in_a_small_window_it_scrolls(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        assert WORDS[-1][1] not in shown(pilot)
        assert pilot.app.screen.query_one(VerticalScroll).has_focus
        assert "esc close     ctrl+p every command" in shown(pilot)
        assert "╰──" in shown(pilot)
        await pilot.press("end")
        await pilot.wait_for_animation()
        await pilot.pause()
        assert "suggested" in shown(pilot)


async def test_what_was_typed_is_there_afterwards(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "3", "a", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape")
        await pilot.press("b")
        page = pilot.app.screen.query_one(TextArea)
        assert page.text == "ab"
