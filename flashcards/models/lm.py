"""Ordinary least squares as R's ``lm``: fitted by statsmodels, counted as R counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log, nan, pi
from typing import Any, Final

import numpy as np

from flashcards.models.columns import Data, Float
from flashcards.models.design import Design, build, fixed_matrix
from flashcards.models.errors import ModelError
from flashcards.models.matrix import INTERCEPT

ALONE: Final = 1e-10
"""A leverage closer to 1 than this is 1 but for rounding."""


@dataclass(frozen=True, slots=True)
class FTest:
    """An F statistic.

    Attributes:
        value: of the statistic.
        df1: numerator degrees of freedom.
        df2: denominator degrees of freedom.
        p: probability of a larger one where no predictor matters.
    """

    value: float
    df1: int
    df2: int
    p: float


@dataclass(frozen=True, eq=False)
class LmFit:
    """A fitted linear model.

    Attributes:
        design: what was fitted; its columns are those that no others determine.
        scale: (p,) lengths of the columns, by which they are divided before they are fitted.
        result: statsmodels' own result.
    """

    design: Design
    scale: Float
    result: Any

    @cached_property
    def beta(self) -> Float:
        """(p,) estimates."""
        return np.asarray(self.result.params, dtype=np.float64) / self.scale

    @cached_property
    def vcov(self) -> Float:
        """(p, p) covariance matrix of the estimates; NaN where nothing is left to estimate σ."""
        unscaled = np.asarray(self.result.normalized_cov_params, dtype=np.float64)
        return unscaled * self.sigma**2 / np.outer(self.scale, self.scale)

    @property
    def standard_errors(self) -> Float:
        """(p,) of the estimates."""
        return np.sqrt(np.diagonal(self.vcov))

    @cached_property
    def t(self) -> Float:
        """(p,) estimates over their standard errors."""
        with np.errstate(all="ignore"):
            return self.beta / self.standard_errors

    @cached_property
    def p(self) -> Float:
        """(p,) two-sided probabilities."""
        from scipy.stats import t

        return np.asarray(2 * t.sf(np.abs(self.t), self.df_residual), dtype=np.float64)

    @property
    def df_residual(self) -> int:
        """Rows less coefficients."""
        return self.nobs - len(self.beta)

    @property
    def nobs(self) -> int:
        """Rows that were fitted."""
        return self.design.nobs

    @cached_property
    def sigma(self) -> float:
        """Residual standard error; NaN without residual degrees of freedom."""
        return float(np.sqrt(self.rss / self.df_residual)) if self.df_residual > 0 else nan

    @cached_property
    def fitted(self) -> Float:
        """(n,) fitted values."""
        return np.asarray(self.design.x @ self.beta)

    @cached_property
    def residuals(self) -> Float:
        """(n,) outcome less fitted value."""
        return self.design.y - self.fitted

    @cached_property
    def rss(self) -> float:
        """Residual sum of squares."""
        return float(self.residuals @ self.residuals)

    def coef(self) -> dict[str, float]:
        """Estimates by name; NaN for a coefficient that others determine, R's NA."""
        known = dict(zip(self.design.names, self.beta.tolist(), strict=True))
        return {name: known.get(name, nan) for name in self.design.all_names}

    # -- how well it fits ----------------------------------------------------------------------

    @property
    def _has_intercept(self) -> bool:
        return INTERCEPT in self.design.names

    @cached_property
    def r_squared(self) -> float:
        """Share of the variance that is explained; about zero without an intercept, as in R."""
        explained = self._explained
        return explained / (explained + self.rss)

    @property
    def _explained(self) -> float:
        centre = self.fitted.mean() if self._has_intercept else 0.0
        return float(np.sum((self.fitted - centre) ** 2))

    @property
    def adj_r_squared(self) -> float:
        """The same, adjusted for the number of coefficients."""
        if self.df_residual <= 0:
            return nan
        counted = self.nobs - int(self._has_intercept)
        return 1 - (1 - self.r_squared) * (counted / self.df_residual)

    @cached_property
    def f(self) -> FTest | None:
        """The test of all predictors together; None where there is none."""
        df1 = len(self.beta) - int(self._has_intercept)
        if df1 < 1 or self.df_residual <= 0:
            return None
        from scipy.stats import f

        value = self._explained / df1 / self.sigma**2 if self.rss else float("inf")
        return FTest(value, df1, self.df_residual, float(f.sf(value, df1, self.df_residual)))

    @property
    def log_likelihood(self) -> float:
        """At the maximum-likelihood estimate of σ."""
        n = self.nobs
        return -n / 2 * (log(2 * pi * self.rss / n) + 1) if self.rss > 0 else float("inf")

    @property
    def parameters(self) -> int:
        """Coefficients and the residual variance."""
        return len(self.beta) + 1

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion."""
        return log(self.nobs) * self.parameters - 2 * self.log_likelihood

    @property
    def messages(self) -> tuple[str, ...]:
        """What a learner should be told, a sentence each."""
        return self.design.messages

    # -- influence -----------------------------------------------------------------------------

    @cached_property
    def hat(self) -> Float:
        """(n,) leverages; exactly 1 where a row alone determines a coefficient."""
        hat = np.asarray(self.result.get_influence().hat_matrix_diag, dtype=np.float64)
        return np.where(hat > 1 - ALONE, 1.0, hat)

    @cached_property
    def cooks_distance(self) -> Float:
        """(n,) Cook's distances; NaN where a row alone determines a coefficient."""
        left = np.where(self.hat < 1, 1 - self.hat, nan)
        with np.errstate(all="ignore"):
            return (self.residuals / left / self.sigma) ** 2 * self.hat / len(self.beta)

    def predict(self, data: Data | None = None) -> Float:
        """Predicted outcomes.

        Args:
            data: other rows; None for the fitted ones.

        Raises:
            ModelError: a column is missing or of another kind.
        """
        if data is None:
            return self.fitted
        return np.asarray(fixed_matrix(self.design, data) @ self.beta)


def lm(formula: str, data: Data) -> LmFit:
    """Fit a linear model by ordinary least squares.

    Args:
        formula: as R's ``lm`` takes it.
        data: a data frame, or columns by name.

    Raises:
        FormulaError: the formula cannot be read.
        ModelError: it does not fit these data.
    """
    from statsmodels.regression.linear_model import OLS

    design = build(formula, data, mixed=False)
    if not design.names:
        raise ModelError("This model has no coefficient to estimate.", "Write `y ~ 1`.")
    scale = np.sqrt(np.einsum("ij,ij->j", design.x, design.x))
    return LmFit(design, scale, OLS(design.y, design.x / scale).fit())
