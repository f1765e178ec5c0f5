"""What she expects, asked before a live example opens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from app.app import StudyApp
from app.screens.live import LiveScreen
from app.screens.predict import PredictScreen
from app.screens.topic import TopicScreen
from flashcards.deck import Deck
from flashcards.events import Predicted
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import shown
from tests.app.modellers import AtOnce, Canned

Start = Callable[[], StudyApp]


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Computed in this process."""
    monkeypatch.setattr("app.modeller.Modeller", AtOnce)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await asyncio.wait_for(pilot.app.workers.wait_for_complete(), 60)
        await pilot.pause()


async def opened(pilot: Pilot[None], course: Deck, topic: str) -> PredictScreen:
    found = course.topic(topic)
    assert found is not None
    await pilot.app.push_screen(TopicScreen(found))
    await press(pilot, "l")
    screen = pilot.app.screen
    assert isinstance(screen, PredictScreen)
    return screen


def predictions(study: Study) -> list[Predicted]:
    return [event for event in study.journal.events() if isinstance(event, Predicted)]


async def answer(pilot: Pilot[None], screen: PredictScreen, *, right: bool) -> None:
    asked = screen.question
    assert asked is not None
    if asked.kind == "choice":
        place = asked.right if right else (asked.right + 1) % len(asked.choices)
        await press(pilot, str(place + 1))
    else:
        value = asked.value if right else asked.value + 3 * asked.near
        keys = {".": "full_stop", "-": "minus"}
        await press(pilot, *(keys.get(sign, sign) for sign in f"{value:.4f}"), "enter")


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("seconds", range(6))
async def test_an_answer_is_judged_and_kept_and_moves_no_schedule(
    start: Start, study: Study, course: Deck, clock: Clock, right: bool, seconds: int
) -> None:
    clock.pass_seconds(seconds)
    async with start().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, course, "random-slopes")
        assert screen.question is not None
        assert screen.question.text.split()[0] in shown(pilot)
        await answer(pilot, screen, right=right)
        assert screen.given is not None
        assert screen.given[2].near is right
        assert isinstance(pilot.app.screen, PredictScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LiveScreen)
        assert screen.question.because[1:25] in shown(pilot)
    (kept,) = predictions(study)
    assert kept.near is right
    assert kept.question == screen.question.text
    assert study.memory(course.topics[4]) is None or not study.memory(course.topics[4]).recalls  # type: ignore[union-attr]


async def test_another_time_another_question(
    start: Start, study: Study, course: Deck, clock: Clock
) -> None:
    texts = set()
    for _ in range(6):
        clock.pass_days(1)
        async with start().run_test(size=(120, 36)) as pilot:
            screen = await opened(pilot, course, "random-slopes")
            assert screen.question is not None
            texts.add(screen.question.text)
    assert len(texts) > 2


async def test_it_is_asked_once_a_day(start: Start, study: Study, course: Deck) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, course, "fixed-effects")
        await answer(pilot, screen, right=True)
        await press(pilot, "enter", "escape", "l")
        assert isinstance(pilot.app.screen, LiveScreen)
    async with start().run_test(size=(120, 36)) as pilot:
        topic = course.topic("fixed-effects")
        assert topic is not None
        await pilot.app.push_screen(TopicScreen(topic))
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LiveScreen)


async def test_it_can_be_passed_over_and_switched_off(
    start: Start, study: Study, course: Deck
) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await opened(pilot, course, "coef")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LiveScreen)
    assert predictions(study) == []
    study.settings = replace(study.settings, predict=False)
    async with start().run_test(size=(120, 36)) as pilot:
        topic = course.topic("coef")
        assert topic is not None
        await pilot.app.push_screen(TopicScreen(topic))
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LiveScreen)


async def test_a_key_asks_again(start: Start, study: Study, course: Deck, clock: Clock) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        await opened(pilot, course, "random-slopes")
        await press(pilot, "escape")
        for _ in range(2):
            clock.pass_seconds(60)
            await press(pilot, "q")
            screen = pilot.app.screen
            assert isinstance(screen, PredictScreen)
            await answer(pilot, screen, right=True)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, LiveScreen)
    assert len(predictions(study)) == 2


async def test_what_is_no_number_is_asked_for_again(
    start: Start, study: Study, course: Deck, clock: Clock
) -> None:
    async with start().run_test(size=(120, 36)) as pilot:
        for _ in range(30):
            clock.pass_days(1)
            pilot.app.passed_over.clear()  # type: ignore[attr-defined]
            screen = await opened(pilot, course, "random-slopes")
            assert screen.question is not None
            if screen.question.kind == "number":
                break
            await press(pilot, "escape", "escape", "escape")
        await press(pilot, "x", "enter")
        assert "x is no number" in shown(pilot)
        assert screen.given is None


async def test_without_a_model_the_example_opens_at_once(
    start: Start, course: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.modeller import ModellerError

    class Silent(Canned):
        async def ask(self, *_: object, **__: object) -> object:
            raise ModellerError("The process that computes models came to an end.")

    monkeypatch.setattr("app.modeller.Modeller", Silent)
    topic = course.topic("ranef")
    assert topic is not None
    async with start().run_test(size=(120, 36)) as pilot:
        await pilot.app.push_screen(TopicScreen(topic))
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LiveScreen)
