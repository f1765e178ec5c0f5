"""Setting up a mock exam: which topics, how long, and whether it counts."""

from __future__ import annotations

import random
from typing import ClassVar

from textual.binding import Binding, BindingType

from app.screens.choosing import ChoosingScreen
from app.words import count
from flashcards.cards import Topic
from flashcards.journal import JournalError
from flashcards.mock import LONGEST, USUAL, begin, drawn, sources, usual_minutes

SOURCE, NUMBER, MINUTES, COUNTS = range(4)
"""The lines, from the top."""

STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120, 180, LONGEST)
"""Minutes that the arrow keys go through."""


class MockSetupScreen(ChoosingScreen):
    """Four lines for the arrow keys, and the topics where she would rather choose."""

    here = "Mock exam"
    heading: ClassVar[str] = "Or choose the topics yourself"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,plus", "change(1)", "change", key_display="← →", id="mock.more",
                tooltip="Change the line under the cursor"),
        Binding("left,minus", "change(-1)", "less", show=False, id="mock.less",
                tooltip="Change the line under the cursor the other way"),
    ]  # fmt: skip

    def on_mount(self) -> None:
        """Drawn at random, and not counted, unless she says otherwise."""
        self.sources = sources(self.study)
        self.source = 0
        self.number = USUAL
        self.minutes: int | None = None
        self.counted = False
        super().on_mount()

    def about(self) -> str:
        """What a mock exam is here."""
        return (
            "One time for all topics, and no hints. You write, then check each topic against its "
            "key points; a report you can keep comes at the end."
        )

    @property
    def pool(self) -> tuple[Topic, ...]:
        """What is drawn from, or what she has chosen."""
        return self.chosen or self.sources[self.source].topics

    @property
    def asked(self) -> int:
        """How many topics the exam will have."""
        return len(self.chosen) or min(self.number, len(self.pool))

    @property
    def time(self) -> int:
        """Minutes for the whole."""
        return self.minutes or usual_minutes(self.study, self.pool, self.asked)

    def lines(self) -> list[tuple[str, str, str]]:
        """The choices as they stand."""
        source = self.sources[self.source]
        words = "your own choice" if self.chosen else f"{source.words} ({len(source.topics)})"
        how = "in random order" if self.chosen else "drawn at random"
        usual = "" if self.minutes else "what they have one by one"
        counts = "yes" if self.counted else "no"
        effect = "moves the schedule" if self.counted else "leaves the schedule alone"
        return [
            ("From", words, ""),
            ("Topics", str(self.asked), how),
            ("Time", f"{self.time} min", usual),
            ("It counts", counts, effect),
        ]

    def action_change(self, step: int) -> None:
        """The next value of the line under the cursor."""
        line = self.cursor
        if line == SOURCE and not self.chosen:
            self.source = (self.source + step) % len(self.sources)
        elif line == NUMBER and not self.chosen:
            self.number = min(max(1, self.asked + step), len(self.pool))
        elif line == MINUTES:
            self.minutes = _neighbour(self.time, step)
        elif line == COUNTS:
            self.counted = not self.counted
        self.fill(line)

    def start(self) -> None:
        """Draw the topics and start the clock."""
        self.ask_if_behind(self._begin)

    def _begin(self) -> None:
        from app.screens.mock_writing import MockWritingScreen

        chance = random.Random()  # noqa: S311 no secret depends on it
        topics = drawn(self.pool, self.asked, chance)
        sitting = begin(self.study, topics, self.time, counted=self.counted)
        try:
            for draft in sitting.drafts:
                self.study_app.saver.now(draft)
        except JournalError as error:
            self.notify(str(error), severity="error")
            return
        self.notify(f"{count(len(topics), 'topic')}, {self.time} min.", timeout=3)
        self.app.switch_screen(MockWritingScreen(sitting, self.study.deck))


def _neighbour(minutes: int, step: int) -> int:
    if step > 0:
        return next((other for other in STEPS if other > minutes), STEPS[-1])
    return next((other for other in reversed(STEPS) if other < minutes), STEPS[0])
