"""A line that is drawn as it is: never wrapped, and cut by whoever made it."""

from __future__ import annotations

from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class OneLine(Visual):
    """One line of content, with blank cells around it.

    Textual's own way to draw a content splits, wraps and pads it; for the rows of the home screen
    this took a third of the time of the first frame.

    Attributes:
        content: the line, without line breaks and tabs.
        margin: blank cells on its left.
    """

    def __init__(self, content: Content, margin: int = 0) -> None:
        self.content = content
        self.margin = margin

    def __str__(self) -> str:
        return self.content.plain

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The line as one strip; what is right of it is for the widget to fill."""
        segments = [Segment(" " * self.margin, style.rich_style)] if self.margin else []
        segments += [
            Segment(text, (style + own).rich_style)
            for text, own in self.content.render(style, end="", parse_style=options.get_style)
        ]
        return [Strip(segments, self.margin + self.content.cell_length)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Cells of the line with its margin."""
        return self.margin + self.content.cell_length

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Always one line."""
        return 1
