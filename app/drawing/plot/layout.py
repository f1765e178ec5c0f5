"""Where panels go: how many side by side, how large, and what room their ticks need."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from app.drawing.plot.canvas import ACROSS, DOWN
from app.drawing.plot.scale import Side, limits
from flashcards.models.figures.figure import Axis, Figure, Panel

LEAST_COLUMNS, LEAST_ROWS = 6, 2
"""Cells of the smallest panel that still shows something."""

SHAPE = 2.6
"""Cells across for each cell down in the panel that is easiest to read."""

GAP = 2
"""Cells between two panels that have axes of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one panel is drawn.

    Attributes:
        panel: which one.
        left: first column of its inside.
        top: first row of its inside.
        columns: cells of its inside, across.
        rows: and down.
        outer: first column that belongs to it, its tick texts included.
        first: whether it stands at the left margin.
        last: whether none stands below it.
    """

    panel: Panel
    left: int
    top: int
    columns: int
    rows: int
    outer: int
    first: bool = True
    last: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """Panels in rows.

    Attributes:
        places: in the order of the panels.
        score: how well it can be read; larger is better.
        height: rows that it takes.
    """

    places: tuple[Place, ...]
    score: float
    height: int


def bottom_side(panel: Panel, columns: int, minus: str) -> Side:
    """The side for the ticks of x."""
    return Side(panel.x, columns, ACROSS, max(2, columns // 12), True, minus)


def left_side(panel: Panel, rows: int, minus: str) -> Side:
    """The side for the ticks of y."""
    return Side(panel.y, rows, DOWN, 3 if rows >= 20 else 2 if rows >= 10 else 1, False, minus)


def tick_room(panel: Panel, rows: int, width: int) -> int:
    """Cells that the texts at the left of a panel take: a third of its width at most."""
    if not panel.y.shown:
        return 0
    texts = (cell_len(tick.text) for tick in left_side(panel, rows, "-").ticks())
    return min(max(texts, default=0), max(3, width // 3))


def whole(axis: Axis, cells: int) -> int:
    """Cells along an axis; with levels, as many for each where there are enough."""
    low, high = limits(axis)
    count = len(axis.levels)
    if count and cells >= count and abs(high - low - count) < 0.51:
        return cells // count * count
    return cells


def titled(figure: Figure, panel: Panel) -> bool:
    """Whether a panel has its own title over it; alone, only if it says something new."""
    alone = len(figure.panels) == 1
    return bool(panel.title) and not (alone and panel.title in figure.title)


def labelled(figure: Figure, panel: Panel) -> bool:
    """Whether the name of y is over the panel; names of levels speak for themselves."""
    several = len(figure.panels) > 1
    return several and bool(panel.y.label) and panel.y.shown and not panel.y.levels


def arrange(figure: Figure, width: int, height: int) -> Grid | None:
    """The arrangement of panels that can be read best, or None where none has room.

    Args:
        figure: with at least one panel.
        width: cells across.
        height: cells down.
    """
    count = len(figure.panels)
    shared = figure.facets and count > 1
    make = _shared if shared else _apart
    wished = [figure.columns] if 0 < figure.columns <= count else []
    for columns in wished:
        if grid := make(figure, columns, width, height):
            return grid
    grids = (make(figure, columns, width, height) for columns in range(1, count + 1))
    return max(filter(None, grids), key=lambda grid: grid.score, default=None)


def _score(columns: int, rows: int, empty: float) -> float:
    return float(min(columns / SHAPE, rows)) * (1 - empty / 2)


def _shared(figure: Figure, columns: int, width: int, height: int) -> Grid | None:
    """Panels that touch, with ticks at the margin only."""
    panels = figure.panels
    deep = -(-len(panels) // columns)
    x_shown = any(panel.x.shown for panel in panels)
    rows = (height - 1 - x_shown) // deep - 1
    if rows < LEAST_ROWS:
        return None
    margin = tick_room(panels[0], rows, width)
    across = (width - margin - 1) // columns - 1
    if across < LEAST_COLUMNS:
        return None
    rows = min(rows, max(LEAST_ROWS, across))
    places = []
    for i, panel in enumerate(panels):
        row, column = divmod(i, columns)
        left = margin + 1 + column * (across + 1)
        top = row * (rows + 1) + 1
        places.append(
            Place(
                panel, left, top, across, rows, 0 if column == 0 else left - 1,
                column == 0, i + columns >= len(panels),
            )
        )  # fmt: skip
    empty = 1 - len(panels) / (columns * deep)
    return Grid(tuple(places), _score(across, rows, empty), deep * (rows + 1) + 1 + x_shown)


def _apart(figure: Figure, columns: int, width: int, height: int) -> Grid | None:
    """Panels with axes of their own."""
    panels = figure.panels
    deep = -(-len(panels) // columns)
    each = (width - GAP * (columns - 1)) // columns
    tall = height // deep
    places = []
    worst = 1e9
    for i, panel in enumerate(panels):
        row, column = divmod(i, columns)
        above = int(titled(figure, panel)) + int(labelled(figure, panel))
        below = 3 * panel.x.shown if panel.x.label else 2 * panel.x.shown
        rows = whole(panel.y, tall - above - below)
        if rows < LEAST_ROWS:
            return None
        margin = tick_room(panel, rows, each) + panel.y.shown
        across = whole(panel.x, each - margin)
        if across < LEAST_COLUMNS:
            return None
        outer = column * (each + GAP)
        top = row * tall + above
        places.append(Place(panel, outer + margin, top, across, rows, outer))
        worst = min(worst, _score(across, rows, 0))
    empty = 1 - len(panels) / (columns * deep)
    return Grid(tuple(places), worst * (1 - empty / 2), deep * tall)
