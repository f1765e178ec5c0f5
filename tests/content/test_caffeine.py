"""The printed figures that the course teaches with: from our own engine, and from R."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flashcards.models import rprint
from flashcards.models.datasets import load
from flashcards.models.examples import show
from flashcards.models.live import Asked
from flashcards.models.lmer import LmerFit, lmer
from flashcards.models.rtables import print_matrix
from flashcards.models.satterthwaite import coefficient_tests
from tests.content.of_r import CONTROLS, FOLDER, printed
from tests.flashcards.models.live_r import needs_r

FORMULA = "outcome ~ 1 + x1 + (1 + x1 | subject)"

RANEF = """\
$subject
        (Intercept)      x1
sub_308       31.33 -1.4400
sub_309      -28.83  0.4184
sub_310        2.71  0.0599
sub_330       59.40  0.3853
sub_331       74.96  0.1739
sub_332       91.09 -0.2346
sub_333       97.85 -0.1906
sub_334      -54.19 -0.5585
sub_335      -16.90  0.9207
sub_337       52.22 -1.1660
sub_349      -67.76 -0.6844
sub_350       -5.82 -1.2379
sub_351       61.20  0.0550
sub_352       -7.91 -0.6650
sub_369      -47.64 -0.4681
sub_370      -33.12 -1.1100
sub_371       77.58 -0.2040
sub_372      -36.39 -0.4583
sub_373     -197.58  1.7990
sub_374      -52.20  4.6051
"""

COEF = """\
$subject
        (Intercept)     x1
sub_308         437 -2.112
sub_309         377 -0.254
sub_310         409 -0.612
sub_330         465 -0.287
sub_331         481 -0.498
sub_332         497 -0.907
sub_333         504 -0.863
sub_334         352 -1.231
sub_335         389  0.248
sub_337         458 -1.838
sub_349         338 -1.357
sub_350         400 -1.910
sub_351         467 -0.617
sub_352         398 -1.337
sub_369         358 -1.140
sub_370         373 -1.782
sub_371         483 -0.876
sub_372         369 -1.131
sub_373         208  1.127
sub_374         354  3.933
"""

CBIND = """\
      int  slope
 [1,] 437 -2.112
 [2,] 377 -0.254
 [3,] 409 -0.612
 [4,] 465 -0.287
 [5,] 481 -0.498
 [6,] 497 -0.907
 [7,] 504 -0.863
 [8,] 352 -1.231
 [9,] 389  0.248
[10,] 458 -1.838
[11,] 338 -1.357
[12,] 400 -1.910
[13,] 467 -0.617
[14,] 398 -1.337
[15,] 358 -1.140
[16,] 373 -1.782
[17,] 483 -0.876
[18,] 369 -1.131
[19,] 208  1.127
[20,] 354  3.933
"""

FIXEF = """\
(Intercept)          x1
    405.790      -0.672
"""

VARCORR = """\
 Groups   Name        Std.Dev. Corr
 subject  (Intercept) 72.72
          x1           1.36    -0.35
 Residual             25.74
"""

SUMMARY = """\
REML criterion at convergence: 1862

Scaled residuals:
   Min     1Q Median     3Q    Max
-4.069 -0.417 -0.014  0.431  5.226

Random effects:
 Groups   Name        Variance Std.Dev. Corr
 subject  (Intercept) 5287.68  72.72
          x1             1.86   1.36    -0.35
 Residual              662.33  25.74
Number of obs: 185, groups:  subject, 20

Fixed effects:
            Estimate Std. Error      df t value Pr(>|t|)
(Intercept)  405.790     16.666  18.045   24.35    3e-15 ***
x1            -0.672      0.313  16.757   -2.15    0.047 *
---
Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1

Correlation of Fixed Effects:
   (Intr)
