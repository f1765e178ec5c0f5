"""What a card's live example asks of the models."""

from __future__ import annotations

import pytest

from flashcards.cards import Example
from flashcards.examples import asked
from flashcards.models.live import Asked


def test_an_example_is_asked_as_it_is_written() -> None:
    example = Example(
        "a", "caffeine", ("lm(y ~ x)", "lmer(y ~ (1 | g))"), ("summary", "rows"), "facets",
        (("title", "Words."), ("groups", " sub_1,sub_2 , "), ("digits", "5")), 7,
    )  # fmt: skip
    assert asked(example) == Asked(
        "caffeine", ("lm(y ~ x)", "lmer(y ~ (1 | g))"), ("summary", "rows"), "facets",
        ("sub_1", "sub_2"), 5,
    )  # fmt: skip


def test_what_is_not_written() -> None:
    assert asked(Example("", "tasks")) == Asked("tasks", digits=3)
    assert asked(Example("", "tasks", options=(("digits", "many"),))).digits == 3


@pytest.mark.parametrize(
    ("model", "tested"),
    [
        ("lmer(y ~ (1 | g))", "lmerTest::lmer(y ~ (1 | g))"),
        ("m <- lmer(y ~ (1 | g))", "m <- lmerTest::lmer(y ~ (1 | g))"),
        ("lm(y ~ x)", "lm(y ~ x)"),
        ("lmerTest::lmer(y ~ (1 | g))", "lmerTest::lmer(y ~ (1 | g))"),
    ],
)
def test_tests_are_those_of_lmertest(model: str, tested: str) -> None:
    example = Example("", "tasks", (model,), options=(("tests", "satterthwaite"),))
    assert asked(example).models == (tested,)
    plain = Example("", "tasks", (model,), options=(("tests", "none"),))
    assert asked(plain).models == (model,)
