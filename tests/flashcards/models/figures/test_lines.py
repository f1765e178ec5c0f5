from __future__ import annotations

import numpy as np
import pytest

from flashcards.models.figures.lines import (
    average_line,
    fixed_lines,
    group_lines,
    own_places,
    places,
)
from flashcards.models.figures.scene import Scene
from tests.flashcards.models.figures.drawn import (
    COEF,
    FIXEF,
    INTERCEPTS,
    LM,
    OWN,
    SLOPES,
    data,
    fit,
    fitted,
    of,
    rows,
    scene,
)


def along(found: Scene, *values: float):
    return np.tile(values, (len(found.levels), 1))


def test_the_average_line_is_the_one_of_the_fixed_effects():
    found = scene(SLOPES)
    line = average_line(found, found.fits[0], np.array([0.0, 100.0]))
    assert line[0] == pytest.approx(FIXEF[0], abs=0.0005)
    assert (line[1] - line[0]) / 100 == pytest.approx(FIXEF[1], abs=0.0005)


def test_a_groups_line_has_the_coefficients_that_r_prints():
    found = scene(SLOPES)
    lines = group_lines(found, found.fits[0], along(found, 0, 100))
    for name, (intercept, slope) in COEF.items():
        low, high = lines[found.levels.index(name)]
        assert low == pytest.approx(intercept, abs=0.5)
        assert (high - low) / 100 == pytest.approx(slope, abs=0.0005)


def test_with_an_interaction_each_group_has_the_line_of_its_own_rows():
    found = scene("outcome ~ x1 * subject")
    lines = group_lines(found, found.fits[0], along(found, 0, 50))
    for name in ("sub_308", "sub_350", "sub_373"):
        x, y = of("caffeine", "x1", subject=name), of("caffeine", "outcome", subject=name)
        slope, intercept = np.polyfit(x, y, 1)
        assert lines[found.levels.index(name)] == pytest.approx([intercept, intercept + 50 * slope])


def test_the_one_line_of_lm_is_the_same_for_every_group():
    found = scene(LM)
    slope, intercept = np.polyfit(of("caffeine", "x1"), of("caffeine", "outcome"), 1)
    lines = group_lines(found, found.fits[0], along(found, 0, 90))
    assert lines == pytest.approx(along(found, intercept, intercept + 90 * slope))


def test_a_group_keeps_its_own_other_predictors():
    found = scene("outcome ~ x1 + x2 + (1 + x1 | subject)")
    model = found.fits[0]
    assert model.design.names == ("(Intercept)", "x1", "x2yes")
    b0, b1, b2 = model.beta.tolist()
    lines = group_lines(found, model, along(found, 0))
    modes = model.ranef()["subject"].values[:, 0]
    yes = np.array([(of_x2(name) == "yes") for name in found.levels])
    assert lines[:, 0] == pytest.approx(b0 + b2 * yes + modes)
    assert fixed_lines(found, model, along(found, 10))[:, 0] == pytest.approx(
        b0 + 10 * b1 + b2 * yes
    )


def of_x2(subject: str) -> str:
    return next(row["x2"] for row in rows("caffeine") if row["subject"] == subject)


@pytest.mark.parametrize(
    "formula",
    [
        "outcome ~ poly(x1, 2) + (1 + x1 | subject)",
        "outcome ~ x1 + I(x1^2) + x2 + (1 | subject)",
        "outcome ~ scale(x1) * x2 + (scale(x1) | subject)",
    ],
)
def test_lines_go_through_the_fitted_values(formula):
    found = scene(formula)
    model = found.fits[0]
    x = found.predictor.values[found.rows]
    for value in (0.0, 40.0, 90.0):
        lines = group_lines(found, model, along(found, value))[:, 0]
        here = np.flatnonzero(x == value)
        assert lines[found.codes[found.rows][here]] == pytest.approx(model.fitted[here])


def test_of_nested_factors_a_line_has_the_effects_of_both():
    found = scene("score ~ 1 + (1 | school) + (1 | child:school)", name="schools")
    model = found.fits[0]
    lines = group_lines(found, model, along(found, 1))[:, 0]
    assert lines[found.codes] == pytest.approx(model.fitted)


def test_of_crossed_factors_a_line_has_the_groups_own_effect_alone():
    # Partially crossed: the tasks that someone did may have been hard ones on the whole.
    found = scene("score ~ 1 + (1 | ppt) + (1 | task)", name="tasks-partial")
    model = found.fits[0]
    lines = group_lines(found, model, along(found, 1))[:, 0]
    assert lines == pytest.approx(model.coef()["ppt"].values[:, 0])


def test_a_groups_line_ends_where_its_rows_end():
    found = scene(SLOPES)
    ends = own_places(found, found.fits[0])
    assert ends[found.levels.index("sub_373")].tolist() == [10, 80]
    assert ends[found.levels.index("sub_308")].tolist() == [0, 90]


def test_straight_lines_have_two_places_and_curves_many():
    straight, bent = scene(SLOPES), scene("outcome ~ log(x1 + 1)")
    assert len(places(straight, straight.fits[0], 0, 90)) == 2
    assert len(places(bent, bent.fits[0], 0, 90)) > 20


def test_along_a_factor_there_is_a_place_for_each_level_and_none_for_a_missing_one():
    found = scene("outcome ~ x2 + (1 | subject)")
    model = found.fits[0]
    x = own_places(found, model)
    y = group_lines(found, model, x)
    assert np.isnan(x).sum(axis=1).tolist() == [1] * 20  # no one slept both less and more
    assert (np.isnan(x) == np.isnan(y)).all()
    assert places(found, model, 0, 1).tolist() == [0, 1]


def test_a_model_that_lacks_rows_of_a_group_has_no_line_for_it():
    columns = dict(data("caffeine"))
    columns["z"] = np.where(np.array(columns["subject"]) == "sub_374", np.nan, columns["x1"])
    both = Scene((fit(OWN, columns), fit("outcome ~ z + (1 | subject)", columns)), columns)
    lines = group_lines(both, both.fits[1], along(both, 0))[:, 0]
    assert np.isnan(lines).tolist() == [name == "sub_374" for name in both.levels]


def test_lines_of_the_same_model_agree_with_its_predictions():
    found = scene(INTERCEPTS)
    model = fitted("caffeine", INTERCEPTS)
    new = {"x1": np.array([30.0, 30.0]), "subject": np.array(["sub_308", "sub_374"], dtype=object)}
    lines = group_lines(found, model, along(found, 30))[:, 0]
    some = [found.levels.index(name) for name in ("sub_308", "sub_374")]
    assert lines[some] == pytest.approx(model.predict(new))
