"""A figure at the size that there is, drawn anew only when either of them changes."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from app.drawing.signs import GlyphSet
from flashcards.models.figures.figure import Figure


class FigureView(Widget):
    """Draws one figure; a dimmed one is the last that could be drawn."""

    DEFAULT_CSS = """
    FigureView { width: 1fr; height: 1fr; }
    FigureView.-dim { text-opacity: 45%; }
    """

    ALLOW_SELECT = False

    def __init__(self, glyphs: GlyphSet = "unicode", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.glyphs = glyphs
        self.figure: Figure | None = None
        self.zoom: int | None = None
        self._drawn: tuple[Figure | None, int | None, int, int] = (None, None, 0, 0)
        self._content = Content()

    def show(self, figure: Figure | None, zoom: int | None = None) -> None:
        """Draw this figure from now on, or one of its panels."""
        self.figure, self.zoom = figure, zoom
        self.refresh()

    def render(self) -> Content:
        """The figure at this size."""
        width, height = self.content_size
        wanted = (self.figure, self.zoom, width, height)
        if self.figure is None or not width or not height:
            return Content()
        last = self._drawn
        if last[0] is not self.figure or last[1:] != wanted[1:]:
            from app.drawing.plot import draw
            from app.widgets.card import to_content

            self._content = to_content(draw(self.figure, width, height, self.glyphs, self.zoom))
            self._drawn = wanted
        return self._content
