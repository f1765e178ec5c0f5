"""F tests of linear models: of one, term by term, and of several that are nested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from flashcards.models.errors import ModelError
from flashcards.models.lm import LmFit


@dataclass(frozen=True, slots=True)
class TermRow:
    """What a term explains beyond the terms before it; the last row is what is left.

    Attributes:
        name: the term, or ``Residuals``.
        df: its degrees of freedom.
        sum_sq: its sum of squares.
        mean_sq: the same divided by ``df``.
        f: over the residual mean square; None for the residuals.
        p: of a larger F; None for the residuals.
    """

    name: str
    df: int
    sum_sq: float
    mean_sq: float
    f: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One of several models, with its test against the one before it.

    Attributes:
        formula: of the model.
        df_residual: rows less coefficients.
        rss: residual sum of squares.
        df: coefficients more than the model before has; None in the first row.
        sum_sq: what they explain.
        f: its mean over the residual mean square of the largest model; None without a difference.
        p: of a larger F.
    """

    formula: str
    df_residual: int
    rss: float
    df: int | None = None
    sum_sq: float | None = None
    f: float | None = None
    p: float | None = None


def terms_in_turn(fit: LmFit) -> list[TermRow]:
    """The sequential table of R's ``anova(fit)``.

    The outcome is turned into the orthogonal directions that the columns add one after the other;
    a term's sum of squares is that of its own directions.
    """
    design, df_residual = fit.design, fit.df_residual
    turned = np.linalg.qr(design.x)[0].T @ design.y
    mean_rss = fit.rss / df_residual if df_residual else nan
    rows = []
    for number, term in enumerate(design.terms, 1):
        own = turned[design.assign == number]
        if not len(own):  # other terms determine all of its columns
            continue
        sum_sq = float(own @ own)
        f = _ratio(sum_sq / len(own), mean_rss)
        p = _upper_tail(f, len(own), df_residual)
        rows.append(TermRow(term, len(own), sum_sq, sum_sq / len(own), f, p))
    return [*rows, TermRow("Residuals", df_residual, fit.rss, mean_rss)]


def models_in_turn(fits: Sequence[LmFit]) -> list[ModelRow]:
    """The table of R's ``anova(one, other)``, in the order given.

    Raises:
        ModelError: they are not of the same outcome in the same rows.
    """
    first = fits[0]
    for fit in fits[1:]:
        if fit.nobs != first.nobs or not np.array_equal(fit.design.y, first.design.y):
            raise ModelError(
                f"These models are not of the same outcome in the same rows ({first.nobs} and "
                f"{fit.nobs}), so they cannot be compared.",
                "Leave out the rows in which any of their columns is missing, then fit both.",
            )
    largest = min(fits, key=lambda fit: fit.df_residual)
    scale = largest.rss / largest.df_residual if largest.df_residual else nan
    rows = [ModelRow(first.design.formula, first.df_residual, first.rss)]
    for fit in fits[1:]:
        before = rows[-1]
        df, sum_sq = before.df_residual - fit.df_residual, before.rss - fit.rss
        f = _ratio(sum_sq / df, scale) if df else None
        p = None if f is None else _upper_tail(f, abs(df), largest.df_residual)
        rows.append(ModelRow(fit.design.formula, fit.df_residual, fit.rss, df, sum_sq, f, p))
    return rows


def _ratio(mean_sq: float, residual: float) -> float:
    """An F statistic; where nothing is left to compare with, infinite or none."""
    with np.errstate(all="ignore"):
        return float(np.float64(mean_sq) / np.float64(residual))


def _upper_tail(f: float, df1: int, df2: int) -> float:
    from scipy.special import fdtrc

    return float(fdtrc(df1, df2, f)) if df2 > 0 else nan
