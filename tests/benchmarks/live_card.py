"""How long it takes from asking for a card to its first live figure, beside the card alone.

Run with ``python -m tests.benchmarks.live_card [RUNS]``. A card is opened in a program without a
screen: the same card with nothing computed in it, with a warm process that has to compute it, with
a warm process that has computed it while she was writing, and with a process that is only now
started. Milliseconds are of this machine, differences can be compared.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from textual.containers import VerticalScroll
from textual.pilot import Pilot

from app.app import StudyApp
from app.modeller import Modeller
from app.widgets.card import Card
from app.widgets.live import LivePlace
from flashcards.cards import Topic
from flashcards.clock import StudyClock
from flashcards.deck import bundled_content, load_deck
from flashcards.examples import asked
from flashcards.journal import Journal
from flashcards.models.live import Shown
from flashcards.settings import Settings
from flashcards.study import Study

TOPICS = ("fixed-effects", "multilevel-data", "random-intercepts", "assumptions")
"""One line among others, twenty facets, two examples, a page of eight panels."""

SIZE = (120, 200)
"""High enough for the whole card, so that everything in it is drawn."""


async def painted(app: StudyApp) -> None:
    """Until the screen shows what has changed."""
    done = asyncio.Event()
    app.call_after_refresh(done.set)
    await done.wait()


async def opened(app: StudyApp, topic: Topic, *, whole: bool) -> float:
    """Milliseconds until the card is there, or until the first figure in it is there as well."""
    page = app.screen.query_one("#bench", VerticalScroll)
    begun = perf_counter()
    card = Card(topic)
    await page.mount(card)
    await painted(app)
    if whole:
        first = next(place for place in card.query(LivePlace) if place.example.figure)
        while first.shown is None:
            await asyncio.sleep(0)
        await painted(app)
    taken = (perf_counter() - begun) * 1000
    await card.remove()
    return taken


class Never(Modeller):
    """Has nothing and asks nothing."""

    async def ask(self, *_: object, **__: object) -> Shown:  # type: ignore[override]
        await asyncio.Event().wait()
        raise AssertionError


async def warm(app: StudyApp) -> None:
    """A process that has everything imported and nothing kept."""
    modeller = app.modeller
    modeller._kept.clear()
    modeller.start()
    while modeller._all():
        await asyncio.sleep(0.01)
    modeller._kept.clear()


async def with_nothing(app: StudyApp, topic: Topic) -> float:
    real = app.modeller
    app.__dict__["modeller"] = Never()
    try:
        return await opened(app, topic, whole=False)
    finally:
        app.__dict__["modeller"] = real


async def with_a_warm_process(app: StudyApp, topic: Topic) -> float:
    await warm(app)
    return await opened(app, topic, whole=True)


async def computed_before(app: StudyApp, topic: Topic) -> float:
    for example in topic.examples:
        await app.modeller.ask("example", asked(example), Shown)
    return await opened(app, topic, whole=True)


async def with_a_cold_process(app: StudyApp, topic: Topic) -> float:
    app.modeller.close()
    app.__dict__["modeller"] = Modeller()
    return await opened(app, topic, whole=True)


KINDS: dict[str, Callable[[StudyApp, Topic], Awaitable[float]]] = {
    "card": with_nothing,
    "computed before": computed_before,
    "warm": with_a_warm_process,
    "cold": with_a_cold_process,
}


async def measure(app: StudyApp, pilot: Pilot[None], runs: int) -> None:
    """Print medians, the kinds in turn in every run."""
    await app.screen.mount(VerticalScroll(id="bench"))
    await pilot.pause()
    print(f"{'':<20}" + "".join(f"{kind:>17}" for kind in KINDS) + f"{'warm - card':>14}")
    for name in TOPICS:
        topic = app.study.deck.topic(name)
        assert topic is not None
        for kind in KINDS.values():
            await kind(app, topic)
        taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for _ in range(runs):
            for kind, run in KINDS.items():
                taken[kind].append(await run(app, topic))
        middle = {kind: median(each) for kind, each in taken.items()}
        beyond = median(
            after - before for after, before in zip(taken["warm"], taken["card"], strict=True)
        )
        print(f"{name:<20}" + "".join(f"{middle[kind]:>14.0f} ms" for kind in KINDS)
              + f"{beyond:>11.0f} ms")  # fmt: skip


async def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        clock = StudyClock()
        journal = Journal.open(Path(folder), clock=clock)
        settings = Settings()
        study = Study(load_deck(bundled_content()), journal, settings, clock, Path(folder) / "s")
        app = StudyApp(study)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(1)
            await measure(app, pilot, runs)
        journal.close()


if __name__ == "__main__":
    asyncio.run(main())
