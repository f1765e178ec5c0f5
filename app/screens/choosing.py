"""Topics to be ticked, below lines that the arrow keys change; Enter starts."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.screens.base import StudyScreen
from app.widgets.oneline import OneLine
from app.widgets.rows import PagedList
from flashcards.cards import Topic

LABEL, VALUE = 14, 34
"""Cells for the name of a line and for its value."""


class StartRows(PagedList):
    """A list where Enter starts what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "start", key_display="⏎", id="choose.start",
                tooltip="Start with what is chosen"),
        Binding("j", "cursor_down", "down", show=False),
        Binding("k", "cursor_up", "up", show=False),
    ]  # fmt: skip


class ChoosingScreen(StudyScreen):
    """A list of lines and topics; keeps which topics are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "choose", id="choose.tick",
                tooltip="Choose the topic under the cursor, or leave it out"),
        Binding("escape", "app.pop_screen", "back", id="back", tooltip="Back to the topics"),
    ]  # fmt: skip

    heading: ClassVar[str] = ""

    def body(self) -> ComposeResult:
        """What this is, then the list."""
        yield Static(id="about-choice")
        yield StartRows(id="choice", markup=False)

    def on_mount(self) -> None:
        """The list as it is at first."""
        self.ticked: set[str] = set()
        self.fill(0)
        self.query_one(OptionList).focus()

    def lines(self) -> list[tuple[str, str, str]]:
        """What the arrow keys change: name, value, what it does."""
        return []

    def about(self) -> str:
        """The sentences above the list."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin with what is chosen."""
        raise NotImplementedError

    @property
    def chosen(self) -> tuple[Topic, ...]:
        """The ticked topics, in course order."""
        return tuple(topic for topic in self.study.deck.topics if topic.key in self.ticked)

    def fill(self, cursor: int) -> None:
        """All rows anew, and the cursor."""
        options = [
            Option(
                OneLine(Content.assemble(f"{label:<{LABEL}}", (f"{value:<{VALUE}}", "bold"),
                                         (what, "$muted")), 1), id=f"line:{place}")
            for place, (label, value, what) in enumerate(self.lines())
        ]  # fmt: skip
        if options:
            options.append(Option(OneLine(Content("")), disabled=True))
        heading = Content.styled(self.heading, "$muted")
        options.append(Option(OneLine(heading, 1), disabled=True))
        for number, topic in enumerate(self.study.deck.topics, 1):
            tick = "x" if topic.key in self.ticked else " "
            row = Content.assemble((f"[{tick}]", "$primary"), f"  {number:>2}  {topic.title}")
            options.append(Option(OneLine(row, 1), id=topic.key))
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options(options)
        rows.highlighted = cursor if not options[cursor].disabled else cursor + 1
        self.query_one("#about-choice", Static).update(Content.styled(self.about(), "$muted"))

    @property
    def cursor(self) -> int:
        """The row of the cursor."""
        return self.query_one(OptionList).highlighted or 0

    def under_cursor(self) -> Topic | None:
        """The topic of that row, if it is one."""
        option = self.query_one(OptionList).highlighted_option
        return self.study.deck.topic(option.id or "") if option else None

    def action_tick(self) -> None:
        """Choose a topic, or leave it out."""
        topic = self.under_cursor()
        if topic is not None:
            self.ticked ^= {topic.key}
            self.fill(self.cursor)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.start()
