"""Tests, intervals, effects and influence of mixed models against R's packages for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flashcards.models.effects import effect
from flashcards.models.influence import cooks_distance, hat_values, icc, influence
from flashcards.models.intervals import profile, wald
from flashcards.models.likelihood import compare
from flashcards.models.ranova import print_likelihood_ratios
from flashcards.models.satterthwaite import coefficient_tests
from tests.flashcards.models.references.models.fitting import fitted
from tests.flashcards.models.references.models.reading import (
    ANOVA,
    MODELS,
    assert_close,
    assert_vector,
    data_set,
)

NUMBERS = 1e-5
SATTERTHWAITE = 1e-4
PROFILE = 1e-3


def models_with(part: str) -> list[str]:
    return [name for name, model in MODELS.items() if model[part]]


def parts_of(part: str) -> list[tuple[str, str]]:
    """Models with each of the things that were computed of them."""
    return [(name, key) for name in models_with(part) for key in MODELS[name][part]]


@pytest.mark.parametrize("name", models_with("df"))
def test_satterthwaites_degrees_of_freedom(name: str) -> None:
    model, tests = MODELS[name], coefficient_tests(fitted(name))
    for test, df, t, p in zip(tests, model["df"], model["t"], model["p"], strict=True):
        assert test.df == pytest.approx(df, rel=SATTERTHWAITE)
        assert test.t == pytest.approx(t, rel=NUMBERS, abs=NUMBERS)
        assert test.p == pytest.approx(p, rel=100 * SATTERTHWAITE if p < 1e-6 else SATTERTHWAITE)


@pytest.mark.parametrize("pair", ANOVA)
def test_likelihood_ratios(pair: str) -> None:
    theirs = ANOVA[pair]
    found = compare([fitted(name) for name in theirs["models"]], theirs["models"])
    assert [row.name for row in found.rows] == theirs["order"]
    table = theirs["table"]
    assert [row.parameters for row in found.rows] == table["npar"]
    size = max(np.abs(table["deviance"]))
    for ours, key in (("aic", "AIC"), ("bic", "BIC"), ("log_likelihood", "logLik")):
        values = [getattr(row, ours) for row in found.rows]
        assert_close(values, table[key], 1e-7, key, scale=size)
    for row, chisq, df, p in zip(
        found.rows[1:], table["Chisq"][1:], table["Df"][1:], table["Pr(>Chisq)"][1:], strict=True
    ):
        assert row.chisq == pytest.approx(chisq, rel=NUMBERS, abs=1e-7)
        assert row.df == df
        # The p-value moves with half of what the statistic does.
        assert row.p == pytest.approx(p, rel=NUMBERS * max(1.0, chisq))


@pytest.mark.parametrize("digits", [3, 7])
@pytest.mark.parametrize("pair", ANOVA)
def test_likelihood_ratios_in_print(pair: str, digits: int) -> None:
    theirs = ANOVA[pair]
    found = compare([fitted(name) for name in theirs["models"]], theirs["models"])
    data = MODELS[theirs["models"][0]]["data"]
    assert print_likelihood_ratios(found.rows, data, digits) == theirs["text"][str(digits)]


@pytest.mark.parametrize(("name", "term"), parts_of("effects"))
def test_effects_and_their_bands(name: str, term: str) -> None:
    model = MODELS[name]
    found, theirs = effect(term, fitted(name), data_set(model["data"])), model["effects"][term]
    assert list(found.values) == [
        key for key in theirs if key not in {"fit", "se", "lower", "upper"}
    ]
    for predictor, values in found.values.items():
        if isinstance(values[0], str):
            assert values == theirs[predictor]
        else:
            assert values == pytest.approx(theirs[predictor], rel=1e-12)
    scale = float(np.max(np.abs(theirs["fit"])))
    assert_close(found.fit, theirs["fit"], NUMBERS, "fit")
    assert_close(found.se, theirs["se"], NUMBERS, "se")
    assert_close(found.lower, theirs["lower"], NUMBERS, "lower", scale=scale)
    assert_close(found.upper, theirs["upper"], NUMBERS, "upper", scale=scale)


@pytest.mark.parametrize(("name", "group"), parts_of("influence"))
def test_influence_of_each_group(name: str, group: str) -> None:
    fit, theirs = fitted(name), MODELS[name]["influence"][group]
    found = influence(fit, group)
    assert list(found.levels) == theirs["levels"]
    se = np.sqrt(np.diag(fit.vcov))
    assert_close(found.fixef / se, np.array(theirs["fixef"]) / se, NUMBERS, "fixef")
    assert_close(found.sigma, theirs["sigma"], NUMBERS, "sigma")
    assert_close(found.cooks_distance, theirs["cooks_lme4"], NUMBERS, "Cook's distance")
    for i, frame in enumerate(theirs["varcorr"]):
        ours: list[float] = []
        for matrix in found.covariances:
            ours += np.diag(matrix[i]).tolist()
            ours += matrix[i].T[np.triu_indices(len(matrix[i]), 1)].tolist()
        assert_close([*ours, found.sigma[i] ** 2], frame, NUMBERS, f"without {found.levels[i]}")


@pytest.mark.parametrize("name", MODELS)
def test_leverages_and_cooks_distances_of_rows(name: str) -> None:
    fit, model = fitted(name), MODELS[name]
    assert_vector(hat_values(fit), model["hat"], NUMBERS)
    assert_vector(cooks_distance(fit), model["cooks"], NUMBERS)


@pytest.mark.parametrize("name", MODELS)
def test_shares_of_the_variance(name: str) -> None:
    found, theirs = icc(fitted(name)), MODELS[name]["icc"]
    if theirs is None:
        assert found is None
    else:
        assert found == pytest.approx(theirs, rel=NUMBERS, abs=1e-9)


@pytest.mark.parametrize("name", MODELS)
def test_walds_intervals(name: str) -> None:
    fit, theirs = fitted(name), MODELS[name]["confint"]["wald"]
    found = wald(fit)
    assert [each.name for each in found] == theirs["names"]
    units = np.maximum(np.sqrt(np.diag(fit.vcov)), np.abs(fit.beta))
    for end in ("lower", "upper"):
        ours = np.array([getattr(each, end) for each in found])
        assert_close(ours / units, np.array(theirs[end]) / units, NUMBERS, end)


def profiled() -> list[str]:
    return [name for name, model in MODELS.items() if "profile" in model["confint"]]


@pytest.mark.parametrize("name", profiled())
def test_profile_intervals(name: str) -> None:
    theirs: dict[str, Any] = MODELS[name]["confint"]["profile"]
    found = {each.name: each for each in profile(fitted(name))}
    assert sorted(found) == sorted(theirs["names"])
    for parameter, lower, upper in zip(
        theirs["names"], theirs["lower"], theirs["upper"], strict=True
    ):
        ours = found[parameter]
        # An end near 0 is as good as the interval is wide.
        reach = (upper - lower) / 2
        assert ours.lower == pytest.approx(lower, abs=PROFILE * max(abs(lower), reach))
        assert ours.upper == pytest.approx(upper, abs=PROFILE * max(abs(upper), reach))
