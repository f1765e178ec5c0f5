"""A sample recall beside the key points of a card: which it suggests, and why."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.drawing.reasons import highlighted, reason_lines, verdict_line
from app.glyphs import Glyphs
from app.widgets.rows import PagedList
from app.words import count
from flashcards.cards import Topic
from flashcards.suggesting.explaining import Reason, Verdict, explain


class Sample(Horizontal):
    """The text on one side; the points, and why one of them is suggested or not, on the other."""

    def __init__(self, glyphs: Glyphs, inline: Callable[[str], Content], *, id: str) -> None:  # noqa: A002
        """Begin without a text.

        Args:
            glyphs: the signs for this terminal.
            inline: makes a key point, which is Markdown, fit to be shown.
            id: of the widget.
        """
        super().__init__(id=id)
        self.glyphs = glyphs
        self.inline = inline
        self.text = ""
        self.reasons: tuple[Reason, ...] = ()

    def compose(self) -> ComposeResult:
        """Text, points, reasons."""
        with VerticalScroll(id="sample"):
            yield Static(id="text")
        with Vertical(id="reasoned"):
            yield Static(id="suggested", markup=False)
            yield PagedList(id="reasons")
            with VerticalScroll(id="why", can_focus=False):
                yield Static(id="because")

    def show(self, topic: Topic | None, text: str, without: str) -> None:
        """Hold a text against a card.

        Args:
            topic: the card, or None where there is nothing of it.
            text: what a student might write.
            without: what is said where there is no text.
        """
        rows, had_none = self.query_one("#reasons", OptionList), not self.reasons
        self.text = text
        self.reasons = explain(topic, text) if topic and text.strip() else ()
        number = rows.highlighted or 0
        rows.clear_options()
        for each in self.reasons:
            rows.add_option(Option(verdict_line(each, self.inline(each.point.text), self.glyphs)))
        if self.reasons:
            rows.highlighted = min(number, len(self.reasons) - 1)
        rows.display = bool(self.reasons)
        if self.display and self.reasons and had_none:
            rows.focus()
        self.query_one("#suggested", Static).update(self._summary())
        if not self.reasons:
            self.query_one("#text", Static).update(Content.styled(text or without, "$muted"))
        self._show_because()

    def take_focus(self) -> None:
        """The keys act on the points, or where there are none on the text."""
        self.query_one("#reasons" if self.reasons else "#sample").focus()

    def _summary(self) -> str:
        if not self.reasons:
            return ""
        had = sum(each.verdict is Verdict.SUGGESTED for each in self.reasons)
        return f"It suggests {had} of {count(len(self.reasons), 'point')}."

    @on(OptionList.OptionHighlighted, "#reasons")
    def _show_because(self) -> None:
        """Why the point under the cursor is suggested, or why not; and the words for it."""
        number = self.query_one("#reasons", OptionList).highlighted
        because = self.query_one("#because", Static)
        because.display = bool(self.reasons) and number is not None
        if self.reasons and number is not None:
            reason = self.reasons[number]
            self.query_one("#text", Static).update(highlighted(self.text, reason))
            because.update(reason_lines(reason, self.inline(reason.point.ask), self.glyphs))
