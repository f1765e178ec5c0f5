"""Model matrices as R builds them: treatment contrasts, interactions, and R's column names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

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

    A factor is coded by contrasts with its first level where what is left of the term without it
    is part of a term before; else by one column a level. Without an intercept the first factor
    gets all of its levels. This is what R's ``terms`` and ``model.matrix`` do.

    Args:
        effects: intercept and terms.
        variables: all that they name, of equal length.
        rows: that length.
    """
    blocks: list[tuple[Float, list[str]]] = []
    whole = None if effects.intercept else _first_factor(effects, variables)
    for number, term in enumerate(effects.terms):
        before = [frozenset(other) for other in effects.terms[:number]]
        coded = []
        for place, each in enumerate(term):
            rest = frozenset(term) - {each}
            contrast = not rest or any(rest <= other for other in before)
            coded.append(
                _coded(each, variables[each], contrast=contrast and whole != (number, place))
            )
        blocks.append(reduce(_product, coded))
    return _joined(effects.intercept, blocks, rows)


def term_labels(effects: Effects) -> tuple[str, ...]:
    """The terms by name, as R labels them."""
    return tuple(":".join(map(source_of, term)) for term in effects.terms)


def _first_factor(effects: Effects, variables: Variables) -> tuple[int, int] | None:
    for number, term in enumerate(effects.terms):
        for place, each in enumerate(term):
            if isinstance(variables[each], Factor):
                return number, place
    return None


def _coded(
    node: Name | Call, variable: Numeric | Factor, *, contrast: bool
) -> tuple[Float, list[str]]:
    """A variable's columns, and their names."""
    source = source_of(node)
    if isinstance(variable, Numeric):
        return variable.values, [source + suffix for suffix in variable.suffixes]
    first = 1 if contrast else 0
    columns = np.zeros((len(variable.codes), len(variable.levels) + 1))
    columns[np.arange(len(columns)), variable.codes] = 1.0
    columns[variable.missing] = np.nan
    return columns[:, first:-1], [source + level for level in variable.levels[first:]]


def _product(
    one: tuple[Float, list[str]], other: tuple[Float, list[str]]
) -> tuple[Float, list[str]]:
    """Every column of one times every column of the other; those of the first change fastest."""
    with np.errstate(over="ignore", under="ignore"):
        columns = other[0][:, :, np.newaxis] * one[0][:, np.newaxis, :]
    names = [f"{left}:{right}" for right in other[1] for left in one[1]]
    return columns.reshape(len(columns), len(names)), names


def _joined(intercept: bool, blocks: list[tuple[Float, list[str]]], rows: int) -> Matrix:
    names = [INTERCEPT] if intercept else []
    assign = [0] if intercept else []
    width = len(names) + sum(len(labels) for _, labels in blocks)
    values = np.ones((rows, width), order="F")
    for number, (columns, labels) in enumerate(blocks, 1):
        values[:, len(names) : len(names) + len(labels)] = columns
        names += labels
        assign += [number] * len(labels)
    return Matrix(values, tuple(names), np.array(assign, dtype=np.intp))
