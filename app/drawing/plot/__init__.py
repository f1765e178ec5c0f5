"""Figures drawn in the cells of a terminal.

Braille dots make points and lines, box-drawing characters axes and error bars, eighth blocks
histograms, and a tinted ground bands. A figure that has no room is its sentence instead.
"""

from __future__ import annotations

from msgspec.structs import replace

from app.drawing.plot.canvas import Canvas
from app.drawing.plot.frame import Framer
from app.drawing.plot.heading import heading, printable
from app.drawing.plot.layout import LEAST_COLUMNS, Grid, arrange, labelled, titled
from app.drawing.plot.pane import Pane
from app.drawing.runs import Line, Run, padded, width, wrapped
from app.drawing.signs import GlyphSet
from flashcards.models.figures.figure import Figure

__all__ = ["draw", "good_height", "least_size"]

FEW_ROWS = 20
"""Rows that panels have on a small screen."""
MOST_ROWS = 48
"""Rows that no figure needs more of."""
WIDEST = 200
"""Columns up to which a least width is looked for."""
FAIR, GOOD = 4.5, 12.0
"""The score of panels that are easy to read, and of those that gain nothing by more room."""
FEW = 4
"""Panels that are looked at one by one rather than as a pattern."""


def draw(
    figure: Figure,
    columns: int,
    rows: int,
    glyphs: GlyphSet = "unicode",
    zoom: int | None = None,
) -> list[Line]:
    """A figure as lines of runs; their styles are names of meanings.

    Args:
        figure: any; values that are not finite are left out.
        columns: cells across.
        rows: cells down.
        glyphs: ``ascii`` draws with plain characters.
        zoom: the panel to draw alone, by its index; one that does not exist is no zoom.

    Returns:
        Exactly ``rows`` lines of at most ``columns`` cells. Where the panels have no room, the
        sentence of the figure.
    """
    if zoom is not None and 0 <= zoom < len(figure.panels):
        figure = replace(figure, panels=(figure.panels[zoom],), columns=0, facets=False)
    rows, columns = max(rows, 0), max(columns, 0)
    lines = _pictured(figure, columns, rows, glyphs) or _said(figure, columns, rows)
    return (lines + [()] * rows)[:rows]


def _pictured(figure: Figure, columns: int, rows: int, glyphs: GlyphSet) -> list[Line] | None:
    """The picture, or None where it has no room."""
    if not figure.panels:
        return None
    above = heading(figure, columns, rows, glyphs)
    shared = figure.facets and len(figure.panels) > 1
    caption = _caption(figure, columns, glyphs) if shared else ()
    grid = arrange(figure, columns, rows - len(above) - bool(caption))
    if grid is None and above:
        above, caption = [], ()
        grid = arrange(figure, columns, rows)
    if grid is None:
        return None
    lines = above + _panels(figure, grid, columns, rows - len(above), glyphs)
    if caption:
        lines[len(above) + grid.height] = caption
    return lines


def _panels(figure: Figure, grid: Grid, columns: int, rows: int, glyphs: GlyphSet) -> list[Line]:
    """The panels with their axes."""
    canvas = Canvas(columns, rows)
    framer = Framer(canvas, 0, glyphs)
    if figure.facets and len(grid.places) > 1:
        framer.together(grid.places)
    else:
        for place in grid.places:
            panel = place.panel
            framer.alone(place, titled(figure, panel), labelled(figure, panel))
    for place in grid.places:
        axes = (place.panel.x, place.panel.y)
        pane = Pane(canvas, place.left, place.top, place.columns, place.rows, axes, glyphs)
        pane.paint(place.panel.layers)
    return canvas.lines(glyphs == "ascii")


def _caption(figure: Figure, columns: int, glyphs: GlyphSet) -> Line:
    """The names of both axes in one line, for panels that share them."""
    up, right = ("↑ ", "→ ") if glyphs == "unicode" else ("up: ", "across: ")
    panel = figure.panels[0]
    names = [
        mark + axis.label
        for mark, axis in ((up, panel.y), (right, panel.x))
        if axis.label and axis.shown
    ]
    text = printable("   ".join(names))
    line: Line = (Run(text, "quiet"),) if text else ()
    return padded(line, columns, "right") if width(line) <= columns else ()


def _said(figure: Figure, columns: int, rows: int) -> list[Line]:
    """What a figure shows, in words."""
    if columns < 1:
        return []
    said = wrapped((Run(printable(figure.says or figure.title), "quiet"),), columns)
    return [line if width(line) <= columns else () for line in said[:rows]]


def least_size(figure: Figure) -> tuple[int, int]:
    """The fewest columns, and with them the fewest rows, in which a figure can still be read."""
    for columns in range(LEAST_COLUMNS + 2, WIDEST):
        if arrange(figure, columns, FEW_ROWS) is None:
            continue
        rows = next(r for r in range(1, FEW_ROWS + 1) if arrange(figure, columns, r))
        return columns, rows + len(heading(figure, columns, rows, "unicode")) + 1
    return 80, 24


def good_height(figure: Figure, columns: int) -> int:
    """Rows in which a figure of that width is easy to read, with a row for each of its levels."""
    if not figure.panels:
        return max(1, len(_said(figure, columns, 10)))
    lone = len(figure.panels) == 1 and not figure.panels[0].y.levels
    if lone:
        return min(32, max(14, columns // 5 + 2))
    above = len(heading(figure, columns, 24, "unicode")) + 1
    wanted = min(GOOD, max(FAIR, columns / (10 if len(figure.panels) <= FEW else 20)))
    fair = 0
    for rows in range(10, MOST_ROWS - above + 1):
        grid = arrange(figure, columns, rows)
        if grid is None or grid.score < wanted:
            continue
        fair = fair or rows + above
        if all(place.rows >= len(place.panel.y.levels) for place in grid.places):
            return rows + above
    return fair or MOST_ROWS
