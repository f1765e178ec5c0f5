"""Figures as SVG: for files, pages and print.

What comes out stands alone: no script, no style sheet, nothing fetched, and text is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from app.drawing.plot.canvas import ACROSS, DOWN
from app.drawing.plot.layout import labelled, titled
from app.drawing.plot.scale import Scale, Side, Tick, limits, shortened
from app.drawing.svg_marks import DARK, LIGHT, Colours, Marks, arrow, cell, clean, number, point
from flashcards.models.figures.figure import Axis, Figure, Key, Panel, Points, Rug, Words

FONTS = "Inter, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif"
"""Tried in turn; the last is what every system has."""

EDGE = 24.0
"""Pixels around everything."""
TITLE, TEXT, SMALL = 17.0, 13.0, 11.5
"""Sizes of letters: the title, panels and legend, ticks."""
GAP = 30.0
"""Between panels with axes of their own."""
SEAM = 10.0
"""Between panels that share their axes."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The inside of a panel, in pixels, and which of its sides have ticks."""

    panel: Panel
    left: float
    top: float
    wide: float
    high: float
    ticks_left: bool
    ticks_below: bool


def svg(figure: Figure, *, width: int = 960, dark: bool = False) -> str:
    """A figure as the text of an SVG file.

    Args:
        figure: any; values that are not finite are left out.
        width: pixels across, at least 320; the height follows.
        dark: whether for a dark ground.

    Returns:
        A document whose title and description are those of the figure.
    """
    colours = DARK if dark else LIGHT
    wide = float(max(width, 320))
    top = EDGE
    parts: list[str] = []
    if figure.title:
        parts.append(_text(EDGE, top + TITLE * 0.8, figure.title, colours.text, TITLE, "600"))
        top += TITLE + 10
    legend, top = _legend(figure, wide, top, colours)
    places, bottom = _arranged(figure, wide, top + 4)
    parts += legend
    for place in places:
        parts += _panel(figure, place, colours)
    if _shares(figure) and places:
        parts += _shared_names(places, wide, bottom, colours)
        bottom += 22
    high = bottom + EDGE - 6
    body = "\n".join(filter(None, parts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(wide)} {number(high)}" '
        f'width="{number(wide)}" height="{number(high)}" role="img" font-family="{FONTS}" '
        f'font-size="{TEXT}">\n'
        f"<title>{clean(figure.title or 'Figure')}</title>\n<desc>{clean(figure.says)}</desc>\n"
        f'<rect width="100%" height="100%" fill="{colours.ground}"/>\n{body}\n</svg>\n'
    )


def _shares(figure: Figure) -> bool:
    return figure.facets and len(figure.panels) > 1


def _text(
    x: float,
    y: float,
    text: str,
    colour: str,
    size: float = TEXT,
    weight: str = "",
    anchor: str = "",
) -> str:
    more = (f' font-weight="{weight}"' if weight else "") + (
        f' text-anchor="{anchor}"' if anchor else ""
    )
    at = f'x="{number(x)}" y="{number(y)}"'
    return f'<text {at} fill="{colour}" font-size="{size}"{more}>{clean(text)}</text>'


def _long(text: str, size: float = TEXT) -> float:
    """About how many pixels a text takes."""
    return cell_len(text) * size * 0.56


# Legend


def _legend(figure: Figure, wide: float, top: float, colours: Colours) -> tuple[list[str], float]:
    """Samples with their words, in as many lines as they need, and where the next thing goes."""
    made: list[str] = []
    x = EDGE
    for i, key in enumerate(figure.legend):
        sample = 14.0 if key.sign in {"points", "cell"} else 34.0
        long = sample + 8 + _long(key.words)
        if i and x + long > wide - EDGE:
            x, top = EDGE, top + TEXT + 9
        made += _sample(figure, key, x, top + TEXT * 0.5, sample, colours)
        made.append(_text(x + sample + 8, top + TEXT * 0.85, key.words, colours.text))
        x += long + 26
    return made, top + (TEXT + 16 if figure.legend else 4)


