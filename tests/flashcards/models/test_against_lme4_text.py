"""Prints of mixed models against R's, line by line, at 3 and at 7 digits."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pytest

from flashcards.models import rprint
from flashcards.models.influence import hat_values
from flashcards.models.lmer import LmerFit
from flashcards.models.satterthwaite import coefficient_tests
from tests.flashcards.models.references.models.fitting import fitted
from tests.flashcards.models.references.models.reading import MODELS, data_set

PRINTS: dict[str, Callable[[LmerFit, int], list[str]]] = {
    "fixef": lambda fit, digits: rprint.fixef(fit, digits),
    "VarCorr": lambda fit, digits: rprint.varcorr(fit, digits),
    "ranef": lambda fit, digits: rprint.ranef(fit, digits),
    "coef": lambda fit, digits: rprint.coef(fit, digits),
}

TESTS_NOISE = 1e-6
"""lmerTest differentiates numerically: of its degrees of freedom what is beyond is noise."""

at_both_digits = pytest.mark.parametrize("digits", [3, 7])


def models_with(text: str) -> pytest.MarkDecorator:
    """Models of which R printed something, as far as the data tell what it prints apart."""
    free = text == "fixef"
    names = [
        name
        for name, model in MODELS.items()
        if text in model["text"] and (free or model["unique"])
    ]
    return pytest.mark.parametrize("name", names)


def printed_by_r(name: str, text: str, digits: int) -> list[str]:
    lines: list[str] = MODELS[name]["text"][text][str(digits)]
    return lines


@at_both_digits
@models_with("summary")
def test_the_summary_of_lme4(name: str, digits: int) -> None:
    ours = rprint.summary_lmer(fitted(name), digits, data=MODELS[name]["data"])
    assert ours == printed_by_r(name, "summary", digits)


@at_both_digits
@models_with("summary_tests")
def test_the_summary_of_lmer_test(name: str, digits: int) -> None:
    fit = fitted(name)
    tests = coefficient_tests(fit)
    ours = rprint.summary_lmer(fit, digits, data=MODELS[name]["data"], tests=tests)
    for line, theirs in zip(ours, printed_by_r(name, "summary_tests", digits), strict=True):
        assert line == theirs or only_noise_differs(line, theirs), f"\n{line}\n{theirs}"


def only_noise_differs(line: str, other: str) -> bool:
    """Whether two lines differ in degrees of freedom alone, beyond their seventh digit."""
    pairs = [pair for pair in zip(line.split(), other.split(), strict=True) if pair[0] != pair[1]]
    if len(line) != len(other) or len(pairs) != 1:
        return False
    long = all(len(re.sub(r"\D", "", text)) > 7 for text in pairs[0])
    return long and math.isclose(*map(float, pairs[0]), rel_tol=TESTS_NOISE)


@at_both_digits
@models_with("augment")
def test_the_first_rows_of_augment(name: str, digits: int) -> None:
    fit, data = fitted(name), data_set(MODELS[name]["data"])
    ours = rprint.augment(fit, data, digits, hat=hat_values(fit))
    assert ours == printed_by_r(name, "augment", digits)


@at_both_digits
@pytest.mark.parametrize("text", PRINTS)
@models_with("fixef")
def test_estimates_and_groups(name: str, text: str, digits: int) -> None:
    model = MODELS[name]
    if text not in model["text"] or (text != "fixef" and not model["unique"]):
        assert model["data"] == "many" or not model["unique"]
        return
    assert PRINTS[text](fitted(name), digits) == printed_by_r(name, text, digits)
