"""Keys that move on in a page that is longer than the window."""

from __future__ import annotations

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from app.screens.base import StudyScreen


def scrolling(name: str) -> list[BindingType]:
    """The keys, of which the last line names one.

    Args:
        name: binding id of the key that is named.
    """
    return [
        Binding("down,j", "scroll(1)", "down", show=False),
        Binding("up,k", "scroll(-1)", "up", show=False),
        Binding("pagedown,space", "pages(1)", "page on", key_display="space", id=name),
        Binding("pageup", "pages(-1)", "page back", show=False),
        Binding("home", "pages(-999)", "top", show=False),
        Binding("end", "pages(999)", "end", show=False),
    ]


class ScrollingScreen(StudyScreen):
    """A screen with one page that scrolls."""

    def page(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one(VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        """Move by lines."""
        self.page().scroll_relative(y=lines, animate=False)

    def action_pages(self, pages: int) -> None:
        """Move by pages."""
        page = self.page()
        page.scroll_relative(y=pages * max(1, page.size.height - 2), animate=False)
