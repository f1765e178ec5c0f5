from dataclasses import dataclass
from math import sqrt

import numpy as np
import pytest
from msgspec.structs import replace

from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import Parameters, ParametersAsked, SpreadAsked
from flashcards.models.explore.parameters import one, spread
from flashcards.models.explore.simulate import draw


def whole(asked):
    """The parts of a spread, the whole of it last."""
    parts = spread(asked)
    found = []
    while True:
        try:
            found.append(next(parts))
        except StopIteration as end:
            return [*found, end.value]


SET = Parameters(gamma00=5, gamma10=-2, sigma0=3, sigma1=1, rho=-0.6, sigma=2, groups=30, rows=6)


def test_the_same_seed_draws_the_same_data():
    first, again, other = (draw(SET, seed)["y"] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).all()


def test_data_have_the_moments_that_were_set():
    """Over many groups, each one's mean and variance by x: γ₀₀ + γ₁₀x, and the model's variance."""
    many = replace(SET, groups=500, rows=6)
    y = np.vstack([draw(many, seed)["y"].reshape(500, 6) for seed in range(40)])
    x = np.arange(6)
    variance = 3**2 + 2 * -0.6 * 3 * 1 * x + 1**2 * x**2 + 2**2
    assert y.mean(axis=0) == pytest.approx(5 - 2 * x, abs=5 * sqrt(variance.max() / 20_000))
    assert y.var(axis=0) == pytest.approx(variance, rel=0.05)
    between = np.cov(y[:, 0], y[:, 5])[0, 1]
    assert between == pytest.approx(9 + 5 * -0.6 * 3 * 1, abs=0.6)


def test_much_data_gives_the_parameters_back():
    shown = one(ParametersAsked(replace(SET, groups=500, rows=40), seed=4))
    assert [row.symbol for row in shown.rows] == ["γ₀₀", "γ₁₀", "σ₀", "σ₁", "ρ", "σ_ε"]
    for row in shown.rows:
        assert row.estimate == pytest.approx(row.set, abs=0.5, rel=0.15)
    assert all(row.se for row in shown.rows[:2])
    assert not any(row.se for row in shown.rows[2:])


def test_the_spread_is_told_as_it_grows():
    parts = whole(SpreadAsked(SET, draws=60))
    assert [part.done for part in parts] == [25, 50, 60]
    assert all(
        sum(panel.layers[0].heights) <= part.done for part in parts for panel in part.figure.panels
    )


def test_fixed_effects_are_right_on_average_with_the_error_of_theory():
    """GLS in balanced data: var(γ̂₀₀) = (σ₀² + σ_ε²·(X'X)⁻¹₀₀) / m."""
    last = (whole(SpreadAsked(SET, draws=200)))[-1]
    x = np.column_stack((np.ones(6), np.arange(6)))
    own = np.linalg.inv(x.T @ x)
    for place, (spread_of, value) in enumerate(((3, 5), (1, -2))):
        error = sqrt((spread_of**2 + 2**2 * own[place, place]) / 30)
        row = last.rows[place]
        assert row.mean == pytest.approx(value, abs=4 * error / sqrt(200))
        assert (row.high - row.low) / 2 == pytest.approx(1.645 * error, rel=0.25)


def test_no_variance_between_groups_makes_half_of_the_fits_singular():
    last = (whole(SpreadAsked(replace(SET, sigma0=0, sigma1=0, rho=0), draws=50)))[-1]
    assert last.singular > 20
    assert f"{last.singular} of the 50 fits are singular" in last.figure.says


@dataclass
class Wrong:
    change: dict
    says: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong({"sigma0": -1}, "σ₀ is a standard deviation"),
        Wrong({"sigma": 0}, "σ_ε is to be above 0"),
        Wrong({"rho": 1.2}, "from -1 to 1"),
        Wrong({"groups": 1}, "2 to 500 groups"),
        Wrong({"rows": 2}, "3 to 100 observations"),
        Wrong({"gamma00": float("nan")}, "γ₀₀ is to be a number"),
    ],
    ids=lambda wrong: next(iter(wrong.change)),
)
def test_what_nothing_can_be_drawn_from_is_told(wrong):
    with pytest.raises(ModelError, match=wrong.says):
        one(ParametersAsked(replace(SET, **wrong.change)))
    with pytest.raises(ModelError, match=wrong.says):
        (whole(SpreadAsked(replace(SET, **wrong.change))))
