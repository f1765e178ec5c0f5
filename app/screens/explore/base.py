"""What explorers have in common: a figure, numbers beside it, and a question on its way.

Every change asks anew; an answer that a newer question has overtaken is never shown. What cannot
be computed is said in a sentence, and the last picture stays, dimmed.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

from app.drawing.meaning import look
from app.screens.base import StudyScreen
from app.widgets.figure import FigureView
from flashcards.models.figures.figure import Figure, Meaning

Shown = TypeVar("Shown", bound=Struct)

SLIM = 68
"""Columns below which picture and numbers have no room side by side."""

WORDS = 60
"""Columns that a figure in words takes at most."""

SLOT = "explore"
"""All questions of explorers supersede each other: only one is open at a time."""


class ExploreScreen(StudyScreen, Generic[Shown]):
    """One explorer.

    Attributes:
        job: name of what the worker is asked.
        answer: type of what it answers.
        data: name of the data set.
        model: the call that is moved.
        shown: the last answer, or None before the first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "words", "in words", id="explore.words",
                tooltip="What the picture shows, in words and numbers"),
        Binding("escape", "back", "back", id="back", tooltip="Back to the card"),
    ]  # fmt: skip

    job: ClassVar[str]
    answer: ClassVar[type[Struct]]

    def __init__(self, data: str, model: str) -> None:
        super().__init__()
        self.data = data
        self.model = model
        self.shown: Shown | None = None

    def body(self) -> ComposeResult:
        """The figure, the numbers, and a line for what is wrong."""
        with Horizontal(id="explored"):
            yield FigureView(self.glyphs.name, id="figure")
            with VerticalScroll(id="numbers", can_focus=False):
                yield from self.numbers()
        yield Static(id="said", markup=False)

    def numbers(self) -> ComposeResult:
        """What stands beside the figure."""
        yield Static(id="facts", markup=False)

    def on_mount(self) -> None:
        """Say what is explored, and ask for the first time."""
        self.top.here = self.heading()
        self.say("computing …")
        self.ask()

    def heading(self) -> str:
        """What is explored."""
        return f"{self.here}: {self.model}"

    def fit(self, width: int, height: int) -> None:
        """In a slim window the numbers stand below the picture."""
        self.set_class(width < SLIM, "-slim")

    # -- asking ------------------------------------------------------------------------------

    def question(self) -> Struct:
        """What is to be computed now."""
        raise NotImplementedError

    def ask(self) -> None:
        """Compute anew; what was asked before is no longer of interest."""
        self.begin(self._ask)

    def begin(self, job: Callable[[], Coroutine[Any, Any, None]], group: str = SLOT) -> None:
        """Do this while keys are heard; what was begun in its group before is given up."""
        _: Worker[None] = self.run_worker(job, group=group, exclusive=True, exit_on_error=False)

    async def _ask(self) -> None:
        from app.modeller import ModellerError, Superseded

        try:
            found = await self.shell.modeller.ask(
                self.job, self.question(), self.answer, slot=SLOT, part=self._part
            )
        except Superseded:
            return
        except ModellerError as error:
            self.failed(str(error))
            return
        self._take(found)

    def _part(self, found: Any) -> None:
        """An answer that is not yet whole is shown as one that is."""
        if self.is_mounted:
            self._take(found)

    def _take(self, found: Any) -> None:
        self.shown = found
        self.say("")
        self.query_one(FigureView).remove_class("-dim")
        self.update()

    def failed(self, sentence: str) -> None:
        """Leave the last picture standing, dimmed, and say why there is no new one."""
        self.query_one(FigureView).add_class("-dim")
        stale = " (What is shown is the last that could be computed.)" if self.shown else ""
        self.say(f"! {sentence}{stale}", "$warning")

    def say(self, sentence: str, style: str = "$muted") -> None:
        """One line under the figure."""
        self.query_one("#said", Static).update(Content.styled(sentence, style))

    # -- showing -----------------------------------------------------------------------------

    def figure(self) -> Figure | None:
        """The figure of the last answer."""
        raise NotImplementedError

    def facts(self) -> Content:
        """The numbers of the last answer."""
        raise NotImplementedError

    def update(self) -> None:
        """Show the last answer."""
        self.query_one(FigureView).show(self.figure())
        self.query_one("#facts", Static).update(self.facts())

    def action_back(self) -> None:
        """Back to the card."""
        self.app.pop_screen()

    def action_words(self) -> None:
        """The figure's sentence and its table."""
        from app.drawing.transcript import figure_lines
        from app.screens.notice import NoticeScreen

        if (figure := self.figure() if self.shown else None) is not None:
            _, *words = figure_lines(figure, WORDS)
            self.app.push_screen(NoticeScreen(figure.title, Content("\n".join(words))))


def table(
    header: Sequence[str], rows: Sequence[Sequence[str | Content]], styles: Sequence[str] = ()
) -> Content:
    """Rows of cells, the first column to the left, numbers to the right.

    Args:
        header: one more line above, quiet.
        rows: as many cells each.
        styles: of each row's first cell.
    """
    cells = [[each if isinstance(each, Content) else Content(each) for each in row] for row in rows]
    widths = [
        max(len(head), *(row[i].cell_length for row in cells)) + (1 if i > 1 else 0)
        if cells
        else len(head)
        for i, head in enumerate(header)
    ]
    lines = [Content.styled(_line(list(map(Content, header)), widths).plain, "$muted")]
    for number, row in enumerate(cells):
        style = styles[number] if number < len(styles) else ""
        first = row[0].stylize(style) if style else row[0]
        lines.append(_line([first, *row[1:]], widths))
    return Content("\n").join(lines)


def _line(cells: Sequence[Content], widths: Sequence[int]) -> Content:
    first = cells[0] + Content(" " * (widths[0] - cells[0].cell_length))
    rest = [
        Content(" " * (width - cell.cell_length)) + cell
        for cell, width in zip(cells[1:], widths[1:], strict=True)
    ]
    return Content(" ").join([first, *rest])


def colour(meaning: Meaning) -> str:
    """The style of a meaning."""
    return look(meaning)


def number(value: float | None, digits: int = 4, dash: str = "–") -> str:
    """A number with so many significant digits, at most three behind the point."""
    if value is None or value != value:
        return dash
    if isinstance(value, int):
        return str(value)
    decimals = max(0, min(3, digits - len(str(abs(int(value))))))
    return f"{value:.{decimals}f}".replace("-", "−")
