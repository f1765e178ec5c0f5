"""Confidence intervals of a mixed model: Wald's for fixed effects, by profile for all parameters.

A profile interval holds the values at which the deviance, lowest over all other parameters, is
less than a quantile of χ²(1) above its minimum (Bates et al. 2015, section 5.1). lme4 finds its
ends by interpolation; here they are solved for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log, pi, sqrt
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.lmer import LmerFit
from flashcards.models.mixed.modes import covariance, estimates

CLOSE: Final = 1e-6
"""Share of a parameter's own size to which an end of an interval is solved for."""

WIDEST: Final = 60
"""Times that a bracket may double before a side counts as open."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of one parameter, named as lme4 names it.

    Attributes:
        name: ``sd_(Intercept)|subject``, ``cor_x1.(Intercept)|subject``, ``sigma``, or that of
            a fixed effect.
        estimate: the parameter itself.
        lower: the lower end; the parameter's bound where the profile does not rise enough.
        upper: the upper end.
    """

    name: str
    estimate: float
    lower: float
    upper: float


def wald(fit: LmerFit, level: float = 0.95) -> list[Interval]:
    """Estimate plus and minus a normal quantile of standard errors, for the fixed effects."""
    from scipy.special import ndtri

    reach = float(ndtri((1 + level) / 2))
    rows = zip(fit.design.names, fit.beta.tolist(), fit.standard_errors.tolist(), strict=True)
    return [Interval(name, b, b - reach * se, b + reach * se) for name, b, se in rows]


def profile(fit: LmerFit, level: float = 0.95) -> list[Interval]:
    """Profile intervals: of standard deviations and correlations, of σ, of fixed effects.

    The model is fitted by maximum likelihood first, as lme4 does.
    """
    from scipy.special import ndtri

    best = fit.ml()
    rise = float(ndtri((1 + level) / 2)) ** 2
    lowest = best.criterion
    found = []
    for parameter in (*_covariance_parameters(best), *_fixed_parameters(best)):
        height = _Height(parameter, lowest + rise)
        found.append(
            Interval(
                parameter.name,
                parameter.estimate,
                _end(height, parameter, -1),
                _end(height, parameter, 1),
            )
        )
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Parameter:
    """A parameter that is held at values while all others follow.

    Attributes:
        name: as in :class:`Interval`.
        estimate: its maximum-likelihood estimate.
        reach: about how far an end may be.
        lowest: its lower bound.
        highest: its upper bound.
        deviance: from its value and the free parameters.
        start: the free parameters at the estimate.
    """

    name: str
    estimate: float
    reach: float
    lowest: float
    highest: float
    deviance: Callable[[float, Float], float]
    start: Float


class _Height:
    """How far the profile at a value lies above the level that an end has."""

    def __init__(self, parameter: _Parameter, level: float) -> None:
        self.parameter = parameter
        self.level = level
        self.free = parameter.start

    def __call__(self, value: float) -> float:
        from scipy.optimize import minimize

        def deviance(free: Float) -> float:
            return self.parameter.deviance(value, free)

        if not len(self.free):
            return deviance(self.free) - self.level
        best = minimize(deviance, self.free, method="BFGS", options={"gtol": 1e-5})
        if best.fun < self.level + 1e3:
            self.free = np.asarray(best.x)
        return float(best.fun) - self.level


def _end(height: _Height, parameter: _Parameter, sign: int) -> float:
    """Where the profile crosses the level on one side, or the bound there."""
    from scipy.optimize import brentq

    bound = parameter.highest if sign > 0 else parameter.lowest
    height.free = parameter.start
    inside, reach = parameter.estimate, parameter.reach
    for _ in range(WIDEST):
        outside = parameter.estimate + sign * reach
        if sign * (outside - bound) >= 0:
            if sign * (bound - inside) <= 0 or height(bound) <= 0:
                return bound
            outside = bound
            break
        if height(outside) > 0:
            break
        inside, reach = outside, 1.6 * reach
    else:
        return sign * inf
    if height(inside) > 0:  # an estimate on its bound, where rounding decides
        return inside
    tolerance = CLOSE * max(abs(outside - parameter.estimate), abs(parameter.estimate) * 1e-3)
    return float(brentq(height, inside, outside, xtol=tolerance, rtol=1e-10))


