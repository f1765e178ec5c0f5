"""What every screen of the program has in common: its first line, its last line, its study."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from app.glyphs import Glyphs
from app.widgets.keyline import KeyLine
from app.widgets.topline import TopLine

if TYPE_CHECKING:
    from app.app import StudyApp
    from app.shell import Shell
    from flashcards.study import Study

SESSION = str(Path(__file__).parents[1] / "session.tcss")
"""The layout of all screens but the first, which starts faster without it."""

LEAST = (44, 14)
"""Columns and lines below which a screen says that it needs more room."""


class StudyScreen(Screen[None]):
    """A screen with a first line that says where you are and a last line of keys."""

    CSS_PATH: ClassVar[str | None] = SESSION

    here: ClassVar[str] = ""

    @property
    def shell(self) -> Shell:
        """The program, whether it has a study or only shows cards."""
        from app.shell import Shell

        app = self.app
        assert isinstance(app, Shell)  # noqa: S101
        return app

    @property
    def studies(self) -> bool:
        """Whether somebody studies here; a card may also only be shown."""
        from app.app import StudyApp

        return isinstance(self.app, StudyApp)

    @property
    def study_app(self) -> StudyApp:
        """The program in which a learner studies."""
        from app.app import StudyApp

        app = self.app
        assert isinstance(app, StudyApp)  # noqa: S101
        return app

    @property
    def study(self) -> Study:
        """The learner's deck, journal, settings and clock."""
        return self.study_app.study

    @property
    def glyphs(self) -> Glyphs:
        """The signs for this terminal."""
        return self.shell.glyphs

    @property
    def top(self) -> TopLine:
        """The first line."""
        return self.query_one("#top", TopLine)

    def key_of(self, name: str) -> str:
        """How the key of an action is written here, also where she has changed it."""
        bindings = (active.binding for active in self.active_bindings.values())
        return next((self.app.get_key_display(each) for each in bindings if each.id == name), "")

    def inline(self, source: str) -> Content:
        """One line of inline Markdown, with the signs of this terminal."""
        from app.widgets.card import inline_content

        return inline_content(source, self.glyphs.name)

    @staticmethod
    def hung(head: Content, text: Content, width: int) -> Content:
        """A text behind its head, later lines below the first one's text."""
        from app.widgets.hanging import hung

        return hung(head, text, width)

    def compose(self) -> ComposeResult:
        """First line, body, last line, and the sentence for a window that is too small."""
        yield TopLine(self.here, id="top")
        yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The parts between the first line and the last."""
        yield from ()

    def on_resize(self) -> None:
        """Hide what cannot be shown, and bring it back as it was."""
        width, height = self.size
        self._hide_if_tiny(width < LEAST[0] or height < LEAST[1])
        self.set_class(width < 100, "-narrow")
        self.fit(width, height)

    def _hide_if_tiny(self, tiny: bool) -> None:
        """Lay a sentence over a screen that is too small; it keeps its focus under it."""
        covers = self.query("#too-small")
        if tiny and not covers:
            self.mount(Static("Please make this window a little larger.", id="too-small"))
        elif not tiny:
            covers.remove()

    def fit(self, width: int, height: int) -> None:
        """Lay out anew for a size in cells; called on every resize."""

    def ask_if_behind(self, then: Callable[[], object]) -> None:
        """Go on at once; where the clock went back, only when she has been asked."""
        warning = self.study.clock_behind()
        if warning is None:
            then()
            return
        from app.screens.notice import AskScreen

        def decided(sure: bool | None) -> None:
            if sure:
                then()

        self.app.push_screen(AskScreen("The clock", warning, "go on", "wait"), decided)

    def keep(self) -> None:
        """Save what is on the screen and not yet in the journal; called before leaving.

        Raises:
            JournalError: it could not be written.
        """
