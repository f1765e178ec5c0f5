"""Scatter, facets, spaghetti and ribbon against lines computed from the raw rows, and R's."""

from __future__ import annotations

import numpy as np
import pytest

from flashcards.models.errors import ModelError
from flashcards.models.figures.build import draw
from flashcards.models.figures.figure import Band, Intervals, Line, Points, Words
from flashcards.models.figures.scene import Scene
from tests.flashcards.models.figures.drawn import (
    COEF,
    FIXEF,
    INTERCEPTS,
    LM,
    OWN,
    SLOPES,
    figure,
    layers,
    of,
    only,
    panel_of,
)
from tests.flashcards.models.references.models.fitting import fitted as r_fitted
from tests.flashcards.models.references.models.reading import MODELS, data_set

FOUR = ("sub_352", "sub_369", "sub_373", "sub_374")


def ends(line: Line) -> tuple[float, float]:
    """Height at the left end, and slope."""
    return line.y[0], (line.y[-1] - line.y[0]) / (line.x[-1] - line.x[0])


# -- scatter -----------------------------------------------------------------------------------


def test_scatter_has_all_rows_and_the_line_of_least_squares():
    panel = figure("scatter", LM).panels[0]
    dots, line = only(panel, Points), only(panel, Line, "complete")
    x, y = of("caffeine", "x1"), of("caffeine", "outcome")
    assert sorted(zip(dots.x, dots.y, strict=True)) == sorted(zip(x, y, strict=True))
    slope, intercept = np.polyfit(x, y, 1)
    assert (line.x[0], line.x[-1]) == (0, 90)
    assert ends(line) == pytest.approx((intercept, slope))


def test_scatter_says_slope_and_share_of_the_variance():
    x, y = of("caffeine", "x1"), of("caffeine", "outcome")
    slope = np.polyfit(x, y, 1)[0]
    share = 100 * np.corrcoef(x, y)[0, 1] ** 2
    assert figure("scatter", LM).says == (
        f"One straight line through all 185 rows falls by {-slope:.3f} ms with each mg of x1, "
        f"and explains {share:.0f} % of the variance of outcome."
    )


def test_scatter_along_a_factor_joins_the_means_of_its_levels():
    panel = figure("scatter", "outcome ~ x2").panels[0]
    assert panel.x.levels == ("no", "yes")
    assert only(panel, Line).y == pytest.approx(
        [of("caffeine", "outcome", x2=level).mean() for level in ("no", "yes")]
    )


def test_scatter_tells_the_mean_of_the_rows_at_each_value():
    table = figure("scatter", LM).table
    assert table.header[:3] == ("x1", "rows", "mean outcome")
    zero = of("caffeine", "outcome", x1="0")
    assert table.rows[0][:3] == ("0", str(len(zero)), f"{zero.mean():.1f}")


# -- facets ------------------------------------------------------------------------------------


def test_facets_of_lm_have_a_panel_for_each_subject_with_the_same_line():
    shown = figure("facets", LM)
    assert len(shown.panels) == 20
    assert shown.facets
    for panel in shown.panels:
        assert only(panel, Line).y == pytest.approx(only(shown.panels[0], Line, "complete").y)
    panel = panel_of(shown, "sub_374")
    assert only(panel, Points).y == pytest.approx(of("caffeine", "outcome", subject="sub_374"))


def test_facets_of_lm_count_the_subjects_that_the_line_misses():
    slope, intercept = np.polyfit(of("caffeine", "x1"), of("caffeine", "outcome"), 1)
    missed = 0
    for panel in figure("facets", LM).panels:
        x, y = (of("caffeine", name, subject=panel.title) for name in ("x1", "outcome"))
        above = y > intercept + slope * x
        missed += above.all() or not above.any()
    assert f"in {missed} of 20 subjects all points lie on one side" in figure("facets", LM).says


def test_facets_of_two_models_have_a_line_of_each():
    shown = figure("facets", INTERCEPTS, SLOPES)
    panel = panel_of(shown, "sub_308")
    intercept, slope = ends(only(panel, Line, "slopes"))
    assert (intercept, slope) == (
        pytest.approx(COEF["sub_308"][0], abs=0.5),
        pytest.approx(COEF["sub_308"][1], abs=0.0005),
    )
    slopes = {round(ends(only(each, Line, "intercepts"))[1], 9) for each in shown.panels}
    assert len(slopes) == 1
    assert [key.meaning for key in shown.legend] == ["intercepts", "slopes"]
    assert "from -2.11 ms for each mg of x1 (sub_308) to +3.93 (sub_374)" in shown.says


