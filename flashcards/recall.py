"""A recall against its card: which key points it seems to cover, and what its ticks come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flashcards.cards import Topic
from flashcards.events import Answer, Drilled, Event, Recalled
from flashcards.suggesting.cues import cues_of
from flashcards.suggesting.matching import find

WORTH: Final = {Answer.NO: 0.0, Answer.PARTLY: 0.5, Answer.YES: 1.0}
"""What an answer adds to coverage."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A key point that a text seems to cover.

    Attributes:
        point: its id.
        spans: the words that led to it, as (start, end) in the text, in order.
    """

    point: str
    spans: tuple[tuple[int, int], ...]


def suggest(topic: Topic, text: str) -> dict[str, Suggestion]:
    """The key points that a text seems to cover, by id, in the card's order.

    It is only a suggestion; the learner decides.
    """
    cues = cues_of(topic)
    return {point: Suggestion(point, spans) for point, spans in find(cues, text)}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many key points were had, had in part, and missed."""

    yes: int
    partly: int
    no: int

    @property
    def total(self) -> int:
        """All points that were answered."""
        return self.yes + self.partly + self.no


def counts(answers: Mapping[str, Answer]) -> Counts:
    """The answers of one recall, counted."""
    given = list(answers.values())
    return Counts(given.count(Answer.YES), given.count(Answer.PARTLY), given.count(Answer.NO))


def coverage(answers: Mapping[str, Answer]) -> float:
    """Share of the key points recalled, 0 to 1: a *yes* counts 1, a *partly* ½; 0 of none."""
    if not answers:
        return 0.0
    return sum(WORTH[answer] for answer in answers.values()) / len(answers)


def drill_order(events: Iterable[Event]) -> list[tuple[str, str]]:
    """The missed points that are still to be drilled, as (topic key, point id).

    Topics that felt most comfortable come first: an error made in confidence is the one that
    is best mended (Butterfield & Metcalfe 2001). Within a topic the order is the card's.

    Args:
        events: those of the session, oldest first, without what was undone.
    """
    comfort: dict[tuple[str, str], int] = {}
    for event in events:
        if isinstance(event, Recalled):
            answers = event.answers
        elif isinstance(event, Drilled):
            answers = {event.point: event.answer}
        else:
            continue
        for point, answer in answers.items():
            if answer is not Answer.NO:
                comfort.pop((event.topic, point), None)
            elif isinstance(event, Recalled):
                comfort[event.topic, point] = event.comfort or 0
    return sorted(comfort, key=lambda missed: -comfort[missed])
