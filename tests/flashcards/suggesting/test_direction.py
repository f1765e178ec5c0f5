from __future__ import annotations

import pytest

from flashcards.suggesting.direction import (
    contradicts,
    denied_behind,
    deniers,
    opposite,
    rival_nearer,
    stance_of,
)
from flashcards.suggesting.words import tokens


def denied(text: str) -> set[str]:
    found = tokens(text)
    return {found[i].word for i, denier in enumerate(deniers(found)) if denier >= 0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slopes do not vary", {"vary"}),
        ("estimates aren't shrunk, they vary", {"shrunk"}),
        ("no normal distribution", {"normal", "distribution"}),
        ("they never differ but slopes do", {"differ"}),
        ("not drawn because they vary", {"drawn"}),
        ("not only slopes vary", {"only"}),
        ("not only one source", {"only", "one", "source"}),
        ("there is no doubt that slopes vary", {"doubt"}),
        ("I can't remember whether slopes vary", {"remember"}),
        ("less conservative estimates", {"conservative"}),
        ("this violates independence", {"this", "independence"}),
        ("if slopes aren't random they differ", {"random"}),
        ("otherwise slopes vary", {"slopes", "vary"}),
        ("slopes vary", set()),
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(text: str, expected: set[str]) -> None:
    assert denied(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coef does not give this", True),
        ("ranef() isn't for this", True),
        ("the slope of the line does not vary", True),
        ("coef gives this", False),
        ("coef does not only give this", False),
        ("coef does not give deviations but values", False),
        ("coef gives values, ranef does not", False),
        ("coef as ranef does not", False),
    ],
)
def test_a_denial_behind_a_word_speaks_of_it(text: str, expected: bool) -> None:
    found = tokens(text)
    subject = next(i for i, token in enumerate(found) if token.word in ("coef", "ranef", "slope"))
    assert bool(denied_behind(found, subject)) is expected


def against(point: str, text: str) -> bool:
    found = tokens(text)
    return contradicts(found, deniers(found), [range(len(found))], stance_of(tokens(point)))


@pytest.mark.parametrize(
    ("point", "text", "expected"),
    [
        ("The slope is the same for all", "slopes are the same", False),
        ("The slope is the same for all", "slopes differ", True),
        ("The slope is the same for all", "slopes don't differ", False),
        ("Slopes may differ", "the slope is the same for each", True),
        ("Slopes may differ", "slopes are not the same", False),
        ("It pulls estimates towards the mean", "estimates move away from the mean", True),
        ("Residuals are independent", "residuals are dependent", True),
        ("Residuals are dependent", "lm assumes that residuals are independent", False),
        ("One is more alike than different groups", "they are alike for different groups", False),
        ("Positive means above", "positive means below", True),
        ("Positive means above", "positive means above and not below", False),
        ("Fully crossed: everybody does every task", "fully crossed: only some tasks", True),
        ("Random effects are printed", "the fixed effects are printed", True),
        ("Random effects are printed", "fixed and random effects are printed", False),
        ("The slope is steep", "anything", False),
        ("The group's own line", "the line of the average group", True),
        ("The group's own line", "the average line plus its own part", False),
        ("The intercept is where x is 0", "the slope is y at x = 0 and the intercept", True),
        ("The intercept is where x is 0", "the intercept is y at 0 and the slope its rise", False),
        ("Gamma is fixed, sigma random", "gamma is random and sigma fixed", True),
        ("Gamma is fixed, sigma random", "gamma is fixed and sigma random", False),
    ],
)
def test_the_contrary_direction_is_noticed(point: str, text: str, expected: bool) -> None:
    assert against(point, text) is expected


def test_a_denied_opposite_says_the_same() -> None:
    assert "same" in opposite("vari")
    assert "vari" in opposite("same")
    assert not opposite("line")


@pytest.mark.parametrize(
    ("text", "cue", "said", "expected"),
    [
        ("the intercept is fixed and the slope of each differs", "intercept", "differs", True),
        ("the intercept differs while the slope is fixed", "intercept", "differs", False),
        ("intercept and slope differ", "intercept", "differ", False),
        ("b0 is what changes when b1 is held", "b0", "changes", False),
    ],
)
def test_what_is_said_of_a_rival_is_not_said_of_the_cue(
    text: str, cue: str, said: str, expected: bool
) -> None:
    found = tokens(text)
    places = [next(i for i, t in enumerate(found) if t.word == word) for word in (cue, said)]
    assert rival_nearer(found, [(place,) for place in places]) is expected
