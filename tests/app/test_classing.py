"""``flashcards share`` and ``flashcards class``: agreed to, read, shown, kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from textual.widgets import Input, OptionList

from app.class_app import ClassApp
from app.cli import cli
from app.start import open_study
from app.widgets.figure import FigureView
from flashcards.events import Answer, Draft
from flashcards.places import Places
from flashcards.settings import Settings
from flashcards.sharing import encoded, read
from tests.app.helpers import recall, settle, shown
from tests.app.modellers import AtOnce
from tests.flashcards.test_classes import klass


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-23T09:00")
    return tmp_path / "home"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    for student in klass(8):
        (folder / f"{student.student}.json").write_bytes(encoded(student))
    return folder


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, words, prog_name="flashcards", input=given)


def studied(home: Path) -> None:
    study = open_study(Places(home, home / "cache", home / "settings.toml"))
    recall(study, "pooling", Answer.NO, note="MY NOTE")
    study.journal.close()


def test_nothing_is_written_without_consent(home: Path, tmp_path: Path) -> None:
    assert "no recall to share" in run("share", str(tmp_path / "s.json")).stderr
    studied(home)
    told = run("share", str(tmp_path / "s.json"))
    assert told.exit_code == 1
    assert "1 recall of 1 topic" in told.stdout
    assert "without your consent" in told.stderr
    assert not (tmp_path / "s.json").exists()


def test_what_is_agreed_to_is_written_and_replaced_by_the_same_student(
    home: Path, tmp_path: Path
) -> None:
    studied(home)
    file = tmp_path / "s.json"
    assert run("share", str(file), "--yes").exit_code == 0
    first = read(file)
    assert "MY NOTE" not in file.read_text()
    assert run("share", str(file), "--yes", "--texts").exit_code == 0
    assert read(file).student == first.student
    assert "MY NOTE" in file.read_text()
    assert run("share", str(file), "--yes", "--name", "Ada  L.").exit_code == 0
    assert read(file).student == "Ada L."


@pytest.mark.parametrize(
    ("words", "why"),
    [(("--name", "\t"), "A name is a few words"), (("--topics", "nothing"), "nothing")],
)
def test_what_cannot_be_shared_is_a_sentence(
    home: Path, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    studied(home)
    refused = run("share", str(tmp_path / "s.json"), "--yes", *words)
    assert refused.exit_code == 1
    assert why in refused.stderr


def test_what_she_keeps_to_herself_is_in_no_file(home: Path, tmp_path: Path) -> None:
    study = open_study(Places(home, home / "cache", home / "settings.toml"))
    recall(study, "pooling", Answer.NO, note="MY NOTE")
    topic = study.deck.topics[5]
    study.journal.save_draft(Draft("0" * 32, study.moment(), topic.key, text="MY DRAFT"))
    (done,) = study.journal.attempts()
    study.journal.close()
    assert run("share", str(tmp_path / "s.json"), "--yes").exit_code == 0
    raw = (tmp_path / "s.json").read_text()
    kept = ("MY", done.text, done.id, done.device, done.content, done.scheduler, topic.id)
    assert not [word for word in kept if word and word in raw]
    assert not [word for word in ("2026", "offset", "device", "moment", "text") if word in raw]
    (given,) = json.loads(raw)["recalls"]
    assert set(given) <= {"day", "topic", "answers", "comfort", "seconds"}


def test_the_file_of_another_student_is_not_replaced(home: Path, tmp_path: Path) -> None:
    studied(home)
    (tmp_path / "s.json").write_bytes(encoded(klass(1)[0]))
    refused = run("share", str(tmp_path / "s.json"), "--yes")
    assert refused.exit_code == 1
    assert "is of another student, s00" in refused.stderr
    assert read(tmp_path / "s.json") == klass(1)[0]


def test_journals_become_a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, answer in enumerate((Answer.NO, Answer.NO, Answer.PARTLY, Answer.YES, Answer.NO)):
        home = tmp_path / f"home{number}"
        monkeypatch.setenv("FLASHCARDS_HOME", str(home))
        study = open_study(Places(home, home / "cache", home / "settings.toml"))
        for topic in ("pooling", "random-intercepts"):
            recall(study, topic, *[answer] * 30)
        study.journal.close()
        shared = run("share", str(tmp_path / f"{number}.json"), "--yes")
        assert shared.exit_code == 0, shared.stderr
    report = json.loads(run("class", str(tmp_path), "--json").stdout)
    assert (report["students"], report["recalls"], report["left_out"]) == (5, 10, [])
    assert [topic.rpartition("/")[2] for topic in report["course"]] == [
        "random-intercepts", "pooling"
    ]  # fmt: skip
    assert {(row["missed"], row["partly"], row["students"]) for row in report["points"]} == {
        (0.6, 0.2, 5)
    }
    assert [(pair["students"], pair["r"]) for pair in report["pairs"]] == [(5, 1.0)]
    assert report["model"]["average"] == pytest.approx(0.3, abs=1e-6)
    assert report["model"]["students"] > report["model"]["points"]


def test_names_of_files_reach_neither_terminal_nor_markdown(
    home: Path, files: Path, tmp_path: Path
) -> None:
    (files / "a\x1b[31m|<b>.json").write_text("{}")
    told = run("class", str(files), "--plain").stdout
    assert "\x1b" not in told
    assert "a�[31m|<b>.json is no file of flashcards share; it is left out." in told
    kept = tmp_path / "class.md"
    assert run("class", str(files), "--markdown", str(kept)).exit_code == 0
    assert r"a�\[31m\|\<b\>.json is no file" in kept.read_text()


def test_another_kind_of_file_is_never_replaced(home: Path, tmp_path: Path) -> None:
    studied(home)
    file = tmp_path / "thesis.json"
    file.write_text("my thesis")
    assert "is no such file" in run("share", str(file), "--yes").stderr
    assert file.read_text() == "my thesis"


def test_a_class_in_lines(home: Path, files: Path) -> None:
    told = run("class", str(files), "--plain")
    assert told.exit_code == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[1].strip().startswith("8 students, 48 recalls of theirs.")
    for heading in ("What it misses", "What it misjudges", "What goes together"):
        assert heading in lines
    assert "This is a linear model of answers that are yes (1), partly (½) or no (0)" in told.stdout
    assert max(len(line) for line in lines if line.startswith("  Over ")) <= 98
    assert "`" not in told.stdout.split("Students and points")[0]


def test_a_class_as_json_and_as_a_file(home: Path, files: Path, tmp_path: Path) -> None:
    found = json.loads(run("class", str(files), "--json").stdout)
    assert (found["students"], found["model"]["answers"] > 100) == (8, True)
    kept = tmp_path / "class.md"
    assert run("class", str(files), "--markdown", str(kept)).exit_code == 0
    assert kept.read_text().startswith("# A class\n\n## The class")
    assert "is there already" in run("class", str(files), "--markdown", str(kept)).stderr


def test_files_that_are_none(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    refused = run("class", str(tmp_path / "a.json"), str(tmp_path / "b.json"), "--plain")
    assert refused.exit_code == 1
    assert "a.json is no file of flashcards share; it is left out." in refused.stderr
    assert "b.json cannot be read" in refused.stderr
    (tmp_path / "empty").mkdir()
    assert "no file in that folder" in run("class", str(tmp_path / "empty")).stderr


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_class_on_a_screen(
    home: Path, files: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    app = ClassApp(Settings(), sorted(files.glob("*.json")))
    app.modeller = AtOnce()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert "8 students" in shown(pilot)
        assert "What it misses" in shown(pilot)
        await pilot.press("2")
        await pilot.pause()
        assert "What it misjudges" in shown(pilot).splitlines()[2]
        await pilot.press("4")
        await pilot.pause()
        assert "Students and points" in shown(pilot)
        await pilot.press("3")
        await pilot.pause()
        assert app.screen.query_one(FigureView).figure is not None
        await pilot.press("enter")
        await pilot.pause()
        first = app.screen.query_one(OptionList).highlighted
        assert "key point" in shown(pilot)
        await pilot.press("o", "o", "down", "enter")
        await pilot.pause()
        assert first == 0
        assert "Of 8 students" in shown(pilot)
        assert "By the model" in shown(pilot)
        await pilot.press("escape", "escape", "x")
        await pilot.pause()
        app.screen.query_one(Input).value = str(tmp_path / "kept")
        await pilot.press("enter")
        await settle(pilot)
        assert (tmp_path / "kept/class.md").read_text().startswith("# A class")
        assert (tmp_path / "kept/class-together.svg").read_text().startswith("<svg")


HEAVY = """
import asyncio, sys
from pathlib import Path
from app.class_app import ClassApp
from flashcards.settings import Settings

async def main():
    app = ClassApp(Settings(), sorted(Path(sys.argv[1]).glob("*.json")))
    async with app.run_test() as pilot:
        while app.screen.report is None:
            await pilot.pause(0.05)
        await pilot.press("3", "enter", "enter")
        await pilot.pause()
        print(type(app.screen).__name__, [m for m in ("numpy", "pandas") if m in sys.modules])

asyncio.run(main())
"""


def test_the_report_is_computed_beside_the_screen(home: Path, files: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEAVY, str(files)], capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == ("NoticeScreen []", 0), done.stderr
