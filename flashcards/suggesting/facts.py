"""Who does what in this course: things that students mix up, each with what is said of it.

"``coef`` gives the deviations" and "complete pooling is a line for each group" name the right
words in the wrong place. A clause that says of one thing, and of it alone, what only the other
does is no recall of anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flashcards.suggesting.lexicon import (
    CLAUSES,
    DENIALS,
    POINTING,
    STOP,
    SUBJECTS,
    Opposites,
    opposites,
)
from flashcards.suggesting.words import Token

SAID: Final = 6
"""Words behind a verb that belong to what it says, small ones not counted."""

OPENING: Final = SUBJECTS | POINTING | CLAUSES
"""Words with which a clause goes on about something else than the one before it."""

NEAR: Final = 5
"""Tokens behind a thing within which its verb stands."""

SAYING: Final = frozenset(
    {
        "=", "are", "check", "contain", "describ", "do", "draw", "extract", "fit", "give", "has",
        "have", "is", "mean", "means", "print", "return", "see", "show", "stand", "use", "was",
    }
)  # fmt: skip
"""Stems and words between a thing and what is said of it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Two things that are mixed up.

    Attributes:
        things: their forms.
        said: forms of what is said of the one alone, and of the other alone.
    """

    things: Opposites
    said: Opposites


FACTS: Final = tuple(
    Fact(*opposites(things, said))
    for things, said in (
        ("b0 gamma00 b0i | b1 gamma10 b1i", "intercept | slope"),
        ("b0 gamma00 intercept | b1 gamma10 slope", "begin axi | unit steep"),
        ("complet fulli full total | nopool", "ignor togeth pretend | separ own alon itself"),
        ("coef | ranef", "actual real coeffici valu | deviat distanc"),
        ("coef | ranef", "actual real coeffici valu | differences"),
        ("restrict reduc | full", "without fewer lack remov drop | all more everyth"),
        ("predict | augment", "vector alon onli just match merg bind cbind | data column"),
        ("fix fixef | ranef", "typic popul centr | deviations deviation"),
        ("fix fixef | random", "same constant | differ vari"),
        ("varianc | sd", "^2 squar | root sqrt"),
        ("row | column col", "group subject | effect"),
        ("qqnorm qqlin qqplot hist histogram | scale", "normal | varianc spread"),
        ("geom_ribbon | geom_line", "interv band ci lower upper | line"),
        ("thick bold | thin faint", "averag mean fix overal popul | group subject individu each"),
        ("residual epsilon | zeta zeta0 zeta1", "observ point within insid | between"),
    )
)


THINGS: Final = frozenset().union(*(fact.things.one | fact.things.other for fact in FACTS))
"""All things that are mixed up, so that most words are quickly passed over."""


def mixed_up(tokens: Sequence[Token], denied: Sequence[int]) -> Iterator[range]:
    """The tokens that say of a thing what only its rival does, from the thing on."""
    for start, token in enumerate(tokens):
        if token.form not in THINGS and token.word not in THINGS:
            continue
        # The last of a sum is not what the sum comes to.
        if denied[start] >= 0 or (start and tokens[start - 1].form in ("plus", "minus")):
            continue
        verb = _verb(tokens, start)
        if verb > start:
            end = _end(tokens, verb)
            for fact in FACTS:
                side = _side(token, fact.things)
                if side and not _named_before(tokens, start, fact):
                    said = set(_said(tokens, denied, range(verb, end), fact))
                    if said == {-side}:
                        yield range(start, end)


def _said(
    tokens: Sequence[Token], denied: Sequence[int], within: range, fact: Fact
) -> Iterator[int]:
    for index in within:
        if side := _side(tokens[index], fact.said):
            denier = denied[index]
            yield -side if denier >= 0 and tokens[denier].form in DENIALS else side


def _side(token: Token, pair: Opposites) -> int:
    """The side that a word takes: 1, −1, or 0."""
    forms = {token.form, token.word}
    return bool(forms & pair.one) - bool(forms & pair.other)


def _named_before(tokens: Sequence[Token], start: int, fact: Fact) -> bool:
    """Whether the clause has named a thing or said something before this one."""
    return any(
        _side(token, fact.things) or _side(token, fact.said)
        for token in tokens[max(0, start - SAID) : start]
        if token.clause == tokens[start].clause
    )


def _verb(tokens: Sequence[Token], start: int) -> int:
    """The place of the verb that goes with a thing, or of what a colon sets behind it; or −1."""
    for index in range(start + 1, min(start + NEAR, len(tokens))):
        token, before = tokens[index], tokens[index - 1]
        if token.sentence != before.sentence or token.form in ("and", "plus"):
            return -1
        if token.clause != before.clause:
            named = index == start + 1 or (index == start + 2 and before.form == "pool")
            return index if named and token.word not in OPENING else -1
        if token.form in SAYING or token.word in SAYING:
            return index
        if token.form == "for" and index == start + 1:
            return index
    return -1


def _end(tokens: Sequence[Token], verb: int) -> int:
    """Where what a verb says ends."""
    left = SAID
    for index in range(verb, len(tokens)):
        left -= tokens[index].form not in STOP
        ended = tokens[index].clause != tokens[verb].clause
        if left < 0 or ended or tokens[index].form in ("and", "plus"):
            return index
    return len(tokens)
