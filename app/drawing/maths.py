r"""A formula drawn in the cells of a terminal, over as many rows as it needs.

Fractions are stacked, brackets grow, aligned rows meet at their ``&``. A script is written in
Unicode's small characters where they are all there, and in a row of its own where not: there is
no small σ or ε. :mod:`app.drawing.maths_inline` writes the same formula on one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from app.drawing.box import Box, beside, blank, extended, of, stacked, widened
from app.drawing.maths_flow import Part, equations, flow, kind_of, own_style
from app.drawing.maths_inline import Writer, is_word
from app.drawing.meaning import PLAIN
from app.drawing.signs import FENCES, OVER, SUBSCRIPTS, SUPERSCRIPTS, GlyphSet, sign, small
from flashcards.maths import (
    Accent,
    Aligned,
    Delimited,
    Fraction,
    Matrix,
    Node,
    Root,
    Scripts,
    parse,
)
from flashcards.reading.maths_symbols import Kind

HANG = 2
"""How far the later lines of a formula that had to be broken are moved in."""


@lru_cache(maxsize=256)
def draw(tex: str, glyphs: GlyphSet = "unicode") -> Box:
    """The formula as wide as it likes to be; one with something wrong in it as its source."""
    formula = parse(tex)
    if formula.problems:
        return stacked([of(line) for line in tex.strip().splitlines() or [""]], 0, "left")
    return Painter(glyphs).row(formula.tree)


@lru_cache(maxsize=256)
def fit(tex: str, room: int, glyphs: GlyphSet = "unicode") -> Box | None:
    """The formula in at most ``room`` cells, broken before ``=`` and ``+`` where it must be.

    Formulas that stand side by side go under each other first.

    Returns:
        None where even that does not fit; the one-line form, wrapped, is left then.
    """
    whole = draw(tex, glyphs)
    if whole.width <= room:
        return whole
    formula = parse(tex)
    if formula.problems:
        return None
    tree = formula.tree
    rows: Sequence[Sequence[Node]] = tree.rows if isinstance(tree, Aligned) else ((tree,),)
    lines = [line for row in rows for line in equations(_joined_cells(row, glyphs))]
    for painter in (Painter(glyphs), Painter(glyphs, air=0)):
        boxes = [painter.broken(line, room) for line in lines]
        found = [box for box in boxes if box is not None]
        if len(found) == len(boxes):
            return painter.lines(found, "left")
    return None


def _joined_cells(row: Sequence[Node], glyphs: GlyphSet) -> list[Part]:
    parts: list[Part] = []
    for cell in row:
        parts += flow(cell, glyphs, continued=bool(parts))
    return parts


class Painter:
    """Draws nodes as boxes, with one set of glyphs.

    Args:
        glyphs: what to draw with.
        air: cells of room around what is tall; 0 where there is little of it.
    """

    def __init__(self, glyphs: GlyphSet, air: int = 1) -> None:
        self.glyphs = glyphs
        self.air = air
        self.writer = Writer(glyphs)

    def row(self, node: Node, style: str = "", *, continued: bool = False) -> Box:
        """A row or any other node, with the space that belongs between its parts."""
        return self.parts(flow(node, self.glyphs, continued=continued, style=style))

    def parts(self, parts: Sequence[Part]) -> Box:
        """Parts side by side."""
        boxes: list[Box] = []
        for part in parts:
            box = self.node(part.node, part.style)
            tall = bool(boxes) and isinstance(part.node, Delimited | Matrix) and box.height > 1
            gap = max(part.gap, self.air if tall else 0)
            boxes += [blank(gap if self.air else min(gap, 1)), box]
        return beside(boxes)

    def broken(self, parts: Sequence[Part], room: int) -> Box | None:
        """Parts in lines of at most ``room`` cells, or None where one of them is too wide.

        A new line begins below the first relation where there is room for that.
        """
        pieces = _pieces(parts)
        first = self.parts(pieces[0]).width
        relation = first + pieces[1][0].gap if len(pieces) > 1 else 0
        for hang in (relation, HANG):
            boxes = self.filled(pieces, room, hang)
            if all(box.width <= room for box in boxes):
                return self.lines(boxes, "left")
        return None

    def filled(self, pieces: Sequence[list[Part]], room: int, hang: int) -> list[Box]:
        """Pieces in lines as full as can be, all but the first moved in."""
        lines: list[list[Part]] = [[]]
        for piece in pieces:
            indent = hang if len(lines) > 1 else 0
            if lines[-1] and self.parts([*lines[-1], *piece]).width + indent > room:
                lines.append([])
                piece = [replace(piece[0], gap=0), *piece[1:]]
            lines[-1] += piece
        boxes = [self.parts(line) for line in lines]
        return boxes[:1] + [beside([blank(hang), box]) for box in boxes[1:]]

    def node(self, node: Node, style: str) -> Box:
        """One part of a row."""
        match node:
            case Scripts():
                return self.scripts(node, style or own_style(node))
            case Accent():
                return self.accent(node, style or own_style(node))
            case Fraction(over, under):
                return self.fraction(self.row(over, style), self.row(under, style), style)
            case Root():
                return self.root(node, style)
            case Delimited(left, body, right):
                return self.fenced(left, self.row(body, style), right, style)
            case Matrix():
                return self.matrix(node, style)
            case Aligned(rows):
                return self.aligned(rows, style)
            case _:
                return beside([of(run.text, run.style) for run in self.writer.node(node, style)])

    # Scripts and accents

    def scripts(self, node: Scripts, style: str) -> Box:
        """A base with small characters beside it, or with rows over and under."""
        if kind_of(node) is Kind.LARGE:
            return self.limits(node, style)
        base = self.row(node.base, style)
        if base.height > 1:
            return self.at_corners(base, node, style)
        if self.glyphs == "ascii" or is_word(node.sub) or is_word(node.sup):
            line = self.writer.script(node.sub, "_", SUBSCRIPTS)
            line += self.writer.script(node.sup, "^", SUPERSCRIPTS)
            return beside([base, of(line, style)])
        below, above = self.small(node.sub, SUBSCRIPTS), self.small(node.sup, SUPERSCRIPTS)
        column = of((below or "") + (above or ""), style)
        over = [self.tight(node.sup, style)] if node.sup is not None and above is None else []
        under = [self.tight(node.sub, style)] if node.sub is not None and below is None else []
        scripts = stacked([*over, column, *under], sum(b.height for b in over), "left")
        return beside([base, scripts])

    def small(self, node: Node | None, table: Mapping[str, str]) -> str | None:
        """A script in small characters, or None where it has some that do not exist."""
        if node is None or self.glyphs == "ascii":
            return None
        return small(self.writer.text(node, tight=True), table)

    def tight(self, node: Node, style: str) -> Box:
        """A script in a row of its own: no space around its signs, no colours of its own."""
        return self.parts(flow(node, self.glyphs, tight=True, style=style or PLAIN))

    def at_corners(self, base: Box, node: Scripts, style: str) -> Box:
        """Scripts at the upper and lower right of something tall."""
        above = self.tight(node.sup, style) if node.sup else of("")
        below = self.tight(node.sub, style) if node.sub else of("")
        raised = self.small(node.sup, SUPERSCRIPTS)
        lowered = self.small(node.sub, SUBSCRIPTS)
        above = above if raised is None else of(raised, style)
        below = below if lowered is None else of(lowered, style)
        width = max(above.width, below.width)
        middle = [blank(width)] * max(0, base.height - above.height - below.height)
        column = stacked([above, *middle, below], 0, "left")
        column = Box(column.rows, column.width, base.baseline + column.height - base.height)
        return beside([base, column])

    def limits(self, node: Scripts, style: str) -> Box:
        """A sum with what it runs over under it and its end over it."""
        over = [self.tight(node.sup, style)] if node.sup is not None else []
        under = [self.tight(node.sub, style)] if node.sub is not None else []
        height = sum(box.height for box in over)
        return stacked([*over, self.row(node.base, style), *under], height)

    def accent(self, node: Accent, style: str) -> Box:
        """The accent on its letter, or in a row over what is longer."""
        body = self.row(node.body, style)
        if self.glyphs == "ascii" or (body.width == 1 and body.height == 1):
            return of(self.writer.accent(node), style)
        mark = OVER[node.mark]
        over = of(mark * body.width if node.mark == "bar" else mark, style)
        return stacked([over, body], body.baseline + 1)

    # Fractions and roots

    def fraction(self, over: Box, under: Box, style: str) -> Box:
        """One box over another, with a line between that is a little longer than both."""
        bar = of(self.rule() * (max(over.width, under.width) + 2), style)
        return stacked([over, bar, under], over.height)

    def rule(self) -> str:
        """What horizontal lines are made of."""
        return "─" if self.glyphs == "unicode" else "-"

    def root(self, node: Root, style: str) -> Box:
        """A sign before its body, with a roof over a body of several rows."""
        body = self.row(node.body, style)
        if body.height == 1:
            line = self.writer.node(node, style)
            return beside([of(run.text, run.style) for run in line])
        if self.glyphs == "ascii" or node.index is not None:
            name = f"root[{self.writer.text(node.index)}]" if node.index else "sqrt"
            return beside([of(name, style), self.fenced("(", body, ")", style)])
        roof = of(" ┌" + "─" * (body.width + 1), style)
        sides = [of(" │ ", style)] * (body.height - 1) + [of("√│ ", style)]
        walls = stacked(sides, body.baseline, "left")
        return stacked([roof, beside([walls, body])], body.baseline + 1, "left")

    # Brackets and rows

    def fenced(self, left: str, body: Box, right: str, style: str, pad: int | None = None) -> Box:
        """A box between brackets as tall as it is, with some room on its sides."""
        pad = self.air if pad is None else pad
        if body.height == 1:
            ends = [of(sign(fence, self.glyphs) if fence else "", style) for fence in (left, right)]
            return beside([ends[0], body, ends[1]])
        if {left, right} & {"{", "}"} and body.height % 2 == 0:  # a brace has a middle
            body = extended(body, 0, 1)
        before = [self.fence(left, body, style), blank(pad)] if left else []
        after = [blank(pad), self.fence(right, body, style)] if right else []
        return beside([*before, body, *after])

    def fence(self, fence: str, body: Box, style: str) -> Box:
        """One bracket as tall as a box of several rows."""
        pieces = FENCES[self.glyphs][fence]
        column = [pieces.top, *[pieces.side] * (body.height - 2), pieces.bottom]
        if pieces.middle:
            column[body.height // 2] = pieces.middle
        return stacked([of(piece, style) for piece in column], body.baseline)

    def matrix(self, node: Matrix, style: str) -> Box:
        """Cells in centred columns, two cells apart."""
        cells = [[self.row(cell, style) for cell in row] for row in node.rows]
        widths = [max(box.width for box in column) for column in zip(*cells, strict=True)]
        rows = []
        for row in cells:
            boxes = [widened(box, w, "center") for box, w in zip(row, widths, strict=True)]
            rows.append(beside([b for box in boxes for b in (blank(1 + self.air), box)][1:]))
        body = self.lines(rows, "center")
        body = Box(body.rows, body.width, (body.height - 1) // 2)
        return self.fenced(node.left, body, node.right, style, pad=1)

    def aligned(self, rows: Sequence[Sequence[Node]], style: str) -> Box:
        """Rows whose columns are set right and left by turns, so that they meet."""
        cells = [
            [self.row(cell, style, continued=i > 0) for i, cell in enumerate(row)] for row in rows
        ]
        for row, nodes in zip(cells, rows, strict=True):
            for i, node in enumerate(nodes[:-1]):
                if (parts := flow(node, self.glyphs)) and parts[-1].kind is Kind.RELATION:
                    row[i] = beside([row[i], blank(1)])
        widths = [max(box.width for box in column) for column in zip(*cells, strict=True)]
        lines = []
        for row in cells:
            boxes: list[Box] = []
            for i, (box, width) in enumerate(zip(row, widths, strict=True)):
                apart = [blank(2)] if i and i % 2 == 0 else []
                boxes += [*apart, widened(box, width, "left" if i % 2 else "right")]
            lines.append(beside(boxes))
        body = self.lines(lines, "left")
        return Box(body.rows, body.width, (body.height - 1) // 2)

    def lines(self, boxes: Sequence[Box], align: str) -> Box:
        """Boxes as lines under each other, with air between them where one is tall."""
        airy = any(box.height > 1 for box in boxes)
        apart = [b for box in boxes for b in ((blank(1), box) if airy else (box,))]
        return stacked(apart[1:] if airy else apart, 0, align)


def _pieces(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts cut before everything that may begin a new line."""
    pieces: list[list[Part]] = [[]]
    for part in parts:
        if part.breaks and pieces[-1]:
            pieces.append([])
        pieces[-1].append(part)
    return pieces
