"""Products of the first grouping factor with the others, where most of them are zero.

The Schur complement is linear in the kernels K of the first factor's groups. That map is written
down once as a sparse matrix; its transpose serves the gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_array

from flashcards.models.columns import Float, Ints
from flashcards.models.mixed.layout import Grouping

if TYPE_CHECKING:
    from flashcards.models.mixed.cross import Slots

MAX_PAIRS: Final = 30_000_000
"""Entries of the map, 12 bytes each."""

DENSE_ADVANTAGE: Final = 30
"""Dense multiplications that take as long as one entry of the map."""


@dataclass(frozen=True, slots=True, eq=False)
class Sparse:
    """C by its nonzero entries; see ``Reduction`` for what is computed.

    Attributes:
        products: (m·q, c·w) C itself.
        pairs: (c·w·w, m·q(q+1)/2) from kernels to the lower triangle of the sum of C'KC.
        shape: m, q, c and w.
    """

    products: csr_array
    pairs: csr_array
    shape: tuple[int, int, int, int]

    def reduce(self, kernel: Float) -> Float:
        """(c, w, w) the sum over groups of C'KC."""
        _, effects, count, width = self.shape
        left, right = np.triu_indices(effects)
        # Half of each entry, as the triangle is added to its mirror image.
        weights = kernel[:, left, right] * np.where(left == right, 0.5, 1.0)
        lower = (self.pairs @ weights.ravel()).reshape(count, width, width)
        found: Float = lower + lower.transpose(0, 2, 1)
        return found

    def quadratic(self, inner: Float) -> Float:
        """(m, q, q) CAC' by group."""
        groups, effects, _, _ = self.shape
        left, right = np.triu_indices(effects)
        entries = (self.pairs.T @ inner.ravel()).reshape(groups, len(left))
        found = np.empty((groups, effects, effects))
        found[:, left, right] = entries
        found[:, right, left] = entries
        return found

    def times(self, right: Float) -> Float:
        """(m, q, k) CB by group."""
        groups, effects, count, width = self.shape
        columns = right.shape[2]
        found: Float = self.products @ right.reshape(count * width, columns)
        return found.reshape(groups, effects, columns)

    def back(self, left: Float) -> Float:
        """(c, w, k) the sum over groups of C'D."""
        groups, effects, count, width = self.shape
        columns = left.shape[2]
        found: Float = self.products.T @ left.reshape(groups * effects, columns)
        return found.reshape(count, width, columns)

    def rows(self, groups: Ints) -> Float:
        """(k, q, c·w) C of k groups."""
        effects = self.shape[1]
        places = (groups[:, np.newaxis] * effects + np.arange(effects)).ravel()
        found: Float = self.products[places].toarray()
        return found.reshape(len(groups), effects, -1)


def sparse_reduction(
    first: Grouping, slots: Sequence[Slots], count: int, width: int
) -> Sparse | None:
    """C by its nonzero entries, or None where dense products take less."""
    groups, columns, values = _entries(first, slots, width)
    held = np.bincount(groups, minlength=first.size)
    effects = first.width
    pairs = int(np.sum(held * (held + 1) // 2)) * (effects * (effects + 1) // 2)
    dense = first.size * effects * width * width
    if pairs > MAX_PAIRS or (count == 1 and pairs * DENSE_ADVANTAGE > dense):
        return None
    return Sparse(
        _products(first, groups, columns, values, count * width),
        _pairs(first, groups, columns, values, (count, width)),
        (first.size, effects, count, width),
    )


def _entries(first: Grouping, slots: Sequence[Slots], width: int) -> tuple[Ints, Ints, Float]:
    """Group, column (component by component) and q values of each nonzero block of C, sorted."""
    places, products = [], []
    for slot in slots:
        component, column = slot.column_of_rows()
        for i in range(slot.grouping.width):
            places.append(component * width + column + i)
            products.append(first.z * slot.grouping.z[:, i : i + 1])
    place = np.concatenate(places)
    span = int(place.max()) + 1
    keys, inverse = np.unique(
        np.concatenate([first.codes] * len(places)) * span + place, return_inverse=True
    )
    product = np.concatenate(products)
    values = np.empty((len(keys), first.width))
    for effect in range(first.width):
        values[:, effect] = np.bincount(inverse, product[:, effect], len(keys))
    return keys // span, keys % span, values


def _products(first: Grouping, groups: Ints, columns: Ints, values: Float, total: int) -> csr_array:
    effects = first.width
    rows = (groups[:, np.newaxis] * effects + np.arange(effects)).ravel()
    return csr_array(
        (values.ravel(), (rows, np.repeat(columns, effects))), shape=(first.size * effects, total)
    )


def _pairs(
    first: Grouping, groups: Ints, columns: Ints, values: Float, shape: tuple[int, int]
) -> csr_array:
    count, width = shape
    effects = first.width
    left, right = _lower_pairs(groups, first.size)
    component, row = np.divmod(columns[left], width)
    places = (component * width + row) * width + columns[right] % width
    packed = effects * (effects + 1) // 2
    twice = left != right
    entries = []
    for a in range(effects):
        for b in range(a, effects):
            product = values[left, a] * values[right, b]
            entries.append(product + np.where(twice, values[right, a] * values[left, b], 0.0))
    kernels = groups[left, np.newaxis] * packed + np.arange(packed)
    return csr_array(
        (np.column_stack(entries).ravel(), (np.repeat(places, packed), kernels.ravel())),
        shape=(count * width * width, first.size * packed),
    )


def _lower_pairs(groups: Ints, size: int) -> tuple[Ints, Ints]:
    """Indices of all pairs of entries of one group, the second not behind the first."""
    held = np.bincount(groups, minlength=size)
    start = np.cumsum(held) - held
    place = np.arange(len(groups)) - start[groups]
    partners = place + 1
    left = np.repeat(np.arange(len(groups)), partners)
    behind = np.arange(len(left)) - np.repeat(np.cumsum(partners) - partners, partners)
    return left, start[groups[left]] + behind
