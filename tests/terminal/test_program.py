"""The program as a person meets it: in a real terminal, by its keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from flashcards.deck import bundled_content, load_deck
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

Start = Callable[..., Terminal]

FIRST = "Simple linear regression"
SUNDAY = "2026-11-22T14:00+00:00"
MONDAY = "2026-11-23T15:00+00:00"
THURSDAY = "2026-11-26T15:00+00:00"


def command(home: Path, *arguments: str, given: str = "", **variables: str) -> str:
    """Run one command of the program and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env={**os.environ, "FLASHCARDS_HOME": str(home), **variables},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


def to_recall(terminal: Terminal) -> None:
    """From the topics to an empty page."""
    terminal.see("Today", FIRST)
    terminal.press("enter")
    terminal.see("How comfortable")
    terminal.press("3")
    terminal.see("recall", "done")


@cache
def points() -> int:
    """How many key points the first topic has."""
    return len(load_deck(bundled_content()).topics[0].key_points)


def through_check(terminal: Terminal, answers: str = "") -> None:
    """From the open card to the end of its check; every point not answered is *yes*."""
    terminal.see("to check")
    terminal.press(*answers.ljust(points(), "y"))
    terminal.press("ctrl+s")
    terminal.see("points recalled")


def test_the_first_start_opens_on_how_to_study_and_no_other_start_does(start: Start) -> None:
    terminal = start(first=True)
    terminal.see("How to study", "to the topics")
    terminal.press("enter")
    terminal.see("Course", "guide")
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    again = start(first=True)
    again.see("Course", "guide")
    again.press("o")
    again.see("How to study", "to the topics")
    again.press("esc", "ctrl+q")
    assert again.end() == 0


