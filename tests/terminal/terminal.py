"""A real terminal for the tests: a screen that is read, keys that are pressed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from datetime import date
from pathlib import Path

import pyte

from flashcards.journal import Journal

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "backspace": "\x7f",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
}

HERS = {"NO_COLOR", "FLASHCARDS_NOW", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "LANG"}
"""Variables of the terminal in which the tests run, that say nothing of this one."""

PATIENCE = 20.0
"""Seconds to wait for something to appear; only a broken program needs them."""


class Terminal:
    """One run of the program in a terminal of its own.

    Attributes:
        screen: what a person would see.
        raw: every byte that the program wrote.
    """

    def __init__(
        self,
        home: Path,
        *arguments: str,
        size: tuple[int, int] = (120, 36),
        first: bool = False,
        **variables: str,
    ) -> None:
        """Start ``python -m app`` with a learner's folder of its own.

        Unless it is her ``first`` start, the program was opened there once before.
        """
        if not first:
            open_once(home)
        self.screen = pyte.Screen(*size)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)
        environment = {
            **{k: v for k, v in os.environ.items() if k not in HERS},
            "FLASHCARDS_HOME": str(home),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TEXTUAL_ANIMATIONS": "none",
            **variables,
        }
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            _set_size(0, *size)
            os.execvpe(sys.executable, [sys.executable, "-m", "app", *arguments], environment)

    def resize(self, columns: int, lines: int) -> None:
        """Change the window's size, as a person dragging its corner would."""
        self.screen.resize(lines, columns)
        _set_size(self._fd, columns, lines)

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def listen(self, seconds: float = 0.05) -> bool:
        """Take in what the program writes; False once it has ended."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def see(self, *words: str) -> str:
        """Wait until all of these stand on the screen."""
        return self._wait(lambda: all(word in self.text for word in words), f"see {words}")

    def lose(self, word: str) -> str:
        """Wait until this no longer stands on the screen."""
        return self._wait(lambda: word not in self.text, f"lose {word!r}")

    def press(self, *keys: str) -> None:
        """Press keys by name, ``ctrl+x``, or as single characters."""
        for key in keys:
            if key.startswith("ctrl+"):
                data = chr(ord(key[5]) & 31)
            else:
                data = key if len(key) == 1 else KEYS[key]
            os.write(self._fd, data.encode())
            self.listen(0.05)

    def type(self, text: str) -> None:
        """Type a text."""
        for character in text:
            os.write(self._fd, character.encode())
        self.listen(0.05)

    def end(self) -> int:
        """Wait until the program has ended; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.listen()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                self._hear_out()
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"the program did not end; the screen:\n{self.text}")

    def _hear_out(self) -> None:
        """Take in what it wrote between the last look and its end."""
        while select.select([self._fd], [], [], 0)[0] and self.listen(0):
            pass

    def kill(self) -> None:
        """End it at once, as a dead battery would."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0

    def close(self) -> None:
        """Leave nothing running."""
        self.kill()
        with contextlib.suppress(OSError):
            os.close(self._fd)

    def _wait(self, done: object, what: str) -> str:
        assert callable(done)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if done():
                return self.text
            if not self.listen():
                break
        if done():
            return self.text
        raise AssertionError(f"did not {what} on the screen:\n{self.text}")


def open_once(home: Path) -> None:
    """Leave behind what a start leaves: a journal, and its copy of that day."""
    if not (home / "journal.sqlite3").exists():
        with Journal.open(home) as journal:
            journal.daily_copy(date(2000, 1, 1))


def _set_size(terminal: int, columns: int, lines: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
