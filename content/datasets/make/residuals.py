"""Values around given lines: their residuals have wanted quantiles, and few decimals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import numpy as np
from lines import Fit, Float, Lines
from printed import Targets
from scipy.optimize import root

PROBABILITIES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
"""Of the quantiles that a summary prints."""

LARGEST = 7
"""By how many units an exchange may change one value."""

ALONG = 10
"""So many neighbours follow a quartile when it is moved, so that values do not heap up there."""

MANY = 100_000
"""So many changes of a group's values may be tried to give them back their sums."""

Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def quantiles(residuals: Float) -> Float:
    """Minimum, quartiles and maximum, as R takes them."""
    return np.asarray(np.quantile(residuals, PROBABILITIES))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of some lines, one under the other.

    Attributes:
        x: (n,) the predictor.
        group: (n,) which group a row is of.
        own: (n,) where the group's own line lies.
        offset: (n,) the own line minus the line that the model fits to the group.
        noise: residual standard deviation.
        left: sum of squares around the own lines.
    """

    x: Float
    group: Ints
    own: Float
    offset: Float
    noise: float
    left: float

    def around(self, values: Float) -> Float:
        """What each group's own least-squares line leaves of some values."""
        result = np.empty_like(values)
        for i in range(self.group[-1] + 1):
            here = self.group == i
            x = np.column_stack([np.ones(here.sum()), self.x[here]])
            result[here] = values[here] - x @ np.linalg.lstsq(x, values[here], rcond=None)[0]
        return result


def rows_of(lines: Lines, fitted: Fit) -> Rows:
    """The rows of some lines."""
    group = np.repeat(np.arange(len(lines.x)), [len(x) for x in lines.x])
    x = np.concatenate(lines.x)
    own = lines.own[group, 0] + lines.own[group, 1] * x
    theirs = (fitted.beta + fitted.modes)[group]
    return Rows(
        x, group, own, own - theirs[:, 0] - theirs[:, 1] * x, fitted.noise**0.5, lines.left
    )


def drawn(
    rows: Rows, wanted: Targets, rng: np.random.RandomState, ends: Sequence[int] = ()
) -> Float:
    """Values whose scaled residuals have the wanted quantiles.

    The residuals are given a distribution that has them and, in turn, the sums that the lines ask
    for, until both hold nearly; the rest is mended by the smallest change that does it.

    Raises:
        ArithmeticError: it did not settle.
    """
    aim = (wanted.low + wanted.high) / 2
    shape = rows.noise * _shape(rows, aim)
    around = rows.around(rng.standard_normal(len(rows.x)))
    for _ in range(200):
        residuals = rows.offset + around * np.sqrt(rows.left / (around @ around))
        residuals[ends] = [-np.inf, np.inf][: len(ends)]
        around = rows.around(shape[residuals.argsort().argsort()] - rows.offset)
    for _ in range(200):
        residuals = rows.offset + around
        lack = np.append(rows.noise * aim - quantiles(residuals), rows.left - around @ around)
        if np.abs(lack).max() < 1e-3:
            return rows.own + around
        felt = np.vstack([_weights(residuals, 0), 2 * around])
        moved = np.array([rows.around(way) for way in (*_weights(residuals, ALONG), around)])
        around = around + np.linalg.solve(felt @ moved.T, lack) @ moved
    raise ArithmeticError("these residuals do not take the wanted quantiles")


def _weights(values: Float, along: int) -> Float:
    """(5, n) by how much each value counts in each quantile; neighbours are taken along."""
    order = values.argsort()
    result = np.zeros((len(PROBABILITIES), len(values)))
    for row, place in zip(result, PROBABILITIES * (len(values) - 1), strict=True):
        reach = 1 + along * min(place, len(values) - 1 - place, 1)
        row[order] = np.maximum(0, 1 - np.abs(np.arange(len(values)) - place) / reach)
    return result


