"""All key points of a class: a row each, which opens what is known of it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.class_lines import point_words
from app.screens.base import StudyScreen
from app.screens.notice import NoticeScreen
from app.widgets.oneline import OneLine
from app.widgets.rows import Rows
from flashcards.classes.tables import ClassReport, PointRow

SIDES = 6
"""Cells that rows leave free."""

TITLE = 26
"""Cells for the title of a topic at most."""


class ClassPointsScreen(StudyScreen):
    """The key points, those first that are missed most, or as they stand in the course."""

    here = "A class: key points"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "order", "other order", id="class.order",
                tooltip="Those missed most first, or topic by topic"),
        Binding("escape", "app.pop_screen", "back", id="back", tooltip="Back to the report"),
    ]  # fmt: skip

    def __init__(self, report: ClassReport) -> None:
        super().__init__()
        self.report = report
        self.by_topic = False
        self.rows: tuple[PointRow, ...] = report.points

    def body(self) -> ComposeResult:
        """The names of the columns, then the rows."""
        yield Static(id="columns")
        yield Rows(id="found", markup=False)

    def on_mount(self) -> None:
        """The rows, and the cursor on the first."""
        self._fill(0)
        self.query_one(OptionList).focus()

    def fit(self, width: int, height: int) -> None:
        """Cut the rows anew."""
        self._fill(self.query_one(OptionList).highlighted or 0)

    def _fill(self, cursor: int) -> None:
        width = max(20, self.app.size.width - SIDES)
        most = min(TITLE, width // 4)
        names = f"{'missed':>6}  {'of':>4}  {'topic':<{most}}  key point"
        self.query_one("#columns", Static).update(Content.styled(f" {names}", "$muted"))
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options(Option(OneLine(self._row(row, most, width), 1)) for row in self.rows)
        rows.highlighted = cursor if self.rows else None

    def _row(self, row: PointRow, most: int, width: int) -> Content:
        """A key point in one line."""
        title = Content(row.title).truncate(most, ellipsis=True, pad=True)
        head = Content.assemble(
            (f"{round(100 * row.missed):>4} %", "bold"), (f"  {row.students:>4}  ", "$muted"),
            title, "  ",
        )  # fmt: skip
        return (head + self.inline(row.text)).truncate(width, ellipsis=True)

    def action_order(self) -> None:
        """The other order; the cursor stays on its point."""
        at = self.query_one(OptionList).highlighted or 0
        here = self.rows[at] if self.rows else None
        self.by_topic = not self.by_topic
        place = {topic: number for number, topic in enumerate(self.report.course)}
        self.rows = (
            tuple(sorted(self.report.points, key=lambda row: place[row.topic]))
            if self.by_topic
            else self.report.points
        )
        self._fill(self.rows.index(here) if here else 0)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        row = self.rows[event.option_index]
        told = [self.inline(row.text)]
        if row.ask:
            told.append(Content.styled("Asked: ", "$muted") + self.inline(row.ask))
        told += [Content(sentence) for sentence in point_words(row)]
        told.append(Content.styled(f"{row.topic}#{row.point}", "$muted"))
        self.app.push_screen(NoticeScreen(row.title, Content("\n\n").join(told)))
