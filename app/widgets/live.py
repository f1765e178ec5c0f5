"""The place of a live example in a card: at first what it will compute, then what R prints of it.

The text around it can be read meanwhile; nothing on the screen waits for a model.
"""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size

from app.drawing import examples
from app.drawing.blocks import Block, Code, Paragraph, Reader
from app.drawing.outputs import commands, cut, printed
from app.drawing.page import Page
from app.drawing.runs import Line, Run, wrapped
from app.drawing.signs import GlyphSet
from app.widgets.prose import Prose
from flashcards.cards import Example
from flashcards.examples import asked
from flashcards.models.figures.figure import Figure
from flashcards.models.live import Shown

COMPUTING = "computing …"
"""What is said until it is computed."""

AROUND, LEAST = 6, 16
"""Lines of a window that a figure leaves to others, and lines that it may take in any case."""


class LivePlace(Prose):
    """A live example of a card, with a border around it.

    Attributes:
        example: what the card asks for.
        shown: what has come of it, or None so far.
        trouble: why nothing comes, in a sentence; empty if all is well.
    """

    DEFAULT_CSS = """
    LivePlace {
        border: round $border-blurred;
        border-title-color: $text-muted;
        border-subtitle-color: $text-muted;
        padding: 0 1;
        margin: 1 0;
    }
    LivePlace.-ascii { border: ascii $border-blurred; }
    """

    def __init__(self, example: Example, glyphs: GlyphSet = "unicode") -> None:
        super().__init__(_described(example, Reader(glyphs)), glyphs)
        self.example = example
        self.shown: Shown | None = None
        self.trouble = ""
        self._computing = False
        self._wide = False
        self._before: int | None = None
        self._written: tuple[object, list[Line]] = (None, [])
        self._good = (0, 0, 0)
        dot = "·" if glyphs == "unicode" else "-"
        self.border_title = Content(examples.name(example, dot))
        self.set_class(glyphs == "ascii", "-ascii")

    # -- computing ---------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show it at once where it is computed already; else ask for it."""
        from app.shell import Shell

        if not isinstance(self.app, Shell):
            return
        modeller = self.app.modeller
        self.shown = modeller.known("example", asked(self.example), Shown)
        if self.shown is None:
            self._computing = True
            self.run_worker(self._compute(), exit_on_error=False)
        self.call_after_refresh(self._show_keys)

    async def _compute(self) -> None:
        from app.modeller import ModellerError
        from app.shell import Shell

        assert isinstance(self.app, Shell)  # noqa: S101
        try:
            self.shown = await self.app.modeller.ask("example", asked(self.example), Shown)
        except ModellerError as error:
            self.trouble = str(error)
        self._computing = False
        self._grow()

    def _grow(self) -> None:
        """Take the room that is needed; text below that is being read stays where it is."""
        page = self._page()
        if page is not None and self.region.y < page.region.y:
            self._before = self.outer_size.height
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """Follow the text below when what is above it has grown."""
        before, self._before = self._before, None
        if before is not None and (page := self._page()) is not None:
            grown = self.outer_size.height - before
            page.scroll_relative(y=grown, animate=False, immediate=True)

    def _page(self) -> VerticalScroll | None:
        """What scrolls it."""
        return next((each for each in self.ancestors if isinstance(each, VerticalScroll)), None)

    # -- showing -----------------------------------------------------------------------------

    def kept_for(self, width: int) -> object:
        """The width, the height of the window, and how far it is."""
        return width, self._highest, self.shown, self.trouble, self._computing

    @property
    def _highest(self) -> int:
        """Lines that a figure may take, so that it can be seen as a whole."""
        return max(LEAST, self.app.size.height - AROUND)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes; the figure is not drawn for this, only where it is seen."""
        width = max(1, width)
        return len(self._words(width)) + (self._rows(width) + 1 if self._figure else 0)

    def lines(self, width: int) -> list[Line]:
        """What it computes, then what came of it."""
        if self._figure is None:
            return self._words(width)
        from app.drawing.plot import draw

        drawn = draw(self._figure, width, self._rows(width), self.glyphs)
        return [*self._words(width), (), *drawn]

    @property
    def _figure(self) -> Figure | None:
        return self.shown.figure if self.shown else None

    def _rows(self, width: int) -> int:
        """Lines that the figure takes; kept for the width that was asked for last."""
        from app.drawing.plot import good_height

        assert self._figure is not None  # noqa: S101
        if self._good[:2] != (width, id(self._figure)):
            self._good = (width, id(self._figure), good_height(self._figure, width))
        return min(self._good[2], self._highest)

    def _words(self, width: int) -> list[Line]:
        """Everything but the figure; kept for the width that was asked for last."""
        wanted = self.kept_for(width)
        if self._written[0] != wanted:
            made = Page(width, self.glyphs).lines(self.blocks)
            if self.shown is not None:
                made += self._results(self.shown, width)
            elif self.trouble:
                made += [(), *wrapped((Run("! ", "strong"), Run(self.trouble)), width)]
            else:
                made += self._to_come(width)
            self._written = (wanted, made)
        return self._written[1]

    def _to_come(self, width: int) -> list[Line]:
        shows = examples.shows(self.example)
        made = wrapped((Run(f"To see: {', '.join(shows)}", "quiet"),), width) if shows else []
        waits = [(Run(COMPUTING if self.glyphs == "unicode" else "computing ...", "quiet"),)]
        return [(), *made, *(waits if self._computing else [])]

    def _results(self, shown: Shown, width: int) -> list[Line]:
        """Outputs in order, then what was said of them."""
        made: list[Line] = []
        too_wide = False
        for output in shown.outputs:
            lines, wide = cut(
                [*commands(output), *printed(output, self.glyphs)], width, self.glyphs
            )
            too_wide |= wide
            made += [(), *lines]
        for sentence in shown.messages:
            made += [(), *wrapped((Run(sentence, "quiet"),), width)]
        if too_wide != self._wide:
            self._wide = too_wide
            self.call_after_refresh(self._show_keys)
        return made

    def _show_keys(self) -> None:
        """On the border, the keys that work here; where lines are cut, where they are whole."""
        from app.screens.base import StudyScreen

        screen = self.screen
        if not isinstance(screen, StudyScreen):
            return
        look, move = screen.key_of("live"), screen.key_of("move")
        closer = f"wider on {look}" if self._wide else f"{look} look closer"
        words = [closer if look else "", f"{move} move it" if move and self.example.models else ""]
        dot = "·" if self.glyphs == "unicode" else "-"
        self.border_subtitle = Content(f" {dot} ".join(filter(None, words)))


def in_sight(node: DOMNode) -> int:
    """The number of the first live example on a screen that can be seen now; 0 where none can."""
    places = list(node.query(LivePlace))
    return next((n for n, place in enumerate(places) if _seen(place)), 0)


def _seen(place: LivePlace) -> bool:
    page = place._page()
    return page is None or bool(place.region.intersection(page.region).area)


def _described(example: Example, reader: Reader) -> list[Block]:
    """What the example computes, and its models."""
    blocks: list[Block] = []
    if title := examples.title(example):
        blocks.append(Paragraph(reader.line(title)))
    blocks.append(Code("r", "\n".join(example.models)))
    return blocks
