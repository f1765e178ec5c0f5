"""Two models of a card's data side by side: type or pick them, and see what differs."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from app.screens.box import BoxScreen
from app.screens.explore.base import ExploreScreen
from app.widgets.figure import FigureView
from app.widgets.rows import PagedList
from flashcards.models.explore.exchange import (
    Change,
    ComparedAsked,
    ComparedShown,
    FormulasAsked,
    FormulasShown,
)
from flashcards.models.figures.figure import Figure
from flashcards.models.live import Output

VIEWS = ("summary", "fixef", "VarCorr", "ranef", "coef")
"""What can be printed of both, in turn."""

PICTURES = ("facets", "spaghetti", "shrinkage")
"""What can be drawn of both, in turn."""


class ModelsScreen(ExploreScreen[ComparedShown]):
    """Two fields for models; below, what R prints of each, or a picture of both."""

    here = "Models"
    job = "explore.models"
    answer = ComparedShown

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other", "other model", key_display="⇥", priority=True, id="models.other",
                tooltip="Type in the other field"),
        Binding("f2", "picture", "picture", id="models.picture", key_display="F2",
                tooltip="The picture of both models, or their outputs"),
        Binding("f3", "view", "other view", id="models.view", key_display="F3",
                tooltip="Another output, or another picture"),
        Binding("f4", "pick", "pick a model", id="models.pick", key_display="F4",
                tooltip="Choose from the models that one would compare"),
        Binding("ctrl+y", "copy", "copy R code", id="models.copy",
                tooltip="Copy the R code that gives the same"),
        Binding("f6", "words", "in words", id="models.words", key_display="F6",
                tooltip="What the picture shows, in words and numbers"),
        Binding("pagedown", "scroll(1)", "down", show=False, priority=True, id="models.down"),
        Binding("pageup", "scroll(-1)", "up", show=False, priority=True, id="models.up"),
    ]  # fmt: skip

    def __init__(self, data: str, model: str, other: str = "") -> None:
        super().__init__(data, model)
        self.first, self.second = model, other
        self.view = 0
        self.drawn = 0
        self.as_picture = False

    def body(self) -> ComposeResult:
        """Fields, outputs or picture, and a line for what is wrong."""
        with Vertical(id="fields"):
            yield Input(self.first, id="first", placeholder="a model: lmer(y ~ x + (1 | g))")
            yield Input(self.second, id="second", placeholder="another model to compare it with")
        yield Static(id="said", markup=False)
        with Horizontal(id="outputs"):
            with VerticalScroll(classes="output", can_focus=False, id="here"):
                yield Static(id="one", markup=False)
            with VerticalScroll(classes="output", can_focus=False, id="beside"):
                yield Static(id="two", markup=False)
        yield FigureView(self.glyphs.name, id="figure")

    def on_mount(self) -> None:
        """The keys go to the first field."""
        self.query_one("#first", Input).focus()
        self._lay_out()

    def heading(self) -> str:
        """Of which data."""
        return f"{self.here} of {self.data.rpartition('/')[2]}"

    def on_descendant_focus(self) -> None:
        """Where there is room for one output, it is that of the field with the cursor."""
        self.set_class(self.query_one("#second", Input).has_focus, "-second")

    def question(self) -> ComparedAsked:
        """Both models as they are typed now."""
        picture = PICTURES[0] if self.second else PICTURES[self.drawn]
        figure = picture if self.as_picture else ""
        return ComparedAsked(self.data, self.first, self.second, VIEWS[self.view], figure)

    @on(Input.Changed)
    def _typed(self) -> None:
        first = self.query_one("#first", Input).value.strip()
        second = self.query_one("#second", Input).value.strip()
        if (first, second) != (self.first, self.second):
            self.first, self.second = first, second
            self.ask()

    # -- showing -----------------------------------------------------------------------------

    def figure(self) -> Figure | None:
        """The picture of both."""
        return self.shown.figure if self.shown else None

    def update(self) -> None:
        """Outputs with what differs marked, and the picture."""
        if self.shown is None:
            return
        self.query_one("#outputs").remove_class("-dim")
        self.query_one("#one", Static).update(_marked(self.shown.output, self.shown.changed))
        other = self.shown.other
        text = _marked(other, self.shown.other_changed) if other else Content()
        self.query_one("#two", Static).update(text)
        self.set_class(other is None, "-alone")
        self.query_one(FigureView).show(self.shown.figure)
        self.say("  ".join(self.shown.messages))

    def failed(self, sentence: str) -> None:
        """The last outputs stay, dimmed."""
        super().failed(sentence)
        self.query_one("#outputs").add_class("-dim")

    def _lay_out(self) -> None:
        self.query_one("#outputs").display = not self.as_picture
        self.query_one(FigureView).display = self.as_picture

    # -- keys --------------------------------------------------------------------------------

    def action_other(self) -> None:
        """To the other field."""
        here = self.query_one("#first", Input).has_focus
        self.query_one("#second" if here else "#first", Input).focus()

    def action_picture(self) -> None:
        """Outputs or picture."""
        self.as_picture = not self.as_picture
        self._lay_out()
        self.ask()

    def action_view(self) -> None:
        """The next output, or the next picture."""
        if self.as_picture and self.second:
            self.notify("Two models are drawn in panels; empty a field for the other pictures.")
            return
        if self.as_picture:
            self.drawn = (self.drawn + 1) % len(PICTURES)
        else:
            self.view = (self.view + 1) % len(VIEWS)
        self.ask()

    def action_scroll(self, pages: int) -> None:
        """Both outputs together."""
        for output in self.query(".output"):
            output.scroll_relative(y=pages * max(1, output.size.height - 2), animate=False)

    def action_copy(self) -> None:
        """The R code of what is on the screen."""
        if self.shown is not None:
            self.app.copy_to_clipboard(self.shown.code)
            self.notify("The R code is copied.")

    def action_pick(self) -> None:
        """Choose a model for the field with the cursor."""
        self.begin(self._pick, "pick")

    async def _pick(self) -> None:
        from app.modeller import ModellerError

        asked = FormulasAsked(self.data, self.model)
        try:
            found = await self.shell.modeller.ask("explore.formulas", asked, FormulasShown)
        except ModellerError as error:
            self.say(f"! {error}", "$warning")
            return
        self.app.push_screen(PickScreen(found), self._picked)

    def _picked(self, model: str | None) -> None:
        if model is not None:
            second = self.query_one("#second", Input)
            field = second if second.has_focus else self.query_one("#first", Input)
            field.value = model
            field.cursor_position = len(model)


class PickScreen(BoxScreen[str]):
    """The models that one would compare, and what the columns are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", id="close", tooltip="Close this"),
    ]

    def __init__(self, offered: FormulasShown) -> None:
        super().__init__()
        self.offered = offered

    def heading(self) -> Content:
        """What to do."""
        return Content.styled("Pick a model", "bold")

    def middle(self) -> ComposeResult:
        """The models, then the columns."""
        models = PagedList(*(Option(Content(m)) for m in self.offered.models), markup=False)
        models.add_class("middle")
        yield models
        columns = [f"{name}  {meaning}" for name, meaning in self.offered.columns]
        yield Static(Content.styled("\n" + "\n".join(columns), "$muted"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self.offered.models[event.option_index])


def _marked(output: Output, changed: tuple[Change, ...]) -> Content:
    """R's text, what differs from the other model's underlined."""
    starts = [0]
    for line in output.lines:
        starts.append(starts[-1] + len(line) + 1)
    text = Content("\n".join(output.lines))
    for change in changed:
        at = starts[change.line]
        text = text.stylize("underline $accent", at + change.start, at + change.end)
    return text
