"""Values around given lines: their residuals have wanted quantiles, and few decimals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product

import numpy as np
from lattice import Decimals
from lines import Fit, Float, Ints, Lines, fit
from printed import Figures, Targets
from scipy.optimize import root

PROBABILITIES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
"""Of the quantiles that a summary prints."""

ALONG = 10
"""So many neighbours follow a quartile when it is moved, so that values do not heap up there."""

MANY = 100_000
"""So many changes of a group's values may be tried to give them back their sums."""

LARGEST = 7
"""By how many steps an exchange may change one value."""

MARGIN = 0.02
"""How much of the half of its last place a quantile keeps from the bounds of its rounding."""


HEAT = 0.5
"""How readily a walk takes a step back."""


def quantiles(residuals: Float) -> Float:
    """Minimum, quartiles and maximum, as R takes them."""
    return np.asarray(np.quantile(residuals, PROBABILITIES))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of some lines, one under the other.

    Attributes:
        x: (n,) the predictor.
        counts: (n,) the predictor in steps of its last place.
        group: (n,) which group a row is of.
        own: (n,) where the group's own line lies.
        line: (n,) where the line lies that the model fits to the group.
        noise: residual standard deviation.
        left: sum of squares around the own lines.
        step: the step of the outcome.
    """

    x: Float
    counts: Ints
    group: Ints
    own: Float
    line: Float
    noise: float
    left: float
    step: float

    @property
    def groups(self) -> list[Ints]:
        """The rows of each group."""
        return [np.flatnonzero(self.group == i) for i in range(self.group[-1] + 1)]

    def around(self, values: Float) -> Float:
        """What each group's own least-squares line leaves of some values."""
        result = np.empty_like(values)
        for here in self.groups:
            x = np.column_stack([np.ones(len(here)), self.x[here]])
            result[here] = values[here] - x @ np.linalg.lstsq(x, values[here], rcond=None)[0]
        return result

    def scaled(self, counts: Ints) -> Float:
        """Scaled residuals of outcomes that are given in steps."""
        return np.asarray((counts * self.step - self.line) / self.noise)

    def squares(self, counts: Ints) -> float:
        """Sum of squares around the own lines of outcomes that are given in steps."""
        return float(((counts * self.step - self.own) ** 2).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Lines that few decimals can have, and their fit."""

    lines: Lines
    fitted: Fit
    decimals: Decimals

    @property
    def rows(self) -> Rows:
        """Their rows."""
        group = np.repeat(np.arange(len(self.lines.x)), [len(x) for x in self.lines.x])
        x = np.concatenate(self.lines.x)
        theirs = (self.fitted.beta + self.fitted.modes)[group]
        return Rows(
            x=x,
            counts=self.decimals.counts(x),
            group=group,
            own=self.lines.own[group, 0] + self.lines.own[group, 1] * x,
            line=theirs[:, 0] + theirs[:, 1] * x,
            noise=self.fitted.noise**0.5,
            left=self.lines.left,
            step=self.decimals.outcome,
        )


def ends_within(rows: Rows, wanted: Targets) -> list[int]:
    """The rows that, in whole steps, come nearest to the wanted minimum and maximum."""
    aims = (wanted.low + wanted.high)[[0, -1]] / 2 * rows.noise
    places = [(rows.line + aim) / rows.step for aim in aims]
    return [int(np.abs(place - np.round(place)).argmin()) for place in places]


def drawn(
    rows: Rows, wanted: Targets, rng: np.random.RandomState, ends: Sequence[int] | None = None
) -> Float:
    """(n,) values whose scaled residuals have the wanted quantiles.

    The residuals are given a distribution that has them and, in turn, the sums that the lines ask
    for, until both hold nearly; the rest is mended by the smallest change that does it.

    Args:
        rows: the rows.
        wanted: the quantiles.
        rng: where chance comes from.
        ends: the rows of the minimum and the maximum, which then bound all others; without them
            the tails are long.

    Raises:
        ArithmeticError: it did not settle.
    """
    aim = (wanted.low + wanted.high) / 2
    offset = rows.own - rows.line
    shape = rows.noise * _shape(rows, aim, bounded=ends is not None)
    around = rows.around(rng.standard_normal(len(rows.x)))
    for _ in range(200):
        residuals = offset + around * np.sqrt(rows.left / (around @ around))
        if ends is not None:
            residuals[ends] = -np.inf, np.inf
        around = rows.around(shape[residuals.argsort().argsort()] - offset)
    for _ in range(200):
        residuals = offset + around
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


def _shape(rows: Rows, knots: Float, *, bounded: bool) -> Float:
    """(n,) scaled residuals in order: even between the quartiles, thinning out beyond them.

    How far either tail reaches follows from their sum and their sum of squares. The two most
    extreme ones are given, and the others keep some way from them if they are bounds.
    """
    place = (np.arange(len(rows.x)) + 0.5) / len(rows.x)
    within = np.interp(place, PROBABILITIES[1:4], knots[1:4])
    spans = 0.93 * np.abs(knots[[0, 4]] - knots[[1, 3]])
    outside = [np.maximum(0, 1 - 4 * side) for side in (place, 1 - place)]
    offset = (rows.own - rows.line) / rows.noise
    total = np.array([offset.sum(), rows.left / rows.noise**2 + offset @ offset])

    def thinning(widths: Float) -> Float:
        if bounded:
            down, up = (s * u ** (1 / w) for s, u, w in zip(spans, outside, widths, strict=True))
        else:
            down, up = (-w * np.log(1 - u) for u, w in zip(outside, widths, strict=True))
        shape = np.asarray(within - down + up)
        shape[[0, -1]] = knots[[0, -1]]
        return shape

    def lack(widths: Float) -> Float:
        shape = thinning(widths)
        return np.array([shape.sum(), shape @ shape]) - total

    solved = root(lack, np.full(2, 0.5))
    if not solved.success:
        raise ArithmeticError("no distribution has these quantiles and this sum of squares")
    return thinning(solved.x)


def whole(rows: Rows, values: Float, firm: Sequence[int] = ()) -> Ints:
    """(n,) the values in whole steps, each group's ``Σy`` and ``Σxy`` unchanged, nearly nearest.

    Args:
        rows: the rows.
        values: the outcomes.
        firm: rows that go to the nearest step, whatever the others do.

    Raises:
        ArithmeticError: a group's sums are not sums of whole steps.
    """
    result = np.empty(len(values), np.int64)
    for here in rows.groups:
        real, x = values[here] / rows.step, rows.counts[here]
        near = np.round(real).astype(np.int64)
        lack = np.round([(real - near).sum(), (real - near) @ x]).astype(np.int64)
        tried = _changes(len(here))
        fits = tried[(tried.sum(1) == lack[0]) & (tried @ x == lack[1])]
        fits = fits[~fits[:, np.isin(here, firm)].any(1)]
        if not len(fits):
            raise ArithmeticError("no whole steps have these sums")
        result[here] = near + fits[((fits + near - real) ** 2).sum(1).argmin()]
    return result


@cache
def _changes(count: int) -> Ints:
    """(k, count) small changes of some values, in steps."""
    wide = next(wide for wide in (9, 4, 2, 1) if (2 * wide + 1) ** count <= MANY)
    return np.array(list(product(range(-wide, wide + 1), repeat=count)), np.int64)


def exchanges(rows: Rows, firm: Sequence[int] = ()) -> list[tuple[Ints, Ints]]:
    """Changes of three values of a group that keep its ``Σy`` and ``Σxy``: rows and steps."""
    found = []
    for here in rows.groups:
        for three in combinations(np.setdiff1d(here, firm), 3):
            a, b, c = rows.counts[list(three)]
            change = np.array([c - b, a - c, b - a])
            if change.any():
                change //= np.gcd.reduce(change)
                if np.abs(change).max() <= LARGEST:
                    found += [(np.array(three), change), (np.array(three), -change)]
    return found


def printing(
    tables: Iterable[Ints], found: Found, figures: Figures, wanted: Targets, shape: Targets
) -> Iterator[Ints]:
    """Those of some tables whose own fit prints all figures, and quantiles too.

    Args:
        tables: outcomes in steps; the groups' own lines are the found ones.
        found: the lines, with a fit near theirs.
        figures: takes the figures from a fit.
        wanted: their bounds.
        shape: the bounds of the quantiles of the scaled residuals.
    """
    near = found.rows
    for table in tables:
        lines = replace(found.lines, left=near.squares(table))
        own = Found(lines, fit(lines, found.fitted.start), found.decimals)
        figured = wanted.room(figures(own.fitted))
        shaped = shape.room(quantiles(own.rows.scaled(table)))
        if min(figured.min(), shaped.min()) > 0:
            yield table


def walk(
    rows: Rows,
    values: Ints,
    wanted: Targets,
    slack: float,
    rng: np.random.RandomState,
    firm: Sequence[int] = (),
) -> Iterator[Ints]:
    """Exchange steps between rows; yield the values whenever quantiles and squares are right.

    Args:
        rows: the rows.
        values: (n,) where to begin, in steps.
        wanted: the quantiles of the scaled residuals.
        slack: how much the sum of squares may be off.
        rng: where chance comes from.
        firm: rows that no exchange may touch.
    """
    moves = exchanges(rows, firm)

    def cost(values: Ints) -> float:
        behind = MARGIN - wanted.room(quantiles(rows.scaled(values)))
        off = abs(rows.squares(values) - rows.left) / slack
        return float(np.log1p(np.maximum(np.append(behind, off - 1), 0)).sum())

    now = cost(values)
    while True:
        where, change = moves[rng.randint(len(moves))]
        tried = values.copy()
        tried[where] += change
        then = cost(tried)
        if then <= now or rng.random_sample() < np.exp((now - then) / HEAT):
            values, now = tried, then
            if now == 0:
                yield values
