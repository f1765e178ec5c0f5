"""Small screens over the others: something to read, and a question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from app.screens.box import BoxScreen


class NoticeScreen(BoxScreen[None]):
    """A heading and a text, closed with Esc or Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "close", id="close")
    ]

    def __init__(self, heading: str, text: str | Content) -> None:
        super().__init__()
        self._heading = heading
        self.text = text if isinstance(text, Content) else Content(text)

    def heading(self) -> Content:
        """What the text is."""
        return Content.styled(self._heading, "bold")

    def inside(self) -> ComposeResult:
        """The text."""
        yield Static(self.text)


class AskScreen(BoxScreen[bool]):
    """A question; Enter means yes, Esc means no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "yes", id="ask.yes"),
        Binding("escape,n", "answer(False)", "no", id="ask.no"),
    ]

    def __init__(self, heading: str, text: str, yes: str, no: str) -> None:
        super().__init__()
        self._heading = heading
        self.text = text
        self.yes = yes
        self.no = no

    def heading(self) -> Content:
        """What it is about."""
        return Content.styled(self._heading, "bold")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What yes and no mean here."""
        return (("ask.yes", self.yes), ("ask.no", self.no))

    def inside(self) -> ComposeResult:
        """The question."""
        yield Static(Content(self.text))

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)
