"""Any card in full, every earlier attempt, and a search over all of them."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from app.screens.base import StudyScreen
from app.screens.notice import AskScreen
from app.widgets.rows import Rows
from app.words import count
from flashcards.cards import Topic
from flashcards.search import search

MARGIN = 7
"""Cells of a line of the list that its rows cannot have: space on both sides and a scrollbar."""


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

    def body(self) -> ComposeResult:
        """The field and the list."""
        yield Input(placeholder="/ search all cards", id="query")
        yield Rows(id="found", markup=False)
        yield Static(id="count")

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
        if query.strip():
            hits = search(self.study.deck, query)
            drawn = [
                Option(self._row(hit.topic, "" if hit.topic.key in hidden else hit.excerpt),
                       id=hit.topic.key)
                for hit in hits
            ]  # fmt: skip
        else:
            drawn = [Option(self._row(topic, ""), id=topic.key) for topic in self.study.deck.topics]
        rows.add_options(drawn)
        if drawn:
            rows.highlighted = 0
        words = f"{count(len(drawn), 'card')}" if drawn else "No card holds all of these words."
        self.query_one("#count", Static).update(Content.styled(words, "$muted"))

    def _row(self, topic: Topic, excerpt: str) -> Content:
        attempts = len(self.study.attempts(topic.key, 99))
        tries = count(attempts, "attempt") if attempts else ""
        title = Content.assemble(topic.title, "   ", (tries, "$muted"))
        if excerpt in {"", topic.title}:
            return title
        second = Content(f"   {excerpt}").truncate(self.size.width - MARGIN, ellipsis=True)
        return Content.assemble(title, "\n", second.stylize("$muted"))

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

        if topic.key not in self.study.due_keys():
            self.app.push_screen(TopicScreen(topic))
            return

        def decided(read: bool | None) -> None:
            if read:
                self.app.push_screen(TopicScreen(topic))

        self.app.push_screen(
            AskScreen(
                topic.title,
                "This topic is due. Recalling it first does more for your memory than reading it.",
                "read it all the same",
                "leave it closed",
            ),
            decided,
        )

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
