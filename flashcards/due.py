"""When a topic comes back: the due rule, on the key points that its card has now.

A topic is due on the first study day after its last counted recall on which

- the mean probability of recall of its key points is below 0.90, or
- a point missed last time has a probability below 0.70.

A point never answered counts as 0. The second clause costs few recalls more than the first alone,
and brings what was missed back sooner.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.events import Answer
from flashcards.fold import TopicMemory, counts, recalled
from flashcards.memory import DEFAULT, MemoryModel, PointMemory

MEAN_R = 0.90
"""A topic whose mean probability of recall is below this is due."""

MISSED_R = 0.70
"""So is one with a missed point whose own probability is below this."""

LAST_DAY = date.max.toordinal()


class Standing(NamedTuple):
    """How a topic stands at a moment.

    Attributes:
        mean_r: the mean probability, 0 to 1, that she recalls a key point today.
        due: whether the rule holds today and a recall now would count.
    """

    mean_r: float
    due: bool


_Trace = tuple[int, float, bool]
"""What the rule needs of one point: proleptic ordinal of its last day, stability, missed."""


def stand(topic: Topic, memory: TopicMemory | None, moment: Moment) -> Standing:
    """Mean recall of a topic, 0 if it was never recalled, and whether it is due."""
    if memory is None or memory.last is None:
        return Standing(0.0, due=False)
    count = max(1, len(topic.key_points))
    total, lost = _chances(_traces(topic, memory), moment.day.toordinal(), memory.model)
    faded = lost or total < MEAN_R * count
    return Standing(total / count, due=faded and counts(memory, moment))


def missed(topic: Topic, memory: TopicMemory) -> tuple[PointMemory, ...]:
    """The memories of the points, among those the card has now, that were missed last time."""
    found = (memory.points.get(point.id) for point in topic.key_points)
    return tuple(point for point in found if point is not None and point.missed)


def due_day(topic: Topic, memory: TopicMemory | None, moment: Moment) -> date | None:
    """The first study day, from today on, on which the topic is due.

    Args:
        topic: the card as it is now.
        memory: what is known of it, or None.
        moment: now; only its study day matters.

    Returns:
        The day; today if the topic is overdue, never the day of its last counted recall; None if
        it was never recalled.
    """
    if memory is None or memory.last is None:
        return None
    traces, count, model = _traces(topic, memory), len(topic.key_points), memory.model
    early = max(moment.day.toordinal(), min(memory.last.day.toordinal() + 1, LAST_DAY))
    if _faded(traces, count, early, model):
        return date.fromordinal(early)
    # A day after every point has had its stability, each chance is below 0.9, and so the mean.
    late = min(max(last + math.ceil(stability) + 1 for last, stability, _ in traces), LAST_DAY)
    # Chances only fall, so the rule holds from one day on for ever: halve the span around it.
    while late - early > 1:
        middle = (early + late) // 2
        if _faded(traces, count, middle, model):
            late = middle
        else:
            early = middle
    return date.fromordinal(late)


def preview(
    topic: Topic,
    memory: TopicMemory | None,
    answers: Mapping[str, Answer],
    moment: Moment,
    model: MemoryModel = DEFAULT,
) -> date | None:
    """The study day on which these answers would bring the topic back.

    Args:
        topic: the card as it is now.
        memory: what was known before these answers, or None.
        answers: point id → answer.
        moment: when the recall started.
        model: by which the memory is computed where there is none yet.

    Returns:
        The day. If the recall is extra it is the one that stood before, and None where no recall
        has counted yet.
    """
    return due_day(topic, recalled(memory, answers, moment, model), moment)


def _traces(topic: Topic, memory: TopicMemory) -> list[_Trace]:
    """The points of the card that were ever answered."""
    points = memory.points
    found = [points[point.id] for point in topic.key_points if point.id in points]
    return [
        (point.last_day.toordinal(), point.stability, point.last_answer is Answer.NO)
        for point in found
    ]


def _chances(traces: Sequence[_Trace], day: int, model: MemoryModel) -> tuple[float, bool]:
    """The sum of the points' probabilities, and whether one missed last time is too low."""
    total, lost = 0.0, False
    for last, stability, was_missed in traces:
        chance = model.recall(day - last, stability)
        total += chance
        lost = lost or (was_missed and chance < MISSED_R)
    return total, lost


def _faded(traces: Sequence[_Trace], count: int, day: int, model: MemoryModel) -> bool:
    """Whether the rule holds on a day, ``count`` being all points of the card."""
    total, lost = _chances(traces, day, model)
    return lost or total < MEAN_R * count
