"""An example as an R script: the same data, models, outputs and figure, for R itself.

Figures are drawn with base R and lattice, in the colours that the figures of this program have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flashcards.models.live import Asked, Output
from flashcards.models.requests import ModelCall, grouping_of, read_models
from flashcards.models.rfigures import figure_code
from flashcards.models.rtext import as_name, make_names

CONTROL: Final = """\
# lme4 stops a little before the last printed digit is settled; this makes it search to the end.
lmerControl <- function(...)
  lme4::lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), ...)"""
"""A summary prints any control but one that is called like lme4's own."""

SIMPLE: Final = frozenset({"summary", "fixef", "VarCorr", "ranef", "coef"})
"""Views that are functions of R, of one model."""


def script(
    asked: Asked,
    csv: str = "",
    outputs: Sequence[Output] = (),
    *,
    levels: Mapping[str, Sequence[str]] | None = None,
    group: str = "",
) -> str:
    """R code that gives an example.

    Args:
        asked: data, models, views and figure.
        csv: the file of its data; by default the name of the data set with ``.csv``.
        outputs: what it shows: their commands are used. Without them only the views that are a
            function of R are in the script.
        levels: of factors whose levels have an order of their own.
        group: the grouping factor, for a figure of models that have none.

    Raises:
        ModelError: a model is no call.
        FormulaError: a formula cannot be read.
    """
    calls = read_models(asked.models)
    commands = [each.call for each in outputs] or _simple(asked, calls)
    figure = ""
    if asked.figure:
        group = group or grouping_of(calls)
        figure = figure_code(asked.figure, calls, _name(asked), group, asked.groups)
    parts = [
        _packages(calls, "\n".join((*commands, figure))),
        f"options(digits = {asked.digits})",
        _data(asked, csv or f"{asked.data_name}.csv", levels or {}),
    ]
    if any(call.mixed for call in calls):
        parts.append(CONTROL)
    parts += ["\n".join(_fit(call, _name(asked)) for call in calls)] if calls else []
    parts += commands
    parts += [figure] if figure else []
    return "\n\n".join(parts) + "\n"


def _name(asked: Asked) -> str:
    return make_names([asked.data_name])[0]


def _simple(asked: Asked, calls: Sequence[ModelCall]) -> list[str]:
    found = []
    for view in asked.show:
        if view == "anova":
            found.append(f"anova({', '.join(as_name(call.name) for call in calls)})")
        elif view in SIMPLE:
            found += [f"{view}({as_name(call.name)})" for call in calls]
    return found


def _packages(calls: Sequence[ModelCall], code: str) -> str:
    """The packages that the code uses; lmerTest's ``lmer`` is called by its full name."""
    needed = []
    if any(call.mixed for call in calls):
        needed.append("lme4")
    for function, package in (
        ("effect(", "effects"),
        ("augment(", "broom.mixed" if "lme4" in needed else "broom"),
        ("xyplot(", "lattice"),
        ("dotplot(", "lattice"),
    ):
        if function in code and package not in needed:
            needed.append(package)
    return "\n".join(f"library({package})" for package in needed) or "# R alone is enough."


def _data(asked: Asked, csv: str, levels: Mapping[str, Sequence[str]]) -> str:
    name = _name(asked)
    lines = [f'{name} <- read.csv("{_escaped(csv)}", stringsAsFactors = TRUE)']
    for column, order in levels.items():
        texts = ", ".join(f'"{_escaped(level)}"' for level in order)
        place = f"{name}${as_name(column)}"
        lines.append(f"{place} <- factor({place}, levels = c({texts}))")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _fit(call: ModelCall, data: str) -> str:
    function = f"{call.package}::{call.function}" if call.package else call.function
    options = ["control = lmerControl()"] if call.mixed else []
    options = [*options, "REML = FALSE"] if not call.reml else options
    arguments = ", ".join((call.formula, f"data = {data}"))
    if not options:
        return f"{as_name(call.name)} <- {function}({arguments})"
    margin = " " * (len(as_name(call.name)) + len(function) + 5)
    return f"{as_name(call.name)} <- {function}({arguments},\n{margin}{', '.join(options)})"
