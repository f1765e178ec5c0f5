"""The plan for an exam: what she will know on the day, and the days until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from app.screens import exam_parts as parts
from app.screens.scrolling import ScrollingScreen, scrolling
from app.words import count
from flashcards.planning.exams import NAME, REACH, Exam
from flashcards.planning.wanted import with_exam, without_exam

if TYPE_CHECKING:
    from flashcards.exam import ExamPlan

WIDEST = 110
"""Cells that a line of this screen takes at most."""


class ExamScreen(ScrollingScreen):
    """One exam at a time; the days are those of all together."""

    here = "Exam"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "new exam", id="exam.new", tooltip="Set an exam"),
        Binding("e", "change", "change", id="exam.change",
                tooltip="Another day, other minutes, topics or days off"),
        Binding("right", "turn(1)", "next exam", key_display="← →", id="exam.next",
                tooltip="The next exam"),
        Binding("left", "turn(-1)", "exam before", show=False, id="exam.before",
                tooltip="The exam before"),
        *scrolling("exam.on"),
        Binding("m", "mock", "mock exam", id="exam.mock",
                tooltip="Several topics in one time, without hints"),
        Binding("c", "cram", "cram", id="exam.cram",
                tooltip="Any topics, any time; the schedule stays as it is"),
        Binding("delete,backspace", "remove", "forget it", key_display="del", id="exam.remove",
                tooltip="Forget this exam; the usual schedule is back"),
        Binding("escape", "app.pop_screen", "back", id="back", tooltip="Back to the topics"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.name_shown = ""
        self.made: ExamPlan | None = None
        self.working = False

    def body(self) -> ComposeResult:
        """What is foreseen, and the days."""
        with VerticalScroll(id="done", can_focus=False):
            yield Static(id="about-exam")
            yield Static(id="foreseen")
            yield Static(id="days-ahead")

    def on_mount(self) -> None:
        """Begin with the exam that comes next."""
        ahead = self.study.exams_ahead()
        first = next(iter((*ahead, *self.study.settings.exams)), None)
        self.name_shown = first.name if first else ""
        self._plan()

    def on_screen_resume(self) -> None:
        """A mock exam or a recall may have moved what is foreseen."""
        if self.made is not None:
            self._plan()

    def fit(self, width: int, height: int) -> None:
        """Lines break anew."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What there is an exam for, and enough of them."""
        if action == "pages":
            return self.is_mounted and self.page().max_scroll_y > 0
        if action in {"change", "remove"}:
            return self.exam is not None
        return len(self.exams) > 1 if action == "turn" else True

    @property
    def exams(self) -> tuple[Exam, ...]:
        """All that are set."""
        return self.study.settings.exams

    @property
    def exam(self) -> Exam | None:
        """The one that is shown."""
        return next((exam for exam in self.exams if exam.name == self.name_shown), None)

    # -- planning ----------------------------------------------------------------------------

    def _plan(self) -> None:
        """Work out the plan beside the screen: a long course takes most of a second."""
        self.refresh_bindings()
        self.working = bool(self.study.exams_ahead())
        if self.working:
            self.run_worker(self.study.planning(), thread=True, group="plan", exclusive=True,
                            exit_on_error=False)  # fmt: skip
        else:
            self.made = None
        self._show()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The plan is there."""
        if event.worker.group == "plan" and event.state is WorkerState.SUCCESS:
            self.working, self.made = False, event.worker.result
            self._show()
            self.call_after_refresh(self.refresh_bindings)
        elif event.worker.group == "plan" and event.state is WorkerState.ERROR:
            raise event.worker.error or RuntimeError("no plan")

    # -- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        exam = self.exam
        dot = self.glyphs.dot
        self.top.here = f"Exam {dot} {exam.name}" if exam and exam.name != NAME else "Exam"
        self.top.fact = self._when(exam) if exam else ""
        self.query_one("#about-exam", Static).update(self._about(exam))
        self.query_one("#foreseen", Static).update(self._foreseen(exam))
        self.query_one("#days-ahead", Static).update(self._days())

    def _when(self, exam: Exam) -> str:
        days = (exam.date - self.study.moment().day).days
        if days < 0:
            return "over"
        return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"

    def _about(self, exam: Exam | None) -> Content:
        """Which exam this is, or what setting one does."""
        if exam is not None:
            return Content.styled(parts.about(exam, self.study), "$muted")
        key = self.key_of("exam.new")
        return Content.assemble(
            ("No exam is set.", "bold"),
            "\n\n",
            (key, "bold $primary"),
            " sets one: the day, and the minutes a day that you have. Until then a plan takes the "
            "place of the usual schedule: each day the topics that add most to what you will know "
            "on the day, and in the last days all of them once more.",
        )

    def _foreseen(self, exam: Exam | None) -> Content:
        """Recall on the day of the exam, topic by topic, and what that rests on."""
        if exam is None:
            return Content("")
        days = (exam.date - self.study.moment().day).days
        if days <= 0:
            return Content("It is over; the usual schedule is back." if days else "Good luck.")
        if days > REACH:
            return Content(f"A plan reaches {REACH} days; until then the usual schedule holds.")
        if self.working and self.made is None:
            return Content.styled("Working out the plan.", "$muted")
        found = (each for each in self.made.forecasts if each.exam == exam) if self.made else ()
        forecast = next(iter(found), None)
        if forecast is None:
            return Content("None of its topics is in the course any more.")
        notes = [Content(note) for note in forecast.notes]
        return Content("\n").join(
            (
                parts.sentence(forecast),
                *notes,
                Content(""),
                parts.table(self.study, forecast, self._width(), self.glyphs),
                Content(""),
                Content.styled(forecast.basis, "$muted"),
            )
        )

    def _days(self) -> Content:
        if self.made is None or not self.made.days:
            return Content("")
        lines = parts.days(self.study, self.made.days, self._width())
        return Content("\n").join((Content.styled("Day by day", "bold"), *lines))

    def _width(self) -> int:
        return min(WIDEST, self.app.size.width - 8)

    # -- changing ----------------------------------------------------------------------------

    def action_turn(self, step: int) -> None:
        """Another exam."""
        names = [exam.name for exam in self.exams]
        self.name_shown = names[(names.index(self.name_shown) + step) % len(names)]
        self._show()

    def action_add(self) -> None:
        """Describe a new one."""
        self._ask(None)

    def action_change(self) -> None:
        """Describe this one anew."""
        self._ask(self.exam)

    def _ask(self, exam: Exam | None) -> None:
        from app.screens.exam_form import ExamFormScreen

        if not self.study_app.may_write():
            return

        def described(found: Exam | None) -> None:
            if found is not None:
                self.name_shown = found.name
                self._keep(with_exam(self.exams, found, exam.name if exam else ""))

        self.app.push_screen(ExamFormScreen(exam, self.study), described)

    def action_remove(self) -> None:
        """Forget it, after a word."""
        from app.screens.notice import AskScreen

        exam = self.exam
        if exam is None or not self.study_app.may_write():
            return

        def decided(sure: bool | None) -> None:
            if sure:
                left = without_exam(self.exams, exam.name)
                self.name_shown = next((each.name for each in left), "")
                self._keep(left)

        question = f"Forget {exam.called}? Your answers stay; the plan for it goes."
        self.app.push_screen(AskScreen("Exam", question, "forget it", "keep it"), decided)

    def _keep(self, exams: tuple[Exam, ...]) -> None:
        from msgspec.structs import replace

        try:
            self.study.change_settings(replace(self.study.settings, exams=exams))
        except OSError as error:
            self.notify(
                f"The exam could not be written ({error.strerror}); it holds until you leave.",
                severity="warning",
            )
        self.made = None
        self._plan()
        self.notify(f"{count(len(exams), 'exam')} set.", timeout=3)

    def action_mock(self) -> None:
        """Several topics in one time, without hints."""
        from app.sitting import mock_exam

        mock_exam(self.study_app)

    def action_cram(self) -> None:
        """Any topics, and nothing of it for the schedule."""
        from app.sitting import cram

        cram(self.study_app)
