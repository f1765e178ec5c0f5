"""The program that shows one card while it is written. It opens no journal and changes no file."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.types import CSSPathType

from app.screens.preview import PreviewScreen
from app.shell import Shell
from flashcards.settings import Settings


class PreviewApp(Shell):
    """One screen on one file."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["app.tcss", "session.tcss"]

    def __init__(self, settings: Settings, file: Path, recall: Path | None = None) -> None:
        """Take a file.

        Args:
            settings: theme, signs and keys.
            file: the card.
            recall: a sample recall, or None for the one beside the card.
        """
        super().__init__(settings)
        self.file = file
        self.recall = recall

    def get_default_screen(self) -> PreviewScreen:
        """The preview is the only screen that nothing lies under."""
        return PreviewScreen(self.file, self.recall)
