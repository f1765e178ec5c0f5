"""What is expected of an exam: the days compared, with ranges and in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flashcards.cards import Topic
from flashcards.dates import long_date
from flashcards.planning.daily import Item
from flashcards.planning.exams import Exam
from flashcards.planning.horizon import Choice
from flashcards.planning.ranges import outcome
from flashcards.planning.results import Forecast, TopicForecast
from flashcards.planning.setup import Setup, asked
from flashcards.planning.traces import Tendency

NAMED = 3
"""How many topics a note names before it counts the rest."""


Outcome = Mapping[int, Mapping[int, float]]
"""Exam day → place → how many points are expected to be recalled on it."""


class Outcomes(NamedTuple):
    """What the same days come to: as planned, by the usual schedule, and without study.

    Attributes:
        chosen: the days as planned.
        planned: what they come to.
        usual: with the usual schedule.
        stopped: without any more study.
    """

    chosen: Choice
    planned: Outcome
    usual: Outcome
    stopped: Outcome


def forecast(
    exam: Exam,
    topics: Sequence[Topic],
    setup: Setup,
    outcomes: Outcomes,
    recalls: int,
    today: date,
    tendency: Tendency,
) -> Forecast:
    """What the days come to on the day of one exam.

    Args:
        exam: which.
        topics: all topics of the course, in its order.
        setup: what the days start from.
        outcomes: of the days.
        recalls: how many recalls of the exam's topics there were so far.
        today: the study day.
        tendency: of the learner.
    """
    wanted = {topic.key for topic in asked(exam, topics)}
    items = [item for item in setup.course.items if topics[item.place].key in wanted]
    days = (exam.date - today).days
    rows = tuple(_row(topics[item.place], item, exam, outcomes, days, tendency) for item in items)
    points = sum(item.points for item in items)
    shares = [_mean(items, each[exam.date.toordinal()]) for each in outcomes[1:]]
    low, with_plan, high = outcome(shares[0], shares[2], len(items), days, tendency)
    answered = sum(trace[3] for item in items for trace in setup.state[item.place] if trace[0])
    return Forecast(
        exam=exam,
        days_left=days,
        topics=rows,
        with_plan=with_plan,
        low=low,
        high=high,
        usual=outcome(shares[1], shares[2], len(items), days, tendency).likely,
        stopped=shares[2],
        answered=answered,
        points=points,
        basis=_basis(answered, points, recalls, fitted=tendency.model.fitted),
        notes=tuple(_notes(exam, topics, items, rows, setup)),
    )


def _row(
    topic: Topic, item: Item, exam: Exam, outcomes: Outcomes, days: int, tendency: Tendency
) -> TopicForecast:
    """One topic on the exam day."""
    day = exam.date.toordinal()
    with_plan, usual, stopped = (each[day][item.place] / item.points for each in outcomes[1:])
    low, likely, high = outcome(with_plan, stopped, 1, days, tendency)
    return TopicForecast(
        topic=topic.key,
        with_plan=likely,
        low=low,
        high=high,
        usual=outcome(usual, stopped, 1, days, tendency).likely,
        stopped=stopped,
        recalls=sum(item.place in places for on, places in outcomes.chosen.items() if on < day),
    )


def _mean(items: Sequence[Item], recall: Mapping[int, float]) -> float:
    """The share over all points."""
    return sum(recall[item.place] for item in items) / sum(item.points for item in items)


def _basis(answered: int, points: int, recalls: int, *, fitted: bool) -> str:
    """What a prediction rests on."""
    if not answered:
        return (
            "You have answered none of its points yet, so this is what learners usually reach, "
            "and no more than a guess about you."
        )
    so_far = f"This rests on {recalls} recall{'s' * (recalls != 1)}: "
    own = " It goes by parameters that are fitted to your own answers." if fitted else ""
    if answered == points:
        return f"{so_far}each of the {points} points has been answered.{own}"
    return (
        f"{so_far}{answered} of {points} points have been answered; for the "
        f"{points - answered} that are new it is a guess from how first answers usually go.{own}"
    )


def _notes(
    exam: Exam,
    topics: Sequence[Topic],
    items: Sequence[Item],
    rows: Sequence[TopicForecast],
    setup: Setup,
) -> Iterator[str]:
    """What she should know about the exam, a sentence each."""
    known = {name for topic in topics for name in (topic.id, topic.key)}
    if strange := [name for name in exam.topics if name not in known]:
        yield f"The course has no topic {_listed(strange)}; it is left out of {exam.called}."
    if setup.raised:
        longest = max(item.seconds for item in setup.course.items if item.exams)
        yield (
            f"A recall and its check take up to {math.ceil(longest / 60)} minutes, more than a day "
            "of yours has; the plan takes one topic a day."
        )
    days = [day for day in setup.budgets if setup.budgets[day] and day < exam.date]
    if not days:
        yield f"No study day is left before {long_date(exam.date)}."
        return
    left_out = [
        topics[item.place].title
        for item, row in zip(items, rows, strict=True)
        if not row.recalls and not any(trace[0] for trace in setup.state[item.place])
    ]
    if left_out:
        yield (
            f"{len(left_out)} of {len(items)} topics do not fit in: {_listed(left_out)}. "
            f"{_enough(items, len(days))} minutes a day would be enough to meet all of them."
        )


def _enough(items: Sequence[Item], days: int) -> int:
    """Minutes a day that surely hold every topic once."""
    a_day = math.ceil(len(items) / days)
    return math.ceil(a_day * max(item.seconds for item in items) / 60)


def _listed(names: Sequence[str]) -> str:
    """``A``, ``A, B and C``, ``A, B, C and 4 others``."""
    shown, rest = list(names[:NAMED]), len(names) - NAMED
    if rest > 0:
        shown.append(f"{rest} other{'s' * (rest > 1)}")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
