"""Which way a clause goes: what it denies, and which of two opposites it takes.

"The slopes do not vary" and "the slopes are the same" share most of their words with what they
contradict. A suggestion should not rest on them. The rules are few and rough: they are there to
hold a suggestion back, and the learner decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from flashcards.suggesting.lexicon import (
    ASSUMING,
    AUXILIARY,
    BOUND,
    BREAKING,
    DENIALS,
    HARMLESS,
    KINDS,
    OPPOSITES,
    PAIRED,
    RIVALS,
    SLIGHTING,
    STOP,
    SUBJECTS,
    WHOSE,
    Opposites,
)
from flashcards.suggesting.words import Token

REACH: Final = 5
"""Words behind a denial that it turns round, small ones not counted."""

BEHIND: Final = 7
"""Tokens behind a word within which its verb is denied."""

INSTEAD: Final = 20
"""Tokens behind a denial in which a "but" takes it up."""

Sides = Mapping[str, tuple[tuple[int, int], ...]]
"""For a form the pairs of opposites that it is in, by number, and its side in each: 1 or −1."""

Pair = tuple[int, int, int, int]
"""Two pairs of opposites, by number, each with the side that is taken of it."""


def _sides_of(pairs: Sequence[Opposites]) -> Sides:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for axis, pair in enumerate(pairs):
        for side, forms in ((1, pair.one), (-1, pair.other)):
            for form in forms:
                found[form] = (*found.get(form, ()), (axis, side))
    return found


_OPPOSITES: Final = _sides_of(OPPOSITES)
_KINDS: Final = _sides_of(KINDS)
_PAIRED: Final = _sides_of(PAIRED)
_BOUND: Final = _sides_of(BOUND)
_RIVALS: Final = _sides_of(RIVALS)


@dataclass(frozen=True, slots=True)
class Stance:
    """The directions that a key point takes.

    Attributes:
        sides: its side on each of the :data:`OPPOSITES` of which it takes one.
        kinds: its side on each of the :data:`KINDS` of which it takes one.
        pairs: two of the :data:`PAIRED`, each with its side, that it brings together.
        bonds: two of the :data:`BOUND`, likewise, that it brings together between two "and"s.
    """

    sides: Mapping[int, int]
    kinds: Mapping[int, int]
    pairs: frozenset[Pair]
    bonds: frozenset[Pair]


def stance_of(tokens: Sequence[Token], title: Sequence[Token] = ()) -> Stance:
    """The directions of a key point's text, where it does not take both.

    A kind that the card's title names is named everywhere on it, and so takes no direction.
    """
    denied = deniers(tokens)
    everything = range(len(tokens))
    clauses = {token.clause for token in tokens}
    pairs = _together(tokens, denied, (everything, *_clauses(tokens, clauses)), _PAIRED)
    bonds = _bonds(tokens, clauses)
    sides = _single(_taken(tokens, denied, everything, _OPPOSITES))
    kinds = _single(_taken(tokens, (), everything, _KINDS))
    named = _single(_taken(title, (), range(len(title)), _KINDS))
    kinds = {axis: side for axis, side in kinds.items() if named.get(axis) != -side}
    return Stance(sides, kinds, frozenset(pairs), frozenset(bonds))


def _together(
    tokens: Sequence[Token],
    denied: Sequence[int],
    parts: Iterable[Iterable[int]],
    table: Sides,
) -> Iterator[Pair]:
    """The pairs of a table of which the words of some part take one side each."""
    for part in parts:
        taken = _single(_taken(tokens, denied, part, table))
        for one, other in combinations(sorted(taken), 2):
            yield one, taken[one], other, taken[other]


def _crosses(found: Iterable[Pair], meant: frozenset[Pair]) -> bool:
    """Whether some words bring together what a point keeps apart."""
    return any(
        pair not in meant
        and not meant.isdisjoint({(one, -side, other, at), (one, side, other, -at)})
        for pair in found
        for one, side, other, at in (pair,)
    )


def _bonds(tokens: Sequence[Token], clauses: set[int]) -> Iterator[Pair]:
    """The things and what goes with them that stand together in some clauses."""
    for bond in _together(tokens, (), _pieces(tokens, clauses), _BOUND):
        # Two lines of the table belong together.
        if bond[0] // 2 == bond[2] // 2:
            yield bond


def _clauses(tokens: Sequence[Token], clauses: set[int]) -> Iterator[list[int]]:
    return (_indices(tokens, {clause}) for clause in clauses)


def _pieces(tokens: Sequence[Token], clauses: set[int]) -> Iterator[list[int]]:
    """What stands between the "and"s of some clauses."""
    for clause in _clauses(tokens, clauses):
        cuts = [0, *(at for at, index in enumerate(clause) if tokens[index].form == "and")]
        yield from (clause[start:end] for start, end in pairwise([*cuts, len(clause)]))


def deniers(tokens: Sequence[Token]) -> list[int]:
    """For each token the index of the word before it that denies it, or −1."""
    found = [-1] * len(tokens)
    for index, token in enumerate(tokens):
        if token.form in DENIALS:
            # "Not only this" leaves what follows standing, but takes back the "only".
            reach = 1 if _harmless(tokens, index) else REACH
            for other in range(index + 1, len(tokens)):
                reach -= tokens[other].form not in STOP
                if reach < 0 or tokens[other].clause != token.clause:
                    break
                if tokens[other].form == "=" and other > index + 1:
                    break
                if tokens[other].word in SUBJECTS and other > index + 1:
                    break
                found[other] = index
        elif token.form in SLIGHTING and index + 1 < len(tokens):
            found[index + 1] = index
        elif token.form in BREAKING:
            # What stands in brackets before it is broken as well.
            for other in range(max(0, index - REACH), min(index + REACH + 1, len(tokens))):
                near = tokens[other].clause in (token.clause, token.clause - 1)
                near = near and tokens[other].sentence == token.sentence
                if near and other != index and found[other] < 0:
                    found[other] = index
    return found


def denied_behind(tokens: Sequence[Token], last: int) -> frozenset[int]:
    """The denial of what is said of a word: in "``coef`` does not give …" the index of "not"."""
    others = rivals(tokens[last].form)
    said = any(token.form in AUXILIARY for token in tokens[max(0, last - 2) : last])
    for index in range(last + 1, min(last + 2 + BEHIND, len(tokens))):
        # In "ML as REML cannot …" the denial is about the rival that stands before it; in "they
        # are related and lm is not right" a statement ends at the "and".
        if tokens[index].clause != tokens[last].clause or tokens[index].form in others:
            break
        if said and tokens[index].form == "and":
            break
        if tokens[index].form not in DENIALS:
            continue
        if tokens[index - 1].form in AUXILIARY or tokens[index].word == "never":
            if _harmless(tokens, index) or _taken_up(tokens, index):
                break
            return frozenset({index})
    return frozenset()


def _harmless(tokens: Sequence[Token], index: int) -> bool:
    behind = [token.form for token in tokens[index + 1 : index + 3]]
    # "Not only one source" does deny.
    return bool(behind) and behind[0] in HARMLESS and behind != ["onli", "1"]


def _taken_up(tokens: Sequence[Token], index: int) -> bool:
    """Whether the sentence goes on with "but", and says what is the case instead."""
    return any(
        token.form == "but" and token.sentence == tokens[index].sentence
        for token in tokens[index : index + INSTEAD]
    )


def opposite(form: str) -> frozenset[str]:
    """The forms that, denied, say what this one says."""
    return frozenset(
        contrary
        for axis, side in _OPPOSITES.get(form, ())
        for contrary in (OPPOSITES[axis].other if side > 0 else OPPOSITES[axis].one)
    )


def contradicts(
    tokens: Sequence[Token],
    denied: Sequence[int],
    hits: Iterable[Sequence[int]],
    stance: Stance,
) -> bool:
    """Whether a clause of some words goes against a point's directions.

    Where a clause takes both directions, what stands between the words decides.
    """
    used = sorted(index for hit in hits for index in hit)
    clauses = {tokens[index].clause for index in used}
    for clause in clauses:
        around = _indices(tokens, {clause})
        if any(tokens[index].form in ASSUMING for index in around):
            continue
        between = [index for index in around if used[0] <= index <= used[-1]]
        sides = _taken(tokens, denied, around, _OPPOSITES)
        sides |= _taken(tokens, denied, between, _OPPOSITES)
        if any(sides.get(axis) == {-side} for axis, side in stance.sides.items()):
            return True
    within = _indices(tokens, clauses)
    standing = [index for index in within if denied[index] < 0]
    kinds = _single(_taken(tokens, (), standing, _KINDS))
    if any(kinds.get(axis) == -side for axis, side in stance.kinds.items()):
        return True
    return _crosses(_together(tokens, denied, (within,), _PAIRED), stance.pairs) or _crosses(
        _bonds(tokens, clauses), stance.bonds
    )


def rival_nearer(tokens: Sequence[Token], hits: Sequence[Sequence[int]]) -> bool:
    """Whether what some words say is said of a cue's rival, which stands nearer to it.

    In "each subject has its own slope but the same intercept" it is not the intercept that is
    each subject's own.
    """
    used = {index for hit in hits for index in hit}
    for hit in hits:
        for index in hit:
            for axis, side in _RIVALS.get(tokens[index].form, ()):
                rivals = _on_side(tokens, axis, -side)
                if rivals & used:
                    continue
                rest = used - set(hit) - _on_side(tokens, axis, side)
                if any(_steals(tokens, rival, index, other) for rival in rivals for other in rest):
                    return True
    return False


def rivals(form: str) -> frozenset[str]:
    """The forms of what is spoken of in the same words as a form's thing."""
    return frozenset(
        rival
        for axis, side in _RIVALS.get(form, ())
        for rival in (RIVALS[axis].other if side > 0 else RIVALS[axis].one)
    )


