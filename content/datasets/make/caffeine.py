"""Makes caffeine.csv: reaction times whose mixed model prints figures that were chosen beforehand.

The figures (see ``RANEF`` and the following) fix, within their rounding, each subject's own line
and the sum of squares around those lines. So:

1. From the conditional modes and the variances follow the subjects' own lines. They are moved until
   every figure, at the exact REML optimum, has as much room within its rounding as it can have.
2. They are rounded to lines that values with two decimals can have. With one there are none.
3. Around them values are drawn with heavy tails, and mended until the quantiles of the scaled
   residuals are as chosen.
4. Values of a subject are exchanged, which keeps all this, for as long as ``EXCHANGES`` says: there
   also the path that lme4's default optimiser takes ends where the same digits are printed.

Run ``python content/datasets/make/caffeine.py``; it always writes the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from lattice import Decimals, rounded
from lines import Fit, Float, Ints, Lines, cross_products, fit
from printed import Targets, centred, targets
from residuals import Found, drawn, printing, walk, whole
from tables import folder_asked, write

SEED = 2
ORDER = 177
"""Seed of the order in which the subjects' lines are rounded."""

EXCHANGES = 82
DECIMALS = Decimals(outcome=0.01, predictor=1.0)

SUBJECTS = (
    *(308, 309, 310, 330, 331, 332, 333, 334, 335, 337),
    *(349, 350, 351, 352, 369, 370, 371, 372, 373, 374),
)
FEW_DOSES = {373: (10, 30, 80), 374: (0, 70)}
OTHER_DOSES = {(310, 50): 55, (333, 70): 65, (349, 70): 65}
"""Three doses that were not as planned; without them the degrees of freedom cannot be met."""

SHORT_NIGHTS = frozenset({309, 330, 331, 333, 350, 351, 371, 372})

RANEF = """
  31.33 -1.4400   -28.83  0.4184     2.71  0.0599    59.40  0.3853    74.96  0.1739
  91.09 -0.2346    97.85 -0.1906   -54.19 -0.5585   -16.90  0.9207    52.22 -1.1660
 -67.76 -0.6844    -5.82 -1.2379    61.20  0.0550    -7.91 -0.6650   -47.64 -0.4681
 -33.12 -1.1100    77.58 -0.2040   -36.39 -0.4583  -197.58  1.7990   -52.20  4.6051
""".split()
COEF = """
  437 -2.112   377 -0.254   409 -0.612   465 -0.287   481 -0.498
  497 -0.907   504 -0.863   352 -1.231   389  0.248   458 -1.838
  338 -1.357   400 -1.910   467 -0.617   398 -1.337   358 -1.140
  373 -1.782   483 -0.876   369 -1.131   208  1.127   354  3.933
""".split()
VARIANCES = "5287.68 1.86 662.33".split()
DEVIATIONS = "72.72 1.36 25.74".split()
CORRELATION = "-0.35"
FIXED = {
    "estimate": "405.790 -0.672".split(),
    "error": "16.666 0.313".split(),
    "df": "18.045 16.757".split(),
    "t": "24.35 -2.15".split(),
}
P = ("3.0e-15", "0.047")
FIXED_CORRELATION = "-0.370"
CRITERION = "1862"
QUANTILES = "-4.069 -0.417 -0.014 0.431 5.226".split()

STEPS = np.append(np.tile([0.005, 5e-5], len(SUBJECTS)), 20.0)
"""Half of the last place of a subject's two modes, and more of the sum of squares."""


def doses() -> tuple[Float, ...]:
    """The caffeine that each subject was given, in mg, in order."""
    plan = {subject: FEW_DOSES.get(subject, range(0, 100, 10)) for subject in SUBJECTS}
    return tuple(
        np.array([OTHER_DOSES.get((subject, dose), dose) for dose in planned], float)
        for subject, planned in plan.items()
    )


def wanted() -> Targets:
    """The bounds of all figures but the quantiles; a sum has the room of its random part."""
    return targets(
        (RANEF, None),
        (COEF[::2], STEPS[0]),
        (COEF[1::2], STEPS[1]),
        ([*VARIANCES, *DEVIATIONS, CORRELATION, FIXED_CORRELATION, CRITERION], None),
        ([figure for column in FIXED.values() for figure in column], None),
        (P, None),
    )


def figures(fitted: Fit) -> Float:
    """Those figures, of a fit, in the same order."""
    coefficients = fitted.beta + fitted.modes
    variances = np.append(np.diag(fitted.between), fitted.noise)
    deviations = np.sqrt(variances)
    correlation = fitted.between[0, 1] / deviations[:2].prod()
    return np.concatenate(
        [
            fitted.modes.ravel(),
            *coefficients.T,
            variances,
            deviations,
            [correlation, fitted.correlation, fitted.criterion],
            fitted.beta,
            fitted.errors,
            fitted.df,
            fitted.beta / fitted.errors,
            fitted.p,
        ]
    )


def first_lines() -> tuple[Lines, Float]:
    """Each subject's own line as it follows from the figures, and the variance parameters."""
    x = doses()
    modes = np.array(RANEF, float).reshape(-1, 2)
    beta = np.array(FIXED["estimate"], float)
    first, second, noise = map(float, VARIANCES)
    covariance = float(CORRELATION) * np.sqrt(first * second)
    between = np.array([[first, covariance], [covariance, second]])
    inner = np.linalg.solve(between, modes.T).T[..., None]
    pull = noise * np.linalg.solve(cross_products(x), inner)
    free = sum(len(group) for group in x) - 2 * len(x)
    lines = Lines(x, beta + modes + pull[..., 0], noise * free)
    return lines, np.array([first, covariance, second, noise])


def outcomes(order: int, seed: int) -> Iterator[Ints]:
    """(185,) reaction times in steps of their last decimal: one table after another.

    Raises:
        ArithmeticError: the order leads to a dead end.
    """
    # RandomState: its streams are frozen, those of numpy's newer generators may change.
    rng = np.random.RandomState(seed)
    lines, start = first_lines()
    here = centred(lines, start, STEPS, figures, wanted())
    lines = rounded(here, wanted(), DECIMALS, 60.0, np.random.RandomState(order))
    found = Found(lines, fit(lines, start), DECIMALS)
    quantiles = targets((QUANTILES, None))
    begin = whole(found.rows, drawn(found.rows, quantiles, rng))
    tables = walk(found.rows, begin, quantiles, 0.3, rng)
    return printing(tables, found, figures, wanted(), quantiles)


def main() -> None:
    """Write the data set."""
    folder = folder_asked(__doc__)
    x = np.concatenate(doses())
    subjects = np.repeat(SUBJECTS, [len(group) for group in doses()])
    found = next(islice(outcomes(ORDER, SEED), EXCHANGES, None))
    rows = [
        (
            f"{y * DECIMALS.outcome:.2f}",
            int(dose),
            "yes" if subject in SHORT_NIGHTS else "no",
            f"sub_{subject}",
        )
        for y, dose, subject in zip(found, x, subjects, strict=True)
    ]
    write("caffeine", ["outcome", "x1", "x2", "subject"], rows, folder)


if __name__ == "__main__":
    main()
