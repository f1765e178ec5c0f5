"""``flashcards packs`` and what a pack, and an edit of it, changes on the screens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.app import StudyApp
from app.cli import cli
from app.screens.comfort import ComfortScreen
from app.screens.reveal import RevealScreen
from app.start import open_study
from app.widgets.checklist import Checklist
from flashcards.events import Answer
from flashcards.places import Places
from tests.app.helpers import recall, settle, shown
from tests.flashcards.cards_on_disk import card, course, write


def points(*lines: str) -> str:
    items = "".join(f"- {line}\n  - ask: What?\n  - cues: idea\n" for line in lines)
    return f"\n## Key points\n{items}"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-23T09:00")
    return tmp_path / "home"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write(tmp_path / "mine", {
        "course.md": course("a", more='version: "1.0"\nauthor: Ada\n'),
        "topics/a.md": card("a", points=points("One {#one}", "Two {#two}")),
    })  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["packs", *words], prog_name="flashcards")


def test_from_adding_to_removing(home: Path, pack: Path) -> None:
    assert run("add", str(pack)).stdout == "Added pack 1.0: A course, 1 topic.\n"
    listed = run("list").stdout
    assert "lm-to-lmer: lm → lmer, 17 topics" in listed
    assert "pack: A course, 1 topic, version 1.0, by Ada" in listed
    rows = json.loads(run("list", "--json").stdout)["packs"]
    assert [(row["pack"], row["copied"], row["fine"]) for row in rows] == [
        ("lm-to-lmer", False, True),
        ("pack", False, True),
    ]
    write(pack, {"topics/a.md": card("a", points=points("One, better {#one}", "New {#new}"))})
    told = run("add", str(pack)).stdout
    assert told == "Took over pack 1.0: no card has changed.\n"  # a folder is read as it is
    assert run("remove", "pack").stdout == "Removed pack. Your answers are kept.\n"
    gone = run("remove", "pack")
    assert gone.exit_code == 1
    assert "There is no pack 'pack'" in gone.stderr


def test_a_bad_pack_is_refused_with_its_problems(home: Path, pack: Path) -> None:
    write(pack, {"topics/a.md": "nothing"})
    refused = run("add", str(pack))
    assert refused.exit_code == 1
    assert "mend it first" in refused.stderr
    assert "no-front-matter" in refused.stderr
    assert not (home / "packs.json").exists()


def test_its_topics_are_studied_and_an_edit_keeps_progress(
    home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", str(pack))
    with_pack = open_study(Places(home, home / "cache", home / "settings.toml"))
    recall(with_pack, "pack/a", Answer.YES, Answer.NO)
    with_pack.journal.close()
    edited = points("One, said better {#one}", "Two {#second was=two}", "Three {#three}")
    write(pack, {"topics/a.md": card("a", points=edited)})
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-25T09:00")
    later = open_study(Places(home, home / "cache", home / "settings.toml"))
    try:
        assert any(
            note == "The pack pack has changed: 1 key point new, 1 key point reworded."
            for note in later.notices
        )
        topic = later.deck.topic("pack/a")
        assert topic is not None
        (attempt,) = later.attempts(topic.key, 9)
        assert attempt.answers == {"one": Answer.YES, "second": Answer.NO}
        assert later.new_points(topic) == {"three"}
        assert later.reworded(topic) == {"one"}
        assert topic.key in later.due_keys()
    finally:
        later.journal.close()


async def test_the_list_has_the_title_of_the_pack_over_its_topics(home: Path, pack: Path) -> None:
    run("add", str(pack))
    study = open_study(Places(home, home / "cache", home / "settings.toml"))
    try:
        async with StudyApp(study).run_test(size=(120, 40)) as pilot:
            lines = [line.strip() for line in shown(pilot).splitlines()]
            place = lines.index("A course")
            assert lines[place - 1].startswith("17 MLM in a nutshell")
            assert lines[place + 1].startswith("18 A card")
    finally:
        study.journal.close()


async def test_what_is_new_and_what_is_reworded_is_marked(
    home: Path, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add", str(pack))
    places = Places(home, home / "cache", home / "settings.toml")
    with_pack = open_study(places)
    recall(with_pack, "pack/a", Answer.YES, Answer.NO)
    with_pack.journal.close()
    edited = points("One {#one}", "Two, said better {#two}", "Three {#three}")
    write(pack, {"topics/a.md": card("a", points=edited)})
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-25T09:00")
    study = open_study(places)
    try:
        async with StudyApp(study, "pack/a").run_test(size=(120, 36)) as pilot:
            await settle(pilot)
            assert isinstance(pilot.app.screen, ComfortScreen)
            told = " ".join(shown(pilot).split())
            assert "1 key point new, the wording of 1 key point changed" in told
            await pilot.press("3", "x", "ctrl+s")
            await settle(pilot)
            assert isinstance(pilot.app.screen, RevealScreen)
            rows = {row.point: row.before for row in pilot.app.screen.query_one(Checklist).rows}
            assert rows["one"] == ""
            assert rows["two"].startswith("missed")
            assert rows["two"].endswith("reworded since")
            assert rows["three"] == "new on this card"
    finally:
        study.journal.close()
