"""Mean recall by topic and day, as it was and as it will be; and what comes back when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.due import due_day
from flashcards.fold import TopicMemory
from flashcards.memory import retrievability
from flashcards.progress.history import States
from flashcards.progress.tables import RecallRow, WorkDay
from flashcards.schedule import SECONDS_A_POINT

PAST: Final = 84
"""Days before today that are shown."""

AHEAD: Final = 28
"""Days after today."""


def recall_rows(topics: Sequence[Topic], states: States, today: date) -> tuple[RecallRow, ...]:
    """Mean recall of every topic on every day, by what was known at its end.

    Args:
        topics: in course order.
        states: what was known after each counted recall, as far as it is worked out.
        today: the study day.
    """
    return tuple(_row(topic, states.get(topic.key, []), today) for topic in topics)


def mean_recall(topic: Topic, memory: TopicMemory, day: date) -> float:
    """The mean probability, 0 to 1, that a key point of the card is recalled on a day."""
    points = [memory.points.get(point.id) for point in topic.key_points]
    return sum(retrievability(point, day, memory.model) for point in points) / max(1, len(points))


def _row(topic: Topic, states: Sequence[tuple[date, TopicMemory]], today: date) -> RecallRow:
    starts = [day for day, _ in states]
    past: list[float | None] = []
    for back in range(PAST, -1, -1):
        day = _moved(today, -back)
        # Where the clock went back, the last recall lies ahead of today and still is what is known.
        number = bisect_right(starts, day) if back else len(starts)
        past.append(mean_recall(topic, states[number - 1][1], day) if number else None)
    ahead = []
    if states:
        ahead = [mean_recall(topic, states[-1][1], _moved(today, n)) for n in range(1, AHEAD + 1)]
    away = ((day - today).days for day in starts)
    recalled = tuple(days for days in away if -PAST <= days <= 0)
    return RecallRow(topic.key, topic.title, tuple(past), tuple(ahead), recalled)


def work_days(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    moment: Moment,
    recall_minutes: float,
) -> tuple[tuple[WorkDay, ...], int, int]:
    """What comes back on each of the coming days, each topic once.

    When a topic comes back a second time depends on how its next recall goes, so that is left out.

    Returns:
        The days from today on; how many topics come back later; how many were never recalled.
    """
    found: dict[int, list[Topic]] = {}
    later = unmet = 0
    for topic in topics:
        day = due_day(topic, memories.get(topic.key), moment)
        if day is None:
            unmet += 1
        elif (away := (day - moment.day).days) > AHEAD:
            later += 1
        else:
            found.setdefault(away, []).append(topic)
    days = tuple(
        WorkDay(
            _moved(moment.day, away),
            tuple(topic.key for topic in found.get(away, [])),
            sum(_minutes(topic, recall_minutes) for topic in found.get(away, [])),
        )
        for away in range(AHEAD + 1)
    )
    return days, later, unmet


def _minutes(topic: Topic, recall_minutes: float) -> float:
    return (topic.minutes or recall_minutes) + SECONDS_A_POINT * len(topic.key_points) / 60


def _moved(day: date, by: int) -> date:
    """A day so many days away, within the calendar."""
    number = min(max(day.toordinal() + by, 1), date.max.toordinal())
    return day + timedelta(number - day.toordinal())
