"""A process that is told lines and answers with lines, seen from an event loop."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Final

LONGEST: Final = 64_000_000
"""Bytes of the longest line that is read; a process that writes more is ended."""


class Pipe:
    """One process from its start to its end.

    It hears nothing of what is pressed in the terminal, and nothing that it writes gets there.
    """

    def __init__(
        self,
        command: Sequence[str],
        variables: Mapping[str, str],
        heard: Callable[[Pipe, bytes], object],
        ended: Callable[[Pipe], object],
    ) -> None:
        """Start it; from within a running loop.

        Args:
            command: the program and its arguments.
            variables: what is added to the environment.
            heard: called in the loop with every line, its end included.
            ended: called in the loop when it has ended by itself.

        Raises:
            OSError: it cannot be started.
            ValueError: the command is none.
        """
        self._loop = asyncio.get_running_loop()
        self._heard = heard
        self._ended = ended
        self._over = False
        self.process = _started(command, variables)
        Thread(target=self._read, name="worker", daemon=True).start()

    def say(self, line: bytes) -> None:
        """Tell it a line, without its end; a process that has just ended does not hear it."""
        assert self.process.stdin is not None  # noqa: S101
        with suppress(OSError, ValueError):
            self.process.stdin.write(line + b"\n")
            self.process.stdin.flush()

    def end(self) -> None:
        """End it without waiting, whatever it does; nothing is heard of it any more."""
        self._over = True
        with suppress(OSError):
            self.process.kill()

    def _read(self) -> None:
        """In a thread of its own: hand over each line, then see the process off."""
        process = self.process
        assert process.stdout is not None  # noqa: S101
        with suppress(OSError, ValueError):
            while (line := process.stdout.readline(LONGEST)).endswith(b"\n"):
                self._in_loop(partial(self._heard, self, line))
        with suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError, AttributeError):
                pipe.close()  # type: ignore[union-attr]
        self._in_loop(partial(self._ended, self))

    def _in_loop(self, what: Callable[[], object]) -> None:
        def unless_over() -> None:
            if not self._over:
                what()

        with suppress(RuntimeError):  # the loop is closed: the program has ended
            self._loop.call_soon_threadsafe(unless_over)


def _started(command: Sequence[str], variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The process, in a group of its own so that Ctrl+C is not for it.

    Its folder is that of the program, so that its modules are the same ones, wherever the program
    was started.
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(  # noqa: S603 our own module
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
        env={**os.environ, **variables},
        start_new_session=True,
        creationflags=flags,
    )
