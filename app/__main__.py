"""The way in: `flashcards`, or `python -m app`."""

from __future__ import annotations

import gc
import io
import sys


def main() -> None:
    """Open the program, or run the command that is named.

    Without a command the command-line library is not even imported, and garbage collection waits
    for the first frame: together they are what a learner would notice of the start.
    """
    if len(sys.argv) == 1:
        gc.disable()
        from app.start import open_app

        sys.exit(open_app())
    from app.cli import cli

    _forgive()
    cli(prog_name="flashcards")


def _forgive() -> None:
    """Let a character that this terminal cannot write or has garbled cost a sign, not the run."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
