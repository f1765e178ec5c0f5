"""Tail probabilities of test statistics, for the two tests that every print needs.

``scipy.special`` has them too, to the same digits; but loading it takes longer than loading NumPy
and fitting a model together, and a print of one model needs nothing else of it.
"""

from __future__ import annotations

from math import erfc, exp, gamma, inf, log, log1p, pi, sqrt
from typing import Final

LEFT_TO_SCIPY: Final = 2_000.0
"""Degrees of freedom from which the fraction's first step loses more than three digits."""

SERIES_FROM: Final = 20.0
"""From here the ratio of gamma functions is summed as a series, which cancels nothing."""

TINY: Final = 1e-300


def two_sided(t: float, df: float) -> float:
    """The probability that a t-distributed value lies at least as far from 0.

    Args:
        t: the statistic.
        df: its degrees of freedom, whole or not.

    Returns:
        The incomplete beta function of ``df / (df + t²)`` with ``df / 2`` and ``1 / 2``; NaN
        where the statistic or the degrees of freedom are none.
    """
    if t != t or not df > 0:
        return float("nan")
    if abs(t) == inf:
        return 0.0
    if t == 0:
        return 1.0
    if df >= LEFT_TO_SCIPY:
        from scipy.special import stdtr

        return 2 * float(stdtr(df, -abs(t)))
    a, odds = df / 2, t * t / df
    x, rest = 1 / (1 + odds), odds / (1 + odds)
    # x^a (1 − x)^½ / B(a, ½)
    shared = exp(-a * log1p(odds) + _log_gamma_ratio(a)) * sqrt(rest / pi)
    if x < (a + 1) / (a + 2.5):
        return shared * _fraction(a, 0.5, x) / a
    return 1 - shared * _fraction(0.5, a, rest) / 0.5


def chi_squared(x: float, df: int) -> float:
    """The probability that a χ² value with whole degrees of freedom is at least ``x``."""
    if x <= 0:
        return 1.0
    half, odd = x / 2, df % 2
    total, term = (erfc(sqrt(half)), sqrt(half) / gamma(1.5)) if odd else (0.0, 1.0)
    share = exp(-half)
    for k in range(df // 2):
        total += share * term
        term *= half / (k + 1 + odd / 2)
    return total


def _log_gamma_ratio(a: float) -> float:
    """``log(Γ(a + ½) / Γ(a))``."""
    if a <= SERIES_FROM:
        return log(gamma(a + 0.5) / gamma(a))
    u = 1 / a**2
    series = 1 / 8 - u * (1 / 192 - u * (1 / 640 - u * (17 / 14336 - u * 31 / 18432)))
    return log(a) / 2 - series / a


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method.

    Didonato & Morris (1992), *Algorithm 708*, section 3, give it with others; this one converges
    for ``x < (a + 1) / (a + b + 2)`` in about the square root of the larger parameter's steps.
    """
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or TINY)
    value, m, change = d, 0, 0.0
    while abs(change - 1) > 1e-16:
        m += 1
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + numerator * d or TINY)
            c = 1 + numerator / c or TINY
            change = c * d
            value *= change
    return value
