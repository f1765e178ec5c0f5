"""Predict first: a question about a model before its output is seen.

The question is computed from the fit and is another one each time. Her answer is checked at once
and kept in the journal; the schedule stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static
from textual.worker import Worker

from app.screens.box import BoxScreen
from flashcards.cards import Example, Topic
from flashcards.journal import JournalError
from flashcards.models.explore.exchange import Question, QuestionAsked, Verdict
from flashcards.models.explore.judging import judge

if TYPE_CHECKING:
    from app.app import StudyApp

Given = tuple[Question, str, Verdict]
"""What was asked, the answer as she gave it, and how it was."""


def predict(app: StudyApp, topic: Topic, number: int, then: Callable[[str], object]) -> None:
    """Ask about a live example before it is opened, unless she has switched that off.

    An example is asked about once a day, and not again in a session once it was passed over.

    Args:
        app: the program.
        topic: whose example it is.
        number: which one, from 0.
        then: opens it, with what the fit says of the question; empty without an answer.
    """
    example = topic.examples[number % len(topic.examples)]
    study = app.study
    asked = (topic.key, example.name) in app.passed_over
    if not study.settings.predict or asked or study.predicted_today(topic, example.name):
        then("")
    else:
        ask(app, topic, example, then)


def ask(app: StudyApp, topic: Topic, example: Example, then: Callable[[str], object]) -> None:
    """Ask about a live example, where it has a model and answers can be kept.

    Args:
        app: the program.
        topic: whose example it is.
        example: the example.
        then: goes on, with what the fit says of the question; empty without an answer.
    """
    study = app.study
    if not example.models or study.journal.read_only:
        then("")
        return
    model = example.models[-1]

    def answered(given: Given | None) -> None:
        app.passed_over.add((topic.key, example.name))
        if given is None:
            then("")
            return
        question, words, verdict = given
        try:
            study.predicted(topic, example.name, model, question, words, verdict)
        except JournalError as error:
            app.notify(str(error), severity="error")
        then(f"{question.because[0].upper()}{question.because[1:]}")

    seed = int(study.moment().at.timestamp())
    app.push_screen(PredictScreen(QuestionAsked(example.data, model, seed)), answered)


class PredictScreen(BoxScreen[Given]):
    """A question; a number is typed, a choice is picked by its number; Esc passes it over.

    It closes with what was asked, the answer and the verdict, or with None; with None at once
    where nothing can be asked.
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

    def __init__(self, asked: QuestionAsked) -> None:
        super().__init__()
        self.asked = asked
        self.question: Question | None = None
        self.given: Given | None = None

    def heading(self) -> Content:
        """What it is about."""
        return Content.assemble(
            ("What do you expect?", "bold"), (f"   {self.asked.model}", "$muted")
        )

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Before an answer it can be passed over; after one there is only one way on."""
        if self.given is not None:
            return (("predict.on", "see the output"),)
        return (("predict.pass", "see the output without an answer"),)

    def inside(self) -> ComposeResult:
        """The question, the choices or the field, and a line for the verdict."""
        yield Static("one moment …", id="asks", markup=False)
        yield Input(placeholder="a number; a rough one will do", id="guess")
        yield Static(id="judged", markup=False)

    def on_mount(self) -> None:
        """Ask for a question."""
        self.query_one("#guess").display = False
        _: Worker[None] = self.run_worker(self._ask, exit_on_error=False)

    async def _ask(self) -> None:
        from app.app import StudyApp
        from app.modeller import ModellerError

        assert isinstance(self.app, StudyApp)  # noqa: S101
        try:
            question = await self.app.modeller.ask("explore.question", self.asked, Question)
        except ModellerError:
            self.dismiss(None)
            return
        self._show(question)

    def _show(self, question: Question) -> None:
        self.question = question
        lines = [Content(question.text)]
        if question.kind == "choice":
            lines.append(Content())
            for place, choice in enumerate(question.choices, 1):
                lines.append(Content.assemble((f"  {place}  ", "bold $primary"), choice))
        else:
            guess = self.query_one("#guess", Input)
            guess.display = True
            guess.focus()
        self.query_one("#asks", Static).update(Content("\n").join(lines))

    # -- answering ---------------------------------------------------------------------------

    @on(Input.Submitted, "#guess")
    def _typed(self, event: Input.Submitted) -> None:
        if self.given is not None:
            self.action_go_on()
            return
        text = event.value.strip()
        try:
            value = float(text.replace(",", ".").replace("−", "-").rstrip("% "))
        except ValueError:
            value = float("nan")
        if value != value or abs(value) == float("inf"):
            self._say(f"{text or 'Nothing'} is no number; a rough one will do.")
            return
        self._answer(text, value)

    def action_pick(self, place: int) -> None:
        """Choose by number."""
        question = self.question
        if question is not None and self.given is None and place < len(question.choices):
            self._answer(question.choices[place], place)

    def _answer(self, words: str, value: float) -> None:
        assert self.question is not None  # noqa: S101
        verdict = judge(self.question, value)
        self.given = (self.question, words, verdict)
        self._say(f"You said {words}. {verdict.words}")
        self.query_one("#guess", Input).disabled = True
        self.set_focus(None)
        self.on_resize()

    def _say(self, words: str) -> None:
        self.query_one("#judged", Static).update(Content(f"\n{words}"))

    def action_go_on(self) -> None:
        """Close with the answer."""
        if self.given is not None:
            self.dismiss(self.given)

    def action_pass_over(self) -> None:
        """Close; an answer that was given counts."""
        self.dismiss(self.given)
