"""Any card in full, every earlier attempt, and a search over all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from app.drawing.signs import GlyphSet
from app.plain import plain_inline
from app.screens.base import StudyScreen
from app.widgets.rows import Rows
from app.words import count
from flashcards.cards import Topic
from flashcards.search import Hit, excerpt, search

INDENT = 3
"""Cells before an excerpt."""


class Found(Visual):
    """A title, and below it what was found in that card; drawn only where it can be seen.

    Attributes:
        title: the first line.
        below: the second line for so many cells, or None for a title alone.
    """

    def __init__(self, title: Content, below: Callable[[int], Content] | None = None) -> None:
        self.title = title
        self.below = below

    def __str__(self) -> str:
        return self.at(100).plain

    def at(self, width: int) -> Content:
        """One line or two, cut at the width."""
        title = self.title.truncate(width, ellipsis=True)
        if self.below is None:
            return title
        return Content.assemble(title, "\n", " " * INDENT, self.below(max(2, width - INDENT)))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines as strips."""
        return self.at(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """One line or two."""
        return 1 if self.below is None else 2


class Query(Input):
    """The field to search in, whose way to the cards is named in the last line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "submit", "to the cards", key_display="⏎", id="browse.cards",
                tooltip="From the field to the cards that it found"),
    ]  # fmt: skip


class BrowseScreen(StudyScreen):
    """A field to search in, and the cards that match."""

    here = "Browse"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", key_display="/", id="browse.search"),
        Binding("escape", "back", "back", id="back", tooltip="Back to the topics"),
    ]

    def __init__(self, topic: str | None, *, search: bool) -> None:
        super().__init__()
        self.start = topic
        self.search = search
        self._tries: dict[str, int] = {}

    def body(self) -> ComposeResult:
        """The field and the list."""
        yield Query(placeholder="/ search all cards", id="query")
        yield Rows(id="found", markup=False)
        yield Static(id="count")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the field a slash is text; from there the way leads to the list."""
        return not self.query_one(Query).has_focus if action == "search" else True

    def on_descendant_focus(self) -> None:
        """Other keys act in the field than on the list."""
        self.refresh_bindings()

    def on_mount(self) -> None:
        """All cards, the cursor on the one that was asked for."""
        self._fill("")
        rows = self.query_one(OptionList)
        keys = [topic.key for topic in self.study.deck.topics]
        if self.start in keys:
            rows.highlighted = keys.index(self.start)
        self.query_one("#query" if self.search else "#found").focus()

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        self._fill(event.value)

    @on(Input.Submitted)
    def _to_list(self) -> None:
        self.query_one(OptionList).focus()

    def _fill(self, query: str) -> None:
        """Cards that hold every word; of a due card only the title is shown."""
        rows = self.query_one(OptionList)
        rows.clear_options()
        hidden = self.study.due_keys()
        hits = search(self.study.deck, query) if query.strip() else []
        drawn = [Option(self._hit(hit, hidden), id=hit.topic.key) for hit in hits]
        if not query.strip():
            topics = self.study.deck.topics
            drawn = [Option(Found(self._title(topic)), id=topic.key) for topic in topics]
        rows.add_options(drawn)
        if drawn:
            rows.highlighted = 0
        words = f"{count(len(drawn), 'card')}" if drawn else "No card holds all of these words."
        self.query_one("#count", Static).update(Content.styled(words, "$muted"))

    def _title(self, topic: Topic) -> Content:
        """Its title, and how often it was tried."""
        if topic.key not in self._tries:
            self._tries[topic.key] = len(self.study.attempts(topic.key, 99))
        attempts = self._tries[topic.key]
        tries = count(attempts, "attempt") if attempts else ""
        return Content.assemble(topic.title, "   ", (tries, "$muted"))

    def _hit(self, hit: Hit, hidden: frozenset[str]) -> Found:
        """What was found in a card; of one that is due the title alone."""
        if hit.place == "title" or hit.topic.key in hidden:
            return Found(self._title(hit.topic))
        glyphs = self.glyphs.name
        return Found(self._title(hit.topic), lambda room: _excerpt(hit, room, glyphs))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the card; a due one asks first."""
        option = self.query_one(OptionList).highlighted_option
        topic = self.study.deck.topic(option.id or "") if option else None
        if topic is None:
            return
        from app.screens.topic import TopicScreen

        self.study_app.ask_if_due(topic, lambda: self.app.push_screen(TopicScreen(topic)))

    def action_search(self) -> None:
        """To the search field."""
        self.query_one("#query").focus()

    def action_back(self) -> None:
        """From the field to the list, from the list to the topics."""
        query = self.query_one("#query", Input)
        if query.has_focus and query.value:
            query.value = ""
        else:
            self.app.pop_screen()


def _excerpt(hit: Hit, room: int, glyphs: GlyphSet) -> Content:
    """The words around what was found, as the card shows them; the word itself stands out."""
    text = plain_inline(hit.source, glyphs=glyphs)
    if "\\" in text:  # a formula that has no form of one line
        text = plain_inline(hit.source, speak=True)
    found = excerpt(text, hit.words, room)
    quiet = Content.styled(found.text, "$muted")
    return quiet.stylize("bold $foreground", found.start, found.end).truncate(room, ellipsis=True)
