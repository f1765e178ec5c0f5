"""Set the parameters of a model, draw data, and compare what is estimated with what was set."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from app.screens.explore.base import ExploreScreen, colour, number, table
from flashcards.models.explore.exchange import (
    Parameters,
    ParametersAsked,
    ParametersShown,
    SpreadAsked,
    SpreadShown,
    StartAsked,
)
from flashcards.models.figures.figure import Figure

NAMES = (
    ("gamma00", "γ₀₀", 0.5),
    ("gamma10", "γ₁₀", 0.1),
    ("sigma0", "σ₀", 0.25),
    ("sigma1", "σ₁", 0.1),
    ("rho", "ρ", 0.1),
    ("sigma", "σ_ε", 0.25),
    ("groups", "groups", 1),
    ("rows", "rows", 1),
)
"""Field, symbol and step of each parameter."""


class ParametersScreen(ExploreScreen[ParametersShown]):
    """Eight numbers to be set; one data set of them, or the spread over two hundred."""

    here = "Parameters"
    job = "explore.parameters"
    answer = ParametersShown

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "choose(1)", "choose", key_display="↑ ↓", id="parameters.next",
                tooltip="Choose a parameter"),
        Binding("up,k", "choose(-1)", "choose before", show=False, id="parameters.previous"),
        Binding("right,plus,equals_sign", "change(1)", "change", key_display="← →",
                id="parameters.more", tooltip="Change the chosen parameter"),
        Binding("left,minus", "change(-1)", "less", show=False, id="parameters.less"),
        Binding("enter", "type", "type it", key_display="⏎", id="parameters.type",
                tooltip="Type a value for the chosen parameter"),
        Binding("d", "draw", "draw again", id="parameters.draw",
                tooltip="Draw other data from the same parameters"),
        Binding("s", "spread", "200 draws", id="parameters.spread",
                tooltip="Draw 200 data sets and see how the estimates spread"),
        Binding("r", "reset", "reset", id="parameters.reset",
                tooltip="The parameters of the card's model again"),
    ]  # fmt: skip

    def __init__(self, data: str, model: str) -> None:
        super().__init__(data, "lmer(y ~ x + (1 + x | group))")
        self.card_model = model
        self.start: Parameters | None = None
        self.parameters = Parameters()
        self.seed = 1
        self.bound = ""
        self.cursor = 0
        self.many: SpreadShown | None = None

    def numbers(self) -> ComposeResult:
        """The parameters, and a field to type one."""
        yield Static(id="facts", markup=False)
        yield Input(id="typed", disabled=True)

    def on_mount(self) -> None:
        """The field shows only while it is used."""
        self.query_one("#typed", Input).display = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a value is typed, letters are text."""
        if not self.is_mounted:
            return True
        typing = self.query_one("#typed", Input).has_focus
        own = ("choose", "change", "type", "draw", "spread", "reset", "words")
        return not (typing and action in own)

    def question(self) -> Struct:
        """One data set."""
        return ParametersAsked(self.parameters, self.seed)

    def ask(self) -> None:
        """One data set again; the spread of others is no longer that of these parameters."""
        self.many = None
        self.job, self.answer = "explore.parameters", ParametersShown  # type: ignore[misc]
        super().ask()

    def _take(self, found: Any) -> None:
        if isinstance(found, SpreadShown):
            self.many = found
            self.say(f"{found.done} of {found.draws} data sets" if found.done < found.draws else "")
            self.update()
        else:
            super()._take(found)

    async def _ask(self) -> None:
        if self.start is None:
            await self._begin()
        await super()._ask()

    async def _begin(self) -> None:
        """Begin with what the card's model estimates; with others where it has other parameters."""
        from app.modeller import ModellerError

        asked = StartAsked(self.data, self.card_model)
        try:
            found = await self.shell.modeller.ask("explore.start", asked, Parameters)
        except ModellerError:
            found = Parameters()
        self.start = self.parameters = found

    # -- showing -----------------------------------------------------------------------------

    def figure(self) -> Figure | None:
        """The lines of one data set, or the histograms of many."""
        if self.many is not None:
            return self.many.figure
        return self.shown.figure if self.shown else None

    def facts(self) -> Content:
        """What is set beside what came of it."""
        header = ("", "set", "5 %", "mean", "95 %") if self.many else ("", "set", "estimate")
        rows: list[list[str | Content]] = []
        for place, (name, symbol, _) in enumerate(NAMES):
            value = getattr(self.parameters, name)
            mark = f"{self.glyphs.cursor} " if place == self.cursor else "  "
            cells: list[str | Content] = [f"{mark}{symbol}", f"{value:g}".replace("-", "−")]
            rows.append(cells + self._found(place, len(header) - 2))
        styles = ["bold" if place == self.cursor else "" for place in range(len(NAMES))]
        parts = [table(header, rows, styles), Content()]
        parts += [Content.styled(self.bound, "$warning")] * bool(self.bound)
        if self.many:
            singular = f"{self.many.singular} of {self.many.done} fits singular"
            parts.append(Content.styled(singular, "$muted"))
        elif self.shown:
            parts.append(Content.styled(f"data set {self.seed}", "$muted"))
            parts += [Content.styled(each, "$muted") for each in self.shown.messages]
        return Content("\n").join(parts)

    def _found(self, place: int, cells: int) -> list[str | Content]:
        if self.many and place < len(self.many.rows):
            spread = self.many.rows[place]
            return [number(each, 3) for each in (spread.low, spread.mean, spread.high)]
        if self.shown and place < len(self.shown.rows):
            row = self.shown.rows[place]
            return [Content.styled(number(row.estimate), colour(row.meaning))]
        return [""] * cells

    # -- setting -----------------------------------------------------------------------------

    def action_choose(self, step: int) -> None:
        """Another parameter."""
        self.cursor = (self.cursor + step) % len(NAMES)
        self.bound = ""
        self.query_one("#facts", Static).update(self.facts())

    def action_change(self, step: int) -> None:
        """A step up or down."""
        name, _, size = NAMES[self.cursor]
        value = getattr(self.parameters, name) + step * size
        self._set(round(value, 6))

    def _set(self, value: float) -> None:
        """Keep within what can be drawn from; anything else is refused by the model."""
        name = NAMES[self.cursor][0]
        least = {"sigma0": 0, "sigma1": 0, "sigma": 0.05, "rho": -1, "groups": 3, "rows": 3}
        most = {"rho": 1, "groups": 500, "rows": 100}
        wanted = value
        value = min(max(value, least.get(name, value)), most.get(name, value))
        self.bound = "" if value == wanted else f"{NAMES[self.cursor][1]} stops at {value:g}."
        whole = name in {"groups", "rows"}
        self.parameters = replace(self.parameters, **{name: int(value) if whole else value})
        self.ask()

    def action_type(self) -> None:
        """Open the field for a value."""
        field = self.query_one("#typed", Input)
        field.placeholder = f"{NAMES[self.cursor][1]} ="
        field.value = ""
        field.disabled, field.display = False, True
        field.focus()
        self.refresh_bindings()

    @on(Input.Submitted, "#typed")
    def _typed(self, event: Input.Submitted) -> None:
        text = event.value.strip().replace(",", ".").replace("−", "-")
        try:
            value = float(text) if text else None
        except ValueError:
            self.say(f"! {event.value!r} is no number.", "$warning")
            return
        self._close_field()
        if value is not None and value == value:
            self._set(value)

    def action_back(self) -> None:
        """Leave the field, or the screen."""
        if self.query_one("#typed", Input).has_focus:
            self._close_field()
        else:
            super().action_back()

    def _close_field(self) -> None:
        field = self.query_one("#typed", Input)
        field.disabled, field.display = True, False
        self.set_focus(None)
        self.refresh_bindings()

    def action_draw(self) -> None:
        """Other data."""
        self.seed += 1
        self.ask()

    def action_spread(self) -> None:
        """Many data sets."""
        self.say("drawing …")
        self.begin(self._spread)

    async def _spread(self) -> None:
        from app.modeller import ModellerError, Superseded

        try:
            found = await self.shell.modeller.ask(
                "explore.spread", SpreadAsked(self.parameters, self.seed), SpreadShown,
                slot="explore", part=self._part,
            )  # fmt: skip
        except Superseded:
            return
        except ModellerError as error:
            self.failed(str(error))
            return
        self._take(found)

    def action_reset(self) -> None:
        """As it was at first."""
        self.parameters, self.seed = self.start or Parameters(), 1
        self.ask()
