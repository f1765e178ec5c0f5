import pytest

from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import ComparedAsked, FormulasAsked
from flashcards.models.explore.sidebyside import changes, compared, offered
from flashcards.models.formula import FormulaError
from flashcards.models.live import Output
from tests.flashcards.models.explore.test_shrinkage import balanced

RANDOM = "lmer(y ~ x + (1 | g))"
SLOPES = "lmer(y ~ x + (1 + x | g))"


def shown(model=RANDOM, other=SLOPES, **asked):
    return compared(ComparedAsked("made", model, other, **asked), balanced(), {})


def marked(output, changed):
    return [output.lines[each.line][each.start : each.end] for each in changed]


def test_what_is_the_same_in_both_is_not_marked():
    result = shown()
    words = marked(result.output, result.changed)
    assert "(1" not in words[:3] or "Formula:" not in words
    assert not {"Fixed", "effects:", "Groups"} & set(words)


def test_numbers_that_differ_are_marked_in_both():
    one = Output("VarCorr", "VarCorr(m)", (" g  (Intercept) 3.10", " Residual  2.00"))
    two = Output(
        "VarCorr", "VarCorr(m)", (" g  (Intercept) 3.40", "    x  1.00", " Residual  2.00")
    )
    assert marked(one, changes(one, two)) == ["3.10"]
    assert marked(two, changes(two, one)) == ["3.40", "x", "1.00"]


def test_the_same_model_twice_has_no_changes():
    result = shown(other=RANDOM)
    assert result.changed == result.other_changed == ()
    assert result.output.lines == result.other.lines


def test_one_model_alone():
    result = shown(other="")
    assert result.other is None
    assert result.changed == ()


def test_a_picture_of_both():
    result = shown(figure="facets")
    meanings = {layer.meaning for layer in result.figure.panels[0].layers}
    assert {"intercepts", "slopes"} <= meanings


def test_a_picture_that_there_is_not_leaves_the_outputs():
    result = shown(model="lm(y ~ x)", other="", figure="caterpillar")
    assert result.figure is None
    assert result.messages
    assert result.output.lines


def test_the_code_fits_both():
    code = shown().code
    assert RANDOM[5:-1] in code
    assert SLOPES[5:-1] in code


@pytest.mark.parametrize(
    ("model", "error"),
    [("lmer(y ~ x + (1 | g)", ModelError), ("lmer(y ~ x + 1 | g)", FormulaError), ("", ModelError),
     ("lm(y ~ nothing)", ModelError)],
)  # fmt: skip
def test_what_cannot_be_fitted_is_an_error(model, error):
    with pytest.raises(error):
        shown(model=model, other="")


def test_models_that_one_would_compare():
    result = offered(FormulasAsked("made", RANDOM), balanced(), {"x": "hours"})
    assert "lm(y ~ x)" in result.models
    assert SLOPES in result.models
    assert dict(result.columns)["x"] == "hours"
    for model in result.models:
        assert shown(model=model, other="").output.lines
