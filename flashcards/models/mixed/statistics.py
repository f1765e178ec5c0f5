"""What a fit needs of the rows, formed once: cross-products within groups.

The fixed effects enter as an orthonormal basis Q of their columns (X = QR) and the outcome as its
least-squares residuals: the criterion is the same, and nothing cancels. After this, the work of
an evaluation does not depend on the number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.cross import Cross, cross_of
from flashcards.models.mixed.layout import Grouping, Layout


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Cross-products of one design and outcome.

    The first grouping factor has m groups of q columns; p fixed effects.

    Attributes:
        layout: the random terms.
        nobs: number n of rows.
        basis: (n, p) Q, an orthonormal basis of X.
        upper: (p, p) R of X = QR.
        start: (p,) the least-squares estimates.
        unit: length of the least-squares residuals, by which the outcome is divided.
        own: (m, q, q) Z'Z of the first factor, by group.
        outer: (m, q, p + 1) its Z'(Q, residuals), by group.
        cross: products with and within the other factors; None where there is one factor only.
    """

    layout: Layout
    nobs: int
    basis: Float
    upper: Float
    start: Float
    unit: float
    own: Float
    outer: Float
    cross: Cross | None

    @property
    def rank(self) -> int:
        """Number p of fixed effects."""
        return int(self.upper.shape[0])


def statistics_of(layout: Layout, x: Float, y: Float) -> Statistics:
    """The statistics of a design and an outcome; ``unit`` is 0 where X explains all of it.

    Raises:
        ModelError: the model is too large.
    """
    basis, upper = np.linalg.qr(x)
    start, residuals, unit = _least_squares(basis, upper, y)
    first, rest = layout.groupings[0], layout.groupings[1:]
    beside = np.column_stack((basis, residuals))
    return Statistics(
        layout,
        len(y),
        basis,
        upper,
        start,
        unit,
        within(first, first.z),
        within(first, beside),
        cross_of(first, rest, beside) if rest else None,
    )


def with_outcome(statistics: Statistics, y: Float) -> Statistics:
    """The statistics of the same design with another outcome."""
    start, residuals, unit = _least_squares(statistics.basis, statistics.upper, y)
    outer = statistics.outer.copy()
    outer[:, :, -1:] = within(statistics.layout.groupings[0], residuals[:, np.newaxis])
    cross = statistics.cross
    return replace(
        statistics,
        start=start,
        unit=unit,
        outer=outer,
        cross=None if cross is None else cross.with_outcome(residuals),
    )


def within(grouping: Grouping, columns: Float) -> Float:
    """(m, q, k) Z'W by group, for (n, k) columns W."""
    found = np.empty((grouping.size, grouping.width, columns.shape[1]))
    for i in range(grouping.width):
        for j in range(columns.shape[1]):
            products = grouping.z[:, i] * columns[:, j]
            found[:, i, j] = np.bincount(grouping.codes, products, grouping.size)
    return found


def _least_squares(basis: Float, upper: Float, y: Float) -> tuple[Float, Float, float]:
    coordinates = basis.T @ y
    residuals = y - basis @ coordinates
    # Once more: what rounding left of the basis in the residuals is taken out.
    again = basis.T @ residuals
    residuals -= basis @ again
    estimates: Float = np.linalg.solve(upper, coordinates + again).astype(np.float64, copy=False)
    length = float(np.sqrt(residuals @ residuals))
    if length <= 1e-12 * float(np.sqrt(y @ y)):
        return estimates, residuals, 0.0
    return estimates, residuals / length, length
