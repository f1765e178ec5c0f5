"""Which topic next, and why: today's plan, and how every topic stands.

Due topics come first, the one with the lowest mean recall at the front, as far as the day's
minutes reach; the rest can wait. Then topics that were read and never recalled, then new ones, a
topic after those it builds on, as many a day as she wants. There is no chance in it: the same
memories at the same moment give the same plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.due import due_day, missed, preview, stand
from flashcards.events import Answer
from flashcards.fold import TopicMemory
from flashcards.why import why_due, why_new, why_read, why_waiting

__all__ = [
    "Kind",
    "Pace",
    "Plan",
    "State",
    "Task",
    "TopicStatus",
    "Upcoming",
    "due_day",
    "plan",
    "preview",
    "statuses",
]

SECONDS_A_POINT = 10
"""For checking one key point after a recall: find it in both texts, press a key."""


class Kind(StrEnum):
    """What sort of task: a topic that comes back, or one never recalled before."""

    DUE = "due"
    NEW = "new"


class State(StrEnum):
    """How a topic stands.

    Never met; read and never recalled; due, within today's minutes or not; or recalled and not
    due yet.
    """

    NEW = "new"
    READ = "read"
    DUE = "due"
    CAN_WAIT = "can wait"
    LATER = "later"


class Pace(Struct, frozen=True):
    """How much she wants to do.

    Attributes:
        new_per_day: topics that she meets a study day, by reading or by a first recall.
        minutes_per_day: minutes that a study day's plan may fill.
        recall_minutes: length of a free recall where the topic sets none.
    """

    new_per_day: int = 1
    minutes_per_day: float = 15
    recall_minutes: float = 2.0


class Task(Struct, frozen=True):
    """One topic to recall.

    Attributes:
        topic: its key.
        kind: ``due`` or ``new``.
        mean_r: mean probability of recall of its key points, 0 to 1; None if never recalled.
        minutes: how long it takes, estimated: the recall, and the check of each point.
        why: one sentence without a full stop.
    """

    topic: str
    kind: Kind
    mean_r: float | None
    minutes: float
    why: str


class Upcoming(NamedTuple):
    """A topic, by its key, and the study day on which it is due."""

    topic: str
    day: date


class Plan(Struct, frozen=True):
    """What to do on this study day, at this moment.

    Attributes:
        today: the tasks in order, due ones first.
        later: the due ones that can wait for another day.
        upcoming: all recalled topics that are not due, the next one first.
        minutes: about how long ``today`` takes.
        done_today: keys of the topics recalled or read on this study day, in course order.
    """

    today: tuple[Task, ...]
    later: tuple[Task, ...]
    upcoming: tuple[Upcoming, ...]
    minutes: int
    done_today: tuple[str, ...]


class TopicStatus(Struct, frozen=True):
    """How one topic stands.

    Attributes:
        topic: its key.
        state: in one word.
        mean_r: as in :class:`Task`.
        due_day: the study day on which it is due, today if it is; None if never recalled.
        answers: the last answer to each key point, in the card's order; None if never answered.
        missed: how many of its points were missed last time.
        secure: point id → steps to secure, 0 to 3, in the card's order; None if never recalled.
        last_day: study day of the last counted recall, or None.
    """

    topic: str
    state: State
    mean_r: float | None
    due_day: date | None
    answers: tuple[Answer | None, ...]
    missed: int
    secure: Mapping[str, int] | None
    last_day: date | None


class _Entry(NamedTuple):
    """A topic with what the plan asks of it, computed once."""

    topic: Topic
    memory: TopicMemory
    mean_r: float
    due: bool

    @property
    def recalled(self) -> bool:
        return self.memory.recalls > 0

    @property
    def met_on(self) -> date | None:
        """The study day on which she first saw the topic, reading or recalling."""
        return self.memory.read_on or self.memory.first_day

    def done_on(self, day: date) -> bool:
        """Whether she recalled it on that study day, so that it counted, or read it."""
        last = self.memory.last
        return day == (self.memory.reread_on if last is None else last.day)


def plan(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    pace: Pace,
    moment: Moment,
) -> Plan:
    """The plan of a study day, as it stands now.

    Args:
        topics: the topics that can be studied, in course order.
        memories: topic key → memory; other topics are new.
        pace: how much she wants to do.
        moment: now.
    """
    return _plan(_entries(topics, memories, moment), pace, moment)


def statuses(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    pace: Pace,
    moment: Moment,
) -> tuple[TopicStatus, ...]:
    """How every topic stands, in course order; the arguments are those of :func:`plan`."""
    entries = _entries(topics, memories, moment)
    made = _plan(entries, pace, moment)
    waiting = {task.topic for task in made.later}
    days = dict(made.upcoming)
    return tuple(_status(entry, moment.day, days, entry.topic.key in waiting) for entry in entries)


def _entries(
    topics: Sequence[Topic], memories: Mapping[str, TopicMemory], moment: Moment
) -> list[_Entry]:
    unknown = TopicMemory()
    entries = []
    for topic in topics:
        memory = memories.get(topic.key, unknown)
        mean_r, due = stand(topic, memory, moment)
        entries.append(_Entry(topic, memory, mean_r, due))
    return entries


def _plan(entries: Sequence[_Entry], pace: Pace, moment: Moment) -> Plan:
    today = moment.day
    done = [entry for entry in entries if entry.done_on(today)]
    left = pace.minutes_per_day * 60 - sum(seconds(entry.topic, pace) for entry in done)

    due = sorted((entry for entry in entries if entry.due), key=lambda entry: entry.mean_r)
    # A day's minutes may be fewer than one topic takes; the day still has its one topic.
    fit = _fitting(due, left, pace, least=0 if any(entry.recalled for entry in done) else 1)
    chosen, waiting = due[:fit], due[fit:]
    left -= sum(seconds(entry.topic, pace) for entry in chosen)

    fresh = [] if waiting else [*_read_before(entries, today), *_new(entries, pace, today)]
    fit = _fitting([entry for entry, _ in fresh], left, pace, least=0 if chosen or done else 1)

    tasks = [_task(entry, Kind.DUE, _why_due(entry, today), pace) for entry in chosen]
    tasks += [_task(entry, Kind.NEW, why, pace) for entry, why in fresh[:fit]]
    later = [_task(entry, Kind.DUE, why_waiting(_why_due(entry, today)), pace) for entry in waiting]
    return Plan(
        today=tuple(tasks),
        later=tuple(later),
        upcoming=_upcoming(entries, moment),
        minutes=round(sum(task.minutes for task in tasks)),
        done_today=tuple(entry.topic.key for entry in done),
    )


def _fitting(candidates: Sequence[_Entry], left: float, pace: Pace, least: int) -> int:
    """How many candidates, from the first on, fit into the seconds that are left."""
    for count, entry in enumerate(candidates):
        left -= seconds(entry.topic, pace)
        if left < 0:
            return min(max(count, least), len(candidates))
    return len(candidates)


def _read_before(entries: Sequence[_Entry], today: date) -> list[tuple[_Entry, str]]:
    """Topics read on another study day and never recalled, with the reason."""
    found = []
    for entry in entries:
        day = entry.memory.reread_on
        if day is not None and day != today and not entry.recalled:
            found.append((entry, why_read(day, today)))
    return found


def _new(entries: Sequence[_Entry], pace: Pace, today: date) -> list[tuple[_Entry, str]]:
    """The topics to meet today, in course order, with the reason.

    A topic is ready when each one that it builds on has been recalled. When none is, those whose
    prerequisites the deck lacks, because their cards are missing or broken, go by the rest.
    """
    wanted = pace.new_per_day - sum(entry.met_on == today for entry in entries)
    if wanted <= 0:
        return []
    known = {entry.topic.key: entry for entry in entries}
    unmet = [(entry, _prerequisites(entry.topic)) for entry in entries if entry.met_on is None]
    ready = [(e, keys) for e, keys in unmet if all(_recalled(known.get(k)) for k in keys)]
    if not ready:
        ready = [
            (e, keys) for e, keys in unmet if all(_recalled(known[k]) for k in keys if k in known)
        ]
    return [
        (entry, _why_new(entry.topic, [known[key] for key in keys if key in known]))
        for entry, keys in ready[:wanted]
    ]


def _recalled(entry: _Entry | None) -> bool:
    return entry is not None and entry.recalled


def _prerequisites(topic: Topic) -> list[str]:
    return list(topic.needs)


def _why_due(entry: _Entry, today: date) -> str:
    return why_due(entry.topic, entry.memory, today)


def _why_new(topic: Topic, prerequisites: Sequence[_Entry]) -> str:
    return why_new(
        topic,
        steady=[entry.topic.title for entry in prerequisites if not entry.due],
        shaky=[entry.topic.title for entry in prerequisites if entry.due],
    )


def _upcoming(entries: Sequence[_Entry], moment: Moment) -> tuple[Upcoming, ...]:
    found = []
    for topic, memory, _, due in entries:
        day = None if due else due_day(topic, memory, moment)
        if day is not None:
            found.append(Upcoming(topic.key, day))
    return tuple(sorted(found, key=lambda entry: entry.day))


def seconds(topic: Topic, pace: Pace) -> int:
    """How long a recall and its check take, in whole seconds so that sums are exact."""
    minutes = topic.minutes or pace.recall_minutes
    return round(minutes * 60) + SECONDS_A_POINT * len(topic.key_points)


def _task(entry: _Entry, kind: Kind, why: str, pace: Pace) -> Task:
    topic = entry.topic
    mean = entry.mean_r if entry.recalled else None
    return Task(topic.key, kind, mean, seconds(topic, pace) / 60, why)


def _status(entry: _Entry, today: date, days: Mapping[str, date], waits: bool) -> TopicStatus:
    topic, memory = entry.topic, entry.memory
    points = [(point.id, memory.points.get(point.id)) for point in topic.key_points]
    return TopicStatus(
        topic=topic.key,
        state=_state(entry, waits),
        mean_r=entry.mean_r if entry.recalled else None,
        due_day=today if entry.due else days.get(topic.key),
        answers=tuple(point.last_answer if point else None for _, point in points),
        missed=len(missed(topic, memory)),
        secure={id_: point.secure if point else 0 for id_, point in points}
        if entry.recalled
        else None,
        last_day=memory.last.day if memory.last else None,
    )


def _state(entry: _Entry, waits: bool) -> State:
    if entry.recalled:
        if entry.due:
            return State.CAN_WAIT if waits else State.DUE
        return State.LATER
    return State.NEW if entry.met_on is None else State.READ
