"""The optimum of the profiled deviance, and whether it really is one.

The search is free of bounds: a negative diagonal of Λ is a model of its own mirrored. The price
is that the gradient vanishes at a zero diagonal by symmetry, also where that is a saddle; so no
search ends on one before it was tried to step off it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from flashcards.models.columns import Bools, Float

MAX_STEPS: Final = 200
CLOSE: Final = 1e-9
"""Fall of the criterion, as a share of it, that a full step must promise to be worth taking."""

ON_ZERO: Final = 1e-3
"""A diagonal of Λ below this may be on a saddle."""

OFF_ZERO: Final = (0.1, 0.5)
"""Where such a diagonal is put to see whether the criterion falls."""

EXTREME: Final = 0.15
"""Diagonals of Λ below this, or above its inverse, are where a criterion has several valleys."""

FLAT: Final = 1e-2
"""Newton decrement from which on the place reached is not called an optimum."""


class Criterion(Protocol):
    """A function of θ with its gradient; infinite where it has no value."""

    def criterion(self, theta: Float) -> float:
        """The value alone."""

    def gradient(self, theta: Float) -> tuple[float, Float]:
        """The value and its derivatives."""


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Where a search ended.

    Attributes:
        theta: (k,) the place; diagonals may be negative.
        value: the criterion there.
        gradient: (k,) its derivatives there.
        decrement: how far the criterion lies above the bottom of the parabola that fits there,
            as a square root: ``sqrt(g' H⁻¹ g)``, over the directions that curve upwards.
        hessian: (k, k) its second derivatives there.
    """

    theta: Float
    value: float
    gradient: Float
    decrement: float
    hessian: Float

    @property
    def converged(self) -> bool:
        """Whether this is flat ground; saddles were stepped off before."""
        return bool(np.isfinite(self.value)) and self.decrement < FLAT


def optimise(
    function: Criterion,
    start: Float,
    diagonal: Bools,
    *,
    thorough: bool,
    curvature: Float | None = None,
) -> Optimum:
    """The lowest place that the searches find.

    Args:
        function: the criterion.
        start: (k,) where to start.
        diagonal: (k,) which parameters stand on a diagonal of Λ.
        thorough: whether to start a second time from elsewhere, which costs as much again.
        curvature: (k, k) second derivatives near the start, where they are known from almost the
            same problem; they spare most of the search.
    """
    best = _polished(function, _descend(function.gradient, start, curvature), curvature)
    for elsewhere in _other_starts(diagonal, best.theta) if thorough else ():
        other = _descend(function.gradient, elsewhere)
        if other[1] < best.value - 1e-7 * abs(best.value):
            best = _polished(function, other)
    for _ in range(1 + int(diagonal.sum())):
        better = _off_zero(function, best, diagonal)
        if better is None:
            break
        best = better
    return best


def _other_starts(diagonal: Bools, theta: Float) -> list[Float]:
    """Where else to start: with little variance, and where the first end is extreme, all round."""
    starts = [np.where(diagonal, 0.2, 0.0)]
    own = np.abs(theta[diagonal])
    if (own < EXTREME).any() or (own > 1 / EXTREME).any():
        starts += [np.where(diagonal, size, 0.0) for size in (0.03, 3.0)]
        starts += [np.where(diagonal, 1.0, sign) for sign in (0.8, -0.8) if not diagonal.all()]
        turned = [np.where(diagonal, 2.0, 1.5 * sign) for sign in (1, -1)]
        starts += turned if not diagonal.all() else []
    return starts


def hessian(gradient: Callable[[Float], tuple[float, Float]], theta: Float) -> Float:
    """Second derivatives by central differences of the exact gradient, (k, k)."""
    size = len(theta)
    found = np.empty((size, size))
    for i in range(size):
        step = np.zeros(size)
        step[i] = 1e-4 * max(1.0, abs(theta[i]))
        found[i] = (gradient(theta + step)[1] - gradient(theta - step)[1]) / (2 * step[i])
    return (found + found.T) / 2


_Place = tuple[Float, float, Float]


