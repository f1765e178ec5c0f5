from __future__ import annotations

import pytest

from flashcards.models.figures.words import (
    alike,
    column_of,
    count,
    listed,
    number,
    plural,
    signed,
    span,
    unit_of,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (405.79, "406"),
        (-0.6724, "-0.672"),
        (25.74, "25.7"),
        (0.0, "0"),
        (1.36, "1.36"),
        (12345.6, "12346"),
        (1.5e9, "1.5e+09"),
        (2e-7, "2e-07"),
    ],
)
def test_numbers_have_three_digits_and_whole_parts_in_full(value, text):
    assert number(value) == text


def test_deviations_have_a_sign():
    assert [signed(value) for value in (31.33, -1.44, 0.0)] == ["+31.3", "-1.44", "0"]


def test_a_column_has_common_decimals_and_a_dash_for_what_is_missing():
    assert column_of([437.12, -2.5, float("nan")]) == ["437.1", "-2.5", "–"]
    assert column_of([0.0, 90.0]) == ["0", "90"]
    assert column_of([1e12, 2.0]) == ["1e+12", "2"]


def test_numbers_that_add_up_have_the_same_decimals():
    assert alike([378.92, -26.31, -23.01, 329.6]) == ["378.9", "-26.3", "-23.0", "329.6"]
    assert alike([13.761, 5.749]) == ["13.76", "5.75"]
    assert alike([5.178, -0.0001, 5.1779]) == ["5.18", "0.00", "5.18"]


@pytest.mark.parametrize(
    ("word", "several"),
    [
        ("subject", "subjects"),
        ("child", "children"),
        ("child:school", "children"),
        ("family", "families"),
        ("day", "days"),
        ("class", "classes"),
        ("id_2", "groups of id_2"),
    ],
)
def test_plurals(word, several):
    assert plural(word) == several


def test_units_counts_spans_and_lists():
    assert [unit_of(each) for each in ("time (ms)", "x1", "a (b) (s)")] == ["ms", "", "s"]
    assert [count(1, "row"), count(5000, "row")] == ["1 row", "5,000 rows"]
    assert [span([2, 2]), span([10, 2])] == ["2", "2 to 10"]
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        *("a", "a and b", "a, b and c")
    ]
