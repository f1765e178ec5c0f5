"""Makes reading.csv: gains in reading whose mixed model prints figures that were chosen beforehand.

1. Children and their hours of reading are drawn, and hours are moved by half an hour until the
   standard errors, the correlation of the fixed effects and the REML criterion can come out.
2. Groups' own lines are made whose exact REML optimum is the chosen one.
3. They are rounded to lines that values with two decimals can have.
4. Around them values are drawn, and exchanged until the quantiles of the scaled residuals are as
   chosen, and then for as long as ``EXCHANGES`` says: there also the path that lme4's default
   optimiser takes ends where the same digits are printed.

Run ``python content/datasets/make/reading.py``; it always writes the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from lattice import Decimals, rounded
from lines import Fit, Float, Ints, Lines, fit, lines_at
from printed import Targets, plane, targets
from residuals import Found, drawn, ends_within, printing, walk, whole
from tables import folder_asked, write

SEED = 1
ORDER = 18
"""Seed of the order in which the groups' lines are rounded."""

EXCHANGES = 18
DECIMALS = Decimals(outcome=0.01, predictor=0.5)

GROUPS = 20
CHILDREN = 132
SMALLEST, LARGEST = 5, 8
ENOUGH = 0.1
"""So much room every figure should have before anything is rounded."""

LEAST_HOURS = 1
"""In half hours."""

VARIANCES = "2.262 0.796 4.367".split()
DEVIATIONS = "1.504 0.892 2.090".split()
CORRELATION = "0.546"
FIXED = "1.726 1.151".split()
BETA = (1.7258, 1.1511)
"""Well within what is printed of them, and so that their t values are too."""

ERRORS = "0.967 0.297".split()
T = "1.78 3.88".split()
FIXED_CORRELATION = "-0.552"
CRITERION = "638"
QUANTILES = "-2.4945 -0.5722 -0.0135 0.6254 2.3912".split()

STEPS = np.append(np.tile([0.004, 0.001], GROUPS), 0.5)


def wanted() -> Targets:
    """The bounds of all figures but the quantiles."""
    single = [CORRELATION, FIXED_CORRELATION, CRITERION]
    return targets(([*VARIANCES, *DEVIATIONS, *single, *FIXED, *ERRORS, *T], None))


def figures(fitted: Fit) -> Float:
    """Those figures, of a fit, in the same order."""
    variances = np.append(np.diag(fitted.between), fitted.noise)
    deviations = np.sqrt(variances)
    correlation = fitted.between[0, 1] / deviations[:2].prod()
    single = [correlation, fitted.correlation, fitted.criterion]
    t = fitted.beta / fitted.errors
    return np.concatenate([variances, deviations, single, fitted.beta, fitted.errors, t])


def lines_over(x: tuple[Float, ...], draws: Float) -> tuple[Lines, Float]:
    """Groups' lines over some hours whose optimum is the chosen one, and its parameters."""
    first, second, noise = map(float, VARIANCES)
    covariance = float(CORRELATION) * np.sqrt(first * second)
    between = np.array([[first, covariance], [covariance, second]])
    lines = lines_at(x, np.array(BETA), between, noise, draws)
    return lines, np.array([first, covariance, second, noise])


def in_hours(groups: Sequence[Ints]) -> tuple[Float, ...]:
    """Half hours, group by group, as hours."""
    return tuple(np.asarray(DECIMALS.predictor * halves, float) for halves in groups)


def hours(rng: np.random.RandomState) -> tuple[Float, ...]:
    """Hours of reading a week, group by group, with which all figures can come out."""
    sizes = np.zeros(GROUPS, int)
    while sizes.sum() != CHILDREN:
        sizes = rng.randint(SMALLEST, LARGEST + 1, GROUPS)
    cuts = np.cumsum(sizes)[:-1]
    draws = rng.standard_normal((GROUPS, 2))
    aims = wanted()

    def lack(halves: Ints) -> float:
        groups = np.split(halves, cuts)
        if halves.min() < LEAST_HOURS or any(np.gcd.reduce(g - g[0]) != 1 for g in groups):
            return np.inf
        lines, start = lines_over(in_hours(groups), draws)
        return float((np.minimum(aims.room(figures(fit(lines, start))) - ENOUGH, 0) ** 2).sum())

    best = np.inf
    while not np.isfinite(best):
        halves = np.round(8.1 + 1.7 * rng.standard_normal(CHILDREN)).astype(np.int64)
        best = lack(halves)
    while best > 0:
        tried = halves.copy()
        for child in rng.randint(CHILDREN, size=rng.randint(1, 3)):
            tried[child] += rng.choice([-1, 1])
        now = lack(tried)
        if now <= best:
            halves, best = tried, now
    return in_hours(np.split(halves, cuts))


def outcomes(x: tuple[Float, ...], order: int, seed: int) -> Iterator[Ints]:
    """(132,) gains in steps of their last decimal: one table after another."""
    rng = np.random.RandomState(seed)
    lines, start = lines_over(x, rng.standard_normal((GROUPS, 2)))
    here = plane(lines, start, STEPS, figures)
    lines = rounded(here, wanted(), DECIMALS, 2.0, np.random.RandomState(order))
    found = Found(lines, fit(lines, start), DECIMALS)
    quantiles = targets((QUANTILES, None))
    ends = ends_within(found.rows, quantiles)
    begin = whole(found.rows, drawn(found.rows, quantiles, rng, ends), ends)
    tables = walk(found.rows, begin, quantiles, 0.005, rng, ends)
    return printing(tables, found, figures, wanted(), quantiles)


def main() -> None:
    """Write the data set."""
    folder = folder_asked(__doc__)
    # RandomState: its streams are frozen, those of numpy's newer generators may change.
    x = hours(np.random.RandomState(SEED))
    found = next(islice(outcomes(x, ORDER, SEED), EXCHANGES, None))
    places = [(group, place) for group, own in enumerate(x, 1) for place in range(1, len(own) + 1)]
    rows = [
        (f"{y * DECIMALS.outcome:.2f}", f"{read:.1f}", f"group_{group:02}", place)
        for y, read, (group, place) in zip(found, np.concatenate(x), places, strict=True)
    ]
    write("reading", ["y", "x", "group", "obs"], rows, folder)


if __name__ == "__main__":
    main()
