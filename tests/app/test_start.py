"""Opening the program: what it is put together from, and every way in which that can fail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.start import StartError, open_study
from flashcards.deck import Deck
from flashcards.places import Places, places
from flashcards.settings import Settings

if TYPE_CHECKING:
    from tests.terminal.terminal import Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """The places of a learner who has never been here."""
    monkeypatch.delenv("FLASHCARDS_NOW", raising=False)
    return Places(tmp_path / "data", tmp_path / "cache", tmp_path / "settings.toml")


# -- a study -------------------------------------------------------------------------------------


def test_a_first_start_makes_what_it_needs(where: Places, course: Deck) -> None:
    study = open_study(where)
    try:
        assert [topic.key for topic in study.deck.topics] == [topic.key for topic in course.topics]
        assert study.settings == Settings()
        assert study.notices == ()
        assert not study.journal.read_only
        assert study.journal.file.parent == where.data
        assert study.settings_file == where.settings
        assert not where.settings.exists()
    finally:
        study.journal.close()


def test_the_second_start_has_the_same_deck_from_the_cache(where: Places) -> None:
    first = open_study(where)
    first.journal.close()
    assert list(where.cache.iterdir())
    second = open_study(where)
    second.journal.close()
    assert second.deck == first.deck


def test_a_cache_that_cannot_be_kept_is_no_reason_to_stop(where: Places) -> None:
    where.cache.write_text("in the way")
    study = open_study(where)
    study.journal.close()
    assert study.deck.topics


def test_settings_that_make_no_sense_are_told(where: Places) -> None:
    where.settings.write_text('theme = "pink"\nnew_per_day = 2\n', "utf-8")
    study = open_study(where)
    study.journal.close()
    assert study.settings == Settings(new_per_day=2)
    (notice,) = study.notices
    assert "pink" in notice


def test_a_clock_that_was_set_is_told(where: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_NOW", "2026-11-22T14:00+00:00")
    study = open_study(where)
    study.journal.close()
    assert study.moment().day.isoformat() == "2026-11-22"
    assert any("FLASHCARDS_NOW" in notice for notice in study.notices)


def test_whoever_only_looks_leaves_the_pen_to_others(where: Places) -> None:
    open_study(where).journal.close()
    looking = open_study(where, write=False)
    writing = open_study(where)
    assert looking.journal.read_only
    assert not writing.journal.read_only
    looking.journal.close()
    writing.journal.close()


def test_a_course_without_a_topic_is_told(
    where: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    (empty / "topics").mkdir(parents=True)
    monkeypatch.setattr("app.start.bundled_content", lambda: empty)
    with pytest.raises(StartError, match=r"no topic that can be read\. Run: flashcards check"):
        open_study(where)
    assert not where.data.exists()


def test_home_is_one_folder_for_everything(tmp_path: Path) -> None:
    found = places({"FLASHCARDS_HOME": str(tmp_path)})
    assert found.data == tmp_path
    assert found.cache.parent == tmp_path
    assert found.settings.parent == tmp_path


# -- not a terminal ------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["study"], ["study", "pooling"]])
def test_without_a_terminal_it_says_what_else_there_is(
    tmp_path: Path, arguments: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**os.environ, "FLASHCARDS_HOME": str(tmp_path / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "flashcards study --plain" in done.stderr
    assert not (tmp_path / "home").exists()


# -- in a terminal -------------------------------------------------------------------------------

PAUSE = """
from app.screens.recall import RecallScreen
def broken(self):
    raise ZeroDivisionError("a fault of ours")
RecallScreen.action_pause = broken
"""

FIRST_FRAME = """
from app.screens import overview
def broken(*_):
    raise ZeroDivisionError("a fault of ours")
overview.today_line = broken
"""


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[object]:
    """Start a program that has a fault, in a real terminal."""
    if sys.platform == "win32":
        pytest.skip("there are no such terminals on Windows")
    from tests.terminal.terminal import Terminal

    running: list[Terminal] = []

    def start(fault: str, *arguments: str) -> Terminal:
        (tmp_path / "sitecustomize.py").write_text(fault, "utf-8")
        path = f"{tmp_path}{os.pathsep}{ROOT}"
        running.append(Terminal(tmp_path / "home", *arguments, PYTHONPATH=path))
        return running[-1]

    yield start
    for terminal in running:
        terminal.close()


@pytest.mark.terminal
def test_a_fault_of_the_program_costs_no_word_and_shows_no_traceback(
    faulty: object, tmp_path: Path
) -> None:
    assert callable(faulty)
    terminal = faulty(PAUSE)
    terminal.see("Course")
    terminal.press("enter")
    terminal.see("How comfortable")
    terminal.press("3")
    terminal.see("done", "pause")
    terminal.type("every word")
    terminal.press("f2")
    assert terminal.end() == 1
    told = terminal.raw.decode().split("\x1b[?1049l")[-1]
    assert "flashcards met a fault of its own and had to stop. Your answers are saved.\r\n" in told
    assert b"Traceback" not in terminal.raw
    assert b"ZeroDivisionError" not in terminal.raw
    assert b"\x1b[?1049l" in terminal.raw
    details = tmp_path / "home" / "cache" / "fault.txt"
    assert told.endswith(f"Please report what is in this file:\r\n{details}\r\n")
    assert "ZeroDivisionError: a fault of ours" in details.read_text("utf-8")
    (tmp_path / "sitecustomize.py").unlink()
    again = faulty("")
    again.see("Course")
    again.press("enter")
    again.see("every word")


@pytest.mark.terminal
def test_a_fault_on_the_way_to_the_first_frame(faulty: object, tmp_path: Path) -> None:
    assert callable(faulty)
    terminal = faulty(FIRST_FRAME)
    assert terminal.end() == 1
    assert "met a fault of its own" in " ".join(terminal.text.split())
    assert b"Traceback" not in terminal.raw
    details = (tmp_path / "home" / "cache" / "fault.txt").read_text("utf-8")
    assert "ZeroDivisionError" in details


@pytest.mark.terminal
def test_a_topic_that_was_named_on_the_command_line(faulty: object) -> None:
    assert callable(faulty)
    terminal: Terminal = faulty("", "study", "pool")
    terminal.see("Pooling & shrinkage", "How comfortable")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    unknown = faulty("", "study", "poolign")
    assert unknown.end() == 1
    assert "Did you mean pooling (Pooling & shrinkage)?" in unknown.text
