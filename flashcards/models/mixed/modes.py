"""What an evaluation says in the terms of the data: estimates, conditional modes, variances."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.criterion import Evaluation
from flashcards.models.mixed.cross import Slots
from flashcards.models.mixed.layout import Layout, Part


def estimates(evaluation: Evaluation) -> Float:
    """(p,) the fixed effects."""
    statistics = evaluation.statistics
    moved = np.linalg.solve(statistics.upper, evaluation.residual[:-1])
    return statistics.start - statistics.unit * moved


def covariance(evaluation: Evaluation, sigma: float) -> Float:
    """(p, p) σ²(X'V⁻¹X)⁻¹ of the fixed effects (eq. 54)."""
    root = np.linalg.solve(evaluation.statistics.upper, evaluation.root[:-1, :-1].T)
    found: Float = sigma**2 * (root @ root.T)
    return found


def modes(evaluation: Evaluation) -> tuple[Float, ...]:
    """(m, q) conditional modes of each term, in the order of the terms (b = Λu, eq. 11)."""
    statistics, schur = evaluation.statistics, evaluation.schur
    residual = evaluation.residual[:, np.newaxis]
    left = statistics.outer @ residual
    others = []
    if schur is not None:
        among = schur.spread(schur.scaled @ residual)
        left -= schur.cross.reduction.times(among)
        for slot in schur.cross.slots:
            here = among[:, slot.columns].reshape(len(among), slot.height, slot.grouping.width)
            others.append(here[slot.component, slot.place])
    first = (evaluation.kernel @ left)[:, :, 0]
    return _by_term(
        statistics.layout,
        lambda grouping, part: (
            statistics.unit * (first, *others)[grouping][:, part.columns] @ part.unscale.T
        ),
    )


def mode_variances(evaluation: Evaluation, sigma: float) -> tuple[Float, ...]:
    """(m, q, q) covariance matrices of each term's modes, given the fixed effects (eq. 58)."""
    schur, first = evaluation.schur, evaluation.kernel
    others = []
    if schur is not None:
        inner = schur.inner
        first = first + first @ schur.cross.reduction.quadratic(inner) @ first
        others = [_diagonal_blocks(inner, slot) for slot in schur.cross.slots]
    return _by_term(
        evaluation.statistics.layout,
        lambda grouping, part: (
            sigma**2
            * part.unscale
            @ (first, *others)[grouping][:, part.columns, part.columns]
            @ part.unscale.T
        ),
    )


def _diagonal_blocks(inner: Float, slot: Slots) -> Float:
    """(m, q, q) of (c, w, w), those of one factor's groups."""
    width = slot.grouping.width
    columns = slot.columns.start + slot.place[:, np.newaxis] * width + np.arange(width)
    component = slot.component[:, np.newaxis, np.newaxis]
    found: Float = inner[component, columns[:, :, np.newaxis], columns[:, np.newaxis, :]]
    return found


def _by_term(layout: Layout, of: Callable[[int, Part], Float]) -> tuple[Float, ...]:
    found = {
        part.term: of(index, part)
        for index, grouping in enumerate(layout.groupings)
        for part in grouping.parts
    }
    return tuple(found[term] for term in range(len(found)))
