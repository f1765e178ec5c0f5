"""One group's line against the fixed line, with what lies between them measured out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.figures.axes import axis, level_axis
from flashcards.models.figures.figure import Arrows, Axis, Figure, Key, Layer, Panel, Table, Words
from flashcards.models.figures.lines import curved, fixed_lines, group_lines, places
from flashcards.models.figures.looks import has_own_slope, line, points, step
from flashcards.models.figures.scene import Scene, unique
from flashcards.models.figures.varying import symbols, with_unit
from flashcards.models.figures.words import number, place, signed
from flashcards.models.lmer import LmerFit

FAR: Final = 2.0
"""Ranges of the predictor by which an axis is at most extended to reach 0."""

BESIDE: Final = 0.02
"""Share of the horizontal axis between an arrow and its words."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A group's line and the fixed line, and the two places where they are compared.

    Attributes:
        at: (k,) places along both lines.
        fixed: (k,) heights of the fixed line.
        own: (k,) heights of the group's line.
        zero: where intercepts are measured.
        far: the end that lies farther from it.
        fixed_there: heights of the fixed line at these two.
        own_there: heights of the group's line at these two.
    """

    at: Float
    fixed: Float
    own: Float
    zero: float
    far: float
    fixed_there: tuple[float, float]
    own_there: tuple[float, float]

    @property
    def lift(self) -> float:
        """How far the group's line lies above the fixed one where intercepts are measured."""
        return self.own_there[0] - self.fixed_there[0]

    @property
    def turned(self) -> float:
        """How much farther above it lies at the far end."""
        return self.own_there[1] - self.fixed_there[1] - self.lift

    @property
    def slope(self) -> float:
        """How much steeper it is."""
        return self.turned / (self.far - self.zero)


def deviations(scene: Scene) -> Figure:
    """The first named group, or the first of all: its rows, both lines, both deviations."""
    fit = scene.mixed("Deviations need")
    code = next(iter(scene.chosen()), 0)
    pair = compared(scene, fit, code)
    turned = has_own_slope(scene, fit) and pair.far != pair.zero
    rows = scene.codes[scene.rows] == code
    x, y = scene.predictor.values[scene.rows][rows], scene.first.design.y[rows]
    meaning, level = scene.meaning(fit), scene.levels[code]
    layers: list[Layer] = [points(x, y)]
    if turned:
        layers.append(line(pair.at, pair.fixed + pair.lift, "fixed", "faint"))
    layers.append(line(pair.at, pair.fixed, "fixed", "thick"))
    layers.append(line(pair.at, pair.own, meaning))
    across = x_axis_of(scene, pair)
    layers += _measured(scene, fit, pair, across, turned=turned)
    return Figure(
        title=f"{level} against the fixed line",
        says=_says(scene, pair, level, turned=turned),
        panels=(
            Panel(
                level,
                across,
                axis(scene.y_label, y, pair.fixed, pair.own, pair.fixed + pair.lift),
                tuple(layers),
            ),
        ),
        legend=(
            Key("outcome", f"observations of {level}", sign="points"),
            Key("fixed", f"fixed line: the average {scene.noun}", "thick"),
            *([Key("fixed", "the same, moved up or down only", "faint")] if turned else []),
            Key(meaning, f"line of {level}"),
            Key("deviation", f"how {level} deviates", sign="arrow"),
        ),
        table=_table(scene, pair, level, turned=turned),
    )


def compared(scene: Scene, fit: LmerFit, code: int) -> Pair:
    """A group's line and the fixed one; intercepts are measured at 0 if that is not far off."""
    ends = unique(scene.predictor.values[scene.rows])
    low, high = ends[0], ends[-1]
    zero = low
    if scene.predictor.name and not scene.predictor.levels:
        reach = 0.0 if curved(scene, fit) else FAR * (high - low)
        zero = 0.0 if low - reach <= 0 <= high + reach else low
    low, high = min(low, zero), max(high, zero)
    far = high if high - zero >= zero - low else low
    at = places(scene, fit, low, high)
    every = np.tile([zero, far, *at], (len(scene.levels), 1))
    fixed = fixed_lines(scene, fit, every)[code].tolist()
    own = group_lines(scene, fit, every)[code].tolist()
    return Pair(
        at,
        np.array(fixed[2:]),
        np.array(own[2:]),
        zero,
        far,
        (fixed[0], fixed[1]),
        (own[0], own[1]),
    )


