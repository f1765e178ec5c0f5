"""Inverses of many small symmetric matrices, or of one large one."""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.columns import Float

LARGE: Final = 64
"""Width from which LAPACK's Cholesky inverse pays for the import of SciPy."""


def product(left: Float, right: Float) -> Float:
    """Stacks of matrices multiplied; without a loop over them, where they meet in one entry."""
    if left.shape[-1] == 1:
        return left * right
    found: Float = left @ right
    return found


def inverse_and_logdet(matrices: Float) -> tuple[Float, float]:
    """The inverses of (m, k, k) positive definite matrices, and the sum of their log-determinants.

    Raises:
        numpy.linalg.LinAlgError: one of them is not positive definite.
    """
    width = matrices.shape[1]
    if width == 1:
        return 1.0 / matrices, float(np.log(matrices).sum())
    if width == 2:
        return _two_by_two(matrices)
    if width >= LARGE:
        return _large(matrices)
    roots = np.linalg.cholesky(matrices)
    logdet = 2.0 * float(np.log(np.einsum("mii->mi", roots)).sum())
    halves = np.linalg.inv(roots)
    return halves.transpose(0, 2, 1) @ halves, logdet


def _two_by_two(matrices: Float) -> tuple[Float, float]:
    a, b, d = matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 1]
    determinant = a * d - b * b
    inverse = np.empty(matrices.shape)
    inverse[:, 0, 0] = d
    inverse[:, 1, 1] = a
    inverse[:, 0, 1] = inverse[:, 1, 0] = -b
    inverse /= determinant[:, np.newaxis, np.newaxis]
    return inverse, float(np.log(determinant).sum())


def _large(matrices: Float) -> tuple[Float, float]:
    from scipy.linalg.lapack import dpotrf, dpotri

    inverse = np.empty(matrices.shape)
    logdet = 0.0
    for place, matrix in enumerate(matrices):
        root, failed = dpotrf(matrix.T, lower=True)
        if failed:
            raise np.linalg.LinAlgError("not positive definite")
        logdet += 2.0 * float(np.log(np.diagonal(root)).sum())
        lower, _ = dpotri(root, lower=True, overwrite_c=True)
        np.einsum("ii->i", lower)[:] *= 0.5
        np.add(lower, lower.T, out=inverse[place])
    return inverse, logdet
