"""A row of a formula as parts in a line: what follows what, with how much space between.

The spacing of TeX in whole cells, told once for drawings and for the one-line form.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.drawing import meaning
from app.drawing.signs import GlyphSet, sign
from flashcards.maths import Accent, Coloured, Fraction, Node, Operator, Row, Scripts, Space, Symbol
from flashcards.maths import Text as Words
from flashcards.reading.maths_symbols import Kind

_SPACED = {Kind.RELATION, Kind.BINARY}

WIDE = 3
"""Cells of a gap that tells one formula from the next."""


@dataclass(frozen=True, slots=True)
class Part:
    """One node of a row.

    Attributes:
        node: anything but a row, a colour or a space.
        kind: how it behaves towards its neighbours.
        style: the meaning of the colour around it, or an empty string.
        gap: cells of space before it.
    """

    node: Node
    kind: Kind
    style: str = ""
    gap: int = 0

    @property
    def breaks(self) -> bool:
        """Whether a formula that is too long may go on here in a new line."""
        return self.gap > 0 and self.kind in _SPACED

    @property
    def apart(self) -> bool:
        """Whether the author has set it apart from what is before it."""
        return self.gap >= WIDE and self.kind not in _SPACED


_EITHER = frozenset("+−±∓·×∗")  # two sides make them an operation, one side a sign
_BEFORE_A_SIGN = {Kind.BINARY, Kind.RELATION, Kind.OPEN, Kind.PUNCTUATION, Kind.LARGE}
_AFTER_A_SIGN = {Kind.RELATION, Kind.CLOSE, Kind.PUNCTUATION}


def flow(
    node: Node,
    glyphs: GlyphSet,
    *,
    tight: bool = False,
    continued: bool = False,
    style: str = "",
) -> list[Part]:
    """The parts of a node from left to right; a node that is no row is its only part.

    Args:
        node: any node.
        glyphs: what it will be drawn with; names in ASCII need space between them.
        tight: whether this is a script, which has no space around its signs.
        continued: whether something stands before it, so that a first ``+`` or ``=`` is no sign.
        style: the meaning of the colour around all of it.
    """
    parts: list[Part] = []
    space = 0.0
    for item, colour in _flat(node, style):
        if isinstance(item, Space):
            space += item.em
            continue
        parts.append(Part(item, kind_of(item), colour, _cells(space)))
        space = 0.0
    parts = [_settled(parts, i, continued) for i in range(len(parts))]
    for i, part in enumerate(parts):
        before = parts[i - 1] if i else None
        parts[i] = replace(part, gap=max(part.gap, _gap(before, part, glyphs, tight, continued)))
    if space > 0 and parts:
        parts.append(Part(Words(" " * _cells(space)), Kind.ORDINARY))
    return parts


def equations(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts cut where the author left a wide gap between two formulas."""
    cut: list[list[Part]] = [[]]
    for part in parts:
        if cut[-1] and part.apart and cut[-1][-1].kind not in _SPACED:
            cut.append([replace(part, gap=0)])
        else:
            cut[-1].append(part)
    return cut


def _cells(em: float) -> int:
    """An explicit space in cells: none for the thinnest, three for a quad."""
    return max(0, math.ceil(3 * em - 0.5))


def kind_of(node: Node) -> Kind:
    """How a node behaves towards its neighbours."""
    while isinstance(node, Scripts):
        node = node.base
    return node.kind if isinstance(node, Symbol) else Kind.ORDINARY


def base_of(node: Node) -> Node:
    """What the scripts and accents of a node belong to."""
    while isinstance(node, Scripts | Accent):
        node = node.base if isinstance(node, Scripts) else node.body
    return node


def own_style(node: Node) -> str:
    """The meaning of a symbol with its scripts: ζ₀ᵢ is a deviation, but ŷ is no outcome."""
    base = base_of(node)
    if not isinstance(base, Symbol):
        return ""
    hatted = isinstance(node.base if isinstance(node, Scripts) else node, Accent)
    return "" if hatted and base.text == "y" else meaning.of_letter(base.text)


def _flat(node: Node, style: str) -> list[tuple[Node, str]]:
    """Rows and colours opened up."""
    if isinstance(node, Row):
        return [pair for item in node.items for pair in _flat(item, style)]
    if isinstance(node, Coloured):
        return _flat(node.body, meaning.of_colour(node.colour))
    return [(node, style)]


def _settled(parts: list[Part], i: int, continued: bool) -> Part:
    """The part with its kind: whether a plus or minus is a sign shows only in the whole row."""
    part = parts[i]
    if not (isinstance(part.node, Symbol) and part.node.text in _EITHER):
        return part
    before = parts[i - 1] if i else None
    after = parts[i + 1] if i + 1 < len(parts) else None
    if before is None:
        lonely = not continued
    else:
        lonely = before.kind in _BEFORE_A_SIGN or isinstance(before.node, Operator)
    lonely = lonely or after is None or after.kind in _AFTER_A_SIGN
    return replace(part, kind=Kind.ORDINARY if lonely else Kind.BINARY)


def _gap(before: Part | None, part: Part, glyphs: GlyphSet, tight: bool, continued: bool) -> int:
    """Cells between two neighbours, but for what the author asked for."""
    if before is None:
        return int(continued and not tight and part.kind in _SPACED)
    if tight:
        return int(_clash(before.node, part.node, glyphs))
    wide = (
        part.kind in _SPACED
        or before.kind in _SPACED | {Kind.PUNCTUATION, Kind.LARGE}
        or (isinstance(base_of(before.node), Operator) and part.kind is not Kind.OPEN)
        or (isinstance(base_of(part.node), Operator) and before.kind is not Kind.OPEN)
        or _side_by_side(before, part)
        or _clash(before.node, part.node, glyphs)
    )
    return int(wide and part.kind not in {Kind.PUNCTUATION, Kind.CLOSE})


def _side_by_side(before: Part, part: Part) -> bool:
    """Whether two factors would run into each other: b₁ᵢ xᵢⱼ, and anything beside a fraction."""
    if {before.kind, part.kind} != {Kind.ORDINARY}:
        return part.kind is Kind.LARGE and before.kind is Kind.ORDINARY
    if isinstance(before.node, Fraction) or isinstance(part.node, Fraction):
        return True
    scripted = isinstance(before.node, Scripts) or isinstance(part.node, Scripts)
    return scripted and _is_letter(before.node) and _is_letter(part.node)


def _is_letter(node: Node) -> bool:
    base = base_of(node)
    return isinstance(base, Symbol) and base.text.isalpha()


def _clash(before: Node, node: Node, glyphs: GlyphSet) -> bool:
    """Whether two names in ASCII would become one word."""
    left, right = base_of(before), base_of(node)
    if glyphs != "ascii" or not (isinstance(left, Symbol) and isinstance(right, Symbol)):
        return False
    first, second = sign(left.text, glyphs), sign(right.text, glyphs)
    together = first[-1:].isalnum() and second[:1].isalnum()
    return together and (len(first) > 1 or len(second) > 1 or isinstance(before, Scripts))
