"""What came of a mock exam: marks by topic and point, beside what was foreseen."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.screens.scrolling import ScrollingScreen, scrolling
from app.timing import clock_face
from flashcards.journal import JournalError
from flashcards.mock import Mark, Sitting, is_blank, markdown, name_of, report, sentences


class MockReportScreen(ScrollingScreen):
    """The report, which can be kept as a file."""

    here = "Mock exam"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "export", "keep it as a file", id="mock.export",
                tooltip="Write the report to a Markdown file"),
        *scrolling("mock.on"),
        Binding("d", "drill", "drill the missed points", id="mock.drill",
                tooltip="The missed points once more, as short questions"),
        Binding("escape", "leave", "back", id="mock.leave",
                tooltip="Back to the plan for the exam"),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting

    def body(self) -> ComposeResult:
        """The whole, a line a topic, then point by point."""
        with VerticalScroll(id="done", can_focus=False):
            yield Static(id="whole")
            yield Static(id="marks")
            yield Static(id="by-point")

    def on_mount(self) -> None:
        """Make the report once; later answers do not change it."""
        self.report = report(self.study, self.sitting)
        self.top.fact = f"{self.report.moment.local:%H:%M}"
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Drill only where something is to be won back; move on where there is more than fits."""
        if action == "pages":
            return self.is_mounted and self.page().max_scroll_y > 0
        return bool(self.study.to_drill()) if action == "drill" else True

    def on_screen_resume(self) -> None:
        """After a drill there is less to win back."""
        self.refresh_bindings()

    def fit(self, width: int, height: int) -> None:
        """Lines break anew."""
        self._show()
        self.call_after_refresh(self.refresh_bindings)

    def _show(self) -> None:
        if not hasattr(self, "report"):
            return
        first, *rest = sentences(self.report)
        whole = Content.assemble((first, "bold"), "\n", "\n".join(rest))
        self.query_one("#whole", Static).update(whole)
        self.query_one("#marks", Static).update(self._table())
        points = Content("\n\n").join(self._points(mark) for mark in self.report.marks)
        self.query_one("#by-point", Static).update(points)

    def _table(self) -> Content:
        """A line a topic: marks, coverage, what was foreseen, time."""
        marks = self.report.marks
        width = max((len(mark.title) for mark in marks), default=0)
        heading = f"{'':<{width}}  points   foreseen    time"
        lines = [Content.styled(heading, "$muted")]
        for mark in marks:
            foreseen = "new" if mark.foreseen is None else f"{mark.foreseen:.0%}"
            row = f"{mark.coverage:>6.0%}   {foreseen:>8}   {clock_face(mark.seconds):>5}"
            lines.append(Content(f"{mark.title:<{width}}  {row.replace('%', ' %')}"))
        return Content("\n").join(lines)

    def _points(self, mark: Mark) -> Content:
        """A topic's key points, each with how it went."""
        width = min(100, self.app.size.width) - 8
        blank = "" if mark.answered else "  left blank"
        lines = [Content.assemble((mark.title, "bold"), (blank, "$muted"))]
        for text, answer in mark.points:
            head = Content(f"{self.glyphs.mark(answer)}  ")
            lines.append(self.hung(head, self.inline(text), width))
        if mark.note:
            label = Content.styled("Your note: ", "$muted")
            lines.append(self.hung(label, Content(mark.note), width))
        return Content("\n").join(lines)

    def action_export(self) -> None:
        """Where the file is to be written."""
        from app.export import File
        from app.screens.exporting import ExportScreen

        content = markdown(self.report).encode()
        file = File(name_of(self.report), content, "marks by topic and point")

        def done(sentence: str | None) -> None:
            if sentence:
                self.notify(sentence)

        self.app.push_screen(ExportScreen([file], "Keep this report in a folder"), done)

    def action_drill(self) -> None:
        """The missed points of today, across topics."""
        from app.screens.drill import DrillScreen

        if points := self.study.to_drill():
            self.app.push_screen(DrillScreen(points))

    def action_leave(self) -> None:
        """Back to the topics; the exam is over."""
        self.keep()
        self.app.pop_screen()

    def keep(self) -> None:
        """Blank pages have said what they had to; one that cannot be forgotten does no harm."""
        with suppress(JournalError):
            for draft in filter(is_blank, self.sitting.drafts):
                self.study.journal.discard_draft(draft.id)
