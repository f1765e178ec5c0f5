"""When topics come back while the plan of an exam holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from flashcards.planning.results import ExamPlan
from flashcards.schedule import Plan, State, TopicStatus, Upcoming


def statuses_by(
    found: Sequence[TopicStatus], made: ExamPlan, today: date
) -> tuple[TopicStatus, ...]:
    """The same with the plan's days in the place of the schedule's.

    A topic that the plan has no more is back once its exam is over and the usual schedule holds.

    Args:
        found: how every topic stands, as today's plan has it.
        made: the plan of the exams ahead.
        today: the study day.
    """
    planned, over = _next_days(made, today), _over(made)
    return tuple(
        _moved(status, planned.get(status.topic), over.get(status.topic, today)) for status in found
    )


def upcoming_by(found: Plan, made: ExamPlan, today: date) -> Plan:
    """Today's plan, with what comes next as the plan of the exams ahead has it."""
    planned = _next_days(made, today)
    over = _over(made)
    days = {each.topic: max(each.day, over.get(each.topic, each.day)) for each in found.upcoming}
    here = {task.topic for task in found.today}
    coming = [Upcoming(key, day) for key, day in (days | planned).items() if key not in here]
    return replace(found, upcoming=tuple(sorted(coming, key=lambda each: each.day)))


def _moved(status: TopicStatus, planned: date | None, over: date) -> TopicStatus:
    """One topic, with the plan's next day for it, if any, and the day of its last exam."""
    if status.due_day is None or status.state is State.DUE:
        return status
    if planned is not None:
        return replace(status, state=State.LATER, due_day=planned)
    if status.state is State.CAN_WAIT:
        return status
    return replace(status, due_day=max(status.due_day, over))


def _next_days(made: ExamPlan, today: date) -> dict[str, date]:
    """Topic → the first day after today on which the plan has it."""
    found: dict[str, date] = {}
    for day in made.days:
        for task in day.tasks if day.day > today else ():
            found.setdefault(task.topic, day.day)
    return found


def _over(made: ExamPlan) -> dict[str, date]:
    """Topic → the day of the last exam that asks for it; from then on the usual schedule holds."""
    found: dict[str, date] = {}
    for forecast in made.forecasts:
        for row in forecast.topics:
            found[row.topic] = max(forecast.exam.date, found.get(row.topic, date.min))
    return found
