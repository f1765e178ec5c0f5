"""A class on a screen: what it misses, misjudges, and knows together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.class_lines import Section, markdown, sections
from app.modeller import ModellerError
from app.screens.scrolling import ScrollingScreen, scrolling
from app.widgets.figure import FigureView
from app.words import count
from flashcards.classes.picture import together
from flashcards.classes.tables import ClassAsked, ClassReport
from flashcards.reading.characters import clean

WIDEST = 116
"""Cells that a line takes at most."""

SECTIONS, TOGETHER = 5, 3
"""How many there are, and which of them has the heat map under it."""

NARROW = 90
"""Cells below which titles are cut to leave room for key points."""


class ClassScreen(ScrollingScreen):
    """One section after the other; the numbers lead to them."""

    here = "A class"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "points", "key points", key_display="⏎", id="class.points",
                tooltip="All key points; Enter on one tells all about it"),
        Binding("x", "export", "export", id="class.export",
                tooltip="Write the report as Markdown, and the heat map as SVG"),
        *scrolling("class.on"),
        Binding("1", "section(1)", "missed", id="class.missed", tooltip="What it misses"),
        Binding("2", "section(2)", "misjudged", id="class.misjudged", tooltip="What it misjudges"),
        Binding("3", "section(3)", "together", id="class.together", tooltip="What goes together"),
        Binding("4", "section(4)", "model", id="class.model", tooltip="Students and points"),
        Binding("escape,q", "app.quit", "leave", id="class.leave", tooltip="Leave"),
    ]  # fmt: skip

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__()
        self.files = files
        self.report: ClassReport | None = None

    def body(self) -> ComposeResult:
        """A static for each section."""
        with VerticalScroll(id="done", can_focus=False):
            yield Static(id="waiting")
            for number in range(SECTIONS):
                yield Static(id=f"section-{number}", classes="section")
                if number == TOGETHER:
                    yield FigureView(self.glyphs.name, id="together")

    def on_mount(self) -> None:
        """Ask for the report."""
        words = f"Reading {count(len(self.files), 'file')}."
        self.query_one("#waiting", Static).update(Content.styled(words, "$muted"))
        self.run_worker(self._ask(), exclusive=True)

    async def _ask(self) -> None:
        asked = ClassAsked(tuple(str(file.absolute()) for file in self.files))
        try:
            self.report = await self.shell.modeller.ask("class", asked, ClassReport, deadline=120.0)
        except ModellerError as error:
            self.query_one("#waiting", Static).update(str(error))
            return
        self._show()
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be kept or looked for before it is there."""
        if action in {"export", "section"}:
            return self.report is not None
        if action == "points":
            return self.report is not None and bool(self.report.points)
        if action == "pages":
            return self.is_mounted and self.page().max_scroll_y > 0
        return True

    def fit(self, width: int, height: int) -> None:
        """Lines break anew."""
        self._show()
        self.call_after_refresh(self.refresh_bindings)

    def _show(self) -> None:
        if self.report is None:
            return
        self.query_one("#waiting").display = False
        self.top.fact = count(self.report.students, "student")
        width = min(WIDEST, self.app.size.width - 8)
        for number, section in enumerate(sections(self.report)):
            drawn = self._drawn(section, width)
            self.query_one(f"#section-{number}", Static).update(drawn)
        self._draw(width)

    def _draw(self, width: int) -> None:
        """The heat map at the height that it needs, in a page that scrolls."""
        assert self.report is not None  # noqa: S101
        view, figure = self.query_one(FigureView), together(self.report)
        view.display = figure is not None
        if figure is not None:
            from app.drawing.plot import good_height

            view.styles.height = good_height(figure, width)
            view.show(figure)

    def _drawn(self, section: Section, width: int) -> Content:
        """A section; the last column of its table breaks into lines."""
        lines = [Content.styled(section.heading, "bold $primary")]
        lines += [Content.styled(clean(sentence), "$muted") for sentence in section.says]
        if section.rows:
            lines += [Content(""), *self._table(section, width)]
        return Content("\n").join(lines)

    def _table(self, section: Section, width: int) -> list[Content]:
        *short, last = zip(section.header, *section.rows, strict=True)
        most = {"topic": 30 if width >= NARROW else 18}
        widths = [min(most.get(column[0], width), max(map(len, column))) for column in short]
        rows = []
        for place, (*cells, text) in enumerate(zip(*short, last, strict=True)):
            head = Content("  ").join(
                Content(cell).truncate(size, ellipsis=True, pad=True)
                for cell, size in zip(cells, widths, strict=True)
            ) + Content("  ")
            row = self.hung(head, self.inline(text) if place else Content(text), width)
            rows.append(row if place else row.stylize("$muted"))
        return rows

    def action_section(self, number: int) -> None:
        """Put a section at the top."""
        self.page().scroll_to_widget(self.query_one(f"#section-{number}"), animate=False, top=True)

    def action_points(self) -> None:
        """All key points."""
        from app.screens.class_points import ClassPointsScreen

        if self.report is not None:
            self.app.push_screen(ClassPointsScreen(self.report))

    def action_export(self) -> None:
        """Where the files are to be written."""
        from app.export import File
        from app.screens.exporting import ExportScreen

        if self.report is None:
            return
        files = [File("class.md", markdown(self.report).encode(), "the report")]
        if (figure := together(self.report)) is not None:
            from app.drawing.svg import svg

            files.append(File("class-together.svg", svg(figure).encode(), "the heat map"))

        def done(sentence: str | None) -> None:
            if sentence:
                self.notify(sentence)

        self.app.push_screen(ExportScreen(files, "Keep this report in a folder"), done)
