"""Views that R has no one command for: printed as R prints what the command beside each gives.

Each gives outputs, a command and its lines. The commands run in R as they stand once the data and
the models have been made under their names; what they print there is what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np

from flashcards.models.columns import Data, Factor, Float, Ints, column
from flashcards.models.errors import ModelError
from flashcards.models.figures.scene import Scene
from flashcards.models.influence import GroupInfluence, influence
from flashcards.models.live import Output
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT
from flashcards.models.requests import ModelCall, grouping_of, pooling_of
from flashcards.models.rnumbers import Value, zapsmall
from flashcards.models.rtables import Frame, print_frame, print_matrix, print_vector
from flashcards.models.rtext import as_name, make_names

SHARES: Final = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Of the values that lie below a quantile."""

ROUNDED: Final = 3
"""Digits of the largest change that the others are rounded by."""

QUARTERS: Final = ("lowest", "second", "third", "highest")
"""The rows by their fitted values."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A model and its fit.

    Attributes:
        call: what was asked for.
        fit: what came of it.
    """

    call: ModelCall
    fit: LmFit | LmerFit

    @property
    def name(self) -> str:
        """What R code calls it."""
        return as_name(self.call.name)

    @property
    def mixed(self) -> LmerFit:
        """The fit of a mixed model.

        Raises:
            ModelError: it is another one.
        """
        if not isinstance(self.fit, LmerFit):
            raise ModelError(f"`{self.call.name}` has no random effects.")
        return self.fit


@dataclass(frozen=True, eq=False)
class Setting:
    """What a view is made of beside models.

    Attributes:
        models: all of the example's.
        data: what they were fitted to.
        name: what the data are called.
        digits: R's ``options(digits)``.
    """

    models: tuple[Fitted, ...]
    data: Data
    name: str
    digits: int

    @property
    def data_name(self) -> str:
        """The data's name in R code."""
        return make_names([self.name])[0]

    @cached_property
    def scene(self) -> Scene:
        """The same for figures, which finds the grouping factor."""
        return Scene(tuple(each.fit for each in self.models), self.data)

    def column(self, name: str) -> str:
        """A column of the data in R code."""
        return f"{self.data_name}${as_name(name)}"


# -- rows of the data by group -----------------------------------------------------------------


