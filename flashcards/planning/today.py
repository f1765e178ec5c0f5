"""Today, while an exam is ahead: the plan's choice in the form of the usual schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.due import stand
from flashcards.fold import TopicMemory
from flashcards.memory import DEFAULT, MemoryModel
from flashcards.planning.daily import choose
from flashcards.planning.exams import Exam
from flashcards.planning.horizon import outlooks
from flashcards.planning.setup import Setup, plannable, set_up
from flashcards.planning.traces import Tendency, of_model
from flashcards.schedule import Kind, Pace, Plan, State, Task, TopicStatus, plan, seconds
from flashcards.settings import Settings
from flashcards.why import why_for_exam, why_planned, why_waiting

Memories = Mapping[str, TopicMemory]


def plan_today(
    topics: Sequence[Topic],
    memories: Memories,
    pace: Pace,
    settings: Settings,
    moment: Moment,
    model: MemoryModel = DEFAULT,
) -> Plan:
    """Today's plan in the form of the usual schedule, and just that where no exam is ahead.

    What the exams ask for comes first. Minutes that are left go to due topics that no exam asks
    for; due topics without a place today can wait. The arguments are those of
    :func:`flashcards.exam.exam_plan`, and the model of memory that holds for her.
    """
    by_schedule = plan(topics, memories, pace, moment)
    exams = plannable(settings.exams, topics, moment.day)
    if not exams:
        return by_schedule
    setup = set_up(topics, memories, pace, exams, settings.days_off, moment, of_model(model))
    chosen, left = _chosen(setup, moment, of_model(model))
    tasks = [_task(topics[place], memories, setup, place, exams, pace, moment) for place in chosen]
    picked = {task.topic for task in tasks}
    wanted = {topics[item.place].key for item in setup.course.items if item.exams}
    later = []
    # The schedule says of what waits that its minutes are full, which they may not be here.
    waiting = [replace(task, why=task.why.rpartition("; ")[0]) for task in by_schedule.later]
    for task in (*by_schedule.today, *waiting):
        if task.kind is not Kind.DUE or task.topic in picked:
            continue
        if task.topic in wanted:
            later.append(replace(task, why=why_planned(task.why)))
        elif round(task.minutes * 60) <= left:
            left -= round(task.minutes * 60)
            tasks.append(task)
        else:
            later.append(replace(task, why=why_waiting(task.why)))
    here = {task.topic for task in tasks}
    return Plan(
        today=tuple(tasks),
        later=tuple(later),
        upcoming=tuple(each for each in by_schedule.upcoming if each.topic not in here),
        minutes=round(sum(task.minutes for task in tasks)),
        done_today=by_schedule.done_today,
    )


def statuses_for(found: Sequence[TopicStatus], made: Plan, today: date) -> tuple[TopicStatus, ...]:
    """How every topic stands while an exam's plan holds.

    Args:
        found: how they stand by the usual schedule.
        made: today's plan.
        today: the study day.
    """
    here = {task.topic for task in made.today}
    later = {task.topic for task in made.later}
    changed = []
    for status in found:
        if status.mean_r is not None and status.topic in here:
            status = replace(status, state=State.DUE, due_day=today)
        elif status.topic in later:
            status = replace(status, state=State.CAN_WAIT)
        changed.append(status)
    return tuple(changed)


def _chosen(setup: Setup, moment: Moment, base: Tendency) -> tuple[list[int], float]:
    """Places of the topics that the plan has for today, and the seconds that are left then."""
    course = setup.course
    if not course.days or course.days[0].ordinal != moment.day.toordinal():
        return [], 0.0
    here = course.days[0]
    chosen = choose(
        [item for item in course.items if item.exams],
        setup.state,
        here.ordinal,
        here.seconds,
        outlooks(course, 0),
        skip=setup.barred,
        base=base,
    )
    return chosen, here.seconds - sum(course.items[place].seconds for place in chosen)


def _task(
    topic: Topic,
    memories: Memories,
    setup: Setup,
    place: int,
    exams: Sequence[Exam],
    pace: Pace,
    moment: Moment,
) -> Task:
    """A topic of the plan as a task."""
    item = setup.course.items[place]
    memory = memories.get(topic.key)
    known = memory is not None and memory.recalls > 0
    exam = next(exam for exam in exams if exam.date.toordinal() in item.exams)
    return Task(
        topic=topic.key,
        kind=Kind.DUE if known else Kind.NEW,
        mean_r=stand(topic, memory, moment).mean_r if known else None,
        minutes=seconds(topic, pace) / 60,
        why=why_for_exam(exam.called, (exam.date - moment.day).days),
    )
