"""How long it takes from saving a card to the preview that shows it.

Run with ``python -m tests.benchmarks.preview [RUNS]``. A copy of the course is previewed in a
program without a screen; every kind of edit is saved in turn, as an editor does that puts a new
file in the place of the old one. Half of the time between two looks at the file (25 ms) is in
every figure. Milliseconds are of this machine.

Kinds: a word of a paragraph; a formula broken and mended; the same until the whole course was
checked as well; another digit in a live example, until the model's new output is there.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from app.preview_app import PreviewApp
from app.screens.preview import EVERY, PreviewScreen
from app.widgets.live import LivePlace
from flashcards.deck import bundled_content
from flashcards.settings import Settings

TOPICS = ("coef", "assumptions", "nutshell")
"""One card of text, one with the largest figures, one of everything."""

Edit = Callable[[str, int], str]


def word(source: str, number: int) -> str:
    """Another word in the first paragraph."""
    head, mark, body = source.partition("\n---\n")
    return f"{head}{mark}Edit{number} {body}"


def formula(source: str, number: int) -> str:
    """A formula that is broken every other time."""
    head, mark, body = source.partition("\n---\n")
    return f"{head}{mark}$\\rh{'' if number % 2 else 'o'}_{{{number}}}$ {body}"


def digits(source: str, number: int) -> str:
    """Other digits in every live example."""
    return source.replace("```live\n", f"```live\ndigits: {3 + number % 5}\n")


def save(file: Path, text: str) -> None:
    """As an editor does that never leaves half a file."""
    beside = file.with_name(f".{file.name}.swp")
    beside.write_text(text, "utf-8")
    beside.replace(file)


async def painted(app: PreviewApp) -> None:
    """Until the screen shows what has changed."""
    done = asyncio.Event()
    app.call_after_refresh(done.set)
    await done.wait()


def shows(place: LivePlace, text: str) -> bool:
    """Whether an example of this version is there, and computed."""
    asked = dict(place.example.options).get("digits", "")
    return f"```live\ndigits: {asked}\n" in text and place.shown is not None


async def saved(app: PreviewApp, file: Path, text: str, until: str) -> float:
    """Milliseconds from saving until the screen shows so much of it."""
    screen = app.screen
    assert isinstance(screen, PreviewScreen)
    await asyncio.sleep(random.random() * EVERY)
    before = screen._version
    begun = perf_counter()
    save(file, text)
    while screen._version == before:
        await asyncio.sleep(0)
    await painted(app)
    if until == "models":
        while not (places := list(screen.query(LivePlace))) or not all(
            shows(place, text) for place in places
        ):
            await asyncio.sleep(0.001)
        await painted(app)
    if until == "course":
        while any(worker.is_running for worker in app.workers if worker.group == "check"):
            await asyncio.sleep(0.001)
        await painted(app)
    taken = (perf_counter() - begun) * 1000
    await app.workers.wait_for_complete()
    await painted(app)
    return taken


KINDS: dict[str, tuple[Edit, str]] = {
    "word": (word, "card"),
    "formula": (formula, "card"),
    "course checked": (formula, "course"),
    "model": (digits, "models"),
}


async def measure(topic: str, runs: int) -> None:
    """Print median and tenth slowest of each kind of edit, the kinds in turn."""
    with tempfile.TemporaryDirectory() as folder:
        course = shutil.copytree(bundled_content(), Path(folder) / "content")
        file = course / "topics" / f"{topic}.md"
        source = file.read_text("utf-8")
        app = PreviewApp(Settings(), file)
        async with app.run_test(size=(120, 36)) as pilot:
            while any(place.shown is None for place in app.screen.query(LivePlace)):
                await pilot.pause(0.1)
            taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
            for number in range(runs + 1):
                for kind, (edit, until) in KINDS.items():
                    if until == "models":
                        app.modeller._kept.clear()
                    ms = await saved(app, file, edit(source, number), until)
                    if number:
                        taken[kind].append(ms)
            for kind, all_of_it in taken.items():
                slow = quantiles(all_of_it, n=10)[-1]
                print(f"{topic:<14}{kind:<16}{median(all_of_it):>8.0f} ms{slow:>8.0f} ms")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(f"{'':<30}{'median':>11}{'9 in 10':>11}")
    for topic in TOPICS:
        asyncio.run(measure(topic, runs))


if __name__ == "__main__":
    main()
