"""The program that shows a tutor her class. It opens no journal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from app.output import say
from app.screens.class_report import ClassScreen
from app.shell import Shell
from flashcards import settings as settings_file
from flashcards.places import places
from flashcards.settings import Settings


class ClassApp(Shell):
    """One screen about some files."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["app.tcss", "session.tcss"]

    def __init__(self, settings: Settings, files: Sequence[Path]) -> None:
        """Take the files of students."""
        super().__init__(settings)
        self.files = files

    def get_default_screen(self) -> ClassScreen:
        """The report is the only screen that nothing lies under."""
        return ClassScreen(self.files)


def open_class(files: Sequence[Path]) -> int:
    """Run it; returns the exit code."""
    settings, _ = settings_file.load(places().settings)
    app = ClassApp(settings, files)
    app.run()
    return 0 if app.fault is None else say(f"flashcards met a fault of its own ({app.fault!r}).")
