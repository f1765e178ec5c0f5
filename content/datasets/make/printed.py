"""Figures as they are printed, and groups' lines that are moved until their fit prints so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from lines import Fit, Float, Lines, fit
from scipy.optimize import linprog

Figures = Callable[[Fit], Float]
"""Takes every wanted figure from a fit, in the order of the targets."""


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Between which bounds figures are printed as wanted, and in what unit room is counted."""

    low: Float
    high: Float
    unit: Float

    def room(self, figures: Float) -> Float:
        """How far each figure lies from its nearer bound; negative behind it."""
        return np.asarray(np.minimum(self.high - figures, figures - self.low) / self.unit)


def targets(*printed: tuple[Sequence[str], float | None]) -> Targets:
    """Bounds of figures that were rounded in their last place.

    Args:
        printed: some figures, and the unit of their room (None for half of the last place).
    """
    texts = [Decimal(text) for group, _ in printed for text in group]
    half = np.array([0.5 * 10.0 ** int(text.as_tuple().exponent) for text in texts])
    given = np.array([unit or np.nan for group, unit in printed for _ in group])
    middle = np.array([float(text) for text in texts])
    return Targets(middle - half, middle + half, np.where(np.isnan(given), half, given))


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """Figures near some lines, as a plane: what they are there, and what each step adds.

    A step is one entry of the lines' intercepts and slopes, group by group, and at the end the sum
    of squares that the lines leave over, all in units of ``steps``.
    """

    at: Lines
    steps: Float
    values: Float
    slopes: Float

    def moved(self, offset: Float) -> Lines:
        """The lines an offset away."""
        real = offset * self.steps
        return Lines(
            self.at.x, self.at.own + real[:-1].reshape(-1, 2), self.at.left + float(real[-1])
        )


def plane(at: Lines, start: Float, steps: Float, figures: Figures) -> Plane:
    """The plane through the figures of some lines, by central differences."""
    flat = Plane(at, steps, figures(fit(at, start)), np.empty((0, 0)))
    columns = []
    for offset in 0.05 * np.eye(len(steps)):
        ahead, behind = (figures(fit(flat.moved(way), start)) for way in (offset, -offset))
        columns.append((ahead - behind) / 0.1)
    return Plane(at, steps, flat.values, np.array(columns).T)


class Best(NamedTuple):
    """An offset in a plane, and the room that the figures have there (in units)."""

    offset: Float
    room: float


def roomiest(
    here: Plane, wanted: Targets, low: Float, high: Float, taste: Float | float = 0.0
) -> Best:
    """The offset between two bounds with the most room: a linear programme.

    Args:
        here: the figures as a plane.
        wanted: between which bounds they should lie.
        low: the least offset of each entry, in steps.
        high: the greatest.
        taste: what a step of each entry costs in room; small, it decides between equals.
    """
    slopes = here.slopes / wanted.unit[:, None]
    ones = np.ones((len(slopes), 1))
    solved = linprog(
        np.append(np.zeros(len(low)) + taste, -1.0),
        A_ub=np.block([[slopes, ones], [-slopes, ones]]),
        b_ub=np.concatenate([wanted.high - here.values, here.values - wanted.low])
        / np.tile(wanted.unit, 2),
        bounds=[*zip(low, high, strict=True), (None, None)],
    )
    return Best(solved.x[:-1], float(solved.x[-1]))


def centred(at: Lines, start: Float, steps: Float, figures: Figures, wanted: Targets) -> Plane:
    """Move lines until every figure has as much room as it can have.

    Raises:
        ArithmeticError: no lines nearby print these figures.
    """
    reach = np.full(len(steps), 8.0)
    here = plane(at, start, steps, figures)
    for _ in range(40):
        best = roomiest(here, wanted, -reach, reach)
        here = plane(here.moved(best.offset), start, steps, figures)
        room = wanted.room(here.values).min()
        if room > 0 and abs(room - best.room) < 1e-6:
            return here
    raise ArithmeticError("no lines nearby print these figures")
