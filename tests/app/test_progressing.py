"""``flashcards progress`` and ``flashcards focus``, as a person or a script gives them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards.deck import Deck
from flashcards.events import Answer
from flashcards.journal import Journal
from flashcards.settings import Settings
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import given_away, recall

NO, PARTLY, YES = Answer.NO, Answer.PARTLY, Answer.YES
START = datetime(2026, 11, 1, 14, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Her folder, three weeks after she began."""
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path))
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-22T14:00+01:00")
    return tmp_path


@pytest.fixture
def begun(home: Path, course: Deck) -> Path:
    """With recalls of the first three topics."""
    clock = Clock(START)
    with Journal.open(home, clock=clock) as journal:
        study = Study(course, journal, Settings(), clock, home / "settings.toml")
        one, two, three = (topic.key for topic in course.topics[:3])
        recall(study, one, NO, NO, comfort=5)
        clock.pass_days(4)
        recall(study, one, comfort=4)
        recall(study, two, NO, PARTLY, comfort=2)
        clock.pass_days(5)
        recall(study, two, NO, comfort=4)
        recall(study, three, NO, NO, NO, NO, NO, NO, NO, NO, comfort=5)
    return home


def run(*arguments: str) -> Result:
    found = CliRunner().invoke(cli, arguments)
    assert found.exit_code == 0, found.output + str(found.exception)
    return found


def test_progress_in_lines(begun: Path, course: Deck) -> None:
    out = run("progress").output
    assert "Mean recall today is " in out
    assert course.topics[0].title in out
    assert "Nothing can be said about your judgement before 5 recalls" not in out
    assert "over the last 5 recalls" in " ".join(out.split())
    assert all(len(line) <= 100 for line in out.splitlines())
    assert not any(given_away(out, topic, course) for topic in course.topics)


def test_progress_as_json(begun: Path, course: Deck) -> None:
    found = json.loads(run("progress", "--json").output)
    assert set(found) == {
        "day", "complete", "recall", "work", "later", "unmet", "coverage", "retention",
        "judgement", "time",
    }  # fmt: skip
    assert found["day"] == "2026-11-22"
    assert found["complete"] is True
    assert len(found["recall"]) == len(course.topics)
    assert len(found["recall"][0]["past"]) == 85
    assert found["recall"][0]["recalled"] == [-21, -17]
    assert found["recall"][3]["past"] == [None] * 85
    assert found["unmet"] == len(course.topics) - 3
    assert [each["recalls"] for each in found["coverage"]] == [2, 2, 1]
    points = len(course.topics[0].key_points), len(course.topics[1].key_points)
    assert found["coverage"][0]["tries"][0]["coverage"] == pytest.approx(1 - 2 / points[0])
    assert found["coverage"][1]["tries"][0]["coverage"] == pytest.approx(1 - 1.5 / points[1])
    assert found["retention"]["answers"] == sum(points)
    assert found["judgement"]["recalls"] == 5
    assert found["time"]["study_days"] == 3


def test_the_help_names_every_key_of_the_json(begun: Path) -> None:
    for command in ("progress", "focus"):
        words = run(command, "--help").output
        found = json.loads(run(command, "--json").output)

        def keys(value: object) -> set[str]:
            if isinstance(value, dict):
                own = set(value) if not any("/" in key or "-" in key for key in value) else set()
                return own.union(*map(keys, value.values()))
            if isinstance(value, list):
                return set().union(*map(keys, value))
            return set()

        found.get("coverage", []).clear()
        assert {key for key in keys(found) if f'"{key}"' not in words} == set()


def test_progress_before_the_first_recall(home: Path) -> None:
    out = run("progress").output
    assert "No topic has been recalled yet" in out
    assert "No minute yet" in out
    assert json.loads(run("progress", "--json").output)["retention"]["predicted"] is None


def test_pictures_as_files(begun: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    found = run("progress", "--svg", str(folder))
    assert f"Wrote 7 files to {folder}." in found.stderr
    names = sorted(file.name for file in folder.iterdir())
    assert names[0] == "progress-ahead.svg"
    assert names[-1] == "progress.txt"
    assert (folder / "progress-recall.svg").read_text("utf-8").startswith("<svg")
    (folder / "progress.txt").write_text("mine", "utf-8")
    again = CliRunner().invoke(cli, ["progress", "--svg", str(folder)])
    assert again.exit_code == 1
    assert "progress.txt" in again.stderr
    assert (folder / "progress.txt").read_text("utf-8") == "mine"


def test_only_one_form_at_a_time(home: Path) -> None:
    found = CliRunner().invoke(cli, ["progress", "--json", "--svg", "x"])
    assert found.exit_code == 2


def test_focus_in_lines(begun: Path, course: Deck) -> None:
    lines = run("focus").output.splitlines()
    assert lines[0].startswith(course.topics[0].title)
    assert sum("weakest link" in line for line in lines) == 1
    assert any(line.endswith("new") for line in lines)
    assert "recall stands at" in lines[-1]


def test_focus_as_json(begun: Path, course: Deck) -> None:
    found = json.loads(run("focus", "--json").output)
    scores = {node["topic"]: node["score"] for node in found["nodes"] if node["score"] is not None}
    assert found["weakest"] == max(scores, key=lambda key: scores[key])
    for node in found["nodes"][:3]:
        assert node["score"] == pytest.approx((1 - node["strength"]) * (1 + node["pressing"]))
    assert [node["strength"] for node in found["nodes"][3:]] == [None] * (len(course.topics) - 3)


def test_focus_before_the_first_recall(home: Path) -> None:
    assert "Nothing is recalled yet" in run("focus").output
    assert json.loads(run("focus", "--json").output)["weakest"] is None


def test_looking_changes_nothing(begun: Path) -> None:
    with Journal.open(begun, write=False) as journal:
        before = journal.events()
    for command in ("progress", "focus"):
        run(command)
    with Journal.open(begun, write=False) as journal:
        assert journal.events() == before


def test_her_own_recalls_go_by_the_name_of_mine(begun: Path) -> None:
    found = run("lmer", "coverage ~ days + (1 | topic)", "--data", "mine", "--show", "VarCorr")
    assert "topic" in found.stdout
    assert "A simulated student stands in for you" in found.stderr
    assert "so far 2 over 2" in found.stderr
