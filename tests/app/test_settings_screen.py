"""Settings: changed with the arrow keys, kept in the file, and felt at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import OptionList

from app.app import StudyApp
from app.screens.home import HomeScreen
from app.screens.settings import LABEL, LINES, VALUE, SettingsScreen
from app.theme import DARK, LIGHT
from flashcards import settings as settings_file
from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.journal import Journal
from flashcards.settings import RANGES, Settings
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import rows, shown

SIZE = (100, 30)

Start = Callable[[], StudyApp]


async def put_cursor(pilot: Pilot[None], name: str) -> None:
    """On the line of a setting."""
    names = [line.name for line in LINES]
    pilot.app.screen.query_one(OptionList).highlighted = names.index(name)
    await pilot.pause()


def kept(study: Study) -> Settings:
    """What the file says."""
    found, problems = settings_file.load(study.settings_file)
    assert problems == []
    return found


async def test_every_setting_is_listed_with_its_value(start: Start, study: Study) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s")
        assert isinstance(pilot.app.screen, SettingsScreen)
        assert [row.split("  ")[0] for row in rows(pilot)] == [line.label for line in LINES]
        values = [row[LABEL : LABEL + VALUE].strip() for row in rows(pilot)]
        assert values == ["on", "2 min", "1 topic", "15 min", "on", "dark", "auto"]
        assert str(study.settings_file).split("/")[-1] in shown(pilot).replace("\n", "")
        elsewhere = {"keys", "exams", "days_off"}
        assert {line.name for line in LINES} == set(Settings.__struct_fields__) - elsewhere


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("timer", ["right"], False),
        ("timer", ["right", "left"], True),
        ("recall_minutes", ["right"], 3.0),
        ("recall_minutes", ["left", "left", "left", "left"], 1.0),
        ("new_per_day", ["enter", "enter"], 3),
        ("new_per_day", ["minus", "minus"], 0),
        ("minutes_per_day", ["plus"], 20),
        ("theme", ["right"], "light"),
        ("theme", ["left"], "light"),
        ("glyphs", ["right", "right", "right"], "auto"),
        ("glyphs", ["left"], "ascii"),
    ],
)
async def test_a_change_is_kept_at_once(
    start: Start, study: Study, name: str, keys: list[str], value: object
) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s")
        for key in keys:
            await put_cursor(pilot, name)
            await pilot.press(key)
        assert getattr(study.settings, name) == value
        assert kept(study) == study.settings
        assert kept(study) == replace(Settings(), **{name: value})


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
async def test_no_step_leaves_the_range_of_a_setting(
    start: Start, study: Study, line: object
) -> None:
    from app.screens.settings import Line

    assert isinstance(line, Line)
    if line.name in RANGES:
        low, high = RANGES[line.name]
        assert low <= line.steps[0] < line.steps[-1] <= high
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s")
        for key in ["right"] * (len(line.steps) + 1) + ["left"] * (len(line.steps) + 1):
            await put_cursor(pilot, line.name)
            await pilot.press(key)
            assert getattr(study.settings, line.name) in line.steps
    assert kept(study) == study.settings


async def test_a_value_set_by_hand_is_shown_and_left_for_its_neighbour(
    start: Start, study: Study
) -> None:
    study.settings = replace(study.settings, recall_minutes=2.5, minutes_per_day=200)
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s")
        assert "2.5 min" in shown(pilot)
        await put_cursor(pilot, "recall_minutes")
        await pilot.press("left")
        assert study.settings.recall_minutes == 2
        await put_cursor(pilot, "minutes_per_day")
        await pilot.press("left")
        assert study.settings.minutes_per_day == 90


async def test_what_was_written_by_hand_stays_in_the_file(start: Start, study: Study) -> None:
    study.settings_file.write_text('# mine\ntheme = "light" # at noon\n[keys]\nbrowse = "l"\n')
    study.settings, _ = settings_file.load(study.settings_file)
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s")
        await put_cursor(pilot, "new_per_day")
        await pilot.press("right")
    text = study.settings_file.read_text("utf-8")
    assert "# mine" in text
    assert 'theme = "light" # at noon' in text
    assert tomllib.loads(text) == {"theme": "light", "new_per_day": 2, "keys": {"browse": "l"}}


async def test_a_file_that_cannot_be_written_is_told_and_the_setting_holds(
    start: Start, study: Study, tmp_path: Path
) -> None:
    (tmp_path / "in-the-way").write_text("")
    study.settings_file = tmp_path / "in-the-way" / "settings.toml"
    async with start().run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("s")
        await put_cursor(pilot, "theme")
        await pilot.press("right")
        await pilot.pause()
        text = " ".join(shown(pilot).split())
        assert "The settings could not be written" in text
        assert "they hold until you leave" in text
        assert pilot.app.theme == "light"
        assert study.settings.theme == "light"
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_every_setting_is_explained_in_a_sentence_on_its_line(
    start: Start, size: tuple[int, int]
) -> None:
    async with start().run_test(size=size) as pilot:
        await pilot.press("s")
        for line in LINES:
            assert line.what.endswith(".")
            assert any(line.label in row and line.what in row for row in shown(pilot).splitlines())


async def test_a_window_that_only_reads_changes_no_setting(study: Study, clock: Clock) -> None:
    second = Journal.open(study.journal.file.parent, clock=clock)
    other = Study(study.deck, second, study.settings, clock, study.settings_file)
    async with StudyApp(other).run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("s")
        for key in ("right", "left", "enter"):
            await pilot.press(key)
        await pilot.pause()
        text = " ".join(shown(pilot).replace("▌", "").split())
        assert "Nothing was changed. Another window of this program" in text
        assert other.settings == study.settings == Settings()
        assert not study.settings_file.exists()
    second.close()


# -- what a change does --------------------------------------------------------------------------


async def test_the_theme_changes_under_her_eyes(start: Start) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s")
        screen = pilot.app.screen
        assert screen.styles.background.hex == DARK.background
        await put_cursor(pilot, "theme")
        await pilot.press("right")
        await pilot.pause()
        assert screen.styles.background.hex == LIGHT.background
    async with start().run_test(size=SIZE) as pilot:
        assert pilot.app.theme == "light"


async def test_the_signs_change_on_every_screen(start: Start) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s")
        await put_cursor(pilot, "glyphs")
        await pilot.press("left")
        await pilot.press("escape")
        await pilot.pause()
        assert "·······" not in shown(pilot)
        assert "......." in shown(pilot)


async def test_without_the_countdown_a_recall_has_no_end(start: Start, study: Study) -> None:
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("s", "right", "escape")
        await pilot.press("enter")
        assert "without a timer" in shown(pilot)
        await pilot.press("3")
        assert "no timer" in shown(pilot)
    assert not study.settings.timer


async def test_her_time_to_write_holds_where_the_author_set_none(
    start: Start, study: Study, course: Deck
) -> None:
    def without(topic: Topic) -> Topic:
        return replace(topic, minutes=0)

    study.deck = replace(course, topics=tuple(map(without, course.topics)))
    study.settings = replace(study.settings, recall_minutes=5)
    async with start().run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert "Then 5:00 to write" in shown(pilot)
        await pilot.press("3")
        assert "5:00" in shown(pilot)


async def test_her_pace_changes_the_plan_of_today(start: Start, study: Study, course: Deck) -> None:
    study.settings = replace(study.settings, new_per_day=0)
    async with start().run_test(size=SIZE) as pilot:
        assert "nothing is due" in shown(pilot)
        await pilot.press("s")
        await put_cursor(pilot, "new_per_day")
        await pilot.press("right")
        await pilot.press("escape")
        await pilot.pause()
        assert "1 new" in shown(pilot)
        assert "needs nothing before it" in shown(pilot)