def _sample(
    figure: Figure, key: Key, x: float, y: float, long: float, colours: Colours
) -> Iterator[str]:
    """What a key looks like in the panels."""
    colour = colours[key.meaning]
    marks = Marks(Scale(0, 1, long), Scale(0, 1, 12), colours, 3.6)
    stroke = marks.stroke(key.meaning, key.weight, dashed=key.sign == "line")
    layers = [layer for panel in figure.panels for layer in panel.layers]
    if key.sign == "points":
        signs = (e.sign for e in layers if isinstance(e, Points) and e.meaning == key.meaning)
        yield point(next(signs, "dot"), x + 7, y, 3.6, colour, colours.ground)
    elif key.sign == "cell":
        yield cell(key, x, y, layers, colour)
    elif key.sign == "arrow":
        yield from arrow((x + 2, y), (x + long, y), stroke, colour)
    elif key.sign == "line":
        yield f'<path d="M{number(x + 2)} {number(y)}h{number(long - 4)}" {stroke}/>'
    elif any(isinstance(e, Rug) and e.meaning == key.meaning for e in layers):
        d = "".join(f"M{number(x + 5 + 8 * k)} {number(y - 5)}v10" for k in range(4))
        yield f'<path d="{d}" stroke="{colour}" stroke-width="1.6"/>'
    else:
        opacity = 0.16 if key.sign == "band" else 0.5
        at = f'x="{number(x)}" y="{number(y - 7)}" width="{number(long)}" height="14"'
        yield f'<rect {at} fill="{colour}" fill-opacity="{opacity}"/>'


# Panels in rows


def _columns(figure: Figure, wide: float) -> int:
    """Panels side by side: as wished, else with few gaps and of a good shape."""
    count = len(figure.panels)
    most = max(1, int((wide - 2 * EDGE) / (110 if _shares(figure) else 190)))
    if 0 < figure.columns <= count:
        return min(figure.columns, most)
    wished: float = (count * 1.5) ** 0.5

    def cost(columns: int) -> float:
        empty = -count % columns
        return abs(columns - wished) / wished + empty / count

    return min(range(1, min(count, most) + 1), key=cost) if count else 1


def _inside(panel: Panel, wide: float, several: bool) -> float:
    """How high the inside of a panel is."""
    levels = len(panel.y.levels)
    room = levels * (15.0 if several else 19.0)
    return max(room, wide * (0.72 if several else 0.5), 90.0)


def _arranged(figure: Figure, wide: float, top: float) -> tuple[list[_Place], float]:
    """Where panels stand, and the lowest line that they take."""
    columns = _columns(figure, wide)
    rows = [figure.panels[i : i + columns] for i in range(0, len(figure.panels), columns)]
    shared = _shares(figure)
    seam = SEAM if shared else GAP
    room = wide - 2 * EDGE
    margins = [_margin(panel, room / columns) for panel in figure.panels]
    places: list[_Place] = []
    bottom = top
    for row, panels in enumerate(rows):
        first = row * columns
        if shared:
            each = (room - max(margins) - seam * (columns - 1)) / columns
        else:
            each = (room - seam * (columns - 1)) / columns
        above = (22.0 if shared or any(titled(figure, panel) for panel in panels) else 0.0) + (
            16.0 if any(_named(figure, panel) for panel in panels) else 0.0
        )
        start = bottom + above
        insides = [each if shared else each - margins[first + i] for i in range(len(panels))]
        high = max(
            _inside(panel, inside, len(figure.panels) > 1)
            for panel, inside in zip(panels, insides, strict=True)
        )
        for i, panel in enumerate(panels):
            left = EDGE + i * (each + seam) + (max(margins) if shared else margins[first + i])
            below = not shared or first + i + columns >= len(figure.panels)
            places.append(_Place(panel, left, start, insides[i], high, not shared or i == 0, below))
        named = not shared and any(panel.x.label and panel.x.shown for panel in panels)
        ticked = any(panel.x.shown for panel in panels) and (not shared or row == len(rows) - 1)
        bottom = start + high + 22 * ticked + 20 * named + (0 if shared else 10)
    return places, bottom


def _named(figure: Figure, panel: Panel) -> bool:
    """Whether the name of y stands over a panel."""
    alone = len(figure.panels) == 1 and bool(panel.y.label) and panel.y.shown
    return alone or (labelled(figure, panel) and not _shares(figure))


def _margin(panel: Panel, wide: float) -> float:
    """Pixels that the texts at the left of a panel take."""
    if not panel.y.shown:
        return 0.0
    texts = [tick.text for tick in _left_side(panel.y, 200).ticks()]
    return min(max((_long(text, SMALL) for text in texts), default=0.0), wide / 3) + 12


def _left_side(axis: Axis, high: float) -> Side:
    return Side(axis, max(2, int(high / 15)), DOWN, 2 if high > 150 else 1, False)


