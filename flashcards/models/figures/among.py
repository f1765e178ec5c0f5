"""What lies among the lines of all groups: the fixed line with its numbers, the fitted values."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from flashcards.models.figures.axes import axis
from flashcards.models.figures.figure import Figure, Key, Layer, Panel, Points, Words
from flashcards.models.figures.looks import course, extremes, members, rate, step
from flashcards.models.figures.scene import Scene, names_of
from flashcards.models.figures.spaghetti import Lines, lines_of, spaghetti
from flashcards.models.figures.words import count, number, place, signed

ABOVE = 0.06
"""Share of the vertical axis by which words stand over the line."""


def fixed(scene: Scene) -> Figure:
    """The spaghetti with the numbers of the thick line at it: where it starts, how steep it is."""
    fit = scene.mixed("A fixed line among others needs")
    found = lines_of(scene, fit)
    shown = spaghetti(scene)
    (panel,) = shown.panels
    name = scene.predictor.name
    begins = f" is at {number(found.middle)}{scene.y_unit}"
    begins += f" where {name} is {place(found.zero)} and" if name else " and"
    if scene.predictor.levels:
        begins = ""
    return replace(
        shown,
        title=f"The fixed line: what is expected of the average {scene.noun}",
        says=(
            f"The fixed line, of the average {scene.noun},{begins} "
            f"{course(scene, found.at, found.fixed)}; the lines of {members(scene)} vary around it."
        ),
        panels=(replace(panel, layers=(*panel.layers, *_numbers(scene, found, panel))),),
    )


def _numbers(scene: Scene, found: Lines, panel: Panel) -> tuple[Layer, ...]:
    """The height at the left end and the steepness at the right, over the line."""
    name = scene.predictor.name
    if not name or scene.predictor.levels or len(found.at) != 2:
        return ()
    rise = ABOVE * (panel.y.high - panel.y.low)
    slope = float(rate(found.at, found.fixed))
    height = f"{number(float(found.fixed[0]))}{scene.y_unit} at {name} = {scene.said(found.at[0])}"
    steep = f"{signed(slope)}{scene.y_unit} each {step(scene)}"
    ends = tuple(zip(found.at.tolist(), (found.fixed + rise).tolist(), strict=True))
    return (
        Words(*ends[0], height, "fixed", "start"),
        Words(*ends[1], steep, "fixed", "end"),
    )


def fitted(scene: Scene) -> Figure:
    """The spaghetti with the fitted value of every row on its group's line."""
    fit = scene.mixed("Fitted values on their groups' lines need")
    found = lines_of(scene, fit)
    shown = spaghetti(scene)
    (panel,) = shown.panels
    x = scene.predictor.values[fit.design.rows]
    there = np.isfinite(x)
    dots = Points(tuple(x[there].tolist()), tuple(fit.fitted[there].tolist()), "plain")
    lines, thick = panel.layers[:-1], panel.layers[-1]
    up = axis(scene.y_label, found.y, found.fixed, fit.fitted[there])
    low, high = extremes(found.heights, range(len(scene.levels)))
    name = scene.predictor.name
    where = f"where {name} is {place(found.zero)} " if name and not scene.predictor.levels else ""
    rows = count(int(there.sum()), "row")
    # Lines are those of a group's rows on average where other predictors move them, too.
    others = {*names_of(fit.design.model.fixed)} - {name, scene.grouping}
    lie = "lie about" if others else "lie on"
    return replace(
        shown,
        title=f"Fitted values, each on the line of its own {scene.noun}",
        says=(
            f"The fitted values of {rows} {lie} the lines of {members(scene)}, each on its own "
            f"{scene.noun}'s; {where}these lines go from "
            f"{number(found.heights[low])}{scene.y_unit} "
            f"({scene.levels[low]}) to {number(found.heights[high])} ({scene.levels[high]}), and "
            f"the fixed line has {number(found.middle)} for all."
        ),
        panels=(replace(panel, y=up, layers=(*lines, thick, dots)),),
        legend=(Key("plain", "fitted values", sign="points"), *shown.legend),
    )
