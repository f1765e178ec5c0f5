"""Shrinkage, densities, deviations, caterpillar and decomposition against R and raw rows."""

from __future__ import annotations

import re

import numpy as np
import pytest

from flashcards.models.errors import ModelError
from flashcards.models.figures.build import draw
from flashcards.models.figures.figure import Arrows, Intervals, Line, Points, Rug, Rule, Words
from flashcards.models.figures.scene import Scene
from tests.flashcards.models.figures.drawn import (
    COEF,
    FIXEF,
    INTERCEPTS,
    LM,
    OWN,
    RANEF,
    SD,
    SLOPES,
    figure,
    fit,
    fitted,
    layers,
    of,
    only,
    panel_of,
    rows,
)
from tests.flashcards.models.references.models.fitting import fitted as r_fitted
from tests.flashcards.models.references.models.reading import MODELS, data_set

NUMBER = r"[-+]?\d+(?:\.\d+)?"

# -- shrinkage ---------------------------------------------------------------------------------


def test_arrows_go_from_each_subjects_own_line_to_the_coefficients_that_r_prints():
    shown = figure("shrinkage", SLOPES)
    arrows = only(shown.panels[0], Arrows)
    names = [row[0] for row in shown.table.rows]
    for name in COEF:
        k = names.index(name)
        x, y = of("caffeine", "x1", subject=name), of("caffeine", "outcome", subject=name)
        slope, intercept = np.polyfit(x, y, 1)
        assert (arrows.x[k], arrows.y[k]) == pytest.approx((intercept, slope))
        assert arrows.to_x[k] == pytest.approx(COEF[name][0], abs=0.5)
        assert arrows.to_y[k] == pytest.approx(COEF[name][1], abs=0.0005)


def test_complete_pooling_is_a_cross_at_the_line_of_all_rows():
    cross = only(figure("shrinkage", SLOPES).panels[0], Points, "complete")
    slope, intercept = np.polyfit(of("caffeine", "x1"), of("caffeine", "outcome"), 1)
    assert (cross.x[0], cross.y[0], cross.sign) == (
        pytest.approx(intercept),
        pytest.approx(slope),
        "cross",
    )


def dummies() -> tuple[list[str], np.ndarray]:
    """Intercepts of lm(outcome ~ x1 + subject) without its arithmetic: by dummy columns."""
    table = rows("caffeine")
    names = sorted({row["subject"] for row in table})
    columns = [[float(row["subject"] == name) for name in names] for row in table]
    x = np.column_stack([np.array(columns), of("caffeine", "x1")])
    return names, np.linalg.lstsq(x, of("caffeine", "outcome"), rcond=None)[0]


@pytest.mark.parametrize("formulas", [(INTERCEPTS,), (OWN, INTERCEPTS), (LM, OWN, INTERCEPTS)])
def test_with_one_slope_arrows_run_along_the_intercept_sorted_by_their_start(formulas):
    shown = figure("shrinkage", *formulas)
    panel = shown.panels[0]
    arrows = only(panel, Arrows)
    names, own = dummies()
    expected = dict(zip(names, own[:-1].tolist(), strict=True))
    assert arrows.x == pytest.approx([expected[level] for level in panel.y.levels])
    assert list(arrows.x) == sorted(arrows.x)
    assert arrows.y == arrows.to_y == tuple(range(20))
    coef = fitted("caffeine", INTERCEPTS).coef()["subject"]
    partial = dict(zip(coef.levels, coef.values[:, 0].tolist(), strict=True))
    assert arrows.to_x == pytest.approx([partial[level] for level in panel.y.levels])


def test_the_rule_stands_at_the_intercept_of_all_rows():
    rule = only(figure("shrinkage", INTERCEPTS).panels[0], Rule, "complete")
    intercept = np.polyfit(of("caffeine", "x1"), of("caffeine", "outcome"), 1)[1]
    assert (rule.at, rule.axis) == (pytest.approx(intercept), "x")


