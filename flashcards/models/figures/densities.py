"""The normal distributions that random effects are taken to come from, and where groups lie."""

from __future__ import annotations

from math import exp, pi, sqrt
from typing import Final

import numpy as np

from flashcards.models.errors import ModelError
from flashcards.models.figures.figure import (
    Axis,
    Figure,
    Key,
    Layer,
    Line,
    Panel,
    Rug,
    Rule,
    Table,
    Words,
)
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.varying import (
    Varying,
    plural_of,
    titles,
    unit_for,
    varying,
    with_unit,
)
from flashcards.models.figures.words import column_of, listed, number, plural

WIDEST: Final = 3.5
"""Standard deviations to each side that are always drawn."""

FAR: Final = 2.0
"""Standard deviations beyond which a group is named."""

STEPS: Final = 81

TOP: Final = 1 / sqrt(2 * pi)
"""The density of a standard normal distribution at its middle."""


def densities(scene: Scene) -> Figure:
    """A panel for each effect that varies, its axis in estimated standard deviations."""
    fit = scene.mixed("Densities need")
    every = [each for each in varying(fit) if each.sd > 0]
    if not every:
        raise ModelError(
            "All random effects of this model are estimated as 0, so they have no distribution.",
            "The fit is singular: groups differ no more than their residuals would have it.",
        )
    reach = max(WIDEST, *(float(np.abs(each.values).max() / each.sd) + 0.25 for each in every))
    panels = tuple(
        _panel(scene, each, title, reach)
        for each, title in zip(every, titles(scene, every), strict=True)
    )
    groups = " and ".join(dict.fromkeys(plural(each.group) for each in every))
    return Figure(
        title="How groups are taken to vary, and where they lie",
        says=_says(scene, every),
        panels=panels,
        legend=(
            Key("plain", "normal distribution that the model assumes"),
            Key("deviation", f"deviations of the {groups}", sign="bar"),
        ),
        table=_table(every),
    )


def _panel(scene: Scene, each: Varying, title: str, reach: float) -> Panel:
    at = np.linspace(-reach, reach, STEPS).tolist()
    scaled = np.sort(each.values / each.sd).tolist()
    layers: list[Layer] = [
        Rule(0.0, "x"),
        Line(tuple(at), tuple(TOP * exp(-x * x / 2) for x in at), "plain"),
        Rug(tuple(scaled), "x", "deviation"),
        *_far(each),
    ]
    sd = with_unit(number(each.sd), unit_for(scene, each.effect))
    return Panel(
        f"{title}, SD {sd}",
        Axis(f"deviation in SDs of {sd}", -reach, reach),
        Axis("density", 0.0, 1.12 * TOP, shown=False),
        tuple(layers),
    )


def _far(each: Varying) -> list[Layer]:
    """Names of the groups that lie farthest out, one at each side."""
    scaled = each.values / each.sd
    ends = {int(scaled.argmin()), int(scaled.argmax())}
    return [
        Words(float(scaled[code]), 0.12 * TOP, each.levels[code], "deviation", "middle")
        for code in sorted(ends)
        if abs(scaled[code]) >= FAR
    ]


def _says(scene: Scene, every: list[Varying]) -> str:
    parts = []
    for each in every:
        scaled = each.values / each.sd
        extreme = int(np.abs(scaled).argmax())
        side = "above" if scaled[extreme] > 0 else "below"
        sd = with_unit(number(each.sd), unit_for(scene, each.effect))
        parts.append(
            f"of {plural_of(scene, each.effect)} between {plural(each.group)}, with a standard "
            f"deviation of {sd} around {number(each.fixed)} (farthest: {each.levels[extreme]}, "
            f"{abs(scaled[extreme]):.1f} SDs {side})"
        )
    return f"Normal distributions are assumed: {listed(parts)}."


def _table(every: list[Varying]) -> Table:
    rows: list[tuple[str, ...]] = []
    for each in every:
        columns = column_of(each.values), column_of(each.values / each.sd, 3)
        rows += zip(
            each.levels, [each.effect] * len(each.levels), *columns, strict=True
        )  # fmt: skip
    return Table(("group", "effect", "deviation", "in SDs"), tuple(rows))
