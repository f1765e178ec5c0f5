"""Products between the first grouping factor and the others, and among those.

When the first factor is eliminated, the others are left with a Schur complement. It falls into
components that share no group of the first factor: one where factors are crossed, one for each
of the coarsest groups where they are nested. Components have the same shape (slots that a
component does not use stay empty), so that all are factored at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from flashcards.models.columns import Float, Ints
from flashcards.models.errors import ModelError
from flashcards.models.mixed.layout import Grouping
from flashcards.models.mixed.solve import product

MAX_WIDTH: Final = 5_000
"""Columns that a dense component may have: 200 MB, and seconds for each evaluation."""

MAX_CELLS: Final = 50_000_000
"""Cells of any one array of this module."""

SMALL: Final = 1_000_000
"""Multiplications below which dense products are quicker than finding any structure."""


class Reduction(Protocol):
    """C, the products of the first factor (m groups of q) with the others: Z'Z_rest."""

    def reduce(self, kernel: Float) -> Float:
        """(c, w, w) the sum over groups of C'KC for (m, q, q) symmetric kernels K."""

    def quadratic(self, inner: Float) -> Float:
        """(m, q, q) CAC' by group, for a symmetric (c, w, w) A."""

    def times(self, right: Float) -> Float:
        """(m, q, k) CB by group, for a (c, w, k) B."""

    def back(self, left: Float) -> Float:
        """(c, w, k) the sum over groups of C'D, for an (m, q, k) D."""

    def rows(self, groups: Ints) -> Float:
        """(k, q, c·w) C of k groups."""


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """Where the groups of one of the other factors are: component and place within it.

    Attributes:
        grouping: the factor.
        columns: those of its slots, in each component.
        height: its slots in a component.
        component: (levels,) of each group.
        place: (levels,) which slot of the component.
    """

    grouping: Grouping
    columns: slice
    height: int
    component: Ints
    place: Ints

    def column_of_rows(self) -> tuple[Ints, Ints]:
        """(n,) component and first column of the group of each row."""
        codes = self.grouping.codes
        first = self.columns.start + self.place * self.grouping.width
        return self.component[codes], first[codes]


@dataclass(frozen=True, slots=True, eq=False)
class Cross:
    """The other factors (c components of w columns) beside the first one.

    Attributes:
        slots: their places, in the order of the layout.
        own: (c, w, w) Z'Z among them.
        outer: (c, w, p + 1) their Z'(Q, residuals).
        reduction: their products with the first factor.
    """

    slots: tuple[Slots, ...]
    own: Float
    outer: Float
    reduction: Reduction

    def with_outcome(self, residuals: Float) -> Cross:
        """The same with other residuals as the last column of ``outer``."""
        outer = self.outer.copy()
        outer[:, :, -1:] = _outer(self.slots, residuals[:, np.newaxis], self.own.shape[:2])
        return replace(self, outer=outer)


def cross_of(first: Grouping, rest: Sequence[Grouping], beside: Float) -> Cross:
    """The products of a design's factors.

    Args:
        first: the factor that is eliminated first.
        rest: the others, at least one.
        beside: (n, p + 1) fixed effects' basis and residuals.

    Raises:
        ModelError: the model is too large for a dense Schur complement.
    """
    total = sum(grouping.size * grouping.width for grouping in rest)
    if first.size * first.width * total * total <= SMALL:
        slots, count, width = _single(rest), 1, total
    else:
        slots, count, width = _components(first, rest, total)
    _check(count, width)
    return Cross(
        slots,
        _own(slots, count, width),
        _outer(slots, beside, (count, width)),
        _reduction(first, slots, count, width),
    )


def _check(count: int, width: int) -> None:
    if width > MAX_WIDTH or count * width * width > MAX_CELLS:
        raise ModelError(
            f"This model is too large to fit here: its smaller grouping factors have {width:,} "
            f"random effects that depend on one another, and {MAX_WIDTH:,} can be handled.",
            "Let fewer effects vary, or leave a grouping factor out.",
        )


def _single(rest: Sequence[Grouping]) -> tuple[Slots, ...]:
    slots, start = [], 0
    for grouping in rest:
        zero = np.zeros(grouping.size, dtype=np.intp)
        columns = slice(start, start + grouping.size * grouping.width)
        slots.append(Slots(grouping, columns, grouping.size, zero, np.arange(grouping.size)))
        start = columns.stop
    return tuple(slots)


