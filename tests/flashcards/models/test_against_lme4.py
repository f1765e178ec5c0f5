"""Fits of simulated data against lme4's, at the optimum of each.

The references were made by ``references/models/reference.R``. Tolerances are relative: to the
criterion itself, and for a vector or matrix to its largest entry.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.flashcards.models.references.models.fitting import fitted
from tests.flashcards.models.references.models.reading import (
    MODELS,
    assert_close,
    assert_vector,
)

CRITERION = 1e-7
NUMBERS = 1e-5

every_model = pytest.mark.parametrize("name", MODELS)


def told_apart(name: str) -> dict[str, Any]:
    """A model's reference, where the data tell its variance components apart."""
    assert MODELS[name]["unique"]
    return MODELS[name]


unique_models = pytest.mark.parametrize("name", [n for n, m in MODELS.items() if m["unique"]])


def spread(model: dict[str, Any]) -> float:
    """Standard deviation of the outcome, for what may be 0 throughout."""
    values = model["residuals"].get("values") or model["residuals"]["head"]
    return float(np.std(values)) or 1.0


@every_model
def test_the_criterion_and_all_that_is_made_of_it(name: str) -> None:
    fit, model = fitted(name), MODELS[name]
    size = abs(model["criterion"])
    assert_close(fit.criterion, model["criterion"], CRITERION, "criterion")
    assert_close(fit.log_likelihood, model["logLik"], CRITERION, "logLik", scale=size)
    assert_close(fit.aic, model["AIC"], CRITERION, "AIC", scale=size)
    assert_close(fit.bic, model["BIC"], CRITERION, "BIC", scale=size)
    assert fit.parameters == model["parameters"]
    assert fit.nobs == model["nobs"]
    assert list(fit.ngroups.items()) == list(model["ngroups"].items())
    assert fit.converged


@every_model
def test_the_fixed_effects(name: str) -> None:
    fit, model = fitted(name), MODELS[name]
    assert list(fit.design.names) == model["names"]
    se = np.array(model["se"])
    # Each in units of its own standard error and size: columns may be on any scale.
    own = np.maximum(np.abs(model["fixef"]), se)
    assert_close(fit.beta / own, np.array(model["fixef"]) / own, NUMBERS, "fixef")
    assert_close(np.sqrt(np.diag(fit.vcov)) / se, np.ones(len(se)), NUMBERS, "se")
    units = np.outer(se, se)
    assert_close(fit.vcov / units, np.array(model["vcov"]) / units, NUMBERS, "vcov")


@unique_models
def test_the_variance_components(name: str) -> None:
    fit, model = fitted(name), told_apart(name)
    assert_close(fit.sigma, model["sigma"], NUMBERS, "sigma")
    expected = iter(zip(*(model["varcorr"][key] for key in ("var1", "var2", "vcov")), strict=True))
    for block, covariance in zip(fit.design.blocks, fit.covariances, strict=True):
        theirs = np.zeros_like(covariance)
        for _ in range(covariance.shape[0] * (covariance.shape[0] + 1) // 2):
            one, other, value = next(expected)
            i = block.effects.index(one)
            j = block.effects.index(other) if other else i
            theirs[i, j] = theirs[j, i] = value
        # An effect's variance counts by what it adds to the outcome.
        reach = np.abs(block.z).max(axis=0)
        units = np.outer(reach, reach)
        scale = max(np.abs(theirs * units).max(), spread(model) ** 2)
        assert_close(covariance * units, theirs * units, NUMBERS, block.group, scale=scale)
    assert next(expected)[2] == pytest.approx(fit.sigma**2, rel=NUMBERS)
    assert fit.singular == model["singular"]


@unique_models
def test_conditional_modes_and_their_variances(name: str) -> None:
    fit, model = fitted(name), told_apart(name)
    tables = fit.ranef()
    assert list(tables) == list(model["ranef"])
    for factor, theirs in model["ranef"].items():
        table = tables[factor]
        few = len(theirs["levels"])
        assert list(table.columns) == theirs["names"]
        assert len(table.levels) == theirs["count"]
        assert list(table.levels[:few]) == theirs["levels"]
        for column in range(len(table.columns)):
            ours = table.values[:, column]
            expected = [row[column] for row in theirs["values"]]
            scale = max(np.abs(expected).max(), 1e-6 * spread(model))
            assert_close(ours[:few], expected, NUMBERS, "modes", scale=scale)
            sums = (ours.sum(), theirs["sums"][column])
            assert_close(*sums, NUMBERS, "sum of modes", scale=scale * len(ours))
            squares = (ours @ ours, theirs["squares"][column])
            assert_close(*squares, NUMBERS, "squares of modes", scale=scale**2 * len(ours))
        terms = [
            variances
            for block, variances in zip(fit.design.blocks, fit.mode_variances, strict=True)
            if block.group == factor
        ]
        for ours, expected in zip(terms, theirs["variances"], strict=True):
            for i in range(ours.shape[1]):
                column = [variance[i][i] for variance in expected]
                scale = max(np.max(column), 1e-12 * spread(model) ** 2)
                assert_close(ours[:few, i, i], column, NUMBERS, "condVar", scale=scale)
                for j in range(i):
                    other = max(np.max([v[j][j] for v in expected]), 1e-12 * spread(model) ** 2)
                    joint = [variance[i][j] for variance in expected]
                    both = float(np.sqrt(scale * other))
                    assert_close(ours[:few, i, j], joint, NUMBERS, "condVar", scale=both)


@every_model
def test_fitted_values_and_residuals(name: str) -> None:
    fit, model = fitted(name), MODELS[name]
    assert_vector(fit.fitted, model["fitted"], NUMBERS)
    assert_vector(fit.residuals, model["residuals"], NUMBERS)


@every_model
def test_predictions_for_groups_known_and_new(name: str) -> None:
    fit, model = fitted(name), MODELS[name]
    theirs = model["predictions"]
    known, unknown = pd.DataFrame(theirs["known"]), pd.DataFrame(theirs["unknown"])
    assert_close(fit.predict(known), theirs["conditional"], NUMBERS, "conditional")
    population = fit.predict(known, groups=False)
    assert_close(population, theirs["population"], NUMBERS, "population")
    unseen = fit.predict(unknown, new_levels=True)
    assert_close(unseen, theirs["unseen"], NUMBERS, "unseen")


@every_model
def test_what_lme4_says_of_the_fit_is_said_too(name: str) -> None:
    said = [text.strip() for text in MODELS[name]["messages"]]
    assert [text for text in said if text not in fitted(name).messages] == []
    assert MODELS[name]["singular"] == fitted(name).singular


def test_the_references_are_at_the_optimum() -> None:
    """No start of lme4's own optimiser ended below what is taken for the optimum."""
    for model in MODELS.values():
        best = min(model["short"] or [0.0])
        assert best >= -1e-11 * abs(model["criterion"]) - 1e-9, model["name"]
