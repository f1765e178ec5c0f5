"""Views that R has no one command for: printed as R prints what the command beside each gives.

Each gives outputs, a command and its lines. The commands run in R as they stand once the data and
the models have been made under their names; what they print there is what stands here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flashcards.models.columns import Data, Factor, Ints, column
from flashcards.models.errors import ModelError
from flashcards.models.figures.scene import Scene
from flashcards.models.live import Output
from flashcards.models.lmer import LmerFit
from flashcards.models.rnumbers import Value
from flashcards.models.rtables import Frame, print_frame, print_matrix, print_vector
from flashcards.models.rtext import as_name
from flashcards.models.setting import Fitted, Setting, output_of, short_name

# -- rows of the data by group -----------------------------------------------------------------


def rows(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    """How many rows each group has."""
    factor, labels, command = _grouping(models[-1] if models else None, setting)
    counts = np.bincount(factor[factor >= 0], minlength=len(labels))
    lines = print_vector(counts.tolist(), labels, setting.digits)
    return [output_of("rows", f"tapply({command}, {command}, length)", lines)]


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
    return [output_of("signs", "data.frame(\n" + ",\n".join(parts) + "\n)", lines)]


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
            value, short = fixed.get(effect, 0.0), short_name(effect, table.columns)
            code = f"fixef({model.name})[[{places.index(effect) + 1}]]" if effect in fixed else "0"
            names += ["fixed", effect, short]
            columns += [[value] * len(values), values.tolist(), (value + values).tolist()]
            parts.append(f"  fixed = {code}, r[{i}], {as_name(short)} = {code} + r[, {i}]")
        body = ",\n".join(parts)
        call = f"r <- ranef({model.name})${as_name(group)}\ncbind(\n{body}\n)"
        outputs.append(output_of("cbind", call, print_matrix(columns, names, table.levels, digits)))
    return outputs


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
        outputs.append(output_of("icc", call, lines))
    return outputs
