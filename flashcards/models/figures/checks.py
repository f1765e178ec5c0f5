"""All checks on one page: residuals at both levels, each as a histogram and a QQ plot, and more."""

from __future__ import annotations

from math import ceil, exp, floor, log2, log10, pi, sqrt
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.figures.axes import axis
from flashcards.models.figures.figure import (
    Axis,
    Bars,
    Figure,
    Key,
    Layer,
    Line,
    Meaning,
    Panel,
    Points,
    Rule,
    Table,
)
from flashcards.models.figures.looks import line, points
from flashcards.models.figures.scene import Fit, Scene
from flashcards.models.figures.varying import Varying, titles, varying
from flashcards.models.figures.words import number
from flashcards.models.lmer import LmerFit

SHARE: Final = 2 / 3
"""Of the rows, the share that the smooth looks at around each place, as R's ``lowess``."""

CLOSE: Final = 0.01
"""Share of the range within which the smooth is interpolated, as R's ``lowess``."""

LONG: Final = 1.3
"""Times the expected farthest value that makes a tail a long one."""


def checks(scene: Scene) -> Figure:
    """Four panels on the residuals; for a mixed model two more on each random effect."""
    fit = scene.fits[-1] if scene.fits else scene.first
    residuals, fitted = fit.residuals, fit.fitted
    effects = [v for v in varying(fit) if v.sd > 0] if isinstance(fit, LmerFit) else []
    smooths = _smooth(fitted, residuals), _smooth(fitted, np.sqrt(np.abs(residuals)))
    unit = scene.y_unit.strip()
    label = f"residual ({unit})" if unit else "residual"
    panels = [
        _histogram("residuals", label, residuals, "residual"),
        _qq("residuals, QQ", label, residuals, "residual"),
        _against(
            "residuals by fitted value", label, fitted, residuals, smooths[0], scene, zero=True
        ),
        _against(
            "scale–location", "√|residual|", fitted, np.sqrt(np.abs(residuals)), smooths[1], scene
        ),
    ]
    for each, title in zip(effects, titles(scene, effects), strict=True):
        panels.append(_histogram(title, "deviation", each.values, "deviation"))
        panels.append(_qq(f"{title}, QQ", "deviation", each.values, "deviation"))
    legend = [
        Key("residual", "residuals", sign="points"),
        *([Key("deviation", "random effects", sign="points")] if effects else []),
        Key("plain", "what normal values would do"),
        Key("fixed", "smooth: runs level where all is well"),
    ]
    return Figure(
        title=f"Checks of {fit.design.formula}",
        says=_says(scene, fit, smooths, effects),
        panels=tuple(panels),
        legend=tuple(legend),
        table=_table(scene, fit, effects),
    )


# -- panels ------------------------------------------------------------------------------------


def _histogram(title: str, label: str, values: Float, meaning: Meaning) -> Panel:
    """Counts, and the normal curve of the same standard deviation around 0."""
    edges = _edges(values)
    heights = np.histogram(values, edges)[0].astype(np.float64)
    width = float(edges[1] - edges[0])
    sd = float(np.sqrt(np.mean(values**2)))
    across = axis(label, edges)
    layers: list[Layer] = [
        Bars(tuple(edges.tolist()), tuple(heights.tolist()), meaning),
    ]
    top = float(heights.max())
    if sd > 0:
        at = np.linspace(across.low, across.high, 61).tolist()
        peak = len(values) * width / (sd * sqrt(2 * pi))
        curve = tuple(peak * exp(-((x / sd) ** 2) / 2) for x in at)
        layers.append(Line(tuple(at), curve, "plain"))
        top = max(top, peak)
    return Panel(title, across, Axis("count", 0.0, 1.05 * top), tuple(layers))


def _edges(values: Float) -> Float:
    """Round edges, about as many as R's ``hist`` takes (Sturges)."""
    low, high = float(values.min()), float(values.max())
    if high == low:
        return np.array([low - 0.5, low + 0.5])
    rough = (high - low) / ceil(log2(len(values)) + 1)
    unit = 10.0 ** floor(log10(rough))
    step = unit * next(m for m in (1, 2, 5, 10) if m * unit >= rough * 0.75)
    first, last = floor(low / step), ceil(high / step)
    return np.arange(first, last + 1, dtype=np.float64) * step


def normal_quantiles(count: int) -> Float:
    """(count,) where R's ``qqnorm`` puts sorted values: quantiles at its ``ppoints``."""
    from scipy.special import ndtri

    a = 3 / 8 if count <= 10 else 1 / 2
    return np.asarray(ndtri((np.arange(1, count + 1) - a) / (count + 1 - 2 * a)))


