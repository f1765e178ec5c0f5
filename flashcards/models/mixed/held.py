"""The lowest deviance that there is where one parameter of a mixed model is held at a value.

Every search starts where the one before has ended, so that values are best asked for one beside
the other. Covariance parameters are held by writing a row of Λ as a function of what stands there
and of the value; derivatives go back through that function.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import exp, log, sqrt
from typing import Final, Protocol

import numpy as np

from flashcards.models.columns import Float, Ints
from flashcards.models.mixed.criterion import evaluate, slopes
from flashcards.models.mixed.layout import Layout
from flashcards.models.mixed.optimise import (
    Minimum,
    Point,
    Problem,
    descend,
    hessian_at,
    inverse_of,
    minimise,
)
from flashcards.models.mixed.statistics import statistics_of, with_outcome

OFF_ZERO: Final = 0.02
"""Where a search starts with a diagonal of Λ̃ that was next to zero, as zero has no slope."""

LARGEST: Final = 700.0
"""Logarithm of the largest σ that a number can hold."""


class Profile(Protocol):
    """The deviance as a function of one parameter, lowest over all others."""

    def restart(self) -> None:
        """Let the next search start at the estimates."""

    def __call__(self, value: float) -> float:
        """The lowest deviance with the parameter at a value."""


class HeldEffect:
    """With a fixed effect held: the model of y − vx without x among its fixed effects."""

    def __init__(self, x: Float, y: Float, index: int, problem: Problem, best: Minimum) -> None:
        self.column, self.y, self.best = x[:, index], y, best
        others = np.delete(x, index, axis=1)
        self.problem = replace(problem, statistics=statistics_of(problem.layout, others, y))
        self.restart()

    def restart(self) -> None:
        """See :class:`Profile`."""
        self.minimum = self.best

    def __call__(self, value: float) -> float:
        """See :class:`Profile`."""
        left = with_outcome(self.problem.statistics, self.y - value * self.column)
        problem = replace(self.problem, statistics=left)
        self.minimum = minimise(problem, self.minimum.point.theta, self.minimum.hessian)
        return self.minimum.point.value


class HeldSigma:
    """With the residual standard deviation held."""

    def __init__(self, problem: Problem, best: Minimum) -> None:
        self.problem, self.best = problem, best
        self.restart()

    def restart(self) -> None:
        """See :class:`Profile`."""
        self.minimum = self.best

    def __call__(self, value: float) -> float:
        """See :class:`Profile`."""
        problem = replace(self.problem, sigma=value)
        self.minimum = minimise(problem, self.minimum.point.theta, self.minimum.hessian)
        return self.minimum.point.value


class HeldCovariance:
    """With a standard deviation or a correlation of random effects held.

    Args:
        problem: the deviance.
        theta: (k,) lme4's θ at the estimates.
        sigma: the residual standard deviation there.
        entry: term, row and column of the covariance matrix; a standard deviation where row and
            column are the same.
    """

    def __init__(
        self, problem: Problem, theta: Float, sigma: float, entry: tuple[int, int, int]
    ) -> None:
        term, row, column = entry
        layout = problem.layout
        own, other = places_of_row(layout, term, row), places_of_row(layout, term, column)
        self.problem = _Held(
            problem.statistics, problem.reml, own=own, other=None if row == column else other
        )
        self.estimate = np.append(theta * layout.units, log(sigma))
        self.restart()

    def restart(self) -> None:
        """See :class:`Profile`."""
        self.free, self.inverse = self.estimate, np.empty((0, 0))

    def __call__(self, value: float) -> float:
        """See :class:`Profile`."""
        problem = replace(self.problem, value=value)
        start = self.free.copy()
        diagonal = np.append(problem.layout.diagonal, False)
        start[diagonal & (np.abs(start) < OFF_ZERO)] = OFF_ZERO
        point = problem.at(start)
        if not len(self.inverse):
            self.inverse = inverse_of(hessian_at(problem, point), least=1e-3)
        point = descend(problem, point, self.inverse)
        if np.isfinite(point.value):
            self.free = problem.placed(point.theta)
        return point.value


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Held(Problem):
    """The deviance by θ, in units of the effects, and log σ; what is held overrules a row of Λ.

    Attributes:
        value: the standard deviation or correlation that is held.
        own: places in θ of the row that follows it.
        other: places of the row that it is correlated with; None for a standard deviation.
    """

    value: float = 0.0
    own: Ints = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    other: Ints | None = None

    def placed(self, free: Float) -> Float:
        """(k + 1,) free parameters, the held one among them."""
        found = free.copy()
        found[self.own] = self._row(free).entries
        return found

    def at(self, free: Float) -> Point:
        """The deviance and its gradient by the free parameters."""
        units, row = self.layout.units, self._row(free)
        sigma = exp(min(max(float(free[-1]), -LARGEST), LARGEST))
        theta = free[:-1].copy()
        theta[self.own] = row.entries
        try:
            found = evaluate(
                self.statistics, self.layout.outer_factors(theta / units), reml=self.reml
            )
            value, by_lambda = found.value_at(sigma), slopes(found, sigma)
        except (np.linalg.LinAlgError, ZeroDivisionError, OverflowError):
            return Point(free, np.inf, np.zeros_like(free), None)
        if not np.isfinite(value):
            return Point(free, np.inf, np.zeros_like(free), None)
        gradient = np.append(
            self.layout.gather_outer(by_lambda) / units, found.slope_by_sigma(sigma) * sigma
        )
        by_row = gradient[self.own]
        gradient[self.own] = row.by_own(by_row)
        if self.other is None:
            gradient[-1] -= float(by_row @ row.entries)
        else:
            gradient[self.other] += row.by_other(by_row)
        return Point(free, value, gradient, found)

    def _row(self, free: Float) -> _Length | _Angle:
        own = free[self.own]
        if self.other is None:
            sigma = exp(min(max(float(free[-1]), -LARGEST), LARGEST))
            return _Length(own, self.value * float(self.layout.units[self.own[0]]) / sigma)
        return _Angle(own, free[self.other], self.value)


class _Length:
    """A row of Λ that is stretched to a length; where there is none, along its last entry."""

    def __init__(self, own: Float, length: float) -> None:
        self.along, self.before = _direction(own)
        self.length = length
        self.entries = self.along * length

    def by_own(self, slope: Float) -> Float:
        """The derivatives by what stood in the row, from those by its entries."""
        return self.length / self.before * _across(slope, self.along)

    def by_other(self, slope: Float) -> Float:
        """The derivatives by another row: there is none."""
        return np.zeros_like(slope)


class _Angle:
    """A row of Λ of its own length, turned until its cosine with another row is what is held."""

    def __init__(self, own: Float, other: Float, cosine: float) -> None:
        self.direction, self.length = _direction(own)
        if not own.any():
            self.length = 0.0
        shorter, self.norm = _direction(other)
        self.along = np.zeros(len(own))
        self.along[: len(other)] = shorter
        self.own, self.reach = own, len(other)
        self.part = float(own @ self.along)
        self.across, self.width = _direction(own - self.part * self.along)
        self.cosine, self.sine = cosine, sqrt(max(0.0, 1.0 - cosine**2))
        self.turned = cosine * self.along + self.sine * self.across
        self.entries = self.length * self.turned

    def by_own(self, slope: Float) -> Float:
        """The derivatives by what stood in the row, from those by its entries."""
        through = self._through_across(slope)
        return (
            float(slope @ self.turned) * self.direction
            + through
            - float(through @ self.along) * self.along
        )

    def by_other(self, slope: Float) -> Float:
        """The derivatives by the other row."""
        through = self._through_across(slope)
        by_along = (
            self.length * self.cosine * slope
            - self.part * through
            - float(through @ self.along) * self.own
        )
        found: Float = _across(by_along, self.along)[: self.reach] / self.norm
        return found

    def _through_across(self, slope: Float) -> Float:
        return _across(self.length * self.sine * slope, self.across) / self.width


def places_of_row(layout: Layout, term: int, row: int) -> Ints:
    """The places in θ of a row of a term's Λ, its columns in their order."""
    part = next(part for part in layout.parts() if part.term == term)
    width = part.columns.stop - part.columns.start
    columns = np.arange(row + 1)
    before = columns * width - columns * (columns - 1) // 2
    found: Ints = part.places.start + before + row - columns
    return found


def _direction(vector: Float) -> tuple[Float, float]:
    """A vector of length 1 and its length before; of nothing, its last axis and 1."""
    length = sqrt(float(vector @ vector))
    if length < 1e-150:
        unit = np.zeros(len(vector))
        unit[-1] = 1.0
        return unit, 1.0
    return vector / length, length


def _across(vector: Float, direction: Float) -> Float:
    """What of a vector is at right angles to a direction of length 1."""
    return vector - float(vector @ direction) * direction
