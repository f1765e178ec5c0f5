"""Arrows from what a group's own rows say to what a mixed model makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.columns import Bools, Float, Ints
from flashcards.models.errors import ModelError
from flashcards.models.figures.axes import axis, level_axis
from flashcards.models.figures.figure import (
    Arrows,
    Figure,
    Key,
    Layer,
    Meaning,
    Panel,
    Points,
    Rule,
    Table,
    Words,
)
from flashcards.models.figures.looks import sizes
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.varying import name_of, plural_of, unit_for
from flashcards.models.figures.words import column_of, count, number, plural
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT

NOTHING: Final = 1e-9
"""Share of a column that is rounding."""

NAMED: Final = 2
"""Groups with the longest arrows that are named in a plane of two effects."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """The q effects that vary, of m groups, estimated three times.

    Attributes:
        effects: (q,) as R names them.
        own: (m, q) without pooling; NaN where a group's rows do not determine them.
        partial: (m, q) by the mixed model.
        average: (q,) the fixed effects, toward which it pulls.
        complete: (q,) with all groups as one.
        sd: (q,) estimated standard deviations between groups.
    """

    effects: tuple[str, ...]
    own: Float
    partial: Float
    average: Float
    complete: Float
    sd: Float


def shrinkage(scene: Scene) -> Figure:
    """One effect: groups by name, sorted; two: a plane of intercept and slope."""
    fit = scene.mixed("A shrinkage plot needs")
    found = estimates(scene, fit)
    codes = np.array(scene.chosen() or range(len(scene.levels)), dtype=np.intp)
    shown = _shown(scene, found)
    draw = _plane if len(shown) > 1 else _sorted
    alone = f"each {scene.noun}'s own line" if len(shown) > 1 else f"lm with {scene.grouping}"
    return Figure(
        title=f"From no pooling to partial pooling, {len(codes)} {plural(scene.noun)}",
        says=_says(scene, found, codes, shown),
        panels=(draw(scene, fit, found, codes, shown),),
        legend=(
            Key("none", f"{alone}: no pooling", sign="points"),
            Key(scene.meaning(fit), "lmer: partial pooling", sign="points"),
            Key(
                "complete",
                "one line for all: complete pooling",
                sign="points" if len(shown) > 1 else "line",
            ),
        ),
        table=_table(scene, found, codes, shown),
    )


# -- estimates ---------------------------------------------------------------------------------


def estimates(scene: Scene, fit: LmerFit) -> Estimates:
    """The effects that vary by the scene's grouping factor, without, with partial, and pooled.

    No pooling is the regression in which these effects are free in each group while all others
    are shared; what other grouping factors add is taken away first. A predictor that is the same
    in all rows of a group is part of the group's intercept, in all three.

    Raises:
        ModelError: no group's own rows determine its effects.
    """
    design = fit.design
    blocks = [k for k, block in enumerate(design.blocks) if block.group == scene.grouping]
    effects = tuple(name for k in blocks for name in design.blocks[k].effects)
    z = np.column_stack([design.blocks[k].z for k in blocks])
    codes, levels = design.blocks[blocks[0]].codes, design.blocks[blocks[0]].levels
    others = [k for k in range(len(design.blocks)) if k not in blocks]
    alone = _alone(design.y - _added(fit, others), design.x, z, codes)
    parts = alone.parts(design.names, effects)
    within = parts @ fit.beta
    own = alone.outcome - alone.columns @ alone.shared
    if np.isnan(own).all():
        raise ModelError(
            f"No {scene.noun}'s own rows determine {' and '.join(effects)}, so there is no "
            "estimate without pooling to start an arrow from."
        )
    # The model's groups may be fewer than the scene's, where another model has more rows.
    place = {level: code for code, level in enumerate(levels)}
    order = np.array([place.get(level, -1) for level in scene.levels], dtype=np.intp)
    missing = np.full((1, len(effects)), np.nan)
    partial = within + np.column_stack([fit.modes[k] for k in blocks])
    return Estimates(
        effects,
        np.vstack((own, missing))[order],
        np.vstack((partial, missing))[order],
        within.mean(axis=0),
        (parts @ _pooled(scene, fit)).mean(axis=0),
        np.sqrt(np.concatenate([np.diagonal(fit.covariances[k]) for k in blocks])),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """Outcome and fixed columns as each group's own effects give them.

    Attributes:
        outcome: (m, q) the effects on the outcome; NaN where rows do not determine them.
        columns: (m, q, p) the effects on each column.
        spanned: (p,) whether a column is determined by the effects in every group.
        shared: (p,) coefficients that all groups share; 0 for a spanned column.
    """

    outcome: Float
    columns: Float
    spanned: Bools
    shared: Float

    def parts(self, names: tuple[str, ...], effects: tuple[str, ...]) -> Float:
        """(m, q, p) what one unit of each column is of each effect; 0 for a shared column."""
        found = np.where(self.spanned, self.columns, 0.0)
        for k, name in enumerate(effects):
            if name in names:
                found[:, :, names.index(name)] = np.eye(len(effects))[k]
        return found


def _alone(y: Float, x: Float, z: Float, codes: Ints) -> Alone:
    """Regressions of outcome and columns on the effects, group by group; then what is left."""
    both = np.column_stack((y, x))
    rest = np.empty_like(both)
    counts = np.bincount(codes)
    ends = np.cumsum(counts)
    order = np.argsort(codes, kind="stable")
    found = np.empty((len(counts), z.shape[1], both.shape[1]))
    known = np.empty((len(counts), 1), dtype=np.bool_)
    # Groups of one size are solved together: one call for balanced data, however many groups.
    for size in np.unique(counts):
        same = np.flatnonzero(counts == size)
        rows = order[ends[same][:, np.newaxis] - size + np.arange(size)]
        solved = np.linalg.pinv(z[rows]) @ both[rows]
        rest[rows] = both[rows] - z[rows] @ solved
        found[same] = solved
        known[same, 0] = np.linalg.matrix_rank(z[rows]) == z.shape[1]
    left = np.sqrt((rest[:, 1:] ** 2).sum(axis=0))
    spanned = left <= NOTHING * np.sqrt((x**2).sum(axis=0))
    shared = np.zeros(x.shape[1])
    shared[~spanned] = np.linalg.lstsq(rest[:, 1:][:, ~spanned], rest[:, 0], rcond=None)[0]
    return Alone(np.where(known, found[:, :, 0], np.nan), found[:, :, 1:], spanned, shared)


def _added(fit: LmerFit, others: list[int]) -> Float:
    """(n,) what these random terms add to each row."""
    total = np.zeros(fit.nobs)
    for k in others:
        block = fit.design.blocks[k]
        total += np.einsum("ij,ij->i", block.z, fit.modes[k][block.codes])
    return total


def _pooled(scene: Scene, fit: LmerFit) -> Float:
    """(p,) the fixed effects where all groups are one: of a model that is drawn, or fitted here."""
    for other in scene.fits:
        if isinstance(other, LmFit) and scene.meaning(other) == "complete":
            known = dict(zip(other.design.names, other.beta.tolist(), strict=True))
            return np.array([known.get(name, 0.0) for name in fit.design.names])
    return np.asarray(np.linalg.lstsq(fit.design.x, fit.design.y, rcond=None)[0])


# -- pictures ----------------------------------------------------------------------------------


def _shown(scene: Scene, found: Estimates) -> tuple[int, ...]:
    """The effect or the two effects that are drawn: intercept and slope of the predictor first."""
    wanted = (INTERCEPT, scene.predictor.name)
    places = [found.effects.index(name) for name in wanted if name in found.effects]
    rest = [k for k in range(len(found.effects)) if k not in places]
    return tuple((places + rest)[:2])


def _label(scene: Scene, effect: str) -> str:
    unit = unit_for(scene, effect)
    return f"{name_of(scene, effect)} ({unit})" if unit else name_of(scene, effect)


def _numbers(values: Float) -> tuple[float, ...]:
    return tuple(values.tolist())


def _sorted(
    scene: Scene, fit: LmerFit, found: Estimates, codes: Ints, shown: tuple[int, ...]
) -> Panel:
    """Groups from the lowest to the highest own estimate, an arrow each."""
    k = shown[0]
    codes = codes[np.argsort(found.own[codes, k], kind="stable")]
    own, partial = found.own[codes, k], found.partial[codes, k]
    at = np.arange(len(codes), dtype=np.float64)
    meaning: Meaning = scene.meaning(fit)
    layers: tuple[Layer, ...] = (
        Rule(float(found.complete[k]), "x", "complete"),
        Arrows(_numbers(own), _numbers(at), _numbers(partial), _numbers(at), meaning),
        Points(_numbers(own), _numbers(at), "none", sign="ring"),
        Points(_numbers(partial), _numbers(at), meaning),
    )
    return Panel(
        "",
        axis(_label(scene, found.effects[k]), own, partial, [found.complete[k]]),
        level_axis(scene.grouping, tuple(scene.levels[code] for code in codes)),
        layers,
    )


def _plane(
    scene: Scene, fit: LmerFit, found: Estimates, codes: Ints, shown: tuple[int, ...]
) -> Panel:
    """Two effects against each other."""
    i, k = shown
    there = codes[np.isfinite(found.own[codes]).all(axis=1)]
    own, partial = found.own[there], found.partial[codes]
    meaning: Meaning = scene.meaning(fit)
    axes = (
        axis(_label(scene, found.effects[i]), own[:, i], partial[:, i], [found.complete[i]]),
        axis(_label(scene, found.effects[k]), own[:, k], partial[:, k], [found.complete[k]]),
    )
    named = _longest(found, there, shown)[:NAMED]
    left = axes[0].low + 0.7 * (axes[0].high - axes[0].low)
    layers: tuple[Layer, ...] = (
        Arrows(
            _numbers(own[:, i]),
            _numbers(own[:, k]),
            _numbers(found.partial[there, i]),
            _numbers(found.partial[there, k]),
            meaning,
        ),
        Points(_numbers(own[:, i]), _numbers(own[:, k]), "none", sign="ring"),
        Points(_numbers(partial[:, i]), _numbers(partial[:, k]), meaning),
        Points(
            (float(found.complete[i]),), (float(found.complete[k]),), "complete", "thick", "cross"
        ),
        *(
            Words(
                float(found.own[code, i]),
                float(found.own[code, k]),
                f" {scene.levels[code]} ",
                "plain",
                "start" if found.own[code, i] < left else "end",
            )
            for code in named
        ),
    )
    return Panel("", *axes, layers)


def _longest(found: Estimates, codes: Ints, shown: tuple[int, ...]) -> list[int]:
    """Groups by how far they are moved, in standard deviations, the farthest first."""
    places = np.array(shown, dtype=np.intp)
    scale = np.where(found.sd[places] > 0, found.sd[places], np.inf)
    if not np.isfinite(scale).any():
        scale = np.ones(len(places))
    moved = (found.partial - found.own)[np.ix_(codes, places)] / scale
    distance = np.nan_to_num(np.sqrt((moved**2).sum(axis=1)))
    return [int(codes[at]) for at in np.argsort(-distance, kind="stable")]


# -- words -------------------------------------------------------------------------------------


def _says(scene: Scene, found: Estimates, codes: Ints, shown: tuple[int, ...]) -> str:
    rows = sizes(scene)
    parts = []
    for k in shown:
        own, partial = found.own[codes, k], found.partial[codes, k]
        there = np.isfinite(own)
        nearer = np.abs(partial - found.average[k]) < np.abs(own - found.average[k])
        parts.append(
            f"{int(nearer[there].sum())} of {int(there.sum())} "
            f"{plural_of(scene, found.effects[k])} toward their average "
            f"({number(float(found.average[k]))})"
        )
    order = _longest(found, codes, shown)
    most = [code for code in order if np.isfinite(found.own[code]).all()][:NAMED]
    moves = [
        f"{scene.levels[code]} ({count(int(rows[code]), 'row')}), "
        + " and ".join(_move(scene, found, code, k, named=len(shown) > 1) for k in shown)
        for code in most
    ]
    return f"Partial pooling pulls {' and '.join(parts)}; pulled farthest: {'; '.join(moves)}."


def _move(scene: Scene, found: Estimates, code: int, k: int, *, named: bool) -> str:
    """``from 526 to 511``, or ``intercept from 334 to 354``."""
    name = f"{name_of(scene, found.effects[k])} " if named else ""
    own, partial = float(found.own[code, k]), float(found.partial[code, k])
    return f"{name}from {number(own)} to {number(partial)}"


def _table(scene: Scene, found: Estimates, codes: Ints, shown: tuple[int, ...]) -> Table:
    header = [scene.grouping, "rows"]
    columns = [
        [scene.levels[code] for code in codes],
        [str(int(size)) for size in sizes(scene)[codes]],
    ]
    for k in shown:
        name = name_of(scene, found.effects[k])
        header += [f"{name}, no pooling", "partial", "complete"]
        complete = np.full(len(codes), found.complete[k])
        every = found.own[codes, k], found.partial[codes, k], complete
        columns += [column_of(part) for part in every]
    return Table(tuple(header), tuple(zip(*columns, strict=True)))
