"""The missed points once more, as short questions, until each is recalled once."""

from __future__ import annotations

from collections import deque
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from app.screens.base import StudyScreen
from app.words import count
from flashcards.cards import KeyPoint, Topic
from flashcards.events import Answer
from flashcards.journal import JournalError

DRILLED = {Answer.YES: "had it", Answer.PARTLY: "partly", Answer.NO: "not yet"}
"""What the answers of a drill are called."""


class DrillScreen(StudyScreen):
    """One question at a time; the answer on a key; a miss goes to the end of the row."""

    here = "Drill"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "see the answer", key_display="⏎", id="drill.open",
                tooltip="Think first, then look"),
        Binding("y", "answer('yes')", DRILLED[Answer.YES], id="drill.yes"),
        Binding("n", "answer('no')", DRILLED[Answer.NO], id="drill.no"),
        Binding("u", "undo", "undo", id="drill.undo",
                tooltip="Take back the last answer of this drill"),
        Binding("escape", "leave", "stop here", id="drill.leave"),
    ]  # fmt: skip

    def __init__(self, points: list[tuple[Topic, KeyPoint]], *, opened: bool = False) -> None:
        """Take what is to be drilled.

        Args:
            points: each with its topic, in the order in which they are asked.
            opened: whether the answer to the first one is already shown.
        """
        super().__init__()
        self.queue = deque(points)
        self.total = len(points)
        self.opened = opened

    def body(self) -> ComposeResult:
        """Topic, question, and the answer once it is asked for."""
        with Vertical(id="drill"):
            yield Static(id="drill-topic")
            yield Static(id="drill-ask")
            yield Static(id="drill-answer")

    def on_mount(self) -> None:
        """Show the first question."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """First think, then look, then answer."""
        if action == "open":
            return not getattr(self, "opened", False)
        if action == "answer":
            return getattr(self, "opened", False)
        if action == "undo":
            return self.study.last_drill() is not None
        return True

    def _show(self) -> None:
        topic, point = self.queue[0]
        self.top.fact = f"{count(len(self.queue), 'point')} to win back"
        self.query_one("#drill-topic", Static).update(Content.styled(topic.title, "$muted"))
        self.query_one("#drill-ask", Static).update(self.inline(point.ask))
        answer = self.query_one("#drill-answer", Static)
        answer.update(
            self.inline(point.text)
            if self.opened
            else Content.styled("Say it to yourself, then look.", "$muted")
        )
        answer.set_class(self.opened, "-open")
        self.refresh_bindings()

    def action_open(self) -> None:
        """Show the point."""
        self.opened = True
        self._show()

    def action_answer(self, answer: str) -> None:
        """Log it; a miss comes again at the end."""
        topic, point = self.queue.popleft()
        given = Answer(answer)
        try:
            self.study.drilled(topic, point, given)
        except JournalError as error:
            self.notify(str(error), severity="error")
        if given is Answer.NO:
            self.queue.append((topic, point))
        self.opened = False
        if self.queue:
            self._show()
        else:
            all_of = f"All {self.total} points" if self.total > 1 else "The point is"
            self.notify(f"{all_of} recalled once.", timeout=3)
            self.app.pop_screen()

    def action_undo(self) -> None:
        """Take the last answer back; its point is the one that is asked now."""
        if (last := self.study.last_drill()) is None:
            self.notify("There is no drill answer to take back.")
            return
        topic, point, drilled = last
        try:
            self.study.undo_drill()
        except JournalError as error:
            self.notify(str(error), severity="error")
            return
        if (topic, point) in self.queue:
            self.queue.remove((topic, point))
        self.queue.appendleft((topic, point))
        self.total = max(self.total, len(self.queue))
        self.opened = True
        self.notify(f"Taken back: “{DRILLED[drilled.answer]}”.")
        self._show()

    def action_leave(self) -> None:
        """Stop; what is left can be drilled again today."""
        self.app.pop_screen()
