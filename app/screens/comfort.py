"""The closed card: how comfortable do you feel, before you look?"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from app.screens.base import StudyScreen
from app.timing import clock_face
from app.words import count, meant
from flashcards.cards import Topic
from flashcards.dates import moment_words
from flashcards.events import Draft, Purpose

STEPS = ("lost", "shaky", "some of it", "most of it", "could teach it")
"""What the five steps of comfort mean, from 1 to 5."""

LOW = 20
"""Lines of a window below which everything moves together."""


class ComfortScreen(StudyScreen):
    """One question, five keys. Nothing on it gives a point away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(step), f"rate({step})", words, show=False, id=f"comfort.{step}",
                    tooltip=f"Comfort {step}: {words}")
            for step, words in enumerate(STEPS, 1)
        ),
        Binding("w", "paper", "on paper", id="comfort.paper",
                tooltip="Write on paper; the program keeps the time"),
        Binding("t", "timer", "timer on or off", id="comfort.timer",
                tooltip="Recall with or without a countdown"),
        Binding("r", "read", "read it first", id="comfort.read",
                tooltip="Read a new card; its recall is for another study day"),
        Binding("v", "view", "what you began", id="comfort.view",
                tooltip="Show the text that you began on an earlier day, or go on with its check"),
        Binding("escape", "app.pop_screen", "back", id="back", tooltip="Back to the topics"),
    ]  # fmt: skip

    def __init__(self, topic: Topic, purpose: Purpose = Purpose.STUDY) -> None:
        super().__init__()
        self.topic = topic
        self.purpose = purpose
        self.paper = False

    def body(self) -> ComposeResult:
        """Title, question, five steps, and what happens next."""
        with Vertical(id="closed"):
            yield Static(Content.styled(self.topic.title, "bold"), id="title")
            yield Static("How comfortable do you feel with this topic?", id="question")
            yield Static(id="steps")
            yield Static(id="then")
            yield Static(id="besides")

    def on_mount(self) -> None:
        """Find out whether the card was met, begun or recalled before."""
        self.timer_on = self.study.settings.timer
        self.is_new = self.study.never_met(self.topic)
        self.older = self.study.older_draft(self.topic)
        self.top.here = meant(self.purpose, self.topic.title, self.glyphs.dot)
        self._show()

    def fit(self, width: int, height: int) -> None:
        """Five steps in a row, or one below the other; less room between things in a low window."""
        self.query_one("#closed").set_class(height < LOW, "-low")
        self.query_one("#steps", Static).update(self._steps(width))

    def first_keys(self) -> tuple[str, str]:
        """The five keys of the answer, in one."""
        keys = [self.key_of(f"comfort.{step}") for step in range(1, len(STEPS) + 1)]
        return "1-5" if keys == list("12345") else "/".join(keys), "comfort"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Reading first is for cards never met; viewing, for texts once begun."""
        if action == "read":
            return getattr(self, "is_new", False) and not self.crams
        if action == "view":
            return getattr(self, "older", None) is not None
        return True

    @property
    def crams(self) -> bool:
        """Whether this is cramming, which the schedule knows nothing of."""
        return self.purpose == Purpose.CRAM

    def _steps(self, width: int) -> Content:
        parts = [
            Content.assemble((str(step), "bold $primary"), " ", words)
            for step, words in enumerate(STEPS, 1)
        ]
        row = Content("     ").join(parts)
        if row.cell_length <= width - 8:
            return row
        widest = max(part.cell_length for part in parts)
        # Of one width, so that centred lines still begin below one another.
        return Content("\n").join(part.pad_right(widest - part.cell_length) for part in parts)

    def _show(self) -> None:
        """What the clock will do, and what she should know before she starts."""
        seconds = self.study.recall_seconds(self.topic)
        then = (
            f"Then {clock_face(seconds)} to write"
            if self.timer_on
            else "Then write, without a timer,"
        )
        own = bool(self.topic.minutes) and self.topic.minutes != self.study.settings.recall_minutes
        if own and self.timer_on:
            then = f"This topic has {clock_face(seconds)} to write"
        where = " on paper" if self.paper else ""
        self.query_one("#then", Static).update(
            Content.styled(f"{then}{where} all you can recall.", "$muted")
        )
        lines = []
        if self.crams:
            lines.append("Cramming is logged, and never moves the schedule.")
        elif why := self.study.why_extra(self.topic):
            lines.append(f"{why[0].upper()}{why[1:]}. It is extra: logged, and no more.")
        if self.older is not None:
            lines.append(self._about_older(self.older))
        if changed := self._changed():
            lines.append(changed)
        if self.is_new and not self.crams:
            read = self.key_of("comfort.read")
            lines.append(
                f"New to you. {read} reads the card first; then its recall is for another day."
            )
        self.query_one("#besides", Static).update(Content.styled("\n".join(lines), "$muted"))
        self.refresh_bindings()

    def _changed(self) -> str:
        """What has become other on the card since she last recalled it; nothing of what it says."""
        new = len(self.study.new_points(self.topic))
        reworded = len(self.study.reworded(self.topic))
        parts = [f"{count(new, 'key point')} new"] * bool(new)
        parts += [f"the wording of {count(reworded, 'key point')} changed"] * bool(reworded)
        return f"Since you last recalled it: {', '.join(parts)}." if parts else ""

    def _about_older(self, older: Draft) -> str:
        """What was begun on an earlier day, and the key that shows it or goes on with it."""
        when = moment_words(older.moment, self.study.moment())
        view = self.key_of("comfort.view")
        if older.phase == "check":
            return f"You recalled this {when} and did not finish the check; {view} goes on with it."
        words = count(len(older.text.split()), "word")
        return f"You began this {when} and did not finish ({words}); {view} shows that text."

    def action_rate(self, comfort: int) -> None:
        """Start the clock."""
        self.study_app.open_recall(
            self.topic,
            comfort=comfort,
            paper=self.paper,
            timer=self.timer_on,
            purpose=self.purpose,
        )

    def action_paper(self) -> None:
        """Recall on paper, or here."""
        self.paper = not self.paper
        self._show()

    def action_timer(self) -> None:
        """With or without a countdown, this once."""
        self.timer_on = not self.timer_on
        self._show()

    def action_read(self) -> None:
        """Read the card instead; logged, and recalled another study day."""
        self.study_app.read_first(self.topic)

    def action_view(self) -> None:
        """Show the text that was begun on an earlier day, or go on with its check."""
        from app.screens.notice import NoticeScreen

        if self.older is not None and self.older.phase == "check":
            self.study_app.open_check(self.topic, self.older)
        elif self.older is not None:
            self.app.push_screen(NoticeScreen("What you began", self.older.text))
