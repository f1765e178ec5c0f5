"""Timer, pace and looks, each changed with the arrow keys and kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.glyphs import choose
from app.screens.base import StudyScreen
from app.widgets.hanging import Hanging
from app.widgets.rows import PagedList
from app.words import count
from flashcards.settings import GLYPHS, THEMES, Settings


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as the screen offers it.

    Attributes:
        name: the field of the settings.
        label: what it is called.
        what: what it does, in a sentence.
        steps: the values that the arrow keys go through.
        words: how a value is written.
    """

    name: str
    label: str
    what: str
    steps: tuple[Any, ...]
    words: Callable[[Any], str] = str


LINES = (
    Line("timer", "Countdown", "Shows the time that is left while you write.",
         (False, True), lambda on: "on" if on else "off"),
    Line("recall_minutes", "Time to write", "For cards that do not set a time of their own.",
         (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 10.0), lambda minutes: f"{minutes:g} min"),
    Line("new_per_day", "New topics a day", "How many new cards a day offers you, at most.",
         (0, 1, 2, 3, 4, 5), lambda number: count(number, "topic")),
    Line("minutes_per_day", "Minutes a day", "Due cards that do not fit in can wait a day.",
         (5, 10, 15, 20, 30, 45, 60, 90), lambda minutes: f"{minutes} min"),
    Line("predict", "Predict first", "A question before a live example is opened.",
         (False, True), lambda on: "on" if on else "off"),
    Line("theme", "Theme", "Light letters on dark, or dark letters on light.", THEMES),
    Line("glyphs", "Signs", "What formulas are drawn with; auto chooses.", GLYPHS),
)  # fmt: skip

LABEL, VALUE = 18, 10
"""Cells for the name of a setting and for its value."""


class SettingsScreen(StudyScreen):
    """A list of settings; left and right change the one under the cursor."""

    here = "Settings"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,enter,plus", "change(1)", "change", key_display="← →", id="settings.more"),
        Binding("left,minus", "change(-1)", "less", show=False, id="settings.less"),
        Binding("escape", "app.pop_screen", "back", id="back"),
    ]

    def body(self) -> ComposeResult:
        """The list, and where the file is."""
        yield PagedList(id="settings", markup=False)
        yield Static(id="where")

    def on_mount(self) -> None:
        """Show the settings as they are."""
        self._fill(0)
        self.query_one(OptionList).focus()
        self.query_one("#where", Static).update(
            Content.styled(
                f"Kept in {self.study.settings_file}\n\n"
                "Other keys are set in that file, in a table [keys].\n"
                "The command flashcards keys lists all actions by name.",
                "$muted",
            )
        )

    def _fill(self, cursor: int) -> None:
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options([Option(self._row(line)) for line in LINES])
        rows.highlighted = cursor

    def _row(self, line: Line) -> Hanging:
        value = line.words(getattr(self.study.settings, line.name))
        head = Content.assemble(f"{line.label:<{LABEL}}", (f"{value:<{VALUE}}", "bold"))
        return Hanging([(head, Content.styled(line.what, "$muted"))])

    def on_option_list_option_selected(self) -> None:
        """Enter changes, as the right arrow does."""
        self.action_change(1)

    def action_change(self, step: int) -> None:
        """The next value, kept at once; the window that writes is the one that sets."""
        if self.study.journal.read_only:
            self.notify(f"Nothing was changed. {self.study.journal.why_read_only}",
                        severity="warning")  # fmt: skip
            return
        cursor = self.query_one(OptionList).highlighted or 0
        line = LINES[cursor]
        settings = self.study.settings
        value = _neighbour(line.steps, getattr(settings, line.name), step)
        self._apply(replace(settings, **{line.name: value}))
        self._fill(cursor)

    def _apply(self, settings: Settings) -> None:
        self.app.theme = settings.theme
        self.study_app.glyphs = choose(settings.glyphs)
        try:
            self.study.change_settings(settings)
        except OSError as error:
            self.notify(
                f"The settings could not be written ({error.strerror}); they hold until you leave.",
                severity="warning",
            )


def _neighbour(steps: tuple[Any, ...], value: Any, step: int) -> Any:
    """The value before or after this one; round at the ends for choices, not for numbers."""
    if isinstance(value, bool | str):
        return steps[(steps.index(value) + step) % len(steps)]
    if step > 0:
        return next((other for other in steps if other > value), steps[-1])
    return next((other for other in reversed(steps) if other < value), steps[0])
