"""The tables of progress, worked out beside the screen: a long journal takes seconds to tell."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.progress.tables import Progress
from flashcards.progress.times import DaysOff, days_off

if TYPE_CHECKING:
    from flashcards.study import Study


class ProgressAsked(Struct, frozen=True):
    """Asks for all tables.

    Attributes:
        folder: of the journal, which is only read.
        last: id of its last event; with another one the answer is another.
        model: name of the model of memory; so it is with another one.
        topics: in course order, without their texts.
        day: today's study day.
        recall_minutes: length of a free recall where a topic sets none.
        off: planned days off.
    """

    folder: str
    last: str
    model: str
    topics: tuple[Topic, ...]
    day: date
    recall_minutes: float
    off: DaysOff


def asked(study: Study) -> ProgressAsked:
    """What is to be asked for a learner, now."""
    newest = study.journal.events(last=1)
    return ProgressAsked(
        str(study.journal.file.parent),
        newest[0].id if newest else "",
        study.journal.model.name,
        tuple(map(_bare, study.deck.topics)),
        study.moment().day,
        study.settings.recall_minutes,
        days_off(study.settings),
    )


def _bare(topic: Topic) -> Topic:
    """A topic without what no table needs."""
    points = tuple(replace(point, text="", ask="", cues=()) for point in topic.key_points)
    return replace(topic, body="", key_points=points, examples=(), numbers=())


LONG = 2000
"""Events from which on it is worth while to tell first what is known soon."""


def tables(asked: ProgressAsked) -> Generator[Progress, None, Progress]:
    """All tables of a journal; of a long one first those that do not take long.

    Raises:
        JournalError: it cannot be read.
    """
    from flashcards.journal import Journal
    from flashcards.progress import progress, soon

    # Only the study day matters to the tables, so that one answer holds for all of it.
    noon = Moment(datetime.combine(asked.day, time(12), UTC), 0, asked.day)
    with Journal.open(Path(asked.folder), write=False) as journal:
        events, memories, model = journal.events(), journal.memories(), journal.model
    if len(events) >= LONG:
        yield soon(asked.topics, events, memories, noon, asked.recall_minutes, asked.off)
    return progress(asked.topics, events, noon, asked.recall_minutes, asked.off, model)
