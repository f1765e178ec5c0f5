"""The days until the last exam: which topics on which, and what that comes to.

The days are chosen three times with expected states of the model of memory that holds for her: by
the plan, by the usual schedule, and with no study at all. What each comes to on the exam days is
then found by following it with the learner's own tendency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from flashcards.due import MEAN_R
from flashcards.planning.daily import Item, Outlook, State, choose, outlook
from flashcards.planning.traces import PUBLISHED, Tendency, expect, recall_of, together

Choice = dict[int, tuple[int, ...]]
"""Ordinal of a study day → the places of its topics, in order."""


class Day(NamedTuple):
    """A study day that has minutes.

    Attributes:
        ordinal: which day.
        seconds: that may be filled.
    """

    ordinal: int
    seconds: float


class Course(NamedTuple):
    """What the days are about.

    Attributes:
        items: all topics, in course order; ``items[n].place`` is n.
        days: the study days from today to the last exam, in order, without days off.
        exams: ordinals of the exam days, in order; at least one.
    """

    items: tuple[Item, ...]
    days: tuple[Day, ...]
    exams: tuple[int, ...]


def planned(
    course: Course, state: State, *, skip: Sequence[int] = (), base: Tendency = PUBLISHED
) -> Choice:
    """The days as the plan has them.

    Args:
        course: what it is about.
        state: what is known of every topic today.
        skip: places of topics that cannot be recalled on the first of the days.
        base: the tendency by which days are chosen, that of the model.
    """
    state = dict(state)
    chosen: Choice = {}
    for index, day in enumerate(course.days):
        picked = choose(
            [item for item in course.items if item.exams and item.exams[-1] > day.ordinal],
            state,
            day.ordinal,
            day.seconds,
            outlooks(course, index),
            skip=skip if index == 0 else (),
            base=base,
        )
        _recall(course, state, picked, day.ordinal, base)
        chosen[day.ordinal] = tuple(picked)
    return chosen


def usual(
    course: Course,
    state: State,
    new_per_day: int,
    *,
    skip: Sequence[int] = (),
    base: Tendency = PUBLISHED,
) -> Choice:
    """The days as the usual schedule would have them: what is due, then new topics at her pace.

    It has the same days and minutes as the plan, so that the two can be compared.

    Args:
        course: what it is about.
        state: what is known of every topic today.
        new_per_day: new topics a day.
        skip: places of topics that cannot be recalled on the first of the days.
        base: the tendency by which days are chosen, that of the model.
    """
    state = dict(state)
    chosen: Choice = {}
    met = {place for place, traces in state.items() if any(trace[0] for trace in traces)}
    for index, day in enumerate(course.days):
        barred = set(skip) if index == 0 else set()
        picked = _due(course, state, met - barred, day, base)
        left = day.seconds - sum(course.items[place].seconds for place in picked)
        fresh = [
            item
            for item in course.items
            if item.place not in met
            and item.place not in barred
            and all(need in met for need in item.needs)
        ]
        for item in fresh[:new_per_day]:
            if item.seconds <= left or not picked:
                left -= item.seconds
                picked.append(item.place)
        _recall(course, state, picked, day.ordinal, base)
        met.update(picked)
        chosen[day.ordinal] = tuple(picked)
    return chosen


def follow(
    course: Course, state: State, chosen: Mapping[int, Iterable[int]], tendency: Tendency
) -> dict[int, dict[int, float]]:
    """What a choice of days comes to.

    Args:
        course: what it is about.
        state: what is known of every topic today.
        chosen: ordinal of a study day → the places of its topics.
        tendency: of the learner.

    Returns:
        Exam day → place → how many points are expected to be recalled on it.
    """
    state = dict(state)
    days = sorted(chosen)
    found = {}
    for exam in course.exams:
        while days and days[0] < exam:
            day = days.pop(0)
            _recall(course, state, chosen[day], day, tendency)
        curve = tendency.curve
        found[exam] = {place: recall_of(traces, exam, curve) for place, traces in state.items()}
    return found


def outlooks(course: Course, index: int) -> dict[int, Outlook]:
    """Exam day → what is to come before it, after the study day of that number."""
    found = {}
    today = course.days[index].ordinal
    for exam in course.exams:
        if exam <= today:
            continue
        later = [day for day in course.days[index + 1 :] if day.ordinal < exam]
        seconds = sum(day.seconds for day in later) / len(later) if later else 0.0
        demand = sum(item.seconds for item in course.items if exam in item.exams)
        found[exam] = outlook([day.ordinal for day in later], seconds, demand)
    return found


def _recall(
    course: Course, state: State, places: Iterable[int], day: int, tendency: Tendency
) -> None:
    """Move the expected states of topics by a recall of each."""
    curve = tendency.curve
    for place in places:
        exams = course.items[place].exams
        exam = next((each for each in exams if each > day), course.exams[-1])
        state[place] = together(
            [expect(trace, day, exam, tendency, curve) for trace in state[place]]
        )


def _due(course: Course, state: State, known: set[int], day: Day, base: Tendency) -> list[int]:
    """The due topics of a day, lowest mean recall first, as far as the minutes reach."""
    due = []
    for place in sorted(known):
        mean = recall_of(state[place], day.ordinal, base.curve) / course.items[place].points
        if mean < MEAN_R:
            due.append((mean, place))
    picked: list[int] = []
    seconds = day.seconds
    for _, place in sorted(due):
        seconds -= course.items[place].seconds
        if seconds < 0 and picked:
            break
        picked.append(place)
        if seconds < 0:
            break
    return picked
