"""The line of the fixed effects with its confidence band, alone or over the lines of groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.effects import effect
from flashcards.models.errors import ModelError
from flashcards.models.figures.axes import axis, x_axis
from flashcards.models.figures.figure import (
    Band,
    Figure,
    Intervals,
    Key,
    Layer,
    Meaning,
    Panel,
    Points,
    Table,
)
from flashcards.models.figures.lines import STEPS, group_lines, own_places
from flashcards.models.figures.looks import line, members, own_line
from flashcards.models.figures.scene import Fit, Scene, names_of, unique
from flashcards.models.figures.words import column_of, number
from flashcards.models.lmer import LmerFit


@dataclass(frozen=True, slots=True, eq=False)
class Ribbon:
    """The average line at k values of the predictor, with its 95 % interval."""

    at: Float
    fit: Float
    low: Float
    high: Float

    @property
    def height(self) -> Float:
        """(k,) from end to end of the interval."""
        return self.high - self.low


def ribbon(scene: Scene) -> Figure:
    """Line and band of the last model; with groups named, or all, their own lines behind them."""
    fit = scene.fits[-1] if scene.fits else scene.first
    name = scene.predictor.name
    if name not in names_of(fit.design.model.fixed):
        raise ModelError(
            "A ribbon is drawn along a predictor among the fixed effects; this model has none.",
            "Add one, such as `y ~ x + …`.",
        )
    shown = _ribbon(scene, fit)
    meaning: Meaning = "fixed" if isinstance(fit, LmerFit) else scene.meaning(fit)
    layers, own = _groups(scene, fit)
    layers += _levels(shown, meaning) if scene.predictor.levels else _band(shown, meaning)
    legend = [
        Key(meaning, f"the average {scene.noun}" if own is not None else "fixed line", "thick"),
        Key(meaning, "95 % interval of the line", sign="band"),
    ]
    if own is not None:
        legend.append(Key(scene.meaning(fit), f"lines of {_shown(scene)}", "faint"))
    heights = [] if own is None else [own]
    return Figure(
        title=f"The {'fixed ' if isinstance(fit, LmerFit) else ''}line with its 95 % interval",
        says=_says(scene, fit, shown, own),
        panels=(
            Panel(
                "",
                x_axis(scene),
                axis(scene.y_label, shown.low, shown.high, *heights),
                tuple(layers),
            ),
        ),
        legend=tuple(legend),
        table=_table(scene, fit),
    )


def _shown(scene: Scene) -> str:
    """``the 20 subjects``, or the groups that were named."""
    if len(scene.chosen()) == len(scene.levels):
        return f"the {members(scene)}"
    return ", ".join(scene.groups)


def _ribbon(scene: Scene, fit: Fit, *, steps: int | None = STEPS) -> Ribbon:
    """At so many places, or at those that R's effect() chooses."""
    name, levels = scene.predictor.name, scene.predictor.levels
    ends = unique(scene.predictor.values[scene.rows])
    wanted = {name: np.linspace(ends[0], ends[-1], steps).tolist()} if steps else None
    found = effect(name, fit, scene.data, at=None if levels else wanted)
    at = [levels.index(str(value)) if levels else float(value) for value in found.values[name]]
    return Ribbon(np.array(at, dtype=np.float64), found.fit, found.lower, found.upper)


def _groups(scene: Scene, fit: Fit) -> tuple[list[Layer], Float | None]:
    """Lines of the groups that were asked for, and the heights that they reach."""
    if not scene.groups:
        return [], None
    if not isinstance(fit, LmerFit):
        raise ModelError(
            "Lines of groups need random effects; this model is lm().",
            "Use lmer(), or leave `groups` out.",
        )
    x = own_places(scene, fit)
    y = group_lines(scene, fit, x)
    codes = list(scene.chosen())
    meaning = scene.meaning(fit)
    layers = [layer for code in codes for layer in own_line(x[code], y[code], meaning, "faint")]
    return layers, y[codes]


def _band(shown: Ribbon, meaning: Meaning) -> list[Layer]:
    at, low, high = (tuple(part.tolist()) for part in (shown.at, shown.low, shown.high))
    return [Band(at, low, high, meaning), line(shown.at, shown.fit, meaning, "thick")]


def _levels(shown: Ribbon, meaning: Meaning) -> list[Layer]:
    """Of a factor an interval for each level."""
    at, fit, low, high = (
        tuple(part.tolist()) for part in (shown.at, shown.fit, shown.low, shown.high)
    )
    return [Intervals(at, low, high, "y", meaning), Points(at, fit, meaning, "thick")]


def _says(scene: Scene, fit: Fit, shown: Ribbon, own: Float | None) -> str:
    parts = [
        f"{number(float(shown.fit[k]))}{scene.y_unit} ({number(float(shown.low[k]))} to "
        f"{number(float(shown.high[k]))}) where {scene.predictor.name} is "
        f"{scene.said(float(shown.at[k]))}"
        for k in (0, -1)
    ]
    who = f"the average {scene.noun}" if isinstance(fit, LmerFit) else "the rows"
    told = (
        f"For {who} the model expects {parts[0]}, and {parts[1]}, with 95 % intervals in brackets"
    )
    if own is None:
        return f"{told}."
    outside = _outside(scene, fit)
    return (
        f"{told}; {outside} of {members(scene, len(own))} leave that ribbon somewhere, for it is "
        f"about the average line and not about single ones."
    )


def _outside(scene: Scene, fit: Fit) -> int:
    """How many of the groups' lines leave the band over their own range."""
    codes = list(scene.chosen())
    x = own_places(scene, fit)
    y = group_lines(scene, fit, x)[codes]
    shown = _ribbon(scene, fit)
    low = np.interp(x[codes], shown.at, shown.low)
    high = np.interp(x[codes], shown.at, shown.high)
    with np.errstate(invalid="ignore"):
        return int(((y < low) | (y > high)).any(axis=1).sum())


def _table(scene: Scene, fit: Fit) -> Table:
    shown = _ribbon(scene, fit, steps=None)
    levels = scene.predictor.levels
    columns = [
        [levels[int(k)] for k in shown.at] if levels else column_of(shown.at),
        *(column_of(part) for part in (shown.fit, shown.low, shown.high)),
    ]
    return Table((scene.predictor.name, "fit", "lower", "upper"), tuple(zip(*columns, strict=True)))
