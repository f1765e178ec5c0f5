"""How long progress takes to open: from the key to the first picture, and to the whole.

    python -m tests.benchmarks.progress FOLDER

FOLDER holds a journal, such as one of ``tests.benchmarks.make_journal``; it is only read.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from datetime import timedelta
from pathlib import Path

from app.app import StudyApp
from app.screens.progress import ProgressScreen
from app.widgets.figure import FigureView
from flashcards.clock import StudyClock
from flashcards.deck import bundled_content, load_deck
from flashcards.journal import Journal
from flashcards.progress import at_once, progress
from flashcards.settings import Settings
from flashcards.study import Study

TIMES = 7


async def opened(study: Study) -> tuple[float, float]:
    """Seconds from the key until there is a screen, and until its first picture is drawn."""
    app = StudyApp(study)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        start = time.perf_counter()
        await pilot.press("p")
        while not isinstance(app.screen, ProgressScreen):
            await asyncio.sleep(0)
        screen = time.perf_counter() - start
        while not app.screen.query_one(FigureView)._content.plain:
            await asyncio.sleep(0)
        return screen, time.perf_counter() - start


def main() -> None:
    """Print the medians, in milliseconds; the first opening, with its imports, by itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    deck = load_deck(bundled_content())
    with Journal.open(folder, write=False) as journal:
        last = journal.last_moment()
        now = StudyClock().moment()
        moved = last.at - now.at + timedelta(days=1) if last else timedelta()
        study = Study(deck, journal, Settings(), StudyClock(moved), folder / "none.toml")
        runs = [asyncio.run(opened(study)) for _ in range(TIMES)]
        print(f"first opening   {1000 * runs[0][1]:8.0f} ms")
        for name, number in (("screen", 0), ("first picture", 1)):
            print(f"{name:<15} {1000 * statistics.median(run[number] for run in runs[1:]):8.0f} ms")
        start = time.perf_counter()
        at_once(deck.topics, journal.memories(), study.moment())
        print(f"its tables      {1000 * (time.perf_counter() - start):8.0f} ms")
        start = time.perf_counter()
        events = journal.events()
        print(f"all {len(events):,} events read {time.perf_counter() - start:8.1f} s")
        start = time.perf_counter()
        progress(deck.topics, events, study.moment())
        print(f"all tables      {time.perf_counter() - start:8.1f} s")


if __name__ == "__main__":
    main()
