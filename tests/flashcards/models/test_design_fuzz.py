"""Any formula with any data ends in a design, or in a sentence."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from flashcards.models.design import Design, build, fixed_matrix, random_parts
from flashcards.models.errors import ModelError
from flashcards.models.formula import FormulaError
from flashcards.models.lm import LmFit, lm

# -- data: mostly such as people have, and one column in a few that nobody should ----------------

NUMBERS = [
    st.integers(-3, 5),
    st.floats(0.1, 9).map(lambda value: round(value, 2)),
    st.floats(-2, 2),
    st.sampled_from([1e-170, 1e160, -0.0, 5e-324]),
    st.one_of(st.floats(-9, 9), st.none()),
]
NAMES = [
    st.sampled_from("ab"),
    st.sampled_from(["a", "B", "b", "é", "10", "NA", "a:b"]),
    st.booleans(),
    st.one_of(st.sampled_from("uvw"), st.none()),
    st.integers(0, 2),
]
ODD = [
    st.floats(),
    st.text(max_size=2),
    st.none(),
    st.complex_numbers(),
    st.one_of(st.none(), st.floats(), st.booleans(), st.text(max_size=3), st.just([1])),
    st.integers(10**20, 10**21),
    st.just("only"),
]
USUAL = {
    "y": NUMBERS[:3],
    "x": NUMBERS,
    "z": NUMBERS,
    "my x": NUMBERS,
    "f": NAMES,
    "g": NAMES,
    "t": [st.booleans()],
}


def rarely(often: SearchStrategy[Any], seldom: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.integers(0, 14).flatmap(lambda number: seldom if number == 7 else often)


@composite
def frames(draw: DrawFn) -> Any:
    rows = draw(rarely(st.integers(6, 14), st.integers(0, 5)))
    data: dict[str, Any] = {}
    for name, kinds in USUAL.items():
        kind = draw(rarely(st.sampled_from(kinds), st.sampled_from(ODD)))
        data[name] = draw(st.lists(kind, min_size=rows, max_size=rows))
    if draw(st.booleans()):
        return {name: np.array([*values, None], object)[:-1] for name, values in data.items()}
    frame = pd.DataFrame({name: pd.Series(values) for name, values in data.items()})
    for name in draw(st.sets(st.sampled_from(sorted(frame)), max_size=3)):
        try:
            frame[name] = frame[name].astype(draw(st.sampled_from(["category", "float", "str"])))
        except (TypeError, ValueError, OverflowError, np.exceptions.ComplexWarning):
            continue
    return frame


# -- formulas: mostly of the grammar, some not ---------------------------------------------------

PLAIN = ["x", "z", "f", "g", "t", "`my x`", "1"]
CALLS = [
    *("I(x^2)", "log(x)", "poly(x, 2)", "scale(z)", "exp(z)", "sqrt(x + z)", "I(x/z)", "log(z, x)"),
    *("poly(z, 3, raw = TRUE)", "scale(x, center = FALSE)", "I(1)", "poly(f, 2)", "I(x^z)", "q"),
]
leaf = rarely(st.sampled_from(PLAIN), st.sampled_from(CALLS))
some = st.recursive(
    leaf,
    lambda inner: st.builds(
        lambda a, op, b: f"({a} {op} {b})", inner, st.sampled_from("++:**"), inner
    ),
    max_leaves=4,
)
random = st.builds(
    lambda effects, bar, group: f"({effects} {bar} {group})",
    some,
    st.sampled_from(["|", "||"]),
    st.sampled_from(["f", "g", "t", "f/g", "f:g", "x", "t/f", "y"]),
)
tail = rarely(
    st.sampled_from(["", " + 0", " - 1"]),
    st.sampled_from([" - x", "^2", " / f", " |", " + (f"]),
)
response = rarely(st.just("y"), st.sampled_from(["log(y)", "y + x", "f", "poly(y, 2)", "t", "y:x"]))
written = st.builds(
    lambda left, terms, end: f"{left} ~ {' + '.join(terms)}{end}",
    response,
    st.lists(st.one_of(some, some, random), min_size=1, max_size=3),
    tail,
)
formulas = rarely(written, st.text(alphabet="yxzfgt ~+-*:/^|()01.,=I`", max_size=20) | st.text())

relaxed = settings(deadline=None, suppress_health_check=list(HealthCheck))


def built(formula: str, data: Any, *, mixed: bool) -> Design | None:
    """The design, or None for a refusal that is one sentence."""
    try:
        return build(formula, data, mixed=mixed)
    except (FormulaError, ModelError) as error:
        refusal = error
    assert refusal.message.endswith(".")
    assert "\n" not in refusal.message
    return None


@relaxed
@given(formulas, frames(), rarely(st.just(False), st.just(True)))
def test_every_formula_with_every_frame_ends_in_a_design_or_a_sentence(
    formula: str, data: Any, other: bool
) -> None:
    design = built(formula, data, mixed=("|" in formula) != other)
    if design is None:
        return
    assert np.isfinite(design.x).all()
    assert np.isfinite(design.y).all()
    assert design.x.shape == (design.nobs, len(design.names))
    assert len(design.assign) == len(design.names) == len(design.all_names) - len(design.aliased)
    assert design.nobs + design.dropped == len(data["y"])
    complete = {name: data[name][design.rows] for name in USUAL}
    np.testing.assert_array_equal(fixed_matrix(design, complete), design.x)
    parts = random_parts(design, complete)
    for block, (z, codes) in zip(design.blocks, parts, strict=True):
        assert block.z.shape == (design.nobs, len(block.effects))
        np.testing.assert_array_equal(z, block.z)
        np.testing.assert_array_equal(codes, block.codes)
        assert set(block.codes.tolist()) == set(range(len(block.levels)))


@relaxed
@given(st.builds("y ~ {}".format, some), frames())
def test_every_linear_model_has_all_its_numbers_or_a_sentence(formula: str, data: Any) -> None:
    fit: LmFit | None = None
    try:
        fit = lm(formula, data)
    except (FormulaError, ModelError) as error:
        refusal = error
    if fit is None:
        assert refusal.message.endswith(".")
        return
    assert list(fit.coef()) == list(fit.design.all_names)
    for values in (fit.hat, fit.cooks_distance, fit.fitted, fit.residuals):
        assert values.shape == (fit.nobs,)
    for values in (fit.beta, fit.t, fit.p, fit.standard_errors):
        assert values.shape == (len(fit.design.names),)
    assert np.isfinite(fit.beta).all()
    assert fit.aic == -2 * fit.log_likelihood + 2 * fit.parameters
    assert fit.f is None or not 1 < fit.f.p < 0
