"""A card on the screen: its text and formulas, and the places of its live examples.

Text is laid out by :mod:`app.drawing.page` and shown by one widget for each stretch between two
live examples, so that a card opens at once: a widget for every paragraph took ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from textual.app import ComposeResult
from textual.content import Content, Span
from textual.geometry import Size
from textual.widget import Widget

from app.drawing import examples
from app.drawing.blocks import Block, Code, Live, Paragraph, Reader
from app.drawing.meaning import look
from app.drawing.page import Page
from app.drawing.runs import TIED, Line, Run
from app.drawing.signs import GlyphSet
from flashcards.cards import Example, Topic


def inline_content(source: str, glyphs: GlyphSet = "unicode") -> Content:
    """One line of inline Markdown (a key point, a question) as Content, free of markup."""
    line = Reader(glyphs).line(source)
    return to_content([tuple(Run(run.text.replace(TIED, " "), run.style) for run in line)])


def to_content(lines: Iterable[Line]) -> Content:
    """Lines of styled runs as Content; the theme gives the styles their looks."""
    text: list[str] = []
    spans: list[Span] = []
    at = 0
    for i, line in enumerate(lines):
        for run in (Run("\n"), *line) if i else line:
            if style := look(run.style):
                spans.append(Span(at, at + len(run.text), style))
            text.append(run.text)
            at += len(run.text)
    return Content("".join(text), spans=spans)


class Prose(Widget):
    """Blocks of a page, set anew for every width."""

    DEFAULT_CSS = """
    Prose { width: 1fr; height: auto; }
    """

    def __init__(self, blocks: Sequence[Block], glyphs: GlyphSet = "unicode") -> None:
        super().__init__()
        self.blocks = blocks
        self.glyphs = glyphs
        self._set: tuple[int, Content, int] = (-1, Content(), 0)

    def render(self) -> Content:
        """The lines at the width that there is."""
        return self._at(self.content_size.width)[0]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes."""
        return self._at(width)[1]

    def _at(self, width: int) -> tuple[Content, int]:
        """The text at a width and its number of lines; the last width is kept."""
        if self._set[0] != width:
            lines = Page(max(1, width), self.glyphs).lines(self.blocks)
            self._set = (width, to_content(lines), len(lines))
        return self._set[1:]


class LivePlace(Prose):
    """Where a live example will stand: what it computes, and that it is still to come."""

    DEFAULT_CSS = """
    LivePlace {
        border: round $border-blurred;
        border-title-color: $text-muted;
        border-subtitle-color: $text-muted;
        padding: 0 1;
        margin: 1 0;
    }
    LivePlace.-ascii { border: ascii $border-blurred; }
    """

    def __init__(self, example: Example, glyphs: GlyphSet = "unicode") -> None:
        super().__init__(_described(example, Reader(glyphs)), glyphs)
        dot = "·" if glyphs == "unicode" else "-"
        self.border_title = Content(examples.name(example, dot))
        self.border_subtitle = Content(examples.COMING)
        self.set_class(glyphs == "ascii", "-ascii")


def _described(example: Example, reader: Reader) -> list[Block]:
    """What the example will compute, its models, and what there will be to see."""
    blocks: list[Block] = []
    if title := examples.title(example):
        blocks.append(Paragraph(reader.line(title)))
    blocks.append(Code("r", "\n".join(example.models)))
    if shows := examples.shows(example):
        blocks.append(Paragraph((Run(f"To see: {', '.join(shows)}", "quiet"),)))
    return blocks


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
