"""Layers of a panel as elements of SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from msgspec import Struct

from app.drawing.meaning import MEANINGS
from app.drawing.plot import looks
from app.drawing.plot.scale import Scale
from flashcards.models.figures.figure import (
    Arrows,
    Band,
    Bars,
    Cells,
    Intervals,
    Key,
    Layer,
    Line,
    Meaning,
    Points,
    Rug,
    Rule,
    Weight,
    Words,
)

FAR = 1e5
"""Pixels beyond which a place is not drawn."""

_DASHES: Mapping[str, str] = {"dashed": "8 5", "dotted": "0.1 5", "dash-dot": "11 5 0.1 5"}
_STROKES: Mapping[str, str] = {each.name: each.stroke for each in MEANINGS}
_WIDTHS: Mapping[Weight, float] = {"faint": 1.2, "normal": 2.0, "thick": 4.0}


class Colours(Struct, frozen=True):
    """What is drawn with on a dark or a light ground.

    Attributes:
        ground: behind everything.
        text: words, and what has no meaning of its own.
        muted: ticks and names of axes.
        line: axes and rules.
        of: meaning → colour.
    """

    ground: str
    text: str
    muted: str
    line: str
    of: Mapping[str, str]

    def __getitem__(self, meaning: Meaning) -> str:
        return self.of.get(meaning, self.text)


DARK = Colours(
    "#12151A", "#D7DCE3", "#8E98A6", "#3C4652", {each.name: each.dark for each in MEANINGS}
)
LIGHT = Colours(
    "#FFFFFF", "#20262D", "#5D6772", "#C4C8CD", {each.name: each.light for each in MEANINGS}
)


def number(value: float) -> str:
    """A length in pixels, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def clean(text: str) -> str:
    """Text that may stand between tags: no control characters, nothing that XML would read."""
    return escape("".join(char if char.isprintable() else " " for char in text))


