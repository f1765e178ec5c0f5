"""Every card and every live example, as they look, on one page.

python -m tests.gallery FOLDER [--topic ID …] [--size 80x24 …] [--theme dark …]

Writes FOLDER/index.html with a picture of each card's first screen and of every page of its live
examples, at 80x24, 120x36 and 160x48, dark and light. All of the course takes some minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace
from textual.pilot import Pilot

from app.app import StudyApp
from app.screens.live import LiveScreen
from app.screens.topic import TopicScreen
from flashcards.bundled import bundled_content
from flashcards.cards import Topic
from flashcards.deck import Deck, load_deck
from flashcards.journal import Journal
from flashcards.settings import Settings
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.pictures.svg import picture

SIZES = ("80x24", "120x36", "160x48")
THEMES = ("dark", "light")

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; background: #808080; color: #000; }
figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top; }
figcaption { font-size: 13px; }
img { display: block; }
"""


async def settled(pilot: Pilot[None]) -> None:
    """Until everything is computed and drawn."""
    await pilot.pause(0.05)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.1)


@asynccontextmanager
async def opened(deck: Deck, size: str, theme: str) -> AsyncIterator[Pilot[None]]:
    """The program on an empty journal."""
    width, height = map(int, size.split("x"))
    with tempfile.TemporaryDirectory() as name:
        clock = Clock()
        journal = Journal.open(Path(name), clock=clock)
        settings = replace(Settings(), theme=theme, predict=False)
        study = Study(deck, journal, settings, clock, Path(name) / "settings.toml")
        async with StudyApp(study).run_test(size=(width, height)) as pilot:
            yield pilot
        journal.close()


async def taken(pilot: Pilot[None], topic: Topic) -> AsyncIterator[tuple[str, str]]:
    """A name and a picture of the card, then of each page of its examples."""
    app = pilot.app
    assert isinstance(app, StudyApp)
    await app.push_screen(TopicScreen(topic))
    await settled(pilot)
    yield "card", picture(app, topic.title)
    for number, example in enumerate(topic.examples):
        screen = LiveScreen(topic, number)
        await app.push_screen(screen)
        await settled(pilot)
        first = screen.page
        while True:
            title = f"{example.name or number + 1}, page {screen.page + 1}"
            yield title, picture(app, f"{topic.title}: {title}")
            before = screen.page
            await pilot.press("tab")
            await settled(pilot)
            if screen.page in {first, before}:
                break
        app.pop_screen()
        await pilot.pause()
    app.pop_screen()
    await pilot.pause()


async def make(folder: Path, topics: list[Topic], deck: Deck, asked: argparse.Namespace) -> int:
    """Take all pictures, and write the page."""
    folder.mkdir(parents=True, exist_ok=True)
    shown: dict[str, list[tuple[str, str]]] = {topic.id: [] for topic in topics}
    for theme in asked.theme or THEMES:
        for size in asked.size or SIZES:
            async with opened(deck, size, theme) as pilot:
                for topic in topics:
                    number = 0
                    async for name, svg in taken(pilot, topic):
                        number += 1
                        file = f"{topic.id}-{number}-{size}-{theme}.svg"
                        (folder / file).write_text(svg, "utf-8")
                        shown[topic.id].append((file, f"{name}, {size}, {theme}"))
            print(f"{size}, {theme}", flush=True)
    page = "\n".join(lines(topics, shown))
    (folder / "index.html").write_text(page, "utf-8")
    return sum(map(len, shown.values()))


def lines(topics: list[Topic], shown: dict[str, list[tuple[str, str]]]) -> Iterator[str]:
    """The page."""
    yield '<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title>'
    yield f"<style>{STYLE}</style>"
    for topic in topics:
        yield f"<h2>{html.escape(topic.title)}</h2>"
        for file, caption in shown[topic.id]:
            words = html.escape(caption)
            yield f'<figure><img src="{file}" alt="{words}" width="700">'
            yield f"<figcaption>{words}</figcaption></figure>"
    yield "</html>"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--topic", action="append")
    parser.add_argument("--size", action="append")
    parser.add_argument("--theme", action="append", choices=THEMES)
    asked = parser.parse_args()
    deck = load_deck(bundled_content())
    topics = [topic for topic in deck.topics if not asked.topic or topic.id in asked.topic]
    count = asyncio.run(make(asked.folder, topics, deck, asked))
    print(f"{count} pictures of {len(topics)} cards")


if __name__ == "__main__":
    main()
