"""After an answer: how it went, what was missed, what comes next; and the drill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Static

from app.app import StudyApp
from app.plain import plain_inline
from app.screens.comfort import ComfortScreen
from app.screens.done import DoneScreen
from app.screens.drill import DrillScreen
from app.screens.home import HomeScreen
from app.screens.reveal import RevealScreen
from flashcards.dates import coming_day
from flashcards.deck import Deck
from flashcards.events import Answer, Drilled, Purpose, Recalled
from flashcards.journal import JournalError
from flashcards.planning.exams import Exam
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall, settle, shown, write

WIDE, NARROW = (120, 40), (80, 24)

Start = Callable[[], StudyApp]


def part(pilot: Pilot[None], name: str) -> str:
    """One part of the screen, whether it must be scrolled to or not."""
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


async def test_a_day_without_a_recall(start: Start, course: Deck) -> None:
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d")
        assert "Nothing recalled today yet." in shown(pilot)
        assert f"{course.topics[0].title}: needs nothing before it" in part(pilot, "next")
        assert "drill" not in shown(pilot).splitlines()[-1]
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ComfortScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_coverage_calibration_and_what_was_missed(
    start: Start, study: Study, course: Deck, size: tuple[int, int]
) -> None:
    topic = course.topics[0]
    count = len(topic.key_points)
    recall(study, topic.id, Answer.NO, Answer.PARTLY, comfort=5)
    async with start().run_test(size=size) as pilot:
        await pilot.press("d")
        text = part(pilot, "last")
        assert f"{count - 2} of {count} points recalled, 1 partly." in text
        share = round(100 * (count - 1.5) / count)
        assert f"Comfort 5 expects 100 % of the points; this time it was {share} %." in text
        assert "A low first score is normal" in text
        first, second, third = (plain_inline(point.text) for point in topic.key_points[:3])
        assert part(pilot, "missed").splitlines() == [
            *("To win back", f"○  {first}"),
            *("Partly there", f"◐  {second}"),
        ]
        assert third not in shown(pilot)
        row = part(pilot, "today").splitlines()[1]
        assert row.startswith(f"{topic.title}   ○◐{'●' * (count - 2)}")
        assert "comfort 5" in row
        day = study.due_day(topic.key)
        assert day is not None
        assert row.rstrip().endswith(f"back {coming_day(day, study.moment().day)}")


async def test_after_five_recalls_her_judgement_is_put_into_words(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    for topic in course.topics[:5]:
        recall(study, topic.id, *[Answer.NO] * len(topic.key_points), comfort=5)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d")
        assert (
            "Topics feel more familiar than they are yet: expected 100 %, recalled 0 % over the "
            "last 5 recalls."
        ) in part(pilot, "last")


async def test_everything_recalled(start: Start, study: Study, course: Deck) -> None:
    topic = course.topics[0]
    recall(study, topic.id)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d")
        count = len(topic.key_points)
        assert f"{count} of {count} points recalled." in part(pilot, "last")
        assert part(pilot, "missed") == ""
        assert "back to the topics. You are done for today" in part(pilot, "next")
        await pilot.press("d")
        assert isinstance(pilot.app.screen, DoneScreen)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_next_thing_is_the_plan_then_the_drill_then_home(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    clock.pass_days(5)
    second = course.topics[1]
    recall(study, second.id, Answer.NO)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d")
        assert course.topics[0].title in part(pilot, "next")
        await pilot.press("enter")
        screen = pilot.app.screen
        assert isinstance(screen, ComfortScreen)
        assert screen.topic == course.topics[0]
        await pilot.press("escape")
        study.settings = replace(study.settings, new_per_day=0)
        recall(study, course.topics[0].id)
        await pilot.press("d")
        assert "drill 1 missed point, then you are done for today" in part(pilot, "next")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, DrillScreen)
        await pilot.press("enter", "y")
        assert isinstance(pilot.app.screen, DoneScreen)
        assert "You are done for today" in part(pilot, "next")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_recall_that_began_on_an_earlier_study_day(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    topic = course.topics[0]
    clock.now = clock.now.replace(hour=23, minute=50)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("enter", "3")
        await write(pilot, "late")
        clock.pass_seconds(5 * 3600)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, RevealScreen)
        await pilot.press("n", *["y"] * (len(topic.key_points) - 1), "ctrl+s")
        assert isinstance(pilot.app.screen, DoneScreen)
        count = len(topic.key_points)
        assert f"{count - 1} of {count} points recalled." in part(pilot, "last")
        assert topic.title in shown(pilot).splitlines()[0]
        assert "Nothing recalled today yet." not in shown(pilot)
    (event,) = study.journal.events()
    assert event.moment.day.isoformat() == "2026-11-22"
    assert study.moment().day.isoformat() == "2026-11-23"


async def test_the_last_answer_can_be_taken_back_from_here(
    start: Start, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d", "u")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, RevealScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)
    assert study.recalls_today() == []


# -- the drill -----------------------------------------------------------------------------------


async def test_the_answer_comes_after_the_question(
    start: Start, study: Study, course: Deck
) -> None:
    topic = course.topics[0]
    recall(study, topic.id, Answer.NO)
    point = topic.key_points[0]
    async with start().run_test(size=NARROW) as pilot:
        await pilot.press("d", "d")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert part(pilot, "drill-ask") == plain_inline(point.ask)
        assert part(pilot, "drill-topic") == topic.title
        assert plain_inline(point.text) not in part(pilot, "drill-answer")
        assert "had it" not in shown(pilot).splitlines()[-1]
        await pilot.press("y")
        assert study.journal.events()[-1].__class__ is Recalled
        await pilot.press("space")
        assert part(pilot, "drill-answer") == plain_inline(point.text)
        assert "y had it" in shown(pilot).splitlines()[-1]


async def test_points_of_high_comfort_come_first(start: Start, study: Study, course: Deck) -> None:
    recall(study, course.topics[0].id, Answer.NO, comfort=1)
    recall(study, course.topics[1].id, Answer.NO, comfort=5)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d", "d")
        assert part(pilot, "drill-topic") == course.topics[1].title


async def test_stopping_keeps_what_is_left_for_later_today(
    start: Start, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO, Answer.NO, Answer.NO)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d", "d")
        await pilot.press("enter", "y")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, DoneScreen)
        await pilot.press("d")
        assert "2 points to win back" in shown(pilot)


async def test_a_long_day_can_be_moved_on_in_a_low_window(
    start: Start, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id, *[Answer.NO] * 8)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert "page on" not in shown(pilot)
        await pilot.resize_terminal(60, 14)
        await settle(pilot)
        assert "space page on" in shown(pilot).splitlines()[-1]
        assert "then you are done" not in shown(pilot)
        await pilot.press("end")
        await pilot.pause()
        assert "then you are done" in shown(pilot)


async def test_a_drill_moves_no_schedule(start: Start, study: Study, course: Deck) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    before = study.due_day(course.topics[0].key)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d", "d")
        await pilot.press("enter", "n", "enter", "y")
    assert study.due_day(course.topics[0].key) == before
    assert [type(event) for event in study.journal.events()] == [Recalled, Drilled, Drilled]


async def test_a_drill_answer_can_be_taken_back(start: Start, study: Study, course: Deck) -> None:
    recall(study, course.topics[0].id, Answer.NO, Answer.NO)
    first, second = course.topics[0].key_points[:2]
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("d", "d")
        assert "u undo" not in shown(pilot).splitlines()[-1]
        await pilot.press("enter", "y")
        assert part(pilot, "drill-ask") == plain_inline(second.ask)
        await pilot.press("u")
        assert "Taken back: “had it”." in shown(pilot)
        assert part(pilot, "drill-ask") == plain_inline(first.ask)
        assert part(pilot, "drill-answer") == plain_inline(first.text)
        assert "2 points to win back" in shown(pilot)
        await pilot.press("n")
        assert part(pilot, "drill-ask") == plain_inline(second.ask)
        await pilot.press("enter", "y")
        assert part(pilot, "drill-ask") == plain_inline(first.ask)
    assert [point.id for _, point in study.to_drill()] == [first.id]


async def test_the_last_answer_of_a_drill_can_be_taken_back_once_it_is_over(
    start: Start, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d", "d")
        await pilot.press("enter", "y")
        assert isinstance(pilot.app.screen, DoneScreen)
        await pilot.press("u")
        assert "Take back your drill answer, “had it”" in shown(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, DrillScreen)
        await pilot.press("n", "escape")
    assert len(study.to_drill()) == 1
    assert len(study.recalls_today()) == 1


async def test_a_drill_that_cannot_be_saved_says_so_and_goes_on(
    start: Start, study: Study, course: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    recall(study, course.topics[0].id, Answer.NO, Answer.NO)

    def full(*_: object) -> None:
        raise JournalError("There is no room left.")

    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("d", "d")
        monkeypatch.setattr(study.journal, "record", full)
        await pilot.press("enter", "y")
        await pilot.pause()
        assert "There is no room left." in shown(pilot)
        assert "1 point to win back" in shown(pilot)


async def test_until_an_exam_the_plan_says_when_its_topics_come_back(
    start: Start, study: Study, course: Deck
) -> None:
    one, two, three = course.topics[:3]
    exam = Exam(name="exam", date=study.moment().day + timedelta(days=9), topics=(one.id,))
    study.settings = replace(study.settings, exams=(exam,))
    recall(study, one.id)
    recall(study, two.id)
    recall(study, three.id, purpose=Purpose.CRAM)
    async with start().run_test(size=WIDE) as pilot:
        await pilot.press("d")
        await settle(pilot)
        rows = {line.split("   ")[0].strip(): line for line in part(pilot, "today").splitlines()}
        assert rows[one.title].endswith("back by the plan")
        due = study.due_day(two.key)
        assert due is not None
        assert rows[two.title].endswith(f"back {coming_day(due, study.moment().day)}")
        assert rows[three.title].endswith("cram")
