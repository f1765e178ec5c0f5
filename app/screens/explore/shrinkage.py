"""Take a group's observations away, add noise, move it; see each estimate slide."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.content import Content

from app.screens.explore.base import ExploreScreen, number, table
from flashcards.models.explore.exchange import Estimate, Moved, ShrinkageAsked, ShrinkageShown
from flashcards.models.figures.figure import Figure

NEIGHBOURS = 3
"""Groups that are drawn beside the chosen one."""


class ShrinkageScreen(ExploreScreen[ShrinkageShown]):
    """Own line, the model's and that of all, of a few groups; keys move the chosen one."""

    here = "Shrinkage"
    job = "explore.shrinkage"
    answer = ShrinkageShown

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "choose(1)", "group", key_display="← →", id="shrinkage.next",
                tooltip="Choose another group"),
        Binding("left,h", "choose(-1)", "group before", show=False, id="shrinkage.previous"),
        Binding("plus,equals_sign", "rows(1)", "rows", key_display="- +", id="shrinkage.more",
                tooltip="Give the chosen group its observations back, one by one"),
        Binding("minus", "rows(-1)", "fewer rows", show=False, id="shrinkage.fewer",
                tooltip="Take one observation from the chosen group"),
        Binding("n", "noise(1)", "noise", id="shrinkage.noise",
                tooltip="Add noise to the chosen group's outcomes"),
        Binding("N,shift+n", "noise(-1)", "less noise", show=False, id="shrinkage.quiet",
                tooltip="Take the noise away again"),
        Binding("up,k", "shift(1)", "move", key_display="↑ ↓", id="shrinkage.up",
                tooltip="Move the chosen group up or down"),
        Binding("down,j", "shift(-1)", "move down", show=False, id="shrinkage.down"),
        Binding("v", "view", "all groups", id="shrinkage.view",
                tooltip="The chosen groups' lines, or the arrows of all groups"),
        Binding("r", "reset", "reset", id="shrinkage.reset",
                tooltip="Put every group back to where it was"),
    ]  # fmt: skip

    def __init__(self, data: str, model: str) -> None:
        super().__init__(data, model)
        self.cursor = 0
        self.moved: dict[str, Moved] = {}
        self.arrows = False
        self._first: ShrinkageShown | None = None

    def question(self) -> ShrinkageAsked:
        """The groups as they are moved now."""
        groups = () if self.arrows else self._groups()
        return ShrinkageAsked(self.data, self.model, dict(self.moved), groups, self.arrows)

    def _groups(self) -> tuple[str, ...]:
        """The chosen group and those after it; the worker's choice before any is known."""
        if self._first is None:
            return ()
        levels = self._first.levels
        start = max(0, min(self.cursor, len(levels) - 1 - NEIGHBOURS))
        return levels[start : start + 1 + NEIGHBOURS]

    @property
    def level(self) -> str:
        """The chosen group."""
        return self._first.levels[self.cursor] if self._first else ""

    # -- showing -----------------------------------------------------------------------------

    def update(self) -> None:
        """The first answer is what the others are compared with."""
        self._first = self._first or self.shown
        super().update()

    def figure(self) -> Figure | None:
        """The lines, or the arrows."""
        return self.shown.figure if self.shown else None

    def facts(self) -> Content:
        """The chosen group's estimates and the variance components, before and now."""
        if self.shown is None or self._first is None:
            return Content()
        now = [each for each in self.shown.estimates if each.group == self.level]
        before = {e.effect: e for e in self._first.estimates if e.group == self.level}
        parts = [self._about(now), Content(), _estimates(now), Content()]
        parts += [_pulled(before[each.effect], each) for each in now]
        parts += [Content(), self._components()]
        parts += [Content.styled(f"\n{each}", "$muted") for each in self.shown.messages]
        return Content("\n").join(parts)

    def _about(self, now: list[Estimate]) -> Content:
        what = self.moved.get(self.level, Moved())
        whole = next(e.rows for e in self._first.estimates if e.group == self.level)  # type: ignore[union-attr]
        rows = now[0].rows if now else whole
        lines = [Content.assemble((self.level, "bold"), f"   {rows} of {whole} rows")]
        if what.noise:
            lines.append(Content(f"noise  SD {number(what.noise)}"))
        if what.shift:
            lines.append(Content(f"moved by  {number(what.shift)}"))
        others = [level for level in self.moved if level != self.level]
        if others:
            lines.append(Content.styled(f"also moved: {', '.join(others)}", "$muted"))
        return Content("\n").join(lines)

    def _components(self) -> Content:
        rows = [
            (each.name, number(each.before), number(each.now)) for each in self.shown.spreads
        ] if self.shown else []  # fmt: skip
        return table(("", "before", "now"), rows)

    # -- moving ------------------------------------------------------------------------------

    def action_choose(self, step: int) -> None:
        """Another group."""
        if self._first is not None:
            self.cursor = (self.cursor + step) % len(self._first.levels)
            self.ask()

    def action_rows(self, step: int) -> None:
        """One observation less, or one back."""
        if self._first is None:
            return
        whole = next(each.rows for each in self._first.estimates if each.group == self.level)
        what = self.moved.get(self.level, Moved())
        rows = max(1, min(whole, (what.rows or whole) + step))
        self._change(replace(what, rows=None if rows == whole else rows))

    def action_noise(self, step: int) -> None:
        """Half a residual standard deviation more, or less."""
        what = self.moved.get(self.level, Moved())
        self._change(replace(what, noise=max(0.0, what.noise + step * self._unit("σ_ε"))))

    def action_shift(self, step: int) -> None:
        """Half a standard deviation between groups up, or down."""
        what = self.moved.get(self.level, Moved())
        shift = what.shift + step * (self._unit("σ₀") or self._unit("σ_ε"))
        self._change(replace(what, shift=0.0 if abs(shift) < 1e-9 else shift))

    def _unit(self, name: str) -> float:
        spreads = self._first.spreads if self._first else ()
        return next((each.before / 2 for each in spreads if each.name == name), 0.0)

    def _change(self, what: Moved) -> None:
        if self._first is None:
            return
        if what == Moved():
            self.moved.pop(self.level, None)
        else:
            self.moved[self.level] = what
        self.ask()

    def action_view(self) -> None:
        """The other figure."""
        self.arrows = not self.arrows
        self.ask()

    def action_reset(self) -> None:
        """Every group as the data have it."""
        self.moved.clear()
        self.ask()


def _estimates(now: list[Estimate]) -> Content:
    rows = [
        (each.effect, number(each.own), number(each.partial), number(each.complete)) for each in now
    ]
    return table(("", "own", "model", "all"), rows)


def _pulled(before: Estimate, now: Estimate) -> Content:
    """``intercept pulled in by 24 % ▸ 31 %``."""
    name = "intercept" if now.effect == "(Intercept)" else now.effect
    if now.pulled is None:
        return Content(f"{name}: no line of its own")
    share = f"{now.pulled:.0%}".replace("%", " %")
    if before.pulled is None or round(before.pulled, 2) == round(now.pulled, 2):
        return Content.assemble(f"{name} pulled in by ", (share, "bold"))
    was = f"{before.pulled:.0%}".replace("%", " %")
    return Content.assemble(f"{name} pulled in by {was}, now ", (share, "bold"))
