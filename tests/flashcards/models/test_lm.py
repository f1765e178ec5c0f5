"""Linear models: every number is R's."""

import subprocess
import sys
from collections.abc import Mapping
from math import inf, isnan, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flashcards.models.errors import ModelError
from flashcards.models.lm import lm
from tests.flashcards.models.references.design.reading import REFERENCES, SETS

CLOSE = {"rtol": 1e-8, "atol": 1e-10}


def numbers(values: list[float | str | None]) -> list[float]:
    return [nan if value is None or value == "NaN" else float(value) for value in values]


@pytest.mark.parametrize(
    "theirs",
    [pytest.param(c, id=f"{c['formula']} | {c['data']}") for c in REFERENCES["linear"]],
)
def test_all_numbers_of_a_fit_are_those_of_r(theirs: Mapping[str, Any]) -> None:
    fit = lm(theirs["formula"], SETS[theirs["data"]])
    coef = fit.coef()
    assert list(coef) == theirs["names"]
    np.testing.assert_allclose(list(coef.values()), numbers(theirs["coef"]), **CLOSE)
    np.testing.assert_allclose(fit.standard_errors, theirs["se"], **CLOSE)
    np.testing.assert_allclose(fit.t, theirs["t"], **CLOSE)
    np.testing.assert_allclose(fit.p, theirs["p"], rtol=1e-8, atol=0)
    np.testing.assert_allclose(fit.vcov, theirs["vcov"], rtol=1e-8, atol=1e-14)
    np.testing.assert_allclose(fit.fitted, theirs["fitted"], **CLOSE)
    np.testing.assert_allclose(fit.residuals, theirs["residuals"], **CLOSE)
    np.testing.assert_allclose(fit.hat, theirs["hat"], **CLOSE)
    np.testing.assert_allclose(fit.cooks_distance, numbers(theirs["cooks_distance"]), **CLOSE)
    for name in ("sigma", "r_squared", "adj_r_squared", "log_likelihood", "aic", "bic"):
        assert getattr(fit, name) == pytest.approx(theirs[name], rel=1e-9, abs=1e-11), name
    assert fit.df_residual == theirs["df"]
    assert fit.design.dropped == theirs["dropped"]
    if theirs["f"] is None:
        assert fit.f is None
    else:
        assert fit.f is not None
        found = [fit.f.value, fit.f.df1, fit.f.df2, fit.f.p]
        np.testing.assert_allclose(found, theirs["f"], rtol=1e-8, atol=0)


def test_without_an_intercept_r_squared_is_about_zero() -> None:
    data = {"x": np.array([1.0, 2, 3]), "y": np.array([10.0, 11, 12])}
    assert lm("y ~ x", data).r_squared == pytest.approx(1)
    # By hand: b = 68 / 14, so that the explained share is 14 b² of y'y = 365.
    assert lm("y ~ 0 + x", data).r_squared == pytest.approx(68**2 / 14 / 365)


def test_a_fit_that_leaves_nothing_over_has_no_errors() -> None:
    fit = lm("y ~ f", {"y": np.array([1.0, 2, 4]), "f": np.array(["a", "b", "c"])})
    assert fit.beta == pytest.approx([1, 1, 3])
    assert fit.df_residual == 0
    assert isnan(fit.sigma)
    assert np.isnan(fit.standard_errors).all()
    assert np.isnan(fit.p).all()
    assert isnan(fit.adj_r_squared)
    assert fit.f is None


def test_a_row_that_alone_determines_a_coefficient_has_no_distance() -> None:
    data = {"y": np.array([1.0, 2, 4, 3]), "f": np.array(["a", "a", "a", "b"])}
    fit = lm("y ~ f", data)
    assert fit.hat == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])
    assert np.isnan(fit.cooks_distance).tolist() == [False, False, False, True]


def test_a_line_through_every_point() -> None:
    data = {"y": np.array([0.0, 0, 1]), "f": np.array([0.0, 0, 1])}
    fit = lm("y ~ f", data)
    assert fit.r_squared == pytest.approx(1)
    assert fit.f is not None
    assert fit.f.p == pytest.approx(0, abs=1e-12)
    assert fit.log_likelihood > 30 or fit.log_likelihood == inf


@pytest.mark.parametrize("factor", [1e-90, 1e-9, 1e9, 1e90])
def test_units_change_estimates_and_nothing_else(factor: float) -> None:
    data = SETS["plain"]
    plain = lm("y ~ x * f + z", data)
    scaled = lm("y ~ x * f + z", data.assign(x=data["x"] * factor))
    np.testing.assert_allclose(scaled.t, plain.t, rtol=1e-9)
    np.testing.assert_allclose(scaled.hat, plain.hat, rtol=1e-9)
    np.testing.assert_allclose(scaled.beta[1] * factor, plain.beta[1], rtol=1e-9)


def test_the_order_of_rows_does_not_matter() -> None:
    data = SETS["plain"]
    turned = data.sample(frac=1, random_state=3)
    one, other = lm("y ~ poly(x, 2) * f", data), lm("y ~ poly(x, 2) * f", turned)
    np.testing.assert_allclose(one.beta, other.beta, rtol=1e-9)
    np.testing.assert_allclose(one.vcov, other.vcov, rtol=1e-8)


def test_nearly_collinear_powers_keep_their_digits() -> None:
    """Longley's problem in small: polynomials of a year, against the same model centred."""
    year = np.arange(1990.0, 2020.0)
    data = pd.DataFrame({"year": year, "since": year - 2000, "y": np.sin(year) + 0.1 * year})
    raw = lm("y ~ year + I(year^2)", data)
    centred = lm("y ~ since + I(since^2)", data)
    np.testing.assert_allclose(raw.fitted, centred.fitted, rtol=1e-7)
    assert raw.t[2] == pytest.approx(centred.t[2], rel=1e-5)


def test_a_model_without_coefficients_is_refused() -> None:
    with pytest.raises(ModelError, match="no coefficient to estimate"):
        lm("y ~ 0", SETS["plain"])


def test_nothing_heavy_is_imported_before_a_fit() -> None:
    code = (
        "import sys, flashcards.models.lm, flashcards.models.design;"
        "print([m for m in ('pandas', 'scipy', 'statsmodels') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
