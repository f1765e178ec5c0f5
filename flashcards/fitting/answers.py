"""The answers of a journal that moved the schedule: what parameters are fitted to and judged by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from flashcards.events import Event, Happening, Recalled
from flashcards.fold import TopicMemory, apply, standing
from flashcards.memory import RATINGS


class Given(NamedTuple):
    """One answer that moved the schedule.

    Attributes:
        point: key of the topic and id of the point.
        day: ordinal of the study day.
        gap: study days since the last answer to the point; 0 at the first.
        rating: as the memory model is told.
    """

    point: tuple[str, str]
    day: int
    gap: int
    rating: int

    @property
    def recall(self) -> tuple[str, int]:
        """The recall that it was given in: its topic, and the day."""
        return self.point[0], self.day


def given(events: Iterable[Event]) -> list[Given]:
    """The answers that moved the schedule, in their order.

    Args:
        events: a whole journal, oldest first.
    """
    memories: dict[str, TopicMemory] = {}
    last: dict[tuple[str, str], int] = {}
    found = []
    for event in standing(events):
        before = memories.get(event.topic) or TopicMemory()
        after = memories[event.topic] = apply(before, _bare(event))
        if not isinstance(event, Recalled) or after.recalls == before.recalls:
            continue
        day = event.moment.day.toordinal()
        for id_, answer in event.answers.items():
            point = event.topic, id_
            found.append(Given(point, day, day - last.get(point, day), RATINGS[answer]))
            last[point] = day
    return found


def _bare(event: Happening) -> Happening:
    """The same without answers: whether it counts does not hang on them."""
    return replace(event, answers={}) if isinstance(event, Recalled) else event
