"""A card as students will see it, while it is being written; what is wrong stands beside it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.drawing.problems import place, pointed, summary
from app.screens.base import StudyScreen
from app.screens.topic import points_of
from app.widgets.card import Card
from app.widgets.rows import PagedList
from app.widgets.sample import Sample
from flashcards.cards import Topic
from flashcards.previewing import Stamp, View, recall_beside, stamp, together, view
from flashcards.problems import Problem, Severity
from flashcards.reading.characters import clean
from flashcards.reading.files import read_text
from flashcards.reading.report import Report

EVERY = 0.05
"""Seconds between two looks at the file."""

MOMENT = 6
"""Looks for which a file may be gone, as it is while some editors save, before that is told."""

GUTTER = 2
"""Cells left of the card, for the mark at the problem that is chosen."""


class Page(Vertical):
    """Card and points; says when they take other room than before."""

    class Changed(Message):
        """The room is another."""

    def on_resize(self) -> None:
        """A model has come, or the window has changed."""
        self.post_message(self.Changed())


class PreviewScreen(StudyScreen):
    """The card and its problems; on a key, a sample recall and what it suggests."""

    AUTO_FOCUS: ClassVar[str | None] = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "other side", key_display="⇥", id="preview.pane",
                tooltip="From the card to what is beside it, and back"),
        Binding("r", "recall", "recall", id="preview.recall",
                tooltip="A sample recall, and which points it suggests; then the card again"),
        Binding("space", "scroll_page(1)", "on", id="preview.down", tooltip="Move on in the card"),
        Binding("b", "scroll_page(-1)", "back", id="preview.up", tooltip="Move back in the card"),
        Binding("l", "live", "live", id="live",
                tooltip="The live examples of this card on the whole screen"),
        Binding("escape,q", "app.quit", "leave", id="preview.leave",
                tooltip="Leave; the file is yours and is not changed here"),
    ]  # fmt: skip

    def __init__(self, file: Path, recall: Path | None = None) -> None:
        """Follow a file.

        Args:
            file: a card, or a course's opening page.
            recall: a file with what a student might write; by default the one beside the card.
        """
        super().__init__()
        self.file = file
        self.recall = recall or recall_beside(file)
        self.view: View = View(None, whole=False, problems=())
        self.problems: tuple[Problem, ...] = ()
        self.sample = ""
        self.trouble = ""
        self._of_course: tuple[Problem, ...] = ()
        self._stamps: tuple[Stamp | None, Stamp | None] = (None, None)
        self._missing = 0
        self._version = 0
        self._checking = False
        self._sought = 0

    def body(self) -> ComposeResult:
        """The card beside its problems; under it, unseen, the recall beside its reasons."""
        with Horizontal(id="previewed"):
            with VerticalScroll(id="reading"), Horizontal(id="marked"):
                yield Static(id="gutter", markup=False)
                with Page(id="whole-page"):
                    yield Static(id="unread", markup=False)
                    yield Static(id="points")
            with Vertical(id="side"):
                yield Static(id="counted", markup=False)
                yield PagedList(id="problems")
                yield Static(id="source")
        yield Sample(self.glyphs, self.inline, id="recalled")

    def on_mount(self) -> None:
        """Read everything, then look again and again."""
        self.query_one(Sample).display = False
        self._look()
        self.set_interval(EVERY, self._look)
        self.shell.modeller.start()

    @property
    def recalling(self) -> bool:
        """Whether the sample recall is shown."""
        return self.query_one(Sample).display

    # -- following the files -----------------------------------------------------------------

    def _look(self) -> None:
        """Read again what has changed."""
        now = stamp(self.file), stamp(self.recall)
        before, self._stamps = self._stamps, now
        if now[0] is None and self.view.topic is not None:
            self._missing += 1
            if self._missing == MOMENT:
                self._show_top()
        elif now[0] != before[0] or not self._version:
            self._missing = 0
            self._read()
        elif self._missing:
            self._missing = 0
            self._show_top()
        if now[1] != before[1]:
            self._read_sample()

    def _read(self) -> None:
        """Show the file as it is now; what the course has to say of it comes later."""
        before, self.view = self.view, view(self.file)
        if self.view.topic is None and before.topic is not None:
            self.view = before.with_problems(self.view.problems)
        self._version += 1
        self.problems = together(self.view.problems, self._of_course)
        self._show_card()
        self._show_problems()
        self._show_sample()
        self.call_after_refresh(self._follow, before)
        if not self._checking:
            self._check_soon()

    def _check_soon(self) -> None:
        """Ask what the course has to say; one thread at a time, however fast she saves."""
        self._checking, version = True, self._version
        self.run_worker(
            lambda: self._check(version), group="check", thread=True, exit_on_error=False
        )

    def _check(self, version: int) -> None:
        """In a thread: all that can be said of the file as a part of its course."""
        from flashcards.quality.review import check

        found = tuple(check([self.file]))
        self.app.call_from_thread(self._checked, version, found)

    def _checked(self, version: int, found: tuple[Problem, ...]) -> None:
        self._checking = False
        if version != self._version:
            self._check_soon()
            return
        if self._missing:
            return
        self._of_course = tuple(each for each in found if each not in self.view.problems)
        self.problems = together(self.view.problems, self._of_course)
        self._show_problems()

    def _read_sample(self) -> None:
        """The sample recall as it is now."""
        report = Report(str(self.recall))
        text = read_text(self.recall, report) if self._stamps[1] else ""
        self.sample = clean(text or "").strip("\n")
        self.trouble = " ".join(each.message for each in report.problems)
        self._show_sample()

    def _show_sample(self) -> None:
        hint = f"No sample recall. Write what a student might into {self.recall}; it is taken up"
        without = self.trouble or f"{hint} as soon as it is saved."
        self.query_one(Sample).show(self.view.topic, self.sample, without)

    # -- the card ----------------------------------------------------------------------------

    def fit(self, width: int, height: int) -> None:
        """Lines break anew."""
        if self._version:
            self._show_points()
            self.call_after_refresh(self._show_source)

    def _show_card(self) -> None:
        """The card in place of the version before it."""
        topic = self.view.topic
        unread = self.query_one("#unread", Static)
        unread.display = topic is None
        unread.update("There is nothing to be shown of this file.")
        cards = self.query(Card)
        if topic is not None and cards:
            cards.first().show(topic)
        elif topic is not None:
            self.query_one("#whole-page").mount(Card(topic, self.glyphs.name), before="#points")
        self._show_points()
        self._show_top()

    def _show_points(self) -> None:
        points = self.query_one("#points", Static)
        points.display = bool(self.view.topic and self.view.topic.key_points)
        if self.view.topic:
            points.update(Content("\n").join(self._points(self.view.topic)))

    def _points(self, topic: Topic) -> list[Content]:
        room = self.query_one("#reading").content_size.width or self.app.size.width
        return points_of(self, topic, min(96, room - GUTTER - 2))

    def _show_top(self) -> None:
        topic = self.view.topic
        self.top.here = (topic and topic.title) or self.file.name
        if self._missing >= MOMENT:
            gone = f"{self.file.name} is gone; this is how it was last"
            self.top.fact = Content.styled(gone, "$warning")
        else:
            broken = "" if self.view.whole else f"cannot be studied yet {self.glyphs.dot} "
            self.top.fact = f"{broken}{self.file.name}"

    def _follow(self, before: View) -> None:
        """Bring into sight what has changed in the file, or else the problem that is chosen."""
        lines, old = self.view.lines, before.lines
        same = next((i for i, (a, b) in enumerate(zip(lines, old, strict=False)) if a != b), None)
        self._mark()
        if same is not None:
            self._bring(same + 1)

    def _place(self, line: int) -> tuple[int, int] | None:
        """Where a line of the file is shown: the first line of that in the page, and how many."""
        topic, page = self.view.topic, self.query_one("#whole-page")
        if topic is None:
            return None
        if (number := self.view.point_at(line)) is not None:
            before = self._points(topic)
            top = sum(len(each.split("\n", allow_blank=True)) for each in before[: number + 1])
            points = self.query_one("#points")
            height = len(before[number + 1].split("\n", allow_blank=True))
            return points.virtual_region.y + top, height
        cards = self.query(Card)
        if (block := self.view.block_at(line)) is None or not cards or not page.is_mounted:
            return None
        return cards.first().place_of(block)

    def _bring(self, line: int) -> None:
        """Scroll as little as it takes to see where a line of the file is shown.

        What is not drawn yet is brought into sight once it is.
        """
        found, reading = self._place(line), self.query_one("#reading", VerticalScroll)
        self._sought = line if found is None else 0
        if found is None:
            return
        top, height = found
        seen = reading.scroll_offset.y
        if not seen <= top <= top + height <= seen + reading.size.height:
            reading.scroll_to(y=max(0, top - 2), animate=False, immediate=True)

    # -- problems ----------------------------------------------------------------------------

    @property
    def chosen(self) -> Problem | None:
        """The problem under the cursor."""
        number = self.query_one("#problems", OptionList).highlighted
        return self.problems[number] if number is not None and self.problems else None

    def _show_problems(self) -> None:
        """The list; the cursor stays on the same problem, or else where it was."""
        rows = self.query_one("#problems", OptionList)
        self.query_one("#counted", Static).update(summary(self.problems))
        options = [Option(self._row(each)) for each in self.problems]
        if [str(o.prompt) for o in options] != [str(o.prompt) for o in rows.options]:
            number = rows.highlighted or 0
            had = rows.options[number].prompt if rows.options else None
            rows.clear_options()
            rows.add_options(options)
            same = next((i for i, o in enumerate(options) if str(o.prompt) == str(had)), number)
            rows.highlighted = min(same, len(options) - 1) if options else None
        self.query_one("#side").set_class(not self.problems, "-well")
        rows.display = bool(self.problems)
        self._show_source()
        if self.focused is None or not self.focused.display:
            (rows if self.problems else self.query_one("#reading")).focus()

    def _row(self, problem: Problem) -> Content:
        style = "$error" if problem.severity is Severity.ERROR else "$warning"
        head = Content.styled(f"{place(problem)}  {problem.severity} {problem.code}", style)
        return Content.assemble(head, "\n", problem.message)

    @on(OptionList.OptionHighlighted, "#problems")
    def _moved(self) -> None:
        self._show_source()
        self._mark()
        if self.chosen:
            self._bring(self.chosen.line)

    def _show_source(self) -> None:
        """The line of the file in which the chosen problem is, and a sign under its place."""
        source, chosen = self.query_one("#source", Static), self.chosen
        source.display = chosen is not None and chosen.line > 0
        if chosen is not None:
            room = max(20, self.query_one("#side").content_size.width - 2)
            text = self.view.line(chosen.line)
            source.update(pointed(text, chosen.line, chosen.col, room, self.glyphs.name))

    @on(Page.Changed)
    def _laid_out(self) -> None:
        self._mark()
        if self._sought:
            self._bring(self._sought)

    def _mark(self) -> None:
        """A bar beside what the chosen problem is about."""
        found = self._place(self.chosen.line) if self.chosen else None
        bar = "▌" if self.glyphs.name == "unicode" else "|"
        top, height = found or (0, 0)
        self.query_one("#gutter", Static).update("\n" * top + "\n".join([bar] * height))

    # -- keys --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Live examples where the card has any."""
        if action == "live":
            return bool(self.view.topic and self.view.topic.examples)
        return True

    def action_recall(self) -> None:
        """The sample recall in place of the card, and back."""
        sample = self.query_one(Sample)
        sample.display = not sample.display
        self.query_one("#previewed").display = not sample.display
        if sample.display:
            sample.take_focus()
        else:
            self.query_one("#problems" if self.problems else "#reading").focus()

    def action_scroll_page(self, pages: int) -> None:
        """Move the card, or the sample, whichever side the other keys act on."""
        page = self.query_one("#sample" if self.recalling else "#reading", VerticalScroll)
        page.scroll_relative(y=pages * max(1, page.size.height - 2), animate=False)

    def action_live(self) -> None:
        """The example that is in sight, on the whole screen."""
        from app.screens.live import LiveScreen
        from app.widgets.live import in_sight

        if self.view.topic is not None:
            self.app.push_screen(LiveScreen(self.view.topic, in_sight(self)))
