"""The days until the last exam: the plan's choices one after another, and what they come to.

The same walk over the days is made three times with expected states: as the plan has it, as the
usual schedule would have it, and with no study at all. All of them are compared on the exam days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flashcards.due import MEAN_R
from flashcards.planning.daily import Item, Outlook, State, choose, outlook
from flashcards.planning.traces import Tendency, Trace, expect, recall_of, together


class Day(NamedTuple):
    """A study day that has minutes.

    Attributes:
        ordinal: which day.
        seconds: that may be filled.
    """

    ordinal: int
    seconds: float


class Course(NamedTuple):
    """What the walk over the days is about.

    Attributes:
        items: all topics, in course order; ``items[n].place`` is n.
        days: the study days from today on, in order, without days off.
        exams: ordinals of the exam days, in order; at least one.
        tendency: of the learner.
    """

    items: tuple[Item, ...]
    days: tuple[Day, ...]
    exams: tuple[int, ...]
    tendency: Tendency


class Walk(NamedTuple):
    """What came of the days.

    Attributes:
        chosen: ordinal of a study day → the places of its topics, in order.
        recall: exam day → place → how many points are expected to be recalled on it.
    """

    chosen: dict[int, tuple[int, ...]]
    recall: dict[int, dict[int, float]]


def planned(course: Course, state: State, *, skip: Sequence[int] = ()) -> Walk:
    """The days as the plan has them.

    Args:
        course: what it is about.
        state: what is known of every topic today.
        skip: places of topics that cannot be recalled on the first of the days, if that is today.
    """
    asked = [item for item in course.items if item.exams]
    state = dict(state)
    chosen: dict[int, tuple[int, ...]] = {}
    recall: dict[int, dict[int, float]] = {}
    for (index, day), due in _stops(course):
        _note(course, state, due, recall)
        if day is None:
            break
        open_items = [item for item in asked if item.exams[-1] > day.ordinal]
        picked = choose(
            open_items,
            state,
            day.ordinal,
            day.seconds,
            outlooks(course, index),
            course.tendency,
            skip=skip if index == 0 else (),
        )
        for place in picked:
            _recalled(course, state, place, day.ordinal)
        chosen[day.ordinal] = tuple(picked)
    return Walk(chosen, recall)


def usual(
    course: Course, state: State, new_per_day: int, minutes: float, *, skip: Sequence[int] = ()
) -> Walk:
    """The days as the usual schedule would have them: what is due, then new topics at her pace.

    Args:
        course: what it is about; the seconds of its days are not used.
        state: what is known of every topic today.
        new_per_day: new topics a day.
        minutes: a day.
        skip: places of topics that cannot be recalled on the first of the days, if that is today.
    """
    state = dict(state)
    chosen: dict[int, tuple[int, ...]] = {}
    recall: dict[int, dict[int, float]] = {}
    met = {place for place, traces in state.items() if any(trace[0] for trace in traces)}
    for (index, day), due in _stops(course):
        _note(course, state, due, recall)
        if day is None:
            break
        barred = set(skip) if index == 0 else set()
        picked = _usual_day(course, state, met - barred, day.ordinal, minutes * 60)
        left = minutes * 60 - sum(course.items[place].seconds for place in picked)
        fresh = [
            item
            for item in course.items
            if item.place not in met
            and item.place not in barred
            and all(need in met for need in item.needs)
        ][:new_per_day]
        for item in fresh:
            if item.seconds <= left or not picked:
                left -= item.seconds
                picked.append(item.place)
        for place in picked:
            _recalled(course, state, place, day.ordinal)
        met.update(picked)
        chosen[day.ordinal] = tuple(picked)
    return Walk(chosen, recall)


def stopped(course: Course, state: State) -> Walk:
    """The days without any study."""
    recall: dict[int, dict[int, float]] = {}
    _note(course, state, course.exams, recall)
    return Walk({}, recall)


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


def _stops(course: Course) -> Iterator[tuple[tuple[int, Day | None], tuple[int, ...]]]:
    """The study days in order, each with the exams since the one before; at the end the rest."""
    exams = list(course.exams)
    for index, day in enumerate(course.days):
        past = [exam for exam in exams if exam <= day.ordinal]
        exams = exams[len(past) :]
        if not exams:
            yield (index, None), tuple(past)
            return
        yield (index, day), tuple(past)
    yield (len(course.days), None), tuple(exams)


def _note(
    course: Course,
    state: State,
    exams: Sequence[int],
    recall: dict[int, dict[int, float]],
) -> None:
    """Keep what is expected of every topic on the exam days that have come."""
    curve = course.tendency.curve
    for exam in exams:
        recall[exam] = {place: recall_of(traces, exam, curve) for place, traces in state.items()}


def _recalled(course: Course, state: State, place: int, day: int) -> None:
    """Move the expected state of a topic."""
    exam = next((each for each in course.items[place].exams if each > day), course.exams[-1])
    curve = course.tendency.curve
    state[place] = together(
        [expect(trace, day, exam, course.tendency, curve) for trace in state[place]]
    )


def _usual_day(
    course: Course,
    state: Mapping[int, tuple[Trace, ...]],
    known: set[int],
    day: int,
    seconds: float,
) -> list[int]:
    """The due topics of a day, lowest mean recall first, as far as the minutes reach."""
    due = []
    for place in sorted(known):
        mean = recall_of(state[place], day, course.tendency.curve) / course.items[place].points
        if mean < MEAN_R:
            due.append((mean, place))
    picked: list[int] = []
    for _, place in sorted(due):
        seconds -= course.items[place].seconds
        if seconds < 0 and picked:
            break
        picked.append(place)
        if seconds < 0:
            break
    return picked
