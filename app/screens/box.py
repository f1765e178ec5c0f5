"""A box over the screen that asked: a heading, what fits of its text, and the keys below."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from app.screens.base import SESSION

Answer = TypeVar("Answer")

WIDEST, SHARE = 78, 0.84
"""Cells that a box takes at most, and the share of the window."""

SIDES = 6
"""Cells of border and padding."""

AIR = (20, 2)
"""From so many lines on, a window keeps so many free above and below the box."""


class BoxScreen(ModalScreen[Answer]):
    """Keeps heading and keys in sight at any size; what stands between them scrolls.

    Attributes:
        fixed: lines that never give way, without those of the keys: border, padding, heading, and
            a blank line before and after the middle.
    """

    CSS_PATH: ClassVar[str | None] = SESSION

    fixed: ClassVar[int] = 7

    def heading(self) -> Content:
        """The first line."""
        raise NotImplementedError

    def inside(self) -> ComposeResult:
        """What stands between heading and keys."""
        raise NotImplementedError

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Ids of the bindings that the last line names, each with what it does here."""
        return (("close", "close"),)

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="box -plain" if self._plain else "box"):
            yield Static(self.heading(), classes="heading")
            yield from self.middle()
            yield Static(classes="keys")

    @property
    def _plain(self) -> bool:
        """Whether this terminal has only plain signs to draw a border with."""
        from app.shell import Shell

        return isinstance(self.app, Shell) and self.app.glyphs.name == "ascii"

    def middle(self) -> ComposeResult:
        """The part that gives way where the window is small."""
        with VerticalScroll(classes="middle"):
            yield from self.inside()

    def on_resize(self) -> None:
        """Leave room for heading and keys."""
        width, height = self.size
        box = self.query_one(".box", Widget)
        box.styles.width = outer = min(WIDEST, round(SHARE * width))
        lines = self._key_lines(max(1, outer - SIDES))
        self.query_one(".keys", Static).update(Content("\n").join(lines))
        air = AIR[1] if height >= AIR[0] else 0
        room = height - self.fixed - len(lines) - air
        self.query_one(".middle", Widget).styles.max_height = max(1, room)

    def _key_lines(self, width: int) -> list[Content]:
        """The keys, also those that she has changed; close together where they must be."""
        parts = [
            Content.assemble((key, "bold $primary"), f" {words}")
            for name, words in self.keys()
            if (key := self.key_of(name))
        ]
        row = Content("     ").join(parts)
        return [row] if row.cell_length <= width else Content("   ").join(parts).wrap(width)

    def key_of(self, name: str) -> str:
        """How the key of a binding is written; empty where it is not active."""
        bindings = (active.binding for active in self.active_bindings.values())
        return next((self.app.get_key_display(each) for each in bindings if each.id == name), "")
