"""Random intercepts and slopes from each group's own line: the REML fit, and what R prints of it.

With an intercept and a slope for every group, all that REML needs of group ``i`` is its own
least-squares line ``b_i``, its cross-products ``A_i = X_i'X_i``, and the sum of squares that the
groups' own lines leave over. Then ``b_i ~ N(β, W_i)`` with ``W_i = σ²A_i⁻¹ + D``, and the rest is
arithmetic on 2 × 2 matrices (Bates, Mächler, Bolker & Walker 2015, J. Stat. Softw. 67(1), and
Kuznetsova, Brockhoff & Christensen 2017, J. Stat. Softw. 82(13), for the degrees of freedom).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Float = NDArray[np.float64]
Ints = NDArray[np.int64]

UNITS = np.array([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 1.0]]])
"""What ``D`` changes by with its first variance, its covariance and its second variance."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What REML needs of the data.

    Attributes:
        x: the predictor's values, group by group.
        own: (m, 2) intercept and slope of each group's own least-squares line.
        left: sum of squares around those lines.
    """

    x: tuple[Float, ...]
    own: Float
    left: float

    @property
    def rows(self) -> int:
        """How many rows the data have."""
        return sum(len(x) for x in self.x)

    @property
    def cross(self) -> Float:
        """(m, 2, 2) cross-products ``X_i'X_i``."""
        return cross_products(self.x)


