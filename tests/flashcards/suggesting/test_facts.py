from __future__ import annotations

import pytest

from flashcards.suggesting.direction import deniers
from flashcards.suggesting.facts import mixed_up
from flashcards.suggesting.words import tokens


def mixed(text: str) -> bool:
    found = tokens(text)
    return any(mixed_up(found, deniers(found)))


@pytest.mark.parametrize(
    "text",
    [
        "complete pooling means a separate line for each group",
        "no pooling: the groups are ignored",
        "ranef gives the coefficients of each group",
        "coef(m) shows deviations",
        "the restricted model has more terms",
        "predict returns a data frame",
        "the variance is the square root of the SD",
        "sd = variance squared",
        "fixed effects are the deviations of the groups",
        "each column is a group",
        "b0 is the slope",
        "qqnorm checks for constant variance",
        "geom_ribbon is the line, of course",
        "ranef does not give deviations",
    ],
)
def test_what_is_said_of_the_wrong_thing_is_noticed(text: str) -> None:
    assert mixed(text)


@pytest.mark.parametrize(
    "text",
    [
        "complete pooling means that groups are ignored",
        "complete pooling is a line for all, no pooling a separate one for each",
        "ranef gives deviations and coef the coefficients",
        "ranef does not give the coefficients",
        "coef = fixef + ranef",
        "fixef + ranef = coefficients",
        "the restricted model is the full one without x",
        "predict returns only values, which are bound to the data",
        "the variance is the SD squared",
        "the SD is the square root of the variance",
        "a row for each group and a column for each effect",
        "b0 is the intercept and b1 the slope",
        "the thick line is the mean of all subjects' lines",
        "variance and SD, which is only the square root",
        "",
    ],
)
def test_what_is_said_of_the_right_thing_stands(text: str) -> None:
    assert not mixed(text)


def test_the_words_from_the_thing_on_are_named() -> None:
    found = tokens("As I said, coef gives the deviations, and more.")
    (place,) = set(mixed_up(found, deniers(found)))
    assert [found[index].word for index in place] == ["coef", "gives", "the", "deviations"]
