"""How ``flashcards check`` tells what it found: to people, programs, editors and GitHub."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.problem_lines import check_lines, editor_lines, github_lines
from flashcards.problems import Problem, Severity


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack made by the program itself, in the current folder."""
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert run("new", "pack", "mine").exit_code == 0
    return tmp_path / "mine"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize(
    ("message", "what", "suggestion"),
    [
        ("There is no title; add a line.", "There is no title.", "Add a line."),
        ("The cues `a; b. C` are bad; mend `c; d`.", "The cues `a; b. C` are bad.", "Mend `c; d`."),
        ("An alias is gone. Remove it.", "An alias is gone.", "Remove it."),
        ("“One. Two; three” is wrong; mend it.", "“One. Two; three” is wrong.", "Mend it."),
        ("Twice there.", "Twice there.", ""),
        ("It is 1.5 too long.", "It is 1.5 too long.", ""),
    ],
)
def test_a_message_says_what_is_wrong_and_then_what_to_do(
    message: str, what: str, suggestion: str
) -> None:
    problem = Problem("a.md", 1, 2, "code", message)
    assert (problem.what, problem.suggestion) == (what, suggestion)


def test_the_suggestion_stands_below_what_is_wrong() -> None:
    problems = [
        Problem("a.md", 1, 2, "some-code", "This is wrong; mend it."),
        Problem("a.md", 3, 0, "other-code", "That is odd.", Severity.WARNING),
    ]
    assert list(check_lines(problems)) == [
        "a.md:1:2 some-code This is wrong.",
        "    Mend it.",
        "a.md:3:0 other-code That is odd.",
        "1 error, 1 warning",
    ]


def test_editors_are_told_a_line_and_a_column_even_of_a_whole_file() -> None:
    problems = [
        Problem("a.md", 0, 0, "no-topics", "None; add one."),
        Problem("a.md", 3, 7, "file-name", "Odd; rename it.", Severity.WARNING),
    ]
    assert list(editor_lines(problems)) == [
        "a.md:1:1: error: None; add one. [no-topics]",
        "a.md:3:7: warning: Odd; rename it. [file-name]",
    ]


def test_what_means_something_to_github_is_escaped() -> None:
    """As its runner reads it: % and line ends in the text, : and , in a field as well."""
    problems = [Problem("a,b:c%.md", 3, 0, "odd", "100 % wrong: a, b\nc.", Severity.WARNING)]
    assert list(github_lines(problems)) == [
        "::warning file=a%2Cb%3Ac%25.md,line=3,title=odd::100 %25 wrong: a, b%0Ac."
    ]


def test_every_format_tells_the_same(pack: Path) -> None:
    card = next((pack / "topics").iterdir())
    card.write_text(card.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    as_json = run("check", "mine", "--json")
    assert run("check", "mine", "--format", "json").stdout == as_json.stdout
    found = json.loads(as_json.stdout)["problems"]
    codes = [problem["code"] for problem in found]
    assert {"unknown-key", "missing-key"} <= set(codes)
    for form in ("text", "editor", "github"):
        done = run("check", "mine", "--format", form)
        assert done.exit_code == 1
        assert [code for code in codes if code not in done.stdout] == []
    assert "did you mean `title`?" in next(
        problem["suggestion"].lower() for problem in found if problem["code"] == "unknown-key"
    )


def test_a_path_that_is_not_there_is_said_to_be_none(pack: Path) -> None:
    done = run("check", str(pack / "nowhere"))
    assert done.exit_code == 1
    assert "There is no such file or folder." in done.stdout
    assert "remove" not in done.stdout.lower()


def without_an_id(card: str) -> str:
    return re.sub(r"^(- .+) \{#[^}]+\}", r"\1", card, count=1, flags=re.MULTILINE)


def test_what_can_be_mended_is_and_is_told(pack: Path) -> None:
    card = next((pack / "topics").iterdir())
    whole = card.read_text("utf-8")
    card.write_text(without_an_id(whole), "utf-8")
    assert run("check", "mine").exit_code == 1
    done = run("check", "mine", "--fix")
    assert done.exit_code == 0, done.output
    first, *_, last = done.stdout.splitlines()
    assert first.startswith(f"mine/topics/{card.name}:")
    assert "has the id {#" in first
    assert last == "All is well."
    again = json.loads(run("check", "mine", "--fix", "--json").stdout)
    assert (again["fixed"], again["refused"], again["errors"]) == ([], [], 0)


def test_the_installed_course_is_not_mended(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of packs that were added are as little a tutor's own as the program's course."""
    copy = pack.parent / "home" / "packs" / "mine"
    shutil.copytree(pack, copy)
    card = next((copy / "topics").iterdir())
    broken = without_an_id(card.read_text("utf-8"))
    card.write_text(broken, "utf-8")
    monkeypatch.setattr("app.own_pack.bundled_content", lambda: copy)
    done = run("check", str(copy), "--fix")
    assert done.exit_code == 1
    assert "an update replaces them. Edit the pack where you keep it" in done.stderr
    assert card.read_text("utf-8") == broken


def test_numbers_are_compared_with_fits_unless_that_is_left_out(pack: Path) -> None:
    card = next((pack / "topics").iterdir())
    text = card.read_text("utf-8").replace("\n## Key points", "\n[1.5]{=nobs}\n\n## Key points", 1)
    card.write_text(text, "utf-8")
    assert "number-differs" in run("check", "mine").stdout
    assert run("check", "mine", "--no-fits").stdout == "All is well.\n"
