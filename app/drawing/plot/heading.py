"""What stands over the panels of a figure: its title, its legend, the name of the axis."""

from __future__ import annotations

from collections.abc import Sequence

from app.drawing.plot import cells, looks
from app.drawing.plot.canvas import ACROSS, DOWN, Canvas
from app.drawing.plot.pane import Pane
from app.drawing.runs import Line, Run, joined, padded, width
from app.drawing.signs import GlyphSet
from flashcards.models.figures.figure import Axis, Figure, Key, Points, Rug

SAMPLE = 6
"""Cells of a line in the legend."""
APART = "   "
TALL = 16
"""Rows from which one panel has the figure's title over it."""
LEAST_WORDS = 8
"""Cells that words of the legend must have to be worth cutting."""
MANY = 30
"""Rows from which several panels have it even where that takes a line more."""


def heading(figure: Figure, columns: int, rows: int, glyphs: GlyphSet) -> list[Line]:
    """The lines over the panels: fewer where there is little room."""
    single = len(figure.panels) == 1
    title = _words(figure.title, "strong", columns)
    axis = figure.panels[0].y
    label = _words(axis.label, "quiet", columns) if single and axis.shown else ()
    items = [_item(figure, key, columns, glyphs) for key in figure.legend]
    items = [item for item in items if width(item) <= columns]
    if single and rows < TALL and label:
        return beside([label], items, columns)
    with_title = beside([line for line in (title, label) if line], items, columns)
    if single or rows >= MANY:
        return with_title
    without = beside([], items, columns)
    return with_title if len(with_title) <= max(1, len(without)) else without


def _item(figure: Figure, key: Key, columns: int, glyphs: GlyphSet) -> Line:
    """A key and its words, which are cut where they alone would take more than a line."""
    shown = sample(figure, key, glyphs)
    words = printable(key.words)
    room = columns - width(shown) - 1
    if width((Run(words),)) > room >= LEAST_WORDS:
        more = "…" if glyphs == "unicode" else "..."
        while words and width((Run(words + more),)) > room:
            words = words[:-1]
        words = words.rstrip(" ,:") + more
    return joined((shown, (Run(f" {words}"),)))


def _words(text: str, style: str, columns: int) -> Line:
    """A text that has room, or none."""
    line: Line = (Run(printable(text), style),) if text else ()
    return line if width(line) <= columns else ()


def printable(text: str) -> str:
    """Text without control characters."""
    return "".join(char if char.isprintable() else " " for char in text)


def beside(left: Sequence[Line], items: Sequence[Line], columns: int) -> list[Line]:
    """Words at the left and a legend at the right, in as few lines as have room for both.

    Args:
        left: lines of words; where there are several, the last of them stays the last.
        items: parts of the legend, none wider than a line.
        columns: cells across.
    """
    if not items:
        return list(left)
    last = _filled(left[-1] if left else (), items, columns)
    if last[1] == len(items):
        return [*left[:-1], last[0]]
    for extra in range(len(items) + 1):
        made: list[Line] = []
        done = 0
        more: list[Line] = [()] * extra
        for line in [*left, *more] if len(left) == 1 else [*left[:-1], *more, *left[-1:]]:
            full, count = _filled(line, items[done:], columns)
            made.append(full)
            done += count
        if done == len(items):
            return [line for line in made if line]
    return list(left)


def _filled(line: Line, items: Sequence[Line], columns: int) -> tuple[Line, int]:
    """A line with as many items at its right as have room, and how many those are."""
    room = columns - width(line) - len(APART) * bool(line)
    taken: list[Line] = []
    used = 0
    for item in items:
        needed = width(item) + len(APART) * bool(taken)
        if used + needed > room:
            break
        taken += [(Run(APART),)] * bool(taken) + [item]
        used += needed
    if not taken:
        return line, 0
    gap = (Run(" " * (columns - width(line) - used)),)
    return joined((line, gap, *taken)), len([each for each in taken if each != (Run(APART),)])


def sample(figure: Figure, key: Key, glyphs: GlyphSet) -> Line:
    """What a key looks like in the panels."""
    style = looks.style(key.meaning, key.weight)
    plain = glyphs == "ascii"
    if key.sign == "points":
        return (Run(_point(figure, key, glyphs), style),)
    if key.sign == "band":
        return (Run(":::" if plain else "⣉⣉⣉", f"{key.meaning} band-{key.meaning}"),)
    if key.sign == "cell":
        return (Run(cells.sign(key.step, glyphs), cells.style(key.meaning, key.weight)),)
    if key.sign == "bar":
        if any(isinstance(each, Rug) and each.meaning == key.meaning for each in _layers(figure)):
            return (Run("|||" if plain else "⡆⡆⡆", style),)
        return (Run("###" if plain else "▄█▆", f"bar-{key.meaning}"),)
    canvas = Canvas(SAMPLE, 1)
    axis = Axis("", 0, 1)
    pane = Pane(canvas, 0, 0, SAMPLE, 1, (axis, axis), glyphs)
    ends = [(0, DOWN // 2 - 1), (SAMPLE * ACROSS - 1, DOWN // 2 - 1)]
    thick = looks.thick(key.meaning, key.weight)
    if key.sign == "arrow":
        pane.stroke(ends, style, thick=key.weight == "thick")
        canvas.sign(SAMPLE - 1, 0, looks.head(1, 0, glyphs), style)
    else:
        pane.stroke(ends, style, looks.dash(key.meaning, key.weight), thick)
    return padded(canvas.lines(plain)[0], SAMPLE)


def _layers(figure: Figure) -> list[object]:
    return [layer for panel in figure.panels for layer in panel.layers]


def _point(figure: Figure, key: Key, glyphs: GlyphSet) -> str:
    """The sign of the first points that have the meaning of a key."""
    signs = (e.sign for e in _layers(figure) if isinstance(e, Points) and e.meaning == key.meaning)
    sign = next(signs, "dot")
    if sign == "dot" and glyphs == "unicode":
        levels = any(panel.y.levels or panel.x.levels for panel in figure.panels)
        return looks.BULLET[glyphs] if levels else "⠶"
    return looks.SIGNS[glyphs][sign]
