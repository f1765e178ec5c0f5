"""An answer that could not be saved: it stays here, is tried again, and can be copied."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.screens.base import SESSION

AGAIN_AFTER = 5.0
"""Seconds after which saving is tried again by itself."""


class TroubleScreen(ModalScreen[bool]):
    """Says why the answer was not saved; closes with True to try again, False to go back."""

    CSS_PATH: ClassVar[str | None] = SESSION

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "again", "try again", id="trouble.again"),
        Binding("c", "copy", "copy your text", id="trouble.copy"),
        Binding("escape", "dismiss(False)", "back to the check", id="trouble.back"),
    ]

    def __init__(self, why: str, text: str, note: str) -> None:
        super().__init__()
        self.why = why
        self.text = "\n\n".join(part for part in (text, note) if part)

    def compose(self) -> ComposeResult:
        """The reason, and the three things she can do."""
        with Vertical(classes="box"):
            yield Static(Content.styled("Not saved yet", "bold $error"), classes="heading")
            yield Static(Content(self.why))
            yield Static(Content("Your answer is still here. It is tried again every few seconds."))
            keys = Content.assemble(
                ("enter", "bold $primary"), " try now     ",
                ("c", "bold $primary"), " copy your text     ",
                ("esc", "bold $primary"), " back to the check",
            )  # fmt: skip
            yield Static(keys, classes="keys")

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
