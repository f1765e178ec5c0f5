"""All tables of her progress, at once or in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.events import Event
from flashcards.fold import TopicMemory, standing
from flashcards.memory import DEFAULT, MemoryModel
from flashcards.progress.forecast import recall_rows, work_days
from flashcards.progress.history import known, replay
from flashcards.progress.outcome import coverage_by_topic, judgement, retention
from flashcards.progress.tables import Judgement, Progress, Retention, Time
from flashcards.progress.times import DaysOff, time_spent

SOON = "being worked out …"


def at_once(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    moment: Moment,
    recall_minutes: float = 2.0,
) -> Progress:
    """What the memories alone say: recall since each topic's last recall, and what is to come.

    Args:
        topics: in course order.
        memories: topic key → memory, as of now.
        moment: now.
        recall_minutes: length of a free recall where a topic sets none.
    """
    work, later, unmet = work_days(topics, memories, moment, recall_minutes)
    return Progress(
        day=moment.day,
        complete=False,
        recall=recall_rows(topics, known(memories), moment.day),
        work=work,
        later=later,
        unmet=unmet,
        coverage=(),
        retention=Retention(0, None, None, (), SOON),
        judgement=Judgement(0, None, (), (), SOON),
        time=Time((), 0.0, 0, 0, 0),
    )


def soon(
    topics: Sequence[Topic],
    events: Sequence[Event],
    memories: Mapping[str, TopicMemory],
    moment: Moment,
    recall_minutes: float = 2.0,
    off: DaysOff | None = None,
) -> Progress:
    """All that can be told of a long journal before its memories are worked out again.

    Args:
        topics: in course order.
        events: the whole journal, oldest first.
        memories: topic key → memory, as of now.
        moment: now.
        recall_minutes: length of a free recall where a topic sets none.
        off: planned days off.
    """
    happened = standing(events)
    attempts = replay(happened, foresee=False).attempts
    return replace(
        at_once(topics, memories, moment, recall_minutes),
        coverage=coverage_by_topic(topics, attempts),
        judgement=judgement(topics, attempts),
        time=time_spent(happened, moment.day, off or DaysOff()),
    )


def progress(
    topics: Sequence[Topic],
    events: Sequence[Event],
    moment: Moment,
    recall_minutes: float = 2.0,
    off: DaysOff | None = None,
    model: MemoryModel = DEFAULT,
) -> Progress:
    """Everything that a journal tells.

    Args:
        topics: in course order.
        events: the whole journal, oldest first.
        moment: now.
        recall_minutes: length of a free recall where a topic sets none.
        off: planned days off.
        model: of memory, as it holds for the journal.
    """
    happened = standing(events)
    history = replay(happened, model)
    memories = {key: states[-1][1] for key, states in history.states.items()}
    work, later, unmet = work_days(topics, memories, moment, recall_minutes)
    return Progress(
        day=moment.day,
        complete=True,
        recall=recall_rows(topics, history.states, moment.day),
        work=work,
        later=later,
        unmet=unmet,
        coverage=coverage_by_topic(topics, history.attempts),
        retention=retention(history.attempts, fitted=model.fitted),
        judgement=judgement(topics, history.attempts),
        time=time_spent(happened, moment.day, off or DaysOff()),
    )