def _descend(
    gradient: Callable[[Float], tuple[float, Float]],
    start: Float,
    curvature: Float | None = None,
) -> _Place:
    """BFGS with backtracking (Nocedal & Wright 2006, algorithm 6.1)."""
    theta = start
    value, slope = gradient(theta)
    size = len(theta)
    if curvature is not None and np.linalg.eigvalsh(curvature)[0] > 0:
        inverse = np.linalg.inv(curvature)
        scaled = True
    else:
        inverse = np.eye(size) * (0.5 / max(1.0, float(np.abs(slope).max(initial=0))))
        scaled = False
    for _ in range(MAX_STEPS):
        step = -inverse @ slope
        promised = -float(slope @ step)
        if promised <= 0:
            inverse = np.eye(size) / max(1.0, float(np.abs(slope).max(initial=0)))
            step = -inverse @ slope
            promised = -float(slope @ step)
        if promised < CLOSE * (1 + abs(value)):
            break
        found = _backtrack(gradient, theta, value, step, promised)
        if found is None:
            break
        new, new_value, new_slope = found
        change, turn = new - theta, new_slope - slope
        along = float(change @ turn)
        if along > 1e-12 * float(np.linalg.norm(change) * np.linalg.norm(turn)):
            if not scaled:
                inverse = np.eye(size) * along / float(turn @ turn)
                scaled = True
            left = np.eye(size) - np.outer(change, turn) / along
            inverse = left @ inverse @ left.T + np.outer(change, change) / along
        theta, value, slope = new, new_value, new_slope
    return theta, value, slope


def _backtrack(
    gradient: Callable[[Float], tuple[float, Float]],
    theta: Float,
    value: float,
    step: Float,
    promised: float,
) -> _Place | None:
    """The first shorter step that lets the criterion fall enough, or None."""
    longest = float(np.abs(step).max())
    length = min(1.0, 2.0 * max(1.0, float(np.abs(theta).max())) / longest)
    for _ in range(20):
        new = theta + length * step
        new_value, slope = gradient(new)
        if new_value <= value - 1e-4 * length * promised:
            return new, new_value, slope
        if np.isfinite(new_value):
            # The bottom of the parabola through what is known, within a tenth and a half.
            excess = new_value - value + length * promised
            length *= min(0.5, max(0.1, length * promised / (2 * excess))) if excess > 0 else 0.5
        else:
            length *= 0.1
    return None


def _polished(function: Criterion, place: _Place, curvature: Float | None = None) -> Optimum:
    """Newton steps to the bottom, as long as they lower the gradient."""
    theta, value, slope = place
    if curvature is None:
        curvature = hessian(function.gradient, theta)
    step, decrement = _newton(curvature, slope)
    for _ in range(8):
        if decrement < 1e-12 * max(1.0, abs(value)) ** 0.5:
            break
        new = theta - step
        new_value, new_slope = function.gradient(new)
        if not new_value <= value + 1e-10 * abs(value):
            break
        new_step, new_decrement = _newton(curvature, new_slope)
        if new_decrement > 0.9 * decrement and new_value > value - 1e-9 * abs(value):
            break
        if new_decrement > 0.2 * decrement:
            curvature = hessian(function.gradient, new)
            new_step, new_decrement = _newton(curvature, new_slope)
        theta, value, slope, step, decrement = new, new_value, new_slope, new_step, new_decrement
    return Optimum(theta, value, slope, decrement, curvature)


def _newton(curvature: Float, slope: Float) -> tuple[Float, float]:
    """A step along the directions that curve upwards, and the decrement over these."""
    if not np.isfinite(curvature).all():
        return np.zeros_like(slope), float("inf")
    values, vectors = np.linalg.eigh(curvature)
    up = values > 1e-8 * max(1.0, float(values[-1]))
    along = vectors[:, up].T @ slope
    return vectors[:, up] @ (along / values[up]), float(np.sqrt(np.sum(along**2 / values[up])))


def _off_zero(function: Criterion, best: Optimum, diagonal: Bools) -> Optimum | None:
    """A lower place found by stepping off a diagonal that is nearly zero, or None."""
    for index in np.flatnonzero(diagonal & (np.abs(best.theta) < ON_ZERO)):
        for size in OFF_ZERO:
            start = best.theta.copy()
            start[index] = size
            found = _descend(function.gradient, start)
            if found[1] < best.value - 1e-9 * max(1.0, abs(best.value)):
                return _polished(function, found)
    return None
