"""The variables of a formula computed from the data: columns, and R's functions of columns.

Nothing of a formula is ever run: its tree is walked, and each function is one of those below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.columns import (
    Bools,
    Data,
    Factor,
    Float,
    Ints,
    check_magnitudes,
    column,
    numbers,
)
from flashcards.models.errors import ModelError
from flashcards.models.terms import source_of
from flashcards.models.tree import Call, Flag, Name, Node, Number, Operation, walk

MAX_DEGREE: Final = 20

NO_SPREAD: Final = 1e-14
"""A standard deviation of this share of the mean is rounding: the column is constant."""

Learnt = dict[str, tuple[float, ...]]
"""What ``scale`` and ``poly`` take from the data, by their source, so that new data are treated
as the first ones were."""


@dataclass(frozen=True, slots=True, eq=False)
class Numeric:
    """A numeric variable.

    Attributes:
        values: (n, k); one column, or one a degree for ``poly``. NaN where missing.
        suffixes: what R puts behind the variable's name, one a column.
    """

    values: Float
    suffixes: tuple[str, ...] = ("",)

    @property
    def missing(self) -> Bools:
        """(n,) whether there is no value."""
        return np.asarray(np.isnan(self.values).any(axis=1))

    def at(self, rows: Ints | None = None) -> Numeric:
        """These rows, or all of them."""
        return self if rows is None else Numeric(self.values[rows], self.suffixes)


def variable(node: Node, data: Data, learnt: Learnt) -> Numeric | Factor:
    """One variable of a formula.

    Args:
        node: a name, a call, or arithmetic on the left of ``~``.
        data: the columns.
        learnt: filled from these data, or taken as it is where it has the function already.

    Raises:
        ModelError: a column is not there or of the wrong kind, or a function has no value.
    """
    if isinstance(node, Name):
        found = column(data, node.text)
        return found if isinstance(found, Factor) else Numeric(found[:, np.newaxis])
    if not any(isinstance(part, Name) for part in walk(node)):
        raise ModelError(f"`{source_of(node)}` names no column.")
    if isinstance(node, Call) and node.function == "poly":
        return _poly(node, data, learnt)
    return Numeric(_value(node, data, learnt)[:, np.newaxis])


def _value(node: Node, data: Data, learnt: Learnt) -> Float:
    """Arithmetic and functions of one column's length; a number becomes an array of size one."""
    match node:
        case Name():
            return _finite(numbers(data, node.text), node.text)
        case Number():
            return np.array([node.value])
        case Flag():
            return np.array([float(node.value)])
        case Operation():
            return _arithmetic(node, data, learnt)
        case Call(function="I"):
            return _value(_arguments(node, ("x",))["x"], data, learnt)
        case Call(function="scale"):
            return _scale(node, data, learnt)
        case Call(function="poly"):
            raise ModelError("`poly()` stands for several columns; it cannot be part of another.")
        case Call():
            return _function(node, data, learnt)
    raise ModelError(f"`{source_of(node)}` has no value.")


def _finite(values: Float, name: str) -> Float:
    # What is computed from an infinite value may be NaN, and would pass for a missing one.
    if np.isinf(values).any():
        raise ModelError(f"`{name}` has infinite values.")
    return values


def _measured(node: Node, data: Data, learnt: Learnt) -> Float:
    """What ``scale`` or ``poly`` is to be computed of; NaN where missing."""
    values = _finite(_value(node, data, learnt), source_of(node))
    there = values[~np.isnan(values)]
    if there.size:
        check_magnitudes((source_of(node),), there[:, np.newaxis])
    return values


def _arithmetic(node: Operation, data: Data, learnt: Learnt) -> Float:
    first, *rest = (_value(operand, data, learnt) for operand in node.operands)
    _check_lengths(first, *rest)
    if node.op == "-":
        return -first
    with np.errstate(all="ignore"):
        for other in rest:
            match node.op:
                case "+":
                    first = first + other
                case "*":
                    first = first * other
                case "/":
                    first = first / other
                case _:
                    first = np.power(first, other)
    return first


def _check_lengths(*values: Float) -> None:
    if len({len(each) for each in values if len(each) != 1}) > 1:
        raise ModelError("The columns of the data are not of equal length.")


_FUNCTIONS: Final[Mapping[str, Callable[[Float], Float]]] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
}
_NEEDS: Final = {"log": "greater than 0", "sqrt": "0 or greater"}


def _function(node: Call, data: Data, learnt: Learnt) -> Float:
    """``exp``, ``sqrt``, or ``log`` with an optional base."""
    given = _arguments(node, ("x", "base") if node.function == "log" else ("x",))
    inner = _value(given["x"], data, learnt)
    base = given.get("base")
    with np.errstate(all="ignore"):
        found = _FUNCTIONS[node.function](inner)
        if base is not None:
            divisor = np.log(_value(base, data, learnt))
            _check_lengths(found, divisor)
            found = found / divisor
    lost = int(np.count_nonzero(~np.isfinite(found) & np.isfinite(inner)))
    if lost:
        needs = _NEEDS.get(node.function, "smaller")
        rows = "1 row" if lost == 1 else f"{lost} rows"
        raise ModelError(
            f"`{source_of(node)}` has no finite value in {rows}.",
            f"`{node.function}()` needs numbers that are {needs}.",
        )
    return found


