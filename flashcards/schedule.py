"""Which topic next, and why: today's plan, and how every topic stands.

Due topics come first, the one with the lowest mean recall at the front, as far as the day's
minutes reach; the rest can wait. Then topics that were read and never recalled, then new ones, a
topic after those it builds on, as many a day as she wants. There is no chance in it: the same
memories at the same moment give the same plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.due import due_day, is_due, mean_r, missed, preview
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


@dataclass(frozen=True, slots=True)
class Pace:
    """How much she wants to do.

    Attributes:
        new_per_day: topics that she meets a study day, by reading or by a first recall.
        minutes_per_day: minutes that a study day's plan may fill.
        recall_minutes: length of a free recall where the topic sets none.
    """

    new_per_day: int = 1
    minutes_per_day: float = 15
    recall_minutes: float = 2.0


@dataclass(frozen=True, slots=True)
class Task:
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


@dataclass(frozen=True, slots=True)
class Plan:
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


@dataclass(frozen=True, slots=True)
class TopicStatus:
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


class _Standing(NamedTuple):
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
    return _plan(_standings(topics, memories, moment), pace, moment)


def statuses(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    pace: Pace,
    moment: Moment,
) -> tuple[TopicStatus, ...]:
    """How every topic stands, in course order; the arguments are those of :func:`plan`."""
    standings = _standings(topics, memories, moment)
    made = _plan(standings, pace, moment)
    waiting = {task.topic for task in made.later}
    days = dict(made.upcoming)
    return tuple(
        _status(standing, moment.day, days, standing.topic.key in waiting) for standing in standings
    )


def _standings(
    topics: Sequence[Topic], memories: Mapping[str, TopicMemory], moment: Moment
) -> list[_Standing]:
    unknown = TopicMemory()
    standings = []
    for topic in topics:
        memory = memories.get(topic.key, unknown)
        mean = mean_r(topic, memory, moment.day)
        standings.append(_Standing(topic, memory, mean, is_due(topic, memory, moment)))
    return standings


def _plan(standings: Sequence[_Standing], pace: Pace, moment: Moment) -> Plan:
    today = moment.day
    done = [s for s in standings if s.done_on(today)]
    left = pace.minutes_per_day * 60 - sum(_seconds(s.topic, pace) for s in done)

    due = sorted((s for s in standings if s.due), key=lambda s: s.mean_r)
    # A day's minutes may be fewer than one topic takes; the day still has its one topic.
    fit = _fitting(due, left, pace, least=0 if any(s.recalled for s in done) else 1)
    chosen = due[:fit]
    left -= sum(_seconds(s.topic, pace) for s in chosen)

    fresh: list[tuple[_Standing, str]] = []
    if len(chosen) == len(due):
        fresh = [*_read_before(standings, today), *_new(standings, pace, today)]
        first = 0 if chosen or done else 1
        fresh = fresh[: _fitting([s for s, _ in fresh], left, pace, least=first)]

    why = {s.topic.key: why_due(s.topic, s.memory, today) for s in due}
    tasks = [_task(s, Kind.DUE, why[s.topic.key], pace) for s in chosen]
    tasks += [_task(s, Kind.NEW, reason, pace) for s, reason in fresh]
    later = [_task(s, Kind.DUE, why_waiting(why[s.topic.key]), pace) for s in due[fit:]]
    return Plan(
        today=tuple(tasks),
        later=tuple(later),
        upcoming=_upcoming(standings, moment),
        minutes=round(sum(task.minutes for task in tasks)),
        done_today=tuple(s.topic.key for s in done),
    )


def _fitting(candidates: Sequence[_Standing], left: float, pace: Pace, least: int) -> int:
    """How many candidates, from the first on, fit into the seconds that are left."""
    for count, standing in enumerate(candidates):
        left -= _seconds(standing.topic, pace)
        if left < 0:
            return min(max(count, least), len(candidates))
    return len(candidates)


def _read_before(standings: Sequence[_Standing], today: date) -> list[tuple[_Standing, str]]:
    """Topics read on another study day and never recalled, with the reason."""
    found = []
    for standing in standings:
        day = standing.memory.reread_on
        if day is not None and day != today and not standing.recalled:
            found.append((standing, why_read(day, today)))
    return found


def _new(standings: Sequence[_Standing], pace: Pace, today: date) -> list[tuple[_Standing, str]]:
    """The topics to meet today, in course order, with the reason.

    A topic is ready when each one that it builds on has been recalled. When none is, those whose
    prerequisites the deck lacks, because their cards are missing or broken, go by the rest.
    """
    wanted = pace.new_per_day - sum(s.met_on == today for s in standings)
    if wanted <= 0:
        return []
    known = {s.topic.key: s for s in standings}
    unmet = [(s, _prerequisites(s.topic)) for s in standings if s.met_on is None]
    ready = [(s, keys) for s, keys in unmet if all(k in known and known[k].recalled for k in keys)]
    if not ready:
        ready = [
            (s, keys) for s, keys in unmet if all(known[k].recalled for k in keys if k in known)
        ]
    return [
        (s, _why_new(s.topic, [known[k] for k in keys if k in known])) for s, keys in ready[:wanted]
    ]


def _why_new(topic: Topic, prerequisites: Sequence[_Standing]) -> str:
    return why_new(
        topic,
        steady=[s.topic.title for s in prerequisites if not s.due],
        shaky=[s.topic.title for s in prerequisites if s.due],
    )


def _prerequisites(topic: Topic) -> list[str]:
    return [f"{topic.pack}/{id_}" for id_ in topic.after]


def _upcoming(standings: Sequence[_Standing], moment: Moment) -> tuple[Upcoming, ...]:
    found = []
    for topic, memory, _, due in standings:
        day = None if due else due_day(topic, memory, moment)
        if day is not None:
            found.append(Upcoming(topic.key, day))
    return tuple(sorted(found, key=lambda entry: entry.day))


def _seconds(topic: Topic, pace: Pace) -> int:
    """How long a recall and its check take, in whole seconds so that sums are exact."""
    minutes = topic.minutes or pace.recall_minutes
    return round(minutes * 60) + SECONDS_A_POINT * len(topic.key_points)


def _task(standing: _Standing, kind: Kind, why: str, pace: Pace) -> Task:
    topic = standing.topic
    mean = standing.mean_r if standing.recalled else None
    return Task(topic.key, kind, mean, _seconds(topic, pace) / 60, why)


def _status(standing: _Standing, today: date, days: Mapping[str, date], waits: bool) -> TopicStatus:
    topic, memory = standing.topic, standing.memory
    points = [(point.id, memory.points.get(point.id)) for point in topic.key_points]
    return TopicStatus(
        topic=topic.key,
        state=_state(standing, waits),
        mean_r=standing.mean_r if standing.recalled else None,
        due_day=today if standing.due else days.get(topic.key),
        answers=tuple(point.last_answer if point else None for _, point in points),
        missed=len(missed(topic, memory)),
        secure={id_: point.secure if point else 0 for id_, point in points}
        if standing.recalled
        else None,
        last_day=memory.last.day if memory.last else None,
    )


def _state(standing: _Standing, waits: bool) -> State:
    if standing.recalled:
        if standing.due:
            return State.CAN_WAIT if waits else State.DUE
        return State.LATER
    return State.NEW if standing.met_on is None else State.READ