# -- fixed effects ---------------------------------------------------------------------------------


def _fixed_parameters(fit: LmerFit) -> list[_Parameter]:
    start = fit.theta * fit.units
    return [
        _Parameter(
            name,
            estimate,
            2.0 * se,
            -inf,
            inf,
            _held_fixed(fit, index),
            start,
        )
        for index, (name, estimate, se) in enumerate(
            zip(fit.design.names, fit.beta.tolist(), fit.standard_errors.tolist(), strict=True)
        )
    ]


def _held_fixed(fit: LmerFit, index: int) -> Callable[[float, Float], float]:
    """The deviance at given θ with one fixed effect held and the others at their best."""
    n, units = fit.nobs, fit.units

    def at(value: float, theta: Float) -> float:
        found = fit.evaluate_at(theta / units)
        moved = value - estimates(found)[index]
        penalised = found.rss + moved**2 / covariance(found, 1.0)[index, index]
        return found.logdet + n * (1 + log(2 * pi * penalised / n))

    return at


# -- standard deviations, correlations, σ ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Held:
    """Which covariance parameter is held: σ, or row and column of a term's matrix."""

    term: int = -1
    row: int = -1
    column: int = -1


def _covariance_parameters(fit: LmerFit) -> list[_Parameter]:
    start = np.append(fit.theta, log(fit.sigma))
    found = []
    for number, (block, matrix) in enumerate(zip(fit.design.blocks, fit.covariances, strict=True)):
        spread = np.sqrt(np.diagonal(matrix))
        for j, column in enumerate(block.effects):
            for i in range(j, len(block.effects)):
                held = _at_values(fit, _Held(number, i, j))
                if i == j:
                    size = float(spread[j]) or fit.sigma * 0.1
                    name = f"sd_{column}|{block.group}"
                    found.append(
                        _Parameter(name, float(spread[j]), 0.5 * size, 0.0, inf, held, start)
                    )
                else:
                    name = f"cor_{block.effects[i]}.{column}|{block.group}"
                    both = float(spread[i] * spread[j])
                    correlation = float(matrix[i, j]) / both if both else 0.0
                    correlation = min(1.0, max(-1.0, correlation))
                    found.append(_Parameter(name, correlation, 0.3, -1.0, 1.0, held, start))
    width = 1.4 * fit.sigma / sqrt(fit.nobs)
    sigma = _at_values(fit, _Held())
    return [*found, _Parameter("sigma", fit.sigma, width, 1e-9 * fit.sigma, inf, sigma, start)]


def _at_values(fit: LmerFit, held: _Held) -> Callable[[float, Float], float]:
    """The deviance where one parameter is held; the free ones are raw θ and log σ."""
    sizes = [len(block.effects) for block in fit.design.blocks]

    def at(value: float, free: Float) -> float:
        sigma = value if held.term < 0 else float(np.exp(np.clip(free[-1], -700, 700)))
        theta = free[:-1]
        if held.term >= 0:
            theta = _with_value(theta, sizes, held, value, sigma)
        try:
            return fit.criterion_at(theta, sigma)
        except np.linalg.LinAlgError:
            return 1e300

    return at


def _with_value(theta: Float, sizes: list[int], held: _Held, value: float, sigma: float) -> Float:
    """θ with a standard deviation or a correlation of one term put in its place."""
    start = sum(size * (size + 1) // 2 for size in sizes[: held.term])
    size = sizes[held.term]
    columns, rows = np.triu_indices(size)
    matrix = np.zeros((size, size))
    entries = slice(start, start + len(rows))
    matrix[rows, columns] = theta[entries]
    own = matrix[held.row].copy()
    length = float(np.sqrt(own @ own))
    if held.row == held.column:
        direction = own / length if length > 0 else np.eye(size)[held.row]
        matrix[held.row] = direction * (value / sigma)
    else:
        other = matrix[held.column]
        norm = float(np.sqrt(other @ other))
        along = other / norm if norm > 0 else np.eye(size)[held.column]
        across = own - (own @ along) * along
        width = float(np.sqrt(across @ across))
        across = across / width if width > 0 else np.eye(size)[held.row]
        matrix[held.row] = length * (value * along + sqrt(max(0.0, 1 - value**2)) * across)
    changed = theta.copy()
    changed[entries] = matrix[rows, columns]
    return changed
