"""``lmer``: what must hold of any fit, and what it says of groups, predictions and refits."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
import pandas as pd
import pytest

from flashcards.models.design import build
from flashcards.models.errors import ModelError
from flashcards.models.lmer import LmerFit, fit_design, lmer
from flashcards.models.mixed.criterion import evaluate, slopes
from flashcards.models.mixed.modes import covariance, estimates, modes
from flashcards.models.mixed.statistics import with_outcome
from tests.flashcards.models.textbook import Float


def longitudinal(seed: int = 3, groups: int = 18, each: int = 9) -> pd.DataFrame:
    """Unbalanced rows of subjects with their own lines, and a second, crossed factor."""
    rng = np.random.default_rng(seed)
    rows = groups * each
    g, item = np.arange(rows) % groups, rng.integers(0, 7, rows)
    x, z = rng.uniform(0, 10, rows), rng.normal(size=rows)
    lines = rng.normal(size=(groups, 2)) @ np.array([[3.0, 0.4], [0.0, 0.5]])
    y = 20 + 1.5 * x + lines[g, 0] + lines[g, 1] * x + rng.normal(size=7)[item]
    data = pd.DataFrame(
        {
            "y": y + rng.normal(0, 2, rows),
            "x": x,
            "z": z,
            "g": [f"s{code:02}" for code in g],
            "item": [f"i{code}" for code in item],
            "school": [f"k{code % 6}" for code in g],
        }
    )
    return data[rng.random(rows) < 0.9].reset_index(drop=True)


DATA: Final = longitudinal()
FORMULAS: Final = (
    "y ~ x + (1 | g)",
    "y ~ x + (x | g)",
    "y ~ x + z + (x || g)",
    "y ~ x + (x | g) + (1 | item)",
    "y ~ x + (1 | school/g) + (0 + x | g)",
)
every_formula = pytest.mark.parametrize("formula", FORMULAS)


def assert_same(one: LmerFit, other: LmerFit, *, tolerance: float = 1e-6) -> None:
    assert one.criterion == pytest.approx(other.criterion, rel=1e-10)
    assert one.sigma == pytest.approx(other.sigma, rel=tolerance)
    np.testing.assert_allclose(one.theta, other.theta, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(one.beta, other.beta, rtol=tolerance)
    np.testing.assert_allclose(one.vcov, other.vcov, rtol=tolerance, atol=tolerance)


@every_formula
def test_the_order_of_rows_says_nothing(formula: str) -> None:
    shuffled = DATA.sample(frac=1, random_state=4)
    one, other = lmer(formula, DATA), lmer(formula, shuffled)
    assert_same(one, other)
    np.testing.assert_allclose(one.fitted[shuffled.index], other.fitted, rtol=1e-7)


@every_formula
def test_names_say_nothing(formula: str) -> None:
    renamed = DATA.rename(columns={"x": "dose", "g": "who"})
    new = formula.replace("x", "dose").replace(" g)", " who)").replace("/g)", "/who)")
    one, other = lmer(formula, DATA), lmer(new, renamed)
    assert_same(one, other)
    assert list(other.fixef())[:2] == ["(Intercept)", "dose"]


@every_formula
def test_ten_times_the_outcome(formula: str) -> None:
    one, other = lmer(formula, DATA), lmer(formula, DATA.assign(y=10 * DATA["y"]))
    np.testing.assert_allclose(other.theta, one.theta, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(other.beta, 10 * one.beta, rtol=1e-7)
    np.testing.assert_allclose(other.vcov, 100 * one.vcov, rtol=1e-6, atol=1e-9)
    assert other.sigma == pytest.approx(10 * one.sigma, rel=1e-7)
    for ours, theirs in zip(one.modes, other.modes, strict=True):
        np.testing.assert_allclose(10 * ours, theirs, rtol=1e-5, atol=1e-6)
    rise = 2 * (one.nobs - len(one.beta)) * np.log(10)
    assert other.criterion == pytest.approx(one.criterion + rise, rel=1e-10)


@every_formula
def test_a_line_added_to_the_outcome_moves_the_fixed_effects_only(formula: str) -> None:
    other = lmer(formula, DATA.assign(y=DATA["y"] + 1e5 - 30 * DATA["x"]))
    one = lmer(formula, DATA)
    assert other.criterion == pytest.approx(one.criterion, abs=1e-6)
    np.testing.assert_allclose(other.theta, one.theta, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(other.beta[:2] - one.beta[:2], [1e5, -30], rtol=1e-9)


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_the_unit_of_a_slope(factor: float) -> None:
    one = lmer("y ~ x + (x | g)", DATA)
    other = lmer("y ~ x + (x | g)", DATA.assign(x=DATA["x"] * factor))
    np.testing.assert_allclose(other.theta, one.theta / [1, factor, factor], rtol=1e-6)
    np.testing.assert_allclose(other.beta, one.beta / [1, factor], rtol=1e-7)


def test_where_zero_is_on_a_slope_says_nothing_of_the_fit() -> None:
    one = lmer("y ~ x + (x | g)", DATA)
    other = lmer("y ~ x + (x | g)", DATA.assign(x=DATA["x"] + 2000))
    assert other.criterion == pytest.approx(one.criterion, abs=1e-6)
    np.testing.assert_allclose(other.fitted, one.fitted, rtol=1e-7)


def test_terms_apart_are_one_table() -> None:
    one, other = lmer("y ~ x + (x || g)", DATA), lmer("y ~ x + (1 | g) + (0 + x | g)", DATA)
    assert_same(one, other)
    table = one.ranef()["g"]
    assert list(one.ranef()) == ["g"]
    assert table.columns == ("(Intercept)", "x")
    np.testing.assert_array_equal(table.values, np.column_stack(one.modes))


def test_nested_groups_in_two_notations() -> None:
    one = lmer("y ~ x + (1 | school/g)", DATA)
    other = lmer("y ~ x + (1 | school) + (1 | school:g)", DATA)
    assert one.criterion == pytest.approx(other.criterion, rel=1e-11)
    assert sorted(one.ngroups.values()) == [6, 18]
    assert sorted(np.round(one.theta, 5)) == sorted(np.round(other.theta, 5))


@every_formula
def test_fitted_values_are_made_of_their_parts(formula: str) -> None:
    fit = lmer(formula, DATA)
    np.testing.assert_allclose(fit.fitted + fit.residuals, fit.design.y, rtol=1e-12)
    np.testing.assert_allclose(fit.predict(), fit.fitted)
    np.testing.assert_allclose(fit.predict(DATA), fit.fitted, rtol=1e-9)
    np.testing.assert_allclose(fit.predict(groups=False), fit.design.x @ fit.beta)
    np.testing.assert_allclose(fit.predict(DATA, groups=False), fit.design.x @ fit.beta, rtol=1e-9)


def test_new_groups_are_predicted_as_the_population() -> None:
    fit = lmer("y ~ x + (x | g) + (1 | item)", DATA)
    rows = pd.DataFrame({"x": [1.0, 4.0], "g": ["s01", "nobody"], "item": ["i1", "i2"]})
    with pytest.raises(ModelError, match="`g` that was not among the fitted"):
        fit.predict(rows)
    known, new = fit.predict(rows, new_levels=True)
    item = fit.ranef()["item"]
    fixed = fit.beta[0] + 4 * fit.beta[1]
    assert new == pytest.approx(fixed + item.values[item.levels.index("i2"), 0])
    assert known == pytest.approx(fit.predict(rows.iloc[:1])[0])
    np.testing.assert_allclose(
        fit.predict(rows, groups=False), fit.beta[0] + fit.beta[1] * rows["x"]
    )


def test_coefficients_of_groups() -> None:
    fit = lmer("y ~ z + (x | g) + (1 | item)", DATA)
    coef, ranef = fit.coef(), fit.ranef()
    assert coef["g"].columns == coef["item"].columns == ("x", "(Intercept)", "z")
    lines = coef["g"].values
    np.testing.assert_allclose(lines[:, 0], ranef["g"].values[:, 1])
    np.testing.assert_allclose(lines[:, 1], fit.beta[0] + ranef["g"].values[:, 0])
    np.testing.assert_allclose(lines[:, 2], fit.beta[1])
    np.testing.assert_allclose(coef["item"].values[:, 0], 0)


def test_information_criteria() -> None:
    fit = lmer("y ~ x + (x | g)", DATA, reml=False)
    assert fit.parameters == 6
    assert fit.log_likelihood == -fit.criterion / 2
    assert fit.aic == pytest.approx(fit.criterion + 12)
    assert fit.bic == pytest.approx(fit.criterion + 6 * np.log(len(DATA)))
    assert fit.df_residual == len(DATA) - 6


def test_from_one_criterion_to_the_other() -> None:
    fit = lmer("y ~ x + (x | g) + (1 | item)", DATA)
    assert fit.with_reml(True) is fit
    assert_same(fit.ml(), lmer("y ~ x + (x | g) + (1 | item)", DATA, reml=False))
    assert_same(fit.ml().with_reml(True), fit)


@every_formula
def test_a_refit_is_a_fit(formula: str) -> None:
    fit = lmer(formula, DATA)
    for row in (0, 30, 60):
        y = fit.design.y.copy()
        y[row] += 8
        again = fit.refit(y)
        assert_same(again, lmer(formula, DATA.assign(y=y)))
        assert again.converged


def test_a_refit_keeps_the_criterion() -> None:
    fit = lmer("y ~ x + (1 | g)", DATA, reml=False)
    assert not fit.refit(fit.design.y[::-1].copy()).reml
    again = fit.refit(fit.design.y.copy())
    assert_same(again, fit)
    assert again.design.formula == fit.design.formula


def test_a_refit_where_nothing_is_left() -> None:
    fit = lmer("y ~ x + (1 | g)", DATA)
    with pytest.raises(ModelError, match="explain all of `y`"):
        fit.refit(2 * fit.design.x[:, 1])


def test_a_refit_of_a_variance_that_comes_and_goes() -> None:
    """From a fit with a variance at zero, where no slope leads off it, and back to it."""
    rng = np.random.default_rng(7)
    spread = rng.normal(0, 3, 18)[[int(name[1:]) for name in DATA["g"]]]
    noise = pd.Series(rng.normal(size=len(DATA)))
    flat = DATA.assign(y=noise - noise.groupby(DATA["g"]).transform("mean"))
    varied = DATA.assign(y=noise + spread)
    one, other = lmer("y ~ x + (1 | g)", flat), lmer("y ~ x + (1 | g)", varied)
    assert one.theta[0] == 0 < other.theta[0]
    assert_same(one.refit(other.design.y), other, tolerance=1e-5)
    assert one.refit(other.design.y).converged
    assert other.refit(one.design.y).theta.tolist() == [0.0]


def test_a_refit_of_quite_another_outcome() -> None:
    fit = lmer("y ~ x + (x | g)", DATA)
    y = np.random.default_rng(1).normal(size=fit.nobs) + fit.design.x[:, 1]
    assert_same(fit.refit(y), lmer("y ~ x + (x | g)", DATA.assign(y=y)), tolerance=1e-5)


def test_a_fit_from_a_similar_design() -> None:
    fit = lmer("y ~ x + (x | g)", DATA)
    changed = DATA.copy()
    changed.loc[5, "x"] += 3
    again = fit_design(build("y ~ x + (x | g)", changed, mixed=True), start=fit)
    assert_same(again, lmer("y ~ x + (x | g)", changed))


@every_formula
def test_the_functions_of_theta_meet_the_fit(formula: str) -> None:
    fit = lmer(formula, DATA)
    found = fit.evaluate_at(fit.theta)
    assert fit.deviance_at(fit.theta) == pytest.approx(fit.criterion, rel=1e-12)
    assert found.value_at(fit.sigma) == pytest.approx(fit.criterion, rel=1e-12)
    assert found.value_at(1.1 * fit.sigma) > fit.criterion
    assert found.slope_by_sigma(fit.sigma) == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(covariance(found, fit.sigma), fit.vcov, rtol=1e-10)
    slope = fit.problem.layout.gather_outer(slopes(found))
    np.testing.assert_allclose(slope / fit.units, 0, atol=1e-4)


def test_leverages_are_what_an_outcome_does_to_its_fitted_value() -> None:
    fit = lmer("y ~ x + (x | g) + (1 | item)", DATA)
    assert float(fit.leverages.sum()) < fit.nobs
    for row in (0, 50):
        y = fit.design.y.copy()
        y[row] += 1
        moved = _fitted_at(fit, y)
        assert fit.leverages[row] == pytest.approx((moved - fit.fitted)[row], rel=1e-8)


def _fitted_at(fit: LmerFit, y: Float) -> Float:
    """Fitted values of another outcome at the same θ."""
    problem = fit.problem
    factors = problem.layout.outer_factors(fit.theta)
    found = evaluate(with_outcome(problem.statistics, y), factors, reml=fit.reml)
    fitted = fit.design.x @ estimates(found)
    for block, values in zip(fit.design.blocks, modes(found), strict=True):
        fitted += np.einsum("ij,ij->i", block.z, values[block.codes])
    return fitted


def test_nothing_between_groups() -> None:
    rng = np.random.default_rng(7)
    flat = DATA.assign(y=rng.normal(size=len(DATA)))
    flat["y"] -= flat.groupby("g")["y"].transform("mean")
    fit = lmer("y ~ 1 + (1 | g)", flat)
    assert fit.singular
    assert fit.converged
    assert fit.theta.tolist() == [0.0]
    assert fit.modes[0].tolist() == np.zeros((18, 1)).tolist()
    assert fit.messages == ("boundary (singular) fit: see help('isSingular')",)
    assert fit.sigma == pytest.approx(flat["y"].std(), rel=1e-12)


def test_nothing_within_groups() -> None:
    constant = DATA.assign(y=DATA.groupby("g")["z"].transform("mean"))
    fit = lmer("y ~ 1 + (1 | g)", constant)
    assert not fit.converged
    assert any("next to nothing is left" in message for message in fit.messages)


def test_fixed_effects_that_explain_everything() -> None:
    with pytest.raises(ModelError, match="explain all of `y`"):
        lmer("y ~ x + (1 | g)", DATA.assign(y=3 + 2 * DATA["x"]))


def test_more_than_a_dense_component_can_carry() -> None:
    rng = np.random.default_rng(0)
    rows = 30_000
    data = {"y": rng.normal(size=rows), "a": rng.integers(0, 6500, rows),
            "b": rng.integers(0, 6000, rows)}  # fmt: skip
    data["a"], data["b"] = (np.char.add(name, data[name].astype(str)) for name in "ab")
    with pytest.raises(ModelError, match="too large to fit here"):
        lmer("y ~ 1 + (1 | a) + (1 | b)", data)


def test_many_nested_groups_are_not_too_large() -> None:
    rng = np.random.default_rng(0)
    rows = 24_000
    inner = np.arange(rows) // 2
    outer = inner // 2
    y = rng.normal(size=inner[-1] + 1)[inner] + rng.normal(size=outer[-1] + 1)[outer]
    design = build(
        "y ~ 1 + (1 | outer) + (1 | inner)",
        {"y": y + rng.normal(size=rows), "inner": np.char.add("i", inner.astype(str)),
         "outer": np.char.add("o", outer.astype(str))},
        mixed=True,
    )  # fmt: skip
    fit = fit_design(design)
    assert fit.converged
    np.testing.assert_allclose(fit.theta, 1, atol=0.1)


def statsmodels_fit(formula: str, reml: bool) -> tuple[Float, Float, float, float]:
    from statsmodels.regression.mixed_linear_model import MixedLM

    design = build(formula, DATA, mixed=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = MixedLM(
            design.y, design.x, groups=design.blocks[0].codes, exog_re=design.blocks[0].z
        ).fit(reml=reml, method=["bfgs", "lbfgs"], gtol=1e-8)
    return found.fe_params, found.cov_re, float(found.scale), float(found.llf)


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("formula", ["y ~ x + (1 | g)", "y ~ x + z + (x | g)"])
def test_statsmodels_agrees(formula: str, reml: bool) -> None:
    beta, covariance, scale, log_likelihood = statsmodels_fit(formula, reml)
    fit = lmer(formula, DATA, reml=reml)
    np.testing.assert_allclose(fit.beta, beta, rtol=1e-4)
    np.testing.assert_allclose(fit.covariances[0], covariance, rtol=2e-3)
    assert fit.sigma**2 == pytest.approx(scale, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=1e-4)


def test_a_fit_does_not_change_its_data() -> None:
    before = DATA.copy()
    fit = lmer("y ~ x + (x | g)", DATA)
    fit.predict()[0] = -1.0
    assert fit.fitted[0] != -1.0
    pd.testing.assert_frame_equal(DATA, before)
