"""Data drawn from a random-slopes model whose parameters are known.

For group i and its observation j, with x = 0, 1, 2, …::

    y_ij = b_0i + b_1i x_ij + ε_ij        ε_ij ~ N(0, σ_ε²)
    b_0i = γ_00 + ζ_0i,  b_1i = γ_10 + ζ_1i
    (ζ_0i, ζ_1i) ~ N(0, [[σ_0², ρσ_0σ_1], [ρσ_0σ_1, σ_1²]])
"""

from __future__ import annotations

from math import sqrt
from typing import Final

import numpy as np

from flashcards.models.columns import Factor, Float
from flashcards.models.datasets import Columns
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import Parameters

FORMULA: Final = "y ~ x + (1 + x | group)"
"""The model that the data are drawn from, and fitted by."""

MOST_GROUPS: Final = 500
MOST_ROWS: Final = 100

SYMBOLS: Final = ("γ₀₀", "γ₁₀", "σ₀", "σ₁", "ρ", "σ_ε")
"""The parameters in the order of :class:`Parameters`."""


def check(parameters: Parameters) -> None:
    """See to it that data can be drawn and the model be fitted.

    Raises:
        ModelError: the sentence says which parameter is wrong.
    """
    numbers = zip(SYMBOLS, parameters.values, strict=True)
    for symbol, value in numbers:
        if not np.isfinite(value) or abs(value) > 1e6:
            raise ModelError(f"{symbol} is to be a number between -1,000,000 and 1,000,000.")
    for symbol, value in (("σ₀", parameters.sigma0), ("σ₁", parameters.sigma1)):
        if value < 0:
            raise ModelError(f"{symbol} is a standard deviation: 0 or more.")
    if parameters.sigma <= 0:
        raise ModelError("σ_ε is to be above 0: without residuals nothing is left to estimate.")
    if abs(parameters.rho) > 1:
        raise ModelError("ρ is a correlation: from -1 to 1.")
    if not 2 <= parameters.groups <= MOST_GROUPS:
        raise ModelError(f"There are to be 2 to {MOST_GROUPS} groups.")
    if not 3 <= parameters.rows <= MOST_ROWS:
        raise ModelError(
            f"Each group is to have 3 to {MOST_ROWS} observations.",
            "With two, a line of its own would go through both, and no residual be left.",
        )


def predictor(parameters: Parameters) -> Float:
    """(groups · rows,) x = 0, 1, 2, … within each group."""
    return np.tile(np.arange(parameters.rows, dtype=np.float64), parameters.groups)


def members(parameters: Parameters) -> Factor:
    """The group of each row."""
    digits = len(str(parameters.groups))
    levels = tuple(f"g{number:0{digits}d}" for number in range(1, parameters.groups + 1))
    return Factor(np.repeat(np.arange(parameters.groups), parameters.rows), levels)


def outcomes(parameters: Parameters, generator: np.random.Generator) -> Float:
    """(groups · rows,) outcomes, drawn anew."""
    first, second = generator.standard_normal((2, parameters.groups))
    slope = parameters.rho * first + sqrt(1 - parameters.rho**2) * second
    b0 = parameters.gamma00 + parameters.sigma0 * first
    b1 = parameters.gamma10 + parameters.sigma1 * slope
    residuals = parameters.sigma * generator.standard_normal(parameters.groups * parameters.rows)
    line = np.repeat(b0, parameters.rows) + np.repeat(b1, parameters.rows) * predictor(parameters)
    return np.asarray(line + residuals)


def draw(parameters: Parameters, seed: int) -> Columns:
    """A data set with the columns y, x and group; the same for the same seed.

    Raises:
        ModelError: no data can be drawn from these parameters.
    """
    check(parameters)
    generator = np.random.default_rng(seed)
    return {
        "y": outcomes(parameters, generator),
        "x": predictor(parameters),
        "group": members(parameters),
    }
