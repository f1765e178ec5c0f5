"""Describing an exam: five fields, of which only the day is needed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from app.screens.box import BoxScreen
from flashcards.planning.exams import NAME, Exam
from flashcards.planning.wanted import Refused, Wanted, exam_of
from flashcards.study import Study

FIELDS = (
    ("day", "Day", "year-month-day, such as 2027-02-12"),
    ("minutes", "Minutes", "a day; as in the settings"),
    ("name", "Name", "where you have several exams"),
    ("topics", "Topics", "titles, ids or numbers, commas between; all"),
    ("off", "Days off", "dates, commas between; none"),
)
"""Id, label, and what an empty field says."""


class ExamFormScreen(BoxScreen[Exam]):
    """Closes with the exam, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "set it", id="exam.accept", priority=True),
        Binding("tab,down", "app.focus_next", "next field", key_display="tab", id="exam.field",
                priority=True),
        Binding("shift+tab,up", "app.focus_previous", "field before", show=False,
                id="exam.field-before", priority=True),
        Binding("escape", "dismiss", "close", id="close", priority=True),
    ]  # fmt: skip

    def __init__(self, exam: Exam | None, study: Study) -> None:
        super().__init__()
        self.exam = exam
        self.study = study

    def heading(self) -> Content:
        """New, or which one."""
        return Content.styled(f"Change {self.exam.called}" if self.exam else "A new exam", "bold")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Accept, go on, or leave it."""
        return (("exam.accept", "set it"), ("exam.field", "next field"), ("close", "close"))

    def inside(self) -> ComposeResult:
        """The fields as they stand, and what is wrong with them."""
        values = self._values()
        for name, label, hint in FIELDS:
            with Horizontal(classes="field"):
                yield Static(label, classes="label")
                yield Input(values.get(name, ""), placeholder=hint, id=name, select_on_focus=False)
        yield Static(id="trouble", markup=False)

    def _values(self) -> dict[str, str]:
        exam = self.exam
        if exam is None:
            return {}
        return {
            "day": exam.date.isoformat(),
            "minutes": str(exam.minutes or ""),
            "name": "" if exam.name == NAME else exam.name,
            "topics": ", ".join(exam.topics),
            "off": ", ".join(day.isoformat() for day in exam.days_off),
        }

    def on_mount(self) -> None:
        """The day comes first."""
        self.query_one("#day", Input).focus()

    @on(Input.Changed)
    def _changed(self) -> None:
        self._say("")

    def _say(self, sentence: str) -> None:
        self.query_one("#trouble", Static).update(f"\n{sentence}" if sentence else "")

    def action_accept(self) -> None:
        """Close with it; where it cannot be, say why, and offer what is nearest."""
        text = {name: self.query_one(f"#{name}", Input).value for name, _, _ in FIELDS}
        wanted = Wanted(
            text["day"], text["minutes"], (text["topics"],), text["name"].strip(), (text["off"],)
        )
        try:
            found = exam_of(wanted, self.study.deck, self.study.moment().day)
        except Refused as refused:
            self._say(f"{refused}{self._offer(refused)}")
            return
        self.dismiss(found)

    def _offer(self, refused: Refused) -> str:
        """Put what is nearest into the fields, and say so."""
        nearest = refused.nearest
        if nearest is None:
            return ""
        with self.prevent(Input.Changed):  # which would take the sentence away
            self.query_one("#day", Input).value = nearest.date.isoformat()
            if nearest.minutes:
                self.query_one("#minutes", Input).value = str(nearest.minutes)
        return f" What is nearest stands in the fields now: a plan {refused.offer}."
