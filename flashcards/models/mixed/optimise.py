"""The minimum of the criterion over θ, without bounds.

Quasi-Newton steps with the exact gradient, then Newton steps with the Hessian that differences of
gradients give. The criterion is the same for Λ with the sign of a column changed, so that no
bound is needed; but for the same reason its gradient vanishes where a column of Λ is zero, be it
a minimum there or not. The derivative by Σ = ΛΛ' tells: where adding variance in some direction
lowers the criterion, the search goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.criterion import Evaluation, curvatures, evaluate, slopes
from flashcards.models.mixed.information import information
from flashcards.models.mixed.layout import Layout, Part, flat, lower_root, triangle, upper_of
from flashcards.models.mixed.statistics import Statistics

MAX_STEPS: Final = 200
"""Quasi-Newton steps of one descent."""

NOTHING: Final = 1e-11
"""Share of the least-squares residual variance below which rounding is all that is left."""

NEAR: Final = 1e-6
"""Predicted decrease of the criterion at which Newton steps take over."""

CLOSE: Final = 1e-10
"""Predicted decrease at which a search ends when whole Newton steps gain no more."""

EXACT: Final = 1e-18
"""Predicted decrease that rounding hides."""

FEW_NEWTON: Final = 4
"""Hessians that are taken by θ before it is tried by all entries of Λ."""

MAX_NEWTON: Final = 20
"""Hessians that are taken then."""

SHIFT: Final = 1e-4
"""Change of θ for differences of gradients; θ is of the order of 1 in orthogonal effects."""

MAX_SCORINGS: Final = 6
"""First steps of a descent that take the expected Hessian."""

FLAT: Final = 1e-9
"""Share of the largest curvature below which a direction counts as flat."""

INVERTIBLE: Final = 0.1
"""Diagonal of Λ̃ above which a gradient by Λ that vanishes says that the one by ΛΛ' does too."""

GAIN: Final = 1e-8
"""Decrease of the criterion for which a search goes on."""

MAX_ESCAPES: Final = 8
"""Times that a search goes on from a saddle point."""


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The criterion and its gradient at one θ.

    Attributes:
        theta: (k,) of the orthogonal effects.
        value: the criterion; infinite where it cannot be computed.
        gradient: (k,).
        evaluation: what the criterion was made of; None where it is infinite.
    """

    theta: Float
    value: float
    gradient: Float
    evaluation: Evaluation | None

    @property
    def endless(self) -> bool:
        """Whether hardly any residual variance is left: the criterion has no minimum there."""
        return self.evaluation is None or self.evaluation.left < 100.0 * NOTHING


@dataclass(frozen=True, slots=True, eq=False)
class Minimum:
    """Where a search ended.

    Attributes:
        point: the criterion there.
        hessian: (k, k) of the criterion by θ.
        decrease: what a Newton step would still gain, by the curvature; 0 at an exact minimum.
        saddle: whether adding variance somewhere would lower the criterion.
    """

    point: Point
    hessian: Float
    decrease: float
    saddle: bool


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A criterion to be minimised.

    Attributes:
        statistics: of the design and outcome.
        reml: whether it is the REML criterion.
        sigma: where the residual standard deviation is held; None where it is at its best.
    """

    statistics: Statistics
    reml: bool
    sigma: float | None = None

    @property
    def layout(self) -> Layout:
        """The random terms."""
        return self.statistics.layout

    def factors(self, theta: Float) -> list[Float]:
        """Λ of each grouping factor."""
        return self.layout.factors(theta)

    def gather(self, found: list[Float]) -> Float:
        """The derivatives by Λ as those by θ."""
        return self.layout.gather(found)

    def at(self, theta: Float) -> Point:
        """The criterion and its gradient at a θ."""
        try:
            evaluation = evaluate(self.statistics, self.factors(theta), reml=self.reml)
            gradient = self.gather(slopes(evaluation, self.sigma))
            value = evaluation.value_at(self.sigma) if self.sigma else evaluation.value()
        except np.linalg.LinAlgError:
            return Point(theta, np.inf, np.zeros_like(theta), None)
        if not np.isfinite(value) or evaluation.left < NOTHING:
            return Point(theta, np.inf, np.zeros_like(theta), None)
        return Point(theta, value, gradient, evaluation)


