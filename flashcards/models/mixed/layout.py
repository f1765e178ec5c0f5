"""Random terms laid out for computing: factors, their columns, and the vector θ.

Terms of one grouping factor are columns of one factor, with a Λ that is zero between terms. The
effects of a term are made orthogonal (Z = Z̃R): the criterion is better conditioned in their
terms, and Λ̃Λ̃' = RΛΛ'R' says what they mean for the effects as written. ``inner`` is θ of Z̃,
``outer`` θ of Z, which is lme4's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import isqrt

import numpy as np

from flashcards.models.columns import Bools, Float, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """Effects that vary together by one grouping factor.

    Attributes:
        group: name of the factor; terms of equal name share codes.
        z: (n, q) the effects' values by row.
        codes: (n,) the group of each row.
        size: number of groups.
    """

    group: str
    z: Float
    codes: Ints
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What one term is within its factor.

    Attributes:
        term: its index among all terms.
        columns: its columns among the factor's.
        places: where its entries of θ are.
        scale: (q, q) upper triangular R of Z = Z̃R.
        unscale: its inverse.
    """

    term: int
    columns: slice
    places: slice
    scale: Float
    unscale: Float


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """A grouping factor with all effects that vary by it.

    Attributes:
        codes: (n,) the group of each row.
        size: number m of groups.
        z: (n, q) the orthogonal effects Z̃ of its terms side by side.
        parts: its terms.
        rows: row in Λ of each of its entries of θ.
        columns: column in Λ of each.
        places: place in θ of each.
    """

    codes: Ints
    size: int
    z: Float
    parts: tuple[Part, ...]
    rows: Ints
    columns: Ints
    places: Ints

    @property
    def width(self) -> int:
        """Effects by group, q."""
        return int(self.z.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All random terms.

    Attributes:
        groupings: the factor with the most columns first, which is eliminated first.
        count: entries of θ.
        diagonal: (count,) whether an entry is on the diagonal of its Λ.
        units: (count,) root mean square of the effect whose row of Λ an entry is in.
    """

    groupings: tuple[Grouping, ...]
    count: int
    diagonal: Bools
    units: Float

    def factors(self, inner: Float) -> list[Float]:
        """Λ̃ of each grouping factor, (q, q)."""
        found = []
        for grouping in self.groupings:
            lam = np.zeros((grouping.width, grouping.width))
            lam[grouping.rows, grouping.columns] = inner[grouping.places]
            found.append(lam)
        return found

    def outer_factors(self, outer: Float) -> list[Float]:
        """RΛ of each grouping factor: another root of the same Λ̃Λ̃', from lme4's θ."""
        found = []
        for grouping in self.groupings:
            lam = np.zeros((grouping.width, grouping.width))
            for part in grouping.parts:
                lam[part.columns, part.columns] = part.scale @ triangle(outer[part.places])
            found.append(lam)
        return found

    def square_factors(self, entries: Float) -> list[Float]:
        """Any square root of Λ̃Λ̃' of each grouping factor, from all entries of each term's."""
        found, start = [], 0
        for grouping in self.groupings:
            lam = np.zeros((grouping.width, grouping.width))
            for part in grouping.parts:
                width = part.columns.stop - part.columns.start
                block = entries[start : start + width * width].reshape(width, width)
                lam[part.columns, part.columns] = block
                start += width * width
            found.append(lam)
        return found

    def gather_square(self, matrices: Sequence[Float]) -> Float:
        """All entries of each term's block, for one matrix of each grouping factor."""
        blocks = [
            matrix[part.columns, part.columns].ravel()
            for grouping, matrix in zip(self.groupings, matrices, strict=True)
            for part in grouping.parts
        ]
        return np.concatenate(blocks)

    def inner_of(self, roots: Sequence[Float]) -> Float:
        """θ of the orthogonal effects, from any square root of each grouping factor's Λ̃Λ̃'."""
        result = np.empty(self.count)
        for grouping, root in zip(self.groupings, roots, strict=True):
            for part in grouping.parts:
                result[part.places] = flat(lower_root(root[part.columns, part.columns]))
        return result

    def gather(self, slopes: Sequence[Float]) -> Float:
        """The derivatives by Λ̃ as those by inner θ."""
        gradient = np.empty(self.count)
        for grouping, slope in zip(self.groupings, slopes, strict=True):
            gradient[grouping.places] = slope[grouping.rows, grouping.columns]
        return gradient

    def gather_outer(self, slopes: Sequence[Float]) -> Float:
        """The derivatives by RΛ as those by lme4's θ."""
        gradient = np.empty(self.count)
        for grouping, slope in zip(self.groupings, slopes, strict=True):
            for part in grouping.parts:
                gradient[part.places] = flat(part.scale.T @ slope[part.columns, part.columns])
        return gradient

    def outer(self, inner: Float) -> Float:
        """lme4's θ, its diagonals not negative, from that of the orthogonal effects."""
        result = np.empty(self.count)
        for part in self.parts():
            result[part.places] = flat(lower_root(part.unscale @ triangle(inner[part.places])))
        return result

    def inner(self, outer: Float) -> Float:
        """The opposite of :meth:`outer`."""
        result = np.empty(self.count)
        for part in self.parts():
            result[part.places] = flat(lower_root(part.scale @ triangle(outer[part.places])))
        return result

    def rows(self) -> list[Ints]:
        """The entries of θ in each row of each Λ, the diagonal's last."""
        found = []
        for grouping in self.groupings:
            for row in range(grouping.width):
                here = grouping.rows == row
                order = np.argsort(grouping.columns[here])
                found.append(grouping.places[here][order])
        return found

    def parts(self) -> list[Part]:
        """All terms, in the order of the factors."""
        return [part for grouping in self.groupings for part in grouping.parts]


def lay_out(terms: Sequence[Term]) -> Layout:
    """Terms merged by factor, the factor with the most columns first."""
    starts = np.cumsum([0, *(_entries(term.z.shape[1]) for term in terms)]).tolist()
    members: dict[str, list[int]] = {}
    for index, term in enumerate(terms):
        members.setdefault(term.group, []).append(index)
    groupings = [_grouping(terms, starts, indices) for indices in members.values()]
    groupings.sort(key=lambda grouping: -grouping.size * grouping.width)
    diagonal = np.concatenate([flat(np.eye(term.z.shape[1])) == 1 for term in terms])
    units = np.concatenate([_lengths(term.z)[_lower(term.z.shape[1])[0]] for term in terms])
    return Layout(tuple(groupings), starts[-1], diagonal, units)


def triangle(entries: Float) -> Float:
    """The lower triangular Λ of one term from its θ, which goes down the columns (eq. 4)."""
    width = isqrt(2 * len(entries))
    lam = np.zeros((width, width))
    lam[_lower(width)] = entries
    return lam


def flat(lam: Float) -> Float:
    """The opposite of :func:`triangle`."""
    entries: Float = lam[_lower(len(lam))]
    return entries


@cache
def _lower(width: int) -> tuple[Ints, Ints]:
    """Rows and columns of a lower triangle, column by column."""
    columns, rows = np.triu_indices(width)
    return rows, columns


def lower_root(root: Float) -> Float:
    """The lower triangular L with LL' = AA' and no negative diagonal, for a square A."""
    if root.shape[0] == 1:
        return np.abs(root)
    lower = upper_of(root.T).T
    signed: Float = lower * np.where(np.diagonal(lower) < 0, -1.0, 1.0)
    return signed


def upper_of(columns: Float) -> Float:
    """R of the QR decomposition of columns."""
    return np.asarray(np.linalg.qr(columns, mode="r"), dtype=np.float64)


def _entries(width: int) -> int:
    return width * (width + 1) // 2


def _grouping(terms: Sequence[Term], starts: Sequence[int], indices: Sequence[int]) -> Grouping:
    first = terms[indices[0]]
    parts, columns, rows, places, blocks = [], [], [], [], []
    start = 0
    for index in indices:
        orthogonal, scale = _orthogonal(terms[index].z)
        width = orthogonal.shape[1]
        place = slice(starts[index], starts[index + 1])
        here = slice(start, start + width)
        unscale = np.linalg.inv(scale).astype(np.float64, copy=False)
        parts.append(Part(index, here, place, scale, unscale))
        blocks.append(orthogonal)
        row, column = _lower(width)
        columns.append(start + column)
        rows.append(start + row)
        places.append(np.arange(place.start, place.stop))
        start += width
    return Grouping(
        first.codes,
        first.size,
        blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=1),
        tuple(parts),
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(places),
    )


def _orthogonal(z: Float) -> tuple[Float, Float]:
    """Columns Z̃ with Z̃'Z̃ = n, and R with Z = Z̃R; scaled only, where columns are collinear."""
    lengths = _lengths(z)
    scaled = z / lengths
    if z.shape[1] == 1:
        return scaled, np.diag(lengths)
    orthogonal, upper = np.linalg.qr(scaled)
    root = np.sqrt(len(z))
    if np.abs(np.diagonal(upper)).min() < 1e-7 * root:
        return scaled, np.diag(lengths)
    return orthogonal * root, upper * (lengths / root)


def _lengths(z: Float) -> Float:
    lengths: Float = np.sqrt(np.einsum("ij,ij->j", z, z) / len(z))
    lengths[lengths == 0] = 1.0
    return lengths
