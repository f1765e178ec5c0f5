"""When topics come back while an exam is ahead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashcards.exam import ExamPlan
from flashcards.planning.exams import Exam
from flashcards.schedule import State
from flashcards.settings import Settings
from flashcards.study import Study
from tests.flashcards.histories import NO, TODAY, days
from tests.flashcards.learner import clock_of, learner, recalled


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A learner who recalled two of three topics yesterday and has an exam in eight days."""
    exam = Exam(name="exam", date=TODAY + days(9), minutes=2)
    with learner(tmp_path, Settings(exams=(exam,))) as study:
        recalled(study, study.deck.topics[0])
        recalled(study, study.deck.topics[1], {"a": NO})
        clock_of(study).pass_days(1)
        yield study


def planned(study: Study) -> ExamPlan:
    made = study.exam_plan()
    assert made is not None
    return made


def test_topics_come_back_on_the_days_of_the_plan(study: Study) -> None:
    made = planned(study)
    today = study.moment().day
    for status in study.statuses(made):
        following = [
            day.day
            for day in made.days
            if day.day > today and status.topic in {task.topic for task in day.tasks}
        ]
        if status.state is State.DUE:
            assert status.due_day == today
        elif status.mean_r is None:
            assert status.due_day is None
        elif following:
            assert (status.state, status.due_day) == (State.LATER, following[0])


def test_a_topic_that_the_plan_has_no_more_is_back_after_the_exam(study: Study) -> None:
    made = planned(study)
    bare = replace(made, days=tuple(replace(day, tasks=()) for day in made.days))
    usual = {status.topic: status for status in study.statuses()}
    for status in study.statuses(bare):
        if status.state is State.LATER:
            assert status.due_day is not None
            assert status.due_day >= study.settings.exams[0].date
        else:
            assert status == usual[status.topic]


def test_a_topic_that_no_exam_asks_for_keeps_its_day(study: Study) -> None:
    exam = replace(study.settings.exams[0], topics=("three",))
    study.settings = replace(study.settings, exams=(exam,))
    assert study.statuses(planned(study))[:2] == study.statuses()[:2]


def test_what_comes_next_is_what_the_plan_has_next(study: Study) -> None:
    made = planned(study)
    plan = study.plan(made)
    coming = dict(plan.upcoming)
    assert list(coming.values()) == sorted(coming.values())
    assert not set(coming) & {task.topic for task in plan.today}
    tomorrow = made.days[1]
    for task in tomorrow.tasks:
        if task.topic in coming:
            assert coming[task.topic] == tomorrow.day
    assert replace(plan, upcoming=()) == replace(study.plan(), upcoming=())


def test_without_an_exam_ahead_nothing_is_changed(study: Study) -> None:
    made = planned(study)
    study.settings = Settings()
    assert study.exam_plan() is None
    assert study.plan(made) == study.plan()
    assert study.statuses(made) == study.statuses()
