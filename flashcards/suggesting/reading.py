"""A recall as it is read: words mended and stemmed, code recognised, denials marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from flashcards.suggesting.direction import deniers
from flashcards.suggesting.facts import mixed_up
from flashcards.suggesting.lexicon import SYMBOLS
from flashcards.suggesting.objections import doubted
from flashcards.suggesting.rcode import Code, find_code
from flashcards.suggesting.words import Token, tokens

JOINING: Final = frozenset("=~+*|") | {"by", "for", "from", "in", "is", "are", "of", "on", "to"}
"""Signs and words that join what stands beside them: a bare list has none."""

KEYWORDS: Final = 5
"""Items, of one or two words each, from which on a sentence is a bare list."""


@dataclass(frozen=True)
class Reading:
    """A text, ready to be looked through.

    Attributes:
        tokens: its words and symbols, in order; a formula is one, with an empty form.
        code: the calls and formulas in it.
    """

    tokens: tuple[Token, ...]
    code: tuple[Code, ...]

    @cached_property
    def denied_by(self) -> list[int]:
        """For each token the index of the word that denies it, or −1."""
        return deniers(self.tokens)

    @cached_property
    def doubted(self) -> frozenset[int]:
        """The tokens that are no recall of anything."""
        sentences = set(doubted(self.tokens))
        found = {i for i, token in enumerate(self.tokens) if token.sentence in sentences}
        return frozenset(found.union(*self.mixed_up))

    @cached_property
    def mixed_up(self) -> tuple[range, ...]:
        """The tokens that say of something what another does."""
        return tuple(mixed_up(self.tokens, self.denied_by))

    @cached_property
    def equations(self) -> frozenset[int]:
        """The sentences, or lines, that say what a symbol is equal to or how it is distributed."""
        return frozenset(
            token.sentence
            for token, sign in pairwise(self.tokens)
            if sign.form in ("=", "~") and token.form in SYMBOLS and token.sentence == sign.sentence
        )

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each form stands."""
        found: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            if token.form:
                found.setdefault(token.form, []).append(index)
        return found

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Where each word stands as it was written, code among them."""
        found: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            found.setdefault(token.word, []).append(index)
        return found

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The tokens that start in a stretch of the text."""
        return tuple(i for i, token in enumerate(self.tokens) if start <= token.start < end)


def read(text: str, mend: Callable[[Token], Token], title: Sequence[str] = ()) -> Reading:
    """Reads a text.

    Args:
        text: what she wrote.
        mend: puts slips of the pen right.
        title: forms of a long title; to repeat it is no recall.
    """
    code = tuple(find_code(text))
    formulas = [(piece.inside, piece.end) for piece in code if piece.model is not None]
    found: list[Token] = []
    for token in _loosened(tokens(text)):
        inside = next((start for start, end in formulas if start <= token.start < end), None)
        if inside is None:
            found.append(mend(token))
        elif not found or found[-1].start < inside:
            # All of a formula is one token, without a form.
            found.append(replace(token, form=""))
    return Reading(tuple(_without(found, title) if title else found), code)


def _without(found: Sequence[Token], title: Sequence[str]) -> Iterator[Token]:
    """Tokens with the first mention of a title left without forms."""
    forms = [token.form for token in found]
    length = len(title)
    starts = (at for at in range(len(forms)) if forms[at : at + length] == [*title])
    start = next(starts, len(forms))
    for at, token in enumerate(found):
        yield replace(token, form="") if start <= at < start + length else token


def _loosened(found: Sequence[Token]) -> Iterator[Token]:
    """Tokens with every item of a bare list of words as a sentence of its own.

    A list says nothing about how its words belong together.
    """
    sentences: dict[int, list[Token]] = {}
    for token in found:
        sentences.setdefault(token.sentence, []).append(token)
    lists = {number for number, within in sentences.items() if _is_list(within)}
    for token in found:
        yield replace(token, sentence=-1 - token.clause) if token.sentence in lists else token


def _is_list(sentence: Sequence[Token]) -> bool:
    items = len({token.clause for token in sentence})
    short = items >= KEYWORDS and len(sentence) <= 2 * items
    return short and not any(token.word in JOINING for token in sentence)
