"""Each group left out in turn: where every parameter goes without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.columns import Float, Ints
from flashcards.models.figures.axes import axis, level_axis
from flashcards.models.figures.figure import (
    Axis,
    Figure,
    Intervals,
    Layer,
    Meaning,
    Panel,
    Points,
    Rule,
    Table,
)
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.varying import name_of, unit_for
from flashcards.models.figures.words import column_of, listed, number
from flashcards.models.influence import GroupInfluence
from flashcards.models.influence import influence as leave_out
from flashcards.models.lmer import LmerFit

MOST_NAMED: Final = 2
"""Fixed effects whose farthest moves are told."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A parameter with all groups, and without each.

    Attributes:
        name: as it is said.
        unit: what it is measured in, or empty.
        meaning: of its colour.
        whole: with all groups.
        without: (m,) without each group.
        error: its standard error; NaN for a standard deviation.
    """

    name: str
    unit: str
    meaning: Meaning
    whole: float
    without: Float
    error: float


def influence(scene: Scene) -> Figure:
    """A panel for each parameter, and one of Cook's distances by which the groups are sorted."""
    fit = scene.mixed("Leaving out groups needs a model with")
    found = leave_out(fit, scene.grouping)
    order = np.argsort(found.cooks_distance, kind="stable")
    every = _parameters(scene, fit, found)
    panels = [_panel(scene, each, found.levels, order) for each in every]
    panels.append(_distances(scene, found, order))
    return Figure(
        title=f"Each {scene.noun} left out: from the estimate with all to that without",
        says=_says(scene, every, found),
        panels=tuple(panels),
        table=_table(scene, every, found, order),
    )


def _parameters(scene: Scene, fit: LmerFit, found: GroupInfluence) -> list[Parameter]:
    fixed = zip(
        fit.design.names,
        fit.beta.tolist(),
        found.fixef.T,
        fit.standard_errors.tolist(),
        strict=True,
    )
    every = [
        Parameter(name_of(scene, name), unit_for(scene, name), "fixed", value, without, error)
        for name, value, without, error in fixed
    ]
    several = len(fit.ngroups) > 1
    for block, whole, without in zip(
        fit.design.blocks, fit.covariances, found.covariances, strict=True
    ):
        for k, effect in enumerate(block.effects):
            name = f"SD of {name_of(scene, effect)}" + (f" by {block.group}" if several else "")
            sd = float(np.sqrt(whole[k, k]))
            left = np.sqrt(without[:, k, k])
            every.append(
                Parameter(name, unit_for(scene, effect), "deviation", sd, left, float("nan"))
            )
    unit = scene.y_unit.strip()
    every.append(Parameter("residual SD", unit, "residual", fit.sigma, found.sigma, float("nan")))
    return every


def _panel(scene: Scene, each: Parameter, levels: tuple[str, ...], order: Ints) -> Panel:
    """A dot for each group, tied to the value with all groups."""
    at = tuple(map(float, range(len(order))))
    values = each.without[order]
    layers: tuple[Layer, ...] = (
        Rule(each.whole, "x", "plain"),
        Intervals(
            at,
            tuple(np.minimum(values, each.whole).tolist()),
            tuple(np.maximum(values, each.whole).tolist()),
            "x",
            each.meaning,
        ),
        Points(tuple(values.tolist()), at, each.meaning),
    )
    across = axis(each.unit, values, [each.whole])
    return Panel(each.name, across, _levels(scene, levels, order), layers)


def _distances(scene: Scene, found: GroupInfluence, order: Ints) -> Panel:
    at = tuple(map(float, range(len(order))))
    values, levels = tuple(found.cooks_distance[order].tolist()), found.levels
    layers: tuple[Layer, ...] = (
        Intervals(at, (0.0,) * len(at), values, "x", "plain"),
        Points(values, at, "plain"),
    )
    return Panel(
        "Cook's distance",
        axis("distance", [0.0], values),
        _levels(scene, levels, order),
        layers,
    )


def _levels(scene: Scene, levels: tuple[str, ...], order: Ints) -> Axis:
    return level_axis(scene.grouping, tuple(levels[code] for code in order))


def _says(scene: Scene, every: list[Parameter], found: GroupInfluence) -> str:
    top = int(np.argmax(found.cooks_distance))
    fixed = sorted((each for each in every if each.meaning == "fixed"), key=_size)[:MOST_NAMED]
    spreads = sorted((each for each in every if each.meaning == "deviation"), key=_size)[:1]
    parts = []
    for each in (*fixed, *spreads):
        code = int(np.argmax(np.abs(each.without - each.whole)))
        without = float(each.without[code])
        text = f"{each.name} from {number(each.whole)} to {number(without)}"
        if each.error > 0:
            errors = abs(without - each.whole) / each.error
            text += f" ({errors:.1f} standard errors)"
        parts.append(f"{text} without {found.levels[code]}")
    return (
        f"Leaving out one {scene.noun} moves {listed(parts)}; the largest Cook's distance, "
        f"{number(float(found.cooks_distance[top]))}, has {found.levels[top]}."
    )


def _size(each: Parameter) -> float:
    """Minus the farthest move: in standard errors, or as a share of a standard deviation."""
    unit = each.error if each.error > 0 else each.whole or 1.0
    return -float(np.abs(each.without - each.whole).max()) / unit


def _table(scene: Scene, every: list[Parameter], found: GroupInfluence, order: Ints) -> Table:
    header = (
        f"without {scene.grouping}", *(each.name for each in every), "Cook's distance",
    )  # fmt: skip
    down = order[::-1]
    columns = [
        [found.levels[code] for code in down],
        *(column_of(each.without[down]) for each in every),
        column_of(found.cooks_distance[down], 3),
    ]
    whole = ("none", *(number(each.whole, 4) for each in every), "")
    return Table(header, (whole, *zip(*columns, strict=True)))
