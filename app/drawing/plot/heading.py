"""What stands over the panels of a figure: its title, its legend, the name of the axis."""

from __future__ import annotations

from collections.abc import Sequence

from app.drawing.plot import looks
from app.drawing.plot.canvas import ACROSS, DOWN, Canvas
from app.drawing.plot.pane import Pane
from app.drawing.runs import Line, Run, joined, padded, width
from app.drawing.signs import GlyphSet
from flashcards.models.figures.figure import Axis, Figure, Key

SAMPLE = 6
"""Cells of a line in the legend."""
APART = "   "
TALL = 16
"""Rows from which a figure has its title over it."""


def heading(figure: Figure, columns: int, rows: int, glyphs: GlyphSet) -> list[Line]:
    """The lines over the panels: fewer where there is little room."""
    single = len(figure.panels) == 1
    title: Line = (Run(figure.title, "strong"),) if figure.title else ()
    label: Line = ()
    if single and figure.panels[0].y.shown and figure.panels[0].y.label:
        label = (Run(figure.panels[0].y.label, "quiet"),)
    legend = legend_lines(figure.legend, columns, glyphs)
    if single and rows >= TALL:
        above = [title] if title and width(title) <= columns else []
        return above + beside(label, legend, columns)
    if single:
        return beside(label or title, legend, columns)
    if rows < TALL and len(beside(title, legend, columns)) > 1:
        return beside((), legend, columns)
    return beside(title, legend, columns)


def beside(left: Line, right: Sequence[Line], columns: int) -> list[Line]:
    """Words at the left and a legend at the right, in one line where both fit."""
    left = left if width(left) <= columns else ()
    if not right:
        return [left] if left else []
    made = [padded(line, columns, "right") for line in right]
    if not left:
        return made
    gap = columns - width(left) - width(right[0])
    if len(right) > 1 or gap < len(APART):
        return [left, *made]
    return [joined((left, (Run(" " * gap),), right[0]))]


def legend_lines(keys: Sequence[Key], columns: int, glyphs: GlyphSet) -> list[Line]:
    """Samples with their words, as many in a line as have room."""
    lines: list[list[Line]] = []
    used = 0
    for key in keys:
        item = joined((sample(key, glyphs), (Run(f" {key.words}"),)))
        long = width(item)
        if lines and used + len(APART) + long <= columns:
            lines[-1] += [(Run(APART),), item]
            used += len(APART) + long
        elif long <= columns:
            lines.append([item])
            used = long
    return [joined(line) for line in lines]


def sample(key: Key, glyphs: GlyphSet) -> Line:
    """What a key looks like in the panels."""
    style = looks.style(key.meaning, key.weight)
    if key.sign == "points":
        return (Run("⠶" if glyphs == "unicode" else "*", style),)
    if key.sign == "band":
        text = "⣉⣉⣉" if glyphs == "unicode" else ":::"
        return (Run(text, f"{key.meaning} faint band-{key.meaning}"),)
    if key.sign == "bar":
        return (Run("▄█▆" if glyphs == "unicode" else "###", f"bar-{key.meaning}"),)
    canvas = Canvas(SAMPLE, 1)
    axis = Axis("", 0, 1)
    pane = Pane(canvas, 0, 0, SAMPLE, 1, (axis, axis), glyphs)
    thick = looks.thick(key.meaning, key.weight)
    dash = () if thick else looks.dash(key.meaning)
    pane.stroke([(0, DOWN // 2 - 1), (SAMPLE * ACROSS - 1, DOWN // 2 - 1)], style, dash, thick)
    if key.sign == "arrow":
        canvas.sign(SAMPLE - 1, 0, looks.head(1, 0, glyphs), style)
    return padded(canvas.lines(glyphs == "ascii")[0], SAMPLE)