class Unrestricted(Problem):
    """The same criterion by all entries of Λ, which need not be triangular.

    Where a row of Λ is next to zero, the criterion hardly changes when the rows below it turn;
    with zeros above the diagonal it falls along a curve only, which no step follows far.
    """

    def factors(self, theta: Float) -> list[Float]:
        """Λ of each grouping factor."""
        return self.layout.square_factors(theta)

    def gather(self, found: list[Float]) -> Float:
        """The derivatives by Λ as those by its entries."""
        return self.layout.gather_square(found)


def minimise(problem: Problem, start: Float, hessian: Float | None = None) -> Minimum:
    """The minimum that is reached from one start, saddle points left behind.

    Args:
        problem: what to minimise.
        start: (k,) θ of the orthogonal effects.
        hessian: what it is thought to be near the minimum, from a similar fit.
    """
    inverse = None if hessian is None else inverse_of(hessian)
    return settled(problem, descend(problem, problem.at(start), inverse), hessian)


def settled(problem: Problem, end: Point, hessian: Float | None = None) -> Minimum:
    """The minimum where a descent has ended, or beyond the saddle point that it ended on."""
    minimum = _bottom(problem, end, hessian)
    for _ in range(MAX_ESCAPES):
        away = _escape(problem, minimum.point)
        if away is None:
            return minimum
        minimum = _bottom(problem, descend(problem, away, None), None)
    return replace(minimum, saddle=True)


def descend(problem: Problem, point: Point, inverse: Float | None, steps: int = MAX_STEPS) -> Point:
    """Quasi-Newton steps (BFGS) until little is left to gain.

    Without an inverse Hessian to start from, the first steps take the expected one anew each
    time: far from the minimum the criterion bends too much for what was learnt elsewhere.
    """
    scorings = MAX_SCORINGS if inverse is None else 0
    estimate = np.eye(len(point.theta)) / problem.statistics.nobs if inverse is None else inverse
    for _ in range(steps):
        expected = _expected(point) if scorings else None
        scorings = scorings - 1 if expected is not None else 0
        if expected is not None:
            estimate = expected
        step = -estimate @ point.gradient
        decrease = -float(step @ point.gradient)
        if decrease < NEAR or point.endless:
            break
        reached = _along(problem, point, step, decrease)
        if reached is None:
            break
        if decrease < 1.0:
            scorings = 0
        if not scorings:
            estimate = _updated(
                estimate, reached.theta - point.theta, reached.gradient - point.gradient
            )
        point = reached
    return point


def _expected(point: Point) -> Float | None:
    """The inverse of the expected Hessian, where there is one."""
    if point.evaluation is None:
        return None
    try:
        return inverse_of(information(point.evaluation), least=1e-3)
    except np.linalg.LinAlgError:
        return None


def _updated(inverse: Float, moved: Float, turned: Float) -> Float:
    """The inverse Hessian with what a step has shown of it (BFGS)."""
    bend = float(moved @ turned)
    if bend <= 1e-10 * float(np.sqrt((moved @ moved) * (turned @ turned))):
        return inverse
    along = inverse @ turned
    outer = np.outer(along, moved)
    found: Float = (
        inverse
        + (1.0 + float(turned @ along) / bend) / bend * np.outer(moved, moved)
        - (outer + outer.T) / bend
    )
    return found


def _along(problem: Problem, point: Point, step: Float, decrease: float) -> Point | None:
    """The first point along a step that is low enough, or None if there is none."""
    longest = 0.7 * max(1.0, float(np.abs(point.theta).max()))
    share = min(1.0, longest / float(np.abs(step).max()))
    rounding = 1e-13 * abs(point.value)
    for _ in range(30):
        reached = problem.at(point.theta + share * step)
        rise = reached.value - point.value
        if rise <= -1e-4 * share * decrease + rounding:
            return reached
        # The parabola through both values and the slope has its minimum here.
        best = share * share * decrease / (2.0 * (rise + share * decrease))
        share = float(np.clip(best if np.isfinite(best) else 0.0, 0.1 * share, 0.5 * share))
    return None


