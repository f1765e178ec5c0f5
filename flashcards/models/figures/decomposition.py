"""One observation taken apart: the fixed line, the group's deviation from it, the residual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from flashcards.models.figures.axes import axis
from flashcards.models.figures.deviations import Pair, compared, x_axis_of
from flashcards.models.figures.figure import Arrows, Figure, Key, Layer, Panel, Points, Table, Words
from flashcards.models.figures.looks import line, points
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.varying import symbols
from flashcards.models.figures.words import DIGITS, alike, number, place
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT

TYPICAL: Final = 2.0
"""Standard deviations up to which a residual is nothing unusual."""

BESIDE: Final = 0.02
"""Share of the horizontal axis between an arrow and its words."""

MOST_DIGITS: Final = 6
"""Digits up to which a sum is written so that it comes out when it is done by hand."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What an observation is made of.

    Attributes:
        code: its group.
        x: its predictor.
        y: the observation itself.
        fixed: height of the fixed line there.
        own: height of the group's line there.
    """

    code: int
    x: float
    y: float
    fixed: float
    own: float

    @property
    def deviation(self) -> float:
        """From the fixed line to the group's."""
        return self.own - self.fixed

    @property
    def residual(self) -> float:
        """From the group's line to the observation."""
        return self.y - self.own

    @property
    def said(self) -> list[str]:
        """Fixed line, deviation, residual and observation, with the same decimals."""
        return alike((self.fixed, self.deviation, self.residual, self.y))


def decomposition(scene: Scene) -> Figure:
    """An observation of the first named group, or the one whose parts are seen best."""
    fit = scene.mixed("A decomposition into fixed line, group and residual needs")
    one = _chosen(scene, fit)
    pair = compared(scene, fit, one.code)
    here = scene.codes[scene.rows] == one.code
    x, y = scene.predictor.values[scene.rows][here], scene.first.design.y[here]
    across = x_axis_of(scene, pair)
    upright = axis(scene.y_label, y, pair.fixed, pair.own)
    meaning, level = scene.meaning(fit), scene.levels[one.code]
    layers: tuple[Layer, ...] = (
        points(x, y),
        line(pair.at, pair.fixed, "fixed", "thick"),
        line(pair.at, pair.own, meaning),
        Arrows((one.x,), (one.fixed,), (one.x,), (one.own,), "deviation", weight="thick"),
        Arrows((one.x,), (one.own,), (one.x,), (one.y,), "residual", weight="thick"),
        Points((one.x,), (one.fixed,), "fixed", "thick"),
        Points((one.x,), (one.y,), "outcome", "thick"),
        *_words(scene, fit, one, pair, across.high - across.low),
    )
    return Figure(
        title=f"One observation of {level}, taken apart",
        says=_says(scene, one),
        panels=(Panel(level, across, upright, layers),),
        legend=(
            Key("fixed", f"fixed line: the average {scene.noun}", "thick"),
            Key(meaning, f"line of {level}"),
            Key("deviation", "deviation of the group's line", sign="arrow"),
            Key("residual", "residual", sign="arrow"),
            Key("outcome", f"observations of {level}", sign="points"),
        ),
        table=_table(scene, fit, one),
    )


def _chosen(scene: Scene, fit: LmerFit) -> Parts:
    """The observation whose parts are seen best: neither is small, and one follows the other.

    A residual back toward the fixed line would lie over the deviation; one beyond two standard
    deviations, or of a group with few rows, would not be typical; at 0 or at an end of the
    predictor what the slope adds is hidden. Others are only taken where there are none of these;
    of these, those above the line are taken first.
    """
    rows = fit.design.rows
    codes, x, y = scene.codes[rows], scene.predictor.values[rows], fit.design.y
    fixed = fit.predict(groups=False)
    deviation, residual = fit.fitted - fixed, fit.residuals
    possible = np.isfinite(x) & (codes >= 0)
    if scene.groups:
        possible &= np.isin(codes, scene.chosen()[:1])
    onward = possible & (deviation * residual > 0)
    sizes = np.bincount(codes[possible])
    usual = sizes[np.where(possible, codes, codes[possible][0])] >= np.median(sizes[sizes > 0])
    typical = onward & usual & (np.abs(residual) <= TYPICAL * fit.sigma)
    inner = typical & (x > np.nanmin(x)) & (x < np.nanmax(x)) & (x != 0)
    upward = inner & (deviation > 0)
    wishes = upward, inner, typical, onward, possible
    some = np.flatnonzero(next(each for each in wishes if each.any()))
    size = np.minimum(np.abs(deviation), np.abs(residual))[some]
    # Rounded, so that ties are broken alike whatever the order of the rows.
    shown = np.round(size / max(float(size.max()), 1e-300), 9)
    k = int(some[np.lexsort((y[some], x[some], codes[some], -shown))[0]])
    return Parts(
        int(codes[k]), float(x[k]), float(y[k]), float(fixed[k]), float(fit.fitted[k])
    )  # fmt: skip


