"""Text on the screen: styled lines as Textual's Content, and blocks set at the width there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content, Span
from textual.geometry import Size
from textual.widget import Widget

from app.drawing.blocks import Block, Reader
from app.drawing.meaning import look
from app.drawing.page import Page
from app.drawing.runs import TIED, Line, Run
from app.drawing.signs import GlyphSet


def inline_content(source: str, glyphs: GlyphSet = "unicode") -> Content:
    """One line of inline Markdown (a key point, a question) as Content, free of markup."""
    line = Reader(glyphs).line(source)
    return to_content([tuple(Run(run.text.replace(TIED, " "), run.style) for run in line)])


def to_content(lines: Iterable[Line]) -> Content:
    """Lines of styled runs as Content; the theme gives the styles their looks."""
    text: list[str] = []
    spans: list[Span] = []
    at = 0
    for i, line in enumerate(lines):
        for run in (Run("\n"), *line) if i else line:
            if style := look(run.style):
                spans.append(Span(at, at + len(run.text), style))
            text.append(run.text)
            at += len(run.text)
    return Content("".join(text), spans=spans)


class Prose(Widget):
    """Blocks of a page, set anew for every width."""

    DEFAULT_CSS = """
    Prose { width: 1fr; height: auto; }
    """

    def __init__(self, blocks: Sequence[Block], glyphs: GlyphSet = "unicode") -> None:
        super().__init__()
        self.blocks = blocks
        self.glyphs = glyphs
        self._set: tuple[object, Content, int] = (None, Content(), 0)

    def show(self, blocks: Sequence[Block]) -> None:
        """Show other blocks from now on."""
        if blocks != self.blocks:
            self.blocks = blocks
            self._set = (None, Content(), 0)
            self.refresh(layout=True)

    def place_of(self, number: int) -> tuple[int, int]:
        """The first line of a block at the width there is, and how many it takes."""
        page = Page(max(1, self.content_size.width), self.glyphs)
        before = len(page.lines(self.blocks[:number]))
        until = len(page.lines(self.blocks[: number + 1]))
        height = len(page.block(self.blocks[number]))
        return max(before, until - height), height

    def render(self) -> Content:
        """The lines at the width that there is."""
        return self._at(self.content_size.width)[0]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes."""
        return self._at(width)[1]

    def lines(self, width: int) -> list[Line]:
        """What is shown, for a width in cells."""
        return Page(width, self.glyphs).lines(self.blocks)

    def kept_for(self, width: int) -> object:
        """What the lines depend on; they are made anew when it is another."""
        return width

    def _at(self, width: int) -> tuple[Content, int]:
        """The text at a width and its number of lines; the last one is kept."""
        wanted = self.kept_for(width)
        if self._set[0] != wanted:
            lines = self.lines(max(1, width))
            self._set = (wanted, to_content(lines), len(lines))
        return self._set[1:]
