"""``flashcards exam`` and ``flashcards plan``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, on Sunday 22 November 2026."""
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path))
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-22T14:00+00:00")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, prog_name="flashcards")

    return invoke


def test_an_exam_is_kept_planned_and_forgotten(run: Run) -> None:
    set_ = run("exam", "2026-12-10", "--minutes", "10", "--off", "2026-11-25")
    assert set_.exit_code == 0
    assert set_.stdout.startswith("Exam on Thursday 10 December 2026, in 18 days\n")
    assert "Wed 25 Nov  day off" in set_.stdout
    assert run("plan").stdout == set_.stdout
    assert "in 18 days; the whole course, 10 minutes a day, 1 day off" in run("exam").stdout
    assert "for the exam in 18 days" in run("due").stdout
    gone = run("exam", "--remove", "exam")
    assert gone.stdout.startswith("No exam is set")
    assert run("plan").stdout.startswith("No exam is ahead")
    assert "for the exam" not in run("due").stdout


def test_setting_it_again_changes_it_and_other_names_are_other_exams(run: Run) -> None:
    run("exam", "2026-12-10")
    run("exam", "2026-12-12", "--minutes", "30")
    run("exam", "2027-01-12", "--name", "Retake", "--topics", "pooling,ranef", "--topics", "coef")
    listed = json.loads(run("exam", "--json").stdout)["exams"]
    assert [(each["name"], each["date"], each["minutes"]) for each in listed] == [
        ("exam", "2026-12-12", 30),
        ("Retake", "2027-01-12", 15),
    ]
    assert listed[1]["topics"] == ["pooling", "ranef", "coef"]
    assert run("exam", "--remove", "retake").exit_code == 0


def test_the_plan_as_json(run: Run) -> None:
    run("exam", "2026-12-02", "--minutes", "7")
    found = json.loads(run("plan", "--json").stdout)
    assert [day["day"] for day in found["days"]][:2] == ["2026-11-22", "2026-11-23"]
    assert len(found["days"]) == 10
    assert all(day["minutes"] <= day["budget"] for day in found["days"])
    (exam,) = found["exams"]
    assert exam["days_left"] == 10
    assert exam["low"] <= exam["with_plan"] <= exam["high"]
    assert {"topic", "title", "with_plan", "low", "high", "usual", "stopped", "recalls"} == set(
        exam["topics"][0]
    )
    assert json.loads(run("due", "--json").stdout)["minutes"] <= 7


@pytest.mark.parametrize(
    ("given", "said", "nearest"),
    [
        (["2026-11-01"], "2026-11-01 has passed", "Monday 23 November 2026, in 1 day"),
        (["2026-11-22"], "The exam is today", "Monday 23 November 2026, in 1 day"),
        (["2035-02-08"], "3,000 days away", "Monday 22 November 2027, in 365 days"),
        (["2026-12-01", "--minutes", "0"], "not 0", "in 9 days"),
        (["2026-12-01", "--minutes", "-9"], "not -9", "in 9 days"),
        (["2026-12-01", "--minutes", "9999"], "not 9999", "in 9 days"),
        (["1.12.2026"], "'1.12.2026' is no date; write year, month and day", ""),
        (["2026-12-01", "--off", "soon"], "'soon' is no date", ""),
        (["2026-12-01", "--topics", "poolig"], "Did you mean pooling", ""),
        (["--remove", "finals"], "no exam called 'finals'", ""),
        (["--minutes", "5"], "On which day is the exam?", ""),
        (["2027-02-29"], "'2027-02-29' is no date", ""),
    ],
)
def test_what_cannot_be_is_a_sentence_and_the_nearest_plan(
    run: Run, given: list[str], said: str, nearest: str
) -> None:
    done = run("exam", *given)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert nearest in done.stdout
    assert bool(done.stdout) == bool(nearest)
    assert run("exam").stdout.startswith("No exam is set"), "nothing is kept"


def test_more_topics_than_minutes_is_said(run: Run) -> None:
    done = run("exam", "2026-11-25", "--minutes", "5")
    assert done.exit_code == 0
    assert "14 of 17 topics do not fit in" in done.stdout
    assert "minutes a day would be enough" in done.stdout