class Marks:
    """Draws layers in a rectangle of pixels whose upper left corner is (0, 0).

    Args:
        x: the scale of the horizontal axis.
        y: that of the vertical one.
        colours: for the ground.
        radius: of points.
    """

    def __init__(self, x: Scale, y: Scale, colours: Colours, radius: float) -> None:
        self.scale_x, self.scale_y = x, y
        self.wide, self.high = x.steps, y.steps
        self.colours = colours
        self.radius = radius

    def x(self, value: float) -> float:
        """Pixels from the left."""
        return self.scale_x.place(value)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return self.high - 1 - self.scale_y.place(value)

    def layers(self, layers: Sequence[Layer]) -> Iterator[str]:
        """The elements of all layers but words, from back to front."""
        for layer in layers:
            if not isinstance(layer, Words):
                yield from _PAINTERS[type(layer)](self, layer)

    def places(self, xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float] | None]:
        """Places in pixels; None for what is no number or far outside."""
        made = ((self.x(x), self.y(y)) for x, y in zip(xs, ys, strict=False))
        return [(x, y) if abs(x) < FAR and abs(y) < FAR else None for x, y in made]

    def stroke(self, meaning: Meaning, weight: Weight = "normal", dashed: bool = True) -> str:
        """The attributes of a line."""
        thick = looks.thick(meaning, weight)
        dash = "" if thick or weight == "faint" else _DASHES.get(_STROKES.get(meaning, ""), "")
        made = f'fill="none" stroke="{self.colours[meaning]}" stroke-linecap="round" '
        made += f'stroke-width="{4.0 if thick else _WIDTHS[weight]}"'
        if dash and dashed:
            made += f' stroke-dasharray="{dash}"'
        return made + (' stroke-opacity="0.55"' if weight == "faint" else "")

    def points(self, layer: Points) -> Iterator[str]:
        """Circles, rings and crosses."""
        colour, r = self.colours[layer.meaning], self.radius
        opacity = ' opacity="0.5"' if layer.weight == "faint" else ""
        for place in filter(None, self.places(layer.x, layer.y)):
            yield point(layer.sign, *place, r, colour, self.colours.ground, opacity)

    def line(self, layer: Line) -> Iterator[str]:
        """One path, broken where a place is no number."""
        yield from self.path(self.places(layer.x, layer.y), layer.meaning, layer.weight)

    def path(
        self, places: Sequence[tuple[float, float] | None], meaning: Meaning, weight: Weight
    ) -> Iterator[str]:
        """A path through places."""
        parts = []
        pen = "M"
        for place in places:
            if place:
                parts.append(f"{pen}{number(place[0])} {number(place[1])}")
            pen = "L" if place else "M"
        if parts:
            attributes = self.stroke(meaning, weight)
            yield f'<path d="{"".join(parts)}" stroke-linejoin="round" {attributes}/>'

    def band(self, layer: Band) -> Iterator[str]:
        """A tinted area with fine edges."""
        low, high = self.places(layer.x, layer.low), self.places(layer.x, layer.high)
        both = [(a, b) for a, b in zip(low, high, strict=False) if a and b]
        if not both:
            return
        around = [a for a, _ in both] + [b for _, b in reversed(both)]
        d = "L".join(f"{number(x)} {number(y)}" for x, y in around)
        yield f'<path d="M{d}Z" fill="{self.colours[layer.meaning]}" fill-opacity="0.16"/>'
        for edge in (low, high):
            yield from self.path(edge, layer.meaning, "faint")

    def intervals(self, layer: Intervals) -> Iterator[str]:
        """Bars with caps."""
        attributes = self.stroke(layer.meaning, dashed=False)
        for at, low, high in zip(layer.at, layer.low, layer.high, strict=False):
            if layer.along == "x":
                (place, other), cap = self.places((low, high), (at, at)), (0.0, 4.0)
            else:
                (place, other), cap = self.places((at, at), (low, high)), (4.0, 0.0)
            if not (place and other):
                continue
            dx, dy = cap
            caps = ((x - dx, y - dy, x + dx, y + dy) for x, y in (place, other))
            d = "".join(
                f"M{number(a)} {number(b)}L{number(c)} {number(d)}"
                for a, b, c, d in ((*place, *other), *caps)
            )
            yield f'<path d="{d}" {attributes.replace("4.0", "2.0")}/>'

    def arrows(self, layer: Arrows) -> Iterator[str]:
        """Lines with a head."""
        starts, ends = self.places(layer.x, layer.y), self.places(layer.to_x, layer.to_y)
        attributes = self.stroke(layer.meaning, layer.weight, dashed=False)
        for start, end in zip(starts, ends, strict=False):
            if start and end:
                yield from arrow(
                    start, end, attributes, self.colours[layer.meaning] if layer.head else ""
                )

    def bars(self, layer: Bars) -> Iterator[str]:
        """Rectangles from 0 up."""
        base = self.y(max(0.0, self.scale_y.low))
        for left, right, height in zip(layer.edges, layer.edges[1:], layer.heights, strict=False):
            first, last = self.places((left, right), (height, height))
            if not (first and last):
                continue
            wide, high = last[0] - first[0], base - first[1]
            if wide > 0 and high > 0:
                yield (
                    f'<rect x="{number(first[0])}" y="{number(first[1])}" width="{number(wide)}" '
                    f'height="{number(high)}" fill="{self.colours[layer.meaning]}" '
                    f'fill-opacity="0.5" stroke="{self.colours.ground}"/>'
                )

    def rug(self, layer: Rug) -> Iterator[str]:
        """Short strokes on an edge."""
        for value in layer.at:
            at = self.x(value) if layer.axis == "x" else self.y(value)
            if abs(at) < FAR:
                high = number(self.high)
                d = f"M{number(at)} {high}v-10" if layer.axis == "x" else f"M0 {number(at)}h10"
                yield f'<path d="{d}" stroke="{self.colours[layer.meaning]}" stroke-width="1.6"/>'

    def rule(self, layer: Rule) -> Iterator[str]:
        """A thin line from edge to edge."""
        plain = layer.meaning == "plain"
        colour = self.colours.line if plain else self.colours[layer.meaning]
        at = self.x(layer.at) if layer.axis == "x" else self.y(layer.at)
        if abs(at) < FAR:
            d = f"M{number(at)} 0V{number(self.high)}"
            if layer.axis == "y":
                d = f"M0 {number(at)}H{number(self.wide)}"
            yield f'<path d="{d}" stroke="{colour}" stroke-width="{1 if plain else 1.6}"/>'

    def cells(self, layer: Cells) -> Iterator[str]:
        """Rectangles, smaller and paler the lower their step, so that they differ in print."""
        colour = self.colours[layer.meaning]
        most = max(1, len(layer.edges))
        wide = self.x(1.0) - self.x(0.0)
        high = self.y(0.0) - self.y(1.0)
        pale = 0.55 if layer.weight == "faint" else 1.0
        for place, value in zip(self.places(layer.x, layer.y), layer.values, strict=False):
            if place is None or not math.isfinite(value):
                continue
            yield square(place, (wide, high), layer.step(value) / most, colour, pale)

    def words(self, layer: Words) -> str:
        """A few words, with the ground around them so that they can be read over lines."""
        (place,) = self.places((layer.x,), (layer.y,))
        if place is None:
            return ""
        x = min(max(place[0], 0.0), self.wide)
        y = min(max(place[1], 8.0), self.high)
        return (
            f'<text x="{number(x)}" y="{number(y)}" dy="0.35em" text-anchor="{layer.anchor}" '
            f'fill="{self.colours[layer.meaning]}" stroke="{self.colours.ground}" '
            f'stroke-width="4" stroke-linejoin="round" paint-order="stroke">'
            f"{clean(layer.text)}</text>"
        )