def test_shrinkage_says_how_many_are_pulled_and_who_farthest():
    shown = figure("shrinkage", OWN, INTERCEPTS)
    arrows, levels = only(shown.panels[0], Arrows), shown.panels[0].y.levels
    average = fitted("caffeine", INTERCEPTS).fixef()["(Intercept)"]
    nearer = sum(
        abs(end - average) < abs(start - average)
        for start, end in zip(arrows.x, arrows.to_x, strict=True)
    )
    assert f"pulls {nearer} of 20 intercepts toward their average ({average:.0f})" in shown.says
    k = levels.index("sub_374")
    assert f"sub_374 (2 rows), from {arrows.x[k]:.0f} to {arrows.to_x[k]:.0f}" in shown.says


def test_what_is_the_same_in_all_rows_of_a_group_is_part_of_its_intercept():
    shown = figure("shrinkage", "outcome ~ x1 + x2 + (1 + x1 | subject)")
    arrows = only(shown.panels[0], Arrows)
    x, y = of("caffeine", "x1", subject="sub_308"), of("caffeine", "outcome", subject="sub_308")
    slope, intercept = np.polyfit(x, y, 1)
    assert (arrows.x[0], arrows.y[0]) == pytest.approx((intercept, slope))
    beta = fitted("caffeine", "outcome ~ x1 + x2 + (1 + x1 | subject)").fixef()
    slept = {row["subject"]: row["x2"] == "yes" for row in rows("caffeine")}
    average = beta["(Intercept)"] + beta["x2yes"] * np.mean(list(slept.values()))
    assert f"intercepts toward their average ({average:.0f})" in shown.says
    # Where a subject has ten rows the model stays close to them, whatever its predictors.
    assert arrows.to_x[0] == pytest.approx(intercept, abs=10)


def test_other_grouping_factors_are_taken_away_before_groups_are_compared():
    shown = figure("shrinkage", "score ~ 1 + (1 | ppt) + (1 | task)", name="tasks-partial")
    assert "pulls 24 of 24 intercepts" in shown.says
    model = fitted("tasks-partial", "score ~ 1 + (1 | ppt) + (1 | task)")
    ends = dict(zip(shown.panels[0].y.levels, only(shown.panels[0], Arrows).to_x, strict=True))
    assert ends == pytest.approx(
        dict(zip(model.coef()["ppt"].levels, model.coef()["ppt"].values[:, 0], strict=True))
    )


def test_effects_that_no_group_shows_by_itself_cannot_be_drawn_as_arrows():
    with pytest.raises(ModelError, match="No subject's own rows determine"):
        figure("shrinkage", "outcome ~ x2 + (x2 | subject)")


def test_arrows_of_named_groups_only():
    shown = figure("shrinkage", INTERCEPTS, groups=("sub_373", "sub_374"))
    assert shown.panels[0].y.levels == ("sub_373", "sub_374")


# -- densities ---------------------------------------------------------------------------------


def test_rugs_are_deviations_in_standard_deviations():
    shown = figure("densities", SLOPES)
    assert [panel.title for panel in shown.panels] == [
        *("intercept, SD 72.7 ms", "slope of x1, SD 1.36 ms per mg")
    ]
    for k, panel in enumerate(shown.panels):
        rug = only(panel, Rug).at
        assert len(rug) == 20
        for name in RANEF:
            assert min(abs(np.array(rug) - RANEF[name][k] / SD[k])) < 0.02


def test_the_curve_is_the_standard_normal_density():
    curve = only(figure("densities", SLOPES).panels[0], Line)
    middle = curve.y[curve.x.index(pytest.approx(0, abs=1e-12))]
    assert middle == pytest.approx(0.3989423)
    assert np.interp(1.0, curve.x, curve.y) == pytest.approx(0.2419707, abs=1e-3)
    assert sum(curve.y) * (curve.x[1] - curve.x[0]) == pytest.approx(1, abs=2e-3)


def test_the_farthest_groups_are_named_and_said():
    shown = figure("densities", SLOPES)
    assert "of intercepts between subjects, with a standard deviation of 72.7 ms" in shown.says
    assert (
        "of slopes of x1 between subjects, with a standard deviation of 1.36 ms per mg"
        in shown.says
    )
    assert [words.text for panel in shown.panels for words in layers(panel, Words)] == [
        *("sub_373", "sub_374")
    ]
    assert f"sub_373, {197.58 / 72.72:.1f} SDs below" in shown.says
    assert f"sub_374, {4.6051 / 1.36:.1f} SDs above" in shown.says


