"""The profiled criterion at one Λ, and its exact gradient.

The deviance (eq. 34) or REML criterion (eq. 41), profiled over β and σ. The first grouping factor
is eliminated group by group, the others by a dense Cholesky factor of their Schur complement,
the fixed effects and the outcome last; log-determinants and the residual sum of squares come out
of the three. The gradient takes the same way back, so that it costs about as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, pi, sqrt

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.schur import Schur, eliminated
from flashcards.models.mixed.solve import inverse_and_logdet, product
from flashcards.models.mixed.statistics import Statistics


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The criterion at one Λ and what it was made of.

    Attributes:
        statistics: of the design and outcome.
        reml: whether it is the REML criterion.
        factors: Λ of each grouping factor; any square root of ΛΛ' will do.
        half: (m, q, q) Λ(Λ'Z'ZΛ + I)⁻¹ of the first factor, by group.
        kernel: (m, q, q) Λ(Λ'Z'ZΛ + I)⁻¹Λ'.
        schur: the second elimination, where there are several factors.
        logdet: log|Λ'Z'ZΛ + I| of all factors.
        root: (p + 1, p + 1) inverse Cholesky factor of what both eliminations leave of the
            products of (Q, residuals); its first p rows and columns are those of R_X' (eq. 18).
    """

    statistics: Statistics
    reml: bool
    factors: tuple[Float, ...]
    half: Float
    kernel: Float
    schur: Schur | None
    logdet: float
    root: Float

    @property
    def degrees(self) -> int:
        """What the residual sum of squares is divided by: n, or n − p."""
        return self.statistics.nobs - (self.statistics.rank if self.reml else 0)

    @property
    def left(self) -> float:
        """The penalised residual sum of squares over that of least squares."""
        return float(self.root[-1, -1]) ** -2

    @property
    def rss(self) -> float:
        """The penalised residual sum of squares, r² of eq. 19."""
        return self.left * self.statistics.unit**2

    @property
    def sigma(self) -> float:
        """The residual standard deviation."""
        return sqrt(self.rss / self.degrees)

    @property
    def residual(self) -> Float:
        """(p + 1,) the coefficients of Q, negative, and 1: what makes residuals of (Q, y)."""
        found: Float = self.root[-1] / self.root[-1, -1]
        return found

    def value(self) -> float:
        """The profiled criterion: −2 log-likelihood, or the REML criterion."""
        return self._determinants() + self.degrees * (1.0 + log(2.0 * pi * self.sigma**2))

    def value_at(self, sigma: float) -> float:
        """The criterion at a given σ instead of the best one."""
        return self._determinants() + self.degrees * log(2.0 * pi * sigma**2) + self.rss / sigma**2

    def slope_by_sigma(self, sigma: float) -> float:
        """The derivative of :meth:`value_at` by σ."""
        return 2.0 * (self.degrees / sigma - self.rss / sigma**3)

    @cached_property
    def group_slopes(self) -> Float:
        """(m, q, q) Z'V⁻¹ZΛ of the first grouping factor, by group."""
        found = product(self.statistics.own, self.half)
        if self.schur is not None:
            found -= product(_shrunk(self, _among_first(self.schur)), self.half)
        return found

    def _determinants(self) -> float:
        if not self.reml:
            return self.logdet
        upper = np.diagonal(self.statistics.upper)
        lower = np.diagonal(self.root)[:-1]
        return self.logdet + 2.0 * float(np.log(np.abs(upper / lower)).sum())


def evaluate(statistics: Statistics, factors: Sequence[Float], *, reml: bool) -> Evaluation:
    """The criterion at the Λ of each grouping factor, in the order of the layout.

    Raises:
        numpy.linalg.LinAlgError: rounding leaves nothing positive definite; θ is far too large.
    """
    lam = factors[0]
    inner = product(lam.T, product(statistics.own, lam))
    np.einsum("mii->mi", inner)[:] += 1.0
    inverse, logdet = inverse_and_logdet(inner)
    half = product(lam, inverse)
    kernel = product(half, lam.T)
    reduced = product(kernel, statistics.outer)
    columns = reduced.shape[2]
    beside = -(statistics.outer.reshape(-1, columns).T @ reduced.reshape(-1, columns))
    beside.reshape(-1)[:: columns + 1] += 1.0
    schur = None
    if statistics.cross is not None:
        schur = eliminated(statistics.cross, factors[1:], kernel, reduced)
        logdet += schur.logdet
        beside -= schur.explained.reshape(-1, columns).T @ schur.scaled.reshape(-1, columns)
    root = np.linalg.inv(np.linalg.cholesky(beside))
    return Evaluation(statistics, reml, tuple(factors), half, kernel, schur, logdet, root)


