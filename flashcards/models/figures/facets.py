"""A panel for each group: its rows, and the lines of one model or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.figures.axes import axis, x_axis
from flashcards.models.figures.figure import Figure, Layer, Meaning, Panel, Table
from flashcards.models.figures.lines import average_line, group_lines, places
from flashcards.models.figures.looks import (
    extremes,
    has_own_slope,
    legend,
    members,
    own_line,
    points,
    rate,
    reference,
    sizes,
    step,
    weights,
)
from flashcards.models.figures.scene import Fit, Scene, unique
from flashcards.models.figures.words import column_of, count, listed, number, signed

MOST: Final = 24
"""Panels that are drawn where no groups are named."""

NAMED: Final = 2
"""Groups whose lines are moved farthest and that are named."""

FEW: Final = 3
"""Others that are still named rather than called so."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """A model's lines.

    Attributes:
        fit: the model.
        x: (groups, k) places.
        y: (groups, k) heights.
        height: (groups,) where the predictor is at its reference value.
        middle: (groups,) at the mean of the group's own rows.
        slope: (groups,) from the first to the last place.
    """

    fit: Fit
    x: Float
    y: Float
    height: Float
    middle: Float
    slope: Float


Others = dict[Meaning, Lines]
"""Lines by what they stand for."""


def facets(scene: Scene) -> Figure:
    """Panels with the same axes, one a group, in the order of the groups."""
    scene.need_groups("Facets need")
    shown = scene.chosen() or tuple(range(min(MOST, len(scene.levels))))
    x_values = scene.predictor.values[scene.rows]
    ends = unique(x_values)
    lines = [_lines(scene, fit, ends[0], ends[-1]) for fit in scene.fits]
    here = scene.codes[scene.rows]
    seen = np.isin(here, shown)
    y = scene.first.design.y
    drawn = (each.y[list(shown)] for each in lines)
    axes = x_axis(scene), axis(scene.y_label, y[seen], *drawn)
    looks = [
        (scene.meaning(fit), weight)
        for fit, weight in zip(scene.fits, weights(scene), strict=True)
    ]  # fmt: skip
    panels = []
    for code in shown:
        rows = here == code
        layers: list[Layer] = [points(x_values[rows], y[rows])]
        for each, look in zip(lines, looks, strict=True):
            layers += own_line(each.x[code], each.y[code], *look)
        size = f", {count(int(rows.sum()), 'row')}" if scene.chosen() else ""
        panels.append(Panel(f"{scene.levels[code]}{size}", *axes, tuple(layers)))
    return Figure(
        title=_title(scene, len(shown)),
        says=_says(scene, lines, shown, reference(axes[0])),
        panels=tuple(panels),
        legend=legend(scene),
        table=_table(scene, lines, shown, reference(axes[0])),
        facets=True,
    )


def _lines(scene: Scene, fit: Fit, low: float, high: float) -> Lines:
    groups = len(scene.levels)
    at = places(scene, fit, low, high)
    zero = np.full((groups, 1), reference(x_axis(scene)))
    x = np.tile(at, (groups, 1))
    found = group_lines(scene, fit, np.hstack((zero, _middles(scene), x)))
    return Lines(fit, x, found[:, 2:], found[:, 0], found[:, 1], rate(x, found[:, 2:]))


def _title(scene: Scene, shown: int) -> str:
    every = members(scene)
    some = every if shown == len(scene.levels) else f"{shown} of {every}"
    over = f" by {scene.predictor.name}" if scene.predictor.name else ""
    return f"{scene.response}{over}, {some}"


# -- the sentence ------------------------------------------------------------------------------


def _says(scene: Scene, lines: list[Lines], shown: tuple[int, ...], zero: float) -> str:
    by_meaning = {scene.meaning(each.fit): each for each in lines}
    partial = by_meaning.get("slopes") or by_meaning.get("intercepts")
    if partial is not None and "none" in by_meaning:
        return _pulled(scene, by_meaning["none"], partial, shown)
    if partial is not None and has_own_slope(scene, partial.fit):
        return _turned(scene, partial, by_meaning, shown)
    if partial is not None:
        return _lifted(scene, partial, by_meaning, shown, zero)
    if "none" in by_meaning:
        return _apart(scene, by_meaning["none"], shown, zero)
    return _same(scene, lines[0])


def _same(scene: Scene, lines: Lines) -> str:
    """How the one line misses groups."""
    residuals = lines.fit.residuals
    codes = scene.codes[lines.fit.design.rows]
    above = np.bincount(codes[codes >= 0], residuals[codes >= 0] > 0, len(scene.levels))
    rows = np.bincount(codes[codes >= 0], minlength=len(scene.levels))
    one_side = int(((above == 0) | (above == rows)).sum())
    return (
        f"The same lm line stands in every panel, whoever it is; in {one_side} of "
        f"{members(scene)} all points lie on one side of it."
    )


def _lifted(scene: Scene, lines: Lines, others: Others, shown: tuple[int, ...], zero: float) -> str:
    """How far intercepts move lines."""
    moved = lines.height - _average_height(scene, lines.fit, zero)
    low, high = extremes(moved, shown)
    told = (
        f"Each {scene.noun} has a line of its own height, from "
        f"{_beside(scene, moved[low])} the average line ({scene.levels[low]}) to "
        f"{_beside(scene, moved[high])} it ({scene.levels[high]})"
    )
    if scene.predictor.name:
        told += ", all with one slope"
    return f"{told}; the lm line never moves." if "complete" in others else f"{told}."


def _beside(scene: Scene, moved: float) -> str:
    """``120 ms below``."""
    return f"{number(abs(moved))}{scene.y_unit} {'above' if moved > 0 else 'below'}"


def _turned(scene: Scene, lines: Lines, others: Others, shown: tuple[int, ...]) -> str:
    """How slopes differ."""
    low, high = extremes(lines.slope, shown)
    unit = f"{scene.y_unit} for each {step(scene)}"
    told = (
        f"With random slopes each line has its own steepness, from "
        f"{signed(lines.slope[low])}{unit} ({scene.levels[low]}) to "
        f"{signed(lines.slope[high])} ({scene.levels[high]})"
    )
    if "intercepts" in others:
        return f"{told}; with random intercepts alone all have {_shared(others['intercepts'])}."
    if "complete" in others:
        return f"{told}; the lm line has {_shared(others['complete'])} for all."
    return f"{told}."


def _shared(lines: Lines) -> str:
    return signed(float(np.nanmean(lines.slope)))


def _pulled(scene: Scene, own: Lines, partial: Lines, shown: tuple[int, ...]) -> str:
    """How far partial pooling moves lines, in the middle of each group's rows."""
    moved = partial.middle - own.middle
    rows = sizes(scene)
    order = sorted(shown, key=lambda code: -abs(moved[code]))
    first = max(1, min(NAMED, len(order) - 1))
    most, rest = order[:first], order[first:]
    parts = [
        f"{number(abs(moved[code]))}{scene.y_unit} {'up' if moved[code] > 0 else 'down'} for "
        f"{scene.levels[code]} ({count(int(rows[code]), 'row')})"
        for code in most
    ]
    told = f"Partial pooling pulls lines toward the average one: by {listed(parts)}"
    if rest:
        names = listed([scene.levels[code] for code in rest]) if len(rest) <= FEW else "the others"
        least = max(abs(moved[code]) for code in rest)
        told += f", by no more than {number(least)} for {names}"
    return f"{told}, in the middle of each {scene.noun}'s rows."


