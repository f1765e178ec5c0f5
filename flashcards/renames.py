"""What topics and key points were called before, and what happened under those names since.

Events are never changed. Where they are read, an earlier name stands for the topic or the points
that took its place, by these rules:

- A topic that was renamed (``aliases``) keeps everything.
- A point that was renamed (``was=``) keeps everything.
- Of a point that was split, each part begins with what the whole one had.
- Of points that were joined, the answer to the new one is the weakest of theirs.
- A point that was taken away keeps its answers in the journal, and they are no longer counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from flashcards.cards import Topic
from flashcards.events import Answer, Draft, Drilled, Event, Recalled

WEAKEST: Final = (Answer.NO, Answer.PARTLY, Answer.YES)
"""Answers from the weakest on."""

Kept = TypeVar("Kept", bound=Event | Draft)


class Names(Struct, frozen=True, dict=True):
    """Earlier names.

    Attributes:
        topics: earlier key of a topic → its key.
        points: key of a topic → id of a point it has → the ids whose place it took.
    """

    topics: Mapping[str, str] = {}
    points: Mapping[str, Mapping[str, tuple[str, ...]]] = {}

    def key(self, topic: str) -> str:
        """The key that a topic has now."""
        return self.topics.get(topic, topic)

    def earlier(self, topic: str) -> tuple[str, ...]:
        """All keys under which something of a topic may be kept, its own first."""
        return (topic, *(old for old, now in self.topics.items() if now == topic))

    @property
    def digest(self) -> str:
        """Says in a few letters which names these are; empty where there are none."""
        return sha256(self.to_json().encode()).hexdigest()[:12] if self else ""

    def __bool__(self) -> bool:
        return bool(self.topics or self.points)

    def to_json(self) -> str:
        """As one line, from which :meth:`from_json` makes an equal one."""
        return json.dumps([self.topics, self.points], sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Names:
        """The names that :meth:`to_json` wrote; none where it did not."""
        try:
            topics, points = json.loads(text)
            return cls(
                {str(old): str(now) for old, now in topics.items()},
                {
                    str(topic): {str(new): tuple(map(str, old)) for new, old in each.items()}
                    for topic, each in points.items()
                },
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls()


NO_NAMES: Final = Names()
"""Where nothing was ever called otherwise."""


def names_of(topics: Iterable[Topic]) -> Names:
    """The earlier names that cards tell of."""
    cards = tuple(topics)
    keys = {card.key for card in cards}
    aliases = {f"{card.pack}/{old}": card.key for card in cards for old in card.aliases}
    points = {
        card.key: {point.id: point.was for point in card.key_points if point.was}
        for card in cards
        if any(point.was for point in card.key_points)
    }
    return Names({old: now for old, now in aliases.items() if old not in keys}, points)


def renamed(event: Kept, names: Names) -> Kept:
    """The same event or draft under the names that hold now."""
    topic = names.key(event.topic)
    if topic != event.topic:
        event = replace(event, topic=topic)
    was = names.points.get(topic)
    if not was:
        return event
    if isinstance(event, Recalled):
        return (replace(event, answers=_answers(event.answers, was),
                                    suggested=_ids(event.suggested, was)))  # fmt: skip
    if isinstance(event, Draft):
        return replace(event, answers=_answers(event.answers, was))
    if isinstance(event, Drilled):
        return replace(event, point=_ids((event.point,), was)[0])
    return event


def answers_now(topic: str, answers: Mapping[str, Answer], names: Names) -> Mapping[str, Answer]:
    """Answers to the points of a topic under the names that hold now.

    Args:
        topic: the key that it has now.
        answers: point id → answer.
        names: the earlier ones.
    """
    was = names.points.get(topic)
    return _answers(answers, was) if was else answers


def _answers(
    answers: Mapping[str, Answer], was: Mapping[str, Sequence[str]]
) -> Mapping[str, Answer]:
    """Answers to the points that are there now; what was answered under its own name stays so."""
    found = {
        new: min(given, key=WEAKEST.index)
        for new, old in was.items()
        if new not in answers and (given := [answers[one] for one in old if one in answers])
    }
    if not found:
        return answers
    gone = {one for new in found for one in was[new]}
    return {**{id_: answer for id_, answer in answers.items() if id_ not in gone}, **found}


def _ids(ids: Sequence[str], was: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Ids of the points that took the place of these, or they themselves."""
    found = ([new for new, old in was.items() if one in old] or [one] for one in ids)
    return tuple(dict.fromkeys(new for each in found for new in each))


def all_renamed(events: Iterable[Event], names: Names) -> list[Event]:
    """Events under the names that hold now, in their order."""
    if not names:
        return list(events)
    return [renamed(event, names) for event in events]
