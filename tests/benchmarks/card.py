"""How long it takes from asking for a card to seeing it, beside Textual's own Markdown widget.

Run with ``python -m tests.benchmarks.card``. Both show the longest card of the course; the floor
is a widget with one word in it. Milliseconds are of this machine, ratios can be compared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from statistics import median
from time import perf_counter

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Markdown, Static

from app.drawing import maths
from app.theme import THEMES
from app.widgets.card import Card
from flashcards.deck import bundled_content, load_deck
from flashcards.maths import parse
from flashcards.reading.markup import parser

REPEATS = 21


class Bench(App[None]):
    """An empty page."""

    def compose(self) -> ComposeResult:
        yield VerticalScroll()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "dark"

    async def shown(self, make: Callable[[], Widget], ready: str) -> tuple[float, int]:
        """Seconds until a new widget is on the screen, and how many widgets it is made of."""
        for cache in (maths.draw, maths.fit, parse):
            cache.cache_clear()
        start = perf_counter()
        widget = make()
        await self.query_one(VerticalScroll).mount(widget)
        while ready and not widget.query(ready):
            await asyncio.sleep(0)
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()
        seconds, parts = perf_counter() - start, len(widget.query("*"))
        await widget.remove()
        return seconds, parts


async def main() -> None:
    topic = max(load_deck(bundled_content()).topics, key=lambda topic: len(topic.body))
    kinds: dict[str, tuple[Callable[[], Widget], str]] = {
        "one word": (lambda: Static("word"), ""),
        "card": (lambda: Card(topic), "Prose"),
        "Markdown": (lambda: Markdown(topic.body, parser_factory=parser), "MarkdownBlock"),
    }
    print(f"{topic.title}: {len(topic.body.split())} words")
    app = Bench()
    async with app.run_test(size=(120, 36)):
        for name, (make, ready) in kinds.items():
            runs = [await app.shown(make, ready) for _ in range(REPEATS)]
            taken = sorted(seconds * 1000 for seconds, _ in runs)
            p95 = taken[round(0.95 * (len(taken) - 1))]
            print(f"{name:<9} {median(taken):5.0f} ms  p95 {p95:5.0f} ms  {runs[0][1]:3} widgets")


if __name__ == "__main__":
    asyncio.run(main())
