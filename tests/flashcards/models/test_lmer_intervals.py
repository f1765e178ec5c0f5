"""Profile intervals: the searches behind them, against SciPy's on the textbook's criterion."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from flashcards.models.intervals import profile, wald
from flashcards.models.lmer import LmerFit, lmer
from flashcards.models.mixed.held import HeldCovariance, HeldEffect, HeldSigma, places_of_row
from flashcards.models.mixed.layout import Term
from tests.flashcards.models.textbook import Float, Textbook

RISE: Final = 3.8414588206941236
"""The 0.95 quantile of χ²(1)."""


def rows(spread: tuple[float, float], seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    g, x, z = np.arange(60) % 10, rng.uniform(0, 40, 60), rng.normal(size=60)
    y = 5 + 0.3 * x + spread[0] * rng.normal(size=10)[g] + spread[1] * rng.normal(size=10)[g] * x
    return pd.DataFrame({"y": y + rng.normal(size=60), "x": x, "z": z, "g": [f"g{i}" for i in g]})


SLOPES: Final = lmer("y ~ x + (x | g)", rows((1.0, 0.1)), reml=False)
THREE: Final = lmer("y ~ x + (1 | g) + (0 + x + z | g)", rows((1.0, 0.1)), reml=False)


@pytest.mark.parametrize("entry", [(0, 0, 0), (0, 1, 0), (0, 1, 1)])
def test_derivatives_go_back_through_what_is_held(entry: tuple[int, int, int]) -> None:
    held = HeldCovariance(SLOPES.problem, SLOPES.theta, SLOPES.sigma, entry)
    problem = replace(held.problem, value=0.4)
    place = held.estimate + np.array([0.1, -0.2, 0.3, 0.05])
    steps = 1e-5 * np.eye(len(place))
    slope = [(problem.at(place + h).value - problem.at(place - h).value) / 2e-5 for h in steps]
    np.testing.assert_allclose(problem.at(place).gradient, slope, rtol=1e-6, atol=1e-5)


def test_what_is_held_stands_in_the_covariance_matrix() -> None:
    for entry, value in (((1, 0, 0), 0.7), ((1, 1, 1), 0.7), ((1, 1, 0), -0.3)):
        held = HeldCovariance(THREE.problem, THREE.theta, THREE.sigma, entry)
        held(value)
        theta, sigma = held.free[:-1] / THREE.units, float(np.exp(held.free[-1]))
        one, other, corner = theta[1:]
        matrix = sigma**2 * np.array([[one**2, one * other], [one * other, other**2 + corner**2]])
        spread = np.sqrt(np.diag(matrix))
        _, i, j = entry
        found = spread[i] if i == j else matrix[i, j] / spread[i] / spread[j]
        assert found == pytest.approx(value, rel=1e-9)


def test_places_of_rows() -> None:
    layout = THREE.problem.layout
    assert [places_of_row(layout, 1, row).tolist() for row in (0, 1)] == [[1], [2, 3]]
    assert places_of_row(layout, 0, 0).tolist() == [0]


def book(fit: LmerFit, theta: Float, x: Float, y: Float) -> Textbook:
    terms = [
        Term(block.group, block.z, block.codes, len(block.levels)) for block in fit.design.blocks
    ]
    return Textbook(terms, x, y, theta, False)


def test_a_fixed_effect_is_held() -> None:
    """The rest of the model is fitted to what the held effect leaves of the outcome."""
    design, value = SLOPES.design, 0.9 * SLOPES.beta[1]
    left = design.y - value * design.x[:, 1]
    held = HeldEffect(design.x, design.y, 1, SLOPES.problem, SLOPES.minimum)
    theirs = minimize(
        lambda theta: book(SLOPES, theta, design.x[:, :1], left).criterion(),
        SLOPES.theta,
        method="Nelder-Mead",
        options={"xatol": 1e-6, "fatol": 1e-9, "maxfev": 2000},
    )
    assert held(value) == pytest.approx(theirs.fun, abs=1e-5)


def test_sigma_is_held() -> None:
    design, value = SLOPES.design, 1.2 * SLOPES.sigma
    theirs = minimize(
        lambda theta: book(SLOPES, theta, design.x, design.y).criterion(value),
        SLOPES.theta,
        method="Nelder-Mead",
        options={"xatol": 1e-6, "fatol": 1e-9, "maxfev": 2000},
    )
    held = HeldSigma(SLOPES.problem, SLOPES.minimum)
    assert held(value) == pytest.approx(theirs.fun, abs=1e-5)


@pytest.mark.parametrize("spread", [(1.0, 0.1), (0.0, 0.1), (0.0, 0.0)])
def test_the_deviance_has_risen_at_both_ends(spread: tuple[float, float]) -> None:
    fit = lmer("y ~ x + (x | g)", rows(spread))
    best = fit.ml()
    for each in profile(fit)[3:]:
        index = best.design.names.index(each.name) if each.name in best.design.names else -1
        for end in (each.lower, each.upper):
            lowest = (
                HeldSigma(best.problem, best.minimum)
                if index < 0
                else HeldEffect(best.design.x, best.design.y, index, best.problem, best.minimum)
            )
            assert lowest(end) - best.criterion == pytest.approx(RISE, abs=1e-3)


def test_intervals_hold_their_estimates_and_stay_within_bounds() -> None:
    for spread in ((1.0, 0.1), (0.0, 0.1), (0.0, 0.0)):
        for each in profile(lmer("y ~ x + (x | g)", rows(spread))):
            assert each.lower <= each.estimate <= each.upper
            if each.name.startswith("sd_"):
                assert each.lower >= 0
            if each.name.startswith("cor_"):
                assert each.lower >= -1
                assert each.upper <= 1


def test_a_wider_level_is_a_wider_interval() -> None:
    fit = lmer("y ~ x + (1 | g)", rows((1.0, 0.0)))
    for narrow, wide in zip(profile(fit, 0.8), profile(fit, 0.99), strict=True):
        assert wide.lower <= narrow.lower < narrow.upper <= wide.upper
    for narrow, wide in zip(wald(fit, 0.8), wald(fit, 0.99), strict=True):
        assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_a_model_with_one_fixed_effect() -> None:
    """Nothing but the random effects is left where it is held."""
    fit = lmer("y ~ 1 + (1 | g)", rows((1.0, 0.0)))
    intercept = profile(fit)[-1]
    assert intercept.lower < fit.beta[0] < intercept.upper
