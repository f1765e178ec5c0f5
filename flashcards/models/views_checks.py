"""Assumptions and influence in numbers: quantiles, spreads, and what single groups move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.influence import GroupInfluence, influence
from flashcards.models.live import Output
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT
from flashcards.models.rnumbers import Value, zapsmall
from flashcards.models.rtables import Frame, print_frame, print_matrix
from flashcards.models.rtext import as_name
from flashcards.models.setting import Fitted, Setting, output_of, short_name

SHARES: Final = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Of the values that lie below a quantile."""

ROUNDED: Final = 3
"""Digits of the largest change that the others are rounded by."""

QUARTERS: Final = ("lowest", "second", "third", "highest")
"""The rows by their fitted values."""


def quantiles(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """Quantiles at both levels beside normal ones; then the residuals by fitted value."""
    found = []
    for model in models:
        found += [_beside_normal(model, setting.digits), _by_fitted(model, setting.digits)]
    return found


def _beside_normal(model: Fitted, digits: int) -> Output:
    from scipy.special import ndtri

    columns: dict[str, list[Value]] = {
        "normal": [float(ndtri(share)) for share in SHARES],
        "residual": _spread(model.mixed.residuals),
    }
    parts = ["  normal = qnorm(p)", f"  residual = spread(resid({model.name}))"]
    tables = model.mixed.ranef()
    for group, table in tables.items():
        for i, (effect, values) in enumerate(zip(table.columns, table.values.T, strict=True), 1):
            if values.std() == 0:
                continue
            name = short_name(effect, table.columns)
            name = name if len(tables) == 1 else f"{name}.{group}"
            columns[name] = _spread(values)
            code = f"ranef({model.name})${as_name(group)}[, {i}]"
            parts.append(f"  {as_name(name)} = spread({code})")
    parts.append("  check.names = FALSE")
    body = ",\n".join(parts)
    shares = ", ".join(f"{share:g}" for share in SHARES)
    call = f"p <- c({shares})\nspread <- function(x) quantile(x / sd(x), p)\ndata.frame(\n{body}\n)"
    labels = [f"{100 * share:g}%" for share in SHARES]
    return output_of("quantiles", call, print_frame(Frame(columns, labels), digits))


def _spread(values: Float) -> list[Value]:
    """Quantiles of values in standard deviations."""
    return [float(each) for each in np.quantile(values / values.std(ddof=1), SHARES)]


def _by_fitted(model: Fitted, digits: int) -> Output:
    fitted, residuals = model.mixed.fitted, model.mixed.residuals
    edges = np.quantile(fitted, (0.25, 0.5, 0.75))
    quarter = np.searchsorted(edges, fitted, side="left")
    columns: dict[str, list[Value]] = {
        "fitted": [float(fitted[quarter == k].mean()) for k in range(4)],
        "mean": [float(residuals[quarter == k].mean()) for k in range(4)],
        "sd": [float(residuals[quarter == k].std(ddof=1)) for k in range(4)],
    }
    words = ", ".join(f'"{word}"' for word in QUARTERS)
    call = (
        f"quarter <- cut(fitted({model.name}), quantile(fitted({model.name})),\n"
        f"  c({words}), include.lowest = TRUE)\n"
        "data.frame(\n"
        f"  fitted = tapply(fitted({model.name}), quarter, mean),\n"
        f"  mean = tapply(resid({model.name}), quarter, mean),\n"
        f"  sd = tapply(resid({model.name}), quarter, sd)\n"
        ")"
    )
    return output_of("quantiles", call, print_frame(Frame(columns, QUARTERS), digits))


# -- influence ---------------------------------------------------------------------------------


def influences(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """How far each parameter moves when a group is left out."""
    return [_influence(model, setting) for model in models]


def _influence(model: Fitted, setting: Setting) -> Output:
    fit = model.mixed
    found = influence(fit, _left_out(fit))
    moved = {name: found.fixef[:, i] - fit.beta[i] for i, name in enumerate(found.names)}
    spreads = dict(_spreads(fit, found)) | {"sigma": found.sigma - fit.sigma}
    names = ", ".join(f'"{name}"' for name in spreads)
    if ":" in found.group:
        groups = f'getME({model.name}, "flist")${as_name(found.group)}'
    else:
        groups = setting.column(found.group)
    data = setting.data_name
    call = (
        "numbers <- function(m) c(fixef(m), as.data.frame(VarCorr(m))$sdcor)\n"
        f"without <- function(one) update({model.name}, data = {data}[{groups} != one, ])\n"
        f"moved <- t(sapply(levels({groups}),\n"
        f"  function(one) numbers(without(one)) - numbers({model.name})))\n"
        f"colnames(moved)[-seq_along(fixef({model.name}))] <- c({names})\n"
        f"apply(moved, 2, zapsmall, {ROUNDED})"
    )
    columns = [zapsmall(each.tolist(), ROUNDED) for each in (moved | spreads).values()]
    lines = print_matrix(columns, [*moved, *spreads], found.levels, setting.digits)
    return output_of("influence", call, lines)


def _left_out(fit: LmerFit) -> str:
    """The factor whose groups are left out: the first that has enough of them."""
    sizes = fit.ngroups
    return next((group for group, count in sizes.items() if count > 2), next(iter(sizes)))


def _spreads(fit: LmerFit, found: GroupInfluence) -> Iterator[tuple[str, Float]]:
    """How each standard deviation and correlation moves, in the order of R's ``VarCorr``."""
    several = len(fit.design.blocks) > 1
    for block, whole, without in zip(
        fit.design.blocks, fit.covariances, found.covariances, strict=True
    ):
        suffix = f".{block.group}" if several else ""
        names = ["int" if effect == INTERCEPT else effect for effect in block.effects]
        for i, name in enumerate(names):
            yield f"sd.{name}{suffix}", np.sqrt(without[:, i, i]) - np.sqrt(whole[i, i])
        for i, j in combinations(range(len(names)), 2):
            name = "cor" if len(names) == 2 else f"cor.{names[i]}.{names[j]}"
            change = _correlation(without, i, j) - _correlation(whole[None], i, j)
            yield f"{name}{suffix}", change


def _correlation(matrices: Float, i: int, j: int) -> Float:
    """(m,) of two effects; NaN beside a variance of 0."""
    with np.errstate(all="ignore"):
        return np.asarray(matrices[:, i, j] / np.sqrt(matrices[:, i, i] * matrices[:, j, j]))
