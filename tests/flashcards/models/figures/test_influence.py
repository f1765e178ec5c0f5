"""Groups left out in turn, against R's influence()."""

from __future__ import annotations

import numpy as np
import pytest

from flashcards.models.figures.build import draw
from flashcards.models.figures.figure import Intervals, Points, Rule
from flashcards.models.figures.scene import Scene
from tests.flashcards.models.figures.drawn import FIXEF, SLOPES, figure, only, panel_of
from tests.flashcards.models.references.models.fitting import fitted as r_fitted
from tests.flashcards.models.references.models.reading import MODELS, data_set


@pytest.fixture(scope="module")
def nights():
    return draw("influence", Scene((r_fitted("nights_slopes"),), data_set("nights")))


def by_level(panel) -> dict[str, float]:
    dots = only(panel, Points)
    return {panel.y.levels[int(at)]: x for x, at in zip(dots.x, dots.y, strict=True)}


def test_dots_are_rs_estimates_without_each_group(nights):
    reference = MODELS["nights_slopes"]["influence"]["subject"]
    for title, k in (("intercept", 0), ("slope of days", 1)):
        expected = {
            level: row[k]
            for level, row in zip(reference["levels"], reference["fixef"], strict=True)
        }
        assert by_level(panel_of(nights, title)) == pytest.approx(expected, rel=1e-5)
    spread = {
        level: np.sqrt(row[0])
        for level, row in zip(reference["levels"], reference["varcorr"], strict=True)
    }
    assert by_level(panel_of(nights, "SD of intercept")) == pytest.approx(spread, rel=1e-3)
    sigma = dict(zip(reference["levels"], reference["sigma"], strict=True))
    assert by_level(panel_of(nights, "residual SD")) == pytest.approx(sigma, rel=1e-4)


def test_groups_are_sorted_by_the_cooks_distances_that_r_gives(nights):
    reference = MODELS["nights_slopes"]["influence"]["subject"]
    distances = dict(zip(reference["levels"], reference["cooks_lme4"], strict=True))
    for panel in nights.panels:
        assert panel.y.levels == tuple(sorted(distances, key=distances.__getitem__))
    assert by_level(panel_of(nights, "Cook's")) == pytest.approx(distances, rel=1e-3)


def test_each_dot_is_tied_to_the_value_with_all_groups(nights):
    panel = panel_of(nights, "slope of days")
    bars, dots, whole = only(panel, Intervals), only(panel, Points), only(panel, Rule).at
    assert whole == pytest.approx(MODELS["nights_slopes"]["fixef"][1])
    for low, high, x in zip(bars.low, bars.high, dots.x, strict=True):
        assert (low, high) == (min(x, whole), max(x, whole))


def test_it_says_who_moves_what_and_has_the_largest_distance():
    shown = figure("influence", SLOPES)
    slopes = by_level(panel_of(shown, "slope of x1"))
    farthest = max(slopes, key=lambda name: abs(slopes[name] - FIXEF[1]))
    assert farthest == "sub_374"
    assert f"slope of x1 from -0.672 to {slopes[farthest]:.3f}" in shown.says
    top = shown.panels[-1].y.levels[-1]
    assert shown.says.endswith(f"has {top}.")
    assert shown.table.rows[0][0] == "none"
    assert shown.table.rows[1][0] == top
