"""What the keys of a screen do, and what the words of the program mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from app.screens.box import BoxScreen
from app.widgets.hanging import Hanging

if TYPE_CHECKING:
    from app.screens.base import StudyScreen

WORDS: tuple[tuple[str, str], ...] = (
    ("key point", "one idea of a topic; what is remembered and scheduled"),
    ("comfort", "how sure you feel before you look, 1 to 5"),
    ("coverage", "share of the key points recalled; partly counts half"),
    ("mean recall", "the % of a topic: the chance, on average over its key points, that you could "
     "recall one now; a forecast by the time that has passed, not a score"),
    ("missed", "a key point that was not in your recall"),
    ("focus score", "(1 − mean recall) × (1 + topics that build on it and are due within three "
     "days); the weakest link has the highest"),
    ("secure", "recalled on three separate days since the last miss"),
    ("due", "mean recall is below 90 %, or a missed point is fading"),
    ("extra", "a second recall on one day, or the first on the day of reading; it is logged, "
     "and the schedule stays"),
    ("suggested", "your words match the point's cues; only you can say whether you had it"),
)  # fmt: skip
"""The program's own words, each with what it means."""

GAP = 2
"""Cells between a key or a word and what it means."""


class HelpScreen(BoxScreen[None]):
    """Keys and words, over the screen that asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,q,f1", "dismiss", "close", id="close",
                tooltip="Close this and go on"),
    ]  # fmt: skip

    def __init__(self, screen: StudyScreen) -> None:
        super().__init__()
        self.bindings = [
            active.binding
            for active in screen.active_bindings.values()
            if active.binding.id not in {None, "help", "help.too", "quit.too", "commands"}
        ]
        self.glyphs = screen.glyphs
        self.below = screen

    def heading(self) -> Content:
        """One word."""
        return Content.styled("Help", "bold")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """How to close it, and where every command is."""
        return (("close", "close"), ("commands", "every command"))

    def key_of(self, name: str) -> str:
        """Keys of every screen are known to the one below."""
        return super().key_of(name) or self.below.key_of(name)

    def inside(self) -> ComposeResult:
        """Keys, marks and words, each below a heading of its own."""
        g = self.glyphs
        marks = (
            (g.recalled, "recalled"),
            (g.partly, "partly"),
            (g.missed, "missed"),
            (g.never, "never asked"),
        )
        yield Static(Content.styled("Keys here", "bold"))
        yield Static(_listed(self._keys(), "bold $primary"))
        yield Static(Content.styled("\nMarks", "bold"))
        yield Static(Content("   ".join(f"{mark} {words}" for mark, words in marks)))
        yield Static(Content.styled("\nWords", "bold"))
        yield Static(_listed(WORDS, "bold"))

    def _keys(self) -> list[tuple[str, str]]:
        """What can be done on the screen, and by which keys; one line for each thing."""
        keys: dict[str, list[str]] = {}
        seen = set()
        for binding in self.bindings:
            if binding.id not in seen:
                seen.add(binding.id)
                words = binding.tooltip or binding.description
                keys.setdefault(words, []).append(self.app.get_key_display(binding))
        return [(", ".join(dict.fromkeys(each)), words) for words, each in keys.items()]


def _listed(rows: tuple[tuple[str, str], ...] | list[tuple[str, str]], style: str) -> Hanging:
    """Heads of one width in a style, each with its text."""
    width = max((len(head) for head, _ in rows), default=0) + GAP
    return Hanging(
        [(Content.styled(f"{head:<{width}}", style), Content(text)) for head, text in rows]
    )