def test_facets_of_named_subjects_show_no_pooling_beside_partial_and_complete():
    shown = figure("facets", LM, OWN, INTERCEPTS, groups=FOUR)
    assert [panel.title.partition(",")[0] for panel in shown.panels] == list(FOUR)
    assert panel_of(shown, "sub_374").title == "sub_374, 2 rows"
    # No pooling by hand: one slope within subjects, each subject's own mean.
    groups = {name: within(name) for name in sorted(COEF | dict.fromkeys(every_subject()))}
    slope = sum(a @ b for a, b, *_ in groups.values()) / sum(a @ a for a, *_ in groups.values())
    for panel in shown.panels:
        _, _, x_mean, y_mean = groups[panel.title.partition(",")[0]]
        own = ends(only(panel, Line, "none"))
        assert own == pytest.approx((y_mean - slope * x_mean, slope))
        assert layers(panel, Line, "complete")


def test_facets_say_how_far_partial_pooling_pulls():
    shown = figure("facets", LM, OWN, INTERCEPTS, groups=FOUR)
    lower, higher = panel_of(shown, "sub_373"), panel_of(shown, "sub_374")
    up = at_mean(lower, "intercepts") - at_mean(lower, "none")
    down = at_mean(higher, "none") - at_mean(higher, "intercepts")
    assert up > 0
    assert down > 0
    assert (
        f"by {down:.1f} ms down for sub_374 (2 rows) and {up:.1f} ms up for sub_373" in shown.says
    )
    assert shown.says.endswith(", in the middle of each subject's rows.")


def test_the_axes_of_some_subjects_hold_their_rows_only():
    shown = figure("facets", LM, groups=("sub_308", "sub_309"))
    y = np.concatenate([of("caffeine", "outcome", subject=name) for name in ("sub_308", "sub_309")])
    axis = shown.panels[0].y
    line = only(shown.panels[0], Line).y
    assert axis.low < min(y.min(), *line) < max(y.max(), *line) < axis.high
    assert axis.high - axis.low < 1.2 * (max(y.max(), *line) - min(y.min(), *line))


def test_of_many_groups_the_first_ones_are_shown_and_the_title_says_so():
    shown = figure("facets", "score ~ 1 + (1 | school) + (1 | child:school)", name="schools")
    assert len(shown.panels) == 24
    assert "24 of 92 children" in shown.title


def test_two_models_of_one_meaning_are_told_apart_by_formula_and_weight():
    shown = figure("facets", LM, "outcome ~ x1 + x2")
    assert [key.words for key in shown.legend] == ["outcome ~ x1", "outcome ~ x1 + x2"]
    assert [line.weight for line in layers(shown.panels[0], Line)] == ["faint", "normal"]


def within(name: str):
    x, y = of("caffeine", "x1", subject=name), of("caffeine", "outcome", subject=name)
    return x - x.mean(), y - y.mean(), x.mean(), y.mean()


def every_subject() -> list[str]:
    return [panel.title for panel in figure("facets", LM).panels]


def at_mean(panel, meaning: str) -> float:
    x = np.mean(only(panel, Points).x)
    line = only(panel, Line, meaning)
    return float(np.interp(x, line.x, line.y))


# -- spaghetti ---------------------------------------------------------------------------------


def test_spaghetti_lays_the_thick_fixed_line_over_faint_lines_of_all_subjects():
    panel = figure("spaghetti", SLOPES).panels[0]
    faint, fixed = layers(panel, Line, "slopes"), only(panel, Line, "fixed")
    assert len(faint) == 20
    assert {line.weight for line in faint} == {"faint"}
    assert fixed.weight == "thick"
    assert panel.layers[-1] is fixed
    assert ends(fixed) == (
        pytest.approx(FIXEF[0], abs=0.0005),
        pytest.approx(FIXEF[1], abs=0.0005),
    )


def test_each_line_of_the_spaghetti_ends_where_its_rows_end():
    lines = layers(figure("spaghetti", SLOPES).panels[0], Line, "slopes")
    assert lines[-1].x == (0, 70)
    assert lines[-2].x == (10, 80)
    assert ends(lines[-1])[1] == pytest.approx(COEF["sub_374"][1], abs=0.0005)


