r"""A formula on one line: ``b₀ᵢ = γ₀₀ + ζ₀ᵢ``, or ``b_0i = gamma_00 + zeta_0i`` in ASCII.

Scripts become small characters where Unicode has all of them, and ``_…`` or ``^…`` where it has
not; fractions get a slash, and brackets where they need them. Nothing is ever left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.drawing.maths_flow import Part, flow, own_style
from app.drawing.runs import TIED, Line, Run, joined, plain, width
from app.drawing.signs import SUBSCRIPTS, SUPERSCRIPTS, GlyphSet, accented, sign, small
from flashcards.maths import (
    Accent,
    Aligned,
    Delimited,
    Fraction,
    Matrix,
    Node,
    Operator,
    Root,
    Scripts,
    Symbol,
    parse,
)
from flashcards.maths import Text as Words
from flashcards.reading.maths_symbols import Kind

SHORT = 16
"""A formula of at most so many cells is never broken."""


def inline(tex: str, glyphs: GlyphSet = "unicode") -> str | None:
    """The one-line form, or None for a formula that has something wrong with it."""
    line = inline_line(tex, glyphs)
    return None if line is None else plain(line).replace(TIED, " ")


def inline_line(tex: str, glyphs: GlyphSet = "unicode") -> Line | None:
    """The one-line form with its styles, to be wrapped: it breaks before signs only."""
    lines = inline_lines(tex, glyphs)
    if lines is None:
        return None
    made: list[Line] = []
    for line in lines:
        colon = bool(made) and plain(made[-1]).endswith((":", ","))
        made += [(Run(" " if colon else "; "),)] if made else []
        made.append(line)
    return joined(made)


def inline_lines(tex: str, glyphs: GlyphSet = "unicode") -> list[Line] | None:
    """As :func:`inline_line`, but each row of an aligned formula as a line of its own."""
    formula = parse(tex)
    if formula.problems:
        return None
    writer = Writer(glyphs)
    tree = formula.tree
    rows = tree.rows if isinstance(tree, Aligned) else ((tree,),)
    lines = [writer.cells(row) for row in rows]
    return [_tied(line) for line in lines if plain(line).strip()]


def _tied(line: Line) -> Line:
    if width(line) > SHORT:
        return line
    return tuple(Run(run.text.replace(" ", TIED), run.style) for run in line)


class Writer:
    """Writes nodes as lines, with one set of glyphs."""

    def __init__(self, glyphs: GlyphSet) -> None:
        self.glyphs = glyphs

    def row(
        self, node: Node, style: str = "", *, tight: bool = False, continued: bool = False
    ) -> Line:
        """A row or any other node, with the space that belongs between its parts."""
        parts = flow(node, self.glyphs, tight=tight, continued=continued, style=style)
        runs: list[Line] = []
        for i, part in enumerate(parts):
            gap = min(part.gap, 1) if _around_a_relation(parts, i) else part.gap
            runs.append((Run((" " if part.breaks else TIED) * gap),))
            line = self.node(part.node, part.style)
            alone = not isinstance(part.node, Fraction) or _stands_apart(parts, i)
            runs.append(line if alone else self.bracketed(line))
        return joined(runs)

    def text(self, node: Node, *, tight: bool = False) -> str:
        """A node without its styles."""
        return plain(self.row(node, tight=tight))

    def node(self, node: Node, style: str) -> Line:
        """One part of a row."""
        match node:
            case Symbol(text):
                slant = "variable" if text.isascii() and text.isalpha() else ""
                look = f"{style or own_style(node)} {slant}".strip()
                return (Run(sign(text, self.glyphs), look),)
            case Words(text):
                return (Run(text, style),)
            case Operator(name):
                return (Run(name, style),)
            case Scripts():
                return self.scripts(node, style or own_style(node))
            case Accent():
                return (Run(self.accent(node), style or own_style(node)),)
            case Fraction(over, under):
                return joined((self.factor(over, style), (Run("/"),), self.divisor(under, style)))
            case Root(body, index):
                return self.root(body, index, style)
            case Delimited(left, body, right):
                return self.fenced(left, self.row(body, style), right, style)
            case Matrix(rows, left, right):
                return self.fenced(left, self.listing(rows, style), right, style)
            case Aligned(rows):
                return _separated([self.cells(row, style) for row in rows], "; ")
            case _:
                return self.row(node, style)

    # Scripts

    def scripts(self, node: Scripts, style: str) -> Line:
        """The base, then the subscript, then the superscript; small ones first."""
        base = self.row(node.base, style)
        if isinstance(node.base, Fraction):
            base = self.bracketed(base)
        below = self.script(node.sub, "_", SUBSCRIPTS)
        above = self.script(node.sup, "^", SUPERSCRIPTS)
        if below.startswith("_") and above and not above.startswith("^"):
            below, above = above, below
        return joined((base, (Run(below + above, style),)))

    def script(self, node: Node | None, marker: str, table: Mapping[str, str]) -> str:
        """One script: small where all of it can be, else behind its marker."""
        if node is None:
            return ""
        text = self.text(node, tight=True)
        if self.glyphs == "unicode" and not is_word(node):
            made = small(text, table)
            if made is not None:
                return made
        if text in {"′", "'"}:
            return text
        whole = text.isalnum() or len(text) == 1 or _enclosed(text)
        return f"{marker}{text}" if whole else f"{marker}({text})"

    def accent(self, node: Accent) -> str:
        """The accent over a single letter, or its name around anything longer."""
        text = self.text(node.body)
        if self.glyphs == "unicode" and len(text) == 1:
            return accented(text, node.mark)
        return f"{node.mark.removeprefix('wide')}({text})"

    # Fractions and roots

    def factor(self, node: Node, style: str) -> Line:
        """What stands over a slash: bracketed when it is a sum or a fraction."""
        parts = flow(node, self.glyphs)
        line = self.row(node, style)
        sum_like = any(p.kind in {Kind.BINARY, Kind.RELATION, Kind.PUNCTUATION} for p in parts)
        loose = sum_like or any(isinstance(p.node, Fraction | Aligned) for p in parts)
        return self.bracketed(line) if loose and not _enclosed(plain(line)) else line

    def divisor(self, node: Node, style: str) -> Line:
        """What stands under a slash: bracketed unless it is one thing."""
        parts = flow(node, self.glyphs)
        line = self.row(node, style)
        text = plain(line)
        whole = text.replace(".", "").isdigit() or _enclosed(text)
        whole = whole or (len(parts) == 1 and not _loose(parts[0].node))
        return line if whole else self.bracketed(line)

    def root(self, body: Node, index: Node | None, style: str) -> Line:
        """``√x``, ``√(x + y)``, ``³√x``."""
        line = self.row(body, style)
        parts = flow(body, self.glyphs)
        loose = len(parts) > 1 or isinstance(parts[0].node, Fraction) if parts else True
        if (loose or self.glyphs == "ascii") and not _enclosed(plain(line)):
            line = self.bracketed(line)
        sign_ = sign("√", self.glyphs)
        if index is None:
            return joined(((Run(sign_, style),), line))
        order = small(self.text(index, tight=True), SUPERSCRIPTS)
        if self.glyphs == "unicode" and order is not None:
            return joined(((Run(order + sign_, style),), line))
        return joined(((Run(f"root[{self.text(index)}]", style),), line))

    # Brackets and rows

    def bracketed(self, line: Line) -> Line:
        """The line in round brackets."""
        return joined(((Run("("),), line, (Run(")"),)))

    def fenced(self, left: str, line: Line, right: str, style: str) -> Line:
        """The line between two fences, either of which may be empty."""
        ends = [Run(sign(fence, self.glyphs) if fence else "", style) for fence in (left, right)]
        return joined(((ends[0],), line, (ends[1],)))

    def listing(self, rows: Sequence[Sequence[Node]], style: str) -> Line:
        """The cells of a matrix: commas within a row, semicolons between rows."""
        lines = [_separated([self.row(cell, style) for cell in row], ", ") for row in rows]
        return _tied(_separated(lines, "; "))

    def cells(self, row: Sequence[Node], style: str = "") -> Line:
        """The cells of an aligned row, side by side."""
        made: Line = ()
        for cell in row:
            last = plain(made)[-1:]
            line = self.row(cell, style, continued=bool(last))
            open_end = last in set("=~<>≤≥≈≠∼") and not plain(line).startswith((" ", TIED))
            made = joined((made, (Run(" " * open_end),), line))
        return made


def is_word(node: Node | None) -> bool:
    """Whether a script is a word, too long to be read in small characters: ``L_full``."""
    return isinstance(node, Words) and len(node.text.strip()) > 2


def _loose(node: Node) -> bool:
    """Whether a single part still needs brackets under a slash."""
    return isinstance(node, Fraction) or (isinstance(node, Words) and " " in node.text.strip())


def _separated(lines: Sequence[Line], by: str) -> Line:
    return joined(part for i, line in enumerate(lines) for part in ((Run(by),) * (i > 0), line))


def _around_a_relation(parts: Sequence[Part], i: int) -> bool:
    """Whether a gap belongs to a relation, which needs no more than one cell on one line."""
    return Kind.RELATION in {part.kind for part in parts[max(0, i - 1) : i + 1]}


def _stands_apart(parts: Sequence[Part], i: int) -> bool:
    """Whether the neighbours of a fraction cannot be taken for a part of it."""
    before = parts[i - 1] if i else None
    after = parts[i + 1] if i + 1 < len(parts) else None
    fine_before = before is None or before.kind in {
        Kind.BINARY, Kind.RELATION, Kind.OPEN, Kind.PUNCTUATION,
    }  # fmt: skip
    fine_after = after is None or after.kind in {
        Kind.BINARY, Kind.RELATION, Kind.CLOSE, Kind.PUNCTUATION,
    }  # fmt: skip
    return fine_before and fine_after


def _enclosed(text: str) -> bool:
    """Whether one pair of brackets goes around all of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return False
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return i == len(text) - 1
    return False
