"""The way in: `flashcards`, or `python -m app`."""

from __future__ import annotations

import gc
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

    cli(prog_name="flashcards")


if __name__ == "__main__":
    main()
