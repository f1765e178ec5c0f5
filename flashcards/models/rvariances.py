"""Random effects as lme4 prints them: their variances, the groups' own and their coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flashcards.models.rnumbers import Value, format_numbers, round_half
from flashcards.models.rtables import Cell, Frame, print_cells, print_frame, print_list
from flashcards.models.rtext import make_names

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Variances:
    """The distribution that the random effects of each term are drawn from.

    Attributes:
        groups: the grouping factor of each term.
        effects: (q,) names of its effects.
        covariances: (q, q) their covariance matrix, on the scale of the outcome.
        sigma: the residual standard deviation.
    """

    groups: Sequence[str]
    effects: Sequence[Sequence[str]]
    covariances: Sequence[Matrix]
    sigma: float


def print_varcorr(variances: Variances, digits: int = 7) -> list[str]:
    """``VarCorr()``: standard deviations and correlations.

    Args:
        variances: the numbers.
        digits: R's ``options(digits)``.
    """
    return variance_table(variances, max(3, digits - 2), digits, variances_too=False)


def print_ranef(modes: Mapping[str, Frame], digits: int = 7) -> list[str]:
    """``ranef()``: what each group has beside the fixed effects.

    Args:
        modes: for each grouping factor its groups and their effects.
        digits: R's ``options(digits)``.
    """
    tables = {factor: print_frame(frame, digits) for factor, frame in modes.items()}
    factors = " ".join(f"“{factor}”" for factor in modes)
    return [*print_list(tables), f"with conditional variances for {factors} "]


def print_coef(
    fixed: Mapping[str, float], modes: Mapping[str, Frame], digits: int = 7
) -> list[str]:
    """``coef()``: the coefficients of each group.

    Args:
        fixed: the fixed effects.
        modes: as in :func:`print_ranef`.
        digits: R's ``options(digits)``.
    """
    frames = coefficients(fixed, modes)
    tables = {factor: print_frame(frame, digits) for factor, frame in frames.items()}
    return [*print_list(tables), 'attr(,"class")', '[1] "coef.mer"']


def coefficients(fixed: Mapping[str, float], modes: Mapping[str, Frame]) -> dict[str, Frame]:
    """Fixed effects and those of the groups, added.

    A column for each fixed effect, whether it varies or not; before them one for each effect
    that varies about 0, by whatever factor.
    """
    varying = dict.fromkeys(name for frame in modes.values() for name in frame.columns)
    all_fixed = {name: 0.0 for name in varying if name not in fixed} | dict(fixed)
    added: dict[str, Frame] = {}
    for factor, frame in modes.items():
        columns: dict[str, Sequence[Cell]] = {}
        for name, value in all_fixed.items():
            effects = frame.columns.get(name, [0.0] * len(frame.rows))
            columns[name] = [value + float(effect or 0.0) for effect in effects]
        added[factor] = Frame(columns, frame.rows)
    return added


def variance_table(
    variances: Variances, own: int, digits: int, *, variances_too: bool
) -> list[str]:
    """The table that ``VarCorr()`` and both summaries of ``lmer`` print.

    Args:
        variances: its numbers.
        own: significant digits of this table.
        digits: R's ``options(digits)``, which the correlations follow.
        variances_too: whether it has a column of variances beside the standard deviations.
    """
    deviations = [np.sqrt(np.diag(matrix)) for matrix in variances.covariances]
    values = [*(float(value) for block in deviations for value in block), variances.sigma]
    groups: list[str] = []
    names: list[str] = []
    for group, effects in zip(told_apart(variances.groups), variances.effects, strict=True):
        groups += [group, *[""] * (len(effects) - 1)]
        names += effects
    columns = [[*groups, "Residual"], [*names, ""]]
    header = ["Groups", "Name"]
    if variances_too:
        header.append("Variance")
        columns.append(format_numbers([value**2 for value in values], own))
    header.append("Std.Dev.")
    columns.append(format_numbers(values, own))

    most = max(map(len, variances.effects), default=1)
    if most > 1:
        header += ["Corr", *[""] * (most - 2)]
        columns += _correlations(variances, deviations, most, own, digits)
    return print_cells(columns, header, [""] * len(values), to_right=False)


def told_apart(groups: Sequence[str]) -> list[str]:
    """Several terms of one factor are told apart by a number, and then all names are made plain."""
    return make_names(groups) if len(set(groups)) < len(groups) else list(groups)


def _correlations(
    variances: Variances, deviations: Sequence[Matrix], most: int, own: int, digits: int
) -> list[list[str]]:
    """Columns of correlations below the diagonal, one fewer than the largest term has effects."""
    columns: list[list[str]] = [[] for _ in range(most - 1)]
    for matrix, spread in zip(variances.covariances, deviations, strict=True):
        texts = _block(matrix, spread, max(2, own - 2), digits)
        count = len(spread)
        for j, column in enumerate(columns):
            column += [texts[i * count + j] if i > j else "" for i in range(count)]
    for column in columns:
        column.append("")
    return columns


def _block(matrix: Matrix, spread: Matrix, places: int, digits: int) -> list[str]:
    """The correlations of one term by row, the diagonal among them; NaN beside a variance of 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = matrix / np.outer(spread, spread)
    np.fill_diagonal(correlations, 1.0)
    values: list[Value] = [round_half(value, places) for value in correlations.ravel().tolist()]
    return format_numbers(values, digits, nsmall=places)
