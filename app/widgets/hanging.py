"""Texts behind their heads, wrapped at whatever width there is; later lines stand below the first.

A list of keys and what they do, or of words and what they mean: each row is a short head and a
text, and no line of a text ever begins below a head.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

LEAST = 8
"""Cells that a text gets, however narrow the window is."""


def hung(head: Content, text: Content, width: int) -> Content:
    """A text behind its head, its later lines below its first one."""
    first, *rest = text.wrap(max(LEAST, width - head.cell_length)) or [Content("")]
    blank = Content(" " * head.cell_length)
    return Content("\n").join([head + first, *(blank + line for line in rest)])


class Hanging(Visual):
    """Rows of heads and texts, broken anew for every width.

    Attributes:
        rows: a head and a text each; heads of one list should be of one width.
    """

    def __init__(self, rows: Sequence[tuple[Content, Content]]) -> None:
        self.rows = rows
        self._laid: tuple[int, Content] = (-1, Content())

    def __str__(self) -> str:
        return "\n".join((head + text).plain for head, text in self.rows)

    def at(self, width: int) -> Content:
        """The rows at a width; the last width is kept."""
        if self._laid[0] != width:
            lines = [hung(head, text, width) for head, text in self.rows]
            self._laid = (width, Content("\n").join(lines))
        return self._laid[1]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines as strips."""
        return self.at(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Cells of the longest row, unbroken."""
        return max((head.cell_length + text.cell_length for head, text in self.rows), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Lines at a width."""
        return self.at(width).plain.count("\n") + 1 if self.rows else 0
