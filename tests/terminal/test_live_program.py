"""The process that computes models, seen from outside: it comes, it answers, and it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.terminal

Start = Callable[..., Terminal]


@pytest.fixture(autouse=True)
def no_question(tmp_path: Path) -> None:
    """Examples open at once; what is asked before has its own tests."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text("predict = false\n")


def workers(parent: int) -> list[int]:
    """The processes for models that a program has started."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    return [int(pid) for pid, above, words in rows
            if int(above) == parent and "app.worker" in words]  # fmt: skip


def worker(terminal: Terminal) -> int:
    """Wait until there is one; its number."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        terminal.listen()
        if found := workers(terminal.pid):
            return found[0]
    raise AssertionError("no process for models was started")


def gone(pid: int) -> bool:
    """Wait until a process has ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        if state.stdout.startswith("Z") or not state.stdout:
            return True
        time.sleep(0.02)
    return False


def test_it_is_started_by_itself_answers_and_leaves_with_the_program(start: Start) -> None:
    terminal = start()
    terminal.see("Course")
    pid = worker(terminal)
    terminal.press("l")
    terminal.see("> summary(model)", "Residual standard error")
    terminal.press("esc", "ctrl+q")
    assert terminal.end() == 0
    assert gone(pid)
    assert b"Traceback" not in terminal.raw


def test_ctrl_c_leaves_without_a_word_of_it(start: Start) -> None:
    terminal = start()
    terminal.see("Course")
    pid = worker(terminal)
    terminal.press("ctrl+c")
    assert terminal.end() == 0
    assert gone(pid)
    told = terminal.raw.split(b"\x1b[?1049l")[-1]
    assert b"Traceback" not in terminal.raw
    assert b"worker" not in told


def test_it_ends_when_the_program_is_killed(start: Start) -> None:
    terminal = start()
    terminal.see("Course")
    pid = worker(terminal)
    terminal.kill()
    assert gone(pid)


def test_after_it_was_killed_the_next_card_starts_another(start: Start) -> None:
    terminal = start()
    terminal.see("Course")
    first = worker(terminal)
    terminal.press("l")
    terminal.see("> summary(model)")
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    terminal.press("esc")
    terminal.see("Course")
    terminal.press("down", "down", "l")
    terminal.see("Multi-level data", "tapply")
    assert worker(terminal) != first
    terminal.press("ctrl+q")
    assert terminal.end() == 0
