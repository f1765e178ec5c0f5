"""Who belongs to whom, drawn from the data: a tree of nested factors, a grid of crossed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from flashcards.models.columns import Bools, Ints
from flashcards.models.errors import ModelError
from flashcards.models.figures.axes import level_axis
from flashcards.models.figures.figure import (
    Arrows,
    Axis,
    Figure,
    Key,
    Layer,
    Meaning,
    Panel,
    Points,
    Table,
    Weight,
    Words,
)
from flashcards.models.figures.lines import lies_within
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.words import count, plural, span
from flashcards.models.groups import RandomBlock
from flashcards.models.lmer import LmerFit

MOST_INNER: Final = 26
"""Leaves of a tree that are drawn."""

MOST_LEVELS: Final = 40
"""Levels of a crossed factor that are drawn."""

TIERS: Final = -2.0
"""Where the names of the two tiers of a tree end, in leaves left of the first."""

MARGIN: Final = 0.16
"""Room for these names, as a share of the tree's width."""

GAP: Final = 1.0
"""Room between two families of a tree, in leaves."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """Two grouping factors, and which of their groups occur together.

    Attributes:
        inner: the factor with more groups.
        outer: the other one.
        inner_levels: its groups.
        outer_levels: the other's groups.
        rows: (inner, outer) how many rows each pair has.
    """

    inner: str
    outer: str
    inner_levels: tuple[str, ...]
    outer_levels: tuple[str, ...]
    rows: Ints


def schematic(scene: Scene) -> Figure:
    """A tree where each group of one factor has rows in one group of another; else a grid."""
    fit = scene.mixed("A schematic of grouping factors needs a model with")
    one, other = _two(fit)
    found = _pairing(one, other)
    if lies_within(one.codes, other.codes):
        return _tree(found)
    return _grid(found)


def _two(fit: LmerFit) -> tuple[RandomBlock, RandomBlock]:
    """The two factors that are drawn: a nested pair if there is one, else the first two."""
    blocks = list({block.group: block for block in reversed(fit.design.blocks)}.values())[::-1]
    if len(blocks) < 2:
        raise ModelError(
            "A schematic shows how two grouping factors lie to each other; this model has one, "
            f"`{blocks[0].group}`.",
            "Add another, such as `(1 | school) + (1 | child:school)`.",
        )
    pairs = [(a, b) for k, a in enumerate(blocks) for b in blocks[k + 1 :]]
    return next(((a, b) for a, b in pairs if lies_within(a.codes, b.codes)), pairs[0])


def _pairing(one: RandomBlock, other: RandomBlock) -> Pairing:
    rows = np.zeros((len(one.levels), len(other.levels)), dtype=np.intp)
    np.add.at(rows, (one.codes, other.codes), 1)
    return Pairing(one.group, other.group, one.levels, other.levels, rows)


# -- nested ------------------------------------------------------------------------------------


def _tree(found: Pairing) -> Figure:
    """Outer groups above, their inner groups below; the first families where there are many."""
    families = [np.flatnonzero(column).tolist() for column in found.rows.T]
    shown = _few(families)
    places = _places(families[:shown])
    inner, total = _own_name(found), len(families)
    some = (
        count(total, found.outer) if shown == total else f"{shown} of {count(total, found.outer)}"
    )
    last = places[-1][-1]
    return Figure(
        title=f"{plural(inner)} within {plural(found.outer)}: {some}",
        says=_says_nested(found, families, inner),
        panels=(
            Panel(
                "",
                Axis("", TIERS - MARGIN * (last - TIERS), last + 1.0, shown=False),
                Axis("", -0.6, 1.6, shown=False),
                (*_branches(places), *_names(found, families[:shown], places)),
            ),
        ),
        legend=(
            Key("slopes", f"a {found.outer}", "thick", sign="points"),
            Key("deviation", f"a {inner} of it, {_rows_each(found)}", sign="points"),
        ),
        table=Table(
            (found.outer, plural(inner), "rows"),
            tuple(
                (level, str(len(family)), str(int(found.rows[:, k].sum())))
                for k, (level, family) in enumerate(zip(found.outer_levels, families, strict=True))
            ),
        ),
    )


def _branches(places: list[list[float]]) -> Iterator[Layer]:
    """A line from each outer group to each of its own, and the groups themselves."""
    middles = tuple(float(np.mean(at)) for at in places)
    for middle, at in zip(middles, places, strict=True):
        many = len(at)
        ends = (middle,) * many, (1.0,) * many, tuple(at), (0.0,) * many
        yield Arrows(*ends, "plain", head=False, weight="faint")
    leaves = tuple(x for at in places for x in at)
    yield Points(middles, (1.0,) * len(middles), "slopes", "thick")
    yield Points(leaves, (0.0,) * len(leaves), "deviation")


def _names(found: Pairing, families: list[list[int]], places: list[list[float]]) -> Iterator[Words]:
    """Of each group above or below it, and of both factors on the left."""
    yield Words(TIERS, 1.0, found.outer, "plain", "end")
    yield Words(TIERS, 0.0, _own_name(found), "plain", "end")
    for code, (family, at) in enumerate(zip(families, places, strict=True)):
        yield Words(float(np.mean(at)), 1.22, found.outer_levels[code], "plain", "middle")
        leaves = short(tuple(_leaf(found, k) for k in family))
        for x, name in zip(at, leaves, strict=True):
            yield Words(x, -0.22, name, "plain", "middle")


def _few(families: list[list[int]]) -> int:
    """How many families are drawn: as many as have room, at least one."""
    sizes = np.cumsum([len(family) for family in families])
    return max(1, int((sizes <= MOST_INNER).sum()))


def _places(families: list[list[int]]) -> list[list[float]]:
    places, at = [], 0.0
    for family in families:
        places.append([at + k for k in range(len(family))])
        at += len(family) + GAP
    return places


def _own_name(found: Pairing) -> str:
    """``child`` of ``child:school``."""
    own = [part for part in found.inner.split(":") if part not in found.outer.split(":")]
    return ":".join(own) or found.inner


def _leaf(found: Pairing, code: int) -> str:
    """A leaf's own label: ``child_1`` of ``child_1:school_01``."""
    parts = found.inner_levels[code].split(":")
    names = found.inner.split(":")
    if len(parts) != len(names):
        return found.inner_levels[code]
    outer = found.outer.split(":")
    return ":".join(p for p, name in zip(parts, names, strict=True) if name not in outer)