def cross_products(groups: Sequence[Float]) -> Float:
    """(m, 2, 2) ``X_i'X_i`` of an intercept and a predictor, for each group."""
    return np.array([[[len(x), x.sum()], [x.sum(), x @ x]] for x in groups])


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The REML optimum.

    Attributes:
        beta: (2,) fixed intercept and slope.
        between: (2, 2) covariance matrix of the random effects.
        noise: residual variance.
        modes: (m, 2) conditional modes.
        criterion: the REML criterion.
        errors: (2,) standard errors of the fixed effects.
        correlation: of the two fixed effects.
        df: (2,) Satterthwaite's degrees of freedom.
    """

    beta: Float
    between: Float
    noise: float
    modes: Float
    criterion: float
    errors: Float
    correlation: float
    df: Float

    @property
    def start(self) -> Float:
        """The four variance parameters, to start another fit from."""
        d = self.between
        return np.array([d[0, 0], d[0, 1], d[1, 1], self.noise])

    @property
    def p(self) -> Float:
        """(2,) two-sided p-values."""
        return np.asarray(2 * stats.t.sf(np.abs(self.beta / self.errors), self.df))


def lines_at(x: Sequence[Float], beta: Float, between: Float, noise: float, draws: Float) -> Lines:
    """Lines whose REML optimum is exactly the given one.

    At the optimum the conditional modes ``u_i = D q_i`` have ``Σ q_i = 0`` and ``Σ q_i q_i'`` equal
    to what the weights ask for, and the modes give the lines; so any draws will do once they are
    centred and turned to that sum.

    Args:
        x: the predictor's values, group by group.
        beta: (2,) fixed effects.
        between: (2, 2) covariance matrix of the random effects.
        noise: residual variance.
        draws: (m, 2) any random numbers.
    """
    inverse = np.linalg.inv(cross_products(x))
    weights = np.linalg.inv(noise * inverse + between)
    reduced = weights - weights @ np.linalg.inv(weights.sum(0)) @ weights
    centred = draws - draws.mean(0)
    have, want = (np.linalg.cholesky(s) for s in (centred.T @ centred, reduced.sum(0)))
    pull = centred @ np.linalg.inv(have).T @ want.T
    spare = sum(len(group) for group in x) - 2 * len(x)
    left = noise * spare + noise**2 * (
        np.einsum("iab,iba->", reduced, inverse) - np.einsum("ia,iab,ib->", pull, inverse, pull)
    )
    own = beta + pull @ between + noise * np.einsum("iab,ib->ia", inverse, pull)
    return Lines(tuple(x), own, float(left))


def fit(data: Lines, start: Float, steps: int = 50) -> Fit:
    """The REML optimum, by Newton's method from a start that is near it.

    Raises:
        ArithmeticError: Newton's method did not settle.
    """
    cross = data.cross
    inverse = np.linalg.inv(cross)
    parameters = np.array(start, float)
    for _ in range(steps):
        gradient, hessian, *_rest = _derivatives(data, inverse, parameters)
        step = np.linalg.solve(hessian, gradient)
        parameters = parameters - step
        if np.abs(step / parameters).max() < 1e-12:
            return _described(data, cross, inverse, parameters)
    raise ArithmeticError("no optimum near the start")


def _derivatives(
    data: Lines, inverse: Float, parameters: Float
) -> tuple[Float, Float, Float, Float]:
    """Gradient and Hessian of the criterion in D and σ²; covariance of β and its derivatives."""
    m = len(inverse)
    spare = data.rows - 2 * m
    noise = parameters[3]
    weights = np.linalg.inv(noise * inverse + np.tensordot(parameters[:3], UNITS, 1))
    covariance = np.linalg.inv(weights.sum(0))
    beta = covariance @ np.einsum("iab,ib->a", weights, data.own)
    pull = np.einsum("iab,ib->ia", weights, data.own - beta)

    moves = np.concatenate([np.broadcast_to(UNITS[:, None], (3, m, 2, 2)), inverse[None]])
    wm = weights @ moves
    wmw = wm @ weights
    total = wmw.sum(1)
    moved = np.einsum("kiab,ib->kia", moves, pull)
    weighed = np.einsum("iab,kib->kia", weights, moved)
    gradient = (
        np.einsum("kiaa->k", wm)
        - np.einsum("ab,kba->k", covariance, total)
        - np.einsum("ia,kia->k", pull, moved)
    )
    gradient[3] += spare / noise - data.left / noise**2
    ct = covariance @ total
    traces = (
        np.einsum("kiab,liba->kl", wm, wm)
        - 2 * np.einsum("ab,kibc,lica->kl", covariance, wmw, moves @ weights)
        + np.einsum("kab,lba->kl", ct, ct)
    )
    sums = weighed.sum(1)
    hessian = -traces + 2 * (np.einsum("kia,lia->kl", moved, weighed) - sums @ covariance @ sums.T)
    hessian[3, 3] += -spare / noise**2 + 2 * data.left / noise**3
    return gradient, hessian, covariance, covariance @ total @ covariance


def _described(data: Lines, cross: Float, inverse: Float, parameters: Float) -> Fit:
    _, hessian, covariance, slopes = _derivatives(data, inverse, parameters)
    noise = float(parameters[3])
    between = np.tensordot(parameters[:3], UNITS, 1)
    spread = noise * inverse + between
    weights = np.linalg.inv(spread)
    beta = covariance @ np.einsum("iab,ib->a", weights, data.own)
    away = data.own - beta
    pull = np.einsum("iab,ib->ia", weights, away)
    variances = np.diag(covariance)
    moved = np.einsum("kaa->ka", slopes)
    spare = data.rows - 2 * len(cross)
    criterion = (
        np.linalg.slogdet(spread)[1].sum()
        + np.linalg.slogdet(cross)[1].sum()
        + spare * np.log(noise)
        + np.einsum("ia,ia->", away, pull)
        + data.left / noise
        - np.linalg.slogdet(covariance)[1]
        + (data.rows - 2) * np.log(2 * np.pi)
    )
    uncertain = np.einsum("ka,kl,la->a", moved, 2 * np.linalg.inv(hessian), moved)
    return Fit(
        beta=beta,
        between=between,
        noise=noise,
        modes=pull @ between,
        criterion=float(criterion),
        errors=np.sqrt(variances),
        correlation=float(covariance[0, 1] / np.sqrt(variances.prod())),
        df=2 * variances**2 / uncertain,
    )
