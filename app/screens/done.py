"""After an answer: how it went, when it comes back, and the one next thing to do."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from app.screens.scrolling import ScrollingScreen, scrolling
from app.words import PURPOSES, count
from flashcards.calibration import calibration_words, recall_words
from flashcards.cards import KeyPoint, Topic
from flashcards.dates import coming_day
from flashcards.events import Answer, Recalled
from flashcards.recall import coverage


class DoneScreen(ScrollingScreen):
    """What this study day brought, newest first, and what is next."""

    here = "Done"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "go on", key_display="⏎", id="done.next",
                tooltip="The next thing on today's plan"),
        *scrolling("done.on"),
        Binding("d", "drill", "drill the missed points", id="done.drill",
                tooltip="The missed points once more, as short questions"),
        Binding("l", "live", "live", id="live",
                tooltip="The live examples of this card on the whole screen"),
        Binding("u", "app.undo", "undo", id="undo", tooltip="Take the last answer back"),
        Binding("escape", "home", "topics", id="done.home", tooltip="Back to the topics"),
    ]  # fmt: skip

    def __init__(self, recalled: Recalled | None) -> None:
        """Show the day.

        Args:
            recalled: the recall that was just checked, which may have begun on an earlier study
                day; None for the newest of today.
        """
        super().__init__()
        self.recalled = recalled

    def body(self) -> ComposeResult:
        """The last recall in words, the others of today in a table, the next step."""
        with VerticalScroll(id="done", can_focus=False):
            yield Static(id="last")
            yield Static(id="missed")
            yield Static(id="today")
            yield Static(id="next")

    def on_mount(self) -> None:
        """Read the day from the journal."""
        self._show()

    def on_screen_resume(self) -> None:
        """After a drill there is less to win back."""
        self._show()

    def fit(self, width: int, height: int) -> None:
        """Lines break anew."""
        self._show()
        self.call_after_refresh(self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Drill only where something was missed; move on where there is more than fits."""
        if action == "pages":
            return self.is_mounted and self.page().max_scroll_y > 0
        if action == "live":
            topic = self._topic()
            return topic is not None and bool(topic.examples)
        return bool(self.study.to_drill()) if action == "drill" else True

    def _show(self) -> None:
        recalls = self.study.recalls_today()
        last = self.recalled or next(reversed(recalls), None)
        if last is None:
            self.query_one("#last", Static).update("Nothing recalled today yet.")
            self.query_one("#next", Static).update(self._next())
            return
        self.top.here = f"Done {self.glyphs.dot} {self.study.title(last.topic)}"
        self.query_one("#last", Static).update(self._how_it_went(last))
        self.query_one("#missed", Static).update(self._missed(last))
        self.query_one("#today", Static).update(self._table(recalls))
        self.query_one("#next", Static).update(self._next())
        self.refresh_bindings()

    def _how_it_went(self, last: Recalled) -> Content:
        """Coverage, comfort against coverage, and when the topic comes back."""
        had = sum(answer is Answer.YES for answer in last.answers.values())
        partly = sum(answer is Answer.PARTLY for answer in last.answers.values())
        lines = [
            Content.assemble(
                (f"{had} of {count(len(last.answers), 'point')} recalled", "bold"),
                f", {partly} partly." if partly else ".",
            )
        ]
        if last.comfort is not None:
            lines.append(Content(recall_words(last.comfort, coverage(last.answers))))
        if not last.counted:
            lines.append(Content("It is logged and does not count: the schedule stays as it is."))
        elif self.study.was_extra(last):
            lines.append(Content("An extra recall: it is logged, and the schedule stays as it is."))
        verdict = calibration_words(self.study.comfort_history())
        if verdict:
            lines.append(Content.styled(verdict, "$muted"))
        if len(self.study.attempts(last.topic, 2)) == 1:
            lines.append(
                Content.styled(
                    "A low first score is normal. Recalls on other days are what makes it rise.",
                    "$muted",
                )
            )
        return Content("\n").join(lines)

    def _missed(self, last: Recalled) -> Content:
        """The points that were not all there, in full: the answer is the feedback."""
        topic = self.study.deck.topic(last.topic)
        if topic is None:
            return Content("")
        won = self._won_back(last)
        parts = [Content(f"{count(len(won), 'point')} won back in the drill.")] if won else []
        for heading, answer in (("To win back", Answer.NO), ("Partly there", Answer.PARTLY)):
            points = [
                point
                for point in topic.key_points
                if last.answers.get(point.id) is answer and point.id not in won
            ]
            if points:
                parts += [Content.styled(heading, "bold"), *self._marked(points, answer)]
        return Content("\n").join(parts)

    def _marked(self, points: list[KeyPoint], answer: Answer) -> list[Content]:
        """Points with their mark, as wide as the screen has it."""
        width = min(100, self.app.size.width) - 8
        mark = Content(f"{self.glyphs.mark(answer)}  ")
        return [self.hung(mark, self.inline(point.text), width) for point in points]

    def _won_back(self, last: Recalled) -> set[str]:
        """Points missed in a recall of this study day that a drill has brought back."""
        if last.moment.day != self.study.moment().day:
            return set()
        waiting = {point.id for topic, point in self.study.to_drill() if topic.key == last.topic}
        missed = {point for point, answer in last.answers.items() if answer is Answer.NO}
        return missed - waiting

    def _table(self, recalls: list[Recalled]) -> Content:
        """Today's recalls: marks, comfort, and the day each comes back."""
        if not recalls:
            return Content("")
        today = self.study.moment().day
        width = max(len(self.study.title(recall.topic)) for recall in recalls)
        lines = [Content.styled("Today", "bold")]
        for recall in recalls:
            marks = "".join(self.glyphs.mark(answer) for answer in recall.answers.values())
            back = self._back(recall, today)
            comfort = f"comfort {recall.comfort}" if recall.comfort else "no comfort"
            title = self.study.title(recall.topic)
            lines.append(
                Content.assemble(
                    f"{title:<{width}}   {marks:<8}   ", (f"{comfort:<11}   {back}", "$muted")
                )
            )
        return Content("\n").join(lines)

    def _back(self, recall: Recalled, today: date) -> str:
        """When it comes back, or why nothing can be said."""
        if not recall.counted:
            return PURPOSES[recall.purpose].lower() if recall.purpose in PURPOSES else "extra"
        if self.study.is_planned(recall.topic):
            return "back by the plan"
        due = self.study.due_day(recall.topic)
        return f"back {coming_day(due, today)}" if due else "extra"

    def _next(self) -> Content:
        """The one next thing, named."""
        task = self.study.next_task()
        if task is not None:
            what = f"{self.study.title(task.topic)}: {task.why}"
        elif points := self.study.to_drill():
            what = f"drill {count(len(points), 'missed point')}, then you are done for today"
        else:
            what = "back to the topics. You are done for today"
        return Content.assemble((self.glyphs.enter, "bold $primary"), "  ", (what, "bold"))

    def action_next(self) -> None:
        """The next task of today, then the drill, then home."""
        task = self.study.next_task()
        topic = self.study.deck.topic(task.topic) if task else None
        if topic is not None:
            self.study_app.study_topic(topic, instead=True)
        elif self.study.to_drill():
            self.action_drill()
        else:
            self.action_home()

    def action_drill(self) -> None:
        """The missed points, across topics."""
        from app.screens.drill import DrillScreen

        if points := self.study.to_drill():
            self.app.push_screen(DrillScreen(points))

    def _topic(self) -> Topic | None:
        """The topic that was recalled last, whose card she has just seen."""
        last = self.recalled or next(reversed(self.study.recalls_today()), None)
        return self.study.deck.topic(last.topic) if last else None

    def action_live(self) -> None:
        """Its live examples."""
        if (topic := self._topic()) is not None:
            self.study_app.open_live(topic)

    def action_home(self) -> None:
        """Back to the topics."""
        self.app.pop_screen()
