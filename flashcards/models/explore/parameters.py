"""Set the parameters of a model, draw data from it, and see how they are estimated."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import (
    Parameters,
    ParametersAsked,
    ParametersShown,
    Recovered,
    SpreadAsked,
    SpreadRow,
    SpreadShown,
)
from flashcards.models.explore.simulate import (
    FORMULA,
    MOST_ROWS,
    SYMBOLS,
    check,
    draw,
    outcomes,
)
from flashcards.models.figures.figure import Axis, Bars, Figure, Key, Meaning, Panel, Rule, Table
from flashcards.models.lmer import LmerFit, lmer

STEP: Final = 25
"""Draws between two pictures of the spread so far."""

BINS: Final = 24

MEANINGS: Final[tuple[Meaning, ...]] = (
    *("fixed", "fixed", "deviation", "deviation", "deviation", "residual"),
)  # fmt: skip
"""Of each parameter, in the order of ``SYMBOLS``."""


def estimated(fit: LmerFit) -> tuple[float | None, ...]:
    """γ₀₀, γ₁₀, σ₀, σ₁, ρ, σ_ε of a fit of one factor with intercept and slope."""
    covariance = fit.covariances[0]
    sd0, sd1 = np.sqrt(np.diagonal(covariance)).tolist()
    rho = float(covariance[0, 1] / (sd0 * sd1)) if sd0 > 0 and sd1 > 0 else None
    return (*fit.beta.tolist(), sd0, sd1, rho, fit.sigma)


def one(asked: ParametersAsked) -> ParametersShown:
    """Draw one data set, and fit the model that it was drawn from.

    Raises:
        ModelError: no data can be drawn from these parameters.
    """
    from flashcards.models.figures.build import draw as picture
    from flashcards.models.figures.scene import Scene

    data = draw(asked.parameters, asked.seed)
    fit = lmer(FORMULA, data)
    errors = (*fit.standard_errors.tolist(), None, None, None, None)
    every = zip(SYMBOLS, MEANINGS, asked.parameters.values, estimated(fit), errors, strict=True)
    return ParametersShown(
        picture("spaghetti", Scene((fit,), data)),
        tuple(Recovered(*each) for each in every),
        fit.messages,
    )


def start(fit: LmerFit) -> Parameters:
    """A fit's estimates, to two digits, as parameters to begin with; x counts steps from 0.

    Args:
        fit: of one factor whose intercept and slope vary.

    Raises:
        ModelError: it is another kind of model.
    """
    block = fit.design.blocks[0]
    if len(fit.design.blocks) > 1 or len(block.effects) != 2 or len(fit.design.names) != 2:
        raise ModelError("Only a model of one predictor can be drawn from.", "Random slopes by it.")
    x = fit.design.x[:, 1]
    rows = round(fit.nobs / len(block.levels))
    step = float(np.ptp(x)) / max(1, rows - 1) or 1.0
    gamma0, gamma1, sd0, sd1, rho, sigma = (float(f"{each or 0.0:.2g}") for each in estimated(fit))
    slope, spread_of = (float(f"{each * step:.2g}") for each in (gamma1, sd1))
    return Parameters(
        gamma0, slope, sd0, spread_of, rho, sigma, len(block.levels), min(max(rows, 3), MOST_ROWS)
    )


def spread(asked: SpreadAsked) -> Generator[SpreadShown, None, SpreadShown]:
    """Draw many data sets and fit each; what there is so far, then all of it.

    Raises:
        ModelError: no data can be drawn from these parameters.
    """
    check(asked.parameters)
    if not 2 <= asked.draws <= 10_000:
        raise ModelError("2 to 10,000 data sets can be drawn.")
    generator = np.random.default_rng(asked.seed)
    fit = lmer(FORMULA, draw(asked.parameters, asked.seed))
    found: list[tuple[float | None, ...]] = []
    singular = 0
    while len(found) < asked.draws:
        fit = fit.refit(outcomes(asked.parameters, generator))
        singular += fit.singular
        found.append(estimated(fit))
        if len(found) % STEP == 0 and len(found) < asked.draws:
            yield _so_far(asked, np.array(found, dtype=np.float64), singular)
    return _so_far(asked, np.array(found, dtype=np.float64), singular)


def _so_far(asked: SpreadAsked, found: Float, singular: int) -> SpreadShown:
    """The spread of (draws so far, 6) estimates; NaN where one could not be estimated."""
    rows = []
    panels = []
    every = zip(SYMBOLS, MEANINGS, asked.parameters.values, found.T, strict=True)
    for symbol, meaning, value, column in every:
        there = column[np.isfinite(column)]
        if not len(there):
            there = np.zeros(1)
        low, high = np.quantile(there, (0.05, 0.95)).tolist()
        rows.append(SpreadRow(symbol, meaning, value, float(there.mean()), low, high))
        panels.append(_histogram(symbol, meaning, value, there))
    return SpreadShown(
        len(found),
        asked.draws,
        singular,
        Figure(
            title=f"Estimates from {len(found)} data sets",
            says=_sentence(rows, len(found), singular),
            panels=tuple(panels),
            legend=(Key("plain", "as set", sign="line"), Key("fixed", "estimates", sign="bar")),
            table=_table(rows),
            columns=3,
        ),
        tuple(rows),
    )


def _histogram(symbol: str, meaning: Meaning, value: float, found: Float) -> Panel:
    low, high = min(value, float(found.min())), max(value, float(found.max()))
    room = (high - low) * 0.04 or max(abs(value), 1.0) * 0.04
    counts, edges = np.histogram(found, BINS, (low - room, high + room))
    heights = counts.astype(np.float64)
    layers = (Bars(tuple(edges.tolist()), tuple(heights.tolist()), meaning), Rule(value, "x"))
    return Panel(
        symbol,
        Axis("", low - room, high + room),
        Axis("", 0.0, float(heights.max()) * 1.05, shown=False),
        layers,
    )


def _sentence(rows: list[SpreadRow], done: int, singular: int) -> str:
    parts = [
        f"{row.symbol} from {row.low:.3g} to {row.high:.3g} (set {row.set:.3g})" for row in rows
    ]
    told = f"{singular} of the {done} fits are singular." if singular else "No fit is singular."
    return f"Nine in ten estimates lie: {', '.join(parts)}. {told}"


def _table(rows: list[SpreadRow]) -> Table:
    return Table(
        ("parameter", "set", "mean", "5 %", "95 %"),
        tuple(
            (row.symbol, *(f"{value:.3g}" for value in (row.set, row.mean, row.low, row.high)))
            for row in rows
        ),
    )
