"""Grouping factors: named, crossed, ordered and refused as lme4 does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial, reduce
from itertools import groupby, pairwise

import numpy as np

from flashcards.models.columns import Data, Factor, Float, Ints, grouping, ranked
from flashcards.models.errors import ModelError
from flashcards.models.terms import RandomTerm, source_of


@dataclass(frozen=True, slots=True, eq=False)
class RandomBlock:
    """The effects of one random term, and the groups that they vary by.

    Attributes:
        group: the grouping factor as lme4 names it (``subject``, ``child:school``).
        effects: (q,) names of the effects (``(Intercept)``, ``x1``).
        z: (n, q) the effects' values by row.
        codes: (n,) which of the m groups each row belongs to.
        levels: (m,) names of the groups, in R's order.
        term: the term that it was made from.
    """

    group: str
    effects: tuple[str, ...]
    z: Float
    codes: Ints
    levels: tuple[str, ...]
    term: RandomTerm


def terms_as_listed(terms: Iterable[RandomTerm]) -> list[RandomTerm]:
    """Random terms in the order in which lme4 lists them.

    As they are written; of ``(x || a/b)`` one effect after the other, of each the innermost
    factor first.
    """
    listed: list[RandomTerm] = []
    for _, written in groupby(terms, key=lambda term: term.offset):
        same = list(written)
        for effects in dict.fromkeys(term.effects for term in same):
            listed += reversed([term for term in same if term.effects == effects])
    return listed


def factor_of(term: RandomTerm, data: Data) -> Factor:
    """The grouping factor of a term: one column, or the combinations of several that occur.

    Raises:
        ModelError: a column is not there, or cannot name groups.
    """
    return factors_of([term], data)[0]


def factors_of(terms: Iterable[RandomTerm], data: Data) -> list[Factor]:
    """The grouping factors of terms, each column read once.

    Raises:
        ModelError: a column is not there, or cannot name groups.
    """
    read = cache(partial(grouping, data))
    found = []
    for term in terms:
        names = reversed(term.group) if term.nested else term.group
        found.append(reduce(_crossed, [read(name.text) for name in names]))
    return found


def name_of(term: RandomTerm) -> str:
    """``subject``, ``child:school``; ``class:(child:school)`` for what was written with slashes."""
    label, *names = (source_of(name) for name in term.group)
    if not term.nested:
        return ":".join((label, *names))
    for name in names:
        label = f"{name}:({label})" if ":" in label else f"{name}:{label}"
    return label


def in_order(blocks: Sequence[RandomBlock]) -> tuple[RandomBlock, ...]:
    """The factor with the most groups first, as lme4 fits and prints them.

    Blocks that are not in this order already are sorted so that ties are turned round.
    """
    counts = [len(block.levels) for block in blocks]
    if all(one >= other for one, other in pairwise(counts)):
        return tuple(blocks)
    turned = list(reversed(blocks))
    turned.sort(key=lambda block: -len(block.levels))
    return tuple(turned)


def check(block: RandomBlock, rows: int) -> None:
    """Refuses what could not be told from the residuals, where lme4 does.

    Raises:
        ModelError: a factor has one group, as many groups as rows, or too many effects.
    """
    groups, effects = len(block.levels), len(block.effects)
    if groups < 2:
        raise ModelError(
            f"The grouping factor `{block.group}` has one group only.",
            "Nothing can vary between groups; it needs two or more.",
        )
    if groups >= rows:
        raise ModelError(
            f"The grouping factor `{block.group}` has as many groups as there are rows ({rows}).",
            "With one row a group, groups cannot be told from residuals.",
        )
    if groups * effects >= rows:
        raise ModelError(
            f"{rows} rows are too few for {groups * effects} random effects "
            f"({effects} for each of {groups} groups of `{block.group}`).",
            "They could not be told from residuals; let fewer effects vary.",
        )


def _crossed(one: Factor, other: Factor) -> Factor:
    """The combinations of two factors that occur, the first one's levels outermost."""
    missing = one.missing | other.missing
    joint = one.codes[~missing] * len(other.levels) + other.codes[~missing]
    present, codes = ranked(joint)
    outer, inner = np.divmod(present, len(other.levels))
    levels = tuple(
        f"{one.levels[i]}:{other.levels[j]}"
        for i, j in zip(outer.tolist(), inner.tolist(), strict=True)
    )
    result = np.full(len(missing), -1, dtype=np.intp)
    result[~missing] = codes
    return Factor(result, levels)
