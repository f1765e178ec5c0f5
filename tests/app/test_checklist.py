"""The checklist by itself: answers, undo, suggestions, the cursor, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from app.app import StudyApp
from app.glyphs import ASCII, UNICODE, Glyphs
from app.plain import plain_inline
from app.theme import THEMES
from app.widgets.checklist import Checklist, Row
from flashcards.deck import Deck
from flashcards.events import Answer
from flashcards.study import Study
from tests.app.helpers import settle, shown

YES, PARTLY, NO = Answer.YES, Answer.PARTLY, Answer.NO

ROWS = (
    Row("a", Content("The first idea"), YES, "suggested by “first”"),
    Row("b", Content("The second idea"), NO, "no trace of it", "missed on Sunday"),
    Row("c", Content("The third idea"), None, ""),
    Row("d", Content("The fourth idea"), NO, "no trace of it"),
)


class ListApp(App[None]):
    """A checklist in a page that scrolls, and a field beside it."""

    CSS = "VerticalScroll { height: 1fr; } Input { height: 1; border: none; }"

    def __init__(self, rows: tuple[Row, ...] = ROWS, glyphs: Glyphs = UNICODE, **answers: Answer):
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "dark"
        self.list = Checklist(rows, answers, glyphs)
        self.moved: list[str] = []
        self.answered = 0

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self.list
        yield Input()

    def on_mount(self) -> None:
        self.list.focus()

    @on(Checklist.Moved)
    def _moved(self, event: Checklist.Moved) -> None:
        self.moved.append(event.point)

    @on(Checklist.Answered)
    def _answered(self) -> None:
        self.answered += 1


def many(count: int) -> tuple[Row, ...]:
    return tuple(Row(f"p{i}", Content(f"Idea {i} of many"), NO, "no trace of it")
                 for i in range(count))  # fmt: skip


# -- answers -------------------------------------------------------------------------------------


async def test_a_key_answers_and_goes_on() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("y", "p", "n")
        assert app.list.answers == {"a": YES, "b": PARTLY, "c": NO}
        assert app.list.cursor == 3
        assert app.list.open_points == 1
        assert app.answered == 3
        assert app.moved[-1] == "d"
        await pilot.press("n", "y")
        assert app.list.answers["d"] is YES
        assert app.list.cursor == 3
        assert app.list.open_points == 0


async def test_enter_takes_the_suggestion_of_one_point_and_answers_no_other() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("enter")
        assert app.list.answers == {"a": YES}
        await pilot.press("enter")
        assert app.list.answers == {"a": YES, "b": NO}
        await pilot.press("enter")
        assert app.list.answers == {"a": YES, "b": NO}
        assert app.list.cursor == 3


async def test_enter_does_not_change_an_answer() -> None:
    app = ListApp(a=NO)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("home", "enter")
        assert app.list.answers == {"a": NO}
        assert app.list.cursor == 1


async def test_ticks_are_taken_back_one_by_one() -> None:
    app = ListApp(a=PARTLY)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("home", "y", "down", "n")
        assert app.list.answers == {"a": YES, "c": NO}
        await pilot.press("u")
        assert (app.list.answers, app.list.cursor) == ({"a": YES}, 2)
        await pilot.press("u")
        assert (app.list.answers, app.list.cursor) == ({"a": PARTLY}, 0)
        await pilot.press("u")
        assert (app.list.answers, app.list.cursor) == ({"a": PARTLY}, 0)
        assert app.answered == 4


async def test_the_cursor_starts_at_the_first_open_point_and_stops_at_the_ends() -> None:
    app = ListApp(a=YES, b=YES)
    async with app.run_test(size=(80, 20)) as pilot:
        assert app.list.cursor == 2
        await pilot.press("down", "j", "down", "j")
        assert app.list.cursor == 3
        await pilot.press("home", "up", "k")
        assert app.list.cursor == 0
        await pilot.press("end")
        assert app.list.cursor == 3
        app.list.go_to_open()
        assert app.list.cursor == 2


async def test_with_every_point_answered_the_cursor_stays() -> None:
    app = ListApp(a=YES, b=YES, c=YES, d=NO)
    async with app.run_test(size=(80, 20)) as pilot:
        assert app.list.cursor == 0
        await pilot.press("down")
        app.list.go_to_open()
        assert app.list.cursor == 1


async def test_a_list_of_its_own_answers() -> None:
    given = {"a": YES}
    checklist = Checklist(ROWS, given, UNICODE)
    checklist.answers["b"] = NO
    assert given == {"a": YES}


# -- how it is drawn -----------------------------------------------------------------------------


async def test_a_suggestion_has_a_question_mark_and_an_answer_has_none() -> None:
    async with ListApp(d=PARTLY).run_test(size=(120, 20)) as pilot:
        lines = shown(pilot).splitlines()
        assert lines[0].startswith("▸ ●? The first idea")
        assert lines[1].startswith("  ○? The second idea")
        assert lines[2].startswith("  ·  The third idea")
        assert lines[3].startswith("  ◐  The fourth idea")
        await pilot.press("n")
        lines = shown(pilot).splitlines()
        assert lines[0].startswith("  ○  The first idea")
        assert lines[1].startswith("▸ ○? The second idea")


async def test_plain_signs() -> None:
    async with ListApp(glyphs=ASCII, d=PARTLY).run_test(size=(120, 20)) as pilot:
        assert [line[:4] for line in shown(pilot).splitlines()[:4]] == [
            "> *?", "  o?", "  . ", "  + ",
        ]  # fmt: skip


async def test_in_a_wide_window_reasons_stand_beside_the_points() -> None:
    async with ListApp().run_test(size=(120, 20)) as pilot:
        lines = shown(pilot).splitlines()
        assert lines[0].rstrip().endswith("suggested by “first”")
        assert lines[1].rstrip().endswith("no trace of it · missed on Sunday")
        assert lines[0].index("suggested") == lines[1].index("no trace")
        assert pilot.app.query_one(Checklist).size.height == len(ROWS)


async def test_in_a_narrow_window_they_stand_below_where_they_are_needed() -> None:
    async with ListApp().run_test(size=(80, 20)) as pilot:
        lines = [line.strip() for line in shown(pilot).splitlines()]
        assert lines[:5] == [
            "▸ ●? The first idea",
            "suggested by “first”",
            "○? The second idea",
            "no trace of it · missed on Sunday",
            "·  The third idea",
        ]
        await pilot.press("end")
        await pilot.pause()
        lines = [line.strip() for line in shown(pilot).splitlines()]
        assert "suggested by “first”" not in lines
        assert lines.index("no trace of it") == lines.index("▸ ○? The fourth idea") + 1


@pytest.mark.parametrize(
    ("key", "words"),
    [("y", "here now"), ("p", "partly here now"), ("n", "not here yet")],
)
async def test_a_point_missed_last_time_says_how_it_went_now(key: str, words: str) -> None:
    async with ListApp(a=YES).run_test(size=(160, 20)) as pilot:
        assert words not in shown(pilot)
        await pilot.press(key)
        assert f"missed on Sunday, {words}" in shown(pilot)
        await pilot.press("u")
        assert words not in shown(pilot)


@pytest.mark.parametrize("width", [30, 44, 80, 95, 96, 120, 200])
async def test_long_points_are_broken_between_words_and_never_cut(width: int) -> None:
    words = [f"word{i}" for i in range(40)]
    rows = (Row("a", Content(" ".join(words)), YES, "suggested by “word1 … word7”", "missed"),)
    async with ListApp(rows).run_test(size=(width, 60)) as pilot:
        text = shown(pilot)
        assert all(word in text.split() for word in words)
        assert max(len(line) for line in text.splitlines()) <= width
        first, second = text.splitlines()[:2]
        assert first.index("word0") == second.index("word")


async def test_the_cursor_is_hidden_while_the_keys_go_elsewhere() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 20)) as pilot:
        assert "▸" in shown(pilot)
        app.query_one(Input).focus()
        await pilot.press("y")
        assert "▸" not in shown(pilot)
        assert app.list.answers == {}
        app.list.focus()
        await pilot.pause()
        assert "▸" in shown(pilot)


async def test_what_a_card_says_is_never_taken_for_markup() -> None:
    rows = (Row("a", Content("[red]not[/red] [/]"), YES, "suggested by “[b]”", "[x]"),)
    async with ListApp(rows).run_test(size=(120, 10)) as pilot:
        text = shown(pilot)
        assert "[red]not[/red] [/]" in text
        assert "suggested by “[b]” · [x]" in text


# -- staying in sight ----------------------------------------------------------------------------


async def test_the_point_under_the_cursor_is_always_in_sight() -> None:
    app = ListApp(many(30))
    async with app.run_test(size=(80, 10)) as pilot:
        for number in range(30):
            await pilot.pause()
            text = shown(pilot)
            assert f"▸ ○? Idea {number} of" in text
            assert "no trace of it" in text
            await pilot.press("n")
        await pilot.press("home")
        await pilot.pause()
        assert "▸ ○  Idea 0 of" in shown(pilot)
        await pilot.press("end")
        await pilot.pause()
        assert "▸ ○  Idea 29 of" in shown(pilot)


@pytest.mark.parametrize("size", [(120, 20), (80, 24), (60, 16), (200, 18)])
async def test_it_is_still_in_sight_when_the_window_has_changed(
    start: Callable[[], StudyApp], size: tuple[int, int]
) -> None:
    async with start().run_test(size=(120, 40)) as pilot:
        for key in ("enter", "3", "a", "ctrl+s", "end"):
            await pilot.press(key)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        screen = pilot.app.screen
        checklist, page = screen.query_one(Checklist), screen.query_one("#checking")
        lines = shown(pilot).splitlines()[page.region.y : page.region.bottom]
        last = plain_inline(screen.topic.key_points[-1].text)[:20]
        assert checklist.cursor == len(checklist.rows) - 1
        assert any("▸" in line and last in line for line in lines)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_verdict_above_it_fits_into_its_line(
    start: Callable[[], StudyApp], study: Study, course: Deck, size: tuple[int, int]
) -> None:
    async with start().run_test(size=size) as pilot:
        for key in ("enter", "3", "a", "ctrl+s", "p"):
            await pilot.press(key)
        await pilot.press(*["y"] * len(course.topics[0].key_points))
        await settle(pilot)
        verdict = pilot.app.screen.query_one("#verdict", Static)
        assert "1 partly" in str(verdict.content)
        assert "with one fewer" in str(verdict.content)
        assert len(str(verdict.content)) <= verdict.content_size.width
