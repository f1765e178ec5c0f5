"""The expected Hessian of the criterion: a first guess at its curvature."""

from __future__ import annotations

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.mixed.criterion import Evaluation


def information(evaluation: Evaluation) -> Float:
    """(k, k) by θ, with the products between groups and between factors left out.

    It is tr(V⁻¹ V_i V⁻¹ V_j), V_i the derivative of V by an entry of θ, less what profiling over
    σ takes away. With A = Z'V⁻¹ZΛ of a group, and derivatives by Λ_ab and Λ_cd, it is the sum
    over groups of 2(A_ad A_cb + (AΛ⁻¹)_ac (Λ'A)_bd).

    Raises:
        numpy.linalg.LinAlgError: Λ is singular.
    """
    layout, schur = evaluation.statistics.layout, evaluation.schur
    blocks = [evaluation.group_slopes, *([] if schur is None else schur.group_slopes)]
    found = np.zeros((layout.count, layout.count))
    traces = np.empty(layout.count)
    for grouping, lam, group in zip(layout.groupings, evaluation.factors, blocks, strict=True):
        rows, columns, places = grouping.rows, grouping.columns, grouping.places
        variance = group @ np.linalg.inv(lam)
        weight = lam.T @ group
        whole = _summed(group, group).transpose(0, 3, 2, 1)
        whole = whole + _summed(variance, weight).transpose(0, 2, 1, 3)
        here = whole[rows[:, np.newaxis], columns[:, np.newaxis], rows, columns]
        found[places[:, np.newaxis], places] = 2.0 * here
        traces[places] = 2.0 * group.sum(axis=0)[rows, columns]
    return found - np.outer(traces, traces) / evaluation.degrees


def _summed(one: Float, other: Float) -> Float:
    """(q, q, q, q) the sum over groups of all products of entries of (m, q, q) matrices."""
    width = one.shape[1]
    found: Float = one.reshape(len(one), -1).T @ other.reshape(len(other), -1)
    return found.reshape(width, width, width, width)
