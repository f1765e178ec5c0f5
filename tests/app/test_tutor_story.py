"""A tutor's first week: a pack from nothing, broken in ten ways, mended, given away, edited."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.start import open_study
from flashcards.events import Answer
from flashcards.fold import TopicMemory
from flashcards.places import places
from flashcards.study import Study
from tests.app.helpers import recall

Run = Callable[..., Result]


TEN = (
    # what is broken, how, and the code that names it
    ('title: "', 'tilte: "', "unknown-key"),
    ("id: kenward-roger", "id: Kenward Roger", "bad-id"),
    ("minutes: 2", "minutes: soon", "bad-value"),
    ("data: caffeine", "data: caffeine\ndata: caffeine", "live-duplicate-key"),
    ("data: caffeine", "data: caffein", "live-unknown-data"),
    ("lmer(outcome ~ x1 + (1 | subject))\n", "lmer(outcome ~ x1 + (1 | subject)\n",
     "live-bad-model"),
    ("figure: ", "figure: x", "live-unknown-figure"),
    ("\\widehat", "\\widehut", "maths-unknown"),
    ("  - ask: ", "  - asks: ", "bad-key-point"),
    ("## Key points", "## Keypoints", "no-key-points"),
)  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-23T09:00")
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "tutor"))
    monkeypatch.chdir(tmp_path)

    def command(*words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(cli, words, prog_name="flashcards")
        assert done.exit_code == code, (words, done.stdout, done.stderr)
        return done

    return command


def student(day: str, monkeypatch: pytest.MonkeyPatch, home: Path) -> Study:
    monkeypatch.setenv("FLASHCARDS_HOME", str(home))
    monkeypatch.setenv("FLASHCARDS_NOW", f"{day}T09:00")
    return open_study(places())


def zipped(pack: Path, version: str) -> str:
    return shutil.make_archive(str(pack.parent / f"stats-{version}"), "zip", pack.parent, pack.name)


def test_ten_ways_to_break_a_card_and_each_is_named_where_it_stands(
    run: Run, tmp_path: Path
) -> None:
    run("new", "pack", "stats")
    run("new", "topic", "Kenward–Roger", "--after", "inference", "--in", "stats")
    card = tmp_path / "stats/topics/kenward-roger.md"
    whole = card.read_text("utf-8")
    assert "All is well." in run("check", "stats").stdout
    for sound, broken, code in TEN:
        assert sound in whole, sound
        text = whole.replace(sound, broken, 1)
        card.write_text(text, "utf-8")
        told = run("check", "stats", code=1).stdout
        named = [line for line in told.splitlines() if f" {code} " in line]
        assert named, (code, told)
        first = min(n for n, (a, b) in enumerate(zip(whole.splitlines(), text.splitlines(),
                                                     strict=False), 1) if a != b)  # fmt: skip
        line = int(named[0].split(":")[1])
        assert line in {first - 1, first, first + 1} or code == "no-key-points", named
    card.write_text(whole, "utf-8")
    assert "All is well." in run("check", "stats").stdout


def test_given_to_a_student_edited_and_given_again_nothing_is_lost(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", "pack", "stats")
    run("new", "topic", "Kenward–Roger", "--after", "inference", "--in", "stats")
    pack, home = tmp_path / "stats", tmp_path / "student"
    first = zipped(pack, "1")
    monkeypatch.setenv("FLASHCARDS_HOME", str(home))
    assert "Added stats" in run("packs", "add", first).stdout

    study = student("2026-11-23", monkeypatch, home)
    topic = study.deck.topic("stats/kenward-roger")
    assert topic is not None
    points = [point.id for point in topic.key_points]
    recall(study, topic.key, Answer.YES, Answer.NO)
    before = study.journal.memories()[topic.key]
    study.journal.close()

    card = pack / "topics/kenward-roger.md"
    text = card.read_text("utf-8").replace(
        "id: kenward-roger", "id: degrees\naliases: [kenward-roger]"
    )
    text = text.replace(f"{{#{points[1]}}}", f"{{#renamed was={points[1]}}}")
    card.unlink()
    (pack / "topics/degrees.md").write_text(
        f"{text.rstrip()}\n- One idea more {{#more}}\n  - ask: Which?\n  - cues: more\n", "utf-8"
    )
    course = pack / "course.md"
    course.write_text(course.read_text("utf-8").replace("kenward-roger", "degrees"), "utf-8")
    run("check", str(pack))
    told = run("packs", "add", zipped(pack, "2")).stdout
    assert "1 topic renamed, 1 key point new" in told
    assert "renamed topic: stats/kenward-roger is now stats/degrees" in told

    study = student("2026-11-25", monkeypatch, home)
    try:
        after = study.journal.memories()["stats/degrees"]
        assert after.recalls == before.recalls
        assert after.points[points[0]] == before.points[points[0]]
        assert after.points["renamed"] == before.points[points[1]]
        moved = study.deck.topic("stats/degrees")
        assert moved is not None
        assert study.new_points(moved) == {"more"}
        assert "stats/degrees" in study.due_keys()
        assert isinstance(study.memory(moved), TopicMemory)
    finally:
        study.journal.close()
