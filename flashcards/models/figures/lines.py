"""Lines of models: the one of the fixed effects, and those of groups.

A group's line is what the model expects of the group's own rows with the predictor moved: other
predictors keep the values of these rows, and the line is their mean. Of the random effects it has
those of the group itself and of the groups that it lies within; effects of crossed factors are at
zero.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.columns import Bools, Factor, Float, Ints
from flashcards.models.design import fixed_matrix, random_parts
from flashcards.models.figures.scene import Fit, Predictor, Scene, names_of
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.tree import Call, Name, walk

STEPS: Final = 41
"""Places at which a line that may be curved is computed."""


def average_line(scene: Scene, fit: Fit, at: Float) -> Float:
    """(k,) the line of the fixed effects at values of the predictor.

    Args:
        scene: what is drawn.
        fit: one of its models.
        at: (k,) values; of a factor numbers of levels.
    """
    rows = fit.design.rows
    codes = np.zeros(len(rows), dtype=np.intp)
    return np.asarray(_lines(scene, fit, rows, codes, at[np.newaxis, :], random=False)[0])


def group_lines(scene: Scene, fit: Fit, at: Float) -> Float:
    """(groups, k) the line of each group; NaN for one whose rows do not determine it.

    Args:
        scene: what is drawn.
        fit: one of its models.
        at: (groups, k) values of the predictor.
    """
    rows = fit.design.rows
    codes = scene.codes[rows]
    known = codes >= 0
    found = _lines(scene, fit, rows[known], codes[known], at, random=True)
    if isinstance(fit, LmFit) and _slopes_apart(scene, fit):
        found[_single(scene, rows[known], codes[known])] = np.nan
    return found


def _slopes_apart(scene: Scene, fit: LmFit) -> bool:
    """Whether a linear model gives each group a slope of its own."""
    own = {scene.predictor.name, scene.grouping}
    terms = fit.design.model.fixed.terms
    names = ({part.text for each in term for part in walk(each) if isinstance(part, Name)}
             for term in terms)  # fmt: skip
    return any(own <= each for each in names)


def _single(scene: Scene, rows: Ints, codes: Ints) -> Bools:
    """(groups,) whether all rows of a group have one value of the predictor."""
    values = scene.predictor.values[rows]
    low = np.full(len(scene.levels), np.inf)
    high = np.full(len(scene.levels), -np.inf)
    np.minimum.at(low, codes, values)
    np.maximum.at(high, codes, values)
    return np.asarray(low == high)


def fixed_lines(scene: Scene, fit: Fit, at: Float) -> Float:
    """(groups, k) the fixed part of each group's line: what its deviations are measured from."""
    rows = fit.design.rows
    codes = scene.codes[rows]
    known = codes >= 0
    return _lines(scene, fit, rows[known], codes[known], at, random=False)


def curved(scene: Scene, fit: Fit) -> bool:
    """Whether a model's lines may bend: its predictor stands in a function such as ``log``."""
    effects = (fit.design.model.fixed, *(block.term.effects for block in fit.design.blocks))
    calls = (
        each for some in effects for term in some.terms for each in term if isinstance(each, Call)
    )
    name = scene.predictor.name
    return any(isinstance(part, Name) and part.text == name for c in calls for part in walk(c))


def places(scene: Scene, fit: Fit, low: float, high: float) -> Float:
    """(k,) values of the predictor at which a model's line is to be known between two values."""
    if scene.predictor.levels:
        return np.arange(round(low), round(high) + 1, dtype=np.float64)
    return np.linspace(low, high, STEPS if curved(scene, fit) else 2)


def own_places(scene: Scene, fit: Fit) -> Float:
    """(groups, k) values from the lowest to the highest of each group; NaN for a missing level."""
    codes, values = scene.codes, scene.predictor.values
    there = (codes >= 0) & np.isfinite(values)
    groups = len(scene.levels)
    if levels := scene.predictor.levels:
        found = np.full((groups, len(levels)), np.nan)
        some = values[there].astype(np.intp)
        found[codes[there], some] = some
        return found
    low, high = np.full(groups, np.inf), np.full(groups, -np.inf)
    np.minimum.at(low, codes[there], values[there])
    np.maximum.at(high, codes[there], values[there])
    none = low > high
    low[none] = high[none] = np.nan
    return np.linspace(low, high, STEPS if curved(scene, fit) else 2, axis=1)


def _lines(scene: Scene, fit: Fit, rows: Ints, codes: Ints, at: Float, *, random: bool) -> Float:
    groups, steps = at.shape
    moved = np.where(np.isfinite(at), at, 0.0)[codes]
    data = {name: _moved(scene, name, rows, moved) for name in _columns(fit, random=random)}
    values = _fixed(fit, data, len(rows) * steps)
    if random and isinstance(fit, LmerFit) and data:
        values = values + _random(fit, data, np.repeat(codes, steps))
    by_row = values.reshape(len(rows), steps)
    sizes = np.bincount(codes, minlength=groups)
    sums = [np.bincount(codes, by_row[:, step], groups) for step in range(steps)]
    with np.errstate(invalid="ignore"):
        found = np.column_stack(sums) / sizes[:, np.newaxis]
    return np.where(np.isfinite(at), found, np.nan)


def _columns(fit: Fit, *, random: bool) -> list[str]:
    names = names_of(fit.design.model.fixed)
    if random:
        for block in fit.design.blocks:
            names += names_of(block.term.effects)
            names += [name.text for name in block.term.group]
    return list(dict.fromkeys(names))


def _moved(scene: Scene, name: str, rows: Ints, at: Float) -> Float | Factor:
    """A column of some rows, each as often as there are steps; the predictor at its steps."""
    predictor: Predictor = scene.predictor
    found = scene.column(name)
    if name == predictor.name:
        if isinstance(found, Factor):
            return Factor(at.ravel().astype(np.intp), predictor.levels, found.logical)
        return at.ravel()
    steps = at.shape[1]
    if isinstance(found, Factor):
        return Factor(np.repeat(found.codes[rows], steps), found.levels, found.logical).at()
    return np.repeat(found[rows], steps)


def _fixed(fit: Fit, data: dict[str, Float | Factor], length: int) -> Float:
    if not data:
        return np.full(length, fit.beta.sum() if len(fit.beta) else 0.0)
    return np.asarray(fixed_matrix(fit.design, data) @ fit.beta)


def _random(fit: LmerFit, data: dict[str, Float | Factor], codes: Ints) -> Float:
    """(rows,) the modes of each row's group and of the groups that this one lies within."""
    total = np.zeros(len(codes))
    parts = random_parts(fit.design, data)
    for modes, (z, groups) in zip(fit.modes, parts, strict=True):
        if lies_within(codes, groups):
            total += np.einsum("ij,ij->i", z, modes[groups])
    return total


def lies_within(inner: Ints, outer: Ints) -> bool:
    """Whether all rows of an inner group have one outer group."""
    first = np.full(int(inner.max(initial=0)) + 1, -1, dtype=np.intp)
    first[inner] = outer
    return bool((first[inner] == outer).all())
