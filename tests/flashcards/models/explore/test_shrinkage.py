import numpy as np
import pytest

from flashcards.models.columns import Factor
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import Moved, ShrinkageAsked
from flashcards.models.explore.shrinkage import move, shrinkage
from flashcards.models.lmer import lmer

GROUPS, ROWS = 8, 6


def balanced(seed=3):
    """Eight groups of six at the same x, far enough apart for variances above zero."""
    chance = np.random.default_rng(seed)
    x = np.tile(np.arange(ROWS, dtype=float), GROUPS)
    codes = np.repeat(np.arange(GROUPS), ROWS)
    lines = 10 + 4 * chance.standard_normal(GROUPS)
    slopes = 1 + chance.standard_normal(GROUPS)
    y = lines[codes] + slopes[codes] * x + 2 * chance.standard_normal(GROUPS * ROWS)
    return {"y": y, "x": x, "g": Factor(codes, tuple("abcdefgh"))}


def shown(formula, data, **asked):
    return shrinkage(ShrinkageAsked("made", formula, **asked), lmer(formula, data), data, {})


def by_group(result, effect="(Intercept)"):
    return {each.group: each for each in result.estimates if each.effect == effect}


def test_own_lines_are_those_of_each_group_alone():
    data = balanced()
    result = shown("y ~ x + (1 + x | g)", data)
    for code, level in enumerate("abcdefgh"):
        rows = data["g"].codes == code
        slope, intercept = np.polyfit(data["x"][rows], data["y"][rows], 1)
        assert by_group(result)[level].own == pytest.approx(intercept)
        assert by_group(result, "x")[level].own == pytest.approx(slope)


def test_one_line_for_all_is_the_line_through_all_rows():
    data = balanced()
    slope, intercept = np.polyfit(data["x"], data["y"], 1)
    for each in shown("y ~ x + (1 + x | g)", data).estimates:
        wanted = intercept if each.effect == "(Intercept)" else slope
        assert each.complete == pytest.approx(wanted)


def test_the_share_pulled_in_is_that_of_the_formula():
    """Balanced groups: σ_ε² / (σ_ε² + n σ₀²), the same for all (Gelman & Hill 2007, eq. 12.1)."""
    data = balanced()
    result = shown("y ~ x + (1 | g)", data)
    sd = {each.name: each.now for each in result.spreads}
    share = sd["σ_ε"] ** 2 / (sd["σ_ε"] ** 2 + ROWS * sd["σ₀"] ** 2)
    assert [each.pulled for each in result.estimates] == pytest.approx([share] * GROUPS)


def test_a_group_with_fewer_rows_is_pulled_in_more():
    before = by_group(shown("y ~ x + (1 | g)", balanced()))["c"]
    pulled = [
        by_group(shown("y ~ x + (1 | g)", balanced(), moved={"c": Moved(rows=rows)}))["c"]
        for rows in (4, 2, 1)
    ]
    assert [each.rows for each in pulled] == [4, 2, 1]
    shares = [each.pulled for each in (before, *pulled)]
    assert shares == sorted(shares)
    assert shares[-1] > 2 * shares[0]


def test_the_rows_that_are_left_are_the_ones_that_are_fitted():
    data = balanced()
    kept = np.ones(GROUPS * ROWS, dtype=bool)
    kept[2 * ROWS + 2 : 3 * ROWS] = False
    less = {
        "y": data["y"][kept],
        "x": data["x"][kept],
        "g": Factor(data["g"].codes[kept], data["g"].levels),
    }
    result = shown("y ~ x + (1 | g)", data, moved={"c": Moved(rows=2)})
    again = lmer("y ~ x + (1 | g)", less)
    partial = [by_group(result)[level].partial for level in again.ranef()["g"].levels]
    assert partial == pytest.approx(again.coef()["g"].values[:, 0])


def test_a_group_of_one_row_has_no_slope_of_its_own():
    result = shown("y ~ x + (1 + x | g)", balanced(), moved={"a": Moved(rows=1)})
    assert by_group(result, "x")["a"].own is None
    assert by_group(result, "x")["a"].pulled is None


def test_a_group_that_is_moved_away_makes_groups_differ_more():
    before = {each.name: each.before for each in shown("y ~ x + (1 | g)", balanced()).spreads}
    moved = shown("y ~ x + (1 | g)", balanced(), moved={"b": Moved(shift=100)})
    now = {each.name: each.now for each in moved.spreads}
    assert now["σ₀"] > 5 * before["σ₀"]
    assert now["σ_ε"] == pytest.approx(before["σ_ε"], rel=0.05)
    assert {each.name: each.before for each in moved.spreads} == before


def test_noise_of_a_group_stays_when_another_one_is_moved():
    data = balanced()
    one = move(data, "g", "y", {"a": Moved(noise=3)}, seed=1)
    two = move(data, "g", "y", {"a": Moved(noise=3), "b": Moved(noise=3)}, seed=1)
    assert (one["y"][:ROWS] == two["y"][:ROWS]).all()
    assert (one["y"][:ROWS] != data["y"][:ROWS]).all()
    assert (one["y"][ROWS:] == data["y"][ROWS:]).all()


def test_the_data_themselves_are_not_moved():
    data = balanced()
    before = data["y"].copy()
    move(data, "g", "y", {"a": Moved(shift=5, noise=2, rows=2)}, seed=1)
    assert (data["y"] == before).all()


@pytest.mark.parametrize(
    ("moved", "says"),
    [
        ({"nobody": Moved()}, "no group 'nobody'"),
        ({"a": Moved(noise=-1)}, "0 or more"),
        ({"a": Moved(shift=float("nan"))}, "is a number"),
    ],
)
def test_what_cannot_be_done_is_told(moved, says):
    with pytest.raises(ModelError, match=says):
        shown("y ~ x + (1 | g)", balanced(), moved=moved)


def test_several_grouping_factors_are_refused():
    data = balanced() | {"h": Factor(np.tile(np.arange(4), 12), tuple("pqrs"))}
    with pytest.raises(ModelError, match="one can be moved at a time"):
        shown("y ~ x + (1 | g) + (1 | h)", data)
