"""The tree of a formula: what :func:`flashcards.maths.parse` makes and a renderer walks."""

from __future__ import annotations

from dataclasses import dataclass

from flashcards.reading.maths_symbols import Kind


@dataclass(frozen=True, slots=True)
class Symbol:
    """One character: a letter, digit, sign or Greek letter."""

    text: str
    kind: Kind = Kind.ORDINARY


@dataclass(frozen=True, slots=True)
class Text:
    r"""Upright words, from ``\text{…}``; spaces in it count. Also the source of what is unknown."""

    text: str


@dataclass(frozen=True, slots=True)
class Operator:
    r"""A name that is drawn upright, with a thin space to what follows: ``\log``."""

    name: str


@dataclass(frozen=True, slots=True)
class Space:
    """An explicit space.

    Attributes:
        em: its width in em; negative draws together.
    """

    em: float


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes side by side; an empty row is an empty group."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with a subscript, a superscript or both; the base may be an empty :class:`Row`."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another, with a line between."""

    over: Node
    under: Node


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or the root that ``index`` names."""

    body: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over its body.

    Attributes:
        mark: ``hat``, ``widehat``, ``bar`` or ``tilde``.
        body: what it stands over.
    """

    mark: str
    body: Node


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of cells, centred; every row has the same number of cells.

    Attributes:
        rows: at least one row of at least one cell.
        left: the fence on its left, or empty.
        right: the fence on its right, or empty.
    """

    rows: tuple[tuple[Node, ...], ...]
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Lines of cells that are alternately set to the right and to the left, so that they meet.

    Every row has the same number of cells. A cell that starts on a relation does so on purpose:
    the space before it is part of the cell.
    """

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Delimited:
    """A body between fences that grow with it; an empty string is no fence."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Coloured:
    """A body in one of the colours of :data:`flashcards.reading.maths_symbols.COLOURS`."""

    colour: str
    body: Node


Node = (
    Symbol
    | Text
    | Operator
    | Space
    | Row
    | Scripts
    | Fraction
    | Root
    | Accent
    | Matrix
    | Aligned
    | Delimited
    | Coloured
)
"""Any part of a formula."""