def test_every_factor_has_its_panels():
    shown = figure("densities", "score ~ 1 + (1 | school) + (1 | child:school)", name="schools")
    assert [panel.title.split(",")[0] for panel in shown.panels] == [
        *("intercept by child:school", "intercept by school")
    ]


@pytest.mark.parametrize("what", ["densities", "caterpillar"])
def test_where_nothing_varies_there_is_nothing_to_draw(what):
    flat = Scene((r_fitted("flat_nothing"),), data_set("flat"))
    with pytest.raises(ModelError, match="estimated as 0"):
        draw(what, flat)


# -- deviations --------------------------------------------------------------------------------


def test_both_deviations_are_measured_out():
    panel = figure("deviations", SLOPES, groups=("sub_308",)).panels[0]
    lift, turn = layers(panel, Arrows, "deviation")
    assert (lift.x[0], lift.to_x[0]) == (0, 0)
    assert lift.y[0] == pytest.approx(FIXEF[0], abs=0.0005)
    assert lift.to_y[0] - lift.y[0] == pytest.approx(31.33, abs=0.005)
    assert turn.x[0] == 90
    assert turn.to_y[0] - turn.y[0] == pytest.approx(-1.4400 * 90, abs=0.005)
    texts = [words.text for words in layers(panel, Words)]
    assert texts == ["ζ₀ᵢ = +31.3 ms", "ζ₁ᵢ · x1 = -1.44 × 90 = -130 ms"]


def test_deviations_start_at_the_fixed_line_and_end_at_the_groups():
    panel = figure("deviations", SLOPES, groups=("sub_374",)).panels[0]
    own, fixed = only(panel, Line, "slopes"), layers(panel, Line, "fixed")
    lift, turn = layers(panel, Arrows, "deviation")
    thick = next(line for line in fixed if line.weight == "thick")
    moved = next(line for line in fixed if line.weight == "faint")
    assert (lift.y[0], lift.to_y[0]) == pytest.approx((thick.y[0], own.y[0]))
    assert (turn.y[0], turn.to_y[0]) == pytest.approx((moved.y[-1], own.y[-1]))
    assert len(only(panel, Points, "outcome").x) == 2


def test_deviations_are_said_in_words():
    says = figure("deviations", SLOPES, groups=("sub_308",)).says
    assert "starts 31.3 ms above the fixed line, where x1 is 0" in says
    assert "its slope is 1.44 ms lower for each mg of x1" in says


def test_with_a_random_intercept_alone_there_is_one_deviation():
    shown = figure("deviations", INTERCEPTS)
    assert len(layers(shown.panels[0], Arrows)) == 1
    assert "all along" in shown.says


def test_the_axis_reaches_to_0_where_intercepts_are_defined():
    subjects = np.array([row["subject"] for row in rows("caffeine")], dtype=object)
    columns = {"y": of("caffeine", "outcome"), "x": of("caffeine", "x1") + 20, "who": subjects}
    shown = draw("deviations", Scene((fit("y ~ x + (x | who)", columns),), columns))
    assert shown.panels[0].x.low < 0
    assert layers(shown.panels[0], Arrows)[0].x[0] == 0


# -- caterpillar -------------------------------------------------------------------------------


def test_bars_come_from_the_conditional_variances_that_r_gives():
    shown = draw("caterpillar", Scene((r_fitted("nights_slopes"),), data_set("nights")))
    reference = MODELS["nights_slopes"]["ranef"]["subject"]
    for k, panel in enumerate(shown.panels):
        found = {}
        for bars in layers(panel, Intervals):
            for at, low, high in zip(bars.at, bars.low, bars.high, strict=True):
                found[panel.y.levels[int(at)]] = (low, high)
        for level, value, variance in zip(
            reference["levels"], reference["values"], reference["variances"][0], strict=True
        ):
            reach = 1.96 * np.sqrt(variance[k][k])
            assert found[level] == pytest.approx((value[k] - reach, value[k] + reach), rel=1e-5)


def test_rows_climb_by_intercept_in_both_panels():
    shown = figure("caterpillar", SLOPES)
    assert [panel.title for panel in shown.panels] == ["intercept", "slope of x1"]
    levels = shown.panels[0].y.levels
    assert (levels[0], levels[-1]) == ("sub_373", "sub_333")
    assert shown.panels[1].y.levels == levels
    dots = layers(shown.panels[0], Points)
    heights = {at: x for each in dots for x, at in zip(each.x, each.y, strict=True)}
    assert [heights[k] for k in range(20)] == sorted(heights.values())
    assert heights[0.0] == pytest.approx(RANEF["sub_373"][0], abs=0.005)


