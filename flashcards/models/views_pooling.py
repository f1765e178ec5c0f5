"""Complete, no and partial pooling side by side, printed as R prints them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flashcards.models.columns import Data, Factor, Float, column
from flashcards.models.errors import ModelError
from flashcards.models.live import Output
from flashcards.models.matrix import INTERCEPT
from flashcards.models.requests import grouping_of, pooling_of
from flashcards.models.rnumbers import Value, zapsmall
from flashcards.models.rtables import Frame, print_frame
from flashcards.models.rtext import as_name
from flashcards.models.setting import Fitted, Setting, output_of


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
    return output_of("pooling", call, print_frame(Frame(columns, levels), setting.digits))


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
    return output_of("pooling", call, print_frame(Frame(columns, names), setting.digits))


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
