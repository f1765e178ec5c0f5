"""A card on the screen: its text and formulas, and the places of its live examples.

Text is laid out by :mod:`app.drawing.page` and shown by one widget for each stretch between two
live examples, so that a card opens at once: a widget for every paragraph took ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.widget import Widget

from app.drawing.blocks import Block, Live, Reader
from app.drawing.signs import GlyphSet
from app.widgets.live import LivePlace
from app.widgets.prose import Prose, inline_content, to_content
from flashcards.cards import Example, Topic

__all__ = ["Card", "LivePlace", "Prose", "inline_content", "to_content"]


class Card(Widget):
    """The open card: everything but its title and its key points."""

    DEFAULT_CSS = """
    Card { width: 1fr; max-width: 92; height: auto; layout: vertical; }
    """

    def __init__(
        self,
        topic: Topic,
        glyphs: GlyphSet = "unicode",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.topic = topic
        self.glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Stretches of text, and the places of live examples between them."""
        for part in _parts(self.topic, self.glyphs):
            if isinstance(part, Example):
                yield LivePlace(part, self.glyphs)
            else:
                yield Prose(part, self.glyphs)

    def show(self, topic: Topic) -> None:
        """Show another version of the card; what is the same in both stays as it is."""
        self.topic = topic
        parts = list(_parts(topic, self.glyphs))
        children = list(self.children)
        if [_kind(part) for part in parts] != [_kept(child) for child in children]:
            self.refresh(recompose=True)
            return
        for child, part in zip(children, parts, strict=True):
            if isinstance(child, Prose) and not isinstance(part, Example):
                child.show(part)

    def place_of(self, number: int) -> tuple[int, int] | None:
        """Where a block of the card stands: its first line in it, and how many it takes."""
        first = 0
        for child in self.children:
            if not isinstance(child, Prose) or not child.size:
                return None
            if isinstance(child, LivePlace):
                if number == first:
                    return child.virtual_region.y, child.outer_size.height
                first += 1
            elif number < first + len(child.blocks):
                top, height = child.place_of(number - first)
                return child.virtual_region.y + top, height
            else:
                first += len(child.blocks)
        return None


def _parts(topic: Topic, glyphs: GlyphSet) -> Iterator[tuple[Block, ...] | Example]:
    """Stretches of text, and the examples between them."""
    blocks = Reader(glyphs).blocks(topic.body, topic.examples)
    for live, group in groupby(blocks, lambda block: isinstance(block, Live)):
        if not live:
            yield tuple(group)
            continue
        yield from (block.example for block in group if isinstance(block, Live))


def _kind(part: tuple[Block, ...] | Example) -> Example | None:
    """What a widget must show to be kept: an example by all but its place; any text can change."""
    return replace(part, line=0) if isinstance(part, Example) else None


def _kept(child: Widget) -> Example | None:
    return replace(child.example, line=0) if isinstance(child, LivePlace) else None
