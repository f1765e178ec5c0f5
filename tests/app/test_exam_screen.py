"""The plan for an exam on its screen: set, read, changed, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from textual.pilot import Pilot
from textual.widgets import Input

from app.app import StudyApp
from app.screens.exam import ExamScreen
from app.screens.exam_form import ExamFormScreen
from app.screens.home import HomeScreen
from flashcards import settings as settings_file
from flashcards.planning.exams import Exam
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall, settle, shown

Start = Callable[[], StudyApp]


def squeezed(pilot: Pilot[None]) -> str:
    return " ".join(shown(pilot).replace("│", " ").split())


async def open_form(pilot: Pilot[None], key: str = "n") -> None:
    if isinstance(pilot.app.screen, HomeScreen):
        await pilot.press("e")
        await settle(pilot)
    await pilot.press(key)
    assert isinstance(pilot.app.screen, ExamFormScreen)


async def fill(pilot: Pilot[None], **values: str) -> None:
    for name, value in values.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = value
    await pilot.pause()
    await pilot.press("enter")
    await settle(pilot)


async def test_without_an_exam_one_key_is_named(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await settle(pilot)
        assert "No exam is set." in shown(pilot)
        assert "n sets one" in squeezed(pilot)
        assert "forget it" not in shown(pilot).splitlines()[-1]


async def test_an_exam_is_set_and_what_is_foreseen_is_the_plan_of_the_command_line(
    start: Start, study: Study
) -> None:
    recall(study, study.deck.topics[0].id)
    today = study.moment().day
    async with start().run_test(size=(120, 40)) as pilot:
        await open_form(pilot)
        await fill(pilot, day=(today + timedelta(days=20)).isoformat(), minutes="10")
        screen = pilot.app.screen
        assert isinstance(screen, ExamScreen)
        made = study.exam_plan()
        assert made is not None
        (forecast,) = made.forecasts
        text = squeezed(pilot)
        assert "in 20 days" in text
        assert f"{forecast.with_plan * 100:.0f} % with the plan" in text
        assert f"{forecast.stopped * 100:.0f} % without more study" in text
        for row in forecast.topics:
            line = next(
                each for each in shown(pilot).splitlines()
                if each.strip().startswith(f"{study.title(row.topic)} ")
            )  # fmt: skip
            assert line.split()[-2:] == [f"{row.usual * 100:.0f}", f"{row.stopped * 100:.0f}"]
            assert f"{row.with_plan * 100:.0f} ({row.low * 100:.0f}–" in line
        await pilot.press("end")
        assert made.days[-1].tasks
        assert study.title(made.days[-1].tasks[0].topic) in squeezed(pilot)
    kept, _ = settings_file.load(study.settings_file)
    assert kept.exams == (Exam(today + timedelta(days=20), minutes=10),)


async def test_what_cannot_be_is_said_and_the_nearest_stands_in_the_fields(
    start: Start, study: Study
) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await open_form(pilot)
        await fill(pilot, day="soon")
        assert "'soon' is no date" in shown(pilot)
        await fill(pilot, day="2020-01-01")
        assert "has passed" in squeezed(pilot)
        tomorrow = study.moment().day + timedelta(days=1)
        assert pilot.app.screen.query_one("#day", Input).value == tomorrow.isoformat()
        await fill(pilot)
        assert isinstance(pilot.app.screen, ExamScreen)
        assert [exam.date for exam in study.settings.exams] == [tomorrow]


async def test_it_is_changed_in_its_place_and_forgotten(start: Start, study: Study) -> None:
    today = study.moment().day
    async with start().run_test(size=(120, 36)) as pilot:
        await open_form(pilot)
        await fill(pilot, day=(today + timedelta(days=20)).isoformat(), name="midterm")
        await open_form(pilot, "e")
        assert pilot.app.screen.query_one("#name", Input).value == "midterm"
        await fill(pilot, name="oral", topics="pooling", off="2026-12-01")
        (exam,) = study.settings.exams
        assert (exam.name, exam.topics) == ("oral", ("pooling",))
        assert "1 topic, 15 minutes a day, 1 day off" in squeezed(pilot)
        await pilot.press("delete", "enter")
        await settle(pilot)
        assert study.settings.exams == ()
        assert "No exam is set." in shown(pilot)


async def test_of_several_exams_each_has_its_page(start: Start, study: Study, clock: Clock) -> None:
    today = study.moment().day
    async with start().run_test(size=(120, 36)) as pilot:
        await open_form(pilot)
        await fill(pilot, day=(today + timedelta(days=20)).isoformat(), name="first")
        await open_form(pilot)
        await fill(pilot, day=(today + timedelta(days=30)).isoformat(), name="second")
        assert "in 30 days" in shown(pilot)
        await pilot.press("left")
        assert "in 20 days" in shown(pilot)
        assert shown(pilot).splitlines()[0].strip().startswith("Exam · first")
    clock.pass_days(21)
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.press("e")
        await settle(pilot)
        assert "in 9 days" in shown(pilot)
        await pilot.press("right")
        assert "It is over" in shown(pilot)
