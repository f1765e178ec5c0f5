"""Blocks set as lines of a given width: the one layout of cards, in the app and in plain text.

Nothing is ever cut: what is too wide is broken where it reads best, and a formula or table that
cannot be drawn in the room is written out instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.drawing.blocks import (
    Block,
    Code,
    Divider,
    Formula,
    Heading,
    Listing,
    Live,
    Paragraph,
    Quote,
    Reader,
    Table,
)
from app.drawing.examples import sentences
from app.drawing.maths import fit
from app.drawing.maths_inline import inline_lines
from app.drawing.maths_speech import speak_lines
from app.drawing.rcode import highlight
from app.drawing.runs import TIED, Line, Run, joined, padded, plain, styled, trimmed, width, wrapped
from app.drawing.signs import GlyphSet

NARROW = 50
"""Below so many cells, formulas are moved in less."""

LEAST = 8
"""Room that text gets in any case, however deep it stands in lists."""

STRIP = 5
"""A column that would take more than so many times its lines is a thin strip."""

_NUMBER = re.compile(r"[−+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Page:
    """How blocks are set.

    Attributes:
        room: cells that a line may take.
        glyphs: what lines and formulas are drawn with.
        flat: whether formulas are written on one line each, for readers who go line by line.
        speak: whether formulas are written in words.
    """

    room: int
    glyphs: GlyphSet = "unicode"
    flat: bool = False
    speak: bool = False

    def lines(self, blocks: Sequence[Block]) -> list[Line]:
        """Blocks under each other, a blank line between them, none after a heading."""
        made: list[Line] = []
        for i, block in enumerate(blocks):
            if i and not isinstance(blocks[i - 1], Heading):
                made.append(())
            made += self.block(block)
        return made

    def block(self, block: Block) -> list[Line]:
        """One block."""
        match block:
            case Paragraph(text):
                return wrapped(text, self.room)
            case Heading(_, text):
                return wrapped(styled(text, "heading"), self.room)
            case Formula(tex):
                return self.formula(tex)
            case Code():
                return self.code(block)
            case Table():
                return self.table(block)
            case Listing():
                return self.listing(block)
            case Quote(blocks):
                bar = Run("│ " if self.glyphs == "unicode" else "| ", "quiet")
                inner = self.narrower(2).lines(blocks)
                return [joined(((bar,), styled(line, "quiet"))) for line in inner]
            case Divider():
                rule = "─" if self.glyphs == "unicode" else "-"
                return [(Run(rule * self.room, "rule"),)]
            case Live(example):
                said = Reader(self.glyphs, self.speak).line(sentences(example))
                return wrapped(said, self.room)

    def narrower(self, by: int) -> Page:
        """The same page with less room."""
        return replace(self, room=max(LEAST, self.room - by))

    # Formulas and code

    def formula(self, tex: str) -> list[Line]:
        """Drawn, moved in; written on one line where it may not or cannot be drawn."""
        indent = 2 if self.room < NARROW else 4
        room = max(LEAST, self.room - indent)
        if self.speak and (rows := speak_lines(tex)) is not None:
            return hung((line for row in rows for line in wrapped((Run(row),), room)), indent)
        if not self.flat and (box := fit(tex, room, self.glyphs)) is not None:
            return hung(map(trimmed, box.rows), indent)
        written = inline_lines(tex, self.glyphs) or [(Run(f"$${tex}$$", "code"),)]
        lines = [hung(wrapped(line, max(LEAST, room - 2)), 2, first=0) for line in written]
        return hung([line for each in lines for line in each], indent)

    def code(self, block: Code) -> list[Line]:
        """Code, moved in; a line that is too long goes on four cells further in."""
        made: list[Line] = []
        for text in block.text.expandtabs(4).rstrip("\n").split("\n"):
            bare = text.strip()
            line = highlight(bare) if block.language.lower() == "r" else (Run(bare),)
            lead = 2 + min(len(text) - len(text.lstrip()), self.room // 3)
            hang = 0 if lead + width(line) <= self.room else 4
            made += hung(
                wrapped(line, max(LEAST, self.room - lead - hang)), lead + hang, first=lead
            )
        return made

    # Lists

    def listing(self, block: Listing) -> list[Line]:
        """Items with a bullet or a number before their first line."""
        marks = self.marks(block)
        indent = max(map(len, marks), default=0)
        inner = self.narrower(indent)
        loose = any(sum(isinstance(b, Paragraph) for b in item) > 1 for item in block.items)
        made: list[Line] = []
        for i, (mark, item) in enumerate(zip(marks, block.items, strict=True)):
            if i and loose:
                made.append(())
            first, *rest = inner.item(item) or [()]
            made.append(joined(((Run(mark.rjust(indent), "quiet"),), first)))
            made += hung(rest, indent)
        return made

    def marks(self, block: Listing) -> list[str]:
        """What stands before each item."""
        if block.start is None:
            return ["• " if self.glyphs == "unicode" else "- "] * len(block.items)
        return [f"{block.start + i}. " for i in range(len(block.items))]

    def item(self, blocks: Sequence[Block]) -> list[Line]:
        """The blocks of an item; a list within it follows at once."""
        made: list[Line] = []
        for i, block in enumerate(blocks):
            if i and not isinstance(block, Listing):
                made.append(())
            made += self.block(block)
        return made

    # Tables

    def table(self, block: Table) -> list[Line]:
        """Columns side by side, or one record under the other where the room is too small."""
        if self.flat:
            return self.records(block)
        columns = [list(column) for column in zip(block.header, *block.rows, strict=True)]
        aligns = list(block.aligns)
        for i, (header, *cells) in enumerate(columns):
            if _numeric(cells):
                columns[i] = [header, *_levelled(cells)]
                aligns[i] = aligns[i] or "right"
        widths = shared(columns, self.room - 2 * (len(columns) - 1))
        if widths is None:
            return self.records(block)
        rows = zip(*columns, strict=True)
        head, *body = (self.cells(row, widths, aligns) for row in rows)
        line = "─" if self.glyphs == "unicode" else "-"
        rule = "  ".join(line * w for w in widths)
        made = [*(styled(line, "strong") for line in head), (Run(rule, "rule"),)]
        tall = any(len(row) > 1 for row in body)
        for i, row in enumerate(body):
            made += ([()] if i and tall else []) + row
        return made

    def cells(
        self, row: Sequence[Line], widths: Sequence[int], aligns: Sequence[str]
    ) -> list[Line]:
        """One row of a table, over as many lines as its longest cell takes."""
        columns = [wrapped(cell, room) for cell, room in zip(row, widths, strict=True)]
        made: list[Line] = []
        for i in range(max(map(len, columns))):
            parts: list[Line] = []
            for column, room, align in zip(columns, widths, aligns, strict=True):
                part = column[i] if i < len(column) else ()
                parts += [(Run("  "),) * bool(parts), padded(part, room, align or "left")]
            made.append(trimmed(joined(parts)))
        return made

    def records(self, block: Table) -> list[Line]:
        """Each row as lines of ``heading: value``."""
        made: list[Line] = []
        for row in block.rows:
            made += [()] if made else []
            for name, cell in zip(block.header, row, strict=True):
                label = joined((styled(name, "strong"), (Run(": "),))) if plain(name) else ()
                made += hung(wrapped(joined((label, cell)), max(LEAST, self.room - 2)), 2, first=0)
        return made


def hung(lines: Iterable[Line], indent: int, first: int | None = None) -> list[Line]:
    """Lines moved in, the first one by another amount where that is given."""
    made = []
    for i, line in enumerate(lines):
        by = first if i == 0 and first is not None else indent
        made.append(joined(((Run(" " * by),), line)) if line else ())
    return made


def shared(columns: Sequence[Sequence[Line]], room: int) -> list[int] | None:
    """Widths of columns that fit into the room, taken from the widest.

    Returns:
        None where not even the longest words fit, or a column would become a thin strip.
    """
    widths = [max(1, *(width(cell) for cell in column)) for column in columns]
    least = [max(1, *(_longest_word(cell) for cell in column)) for column in columns]
    if sum(least) > room:
        return None
    wanted = list(widths)
    while sum(widths) > room:
        spare = [(w, i) for i, (w, m) in enumerate(zip(widths, least, strict=True)) if w > m]
        widths[max(spare)[1]] -= 1
    strips = any(w * STRIP < full for w, full in zip(widths, wanted, strict=True))
    return None if strips else widths


def _longest_word(cell: Line) -> int:
    return max((width((Run(word),)) for word in re.split(r"[ \n]", plain(cell))), default=0)


def _numeric(cells: Sequence[Line]) -> bool:
    """Whether a column holds nothing but numbers."""
    return bool(cells) and all(_NUMBER.fullmatch(plain(cell)) for cell in cells)


def _levelled(cells: Sequence[Line]) -> list[Line]:
    """Numbers with tied spaces behind them, so that set to the right their points meet."""
    behind = [len(plain(cell).partition(".")[2]) + ("." in plain(cell)) for cell in cells]
    most = max(behind)
    return [
        joined((cell, (Run(TIED * (most - n)),))) for cell, n in zip(cells, behind, strict=True)
    ]
