"""Every command of the screen below by name: type a part of it, Enter runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from app.screens.box import BoxScreen
from app.widgets.hanging import Hanging
from app.widgets.rows import Rows

GAP = 2
"""Cells between the columns."""


class Command(Struct, frozen=True):
    """Something that can be done on a screen.

    Attributes:
        key: the key that does it as well, as it is written here.
        name: what it is called, with a capital.
        words: what it does.
        action: the action to run.
        node: the widget, screen or app whose action it is.
    """

    key: str
    name: str
    words: str
    action: str
    node: DOMNode


def commands_of(app: App[None], screen: Screen[object]) -> list[Command]:
    """What the keys of a screen do, each name once; those of every screen come last."""
    found: dict[str, Command] = {}
    for active in sorted(screen.active_bindings.values(), key=lambda each: each.node is app):
        binding = active.binding
        if binding.id not in {None, "commands"} and active.enabled:
            key = app.get_key_display(binding)
            name = binding.description[:1].upper() + binding.description[1:]
            command = Command(key, name, binding.tooltip, binding.action, active.node)
            found.setdefault(name, command)
    return list(found.values())


def matching(commands: Sequence[Command], query: str) -> list[Command]:
    """The commands with every word of a query in their name or words; names that begin so first."""
    words = query.casefold().split()
    found = [
        command
        for command in commands
        if all(word in f"{command.name} {command.words}".casefold() for word in words)
    ]
    return sorted(found, key=lambda each: not each.name.casefold().startswith(query.casefold()))


class CommandsScreen(BoxScreen[Command]):
    """A field and a list; closes with the command that she chose, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "run", "run it", id="commands.run", priority=True),
        Binding("down", "move('cursor_down')", "down", show=False),
        Binding("up", "move('cursor_up')", "up", show=False),
        Binding("pagedown", "move('page_down')", "page down", show=False),
        Binding("pageup", "move('page_up')", "page up", show=False),
        Binding("escape", "dismiss", "close", id="close", priority=True),
    ]

    fixed: ClassVar[int] = BoxScreen.fixed + 2

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = commands
        self.found: list[Command] = []

    def heading(self) -> Content:
        """What these are."""
        return Content.styled("Commands", "bold")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Run one, or none."""
        return (("commands.run", "run it"), ("close", "close"))

    def middle(self) -> ComposeResult:
        """The field, the list, and a sentence where the list is empty."""
        yield Input(placeholder="a part of its name", id="query")
        rows = Rows(classes="middle", markup=False)
        rows.can_focus = False
        yield rows
        yield Static("No command is called so.", id="none")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def on_mount(self) -> None:
        """All of them."""
        self._fill("")

    def _fill(self, query: str) -> None:
        self.found = matching(self.commands, query)
        keys, names = (
            max((len(getattr(command, column)) for command in self.commands), default=0) + GAP
            for column in ("key", "name")
        )
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options([Option(_row(command, keys, names)) for command in self.found])
        rows.highlighted = 0 if self.found else None
        rows.display = bool(self.found)
        self.query_one("#none").display = not self.found

    def action_move(self, where: str) -> None:
        """Move the cursor of the list while the field has the keys."""
        getattr(self.query_one(OptionList), f"action_{where}")()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_run()

    def action_run(self) -> None:
        """Close with the command under the cursor."""
        number = self.query_one(OptionList).highlighted
        if number is not None:
            self.dismiss(self.found[number])


def _row(command: Command, keys: int, names: int) -> Hanging:
    """Key, name and what it does, in columns."""
    head = Content.assemble((f"{command.key:<{keys}}", "bold $primary"), f"{command.name:<{names}}")
    return Hanging([(head, Content.styled(command.words, "$muted"))])
