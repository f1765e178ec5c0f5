"""A card much longer than the rest: more than one recall can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from flashcards.cards import Topic
from flashcards.quality.notes import Note

CODE = "long-card"

MUCH = 2.0
"""How many times the middle length of its course is long."""

ENOUGH = 500
"""Words that are never too many."""

ALONE = 1_500
"""Words that are too many where there is little to compare with."""

FEW = 4
"""Topics below which the middle length says little."""

_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)


def length(topic: Topic) -> int:
    """Words of a card's text, code left out."""
    return len(_FENCE.sub("", topic.body).split())


def usual(lengths: Sequence[int]) -> float:
    """How many words a card of a course may have.

    Args:
        lengths: of all of its cards, in words.
    """
    return ALONE if len(lengths) < FEW else max(MUCH * median(lengths), ENOUGH)


def notes(topic: Topic, limit: float) -> Iterator[Note]:
    """Whether the card is longer than a limit, in words."""
    words = length(topic)
    if words > limit:
        yield Note(
            topic.body_line,
            CODE,
            f"The card has {words} words, much more than the others; make it two topics, of which"
            " one builds on the other.",
        )
