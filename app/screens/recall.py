"""Two minutes from memory: an empty page, a countdown, and nothing else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer as Tick
from textual.widgets import Rule, Static, TextArea

from app.screens.base import StudyScreen
from app.timing import Timer, clock_face
from app.words import meant
from flashcards.cards import Topic
from flashcards.events import Draft
from flashcards.journal import JournalError

SAVE_CLOCK_EVERY = 5.0
"""Seconds after which time that has passed is saved although nothing was typed."""

SAVE_EVERY = 0.4
"""Seconds between the first unsaved change and its saving, at most."""

AGAIN_AFTER = 2.0
"""Seconds after which a save that failed is tried again."""

NO_RECALL_BEFORE = 10.0
"""Seconds within which an empty page, handed in, counts as not having tried."""

BAR = 10
"""Cells of the bar beside the countdown."""


class RecallScreen(StudyScreen):
    """The closed card: she writes, the clock runs, every change is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "done", id="recall.done",
                tooltip="Open the card and check"),
        Binding("f2", "pause", "pause", id="recall.pause",
                tooltip="Stop the clock, or let it run again"),
        Binding("f2", "go_on", "go on", id="recall.go_on", tooltip="Let the clock run again"),
        Binding("f3", "prolong", "one more minute", id="recall.prolong",
                tooltip="Give yourself another minute"),
        Binding("escape", "leave", "leave (text is kept)", id="recall.leave",
                tooltip="Back to the topics; no recall is logged"),
    ]  # fmt: skip

    over: ClassVar[str] = "Time is up: finish your sentence, then"

    @dataclass
    class Saved(Message):
        """A draft is in the journal, or could not be written.

        Attributes:
            draft: as it was handed over.
            why: why it was not saved; empty if it was.
        """

        draft: Draft
        why: str

    def __init__(self, topic: Topic, draft: Draft) -> None:
        super().__init__()
        self.topic = topic
        self.draft = draft
        self._saved = draft
        self._told = False
        self._save_soon: Tick | None = None

    def body(self) -> ComposeResult:
        """An editor; on paper, the clock alone."""
        yield Rule(line_style="solid", id="under-top")
        if self.draft.paper:
            yield Static(id="paper")
        else:
            yield TextArea(self.draft.text, id="page", soft_wrap=True, tab_behavior="focus",
                           placeholder="Write down all you can recall …")  # fmt: skip
        yield Static(id="state")

    def on_mount(self) -> None:
        """Start the clock where the draft left it."""
        self.timer = Timer(self.study.clock.monotonic, self.draft.left, self.draft.seconds)
        self.whole = max(self.study.recall_seconds(self.topic), self.draft.left or 0.0)
        self.query_one("#top").set_class(self.draft.left is None, "-no-timer")
        if not self.draft.paper:
            page = self.query_one(TextArea)
            page.move_cursor(page.document.end)
            page.focus()
        self.set_interval(0.25, self._show_clock)
        self.set_interval(SAVE_CLOCK_EVERY, self._save_clock)
        self._show_clock()
        self._show_state()

    @property
    def heading(self) -> str:
        """What stands in the first line."""
        return meant(self.draft.purpose, self.topic.title, self.glyphs.dot)

    # -- the clock ---------------------------------------------------------------------------

    def _show_clock(self) -> None:
        """The time that is left; tells her once when it is over."""
        top = self.top
        top.here = self.heading
        top.fact = self._clock_words()
        over = self.timer.left == 0.0
        if over != self._told:
            self._told = over
            if over:
                self.app.bell()
            self._show_state()
        if self.draft.paper:
            self._show_paper()

    def _clock_words(self) -> Content:
        """``1:24 ▰▰▰▱▱``, ``paused``, ``time is up``, or nothing without a timer."""
        left = self.timer.left
        if not self.timer.running:
            face = "" if left is None else f" {clock_face(left)}"
            return Content.styled(f"paused{face}", "$warning")
        if left is None:
            return Content.styled("no timer", "$muted")
        if left == 0:
            return Content.styled("time is up", "bold $warning")
        filled = round(self.timer.share(self.whole) * BAR)
        bar = self.glyphs.full * filled + self.glyphs.empty * (BAR - filled)
        return Content.assemble((clock_face(left), "bold"), " ", (bar, "$primary"))

    def _show_paper(self) -> None:
        """On paper the clock stands in the middle."""
        left = self.timer.left
        face = "no timer" if left is None else clock_face(left)
        self.query_one("#paper", Static).update(
            Content.assemble(
                (face, "bold"), "\n\n", ("Write on paper all you can recall.", "$muted")
            )
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the clock where one runs; one of them at a time."""
        if action not in {"pause", "go_on", "prolong"} or not self.is_mounted:
            return True
        if self.draft.left is None:
            return False
        return action == "prolong" or self.timer.running == (action == "pause")

    def on_screen_suspend(self) -> None:
        """The clock stands still while help or a question covers the page."""
        self._covered = self.timer.running
        self.timer.pause()

    def on_screen_resume(self) -> None:
        """It goes on where it stood."""
        if getattr(self, "_covered", False):
            self._covered = False
            self.timer.go_on()

    def _save_clock(self) -> None:
        """A crash costs no more time than this, also of one who thinks before she types."""
        if self.timer.running and self._save_soon is None and self.current().text:
            self._save_in_background()

    def action_pause(self) -> None:
        """Stop the clock."""
        self.timer.pause()
        self._clock_changed()

    def action_go_on(self) -> None:
        """Let it run again."""
        self.timer.go_on()
        self._clock_changed()

    def _clock_changed(self) -> None:
        self._show_clock()
        self.refresh_bindings()
        self._save(self.current())

    def action_prolong(self) -> None:
        """One more minute on the clock."""
        self.timer.prolong(60)
        self._show_clock()
        self._save(self.current())

    # -- the text ----------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _schedule_save(self) -> None:
        """Throttled, not debounced: a steady typist never pauses."""
        if self._save_soon is None:
            self._save_soon = self.set_timer(SAVE_EVERY, self._save_in_background)
        self._show_state()

    def current(self) -> Draft:
        """The draft as it is on the screen now."""
        text = self.draft.text if self.draft.paper else self.query_one(TextArea).text
        return replace(self.draft, text=text, seconds=self.timer.spent, left=self.timer.left)

    def _save_in_background(self) -> None:
        """Hand the text over; what came of it is told in a message."""
        self._save_soon = None
        self.study_app.saver.soon(
            self.current(), lambda draft, why: self.post_message(self.Saved(draft, why))
        )

    @on(Saved)
    def _show_saved(self, event: Saved) -> None:
        """A full disk is said, and saving is tried again."""
        if not event.why:
            self._saved = event.draft
            self._show_state()
            return
        self._say(Content.styled(f"not saved: {event.why}", "$error"))
        if self._save_soon is None:
            self._save_soon = self.set_timer(AGAIN_AFTER, self._save_in_background)

    def _save(self, draft: Draft) -> str:
        """Save at a change of phase, before anything else happens; returns why it could not."""
        why = ""
        try:
            self.study_app.saver.now(draft)
        except JournalError as error:
            why = str(error)
        self.post_message(self.Saved(draft, why))
        return why

    def keep(self) -> None:
        """Save the draft as it is."""
        if self.current().text.strip():
            self.study_app.saver.now(self.current())

    def _show_state(self) -> None:
        """``saved · 21 words``, and what to do when the time is up."""
        words = ""
        for page in self.query(TextArea):
            text = page.text
            count = len(text.split())
            saved = "saved" if text == self._saved.text else "saving …"
            dot = self.glyphs.dot
            words = f"{saved} {dot} {count} word{'' if count == 1 else 's'}" if text else ""
        done = self.key_of("recall.done") if self._told else ""
        over = f"{self.over} {done}.  " if self._told else ""
        self._say(Content.assemble((over, "$warning"), (words, "$muted")))

    def _say(self, words: Content) -> None:
        """A save may end when this screen has already made way for the next."""
        for state in self.query("#state").results(Static):
            state.update(words)

    # -- leaving -----------------------------------------------------------------------------

    def action_done(self) -> None:
        """Open the card, unless nothing was tried."""
        self._stop()
        now = self.current()
        if not now.text.strip() and not now.paper and now.seconds < NO_RECALL_BEFORE:
            self._discard(now)
            self.notify("The page was empty, so no recall was logged.")
            self.app.pop_screen()
            return
        checking = replace(now, phase="check")
        if why := self._save(checking):
            self.notify(f"Not saved yet: {why}", severity="warning", timeout=10)
        self.study_app.open_check(self.topic, checking)

    def action_leave(self) -> None:
        """Back to the topics; the text stays as a draft."""
        now = self.current()
        if not now.text.strip():
            self._discard(now)
        elif self._save(now):
            return
        self._stop()
        self.app.pop_screen()

    def _stop(self) -> None:
        """No save of this screen may come after the next screen's."""
        self.timer.pause()
        if self._save_soon is not None:
            self._save_soon.stop()

    def _discard(self, draft: Draft) -> None:
        """Forget an empty page; that it cannot be forgotten does no harm."""
        with suppress(JournalError):
            self.study.journal.discard_draft(draft.id)
