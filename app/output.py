"""How the commands speak: lines and JSON for any pipe or terminal, and sentences for errors."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable

FAILED = 1
"""Exit code where something is wrong with files, content or journal."""


def write_lines(lines: Iterable[str]) -> None:
    """Print lines; a reader that closes the pipe early is no error."""
    try:
        for line in lines:
            print(line)  # noqa: T201
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer is written when Python ends, and must have somewhere to go.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_json(value: object) -> None:
    """Print one JSON value, indented."""
    write_lines([json_text(value, indent=2)])


def json_text(value: object, indent: int | None = None) -> str:
    """JSON with characters as they are, or escaped where the output cannot take them."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(value, ensure_ascii=not unicode, indent=indent)


def say(sentence: str) -> int:
    """Print why something failed, and return the exit code for it."""
    print(sentence, file=sys.stderr)  # noqa: T201
    return FAILED
