"""The numbers of a fit, unrounded, as plain lists and dictionaries that JSON can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import combinations
from math import isfinite
from typing import Any, Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.influence import hat_values
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit, Table
from flashcards.models.raugment import augment_lm, augment_lmer
from flashcards.models.report import LmerReport, LmReport
from flashcards.models.rtables import Frame
from flashcards.models.rvariances import told_apart

Record = dict[str, Any]
"""Names and values; None where a number is missing, infinite or not a number."""

RESIDUAL: Final = "Residual"
"""What the residual variance is called beside the groups'."""


def record_of(report: LmReport | LmerReport, views: Iterable[str] = ()) -> Record:
    """The model as one object, and what views add to it.

    Args:
        report: the fitted model.
        views: each one's numbers stand under its name; those of a summary are there anyway.

    Raises:
        ModelError: this model has no such view.
        FormulaError: what it is to be compared with, or a term, cannot be read.
    """
    if isinstance(report, LmerReport):
        found, more = _mixed(report), _mixed_views(report)
    else:
        found, more = _linear(report), _linear_views(report)
    found |= {view: more[view]() for view in views if view in more}
    return {name: _finite(value) for name, value in found.items()}


def _mixed(report: LmerReport) -> Record:
    fit = report.fit
    return {
        "formula": fit.design.formula,
        "reml": fit.reml,
        "criterion": fit.criterion,
        "logLik": fit.log_likelihood,
        "AIC": fit.aic,
        "BIC": fit.bic,
        "nobs": fit.nobs,
        "ngroups": dict(fit.ngroups),
        "fixef": _fixed(report),
        "vcov": fit.vcov.tolist(),
        "varcorr": list(_variances(fit)),
        "sigma": fit.sigma,
        "singular": fit.singular,
        "ranef": list(_modes(fit)),
        "rows": (fit.design.rows + 1).tolist(),
        "fitted": fit.fitted.tolist(),
        "residuals": fit.residuals.tolist(),
        "messages": list(fit.messages),
    }


def _linear(report: LmReport) -> Record:
    fit = report.fit
    return {
        "formula": fit.design.formula,
        "logLik": fit.log_likelihood,
        "AIC": fit.aic,
        "BIC": fit.bic,
        "nobs": fit.nobs,
        "coef": _coefficients(fit),
        "vcov": fit.vcov.tolist(),
        "sigma": fit.sigma,
        "df_residual": fit.df_residual,
        "r_squared": fit.r_squared,
        "adj_r_squared": fit.adj_r_squared,
        "f": asdict(fit.f) if fit.f else None,
        "rows": (fit.design.rows + 1).tolist(),
        "fitted": fit.fitted.tolist(),
        "residuals": fit.residuals.tolist(),
        "messages": list(fit.messages),
    }


# -- coefficients ------------------------------------------------------------------------------


def _fixed(report: LmerReport) -> list[Record]:
    names = report.fit.design.names
    if report.tests is not None:
        return [
            {"term": name, **asdict(row)} for name, row in zip(names, report.tests, strict=True)
        ]
    rows = zip(names, report.fit.beta.tolist(), report.fit.standard_errors.tolist(), strict=True)
    return [
        {"term": name, "estimate": b, "se": se, "df": None, "t": b / se, "p": None}
        for name, b, se in rows
    ]


def _coefficients(fit: LmFit) -> list[Record]:
    """In R's order; one that others determine has no numbers."""
    columns = (fit.beta, fit.standard_errors, fit.t, fit.p)
    known = dict(zip(fit.design.names, np.column_stack(columns).tolist(), strict=True))
    found = []
    for name in fit.design.all_names:
        b, se, t, p = known.get(name, [None] * 4)
        df = None if b is None else fit.df_residual
        found.append({"term": name, "estimate": b, "se": se, "df": df, "t": t, "p": p})
    return found


# -- random effects ----------------------------------------------------------------------------


def _variances(fit: LmerFit) -> Iterator[Record]:
    """As R's ``as.data.frame(VarCorr(fit))``: variances, then covariances, term by term."""
    groups = told_apart([block.group for block in fit.design.blocks])
    for group, block, matrix in zip(groups, fit.design.blocks, fit.covariances, strict=True):
        spread = np.sqrt(np.diagonal(matrix))
        for i, name in enumerate(block.effects):
            yield _variance(group, name, None, matrix[i, i], spread[i])
        with np.errstate(all="ignore"):
            correlations = matrix / np.outer(spread, spread)
        for row, column in combinations(range(len(block.effects)), 2):
            pair = block.effects[row], block.effects[column]
            yield _variance(group, *pair, matrix[row, column], correlations[row, column])
    yield _variance(RESIDUAL, None, None, fit.sigma**2, fit.sigma)


