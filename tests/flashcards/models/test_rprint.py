"""Fits and data frames on their way to print; what is expected was printed by R."""

import numpy as np
import pandas as pd
import pytest

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.design import build
from flashcards.models.lm import lm
from flashcards.models.lmer import lmer
from flashcards.models.rdeparse import bars_apart, deparsed, deparsed_call
from flashcards.models.rprint import (
    augment,
    coef,
    fixef,
    frame_of,
    ranef,
    summary_lm,
    summary_lmer,
    varcorr,
)
from flashcards.models.rtables import Frame, head, print_frame, print_list, print_vector
from flashcards.models.rtext import filled, make_names

SCORES = pd.DataFrame(
    {
        "y": [1.53, 3, 2, 5, 4, 3, 6, 8, 7, 5, 9, 8, 7, 6, 5, 1, 2, 3, 2, 1],
        "x": [1, 2, 3, 4, 5] * 4,
        "g": ["a"] * 5 + ["b"] * 5 + ["c"] * 5 + ["d"] * 5,
    }
)

SUMMARY = """\
Linear mixed model fit by REML ['lmerMod']
Formula: y ~ x + (1 | g)
   Data: scores

REML criterion at convergence: 80.8

Scaled residuals:
    Min      1Q  Median      3Q     Max
-1.6803 -0.6293 -0.0118  0.6827  1.5019

Random effects:
 Groups   Name        Variance Std.Dev.
 g        (Intercept) 5.24     2.29
 Residual             2.37     1.54
Number of obs: 20, groups:  g, 4

Fixed effects:
            Estimate Std. Error t value
(Intercept)   4.2810     1.4012    3.06
x             0.0485     0.2436    0.20

Correlation of Fixed Effects:
  (Intr)
x -0.522"""

TABLES = """\
$g
  (Intercept)
a       -1.21
b        1.26
c        2.36
d       -2.41

with conditional variances for “g”
$g
  (Intercept)      x
a        3.07 0.0485
b        5.54 0.0485
c        6.64 0.0485
d        1.87 0.0485

attr(,"class")
[1] "coef.mer"
"""


def fitted(data=SCORES, formula="y ~ x + (1|g)"):
    return lmer(formula, data)


def bare(lines):
    return [line.rstrip() for line in lines]


def test_a_fit_prints_as_in_r():
    assert bare(summary_lmer(fitted(), 3, data="scores")) == SUMMARY.splitlines()


def test_groups_print_as_in_r():
    fit = fitted()
    assert bare(ranef(fit, 3) + coef(fit, 3)) == TABLES.splitlines()
    assert fixef(fit, 3) == ["(Intercept)           x ", "     4.2810      0.0485 "]
    assert varcorr(fit, 7) == [
        " Groups   Name        Std.Dev.",
        " g        (Intercept) 2.2896  ",
        " Residual             1.5408  ",
    ]


def test_a_test_of_each_coefficient_makes_it_the_other_print():
    tests = [CoefficientTest(4.175, 1.413, 5.2, 2.95, 0.03), CoefficientTest(0.1, 0.2, 15, 0.3, 0)]
    lines = summary_lmer(fitted(), 3, tests=tests)
    assert lines[:2] == [
        "Linear mixed model fit by REML. t-tests use Satterthwaite's method [",
        "lmerModLmerTest]",
    ]
    assert "x               0.10       0.20 15.00    0.30   <2e-16 ***" in lines


@pytest.mark.parametrize("digits", [3, 7])
def test_what_changes_in_the_data_changes_in_print(digits):
    lines = summary_lmer(fitted(), digits)
    assert summary_lmer(fitted(SCORES.iloc[::-1]), digits) == lines
    larger = summary_lmer(fitted(SCORES.assign(y=10 * SCORES.y)), digits)
    assert larger != lines
    assert any("42.81" in line for line in larger)
    renamed = fitted(SCORES.rename(columns={"x": "dose"}), "y ~ dose + (1 | g)")
    assert any(line.startswith("dose ") for line in summary_lmer(renamed, digits))


