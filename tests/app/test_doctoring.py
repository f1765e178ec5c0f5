"""``flashcards doctor``: it looks, and mends only what it is asked to."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards.deck import Deck
from flashcards.study import Study
from tests.app.helpers import recall


@pytest.fixture
def home(study: Study, course: Deck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal of two topics with a daily copy, and nobody at work on it."""
    recall(study, course.topics[0].id)
    recall(study, course.topics[1].id)
    study.journal.daily_copy(study.moment().day)
    study.journal.close()
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def spoilt(home: Path, course: Deck) -> Path:
    """The same, with a memory that does not follow from its events."""
    with closing(sqlite3.connect(home / "journal.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM topic_state WHERE topic = ?", (course.topics[1].key,))
    return home


def doctor(*options: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", *options], prog_name="flashcards")


def test_a_sound_journal(home: Path) -> None:
    done = doctor()
    assert done.exit_code == 0
    first, *findings = done.stdout.splitlines()
    assert first == str(home / "journal.sqlite3")
    assert findings
    assert all(line.startswith("ok   ") for line in findings)


def test_its_report_as_json(home: Path) -> None:
    done = doctor("--json")
    found = json.loads(done.stdout)
    assert found.keys() == {"file", "healthy", "done", "findings", "events", "topics", "copies"}
    assert found["healthy"] is True
    assert found["done"] == []
    assert (found["events"], found["topics"], len(found["copies"])) == (2, 2, 1)
    assert all(finding.keys() == {"code", "message", "fine"} for finding in found["findings"])


def test_a_fault_is_told_and_nothing_changed(spoilt: Path) -> None:
    before = (spoilt / "journal.sqlite3").read_bytes()
    done = doctor()
    assert done.exit_code == 1
    (bad,) = [line for line in done.stdout.splitlines() if line.startswith("BAD")]
    assert "flashcards doctor --mend" in bad
    assert (spoilt / "journal.sqlite3").read_bytes() == before
    found = json.loads(doctor("--json").stdout)
    assert found["healthy"] is False
    assert [finding["code"] for finding in found["findings"] if not finding["fine"]] == ["memory"]


def test_mending_makes_a_copy_first(spoilt: Path) -> None:
    done = doctor("--mend")
    assert done.exit_code == 0
    assert "The journal was copied to" in done.stdout
    assert not any(line.startswith("BAD") for line in done.stdout.splitlines())
    assert any("before-mend" in path.name for path in spoilt.rglob("*.sqlite3"))
    assert doctor().exit_code == 0


def test_mending_what_is_sound_does_nothing(home: Path) -> None:
    before = sorted(home.rglob("*"))
    done = doctor("--mend", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["done"] == ["There is nothing to mend."]
    assert sorted(home.rglob("*")) == before


def test_a_damaged_file_needs_another_word_than_mend(home: Path) -> None:
    file = home / "journal.sqlite3"
    file.write_bytes(b"nothing that was ever a journal" * 200)
    assert doctor().exit_code == 1
    done = doctor("--mend")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "flashcards doctor --restore" in done.stderr
    done = doctor("--restore")
    assert done.exit_code == 0
    assert json.loads(doctor("--json").stdout)["events"] == 2
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.read_bytes().startswith(b"nothing that was ever") for path in kept)


def test_a_folder_without_a_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "new"))
    done = doctor()
    assert done.exit_code == 0
    assert "does not exist yet" in done.stdout
    assert not (tmp_path / "new").exists()


def test_a_home_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    monkeypatch.setenv("FLASHCARDS_HOME", str(file))
    done = doctor()
    assert done.exit_code == 1
    assert f"{file} is a file" in done.stdout
    found = json.loads(doctor("--json").stdout)
    assert [finding["code"] for finding in found["findings"] if not finding["fine"]] == ["access"]
