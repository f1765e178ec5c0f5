"""``flashcards preview`` where there is no terminal: the card, its problems, a sample, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from tests.app.test_preview import CARD


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    file = tmp_path / "icc.md"
    file.write_text(CARD, "utf-8")
    return file


def preview(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["preview", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


def test_a_card_is_printed_once(card: Path) -> None:
    text = preview(card).stdout
    assert text.startswith("Intraclass correlation\n\nHow much varies between groups?\n")
    assert "ρ = σ₀²/(σ₀² + σ²_ε)" in text
    assert "1. The share of the variance that lies between groups" in text
    assert text.endswith("No problems.\n")


def test_problems_are_printed_and_end_it_with_1(card: Path) -> None:
    card.write_text(CARD.replace("Nothing between groups gives 0.", r"This is $\rh$."), "utf-8")
    text = preview(card, code=1).stdout
    assert "This is $\\rh$." in text
    assert f"{card}:9:10 maths-unknown" in text


@pytest.mark.parametrize("given", [True, False])
def test_a_sample_is_held_against_the_card(card: Path, given: bool) -> None:
    sample = card.with_name("sample.txt" if given else "icc.recall.txt")
    sample.write_text("The share of variance between groups.", "utf-8")
    text = preview(card, *(["--recall", sample] if given else [])).stdout
    assert f"What {sample.name} suggests:\n1. The share" in text
    assert "   Suggested: every group is met" in text
    assert "   - missing: one of nothing, no difference\n" in text


def test_a_file_of_rubbish_is_told(card: Path) -> None:
    card.write_bytes(b"\0\x1b[2J")
    result = preview(card, code=1)
    assert "binary-file" in result.stdout
    assert "\x1b" not in result.output


def test_what_cannot_be_previewed_is_told(card: Path) -> None:
    assert "is a folder" in preview(card.parent, code=1).stderr
    assert "flashcards new topic" in preview(card.with_name("no.md"), code=1).stderr
    told = preview(card, "--recall", card.with_name("no.txt"), code=1).stderr
    assert "no.txt with a sample recall" in told


def test_an_opening_page_is_printed(tmp_path: Path, card: Path) -> None:
    course = tmp_path / "course.md"
    course.write_text("---\npack: p\ntitle: P\n---\n\n\nWelcome.\n", "utf-8")
    assert "Welcome." in preview(course).stdout
    assert not (tmp_path / "home").exists()