def x_axis_of(scene: Scene, pair: Pair) -> Axis:
    """The horizontal axis, as far as the lines go."""
    if scene.predictor.levels:
        return level_axis(scene.x_label, scene.predictor.levels)
    return axis(scene.x_label, pair.at)


def _measured(scene: Scene, fit: LmerFit, pair: Pair, across: Axis, *, turned: bool) -> list[Layer]:
    """The arrows, each with its words on the side that has room."""
    named = symbols(scene, fit)
    free = BESIDE * (across.high - across.low)
    rightwards = pair.far >= pair.zero
    base, top = pair.fixed_there[0], pair.own_there[0]
    lift = with_unit(signed(pair.lift), scene.y_unit.strip())
    layers: list[Layer] = [
        Arrows((pair.zero,), (base,), (pair.zero,), (top,), "deviation", weight="thick"),
        Words(
            pair.zero + (free if rightwards else -free),
            (base + top) / 2,
            f"ζ₀ᵢ = {lift}" if named else f"intercept: {lift}",
            "deviation",
            "start" if rightwards else "end",
        ),
    ]
    if turned:
        base, top = pair.fixed_there[1] + pair.lift, pair.own_there[1]
        layers += [
            Arrows((pair.far,), (base,), (pair.far,), (top,), "deviation", weight="thick"),
            Words(
                pair.far + (-free if rightwards else free),
                (base + top) / 2,
                _turning(scene, pair, named=named),
                "deviation",
                "end" if rightwards else "start",
            ),
        ]
    return layers


def _turning(scene: Scene, pair: Pair, *, named: bool) -> str:
    whole = with_unit(signed(pair.turned), scene.y_unit.strip())
    if scene.predictor.levels or len(pair.at) > 2:
        return f"from there: {whole}"
    product = f"{signed(pair.slope)} × {place(pair.far - pair.zero)} = {whole}"
    return f"ζ₁ᵢ · {scene.predictor.name} = {product}" if named else f"slope: {product}"


def _says(scene: Scene, pair: Pair, level: str, *, turned: bool) -> str:
    side = "above" if pair.lift > 0 else "below"
    name = scene.predictor.name
    where = f", where {name} is {scene.said(pair.zero)}" if name else ""
    told = (
        f"The line of {level} starts {number(abs(pair.lift))}{scene.y_unit} {side} the fixed line"
        f"{where}"
    )
    if not turned:
        return f"{told}, and stays as far {side} it all along."
    if scene.predictor.levels or len(pair.at) > 2:
        moved = "rises" if pair.turned > 0 else "falls"
        return (
            f"{told}, and {moved} by {number(abs(pair.turned))}{scene.y_unit} against it up to "
            f"{name} = {scene.said(pair.far)}."
        )
    more = "higher" if pair.slope > 0 else "lower"
    return (
        f"{told}, and its slope is {number(abs(pair.slope))}{scene.y_unit} {more} for each "
        f"{step(scene)}, so that by {place(pair.far)} it has moved another "
        f"{signed(pair.turned)}{scene.y_unit} against it."
    )


def _table(scene: Scene, pair: Pair, level: str, *, turned: bool) -> Table:
    name = scene.predictor.name
    header = ["", "fixed line", level, "deviation"]
    places_ = [(pair.zero, pair.fixed_there[0], pair.own_there[0])]
    if turned:
        places_.append((pair.far, pair.fixed_there[1], pair.own_there[1]))
    rows = [
        (
            f"at {name} = {scene.said(x)}" if name else "level",
            number(fixed, 5),
            number(own, 5),
            signed(own - fixed, 4),
        )
        for x, fixed, own in places_
    ]
    if turned and not scene.predictor.levels and len(pair.at) == 2:
        run = pair.far - pair.zero
        fixed = (pair.fixed_there[1] - pair.fixed_there[0]) / run
        rows.append(
            ("slope", number(fixed, 4), number(fixed + pair.slope, 4), signed(pair.slope, 4))
        )
    return Table(tuple(header), tuple(rows))
