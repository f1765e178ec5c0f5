"""What speaks against a whole sentence of a recall: doubt, a wrong sum, another's name.

Where :mod:`direction` judges the words of a clause, these rules know a few shapes of sentences in
which students mix things up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flashcards.suggesting.lexicon import COMPARED, PARTS, WHOLE, Opposites
from flashcards.suggesting.words import Token

LEVELS: Final = frozenset("123")
"""Numbers that a level has."""

TITLE: Final = 3
"""Words of a title from which on its mention alone is no recall."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a key point's text says of itself.

    Attributes:
        level: number of the one level that it is about, or empty.
        compared: the side of :data:`COMPARED` that it sets above the other by a "than", or 0.
    """

    level: str
    compared: int


def shape_of(tokens: Sequence[Token]) -> Shape:
    """The shape of a key point's text."""
    levels = {tokens[index].form for _, index in _levels(tokens)}
    compared = {side for _, side in _comparisons(tokens)}
    return Shape(
        levels.pop() if len(levels) == 1 else "", compared.pop() if len(compared) == 1 else 0
    )


def doubted(tokens: Sequence[Token]) -> Iterator[int]:
    """The sentences that cannot be right, or whose writer says that she mixes things up."""
    for index, token in enumerate(tokens):
        if token.form == "or" and _asks(tokens, index):
            # "Or is it …?" takes back the sentence before it as well.
            opens = index == 0 or tokens[index - 1].sentence != token.sentence
            yield from (token.sentence - 1, token.sentence) if opens else (token.sentence,)
        elif (
            (token.form in ("confus", "mix") and _mixes_up(tokens, index))
            or (token.form == "=" and _is_wrong_sum(tokens, index))
            or (token.form == "minus" and _is_wrong_difference(tokens, index))
        ):
            yield token.sentence


def _asks(tokens: Sequence[Token], index: int) -> bool:
    behind = [token.word for token in tokens[index + 1 : index + 3]]
    return behind in (["is", "it"], ["was", "it"], ["vice", "versa"])


def _mixes_up(tokens: Sequence[Token], index: int) -> bool:
    """Whether it is herself that a writer says this of, and not people at large."""
    before = {token.word for token in tokens[max(0, index - 3) : index]}
    behind = {token.word for token in tokens[index + 1 : index + 4]}
    return bool(before & {"i", "always"}) and (tokens[index].form != "mix" or "up" in behind)


def _is_wrong_sum(tokens: Sequence[Token], equals: int) -> bool:
    """Whether a part stands alone on the left of a sum, and the whole is among what is added."""
    sentence = tokens[equals].sentence
    left = {t.form for t in tokens[max(0, equals - 2) : equals] if t.sentence == sentence}
    right = [t.form for t in tokens[equals + 1 : equals + 6] if t.sentence == sentence]
    return bool(left & PARTS) and not left & WHOLE and "plus" in right and bool(WHOLE & {*right})


def _is_wrong_difference(tokens: Sequence[Token], minus: int) -> bool:
    """Whether two parts are taken from one another where the whole is spoken of."""
    sentence = [token for token in tokens if token.sentence == tokens[minus].sentence]
    sides = tokens[max(0, minus - 1) : minus], tokens[minus + 1 : minus + 2]
    parts = all(token.form in PARTS for side in sides for token in side)
    return all(sides) and parts and any(token.form in WHOLE for token in sentence)


def objects(tokens: Sequence[Token], hits: Iterable[Sequence[int]], shape: Shape) -> bool:
    """Whether the sentence of some words speaks of another level, or compares the other way."""
    used = [index for hit in hits for index in hit]
    first, sentences = min(used), {tokens[index].sentence for index in used}
    within = [token for token in tokens if token.sentence in sentences]
    if shape.compared and {side for _, side in _comparisons(within)} == {-shape.compared}:
        return True
    named = [
        tokens[number].form
        for at, number in _levels(tokens)
        if at < first and tokens[at].sentence == tokens[first].sentence
    ]
    return bool(shape.level) and bool(named) and named[-1] != shape.level


def _levels(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where "level 1" and the like stand: both words, by index."""
    for index in range(len(tokens) - 1):
        if tokens[index].form == "level" and tokens[index + 1].form in LEVELS:
            yield index, index + 1


def _comparisons(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """For every "more … than" its index, and the side of :data:`COMPARED` that has more."""
    for index, token in enumerate(tokens):
        if token.word != "than":
            continue
        near = [other for other in tokens if other.sentence == token.sentence]
        before = [other.form for other in near if other.start < token.start]
        behind = [other.form for other in near if other.start > token.start]
        more, less = _side(before, COMPARED), _side(behind, COMPARED)
        if more and less == -more and not {"less", "fewer"} & {*before}:
            yield index, more


def _side(forms: Sequence[str], pair: Opposites) -> int:
    """The side of a pair that some words take alone: 1, −1, or 0."""
    one, other = bool(pair.one & {*forms}), bool(pair.other & {*forms})
    return one - other
