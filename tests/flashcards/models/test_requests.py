"""Calls as people write them, and what models of each kind can give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.models.errors import ModelError
from flashcards.models.requests import (
    FIGURES,
    VIEWS,
    check_figure,
    formula_start,
    givers,
    pooling_of,
    read_model,
    read_models,
)
from flashcards.models.tokens import FormulaError

LM = "lm(y ~ x)"
APART = "lm(y ~ x + g)"
MIXED = "lmer(y ~ x + (1 | g))"
SLOPES = "lmer(y ~ x + (1 + x | g))"


@pytest.mark.parametrize(
    ("text", "name", "function", "package", "formula", "reml"),
    [
        ("lm(y ~ x)", "model", "lm", "", "y ~ x", True),
        ("  stats::lm ( formula = y ~ x , data = d )  ", "model", "lm", "stats", "y ~ x", True),
        ("m.0 <- lmer(y ~ (1 | g))", "m.0", "lmer", "", "y ~ (1 | g)", True),
        ("lme4::lmer(data = d, y ~ (1 | g))", "model", "lmer", "lme4", "y ~ (1 | g)", True),
        ("a_b<-lmerTest::lmer(y~(1|g),REML=FALSE)", "a_b", "lmer", "lmerTest", "y~(1|g)", False),
        ('lm(y ~ poly(x, 2), data = "a, b)")', "model", "lm", "", "y ~ poly(x, 2)", True),
    ],
)
def test_a_call_is_taken_apart(
    text: str, name: str, function: str, package: str, formula: str, reml: bool
) -> None:
    call = read_model(text)
    assert (call.name, call.function, call.package) == (name, function, package)
    assert (call.formula, call.reml) == (formula, reml)
    assert text[formula_start(text) :].startswith(formula)


def test_several_models_are_numbered() -> None:
    assert [call.name for call in read_models((LM,))] == ["model"]
    assert [call.name for call in read_models((LM, f"m <- {LM}", MIXED))] == [
        *("model1", "m", "model3"),
    ]
    assert read_model(f"lmerTest::{MIXED}").tested
    assert not read_model(MIXED).tested
    assert read_model(SLOPES).columns == {"x", "y", "g"}


@pytest.mark.parametrize(
    "text",
    [
        *("", "lm", "y ~ x", "lm(y ~ x", "lm(y ~ x))", "(y ~ x)", "lm(y ~ x) + 1", "x::lm(y ~ x)"),
        *("glm(y ~ x)", "lmerTest::lm(y ~ x)", "system('ls')", "lm(~ x)", "lm(y ~ x, w = 2)"),
        *("lmer(y ~ x)", "lm(y ~ (1 | g))", "lm(y ~ x, REML = FALSE)", "1a <- lm(y ~ x)"),
        *("lm()", "lm(y ~)", "lm(y ~ x y)", "lmer(y ~ (1 | g), REML = 2)", "<- lm(y ~ x)"),
    ],
)
def test_what_is_no_model_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises((ModelError, FormulaError)) as error:
        read_model(text)
    assert str(error.value)[-1] in ".?`"


@given(st.text("lmertsy~x(|)g,:<-=+ `\"'#\n1", max_size=40))
def test_any_text_is_a_model_or_refused(text: str) -> None:
    for each in (text, f"lm({text})", f"lmer(y ~ {text} + (1 | g))"):
        formula_start(each)
        try:
            call = read_model(each)
        except (ModelError, FormulaError):
            continue
        assert call.mixed == bool(call.model.random)


def test_what_each_kind_of_model_gives() -> None:
    given_ = {}
    for name, texts in {"lm": (LM,), "mixed": (SLOPES,), "both": (LM, APART, MIXED)}.items():
        calls = read_models(texts)
        given_[name] = []
        for view in VIEWS:
            try:
                givers(view, calls)
            except ModelError:
                continue
            given_[name].append(view)
    assert given_ == {
        "lm": ["summary", "coef", "anova", "augment", "effect", "rows", "signs"],
        "mixed": [
            *("summary", "fixef", "VarCorr", "ranef", "coef", "cbind", "augment", "effect"),
            *("rows", "signs", "quantiles", "influence"),
        ],
        "both": list(VIEWS),
    }


def test_which_models_a_view_is_shown_of() -> None:
    calls = read_models((LM, APART, MIXED))
    assert givers("summary", calls) == calls
    assert givers("ranef", calls) == calls[2:]
    assert givers("signs", calls) == calls[:1]
    assert givers("anova", calls) == calls[:2]
    assert givers("anova", read_models((LM, MIXED, SLOPES))) == read_models((LM, MIXED, SLOPES))[1:]
    assert givers("effect", read_models(("lm(y ~ 1)", LM))) == read_models(("lm(y ~ 1)", LM))[1:]
    assert givers("icc", read_models((SLOPES, MIXED))) == read_models((SLOPES, MIXED))[1:]
    assert [pooling_of(call, "g") for call in calls] == ["complete", "none", "partial"]


def test_figures_of_random_effects_need_some() -> None:
    for figure in FIGURES:
        check_figure(figure, read_models((SLOPES,)))
        with pytest.raises(ModelError):
            check_figure(figure, ())
    refused = []
    for figure in FIGURES:
        try:
            check_figure(figure, read_models((LM,)))
        except ModelError:
            refused.append(figure)
    assert set(FIGURES) - set(refused) == {"scatter", "facets", "checks", "ribbon"}
