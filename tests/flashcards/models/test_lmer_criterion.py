"""The engine's criterion, gradients and estimates at given θ, against the textbook's in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pytest

from flashcards.models.mixed import cross
from flashcards.models.mixed.criterion import Evaluation, curvatures, evaluate, slopes
from flashcards.models.mixed.information import information
from flashcards.models.mixed.layout import Layout, Term, lay_out
from flashcards.models.mixed.leverage import leverages
from flashcards.models.mixed.modes import covariance, estimates, mode_variances, modes
from flashcards.models.mixed.statistics import Statistics, statistics_of, with_outcome
from tests.flashcards.models.textbook import Float, Textbook

ROWS: Final = 72
RNG: Final = np.random.default_rng(8)
ONE: Final = np.ones(ROWS)
X1: Final = RNG.normal(2000.0, 5.0, ROWS)
X2: Final = RNG.normal(0.0, 0.01, ROWS)
FINE: Final = np.arange(ROWS) % 12
OTHER: Final = RNG.integers(0, 5, ROWS)
COARSE: Final = FINE // 3
THIRD: Final = np.arange(ROWS) % 2
Y: Final = (
    300.0
    + 0.1 * X1
    + RNG.normal(0, 2, 12)[FINE]
    + RNG.normal(0, 1, 5)[OTHER]
    + RNG.normal(size=ROWS)
)
X: Final = np.column_stack((ONE, X1, X2))


def term(group: str, codes: Float, *columns: Float) -> Term:
    return Term(group, np.column_stack(columns), codes.astype(np.intp), int(codes.max()) + 1)


def a(*columns: Float) -> Term:
    return term("a", FINE, *columns)


DESIGNS: Final[dict[str, list[Term]]] = {
    "intercepts": [a(ONE)],
    "slopes": [a(ONE, X1)],
    "three": [a(ONE, X1, X2)],
    "apart": [a(ONE), a(X2)],
    "apart_two": [a(X1, X2), a(ONE)],
    "crossed": [a(ONE), term("b", OTHER, ONE)],
    "crossed_slopes": [a(ONE, X2), term("b", OTHER, ONE, X1)],
    "crossed_three": [a(ONE, X2), term("b", OTHER, ONE), term("c", THIRD, X1)],
    "nested": [a(ONE), term("b", COARSE, ONE)],
    "nested_slopes": [a(ONE, X2), term("b", COARSE, ONE, X1)],
    "nested_apart": [term("b", COARSE, X2), a(ONE), term("b", COARSE, ONE)],
    "nested_twice": [a(ONE), term("b", COARSE, ONE), term("c", COARSE // 2, ONE)],
    "fewer_first": [term("c", THIRD, ONE, X1, X2), a(ONE)],
}


def theta_of(terms: list[Term], seed: int = 1) -> Float:
    """Entries of the order of 1, in units of the effects."""
    layout = lay_out(terms)
    return np.random.default_rng(seed).normal(0, 1, layout.count) / layout.units


@pytest.fixture(params=["dense", "by component"])
def products(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to hold the products between factors."""
    if request.param != "dense":
        monkeypatch.setattr(cross, "SMALL", 0)


def at(terms: list[Term], theta: Float, reml: bool, x: Float = X) -> tuple[Layout, Evaluation]:
    layout = lay_out(terms)
    statistics = statistics_of(layout, x, Y)
    return layout, evaluate(statistics, layout.outer_factors(theta), reml=reml)


def differences(function: Callable[[Float], float], place: Float, units: Float) -> Float:
    """Derivatives by central differences of fourth order."""
    found = np.empty(len(place))
    for i in range(len(place)):
        step = np.zeros(len(place))
        step[i] = 1e-3 / units[i]
        near = function(place + step) - function(place - step)
        far = function(place + 2 * step) - function(place - 2 * step)
        found[i] = (8 * near - far) / (12 * step[i])
    return found


