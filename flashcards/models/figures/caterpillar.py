"""Each group's deviations as dots with bars, sorted, so that they climb like a caterpillar."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, Literal

import numpy as np

from flashcards.models.columns import Bools, Float, Ints
from flashcards.models.errors import ModelError
from flashcards.models.figures.axes import axis, level_axis
from flashcards.models.figures.figure import (
    Figure,
    Intervals,
    Key,
    Layer,
    Meaning,
    Panel,
    Points,
    Rule,
    Table,
)
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.varying import Varying, titles, unit_for, varying, with_unit
from flashcards.models.figures.words import column_of, listed, signed

REACH: Final = 1.96
"""Conditional standard deviations that a bar goes to each side: 95 % of a normal distribution."""

MOST_NAMED: Final = 3
"""Groups that are named together."""


def caterpillar(scene: Scene) -> Figure:
    """A panel for each effect that varies; the rows of a factor are sorted by its first effect."""
    fit = scene.mixed("A caterpillar needs")
    every = varying(fit)
    orders = {each.group: np.argsort(each.values, kind="stable") for each in reversed(every)}
    if not any(each.sd for each in every):
        raise ModelError(
            "All random effects of this model are estimated as 0, so there is nothing to sort.",
            "The fit is singular: groups differ no more than their residuals would have it.",
        )
    panels = tuple(
        _panel(scene, each, title, orders[each.group])
        for each, title in zip(every, titles(scene, every), strict=True)
    )
    return Figure(
        title="Random effects with 95 % intervals",
        says=_says(scene, every),
        panels=panels,
        legend=(
            Key("deviation", "bar misses 0", sign="points"),
            Key("plain", "bar covers 0", sign="points"),
        ),
        table=_table(every, orders),
    )


def _panel(scene: Scene, each: Varying, title: str, order: Ints) -> Panel:
    low, high = _ends(each)
    layers: list[Layer] = [Rule(0.0, "x")]
    for some, meaning, sign in _two_kinds(_clear(each)[order]):
        at, who = tuple(np.flatnonzero(some).astype(float).tolist()), order[some]
        ends = tuple(low[who].tolist()), tuple(high[who].tolist())
        layers.append(Intervals(at, *ends, "x", meaning))
        layers.append(Points(tuple(each.values[who].tolist()), at, meaning, sign=sign))
    unit = unit_for(scene, each.effect)
    label = f"deviation ({unit})" if unit else "deviation"
    return Panel(
        title,
        axis(label, low, high, [0.0]),
        level_axis(each.group, tuple(each.levels[code] for code in order)),
        tuple(layers),
    )


def _two_kinds(clear: Bools) -> Iterator[tuple[Bools, Meaning, Literal["dot", "ring"]]]:
    """Rows whose bar covers 0 and those whose bar misses it, with how they look."""
    if not clear.all():
        yield ~clear, "plain", "ring"
    if clear.any():
        yield clear, "deviation", "dot"


def _ends(each: Varying) -> tuple[Float, Float]:
    return each.values - REACH * each.spreads, each.values + REACH * each.spreads


def _clear(each: Varying) -> Bools:
    """(m,) whether the bar misses 0."""
    low, high = _ends(each)
    return np.asarray((low > 0) | (high < 0))


def _says(scene: Scene, every: list[Varying]) -> str:
    parts = []
    for each, title in zip(every, titles(scene, every), strict=True):
        clear, extreme = int(_clear(each).sum()), int(np.argmax(np.abs(each.values)))
        value = with_unit(signed(each.values[extreme]), unit_for(scene, each.effect))
        parts.append(
            f"{title}: {clear} of {len(each.levels)} bars miss 0, "
            f"farthest is {each.levels[extreme]} with {value}"
        )
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}{_longest(scene, every)}."


def _longest(scene: Scene, every: list[Varying]) -> str:
    """Who has the longest bars, where it is the few groups with the fewest rows."""
    first = every[0]
    blocks = scene.mixed("A caterpillar needs").design.blocks
    codes = next(block.codes for block in blocks if block.group == first.group)
    rows = np.bincount(codes, minlength=len(first.levels))
    few = np.flatnonzero(rows < np.median(rows)).tolist()
    longest = np.argsort(-first.spreads, kind="stable")[: len(few)].tolist()
    if not 0 < len(few) <= MOST_NAMED or set(longest) != set(few):
        return ""
    names, counts = [first.levels[code] for code in few], [str(rows[code]) for code in few]
    return f"; the longest bars are those of {listed(names)}, with {listed(counts)} rows only"


def _table(every: list[Varying], orders: dict[str, Ints]) -> Table:
    """By factor one block of rows; of each effect the deviation and the ends of its bar."""
    blocks = [list(some) for _, some in groupby(every, key=lambda each: each.group)]
    width = max(len(block) for block in blocks)
    header = ["group"]
    for k in range(width):
        names = list(dict.fromkeys(block[k].effect for block in blocks if k < len(block)))
        header += [" / ".join(names), "from", "to"]
    rows: list[tuple[str, ...]] = []
    for block in blocks:
        order = orders[block[0].group][::-1]
        columns = [[block[0].levels[code] for code in order]]
        for each in block:
            columns += [column_of(part[order]) for part in (each.values, *_ends(each))]
        columns += [[""] * len(order)] * (1 + 3 * width - len(columns))
        rows += zip(*columns, strict=True)
    return Table(tuple(header), tuple(rows))