x1 -0.370
"""


def data() -> dict[str, Any]:
    return load("caffeine", FOLDER)


def summary(fit: LmerFit) -> str:
    lines = rprint.summary_lmer(fit, 3, data="caffeine", tests=coefficient_tests(fit))
    return text(lines[lines.index("") + 1 :])


def text(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines) + "\n"


def test_the_summary_is_the_one_in_the_cards() -> None:
    assert summary(lmer(FORMULA, data())) == SUMMARY


def test_all_twenty_random_effects_and_coefficients() -> None:
    fit = lmer(FORMULA, data())
    assert text(rprint.ranef(fit, 3)).startswith(RANEF)
    assert text(rprint.coef(fit, 3)).startswith(COEF)


def test_fixed_and_random_effects_add_up_to_the_coefficients() -> None:
    fit = lmer(FORMULA, data())
    fixed, random = list(fit.fixef().values()), fit.ranef()["subject"].values
    columns = [(fixed[i] + random[:, i]).tolist() for i in range(2)]
    assert text(print_matrix(columns, ["int", "slope"], digits=3)) == CBIND
    assert [line.split()[1:] for line in CBIND.splitlines()[1:]] == [
        line.split()[1:] for line in COEF.splitlines()[2:]
    ]


def test_the_cards_show_each_part_beside_its_sum() -> None:
    asked = Asked("caffeine", (f"lmer({FORMULA})",), ("cbind",), digits=3)
    (output,) = show(asked, data()).outputs
    rows = [line.split() for line in output.lines[1:]]
    own = [line.split() for line in COEF.splitlines()[2:]]
    assert [[row[0], row[3], row[6]] for row in rows] == own
    random = [line.split() for line in RANEF.splitlines()[2:]]
    assert [[float(row[2]), float(row[5])] for row in rows] == [
        [pytest.approx(float(a), abs=0.06), pytest.approx(float(b), abs=6e-4)] for _, a, b in random
    ]


def test_fixed_effects_and_variance_components() -> None:
    fit = lmer(FORMULA, data())
    assert text(rprint.fixef(fit, 3)) == FIXEF
    assert text(rprint.varcorr(fit, 3)) == VARCORR


def test_the_order_of_the_rows_changes_nothing_that_is_printed() -> None:
    columns = data()
    order = np.random.default_rng(1).permutation(len(columns["x1"]))
    fit = lmer(FORMULA, {name: _rows(values, order) for name, values in columns.items()})
    assert summary(fit) == SUMMARY


def test_another_unit_of_the_outcome_shows_in_the_print() -> None:
    columns = data()
    fit = lmer(FORMULA, {**columns, "outcome": columns["outcome"] * 10})
    printed = summary(fit)
    assert "4057.90" in printed
    assert " 727.2" in printed
    assert " 18.0" in printed
    assert "405.790" not in printed


def test_other_names_stand_in_the_print() -> None:
    columns = data()
    renamed = {"rt": columns["outcome"], "dose": columns["x1"], "id": columns["subject"]}
    printed = summary(lmer("rt ~ 1 + dose + (1 + dose | id)", renamed))
    assert "dose " in printed
    assert "x1" not in printed
    assert printed.count("405.790") == 1


@needs_r
@pytest.mark.parametrize("control", CONTROLS)
def test_r_prints_the_same(control: str) -> None:
    code = f"""
fit <- lme4::lmer(outcome ~ x1 + (1 + x1 | subject), dat, control = control)
fixef(fit); VarCorr(fit); ranef(fit); coef(fit)
cbind(
  int = fixef(fit)[1] + ranef(fit)$subject[, 1],
  slope = fixef(fit)[2] + ranef(fit)$subject[, 2]
)
summary(lmerTest::lmer({FORMULA}, dat, control = control))
"""
    shown = printed("caffeine", code, control)
    for part in (FIXEF, VARCORR, RANEF, COEF, CBIND):
        assert shown.count(part) == 1
    assert shown.endswith(f"\n\n{SUMMARY}")


def _rows(values: Any, order: Any) -> Any:
    return values.at(order) if hasattr(values, "levels") else values[order]
