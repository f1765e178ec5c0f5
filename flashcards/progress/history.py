"""A journal told again: what was foreseen at every recall, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from flashcards.events import Answer, Happening, Purpose, Recalled
from flashcards.fold import TopicMemory, apply
from flashcards.memory import DEFAULT, MemoryModel, retrievability
from flashcards.recall import coverage


class Attempt(NamedTuple):
    """One recall that stands.

    Attributes:
        topic: its key.
        day: study day on which it started.
        purpose: what it was for.
        counted: whether it moved the schedule.
        answers: point id → answer, in the card's order.
        coverage: share of the points recalled, 0 to 1.
        comfort: 1 to 5 as she judged before, or None.
        seconds: time she spent writing.
        since: whole days since the last counted recall of the topic, never below 0; None at the
            first.
        number: how many counted recalls of the topic there are with this one, from 1.
        foreseen: point id → probability, 0 to 1, that it would be recalled; only of points that
            were answered before, and only where the recall counted.
    """

    topic: str
    day: date
    purpose: Purpose
    counted: bool
    answers: Mapping[str, Answer]
    coverage: float
    comfort: int | None
    seconds: float
    since: int | None
    number: int
    foreseen: Mapping[str, float]


States = Mapping[str, list[tuple[date, TopicMemory]]]
"""Topic key → its memory after each counted recall, with the study day of that; days ascend."""


class History(NamedTuple):
    """Everything that a replay brings.

    Attributes:
        attempts: all recalls that stand, oldest first.
        states: what was known after each counted one.
    """

    attempts: list[Attempt]
    states: States


def replay(
    events: Iterable[Happening], model: MemoryModel = DEFAULT, *, foresee: bool = True
) -> History:
    """The history of a journal under the memory model that holds now.

    Args:
        events: those that stand, in the journal's order (:func:`flashcards.fold.standing`).
        model: that holds now.
        foresee: whether memories are worked out, which takes most of the time; without them
            nothing is foreseen and the states know no point.
    """
    memories: dict[str, TopicMemory] = {}
    states: dict[str, list[tuple[date, TopicMemory]]] = {}
    attempts: list[Attempt] = []
    for event in events:
        before = memories.get(event.topic)
        after = apply(before, event if foresee else _bare(event), model)
        memories[event.topic] = after
        if isinstance(event, Recalled):
            attempt = _attempt(event, before, after)
            attempts.append(attempt)
            if attempt.counted:
                states.setdefault(event.topic, []).append((attempt.day, after))
    return History(attempts, states)


def known(memories: Mapping[str, TopicMemory]) -> States:
    """What the memories of now say of the days since each topic's last counted recall."""
    return {
        key: [(memory.last.day, memory)]
        for key, memory in memories.items()
        if memory.last is not None
    }


def _bare(event: Happening) -> Happening:
    """The same without answers, so that it moves the topic and no point of it."""
    return replace(event, answers={}) if isinstance(event, Recalled) else event


def _attempt(event: Recalled, before: TopicMemory | None, after: TopicMemory) -> Attempt:
    day = event.moment.day
    counted = after.recalls > (before.recalls if before else 0)
    last = before.last.day if before and before.last else None
    points = before.points if before and counted else {}
    return Attempt(
        topic=event.topic,
        day=day,
        purpose=event.purpose,
        counted=counted,
        answers=event.answers,
        coverage=coverage(event.answers),
        comfort=event.comfort,
        seconds=event.seconds,
        since=None if last is None else max(0, (day - last).days),
        number=after.recalls,
        foreseen={
            point: retrievability(points[point], day, after.model)
            for point in event.answers
            if point in points
        },
    )
