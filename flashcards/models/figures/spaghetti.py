"""The lines of all groups, faint, and the line of the fixed effects, thick among them."""

from __future__ import annotations

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.figures.axes import axis, x_axis
from flashcards.models.figures.figure import Figure, Key, Layer, Panel, Table, Words
from flashcards.models.figures.lines import average_line, group_lines, own_places, places
from flashcards.models.figures.looks import (
    course,
    has_own_slope,
    line,
    members,
    own_line,
    rate,
    reference,
    sizes,
    step,
)
from flashcards.models.figures.scene import Scene, unique
from flashcards.models.figures.words import column_of, number, place, signed
from flashcards.models.lmer import LmerFit


def spaghetti(scene: Scene) -> Figure:
    """One panel; each group's line ends where its rows end. Named groups stand out."""
    fit = scene.mixed("Spaghetti, lines around a fixed line, needs")
    meaning = scene.meaning(fit)
    x = own_places(scene, fit)
    y = group_lines(scene, fit, x)
    ends = unique(scene.predictor.values[scene.rows])
    at = places(scene, fit, ends[0], ends[-1])
    fixed = average_line(scene, fit, at)
    named = () if len(scene.groups) == 1 and len(scene.chosen()) > 1 else scene.chosen()
    layers: list[Layer] = []
    for code in sorted(range(len(scene.levels)), key=named.__contains__):
        layers += own_line(x[code], y[code], meaning, "normal" if code in named else "faint")
    layers.append(line(at, fixed, "fixed", "thick"))
    layers += [
        Words(float(np.nanmax(x[code])), float(y[code][~np.isnan(y[code])][-1]),
              scene.levels[code], meaning, "end")
        for code in named
    ]  # fmt: skip
    axes = x_axis(scene), axis(scene.y_label, y, fixed)
    zero = reference(axes[0])
    heights = group_lines(scene, fit, np.full((len(scene.levels), 1), zero))[:, 0]
    return Figure(
        title=f"Fitted lines of {members(scene)}",
        says=_says(scene, fit, (at, fixed), heights, zero),
        panels=(Panel("", *axes, tuple(layers)),),
        legend=(
            Key("fixed", f"fixed line: the average {scene.noun}", "thick"),
            Key(meaning, f"lines of the {members(scene)}", "faint"),
        ),
        table=_table(scene, fit, heights, zero),
    )


def _says(
    scene: Scene, fit: LmerFit, fixed: tuple[Float, Float], heights: Float, zero: float
) -> str:
    low, high = int(np.nanargmin(heights)), int(np.nanargmax(heights))
    middle = float(average_line(scene, fit, np.array([zero]))[0])
    where = f"at {scene.predictor.name} = {scene.said(zero)} " if scene.predictor.name else ""
    told = (
        f"The thick line of the average {scene.noun} {_start(scene, middle, zero)}"
        f"{course(scene, *fixed)}; around it the lines of {members(scene)} lie {where}"
        f"between {number(heights[low])} ({scene.levels[low]}) and {number(heights[high])} "
        f"({scene.levels[high]})"
    )
    if not scene.predictor.name or scene.predictor.levels:
        return f"{told}."
    if not has_own_slope(scene, fit):
        return f"{told}, all parallel to it."
    slopes = _slopes(scene, fit)
    least, most = int(np.nanargmin(slopes)), int(np.nanargmax(slopes))
    return (
        f"{told}, and change by between {signed(slopes[least])} ({scene.levels[least]}) and "
        f"{signed(slopes[most])}{scene.y_unit} ({scene.levels[most]}) with each {step(scene)}."
    )


def _start(scene: Scene, middle: float, zero: float) -> str:
    if not scene.predictor.name:
        return f"lies at {number(middle)}{scene.y_unit} and "
    if scene.predictor.levels:
        return ""
    return (
        f"is at {number(middle)}{scene.y_unit} where {scene.predictor.name} is {place(zero)} and "
    )


def _slopes(scene: Scene, fit: LmerFit) -> Float:
    """(groups,) over the whole range of the predictor, so that a group with one place has one."""
    ends = unique(scene.predictor.values[scene.rows])
    at = np.tile([ends[0], ends[-1]], (len(scene.levels), 1))
    return rate(at, group_lines(scene, fit, at))


def _table(scene: Scene, fit: LmerFit, heights: Float, zero: float) -> Table:
    name = scene.predictor.name
    header = [scene.grouping, "rows", f"at {name} = {scene.said(zero)}" if name else "level"]
    columns = [list(scene.levels), [str(int(n)) for n in sizes(scene)], column_of(heights)]
    if name and not scene.predictor.levels:
        header.append("slope")
        columns.append(column_of(_slopes(scene, fit)))
    return Table(tuple(header), tuple(zip(*columns, strict=True)))
