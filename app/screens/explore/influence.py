"""Leave groups out, and see every parameter move."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.screens.explore.base import ExploreScreen, number, table
from app.widgets.rows import PagedList
from flashcards.models.explore.exchange import InfluenceAsked, InfluenceShown
from flashcards.models.figures.figure import Figure

BAR = 8
"""Cells of the longest bar beside a group."""


class InfluenceScreen(ExploreScreen[InfluenceShown]):
    """The groups with their distances; Space leaves one out or takes it back."""

    here = "Influence"
    job = "explore.influence"
    answer = InfluenceShown

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "leave_out", "leave out, take back", key_display="space",
                id="influence.out", priority=True,
                tooltip="Leave the group under the cursor out, or take it back"),
        Binding("o", "only", "only this one", id="influence.only",
                tooltip="Leave out the group under the cursor and no other"),
        Binding("r", "reset", "all back", id="influence.reset", tooltip="Take all groups back"),
    ]  # fmt: skip

    def __init__(self, data: str, model: str) -> None:
        super().__init__(data, model)
        self.left_out: list[str] = []
        self._rows: list[Content] = []

    def numbers(self) -> ComposeResult:
        """Parameters above, groups below."""
        yield Static(id="facts", markup=False)
        yield PagedList(id="groups", markup=False)

    def question(self) -> InfluenceAsked:
        """Without the groups that are left out now."""
        return InfluenceAsked(self.data, self.model, tuple(self.left_out))

    def figure(self) -> Figure | None:
        """Lines by group, and both fixed lines."""
        return self.shown.figure if self.shown else None

    def facts(self) -> Content:
        """Every parameter before and now."""
        if self.shown is None:
            return Content()
        rows: list[list[str | Content]] = [
            [each.name, number(each.before), number(each.now), _in_se(each.in_se)]
            for each in self.shown.parameters
        ]
        out = ", ".join(self.left_out) or "nobody"
        head = Content.assemble(("left out: ", "$muted"), (out, "bold"))
        told = [Content.styled(f"\n{each}", "$muted") for each in self.shown.messages]
        moved = table(("", "all", "now", "in SE"), rows)
        below = Content.styled("Cook's distance, if left out alone", "$muted")
        return Content("\n").join([head, Content(), moved, *told, Content(), below])

    def update(self) -> None:
        """The list keeps its cursor."""
        super().update()
        self._fill()

    def _fill(self) -> None:
        if self.shown is None:
            return
        groups = self.query_one("#groups", OptionList)
        most = max(self.shown.distances, default=0.0) or 1.0
        width = max(map(len, self.shown.levels))
        pairs = zip(self.shown.levels, self.shown.distances, strict=True)
        rows = [self._row(*pair, most, width) for pair in pairs]
        if not self._rows:
            groups.add_options([Option(row) for row in rows])
            groups.highlighted = 0
            groups.focus()
        else:
            for place, (row, before) in enumerate(zip(rows, self._rows, strict=True)):
                if row != before:
                    groups.replace_option_prompt_at_index(place, row)
        self._rows = rows

    def _row(self, level: str, distance: float, most: float, width: int) -> Content:
        """Whether it is in, its name, and Cook's distance as number and bar."""
        out = level in self.left_out
        mark = self.glyphs.missed if out else self.glyphs.recalled
        bar = self.glyphs.full * round(BAR * distance / most)
        return Content.assemble(
            f"{mark} ", (f"{level:<{width}}", "$muted" if out else ""),
            f"  {distance:5.2f} ", (bar, "$meaning-deviation"),
        )  # fmt: skip

    # -- leaving out -------------------------------------------------------------------------

    @property
    def _level(self) -> str | None:
        place = self.query_one("#groups", OptionList).highlighted
        return self.shown.levels[place] if self.shown and place is not None else None

    def action_leave_out(self) -> None:
        """The group under the cursor, out or in again."""
        if (level := self._level) is None:
            return
        if level in self.left_out:
            self.left_out.remove(level)
        else:
            self.left_out.append(level)
        self.ask()

    def action_only(self) -> None:
        """This group and no other."""
        if (level := self._level) is not None:
            self.left_out = [level]
            self.ask()

    def action_reset(self) -> None:
        """All groups."""
        self.left_out = []
        self.ask()

    def failed(self, sentence: str) -> None:
        """What could not be left out is taken back."""
        super().failed(sentence)
        if self.left_out:
            self.left_out.pop()
            self._fill()


def _in_se(change: float | None) -> str:
    """The change in standard errors, with its sign."""
    return "" if change is None else f"{change:+.2f}".replace("-", "−")