def test_study_for_days(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"
    terminal = start(FLASHCARDS_NOW=SUNDAY)
    to_recall(terminal)
    terminal.type("the slope is the change in y for one more x")
    terminal.see("saved")
    terminal.press("ctrl+s")
    through_check(terminal, "n")
    terminal.press("esc")
    terminal.see("Course")
    terminal.press("q")
    assert terminal.end() == 0

    later = start(FLASHCARDS_NOW=THURSDAY)
    later.see("1 to recall", f"1 of {points()} points missed on Sunday")
    later.press("enter")
    later.see("How comfortable")
    later.press("4")
    later.see("one more minute")
    later.type("y = b0 + b1 x + e")
    later.press("ctrl+s")
    later.see("missed on Sunday")
    later.press("y")
    later.see("here now")
    later.close()

    plan = json.loads(command(home, "due", "--json", FLASHCARDS_NOW=THURSDAY))
    assert plan["day"] == "2026-11-26"
    assert plan["today"][0]["title"] == FIRST
    assert f"recalled {points() - 1} of {points()}, comfort 3" in command(
        home, "log", FLASHCARDS_NOW=THURSDAY
    )


def test_a_closed_window_in_the_middle_of_a_word(start: Start, tmp_path: Path) -> None:
    terminal = start(FLASHCARDS_NOW=SUNDAY)
    to_recall(terminal)
    terminal.type("half a thou")
    terminal.see("saved")
    terminal.kill()

    again = start(FLASHCARDS_NOW=SUNDAY)
    again.see("Today", FIRST)
    again.press("enter")
    again.see("half a thou")
    again.type("ght")
    again.press("ctrl+s")
    again.see("half a thought", "to check")
    again.press("y", "n")
    again.see(f"{points() - 2} to check")
    again.press("esc")
    again.see("Course")
    again.press("q")
    assert again.end() == 0

    third = start(FLASHCARDS_NOW=SUNDAY)
    third.see("Today", FIRST)
    third.press("enter")
    third.see(f"{points() - 2} to check", "half a thought")


def test_undo_survives_a_restart(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"
    terminal = start(FLASHCARDS_NOW=SUNDAY)
    to_recall(terminal)
    terminal.type("a line")
    terminal.press("ctrl+s")
    through_check(terminal)
    terminal.press("ctrl+q")
    assert terminal.end() == 0

    again = start(FLASHCARDS_NOW=MONDAY)
    again.see("Course")
    again.press("u")
    again.see("Take back your recall of", FIRST)
    again.press("enter")
    again.see("a line", f"{points()} of {points()} points")
    again.press("home", "n", "ctrl+s")
    again.see(f"{points() - 1} of {points()} points recalled")
    again.press("ctrl+q")
    assert again.end() == 0
    log = command(home, "log", FLASHCARDS_NOW=MONDAY)
    assert log.count("recalled") == 2
    assert log.count("(taken back)") == 1
    assert "BAD" not in command(home, "doctor")


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_every_size_shows_what_matters(start: Start, size: tuple[int, int]) -> None:
    terminal = start(size=size, FLASHCARDS_NOW=SUNDAY)
    to_recall(terminal)
    terminal.see("leave")
    terminal.type("words")
    terminal.press("ctrl+s")
    screen = terminal.see("had it", "save", "words")
    assert "to check" in screen


def test_resizing_loses_nothing(start: Start) -> None:
    terminal = start(FLASHCARDS_NOW=SUNDAY)
    to_recall(terminal)
    terminal.type("before ")
    terminal.resize(80, 24)
    terminal.type("between ")
    terminal.resize(30, 8)
    terminal.see("larger")
    terminal.resize(160, 48)
    terminal.type("after")
    terminal.see("before between after")
    terminal.press("ctrl+s")
    terminal.see("to check")
    terminal.press("y", "y")
    terminal.resize(80, 24)
    terminal.see(f"2 of {points()} points", f"{points() - 2} to check")


def test_without_colour_nothing_is_lost(start: Start) -> None:
    terminal = start(FLASHCARDS_NOW=SUNDAY, NO_COLOR="1")
    to_recall(terminal)
    terminal.type("words")
    terminal.press("ctrl+s")
    terminal.see("to check")
    terminal.press("y", "p", "n")
    terminal.see(f"{points() - 3} to check", "●  The equation", "◐  The intercept", "○  The slope")
    cells = [c for row in terminal.screen.buffer.values() for c in row.values() if c.data.strip()]
    greys = {(c.fg, c.bg) for c in cells}
    for foreground, background in greys:
        for colour in (foreground, background):
            if len(colour) == 6:
                assert len({colour[0:2], colour[2:4], colour[4:6]}) == 1
        assert foreground != background


def test_a_linux_console_gets_plain_signs(start: Start) -> None:
    terminal = start(FLASHCARDS_NOW=SUNDAY, TERM="linux", COLORTERM="")
    to_recall(terminal)
    terminal.type("words")
    terminal.press("ctrl+s")
    terminal.see("to check")
    terminal.press("y", "n")
    screen = terminal.see(f"{points() - 2} to check", "*  The equation", "o  The intercept")
    assert not any(0x2800 <= ord(character) <= 0x28FF for character in screen)


def test_ctrl_c_leaves_and_gives_the_terminal_back(start: Start) -> None:
    terminal = start(FLASHCARDS_NOW=SUNDAY)
    to_recall(terminal)
    terminal.type("kept")
    terminal.press("ctrl+c")
    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.raw
    assert b"\x1b[?25h" in terminal.raw
    again = start(FLASHCARDS_NOW=SUNDAY)
    again.see("Today", FIRST)
    again.press("enter")
    again.see("kept")


def test_a_second_window_reads_and_takes_over(start: Start) -> None:
    first = start(FLASHCARDS_NOW=SUNDAY)
    first.see("Course")
    second = start(FLASHCARDS_NOW=SUNDAY)
    second.see("Course", "take over")
    second.press("enter")
    second.press("ctrl+t")
    assert "How comfortable" not in second.text
    first.kill()
    second.press("ctrl+t")
    second.see("You can write here now.")
    second.press("enter")
    second.see("How comfortable")


def test_a_pretended_clock_is_said(start: Start) -> None:
    start(FLASHCARDS_NOW=SUNDAY).see("The clock is set by FLASHCARDS_NOW")


def test_no_terminal_no_screen(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app"],
        env={**os.environ, "FLASHCARDS_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "flashcards study --plain" in done.stderr
    assert done.stdout == ""


def test_the_whole_session_as_plain_lines(tmp_path: Path) -> None:
    given = (
        "3\nthe outcome is a line plus a residual\nlm(y ~ x)\n.\n"
        + "y\nn\n"
        + "y\n" * (points() - 2)
    )
    given += "the intercept\n" + "y\n\nn\n\ny\n"
    said = command(tmp_path, "study", "--plain", given=given, FLASHCARDS_NOW=SUNDAY)
    assert "Simple linear regression: needs nothing before it." in said
    assert "Suggested: y, by" in said
    assert f"{points() - 1} of {points()} points recalled." in said
    assert "All of them recalled once." in said
    rows = [json.loads(line) for line in command(tmp_path, "log", "--json").splitlines()]
    assert [row["kind"] for row in rows] == ["recalled", "drilled", "drilled"]
    assert rows[0]["text"] == "the outcome is a line plus a residual\nlm(y ~ x)"
    assert rows[0]["note"] == "the intercept"


def test_plain_lines_cut_off_are_kept(tmp_path: Path) -> None:
    said = command(tmp_path, "study", "--plain", given="2\nonly this", FLASHCARDS_NOW=SUNDAY)
    assert "What you wrote is kept." in said
    said = command(tmp_path, "study", "--plain", given=".\n", FLASHCARDS_NOW=SUNDAY)
    assert "You had written:\nonly this" in said
