"""The open card beside what she wrote: check each key point, note what was missing, save."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from app.screens.base import StudyScreen
from app.timing import clock_face
from app.widgets.card import Card
from app.widgets.checklist import Checklist, Row
from app.words import count, meant
from flashcards.cards import KeyPoint, Topic
from flashcards.dates import coming_day, past_day
from flashcards.events import Answer, Draft
from flashcards.journal import JournalError
from flashcards.recall import Suggestion, suggest

QUOTE = 44
"""Cells that a quotation from her text may take beside a key point."""


class RevealScreen(StudyScreen):
    """Her text, the card, and the points to be ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,escape", "check", "back to the check", id="check.back",
                tooltip="From the note to the key points"),
        Binding("tab", "note", "note", id="check.note",
                tooltip="Write down what you missed, in your words"),
        Binding("ctrl+s", "save", "save", id="check.save",
                tooltip="Save the answer and see what comes next"),
        Binding("c", "whole", "whole card", id="check.whole",
                tooltip="The card on the whole screen, and back"),
        Binding("l", "live", "live", show=False, id="live",
                tooltip="The live examples of this card on the whole screen"),
        Binding("m", "move", "move it", show=False, id="move",
                tooltip="Open the model of a live example, and move it"),
        Binding("space", "scroll_card(1)", "card on", id="check.down",
                tooltip="Move on in the card"),
        Binding("b", "scroll_card(-1)", "card back", id="check.up",
                tooltip="Move back in the card"),
        Binding("pagedown", "scroll_card(1)", "card on", show=False, priority=True,
                id="check.page_down", tooltip="Move on in the card"),
        Binding("pageup", "scroll_card(-1)", "card back", show=False, priority=True,
                id="check.page_up", tooltip="Move back in the card"),
        Binding("escape", "leave", "leave", id="check.leave",
                tooltip="Back to the topics; text and ticks are kept"),
    ]  # fmt: skip

    def __init__(self, topic: Topic, draft: Draft) -> None:
        super().__init__()
        self.topic = topic
        self.draft = draft
        self.suggestions: dict[str, Suggestion] = {}

    def body(self) -> ComposeResult:
        """Yours, the card, the check, the note."""
        self.suggestions = {} if self.draft.paper else suggest(self.topic, self.draft.text)
        last = self.study.last_attempt(self.topic)
        self.missed_on = (
            {p: last.moment.day for p, a in last.answers.items() if a is Answer.NO} if last else {}
        )
        self.new_points = self.study.new_points(self.topic)
        self.reworded = self.study.reworded(self.topic)
        with Horizontal(id="pages"):
            with VerticalScroll(id="yours", can_focus=False):
                yield Static(id="text")
            with VerticalScroll(id="theirs", can_focus=False):
                yield Card(self.topic, self.glyphs.name)
        yield Static(id="verdict")
        with VerticalScroll(id="checking", can_focus=False):
            rows = [self._row(point) for point in self.topic.key_points]
            yield Checklist(rows, self.draft.answers, self.glyphs, id="checklist")
        if last is not None and last.note:
            yield Static(
                Content.assemble(
                    (f"Your note {past_day(last.moment.day, self.study.moment().day)}: ", "$muted"),
                    last.note,
                ),
                id="last-note",
            )
        yield Input(self.draft.note, id="note")

    def on_mount(self) -> None:
        """The keys act on the checklist first."""
        self.query_one(Checklist).focus()
        self.call_after_refresh(self._show_hint)
        self._show_top()
        self._show_text(self.query_one(Checklist).rows[0].point)
        self._show_verdict()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the note its own keys; those for the card where there is more of it to see."""
        if not self.is_mounted:
            return True
        noting = self.query_one("#note", Input).has_focus
        if action == "check":
            return noting
        if action in {"note", "leave"}:
            return not noting
        if action == "scroll_card":
            return any(page.max_scroll_y for page in self._pages())
        return True

    def on_descendant_focus(self) -> None:
        """Other keys act in the note than on the points."""
        self.refresh_bindings()

    def _pages(self) -> list[VerticalScroll]:
        return list(self.query("#theirs, #yours").results(VerticalScroll))

    def fit(self, width: int, height: int) -> None:
        """The point that she stands on stays in sight."""
        self.call_after_refresh(self.refresh_bindings)
        self.query_one(Checklist).show_cursor()

    def _row(self, point: KeyPoint) -> Row:
        """A key point with what her text says for it."""
        found = self.suggestions.get(point.id)
        day = self.missed_on.get(point.id)
        before = f"missed {past_day(day, self.study.moment().day)}" if day else ""
        if point.id in self.new_points:
            before = "new on this card"
        elif point.id in self.reworded:
            before = (
                f"{before}; reworded since" if before else "reworded since you last recalled it"
            )
        idea = self.inline(point.text)
        if self.draft.paper:
            return Row(point.id, idea, None, "", before)
        if found is None:
            return Row(point.id, idea, None, "no suggestion", before)
        words = " … ".join(self.draft.text[a:b].replace("\n", " ") for a, b in found.spans)
        quote = words if len(words) <= QUOTE else words[: QUOTE - 1].rstrip() + "…"
        return Row(point.id, idea, Answer.YES, f"suggested by “{quote}”", before)

    def _show_hint(self) -> None:
        """How to come to the note; known once the keys of this screen are."""
        hint = f"{self.key_of('check.note')}: what you missed, in your words"
        self.query_one("#note", Input).placeholder = hint

    # -- what is shown -----------------------------------------------------------------------

    def _show_top(self) -> None:
        comfort = f" {self.glyphs.dot} comfort {self.draft.comfort}" if self.draft.comfort else ""
        self.top.here = meant(self.draft.purpose, self.topic.title, self.glyphs.dot)
        self.top.fact = f"{clock_face(self.draft.seconds)}{comfort}"

    def _show_text(self, point: str) -> None:
        """Her text, with the words that speak for the point under the cursor."""
        text = self.draft.text
        if self.draft.paper:
            shown = Content.styled("Compare with your paper.", "$muted")
        elif not text.strip():
            shown = Content.styled("You wrote nothing.", "$muted")
        else:
            shown = Content(text)
            for start, end in self.suggestions[point].spans if point in self.suggestions else ():
                shown = shown.stylize("bold underline $accent", start, end)
        self.query_one("#text", Static).update(shown)

    def _show_verdict(self) -> None:
        """How many points are there so far, and when that brings the topic back."""
        checklist = self.query_one(Checklist)
        asked = {row.point: row.suggestion or Answer.NO for row in checklist.rows}
        answers = {**asked, **checklist.answers}
        had = sum(answer is Answer.YES for answer in checklist.answers.values())
        total = len(checklist.rows)
        parts = [Content.styled(f"{had} of {count(total, 'point')}", "bold")]
        if checklist.open_points:
            parts.append(Content(f"{checklist.open_points} to check"))
        elif (partly := list(checklist.answers.values()).count(Answer.PARTLY)) > 0:
            parts.append(Content(f"{partly} partly"))
        parts.append(Content.styled(self._comes_back(answers), "$muted"))
        self.query_one("#verdict", Static).update(Content(f"  {self.glyphs.dot}  ").join(parts))

    def _comes_back(self, answers: dict[str, Answer]) -> str:
        """``back on Tuesday; on Monday with one fewer``."""
        if not self.draft.counted:
            return "not counted: the schedule stays as it is"
        today = self.study.moment().day
        as_now = self.study.preview(self.topic, answers, self.draft.moment)
        if as_now is None or self.study.is_extra(self.topic, self.draft.moment):
            return "extra: the schedule stays as it is"
        if self.study.is_planned(self.topic.key):
            return "back by the plan for the exam"
        words = f"back {coming_day(as_now, today)}"
        had = next((p for p, a in reversed(answers.items()) if a is Answer.YES), None)
        if had is not None:
            worse = self.study.preview(self.topic, {**answers, had: Answer.NO}, self.draft.moment)
            if worse is not None and worse != as_now:
                words += f"; {coming_day(worse, today)} with one fewer"
        return words

    # -- ticking -----------------------------------------------------------------------------

    @on(Checklist.Answered)
    def _ticked(self) -> None:
        self._show_verdict()
        self.study_app.saver.soon(self.current())

    @on(Checklist.Moved)
    def _moved(self, event: Checklist.Moved) -> None:
        self._show_text(event.point)

    @on(Input.Changed)
    def _noted(self) -> None:
        # A failure is told when she saves the whole.
        self.study_app.saver.soon(self.current())

    @on(Input.Submitted)
    def _note_done(self) -> None:
        self.query_one(Checklist).focus()

    def current(self) -> Draft:
        """The check as it is on the screen now."""
        answers = dict(self.query_one(Checklist).answers)
        return replace(self.draft, answers=answers, note=self.query_one("#note", Input).value)

    def keep(self) -> None:
        """Save ticks and note as they are."""
        self.study_app.saver.now(self.current())

    def action_note(self) -> None:
        """To the note."""
        self.query_one("#note", Input).focus()

    def action_check(self) -> None:
        """From the note to the points."""
        self.query_one(Checklist).focus()

    def action_scroll_card(self, pages: int) -> None:
        """Move the card, and her text with it, without leaving the check."""
        for page in self._pages():
            step = max(1, page.size.height - 2)
            page.scroll_relative(y=pages * step, animate=False)

    def action_live(self) -> None:
        """The example that is in sight, on the whole screen."""
        from app.widgets.live import in_sight

        self.study_app.open_live(self.topic, in_sight(self))

    def action_move(self) -> None:
        """The explorers of the card's models."""
        from app.screens.explore.choosing import open_explorers

        open_explorers(self, self.topic.examples)

    def action_whole(self) -> None:
        """Give the card the whole screen, or make room for the check again."""
        self.toggle_class("-whole")
        if not self.has_class("-whole"):
            self.query_one(Checklist).focus()

    # -- leaving -----------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save the whole answer, once every point has one."""
        checklist = self.query_one(Checklist)
        if checklist.open_points:
            checklist.go_to_open()
            checklist.focus()
            left = count(checklist.open_points, "point")
            yes, partly, no, take = map(
                self.key_of, ("check.yes", "check.partly", "check.no", "check.take")
            )
            keys = f"{yes}, {partly} or {no}"
            if take:
                keys = f"{yes}, {partly}, {no}, or {take} for the suggestion"
            self.notify(f"{left} still to check: {keys}.", timeout=3)
            return
        self._save()

    def _save(self) -> None:
        now = self.current()
        try:
            recalled = self.study.finish(now, tuple(self.suggestions))
        except JournalError as error:
            self._not_saved(str(error), now)
            return
        self.study_app.after_answer(recalled, now)

    def _not_saved(self, why: str, draft: Draft) -> None:
        """Keep the answer on the screen, and offer to try again or to copy it."""
        from app.screens.trouble import TroubleScreen

        def decided(again: bool | None) -> None:
            if again:
                self._save()

        self.app.push_screen(TroubleScreen(why, draft.text, draft.note), decided)

    def action_leave(self) -> None:
        """Back to the topics, or from the whole card to the check, which can be taken up again."""
        if self.has_class("-whole"):
            self.action_whole()
            return
        try:
            self.keep()
        except JournalError as error:
            self.notify(str(error), severity="error")
            return
        self.app.pop_screen()
