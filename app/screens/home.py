"""The topics of the course, what is due today and why, and one obvious next key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerState

from app.screens import overview
from app.screens.base import StudyScreen
from app.widgets.oneline import OneLine
from app.widgets.rows import TopicRows
from flashcards.cards import Topic
from flashcards.journal import JournalError

if TYPE_CHECKING:
    from flashcards.exam import ExamPlan

TASK = "task:"
"""Prefix of an option id that stands for one of today's tasks."""

MARGIN = 5
"""Cells of a line of the list that its rows cannot have: space on both sides and a scrollbar."""


class HomeScreen(StudyScreen):
    """One list: today's plan on top, the course below; the cursor starts on what is next."""

    CSS_PATH: ClassVar[str | None] = None
    here = "lm → lmer"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "take_over", "take over", id="take_over",
                tooltip="Write here, now that the other window has left"),
        Binding("b", "browse", "browse", id="browse", tooltip="Read any card and earlier attempts"),
        Binding("slash", "search", "search", key_display="/", id="search",
                tooltip="Search all cards"),
        Binding("p", "progress", "progress", id="progress",
                tooltip="What you know, how it fades, and how well you judge it"),
        Binding("e", "exam", "exam", id="exam",
                tooltip="Plan for an exam; a mock exam; cramming"),
        Binding("o", "opening", "guide", id="opening",
                tooltip="How to study: the opening page of the course"),
        Binding("d", "done", "today", id="today", tooltip="What today brought; drill; undo"),
        Binding("f", "focus_map", "focus", id="focus",
                tooltip="The map of the course, and its weakest link"),
        Binding("u", "app.undo", "undo", id="undo", tooltip="Take the last answer back"),
        Binding("comma,s", "settings", "settings", key_display="s", id="settings",
                tooltip="Timer, pace, theme"),
        Binding("q", "app.quit", "quit", id="home.quit", tooltip="Leave; everything is saved"),
        Binding("l", "live", "live", id="live", tooltip="The live examples of a topic"),
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """What she should know first, today, the list, and the topic under the cursor."""
        if lines := overview.notices(self.study):
            yield Static(Content.styled("\n".join(lines), "$warning"), id="notice")
        yield Static(id="today")
        with Horizontal(id="home"):
            yield TopicRows(id="topics", markup=False)
            yield Static(id="about")

    def on_mount(self) -> None:
        """Fill the list before it is first drawn: the first frame is the whole one."""
        self._away = False
        self._begun_before: set[str] = set()
        self._about: tuple[str | None, int] | None = None
        self._width = self.app.size.width
        self._made: tuple[object, ExamPlan | None] = (None, None)
        self.show_all()
        self.query_one(OptionList).focus()

    def fit(self, width: int, height: int) -> None:
        """Columns depend on the width."""
        if width != self._width:
            self._width = width
            self.show_all()

    def on_screen_suspend(self) -> None:
        """Another screen is opened over this one."""
        self._away = True

    def on_screen_resume(self) -> None:
        """Something may have changed while another screen was open."""
        if self._away:
            self._away = False
            self.show_all()

    def show_all(self) -> None:
        """Plan and statuses anew, from the journal; the cursor stays or goes to what is next."""
        made = self._until_exam()
        self.plan = self.study.plan(made)
        self.statuses = {status.topic: status for status in self.study.statuses(made)}
        self.begun = self.study.begun()
        self.top.fact = overview.day_line(self.study, self.glyphs)
        self._fill()
        self.refresh_bindings()

    # -- until an exam -----------------------------------------------------------------------

    def _until_exam(self) -> ExamPlan | None:
        """The plan for the exams ahead, as last worked out; it is anew where something changed."""
        if not self.study.exams_ahead():
            return None
        rests_on, made = self._made
        if rests_on != self._now():
            self.call_after_refresh(self._work_out)
        return made

    def _now(self) -> object:
        """All that the plan hangs on."""
        return self.study.moment().day, self.study.settings, self.study.journal.memories()

    def _work_out(self) -> None:
        """Work the plan out beside the screen: a long course takes most of a second."""
        self._made = (self._now(), self._made[1])
        self.run_worker(self.study.planning(), thread=True, group="plan", exclusive=True,
                        exit_on_error=False)  # fmt: skip

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Topics come back on the days of the plan; without it they keep the schedule's."""
        if event.worker.group == "plan" and event.state is WorkerState.SUCCESS:
            self._made = (self._made[0], event.worker.result)
            if not self._away:
                self.show_all()

    def _show_today(self, heading: Content) -> None:
        """How much there is today, and what stands over its rows."""
        today = overview.today_line(self.study, self.plan, self.glyphs)
        self.query_one("#today", Static).update(Content("\n").join((today, heading)))

    def _fill(self) -> None:
        """Rows for today's tasks, the course, and cards that cannot be read."""
        rows = self.query_one(OptionList)
        width = max(20, self._width - (38 if self._width >= 100 else 0) - MARGIN)
        kept = rows.highlighted_option.id if rows.highlighted_option else None
        options: list[Option] = []
        titles = overview.task_titles(self.study, self.plan, width)
        self._show_today(overview.task_heading(self.plan, titles))
        for task in self.plan.today:
            drawn = overview.task_row(self.study, task, titles, width)
            options.append(Option(OneLine(drawn, 1), id=TASK + task.topic))
        if options:
            options.append(Option(OneLine(Content("")), disabled=True))
        number_width = len(str(len(self.study.deck.topics)))
        titles = overview.title_width(self.study, width - number_width)
        heading = overview.course_heading(
            self.statuses.values(), number_width + 1 + titles, self.study.moment().day
        )
        options.append(Option(OneLine(heading, 1), disabled=True))
        headings = overview.pack_headings(self.study.deck)
        for number, topic in enumerate(self.study.deck.topics, 1):
            if topic.key in headings:
                options.append(Option(OneLine(headings[topic.key], 1), disabled=True))
            status = self.statuses[topic.key]
            drawn = overview.course_row(
                self.study,
                topic,
                status,
                f"{number:>{number_width}}",
                self.glyphs,
                titles,
                self.begun.get(topic.key),
            )
            cut = drawn.truncate(width, ellipsis=True)
            options.append(Option(OneLine(cut, 1), id=topic.key))
        options += [
            Option(OneLine(overview.broken_row(broken, width), 1), id=f"broken:{index}")
            for index, broken in enumerate(self.study.deck.broken)
        ]
        rows.clear_options()
        rows.add_options(options)
        ids = [option.id for option in options]
        begun = self._newly_begun(ids)
        rows.highlighted = (
            begun
            if begun is not None
            else ids.index(kept)
            if kept in ids and kept
            else self._first(options)
        )
        self._about = None
        self._show_about()

    def _newly_begun(self, ids: list[str | None]) -> int | None:
        """The row of what was begun since the list was last filled, or before the start."""
        before, self._begun_before = self._begun_before, set(self.begun)
        for key in self.begun:
            if key not in before:
                found = TASK + key if TASK + key in ids else key
                return ids.index(found) if found in ids else None
        return None

    @staticmethod
    def _first(options: list[Option]) -> int:
        """What is next: the first task, else the first topic."""
        return next(i for i, option in enumerate(options) if not option.disabled)

    def _topic(self) -> Topic | None:
        """The topic under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        return self.study.deck.topic((option.id or "").removeprefix(TASK)) if option else None

    @on(OptionList.OptionHighlighted)
    def _show_about(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        shown = (option.id if option else None, self._width)
        if shown == self._about:
            return  # a layout saved, and one of them is on the way to the first frame
        self._about = shown
        topic = self._topic()
        about = self.query_one("#about", Static)
        if topic is None:
            about.update(self._about_broken())
        else:
            status = self.statuses[topic.key]
            room = self._width - 4 if self._width < 100 else None
            tasks = (*self.plan.today, *self.plan.later)
            why = next((task.why for task in tasks if task.topic == topic.key), "")
            why = why or self.study.why_extra(topic)
            about.update(overview.about(self.study, topic, status, why, self.glyphs, room))

    def _about_broken(self) -> Content:
        option = self.query_one(OptionList).highlighted_option
        kind, _, index = ((option.id if option else "") or "").partition(":")
        if kind != "broken":
            return Content("")
        problems = self.study.deck.broken[int(index)].problems
        return Content("\n").join(Content(str(problem)) for problem in problems[:6])

    # -- keys --------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_study()

    def action_study(self) -> None:
        """The topic under the cursor, after a word where the clock went back."""
        if (topic := self._topic()) is not None:
            self.ask_if_behind(lambda: self.study_app.study_topic(topic))

    def action_browse(self) -> None:
        """Any card in full, with its attempts."""
        self._open_browse(search=False)

    def action_search(self) -> None:
        """All cards at once."""
        self._open_browse(search=True)

    def _open_browse(self, *, search: bool) -> None:
        from app.screens.browse import BrowseScreen

        topic = self._topic()
        self.app.push_screen(BrowseScreen(topic.key if topic else None, search=search))

    def action_live(self) -> None:
        """The live examples of the topic under the cursor; of a due one it asks first."""
        if (topic := self._topic()) is not None:
            self.study_app.ask_if_due(topic, lambda: self.study_app.open_live(topic))

    def action_progress(self) -> None:
        """Her progress in pictures."""
        from app.screens.progress import ProgressScreen

        self.app.push_screen(ProgressScreen())

    def action_focus_map(self) -> None:
        """Where to work."""
        from app.screens.focus import FocusScreen

        self.app.push_screen(FocusScreen())

    def action_exam(self) -> None:
        """The plan for an exam."""
        from app.screens.exam import ExamScreen

        self.app.push_screen(ExamScreen())

    def action_done(self) -> None:
        """What today brought."""
        from app.screens.done import DoneScreen

        self.app.push_screen(DoneScreen(None))

    def action_opening(self) -> None:
        """The opening page of the course."""
        from app.screens.topic import OpeningScreen

        self.app.push_screen(OpeningScreen())

    def action_settings(self) -> None:
        """Timer, pace, theme."""
        from app.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())

    def action_take_over(self) -> None:
        """Become the one that writes, once the other window has left."""
        try:
            writer = self.study.journal.take_over()
        except JournalError as error:
            self.notify(str(error), severity="error")
            return
        if not writer:
            self.notify(self.study.journal.why_read_only, severity="warning")
            return
        self.notify("You can write here now.")
        lines = overview.notices(self.study)
        notice = self.query_one("#notice", Static)
        notice.update(Content.styled("\n".join(lines), "$warning"))
        notice.display = bool(lines)
        self.show_all()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Taking over is for a window that only reads."""
        return self.study.journal.read_only if action == "take_over" else True
