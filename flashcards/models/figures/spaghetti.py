"""The lines of all groups, faint, and the line of the fixed effects, thick among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.figures.axes import axis, x_axis
from flashcards.models.figures.figure import Figure, Key, Layer, Panel, Table, Weight, Words
from flashcards.models.figures.lines import average_line, group_lines, own_places, places
from flashcards.models.figures.looks import (
    course,
    extremes,
    has_own_slope,
    line,
    members,
    own_line,
    rate,
    reference,
    sizes,
    step,
)
from flashcards.models.figures.scene import EVERY, Scene, unique
from flashcards.models.figures.words import column_of, number, place, signed
from flashcards.models.lmer import LmerFit


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines of a model, and where they are compared.

    Attributes:
        x: (groups, k) places of each group, from its lowest to its highest.
        y: (groups, k) heights of its line there.
        at: (r,) places of the fixed line.
        fixed: (r,) heights of the fixed line.
        zero: value of the predictor at which heights are compared.
        heights: (groups,) of the groups' lines there.
        middle: height of the fixed line there.
        slopes: (groups,) over the whole range, so that a group with one place has one.
    """

    x: Float
    y: Float
    at: Float
    fixed: Float
    zero: float
    heights: Float
    middle: float
    slopes: Float


def spaghetti(scene: Scene) -> Figure:
    """One panel; each group's line ends where its rows end. Named groups stand out."""
    fit = scene.mixed("Spaghetti, lines around a fixed line, needs")
    meaning = scene.meaning(fit)
    found = lines_of(scene, fit)
    named = () if scene.groups == (EVERY,) else scene.chosen()
    layers: list[Layer] = []
    for code in sorted(range(len(scene.levels)), key=named.__contains__):
        weight: Weight = "normal" if code in named else "faint"
        layers += own_line(found.x[code], found.y[code], meaning, weight)
    layers.append(line(found.at, found.fixed, "fixed", "thick"))
    layers += [
        Words(
            float(np.nanmax(found.x[code])),
            float(found.y[code][~np.isnan(found.y[code])][-1]),
            scene.levels[code],
            meaning,
            "end",
        )
        for code in named
    ]
    return Figure(
        title=f"Fitted lines of {members(scene)}{_slopes(scene, fit)}",
        says=_says(scene, fit, found),
        panels=(
            Panel("", x_axis(scene), axis(scene.y_label, found.y, found.fixed), tuple(layers)),
        ),
        legend=(
            Key("fixed", f"fixed line: the average {scene.noun}", "thick"),
            Key(meaning, f"lines of the {members(scene)}", "faint"),
        ),
        table=_table(scene, found),
    )


def _slopes(scene: Scene, fit: LmerFit) -> str:
    """What the title says of their steepness."""
    if not scene.predictor.name or scene.predictor.levels:
        return ""
    return ", each with its own slope" if has_own_slope(scene, fit) else ", all with one slope"


def lines_of(scene: Scene, fit: LmerFit) -> Lines:
    """The groups' lines and the fixed one."""
    values = unique(scene.predictor.values[scene.rows])
    zero = reference(x_axis(scene))
    compared = np.tile([zero, values[0], values[-1]], (len(scene.levels), 1))
    x = own_places(scene, fit)
    found = group_lines(scene, fit, np.hstack((compared, x)))
    at = places(scene, fit, values[0], values[-1])
    middle, *fixed = average_line(scene, fit, np.append(zero, at)).tolist()
    slopes = rate(compared[:, 1:], found[:, 1:3])
    return Lines(x, found[:, 3:], at, np.array(fixed), zero, found[:, 0], middle, slopes)


def _says(scene: Scene, fit: LmerFit, found: Lines) -> str:
    every = range(len(scene.levels))
    low, high = extremes(found.heights, every)
    name = scene.predictor.name
    where = f"at {name} = {scene.said(found.zero)} " if name else ""
    told = (
        f"The thick line of the average {scene.noun} {_start(scene, found)}"
        f"{course(scene, found.at, found.fixed)}; around it the lines of {members(scene)} lie "
        f"{where}between {number(found.heights[low])} ({scene.levels[low]}) and "
        f"{number(found.heights[high])} ({scene.levels[high]})"
    )
    if not name or scene.predictor.levels:
        return f"{told}."
    if not has_own_slope(scene, fit):
        return f"{told}, all parallel to it."
    least, most = extremes(found.slopes, every)
    return (
        f"{told}, and change by between {signed(found.slopes[least])} ({scene.levels[least]}) and "
        f"{signed(found.slopes[most])}{scene.y_unit} ({scene.levels[most]}) with each "
        f"{step(scene)}."
    )


def _start(scene: Scene, found: Lines) -> str:
    """Where the fixed line begins, as far as one says it."""
    if scene.predictor.levels:
        return ""
    height, name = f"{number(found.middle)}{scene.y_unit}", scene.predictor.name
    if not name:
        return f"lies at {height} and "
    return f"is at {height} where {name} is {place(found.zero)} and "


def _table(scene: Scene, found: Lines) -> Table:
    name = scene.predictor.name
    header = [scene.grouping, "rows", f"at {name} = {scene.said(found.zero)}" if name else "level"]
    columns = [list(scene.levels), [str(int(n)) for n in sizes(scene)], column_of(found.heights)]
    if name and not scene.predictor.levels:
        header.append("slope")
        columns.append(column_of(found.slopes))
    return Table(tuple(header), tuple(zip(*columns, strict=True)))
