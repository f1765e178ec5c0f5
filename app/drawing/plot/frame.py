"""Axes around panels: box-drawing lines, tick marks, numbers and names."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len

from app.drawing.plot.canvas import Canvas
from app.drawing.plot.layout import Place, bottom_side, left_side
from app.drawing.plot.scale import shortened
from app.drawing.signs import GlyphSet

QUIET, RULE, STRONG = "quiet", "rule", "strong"

_LINES: Mapping[GlyphSet, Mapping[str, str]] = {
    "unicode": {
        "side": "│", "base": "─", "left tick": "┤", "bottom tick": "┬", "corner": "└", "cross": "┴",
        "end": "┘", "top": "┬", "begin": "┌", "finish": "┐", "join": "┼", "west": "├", "east": "┤",
    },
    "ascii": {
        "side": "|", "base": "-", "left tick": "+", "bottom tick": "+", "corner": "+", "cross": "+",
        "end": "+", "top": "+", "begin": "+", "finish": "+", "join": "+", "west": "+", "east": "+",
    },
}  # fmt: skip


class Framer:
    """Draws what is around the inside of panels.

    Args:
        canvas: what is drawn on.
        down: rows above the grid.
        glyphs: which characters may be used.
    """

    def __init__(self, canvas: Canvas, down: int, glyphs: GlyphSet) -> None:
        self.canvas = canvas
        self.down = down
        self.glyphs = glyphs
        self.signs = _LINES[glyphs]
        self.minus = "−" if glyphs == "unicode" else "-"
        self.more = "…" if glyphs == "unicode" else "."

    def cut(self, text: str, room: int) -> str:
        """A text that fits."""
        return shortened([text], room, self.more)[0] if room > 0 else ""

    def put(self, column: int, row: int, sign: str, style: str = RULE) -> None:
        """One of the lines' signs."""
        self.canvas.sign(column, row, self.signs[sign], style)

    # Panels that stand apart

    def alone(self, place: Place, title: bool, label: bool) -> None:
        """An axis at the left and one below, a title over them."""
        panel, top = place.panel, place.top + self.down
        wide = place.left + place.columns - place.outer
        row = top - 1
        if label:
            self.canvas.text(place.outer, row, self.cut(panel.y.label, wide), QUIET)
            row -= 1
        if title:
            self.canvas.text(place.outer, row, self.cut(panel.title, wide), STRONG)
        bottom = top + place.rows
        if panel.y.shown:
            for i in range(place.rows):
                self.put(place.left - 1, top + i, "side")
            self.left_ticks(place, top)
        if panel.x.shown:
            for i in range(place.columns):
                self.put(place.left + i, bottom, "base")
            if panel.y.shown:
                self.put(place.left - 1, bottom, "corner")
            self.bottom_ticks(place, bottom)
            name = self.cut(panel.x.label, wide)
            start = place.left + (place.columns - cell_len(name)) // 2
            self.canvas.text(max(place.outer, start), bottom + 2, name, QUIET)

    def left_ticks(self, place: Place, top: int) -> None:
        """Marks on the left line, and their texts set against it."""
        room = place.left - 1 - place.outer
        found = left_side(place.panel, place.rows, self.minus).ticks()
        if room < 1 or not found:
            return
        texts = shortened([tick.text for tick in found], room, self.more)
        for tick, text in zip(found, texts, strict=True):
            row = top + place.rows - 1 - tick.cell
            self.put(place.left - 1, row, "left tick")
            self.canvas.text(place.left - 1 - cell_len(text), row, text, QUIET)

    def bottom_ticks(self, place: Place, row: int) -> None:
        """Marks on the line below, and their texts under it."""
        for tick in bottom_side(place.panel, place.columns, self.minus).ticks():
            self.put(place.left + tick.cell, row, "bottom tick")
            self.canvas.text(place.left + tick.start, row + 1, tick.text, QUIET)

    # Panels that touch

    def together(self, places: tuple[Place, ...]) -> None:
        """Lines between panels, titles in them, and ticks at the margin."""
        corners: dict[tuple[int, int], set[str]] = {}
        for place in places:
            top, bottom = place.top - 1 + self.down, place.top + place.rows + self.down
            left, right = place.left - 1, place.left + place.columns
            for column in range(place.left, right):
                self.put(column, top, "base")
                self.put(column, bottom, "base")
            for row in range(top + 1, bottom):
                self.put(left, row, "side")
                self.put(right, row, "side")
            for corner, ways in (
                ((left, top), "es"),
                ((right, top), "ws"),
                ((left, bottom), "en"),
                ((right, bottom), "wn"),
            ):
                corners.setdefault(corner, set()).update(ways)
        for (column, row), met in corners.items():
            self.put(column, row, _CORNERS["".join(sorted(met))])
        for place in places:
            self.titled(place)
            if place.first and place.panel.y.shown:
                self.left_ticks(place, place.top + self.down)
            if place.last and place.panel.x.shown:
                self.bottom_ticks(place, place.top + place.rows + self.down)

    def titled(self, place: Place) -> None:
        """The name of a panel in the line over it."""
        text = self.cut(place.panel.title, place.columns - 2)
        if text:
            self.canvas.text(place.left, place.top - 1 + self.down, f" {text} ", "")


_CORNERS = {
    "es": "begin", "sw": "finish", "en": "corner", "nw": "end", "esw": "top", "enw": "cross",
    "ens": "west", "nsw": "east", "ensw": "join", "ne": "corner",
}  # fmt: skip
