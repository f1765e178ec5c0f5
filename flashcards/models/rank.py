"""Which columns of a matrix are determined by those before them."""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.columns import Bools, Float

TOLERANCE: Final = 1e-7
"""Share of a column's length that must be left beside the columns before it; R's, in ``qr``."""

PLAIN: Final = 1e-3
"""With this share left, rounding in a matrix of squares and products cannot hide a dependence."""


def independent(x: Float) -> Bools:
    """The columns to keep, as R's ``qr`` finds them: left to right, each if it adds something.

    Args:
        x: (n, p), its squares finite.

    Returns:
        (p,) whether to keep it.
    """
    length = np.sqrt(np.einsum("ij,ij->j", x, x))
    length = np.where(length > 0, length, 1.0)
    if _plainly_independent(x.T @ x / np.outer(length, length)):
        return np.ones(x.shape[1], dtype=np.bool_)
    # The triangle keeps all lengths and angles of the columns, in p rows at most.
    triangle: Float = np.asarray(np.linalg.qr(x / length, mode="r"))
    return _one_by_one(triangle)


def _plainly_independent(cosines: Float) -> bool:
    try:
        left = np.diagonal(np.linalg.cholesky(cosines))
    except np.linalg.LinAlgError:
        return False
    return bool((left > PLAIN).all())


def _one_by_one(columns: Float) -> Bools:
    kept = np.zeros(columns.shape[1], dtype=np.bool_)
    basis = np.empty(columns.shape)
    count = 0
    for place in range(columns.shape[1]):
        known = basis[:, :count]
        rest = columns[:, place]
        for _ in range(2):  # the second time takes away what rounding left
            rest = rest - known @ (known.T @ rest)
        left = float(np.sqrt(rest @ rest))
        if left >= TOLERANCE and count < len(columns):
            kept[place] = True
            basis[:, count] = rest / left
            count += 1
    return kept