def _bottom_side(axis: Axis, wide: float) -> Side:
    return Side(axis, max(2, int(wide / (SMALL * 0.6))), ACROSS, 3 if wide < 300 else 6, True)


def _panel(figure: Figure, place: _Place, colours: Colours) -> Iterator[str]:
    """One panel with its axes, its title and its layers."""
    panel, shared = place.panel, _shares(figure)
    scale_x = Scale(*limits(panel.x), place.wide + 1)
    scale_y = Scale(*limits(panel.y), place.high + 1)
    marks = Marks(scale_x, scale_y, colours, _radius(figure, panel))
    row = place.top - 8
    outer = place.left - (0 if shared else _margin(panel, place.wide))
    if _named(figure, panel):
        yield _text(outer, row, panel.y.label, colours.muted, SMALL)
        row -= 17
    if shared or titled(figure, panel):
        room = place.left + place.wide - outer
        names = shortened([panel.title], max(4, int(room / (TEXT * 0.58))))
        yield _text(outer, row, names[0], colours.text, TEXT, "600")
    yield from _axes(place, marks, colours, shared)
    inner = "".join(marks.layers(panel.layers))
    at = f'x="{number(place.left)}" y="{number(place.top)}"'
    size = f'width="{number(place.wide)}" height="{number(place.high)}"'
    yield f'<svg {at} {size} overflow="hidden">{inner}</svg>'
    words = [marks.words(layer) for layer in panel.layers if isinstance(layer, Words)]
    if any(words):
        move = f"translate({number(place.left)} {number(place.top)})"
        yield f'<g transform="{move}" font-size="{SMALL + 0.5}">{"".join(words)}</g>'


def _radius(figure: Figure, panel: Panel) -> float:
    """Half the width of a point: large where each has a row of its own."""
    if panel.y.levels:
        return 4.0
    return 2.4 if len(figure.panels) > 1 else 3.2


def _axes(place: _Place, marks: Marks, colours: Colours, shared: bool) -> Iterator[str]:
    """Lines, ticks and the name of x."""
    panel = place.panel
    right, bottom = place.left + place.wide, place.top + place.high
    if shared:
        at = f'x="{number(place.left)}" y="{number(place.top)}"'
        size = f'width="{number(place.wide)}" height="{number(place.high)}"'
        yield f'<rect {at} {size} fill="none" stroke="{colours.line}"/>'
    else:
        d = f"M{number(place.left)} {number(place.top)}V{number(bottom)}" * panel.y.shown
        d += f"M{number(place.left)} {number(bottom)}H{number(right)}" * panel.x.shown
        if d:
            yield f'<path d="{d}" fill="none" stroke="{colours.line}"/>'
    if panel.y.shown and place.ticks_left:
        yield from _left_ticks(place, marks, colours)
    if panel.x.shown and place.ticks_below:
        for tick in _bottom_side(panel.x, place.wide).ticks():
            x = place.left + marks.x(tick.value)
            yield f'<path d="M{number(x)} {number(bottom)}v4" stroke="{colours.line}"/>'
            yield _text(x, bottom + 17, tick.text, colours.muted, SMALL, anchor="middle")
        if panel.x.label and not shared:
            x = place.left + place.wide / 2
            yield _text(x, bottom + 36, panel.x.label, colours.muted, SMALL, anchor="middle")


def _left_ticks(place: _Place, marks: Marks, colours: Colours) -> Iterator[str]:
    found: Sequence[Tick] = _left_side(place.panel.y, place.high).ticks()
    room = max(3, int(_margin(place.panel, place.wide * 1.5) / (SMALL * 0.56)))
    names = shortened([tick.text for tick in found], room)
    for tick, name in zip(found, names, strict=True):
        y = place.top + marks.y(tick.value)
        yield f'<path d="M{number(place.left)} {number(y)}h-4" stroke="{colours.line}"/>'
        yield _text(place.left - 8, y + SMALL * 0.36, name, colours.muted, SMALL, anchor="end")


def _shared_names(
    places: Sequence[_Place], wide: float, bottom: float, colours: Colours
) -> Iterator[str]:
    """The names of axes that all panels share, once."""
    panel = places[0].panel
    names = (("↑ ", panel.y), ("→ ", panel.x))
    text = "  ·  ".join(mark + axis.label for mark, axis in names if axis.label and axis.shown)
    if text:
        yield _text(wide - EDGE, bottom + 16, text, colours.muted, SMALL, anchor="end")
