"""The penalised least-squares equations at given Λ, with one grouping factor or several."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.statistics import SPARSE_FROM, Statistics

ROWS_AT_ONCE: Final = 2_000
"""Rows whose products with all other factors are held in memory together."""

Side = tuple[Float, Float]
"""T = K⁻¹Λ'Z'[X y] and G = Z'V⁻¹[X y] of one factor, each (m, q, p + 1)."""


class Solved(Protocol):
    """What the criterion, its gradient and the random effects are read from."""

    log_det: float
    schur: Float

    def traces(self, statistics: Statistics, lambdas: list[Float]) -> list[Float]:
        """For each factor the sum over its groups of the diagonal blocks of Z'V⁻¹ZΛ, (q, q)."""

    def sides(self, statistics: Statistics, lambdas: list[Float]) -> list[Side]:
        """T and G of each factor."""

    def inverse_blocks(self, statistics: Statistics) -> list[Float]:
        """For each factor the diagonal blocks of K⁻¹, (m, q, q)."""

    def row_products(self, statistics: Statistics, rows: list[Float]) -> Float:
        """(n,) a'K⁻¹a of each row, where a = Λ'z is given a factor at a time, (n, q)."""


def solve(statistics: Statistics, lambdas: list[Float]) -> Solved:
    """Solve for the random effects.

    Raises:
        numpy.linalg.LinAlgError: rounding has left nothing to solve.
    """
    one = _One(statistics, lambdas[0])
    return one if len(lambdas) == 1 else _Several(statistics, lambdas, one)


class _One:
    """One grouping factor: its groups have nothing to do with one another."""

    def __init__(self, statistics: Statistics, matrix: Float) -> None:
        zz, zv = statistics.zz, statistics.zv
        m, q, width = zv.shape
        self.al = (zz.reshape(-1, q) @ matrix).reshape(m, q, q)
        k = matrix.T @ self.al
        np.einsum("gii->gi", k)[:] += 1
        self.inverse, self.log_det = inverses(k)
        self.s = matrix.T @ zv
        self.t = self.inverse @ self.s
        self.schur = statistics.vv - self.s.reshape(-1, width).T @ self.t.reshape(-1, width)

    def traces(self, statistics: Statistics, lambdas: list[Float]) -> list[Float]:
        q = self.al.shape[1]
        return [self.al.transpose(1, 0, 2).reshape(q, -1) @ self.inverse.reshape(-1, q)]

    def sides(self, statistics: Statistics, lambdas: list[Float]) -> list[Side]:
        return [(self.t, statistics.zv - self.al @ self.t)]

    def inverse_blocks(self, statistics: Statistics) -> list[Float]:
        return [self.inverse]

    def row_products(self, statistics: Statistics, rows: list[Float]) -> Float:
        inverse = self.inverse[statistics.factors[0].codes]
        return np.asarray(np.einsum("ni,nij,nj->n", rows[0], inverse, rows[0]))


@dataclass(frozen=True, slots=True, eq=False)
class _Sparse:
    """Where the cells of the sparse block between the first factor and the others stand."""

    order: Any
    indices: Any
    indptr: Any
    shape: tuple[int, int]


