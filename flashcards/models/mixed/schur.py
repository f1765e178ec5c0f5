"""The second elimination: of the grouping factors beside the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.cross import Cross, Slots
from flashcards.models.mixed.solve import inverse_and_logdet


@dataclass(frozen=True, eq=False)
class Schur:
    """What the first elimination leaves of c components of w columns, S, and its inverse.

    Attributes:
        cross: their products.
        factors: Λ of each of these grouping factors.
        own: (c, w, w) S, their Z'Z after the first elimination.
        beside: (c, w, p + 1) their Z'(Q, residuals) after it.
        half: (c, w, w) Λ(Λ'SΛ + I)⁻¹.
        explained: (c, w, p + 1) Λ'(beside).
        scaled: (c, w, p + 1) (Λ'SΛ + I)⁻¹Λ'(beside).
        logdet: of Λ'SΛ + I.
    """

    cross: Cross
    factors: tuple[Float, ...]
    own: Float
    beside: Float
    half: Float
    explained: Float
    scaled: Float
    logdet: float

    @cached_property
    def inner(self) -> Float:
        """(c, w, w) Λ(Λ'SΛ + I)⁻¹Λ'."""
        return self.spread(self.half.transpose(0, 2, 1))

    def spread(self, rows: Float) -> Float:
        """Λ times (c, w, k) rows."""
        return _times(self.cross.slots, self.factors, rows)

    @cached_property
    def group_slopes(self) -> list[Float]:
        """(levels, q, q) Z'V⁻¹ZΛ by group, of each factor; empty slots have zeros."""
        return [_by_group(self.own, self.half, slot) for slot in self.cross.slots]

    def slopes(self, directions: Float) -> list[Float]:
        """The derivatives of the criterion by each factor's Λ; see ``criterion.slopes``."""
        among = -self.scaled @ directions
        beside = self._beside(among, directions)
        return [
            2.0 * (blocks.sum(axis=0) + _summed(beside, among, slot))
            for blocks, slot in zip(self.group_slopes, self.cross.slots, strict=True)
        ]

    def curvatures(self, directions: Float) -> list[Float]:
        """The derivatives by each factor's ΛΛ'; see ``criterion.curvatures``."""
        beside = self._beside(-self.scaled @ directions, directions)
        reduced = self.inner @ self.own
        found = []
        for slot in self.cross.slots:
            explained = _by_group(self.own, reduced, slot).sum(axis=0)
            found.append(self._diagonal(slot) - explained - _summed(beside, beside, slot))
        return found

    def _beside(self, among: Float, directions: Float) -> Float:
        """(c, w, k) Z'V⁻¹ in the directions of the fixed effects and the outcome."""
        found: Float = self.own @ self.spread(among) + self.beside @ directions
        return found

    def _diagonal(self, slot: Slots) -> Float:
        width = slot.grouping.width
        here = self.own[:, slot.columns, slot.columns]
        split = here.reshape(len(here), slot.height, width, slot.height, width)
        found: Float = np.einsum("chrhs->rs", split)
        return found


def eliminated(cross: Cross, factors: Sequence[Float], kernel: Float, reduced: Float) -> Schur:
    """The second elimination at given Λ.

    Args:
        cross: products of the factors.
        factors: Λ of those that are left.
        kernel: (m, q, q) Λ(Λ'Z'ZΛ + I)⁻¹Λ' of the first factor.
        reduced: (m, q, p + 1) that times its Z'(Q, residuals).

    Raises:
        numpy.linalg.LinAlgError: rounding leaves nothing positive definite.
    """
    own = cross.own - cross.reduction.reduce(kernel)
    beside = cross.outer - cross.reduction.back(reduced)
    turned = [lam.T for lam in factors]
    whole = _times(cross.slots, turned, _times(cross.slots, turned, own).transpose(0, 2, 1))
    np.einsum("cii->ci", whole)[:] += 1.0
    inverse, logdet = inverse_and_logdet(whole)
    explained = _times(cross.slots, turned, beside)
    return Schur(
        cross,
        tuple(factors),
        own,
        beside,
        _times(cross.slots, factors, inverse),
        explained,
        inverse @ explained,
        logdet,
    )


def _times(slots: Sequence[Slots], factors: Sequence[Float], rows: Float) -> Float:
    """A block-diagonal matrix, its blocks those of the factors, times (c, w, k) rows."""
    if len(slots) == 1 and len(factors[0]) == 1:
        return rows * factors[0]
    found = np.empty(rows.shape)
    for slot, lam in zip(slots, factors, strict=True):
        here = rows[:, slot.columns]
        if len(lam) == 1:
            np.multiply(here, lam, out=found[:, slot.columns])
        else:
            blocks = here.reshape(len(here), slot.height, len(lam), -1)
            found[:, slot.columns] = (lam @ blocks).reshape(here.shape)
    return found


def _by_group(left: Float, right: Float, slot: Slots) -> Float:
    """(levels, q, q) the diagonal blocks of L'R by group, for (c, w, w) L and R."""
    width = slot.grouping.width
    one, other = left[:, :, slot.columns], right[:, :, slot.columns]
    if width == 1:
        single: Float = np.einsum("cth,cth->ch", one, other)
        return single.reshape(-1, 1, 1)
    found = np.empty((len(left), slot.height, width, width))
    for i in range(width):
        for j in range(width):
            found[:, :, i, j] = np.einsum("cth,cth->ch", one[..., i::width], other[..., j::width])
    return found.reshape(-1, width, width)


def _summed(left: Float, right: Float, slot: Slots) -> Float:
    """(q, q) the sum of LR' over groups, for (c, w, k) rows L and R."""
    found: Float = _by_effect(left, slot) @ _by_effect(right, slot).T
    return found


def _by_effect(rows: Float, slot: Slots) -> Float:
    """(q, everything else) of one factor's (c, w, k) rows."""
    split = rows[:, slot.columns].reshape(len(rows) * slot.height, slot.grouping.width, -1)
    return split.transpose(1, 0, 2).reshape(slot.grouping.width, -1)
