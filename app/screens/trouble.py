"""An answer that could not be saved: it stays here, is tried again, and can be copied."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from app.screens.box import BoxScreen

AGAIN_AFTER = 5.0
"""Seconds after which saving is tried again by itself."""


class TroubleScreen(BoxScreen[bool]):
    """Says why the answer was not saved; closes with True to try again, False to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "again", "try again", id="trouble.again"),
        Binding("c", "copy", "copy your text", id="trouble.copy"),
        Binding("escape", "dismiss(False)", "back to the check", id="trouble.back"),
    ]

    def __init__(self, why: str, text: str, note: str) -> None:
        super().__init__()
        self.why = why
        self.text = "\n\n".join(part for part in (text, note) if part)

    def heading(self) -> Content:
        """What is wrong."""
        return Content.styled("Not saved yet", "bold $error")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The three things that she can do."""
        return (
            ("trouble.again", "try now"),
            ("trouble.copy", "copy your text"),
            ("trouble.back", "back to the check"),
        )

    def inside(self) -> ComposeResult:
        """The reason, and that nothing is lost."""
        yield Static(Content(self.why))
        yield Static(Content("Your answer is still here. It is tried again every few seconds."))

    def on_mount(self) -> None:
        """Try again by itself after a while."""
        self.set_timer(AGAIN_AFTER, self.action_again)

    def action_again(self) -> None:
        """Close, and try again."""
        if self.is_current:
            self.dismiss(True)

    def action_copy(self) -> None:
        """Put the text on the clipboard."""
        self.app.copy_to_clipboard(self.text)
        self.notify("Copied.")
