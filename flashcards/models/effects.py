"""Fixed effects drawn out: fitted values over a predictor, the others held, with bands.

As ``effect()`` of R's package effects: other numeric predictors at their mean, other factors in
the proportions of the data; both of the rows that were fitted. (The package also counts rows that
the fit left out because only their group is missing.)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import floor, log10
from typing import Final

import numpy as np

from flashcards.models.columns import Data, Factor, Float
from flashcards.models.design import Design
from flashcards.models.errors import ModelError
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import model_matrix
from flashcards.models.syntax import parse
from flashcards.models.terms import source_of
from flashcards.models.tree import Call, Name, walk
from flashcards.models.variables import Numeric, variable

POINTS: Final = 5
"""Values of a numeric predictor that are shown where none are asked for."""


Values = dict[str, list[float] | list[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """Fitted values of the fixed part.

    Attributes:
        term: the term that is shown (``x1``, ``x1:arm``).
        values: by predictor, its value in each row: numbers, or names of levels.
        fit: (r,) fitted values.
        se: (r,) their standard errors.
        lower: (r,) lower ends of their intervals.
        upper: (r,) upper ends.
    """

    term: str
    values: dict[str, list[float] | list[str]]
    fit: Float
    se: Float
    lower: Float
    upper: Float


def effect(
    term: str,
    fit: LmFit | LmerFit,
    data: Data,
    *,
    at: dict[str, list[float]] | None = None,
    level: float = 0.95,
) -> Effect:
    """Fitted values over the predictors of a term.

    Args:
        term: as the model has it, or its predictors joined by ``:``.
        fit: the model.
        data: the data that it was fitted to.
        at: values of numeric predictors; by default five round ones from lowest to highest.
        level: of the intervals, by the t distribution with n − p degrees of freedom.

    Raises:
        ModelError: a predictor is not in the model.
    """
    from scipy.special import stdtrit

    design = fit.design
    raw = _raw(design, data)
    focal = _predictors(term)
    for name in focal:
        if name not in raw:
            known = ", ".join(raw) or "none"
            raise ModelError(f"`{name}` is no predictor of this model.", f"It has: {known}.")
    grids = [_grid(raw[name], (at or {}).get(name)) for name in focal]
    cells = [cell[::-1] for cell in product(*(range(len(grid)) for grid in reversed(grids)))]
    values: Values = {
        name: [grid[cell[i]] for cell in cells]  # type: ignore[misc]
        for i, (name, grid) in enumerate(zip(focal, grids, strict=True))
    }
    matrix = _matrix(design, raw, values, len(cells))
    fitted = matrix @ fit.beta
    se = np.sqrt(np.einsum("ij,jk,ik->i", matrix, fit.vcov, matrix))
    reach = float(stdtrit(fit.nobs - len(design.names), (1 + level) / 2)) * se
    return Effect(term, values, fitted, se, fitted - reach, fitted + reach)


def _predictors(term: str) -> list[str]:
    """The columns that a term names, in its order."""
    right = parse(term, fragment=True).right
    return list(dict.fromkeys(node.text for node in walk(right) if isinstance(node, Name)))


def _raw(design: Design, data: Data) -> dict[str, Float | Factor]:
    """The columns that the fixed effects name, in the fitted rows."""
    names = {
        node.text
        for term in design.model.fixed.terms
        for each in term
        for node in walk(each)
        if isinstance(node, Name)
    }
    found: dict[str, Float | Factor] = {}
    for name in sorted(names):
        column = variable(Name(name), data, {})
        if isinstance(column, Factor):
            found[name] = column.at(design.rows)
        else:
            found[name] = column.values[design.rows, 0]
    return found


def _grid(column: Float | Factor, wanted: list[float] | None) -> list[float] | list[str]:
    if isinstance(column, Factor):
        return list(column.levels)
    if wanted is not None:
        return [float(value) for value in wanted]
    return round_values(np.linspace(column.min(), column.max(), POINTS).tolist())


def round_values(values: list[float], digits: int = 1) -> list[float]:
    """Values to so many leading digits, to more of them where two would be the same."""
    found = [_round(value, digits) for value in values]
    if len(set(found)) < len(set(values)) and digits < 15:
        return round_values(values, digits + 1)
    return found


def _round(value: float, digits: int) -> float:
    if value == 0:
        return 0.0
    power = floor(log10(abs(value))) - (digits - 1)
    unit = 10.0**power
    return float(f"{np.sign(value) * round(abs(value) / unit) * unit:.15g}")


def _matrix(
    design: Design,
    raw: dict[str, Float | Factor],
    values: Values,
    rows: int,
) -> Float:
    """Columns for the grid: others at their mean, products of columns as products."""
    data: dict[str, object] = {
        name: values.get(name, _typical(column, rows)) for name, column in raw.items()
    }
    variables: dict[Name | Call, Numeric | Factor] = {}
    for term in design.model.fixed.terms:
        for each in term:
            variables[each] = _coded(design, each, data)
    whole = model_matrix(design.model.fixed, variables, rows)
    place = {name: index for index, name in enumerate(whole.names)}
    matrix = whole.values[:, [place[name] for name in design.names]]
    terms = design.model.fixed.terms
    means = design.x.mean(axis=0)
    for column, number in enumerate(design.assign):
        if number and not _names(terms[number - 1]) & set(values):
            matrix[:, column] = means[column]
    own = {name: index for index, name in enumerate(design.names)}
    for name, column in own.items():
        parts = [part for part in name.split(":") if part in own]
        if len(parts) > 1:
            matrix[:, column] = np.prod([matrix[:, own[part]] for part in parts], axis=0)
    return matrix


def _typical(column: Float | Factor, rows: int) -> list[float] | list[str]:
    return (
        [column.levels[0]] * rows if isinstance(column, Factor) else [float(column.mean())] * rows
    )


def _coded(design: Design, each: Name | Call, data: dict[str, object]) -> Numeric | Factor:
    found = variable(each, data, dict(design.learnt))
    levels = design.levels.get(source_of(each))
    if levels is None or not isinstance(found, Factor):
        return found
    place = {level: code for code, level in enumerate(levels)}
    codes = np.array([place[level] for level in found.levels], dtype=np.intp)
    return Factor(codes[found.codes], levels, found.logical)


def _names(term: tuple[Name | Call, ...]) -> set[str]:
    return {node.text for each in term for node in walk(each) if isinstance(node, Name)}
