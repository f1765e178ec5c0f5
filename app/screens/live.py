"""The live examples of a topic on the whole screen: what R prints, the figure, one panel of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.drawing import examples
from app.drawing.outputs import commands, cut, printed
from app.drawing.runs import Line, Run, width, wrapped
from app.screens.base import StudyScreen
from app.widgets.figure import FigureView
from app.widgets.live import AROUND, COMPUTING
from app.widgets.prose import to_content
from flashcards.cards import Example, Topic
from flashcards.examples import asked
from flashcards.models.figures.figure import Figure
from flashcards.models.live import Shown

if TYPE_CHECKING:
    from app.export import Script

BESIDE = 48
"""Cells that a figure needs beside an output; with less it gets a page of its own."""

SIDES, GAP = 4, 3
"""Cells at both sides of the screen, given up where R's lines need them; and those between an
output and its figure."""

ROOMY = 60
"""Columns from which on the first line says more than which example it is."""

LEAST = 30
"""Cells that outputs take at least, for the sake of their commands."""

TALL = 30
"""Lines of a window from which on the sentence of the example is shown as well."""

Page = tuple[tuple[int, ...], bool]
"""What is seen at once: outputs by their numbers, and whether the figure."""


class LiveScreen(StudyScreen):
    """One example at a time, one page of it at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "page(1)", "more", key_display="⇥", id="live.page",
                tooltip="The next output, or the figure"),
        Binding("shift+tab", "page(-1)", "part before", show=False, id="live.page_back",
                tooltip="The output before, or the figure"),
        Binding("right,n", "example(1)", "example", key_display="← →", id="live.next",
                tooltip="The next example of this card"),
        Binding("left,p", "example(-1)", "example before", show=False, id="live.before",
                tooltip="The example before"),
        Binding("enter", "zoom", "zoom", key_display="⏎", id="live.zoom",
                tooltip="One panel of the figure, large"),
        Binding("right", "panel(1)", "panel", key_display="← →", id="live.panel",
                tooltip="The next panel of the figure"),
        Binding("left", "panel(-1)", "panel before", show=False, id="live.panel_before",
                tooltip="The panel before"),
        Binding("down", "panel_row(1)", "panel below", show=False, id="live.panel_below",
                tooltip="The panel below"),
        Binding("up", "panel_row(-1)", "panel above", show=False, id="live.panel_above",
                tooltip="The panel above"),
        Binding("enter,escape", "all", "all panels", id="live.all",
                tooltip="All panels of the figure again"),
        Binding("t", "words", "words", id="live.words",
                tooltip="What the figure shows, in a sentence and its numbers"),
        Binding("t,escape", "picture", "the figure", id="live.picture",
                tooltip="Back to the figure"),
        Binding("m", "move", "move it", id="move",
                tooltip="Open the model of this example, and move it"),
        Binding("q", "question", "ask me", id="live.question",
                tooltip="A question about this model, another one each time"),
        Binding("c", "copy", "copy R code", show=False, id="live.copy",
                tooltip="Copy the R code that gives the same"),
        Binding("x", "export", "export", id="live.export",
                tooltip="Write text, figure, R code and data into files"),
        Binding("r", "again", "try again", id="live.again", tooltip="Compute it once more"),
        Binding("down,j", "scroll(1)", "down", show=False),
        Binding("up,k", "scroll(-1)", "up", show=False),
        Binding("pagedown,space", "pages(1)", "page on", show=False),
        Binding("pageup", "pages(-1)", "page back", show=False),
        Binding("escape", "app.pop_screen", "back", id="back", tooltip="Back to the card"),
    ]  # fmt: skip

    def __init__(self, topic: Topic, number: int = 0, told: str = "") -> None:
        """Open the examples of a topic.

        Args:
            topic: one that has any.
            number: the example that is shown first, from 0.
            told: what a question before was about, to be kept in sight.
        """
        super().__init__()
        self.topic = topic
        self.number = number
        self.shown: Shown | None = None
        self.trouble = ""
        self.pages: list[Page] = [((), False)]
        self.page = 0
        self.panel: int | None = None
        self.in_words = False
        self.told = told

    def body(self) -> ComposeResult:
        """What it computes; then outputs, figure, and the figure's words side by side."""
        yield Static(id="asks")
        with Horizontal(id="live"):
            with VerticalScroll(id="printed", can_focus=False):
                yield Static(id="lines")
            yield FigureView(self.glyphs.name, id="drawn")
            with VerticalScroll(id="worded", can_focus=False):
                yield Static(id="words")

    def on_mount(self) -> None:
        """Begin with the example that was asked for."""
        self._open(self.number)

    @property
    def example(self) -> Example:
        """The one that is open."""
        return self.topic.examples[self.number]

    @property
    def figure(self) -> Figure | None:
        """Its figure, once there is one."""
        return self.shown.figure if self.shown else None

    # -- computing ---------------------------------------------------------------------------

    def _open(self, number: int) -> None:
        """Show another example; what was opened of the one before is closed."""
        if number != self.number:
            self.told = ""
        self.number = number % len(self.topic.examples)
        self.page, self.panel, self.in_words = 0, None, False
        self._compute()

    def _compute(self) -> None:
        self.trouble = ""
        modeller = self.shell.modeller
        self.shown = modeller.known("example", asked(self.example), Shown)
        if self.shown is None:
            self.run_worker(self._ask(), group="live", exclusive=True, exit_on_error=False)
        self._show()

    async def _ask(self) -> None:
        from app.modeller import ModellerError

        try:
            self.shown = await self.shell.modeller.ask("example", asked(self.example), Shown)
        except ModellerError as error:
            self.trouble = str(error)
        self._show()

    # -- showing -----------------------------------------------------------------------------

    def fit(self, width: int, height: int) -> None:
        """Other parts may fit beside each other now."""
        self._show()

    def _show(self) -> None:
        """Everything, as it is now."""
        dot = self.glyphs.dot
        self.top.here = f" {dot} ".join(filter(None, (self.topic.title, self.example.name)))
        total = len(self.topic.examples)
        which = f"{self.number + 1} of {total}" if total > 1 else ""
        source = (self.shown and self.shown.source) or self.example.data_name
        roomy = (f"example {which}" if which else "", source)
        self.top.fact = which if self.size.width < ROOMY else f" {dot} ".join(filter(None, roomy))
        self.query_one("#asks", Static).update(to_content(self._asks()))
        self.pages = self._pages()
        self.page = min(self.page, len(self.pages) - 1)
        outputs, figure = self.pages[self.page]
        lines = self._printed(outputs)
        flush = self._widest(outputs) > self.size.width - SIDES
        self.query_one("#live").set_class(flush, "-flush")
        room = self.size.width - (0 if flush else SIDES)
        beside = figure and bool(lines)
        column = min(room, max(LEAST, self._widest(outputs))) if beside else room
        if beside:
            lines = self._printed(outputs, column)
        lines, _ = cut(lines, max(1, column), self.glyphs.name)
        self.query_one("#lines", Static).update(to_content(lines))
        box = self.query_one("#printed", VerticalScroll)
        box.display = bool(lines)
        box.styles.width = column + GAP if beside else "1fr"
        worded = self.in_words and figure
        self.query_one("#drawn").display = figure and not worded
        self.query_one("#worded").display = worded
        self.query_one(FigureView).show(self.figure, self.panel)
        if worded:
            self._show_words(room - (column + GAP if beside else 0))
        self.refresh_bindings()

    def _asks(self) -> list[Line]:
        """The sentence of the example where there is room, and its models."""
        room = max(1, self.size.width - SIDES)
        title = examples.title(self.example) if self.size.height >= TALL else ""
        lines = wrapped((Run(title),), room) if title else []
        models = [(Run(f"  {model}", "quiet"),) for model in self.example.models]
        told = wrapped((Run(self.told, "fixed"),), room) if self.told else []
        return [*lines, *cut(models, room, self.glyphs.name)[0], *told]

    def _printed(self, which: tuple[int, ...], room: int = 0) -> list[Line]:
        """Outputs under each other; before them that they are coming, or why they are not.

        Args:
            which: outputs by their numbers.
            room: cells that sentences may take; 0 for the width of the window.
        """
        glyphs = self.glyphs.name
        room = room or max(1, self.size.width - SIDES)
        if self.shown is None and not self.trouble:
            return [(Run(COMPUTING if glyphs == "unicode" else "computing ...", "quiet"),)]
        if self.shown is None:
            return wrapped((Run("! ", "strong"), Run(self.trouble)), room)
        lines: list[Line] = []
        for output in (self.shown.outputs[number] for number in which):
            lines += [*([()] if lines else []), *commands(output), *printed(output, glyphs)]
        for sentence in self.shown.messages if which or not self.shown.outputs else ():
            lines += [*([()] if lines else []), *wrapped((Run(sentence, "quiet"),), min(room, 76))]
        return lines

    def _show_words(self, room: int) -> None:
        from app.drawing.transcript import figure_lines

        assert self.figure is not None  # noqa: S101
        text = "\n".join(figure_lines(self.figure, max(20, min(room - 2, 100))))
        self.query_one("#words", Static).update(Content(text))

    def _pages(self) -> list[Page]:
        """What can be seen at once in a window of this size."""
        if self.shown is None:
            return [((), False)]
        every = tuple(range(len(self.shown.outputs)))
        columns, rows = self.size.width - SIDES, self.size.height - AROUND
        fits = len(self._printed(every)) <= rows
        groups = [every] if fits else [(number,) for number in every]
        if self.figure is None:
            return [(group, False) for group in groups] or [((), False)]
        if not every:
            return [((), True)]
        from app.drawing.plot import least_size

        left = columns - GAP - max(BESIDE, least_size(self.figure)[0])
        return [*((group, self._widest(group) <= left) for group in groups), ((), True)]

    def _widest(self, which: tuple[int, ...]) -> int:
        """Cells that the lines of some outputs take; commands can be cut."""
        outputs = (self.shown.outputs[number] for number in which) if self.shown else ()
        lines = (line for output in outputs for line in printed(output, self.glyphs.name))
        return max(map(width, lines), default=0)

    # -- keys --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for what there is: other parts, other examples, panels, words."""
        if not self.is_mounted:
            return True
        drawn = self.figure is not None and self.pages[self.page][1]
        several = drawn and self.figure is not None and len(self.figure.panels) > 1
        zoomed = self.panel is not None
        match action:
            case "page":
                return len(self.pages) > 1
            case "example":
                return len(self.topic.examples) > 1 and not zoomed
            case "zoom":
                return several and not zoomed and not self.in_words
            case "panel" | "panel_row" | "all":
                return zoomed and not self.in_words
            case "words":
                return drawn and not self.in_words
            case "picture":
                return drawn and self.in_words
            case "copy" | "export":
                return self.shown is not None
            case "question":
                return self.studies
            case "again":
                return bool(self.trouble)
        return True

    def action_page(self, by: int) -> None:
        """The next part of the example."""
        self.page = (self.page + by) % len(self.pages)
        self.panel = None
        self._show()
        self.query_one("#printed", VerticalScroll).scroll_home(animate=False)

    def action_example(self, by: int) -> None:
        """The next example."""
        self._open(self.number + by)

    def action_zoom(self) -> None:
        """The first panel, large."""
        self._zoom(0)

    def action_panel(self, by: int) -> None:
        """The next panel."""
        assert self.figure is not None  # noqa: S101
        assert self.panel is not None  # noqa: S101
        self._zoom((self.panel + by) % len(self.figure.panels))

    def action_panel_row(self, by: int) -> None:
        """The panel below, where there is one."""
        assert self.figure is not None  # noqa: S101
        assert self.panel is not None  # noqa: S101
        from app.drawing.plot.layout import arrange

        size = self.query_one(FigureView).content_size
        grid = arrange(self.figure, size.width, size.height)
        across = sum(place.top == grid.places[0].top for place in grid.places) if grid else 1
        if 0 <= self.panel + by * across < len(self.figure.panels):
            self._zoom(self.panel + by * across)

    def action_all(self) -> None:
        """All panels again."""
        self._zoom(None)

    def _zoom(self, panel: int | None) -> None:
        self.panel = panel
        self.query_one(FigureView).show(self.figure, panel)
        self.refresh_bindings()

    def action_words(self) -> None:
        """The figure in words."""
        self.in_words = True
        self._show()

    def action_picture(self) -> None:
        """The figure drawn again."""
        self.in_words = False
        self._show()

    def action_again(self) -> None:
        """Ask once more."""
        self._compute()

    def _scrolling(self) -> VerticalScroll:
        worded = self.query_one("#worded", VerticalScroll)
        return worded if worded.display else self.query_one("#printed", VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        """Move by lines."""
        self._scrolling().scroll_relative(y=lines, animate=False)

    def action_pages(self, pages: int) -> None:
        """Move by pages."""
        box = self._scrolling()
        box.scroll_relative(y=pages * max(1, box.size.height - 2), animate=False)

    # -- taking it along ---------------------------------------------------------------------

    def action_move(self) -> None:
        """The explorers of this example's models."""
        from app.screens.explore.choosing import open_explorers

        open_explorers(self, [self.example])

    def action_question(self) -> None:
        """A question, whether one was asked today or not."""
        from app.screens.predict import ask

        ask(self.study_app, self.topic, self.example, self._tell)

    def _tell(self, because: str) -> None:
        """Show what the last question was about."""
        self.told = because
        self._show()

    def action_copy(self) -> None:
        """Copy the R code that gives the same."""
        self.run_worker(self._copy(), group="script", exclusive=True, exit_on_error=False)

    async def _copy(self) -> None:
        if (script := await self._script()) is not None:
            self.app.copy_to_clipboard(script.code)
            self.notify(f"The R code is copied. {self.key_of('live.export')} writes it to a file.")

    async def _script(self) -> Script | None:
        """The R code; None where there is none, which is told."""
        from app.export import Script
        from app.modeller import ModellerError

        try:
            return await self.shell.modeller.ask("script", asked(self.example), Script)
        except ModellerError as error:
            self.notify(str(error), severity="error")
            return None

    def action_export(self) -> None:
        """Ask for a folder, then write everything into it."""
        self.run_worker(self._export(), group="script", exclusive=True, exit_on_error=False)

    async def _export(self) -> None:
        from app.export import files
        from app.screens.exporting import ExportScreen

        script, shown, example = await self._script(), self.shown, self.example
        if script is None or shown is None or not self.is_current:
            return

        def written(sentence: str | None) -> None:
            if sentence:
                self.notify(sentence)

        made = files(self.topic, example, shown, script.code, script.data)
        self.app.push_screen(ExportScreen(made), written)
