"""Take observations of a group away, add noise or move it, and see what it borrows from others.

Three estimates of each group's line are compared: its own (no pooling, ``lm`` with the grouping
factor), the mixed model's (partial pooling) and the one of all (complete pooling, ``lm`` without
it). What is *pulled in* is the share of the way from the first to the last that the second went.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.columns import Bools, Data, Factor, Float, Ints, column
from flashcards.models.datasets import Columns
from flashcards.models.design import build
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import (
    Estimate,
    Moved,
    ShrinkageAsked,
    ShrinkageShown,
    Spread,
)
from flashcards.models.figures.build import draw
from flashcards.models.figures.scene import Scene
from flashcards.models.lm import LmFit, lm
from flashcards.models.lmer import LmerFit, fit_design

FEWEST_ROWS: Final = 1
"""Observations that a group keeps; without any it would be no group."""

_SUBSCRIPTS: Final = "₀₁₂₃₄₅₆₇₈₉"


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """The same data fitted three ways.

    Attributes:
        none: each group by itself.
        partial: the mixed model.
        complete: all as one.
    """

    none: LmFit
    partial: LmerFit
    complete: LmFit


def shrinkage(
    asked: ShrinkageAsked, before: LmerFit, data: Data, labels: Mapping[str, str]
) -> ShrinkageShown:
    """Move groups, fit again, and compare.

    Args:
        asked: what is to be moved.
        before: the model of the data as they are.
        data: the data that it was fitted to.
        labels: column → what an axis calls it.

    Raises:
        ModelError: there is no such group, or the model has several grouping factors.
    """
    name = factor_of(before)
    formula = before.design.formula
    changed = move(data, name, before.design.response, asked.moved, asked.seed)
    fits = pooled(formula, changed, before)
    levels = before.design.blocks[0].levels
    every = (fits.complete, fits.none, fits.partial)
    shown = () if asked.arrows else asked.groups or levels[:4]
    figure = "shrinkage" if asked.arrows else "facets"
    return ShrinkageShown(
        levels,
        draw(figure, Scene(every, changed, shown, labels)),
        tuple(estimates(fits)),
        tuple(spreads(before, fits.partial)),
        fits.partial.messages,
    )


def factor_of(fit: LmerFit) -> str:
    """The one grouping factor.

    Raises:
        ModelError: there are several.
    """
    names = tuple(fit.ngroups)
    if len(names) > 1:
        raise ModelError(
            f"This model has the grouping factors {', '.join(names)}; one can be moved at a time.",
            "Choose a model with one of them.",
        )
    return names[0]


def move(data: Data, name: str, response: str, moved: Mapping[str, Moved], seed: int) -> Columns:
    """The data with what was done to some groups.

    Args:
        data: columns by name.
        name: the grouping factor.
        response: the outcome, a column.
        moved: group → what is done to it.
        seed: of the noise; a group's noise does not change with other groups.

    Raises:
        ModelError: there is no such group, or a number is out of reach.
    """
    group, y = column(data, name), column(data, response)
    if not isinstance(group, Factor) or isinstance(y, Factor):
        raise ModelError(f"`{name}` is to name groups and `{response}` to be a number.")
    kept = np.ones(len(y), dtype=np.bool_)
    values: Float = y.copy()
    for level, what in moved.items():
        if level not in group.levels:
            raise ModelError(f"There is no group {level!r}.")
        if not (np.isfinite(what.noise) and np.isfinite(what.shift)) or what.noise < 0:
            raise ModelError("Noise is a standard deviation, 0 or more; a shift is a number.")
        code = group.levels.index(level)
        rows = np.flatnonzero(group.codes == code)
        if what.rows is not None:
            kept[rows[max(FEWEST_ROWS, what.rows) :]] = False
        noise = np.random.default_rng((seed, code)).standard_normal(len(rows))
        values[rows] += what.shift + what.noise * noise
    changed = {**data, response: values}
    return {each: _rows(found, kept) for each, found in changed.items()}


def _rows(values: object, kept: Bools) -> object:
    if isinstance(values, Factor):
        return Factor(values.codes[kept], values.levels, values.logical)
    return np.asarray(values)[kept]


def pooled(formula: str, data: Data, like: LmerFit) -> Pooled:
    """The three fits; where slopes vary, each group's own line has its own slope, too."""
    design, block = like.design, like.design.blocks[0]
    terms = " + ".join(design.terms)
    fixed = " + ".join(filter(None, ("1" if design.model.fixed.intercept else "0", terms)))
    slopes = tuple(effect for effect in block.effects if effect in design.terms)
    own = " + ".join((fixed, block.group, *(f"{slope}:{block.group}" for slope in slopes)))
    return Pooled(
        lm(f"{design.response} ~ {own}", data),
        fit_design(build(formula, data, mixed=True), reml=like.reml, start=like),
        lm(f"{design.response} ~ {fixed}", data),
    )


def estimates(fits: Pooled) -> Iterator[Estimate]:
    """Each effect that varies and is fixed, too, in each group."""
    design = fits.partial.design
    block = design.blocks[0]
    effects = [name for name in design.names if name in block.effects]
    table = next(iter(fits.partial.coef().values()))
    complete = fits.complete.coef()
    for code, level in enumerate(block.levels):
        rows = np.flatnonzero(block.codes == code)
        own = _own(fits, effects, rows)
        for place, effect in enumerate(effects):
            partial = float(table.values[code, table.columns.index(effect)])
            mine = None if own is None else float(own[place])
            way = None if mine is None else complete[effect] - mine
            pulled = None if not way or mine is None else (partial - mine) / way
            yield Estimate(level, effect, len(rows), mine, partial, complete[effect], pulled)


def _own(fits: Pooled, effects: list[str], rows: Ints) -> Float | None:
    """A group's own effects, what does not vary as all groups share it; None if undetermined."""
    design = fits.partial.design
    shared = fits.none.coef()
    fixed = np.array([0.0 if n in effects else shared.get(n, 0.0) for n in design.names])
    rest = design.y[rows] - design.x[rows] @ fixed
    varying = np.array([design.names.index(name) for name in effects])
    columns = design.x[np.ix_(rows, varying)]
    found, _, rank, _ = np.linalg.lstsq(columns, rest, rcond=None)
    return np.asarray(found) if rank == len(effects) else None


def spreads(before: LmerFit, now: LmerFit) -> Iterator[Spread]:
    """The variance components of the first term, and the residuals'."""
    old, new = (components(fit) for fit in (before, now))
    for name, value in old.items():
        yield Spread(name, value, new[name])


def components(fit: LmerFit) -> dict[str, float]:
    """Standard deviations of the first term, their correlation if there are two, and σ_ε."""
    covariance = fit.covariances[0]
    spread = np.sqrt(np.diagonal(covariance))
    found = {f"σ{_SUBSCRIPTS[k]}": float(value) for k, value in enumerate(spread)}
    if len(spread) == 2:
        both = float(spread[0] * spread[1])
        found["ρ"] = float(covariance[0, 1]) / both if both else 0.0
    return {**found, "σ_ε": fit.sigma}
