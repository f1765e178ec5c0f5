"""The first line of every screen: where you are on the left, one more fact on the right."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from app.widgets.oneline import OneLine


class TopLine(Widget):
    """One line that says where you are.

    Attributes:
        here: the left part, in bold; it gives way where the line is too short.
        fact: the right part, quiet.
    """

    DEFAULT_CSS = """
    TopLine { height: 1; width: 100%; padding: 0 1; }
    """

    here: reactive[str] = reactive("", layout=False)
    fact: reactive[str | Content] = reactive("", layout=False)

    def __init__(self, here: str = "", fact: str | Content = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(TopLine.here, here)
        self.set_reactive(TopLine.fact, fact)

    def render(self) -> OneLine:
        """The two parts, pushed to the ends of the line."""
        fact = self.fact if isinstance(self.fact, Content) else Content.styled(self.fact, "$muted")
        room = max(0, self.size.width - fact.cell_length - 2)
        here = Content.styled(self.here, "bold").truncate(room, ellipsis=True)
        gap = max(1, self.size.width - here.cell_length - fact.cell_length)
        return OneLine(Content.assemble(here, " " * gap, fact))
