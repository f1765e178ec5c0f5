"""Tags of notes: where a deck holds many, they say which belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from flashcards.exchange.pairs import TOGETHER, Names, Pair

STATES = frozenset({"leech", "marked"})
"""Tags that tell how learning went, not what a note is about."""

LEAST = 2
"""Notes of one tag, on average; where there are fewer the tags are no topics."""

LONGEST = 1_000
"""Letters that are looked at."""


def first(tags: str) -> Names:
    """What the first tag of a note says, the outermost name first; empty where there is none.

    Args:
        tags: parted by spaces; ``::`` stands between a tag and those within it, and ``_`` for a
            space.
    """
    telling = (tag for tag in tags[:LONGEST].split() if tag.casefold() not in STATES)
    parts = (part.replace("_", " ").strip() for part in next(telling, "").split("::"))
    return tuple(filter(None, parts))


def as_topics(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, those of large decks with their tags as topics within the deck.

    A deck is parted if it is too large for one topic, and tags are shared by several notes.
    """
    decks: dict[Names, Counter[Names]] = {}
    for pair in pairs:
        decks.setdefault(pair.topic, Counter())[pair.tag] += 1
    parted = {
        deck
        for deck, tags in decks.items()
        if len(tags) > 1 and tags.total() > TOGETHER and tags.total() >= LEAST * len(tags)
    }
    return [
        replace(pair, topic=(*pair.topic, *pair.tag)) if pair.topic in parted else pair
        for pair in pairs
    ]
