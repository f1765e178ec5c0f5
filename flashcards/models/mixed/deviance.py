"""The profiled deviance of a mixed model and its exact gradient.

Bates, Mächler, Bolker & Walker (2015, *Journal of Statistical Software* 67(1)), sections 3.4 and
3.5; with several grouping factors the blocks are solved in the layout of MixedModels.jl: the
largest factor is block diagonal, the others are its dense Schur complement. With
``K = Λ'Z'ZΛ + I`` the derivatives follow from ``dV = Z(dΛΛ' + ΛdΛ')Z'``; every trace needs only
the diagonal blocks of ``K⁻¹``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.layout import Layout
from flashcards.models.mixed.solve import Solved, solve
from flashcards.models.mixed.statistics import Statistics

NEARLY_ZERO: Final = 1e-5
"""Diagonals of Λ closer to zero than this stand off it while a gradient is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """The criterion at one θ.

    Attributes:
        criterion: the profiled REML criterion, or −2 log-likelihood.
        log_det_l: log |K|.
        log_det_rx: log |X'V⁻¹X|, in the units of the data.
        penalised: penalised weighted residual sum of squares r²(θ).
        beta: (p,) fixed effects of the residuals of least squares, for scaled columns.
        inverse: (p, p) (X'V⁻¹X)⁻¹ for scaled columns, V relative to σ².
        solved: the random effects' side.
    """

    criterion: float
    log_det_l: float
    log_det_rx: float
    penalised: float
    beta: Float
    inverse: Float
    solved: Solved


class Deviance:
    """The criterion of one model and its data as a function of θ.

    θ here is in units of the random effects' scaled values; ``units`` (k,) is what lme4's θ is
    to be multiplied by.
    """

    def __init__(self, statistics: Statistics, layout: Layout, *, reml: bool) -> None:
        self.units = np.array(
            [statistics.factors[k].scale[i] for k, i in zip(layout.factor, layout.row, strict=True)]
        )
        self.statistics = statistics
        self.layout = layout
        self.reml = reml
        self.log_scale = 2 * float(np.log(statistics.scale).sum())

    @property
    def degrees(self) -> int:
        """What the residual variance is divided by: n, or n − p for REML."""
        return self.statistics.n - (self.statistics.p if self.reml else 0)

    def at(self, theta: Float) -> Value:
        """The criterion with all that it is made of."""
        return self._value(solve(self.statistics, self.layout.lambdas(theta)))

    def criterion(self, theta: Float) -> float:
        """The profiled criterion alone; infinite where it cannot be computed."""
        try:
            return self.at(theta).criterion
        except np.linalg.LinAlgError:
            return float("inf")

    def gradient(self, theta: Float) -> tuple[float, Float]:
        """The criterion and its derivatives by θ.

        With one grouping factor they are exact everywhere. With several, a diagonal of Λ that is
        nearly zero is moved off it first; its own derivative is odd in it, and shrinks with it.
        """
        lambdas = self.layout.lambdas(theta)
        shrunk = self._off_zero(theta, lambdas) if len(lambdas) > 1 else None
        try:
            value = self._value(solve(self.statistics, lambdas))
        except np.linalg.LinAlgError:
            return float("inf"), np.zeros_like(theta)
        slope = self._derivatives(value, lambdas, self.degrees / value.penalised)
        return value.criterion, slope if shrunk is None else slope * shrunk

    def unprofiled(self, theta: Float, sigma: float) -> float:
        """The criterion as a function of θ and σ, which the profiled one has its best σ in."""
        value = self.at(theta)
        rest = self.degrees * log(2 * pi * sigma**2) + value.penalised / sigma**2
        return value.log_det_l + rest + (value.log_det_rx if self.reml else 0.0)

    def unprofiled_gradient(self, theta: Float, sigma: float) -> Float:
        """(k + 1,) its derivatives by θ and then σ."""
        lambdas = self.layout.lambdas(theta)
        shrunk = self._off_zero(theta, lambdas) if len(lambdas) > 1 else 1.0
        value = self._value(solve(self.statistics, lambdas))
        slope = self._derivatives(value, lambdas, 1 / sigma**2) * shrunk
        return np.append(slope, 2 * self.degrees / sigma - 2 * value.penalised / sigma**3)

    def _off_zero(self, theta: Float, lambdas: list[Float]) -> Float:
        """Move diagonals that are nearly zero off it; by how much each derivative shrinks."""
        near = self.layout.diagonal & (np.abs(theta) < NEARLY_ZERO)
        for k in np.flatnonzero(near):
            place = self.layout.row[k]
            lambdas[self.layout.factor[k]][place, place] = NEARLY_ZERO
        return np.where(near, theta / NEARLY_ZERO, 1.0)

    def _value(self, solved: Solved) -> Value:
        p, n = self.statistics.p, self.statistics.n
        schur = solved.schur
        inverse = np.linalg.inv(np.linalg.cholesky(schur[:p, :p])) if p else np.empty((0, 0))
        inverse = inverse.T @ inverse
        beta = inverse @ schur[:p, p]
        penalised = float(schur[p, p] - schur[:p, p] @ beta)
        if not penalised > 0:
            raise np.linalg.LinAlgError("no residual is left")
        log_det_rx = self.log_scale - (float(np.linalg.slogdet(inverse)[1]) if p else 0.0)
        degrees = n - p if self.reml else n
        criterion = solved.log_det + degrees * (1 + log(2 * pi * penalised / degrees))
        if self.reml:
            criterion += log_det_rx
        return Value(criterion, solved.log_det, log_det_rx, penalised, beta, inverse, solved)

    def _derivatives(self, value: Value, lambdas: list[Float], precision: float) -> Float:
        p = self.statistics.p
        direction = np.append(-value.beta, 1.0)
        weights = precision * np.outer(direction, direction)
        if self.reml:
            weights[:p, :p] += value.inverse
        traces = value.solved.traces(self.statistics, lambdas)
        found = []
        for trace, (t, g) in zip(traces, value.solved.sides(self.statistics, lambdas), strict=True):
            q = t.shape[1]
            weighted = (g.reshape(-1, p + 1) @ weights).reshape(g.shape)
            found.append(
                2 * trace
                - 2
                * weighted.transpose(1, 0, 2).reshape(q, -1)
                @ t.transpose(1, 0, 2).reshape(q, -1).T
            )
        return self.layout.gather(found)
