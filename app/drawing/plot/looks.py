"""How lines and points of a meaning are drawn in cells, so that they differ without colour."""

from __future__ import annotations

from collections.abc import Mapping

from app.drawing.meaning import MEANINGS
from app.drawing.plot.canvas import FAINT
from app.drawing.signs import GlyphSet
from flashcards.models.figures.figure import Meaning, Weight

Dash = tuple[int, ...]
"""Dots drawn and dots left out, in turn; empty for a solid line."""

_DASHES: Mapping[str, Dash] = {
    "dashed": (5, 3),
    "dotted": (1, 2),
    "dash-dot": (6, 2, 1, 2),
    "thin": (1, 1),
}

_STROKES: Mapping[str, str] = {each.name: each.stroke for each in MEANINGS}

_HEADS: Mapping[GlyphSet, str] = {"unicode": "▸◂▴▾", "ascii": "><^v"}

BULLET: Mapping[GlyphSet, str] = {"unicode": "●", "ascii": "*"}
"""A point that has a row of cells for itself."""

SIGNS: Mapping[GlyphSet, Mapping[str, str]] = {
    "unicode": {"dot": "•", "ring": "○", "cross": "×"},
    "ascii": {"dot": "*", "ring": "o", "cross": "x"},
}
"""The characters that stand for points."""


def dash(meaning: Meaning, weight: Weight = "normal") -> Dash:
    """The dashes of a line; where many faint ones lie over each other they would be noise."""
    if weight == "faint" or thick(meaning, weight):
        return ()
    return _DASHES.get(_STROKES.get(meaning, ""), ())


def thick(meaning: Meaning, weight: Weight) -> bool:
    """Whether a line is two dots wide."""
    return weight == "thick" or (weight == "normal" and _STROKES.get(meaning) == "thick")


def style(meaning: Meaning, weight: Weight = "normal") -> str:
    """The style of a layer."""
    return meaning + FAINT if weight == "faint" else meaning


def head(dx: float, dy: float, glyphs: GlyphSet) -> str:
    """The sign at the tip of an arrow that goes by (dx, dy) dots, y down."""
    right, left, up, down = tuple(_HEADS[glyphs])
    if abs(dx) > abs(dy):
        return right if dx > 0 else left
    return down if dy > 0 else up
