"""Designs: columns, names, contrasts and groups are those of R's ``model.matrix`` and lme4."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flashcards.models.collation import alphabetical
from flashcards.models.design import build, fixed_matrix, random_parts
from flashcards.models.lm import lm
from tests.flashcards.models.references.design.reading import REFERENCES, SETS

CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def named(cases: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(case, id=f"{case['formula']} | {case.get('data')}") for case in cases]


@pytest.mark.parametrize("theirs", named(REFERENCES["designs"]))
def test_fixed_effects_are_coded_and_named_as_in_r(theirs: Mapping[str, Any]) -> None:
    design = build(theirs["formula"], SETS[theirs["data"]], mixed=False)
    assert list(design.all_names) == theirs["names"]
    assert list(design.terms) == theirs["terms"]
    assert list(design.aliased) == theirs["aliased"]
    kept = [i for i, name in enumerate(theirs["names"]) if name not in theirs["aliased"]]
    assert list(design.names) == [theirs["names"][i] for i in kept]
    assert design.assign.tolist() == [theirs["assign"][i] for i in kept]
    expected = np.array(theirs["columns"], dtype=float)[kept].T
    np.testing.assert_allclose(design.x, expected, **CLOSE)
    np.testing.assert_allclose(design.y, theirs["y"], **CLOSE)
    assert design.rows.tolist() == theirs["rows"]
    assert design.dropped == len(SETS[theirs["data"]]) - len(theirs["rows"])


@pytest.mark.parametrize("theirs", named(REFERENCES["mixed"]))
def test_random_terms_are_ordered_named_and_coded_as_in_lme4(theirs: Mapping[str, Any]) -> None:
    design = build(theirs["formula"], SETS[theirs["data"]], mixed=True)
    assert list(design.names) == theirs["names"]
    assert [block.group for block in design.blocks] == [b["group"] for b in theirs["blocks"]]
    for block, expected in zip(design.blocks, theirs["blocks"], strict=True):
        assert list(block.effects) == expected["effects"]
        assert list(block.levels) == expected["levels"]
        assert block.codes.tolist() == expected["codes"]
        np.testing.assert_allclose(block.z, np.array(expected["columns"]).T, **CLOSE)


@pytest.mark.parametrize("theirs", named(REFERENCES["predicted"]))
def test_new_rows_are_coded_as_the_fitted_ones_were(theirs: Mapping[str, Any]) -> None:
    fit = lm(theirs["formula"], SETS["plain"])
    np.testing.assert_allclose(fit.predict(SETS["fresh"]), theirs["predicted"], **CLOSE)


def test_names_are_sorted_as_in_r() -> None:
    assert alphabetical(sorted(REFERENCES["sorted"])) == REFERENCES["sorted"]


@pytest.mark.parametrize("formula", ["y ~ x * f + w", "y ~ t + k", "y ~ o + poly(z, 2)"])
def test_arrays_by_name_give_what_a_data_frame_gives(formula: str) -> None:
    data = SETS["gaps"].assign(z=SETS["plain"]["z"])
    arrays = {name: data[name].to_numpy() for name in data if name != "o"}
    arrays["o"] = data["o"]
    one, other = build(formula, data, mixed=False), build(formula, arrays, mixed=False)
    assert one.names == other.names
    np.testing.assert_array_equal(one.x, other.x)
    np.testing.assert_array_equal(one.rows, other.rows)


@pytest.mark.parametrize("kind", ["object", "str", "category", "string"])
def test_names_are_the_same_factor_however_they_are_stored(kind: str) -> None:
    data = SETS["plain"].assign(w=SETS["plain"]["w"].astype(kind))
    expected = build("y ~ w + (1 | w)", SETS["plain"], mixed=True)
    if kind == "category":
        data["w"] = data["w"].cat.reorder_categories(expected.blocks[0].levels)
    found = build("y ~ w + (1 | w)", data, mixed=True)
    assert found.names == expected.names
    np.testing.assert_array_equal(found.x, expected.x)
    np.testing.assert_array_equal(found.blocks[0].codes, expected.blocks[0].codes)


@pytest.mark.parametrize("kind", ["int64", "Int64", "float64", "Float64", "int8", "uint16"])
def test_numbers_are_the_same_however_they_are_stored(kind: str) -> None:
    data = SETS["plain"].assign(k=SETS["plain"]["k"].astype(kind))
    found = build("y ~ k + (1 | k)", data, mixed=True)
    assert found.blocks[0].levels == ("2", "7", "10", "33", "100")
    np.testing.assert_array_equal(found.x[:, 1], SETS["plain"]["k"])


def test_long_numbers_of_subjects_are_told_apart() -> None:
    names = np.array([10**17 + 1, 10**17, -(9 * 10**18), 9 * 10**18] * 2)
    design = build("y ~ 1 + (1 | id)", {"y": np.arange(8.0), "id": names}, mixed=True)
    assert design.blocks[0].codes.tolist() == [2, 1, 0, 3] * 2
    assert design.blocks[0].levels[1:3] == ("100000000000000000", "100000000000000001")


def test_levels_that_are_numbers_are_written_as_in_r() -> None:
    values = np.array([1.0, 0.1 + 0.2, 100000.0, 2.5] * 3)
    frame = pd.DataFrame({"y": np.arange(12.0), "h": values, "c": pd.Categorical(values)})
    for formula in ("y ~ 1 + (1 | h)", "y ~ 1 + (1 | c)"):
        design = build(formula, frame, mixed=True)
        assert design.blocks[0].levels == ("0.3", "1", "2.5", "100000")


def test_the_data_order_the_levels_of_a_categorical_column() -> None:
    data = pd.DataFrame(
        {"y": [1.0, 2, 4, 3, 6], "f": pd.Categorical(list("bacab"), categories=list("zcab"))}
    )
    design = build("y ~ f", data, mixed=False)
    assert design.names == ("(Intercept)", "fa", "fb")
    assert design.x[:, 1].tolist() == [0, 1, 0, 1, 0]


def test_a_message_says_how_many_rows_were_left_out() -> None:
    data = pd.DataFrame({"y": [1.0, 2, 4, 3, 6], "x": [1, 2, np.nan, 4, 7.5]})
    assert build("y ~ x", data, mixed=False).messages == (
        "1 row has a missing value and is left out.",
    )
    data.loc[0, "y"] = np.nan
    design = build("y ~ x", data, mixed=False)
    assert design.messages == ("2 rows have a missing value and are left out.",)
    assert design.rows.tolist() == [1, 3, 4]


def test_only_the_variables_of_the_model_drop_rows() -> None:
    data = SETS["plain"].assign(z=np.nan)
    assert build("y ~ x", data, mixed=False).dropped == 0


def test_scale_and_poly_of_one_model_do_not_reach_another() -> None:
    fit = lm("y ~ scale(x)", SETS["plain"])
    shifted = SETS["plain"].assign(x=SETS["plain"]["x"] + 100)
    build("y ~ scale(x)", shifted, mixed=False)
    centre = fixed_matrix(fit.design, {"x": np.array([SETS["plain"]["x"].mean()])})
    assert centre[0] == pytest.approx([1, 0], abs=1e-12)


def test_a_group_that_was_not_fitted_has_no_code() -> None:
    design = build("y ~ x + (x | a/b)", SETS["plain"], mixed=True)
    rows = pd.DataFrame({"x": [1.0, 2, 3], "a": ["a1", "a9", "a2"], "b": ["b2", "b1", None]})
    (z, inner), (_, outer) = random_parts(design, rows)
    np.testing.assert_array_equal(z, [[1, 1], [1, 2], [1, 3]])
    assert inner.tolist() == [design.blocks[0].levels.index("b2:a1"), -1, -1]
    assert outer.tolist() == [0, -1, 1]


def test_a_missing_value_in_new_data_has_no_prediction() -> None:
    design = build("y ~ x + f + t", SETS["plain"], mixed=False)
    rows = pd.DataFrame({"x": [1, np.nan, 2], "f": ["top", "low", None], "t": [True, True, False]})
    found = fixed_matrix(design, rows)
    assert np.isnan(found).any(axis=1).tolist() == [False, True, True]


def test_new_rows_may_lack_the_outcome_and_levels() -> None:
    design = build("log(x) ~ z * f", SETS["plain"], mixed=False)
    found = fixed_matrix(design, {"z": np.array([1.0]), "f": np.array(["low"])})
    assert found.tolist() == [[1, 1, 0, 0, 0, 0]]


def test_columns_of_very_different_size_are_told_apart() -> None:
    data = SETS["plain"].assign(small=SETS["plain"]["x"] * 1e-99, large=SETS["plain"]["z"] * 1e99)
    design = build("y ~ small + large + twice + x", data, mixed=False)
    assert design.names == ("(Intercept)", "small", "large")
    assert design.aliased == ("twice", "x")


def test_lme4_warns_of_scales_in_its_words() -> None:
    words = "Some predictor variables are on very different scales: consider rescaling"
    data = SETS["plain"].assign(large=SETS["plain"]["z"] * 1e5)
    assert build("y ~ x + large + (1 | a)", data, mixed=True).messages == (words,)
    assert build("y ~ x + z + (1 | a)", data, mixed=True).messages == ()
    assert build("y ~ x + large", data, mixed=False).messages == ()


def test_lme4_tells_of_aliased_columns_in_its_words() -> None:
    sentence = "fixed-effect model matrix is rank deficient so dropping {}"
    one = build("y ~ x + twice + (1 | a)", SETS["plain"], mixed=True)
    two = build("y ~ a + c + a:c + b + (1 | d)", SETS["plain"], mixed=True)
    assert one.messages == (sentence.format("1 column / coefficient"),)
    assert two.messages == (sentence.format(f"{len(two.aliased)} columns / coefficients"),)