def _arguments(node: Call, places: tuple[str, ...], named: tuple[str, ...] = ()) -> dict[str, Node]:
    """A call's arguments by name, matched as R does it: by name, and the others in their order.

    Args:
        node: the call.
        places: the names of its arguments; the first one must be given.
        named: further ones, which are given by name only.
    """
    given = {a.name: a.value for a in node.arguments if a.name}
    others = [a.value for a in node.arguments if not a.name]
    free = [place for place in places if place not in given]
    known = given.keys() <= {*places, *named}
    if not known or len(others) > len(free) or len(given) + len(others) < len(node.arguments):
        takes = ", ".join((*places, *named))
        raise ModelError(f"`{source_of(node)}` has an argument too many: it takes {takes}.")
    given |= zip(free, others, strict=False)
    if places[0] not in given:
        raise ModelError(f"`{source_of(node)}` does not say of what.")
    return given


def _scale(node: Call, data: Data, learnt: Learnt) -> Float:
    """``scale(x, center, scale)``: minus the mean, divided by the standard deviation."""
    given = _arguments(node, ("x", "center", "scale"))
    values = _measured(given["x"], data, learnt)
    source = source_of(node)
    if source not in learnt:
        there = values[~np.isnan(values)]
        centre = _choice(given.get("center"), lambda: float(there.mean()) if there.size else 0.0, 0)
        rest = there - centre
        spread = _choice(
            given.get("scale"),
            lambda: float(np.sqrt(rest @ rest / max(1, there.size - 1))),
            1,
        )
        if abs(spread) <= abs(centre) * NO_SPREAD:
            raise ModelError(f"`{source}` has no value: the column does not vary.")
        learnt[source] = (centre, spread)
    centre, spread = learnt[source]
    return (values - centre) / spread


def _choice(node: Node | None, computed: Callable[[], float], off: float) -> float:
    """An argument that is TRUE by default, FALSE, or the number itself."""
    if node is None or (isinstance(node, Flag) and node.value):
        return computed()
    if isinstance(node, Flag):
        return off
    if isinstance(node, Number):
        return node.value
    raise ModelError("`center` and `scale` are TRUE, FALSE or a number.")


def _poly(node: Call, data: Data, learnt: Learnt) -> Numeric:
    """``poly(x, degree, raw = FALSE)``: orthogonal polynomials, or plain powers.

    Kennedy & Gentle (1980, *Statistical Computing*, 343–344), as R's ``poly``: monic polynomials
    by their three-term recurrence, each divided by its norm.
    """
    given = _arguments(node, ("x", "degree"), ("raw",))
    degree = _degree(given.get("degree"))
    values = _measured(given["x"], data, learnt)
    suffixes = tuple(str(k) for k in range(1, degree + 1)) if degree > 1 else ("",)
    source = source_of(node)
    match given.get("raw"):
        case Flag(value=True):
            with np.errstate(all="ignore"):
                return Numeric(values[:, np.newaxis] ** np.arange(1, degree + 1), suffixes)
        case None | Flag():
            pass
        case _:
            raise ModelError("`raw` is TRUE or FALSE.")
    if source not in learnt:
        if np.isnan(values).any():
            raise ModelError(f"`{source}` cannot be computed: its column has missing values.")
        if len(np.unique(values)) <= degree:
            raise ModelError(
                f"`{source}` needs more than {degree} different values.", "Lower the degree."
            )
        with np.errstate(all="ignore"):
            learnt[source] = _recurrence(values, degree)
        if not np.isfinite(learnt[source]).all() or min(learnt[source][degree:]) <= 0:
            raise ModelError(f"`{source}` is too large or too small to be computed.")
    return Numeric(_polynomials(values, learnt[source], degree), suffixes)


def _degree(node: Node | None) -> int:
    if node is None:
        return 1
    if isinstance(node, Number) and node.value in range(1, MAX_DEGREE + 1):
        return int(node.value)
    raise ModelError(f"The degree of `poly()` is a whole number from 1 to {MAX_DEGREE}.")


def _recurrence(values: Float, degree: int) -> tuple[float, ...]:
    """Centres α₁…α_d, then squared norms of the polynomials of degree 0…d."""
    centres, norms = [], [float(len(values))]
    before, current = np.zeros_like(values), np.ones_like(values)
    ratio = 0.0
    for _ in range(degree):
        centre = float(values @ current**2) / norms[-1]
        before, current = current, (values - centre) * current - ratio * before
        centres.append(centre)
        norms.append(float(current @ current))
        ratio = norms[-1] / norms[-2]
    return (*centres, *norms)


def _polynomials(values: Float, learnt: tuple[float, ...], degree: int) -> Float:
    centres, norms = learnt[:degree], learnt[degree:]
    columns = np.empty((len(values), degree))
    before, current = np.zeros_like(values), np.ones_like(values)
    ratio = 0.0
    for k in range(degree):
        before, current = current, (values - centres[k]) * current - ratio * before
        ratio = norms[k + 1] / norms[k]
        columns[:, k] = current / np.sqrt(norms[k + 1])
    return columns
