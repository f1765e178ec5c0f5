"""A card on the screen: its text and formulas, and the places of its live examples.

Text is laid out by :mod:`app.drawing.page` and shown by one widget for each stretch between two
live examples, so that a card opens at once: a widget for every paragraph took ten times as long.
"""

from __future__ import annotations

from itertools import groupby

from textual.app import ComposeResult
from textual.widget import Widget

from app.drawing.blocks import Live, Reader
from app.drawing.signs import GlyphSet
from app.widgets.live import LivePlace
from app.widgets.prose import Prose, inline_content, to_content
from flashcards.cards import Topic

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
        blocks = Reader(self.glyphs).blocks(self.topic.body, self.topic.examples)
        for live, group in groupby(blocks, lambda block: isinstance(block, Live)):
            if not live:
                yield Prose(tuple(group), self.glyphs)
                continue
            for block in group:
                if isinstance(block, Live):
                    yield LivePlace(block.example, self.glyphs)