def test_spaghetti_says_the_fixed_effects_and_the_outermost_lines():
    says = figure("spaghetti", SLOPES).says
    assert "is at 406 ms where x1 is 0 and falls by 0.672 ms with each mg of x1" in says
    assert "208 (sub_373)" in says
    assert "-2.11 (sub_308) and +3.93 ms (sub_374)" in says
    assert "all parallel" in figure("spaghetti", INTERCEPTS).says


def test_named_subjects_stand_out_of_the_spaghetti_with_their_names():
    panel = figure("spaghetti", SLOPES, groups=("sub_374",)).panels[0]
    assert [line.weight for line in layers(panel, Line, "slopes")].count("normal") == 1
    assert [words.text for words in layers(panel, Words)] == ["sub_374"]


def test_a_group_with_one_place_is_a_dot():
    panel = figure("spaghetti", "outcome ~ x2 + (1 | subject)").panels[0]
    assert len(layers(panel, Points, "intercepts")) == 20
    assert len(layers(panel, Line)) == 1


def test_the_axes_of_the_spaghetti_hold_every_line():
    panel = figure("spaghetti", SLOPES).panels[0]
    every = [y for line in layers(panel, Line) for y in line.y]
    assert panel.y.low < min(every) < max(every) < panel.y.high


# -- ribbon ------------------------------------------------------------------------------------


def test_the_ribbon_is_the_band_of_rs_effect():
    model, reference = r_fitted("nights_slopes"), MODELS["nights_slopes"]["effects"]["days"]
    shown = draw("ribbon", Scene((model,), data_set("nights")))
    band = only(shown.panels[0], Band)
    assert np.interp(reference["days"], band.x, band.low) == pytest.approx(
        reference["lower"], rel=2e-3
    )
    assert (band.low[0], band.high[0]) == pytest.approx(
        (reference["lower"][0], reference["upper"][0]), rel=1e-6
    )
    assert [row[0] for row in shown.table.rows] == [str(day) for day in reference["days"]]
    assert [row[2] for row in shown.table.rows] == [f"{low:.1f}" for low in reference["lower"]]


def test_the_ribbon_says_both_ends():
    shown = figure("ribbon", SLOPES)
    band, line = only(shown.panels[0], Band), only(shown.panels[0], Line)
    assert line.weight == "thick"
    for k, value in ((0, "0"), (-1, "90")):
        expected = (
            f"{line.y[k]:.0f} ms ({band.low[k]:.0f} to {band.high[k]:.0f}) where x1 is {value}"
        )
        assert expected in shown.says


def test_with_all_groups_their_faint_lines_lie_behind_the_ribbon():
    panel = figure("ribbon", SLOPES, groups=("all",)).panels[0]
    assert [type(layer) for layer in panel.layers] == [Line] * 20 + [Band, Line]
    assert {line.weight for line in layers(panel, Line, "slopes")} == {"faint"}


def test_the_ribbon_counts_the_lines_that_leave_it():
    shown = figure("ribbon", SLOPES, groups=("all",))
    panel = shown.panels[0]
    band = only(panel, Band)
    outside = 0
    for line in layers(panel, Line, "slopes"):
        low, high = np.interp(line.x, band.x, band.low), np.interp(line.x, band.x, band.high)
        outside += bool(((line.y < low) | (line.y > high)).any())
    assert f"{outside} of 20 subjects leave that ribbon" in shown.says


def test_along_a_factor_the_ribbon_is_an_interval_for_each_level():
    panel = figure("ribbon", "outcome ~ x2 + (1 | subject)").panels[0]
    bars, dots = only(panel, Intervals), only(panel, Points)
    assert bars.at == (0, 1)
    assert bars.along == "y"
    assert all(low < y < high for low, y, high in zip(bars.low, dots.y, bars.high, strict=True))


def test_a_ribbon_needs_a_predictor_and_for_groups_random_effects():
    with pytest.raises(ModelError, match="along a predictor among the fixed effects"):
        figure("ribbon", "outcome ~ 1 + (1 | subject)")
    with pytest.raises(ModelError, match=r"random effects; this model is lm\(\)"):
        figure("ribbon", LM, groups=("all",))
    assert only(figure("ribbon", LM).panels[0], Band).meaning == "complete"