def rows(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """How many rows each group has."""
    factor, labels, command = _grouping(models[-1] if models else None, setting)
    counts = np.bincount(factor[factor >= 0], minlength=len(labels))
    lines = print_vector(counts.tolist(), labels, setting.digits)
    return [_output("rows", f"tapply({command}, {command}, length)", lines)]


def signs(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """How many of each group's residuals lie below and above a model's line."""
    model = models[0]
    residuals, kept = model.fit.residuals, model.fit.design.rows
    factor, labels, command = _grouping(model, setting)
    codes = factor[kept]
    if model.fit.design.dropped and not model.call.mixed:
        command += f"[as.integer(names(resid({model.name})))]"
    found, parts = {}, []
    for side, sign, chosen in (("below", "<", residuals < 0), ("above", ">", residuals > 0)):
        there = codes[chosen & (codes >= 0)]
        found[side] = np.bincount(there, minlength=len(labels)).tolist()
        parts.append(f"  {side} = tapply(resid({model.name}) {sign} 0, {command}, sum)")
    lines = print_frame(Frame(found, labels), setting.digits)
    return [_output("signs", "data.frame(\n" + ",\n".join(parts) + "\n)", lines)]


def _grouping(model: Fitted | None, setting: Setting) -> tuple[Ints, tuple[str, ...], str]:
    """The group of each row of the data (−1 for none), the groups, and the factor in R code."""
    if model is not None and isinstance(model.fit, LmerFit):
        scene = Scene((model.fit,), setting.data)
        factor = f'getME({model.name}, "flist")${as_name(scene.grouping)}'
        return scene.codes, scene.levels, factor
    name = setting.scene.grouping if setting.models else finest(setting.data)
    if not name:
        raise ModelError("The data have no column that names groups.")
    found = column(setting.data, name)
    assert isinstance(found, Factor)  # noqa: S101
    return found.codes, found.levels, setting.column(name)


def finest(data: Data) -> str:
    """The factor with the most levels; empty without one."""
    columns = {str(name): column(data, str(name)) for name in data}
    sizes = {name: len(each.levels) for name, each in columns.items() if isinstance(each, Factor)}
    return max(sizes, key=lambda name: sizes[name], default="")


# -- fixed and random effects, added -----------------------------------------------------------


def cbind(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """Fixed effect, random effect and their sum beside each other, group by group."""
    return [each for model in models for each in _sums(model, setting.digits)]


def _sums(model: Fitted, digits: int) -> list[Output]:
    fixed = model.mixed.fixef()
    places = list(fixed)
    outputs = []
    for group, table in model.mixed.ranef().items():
        names: list[str] = []
        columns: list[list[Value]] = []
        parts = []
        for i, (effect, values) in enumerate(zip(table.columns, table.values.T, strict=True), 1):
            value, short = fixed.get(effect, 0.0), _short(effect, table.columns)
            code = f"fixef({model.name})[[{places.index(effect) + 1}]]" if effect in fixed else "0"
            names += ["fixed", effect, short]
            columns += [[value] * len(values), values.tolist(), (value + values).tolist()]
            parts.append(f"  fixed = {code}, r[{i}], {as_name(short)} = {code} + r[, {i}]")
        body = ",\n".join(parts)
        call = f"r <- ranef({model.name})${as_name(group)}\ncbind(\n{body}\n)"
        outputs.append(_output("cbind", call, print_matrix(columns, names, table.levels, digits)))
    return outputs


def _short(effect: str, effects: Sequence[str]) -> str:
    """``int`` for the intercept, ``slope`` for the one other effect, else its own name."""
    if effect == INTERCEPT:
        return "int"
    return "slope" if sum(each != INTERCEPT for each in effects) == 1 else effect


# -- shares of the variance --------------------------------------------------------------------


def icc(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """Each grouping factor's share of all random variance."""
    outputs = []
    for model in models:
        parts = [float(matrix[0, 0]) for matrix in model.mixed.covariances]
        whole = sum(parts) + model.mixed.sigma**2
        names = [block.group for block in model.mixed.design.blocks]
        lines = print_vector([part / whole for part in parts], names, setting.digits)
        call = (
            f"parts <- as.data.frame(VarCorr({model.name}))\n"
            "head(setNames(parts$vcov / sum(parts$vcov), parts$grp), -1)"
        )
        outputs.append(_output("icc", call, lines))
    return outputs


# -- pooling -----------------------------------------------------------------------------------


def pooling(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """Each group's intercept under each way of pooling; then the ways, a row each."""
    group = grouping_of([model.call for model in models])
    kinds = [pooling_of(model.call, group) for model in models]
    names = kinds if len(set(kinds)) == len(kinds) else [model.call.name for model in models]
    grid, code, levels = _at_zero(models, group, setting)
    values = [model.fit.predict(grid) for model in models]
    return [
        _intercepts(models, names, values, code, levels, setting),
        _ways(models, names, values, group, setting),
    ]


def _at_zero(
    models: Sequence[Fitted], group: str, setting: Setting
) -> tuple[Data, str, tuple[str, ...]]:
    """A row for each group at which predictors are 0, or at their first level, and its R code."""
    factor = column(setting.data, group)
    if not isinstance(factor, Factor):
        raise ModelError(f"`{group}` holds numbers; `pooling` needs names of groups.")
    levels = factor.at().levels
    grid: dict[str, Float | Factor] = {group: Factor(np.arange(len(levels), dtype=np.intp), levels)}
    code = [f"{as_name(group)} = levels({setting.column(group)})"]
    responses = {model.fit.design.response for model in models}
    named = {name for model in models for name in model.call.columns}
    for name in sorted(named - responses - {group}):
        found = column(setting.data, name)
        if isinstance(found, Factor):
            grid[name] = Factor(np.zeros(len(levels), dtype=np.intp), found.levels, found.logical)
            code.append(f'{as_name(name)} = "{found.levels[0]}"')
        else:
            grid[name] = np.zeros(len(levels))
            code.append(f"{as_name(name)} = 0")
    return grid, f"at0 <- data.frame({', '.join(code)})", levels


def _intercepts(
    models: Sequence[Fitted],
    names: Sequence[str],
    values: Sequence[Float],
    grid: str,
    levels: tuple[str, ...],
    setting: Setting,
) -> Output:
    group = grouping_of([model.call for model in models])
    found = column(setting.data, group)
    assert isinstance(found, Factor)  # noqa: S101
    codes = found.at().codes
    counts = np.bincount(codes[codes >= 0], minlength=len(levels))
    columns: dict[str, list[Value]] = {"rows": counts.tolist()}
    parts = [f"  rows = as.vector(table({setting.column(group)}))"]
    for model, name, each in zip(models, names, values, strict=True):
        columns[name] = each.tolist()
        parts.append(f"  {as_name(name)} = predict({model.name}, at0)")
    parts.append(f"  row.names = at0${as_name(group)}")
    body = ",\n".join(parts)
    call = f"{grid}\nintercepts <- data.frame(\n{body}\n)\nintercepts"
    return _output("pooling", call, print_frame(Frame(columns, levels), setting.digits))


def _ways(
    models: Sequence[Fitted],
    names: Sequence[str],
    values: Sequence[Float],
    group: str,
    setting: Setting,
) -> Output:
    """Mean and spread of the intercepts, the slopes that are shared, and what is left over."""
    columns: dict[str, list[Value]] = {
        "mean": [float(each.mean()) for each in values],
        # Where all are alike, rounding would leave a last digit that is none.
        "sd": zapsmall([float(each.std(ddof=1)) for each in values], 7),
    }
    parts = [
        "  mean = sapply(intercepts[-1], mean)",
        "  sd = zapsmall(sapply(intercepts[-1], sd), 7)",
    ]
    for name in _shared(models, group):
        columns[name] = [_fixed(model)[name] for model in models]
        code = ", ".join(
            f'{"fixef" if model.call.mixed else "coef"}({model.name})[["{name}"]]'
            for model in models
        )
        parts.append(f"  {as_name(name)} = c({code})")
    columns["sigma"] = [float(model.fit.sigma) for model in models]
    parts.append(f"  sigma = c({', '.join(f'sigma({model.name})' for model in models)})")
    call = "data.frame(\n" + ",\n".join(parts) + "\n)"
    return _output("pooling", call, print_frame(Frame(columns, names), setting.digits))


def _shared(models: Sequence[Fitted], group: str) -> list[str]:
    """Coefficients that all models have and in which no group has a part."""
    for model in models:
        if any(len(label.split(":")) > 1 and group in label.split(":") for label in _terms(model)):
            return []
    first, *others = [_fixed(model) for model in models]
    return [name for name in first if name != INTERCEPT and all(name in other for other in others)]


def _terms(model: Fitted) -> tuple[str, ...]:
    return model.fit.design.terms


def _fixed(model: Fitted) -> dict[str, float]:
    return dict(zip(model.fit.design.names, model.fit.beta.tolist(), strict=True))


# -- checks in numbers -------------------------------------------------------------------------


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
            name = _short(effect, table.columns)
            name = name if len(tables) == 1 else f"{name}.{group}"
            columns[name] = _spread(values)
            code = f"ranef({model.name})${as_name(group)}[, {i}]"
            parts.append(f"  {as_name(name)} = spread({code})")
    parts.append("  check.names = FALSE")
    body = ",\n".join(parts)
    shares = ", ".join(f"{share:g}" for share in SHARES)
    call = f"p <- c({shares})\nspread <- function(x) quantile(x / sd(x), p)\ndata.frame(\n{body}\n)"
    labels = [f"{100 * share:g}%" for share in SHARES]
    return _output("quantiles", call, print_frame(Frame(columns, labels), digits))


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
    return _output("quantiles", call, print_frame(Frame(columns, QUARTERS), digits))


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
    return _output("influence", call, lines)


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


def _output(view: str, call: str, lines: Sequence[str]) -> Output:
    return Output(view, call, tuple(lines))
