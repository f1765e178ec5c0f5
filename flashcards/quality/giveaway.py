"""A question that gives its answer away: it is read, and nothing need be recalled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flashcards.cards import KeyPoint, Topic
from flashcards.quality.notes import Note, forms
from flashcards.suggesting.cues import cues_of
from flashcards.suggesting.lexicon import STOP
from flashcards.suggesting.matching import find

CODE = "answer-in-question"

MOST = 0.8
"""Share of the idea's words that no question should hold."""

MANY = 0.65
"""The same where the question would be taken for an answer as well."""

FEWEST = 3
"""Words of an idea from which on shares say something."""

SMALL: Final = STOP | {
    "and", "as", "at", "by", "do", "doe", "for", "from", "here", "how", "in", "no", "not", "on",
    "or", "so", "that", "there", "they", "this", "what", "when", "which", "who", "whi", "with",
    "you",
}  # fmt: skip
"""Forms of words that carry nothing."""


def notes(topic: Topic) -> Iterator[Note]:
    """Key points whose question holds their idea."""
    for point in topic.key_points:
        share = _share(point)
        if share >= MOST or (share >= MANY and _would_be_taken(topic, point)):
            yield Note(
                point.line,
                CODE,
                "The question of this key point says what its answer is; ask for it in other"
                " words.",
            )


def _share(point: KeyPoint) -> float:
    """How much of an idea its question holds, 0 to 1, by words."""
    idea = forms(point.text) - SMALL
    return len(idea & forms(point.ask)) / len(idea) if len(idea) >= FEWEST else 0.0


def _would_be_taken(topic: Topic, point: KeyPoint) -> bool:
    """Whether the question, written as a recall, would be taken for the point."""
    said = point.ask.replace("?", ".")
    return any(name == point.id for name, _ in find(cues_of(topic), said))
