"""From any lines to lines that values with few decimals can have, with the same printed figures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from lines import Float, Ints, Lines, cross_products
from printed import Plane, Targets, roomiest

TRIED = 6
"""So many of the nearest choices are tried for a group before an order is given up."""

WINDOW = np.array(list(product(range(-3, 5), repeat=2)), float)


@dataclass(frozen=True, slots=True)
class Decimals:
    """In what steps values are written down.

    Attributes:
        outcome: the step of the outcome.
        predictor: the step of the predictor.
    """

    outcome: float
    predictor: float

    def counts(self, x: Float) -> Ints:
        """A predictor in its steps."""
        return np.round(x / self.predictor).astype(np.int64)

    def pitch(self, x: tuple[Float, ...]) -> Float:
        """(m, 2) the least by which a group's ``Σy`` and ``Σxy`` can move.

        Every group's predictor must be such that the two can move apart from one another.
        """
        counts = [self.counts(group) for group in x]
        if any(np.gcd.reduce(c - c[0]) != np.gcd.reduce(c) for c in counts):
            raise ArithmeticError("in some group Σy and Σxy only move together")
        moves = [[1.0, self.predictor * np.gcd.reduce(c)] for c in counts]
        return self.outcome * np.array(moves)


def rounded(
    here: Plane, wanted: Targets, decimals: Decimals, reach: float, rng: np.random.RandomState
) -> Lines:
    """Lines whose ``Σy`` and ``Σxy`` are those of values with few decimals, by diving.

    One group after another is rounded to a choice nearby, the groups with the fewest rows first
    since theirs is the coarsest; after each, all others move to where most room is left.

    Args:
        here: figures near the lines.
        wanted: between which bounds they should lie.
        decimals: in what steps values are written down.
        reach: how many steps of the plane any entry may end up from where it was.
        rng: decides the order, and which of equals is taken.

    Raises:
        ArithmeticError: this order came to a dead end; the next one may not.
    """
    scale = here.steps[:-1].reshape(-1, 2)
    pitch = decimals.pitch(here.at.x)
    turn = cross_products(here.at.x) * scale[:, None] / pitch[:, :, None]
    origin = np.einsum("iab,ib->ia", turn, here.at.own / scale)
    back = np.linalg.inv(turn)

    low, high = np.full(len(here.steps), -reach), np.full(len(here.steps), reach)
    taste = 5e-4 * rng.standard_normal(len(here.steps))
    best = roomiest(here, wanted, low, high, taste)
    for i in _order(here.at.x, rng):
        pair = slice(2 * i, 2 * i + 2)
        middle = origin[i] + turn[i] @ best.offset[pair]
        for choice in _nearest(middle, back[i]):
            low[pair] = high[pair] = back[i] @ (choice - origin[i])
            best = roomiest(here, wanted, low, high, taste)
            if best.room > 0:
                break
        else:
            raise ArithmeticError("this order came to a dead end")
    return here.moved(best.offset)


def _order(x: tuple[Float, ...], rng: np.random.RandomState) -> list[int]:
    """The groups by size, those of one size in any order."""
    sizes = np.array([len(group) for group in x])
    return [int(i) for i in np.lexsort((rng.random_sample(len(x)), sizes))]


def _nearest(middle: Float, back: Float) -> Float:
    """Whole numbers around a point, nearest first, as far as they move the lines."""
    choices = np.floor(middle) + WINDOW
    far = np.abs((choices - middle) @ back.T).max(1)
    return choices[np.argsort(far, kind="stable")[:TRIED]]
