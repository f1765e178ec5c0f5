"""What every terminal program of this package has: theme, keys, signs, help, and models."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Event, Paste
from textual.filter import LineFilter
from textual.types import CSSPathType

from app.ascii import AsciiFilter
from app.glyphs import Glyphs, choose
from app.screens.base import StudyScreen
from app.theme import THEMES
from app.words import key_words
from flashcards.reading.characters import CONTROL

if TYPE_CHECKING:
    from app.modeller import Modeller
    from flashcards.settings import Settings


class Shell(App[None]):
    """A program that shows screens of this package; what they are about is for others to say.

    Attributes:
        glyphs: the signs for this terminal.
        refused: a sentence for each key in the settings that cannot be given to its action.
        fault: what has gone wrong in the program itself, and ended it; None if nothing has.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "app.tcss"
    TITLE = "lm to lmer"
    ENABLE_COMMAND_PALETTE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="quit",
                tooltip="Leave; everything is saved"),
        Binding("question_mark", "help", "help", key_display="?", id="help",
                tooltip="What the keys do"),
        Binding("f1", "help", "help", show=False, priority=True, id="help.too",
                tooltip="What the keys do"),
        Binding("ctrl+c", "quit", "quit", show=False, priority=True, id="quit.too",
                tooltip="Leave; everything is saved"),
        Binding("ctrl+p", "command_palette", "commands", show=False, priority=True, id="commands",
                tooltip="Every command by its name"),
    ]  # fmt: skip

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.glyphs: Glyphs = choose(settings.glyphs)
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_with(settings.theme)
        self.fault: Exception | None = None
        keys, self.refused = _her_keys(settings)
        self.set_keymap(keys)

    def _begin_with(self, theme: str) -> None:
        """Choose the theme before anything is drawn: watched, it would have all CSS read twice."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode")
        self.set_class(not dark, "-light-mode")
        self.stylesheet.set_variables(self.get_css_variables())

    def on_unmount(self) -> None:
        """The process that computes models ends with the program."""
        if "modeller" in self.__dict__:
            self.modeller.close()

    async def on_event(self, event: Event) -> None:
        """What is pasted may come from anywhere: nothing in it may control the terminal."""
        if isinstance(event, Paste):
            event.text = CONTROL.sub("", event.text.replace("\r\n", "\n").replace("\r", "\n"))
        await super().on_event(event)

    def rescue(self) -> None:
        """Save what would be lost; called once when the program has a fault."""

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the program: save what is on the screen, then leave with a sentence."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self.fault is None:
            self.fault = error
            with suppress(Exception):
                self.rescue()
            # The loop that failed takes no more messages, so no request to leave would be heard.
            self._return_code = 1
            self._close_messages_no_wait()

    @cached_property
    def modeller(self) -> Modeller:
        """Computes live examples in a process of its own, from the first need on."""
        from app.modeller import Modeller

        return Modeller()

    def action_command_palette(self) -> None:
        """Every key of the screen that is open, by name."""
        from app.screens.commands import Command, CommandsScreen, commands_of

        def chosen(command: Command | None) -> None:
            if command is not None:
                self.call_later(self.run_action, command.action, command.node)

        if isinstance(self.screen, CommandsScreen):
            self.screen.dismiss()
        else:
            self.push_screen(CommandsScreen(commands_of(self, self.screen)), chosen)

    def action_help(self) -> None:
        """Explain the keys of the screen that is open, or close what explains them."""
        from app.screens.help import HelpScreen

        if isinstance(self.screen, StudyScreen):
            self.push_screen(HelpScreen(self.screen))
        elif isinstance(self.screen, HelpScreen):
            self.screen.dismiss()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What Textual does to colours, and plain signs where the terminal has no others."""
        filters = super().get_line_filters()
        return [*filters, AsciiFilter()] if self.glyphs.name == "ascii" else filters

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is written everywhere in the program: ``ctrl+s``, ``esc``."""
        return key_words(super().get_key_display(binding), self.glyphs.name)


def _her_keys(settings: Settings) -> tuple[dict[str, str], list[str]]:
    """The keys that she has set, and what is wrong with others."""
    if not settings.keys:
        return {}, []
    from app.keys import settled

    return settled(settings.keys)
