"""Where each parameter θ stands: the lower triangles of the relative covariance factors Λ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flashcards.models.columns import Bools, Float, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The way between θ, in lme4's order, and one (q, q) matrix Λ a grouping factor.

    Several terms of one factor share its Λ, with zeros between them.

    Attributes:
        sizes: q of each factor, in the order of the factors.
        factor: (k,) the factor of each parameter.
        row: (k,) its row in that factor's Λ.
        column: (k,) its column.
        terms: for each term, in lme4's order: its factor, where it starts there, its size.
    """

    sizes: tuple[int, ...]
    factor: Ints
    row: Ints
    column: Ints
    terms: tuple[tuple[int, int, int], ...]

    @property
    def diagonal(self) -> Bools:
        """(k,) whether a parameter stands on the diagonal."""
        found: Bools = self.row == self.column
        return found

    def lambdas(self, theta: Float) -> list[Float]:
        """Λ of each factor, lower triangular."""
        found = [np.zeros((q, q)) for q in self.sizes]
        for value, k, i, j in zip(theta, self.factor, self.row, self.column, strict=True):
            found[k][i, j] = value
        return found

    def gather(self, matrices: Sequence[Float]) -> Float:
        """(k,) from one (q, q) matrix a factor, what stands at the parameters' places."""
        return np.array(
            [matrices[k][i, j] for k, i, j in zip(self.factor, self.row, self.column, strict=True)]
        )

    def positive(self, theta: Float) -> Float:
        """The same model with no diagonal below zero: columns of Λ change sign as a whole."""
        lambdas = self.lambdas(theta)
        for matrix in lambdas:
            matrix *= np.where(np.diagonal(matrix) < 0, -1.0, 1.0)
        return self.gather(lambdas) + 0.0

    def identity(self) -> Float:
        """(k,) θ with ones on the diagonals."""
        return self.diagonal.astype(np.float64)


def layout(sizes: Sequence[int], members: Sequence[Sequence[int]]) -> Layout:
    """The layout of terms that were gathered by factor.

    Args:
        sizes: how many effects each term has, in lme4's order.
        members: for each factor the numbers of its terms.
    """
    place = {}
    for factor, numbers in enumerate(members):
        start = 0
        for number in numbers:
            place[number] = (factor, start, sizes[number])
            start += sizes[number]
    terms = tuple(place[number] for number in range(len(sizes)))
    entries = [
        (factor, start + i, start + j)
        for factor, start, size in terms
        for j in range(size)
        for i in range(j, size)
    ]
    table = np.array(entries, dtype=np.intp).reshape(-1, 3)
    return Layout(
        tuple(sum(sizes[number] for number in numbers) for numbers in members),
        table[:, 0],
        table[:, 1],
        table[:, 2],
        terms,
    )
