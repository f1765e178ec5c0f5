"""What there is to do about exams, in one small box."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from app.screens.box import BoxScreen
from app.widgets.hanging import Hanging

KINDS = (
    ("Mock exam", "several topics in one time, no hints; marks and a report after"),
    ("Cram", "any topics, any time; it never moves the schedule"),
)
"""What there is, and what each is."""


class ExamsScreen(BoxScreen[str]):
    """Closes with the id of what she wants."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "dismiss('exams.mock')", "mock exam", id="exams.mock",
                tooltip="Several topics in one time, without hints"),
        Binding("c", "dismiss('exams.cram')", "cram", id="exams.cram",
                tooltip="Any topics, any time; the schedule stays as it is"),
        Binding("escape,q", "dismiss", "close", id="close"),
    ]  # fmt: skip

    def heading(self) -> Content:
        """One word."""
        return Content.styled("Exams", "bold")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Each kind, or none."""
        return (("exams.mock", "mock exam"), ("exams.cram", "cram"), ("close", "close"))

    def inside(self) -> ComposeResult:
        """What each is."""
        rows = [(Content.styled(f"{name:<11}", "bold"), Content(words)) for name, words in KINDS]
        yield Static(Hanging(rows))
