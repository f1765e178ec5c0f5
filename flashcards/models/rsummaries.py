"""The two summaries, of ``lm`` and of ``lmer``, line by line as R prints them.

What is printed here are plain values, so that printing can be checked apart from fitting;
:mod:`flashcards.models.rprint` takes them from a fit. ``digits`` is R's ``options(digits)``
throughout: each part of a print derives its own from it, as R does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.rcoefmat import print_coefmat
from flashcards.models.rdeparse import bars_apart, deparsed, deparsed_call
from flashcards.models.rnumbers import (
    Value,
    format_general,
    format_number,
    format_numbers,
    format_pval,
    round_half,
    signif,
    zapsmall,
)
from flashcards.models.rtables import print_cells, print_vector
from flashcards.models.rtext import abbreviated, filled, wrapped
from flashcards.models.rvariances import Variances, variance_table

QUANTILES: Final = ("Min", "1Q", "Median", "3Q", "Max")
"""Names of what is shown of residuals."""

FEWEST_RESIDUALS: Final = 5
"""Up to so many residual degrees of freedom ``summary.lm`` shows every residual."""

MOST_CORRELATIONS: Final = 12
"""Up to so many fixed effects lme4 shows their correlations."""


@dataclass(frozen=True, slots=True, eq=False)
class LmSummary:
    """What ``summary()`` of an ``lm`` fit prints.

    Attributes:
        formula: as written.
        data: the name of the data.
        residuals: (n,) of the rows that were fitted.
        rows: (n,) names of these rows.
        coefficients: each one's estimate, standard error, t and p; None where it is aliased.
        sigma: residual standard error.
        df_residual: its degrees of freedom.
        dropped: rows left out because a value is missing.
        r_squared: None for a model of nothing but an intercept, as for the next two.
        adj_r_squared: the same, adjusted.
        f: the F statistic, its two degrees of freedom and its p-value.
    """

    formula: str
    data: str
    residuals: NDArray[np.float64]
    rows: Sequence[str]
    coefficients: Mapping[str, tuple[float, float, float, float] | None]
    sigma: float
    df_residual: int
    dropped: int = 0
    r_squared: float | None = None
    adj_r_squared: float | None = None
    f: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LmerSummary:
    """What ``summary()`` of an ``lmer`` fit prints.

    Attributes:
        formula: as written.
        data: the name of the data.
        criterion: the REML criterion; None for a fit by maximum likelihood.
        likelihood: AIC, BIC, logLik, deviance and residual degrees of freedom of such a fit.
        residuals: (n,) divided by sigma.
        variances: standard deviations and correlations of the random effects.
        nobs: rows.
        groups: levels of each grouping factor.
        names: (p,) of the fixed effects.
        estimates: (p,) theirs.
        vcov: (p, p) theirs.
        tests: a row for each of them (lmerTest's print); None for lme4's print.
        warnings: what is to be said of the columns, in lme4's words.
        messages: what is to be said of the fit, in lme4's words; that it is singular, say.
    """

    formula: str
    data: str
    criterion: float | None
    likelihood: tuple[float, float, float, float, float] | None
    residuals: NDArray[np.float64]
    variances: Variances
    nobs: int
    groups: Mapping[str, int]
    names: Sequence[str]
    estimates: NDArray[np.float64]
    vcov: NDArray[np.float64]
    tests: Sequence[CoefficientTest] | None = None
    warnings: Sequence[str] = ()
    messages: Sequence[str] = ()


def print_lm_summary(summary: LmSummary, digits: int = 7) -> list[str]:
    """The summary of a linear model.

    Args:
        summary: its numbers.
        digits: R's ``options(digits)``.
    """
    own = max(3, digits - 3)
    call = deparsed_call("lm", summary.formula, summary.data)
    return [
        "",
        "Call:",
        *call,
        "",
        "Residuals:",
        *_lm_residuals(summary, own),
        *_lm_coefficients(summary, own),
        "",
        *_lm_fit(summary, own, digits),
        "",
    ]


def _lm_residuals(summary: LmSummary, own: int) -> list[str]:
    if summary.df_residual > FEWEST_RESIDUALS:
        return print_quantiles(summary.residuals, own)
    if summary.df_residual > 0:
        return print_vector(summary.residuals.tolist(), summary.rows, own)
    count = sum(row is not None for row in summary.coefficients.values())
    return [f"ALL {count} residuals are 0: no residual degrees of freedom!"]


def print_quantiles(values: ArrayLike, digits: int) -> list[str]:
    """The least, the greatest and the quartiles of residuals, as both summaries show them."""
    return print_vector(zapsmall(quartiles(values), digits + 1), QUANTILES, digits)


def quartiles(values: ArrayLike) -> list[float]:
    """The least value, the three quartiles and the greatest, as R's ``quantile()`` takes them."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    found: list[float] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        place = (len(ordered) - 1) * share
        below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
        part = place - math.floor(place)
        mixed = below if part == 0 or below == above else (1 - part) * below + part * above
        found.append(float(mixed))
    return found


def _lm_coefficients(summary: LmSummary, own: int) -> list[str]:
    rows = summary.coefficients
    if not rows:
        return ["", "No Coefficients"]
    aliased = sum(row is None for row in rows.values())
    title = "Coefficients:"
    if aliased:
        title += f" ({aliased} not defined because of singularities)"
    header = ("Estimate", "Std. Error", "t value", "Pr(>|t|)")
    columns: dict[str, list[Value]] = {
        name: [None if row is None else row[j] for row in rows.values()]
        for j, name in enumerate(header)
    }
    table = print_coefmat(
        columns, list(rows), own, joint=header[:2], tests=header[2:3], p_values=True
    )
    return ["", title, *table]


def _lm_fit(summary: LmSummary, own: int, digits: int) -> list[str]:
    sigma = format_number(signif(summary.sigma, own), digits)
    lines = [f"Residual standard error: {sigma} on {summary.df_residual} degrees of freedom"]
    if summary.dropped:
        noun = "observation" if summary.dropped == 1 else "observations"
        lines.append(f"  ({summary.dropped} {noun} deleted due to missingness)")
    if summary.f is None or summary.r_squared is None or summary.adj_r_squared is None:
        return lines
    value, df1, df2, p = summary.f
    explained = format_general(summary.r_squared, own)
    adjusted = format_general(summary.adj_r_squared, own)
    dfs = (format_number(float(df), digits) for df in (df1, df2))
    return [
        *lines,
        f"Multiple R-squared:  {explained},\tAdjusted R-squared:  {adjusted} ",
        f"F-statistic: {format_general(value, own)} on {' and '.join(dfs)} DF,"
        f"  p-value: {format_pval((p,), own)[0]}",
    ]


def print_lmer_summary(summary: LmerSummary, digits: int = 7) -> list[str]:
    """The summary of a linear mixed model: lme4's without tests, lmerTest's with them.

    Args:
        summary: its numbers.
        digits: R's ``options(digits)``.
    """
    own = max(3, digits - 3)
    return [
        *_title(summary),
        *filled(["Formula:", *deparsed(_as_kept(summary))]),
        *filled(["   Data:", summary.data]),
        "",
        *_criterion(summary, digits),
        "",
        "Scaled residuals: ",
        *print_quantiles(summary.residuals, own),
        "",
        "Random effects:",
        *variance_table(summary.variances, own, digits, variances_too=True),
        *_sizes(summary),
        *_fixed(summary, own, digits),
        *_ending(summary),
    ]


def _title(summary: LmerSummary) -> list[str]:
    # Behind "likelihood" lme4 leaves a blank for an approximation that linear models have not.
    method = "maximum likelihood " if summary.criterion is None else "REML"
    title, kind = f"Linear mixed model fit by {method}", "lmerMod"
    if summary.tests is not None:
        title, kind = f"{title}. t-tests use Satterthwaite's method", "lmerModLmerTest"
    short = f"{title} ['{kind}']"
    if len(short) <= 80:
        return [short]
    return filled([*wrapped(title, 78, 2), " [", kind, "]"], separator="")


def _as_kept(summary: LmerSummary) -> str:
    """The formula in the call that a fit keeps: lme4 writes ``||`` out, lmerTest does not."""
    return summary.formula if summary.tests is not None else bars_apart(summary.formula)


def _criterion(summary: LmerSummary, digits: int) -> list[str]:
    if summary.likelihood is None:
        assert summary.criterion is not None  # noqa: S101
        value = format_number(round_half(summary.criterion, 1), digits)
        return filled(["REML criterion at convergence:", value])
    rounded = [round_half(value, 1) for value in summary.likelihood]
    texts = format_numbers(rounded, digits)
    texts[-1] = format_number(rounded[-1], digits)
    return print_vector(texts, ("AIC", "BIC", "logLik", "deviance", "df.resid"))


def _sizes(summary: LmerSummary) -> list[str]:
    groups = "; ".join(f"{name}, {count}" for name, count in summary.groups.items())
    return filled([f"Number of obs: {summary.nobs}, groups: ", groups])


def _fixed(summary: LmerSummary, own: int, digits: int) -> list[str]:
    if not summary.names:
        return []
    tests = summary.tests
    if tests is None:
        errors = np.sqrt(np.diag(summary.vcov))
        columns: dict[str, list[Value]] = {
            "Estimate": summary.estimates.tolist(),
            "Std. Error": errors.tolist(),
            "t value": (summary.estimates / errors).tolist(),
        }
        joint: tuple[str, ...] = ("Estimate", "Std. Error")
    else:
        columns = {
            "Estimate": [row.estimate for row in tests],
            "Std. Error": [row.se for row in tests],
            "df": [row.df for row in tests],
            "t value": [row.t for row in tests],
            "Pr(>|t|)": [row.p for row in tests],
        }
        joint = ("Estimate", "Std. Error", "df")
    table = print_coefmat(
        columns, summary.names, own, joint=joint, tests=("t value",), p_values=tests is not None
    )
    return ["", "Fixed effects:", *table, *_correlations(summary, digits)]


def _correlations(summary: LmerSummary, digits: int) -> list[str]:
    count = len(summary.names)
    if count > MOST_CORRELATIONS:
        return [
            "",
            f"Correlation matrix not shown by default, as p = {count} > {MOST_CORRELATIONS}.",
            "Use print(x, correlation=TRUE)  or",
            "    vcov(x)        if you need it",
            "",
        ]
    if count < 2:
        return []
    errors = np.sqrt(np.diag(summary.vcov))
    values = [round_half(value, 3) for value in (summary.vcov / np.outer(errors, errors)).flat]
    texts = format_numbers(values, digits, nsmall=3)
    columns = [
        [texts[i * count + j] if i > j else "" for i in range(1, count)] for j in range(count - 1)
    ]
    table = print_cells(
        columns,
        abbreviated(summary.names, 6)[:-1],
        abbreviated(summary.names, 11)[1:],
        to_right=False,
    )
    return ["", "Correlation of Fixed Effects:", *table]


def _ending(summary: LmerSummary) -> list[str]:
    lines = ["fit warnings:", *summary.warnings] if summary.warnings else []
    if summary.messages:
        lines.append("optimizer (nloptwrap) convergence code: 0 (OK)")
        lines += [*summary.messages, ""]
    return lines
