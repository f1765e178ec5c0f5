"""Likelihood-ratio tests of nested models, refitted by maximum likelihood as lme4 does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flashcards.models.errors import ModelError
from flashcards.models.lmer import LmerFit
from flashcards.models.ranova import LikelihoodRow
from flashcards.models.tails import chi_squared


@dataclass(frozen=True, slots=True)
class Comparison:
    """Models side by side, the smallest first.

    Attributes:
        rows: one a model, with the test against the row above.
        refitted: whether a model had to be fitted again by maximum likelihood.
    """

    rows: tuple[LikelihoodRow, ...]
    refitted: bool


def compare(fits: Sequence[LmerFit], names: Sequence[str]) -> Comparison:
    """Compare models of the same rows.

    Args:
        fits: two or more, in any order; those fitted by REML are fitted again.
        names: what they are called.

    Raises:
        ModelError: they are not of the same outcome in the same rows.
    """
    first = fits[0].design
    for fit in fits[1:]:
        if fit.nobs != fits[0].nobs or not np.array_equal(fit.design.y, first.y):
            raise ModelError(
                "These models are not of the same rows "
                f"({fits[0].nobs} and {fit.nobs}), so their likelihoods cannot be compared.",
                "Leave out the rows in which any of their columns is missing, then fit both.",
            )
    by_ml = sorted(
        zip(names, (fit.ml() for fit in fits), strict=True), key=lambda p: p[1].parameters
    )
    rows: list[LikelihoodRow] = []
    for name, fit in by_ml:
        rows.append(_row(name, fit, rows[-1] if rows else None))
    return Comparison(tuple(rows), any(fit.reml for fit in fits))


def _row(name: str, fit: LmerFit, above: LikelihoodRow | None) -> LikelihoodRow:
    chisq = df = p = None
    if above is not None:
        df = fit.parameters - above.parameters
        chisq = max(0.0, 2 * (fit.log_likelihood - above.log_likelihood))
        p = chi_squared(chisq, df) if df else None
    return LikelihoodRow(
        name,
        fit.design.formula,
        fit.parameters,
        fit.aic,
        fit.bic,
        fit.log_likelihood,
        chisq,
        df,
        p,
    )