def quartile_line(values: Float) -> tuple[float, float]:
    """Intercept and slope of R's ``qqline``: through both quartiles."""
    from scipy.special import ndtri

    low, high = np.quantile(values, (0.25, 0.75)).tolist()
    slope = (high - low) / (2 * float(ndtri(0.75)))
    return (low + high) / 2, slope


def _qq(title: str, label: str, values: Float, meaning: Meaning) -> Panel:
    at = normal_quantiles(len(values))
    intercept, slope = quartile_line(values)
    ends = at[[0, -1]]
    layers: tuple[Layer, ...] = (
        line(ends, intercept + slope * ends, "plain"),
        Points(tuple(at.tolist()), tuple(np.sort(values).tolist()), meaning),
    )
    return Panel(
        title, axis("normal quantile", at), axis(label, values, intercept + slope * ends), layers
    )


Smooth = tuple[Float, Float] | None


def _smooth(x: Float, y: Float) -> Smooth:
    """A smooth line through points, as R's ``lowess``; none where x does not vary."""
    from statsmodels.nonparametric.smoothers_lowess import lowess

    reach = float(np.ptp(x))
    if reach <= 1e-9 * float(np.abs(x).max()):
        return None
    found = np.asarray(lowess(y, x, frac=SHARE, it=3, delta=CLOSE * reach))
    there = np.isfinite(found).all(axis=1)
    _, first = np.unique(found[there, 0], return_index=True)
    some = found[there][first]
    return (some[:, 0], some[:, 1]) if len(some) > 1 else None


def _against(
    title: str, label: str, x: Float, y: Float, smooth: Smooth, scene: Scene, *, zero: bool = False
) -> Panel:
    unit = scene.y_unit.strip()
    layers: list[Layer] = [Rule(0.0, "y")] if zero else []
    layers.append(points(x, y, "residual"))
    if smooth is not None:
        layers.append(line(*smooth, "fixed", "thick"))
    across = axis(f"fitted ({unit})" if unit else "fitted", x)
    return Panel(title, across, axis(label, y), tuple(layers))


# -- words -------------------------------------------------------------------------------------


def _says(scene: Scene, fit: Fit, smooths: tuple[Smooth, Smooth], effects: list[Varying]) -> str:
    scaled = fit.residuals / fit.sigma
    low, high = float(scaled.min()), float(scaled.max())
    expected = float(normal_quantiles(fit.nobs)[-1])
    long = max(-low, high) > LONG * expected
    told = ""
    if smooths[0] is not None and smooths[1] is not None:
        most = float(np.abs(smooths[0][1]).max())
        spread = smooths[1][1]
        told = (
            f"The smooth of the residuals stays within {number(most)}{scene.y_unit} of 0 and that "
            f"of their spread between {number(float(spread.min()))} and "
            f"{number(float(spread.max()))}, {'but' if long else 'and'} "
        )
    tails = (
        f"residuals reach from {number(low)} to {number(high)} SDs, where {fit.nobs:,} normal "
        f"values would reach about {number(expected)} to either side"
    )
    told += f"their tails are {'long' if long else 'as normal ones'}: {tails}"
    if effects:
        told += f"; {_far(scene, effects)}"
    return f"{told[:1].upper()}{told[1:]}."


def _far(scene: Scene, effects: list[Varying]) -> str:
    parts = []
    for each, title in zip(effects, titles(scene, effects), strict=True):
        scaled = each.values / each.sd
        code = int(np.abs(scaled).argmax())
        parts.append(f"{each.levels[code]} in the {title} ({scaled[code]:+.1f} SDs)")
    return f"farthest among the random effects: {', '.join(parts)}"


def _table(scene: Scene, fit: Fit, effects: list[Varying]) -> Table:
    """Quantiles at both levels in SDs, beside those of a normal distribution."""
    from scipy.special import ndtri

    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    rows = [("residuals", fit.residuals / fit.sigma)]
    rows += [
        (title, each.values / each.sd)
        for each, title in zip(effects, titles(scene, effects), strict=True)
    ]
    cells = [
        (name, *(f"{value:.2f}" for value in (v.min(), *np.quantile(v, shares), v.max())))
        for name, v in rows
    ]
    normal = ("normal", "", *(f"{float(ndtri(share)):.2f}" for share in shares), "")
    header = ("in SDs", "lowest", *(f"{share:.0%}" for share in shares), "highest")
    return Table(header, (*cells, normal))
