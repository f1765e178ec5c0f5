"""What she knows and how well she judges it: one picture at a time, its words one key away."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.screens.base import StudyScreen
from app.screens.progress_points import points_lines
from app.widgets.figure import FigureView
from flashcards.models.figures.figure import Figure
from flashcards.progress import Progress, at_once, pictures

PARTS = ("recall", "ahead", "coverage", "points", "forecast", "comfort", "time")
"""What there is to see, in the order of the keys 1 to 7."""

FOLLOWS = frozenset({"coverage", "points", "comfort", "time"})
"""Parts that need the whole journal, and so come a moment later."""

LAST = frozenset({"forecast"})
"""Those that also need every memory that ever was, and so come last."""

SLOT = "progress"

PATIENCE = 90.0
"""Seconds that the whole journal may take; a hundred thousand events take about ten."""

SIDES = 4
"""Cells at both sides."""

TALL = 30
"""Lines of a window from which on a picture has its sentence under it."""

AROUND = 9
"""Lines of a window that are not topics of a heat map, with its title, its legend, its axis."""

WIDEST = 100
"""Columns that words take at most."""

BEGIN = (
    "Nothing is recalled yet, and that is where everyone begins.\n\n"
    "After your first recall this page shows what you know, how it will fade, and how well you "
    "judge it. Go back and start with the first topic: two minutes are enough."
)


class ProgressScreen(StudyScreen):
    """One part at a time. The first comes from the memories at once, the rest from the worker."""

    here = "Progress"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"part({number - 1})", name, show=False,
                    id=f"progress.{name}", tooltip=f"Show {name}")
            for number, name in enumerate(PARTS, 1)
        ),
        Binding("tab", "next(1)", "next", show=False, id="progress.next",
                tooltip="The next picture"),
        Binding("shift+tab", "next(-1)", "before", show=False, id="progress.before",
                tooltip="The picture before"),
        Binding("right", "topic(1)", "topic", key_display="← →", id="progress.topic",
                tooltip="The next topic"),
        Binding("left", "topic(-1)", "topic before", show=False, id="progress.topic_before",
                tooltip="The topic before"),
        Binding("enter", "zoom", "one topic", key_display="⏎", id="progress.zoom",
                tooltip="One topic large, or all of them again"),
        Binding("down,j", "scroll(1)", "more topics", key_display="↓", id="progress.down",
                tooltip="Further down"),
        Binding("up,k", "scroll(-1)", "up", show=False, id="progress.up", tooltip="Further up"),
        Binding("t", "words", "in words", id="progress.words",
                tooltip="What the picture shows, in a sentence and its numbers, or the picture"),
        Binding("f", "focus_map", "focus", show=False, id="progress.focus",
                tooltip="The map of the course and its weakest link"),
        Binding("m", "mine", "as data", id="progress.mine",
                tooltip="The models of this course, fitted to your own recalls"),
        Binding("x", "export", "export", id="progress.export",
                tooltip="Write all pictures and their words into files"),
        Binding("escape", "app.pop_screen", "back", id="back", tooltip="Back to the topics"),
    ]  # fmt: skip

    def __init__(self, part: str = PARTS[0]) -> None:
        """Open the screen.

        Args:
            part: what is shown first, one of :data:`PARTS`.
        """
        super().__init__()
        self.part = part
        self.found: Progress | None = None
        self.trouble = ""
        self.in_words = False
        self.top_row = 0
        self.topic = 0
        self.zoomed = False

    def body(self) -> ComposeResult:
        """The names of the parts; then a picture with its sentence, or words."""
        yield Static(id="parts")
        yield FigureView(self.glyphs.name, id="seen")
        with VerticalScroll(id="told", can_focus=False):
            yield Static(id="telling", markup=False)
        yield Static(id="says", markup=False)

    def on_mount(self) -> None:
        """What the memories say now; the rest is asked for."""
        memories = self.study.journal.memories()
        moment = self.study.moment()
        self.found = at_once(
            self.study.deck.topics, memories, moment, self.study.settings.recall_minutes
        )
        self._show()
        if self.begun:
            self.run_worker(self._ask(), group=SLOT, exclusive=True, exit_on_error=False)

    @property
    def begun(self) -> bool:
        """Whether any topic was ever recalled."""
        return self.found is not None and self.found.unmet < len(self.study.deck.topics)

    async def _ask(self) -> None:
        from app.modeller import ModellerError, Superseded
        from app.progress_tasks import asked

        try:
            self.found = await self.shell.modeller.ask(
                "progress",
                asked(self.study),
                Progress,
                slot=SLOT,
                deadline=PATIENCE,
                part=self._take,
            )
        except Superseded:
            return
        except ModellerError as error:
            self.trouble = str(error)
        self._show()

    def _take(self, found: Progress) -> None:
        """What there is so far."""
        self.found = found
        self._show()

    # -- showing -----------------------------------------------------------------------------

    def first_keys(self) -> tuple[str, str]:
        """The digits, named in one."""
        return f"1-{len(PARTS)}", "picture"

    def fit(self, width: int, height: int) -> None:
        """Other days and topics have room now."""
        self._show()

    def figure(self) -> Figure | None:
        """The picture of this part at this size; None where it is not one, or not there yet."""
        found = self.found
        if found is None or not self.begun or self._to_come:
            return None
        makers: dict[str, Callable[[Progress], Figure]] = {
            "recall": self._recall,
            "ahead": pictures.ahead,
            "coverage": pictures.coverage,
            "forecast": pictures.retention,
            "comfort": pictures.judgement,
            "time": pictures.time,
        }
        maker = makers.get(self.part)
        return maker(found) if maker else None

    @property
    def _to_come(self) -> bool:
        """Whether this part is still being worked out."""
        found = self.found
        if found is None or found.complete:
            return found is None
        return self.part in LAST or (self.part in FOLLOWS and not found.coverage)

    def _recall(self, found: Progress) -> Figure:
        """As many topics as there are lines, as many days as there are columns."""
        width = self.size.width - SIDES
        longest = max((len(row.title) for row in found.recall), default=0)
        days = max(14, width - min(longest, max(3, width // 3)) - 1)
        ahead = min(28, days // 4)
        self.top_row = min(self.top_row, max(0, len(found.recall) - self._rows))
        return pictures.recall(found, self.top_row, self._rows, min(84, days - ahead - 1), ahead)

    @property
    def _rows(self) -> int:
        """Topics that a heat map has room for."""
        under = 3 if self.size.height >= TALL else 0
        return max(3, self.size.height - AROUND - under)

    def _show(self) -> None:
        """Everything, as it is now."""
        if not self.is_mounted:
            return
        figure = self.figure()
        words = self._words(figure)
        self.query_one("#parts", Static).update(self._parts())
        view, told = self.query_one(FigureView), self.query_one("#told", VerticalScroll)
        view.display = words is None
        told.display = words is not None
        view.show(figure, self.topic if self.part == "coverage" and self.zoomed else None)
        if words is not None:
            self.query_one("#telling", Static).update(words)
        says = self.query_one("#says", Static)
        says.display = words is None and figure is not None and self.size.height >= TALL
        says.update(Content.styled(figure.says if figure else "", "$muted"))
        self.call_after_refresh(self.refresh_bindings)

    def _parts(self) -> Content:
        """``1 recall  2 ahead  …``, the one that is seen in bold."""
        made = []
        for number, name in enumerate(PARTS, 1):
            here = name == self.part
            made.append(
                Content.assemble(
                    (f"{number} ", "$muted"), (name, "bold $primary" if here else "$muted")
                )
            )
        return Content("   ").join(made)

    def _words(self, figure: Figure | None) -> Content | None:
        """What is read rather than looked at; None where the picture is seen."""
        width = max(20, min(self.size.width - SIDES - 2, WIDEST))
        if not self.begun:
            return Content(BEGIN)
        if self._to_come:
            return Content(self.trouble or "working it out …")
        if self.part == "points":
            assert self.found is not None  # noqa: S101
            return points_lines(self.study, self.found, self.topic, self.glyphs, width)
        if figure is None or not self.in_words:
            return None
        from app.drawing.transcript import figure_lines

        return Content("\n".join(figure_lines(figure, width)))

    # -- keys --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for what there is."""
        if not self.is_mounted:
            return True
        tried = len(self.found.coverage) if self.found else 0
        match action:
            case "topic":
                return tried > 1 and (
                    self.part == "points" or (self.part == "coverage" and self.zoomed)
                )
            case "zoom":
                return tried > 1 and self.part == "coverage" and not self.in_words
            case "scroll":
                told = self.query_one("#told", VerticalScroll)
                if told.display:
                    return told.max_scroll_y > 0
                return self.part == "recall" and len(self.study.deck.topics) > self._rows
            case "words":
                return self.begun and self.part != "points"
            case "export" | "mine":
                return self.found is not None and self.found.complete
        return True

    def action_part(self, number: int) -> None:
        """One of the pictures."""
        self.part = PARTS[number]
        self.zoomed = False
        self._show()
        self.query_one("#told", VerticalScroll).scroll_home(animate=False)

    def action_next(self, by: int) -> None:
        """The next one."""
        self.action_part((PARTS.index(self.part) + by) % len(PARTS))

    def action_topic(self, by: int) -> None:
        """The next topic of those that were recalled."""
        assert self.found is not None  # noqa: S101
        self.topic = (self.topic + by) % len(self.found.coverage)
        self._show()

    def action_zoom(self) -> None:
        """One topic, or all."""
        self.zoomed = not self.zoomed
        self._show()

    def action_scroll(self, by: int) -> None:
        """Further topics, or further lines."""
        told = self.query_one("#told", VerticalScroll)
        if told.display:
            told.scroll_relative(y=by, animate=False)
            return
        most = max(0, len(self.study.deck.topics) - self._rows)
        self.top_row = min(max(0, self.top_row + by), most)
        self._show()

    def action_words(self) -> None:
        """The picture in words, or the picture again."""
        self.in_words = not self.in_words
        self._show()

    def action_focus_map(self) -> None:
        """The map of the course."""
        from app.screens.focus import FocusScreen

        self.app.push_screen(FocusScreen())

    def action_export(self) -> None:
        """Ask for a folder, then write everything into it."""
        from app.progressing import files
        from app.screens.exporting import ExportScreen

        if self.found is None:
            return

        def written(sentence: str | None) -> None:
            if sentence:
                self.notify(sentence)

        about = "Export your progress to a folder"
        self.app.push_screen(ExportScreen(files(self.found), about), written)

    def action_mine(self) -> None:
        """Her own recalls as a data set, and the models of the course fitted to it."""
        from app.screens.mine import open_mine

        open_mine(self)