def _bottom(problem: Problem, point: Point, hessian: Float | None) -> Minimum:
    """The minimum near a point; where it is hard to reach by θ, by all entries of Λ."""
    minimum = _settle(problem, point, hessian, FEW_NEWTON)
    if minimum.decrease < CLOSE or minimum.point.endless:
        return minimum
    layout, free = problem.layout, Unrestricted(problem.statistics, problem.reml, problem.sigma)
    start = free.at(layout.gather_square(layout.factors(minimum.point.theta)))
    found = _settle(free, start, None, MAX_NEWTON).point
    theta = layout.inner_of(layout.square_factors(found.theta))
    return _settle(problem, problem.at(theta), None, FEW_NEWTON)


def _settle(problem: Problem, point: Point, hessian: Float | None, most: int) -> Minimum:
    """Newton steps with one Hessian as long as they serve, then along it, then with another."""
    if point.endless:
        return Minimum(point, np.eye(len(point.theta)), np.inf, saddle=False)
    hessian = hessian_at(problem, point) if hessian is None else hessian
    for _ in range(most):
        inverse = inverse_of(hessian)
        point, decrease = _chords(problem, point, inverse)
        if decrease < CLOSE:
            break
        reached = _along(problem, point, -inverse @ point.gradient, decrease)
        if reached is None:
            break
        point, hessian = reached, hessian_at(problem, reached)
    return Minimum(point, hessian, decrease, saddle=False)


def _chords(problem: Problem, point: Point, inverse: Float) -> tuple[Point, float]:
    """Whole steps with one inverse Hessian, while what is left to gain falls by half or more."""
    decrease = float(point.gradient @ inverse @ point.gradient)
    while decrease > EXACT:
        reached = problem.at(point.theta - inverse @ point.gradient)
        left = float(reached.gradient @ inverse @ reached.gradient)
        if reached.evaluation is None or left > 0.5 * decrease:
            break
        point, decrease = reached, left
    return point, decrease


def hessian_at(problem: Problem, point: Point) -> Float:
    """The Hessian by differences of exact gradients."""
    count = len(point.theta)
    found = np.empty((count, count))
    for place in range(count):
        moved = point.theta.copy()
        moved[place] += SHIFT
        found[place] = (problem.at(moved).gradient - point.gradient) / SHIFT
    return 0.5 * (found + found.T)


def inverse_of(hessian: Float, least: float = 0.0) -> Float:
    """An inverse that leads downhill and leaves flat directions alone.

    Args:
        hessian: (k, k) symmetric.
        least: share of the largest curvature that every direction is given at least.
    """
    values, vectors = np.linalg.eigh(hessian)
    sizes = np.abs(values)
    largest = max(float(sizes.max()), 1e-300)
    sizes = np.maximum(sizes, least * largest)
    flat_ones = sizes <= FLAT * largest
    weights = np.where(flat_ones, 0.0, 1.0 / np.where(flat_ones, 1.0, sizes))
    found: Float = (vectors * weights) @ vectors.T
    return found


def _escape(problem: Problem, point: Point) -> Point | None:
    """A lower point with more variance in some direction, where the gradient sees none."""
    if point.evaluation is None or point.endless:
        return None
    if np.abs(point.theta[problem.layout.diagonal]).min() > INVERTIBLE:
        return None
    floor = -1e-7 * problem.statistics.nobs
    lowest = None
    for grouping, curvature in zip(
        problem.layout.groupings, curvatures(point.evaluation, problem.sigma), strict=True
    ):
        for part in grouping.parts:
            values, vectors = np.linalg.eigh(curvature[part.columns, part.columns])
            if values[0] < floor:
                for size in (1.0, 0.1, 0.01, 1e-3):
                    reached = problem.at(_wider(point.theta, part, size * vectors[:, 0]))
                    if reached.value < (point if lowest is None else lowest).value - GAIN:
                        lowest = reached
    return lowest


def _wider(theta: Float, part: Part, direction: Float) -> Float:
    """θ with the variance of a direction added to one term."""
    lam = triangle(theta[part.places])
    wide = np.column_stack((lam, direction))
    root = upper_of(wide.T).T
    found = theta.copy()
    found[part.places] = flat(lower_root(root))
    return found
