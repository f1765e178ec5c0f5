"""Linear models of simulated data against R's ``lm``: numbers, and prints line by line."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from flashcards.models import rprint
from flashcards.models.lm import LmFit, lm
from tests.flashcards.models.references.models.reading import (
    LINEAR,
    assert_close,
    assert_vector,
    data_set,
)

NUMBERS = 1e-9
"""Both solve by QR."""

ILL_CONDITIONED = {"awkward"}
"""Models in which rounding alone is larger than that."""

every_model = pytest.mark.parametrize("name", LINEAR)


@cache
def fitted(name: str) -> LmFit:
    return lm(LINEAR[name]["formula"], data_set(LINEAR[name]["data"]))


def tolerance(name: str) -> float:
    return 1e-7 if name in ILL_CONDITIONED else NUMBERS


@every_model
def test_the_table_of_coefficients(name: str) -> None:
    fit, model, near = fitted(name), LINEAR[name], tolerance(name)
    assert list(fit.coef()) == model["names"]
    missing = [
        key for key, value in zip(model["names"], model["beta"], strict=True) if value is None
    ]
    assert [key for key, value in fit.coef().items() if np.isnan(value)] == missing
    assert list(fit.design.names) == model["kept"]
    known = np.array([value for value in model["beta"] if value is not None])
    own = np.maximum(np.abs(known), model["se"])
    assert_close(fit.beta / own, known / own, near, "estimates")
    assert_close(fit.standard_errors / model["se"], np.ones(len(known)), near, "se")
    units = np.outer(model["se"], model["se"])
    assert_close(fit.vcov / units, np.array(model["vcov"]) / units, near, "vcov")
    assert_close(fit.t, model["t"], near, "t")
    for ours, theirs, t in zip(fit.p, model["p"], model["t"], strict=True):
        assert ours == pytest.approx(theirs, rel=near * max(1.0, t * t) * 10)


@every_model
def test_how_well_it_fits(name: str) -> None:
    fit, model, near = fitted(name), LINEAR[name], tolerance(name)
    assert fit.sigma == pytest.approx(model["sigma"], rel=near)
    assert fit.df_residual == model["df_residual"]
    assert fit.nobs == model["nobs"]
    assert fit.r_squared == pytest.approx(model["r_squared"], rel=near, abs=near)
    assert fit.adj_r_squared == pytest.approx(model["adj_r_squared"], rel=near, abs=near)
    if model["f"] is None:
        assert fit.f is None
    else:
        assert fit.f is not None
        assert [fit.f.value, fit.f.df1, fit.f.df2] == pytest.approx(model["f"], rel=near)
    assert fit.log_likelihood == pytest.approx(model["logLik"], rel=near)
    assert fit.aic == pytest.approx(model["AIC"], rel=near)
    assert fit.bic == pytest.approx(model["BIC"], rel=near)


@every_model
def test_rows_and_their_influence(name: str) -> None:
    fit, model, near = fitted(name), LINEAR[name], tolerance(name)
    assert_vector(fit.fitted, model["fitted"], near)
    assert_vector(fit.residuals, model["residuals"], near)
    assert_vector(fit.hat, model["hat"], near)
    assert_vector(fit.cooks_distance, model["cooks"], near)


@pytest.mark.parametrize("digits", [3, 7])
@every_model
def test_prints(name: str, digits: int) -> None:
    fit, model = fitted(name), LINEAR[name]
    summary = rprint.summary_lm(fit, digits, data=model["data"])
    assert summary == model["text"]["summary"][str(digits)]
    assert rprint.coef(fit, digits) == model["text"]["coef"][str(digits)]
