"""Draw README's pictures anew: python -m tests.pictures."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from msgspec.structs import replace

from app.app import StudyApp
from app.drawing.svg import svg
from app.screens.reveal import RevealScreen
from flashcards.deck import bundled_content, load_deck
from flashcards.events import Answer, Draft
from flashcards.examples import asked
from flashcards.ids import new_id
from flashcards.journal import Journal
from flashcards.models.bench import Bench
from flashcards.settings import Settings
from flashcards.study import Study
from tests.app.conftest import SUNDAY, Clock
from tests.app.helpers import recall
from tests.pictures.svg import picture

HERE = Path(__file__).parent
SIZE = (118, 30)

TEXT = """the slope also varies by subject now, not only the intercept

b1i = g10 + zeta1i
lmer(y ~ x + (1 + x | subject))

zeta1 is normal with mean 0"""

PAST = (
    (20, "simple-regression", ()),
    (18, "multilevel-data", (Answer.YES, Answer.NO)),
    (15, "simple-regression", ()),
    (14, "random-intercepts", (Answer.NO, Answer.PARTLY, Answer.NO)),
    (12, "multilevel-data", ()),
    (10, "random-intercepts", ()),
    (9, "pooling", (Answer.NO, Answer.NO, Answer.YES, Answer.PARTLY)),
    (6, "pooling", (Answer.YES, Answer.NO)),
    (5, "multilevel-data", ()),
    (4, "simple-regression", ()),
    (3, "random-slopes", (Answer.NO, Answer.YES, Answer.YES, Answer.NO, Answer.PARTLY)),
    (2, "random-intercepts", ()),
)
"""Days ago, topic, and the first answers; the others are *yes*."""


def learner(folder: Path) -> Study:
    """Someone who has studied for three weeks."""
    clock = Clock()
    journal = Journal.open(folder, clock=clock)
    study = Study(load_deck(bundled_content()), journal, Settings(), clock, folder / "s.toml")
    for ago, topic, answers in PAST:
        clock.now = SUNDAY
        clock.pass_days(-ago)
        recall(study, topic, *answers, comfort=4)
    clock.now = SUNDAY
    return study


def save(app: StudyApp, name: str) -> None:
    """The screen, beside this file."""
    (HERE / f"{name}.svg").write_text(picture(app), "utf-8")


async def draw() -> None:
    """Home, and an open card half checked."""
    with tempfile.TemporaryDirectory() as folder:
        study = learner(Path(folder))
        async with StudyApp(study).run_test(size=SIZE) as pilot:
            await pilot.pause()
            save(pilot.app, "home")  # type: ignore[arg-type]
            topic = study.deck.topic("random-slopes")
            assert topic is not None
            draft = Draft(new_id(), study.moment(), topic.key, phase="check", text=TEXT)
            draft = replace(draft, seconds=107.0, comfort=4)
            pilot.app.push_screen(RevealScreen(topic, draft))
            await pilot.pause()
            await pilot.press("enter", "y")
            await pilot.pause()
            save(pilot.app, "check")  # type: ignore[arg-type]
        study.journal.close()


def draw_figure(topic: str, name: str) -> None:
    """The figure of a live example, beside this file."""
    content = bundled_content()
    found = load_deck(content).topic(topic)
    assert found is not None
    example = next(each for each in found.examples if each.name == name)
    figure = Bench(content / "datasets").show(asked(example)).figure
    assert figure is not None
    (HERE / f"{name}.svg").write_text(svg(figure), "utf-8")


if __name__ == "__main__":
    asyncio.run(draw())
    draw_figure("pooling", "arrows")
