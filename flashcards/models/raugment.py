"""``augment()`` of broom and broom.mixed: the fitted rows, with what a model says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from flashcards.models.columns import Data, Factor, Float
from flashcards.models.design import Design
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.rnumbers import format_number
from flashcards.models.rtables import Cell, Frame
from flashcards.models.syntax import parse
from flashcards.models.terms import source_of
from flashcards.models.tree import Call, Name, Node, children
from flashcards.models.variables import variable


def augment_lmer(fit: LmerFit, data: Data, hat: Float | None = None) -> Frame:
    """``augment()`` of a mixed model.

    Args:
        fit: the model.
        data: what it was fitted to.
        hat: (n,) leverages; without them ``.hat`` and ``.cooksd`` are left out.
    """
    design = fit.design
    columns: dict[str, Sequence[Cell]] = {
        ".fitted": fit.fitted.tolist(),
        ".resid": fit.residuals.tolist(),
    }
    if hat is not None:
        scaled = fit.residuals / (1 - hat) / fit.sigma
        columns[".hat"] = hat.tolist()
        with np.errstate(all="ignore"):  # without fixed effects it is infinite
            columns[".cooksd"] = (scaled**2 * hat / np.float64(len(design.names))).tolist()
    ones: list[Cell] = [1.0] * design.nobs
    columns |= {
        ".fixed": fit.predict(groups=False).tolist(),
        ".mu": fit.fitted.tolist(),
        ".offset": [0.0] * design.nobs,
        ".sqrtXwt": ones,
        ".sqrtrwt": ones,
        ".weights": ones,
        ".wtres": fit.residuals.tolist(),
    }
    return _beside(design, data, columns)


def augment_lm(fit: LmFit, data: Data) -> Frame:
    """``augment()`` of a linear model.

    Args:
        fit: the model.
        data: what it was fitted to.
    """
    left = 1 - fit.hat
    with np.errstate(all="ignore"):
        without = np.sqrt((fit.rss - fit.residuals**2 / left) / (fit.df_residual - 1))
        standard = fit.residuals / (fit.sigma * np.sqrt(left))
    columns: dict[str, Sequence[Cell]] = {
        ".fitted": fit.fitted.tolist(),
        ".resid": fit.residuals.tolist(),
        ".hat": fit.hat.tolist(),
        ".sigma": without.tolist(),
        ".cooksd": fit.cooks_distance.tolist(),
        ".std.resid": standard.tolist(),
    }
    return _beside(fit.design, data, columns)


def _beside(design: Design, data: Data, said: Mapping[str, Sequence[Cell]]) -> Frame:
    """The model's variables, as it used them, and what it says behind them."""
    columns: dict[str, Sequence[Cell]] = {}
    together: list[tuple[str, ...]] = []
    if design.dropped:
        columns[".rownames"] = [str(row + 1) for row in design.rows.tolist()]
    for node in _variables(design.formula):
        found = _values(node, design, data)
        columns |= found
        together.append(tuple(found))
    columns |= said
    rows = [str(i + 1) for i in range(design.nobs)]
    return Frame(columns, rows, [names for names in together if len(names) > 1])


def _variables(formula: str) -> Iterable[Name | Call]:
    """The variables of a formula in the order in which they are first written."""
    read = parse(formula)
    sides = [side for side in (read.response, read.right) if side is not None]
    response = [read.response] if isinstance(read.response, (Name, Call)) else []
    found = [*response, *(each for side in sides for each in _within(side))]
    return dict.fromkeys(found)


def _within(node: Node) -> Iterator[Name | Call]:
    if isinstance(node, (Name, Call)):
        yield node
    else:
        for child in children(node):
            yield from _within(child)


def _values(node: Name | Call, design: Design, data: Data) -> dict[str, Sequence[Cell]]:
    label, rows = source_of(node), design.rows
    if isinstance(node, Name):
        given = data[node.text]
        if isinstance(given, Factor):
            return {node.text: [given.levels[code] for code in given.codes[rows].tolist()]}
        # Whole numbers stay what they are in the data: they are printed otherwise than others.
        return {node.text: [_plain(value) for value in np.asarray(given)[rows].tolist()]}
    found = variable(node, data, dict(design.learnt))
    if isinstance(found, Factor):
        return {label: [found.levels[code] for code in found.codes[rows].tolist()]}
    columns = found.values[rows].T.tolist()
    if node.function == "I":
        return {label: [_as_is(value) for value in columns[0]]}
    if len(columns) == 1:
        return {label: columns[0]}
    return {f"{label}.{i + 1}": column for i, column in enumerate(columns)}


def _as_is(value: float) -> str:
    """What stands within ``I()`` R writes with all its digits, and cuts where that is long."""
    text = format_number(value, 15)
    return text if len(text) <= 12 else f"{text[:8]}...."


def _plain(value: object) -> Cell:
    return value if isinstance(value, (bool, int, float, str)) else str(value)
