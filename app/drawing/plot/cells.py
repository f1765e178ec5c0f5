"""Heat maps in cells: every step has a sign that is denser than the one before, and a colour."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.drawing.signs import GlyphSet
from flashcards.models.figures.figure import Cells, Meaning, Weight

if TYPE_CHECKING:
    from app.drawing.plot.pane import Pane

STEPS: Mapping[GlyphSet, str] = {"unicode": "·░▒▓█", "ascii": ".:+*#"}
"""The signs of the steps, from low to high."""


def style(meaning: Meaning, weight: Weight) -> str:
    """The style of a cell."""
    return f"pale-{meaning}" if weight == "faint" else f"cell-{meaning}"


def sign(step: int, glyphs: GlyphSet) -> str:
    """The sign of a step; beyond the last it stays."""
    signs = STEPS[glyphs]
    return signs[min(max(step, 0), len(signs) - 1)]


def paint(pane: Pane, layer: Cells) -> None:
    """Fill the rectangles; of several that share a cell of the terminal the last is seen."""
    look = style(layer.meaning, layer.weight)
    for x, y, value in zip(layer.x, layer.y, layer.values, strict=False):
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(value)):
            continue
        text = sign(layer.step(value), pane.glyphs)
        low, high = pane.up.share(y - 0.5), pane.up.share(y + 0.5)
        columns = _span(pane.across.share(x - 0.5), pane.across.share(x + 0.5), pane.columns)
        for row in _span(1 - high, 1 - low, pane.rows):
            for column in columns:
                pane.canvas.sign(pane.left + column, pane.top + row, text, look)


def _span(low: float, high: float, count: int) -> range:
    """The cells between two shares of a side, at least one, and only those inside."""
    first = math.floor(low * count + 0.5)
    last = max(first + 1, math.floor(high * count + 0.5))
    return range(max(first, 0), min(last, count))
