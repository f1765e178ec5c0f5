"""Sufficient statistics of a mixed model: formed once, after which no row is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.columns import Float, Ints
from flashcards.models.design import RandomBlock
from flashcards.models.errors import ModelError

MAX_DENSE: Final = 5_000
"""Random effects of all factors but the largest that are still solved for at once."""

SPARSE_FROM: Final = 40_000
"""Cells between the largest factor and the others from which on their zeros are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A grouping factor with all effects that vary by it.

    Attributes:
        z: (n, q) the effects' values by row, each divided by its scale.
        codes: (n,) the group of each row.
        groups: how many there are, m.
        scale: (q,) root mean squares of the effects' values, so that no unit makes Λ small.
    """

    z: Float
    codes: Ints
    groups: int
    scale: Float

    @property
    def effects(self) -> int:
        """How many effects vary by it, q."""
        return int(self.z.shape[1])

    @property
    def columns(self) -> int:
        """How many random effects it has, m·q."""
        return self.groups * int(self.z.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class Cross:
    """What the largest factor and another one share: the pairs of groups that meet in a row.

    Attributes:
        one: (P,) groups of the largest factor, in order.
        other: (P,) groups of the other one.
        values: (P, q₁, q) sums of products of their effects.
    """

    one: Ints
    other: Ints
    values: Float


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Z'Z, Z'[X y] and [X y]'[X y], where X is scaled and y is what least squares leaves of it.

    Working on residuals of least squares changes neither the criterion nor the random effects,
    and nothing cancels where the outcome is far from zero.

    Attributes:
        factors: the one with the most random effects first.
        zz: (m, q, q) products of the first factor's effects within its groups.
        zv: (m, q, p + 1) products of its effects with [X y].
        crosses: the first factor against each of the others.
        rest_zz: (R, R) products of the others' effects.
        rest_zv: (R, p + 1) products of the others' effects with [X y].
        vv: (p + 1, p + 1) products of [X y] with itself.
        n: how many rows.
        scale: (p,) what each column of X was divided by.
        ols: (p,) coefficients of least squares, in the units of the data.
    """

    factors: tuple[Factor, ...]
    zz: Float
    zv: Float
    crosses: tuple[Cross, ...]
    rest_zz: Float
    rest_zv: Float
    vv: Float
    n: int
    scale: Float
    ols: Float

    @property
    def p(self) -> int:
        """How many fixed effects there are."""
        return len(self.scale)


def factors_of(blocks: Sequence[RandomBlock]) -> tuple[list[Factor], list[list[int]]]:
    """Random terms gathered by grouping factor, the factor with the most random effects first.

    Returns:
        The factors, and for each of them the numbers of its terms in their order.
    """
    members: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        members.setdefault(block.group, []).append(number)
    found = [(_factor([blocks[i] for i in numbers]), numbers) for numbers in members.values()]
    found.sort(key=lambda each: -each[0].columns)
    return [factor for factor, _ in found], [numbers for _, numbers in found]


def _factor(blocks: Sequence[RandomBlock]) -> Factor:
    z = np.concatenate([block.z for block in blocks], axis=1) if len(blocks) > 1 else blocks[0].z
    scale = np.sqrt(np.einsum("ij,ij->j", z, z) / len(z))
    scale[scale == 0] = 1.0
    return Factor(z / scale, blocks[0].codes, len(blocks[0].levels), scale)


def statistics(x: Float, y: Float, factors: Sequence[Factor]) -> Statistics:
    """All products that the criterion needs.

    Args:
        x: (n, p) of full column rank.
        y: (n,).
        factors: the one with the most random effects first.

    Raises:
        ModelError: the model is too large, or the fixed effects explain the outcome entirely.
    """
    rest = sum(factor.columns for factor in factors[1:])
    if rest > MAX_DENSE:
        raise ModelError(
            f"This model has {rest:,} random effects beside those of its largest grouping "
            f"factor; up to {MAX_DENSE:,} can be fitted here.",
            "Leave a grouping factor out, or fit it in R.",
        )
    scale = np.sqrt(np.einsum("ij,ij->j", x, x) / len(y))
    scaled = x / scale
    coefficients, residuals = _least_squares(scaled, y)
    v = np.column_stack((scaled, residuals))
    first = factors[0]
    return Statistics(
        factors=tuple(factors),
        zz=_within(first, first.z),
        zv=_within(first, v),
        crosses=tuple(_cross(first, other) for other in factors[1:]),
        rest_zz=_rest_products(factors[1:], rest),
        rest_zv=np.concatenate(
            [_within(factor, v).reshape(-1, v.shape[1]) for factor in factors[1:]]
            or [np.empty((0, v.shape[1]))]
        ),
        vv=v.T @ v,
        n=len(y),
        scale=scale,
        ols=coefficients / scale,
    )


def _least_squares(x: Float, y: Float) -> tuple[Float, Float]:
    if not x.shape[1]:
        return np.empty(0), y.copy()
    q, r = np.linalg.qr(x)
    coefficients = np.linalg.solve(r, q.T @ y)
    residuals = y - x @ coefficients
    residuals -= q @ (q.T @ residuals)
    if float(residuals @ residuals) <= 1e-24 * max(float(y @ y), 1e-300):
        raise ModelError(
            "The fixed effects explain the outcome entirely; nothing is left to vary.",
            "Is the outcome computed from the predictors?",
        )
    return coefficients, residuals


def _within(factor: Factor, v: Float) -> Float:
    """(m, q, k) sums of products of a factor's effects with k columns, by group."""
    result = np.empty((factor.groups, factor.effects, v.shape[1]))
    for i in range(factor.effects):
        for j in range(v.shape[1]):
            weights = factor.z[:, i] * v[:, j]
            result[:, i, j] = np.bincount(factor.codes, weights, factor.groups)
    return result


def _cross(one: Factor, other: Factor) -> Cross:
    joint = one.codes * other.groups + other.codes
    pairs, place = _distinct(joint, one.groups * other.groups)
    values = np.empty((len(pairs), one.effects, other.effects))
    for i in range(one.effects):
        for j in range(other.effects):
            values[:, i, j] = np.bincount(place, one.z[:, i] * other.z[:, j], len(pairs))
    return Cross(pairs // other.groups, pairs % other.groups, values)


def _distinct(joint: Ints, cells: int) -> tuple[Ints, Ints]:
    """The distinct numbers in order, and the place of each row's; without sorting where it can."""
    if cells > 20 * len(joint) + 100_000:
        pairs, place = np.unique(joint, return_inverse=True)
        return pairs, place
    seen = np.zeros(cells, dtype=np.bool_)
    seen[joint] = True
    pairs = np.flatnonzero(seen)
    places = np.zeros(cells, dtype=np.intp)
    places[pairs] = np.arange(len(pairs))
    return pairs, places[joint]


def _rest_products(factors: Sequence[Factor], size: int) -> Float:
    """(R, R) products of the effects of all factors but the first; symmetric."""
    result = np.zeros((size, size))
    starts = np.cumsum([0, *(factor.columns for factor in factors)])
    for k, one in enumerate(factors):
        for h, other in enumerate(factors[: k + 1]):
            cross = _cross(one, other)
            for i in range(one.effects):
                for j in range(other.effects):
                    rows = starts[k] + cross.one * one.effects + i
                    columns = starts[h] + cross.other * other.effects + j
                    result[rows, columns] = cross.values[:, i, j]
                    result[columns, rows] = cross.values[:, i, j]
    return result
