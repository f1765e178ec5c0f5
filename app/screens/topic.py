"""One card read in full, with its key points and everything that was tried before."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.drawing.blocks import Reader
from app.screens.base import StudyScreen
from app.screens.scrolling import ScrollingScreen, scrolling
from app.timing import clock_face
from app.widgets.card import Card, Prose
from app.words import PURPOSES, count
from flashcards.cards import Topic
from flashcards.dates import past_day
from flashcards.events import Draft, Recalled

READING: list[BindingType] = [
    *scrolling("read.on"),
    Binding("escape", "app.pop_screen", "back", id="back"),
]
"""Keys of every screen that is only read."""


class ReadingScreen(ScrollingScreen):
    """A page that is only read."""

    BINDINGS: ClassVar[list[BindingType]] = READING


class OpeningScreen(ReadingScreen, inherit_bindings=False):
    """The opening page of the course."""

    here = "How to study"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "to the topics", key_display="⏎", id="opening.on",
                tooltip="Close this page and see the topics"),
        *READING,
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="reading", can_focus=False):
            yield Prose(
                Reader(self.glyphs.name).blocks(self.study.deck.opening, ()), self.glyphs.name
            )

    def action_go_on(self) -> None:
        """To the topics."""
        self.app.pop_screen()


def points_of(screen: StudyScreen, topic: Topic, room: int) -> list[Content]:
    """A heading and the key points, numbered, each broken at so many cells."""
    lines = [Content.styled("Key points", "bold")]
    for number, point in enumerate(topic.key_points, 1):
        head = Content.styled(f"{number}  ", "$muted")
        lines.append(screen.hung(head, screen.inline(point.text), room))
    return lines


class TopicScreen(ReadingScreen):
    """The card, its key points, earlier attempts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "attempts", "attempts", id="read.attempts",
                tooltip="What you wrote before, newest first"),
        Binding("l", "live", "live", id="live",
                tooltip="The live examples of this card on the whole screen"),
        Binding("m", "move", "move it", id="move",
                tooltip="Open the model of a live example, and move it"),
    ]  # fmt: skip

    def __init__(self, topic: Topic) -> None:
        super().__init__()
        self.topic = topic
        self.here = topic.title  # type: ignore[misc]

    def body(self) -> ComposeResult:
        """Card and points; attempts below."""
        with VerticalScroll(id="reading", can_focus=False):
            yield Card(self.topic, self.glyphs.name)
            yield Static(self._points(), id="points")
            yield Static(self._attempts(), id="attempts")

    @property
    def room(self) -> int:
        """Cells that a line of key points may take."""
        return min(96, self.app.size.width - 8)

    def fit(self, width: int, height: int) -> None:
        """Lines break anew."""
        self.query_one("#points", Static).update(self._points())
        self.query_one("#attempts", Static).update(self._attempts())

    def _points(self) -> Content:
        return Content("\n").join(points_of(self, self.topic, self.room))

    def _attempts(self) -> Content:
        """Every earlier attempt with text, ticks and note, newest first; unfinished texts too."""
        attempts = self.study.attempts(self.topic.key, 500)
        drafts = self.study.unfinished(self.topic)
        if not attempts and not drafts:
            return Content.styled("No attempt yet.", "$muted")
        blocks = [(draft.moment.at, self._draft(draft)) for draft in drafts]
        blocks += [(attempt.moment.at, self._attempt(attempt)) for attempt in attempts]
        blocks.sort(key=lambda pair: pair[0], reverse=True)
        heading = Content.styled("Your attempts", "bold")
        return Content("\n\n").join([heading, *(block for _, block in blocks)])

    def _attempt(self, attempt: Recalled) -> Content:
        today = self.study.moment().day
        comfort = f", comfort {attempt.comfort}" if attempt.comfort else ""
        when = past_day(attempt.moment.day, today)
        head = f"{when[0].upper()}{when[1:]}{comfort}, {clock_face(attempt.seconds)}"
        if purpose := PURPOSES.get(attempt.purpose):
            head = f"{purpose} {self.glyphs.dot} {head}"
        lines = [Content.styled(head, "bold")]
        text = "(on paper)" if attempt.paper else attempt.text or "(nothing written)"
        lines.append(Content(text))
        for key, answer in attempt.answers.items():
            point = self.topic.point(key)
            words = self.inline(point.text) if point else Content(f"{key} (no longer asked)")
            lines.append(self.hung(Content(f"{self.glyphs.mark(answer)}  "), words, self.room))
        if attempt.note:
            label = Content.styled("Your note: ", "$muted")
            lines.append(self.hung(label, Content(attempt.note), self.room))
        return Content("\n").join(lines)

    def _draft(self, draft: Draft) -> Content:
        when = past_day(draft.moment.day, self.study.moment().day)
        words = count(len(draft.text.split()), "word")
        head = Content.styled(f"Begun {when} and not finished, {words}", "bold")
        return Content.assemble(head, "\n", draft.text)

    def action_live(self) -> None:
        """The example that is in sight, on the whole screen."""
        from app.widgets.live import in_sight

        self.study_app.open_live(self.topic, in_sight(self))

    def action_move(self) -> None:
        """The explorers of the card's models."""
        from app.screens.explore.choosing import open_explorers

        open_explorers(self, self.topic.examples)

    def action_attempts(self) -> None:
        """Jump to the attempts."""
        self.query_one("#attempts").scroll_visible(top=True, animate=False)