def point(sign: str, x: float, y: float, r: float, colour: str, ground: str, more: str = "") -> str:
    """One point."""
    if sign == "cross":
        d = f"M{number(x - r)} {number(y - r)}l{2 * r} {2 * r}m0 {-2 * r}l{-2 * r} {2 * r}"
        return f'<path d="{d}" stroke="{colour}" stroke-width="1.6"{more}/>'
    at = f'cx="{number(x)}" cy="{number(y)}"'
    if sign == "ring":
        ring = f'fill="{ground}" stroke="{colour}" stroke-width="1.6"'
        return f'<circle {at} r="{r + 0.4}" {ring}{more}/>'
    # an edge tells large points apart; dense small ones it would wash out
    edge = f' stroke="{ground}" stroke-width="0.6"' if r >= 3 else ""
    return f'<circle {at} r="{r}" fill="{colour}"{edge}{more}/>'


def square(
    at: tuple[float, float], room: tuple[float, float], step: float, colour: str, pale: float = 1.0
) -> str:
    """A cell of a heat map; a higher step, 0 to 1, is larger and darker."""
    wide, high = (side * (0.3 + 0.65 * step) for side in room)
    return (
        f'<rect x="{number(at[0] - wide / 2)}" y="{number(at[1] - high / 2)}" '
        f'width="{number(wide)}" height="{number(high)}" fill="{colour}" '
        f'fill-opacity="{(0.35 + 0.65 * step) * pale:.2f}"/>'
    )


def cell(key: Key, x: float, y: float, layers: Sequence[Layer], colour: str) -> str:
    """What one step of the heat map among some layers looks like."""
    edges = next((len(each.edges) for each in layers if isinstance(each, Cells)), 0)
    pale = 0.55 if key.weight == "faint" else 1.0
    return square((x + 7, y), (14.0, 14.0), key.step / max(1, edges), colour, pale)


def arrow(
    start: tuple[float, float], end: tuple[float, float], attributes: str, head: str
) -> Iterator[str]:
    """A line, and the colour of its head or nothing."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    long = math.hypot(dx, dy)
    size = min(9.0, long) if head else 0.0
    if not long:
        return
    ux, uy = dx / long, dy / long
    stop = (end[0] - ux * size * 0.8, end[1] - uy * size * 0.8)
    line = f"M{number(start[0])} {number(start[1])}L{number(stop[0])} {number(stop[1])}"
    yield f'<path d="{line}" {attributes}/>'
    if head:
        base = (end[0] - ux * size, end[1] - uy * size)
        corners = [
            end,
            *((base[0] - s * uy * size / 2, base[1] + s * ux * size / 2) for s in (1, -1)),
        ]
        points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        yield f'<polygon points="{points}" fill="{head}"/>'


_PAINTERS: dict[type[Any], Callable[[Marks, Any], Iterator[str]]] = {
    Points: Marks.points,
    Line: Marks.line,
    Band: Marks.band,
    Intervals: Marks.intervals,
    Arrows: Marks.arrows,
    Bars: Marks.bars,
    Rug: Marks.rug,
    Rule: Marks.rule,
    Cells: Marks.cells,
}
