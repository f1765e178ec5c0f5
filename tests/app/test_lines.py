"""What the commands print."""

from __future__ import annotations

import io
import json
import os
import re
import sys

import pytest
from msgspec.structs import replace

from app.lines import (
    due_json,
    due_lines,
    log_json,
    log_lines,
)
from app.output import write_json, write_lines
from app.problem_lines import check_json, check_lines
from flashcards.deck import Deck
from flashcards.events import Answer
from flashcards.problems import Problem, Severity
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall

ERROR = Problem("a.md", 3, 1, "no-points", "There is no key point.", Severity.ERROR)
WARNING = Problem("b.md", 1, 2, "unknown-key", "It is not known.", Severity.WARNING)


@pytest.mark.parametrize(
    ("problems", "last"),
    [
        ([], "All is well."),
        ([ERROR], "1 error, 0 warnings"),
        ([WARNING], "0 errors, 1 warning"),
        ([ERROR, WARNING, WARNING], "1 error, 2 warnings"),
    ],
)
def test_problems_and_their_sum(problems: list[Problem], last: str) -> None:
    lines = list(check_lines(problems))
    assert lines == [*map(str, problems), last]
    found = json.loads(json.dumps(check_json(problems)))
    assert f"{found['errors']} error" in last or not problems
    assert [problem["severity"] for problem in found["problems"]] == [
        str(problem.severity) for problem in problems
    ]


def test_every_task_of_a_plan_has_its_id_and_below_it_its_reason(
    study: Study, clock: Clock, course: Deck
) -> None:
    for topic in course.topics[:4]:
        recall(study, topic.id, Answer.NO)
    clock.pass_days(5)
    plan = study.plan()
    lines = list(due_lines(study, plan))
    for task in (*plan.today, *plan.later):
        topic = course.topic(task.topic)
        assert topic is not None
        new = ", new" if task.kind == "new" else ""
        at = lines.index(f"  {topic.title} ({topic.id}){new}")
        assert lines[at + 1].startswith(f"      {task.why}")
        assert ("(mean recall now " in lines[at + 1]) == (task.mean_r is not None)


def test_a_plan_as_json_is_the_plan(study: Study, clock: Clock, course: Deck) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    clock.pass_days(4)
    plan = study.plan()
    found = due_json(study, plan)
    assert found == json.loads(json.dumps(found))
    assert [task["topic"] for task in found["today"]] == [task.topic for task in plan.today]
    assert found["minutes"] == plan.minutes


def test_nothing_due(study: Study) -> None:
    study.settings = replace(study.settings, new_per_day=0)
    assert list(due_lines(study, study.plan())) == ["Sunday 22 November", "Nothing is due today."]


def test_a_log_names_the_year_where_it_is_another(study: Study, clock: Clock, course: Deck) -> None:
    recall(study, course.topics[0].id)
    clock.pass_days(60)
    recall(study, course.topics[0].id)
    first, second = log_lines(study, None, None)
    assert first.startswith("22 Nov 2026 14:00  ")
    assert second.startswith("21 Jan 14:00  ")


def test_what_was_taken_back_is_marked_also_where_its_undo_is_cut_off(
    study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id)
    study.undo()
    recall(study, course.topics[1].id)
    lines = list(log_lines(study, course.topics[0].key, None))
    assert lines[0].endswith("(taken back)")
    rows = [json.loads(row) for row in log_json(study, None, 1)]
    assert [row["undone"] for row in rows] == [False]


def test_a_topic_that_is_gone_goes_by_its_key(study: Study, course: Deck) -> None:
    recall(study, course.topics[0].id)
    study.deck = replace(course, topics=course.topics[1:])
    (line,) = log_lines(study, None, None)
    assert f"  {course.topics[0].key}  recalled" in line


def test_paper_is_said(study: Study, course: Deck) -> None:
    draft = study.new_draft(course.topics[0], comfort=None, paper=True, timer=True)
    study.finish(replace(draft, answers={"equation": Answer.PARTLY}), ())
    (line,) = log_lines(study, None, None)
    assert line.endswith("recalled 0 of 1, 1 partly, on paper")


def test_a_point_that_was_drilled_goes_by_its_text(study: Study, course: Deck) -> None:
    topic = course.topics[0]
    study.drilled(topic, topic.key_points[0], Answer.YES)
    study.drilled(topic, replace(topic.key_points[0], id="long-gone"), Answer.NO)
    study.settings = replace(study.settings, glyphs="ascii")
    first, second = log_lines(study, None, None)
    assert first.endswith(
        "drilled: The equation is y_j = b_0 + b_1 x_j + e_j: a line plus a residual: had it"
    )
    assert second.endswith("drilled: long-gone: not yet")


def test_recall_alone_is_said_where_it_is_the_reason(
    study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id)
    clock.pass_days(8)
    lines = list(due_lines(study, study.plan()))
    assert re.fullmatch(r"      mean recall below 90 % \(now \d\d %\)", lines[2])


def test_json_keeps_characters_where_the_output_can(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_json({"text": "ζ"})
    assert "ζ" in capsys.readouterr().out
    ascii_only = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", ascii_only)
    write_json({"text": "ζ"})
    ascii_only.flush()
    assert json.loads(ascii_only.buffer.getvalue()) == {"text": "ζ"}  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_closed_pipe_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        write_lines(["a line"] * 10_000)
        print("more", flush=True)
