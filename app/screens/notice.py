"""Small screens over the others: something to read, and a question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.screens.base import SESSION


class NoticeScreen(ModalScreen[None]):
    """A heading and a text, closed with Esc or Enter."""

    CSS_PATH: ClassVar[str | None] = SESSION

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "close", id="close")
    ]

    def __init__(self, heading: str, text: str | Content) -> None:
        super().__init__()
        self.heading = heading
        self.text = text

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="box"):
            yield Static(Content.styled(self.heading, "bold"), classes="heading")
            with VerticalScroll():
                text = self.text if isinstance(self.text, Content) else Content(self.text)
                yield Static(text)
            yield Static(Content.styled("esc close", "$muted"), classes="keys")


class AskScreen(ModalScreen[bool]):
    """A question; Enter means yes, Esc means no."""

    CSS_PATH: ClassVar[str | None] = SESSION

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "yes", id="ask.yes"),
        Binding("escape,n", "answer(False)", "no", id="ask.no"),
    ]

    def __init__(self, heading: str, text: str, yes: str, no: str) -> None:
        super().__init__()
        self.heading = heading
        self.text = text
        self.yes = yes
        self.no = no

    def compose(self) -> ComposeResult:
        """The box, with what each key does."""
        with Vertical(classes="box"):
            yield Static(Content.styled(self.heading, "bold"), classes="heading")
            yield Static(Content(self.text))
            keys = Content.assemble(
                ("enter", "bold $primary"), f" {self.yes}     ",
                ("esc", "bold $primary"), f" {self.no}",
            )  # fmt: skip
            yield Static(keys, classes="keys")

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)
