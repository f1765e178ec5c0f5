"""Writing a mock exam: a page for each topic, one clock for all of them."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from app.screens.recall import RecallScreen
from app.timing import Timer, clock_face
from app.words import count
from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.events import Draft
from flashcards.journal import JournalError
from flashcards.mock import Sitting, handed_in, is_blank


class MockWritingScreen(RecallScreen, inherit_bindings=False):
    """The page of one topic at a time; the clock goes on from page to page."""

    over: ClassVar[str] = "Time is up: hand in with"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "hand in", id="recall.done",
                tooltip="End the exam and check"),
        Binding("f6", "turn(1)", "other topics", key_display="f5 f6", id="mock.next",
                priority=True, tooltip="The page of the next topic"),
        Binding("f5", "turn(-1)", "topic before", id="mock.before", priority=True, show=False,
                tooltip="The page of the topic before"),
        Binding("escape", "leave", "leave (text is kept)", id="recall.leave",
                tooltip="Back to the topics; today the exam can be gone on with"),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting, deck: Deck) -> None:
        """Take an exam whose writing is not over.

        Args:
            sitting: with a draft for every topic; the page that was saved last is opened.
            deck: where its topics are.
        """
        self.sitting = sitting
        self.deck = deck
        self.pages = list(sitting.drafts)
        lefts = [page.left or 0.0 for page in self.pages]
        self.number = lefts.index(min(lefts))
        page = replace(self.pages[self.number], left=sitting.left)
        super().__init__(self._topic_of(page), page)

    def _topic_of(self, page: Draft) -> Topic:
        topic = self.deck.topic(page.topic)
        assert topic is not None  # noqa: S101 an exam is of topics that there are
        return topic

    def on_mount(self) -> None:
        """One clock for the whole."""
        super().on_mount()
        self.whole = self.sitting.allowed or self.sitting.left

    @property
    def heading(self) -> str:
        """Which topic of how many."""
        place = f"{self.number + 1} of {len(self.pages)}"
        return f"Mock exam, {place} {self.glyphs.dot} {self.topic.title}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pages can be turned where there are several."""
        return len(self.pages) > 1 if action == "turn" else True

    def _show_clock(self) -> None:
        """When the time is over nothing more can be written."""
        super()._show_clock()
        self.query_one(TextArea).read_only = self.timer.left == 0.0

    def _save_clock(self) -> None:
        """Time passes also over a page that is blank."""
        if self.timer.running and self._save_soon is None:
            self._save_in_background()

    def action_turn(self, step: int) -> None:
        """To another page; what is on this one is saved first."""
        self._put_aside()
        self.number = (self.number + step) % len(self.pages)
        left, running = self.timer.left, self.timer.running
        self.draft = self._saved = replace(self.pages[self.number], left=left)
        self.topic = self._topic_of(self.draft)
        self.timer = Timer(self.study.clock.monotonic, left, self.draft.seconds)
        if not running:
            self.timer.pause()
        page = self.query_one(TextArea)
        page.load_text(self.draft.text)
        page.move_cursor(page.document.end)
        self._show_clock()
        self._show_state()

    def _put_aside(self) -> str:
        """Save the page that is open; returns why it could not be."""
        if self._save_soon is not None:
            self._save_soon.stop()
            self._save_soon = None
        self.pages[self.number] = self.current()
        return self._save(self.pages[self.number])

    def keep(self) -> None:
        """Save the page that is open."""
        self.study_app.saver.now(self.current())

    # -- leaving -----------------------------------------------------------------------------

    def action_done(self) -> None:
        """Hand in, after a word where there is still time."""
        if self.timer.left == 0.0:
            self._hand_in()
            return
        from app.screens.notice import AskScreen

        self._put_aside()
        blank = sum(map(is_blank, self.pages))
        pages = f"{count(blank, 'page')} of {len(self.pages)} blank, " if blank else ""
        question = f"Hand in now? {pages}{clock_face(self.timer.left or 0.0)} left."

        def decided(sure: bool | None) -> None:
            if sure:
                self._hand_in()

        self.app.push_screen(AskScreen("Mock exam", question, "hand in", "go on writing"), decided)

    def _hand_in(self) -> None:
        from app.sitting import go_on

        if why := self._put_aside():
            self.notify(f"Not saved yet: {why}", severity="warning", timeout=10)
        self._stop()
        left = self.timer.left
        pages = tuple(replace(page, left=left) for page in self.pages)
        over = handed_in(replace(self.sitting, drafts=pages))
        try:
            for page in over.drafts:
                self.study_app.saver.now(page)
        except JournalError as error:
            self.notify(str(error), severity="error")
            return
        go_on(self.study_app, over, instead=True)

    def action_leave(self) -> None:
        """Back to the topics; all pages stay as they are."""
        if self._put_aside():
            return
        self._stop()
        self.app.pop_screen()
