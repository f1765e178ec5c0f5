"""The rows that a model is fitted to: its variables, without the rows where a value is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from flashcards.models.columns import Data, Factor, Float, Ints, check_magnitudes
from flashcards.models.errors import ModelError
from flashcards.models.groups import factors_of
from flashcards.models.terms import Effects, RandomTerm, source_of
from flashcards.models.tree import Call, Name, Node
from flashcards.models.variables import Learnt, Numeric, variable

Variables = dict[Name | Call, Numeric | Factor]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What a formula names, in the n rows that are complete.

    Attributes:
        outcome: (n,) finite, not all the same.
        variables: what the effects are made of; factors with the levels that occur.
        groupings: the grouping factor of each random term.
        rows: (n,) which rows of the data these are, from 0.
        dropped: how many rows are not among them.
        learnt: what ``scale`` and ``poly`` took from the data.
    """

    outcome: Float
    variables: Variables
    groupings: tuple[Factor, ...]
    rows: Ints
    dropped: int
    learnt: Learnt


def model_frame(response: Node, fixed: Effects, random: Iterable[RandomTerm], data: Data) -> Frame:
    """The rows of data that have all that a model names.

    Args:
        response: the outcome.
        fixed: effects.
        random: terms.
        data: a data frame, or columns by name.

    Raises:
        ModelError: something is missing, of the wrong kind, infinite, or always the same.
    """
    count = length_of(data)
    if not count:
        raise ModelError("The data have no rows.")
    random = tuple(random)
    learnt: Learnt = {}
    outcome = _outcome(response, data, learnt)
    variables = variables_of((fixed, *(term.effects for term in random)), data, learnt)
    groupings = factors_of(random, data)
    rows = _complete(count, (outcome, *variables.values(), *groupings))
    some = rows if len(rows) < count else None
    frame = Frame(
        outcome=outcome.at(some).values[:, 0],
        variables={node: found.at(some) for node, found in variables.items()},
        groupings=tuple(found.at(some) for found in groupings),
        rows=rows,
        dropped=count - len(rows),
        learnt=learnt,
    )
    _check_outcome(source_of(response), frame.outcome)
    for node, found in frame.variables.items():
        _check_predictor(source_of(node), found)
    return frame


def length_of(data: Data) -> int:
    """How many rows data have.

    Raises:
        ModelError: not even a column.
    """
    if (index := getattr(data, "index", None)) is not None and len(data):
        return len(index)
    for name in data:
        return len(data[name])
    raise ModelError("The data are empty: they have no columns.")


def variables_of(effects: Iterable[Effects], data: Data, learnt: Learnt) -> Variables:
    """All that effects are made of, each once.

    Raises:
        ModelError: a column is not there or of the wrong kind, or a function has no value.
    """
    nodes = dict.fromkeys(node for each in effects for term in each.terms for node in term)
    return {node: variable(node, data, learnt) for node in nodes}


def _outcome(response: Node, data: Data, learnt: Learnt) -> Numeric:
    found = variable(response, data, learnt)
    if isinstance(found, Factor):
        if found.logical:
            return Numeric(np.where(found.missing, np.nan, found.codes)[:, np.newaxis])
        raise ModelError(
            f"The outcome `{source_of(response)}` holds names, not numbers.",
            "A linear model needs a numeric outcome.",
        )
    if found.values.shape[1] > 1:
        raise ModelError(
            f"The outcome is one column, and `{source_of(response)}` stands for several."
        )
    return found


def _complete(count: int, columns: Iterable[Numeric | Factor]) -> Ints:
    missing = np.zeros(count, dtype=np.bool_)
    for found in columns:
        gaps = found.missing
        if len(gaps) != count:
            raise ModelError("The columns of the data are not of equal length.")
        missing |= gaps
    rows = np.flatnonzero(~missing)
    if not len(rows):
        raise ModelError(
            "Every row of the data has a missing value in a column that the model needs."
        )
    return rows


def _check_outcome(name: str, values: Float) -> None:
    if not np.isfinite(values).all():
        raise ModelError(f"The outcome `{name}` has infinite values.")
    if len(values) == 1:
        raise ModelError("One row alone is too few for a model.")
    if np.ptp(values) == 0:
        raise ModelError(
            f"The outcome `{name}` is {values[0]:.15g} in every row.",
            "There is nothing for a model to explain.",
        )
    check_magnitudes((name,), values[:, np.newaxis])


def _check_predictor(name: str, found: Numeric | Factor) -> None:
    if isinstance(found, Numeric):
        if not np.isfinite(found.values).all():
            raise ModelError(f"`{name}` has infinite values.")
    elif len(found.levels) < 2:
        raise ModelError(
            f"The factor `{name}` has one level only ({found.levels[0]}).",
            "A contrast needs two or more.",
        )
