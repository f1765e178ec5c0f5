from __future__ import annotations

import numpy as np
import pytest

from flashcards.models.columns import Factor
from flashcards.models.errors import ModelError
from flashcards.models.figures.build import draw
from flashcards.models.figures.scene import Scene
from flashcards.models.lm import lm
from flashcards.models.lmer import LmerFit
from tests.flashcards.models.figures.drawn import INTERCEPTS, LM, OWN, SLOPES, data, fit, scene


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        (LM, "x1"),
        ("outcome ~ x2 + x1 + (1 | subject)", "x1"),
        ("outcome ~ x2 + (1 | subject)", "x2"),
        ("outcome ~ poly(x1, 2)", "x1"),
        ("outcome ~ 1 + (1 + x1 | subject)", "x1"),
        ("outcome ~ subject", ""),
        ("outcome ~ 1 + (1 | subject)", ""),
    ],
)
def test_a_numeric_predictor_is_drawn_along_before_a_factor_and_never_the_groups(formula, name):
    assert scene(formula).predictor.name == name


def test_the_levels_of_a_factor_stand_at_their_numbers():
    predictor = scene("outcome ~ x2").predictor
    assert predictor.levels == ("no", "yes")
    assert set(predictor.values.tolist()) == {0.0, 1.0}


def test_without_a_predictor_each_groups_observations_are_counted():
    found = scene("outcome ~ 1 + (1 | subject)").predictor.values
    groups = np.array(list(data("caffeine")["subject"]))
    assert found[groups == "sub_373"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "formula", "grouping", "many"),
    [
        ("caffeine", LM, "subject", 20),
        ("caffeine", "outcome ~ x1 + x2", "subject", 20),
        ("caffeine", SLOPES, "subject", 20),
        ("schools", "score ~ 1 + (1 | school) + (1 | child:school)", "child:school", 92),
        ("tasks", "score ~ 1 + (1 | ppt) + (1 | task)", "ppt", 24),
    ],
)
def test_groups_come_from_the_random_terms_or_from_the_finest_column_of_names(
    name, formula, grouping, many
):
    found = scene(formula, name=name)
    assert found.grouping == grouping
    assert len(found.levels) == many


def test_a_predictor_of_many_levels_is_taken_for_the_groups():
    columns = {
        "y": np.arange(48.0) % 7,
        "x": np.arange(48.0) % 5,
        "who": np.array([f"p{k % 8}" for k in range(48)], dtype=object),
        "word": np.array([f"w{k % 24}" for k in range(48)], dtype=object),
    }
    assert Scene((lm("y ~ x + who", columns),), columns).grouping == "who"
    assert Scene((lm("y ~ x", columns),), columns).grouping == "word"


def test_what_the_fits_are_decides_what_their_lines_mean():
    found = scene(LM, OWN, "outcome ~ x1 * subject", "outcome ~ x1 + x2", INTERCEPTS, SLOPES)
    assert [found.meaning(each) for each in found.fits] == [
        *("complete", "none", "none", "complete", "intercepts", "slopes")
    ]


def test_rows_that_no_model_was_fitted_to_have_no_group():
    columns = dict(data("caffeine"))
    columns["outcome"] = columns["outcome"].copy()
    gone = np.array(columns["subject"]) == "sub_374"
    columns["outcome"][gone] = np.nan
    found = Scene((fit(INTERCEPTS, columns),), columns)
    assert "sub_374" not in found.levels
    assert (found.codes[gone] == -1).all()


def test_groups_are_chosen_by_name_or_all_at_once():
    assert scene(LM).chosen() == ()
    assert scene(LM, groups=("sub_309", "sub_308")).chosen() == (1, 0)
    assert scene(LM, groups=("all",)).chosen() == tuple(range(20))


def test_an_unknown_group_is_refused_with_those_there_are():
    with pytest.raises(ModelError, match=r"no group 'sub_999'.*It has: sub_308, sub_309"):
        draw("facets", scene(LM, groups=("sub_999",)))


def test_units_are_taken_from_the_labels():
    found = scene(LM)
    assert (found.x_label, found.x_unit) == ("dose of caffeine (mg)", "mg")
    assert found.y_unit == " ms"
    bare = scene(LM, labels={})
    assert (bare.x_label, bare.x_unit, bare.y_unit) == ("x1", "unit", "")


def test_a_scene_without_a_model_is_refused():
    with pytest.raises(ModelError, match="needs a model"):
        draw("scatter", Scene((), data("caffeine")))


def test_an_unknown_figure_is_refused_with_the_nearest_one():
    with pytest.raises(ModelError, match=r"no figure 'spagetti'. Did you mean spaghetti"):
        draw("spagetti", scene(SLOPES))


@pytest.mark.parametrize(
    "what",
    [
        *("spaghetti", "shrinkage", "densities", "deviations"),
        *("caterpillar", "influence", "schematic", "decomposition"),
    ],
)
def test_what_needs_random_effects_says_so_of_lm(what):
    with pytest.raises(ModelError, match=r"random effects; this model is lm\(\)\. Use lmer\(\)"):
        draw(what, scene(LM))


def test_data_without_names_have_no_facets():
    columns = {"y": np.array([1.0, 3.0, 2.0, 5.0]), "x": np.arange(4.0)}
    with pytest.raises(ModelError, match="no column that names some"):
        draw("facets", Scene((lm("y ~ x", columns),), columns))


def test_the_last_mixed_model_is_drawn_where_one_is_needed():
    found = scene(INTERCEPTS, SLOPES, LM).mixed("This needs")
    assert isinstance(found, LmerFit)
    assert found.design.blocks[0].effects == ("(Intercept)", "x1")


def test_a_column_is_read_as_the_models_read_it():
    assert isinstance(scene(LM).column("x2"), Factor)
    with pytest.raises(ModelError, match="no column `x3`"):
        scene(LM).column("x3")


def test_models_of_different_rows_and_no_groups_are_drawn_together():
    columns = {"y": np.arange(9.0) ** 2, "x": np.arange(9.0), "z": np.arange(9.0)}
    columns["z"][-3:] = np.nan
    fits = lm("y ~ x + z", columns), lm("y ~ x", columns)
    assert len(draw("scatter", Scene(fits, columns)).panels[0].layers) == 3
