"""What the keys of a screen do, and what the words of the program mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from app.screens.base import SESSION

if TYPE_CHECKING:
    from app.screens.base import StudyScreen

WORDS: tuple[tuple[str, str], ...] = (
    ("key point", "one idea of a topic; what is remembered and scheduled"),
    ("comfort", "how sure you feel before you look, 1 to 5"),
    ("coverage", "share of the key points recalled; partly counts half"),
    ("missed", "a key point that was not in your recall"),
    ("secure", "recalled on three separate days since the last miss"),
    ("due", "mean recall is below 90 %, or a missed point is fading"),
    ("extra", "a second recall on the same day: logged, the schedule stays"),
    ("suggested", "your words match the point's cues; only you can say whether you had it"),
)
"""The program's own words, each with what it means."""


class HelpScreen(ModalScreen[None]):
    """Keys and words, over the screen that asked."""

    CSS_PATH: ClassVar[str | None] = SESSION

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,q,f1", "dismiss", "close", id="close")
    ]

    def __init__(self, screen: StudyScreen) -> None:
        super().__init__()
        self.bindings = [
            active for active in screen.active_bindings.values() if active.binding.id is not None
        ]
        self.glyphs = screen.glyphs

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical(classes="box"):
            yield Static(Content.styled("Help", "bold"), classes="heading")
            with VerticalScroll():
                yield Static(self._keys())
                yield Static(self._marks())
                yield Static(self._words())
            yield Static(
                Content.styled("esc close     ctrl+p every command", "$muted"), classes="keys"
            )

    def _keys(self) -> Content:
        """Each key of the screen and what it does."""
        lines = [Content.styled("Keys here", "bold")]
        seen = set()
        for active in self.bindings:
            binding = active.binding
            if binding.id in seen or binding.id in {"help", "help.too", "quit.too"}:
                continue
            seen.add(binding.id)
            key = self.app.get_key_display(binding)
            lines.append(
                Content.assemble(
                    (f"{key:<9}", "bold $primary"), binding.tooltip or binding.description
                )
            )
        return Content("\n").join(lines)

    def _marks(self) -> Content:
        """The signs of a key point."""
        g = self.glyphs
        signs = (
            f"{g.recalled} recalled   {g.partly} partly   {g.missed} missed   {g.never} never asked"
        )
        return Content.assemble("\n", ("Marks", "bold"), "\n", signs, "\n")

    def _words(self) -> Content:
        """The glossary."""
        lines = [Content.styled("Words", "bold")]
        lines += [Content.assemble((f"{word:<11}", "bold"), meaning) for word, meaning in WORDS]
        return Content("\n").join(lines)
