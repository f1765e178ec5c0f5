"""A key point that holds two ideas: half of it recalled is neither yes nor no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.cards import KeyPoint, Topic
from flashcards.quality.notes import Note, words_only

CODE = "two-ideas"

LONG = 30
"""Words from which on a single joint between clauses is one too many."""

_SENTENCES = re.compile(r"[^\s.]{2,}[.!?] +[A-Z§]")
_JOINTS = re.compile(
    r"; |, (?:but|whereas|while) |, and (?=(?:the|a|an|it|its|they|there|this|that|each|every|one"
    r"|no|we|you|§) )"
)


def notes(topic: Topic) -> Iterator[Note]:
    """Key points that should be two."""
    for point in topic.key_points:
        if _holds_two(point):
            yield Note(
                point.line,
                CODE,
                "This key point holds more than one idea; make each a point of its own, and let"
                f" each say `was={point.id}` behind its id.",
            )
        elif words_only(point.ask).count("?") > 1:
            yield Note(
                point.line,
                CODE,
                "The question of this key point is two; ask one, and make a point of the other.",
            )


def _holds_two(point: KeyPoint) -> bool:
    text = words_only(point.text)
    joints = len(_JOINTS.findall(text))
    return bool(_SENTENCES.search(text)) or joints > 1 or (joints > 0 and len(text.split()) > LONG)
