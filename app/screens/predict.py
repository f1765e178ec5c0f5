"""Predict first: a question about a model before its output is seen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from app.screens.box import BoxScreen
from flashcards.models.explore.exchange import Question, Verdict
from flashcards.models.explore.judging import judge


class PredictScreen(BoxScreen[tuple[str, Verdict]]):
    """A question; a number is typed, a choice is picked by its number; Esc passes it over.

    It closes with the answer as it was given and the verdict, or with None.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "pick(0)", show=False),
        Binding("2", "pick(1)", show=False),
        Binding("3", "pick(2)", show=False),
        Binding("4", "pick(3)", show=False),
        Binding("enter", "go_on", "go on", key_display="⏎", id="predict.on",
                tooltip="See the output"),
        Binding("escape", "pass_over", "pass it over", id="predict.pass",
                tooltip="See the output without an answer"),
    ]  # fmt: skip

    def __init__(self, question: Question, model: str) -> None:
        super().__init__()
        self.question = question
        self.model = model
        self.given: tuple[str, Verdict] | None = None

    def heading(self) -> Content:
        """What it is about."""
        return Content.assemble(("What do you expect?", "bold"), ("   " + self.model, "$muted"))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Before an answer it can be passed over; after one there is only one way on."""
        if self.given is not None:
            return (("predict.on", "see the output"),)
        return (("predict.pass", "see the output without an answer"),)

    def inside(self) -> ComposeResult:
        """The question, the choices or the field, and a line for the verdict."""
        yield Static(Content(self.question.text))
        if self.question.kind == "number":
            yield Input(placeholder="a number", id="guess")
        else:
            lines = [
                Content.assemble((f"  {place}  ", "bold $primary"), choice)
                for place, choice in enumerate(self.question.choices, 1)
            ]
            yield Static(Content("\n").join(lines), id="choices")
        yield Static(id="verdict-words")

    def on_mount(self) -> None:
        """A number can be typed at once."""
        if self.question.kind == "number":
            self.query_one("#guess", Input).focus()

    @on(Input.Submitted, "#guess")
    def _typed(self, event: Input.Submitted) -> None:
        if self.given is not None:
            self.action_go_on()
            return
        text = event.value.strip().replace(",", ".").replace("−", "-").rstrip("% ")
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if value != value or abs(value) == float("inf"):
            self._say(f"{event.value.strip() or 'Nothing'} is no number; a rough one will do.")
            return
        self._answer(text, value)

    def action_pick(self, place: int) -> None:
        """Choose by number."""
        if self.given is None and place < len(self.question.choices):
            self._answer(self.question.choices[place], place)

    def _answer(self, words: str, value: float) -> None:
        verdict = judge(self.question, value)
        self.given = (words, verdict)
        sign = "✓" if verdict.near else "·"
        self._say(f"{words}  {sign}\n{verdict.words}")
        self.on_resize()

    def _say(self, words: str) -> None:
        self.query_one("#verdict-words", Static).update(Content(f"\n{words}"))

    def action_go_on(self) -> None:
        """Close with the answer."""
        if self.given is not None:
            self.dismiss(self.given)

    def action_pass_over(self) -> None:
        """Close; an answer that was given counts."""
        self.dismiss(self.given)
