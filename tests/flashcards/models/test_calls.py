from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.models.calls import RCall, parse_call, same_call


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("fixef(m)", RCall("fixef")),
        ("lmerTest::lmer(y ~ x + (1 | g))", RCall("lmer", "lmerTest", "y ~ x + (1 | g)")),
        ("m1 <- lm(y ~ x, data = d)", RCall("lm", "", "y ~ x")),
        ("lmer(data = d, formula = y ~ x + (1 | g))", RCall("lmer", "", "y ~ x + (1 | g)")),
        ("lmer(log(y) ~ poly(x, 2), d)", RCall("lmer", "", "log(y) ~ poly(x, 2)")),
        ("ranef(m)$subject[, 1]", RCall("ranef")),
        ("dotplot.ranef.mer(randoms)", RCall("dotplot.ranef.mer")),
        ("lmer(y ~ x + (1 | g", RCall("lmer", "", "y ~ x + (1 | g")),
    ],
)
def test_calls_are_read(text: str, call: RCall) -> None:
    assert parse_call(text) == call


@pytest.mark.parametrize("text", ["", "fixef", "(1 | g)", "y ~ x", "2(x)", "a b(c)"])
def test_what_is_no_call(text: str) -> None:
    assert parse_call(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fixef(m)", "lme4::fixef(random_slopes_model)"),
        ("varcorr(m)", "VarCorr(model)"),
        ("lmerTest::lmer(rt ~ dose + (dose | id), data = d)", "lmer(y ~ 1 + x + (1 + x | g))"),
        ("lm(y ~ x)", "lm(outcome ~ 1 + predictor, data = dataframe)"),
    ],
)
def test_same_calls(one: str, other: str) -> None:
    assert same_call(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fixef(m)", "ranef(m)"),
        ("lm(y ~ x)", "lmer(y ~ x)"),
        ("lm(y ~ x + g)", "lm(y ~ x * g)"),
        ("lmer(y ~ x + (1 | g", "lmer(y ~ x + (1 | g))"),
        ("fixef", "fixef(m)"),
    ],
)
def test_other_calls(one: str, other: str) -> None:
    assert not same_call(one, other)


@given(st.text(max_size=40) | st.text(alphabet="lmer(y~x+|g),=:.<-", max_size=40))
def test_any_text_is_a_call_or_none(text: str) -> None:
    parse_call(text)
    same_call(text, "lm(y ~ x)")
