"""Leverages: how far each row's own outcome draws its fitted value."""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.columns import Float, Ints
from flashcards.models.mixed.criterion import Evaluation
from flashcards.models.mixed.schur import Schur

CELLS: Final = 4_000_000
"""Cells of what is computed at once."""


def leverages(evaluation: Evaluation) -> Float:
    """(n,) the diagonal of the matrix that makes fitted values of outcomes.

    With the rows w of W = (ZΛ, Q) that is w'(W'W + I)⁻¹w (eq. 63), the I for random effects only.
    Each of the three eliminations adds the part of what the ones before have left of w.
    """
    statistics = evaluation.statistics
    first = statistics.layout.groupings[0]
    drawn = np.einsum("nij,nj->ni", evaluation.kernel[first.codes], first.z)
    found = np.einsum("ni,ni->n", first.z, drawn)
    left = statistics.basis - np.einsum("ni,nip->np", drawn, statistics.outer[first.codes, :, :-1])
    if evaluation.schur is not None:
        added, explained = _second(evaluation.schur, first.codes, drawn)
        found += added
        left -= explained
    last = left @ evaluation.root[:-1, :-1].T
    total: Float = found + np.einsum("np,np->n", last, last)
    return total


def _second(schur: Schur, codes: Ints, drawn: Float) -> tuple[Float, Float]:
    """(n,) what the second elimination adds, and (n, p) what it explains of the rows of Q."""
    inner = schur.inner
    effects = schur.spread(schur.scaled[:, :, :-1])
    count, width, rank = effects.shape
    found, explained = np.empty(len(codes)), np.empty((len(codes), rank))
    step = max(1, CELLS // (count * width * width if count > 1 else width))
    for start in range(0, len(codes), step):
        here = slice(start, start + step)
        rows, component = _rows(schur, here, codes[here], drawn[here])
        if count == 1:
            found[here] = np.einsum("nt,nt->n", rows @ inner[0], rows)
            explained[here] = rows @ effects[0]
        else:
            found[here] = np.einsum("nt,ntu,nu->n", rows, inner[component], rows)
            explained[here] = np.einsum("nt,ntp->np", rows, effects[component])
    return found, explained


def _rows(schur: Schur, here: slice, codes: Ints, drawn: Float) -> tuple[Float, Ints]:
    """(k, w) what the first elimination leaves of rows of Z, and (k,) their components."""
    count, width = schur.own.shape[:2]
    place = np.arange(len(codes))
    component = schur.cross.slots[0].column_of_rows()[0][here]
    products = schur.cross.reduction.rows(codes).reshape(len(codes), -1, count, width)
    rows: Float = -np.einsum("ni,nit->nt", drawn, products[place, :, component])
    for slot in schur.cross.slots:
        columns = slot.column_of_rows()[1][here]
        for effect in range(slot.grouping.width):
            rows[place, columns + effect] += slot.grouping.z[here, effect]
    return rows, component
