"""From any lines to lines that values with few decimals can have, with the same printed figures."""

from __future__ import annotations

from itertools import product

import numpy as np
from lines import Float, Lines, cross_products
from printed import Plane, Targets, roomiest

TRIED = 6
"""So many of the nearest choices are tried for a group before an order is given up."""

REACH = 60.0
"""How many steps any entry may end up from where it was."""

WINDOW = np.array(list(product(range(-3, 5), repeat=2)), float)


def pitch(x: tuple[Float, ...], unit: float, grain: float) -> Float:
    """(m, 2) by how much a group's ``Σy`` and ``Σxy`` can move at least, for ``y`` in units."""
    return np.array([[unit, unit * grain * np.gcd.reduce(np.round(group / grain).astype(int))] for group in x])


def rounded(here: Plane, wanted: Targets, unit: float, grain: float, reach: float, rng: np.random.RandomState) -> Lines | None:
    """Lines whose ``Σy`` and ``Σxy`` are sums of multiples of a unit, by diving.

    One group after another is rounded to a choice nearby, the groups with the fewest rows first
    since theirs are the fewest; after each, all others move to where most room is left.

    Returns:
        None where this order came to a dead end; the next one may not.
    """
    scale = here.steps[:-1].reshape(-1, 2)
    turn = cross_products(here.at.x) * scale[:, None] / pitch(here.at.x, unit, grain)[:, :, None]
    origin = np.einsum("iab,ib->ia", turn, here.at.own / scale)
    back = np.linalg.inv(turn)

    low, high = np.full(len(here.steps), -reach), np.full(len(here.steps), reach)
    taste = 5e-4 * rng.standard_normal(len(here.steps))
    best = roomiest(here, wanted, low, high, taste)
    for i in _order(here.at.x, rng):
        pair = slice(2 * i, 2 * i + 2)
        if best is None:
            return None
        middle = origin[i] + turn[i] @ best[0][pair]
        for choice in _nearest(middle, back[i]):
            low[pair] = high[pair] = back[i] @ (choice - origin[i])
            best = roomiest(here, wanted, low, high, taste)
            if best is not None and best[1] > 0:
                break
        else:
            return None
    return here.moved(best[0]) if best is not None else None


def _order(x: tuple[Float, ...], rng: np.random.RandomState) -> list[int]:
    """The small groups by size, then the full ones in any order."""
    sizes = np.array([len(group) for group in x])
    return [int(i) for i in np.lexsort((rng.random_sample(len(x)), sizes))]


def _nearest(middle: Float, back: Float) -> Float:
    """Whole numbers around a point, nearest first, as far as they move the figures."""
    choices = np.floor(middle) + WINDOW
    far = np.abs((choices - middle) @ back.T).max(1)
    return choices[np.argsort(far, kind="stable")[:TRIED]]
