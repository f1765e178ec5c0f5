"""From a key press in an explorer to the frame that shows what came of it.

python -m tests.benchmarks.explorers [PRESSES]

The program runs headless at 120x36 with its real worker; a press counts until the figure and the
numbers of the new fit are laid out and rendered. Every press asks for something that was not
asked before, so that no answer comes out of a cache.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from app.app import StudyApp
from app.screens.explore.base import ExploreScreen
from app.screens.explore.influence import InfluenceScreen
from app.screens.explore.parameters import ParametersScreen
from app.screens.explore.shrinkage import ShrinkageScreen
from flashcards.bundled import bundled_content
from flashcards.clock import StudyClock
from flashcards.deck import load_deck
from flashcards.journal import Journal
from flashcards.settings import Settings
from flashcards.study import Study

INTERCEPTS = "lmer(outcome ~ x1 + (1 | subject))"
SLOPES = "lmer(outcome ~ x1 + (1 + x1 | subject))"


async def settled(screen: ExploreScreen) -> None:
    """Until what was asked last is on the screen."""
    painted = asyncio.Event()
    screen.call_after_refresh(painted.set)
    await painted.wait()


async def timed(app: StudyApp, screen: ExploreScreen, keys: list[str]) -> list[float]:
    """Milliseconds of each key."""
    await app.push_screen(screen)
    await asyncio.sleep(0.2)
    await settled(screen)
    taken = []
    for key in keys:
        began = perf_counter()
        before = screen.shown
        app.simulate_key(key)
        while screen.shown is before:
            await asyncio.sleep(0.0005)
        await settled(screen)
        taken.append(1000 * (perf_counter() - began))
        await asyncio.sleep(0.02)
    app.pop_screen()
    return taken


async def main(presses: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        clock = StudyClock()
        journal = Journal.open(Path(name), clock=clock)
        study = Study(
            load_deck(bundled_content()), journal, Settings(), clock, Path(name) / "settings.toml"
        )
        app = StudyApp(study)
        async with app.run_test(size=(120, 36)) as pilot:
            app.modeller.start()
            await pilot.pause(4)
            large = ParametersScreen("caffeine", SLOPES)
            large.start = large.parameters = replace(large.parameters, groups=500, rows=10)
            for title, screen, keys in (
                (
                    "shrinkage, caffeine: a group moved",
                    ShrinkageScreen("caffeine", INTERCEPTS),
                    ["up"],
                ),
                ("shrinkage, caffeine: slopes, noise", ShrinkageScreen("caffeine", SLOPES), ["n"]),
                (
                    "influence, caffeine: one more out",
                    InfluenceScreen("caffeine", SLOPES),
                    ["o", "down"],
                ),
                ("parameters, 140 rows: drawn anew", ParametersScreen("caffeine", SLOPES), ["d"]),
                ("parameters, 5,000 rows: drawn anew", large, ["d"]),
            ):
                if "down" in keys:
                    taken = await each_group(app, screen)
                else:
                    taken = await timed(app, screen, keys * presses)
                ordered = sorted(taken)
                p95 = ordered[int(0.95 * (len(ordered) - 1))]
                print(f"{title:<38} median {statistics.median(taken):6.1f} ms  p95 {p95:6.1f} ms")
        journal.close()


async def each_group(app: StudyApp, screen: InfluenceScreen) -> list[float]:
    """One group after the other left out."""
    await app.push_screen(screen)
    await asyncio.sleep(0.5)
    await settled(screen)
    taken = []
    for _ in range(18):
        screen.query_one("#groups").action_cursor_down()
        began = perf_counter()
        before = screen.shown
        app.simulate_key("o")
        while screen.shown is before:
            await asyncio.sleep(0.0005)
        await settled(screen)
        taken.append(1000 * (perf_counter() - began))
    app.pop_screen()
    return taken


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
