import numpy as np
import pytest

from flashcards.models.columns import Factor
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import InfluenceAsked
from flashcards.models.explore.influence import leave_out
from flashcards.models.lmer import lmer
from tests.flashcards.models.explore.test_shrinkage import balanced

FORMULA = "y ~ x + (1 + x | g)"


def shown(*left_out, data=None):
    data = data or balanced()
    return leave_out(InfluenceAsked("made", FORMULA, left_out), lmer(FORMULA, data), data, {})


def test_without_groups_it_is_the_fit_of_the_other_rows():
    data = balanced()
    kept = ~np.isin(data["g"].codes, (1, 4))
    rest = {
        "y": data["y"][kept],
        "x": data["x"][kept],
        "g": np.array(list("abcdefgh"))[data["g"].codes[kept]],
    }
    again = lmer(FORMULA, rest)
    result = {each.name: each for each in shown("b", "e").parameters}
    assert result["x"].now == pytest.approx(again.fixef()["x"], rel=1e-4)
    assert result["σ_ε"].now == pytest.approx(again.sigma, rel=1e-4)
    whole = lmer(FORMULA, data)
    change = again.fixef()["x"] - whole.fixef()["x"]
    assert result["x"].in_se == pytest.approx(change / whole.standard_errors[1], rel=1e-3)


def test_with_all_groups_nothing_moves():
    assert all(each.now == each.before for each in shown().parameters)


def test_the_picture_has_both_fixed_lines_and_the_group():
    drawn = shown("b").figure
    assert [key.words for key in drawn.legend] == [
        "fixed line without b",
        "fixed line with all",
        "b",
    ]
    now, before = drawn.panels[0].layers[-1], drawn.panels[0].layers[-2]
    assert (now.meaning, now.weight) == ("fixed", "thick")
    slope = (now.y[-1] - now.y[0]) / (now.x[-1] - now.x[0])
    parameters = {each.name: each for each in shown("b").parameters}
    assert slope == pytest.approx(parameters["x"].now)
    slope = (before.y[-1] - before.y[0]) / (before.x[-1] - before.x[0])
    assert slope == pytest.approx(parameters["x"].before)


def test_the_group_that_is_far_off_has_the_largest_distance():
    data = balanced()
    data["y"] = data["y"] + 60 * (data["g"].codes == 5)
    result = shown(data=data)
    assert result.levels[int(np.argmax(result.distances))] == "f"


def test_some_groups_have_to_stay():
    with pytest.raises(ModelError, match="At least 3 groups"):
        shown(*"abcdef")
    with pytest.raises(ModelError, match="no group 'z'"):
        shown("z")


def test_what_is_left_has_to_say_something_of_every_effect():
    data = balanced()
    data["late"] = np.where(data["g"].codes == 2, data["x"], 0.0)
    formula = "y ~ late + (1 | g)"
    with pytest.raises(ModelError, match="Without c the model cannot be fitted"):
        leave_out(InfluenceAsked("made", formula, ("c",)), lmer(formula, data), data, {})


def test_the_first_grouping_factor_is_the_one_that_is_left_out():
    data = balanced() | {"h": Factor(np.tile(np.arange(4), 12), tuple("pqrs"))}
    formula = "y ~ x + (1 | g) + (1 | h)"
    result = leave_out(InfluenceAsked("made", formula, ("a",)), lmer(formula, data), data, {})
    assert result.group == "g"