def test_columns_that_lme4_remarks_on():
    data = SCORES.assign(twice=2 * SCORES.x, thrice=3 * SCORES.x, far=1e4 * SCORES.y)
    rank = "fixed-effect model matrix is rank deficient so dropping "
    scales = "Some predictor variables are on very different scales: consider rescaling"

    def remarks(formula):
        return list(build(formula, data, mixed=True).warnings)

    assert remarks("y ~ x + (1 | g)") == []
    assert remarks("y ~ x + twice + (1 | g)") == [f"{rank}1 column / coefficient"]
    assert remarks("y ~ x + twice + thrice + (1 | g)") == [f"{rank}2 columns / coefficients"]
    assert remarks("y ~ x + far + (1 | g)") == [scales]


def test_a_singular_fit_is_told():
    data = SCORES.assign(y=np.tile([1.0, 2.0, 4.0, 3.0, 5.0], 4))
    lines = summary_lmer(fitted(data))
    assert lines[-3:] == [
        "optimizer (nloptwrap) convergence code: 0 (OK)",
        "boundary (singular) fit: see help('isSingular')",
        "",
    ]


def test_a_data_frame_of_every_kind_of_column():
    data = pd.DataFrame(
        {
            "x": [1.5, np.nan, -2],
            "y": pd.Categorical([None, "b", "c"]),
            "z": [True, None, False],
            "i": pd.array([1, None, 100_000], dtype="Int64"),
            "d": [1.0, 2.0, 100_000.0],
        }
    )
    assert print_frame(frame_of(data)) == [
        "     x    y     z      i     d",
        "1  1.5 <NA>  TRUE      1 1e+00",
        "2   NA    b    NA     NA 2e+00",
        "3 -2.0    c FALSE 100000 1e+05",
    ]


def test_empty_frames_and_vectors():
    assert print_frame(Frame.of({"a": [], "bb": []})) == [
        "[1] a  bb",
        "<0 rows> (or 0-length row.names)",
    ]
    assert print_frame(Frame({}, ["a", "b"])) == ["data frame with 0 columns and 2 rows"]
    assert print_vector([]) == ["numeric(0)"]
    assert print_vector([], []) == ["named numeric(0)"]


def test_a_long_frame_stops_where_r_stops():
    lines = print_frame(Frame.of({"a": list(range(1, 50_002)), "b": [2.0] * 50_001}))
    assert len(lines) == 50_001
    assert lines[-2:] == [
        "49999 49999 2",
        " [ reached 'max' / getOption(\"max.print\") -- omitted 2 rows ]",
    ]


def test_the_head_of_a_frame_is_formatted_alone():
    frame = Frame.of({"a": [1.0, 2.0, 1000.25]})
    assert print_frame(head(frame, 2)) == ["  a", "1 1", "2 2"]


def test_texts_print_without_quotes():
    assert print_vector(["a", "bb", "größe"]) == ["[1] a     bb    größe"]
    assert print_vector(["a", "東京"], ["x", "größer"]) == ["     x größer ", "     a   東京 "]


def test_names_in_a_list_are_written_as_code():
    names = ["a b", "x:y", "ok", "_x", ".2", "..", "if"]
    shown = [line for line in print_list({name: [] for name in names}) if line]
    assert shown == ["$`a b`", "$`x:y`", "$ok", "$`_x`", "$`.2`", "$..", "$`if`"]


def test_names_told_apart():
    assert make_names(["a", "a", "b:c", "a", "if", "2"]) == ["a", "a.1", "b.c", "a.2", "if.", "X2"]


def test_double_bars_written_out():
    kept = "y ~ x + ((1 | g) + (0 + x | g) + (0 + z | g) + (0 + x:z | g))"
    assert bars_apart("y~x+(x*z||g)") == kept
    assert bars_apart("y~x+(x|g)") == "y~x+(x|g)"


def test_calls_break_behind_sixty_characters():
    call = deparsed_call("lm", "a_long_outcome ~ a_long_predictor * another_predictor", "my data")
    assert call == [
        "lm(formula = a_long_outcome ~ a_long_predictor * another_predictor, ",
        "    data = `my data`)",
    ]
    assert deparsed("y~" + "+".join(["x"] * 1500))[-1].startswith("    x + x")