class _Several:
    """The first factor as with one alone, the others in its Schur complement."""

    def __init__(self, statistics: Statistics, lambdas: list[Float], one: _One) -> None:
        self.one = one
        factors = statistics.factors
        self.starts = np.cumsum([0, *(factor.columns for factor in factors[1:])])
        self.sizes = [factor.effects for factor in factors[1:]]
        width = statistics.vv.shape[1]
        e = [
            lambdas[0].T @ cross.values @ matrix
            for cross, matrix in zip(statistics.crosses, lambdas[1:], strict=True)
        ]
        h = [one.inverse[c.one] @ part for c, part in zip(statistics.crosses, e, strict=True)]
        self.e, self.h = self._joined(statistics, e), self._joined(statistics, h)
        shared = _dense(self.e.T @ self.h)
        s = self._scaled(self._scaled(statistics.rest_zz, lambdas).T, lambdas) - shared
        np.einsum("ii->i", s)[:] += 1
        self.lower, log_det = _cholesky(s)
        self.log_det = one.log_det + log_det
        first = one.s.reshape(-1, width)
        self.u = self._scaled(statistics.rest_zv.T, lambdas).T - self.h.T @ first
        self.t_rest = _solved(self.lower, self.u)
        self.t_first = one.t - (self.h @ self.t_rest).reshape(one.t.shape)
        self.schur = one.schur - self.u.T @ self.t_rest

    def _scaled(self, columns: Float, lambdas: list[Float]) -> Float:
        """Columns of the other factors' random effects, multiplied by Λ."""
        parts = []
        for start, end, matrix in zip(self.starts, self.starts[1:], lambdas[1:], strict=False):
            part = columns[:, start:end]
            q = matrix.shape[0]
            if q == 1:
                parts.append(part * matrix[0, 0])
            else:
                parts.append((part.reshape(-1, q) @ matrix).reshape(part.shape))
        return np.concatenate(parts, axis=1)

    def _joined(self, statistics: Statistics, parts: list[Float]) -> Any:
        """(m₁q₁, R) from the pairs' blocks; sparse where it is large and mostly empty."""
        first = statistics.factors[0]
        shape = (first.columns, int(self.starts[-1]))
        if shape[0] * shape[1] >= SPARSE_FROM:
            from scipy.sparse import coo_array

            rows, columns, values = [], [], []
            for number, (cross, part) in enumerate(zip(statistics.crosses, parts, strict=True)):
                r, c = self._places(number, cross.one, cross.other, part.shape)
                rows.append(r)
                columns.append(c)
                values.append(part.ravel())
            places = (np.concatenate(rows), np.concatenate(columns))
            return coo_array((np.concatenate(values), places), shape=shape).tocsr()
        whole = np.zeros(shape)
        for number, (cross, part) in enumerate(zip(statistics.crosses, parts, strict=True)):
            r, c = self._places(number, cross.one, cross.other, part.shape)
            whole[r, c] = part.ravel()
        return whole

    def _places(self, number: int, one: Any, other: Any, shape: tuple[int, ...]) -> tuple[Any, Any]:
        _, q1, q = shape
        rows = one[:, np.newaxis, np.newaxis] * q1 + np.arange(q1)[:, np.newaxis]
        columns = self.starts[number] + other[:, np.newaxis, np.newaxis] * q + np.arange(q)
        return np.broadcast_to(rows, shape).ravel(), np.broadcast_to(columns, shape).ravel()

    @cached_property
    def rest_inverse(self) -> Float:
        """(R, R) the inverse of the Schur complement: the others' block of K⁻¹."""
        return _inverse(self.lower)

    def traces(self, statistics: Statistics, lambdas: list[Float]) -> list[Float]:
        """As ``Z'V⁻¹ZΛ = Λ'⁻¹(I − K⁻¹)``, block by block."""
        sums = [self._first_sum(statistics)]
        sums += [blocks.sum(axis=0) for blocks in self._rest_blocks(statistics)]
        return [
            np.asarray(np.linalg.solve(matrix.T, factor.groups * np.eye(len(total)) - total))
            for matrix, factor, total in zip(lambdas, statistics.factors, sums, strict=True)
        ]

    def _first_sum(self, statistics: Statistics) -> Float:
        q = statistics.factors[0].effects
        total: Float = self.one.inverse.sum(axis=0)
        if isinstance(self.h, np.ndarray):
            reached = (self.h @ self.rest_inverse).reshape(-1, q, self.h.shape[1])
            own = self.h.reshape(reached.shape)
            return np.asarray(total + np.einsum("gir,gjr->ij", reached, own))
        rows = [self.h[i::q] for i in range(q)]
        for i in range(q):
            for j in range(i + 1):
                shared = (rows[i].T @ rows[j]).tocoo()
                row, column = shared.coords
                extra = float(shared.data @ self.rest_inverse[row, column])
                total[i, j] += extra
                if i != j:
                    total[j, i] += extra
        return total

    def _rest_blocks(self, statistics: Statistics) -> list[Float]:
        found = []
        for start, factor in zip(self.starts, statistics.factors[1:], strict=False):
            q, m = factor.effects, factor.groups
            block = self.rest_inverse[start : start + m * q, start : start + m * q]
            found.append(np.einsum("gigj->gij", block.reshape(m, q, m, q)))
        return found

    def sides(self, statistics: Statistics, lambdas: list[Float]) -> list[Side]:
        one = self.one
        effects = self._scaled(self.t_rest.T, [matrix.T for matrix in lambdas]).T
        reached = lambdas[0] @ self.t_first
        g_first = statistics.zv - one.al @ self.t_first
        g_rest = statistics.rest_zv - statistics.rest_zz @ effects
        found = []
        for number, (cross, start) in enumerate(zip(statistics.crosses, self.starts, strict=False)):
            factor = statistics.factors[number + 1]
            own = effects[start : start + factor.columns].reshape(factor.groups, factor.effects, -1)
            _add_at(g_first, cross.one, cross.values @ own[cross.other])
            back = np.zeros_like(own)
            _add_at(back, cross.other, cross.values.transpose(0, 2, 1) @ reached[cross.one])
            g = g_rest[start : start + factor.columns].reshape(own.shape) + back
            t = self.t_rest[start : start + factor.columns].reshape(own.shape)
            found.append((t, g))
        return [(self.t_first, g_first), *found]

    def inverse_blocks(self, statistics: Statistics) -> list[Float]:
        q = statistics.factors[0].effects
        reached = np.asarray(self.h @ self.rest_inverse).reshape(-1, q, self.h.shape[1])
        own = _dense(self.h).reshape(reached.shape)
        first = self.one.inverse + np.einsum("gir,gjr->gij", reached, own)
        return [first, *self._rest_blocks(statistics)]

    def row_products(self, statistics: Statistics, rows: list[Float]) -> Float:
        """``K⁻¹`` of a row's own columns: ``a₁'K₁⁻¹a₁ + d'S⁻¹d`` with ``d = a₂ − H'a₁``."""
        total = self.one.row_products(statistics, rows)
        first, n = statistics.factors[0], len(rows[0])
        from_first = np.arange(first.columns).reshape(-1, first.effects)[first.codes]
        for begin in range(0, n, ROWS_AT_ONCE):
            part = slice(begin, min(n, begin + ROWS_AT_ONCE))
            size = part.stop - part.start
            left = np.zeros((size, self.h.shape[1]))
            for i in range(first.effects):
                left -= rows[0][part, i, np.newaxis] * _dense(self.h[from_first[part, i]])
            for factor, start, own in zip(
                statistics.factors[1:], self.starts, rows[1:], strict=False
            ):
                for j in range(factor.effects):
                    columns = start + factor.codes[part] * factor.effects + j
                    left[np.arange(size), columns] += own[part, j]
            total[part] += np.einsum("nr,nr->n", left @ self.rest_inverse, left)
        return total