def _components(
    first: Grouping, rest: Sequence[Grouping], total: int
) -> tuple[tuple[Slots, ...], int, int]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    offsets = first.size + np.cumsum([0, *(grouping.size for grouping in rest)])
    rows = np.concatenate([first.codes] * len(rest))
    columns = np.concatenate([g.codes + o for g, o in zip(rest, offsets[:-1], strict=True)])
    nodes = int(offsets[-1])
    graph = coo_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(nodes, nodes))
    count, labels = connected_components(graph, directed=False)
    slots, start = [], 0
    for grouping, offset in zip(rest, offsets[:-1], strict=True):
        component = labels[offset : offset + grouping.size].astype(np.intp)
        sizes = np.bincount(component, minlength=count)
        order = np.argsort(component, kind="stable")
        place = np.empty(grouping.size, dtype=np.intp)
        place[order] = np.arange(grouping.size) - (np.cumsum(sizes) - sizes)[component[order]]
        height = int(sizes.max())
        span = slice(start, start + height * grouping.width)
        slots.append(Slots(grouping, span, height, component, place))
        start = span.stop
    # Components of very unequal size would be mostly empty: then one of all is less work.
    if count * start**3 >= total**3:
        return _single(rest), 1, total
    return tuple(slots), count, start


def _own(slots: Sequence[Slots], count: int, width: int) -> Float:
    found = np.zeros(count * width * width)
    for left in slots:
        component, row = left.column_of_rows()
        for right in slots:
            _, column = right.column_of_rows()
            for i in range(left.grouping.width):
                for j in range(right.grouping.width):
                    place = (component * width + row + i) * width + column + j
                    product = left.grouping.z[:, i] * right.grouping.z[:, j]
                    found += np.bincount(place, product, len(found))
    return found.reshape(count, width, width)


def _outer(slots: Sequence[Slots], beside: Float, shape: tuple[int, ...]) -> Float:
    count, width = shape
    found = np.zeros((count * width, beside.shape[1]))
    for slot in slots:
        component, row = slot.column_of_rows()
        for i in range(slot.grouping.width):
            place = component * width + row + i
            for j in range(beside.shape[1]):
                found[:, j] += np.bincount(
                    place, slot.grouping.z[:, i] * beside[:, j], count * width
                )
    return found.reshape(count, width, beside.shape[1])


def _reduction(first: Grouping, slots: Sequence[Slots], count: int, width: int) -> Reduction:
    if count == 1 and first.size * first.width * width * width <= SMALL:
        return _dense(first, slots, width)
    from flashcards.models.mixed.sparse import sparse_reduction

    found = sparse_reduction(first, slots, count, width)
    if found is not None:
        return found
    if count > 1 or first.size * first.width * width > MAX_CELLS:
        raise ModelError(
            "This model is too large to fit here: its grouping factors are crossed too densely.",
            "Leave a grouping factor out, or use fewer rows.",
        )
    return _dense(first, slots, width)


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """C as one array, where there is one component.

    Attributes:
        products: (m, q, w).
    """

    products: Float

    def reduce(self, kernel: Float) -> Float:
        """See :class:`Reduction`."""
        groups, effects, width = self.products.shape
        left = self.products.reshape(groups * effects, width)
        right = product(kernel, self.products).reshape(groups * effects, width)
        return (left.T @ right)[np.newaxis]

    def quadratic(self, inner: Float) -> Float:
        """See :class:`Reduction`."""
        groups, effects, width = self.products.shape
        half = self.products.reshape(groups * effects, width) @ inner[0]
        if effects == 1:
            single: Float = np.einsum("mw,mw->m", half, self.products[:, 0])
            return single.reshape(-1, 1, 1)
        half = half.reshape(self.products.shape)
        found: Float = half @ self.products.transpose(0, 2, 1)
        return found

    def times(self, right: Float) -> Float:
        """See :class:`Reduction`."""
        groups, effects, width = self.products.shape
        flat = self.products.reshape(groups * effects, width) @ right[0]
        found: Float = flat.reshape(groups, effects, right.shape[2])
        return found

    def back(self, left: Float) -> Float:
        """See :class:`Reduction`."""
        groups, effects, width = self.products.shape
        flat = self.products.reshape(groups * effects, width)
        return (flat.T @ left.reshape(groups * effects, left.shape[2]))[np.newaxis]

    def rows(self, groups: Ints) -> Float:
        """See :class:`Reduction`."""
        return self.products[groups]


def _dense(first: Grouping, slots: Sequence[Slots], width: int) -> Dense:
    effects = first.width
    found = np.zeros(first.size * effects * width)
    for slot in slots:
        _, column = slot.column_of_rows()
        for a in range(effects):
            for i in range(slot.grouping.width):
                place = (first.codes * effects + a) * width + column + i
                found += np.bincount(place, first.z[:, a] * slot.grouping.z[:, i], len(found))
    return Dense(found.reshape(first.size, effects, width))
