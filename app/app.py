"""The terminal program: theme, keys, and the way from one screen to the next."""

from __future__ import annotations

import gc
from collections.abc import Callable

from msgspec.structs import replace

from app.saver import Saver
from app.screens.base import StudyScreen
from app.screens.home import HomeScreen
from app.shell import Shell
from flashcards.cards import KeyPoint, Topic
from flashcards.events import Draft, Drilled, Purpose, Read, Recalled
from flashcards.journal import JournalError
from flashcards.study import Study

SOON = ("app.screens.comfort", "app.screens.recall", "flashcards.recall", "markdown_it",
        "app.widgets.card", "app.screens.reveal", "app.screens.done",
        "app.modeller", "app.drawing.plot")  # fmt: skip
"""Modules of a study session, imported one by one while the home screen waits for a key."""

WARM = 0.7
"""Seconds after these until the process that computes models is started."""


class StudyApp(Shell):
    """Puts screens one on another; knows no more of them than how to open them."""

    def __init__(
        self,
        study: Study,
        topic: str | None = None,
        *,
        opening: bool = False,
        first: Callable[[StudyApp], object] | None = None,
    ) -> None:
        """Take the learner's study.

        Args:
            study: what is studied, and what happened.
            topic: key of a topic to open at once, or None for the home screen.
            opening: whether to show the opening page of the course before anything else.
            first: what to open before anything else, such as the choice of a mock exam.
        """
        super().__init__(study.settings)
        self.study = study
        study.notices = tuple(dict.fromkeys((*study.notices, *self.refused)))
        self.saver = Saver(study.journal)
        self.start_topic = topic
        self.start_opening = opening
        self.start_with = first
        self.cramming: list[Topic] = []
        self._warned = False
        self.passed_over: set[tuple[str, str]] = set()

    def get_default_screen(self) -> HomeScreen:
        """Home is the first screen; none lies under it."""
        return HomeScreen()

    def on_mount(self) -> None:
        """Everything else after the first frame."""
        self.call_after_refresh(self._after_first_frame)

    def _after_first_frame(self) -> None:
        gc.enable()
        gc.freeze()
        if self.start_topic is not None and (topic := self.study.deck.topic(self.start_topic)):
            self.study_topic(topic)
        elif self.start_with is not None:
            self.start_with(self)
        elif self.start_opening and isinstance(self.screen, HomeScreen):
            self.screen.action_opening()
        self.run_worker(self._daily_copy, thread=True, group="copy")
        self._import_soon(0)

    def _import_soon(self, number: int) -> None:
        """One import a turn of the loop, so that no key press waits for all of them."""
        import importlib

        if number < len(SOON):
            importlib.import_module(SOON[number])
            self.set_timer(0.03, lambda: self._import_soon(number + 1))
        elif not self.is_headless:
            self.set_timer(WARM, lambda: self.modeller.start())

    def _daily_copy(self) -> None:
        try:
            self.study.journal.daily_copy(self.study.moment().day)
        except JournalError as error:
            self.call_from_thread(self.notify, str(error), severity="warning")

    # -- leaving -----------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Leave, once what was typed before has arrived and everything is saved."""
        (self.focused or self.screen).call_later(self._leave)

    def on_unmount(self) -> None:
        """Nothing is on its way any more when the journal is closed."""
        self.saver.close()

    def _leave(self) -> None:
        try:
            self._keep_all()
        except JournalError as error:
            self.notify(f"{error} Copy your text before you leave; ctrl+q again leaves.",
                        severity="error", timeout=15)  # fmt: skip
            if not self._warned:
                self._warned = True
                return
        self.exit()

    def rescue(self) -> None:
        """Save what is on the screen."""
        self._keep_all()

    def _keep_all(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, StudyScreen) and screen.is_mounted:
                screen.keep()

    # -- models ------------------------------------------------------------------------------

    def prepare(self, topic: Topic) -> None:
        """Have a topic's live examples computed while she does something else."""
        from flashcards.examples import asked

        for example in topic.examples:
            self.modeller.prepare("example", asked(example))

    def ask_if_due(self, topic: Topic, then: Callable[[], object]) -> None:
        """Open what shows a card; of a topic that is due only when she has been asked."""
        from app.screens.notice import AskScreen

        if topic.key not in self.study.due_keys():
            then()
            return

        def decided(read: bool | None) -> None:
            if read:
                then()

        self.push_screen(
            AskScreen(
                topic.title,
                "This topic is due. Recalling it first does more for your memory than reading it.",
                "read it all the same",
                "leave it closed",
            ),
            decided,
        )

    def open_live(self, topic: Topic, number: int = 0) -> None:
        """The live examples of a topic whose card is open, on the whole screen."""
        if not topic.examples:
            self.notify("This card has no live example.")
            return
        from app.screens.live import LiveScreen
        from app.screens.predict import predict

        predict(self, topic, number, lambda told: self.push_screen(LiveScreen(topic, number, told)))

    # -- from screen to screen ---------------------------------------------------------------

    def study_topic(
        self, topic: Topic, *, instead: bool = False, purpose: Purpose = Purpose.STUDY
    ) -> None:
        """Open a topic where it stands: the check or the recall of today, or the closed card."""
        if not self.may_write():
            return
        draft = self.study.resumable(topic, purpose)
        if draft is None:
            from app.screens.comfort import ComfortScreen

            screen = ComfortScreen(topic, purpose)
            if instead:
                self.switch_screen(screen)
            else:
                self.push_screen(screen)
        elif draft.phase == "check":
            self.open_check(topic, draft, instead=instead)
        else:
            from app.screens.recall import RecallScreen

            if instead:
                self.switch_screen(RecallScreen(topic, draft))
            else:
                self.push_screen(RecallScreen(topic, draft))

    def open_recall(
        self, topic: Topic, *, comfort: int, paper: bool, timer: bool, purpose: Purpose
    ) -> None:
        """From the closed card to the empty page; a draft is made at once."""
        from app.screens.recall import RecallScreen

        draft = self.study.new_draft(
            topic, comfort=comfort, paper=paper, timer=timer, purpose=purpose
        )
        try:
            self.saver.now(draft)
        except JournalError as error:
            self.notify(str(error), severity="error")
        self.switch_screen(RecallScreen(topic, draft))
        self.prepare(topic)

    def open_check(self, topic: Topic, draft: Draft, *, instead: bool = True) -> None:
        """The open card; in place of the screen before, so that Esc leads to the topics."""
        from app.screens.reveal import RevealScreen

        screen = RevealScreen(topic, replace(draft, phase="check"))
        if instead:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def after_answer(self, recalled: Recalled, draft: Draft) -> None:
        """The answer is saved: say how it went; of a mock exam, go on with the next topic."""
        if recalled.purpose == Purpose.MOCK:
            from app.sitting import go_on
            from flashcards.mock import sitting_after

            go_on(self, sitting_after(self.study, recalled, draft), instead=True)
        elif recalled.purpose == Purpose.CRAM:
            from app.screens.cram import CramDoneScreen

            self.switch_screen(CramDoneScreen(recalled))
        else:
            from app.screens.done import DoneScreen

            self.switch_screen(DoneScreen(recalled))

    def read_first(self, topic: Topic) -> None:
        """Open a card that was never met, and log that it was read."""
        from app.screens.topic import TopicScreen

        try:
            self.study.read(topic)
        except JournalError as error:
            self.notify(str(error), severity="error")
        self.switch_screen(TopicScreen(topic))

    def may_write(self) -> bool:
        """Whether answers can be kept; says why not."""
        if self.study.journal.read_only:
            self.notify(self.study.journal.why_read_only, severity="warning")
            return False
        return True

    # -- undo --------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Ask, then take back the last answer as a whole."""
        from app.screens.notice import AskScreen
        from flashcards.dates import moment_words

        if (drilled := self.study.last_drill()) is not None:
            self._ask_undo_drill(*drilled)
            return
        last = self.study.journal.last_answer()
        if last is None:
            self.notify("There is no answer to take back.")
            return
        if not self.may_write():
            return
        when = moment_words(last.moment, self.study.moment())
        title = self.study.title(last.topic)
        question = (
            f"Take back your recall of {title}, {when}?\n"
            "Its check opens again with your text and ticks."
            if isinstance(last, Recalled)
            else f"Take back that you read {title}, {when}?"
        )
        self.push_screen(AskScreen("Undo", question, "take it back", "leave it"), self._undo)

    def _undo(self, sure: bool | None) -> None:
        if not sure:
            return
        try:
            undone = self.study.undo()
        except JournalError as error:
            self.notify(str(error), severity="error")
            return
        if undone is None or isinstance(undone, Read):
            self._home()
            return
        topic = self.study.deck.topic(undone.topic)
        self._home()
        if topic is not None and (draft := self.study.reopened(undone)) is not None:
            self.open_check(topic, draft, instead=False)

    def _ask_undo_drill(self, topic: Topic, point: KeyPoint, last: Drilled) -> None:
        """Ask, then take back the last drill answer, and ask its question again."""
        from app.screens.drill import DRILLED, DrillScreen
        from app.screens.notice import AskScreen
        from app.widgets.card import inline_content

        def undo(sure: bool | None) -> None:
            if not sure:
                return
            try:
                self.study.undo_drill()
            except JournalError as error:
                self.notify(str(error), severity="error")
                return
            others = [each for each in self.study.to_drill() if each != (topic, point)]
            self.push_screen(DrillScreen([(topic, point), *others], opened=True))

        if self.may_write():
            word = DRILLED[last.answer]
            question = f"Take back your drill answer, “{word}”, to this question of {topic.title}?"
            ask = inline_content(point.ask, self.glyphs.name).plain
            self.push_screen(
                AskScreen("Undo", f"{question}\n\n{ask}", "take it back", "leave it"), undo
            )

    def _home(self) -> None:
        """Close everything above the home screen."""
        while len(self.screen_stack) > 1 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.screen.show_all()
