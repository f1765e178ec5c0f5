"""Model matrices as R builds them: treatment contrasts, interactions, and R's column names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flashcards.models.columns import Factor, Float, Ints
from flashcards.models.terms import Effects, source_of
from flashcards.models.tree import Call, Name
from flashcards.models.variables import Numeric

INTERCEPT = "(Intercept)"

Variables = Mapping[Name | Call, Numeric | Factor]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A model matrix.

    Attributes:
        values: (n, p).
        names: (p,) of its columns, as R names them.
        assign: (p,) which term each column belongs to: 0 is the intercept, 1 the first term.
    """

    values: Float
    names: tuple[str, ...]
    assign: Ints


def model_matrix(effects: Effects, variables: Variables, rows: int) -> Matrix:
    """The columns of an intercept and terms.

    A factor is coded by contrasts with its first level where the term without it is in the model
    too, and by one column a level where it is not; without an intercept the first factor gets
    all of its levels. This is what R's ``terms`` and ``model.matrix`` do.

    Args:
        effects: intercept and terms.
        variables: all that they name, of equal length.
        rows: that length.
    """
    present = {frozenset(term) for term in effects.terms} | {frozenset[Name | Call]()}
    whole = None if effects.intercept else _first_factor(effects, variables)
    blocks = [np.ones((rows, 1))] if effects.intercept else []
    names = [INTERCEPT] if effects.intercept else []
    assign = [0] if effects.intercept else []
    for number, term in enumerate(effects.terms, 1):
        columns, labels = np.ones((rows, 1)), [""]
        for place, each in enumerate(term):
            contrast = frozenset(term) - {each} in present and whole != (number, place)
            coded, suffixes = _coded(variables[each], contrast)
            source = source_of(each)
            joint = "" if place == 0 else ":"
            if place == 0:
                columns = coded
            else:
                columns = (coded[:, :, np.newaxis] * columns[:, np.newaxis, :]).reshape(rows, -1)
            labels = [f"{left}{joint}{source}{right}" for right in suffixes for left in labels]
        blocks.append(columns)
        names += labels
        assign += [number] * len(labels)
    values = np.concatenate(blocks, axis=1) if blocks else np.empty((rows, 0))
    return Matrix(values, tuple(names), np.array(assign, dtype=np.intp))


def term_labels(effects: Effects) -> tuple[str, ...]:
    """The terms by name, as R labels them."""
    return tuple(":".join(map(source_of, term)) for term in effects.terms)


def _first_factor(effects: Effects, variables: Variables) -> tuple[int, int] | None:
    for number, term in enumerate(effects.terms, 1):
        for place, each in enumerate(term):
            if isinstance(variables[each], Factor):
                return number, place
    return None


def _coded(variable: Numeric | Factor, contrast: bool) -> tuple[Float, tuple[str, ...]]:
    if isinstance(variable, Numeric):
        return variable.values, variable.suffixes
    first = 1 if contrast else 0
    levels = np.arange(first, len(variable.levels))
    columns = (variable.codes[:, np.newaxis] == levels).astype(np.float64)
    return columns, variable.levels[first:]
