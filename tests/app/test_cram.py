"""Cramming: any topics, the usual loop, and nothing of it for the schedule."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import StringIO

import pytest
from textual.pilot import Pilot

from app.app import StudyApp
from app.plain_session import run
from app.screens.comfort import ComfortScreen
from app.screens.cram import CramDoneScreen, CramScreen
from app.screens.exam import ExamScreen
from app.screens.recall import RecallScreen
from flashcards.events import Purpose
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall, settle, shown, write

Start = Callable[[], StudyApp]


async def through(pilot: Pilot[None], key: str = "y") -> None:
    """One topic, from the closed card to what came of it."""
    screen = pilot.app.screen
    assert isinstance(screen, ComfortScreen)
    points = len(screen.topic.key_points)
    await pilot.press("3")
    await write(pilot, "a line")
    await pilot.press("ctrl+s")
    await settle(pilot)
    await pilot.press(*[key] * points, "ctrl+s")
    await settle(pilot)


async def test_topics_are_crammed_one_after_the_other(
    start: Start, study: Study, clock: Clock
) -> None:
    first = study.deck.topics[0]
    recall(study, first.id)
    clock.pass_days(30)
    before = study.journal.memories()
    plan = study.plan()
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "c")
        assert isinstance(pilot.app.screen, CramScreen)
        assert "never moves the schedule" in " ".join(shown(pilot).split())
        await pilot.press("space", "down", "down", "space", "enter")
        assert "Cram" in shown(pilot)
        assert "never moves the schedule" in " ".join(shown(pilot).split())
        await through(pilot)
        assert isinstance(pilot.app.screen, CramDoneScreen)
        assert "does not count" in shown(pilot)
        assert f"cram {study.deck.topics[2].title}" in shown(pilot)
        await pilot.press("enter")
        await through(pilot, "n")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ExamScreen)
    logged = study.journal.attempts(limit=2)
    assert [each.purpose for each in logged] == [Purpose.CRAM] * 2
    assert not any(each.counted for each in logged)
    after = study.journal.memories()
    assert after[first.key] == before[first.key]
    assert not after[study.deck.topics[2].key].recalls
    assert study.plan() == plan


async def test_reading_first_would_move_the_schedule_and_is_not_offered(start: Start) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "c", "enter", "r")
        assert isinstance(pilot.app.screen, ComfortScreen)
        assert "read it first" not in shown(pilot)


async def test_one_that_was_left_is_gone_on_with_as_cramming(start: Start, study: Study) -> None:
    async with start().run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "c", "enter", "3")
        await write(pilot, "half a")
        await pilot.press("escape", "escape", "enter")
        assert isinstance(pilot.app.screen, ComfortScreen)  # the usual study knows nothing of it
        await pilot.press("escape", "e", "c", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, RecallScreen)
        assert screen.current().text == "half a"
        assert screen.draft.purpose == Purpose.CRAM


def test_as_plain_lines(
    study: Study, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    topic = study.deck.topics[0]
    typed = ["3", "all of it", ".", *["y"] * len(topic.key_points), "", "n"]
    monkeypatch.setattr(sys, "stdin", StringIO("\n".join(typed) + "\n"))
    folder = study.journal.file.parent
    assert run(study, topic.id, speak=False, purpose=Purpose.CRAM) == 0
    said = capsys.readouterr().out
    assert "Cramming is logged, and never moves the schedule." in said
    assert "does not count" in said
    assert "comes back" not in said
    assert folder.exists()
