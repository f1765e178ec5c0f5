"""The page of checks, against what R computes."""

from __future__ import annotations

import numpy as np
import pytest

from flashcards.models.figures.build import draw
from flashcards.models.figures.checks import _smooth, normal_quantiles, quartile_line
from flashcards.models.figures.figure import Bars, Line, Points, Rule
from flashcards.models.figures.scene import Scene
from tests.flashcards.models.figures.drawn import (
    LM,
    SD,
    SLOPES,
    data,
    figure,
    fit,
    fitted,
    layers,
    only,
    panel_of,
)

V = np.array([2.1, -0.5, 0.3, 1.9, -2.2, 0.8, -1.1, 0.1, 3.3, -0.7, 0.9, -0.2])


def test_quantiles_are_where_rs_qqnorm_has_them():
    # qqnorm(1:5)$x and qqnorm(1:12)$x
    assert normal_quantiles(5) == pytest.approx(
        [-1.179761118, -0.4972005707, 0, 0.4972005707, 1.179761118]
    )
    assert normal_quantiles(12)[:3] == pytest.approx([-1.731664396, -1.15034938, -0.8122178015])


def test_the_line_is_rs_qqline():
    assert quartile_line(V) == pytest.approx((0.3, 1.260211886))


def test_the_smooth_is_rs_lowess():
    found = _smooth(np.arange(1.0, 13.0), V)
    assert found is not None
    # lowess(1:12, v)$y; R and statsmodels weigh the robust steps a little differently.
    expected = [1.236, 0.885, 0.523, 0.175, 0.0278, -0.0464, 0.0396, 0.2057, 0.3124, 0.320, 0.285]
    assert found[1][:11] == pytest.approx(expected, abs=0.02)


def test_of_one_fitted_value_there_is_no_smooth():
    shown = figure("checks", "outcome ~ 1")
    assert not layers(panel_of(shown, "residuals by"), Line)


def test_a_mixed_model_has_four_panels_and_two_for_each_effect():
    assert [panel.title for panel in figure("checks", SLOPES).panels] == [
        *("residuals", "residuals, QQ", "residuals by fitted value", "scale–location"),
        *("intercept", "intercept, QQ", "slope of x1", "slope of x1, QQ"),
    ]
    assert len(figure("checks", LM).panels) == 4


def test_histograms_count_every_value_once():
    shown = figure("checks", SLOPES)
    residuals = only(panel_of(shown, "residuals"), Bars, "residual")
    assert sum(residuals.heights) == 185
    assert sum(only(panel_of(shown, "intercept"), Bars, "deviation").heights) == 20
    values = fitted("caffeine", SLOPES).residuals
    assert residuals.edges[0] <= values.min() < values.max() <= residuals.edges[-1]
    first = sum(residuals.edges[0] <= value < residuals.edges[1] for value in values)
    assert residuals.heights[0] == first


def test_the_normal_curve_has_the_area_of_the_bars():
    panel = panel_of(figure("checks", SLOPES), "residuals")
    bars, curve = only(panel, Bars), only(panel, Line)
    width = bars.edges[1] - bars.edges[0]
    assert sum(curve.y) * (curve.x[1] - curve.x[0]) == pytest.approx(185 * width, rel=0.01)


def test_residuals_stand_against_fitted_values():
    model = fitted("caffeine", SLOPES)
    panel = panel_of(figure("checks", SLOPES), "residuals by")
    dots = only(panel, Points)
    assert sorted(zip(dots.x, dots.y, strict=True)) == sorted(
        zip(model.fitted.tolist(), model.residuals.tolist(), strict=True)
    )
    assert (only(panel, Rule).at, only(panel, Rule).axis) == (0, "y")
    spread = only(panel_of(figure("checks", SLOPES), "scale"), Points)
    assert sorted(spread.y) == pytest.approx(sorted(np.sqrt(np.abs(model.residuals))))


def test_what_is_said_are_the_residuals_in_standard_deviations_and_the_farthest_groups():
    says = figure("checks", SLOPES).says
    # The outermost scaled residuals that R prints in the summary.
    assert "from -4.07 to 5.23 SDs" in says
    assert "tails are long" in says
    assert f"sub_373 in the intercept ({-197.58 / SD[0]:.1f} SDs)" in says
    smooth = only(panel_of(figure("checks", SLOPES), "residuals by"), Line)
    assert f"within {max(map(abs, smooth.y)):.1f} ms of 0" in says


def test_normal_residuals_are_said_to_be_normal():
    columns = dict(data("caffeine"))
    columns["noise"] = np.random.default_rng(2).standard_normal(185)
    shown = draw("checks", Scene((fit("noise ~ x1", columns),), columns))
    assert "tails are as normal ones" in shown.says


def test_the_table_has_quantiles_beside_those_of_a_normal_distribution():
    table = figure("checks", SLOPES).table
    assert [row[0] for row in table.rows] == ["residuals", "intercept", "slope of x1", "normal"]
    scaled = fitted("caffeine", SLOPES).residuals / fitted("caffeine", SLOPES).sigma
    assert table.rows[0][1] == f"{scaled.min():.2f}"
    assert table.rows[0][4] == f"{np.median(scaled):.2f}"
    assert table.rows[-1][2] == "-1.64"