def slopes(evaluation: Evaluation, sigma: float | None = None) -> list[Float]:
    """The exact derivatives of the criterion by each entry of Λ, by grouping factor.

    With V the outcome's covariance over σ² and e its residuals, the derivative by Σ = ΛΛ' is
    Z'V⁻¹Z − Z'V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹Z (REML) − Z'V⁻¹e e'V⁻¹Z/σ², summed over groups; that by Λ is
    twice its product with Λ.

    Args:
        evaluation: where.
        sigma: the residual standard deviation; None where the criterion is profiled over it.

    Returns:
        (q, q) for each grouping factor.
    """
    directions = _directions(evaluation, sigma)
    first = evaluation.group_slopes.sum(axis=0)
    first -= _product_with_itself(_left(evaluation, directions)) @ evaluation.factors[0]
    if evaluation.schur is None:
        return [2.0 * first]
    return [2.0 * first, *evaluation.schur.slopes(directions)]


def curvatures(evaluation: Evaluation, sigma: float | None = None) -> list[Float]:
    """The derivatives of the criterion by Σ = ΛΛ', (q, q) symmetric, by grouping factor.

    At a minimum each has no negative eigenvalue on the effects of a term. Where one has, adding
    variance in the direction of its vector lowers the criterion, whatever the gradient by Λ
    says: at a zero column of Λ that gradient vanishes by symmetry.
    """
    directions = _directions(evaluation, sigma)
    own, kernel, schur = evaluation.statistics.own, evaluation.kernel, evaluation.schur
    first = _shrunk(evaluation, own)
    if schur is not None:
        shrunk = _shrunk(evaluation, _among_first(schur))
        first -= shrunk - shrunk @ kernel @ own
    found = first.sum(axis=0) - _product_with_itself(_left(evaluation, directions))
    return [found] if schur is None else [found, *schur.curvatures(directions)]


def _among_first(schur: Schur) -> Float:
    """(m, q, q) what the other factors explain of the first one's Z'Z, by group."""
    return schur.cross.reduction.quadratic(schur.inner)


def _shrunk(evaluation: Evaluation, rows: Float) -> Float:
    """(m, q, k) rows D less Z'ZKD: Z'V⁻¹ of what D is Z' of, as the first factor sees it."""
    return rows - product(evaluation.statistics.own, product(evaluation.kernel, rows))


def _left(evaluation: Evaluation, directions: Float) -> Float:
    """(m, q, k) Z'V⁻¹ of the first factor in the directions of the fixed effects and outcome."""
    outer = evaluation.statistics.outer
    left = (outer.reshape(-1, outer.shape[2]) @ directions).reshape(*outer.shape[:2], -1)
    if evaluation.schur is not None:
        schur = evaluation.schur
        left -= schur.cross.reduction.times(schur.spread(schur.scaled @ directions))
    return _shrunk(evaluation, left)


def _product_with_itself(left: Float) -> Float:
    """The sum over groups of (m, q, k) J times its transpose."""
    rows = left.transpose(1, 0, 2).reshape(left.shape[1], -1)
    product: Float = rows @ rows.T
    return product


def _directions(evaluation: Evaluation, sigma: float | None) -> Float:
    """(p + 1, k) combinations of (Q, residuals) whose squares the criterion's derivative sums.

    Those in which β is estimated, if REML, and the residual one. By the products that both
    eliminations leave of (Q, residuals), the derivative is their product with itself.
    """
    degrees = evaluation.degrees if sigma is None else evaluation.rss / sigma**2
    if not evaluation.reml:
        return evaluation.root[-1:].T * sqrt(degrees)
    found = evaluation.root.T.copy()
    found[:, -1] *= sqrt(degrees)
    return found
