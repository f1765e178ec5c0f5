"""Where to work: the course as a map, strength on every topic, and the weakest link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.drawing.signs import GlyphSet
from app.glyphs import Glyphs
from app.screens.base import StudyScreen
from app.widgets.oneline import OneLine
from app.widgets.rows import TopicRows
from flashcards.dates import coming_day
from flashcards.focus import Branch, Focus, Node, focus, laid_out

STEPS = 5
"""Parts of the bar that shows strength."""

EMPTY, FULL = 0.5, 0.95
"""Mean recall at which the bar is empty and full; most of memory lies between."""

SHARE, WHEN = 6, 14
"""Cells for the percentage and for what stands behind it."""

RAILS: Mapping[GlyphSet, tuple[str, str, str, str]] = {
    "unicode": ("├ ", "└ ", "│ ", "  "),
    "ascii": ("|-", "`-", "| ", "  "),
}
"""A topic with others after it on its step, the last one, what passes by, and nothing."""


class FocusScreen(StudyScreen):
    """The cursor starts on the weakest link; Enter studies the topic under it."""

    here = "Focus"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "weakest", "weakest link", id="focus.weakest",
                tooltip="The cursor to the weakest link"),
        Binding("escape", "app.pop_screen", "back", id="back", tooltip="Back"),
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """The sentence, then the map, then what is under the cursor."""
        yield Static(id="reason", markup=False)
        yield TopicRows(id="map", markup=False)
        yield Static(id="link", markup=False)

    def on_mount(self) -> None:
        """The map as it is now."""
        self._fill()
        self.action_weakest()
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """A topic may have been studied meanwhile."""
        if self.is_mounted and self.query(OptionList):
            self._fill()

    def fit(self, width: int, height: int) -> None:
        """Titles have other room."""
        if self.query(OptionList):
            self._fill()

    def _fill(self) -> None:
        study = self.study
        self.found: Focus = focus(study.deck, study.journal.memories(), study.moment())
        self.nodes = {node.topic: node for node in self.found.nodes}
        rows = self.query_one(OptionList)
        kept = rows.highlighted
        width = max(20, self.size.width - 5)
        lines = laid_out(self.found.nodes)
        options = [
            Option(
                OneLine(node_row(branch, self.found, self.glyphs, width), 1), id=branch.node.topic
            )
            for branch in lines
        ]
        rows.clear_options()
        rows.add_options(options)
        if kept is not None and kept < len(options):
            rows.highlighted = kept
        self.query_one("#reason", Static).update(Content(self.found.why))

    def action_weakest(self) -> None:
        """The cursor to the place to work on; to the first topic where there is none."""
        rows = self.query_one(OptionList)
        if self.found.weakest is not None:
            rows.highlighted = rows.get_option_index(self.found.weakest)
        elif rows.option_count:
            rows.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _about(self, event: OptionList.OptionHighlighted) -> None:
        node = self.nodes.get(event.option.id or "")
        said = about(node, self.nodes) if node else ""
        self.query_one("#link", Static).update(Content.styled(said, "$muted"))

    @on(OptionList.OptionSelected)
    def _study(self, event: OptionList.OptionSelected) -> None:
        if (topic := self.study.deck.topic(event.option.id or "")) is not None:
            self.ask_if_behind(lambda: self.study_app.study_topic(topic))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key to the weakest link where there is one."""
        if action == "weakest":
            return self.is_mounted and self.found.weakest is not None
        return True


def node_row(branch: Branch, found: Focus, glyphs: Glyphs, width: int) -> Content:
    """Rails, title, a bar, the percentage, and what is special about it."""
    more, last, passes, nothing = RAILS[glyphs.name]
    *above, own = branch.rails or (None,)
    rails = "".join(passes if follows else nothing for follows in above)
    if own is not None:
        rails += more if own else last
    node = branch.node
    room = max(8, width - STEPS - SHARE - WHEN - 4)
    weak = node.topic == found.weakest
    name = Content.assemble(
        (rails, "$muted"), (node.title, "bold $warning" if weak else _style(node, found))
    )
    name = name.truncate(room, ellipsis=True)
    gap = " " * (room - name.cell_length + 2)
    share = _share(node)
    return Content.assemble(
        name, gap, _bar(node.strength, glyphs), (f"{share:>{SHARE}}", "$muted"),
        "  ", (_when(node, found), "bold $warning" if weak else "$muted"),
    )  # fmt: skip


def _share(node: Node) -> str:
    """The percentage; none on the day of a recall, when it says nothing yet."""
    if node.strength is None:
        return "new"
    return "" if node.strength >= 1 else f"{round(100 * node.strength)} %"


def _style(node: Node, found: Focus) -> str:
    if node.strength is None:
        return "$muted"
    return "bold" if node.due is not None and node.due <= found.day else ""


def _bar(strength: float | None, glyphs: Glyphs) -> Content:
    """Five parts for what lies between."""
    if strength is None:
        return Content.styled(glyphs.never * STEPS, "$muted")
    full = min(STEPS, max(0, round((strength - EMPTY) / (FULL - EMPTY) * STEPS)))
    return Content.assemble(
        (glyphs.full * full, "$success"), (glyphs.empty * (STEPS - full), "$line")
    )


def _when(node: Node, found: Focus) -> str:
    if node.topic == found.weakest:
        return "weakest link"
    if node.due is None or node.strength is None:
        return ""
    if node.strength >= 1:
        return "fresh today"
    return "due" if node.due <= found.day else coming_day(node.due, found.day)


def about(node: Node, nodes: Mapping[str, Node]) -> str:
    """What a topic builds on, and what builds on it."""
    parts = []
    for words, keys in (("Builds on", node.after), ("Opens", node.opens)):
        titles = [nodes[key].title for key in keys if key in nodes]
        if titles:
            parts.append(f"{words} {', '.join(titles)}.")
    if node.score is not None:
        parts.append(f"Focus score {node.score:.2f}.")
    return " ".join(parts)