def _words(scene: Scene, fit: LmerFit, one: Parts, pair: Pair, width: float) -> list[Layer]:
    right = one.x <= (pair.at[0] + pair.at[-1]) / 2
    at = one.x + (BESIDE if right else -BESIDE) * width
    anchor = "start" if right else "end"
    fixed, deviation, residual, y = one.said
    texts = (
        (one.fixed, _fixed_words(scene, fit, one, fixed), "fixed"),
        ((one.fixed + one.own) / 2, _deviation_words(scene, fit, one, deviation), "deviation"),
        ((one.own + one.y) / 2, f"ε = {residual}", "residual"),
        (one.y, f"y = {y}", "outcome"),
    )
    return [Words(at, y, text, meaning, anchor) for y, text, meaning in texts]  # type: ignore[arg-type]


def _coefficients(
    scene: Scene, fit: LmerFit, one: Parts
) -> tuple[float, float, float, float] | None:
    """γ₀₀, γ₁₀, ζ₀ᵢ and ζ₁ᵢ, where the model has no other effects."""
    name = scene.predictor.name
    if not symbols(scene, fit) or not set(fit.design.names) <= {INTERCEPT, name}:
        return None
    fixed, table = fit.fixef(), fit.ranef()[scene.grouping]
    row = table.levels.index(scene.levels[one.code])
    own = dict(zip(table.columns, table.values[row].tolist(), strict=True))
    return (
        fixed.get(INTERCEPT, 0.0), fixed.get(name, 0.0), own.get(INTERCEPT, 0.0), own.get(name, 0.0)
    )  # fmt: skip


def _fixed_words(scene: Scene, fit: LmerFit, one: Parts, whole: str) -> str:
    found = _coefficients(scene, fit, one)
    if found is None:
        return f"fixed line: {whole}"
    g0, g1, _, _ = found
    return f"γ₀₀ + γ₁₀·x = {_sum(g0, g1, one.x, whole)} = {whole}" if g1 else f"γ₀₀ = {whole}"


def _deviation_words(scene: Scene, fit: LmerFit, one: Parts, whole: str) -> str:
    found = _coefficients(scene, fit, one)
    if found is None:
        return f"deviation: {whole}"
    _, _, z0, z1 = found
    return f"ζ₀ᵢ + ζ₁ᵢ·x = {_sum(z0, z1, one.x, whole)} = {whole}" if z1 else f"ζ₀ᵢ = {whole}"


def _sum(intercept: float, slope: float, x: float, whole: str) -> str:
    """``1.73 + 1.15·3``, with as many digits as make it what it is said to be."""
    decimals = len(whole.partition(".")[2])
    text = ""
    for digits in range(DIGITS, MOST_DIGITS + 1):
        first, second = number(intercept, digits), number(slope, digits)
        text = f"{first} {'-' if slope < 0 else '+'} {second.lstrip('-')}·{place(x)}"
        found = float(first) + float(second) * float(place(x))
        if abs(found - float(whole)) < 0.499 * 10.0**-decimals:
            break
    return text


def _says(scene: Scene, one: Parts) -> str:
    name, (fixed, deviation, residual, y) = scene.predictor.name, one.said
    where = f" where {name} is {scene.said(one.x)}" if name else ""
    return (
        f"The observation of {scene.levels[one.code]}{where}, {y}{scene.y_unit}, is the fixed "
        f"line's {fixed}, {_side(deviation)} for the {scene.noun}'s own deviation from it, and "
        f"{_side(residual)} of residual."
    )


def _side(text: str) -> str:
    return f"minus {text[1:]}" if text.startswith("-") else f"plus {text}"


def _table(scene: Scene, fit: LmerFit, one: Parts) -> Table:
    fixed, deviation, residual, y = one.said
    rows = [("fixed line", fixed), ("deviation of the group", deviation)]
    if (found := _coefficients(scene, fit, one)) is not None:
        g0, g1, z0, z1 = found
        x = scene.said(one.x)
        parts = alike((g0, g1 * one.x, z0, z1 * one.x, one.y))
        names = ("γ₀₀", f"γ₁₀ · {x}", "ζ₀ᵢ", f"ζ₁ᵢ · {x}")
        kept = (True, g1 != 0, True, z1 != 0)
        rows = [row for row, yes in zip(zip(names, parts, strict=False), kept, strict=True) if yes]
    return Table(("part", "value"), (*rows, ("ε (residual)", residual), ("y (observation)", y)))