def test_bars_that_miss_0_look_unlike_those_that_cover_it():
    shown = figure("caterpillar", SLOPES)
    for panel, name in zip(shown.panels, ("Intercept", "slope of x1"), strict=True):
        misses, covers = only(panel, Intervals, "deviation"), only(panel, Intervals, "plain")
        assert all(a > 0 or b < 0 for a, b in zip(misses.low, misses.high, strict=True))
        assert all(a <= 0 <= b for a, b in zip(covers.low, covers.high, strict=True))
        assert f"{name}: {len(misses.at)} of 20 bars miss 0" in shown.says
        assert only(panel, Points, "plain").sign == "ring"
        assert only(panel, Rule).at == 0


def test_the_longest_bars_are_said_where_they_have_the_fewest_rows():
    says = figure("caterpillar", SLOPES).says
    assert "longest bars are those of sub_373 and sub_374, with 3 and 2 rows only" in says
    balanced = draw("caterpillar", Scene((r_fitted("nights_slopes"),), data_set("nights")))
    assert "longest" not in balanced.says


# -- decomposition -----------------------------------------------------------------------------


def test_the_parts_add_up_to_an_observation_of_the_data():
    panel = figure("decomposition", SLOPES).panels[0]
    deviation, residual = only(panel, Arrows, "deviation"), only(panel, Arrows, "residual")
    x = deviation.x[0]
    assert residual.x[0] == x
    assert deviation.to_y == residual.y
    observed = residual.to_y[0]
    assert observed in of("caffeine", "outcome", subject=panel.title, x1=f"{x:g}")
    assert deviation.y[0] == pytest.approx(FIXEF[0] + FIXEF[1] * x, abs=0.1)
    # They follow one another, so that neither hides the other.
    assert (deviation.to_y[0] - deviation.y[0]) * (observed - deviation.to_y[0]) > 0


def test_words_hold_symbols_and_numbers():
    shown = figure("decomposition", SLOPES, groups=("sub_308",))
    panel = shown.panels[0]
    texts = {words.meaning: words.text for words in layers(panel, Words)}
    x = only(panel, Arrows, "deviation").x[0]
    for meaning, symbols, (intercept, slope) in (
        ("fixed", "γ₀₀ + γ₁₀·x = ", FIXEF),
        ("deviation", "ζ₀ᵢ + ζ₁ᵢ·x = ", (31.3, -1.44)),
    ):
        assert texts[meaning].startswith(symbols)
        first, second, at, whole = re.findall(NUMBER, texts[meaning].removeprefix(symbols))
        assert float(first) == pytest.approx(intercept, rel=2e-3)
        assert -float(second) == pytest.approx(slope, rel=5e-3)
        assert float(at) == x
        # Done by hand with the digits that are shown, it is what it is said to be.
        assert f"{float(first) - float(second) * x:.1f}" == whole
    assert texts["residual"].startswith("ε = ")
    assert texts["outcome"].startswith("y = ")
    values = [float(re.findall(NUMBER, texts[m])[-1]) for m in ("fixed", "deviation", "residual")]
    assert sum(values) == pytest.approx(float(texts["outcome"][4:]), abs=0.21)
    assert f"the fixed line's {values[0]:.1f}" in shown.says


def test_the_table_has_each_part():
    names = [row[0] for row in figure("decomposition", INTERCEPTS).table.rows]
    assert names[0] == "γ₀₀"
    assert "ζ₀ᵢ" in names
    assert not any(name.startswith("ζ₁ᵢ") for name in names)
    assert names[-2:] == ["ε (residual)", "y (observation)"]


def test_with_other_effects_the_parts_have_words_for_names():
    shown = figure("decomposition", "outcome ~ x1 + x2 + (1 + x1 | subject)")
    texts = [words.text for words in layers(shown.panels[0], Words)]
    assert texts[0].startswith("fixed line: ")
    assert texts[1].startswith("deviation: ")


def test_the_panel_is_that_of_the_group():
    assert panel_of(figure("decomposition", SLOPES, groups=("sub_330",)), "sub_330")
