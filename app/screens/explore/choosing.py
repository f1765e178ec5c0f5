"""Which explorers suit a live example, and the small list to choose one from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from app.screens.base import StudyScreen
from app.screens.box import BoxScreen
from app.widgets.hanging import Hanging
from app.widgets.rows import PagedList
from flashcards.cards import Example
from flashcards.models.errors import ModelError
from flashcards.models.requests import ModelCall, read_models
from flashcards.models.tokens import FormulaError


class Explorer(NamedTuple):
    """One way to move a model.

    Attributes:
        name: what it is called.
        what: what can be done in it.
        about: the model that is moved.
        open: makes its screen.
    """

    name: str
    what: str
    about: str
    open: Callable[[], Screen[None]]


def open_explorers(screen: StudyScreen, examples: Sequence[Example]) -> None:
    """Open the explorer of some live examples, or a list to choose one from."""
    found: dict[tuple[str, str], Explorer] = {}
    for example in examples:
        for each in suiting(example):
            found.setdefault((each.name, each.about), each)
    if not found:
        screen.notify("There is no model here that could be moved.")
        return

    def chosen(explorer: Explorer | None) -> None:
        if explorer is not None:
            screen.app.push_screen(explorer.open())

    screen.app.push_screen(ChooseScreen(list(found.values())), chosen)


def suiting(example: Example) -> list[Explorer]:
    """The explorers for an example, the one that suits it best first; none without a model."""
    try:
        calls = read_models(example.models)
    except (ModelError, FormulaError):
        return []
    if not calls:
        return []
    mixed = [place for place, call in enumerate(calls) if call.mixed]
    found: list[Explorer] = []
    if mixed:
        model = example.models[mixed[-1]]
        found += _of_mixed(example, model, calls[mixed[-1]])
    first = example.models[-1]
    other = example.models[0] if len(example.models) > 1 else ""
    found.append(_models(example, first, other))
    if example.figure == "influence":
        found.sort(key=lambda each: each.name != "Influence")
    return found


def _of_mixed(example: Example, model: str, call: ModelCall) -> list[Explorer]:
    from app.screens.explore.influence import InfluenceScreen
    from app.screens.explore.parameters import ParametersScreen
    from app.screens.explore.shrinkage import ShrinkageScreen

    influence = Explorer(
        "Influence",
        "leave out any group, see every parameter move",
        model,
        lambda: InfluenceScreen(example.data, model),
    )
    if len({term.group for term in call.model.random}) > 1:
        return [influence]
    return [
        Explorer(
            "Shrinkage",
            "take rows of a group away, add noise, move it",
            model,
            lambda: ShrinkageScreen(example.data, model),
        ),
        Explorer(
            "Parameters",
            "set them, draw data, compare with the estimates",
            model,
            lambda: ParametersScreen(example.data, model),
        ),
        influence,
    ]


def _models(example: Example, first: str, other: str) -> Explorer:
    from app.screens.explore.models import ModelsScreen

    return Explorer(
        "Models",
        "type or pick two models of these data, side by side",
        example.data,
        lambda: ModelsScreen(example.data, first, other),
    )


class ChooseScreen(BoxScreen[Explorer]):
    """The explorers that suit; Enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", id="close", tooltip="Close this"),
    ]

    def __init__(self, explorers: Sequence[Explorer]) -> None:
        super().__init__()
        self.explorers = explorers

    def heading(self) -> Content:
        """What to do."""
        return Content.styled("Move the model", "bold")

    def middle(self) -> ComposeResult:
        """One row each."""
        width = max(len(each.name) for each in self.explorers) + 3
        found = PagedList(*(Option(_row(each, width)) for each in self.explorers), markup=False)
        found.add_class("middle")
        yield found

    def on_mount(self) -> None:
        """Enter opens the one that suits best."""
        found = self.query_one(OptionList)
        found.highlighted = 0
        found.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.explorers[event.option_index])


def _row(explorer: Explorer, width: int) -> Hanging:
    """Its name, what can be done, and with which model."""
    what = Content.assemble((explorer.what, "$muted"), "\n", explorer.about)
    return Hanging([(Content.styled(f"{explorer.name:<{width}}", "bold"), what)])
