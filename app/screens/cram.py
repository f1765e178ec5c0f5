"""Cramming: any topics at any time, in the usual loop, and nothing of it for the schedule."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from app.screens.choosing import ChoosingScreen
from app.screens.done import DoneScreen
from app.words import count
from flashcards.cards import Topic


class CramScreen(ChoosingScreen):
    """The topics to cram; without a tick the one under the cursor."""

    here = "Cram"
    heading: ClassVar[str] = "Topics"

    def about(self) -> str:
        """What cramming is, and how much is chosen."""
        chosen = f" {count(len(self.chosen), 'topic')} chosen." if self.chosen else ""
        return (
            "Any topics, any time: the usual recall and check. Cramming is logged and never moves "
            f"the schedule.{chosen}"
        )

    def start(self) -> None:
        """The first of them; the others follow."""
        topic = self.under_cursor()
        topics = self.chosen or ((topic,) if topic else ())
        if topics:
            self.ask_if_behind(lambda: self._begin(list(topics)))

    def _begin(self, topics: list[Topic]) -> None:
        from app.sitting import cram_next

        self.study_app.cramming = topics
        cram_next(self.study_app, instead=True)


class CramDoneScreen(DoneScreen):
    """How it went, and the next topic that is to be crammed."""

    here = "Crammed"

    def _next(self) -> Content:
        """The one next thing, named."""
        left = self.study_app.cramming
        what = f"cram {left[0].title} ({len(left)} left)" if left else "back"
        return Content.assemble((self.glyphs.enter, "bold $primary"), "  ", (what, "bold"))

    def action_next(self) -> None:
        """The next topic, then home."""
        from app.sitting import cram_next

        if self.study_app.cramming:
            cram_next(self.study_app, instead=True)
        else:
            self.action_home()
