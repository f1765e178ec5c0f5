"""From a problem to its estimates of θ: where searches start, and what they leave next to zero."""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.criterion import Evaluation, evaluate
from flashcards.models.mixed.optimise import Minimum, Problem, minimise

SMALL: Final = 1_000
"""Random effects up to which there may be two minima, one with hardly any variance."""

NEXT_TO_NOTHING: Final = 0.1
"""Where on the diagonal of Λ̃ the second search starts."""

ZERO: Final = 1e-3
"""Diagonal of Λ̃ that is set to zero, if the criterion does not mind."""

UNMOVED: Final = 1e-9
"""Change of the criterion that is none."""


def search(problem: Problem) -> Minimum:
    """The minimum, from Λ̃ = I, and for small data from hardly any variance too."""
    layout = problem.layout
    identity = layout.diagonal.astype(np.float64)
    effects = sum(grouping.size * grouping.width for grouping in layout.groupings)
    if effects > SMALL:
        return minimise(problem, [identity])
    return minimise(problem, [identity, NEXT_TO_NOTHING * identity])


def search_from(problem: Problem, theta: Float, similar: Minimum, *, same: bool) -> Minimum:
    """The minimum, from that of similar data.

    Args:
        problem: with the same terms.
        theta: (k,) lme4's θ of the other fit.
        similar: where its search ended.
        same: whether it was of the same criterion, so that its curvature is worth something.
    """
    if len(theta) != problem.layout.count or similar.point.endless:
        return search(problem)
    start = problem.layout.inner(theta)
    return minimise(problem, [start], similar.hessian if same else None)


def on_boundary(problem: Problem, minimum: Minimum) -> tuple[Float, Evaluation]:
    """lme4's θ, and the criterion there.

    What a search leaves next to zero on the diagonal is zero, if the criterion does not mind; and
    so is what is next to zero beside it.
    """
    layout = problem.layout
    theta = layout.outer(minimum.point.theta)
    near = layout.units * np.abs(theta) < ZERO
    if minimum.point.evaluation is not None and not near[layout.diagonal].any():
        return theta, minimum.point.evaluation
    best = evaluate(problem.statistics, layout.outer_factors(theta), reml=problem.reml)
    for row in layout.rows():
        if not near[row[-1]]:
            continue
        for places in (row[near[row]], row[-1:]):
            moved = theta.copy()
            moved[places] = 0.0
            other = evaluate(problem.statistics, layout.outer_factors(moved), reml=problem.reml)
            if other.value() <= best.value() + UNMOVED:
                theta, best = moved, other
                break
    return theta, best
