"""From topics, memories and settings to what the planning works on: places, traces, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.dates import WEEKDAYS
from flashcards.fold import TopicMemory, counts
from flashcards.planning.daily import Item, State
from flashcards.planning.exams import REACH, Exam
from flashcards.planning.horizon import Course, Day
from flashcards.planning.traces import Tendency, merged
from flashcards.schedule import Pace, seconds


class Setup(NamedTuple):
    """All that a plan is computed from.

    Attributes:
        course: topics, days and exams.
        state: what is known of every topic, by the model that holds for her.
        hers: the same with her own speed.
        barred: places of topics whose recall today would be extra.
        budgets: study day → minutes that the plan may fill, days off with none.
        raised: whether the minutes were raised so that the longest topic fits.
    """

    course: Course
    state: State
    hers: State
    barred: tuple[int, ...]
    budgets: Mapping[date, float]
    raised: bool


def ahead(exams: Sequence[Exam], today: date) -> tuple[Exam, ...]:
    """The exams that can be planned for, the next one first: after today, within the reach."""
    near = [exam for exam in exams if 0 < (exam.date - today).days <= REACH]
    return tuple(sorted(near, key=lambda exam: (exam.date, exam.name)))


def asked(exam: Exam, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics of an exam, in course order: those it names, or all."""
    if not exam.topics:
        return tuple(topics)
    return tuple(topic for topic in topics if {topic.id, topic.key} & set(exam.topics))


def plannable(exams: Sequence[Exam], topics: Sequence[Topic], today: date) -> tuple[Exam, ...]:
    """The exams ahead that ask for a topic of the course, the next one first."""
    return tuple(exam for exam in ahead(exams, today) if asked(exam, topics))


def set_up(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    pace: Pace,
    exams: Sequence[Exam],
    weekdays_off: Sequence[str],
    moment: Moment,
    tendency: Tendency,
) -> Setup:
    """Put together what a plan is computed from.

    Args:
        topics: those that can be studied, in course order.
        memories: topic key → memory.
        pace: her usual pace.
        exams: those ahead, at least one.
        weekdays_off: names of weekdays on which she never studies.
        moment: now.
        tendency: how her memory differs from that model.
    """
    today = moment.day
    items = _items(topics, pace, exams)
    state = {
        place: _traces(topic, memories.get(topic.key), today) for place, topic in enumerate(topics)
    }
    barred = [
        place for place, topic in enumerate(topics) if not counts(memories.get(topic.key), moment)
    ]
    longest = max((item.seconds for item in items if item.exams), default=0) / 60
    budgets, raised = _budgets(exams, pace, weekdays_off, today, longest)
    spent = sum(
        seconds(topic, pace) for topic in topics if _done_on(memories.get(topic.key), today)
    )
    days = []
    for day, minutes in budgets.items():
        left = minutes * 60 - (spent if day == today else 0)
        if minutes and left >= 0:
            days.append(Day(day.toordinal(), left))
    ordinals = tuple(sorted({exam.date.toordinal() for exam in exams}))
    course = Course(items, tuple(days), ordinals)
    first = bool(days) and days[0].ordinal == today.toordinal()
    return Setup(
        course, state, with_speed(state, tendency), tuple(barred) if first else (), budgets, raised
    )


def _items(topics: Sequence[Topic], pace: Pace, exams: Sequence[Exam]) -> tuple[Item, ...]:
    """The topics; what one builds on counts where an exam asks for both, or for neither."""
    places = {topic.key: place for place, topic in enumerate(topics)}
    wanted: dict[str, list[int]] = {topic.key: [] for topic in topics}
    for exam in exams:
        for topic in asked(exam, topics):
            wanted[topic.key].append(exam.date.toordinal())
    items = []
    for topic in topics:
        needs = [key for key in topic.needs if key in places]
        items.append(
            Item(
                place=places[topic.key],
                seconds=seconds(topic, pace),
                needs=tuple(places[key] for key in needs if not wanted[topic.key] or wanted[key]),
                exams=tuple(sorted(set(wanted[topic.key]))),
                points=max(1, len(topic.key_points)),
            )
        )
    return tuple(items)


def with_speed(state: State, tendency: Tendency) -> State:
    """The same points with the speed of a learner."""
    speed = tendency.speed
    return {
        place: tuple((trace[0] * speed, *trace[1:]) for trace in traces)
        for place, traces in state.items()
    }


def _traces(
    topic: Topic, memory: TopicMemory | None, today: date
) -> tuple[tuple[float, float, int, int], ...]:
    """The points of a card; a last day after today, by a clock set back, counts as today."""
    known = memory.points if memory else {}
    found = [known[point.id] for point in topic.key_points if point.id in known]
    states = [
        (
            point.stability,
            point.difficulty,
            min(point.last_day, today).toordinal(),
        )
        for point in found
    ]
    return merged(states, len(topic.key_points) - len(found))


def _budgets(
    exams: Sequence[Exam],
    pace: Pace,
    weekdays_off: Sequence[str],
    today: date,
    longest: float,
) -> tuple[dict[date, float], bool]:
    """Study day → minutes, from today to the day before the last exam, and whether raised.

    A day has the minutes of the exam ahead that asks for the most.
    """
    free = {day for exam in exams for day in exam.days_off}
    last = max(exam.date for exam in exams)
    budgets: dict[date, float] = {}
    raised = False
    for number in range((last - today).days):
        day = today + timedelta(days=number)
        if day in free or WEEKDAYS[day.weekday()].lower() in weekdays_off:
            budgets[day] = 0.0
            continue
        minutes = max(exam.minutes or pace.minutes_per_day for exam in exams if exam.date > day)
        raised = raised or minutes < longest
        budgets[day] = max(minutes, longest)
    return budgets, raised


def _done_on(memory: TopicMemory | None, day: date) -> bool:
    """Whether a topic was recalled on a study day, so that it counted, or read."""
    if memory is None:
        return False
    return day == (memory.reread_on if memory.last is None else memory.last.day)