def _steals(tokens: Sequence[Token], rival: int, index: int, other: int) -> bool:
    """Whether what a word says is said of a rival: it alone is in its clause, or is nearer.

    Cue and rival side by side, as in "intercept and slope", share what is said.
    """
    clause = tokens[other].clause
    if tokens[rival].clause != clause or abs(rival - index) <= 2:
        return False
    return tokens[index].clause != clause or abs(rival - other) < abs(index - other)


def _on_side(tokens: Sequence[Token], axis: int, side: int) -> set[int]:
    return {i for i, token in enumerate(tokens) if (axis, side) in _RIVALS.get(token.form, ())}


def _indices(tokens: Sequence[Token], clauses: set[int]) -> list[int]:
    return [index for index, token in enumerate(tokens) if token.clause in clauses]


def _taken(
    tokens: Sequence[Token], denied: Sequence[int], indices: Iterable[int], table: Sides
) -> dict[int, set[int]]:
    """The sides that some words take of each pair of opposites, denials turned round."""
    found: dict[int, set[int]] = {}
    for index in indices:
        if index + 1 < len(tokens) and tokens[index + 1].form in WHOSE and table is _OPPOSITES:
            continue
        # A mean of 0 is no average of anything.
        if tokens[index].form == "mean" and table is _KINDS and _is_zero(tokens, index):
            continue
        for axis, side in table.get(tokens[index].form, ()):
            turned = bool(denied) and denied[index] >= 0
            found.setdefault(axis, set()).add(-side if turned else side)
    return found


def _is_zero(tokens: Sequence[Token], index: int) -> bool:
    return any(token.form == "0" for token in tokens[max(0, index - 1) : index + 3])


def _single(sides: Mapping[int, set[int]]) -> dict[int, int]:
    return {axis: min(taken) for axis, taken in sides.items() if len(taken) == 1}
