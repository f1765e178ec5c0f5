"""A list whose Enter key is named in the last line."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class PagedList(OptionList):
    """An option list that lets the page keys be while there is no room to page in.

    Before it is laid out, and in a window of no height, Textual would look for lines that it has
    not made.
    """

    def action_page_up(self) -> None:
        """One page back, where there are pages."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """One page on, where there are pages."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class Rows(PagedList):
    """An option list that says what Enter does to the row under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", key_display="⏎", id="rows.open",
                tooltip="Open what is under the cursor"),
        Binding("j", "cursor_down", "down", show=False),
        Binding("k", "cursor_up", "up", show=False),
    ]  # fmt: skip


class TopicRows(Rows):
    """The topics, where Enter studies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "study", key_display="⏎", id="study",
                tooltip="Study the topic under the cursor"),
    ]  # fmt: skip