def test_filled_lines_keep_their_separator():
    assert filled(["a" * 70, "b" * 20]) == ["a" * 70 + " ", "b" * 20]
    assert filled(["a" * 90]) == ["a" * 90]


GAPS = {"x": [1.0, 2, 3, np.nan, 5, 6, 8], "y": [2.1, 3, 1, 4, 5, 9, 7]}

LM = """\

Call:
lm(formula = y ~ x, data = gaps)

Residuals:
     1      2      3      5      6      7
 0.600  0.547 -2.405 -0.311  2.737 -1.168

Coefficients:
            Estimate Std. Error t value Pr(>|t|)
(Intercept)    0.547      1.600    0.34    0.749
x              0.953      0.332    2.87    0.046 *
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1

Residual standard error: 1.96 on 4 degrees of freedom
  (1 observation deleted due to missingness)
Multiple R-squared:  0.672,\tAdjusted R-squared:  0.591
F-statistic: 8.21 on 1 and 4 DF,  p-value: 0.0457

"""

AUGMENTED = """\
  .rownames   y x .fitted .resid  .hat .sigma .cooksd .std.resid
1         1 2.1 1    1.50  0.600 0.455   2.22 0.07144      0.414
2         2 3.0 2    2.45  0.547 0.301   2.23 0.02404      0.334
3         3 1.0 3    3.41 -2.405 0.206   1.64 0.24509     -1.376
4         5 5.0 5    5.31 -0.311 0.187   2.26 0.00353     -0.175
5         6 9.0 6    6.26  2.737 0.263   1.32 0.47159      1.625
6         7 7.0 8    8.17 -1.168 0.589   2.01 0.61638     -0.928"""

CURVED = """\
  log(y) poly(x, 2).1 poly(x, 2).2 .fitted .resid  .hat .sigma .cooksd
1  0.742     -0.53654      0.50901   0.575  0.167 0.714  0.826  0.1654
2  1.099     -0.36711      0.00893   0.763  0.336 0.302  0.806  0.0477
3  0.000     -0.19767     -0.32148   0.965 -0.965 0.309  0.238  0.4127
4  1.609      0.14120     -0.47329   1.417  0.193 0.411  0.836  0.0301
5  2.197      0.31063     -0.29469   1.665  0.532 0.350  0.716  0.1605
6  1.946      0.64950      0.57152   2.208 -0.263 0.915  0.570  5.9941
  .std.resid
1      0.446
2      0.576
3     -1.664
4      0.360
5      0.945
6     -1.291"""


def test_a_linear_model_prints_as_in_r():
    fit = lm("y ~ x", GAPS)
    assert bare(summary_lm(fit, 3, data="gaps")) == LM.splitlines()
    assert coef(fit, 3) == ["(Intercept)           x ", "      0.547       0.953 "]
    assert augment(fit, GAPS, 3) == AUGMENTED.splitlines()


def test_a_linear_model_without_rows_to_spare():
    few = {"x": [1.0, 2.0], "y": [3.0, 5.0]}
    assert summary_lm(lm("y ~ x", few))[-5:-1] == [
        "",
        "Residual standard error: NaN on 0 degrees of freedom",
        "Multiple R-squared:      1,\tAdjusted R-squared:    NaN ",
        "F-statistic:   NaN on 1 and 0 DF,  p-value: NA",
    ]
    assert summary_lm(lm("y ~ 1", few), 3)[-2].startswith("Residual standard error")


def test_what_others_determine_is_missing():
    data = {**GAPS, "w": [2.0 * x for x in GAPS["x"]]}
    lines = summary_lm(lm("y ~ x + w", data), 3)
    assert "Coefficients: (1 not defined because of singularities)" in lines
    assert "w                 NA         NA      NA       NA  " in lines
    assert coef(lm("y ~ x + w", data), 3)[1].endswith(" NA ")


def test_variables_are_augmented_as_the_model_used_them():
    data = {name: [v for i, v in enumerate(values) if i != 3] for name, values in GAPS.items()}
    assert augment(lm("log(y) ~ poly(x, 2)", data), data, 3) == CURVED.splitlines()
