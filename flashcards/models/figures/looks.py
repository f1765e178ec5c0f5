"""How models look: what their lines are called in a legend, and which stand back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from flashcards.models.columns import Float, Ints
from flashcards.models.figures.figure import Axis, Key, Layer, Line, Meaning, Points, Weight
from flashcards.models.figures.scene import Fit, Scene, names_of
from flashcards.models.figures.words import number, plural

COUNTED_TIMES: Final = {"days": "day", "weeks": "week", "hours": "hour", "years": "year"}
"""Predictors that count units of time, by the name of one."""


def points(x: Float, y: Float, meaning: Meaning = "outcome", weight: Weight = "normal") -> Points:
    """Points in an order of their own, whatever the order of the rows."""
    order = np.lexsort((y, x))
    return Points(tuple(x[order].tolist()), tuple(y[order].tolist()), meaning, weight)


def line(x: Float, y: Float, meaning: Meaning, weight: Weight = "normal") -> Line:
    """A line through places in order."""
    return Line(tuple(x.tolist()), tuple(y.tolist()), meaning, weight)


def own_line(x: Float, y: Float, meaning: Meaning, weight: Weight = "normal") -> list[Layer]:
    """A group's line through the places that it has; a dot where that is one, nothing for none."""
    there = np.isfinite(x) & np.isfinite(y)
    if not there.any():
        return []
    x, y = x[there], y[there]
    if x[0] == x[-1]:
        return [Points((float(x[0]),), (float(y[0]),), meaning, weight)]
    return [line(x, y, meaning, weight)]


def weights(scene: Scene) -> list[Weight]:
    """One weight a model: of two that mean the same, only the last stands out."""
    meanings = [scene.meaning(fit) for fit in scene.fits]
    return ["faint" if each in meanings[i + 1 :] else "normal" for i, each in enumerate(meanings)]


def legend(scene: Scene) -> tuple[Key, ...]:
    """One line a model; the formula where two mean the same, pooling where it is compared."""
    meanings = [scene.meaning(fit) for fit in scene.fits]
    return tuple(
        Key(
            meaning,
            fit.design.formula if meanings.count(meaning) > 1 else _name(scene, fit, meanings),
            weight,
        )
        for fit, meaning, weight in zip(scene.fits, meanings, weights(scene), strict=True)
    )


def _name(scene: Scene, fit: Fit, meanings: Sequence[Meaning]) -> str:
    compared = "none" in meanings
    match scene.meaning(fit):
        case "complete":
            return "lm: complete pooling" if compared else "lm: one line for all"
        case "none":
            return f"lm with {scene.grouping}: no pooling"
        case "intercepts":
            return "lmer: partial pooling" if compared else "lmer: random intercepts"
        case _:
            return "lmer: random slopes, partial pooling" if compared else "lmer: random slopes"


def members(scene: Scene, many: int | None = None) -> str:
    """``20 subjects``; ``1 subject``."""
    count = len(scene.levels) if many is None else many
    return f"{count} {scene.noun if count == 1 else plural(scene.noun)}"


def course(scene: Scene, x: Float, y: Float) -> str:
    """How a line goes: ``falls by 0.672 ms with each mg of x1``."""
    if scene.predictor.levels:
        first, last = scene.predictor.levels[int(x[0])], scene.predictor.levels[int(x[-1])]
        values = f"{number(float(y[0]))} to {number(float(y[-1]))}{scene.y_unit}"
        return f"goes from {values} between {first} and {last} of {scene.predictor.name}"
    if not scene.predictor.name or x[0] == x[-1]:
        return "is level"
    rate = float((y[-1] - y[0]) / (x[-1] - x[0]))
    verb = "rises" if rate > 0 else "falls"
    if len(x) > 2:
        values = f"{number(float(y[0]))} to {number(float(y[-1]))}{scene.y_unit}"
        return f"{verb} from {values} along {scene.predictor.name}"
    return f"{verb} by {number(abs(rate))}{scene.y_unit} with each {step(scene)}"


def step(scene: Scene) -> str:
    """``mg of x1``, ``day`` where the predictor counts days, or else ``unit of x1``."""
    name = scene.predictor.name
    return COUNTED_TIMES.get(name) or f"{scene.x_unit} of {name}"


def rate(x: Float, y: Float) -> Float:
    """(groups,) steepness of lines from their first to their last place; NaN for a single one."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((y[..., -1] - y[..., 0]) / (x[..., -1] - x[..., 0]))


def extremes(values: Float, among: Sequence[int]) -> tuple[int, int]:
    """Which of some groups have the lowest and the highest value; a missing one is neither."""
    codes = [code for code in among if not np.isnan(values[code])] or list(among)
    return min(codes, key=lambda c: float(values[c])), max(codes, key=lambda c: float(values[c]))


def reference(axis: Axis) -> float:
    """Where the heights of lines are compared: 0 if the axis has it, else its left end."""
    return 0.0 if axis.levels or axis.low <= 0 <= axis.high else axis.low


def sizes(scene: Scene) -> Ints:
    """(groups,) rows of the first model."""
    codes = scene.codes[scene.rows]
    return np.bincount(codes[codes >= 0], minlength=len(scene.levels))


def has_own_slope(scene: Scene, fit: Fit) -> bool:
    """Whether groups differ in steepness: by a random slope, or an interaction in ``lm``."""
    name = scene.predictor.name
    parts = set(scene.grouping.split(":"))
    fixed = fit.design.model.fixed
    for term in fixed.terms:
        names = set(names_of(type(fixed)(False, (term,))))
        if name in names and parts <= names:
            return True
    return any(name in names_of(block.term.effects) for block in fit.design.blocks)
