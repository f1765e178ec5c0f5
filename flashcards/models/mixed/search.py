"""From a problem to its estimates of θ: where searches start, and what they leave next to zero."""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.columns import Bools, Float
from flashcards.models.mixed.criterion import Evaluation, evaluate
from flashcards.models.mixed.optimise import (
    Minimum,
    Point,
    Problem,
    descend,
    inverse_of,
    settled,
)

SMALL: Final = 1_000
"""Random effects up to which there may be several minima."""

NEXT_TO_NOTHING: Final = 0.1
"""Where on the diagonal of Λ̃ the second search starts."""

WELL_INSIDE: Final = 0.2
"""Diagonal of Λ̃ above which a variance is not next to zero."""

STEEP: Final = 1.0
"""Fall of the criterion by a diagonal of Λ̃ that is no accident."""

EXTREME: Final = 6.0
"""A diagonal of Λ̃ above this, or below its inverse, makes further minima likely."""

FEW_STEPS: Final = 20
"""Steps within which a descent from there is lower, or is given up."""

GAIN: Final = 1e-6
"""Decrease of the criterion for which one end of a search is preferred to an earlier one."""

ZERO: Final = 1e-3
"""Diagonal of Λ̃ that is set to zero, if the criterion does not mind."""

UNMOVED: Final = 1e-9
"""Change of the criterion that is none."""


def search(problem: Problem) -> Minimum:
    """The minimum, from Λ̃ = I, and for small data from elsewhere too."""
    start = problem.layout.diagonal.astype(np.float64)
    return settled(problem, _lowest(problem, descend(problem, problem.at(start), None)))


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
    hessian = similar.hessian if same else None
    inverse = None if hessian is None else inverse_of(hessian)
    end = descend(problem, problem.at(problem.layout.inner(theta)), inverse)
    lowest = _lowest(problem, end)
    return settled(problem, lowest, hessian if lowest is end else None)


def _lowest(problem: Problem, end: Point) -> Point:
    """The end of a descent, or that of another which is lower."""
    layout = problem.layout
    if sum(grouping.size * grouping.width for grouping in layout.groupings) > SMALL:
        return end
    nothing = problem.at(np.where(layout.diagonal, NEXT_TO_NOTHING, 0.0))
    if not _leads_to(end, nothing, layout.diagonal):
        end = _lower(end, descend(problem, nothing, None))
    sizes = np.abs(end.theta[layout.diagonal])
    if ((sizes > EXTREME) | (sizes < 1.0 / EXTREME)).any():
        for start in _elsewhere(layout.diagonal):
            end = _lower(end, descend(problem, problem.at(start), None, FEW_STEPS))
    return end


def _leads_to(end: Point, start: Point, diagonal: Bools) -> bool:
    """Whether a descent from a start with hardly any variance need not be made.

    So it is where every variance wants to grow from there, and has grown at the end.
    """
    grown = np.abs(end.theta[diagonal]) > WELL_INSIDE
    return bool(grown.all() and (start.gradient[diagonal] < -STEEP).all())


def _elsewhere(diagonal: Bools) -> list[Float]:
    """Starts with little variance, with much, and with effects that go together or apart."""
    starts = [np.where(diagonal, size, 0.0) for size in (0.03, 3.0)]
    if not diagonal.all():
        starts += [np.where(diagonal, 1.0, lean) for lean in (0.8, -0.8)]
        starts += [np.where(diagonal, 10.0, lean) for lean in (8.0, -8.0)]
    return starts


def _lower(one: Point, other: Point) -> Point:
    return other if other.value < one.value - GAIN else one


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
