"""Fits as R prints them: what ``summary()``, ``VarCorr()``, ``ranef()`` … show of them.

Every function gives the lines of one print. ``digits`` is R's ``options(digits)``: 7 unless it is
set. What is matched is R 4.2.2 with lme4 1.1-31 and lmerTest 3.1-3, 80 columns wide, in UTF-8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.columns import Data, Float
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.raugment import augment_lm, augment_lmer
from flashcards.models.rsummaries import (
    LmerSummary,
    LmSummary,
    print_lm_summary,
    print_lmer_summary,
)
from flashcards.models.rtables import Cell, Frame, head, print_frame, print_vector
from flashcards.models.rvariances import Variances, print_coef, print_ranef, print_varcorr

SCALES_APART = 1e3
"""Standard deviations further apart than this, or from 1, lme4 remarks on."""


def summary_lmer(
    fit: LmerFit,
    digits: int = 7,
    *,
    data: str = "dat",
    tests: Sequence[CoefficientTest] | None = None,
) -> list[str]:
    """``summary()`` of a mixed model.

    Args:
        fit: the model.
        digits: R's ``options(digits)``.
        data: the name of the data.
        tests: one for each fixed effect: lmerTest's print. Without, it is lme4's, which has none.
    """
    ml = (fit.aic, fit.bic, fit.log_likelihood, fit.criterion, float(fit.df_residual))
    summary = LmerSummary(
        formula=fit.design.formula,
        data=data,
        criterion=fit.criterion if fit.reml else None,
        likelihood=None if fit.reml else ml,
        residuals=fit.residuals / fit.sigma,
        variances=_variances(fit),
        nobs=fit.nobs,
        groups=fit.ngroups,
        names=fit.design.names,
        estimates=fit.beta,
        vcov=fit.vcov,
        tests=tests,
        warnings=list(fit.design.warnings),
        messages=[told for told in fit.messages if told not in fit.design.messages],
    )
    return print_lmer_summary(summary, digits)


def summary_lm(fit: LmFit, digits: int = 7, *, data: str = "dat") -> list[str]:
    """``summary()`` of a linear model.

    Args:
        fit: the model.
        digits: R's ``options(digits)``.
        data: the name of the data.
    """
    table = (fit.beta, fit.standard_errors, fit.t, fit.p)
    known = dict(zip(fit.design.names, np.column_stack(table).tolist(), strict=True))
    f = _f_test(fit)
    summary = LmSummary(
        formula=fit.design.formula,
        data=data,
        residuals=fit.residuals,
        rows=[str(row + 1) for row in fit.design.rows.tolist()],
        coefficients={name: known.get(name) for name in fit.design.all_names},
        sigma=fit.sigma,
        df_residual=fit.df_residual,
        dropped=fit.design.dropped,
        r_squared=fit.r_squared if f else None,
        adj_r_squared=fit.adj_r_squared if f else None,
        f=f,
    )
    return print_lm_summary(summary, digits)


def _f_test(fit: LmFit) -> tuple[float, float, float, float] | None:
    """The test of all predictors together; without rows to spare it is there, but not a number."""
    if fit.f is not None:
        return fit.f.value, fit.f.df1, fit.f.df2, fit.f.p
    predictors = len([term for term in fit.design.assign.tolist() if term])
    return (math.nan, predictors, 0, math.nan) if predictors else None


def varcorr(fit: LmerFit, digits: int = 7) -> list[str]:
    """``VarCorr()``: standard deviations and correlations of the random effects."""
    return print_varcorr(_variances(fit), digits)


def fixef(fit: LmerFit, digits: int = 7) -> list[str]:
    """``fixef()``: the fixed effects under their names."""
    return print_vector(fit.beta.tolist(), fit.design.names or None, digits)


def ranef(fit: LmerFit, digits: int = 7) -> list[str]:
    """``ranef()``: for each grouping factor what its groups have beside the fixed effects."""
    return print_ranef(_modes(fit), digits)


def coef(fit: LmFit | LmerFit, digits: int = 7) -> list[str]:
    """``coef()``: of a linear model its estimates, of a mixed one those of every group."""
    if isinstance(fit, LmerFit):
        return print_coef(fit.fixef(), _modes(fit), digits)
    estimates = fit.coef()
    return print_vector(cells_of(estimates.values()), list(estimates), digits)


def augment(
    fit: LmFit | LmerFit, data: Data, digits: int = 7, *, rows: int = 6, hat: Float | None = None
) -> list[str]:
    """``head(augment())`` as a data frame.

    Args:
        fit: the model.
        data: what it was fitted to.
        digits: R's ``options(digits)``.
        rows: how many are shown.
        hat: (n,) leverages in a mixed model; without them two columns are left out.
    """
    frame = augment_lmer(fit, data, hat) if isinstance(fit, LmerFit) else augment_lm(fit, data)
    return print_frame(head(frame, rows), digits)


def _variances(fit: LmerFit) -> Variances:
    blocks = fit.design.blocks
    return Variances(
        [block.group for block in blocks],
        [block.effects for block in blocks],
        fit.covariances,
        fit.sigma,
    )


def _modes(fit: LmerFit) -> dict[str, Frame]:
    modes: dict[str, Frame] = {}
    for factor, table in fit.ranef().items():
        columns = zip(table.columns, table.values.T.tolist(), strict=True)
        modes[factor] = Frame(dict(columns), table.levels)
    return modes


def frame_of(columns: Data) -> Frame:
    """A data frame, or columns by name, as a frame to be printed; NaN is a missing value."""
    return Frame.of({str(name): cells_of(columns[name]) for name in columns})


def cells_of(values: Iterable[object]) -> list[Cell]:
    """A column's values as plain Python's, missing ones as None."""
    plain = getattr(values, "tolist", None)
    return [_cell(value) for value in (values if plain is None else plain())]


def _cell(value: object) -> Cell:
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    text = str(value)
    return None if text in {"None", "<NA>", "NaT"} else text


__all__ = [
    "augment",
    "cells_of",
    "coef",
    "fixef",
    "frame_of",
    "ranef",
    "summary_lm",
    "summary_lmer",
    "varcorr",
]