def _add_at(target: Float, places: Any, values: Float) -> None:
    """Subtract values that share a place, group by group."""
    for i in range(target.shape[1]):
        for j in range(target.shape[2]):
            target[:, i, j] -= np.bincount(places, values[:, i, j], len(target))


def inverses(k: Float) -> tuple[Float, float]:
    """Inverses of (m, q, q) positive definite matrices, and the sum of their log determinants."""
    q = k.shape[1]
    if q == 1:
        return 1 / k, float(np.log(k).sum())
    if q == 2:
        a, b, d = k[:, 0, 0], k[:, 0, 1], k[:, 1, 1]
        determinant = a * d - b * b
        found = np.empty_like(k)
        found[:, 0, 0] = d
        found[:, 1, 1] = a
        found[:, 0, 1] = found[:, 1, 0] = -b
        found /= determinant[:, np.newaxis, np.newaxis]
        return found, float(np.log(determinant).sum())
    lower = np.linalg.cholesky(k)
    log_det = 2 * float(np.log(np.einsum("gii->gi", lower)).sum())
    return np.asarray(np.linalg.inv(k), dtype=np.float64), log_det


def _dense(matrix: Any) -> Float:
    return matrix if isinstance(matrix, np.ndarray) else matrix.toarray()


def _cholesky(matrix: Float) -> tuple[Float, float]:
    lower: Float = np.linalg.cholesky(matrix).astype(np.float64, copy=False)
    return lower, 2 * float(np.log(np.einsum("ii->i", lower)).sum())


def _solved(lower: Float, right: Float) -> Float:
    if len(lower) < 40:
        return np.linalg.solve(lower.T, np.linalg.solve(lower, right))
    from scipy.linalg import cho_solve

    return np.asarray(cho_solve((lower, True), right, check_finite=False))


def _inverse(lower: Float) -> Float:
    if len(lower) < 40:
        half = np.linalg.inv(lower)
        return np.asarray(half.T @ half)
    from scipy.linalg.lapack import dpotri

    found, _ = dpotri(lower, lower=1)
    found = np.tril(found)
    return np.asarray(found + np.tril(found, -1).T)
