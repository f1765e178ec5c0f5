"""Topics and key points as notes of Anki: what each is called there, for good, and what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flashcards.cards import Example, KeyPoint, Topic
from flashcards.exchange import html

TOPIC: Final = "topic"
POINT: Final = "key point"

NOTE_TYPE: Final = "Flashcards: {kind}"
"""What Anki calls the types of the notes; the import knows by it which are open cards."""

_LEAST: Final = 1 << 30
"""Ids of decks and note types lie above it, where Anki's own, made of the time, never do."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note.

    Attributes:
        pack: short name of the pack that it comes from.
        kind: :data:`TOPIC` or :data:`POINT`.
        name: by which Anki knows it again, however its text was edited.
        front: HTML: a title, or a question.
        back: HTML: the card, or the idea.
        topic: HTML: the title that stands above the question; empty for a topic.
        tags: ``pack::topic``.
    """

    pack: str
    kind: str
    name: str
    front: str
    back: str
    topic: str
    tags: tuple[str, ...]


def notes(
    topics: Sequence[Topic], draw: Callable[[Topic, Example], html.Drawn | None]
) -> list[Note]:
    """A note for each topic and for each of its key points, in course order.

    Args:
        topics: what is exported.
        draw: what a live example gives; None where it cannot be computed.
    """
    return [note for topic in topics for note in _of(topic, draw)]


def _of(topic: Topic, draw: Callable[[Topic, Example], html.Drawn | None]) -> Iterator[Note]:
    tags = (f"{topic.pack}::{topic.id}",)
    title = html.words(topic.title)
    name = f"{topic.pack}/{topic.aliases[0] if topic.aliases else topic.id}"
    back = html.card(topic, lambda example: draw(topic, example))
    yield Note(topic.pack, TOPIC, guid(name), title, back, "", tags)
    taken: set[str] = set()
    for point in topic.key_points:
        point_name = f"{name}#{_first_id(point, topic, taken)}"
        front, back = html.inline(point.ask), html.inline(point.text)
        yield Note(topic.pack, POINT, guid(point_name), front, back, title, tags)


def _first_id(point: KeyPoint, topic: Topic, taken: set[str]) -> str:
    """The id by which a point is known: the one that it had first, where no other point has it.

    Of the parts of a point that was split, the first one takes over what was learnt in Anki.
    """
    there = {other.id for other in topic.key_points}
    earlier = (name for name in point.was if name not in taken and name not in there)
    found = next(earlier, point.id)
    taken.add(found)
    return found


def guid(name: str) -> str:
    """A name for Anki, the same for the same words: 24 hexadecimal digits."""
    return hashlib.sha256(f"flashcards {name}".encode()).hexdigest()[:24]


def number(name: str) -> int:
    """An id of a deck or of a note type, the same for the same words: 2**30 to 2**31 - 1."""
    digest = hashlib.sha256(f"flashcards {name}".encode()).digest()
    return _LEAST + int.from_bytes(digest[:4], "big") % _LEAST
