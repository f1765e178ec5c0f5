"""The inside of a pair of axes: layers in the units of their data, painted as dots and signs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import sub
from typing import Any

from rich.cells import cell_len

from app.drawing.plot import cells, looks, strokes
from app.drawing.plot.canvas import ACROSS, DOWN, Canvas
from app.drawing.plot.scale import scale_of, shortened
from app.drawing.signs import GlyphSet
from flashcards.models.figures.figure import (
    Arrows,
    Axis,
    Band,
    Bars,
    Cells,
    Intervals,
    Layer,
    Line,
    Meaning,
    Points,
    Rug,
    Rule,
    Words,
)

WIDE = 26
"""Cells from which points keep their colour where lines cross them; in a smaller panel they would
hide the lines."""

APART = 4
"""Cells the narrowest bar has to have for a gap between it and the next."""

_EIGHTHS = " ▁▂▃▄▅▆▇█"


class Pane:
    """A rectangle of cells with a scale each way.

    Args:
        canvas: what is drawn on.
        left: its first column there.
        top: its first row.
        columns: how many cells it is wide.
        rows: how many it is high.
        axes: the horizontal and the vertical axis.
        glyphs: which characters may be used.
    """

    def __init__(
        self,
        canvas: Canvas,
        left: int,
        top: int,
        columns: int,
        rows: int,
        axes: tuple[Axis, Axis],
        glyphs: GlyphSet,
    ) -> None:
        self.canvas = canvas
        self.left, self.top, self.columns, self.rows = left, top, columns, rows
        self.glyphs = glyphs
        self.axes = axes
        self.across = scale_of(axes[0], columns * ACROSS)
        self.up = scale_of(axes[1], rows * DOWN)
        self.rank = int(columns >= WIDE)
        levels = max(len(axes[1].levels) / rows, len(axes[0].levels) / columns)
        self.crowded = levels > 1
        self.bullets = 0 < levels <= 1

    def paint(self, layers: Sequence[Layer]) -> None:
        """All layers, from back to front; words last, where nothing can cover them."""
        for layer in layers:
            if not isinstance(layer, Words):
                _PAINTERS[type(layer)](self, layer)
        for layer in layers:
            if isinstance(layer, Words):
                self.words(layer)

    # Places

    def x(self, value: float) -> float:
        """The dot column of a value, not rounded."""
        return self.across.place(value)

    def y(self, value: float) -> float:
        """The dot row of a value, from the top, not rounded."""
        return self.rows * DOWN - 1 - self.up.place(value)

    def inside(self, x: float, y: float) -> bool:
        """Whether a place in dots is one; false for NaN."""
        return -1 <= x <= self.columns * ACROSS and -1 <= y <= self.rows * DOWN

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The cell that a place in dots is in, kept inside."""
        column = round(min(max(x, 0), self.columns * ACROSS - 1)) // ACROSS
        row = round(min(max(y, 0), self.rows * DOWN - 1)) // DOWN
        return self.left + column, self.top + row

    def dot(self, x: int, y: int, style: str, rank: int = 0) -> None:
        """One dot, if it is inside."""
        if 0 <= x < self.columns * ACROSS and 0 <= y < self.rows * DOWN:
            self.canvas.dot(self.left * ACROSS + x, self.top * DOWN + y, style, rank)

    # Layers

    def points(self, layer: Points) -> None:
        """Small blots of dots; rings and crosses as signs."""
        style = looks.style(layer.meaning, layer.weight)
        sign = looks.SIGNS[self.glyphs][layer.sign]
        if self.bullets and layer.sign == "dot":
            sign = looks.BULLET[self.glyphs]
        dotted = self.glyphs == "unicode" and not self.bullets
        for x, y in self.places(layer.x, layer.y):
            if dotted and layer.sign == "dot":
                self.blot(x, y, style, layer.weight == "faint")
            elif dotted and self.crowded and layer.sign == "ring":
                for dx, dy in ((0, -1), (-1, 0), (1, 0), (0, 1)):
                    self.dot(round(x) + dx, round(y) + dy, style, self.rank)
            else:
                self.canvas.sign(*self.cell(x, y), sign, style, self.rank)

    def blot(self, x: float, y: float, style: str, small: bool) -> None:
        """A point as two by two dots; one dot where it is to stand back."""
        right, down = self.columns * ACROSS - 1, self.rows * DOWN - 1
        if small:
            self.dot(min(max(round(x), 0), right), min(max(round(y), 0), down), style)
            return
        left = min(max(round(x - 0.5), 0), right - 1)
        top = min(max(round(y - 0.5), 0), down - 1)
        for dx in (0, 1):
            for dy in (0, 1):
                self.dot(left + dx, top + dy, style, self.rank)

    def places(self, xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
        """Values as dots, without those that are outside or not numbers."""
        made = ((self.x(x), self.y(y)) for x, y in zip(xs, ys, strict=False))
        return [(x, y) for x, y in made if self.inside(x, y)]

    def line(self, layer: Line) -> None:
        """Dots along the line, with its dashes."""
        thick = looks.thick(layer.meaning, layer.weight)
        dash = looks.dash(layer.meaning, layer.weight)
        style = looks.style(layer.meaning, layer.weight)
        self.stroke(
            [(self.x(x), self.y(y)) for x, y in zip(layer.x, layer.y, strict=False)],
            style,
            dash,
            thick,
        )

    def stroke(
        self,
        places: Sequence[tuple[float, float]],
        style: str,
        dash: looks.Dash = (),
        thick: bool = False,
    ) -> None:
        """Dots from place to place; a place that is not a number breaks the line."""
        period, drawn = sum(dash), strokes.drawn(dash)
        at = 0.0
        wide, high = self.columns * ACROSS - 1, self.rows * DOWN - 1
        for (x0, y0), (x1, y1) in pairwise(places):
            part = strokes.clipped(x0, y0, x1, y1, wide, high)
            if part is None:
                continue
            x, y, to_x, to_y = part
            long = max(abs(to_x - x), abs(to_y - y))
            count = max(1, round(long))
            dx, dy = (to_x - x) / count, (to_y - y) / count
            beside = (0, 1) if abs(dx) >= abs(dy) else (1, 0)
            for i in range(count + 1):
                if not period or drawn[int(at + i * long / count) % period]:
                    column, row = round(x + i * dx), round(y + i * dy)
                    self.dot(column, row, style)
                    if thick:
                        self.dot(column + beside[0], row + beside[1], style)
            at += long

    def band(self, layer: Band) -> None:
        """A tinted ground between two fine lines."""
        low = [(self.x(x), self.y(y)) for x, y in zip(layer.x, layer.low, strict=False)]
        high = [(self.x(x), self.y(y)) for x, y in zip(layer.x, layer.high, strict=False)]
        for column in range(self.columns):
            middle = column * ACROSS + 0.5
            bottom, top = strokes.height_at(low, middle), strokes.height_at(high, middle)
            if bottom is None or top is None:
                continue
            if bottom < top:
                bottom, top = top, bottom
            first = max(0, math.ceil((top - 1.5) / DOWN))
            last = min(self.rows - 1, math.floor((bottom - 1.5) / DOWN))
            for row in range(first, last + 1):
                self.tint(column, row, layer.meaning)
        for edge in (low, high):
            self.stroke(edge, looks.style(layer.meaning), (1, 3))

    def tint(self, column: int, row: int, meaning: Meaning) -> None:
        """The ground of a cell; plain characters have a sign instead."""
        if self.glyphs == "unicode":
            self.canvas.ground(self.left + column, self.top + row, f"band-{meaning}")
        else:
            self.canvas.sign(self.left + column, self.top + row, ":", looks.style(meaning, "faint"))

    def intervals(self, layer: Intervals) -> None:
        """Bars with ends, of box-drawing characters."""
        style = looks.style(layer.meaning)
        for at, low, high in zip(layer.at, layer.low, layer.high, strict=False):
            if self.crowded and self.glyphs == "unicode":
                ends = (
                    [(self.x(low), self.y(at)), (self.x(high), self.y(at))]
                    if layer.along == "x"
                    else [(self.x(at), self.y(low)), (self.x(at), self.y(high))]
                )
                self.stroke(ends, style)
            elif layer.along == "x":
                self.lying(self.y(at), self.x(low), self.x(high), style)
            else:
                self.standing(self.x(at), self.y(high), self.y(low), style)

    def lying(self, y: float, low: float, high: float, style: str) -> None:
        """A bar along x."""
        if not (self.inside(0, y) and low <= high) or high < 0 or low > self.columns * ACROSS - 1:
            return
        first, row = self.cell(low, y)
        last, _ = self.cell(high, y)
        bar, begin, end, dot = "─├┤┼" if self.glyphs == "unicode" else "-|||"
        for column in range(first, last + 1):
            self.canvas.sign(column, row, bar, style)
        self.canvas.sign(first, row, begin if low >= 0 else bar, style)
        self.canvas.sign(last, row, end if high <= self.columns * ACROSS - 1 else bar, style)
        if first == last:
            self.canvas.sign(first, row, dot, style)

    def standing(self, x: float, top: float, bottom: float, style: str) -> None:
        """A bar along y."""
        if not (self.inside(x, 0) and top <= bottom) or bottom < 0 or top > self.rows * DOWN - 1:
            return
        column, first = self.cell(x, top)
        _, last = self.cell(x, bottom)
        bar, begin, end, dot = "│┬┴┼" if self.glyphs == "unicode" else "|--+"
        for row in range(first, last + 1):
            self.canvas.sign(column, row, bar, style)
        self.canvas.sign(column, first, begin if top >= 0 else bar, style)
        self.canvas.sign(column, last, end if bottom <= self.rows * DOWN - 1 else bar, style)
        if first == last:
            self.canvas.sign(column, first, dot, style)

    def arrows(self, layer: Arrows) -> None:
        """Lines with a head at their end."""
        style = looks.style(layer.meaning, layer.weight)
        for x, y, to_x, to_y in zip(layer.x, layer.y, layer.to_x, layer.to_y, strict=False):
            start, end = (self.x(x), self.y(y)), (self.x(to_x), self.y(to_y))
            self.stroke([start, end], style, thick=layer.weight == "thick")
            if layer.head and self.inside(*end) and self.inside(*start):
                dx, dy = end[0] - start[0], end[1] - start[1]
                if max(abs(dx) / ACROSS, abs(dy) / DOWN) >= 1:
                    self.canvas.sign(*self.cell(*end), looks.head(dx, dy, self.glyphs), style)

    def bars(self, layer: Bars) -> None:
        """A histogram in eighths of a cell; a bar of any height at all is seen."""
        style, ground = f"bar-{layer.meaning}", f"under-{layer.meaning}"
        base = self.y(max(0.0, self.up.low))
        least = base + 1 - DOWN / 8
        edges = [self.x(each) for each in layer.edges]
        if not (edges == sorted(edges) and all(map(math.isfinite, edges))):
            return
        starts = [round(each / ACROSS) for each in edges]
        gap = 1 if min(map(sub, starts[1:], starts), default=0) >= APART else 0
        for begin, end, height in zip(starts, starts[1:], layer.heights, strict=False):
            top = self.y(height)
            if not math.isfinite(top) or height <= 0:
                continue
            for column in range(max(0, begin), min(self.columns, max(end - gap, begin + 1))):
                self.column(column, min(top, least), base, style, ground)

    def column(self, column: int, top: float, base: float, style: str, ground: str) -> None:
        """One column of cells filled from the base up, in eighths."""
        upper = max(0.0, min(top, base) / DOWN)
        lower = (base + 1) / DOWN
        for row in range(int(upper), min(self.rows, math.ceil(lower))):
            filled = round((row + 1 - max(upper, row)) * 8)
            if filled >= 8 and self.glyphs == "unicode":
                self.canvas.sign(self.left + column, self.top + row, "█", style)
                self.canvas.ground(self.left + column, self.top + row, ground)
            elif filled:
                sign = _EIGHTHS[filled] if self.glyphs == "unicode" else "#" if filled > 3 else "_"
                self.canvas.sign(self.left + column, self.top + row, sign, style)

    def rug(self, layer: Rug) -> None:
        """Short strokes on an edge."""
        style = looks.style(layer.meaning)
        for value in layer.at:
            if layer.axis == "x":
                x = self.x(value)
                if self.inside(x, 0):
                    bottom = self.rows * DOWN - 1
                    for i in range(3):
                        self.dot(
                            min(max(round(x), 0), self.columns * ACROSS - 1), bottom - i, style
                        )
            else:
                y = self.y(value)
                if self.inside(0, y):
                    for i in range(2):
                        self.dot(i, min(max(round(y), 0), self.rows * DOWN - 1), style)

    def rule(self, layer: Rule) -> None:
        """A thin line from edge to edge."""
        style = "quiet" if layer.meaning == "plain" else looks.style(layer.meaning, "faint")
        if layer.axis == "x":
            x = self.x(layer.at)
            if self.inside(x, 0):
                column, _ = self.cell(x, 0)
                for row in range(self.top, self.top + self.rows):
                    self.canvas.sign(column, row, "│" if self.glyphs == "unicode" else "|", style)
        else:
            y = self.y(layer.at)
            if self.inside(0, y):
                _, row = self.cell(0, y)
                for column in range(self.left, self.left + self.columns):
                    self.canvas.sign(column, row, "─" if self.glyphs == "unicode" else "-", style)

    def words(self, layer: Words) -> None:
        """A few words at a place, moved up or down where others are; left out without room."""
        x, y = self.x(layer.x), self.y(layer.y)
        text = shortened([layer.text], self.columns)[0]
        if not text or not self.inside(x, y):
            return
        column, row = self.cell(x, y)
        long = cell_len(text)
        column -= {"start": 0, "middle": long // 2, "end": long - 1}[layer.anchor]
        column = min(max(column, self.left), self.left + self.columns - long)
        for moved in (0, -1, 1, -2, 2):
            if not self.top <= row + moved < self.top + self.rows:
                continue
            if all(self.canvas.free(column + i, row + moved) for i in range(long)):
                self.canvas.text(column, row + moved, text, looks.style(layer.meaning))
                return


_PAINTERS: dict[type[Any], Callable[[Pane, Any], None]] = {
    Points: Pane.points,
    Line: Pane.line,
    Band: Pane.band,
    Intervals: Pane.intervals,
    Arrows: Pane.arrows,
    Bars: Pane.bars,
    Rug: Pane.rug,
    Rule: Pane.rule,
    Cells: cells.paint,
}
