"""What single groups and rows do to a mixed model: exact refits, leverages, Cook's distances."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flashcards.models.columns import Float, Ints
from flashcards.models.design import Design, RandomBlock
from flashcards.models.errors import ModelError
from flashcards.models.lmer import LmerFit, fit_design
from flashcards.models.matrix import INTERCEPT
from flashcards.models.rank import independent


@dataclass(frozen=True, slots=True, eq=False)
class GroupInfluence:
    """The model refitted without each group in turn.

    Attributes:
        group: the grouping factor.
        levels: (m,) the group that was left out.
        names: (p,) the fixed effects.
        fixef: (m, p) fixed effects without it.
        sigma: (m,) residual standard deviation without it.
        covariances: for each random term (m, q, q) covariance matrices without it.
        cooks_distance: (m,) as lme4's ``cooks.distance(influence(fit, groups = …))``.
    """

    group: str
    levels: tuple[str, ...]
    names: tuple[str, ...]
    fixef: Float
    sigma: Float
    covariances: tuple[Float, ...]
    cooks_distance: Float


def influence(fit: LmerFit, group: str | None = None) -> GroupInfluence:
    """Leave each group of a factor out in turn and fit again, exactly.

    Args:
        fit: the model.
        group: the grouping factor as lme4 names it; the first one where none is named.

    Raises:
        ModelError: there is no such factor, or too few groups or rows would be left.
    """
    blocks = {block.group: block for block in fit.design.blocks}
    name = next(iter(blocks)) if group is None else group
    if name not in blocks:
        raise ModelError(
            f"`{name}` is no grouping factor of this model.", f"It has: {', '.join(blocks)}."
        )
    if not len(fit.beta):
        raise ModelError("This model has no fixed effect that a group could move.")
    block = blocks[name]
    if len(block.levels) < 3:
        raise ModelError(
            f"`{name}` has two groups only; without one of them nothing varies between groups."
        )
    fits = [without(fit, block, (code,)) for code in range(len(block.levels))]
    fixef = np.array([each.beta for each in fits])
    change = fixef - fit.beta
    m, p = change.shape
    distance = np.einsum("ij,ij->i", np.linalg.solve(fit.vcov, change.T).T, change)
    return GroupInfluence(
        name,
        block.levels,
        fit.design.names,
        fixef,
        np.array([each.sigma for each in fits]),
        tuple(
            np.array([each.covariances[k] for each in fits]) for k in range(len(fit.design.blocks))
        ),
        distance * (m - p) / (m * p),
    )


def without(fit: LmerFit, block: RandomBlock, codes: tuple[int, ...]) -> LmerFit:
    """The same model of all rows but those of some groups.

    Args:
        fit: the model.
        block: one of its random terms.
        codes: which of that term's groups are left out.

    Raises:
        ModelError: what is left cannot be fitted.
    """
    kept = np.flatnonzero(~np.isin(block.codes, codes))
    try:
        design = _rows(fit.design, kept)
        _check_columns(design)
        return fit_design(design, reml=fit.reml, start=fit)
    except ModelError as error:
        names = ", ".join(block.levels[code] for code in codes)
        raise ModelError(f"Without {names} the model cannot be fitted: {error.message}") from None


def _check_columns(design: Design) -> None:
    there = independent(design.x)
    if not there.all():
        lost = design.names[int(np.argmin(there))]
        raise ModelError(f"the other rows say nothing of `{lost}`.")


def _rows(design: Design, kept: Ints) -> Design:
    """The design of some of its rows; groups that are gone leave no level behind."""
    return replace(
        design,
        y=design.y[kept],
        x=np.ascontiguousarray(design.x[kept]),
        blocks=tuple(_block_rows(block, kept) for block in design.blocks),
        rows=design.rows[kept],
    )


def _block_rows(block: RandomBlock, kept: Ints) -> RandomBlock:
    present, codes = np.unique(block.codes[kept], return_inverse=True)
    levels = tuple(block.levels[code] for code in present)
    return replace(block, z=block.z[kept], codes=codes.astype(np.intp), levels=levels)


def hat_values(fit: LmerFit) -> Float:
    """(n,) leverages: how much each row's fitted value moves with its own outcome.

    As lme4's ``hatvalues``: the diagonal of the matrix that makes fitted values of outcomes.
    """
    return fit.leverages


def cooks_distance(fit: LmerFit) -> Float:
    """(n,) Cook's distances of single rows, from their leverages, as lme4 computes them."""
    hat = hat_values(fit)
    scaled = fit.residuals / (fit.sigma * (1 - hat))
    return np.asarray(scaled**2 * hat / len(fit.beta))


def icc(fit: LmerFit) -> dict[str, float] | None:
    """Each grouping factor's share of all random variance; None where slopes vary too."""
    groups = [block.group for block in fit.design.blocks]
    intercepts = all(block.effects == (INTERCEPT,) for block in fit.design.blocks)
    if not intercepts or len(set(groups)) < len(groups):
        return None
    parts = [float(matrix[0, 0]) for matrix in fit.covariances]
    whole = sum(parts) + fit.sigma**2
    return {group: part / whole for group, part in zip(groups, parts, strict=True)}
