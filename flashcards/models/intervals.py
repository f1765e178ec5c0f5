"""Confidence intervals of a mixed model: Wald's for fixed effects, by profile for all parameters.

A profile interval holds the values at which the deviance, lowest over all other parameters, is
less than a quantile of χ²(1) above its minimum (Bates et al. 2015, section 5.1). lme4 finds its
ends by interpolation; here they are solved for, on the scale of the square root of the rise, on
which profiles are nearly straight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np

from flashcards.models.lmer import LmerFit
from flashcards.models.mixed.held import HeldCovariance, HeldEffect, HeldSigma, Profile

CLOSE: Final = 1e-5
"""Share of the way to an end of an interval to which it is solved for."""

WIDEST: Final = 60
"""Times that a bracket may grow before a side counts as open."""


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
    rise = float(ndtri((1 + level) / 2))
    found = []
    for parameter in (*_spreads(best), _sigma(best), *_effects(best)):
        ends = [_end(parameter, best.criterion, rise, sign) for sign in (-1, 1)]
        found.append(Interval(parameter.name, parameter.estimate, *ends))
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
        profile: the deviance where it is held.
    """

    name: str
    estimate: float
    reach: float
    lowest: float
    highest: float
    profile: Profile


def _end(parameter: _Parameter, lowest: float, rise: float, sign: int) -> float:
    """Where the root of the profile's rise crosses a level on one side, or the bound there."""
    from scipy.optimize import brentq

    # The estimate itself is known to be inside, whatever a search from elsewhere makes of it.
    known = {parameter.estimate: -rise}

    def above(value: float) -> float:
        if value not in known:
            known[value] = sqrt(max(0.0, parameter.profile(value) - lowest)) - rise
        return known[value]

    parameter.profile.restart()
    bound = parameter.highest if sign > 0 else parameter.lowest
    inside, reach = parameter.estimate, parameter.reach
    if sign * (bound - inside) <= 0:
        return bound
    for _ in range(WIDEST):
        outside = parameter.estimate + sign * reach
        if sign * (outside - bound) >= 0:
            outside = bound
        height = above(outside)
        if height > 0:
            break
        if outside == bound:
            return bound
        inside = outside
        reach *= min(3.0, max(1.2, 1.1 * rise / (height + rise))) if height > -rise else 3.0
    else:
        return sign * inf
    tolerance = CLOSE * max(abs(outside - parameter.estimate), abs(parameter.estimate) * 1e-3)
    return float(brentq(above, inside, outside, xtol=tolerance, rtol=1e-10))


def _effects(fit: LmerFit) -> Iterator[_Parameter]:
    rows = zip(fit.design.names, fit.beta.tolist(), fit.standard_errors.tolist(), strict=True)
    for index, (name, estimate, se) in enumerate(rows):
        held = HeldEffect(fit.design.x, fit.design.y, index, fit.problem, fit.minimum)
        yield _Parameter(name, estimate, 2.0 * se, -inf, inf, held)


def _sigma(fit: LmerFit) -> _Parameter:
    width = 1.4 * fit.sigma / sqrt(fit.nobs)
    held = HeldSigma(fit.problem, fit.minimum)
    return _Parameter("sigma", fit.sigma, width, 1e-9 * fit.sigma, inf, held)


def _spreads(fit: LmerFit) -> Iterator[_Parameter]:
    """Standard deviations and correlations, column by column of each term's matrix."""
    for term, (block, matrix) in enumerate(zip(fit.design.blocks, fit.covariances, strict=True)):
        spread = np.sqrt(np.diagonal(matrix)).tolist()
        for j, column in enumerate(block.effects):
            for i in range(j, len(block.effects)):
                held = HeldCovariance(fit.problem, fit.theta, fit.sigma, (term, i, j))
                if i == j:
                    name, size = f"sd_{column}|{block.group}", spread[j]
                    reach = 0.5 * (size or 0.1 * fit.sigma)
                    yield _Parameter(name, size, reach, 0.0, inf, held)
                else:
                    name, both = (
                        f"cor_{block.effects[i]}.{column}|{block.group}",
                        spread[i] * spread[j],
                    )
                    correlation = float(matrix[i, j]) / both if both else 0.0
                    correlation = min(1.0, max(-1.0, correlation))
                    yield _Parameter(name, correlation, 0.3, -1.0, 1.0, held)
