"""The plan for a date: what to recall on which day, and what she will know when it comes.

An exam has a day, minutes and topics. The plan goes through the study days until then. On each it
ranks the topics by what a recall is expected to add on the exam day, a minute, and takes as many
as the day's minutes hold; how the worth of a recall is found stands in
:mod:`flashcards.planning.daily`. It overrides the usual pace of new topics, which still wait for
what they build on. It is a pure function of memories, settings and day: a day that was missed is
gone, and the plan of the next one starts from what is known then. Once no exam is ahead there is
no plan, and the usual schedule holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.fold import TopicMemory
from flashcards.planning.coming import statuses_by, upcoming_by
from flashcards.planning.exams import REACH, Exam
from flashcards.planning.forecast import Outcomes, forecast
from flashcards.planning.horizon import Choice, follow, planned, usual
from flashcards.planning.results import (
    ExamPlan,
    Forecast,
    PlannedDay,
    PlannedTask,
    TopicForecast,
)
from flashcards.planning.setup import Setup, ahead, asked, plannable, set_up
from flashcards.planning.today import plan_today, statuses_for
from flashcards.planning.traces import Tendency, of_model
from flashcards.schedule import Kind, Pace
from flashcards.settings import Settings

__all__ = [
    "REACH",
    "Exam",
    "ExamPlan",
    "Forecast",
    "PlannedDay",
    "PlannedTask",
    "Tendency",
    "TopicForecast",
    "ahead",
    "asked",
    "exam_plan",
    "plan_today",
    "statuses_by",
    "statuses_for",
    "upcoming_by",
]


def exam_plan(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    pace: Pace,
    settings: Settings,
    moment: Moment,
    tendency: Tendency,
) -> ExamPlan | None:
    """The plan for the exams that are ahead, or None where none is.

    Args:
        topics: those that can be studied, in course order.
        memories: topic key → memory; other topics are new.
        pace: her usual pace.
        settings: exams and days off.
        moment: now.
        tendency: how her memory differs from the model that holds for her; forecasts are made
            with it, the days are chosen without.
    """
    exams = plannable(settings.exams, topics, moment.day)
    if not exams:
        return None
    setup = set_up(topics, memories, pace, exams, settings.days_off, moment, tendency)
    course, state, barred = setup.course, setup.state, setup.barred
    base = of_model(tendency.model)
    chosen = planned(course, state, skip=barred, base=base)
    by_schedule = usual(course, state, pace.new_per_day, skip=barred, base=base)
    outcomes = Outcomes(
        chosen, *(follow(course, setup.hers, days, tendency) for days in (chosen, by_schedule, {}))
    )
    forecasts = []
    for exam in exams:
        keys = {topic.key for topic in asked(exam, topics)}
        recalls = sum(memory.recalls for key, memory in memories.items() if key in keys)
        forecasts.append(forecast(exam, topics, setup, outcomes, recalls, moment.day, tendency))
    return ExamPlan(_days(topics, setup, chosen), tuple(forecasts))


def _days(topics: Sequence[Topic], setup: Setup, chosen: Choice) -> tuple[PlannedDay, ...]:
    """The choice as days with tasks."""
    met = {place for place, traces in setup.state.items() if any(each[0] for each in traces)}
    left = {date.fromordinal(day.ordinal): day.seconds / 60 for day in setup.course.days}
    made = []
    for day, budget in setup.budgets.items():
        tasks = []
        for place in chosen.get(day.toordinal(), ()):
            kind = Kind.DUE if place in met else Kind.NEW
            met.add(place)
            minutes = setup.course.items[place].seconds / 60
            tasks.append(PlannedTask(topics[place].key, kind, minutes))
        total = sum(task.minutes for task in tasks)
        made.append(PlannedDay(day, tuple(tasks), total, left.get(day, 0.0), off=not budget))
    return tuple(made)
