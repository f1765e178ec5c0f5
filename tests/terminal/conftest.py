"""Terminals that are closed after each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.terminal.terminal import Terminal

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the program in a terminal; every start of a test shares one learner's folder."""
    from tests.terminal.terminal import Terminal

    running: list[Terminal] = []

    def begin(*arguments: str, **options: object) -> Terminal:
        terminal = Terminal(tmp_path / "home", *arguments, **options)  # type: ignore[arg-type]
        running.append(terminal)
        return terminal

    yield begin
    for terminal in running:
        terminal.close()
