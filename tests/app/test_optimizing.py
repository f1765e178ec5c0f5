"""``flashcards optimize``, as a learner calls it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.start import open_study
from flashcards.doctor import examine
from flashcards.fold import fold
from flashcards.journal import Journal
from flashcards.memory_model import DEFAULT, PARAMETERS
from flashcards.parameters import FILE, load
from flashcards.places import places
from tests.flashcards.learners import LAPSING, recalls

pytest.importorskip("fsrs_rs_python", reason="the optimiser is not installed")

FAR, USUAL = recalls(LAPSING, 0, 2100), recalls(DEFAULT, 2, 700)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Her folder, long after the recalls."""
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path))
    monkeypatch.setenv("FLASHCARDS_NOW", "2028-03-01T14:00+01:00")
    return tmp_path


@pytest.fixture
def far(home: Path) -> Path:
    """With recalls of a learner who is far from the default."""
    with Journal.open(home) as journal:
        journal.extend(FAR)
    return home


def call(*arguments: str) -> Result:
    found = CliRunner().invoke(cli, ["optimize", *arguments])
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found


def run(*arguments: str) -> str:
    found = call(*arguments)
    assert found.exit_code == 0, found.output
    assert not found.stderr
    return found.stdout


def folder(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}


def test_too_few_answers_are_told(home: Path) -> None:
    assert "so far: 0. Parameters can be fitted from 400 on; 400 to go." in run()
    with Journal.open(home) as journal:
        journal.extend(FAR[:57])
    assert "so far: 399. Parameters can be fitted from 400 on; 1 to go." in run()
    found = json.loads(run("--json"))
    assert (found["answers"], found["needed"], found["found"]) == (399, 400, None)
    assert found["kept"] is False
    assert not (home / FILE).exists()


def test_better_parameters_are_kept_and_hold(far: Path) -> None:
    before = run("--dry-run")
    assert not (far / FILE).exists()
    told = run()
    assert told.startswith(before.rstrip("\n"))
    assert told.rstrip().endswith("They are kept, and every forecast goes by them from now on.")
    assert "log loss" in told
    assert f"{PARAMETERS[20]:.4f}    {load(far).model.parameters[20]:.4f}" in told
    fit = load(far).fit
    assert fit is not None
    assert fit.answers == 2100
    assert fit.fitted_on.isoformat() == "2028-03-01"
    with Journal.open(far, write=False) as journal:
        assert journal.memories() == fold(FAR, load(far).model)
    assert examine(far).healthy
    progress = CliRunner().invoke(cli, ["progress"]).stdout
    assert "parameters that are fitted to your own answers" in " ".join(progress.split())


def test_as_json(far: Path) -> None:
    found = json.loads(run("--json", "--dry-run"))
    assert set(found) == {"answers", "needed", "words", "kept", "found"}
    assert found["kept"] is False
    fit = found["found"]["fit"]
    assert len(fit["parameters"]) == 21
    assert fit["fitted"]["log_loss"] < fit["default"]["log_loss"]
    assert found["found"]["better"] is True
    assert json.loads(run("--json"))["kept"] is True


def test_a_dry_run_changes_nothing(far: Path) -> None:
    before = folder(far)
    run("--dry-run")
    assert folder(far) == before


def test_parameters_that_are_no_better_are_not_kept(home: Path) -> None:
    with Journal.open(home) as journal:
        journal.extend(USUAL)
    told = run()
    assert "by more than chance explains" not in told
    assert told.rstrip().endswith("The published ones hold, as before.")
    assert not (home / FILE).exists()


def test_they_can_be_forgotten(far: Path) -> None:
    run()
    assert run("--forget") == "Your own parameters are gone; the published ones hold again.\n"
    assert not (far / FILE).exists()
    with Journal.open(far, write=False) as journal:
        assert journal.memories() == fold(FAR)
    assert run("--forget") == "The published ones hold, as before.\n"
    assert json.loads(run("--forget", "--json"))["kept"] is False


def test_dry_run_and_forget_exclude_each_other(far: Path) -> None:
    assert call("--dry-run", "--forget").exit_code == 2


def test_while_another_window_writes_nothing_is_changed(far: Path) -> None:
    with Journal.open(far):
        for arguments in ((), ("--forget",)):
            found = call(*arguments)
            assert found.exit_code == 1
            assert "Another window of this program has the journal open" in found.stderr
        assert "foresee better" in run("--dry-run")
    assert not (far / FILE).exists()


def test_without_the_optimiser(far: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    found = call()
    assert found.exit_code == 1
    assert "pip install fsrs-rs-python" in found.stderr
    assert not (far / FILE).exists()
    assert run("--forget")


def test_a_file_that_makes_no_sense_is_told_at_the_start_and_replaced(far: Path) -> None:
    (far / FILE).write_text("nonsense")
    study = open_study(places(), write=False)
    study.journal.close()
    assert [notice for notice in study.notices if str(far / FILE) in notice]
    assert study.journal.model == DEFAULT
    run()
    study = open_study(places())
    study.journal.close()
    assert study.journal.model.fitted
    assert not [notice for notice in study.notices if FILE in notice]


def test_a_folder_that_cannot_be_written_is_told(far: Path) -> None:
    (far / "parameters.part").mkdir()
    found = call()
    assert found.exit_code == 1
    assert found.stderr.startswith("The parameters cannot be kept (")
    assert not (far / FILE).exists()