every_design = pytest.mark.parametrize("terms", DESIGNS.values(), ids=DESIGNS.keys())
both_criteria = pytest.mark.parametrize("reml", [True, False], ids=["reml", "ml"])


@every_design
@both_criteria
@pytest.mark.usefixtures("products")
def test_the_criterion_and_the_estimates(terms: list[Term], reml: bool) -> None:
    theta = theta_of(terms)
    _, found = at(terms, theta, reml)
    book = Textbook(terms, X, Y, theta, reml)
    assert found.value() == pytest.approx(book.criterion(), rel=1e-11)
    assert found.sigma == pytest.approx(book.sigma(), rel=1e-9)
    assert found.value_at(1.7) == pytest.approx(book.criterion(1.7), rel=1e-10)
    np.testing.assert_allclose(estimates(found), book.beta(), rtol=1e-7)
    np.testing.assert_allclose(
        covariance(found, 2.0), 4.0 * np.linalg.inv(book.precision()), rtol=1e-6
    )


@every_design
@pytest.mark.usefixtures("products")
def test_modes_and_their_variances(terms: list[Term]) -> None:
    theta = theta_of(terms)
    _, found = at(terms, theta, True)
    book = Textbook(terms, X, Y, theta, True)
    for ours, theirs in zip(modes(found), book.modes(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-7 * np.abs(theirs).max())
    for ours, theirs in zip(mode_variances(found, 1.0), book.mode_variances(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-7 * np.abs(theirs).max())


@every_design
@pytest.mark.usefixtures("products")
def test_leverages(terms: list[Term]) -> None:
    theta = theta_of(terms)
    _, found = at(terms, theta, True)
    np.testing.assert_allclose(
        leverages(found), Textbook(terms, X, Y, theta, True).leverages(), atol=1e-8
    )


@every_design
@both_criteria
@pytest.mark.usefixtures("products")
def test_the_gradient(terms: list[Term], reml: bool) -> None:
    theta = theta_of(terms)
    layout, found = at(terms, theta, reml)
    expected = differences(lambda place: at(terms, place, reml)[1].value(), theta, layout.units)
    ours = layout.gather_outer(slopes(found))
    scale = np.abs(expected / layout.units).max()
    np.testing.assert_allclose(ours / layout.units, expected / layout.units, atol=1e-6 * scale)


@every_design
def test_the_gradient_where_sigma_is_a_parameter(terms: list[Term]) -> None:
    theta, sigma = theta_of(terms), 1.3
    layout, found = at(terms, theta, True)
    expected = differences(
        lambda place: at(terms, place, True)[1].value_at(sigma), theta, layout.units
    )
    ours = layout.gather_outer(slopes(found, sigma))
    scale = np.abs(expected / layout.units).max()
    np.testing.assert_allclose(ours / layout.units, expected / layout.units, atol=1e-6 * scale)
    by_sigma = differences(lambda s: found.value_at(float(s[0])), np.array([sigma]), np.ones(1))
    assert found.slope_by_sigma(sigma) == pytest.approx(by_sigma[0], rel=1e-8)


@every_design
@both_criteria
@pytest.mark.usefixtures("products")
def test_the_derivative_by_the_covariance_matrix(terms: list[Term], reml: bool) -> None:
    """Twice its product with Λ is the derivative by Λ, and it tells of directions beyond it."""
    layout, found = at(terms, theta_of(terms), reml)
    for by_sigma, by_lambda, lam in zip(
        curvatures(found), slopes(found), found.factors, strict=True
    ):
        scale = np.abs(by_lambda).max()
        np.testing.assert_allclose(by_sigma, by_sigma.T, atol=1e-8 * np.abs(by_sigma).max())
        np.testing.assert_allclose(2 * by_sigma @ lam, by_lambda, atol=1e-8 * scale)
    nothing = evaluate(found.statistics, [0 * lam for lam in found.factors], reml=reml)
    for index, by_sigma in enumerate(curvatures(nothing)):
        factors = [0 * lam for lam in found.factors]
        factors[index] = 1e-4 * np.eye(len(by_sigma))
        rise = evaluate(found.statistics, factors, reml=reml).value() - nothing.value()
        assert rise / 1e-8 == pytest.approx(np.trace(by_sigma), rel=1e-3, abs=1e-2)
    assert layout.count == len(theta_of(terms))


def test_the_expected_hessian() -> None:
    """With one factor it is exact: tr(V⁻¹ V_i V⁻¹ V_j), less what σ takes."""
    terms = DESIGNS["three"]
    theta = theta_of(terms)
    layout = lay_out(terms)
    inner = layout.inner(theta)
    found = evaluate(statistics_of(layout, X, Y), layout.factors(inner), reml=True)
    orthogonal = [Term("a", layout.groupings[0].z, terms[0].codes, terms[0].size)]

    def v(place: Float) -> Float:
        return Textbook(orthogonal, X, Y, place, True).v()

    inverse = np.linalg.inv(v(inner))
    steps = 1e-5 * np.eye(len(inner))
    moved = [inverse @ (v(inner + s) - v(inner - s)) / 2e-5 for s in steps]
    traces = np.array([np.trace(m) for m in moved])
    expected = np.array([[np.trace(m @ k) for k in moved] for m in moved])
    expected -= np.outer(traces, traces) / found.degrees
    np.testing.assert_allclose(information(found), expected, rtol=1e-5, atol=1e-5)


def test_no_fixed_effects() -> None:
    terms = DESIGNS["crossed_slopes"]
    theta = theta_of(terms)
    nothing = np.empty((ROWS, 0))
    _, found = at(terms, theta, True, nothing)
    seen = np.linalg.solve(Textbook(terms, X, Y, theta, True).v(), Y)
    assert found.rss == pytest.approx(float(Y @ seen), rel=1e-10)
    assert covariance(found, 1.0).shape == (0, 0)
    assert len(estimates(found)) == 0


@pytest.mark.usefixtures("products")
def test_statistics_of_another_outcome() -> None:
    terms = DESIGNS["crossed_three"]
    layout = lay_out(terms)
    other = Y + np.sin(np.arange(ROWS))
    again: Statistics = with_outcome(statistics_of(layout, X, Y), other)
    factors = layout.outer_factors(theta_of(terms))
    expected = evaluate(statistics_of(layout, X, other), factors, reml=True)
    assert evaluate(again, factors, reml=True).value() == pytest.approx(expected.value(), rel=1e-12)
    np.testing.assert_allclose(
        estimates(evaluate(again, factors, reml=True)), estimates(expected), rtol=1e-10
    )


@every_design
def test_theta_of_orthogonal_effects_and_back(terms: list[Term]) -> None:
    layout = lay_out(terms)
    theta = layout.outer(layout.inner(theta_of(terms)))
    assert (theta[layout.diagonal] >= 0).all()
    np.testing.assert_allclose(
        layout.outer(layout.inner(theta)), theta, atol=1e-9 * np.abs(theta).max()
    )
    statistics = statistics_of(layout, X, Y)
    inside = evaluate(statistics, layout.factors(layout.inner(theta)), reml=True).value()
    outside = evaluate(statistics, layout.outer_factors(theta), reml=True).value()
    assert inside == pytest.approx(outside, rel=1e-11)


def test_the_finest_factor_is_eliminated_first() -> None:
    layout = lay_out(DESIGNS["nested_apart"])
    assert [grouping.size for grouping in layout.groupings] == [12, 4]
    assert [part.term for part in layout.groupings[1].parts] == [0, 2]


def test_nested_groups_fall_into_components(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cross, "SMALL", 0)
    nested = statistics_of(lay_out(DESIGNS["nested_twice"]), X, Y).cross
    crossed = statistics_of(lay_out(DESIGNS["crossed"]), X, Y).cross
    assert nested is not None
    assert crossed is not None
    assert nested.own.shape == (2, 3, 3)
    assert crossed.own.shape == (1, 5, 5)
