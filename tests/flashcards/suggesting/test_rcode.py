from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.suggesting.rcode import find_code, read_code, says


def found_in(text: str, cue: str) -> bool:
    wanted = read_code(cue)
    assert wanted is not None
    return any(says(code, wanted) for code in find_code(text))


@pytest.mark.parametrize(
    "text",
    [
        "lmer(y ~ x + (1 + x | g))",
        "you write `lmer(rt ~ days + (days | subj), data = d)` in R",
        "y ~ x + (1 + x | subject)",
        "m <- lme4::lmer(outcome ~ 1 + x1 + (1 + x1|subject), REML = FALSE)",
        "lmer(rt ~ days + (1 + days | subj), data=sleep",
        "lmer(y ~ x + (1 + x | g",
        "use (predictor | grouping factor) for it",
        "add (x|g): the slope varies",
        "(1+x│g)",
        "lmer(y ∼ x + (x | g))",
    ],
)
def test_a_random_slope_is_recognised_however_it_is_written(text: str) -> None:
    assert found_in(text, "(1 + x | g)")


@pytest.mark.parametrize(
    "text",
    [
        "lmer(y ~ x + (1 | g))",
        "(0 + x | g)",
        "(subject | x)",
        "lm(y ~ x + g)",
        "1 + x | g",
        "N(0, 1 | x)",
        "",
    ],
)
def test_what_is_no_random_slope(text: str) -> None:
    assert not found_in(text, "(1 + x | g)")


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("(1 | school/child)", "(1 | school) + (1 | child:school)", True),
        ("(1|class) + (1|pupil:class)", "(1 | school) + (1 | child:school)", True),
        ("(1 | school) + (1 | child)", "(1 | school) + (1 | child:school)", False),
        ("(1 | child/school)", "(1 | school) + (1 | child:school)", False),
        ("(1 | item) + (1 | subj)", "(1 | ppt) + (1 | task)", True),
        ("lm(y ~ x * g)", "lm(y ~ x + g + x:g)", True),
        ("lm(y ~ x + g)", "lm(y ~ x * g)", False),
        ("lm(outcome ~ predictor, data = d)", "lm(y ~ x)", True),
        ("lm(outcome ~ predictor, data = d)", "y ~ x", True),
        ("y ~ x - this is it", "lm(y ~ x)", True),
        ("y~x+g: separate", "lm(y ~ x + g)", True),
        ("lmer(y ~ x)", "lm(y ~ x)", False),
        ("lmer(y ~ x)", "y ~ x", False),
        ("lm(y ~ 0 + x)", "lm(y ~ x)", False),
        ("y ~ x - 1 drops it", "y ~ 0 + x", True),
        ("lme4::fixef(m)[1]", "fixef(model)", True),
        ("VarCorr()", "VarCorr(model)", True),
        ("e ~ normal", "y ~ x", False),
        ("fixef + ranef", "fixef(model)", False),
        ("summary(lmer(y ~ x + (1 | g)))", "lmer(y ~ x + (1 | g))", True),
    ],
)
def test_code_is_compared_by_meaning(text: str, cue: str, expected: bool) -> None:
    assert found_in(text, cue) is expected


def test_code_has_its_place() -> None:
    text = "first lm(y ~ x), then lmer(y ~ x + (1 | g)) and (1 | a) + (1 | b)."
    assert [text[code.start : code.end] for code in find_code(text)] == [
        "lm(y ~ x)",
        "lmer(y ~ x + (1 | g))",
        "(1 | a) + (1 | b)",
    ]


@pytest.mark.parametrize("cue", ["check_model", "child:school", "condVar = TRUE", "0 +", ""])
def test_what_is_neither_call_nor_formula_is_left_to_words(cue: str) -> None:
    assert read_code(cue) is None


@given(st.text(max_size=120) | st.text(alphabet="lmer(y~x+1|g), \n", max_size=80))
def test_any_text_can_be_looked_through(text: str) -> None:
    for code in find_code(text):
        assert 0 <= code.start < code.end <= len(text)