def short(levels: tuple[str, ...]) -> tuple[str, ...]:
    """Names without what they all begin with, up to a sign between words: ``1`` of ``child_1``."""
    heads = {match[0] if (match := re.match(r"\D*[_\- .]", level)) else "" for level in levels}
    head = heads.pop() if len(heads) == 1 else ""
    tails = tuple(level[len(head) :] for level in levels)
    return tails if all(tails) else levels


def _rows_each(found: Pairing) -> str:
    sizes = found.rows.sum(axis=1).tolist()
    return f"{span(sizes)} {'row' if max(sizes) == 1 else 'rows'} of data"


def _says_nested(found: Pairing, families: list[list[int]], inner: str) -> str:
    sizes = [len(family) for family in families]
    told = (
        f"Each of the {len(found.inner_levels)} {plural(inner)} is in one {found.outer} only: "
        f"{len(families)} {plural(found.outer)} with {span(sizes)} {plural(inner)} each, "
        f"{_rows_each(found)} a {inner}"
    )
    leaves = [_leaf(found, code) for code in range(len(found.inner_levels))]
    shared = next((name for name in leaves if leaves.count(name) > 1), "")
    if shared:
        told += (
            f"; {shared} is there in {leaves.count(shared)} {plural(found.outer)}, and is another "
            f"{inner} in each"
        )
    return f"{told}."


# -- crossed -----------------------------------------------------------------------------------


def _grid(found: Pairing) -> Figure:
    """The factor with more groups across, the other one upwards; a dot where a pair has rows."""
    across, up = (
        min(len(found.inner_levels), MOST_LEVELS),
        min(len(found.outer_levels), MOST_LEVELS),
    )
    there = found.rows[:across, :up] > 0
    layers: list[Layer] = []
    if not there.all():
        layers.append(_dots(~there, "plain", "ring"))
    layers.append(_dots(there, "slopes", "dot"))
    legend = [Key("slopes", f"occur together, {_pair_rows(found)}", "thick", sign="points")]
    if not there.all():
        legend.append(Key("plain", "never together", "faint", sign="points"))
    kind = "fully" if (found.rows > 0).all() else "partially"
    several = plural(found.inner), plural(found.outer)
    return Figure(
        title=f"{several[0]} and {several[1]}, {kind} crossed",
        says=_says_crossed(found),
        panels=(
            Panel(
                "",
                level_axis(found.inner, short(found.inner_levels[:across])),
                level_axis(found.outer, found.outer_levels[:up]),
                tuple(layers),
            ),
        ),
        legend=tuple(legend),
        table=Table(
            (found.inner, *found.outer_levels),
            tuple(
                (level, *(str(n) if n else "–" for n in row))
                for level, row in zip(found.inner_levels, found.rows.tolist(), strict=True)
            ),
        ),
    )


def _dots(where: Bools, meaning: Meaning, sign: Literal["dot", "ring"]) -> Points:
    x, y = np.nonzero(where)
    weight: Weight = "thick" if sign == "dot" else "faint"
    return Points(tuple(map(float, x)), tuple(map(float, y)), meaning, weight, sign)


def _pair_rows(found: Pairing) -> str:
    counts = found.rows[found.rows > 0].tolist()
    return f"{span(counts)} {'row' if max(counts) == 1 else 'rows'} of data each"


def _says_crossed(found: Pairing) -> str:
    there = found.rows > 0
    pairs = f"{int(there.sum())} of {there.size} pairs have rows"
    of_inner, of_outer = there.sum(axis=1).tolist(), there.sum(axis=0).tolist()
    inner, outer = found.inner, found.outer
    if there.all():
        return (
            f"Fully crossed: every one of the {len(found.inner_levels)} {plural(inner)} has rows "
            f"with every one of the {len(found.outer_levels)} {plural(outer)} "
            f"({pairs}, {_pair_rows(found)})."
        )
    return (
        f"Partially crossed: each {inner} has rows with {span(of_inner)} of the "
        f"{len(found.outer_levels)} {plural(outer)}, and each {outer} with {span(of_outer)} of the "
        f"{len(found.inner_levels)} {plural(inner)} ({pairs})."
    )
