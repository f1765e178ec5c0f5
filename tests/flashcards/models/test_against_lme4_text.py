"""Prints of mixed models against R's, line by line, at 3 and at 7 digits.

Two of R's digits are no one's: those of a number half way between two prints, where rounding
alone decides, and the seventh and later of lmerTest's degrees of freedom, which it takes by finite
differences, and of small modes beside large ones. A line that differs in such a digit alone is
taken for the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache

import pytest

from flashcards.models import rprint
from flashcards.models.influence import hat_values
from flashcards.models.lmer import LmerFit
from flashcards.models.satterthwaite import coefficient_tests
from tests.flashcards.models.references.models.fitting import fitted
from tests.flashcards.models.references.models.reading import MODELS, data_set

TIE = 2e-11
"""How far a number may be, as a share of itself, from half way between two prints."""

TESTS_NOISE = 1e-6
"""The share of lmerTest's degrees of freedom that is noise at most."""

Print = Callable[[str, LmerFit, int], list[str]]


def summary(name: str, fit: LmerFit, digits: int) -> list[str]:
    return rprint.summary_lmer(fit, digits, data=MODELS[name]["data"])


def summary_with_tests(name: str, fit: LmerFit, digits: int) -> list[str]:
    tests = coefficient_tests(fit)
    return rprint.summary_lmer(fit, digits, data=MODELS[name]["data"], tests=tests)


def augment(name: str, fit: LmerFit, digits: int) -> list[str]:
    return rprint.augment(fit, data_set(MODELS[name]["data"]), digits, hat=hat_values(fit))


PRINTS: dict[str, Print] = {
    "summary": summary,
    "summary_tests": summary_with_tests,
    "fixef": lambda _, fit, digits: rprint.fixef(fit, digits),
    "VarCorr": lambda _, fit, digits: rprint.varcorr(fit, digits),
    "ranef": lambda _, fit, digits: rprint.ranef(fit, digits),
    "coef": lambda _, fit, digits: rprint.coef(fit, digits),
    "augment": augment,
}

CASES = [
    (name, text, int(digits))
    for name, model in MODELS.items()
    for text, printed in model["text"].items()
    if model["unique"] or text == "fixef"
    for digits in printed
]
"""All that R printed. Where the data do not tell variances apart, fixed effects alone are sure."""


@cache
def nudged(name: str, share: float) -> LmerFit:
    """The same fit of an outcome that is larger by a share: so are all that it estimates."""
    fit = fitted(name)
    return fit.refit(fit.design.y * (1 + share))


@pytest.mark.parametrize(("name", "text", "digits"), CASES)
def test_prints_are_rs(name: str, text: str, digits: int) -> None:
    theirs: list[str] = MODELS[name]["text"][text][str(digits)]
    ours = PRINTS[text](name, fitted(name), digits)
    if ours == theirs:
        return
    assert len(ours) == len(theirs)
    near = [PRINTS[text](name, nudged(name, share), digits) for share in (TIE, -TIE)]
    for i, line in enumerate(theirs):
        possible = [ours[i], *(lines[i] for lines in near if len(lines) == len(theirs))]
        assert any(line == each or only_noise_differs(line, each) for each in possible), (
            f"\nR:    {line}\nours: {ours[i]}"
        )


def only_noise_differs(line: str, other: str) -> bool:
    """Whether two lines differ in one number alone, and there in or beyond the seventh digit."""
    pairs = [pair for pair in zip(line.split(), other.split(), strict=False) if pair[0] != pair[1]]
    if len(line) != len(other) or len(pairs) != 1:
        return False
    long = all(re.fullmatch(r"-?\d+\.\d+", text) and len(text) >= 8 for text in pairs[0])
    return long and math.isclose(*map(float, pairs[0]), rel_tol=TESTS_NOISE)


def test_all_that_can_be_printed_is_compared() -> None:
    assert {text for _, text, _ in CASES} == set(PRINTS)
    assert {digits for _, _, digits in CASES} == {3, 7}
    texts = 2 * len(PRINTS)
    whole = [name for name in MODELS if sum(case[0] == name for case in CASES) == texts]
    assert len(whole) >= 50
