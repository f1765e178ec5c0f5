"""A card's Markdown as blocks of styled text: read once, then set at any width.

Only :mod:`flashcards.reading.markup` knows Markdown; here its tokens become what a page consists
of. A token that is not known is shown as its own text, never left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.drawing.maths_inline import inline_line
from app.drawing.maths_speech import speak as in_words
from app.drawing.runs import TIED, Line, Run, joined, styled
from app.drawing.signs import GlyphSet
from flashcards.cards import Example
from flashcards.reading.characters import clean
from flashcards.reading.markup import parser

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SHORT = 24
"""Inline code of at most so many characters is never broken."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that is wrapped."""

    text: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its level from 1 to 6."""

    level: int
    text: Line


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a place of its own, as its source."""

    tex: str


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code, and the language that the author named."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as ``aligns`` has entries.

    Attributes:
        header: the first row.
        rows: the others.
        aligns: for each column ``left``, ``center``, ``right``, or nothing where not said.
    """

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    aligns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Items, each of them blocks.

    Attributes:
        items: in order.
        start: number of the first, or None for a list with bullets.
    """

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks that are set apart."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A line across the page."""


@dataclass(frozen=True, slots=True)
class Live:
    """The place of a live example."""

    example: Example


Block = Paragraph | Heading | Formula | Code | Table | Listing | Quote | Divider | Live
"""Any part of a page."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads Markdown for one kind of terminal, or for the ear.

    Attributes:
        glyphs: what formulas are written with.
        speak: whether they are written in words instead.
    """

    glyphs: GlyphSet = "unicode"
    speak: bool = False

    def line(self, source: str) -> Line:
        """One line of inline Markdown: a key point, a question, a title."""
        tokens = _parser().parseInline(clean(source))
        return joined(self._inline(token.children or []) for token in tokens)

    def blocks(self, source: str, examples: Sequence[Example] = ()) -> tuple[Block, ...]:
        """A whole page; its ``live`` fences stand for the examples, in order."""
        tokens = iter(_parser().parse(clean(source)))
        return tuple(self._blocks(tokens, iter(examples)))

    def formula(self, tex: str) -> Line:
        """A formula within text; one with something wrong in it as its source."""
        if self.speak:
            words = in_words(tex)
            return (Run(f"${tex}$" if words is None else words),)
        line = inline_line(tex, self.glyphs)
        return (Run(f"${tex}$", "code"),) if line is None else line

    # Blocks

    def _blocks(
        self, tokens: Iterator[Token], examples: Iterator[Example], until: str = ""
    ) -> Iterator[Block]:
        for token in tokens:
            if token.type == until:
                return
            block = self._block(token, tokens, examples)
            if block is not None:
                yield block

    def _block(
        self, token: Token, tokens: Iterator[Token], examples: Iterator[Example]
    ) -> Block | None:
        """The block that a token opens, its tokens taken up to its end."""
        match token.type:
            case "inline":
                return Paragraph(self._inline(token.children or []))
            case "heading_open":
                return Heading(int(token.tag[1:]), self._inside(tokens, "heading_close"))
            case "math_block" | "math_block_label":
                return Formula(token.content.strip())
            case "fence" if token.info.split()[:1] == ["live"]:
                example = next(examples, None)
                return Code("live", token.content) if example is None else Live(example)
            case "fence" | "code_block":
                return Code(next(iter(token.info.split()), ""), token.content)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, tokens, examples)
            case "blockquote_open":
                return Quote(tuple(self._blocks(tokens, examples, "blockquote_close")))
            case "table_open":
                return self._table(tokens)
            case "hr":
                return Divider()
            case _ if token.content:
                return Paragraph((Run(token.content.strip()),))
            case _:  # a paragraph's own opening and closing
                return None

    def _inside(self, tokens: Iterator[Token], until: str) -> Line:
        lines = []
        for token in tokens:
            if token.type == until:
                break
            lines.append(self._inline(token.children or []))
        return joined(lines)

    def _list(self, token: Token, tokens: Iterator[Token], examples: Iterator[Example]) -> Listing:
        end = token.type.replace("_open", "_close")
        start = int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None
        items = []
        for inner in tokens:
            if inner.type == end:
                break
            if inner.type == "list_item_open":
                items.append(tuple(self._blocks(tokens, examples, "list_item_close")))
        return Listing(tuple(items), start)

    def _table(self, tokens: Iterator[Token]) -> Table:
        rows: list[list[Line]] = []
        aligns: list[str] = []
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                if len(rows) == 1:
                    aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
                rows[-1].append(self._inside(tokens, token.type.replace("_open", "_close")))
        header, *others = rows
        return Table(tuple(header), tuple(map(tuple, others)), tuple(aligns))

    # Inline

    def _inline(self, tokens: Sequence[Token]) -> Line:
        lines: list[Line] = []
        styles: list[str] = []
        links: list[str] = []
        for token in tokens:
            if token.type in _STYLES:
                styles.append(_STYLES[token.type])
            elif token.type in {"em_close", "strong_close", "s_close"}:
                styles.pop()
            elif token.type == "link_open":
                links.append(str(token.attrs.get("href", "")))
            elif token.type == "link_close":
                lines.append(_address(links.pop(), lines))
            else:
                lines.append(styled(self._leaf(token), " ".join(styles + ["link"] * bool(links))))
        return joined(lines)

    def _leaf(self, token: Token) -> Line:
        """A token that holds no others."""
        match token.type:
            case "softbreak":
                return (Run(" "),)
            case "hardbreak":
                return (Run("\n"),)
            case "code_inline":
                text = token.content
                return (Run(text.replace(" ", TIED) if len(text) <= SHORT else text, "code"),)
            case "math_inline" | "math_inline_double":
                return self.formula(token.content.strip())
            case "image":
                return (Run(f"[picture: {token.content}]", "quiet"),)
            case _:
                return (Run(re.sub(r"\s+", " ", token.content)),)


@cache
def _parser() -> MarkdownIt:
    """One parser for all: making it takes longer than reading a card."""
    return parser()


_STYLES = {"em_open": "em", "strong_open": "strong", "s_open": "s"}


def _address(href: str, lines: Sequence[Line]) -> Line:
    """Where a link leads, to be read: nothing on the screen opens anything."""
    shown = "".join(run.text for line in lines for run in line)
    if not href.startswith(("https://", "http://", "mailto:")) or shown.endswith(href):
        return ()
    return (Run(f" ({href})", "quiet"),)
