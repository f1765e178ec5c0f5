"""All rows, and the line that a model draws through them."""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.figures.axes import x_axis, y_axis
from flashcards.models.figures.figure import Figure, Layer, Panel, Table
from flashcards.models.figures.lines import average_line, places
from flashcards.models.figures.looks import course, legend, line, points, weights
from flashcards.models.figures.scene import Scene, unique
from flashcards.models.figures.words import column_of, number
from flashcards.models.lmer import LmerFit

FEW: Final = 12
"""Distinct values of a predictor up to which a table has one row each."""


def scatter(scene: Scene) -> Figure:
    """Points of all rows with each model's line, for a mixed model that of its fixed effects."""
    x, y = scene.predictor.values[scene.rows], scene.first.design.y
    ends = unique(x)
    lines = []
    for fit in scene.fits:
        at = places(scene, fit, ends[0], ends[-1])
        lines.append((at, average_line(scene, fit, at)))
    layers: list[Layer] = [
        points(x, y),
        *(
            line(at, values, scene.meaning(fit), weight)
            for fit, weight, (at, values) in zip(scene.fits, weights(scene), lines, strict=True)
        ),
    ]
    axes = x_axis(scene), y_axis(scene, *(values for _, values in lines))
    return Figure(
        title=f"{scene.response} by {scene.predictor.name or scene.grouping}",
        says=_says(scene, *lines[0]),
        panels=(Panel("", *axes, tuple(layers)),),
        legend=legend(scene),
        table=_table(scene, x, y),
    )


def _says(scene: Scene, at: Float, values: Float) -> str:
    fit, name = scene.first, scene.predictor.name
    rows = f"{fit.nobs:,} rows"
    if not name:
        return f"One level for all {rows}: {number(float(values[0]))}{scene.y_unit}."
    if isinstance(fit, LmerFit):
        return f"The line of the average {scene.noun} {course(scene, at, values)}."
    if scene.predictor.levels or len(at) > 2:
        told = f"What the model expects of the {rows} {course(scene, at, values)}"
    else:
        told = f"One straight line through all {rows} {course(scene, at, values)}"
    share = 100 * fit.r_squared
    explained = f"{share:.{1 if share < 10 else 0}f} % of the variance of {scene.response}"
    return f"{told}, and explains {explained}."


def _table(scene: Scene, x: Float, y: Float) -> Table:
    """By value of the predictor: the rows, their mean, and each line."""
    values = unique(x)
    if len(values) > FEW:
        values = np.linspace(values[0], values[-1], 5).tolist()
    at = np.array(values)
    same = [x == value for value in values]
    means = [float(y[here].mean()) if here.any() else float("nan") for here in same]
    names = [scene.predictor.levels[int(v)] for v in values] if scene.predictor.levels else None
    columns = [
        names or column_of(values),
        [str(int(here.sum())) for here in same],
        column_of(means),
        *(column_of(average_line(scene, fit, at)) for fit in scene.fits),
    ]
    header = (
        scene.predictor.name or "observation", "rows", f"mean {scene.response}",
        *(key.words for key in legend(scene)),
    )  # fmt: skip
    return Table(header, tuple(zip(*columns, strict=True)))
