"""Examples that go wrong in part, and what is lit where they do not."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest

from flashcards.models import examples
from flashcards.models.errors import ModelError
from flashcards.models.examples import Fits, fitted, show
from flashcards.models.live import Asked, Output, Shown
from flashcards.models.tokens import FormulaError

CHANCE: Final = np.random.default_rng(7)
GROUPS: Final = np.repeat([f"g{i}" for i in range(8)], 6)
X: Final = np.tile(np.arange(6.0), 8)
DATA: Final = {
    "y": 10 + 2 * X + np.repeat(CHANCE.normal(0, 3, 8), 6) + CHANCE.normal(0, 1, 48)
    + X * np.repeat(CHANCE.normal(0, 1, 8), 6),
    "x": X,
    "g": GROUPS.astype(object),
}  # fmt: skip
SLOPES: Final = "lmer(y ~ x + (1 + x | g))"


def shown(*models: str, show_: tuple[str, ...] = (), **more: object) -> Shown:
    return show(Asked("made", models, show_, **more), DATA)  # type: ignore[arg-type]


def only(found: Shown) -> Output:
    (output,) = found.outputs
    return output


def test_outputs_come_in_the_order_asked_for_each_with_its_command() -> None:
    found = shown("m0 <- lm(y ~ x)", SLOPES, show_=("coef", "VarCorr", "anova", "fixef"))
    assert [(output.view, output.call) for output in found.outputs] == [
        ("coef", "coef(m0)"),
        ("coef", "coef(model2)"),
        ("VarCorr", "VarCorr(model2)"),
        ("anova", "anova(m0)"),
        ("fixef", "fixef(model2)"),
    ]


def test_one_view_that_cannot_be_given_says_so_in_its_place() -> None:
    found = shown("lm(y ~ x)", show_=("coef", "ranef", "nonsense", "summary"), figure="scatter")
    assert [output.view for output in found.outputs] == ["coef", "ranef", "nonsense", "summary"]
    assert " ".join(found.outputs[1].lines) == (
        "`ranef` is shown of random effects, and `lm` has none."
        " Use lmer() with a term such as `(1 | g)`."
    )
    assert found.outputs[2].lines[0].startswith("There is no view `nonsense`. There are: summary,")
    assert found.outputs[3].lines[1] == "Call:"
    assert found.figure is not None
    assert all(len(line) <= 80 for output in found.outputs for line in output.lines)


def test_a_figure_that_cannot_be_made_leaves_its_sentence() -> None:
    found = shown("lm(y ~ x)", show_=("coef",), figure="caterpillar")
    assert found.figure is None
    assert found.messages == (
        "The figure `caterpillar` shows random effects, and `lm` has none."
        " Use lmer() with a term such as `(1 | g)`.",
    )
    assert only(found).call == "coef(model)"
    found = shown(SLOPES, figure="facets", groups=("nobody",))
    assert found.figure is None
    assert "nobody" in found.messages[0]
    assert shown(SLOPES, figure="fractal").messages[0].startswith("There is no figure")


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("glm(y ~ x)", "fits no model"),
        ("lm(y ~ dose)", "no column `dose`"),
        ("lmer(y ~ x)", "needs a random term"),
        ("lm(y ~ x", "is no model"),
        ("y ~ x", "is no model"),
        ("lm()", "formula is empty"),
        ("lm(y ~ x, subset = x > 2)", "is not understood"),
    ],
)
def test_a_model_that_cannot_be_fitted_ends_the_example(model: str, words: str) -> None:
    with pytest.raises((ModelError, FormulaError), match=words):
        shown(model, show_=("rows",))


def test_a_formula_that_cannot_be_read_points_into_itself() -> None:
    with pytest.raises(FormulaError) as error:
        shown("lm(y ~ x +)")
    assert error.value.source == "y ~ x +"


def test_what_is_said_while_fitting_is_passed_on() -> None:
    data = DATA | {"y": np.where(np.arange(48) == 3, np.nan, DATA["y"])}
    found = show(Asked("made", (SLOPES, SLOPES), ("fixef",)), data)
    assert found.messages == ("1 row has a missing value and is left out.",)
    assert len(found.outputs) == 2


def test_no_model_is_fitted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    fit, formulas = examples.lmer, []

    def counted(formula: str, data: object, *, reml: bool = True) -> object:
        formulas.append((formula, reml))
        return fit(formula, data, reml=reml)  # type: ignore[arg-type]

    monkeypatch.setattr(examples, "lmer", counted)
    known: Fits = {}
    asked = Asked("made", (SLOPES, f"lmerTest::{SLOPES}"), ("summary", "effect"), "spaghetti")
    first, second = fitted(asked, DATA, known)
    assert first.fit is second.fit
    show(asked, DATA, fits=known)
    show(Asked("made", ("lmer(y ~ x + (1 + x | g), REML = FALSE)",)), DATA, fits=known)
    assert formulas == [("y ~ x + (1 + x | g)", True), ("y ~ x + (1 + x | g)", False)]


def test_rows_need_no_model() -> None:
    found = only(shown(show_=("rows",)))
    assert found.call == "tapply(made$g, made$g, length)"
    assert [line.split() for line in found.lines] == [[f"g{i}" for i in range(8)], ["6"] * 8]
    with_numbers = show(Asked("made", (), ("rows",)), {"y": DATA["y"]})
    assert only(with_numbers).lines == ("The data have no column that names groups.",)


# -- numbers that have a symbol ----------------------------------------------------------------


def lit(found: Shown) -> list[tuple[str, str, str]]:
    output = next(each for each in found.outputs if each.view == "summary")
    return [
        (mark.symbol, output.lines[mark.line][mark.start : mark.end], mark.meaning)
        for mark in output.marks
    ]


@pytest.mark.parametrize("digits", [2, 3, 7, 12])
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1234.5, 1e9])
def test_each_symbol_is_beside_its_number(digits: int, scale: float) -> None:
    data = DATA | {"y": DATA["y"] * scale}
    asked = Asked("made", (SLOPES,), ("summary",), "decomposition", digits=digits)
    (model,) = fitted(asked, data)
    fit = model.mixed
    deviations = np.sqrt(np.diag(fit.covariances[0]))
    correlation = fit.covariances[0][0, 1] / deviations.prod()
    values = [*deviations, correlation, fit.sigma, *fit.beta]
    found = lit(show(asked, data))
    assert sorted(symbol for symbol, _, _ in found) == sorted(["γ̂₀₀", "γ̂₁₀", "σ̂₀", "σ̂₁", "ρ̂", "σ̂ε"])
    by_symbol = {symbol: float(text) for symbol, text, _ in found}
    for symbol, value in zip(("σ̂₀", "σ̂₁", "ρ̂", "σ̂ε", "γ̂₀₀", "γ̂₁₀"), values, strict=True):
        least = 0.006 if symbol == "ρ̂" else 0.0
        assert by_symbol[symbol] == pytest.approx(value, rel=0.06, abs=least), symbol


def test_what_symbols_mean() -> None:
    found = lit(shown(SLOPES, show_=("summary",), figure="decomposition"))
    assert {symbol: meaning for symbol, _, meaning in found} == {
        "σ̂₀": "deviation", "σ̂₁": "deviation", "ρ̂": "deviation", "σ̂ε": "residual",
        "γ̂₀₀": "fixed", "γ̂₁₀": "fixed",
    }  # fmt: skip


def test_symbols_of_lmertest_and_of_intercepts_alone() -> None:
    tested = lit(shown(f"lmerTest::{SLOPES}", show_=("summary",), figure="decomposition"))
    assert len(tested) == 6
    found = lit(shown("lmer(y ~ x + (1 | g))", show_=("summary",), figure="decomposition"))
    assert [symbol for symbol, _, _ in found] == ["σ̂₀", "σ̂ε", "γ̂₀₀", "γ̂₁₀"]


def test_nothing_is_lit_where_formulas_have_no_such_symbols() -> None:
    apart = shown("lmer(y ~ x + (1 | g) + (0 + x | g))", show_=("summary",), figure="decomposition")
    assert lit(apart) == []
    assert lit(shown(SLOPES, show_=("summary",), figure="spaghetti")) == []
    assert lit(shown("lm(y ~ x)", show_=("summary",), figure="decomposition")) == []
