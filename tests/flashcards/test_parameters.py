"""The file of a learner's own parameters: kept, forgotten, and of no use."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from flashcards.memory_model import DEFAULT, PARAMETERS
from flashcards.parameters import FILE, Fit, Judged, Own, forget, load, save

FIT = Fit(
    parameters=(*PARAMETERS[:20], 0.3),
    fitted_on=date(2026, 11, 22),
    answers=812,
    held_out=160,
    recalled=0.85,
    default=Judged(0.41, 0.09, 0.91),
    fitted=Judged(0.37, 0.05, 0.86),
)


def test_without_a_file_the_published_parameters_hold(tmp_path: Path) -> None:
    assert load(tmp_path) == Own(DEFAULT, None, "")
    assert load(tmp_path / "nowhere") == Own()


def test_what_is_saved_holds_until_it_is_forgotten(tmp_path: Path) -> None:
    save(tmp_path, FIT)
    own = load(tmp_path)
    assert own.fit == FIT
    assert own.model.parameters == FIT.parameters
    assert own.model.fitted
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert forget(tmp_path)
    assert not forget(tmp_path)
    assert load(tmp_path) == Own()


def changed(**changes: object) -> bytes:
    """The file with other values."""
    fit = {
        "parameters": list(FIT.parameters), "fitted_on": "2026-11-22", "answers": 812,
        "held_out": 160, "recalled": 0.85,
        "default": {"log_loss": 0.41, "rmse": 0.09, "foreseen": 0.91},
        "fitted": {"log_loss": 0.37, "rmse": 0.05, "foreseen": 0.86},
    }  # fmt: skip
    return json.dumps(fit | changes).encode()


def test_the_file_can_be_written_by_hand(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(changed())
    assert load(tmp_path).fit == FIT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 100_001,
        b"\x00" * 4096,
        changed(parameters=[]),
        changed(parameters=list(PARAMETERS[:20])),
        changed(parameters=[*PARAMETERS[:20], 5.0]),
        changed(parameters=[*PARAMETERS[:20], float("nan")]),
        changed(parameters=[*PARAMETERS[:20], "0.2"]),
        changed(parameters=[-1.0, *PARAMETERS[1:]]),
        changed(fitted_on="yesterday"),
        changed(fitted=None),
        changed(answers="many"),
    ],
    ids=range(15),
)
def test_a_file_that_makes_no_sense_is_told_and_not_used(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    own = load(tmp_path)
    assert own.model == DEFAULT
    assert own.fit is None
    assert "the published ones are used" in own.trouble
    assert str(tmp_path / FILE) in own.trouble
    assert "flashcards optimize --forget" in own.trouble
    assert (tmp_path / FILE).read_bytes() == content


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert "cannot be read" in load(tmp_path).trouble