def _shape(rows: Rows, knots: Float) -> Float:
    """(n,) scaled residuals in order: even between the quartiles, thinning out beyond them.

    How far either tail reaches follows from their sum and their sum of squares; the two most
    extreme ones are given.
    """
    place = (np.arange(len(rows.x)) + 0.5) / len(rows.x)
    within = np.interp(place, PROBABILITIES[1:4], knots[1:4])
    down, up = (-np.log(np.minimum(1, 4 * side)) for side in (place, 1 - place))
    total = np.array([rows.offset.sum() / rows.noise, rows.left + rows.offset @ rows.offset])
    total[1] /= rows.noise**2

    def thinning(widths: Float) -> Float:
        shape = np.asarray(within - widths[0] * down + widths[1] * up)
        shape[[0, -1]] = knots[[0, -1]]
        return shape

    def lack(widths: Float) -> Float:
        shape = thinning(widths)
        return np.array([shape.sum(), shape @ shape]) - total

    solved = root(lack, np.full(2, 0.5))
    if not solved.success:
        raise ArithmeticError("no distribution has these quantiles and this sum of squares")
    return thinning(solved.x)


def whole(rows: Rows, values: Float, unit: float) -> Ints:
    """The values in units, each group's ``Σy`` and ``Σxy`` unchanged, nearly nearest.

    Raises:
        ArithmeticError: a group's sums are not sums of whole units.
    """
    result = np.empty(len(values), np.int64)
    for i in range(rows.group[-1] + 1):
        here = rows.group == i
        real, x = values[here] / unit, rows.x[here].astype(np.int64)
        near = np.round(real).astype(np.int64)
        tried = _changes(len(x))
        lack = np.round([(real - near).sum(), (real - near) @ x]).astype(np.int64)
        fits = tried[(tried.sum(1) == lack[0]) & (tried @ x == lack[1])]
        if not len(fits):
            raise ArithmeticError("no whole units have these sums")
        result[here] = near + fits[((fits + near - real) ** 2).sum(1).argmin()]
    return result


@cache
def _changes(count: int) -> Ints:
    """(k, count) small changes of some values, in units."""
    wide = next(wide for wide in (9, 4, 2, 1) if (2 * wide + 1) ** count <= MANY)
    return np.array(list(product(range(-wide, wide + 1), repeat=count)), np.int64)


def exchanges(rows: Rows) -> list[tuple[Ints, Ints]]:
    """Changes of three values of a group that keep its ``Σy`` and ``Σxy``: rows and units."""
    found = []
    for i in range(rows.group[-1] + 1):
        for three in combinations(np.flatnonzero(rows.group == i), 3):
            a, b, c = rows.x[list(three)].astype(np.int64)
            change = np.array([c - b, a - c, b - a])
            if change.any():
                change //= np.gcd.reduce(change)
                if np.abs(change).max() <= LARGEST:
                    found += [(np.array(three), change), (np.array(three), -change)]
    return found


def walk(
    rows: Rows, values: Ints, unit: float, wanted: Targets, slack: float, rng: np.random.RandomState
) -> Iterator[Ints]:
    """Exchange units between rows; yield the values whenever quantiles and squares are right.

    Args:
        rows: the rows.
        values: (n,) where to begin, in units.
        unit: what one unit is.
        wanted: the quantiles of the scaled residuals.
        slack: how far the sum of squares may be off.
        rng: where chance comes from.
    """
    moves = exchanges(rows)
    line = (rows.own - rows.offset) / unit

    def cost(values: Ints) -> float:
        scaled = (values - line) * (unit / rows.noise)
        room = wanted.room(quantiles(scaled))
        square = (((values * unit - rows.own) ** 2).sum() - rows.left) / slack
        return float((np.minimum(room - 0.02, 0) ** 2).sum() + max(abs(square) - 1, 0) ** 2)

    now = cost(values)
    while True:
        where, change = moves[rng.randint(len(moves))]
        tried = values.copy()
        tried[where] += change
        then = cost(tried)
        if then <= now:
            values, now = tried, then
            if now == 0:
                yield values