def _variance(group: str, var1: str | None, var2: str | None, vcov: float, sdcor: float) -> Record:
    return {
        "group": group, "var1": var1, "var2": var2, "vcov": float(vcov), "sdcor": float(sdcor),
    }  # fmt: skip


def _modes(fit: LmerFit) -> Iterator[Record]:
    """As R's ``as.data.frame(ranef(fit))``: by factor, then by effect, then by group."""
    spreads: dict[str, list[Float]] = {}
    for block, matrices in zip(fit.design.blocks, fit.mode_variances, strict=True):
        spread = np.sqrt(np.einsum("gii->ig", matrices))
        spreads.setdefault(block.group, []).extend(spread)
    for group, table in fit.ranef().items():
        columns = zip(table.columns, table.values.T.tolist(), spreads[group], strict=True)
        for term, values, spread in columns:
            for level, value, sd in zip(table.levels, values, spread.tolist(), strict=True):
                yield {
                    "group": group, "term": term, "level": level, "condval": value, "condsd": sd,
                }  # fmt: skip


# -- what views add ----------------------------------------------------------------------------

Views = Mapping[str, Callable[[], object]]


def _mixed_views(report: LmerReport) -> Views:
    fit = report.fit
    return {
        "coef": lambda: list(_group_coefficients(fit.coef())),
        "anova": lambda: _likelihood_ratios(report),
        "augment": lambda: _rows(augment_lmer(fit, report.data, hat_values(fit))),
        "effect": lambda: _effects(report),
        "confint": lambda: [
            {
                "name": name,
                "parameter": each.name,
                "estimate": each.estimate,
                "lower": each.lower,
                "upper": each.upper,
            }
            for name, each in report.intervals.items()
        ],
        "influence": lambda: list(_influences(report)),
    }


def _linear_views(report: LmReport) -> Views:
    return {
        "anova": lambda: (
            {"models": [asdict(row) for row in report.models]}
            if report.models
            else {"terms": [asdict(row) for row in report.terms]}
        ),
        "augment": lambda: _rows(augment_lm(report.fit, report.data)),
        "effect": lambda: _effects(report),
        "confint": lambda: [
            {"name": name, "estimate": report.fit.coef()[name], "lower": lower, "upper": upper}
            for name, (lower, upper) in report.limits.items()
        ],
    }


def _group_coefficients(tables: Mapping[str, Table]) -> Iterator[Record]:
    for group, table in tables.items():
        for term, values in zip(table.columns, table.values.T.tolist(), strict=True):
            for level, value in zip(table.levels, values, strict=True):
                yield {"group": group, "term": term, "level": level, "value": value}


def _likelihood_ratios(report: LmerReport) -> Record:
    found = report.comparison
    models = [{**asdict(row), "deviance": -2 * row.log_likelihood} for row in found.rows]
    return {"refitted": found.refitted, "models": models}


def _effects(report: LmReport | LmerReport) -> list[Record]:
    found = []
    for each in report.effects:
        numbers = {"fit": each.fit, "se": each.se, "lower": each.lower, "upper": each.upper}
        columns = {**each.values, **{name: values.tolist() for name, values in numbers.items()}}
        found.append({"term": each.term, "rows": _rows(Frame.of(columns))})
    return found


def _influences(report: LmerReport) -> Iterator[Record]:
    for each in report.influences:
        for i, level in enumerate(each.levels):
            yield {
                "group": each.group,
                "level": level,
                "fixef": dict(zip(each.names, each.fixef[i].tolist(), strict=True)),
                "sigma": float(each.sigma[i]),
                "cooks_distance": float(each.cooks_distance[i]),
            }


def _rows(frame: Frame) -> list[Record]:
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*frame.columns.values(), strict=True)]


def _finite(value: object) -> object:
    """A value as JSON can hold it, at any depth."""
    if isinstance(value, dict):
        return {name: _finite(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not isfinite(value) else value
