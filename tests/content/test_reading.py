"""The summary that the last card teaches with: from our own engine, and from R."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from flashcards.models import rprint
from flashcards.models.datasets import load
from flashcards.models.lmer import LmerFit, lmer
from tests.content.of_r import CONTROLS, FOLDER, printed
from tests.flashcards.models.live_r import needs_r

FORMULA = "y ~ x + (1 + x | group)"

SUMMARY = """\
REML criterion at convergence: 638

Scaled residuals:
    Min      1Q  Median      3Q     Max
-2.4945 -0.5722 -0.0135  0.6254  2.3912

Random effects:
 Groups   Name        Variance Std.Dev. Corr
 group    (Intercept) 2.262    1.504
          x           0.796    0.892    0.55
 Residual             4.367    2.090
Number of obs: 132, groups:  group, 20

Fixed effects:
            Estimate Std. Error t value
(Intercept)    1.726      0.967    1.78
x              1.151      0.297    3.88

Correlation of Fixed Effects:
  (Intr)
x -0.552
"""

SYMBOLS = ["1.726", "1.151", "1.504", "0.892", "0.546", "2.09"]
"""Of the card's table: γ₀₀, γ₁₀, σ₀, σ₁, ρ, σ_ε."""


def data() -> dict[str, Any]:
    return load("reading", FOLDER)


def summary(fit: LmerFit) -> str:
    lines = rprint.summary_lmer(fit, 3, data="reading")
    return "".join(f"{line.rstrip()}\n" for line in lines[lines.index("") + 1 :])


def test_the_summary_is_the_one_in_the_card() -> None:
    fit = lmer(FORMULA, data())
    assert summary(fit) == SUMMARY
    assert rprint.summary_lmer(fit, 3, data="reading")[:3] == [
        "Linear mixed model fit by REML ['lmerMod']",
        f"Formula: {FORMULA}",
        "   Data: reading",
    ]


def test_the_numbers_beside_the_symbols() -> None:
    fit = lmer(FORMULA, data())
    (covariance,) = fit.covariances
    deviations = np.sqrt(np.diag(covariance))
    values = [*fit.fixef().values(), *deviations, covariance[0, 1] / deviations.prod(), fit.sigma]
    assert [f"{value:.3g}" if value > 2 else f"{value:.3f}" for value in values] == SYMBOLS


def test_the_order_of_the_rows_changes_nothing_that_is_printed() -> None:
    columns = data()
    order = np.random.default_rng(1).permutation(132)
    assert summary(lmer(FORMULA, {name: v[order] for name, v in columns.items()})) == SUMMARY


def test_another_unit_of_the_outcome_shows_in_the_print() -> None:
    columns = data()
    shown = summary(lmer(FORMULA, {**columns, "y": columns["y"] * 10}))
    assert "17.26" in shown
    assert "20.9" in shown
    assert "-2.4945 -0.5722 -0.0135  0.6254  2.3912" in shown
    assert "1.726" not in shown


def test_other_names_stand_in_the_print() -> None:
    columns = data()
    renamed = {"gain": columns["y"], "hours": columns["x"], "class": columns["group"]}
    shown = summary(lmer("gain ~ hours + (1 + hours | class)", renamed))
    assert "hours " in shown
    assert "groups:  class, 20" in shown
    assert SUMMARY.splitlines()[4] in shown


def test_twenty_groups_of_children_with_numbers_of_their_own() -> None:
    columns = data()
    groups, sizes = np.unique(columns["group"], return_counts=True)
    assert (len(groups), sizes.min(), sizes.max()) == (20, 5, 8)
    for group, size in zip(groups, sizes, strict=True):
        own = columns["obs"][columns["group"] == group]
        assert own.tolist() == list(range(1, size + 1))
    assert (columns["x"] * 2 % 1 == 0).all()


def test_the_command_line_prints_it() -> None:
    command = [sys.executable, "-m", "app", "lmer", FORMULA]
    asked = ["--data", "reading", "--digits", "3", "--tests", "none"]
    done = subprocess.run(
        [*command, *asked], capture_output=True, check=True, encoding="utf-8", timeout=60
    )
    shown = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    assert shown.endswith(f"\n\n{SUMMARY}")


@needs_r
@pytest.mark.parametrize("control", CONTROLS)
def test_r_prints_the_same(control: str) -> None:
    code = (
        f"fit <- lme4::lmer({FORMULA}, dat, control = control)\n"
        "print(summary(fit))\n"
        'cat("rho", attr(VarCorr(fit)$group, "correlation")[1, 2])\n'
    )
    shown = printed("reading", code, control)
    assert shown.startswith("Linear mixed model fit by REML ['lmerMod']\n")
    assert shown.endswith(f"\n\n{SUMMARY}rho 0.546\n")