def _apart(scene: Scene, own: Lines, shown: tuple[int, ...], zero: float) -> str:
    """How groups differ without pooling."""
    low, high = extremes(own.height, shown)
    name = scene.predictor.name
    where = f" where {name} is {scene.said(zero)}" if name else ""
    told = (
        f"Without pooling each {scene.noun} has a line of its own{where}, from "
        f"{number(own.height[low])}{scene.y_unit} ({scene.levels[low]}) to "
        f"{number(own.height[high])} ({scene.levels[high]})"
    )
    if not has_own_slope(scene, own.fit):
        return f"{told}; the slope is shared."
    low, high = extremes(own.slope, shown)
    return f"{told}, with slopes from {signed(own.slope[low])} to {signed(own.slope[high])}."


def _average_height(scene: Scene, fit: Fit, zero: float) -> float:
    return float(average_line(scene, fit, np.array([zero]))[0])


def _middles(scene: Scene) -> Float:
    """(groups, 1) the mean of the predictor in each group; its first level if a factor."""
    if scene.predictor.levels:
        return np.zeros((len(scene.levels), 1))
    codes, x = scene.codes[scene.rows], scene.predictor.values[scene.rows]
    there = (codes >= 0) & np.isfinite(x)
    sums = np.bincount(codes[there], x[there], len(scene.levels))
    with np.errstate(invalid="ignore"):
        return np.asarray(sums / np.bincount(codes[there], minlength=len(scene.levels)))[:, None]


def _table(scene: Scene, lines: list[Lines], shown: tuple[int, ...], zero: float) -> Table:
    """By group: its rows, and height and slope of each model's line."""
    codes = list(shown)
    columns = [
        [scene.levels[code] for code in codes],
        [str(int(size)) for size in sizes(scene)[codes]],
    ]
    header = [scene.grouping, "rows"]
    name = scene.predictor.name
    where = f"at {name} = {scene.said(zero)}" if name else "mean"
    for each, key in zip(lines, legend(scene), strict=True):
        header.append(f"{key.words}, {where}")
        columns.append(column_of(each.height[codes]))
        if name and not scene.predictor.levels:
            header.append("slope")
            columns.append(column_of(each.slope[codes]))
    return Table(tuple(header), tuple(zip(*columns, strict=True)))
