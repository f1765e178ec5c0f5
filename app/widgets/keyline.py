"""The last line of every screen: what the keys do here, as many as fit, help always.

One widget that draws one line. Textual's own footer is a widget a key and is built anew whenever
they change; it took a third of the time to the first frame.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.content import Content
from textual.events import Click, Mount
from textual.screen import Screen
from textual.widget import Widget

from app.widgets.oneline import OneLine

HELP = "help"
"""Id of the binding that is never left out."""

HELP_TOO = "help.too"
"""Id of the one that stands in for it where a letter is text, as on an empty page."""

ENDS = "ctrl+s"
"""The key that ends a step; it is not left out either."""

OUT = "escape"
"""The key that leads out of a screen."""


@runtime_checkable
class Named(Protocol):
    """A screen on which several keys do the same sort of thing, and are named in one."""

    def first_keys(self) -> tuple[str, str]:
        """The keys, and what they do."""


class KeyLine(Widget):
    """Keys and what they do, from the bindings that are active."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; width: 100%; padding: 0 1; }
    """

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self, event: Mount) -> None:
        """Draw anew whenever other keys are active."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> OneLine:
        """The keys that fit; help and the end of the step keep their places."""
        first = self._first()
        keys = self._keys()
        room = self.content_size.width
        last = [key for key in keys if key[0] == HELP]
        kept = [key for key in keys if key[0] == HELP or key[1] == ENDS]
        reserved = sum(_width(words, action) for _, _, words, action in kept)
        parts: list[Content] = []
        self._places = []
        column = 1
        if first is not None:
            parts.append(_drawn(*first))
            column += _width(*first)
        for name, key, words, action in [*(key for key in keys if key[0] != HELP), *last]:
            width = _width(words, action)
            if name == HELP or key == ENDS:
                reserved -= width
            if column + width + reserved > room + 3:
                continue
            parts.append(_drawn(words, action))
            self._places.append((column, column + width - 2, key))
            column += width
        return OneLine(Content("  ").join(parts))

    def _first(self) -> tuple[str, str] | None:
        """Keys that a screen names in one, such as ``1-5``, and what they do; no click on them."""
        screen = self.screen
        return screen.first_keys() if isinstance(screen, Named) else None

    def _keys(self) -> list[tuple[str, str, str, str]]:
        """Binding id, key, the key's words, and what it does; each action once."""
        found = {}
        bindings = [each.binding for each in self.screen.active_bindings.values() if each.enabled]
        # The way out comes last; where both keys for help are active, the one that is shown anyway
        # comes first.
        for binding in sorted(bindings, key=lambda each: (each.id == HELP_TOO, each.key == OUT)):
            shown = binding.show or binding.id == HELP_TOO
            if shown and binding.action not in found:
                name = HELP if binding.id == HELP_TOO else binding.id or ""
                words = self.app.get_key_display(binding)
                found[binding.action] = (name, binding.key, words, binding.description)
        return list(found.values())

    def on_click(self, event: Click) -> None:
        """A click on a key presses it."""
        for start, end, key in self._places:
            if start <= event.x < end:
                self.app.simulate_key(key)


def _drawn(words: str, action: str) -> Content:
    """One key and what it does."""
    return Content.assemble((words, "bold $primary"), " ", (action, "$muted"))


def _width(words: str, action: str) -> int:
    """Cells of one key with what it does and the gap behind it."""
    return Content(f"{words} {action}").cell_length + 2
