"""A card as plain lines of text: for screen readers, for pipes, for any terminal at all.

The same blocks and the same layout as on the screen, but formulas stay on one line each, in
characters or in words, and live examples are told in sentences.
"""

from __future__ import annotations

from app.drawing.blocks import Reader
from app.drawing.page import Page, hung
from app.drawing.runs import TIED, Line, Run, joined, plain, wrapped
from app.drawing.signs import GlyphSet
from flashcards.cards import Topic


def card_lines(
    topic: Topic,
    width: int,
    *,
    speak: bool = False,
    points: bool = True,
    glyphs: GlyphSet = "unicode",
) -> list[str]:
    """The card, wrapped.

    Args:
        topic: the card.
        width: cells that a line may take.
        speak: whether formulas are written in words.
        points: whether the key points follow, as numbered lines.
        glyphs: what formulas are written with.
    """
    reader = Reader(glyphs, speak)
    page = Page(width, glyphs, flat=True, speak=speak)
    lines = [*wrapped((Run(topic.title),), width), ()]
    lines += page.lines(reader.blocks(topic.body, topic.examples))
    if points:
        lines += [(), (Run("Key points"),), *_points(topic, width, reader)]
    return [plain(line) for line in lines]


def plain_inline(source: str, *, speak: bool = False, glyphs: GlyphSet = "unicode") -> str:
    """One line of inline Markdown as plain text: a key point, a question, a title."""
    return plain(Reader(glyphs, speak).line(source)).replace(TIED, " ").replace("\n", " ")


def _points(topic: Topic, width: int, reader: Reader) -> list[Line]:
    """Key points, numbered, the later lines of each moved in."""
    lines: list[Line] = []
    indent = len(f"{len(topic.key_points)}. ")
    for number, point in enumerate(topic.key_points, 1):
        first, *rest = wrapped(reader.line(point.text), max(8, width - indent))
        lines.append(joined(((Run(f"{number}. ".rjust(indent)),), first)))
        lines += hung(rest, indent)
    return lines
