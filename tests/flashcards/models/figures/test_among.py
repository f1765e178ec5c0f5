"""The fixed line with its numbers, and fitted values on the lines of their groups."""

from __future__ import annotations

import numpy as np
import pytest

from flashcards.models.figures.figure import Line, Points, Words
from tests.flashcards.models.figures.drawn import figure, layers, of, only

SLOPES = "outcome ~ x1 + (1 + x1 | subject)"


def test_the_fixed_line_has_the_numbers_that_r_prints_at_its_ends():
    shown = figure("fixed", SLOPES)
    (panel,) = shown.panels
    height, slope = layers(panel, Words, "fixed")
    line = only(panel, Line, "fixed")
    assert (height.text, height.x) == ("406 ms at x1 = 0", line.x[0])
    assert (slope.text, slope.x) == ("-0.672 ms each mg of x1", line.x[-1])
    assert height.y > line.y[0]
    assert slope.y > line.y[-1]
    assert line.weight == "thick"
    assert "average subject, is at 406 ms where x1 is 0 and falls by 0.672 ms" in shown.says


@pytest.mark.parametrize("formula", ["outcome ~ 1 + (1 | subject)", "outcome ~ x2 + (1 | subject)"])
def test_without_a_straight_line_over_numbers_it_has_no_words(formula):
    shown = figure("fixed", formula)
    assert shown.title == "The fixed line: what is expected of the average subject"
    assert shown.says.endswith("vary around it.")


def test_every_row_has_a_dot_at_its_fitted_value():
    shown = figure("fitted", SLOPES)
    (panel,) = shown.panels
    dots = only(panel, Points, "plain")
    assert dots.x == tuple(of("caffeine", "x1"))
    # The first six rows as R prints them with three digits.
    assert dots.y[:6] == pytest.approx((437, 416, 395, 374, 353, 331), abs=0.5)
    assert "185 rows lie on the lines of 20 subjects" in shown.says
    assert "from 208 ms (sub_373) to 504 (sub_333)" in shown.says


def test_each_dot_lies_on_the_line_of_its_subject():
    (panel,) = figure("fitted", SLOPES).panels
    dots = only(panel, Points, "plain")
    lines = layers(panel, Line, "slopes")
    near = [
        min(abs(np.interp(x, line.x, line.y) - y) for line in lines if line.x[0] <= x <= line.x[-1])
        for x, y in zip(dots.x, dots.y, strict=True)
    ]
    assert max(near) < 1e-6


def test_other_predictors_move_fitted_values_off_the_lines():
    shown = figure("fitted", "outcome ~ x1 + x2 + (1 | subject)")
    assert "lie about the lines" in shown.says
    (panel,) = shown.panels
    assert panel.y.low < min(only(panel, Points, "plain").y)
