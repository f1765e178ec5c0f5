"""The search for θ: saddle points, two minima, flat ground, warm starts."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from scipy.optimize import minimize as scipy_minimize

from flashcards.models.lmer import lmer
from flashcards.models.mixed import search as search_module
from flashcards.models.mixed.criterion import curvatures, evaluate, slopes
from flashcards.models.mixed.layout import Term, lay_out
from flashcards.models.mixed.optimise import Point, Problem, minimise
from flashcards.models.mixed.search import on_boundary, search, search_from
from flashcards.models.mixed.statistics import statistics_of
from tests.flashcards.models.test_random_models import Criterion, case
from tests.flashcards.models.textbook import Float

EACH: Final = 5


def slopes_problem(seed: int, *, reml: bool = True) -> Problem:
    """A few groups of five rows, their intercepts and slopes varying more or less."""
    rng = np.random.default_rng(seed)
    groups = int(rng.integers(5, 9))
    codes = np.repeat(np.arange(groups), EACH)
    x = rng.normal(size=groups * EACH).round(1)
    columns = np.column_stack((np.ones(len(x)), x))
    y = rng.normal(size=len(x)) + rng.choice([0, 0.3, 1]) * rng.normal(size=groups)[codes]
    y = (y + rng.choice([0, 0.3, 1]) * rng.normal(size=groups)[codes] * x).round(1)
    layout = lay_out([Term("g", columns, codes, groups)])
    return Problem(statistics_of(layout, columns, y), reml)


def crossed_problem(spread: tuple[float, float], seed: int = 2) -> Problem:
    rng = np.random.default_rng(seed)
    a, b = np.arange(240) % 20, rng.integers(0, 8, 240)
    one = np.ones((240, 1))
    y = spread[0] * rng.normal(size=20)[a] + spread[1] * rng.normal(size=8)[b]
    layout = lay_out([Term("a", one, a, 20), Term("b", one, b, 8)])
    return Problem(statistics_of(layout, one, y + rng.normal(size=240)), True)


def reached(problem: Problem, start: float) -> float:
    return minimise(problem, start * problem.layout.diagonal).point.value


def best_of_many(problem: Problem, starts: int = 12) -> float:
    """SciPy's best, from starts all over."""
    rng = np.random.default_rng(0)

    def both(theta: Float) -> tuple[float, Float]:
        point = problem.at(theta)
        return point.value, point.gradient

    return min(
        float(scipy_minimize(both, rng.normal(0, size, problem.layout.count), jac=True).fun)
        for size in np.geomspace(0.05, 5, starts)
    )


@pytest.mark.parametrize("problem", [slopes_problem(5), crossed_problem((1, 1))])
def test_the_gradient_sees_no_way_out_of_zero(problem: Problem) -> None:
    """At θ = 0 it vanishes by symmetry; the derivative by ΛΛ' tells that it is no minimum."""
    nothing = np.zeros(problem.layout.count)
    stuck = problem.at(nothing)
    assert np.abs(stuck.gradient).max() == 0
    assert stuck.evaluation is not None
    assert any(np.linalg.eigvalsh(matrix)[0] < -1 for matrix in curvatures(stuck.evaluation))
    found = minimise(problem, nothing)
    assert found.point.value < stuck.value - 1
    assert found.point.value == pytest.approx(search(problem).point.value, abs=1e-8)


@pytest.mark.parametrize("held", [0, 1])
def test_a_saddle_with_one_variance_at_zero(held: int) -> None:
    """Stationary with one factor's variance at zero, though the data have some."""
    problem = crossed_problem((1.0, 0.7))
    theta = np.array([1.0, 1.0])
    theta[held] = 0.0

    def along(free: Float) -> tuple[float, Float]:
        place = theta.copy()
        place[1 - held] = free[0]
        point = problem.at(place)
        return point.value, point.gradient[[1 - held]]

    theta[1 - held] = scipy_minimize(along, [1.0], jac=True).x[0]
    saddle = problem.at(theta)
    assert np.abs(saddle.gradient).max() < 1e-3
    found = minimise(problem, theta)
    assert not found.saddle
    assert found.point.value < saddle.value - 1
    assert found.point.value == pytest.approx(best_of_many(problem), abs=1e-7)


def test_a_saddle_of_perfect_correlation() -> None:
    """Stationary among Λ of rank one; a second direction of variance is wanted."""
    problem = slopes_problem(673, reml=False)
    stuck = minimise(problem, np.array([1.0, 0.0, 0.0]))
    one_rank = replace(stuck, point=problem.at(stuck.point.theta * [1, 1, 0]))
    found = minimise(problem, one_rank.point.theta)
    assert found.point.value <= one_rank.point.value + 1e-9
    for matrix in curvatures(_evaluation(problem, found.point.theta)):
        assert np.linalg.eigvalsh(matrix)[0] > -1e-3


def _evaluation(problem: Problem, theta: Float):  # type: ignore[no-untyped-def]
    return evaluate(problem.statistics, problem.layout.factors(theta), reml=problem.reml)


@pytest.mark.parametrize(("seed", "reml"), [(673, False), (844, True), (868, False)])
def test_the_lower_of_two_minima(seed: int, reml: bool) -> None:
    problem = slopes_problem(seed, reml=reml)
    ends = [reached(problem, start) for start in (1.0, search_module.NEXT_TO_NOTHING)]
    assert abs(ends[0] - ends[1]) > 1e-2
    assert search(problem).point.value == pytest.approx(min(ends), abs=1e-8)


def extreme_problem(seed: int = 1275) -> tuple[Problem, float]:
    """A small model with valleys at nothing and at slopes that follow the intercepts."""
    drawn = case(seed)
    fit = lmer(drawn.formula, drawn.data, reml=drawn.reml)
    return fit.problem, Criterion(drawn).best(np.random.default_rng(0))


def test_a_valley_that_neither_of_two_starts_leads_to() -> None:
    problem, best = extreme_problem()
    ends = [reached(problem, start) for start in (1.0, search_module.NEXT_TO_NOTHING)]
    assert min(ends) > best + 1
    assert search(problem).point.value == pytest.approx(best, abs=1e-6)


def test_a_warm_start_leaves_the_wrong_valley() -> None:
    problem, best = extreme_problem()
    wrong = minimise(problem, 1.0 * problem.layout.diagonal)
    assert wrong.point.value > best + 1
    found = search_from(problem, problem.layout.outer(wrong.point.theta), wrong, same=True)
    assert found.point.value == pytest.approx(best, abs=1e-6)


def test_large_data_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = slopes_problem(844)
    monkeypatch.setattr(search_module, "SMALL", 0)
    assert search(problem).point.value == pytest.approx(reached(problem, 1.0), abs=1e-8)


def test_a_second_search_is_spared_where_every_variance_grows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = []
    original = search_module.descend

    def counted(problem: Problem, point: Point, inverse: Float | None, *steps: int) -> Point:
        starts.append(float(np.abs(point.theta).max()))
        return original(problem, point, inverse, *steps)

    monkeypatch.setattr(search_module, "descend", counted)
    search(crossed_problem((1.0, 1.0)))
    assert starts == [1.0]
    starts.clear()
    search(crossed_problem((1.0, 0.0)))
    assert starts[:2] == [1.0, search_module.NEXT_TO_NOTHING]


@pytest.mark.parametrize("seed", range(40))
def test_no_start_finds_less(seed: int) -> None:
    problem = slopes_problem(seed, reml=bool(seed % 2))
    found = search(problem)
    assert found.point.value < best_of_many(problem) + 1e-5
    assert found.decrease < 1e-6
    assert not found.saddle


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_a_minimum_is_stationary_in_every_covariance_matrix(seed: int) -> None:
    """The derivative by ΛΛ' has no negative direction, and none at all where there is variance."""
    problem = slopes_problem(seed)
    found = search(problem)
    (matrix,) = curvatures(_evaluation(problem, found.point.theta))
    (lam,) = problem.layout.factors(found.point.theta)
    assert np.linalg.eigvalsh(matrix)[0] > -1e-4
    np.testing.assert_allclose(matrix @ lam, 0, atol=1e-4)


def test_variances_that_are_next_to_zero_are_zero() -> None:
    problem = slopes_problem(868, reml=False)
    theta, evaluation = on_boundary(problem, search(problem))
    diagonal = theta[problem.layout.diagonal]
    assert (diagonal == 0).any()
    assert (theta[problem.layout.diagonal] >= 0).all()
    assert evaluation.value() == pytest.approx(search(problem).point.value, abs=1e-8)


def test_a_small_variance_is_not_zero() -> None:
    """Where there are data enough to tell."""
    rng = np.random.default_rng(1)
    codes = np.arange(200_000) % 20
    y = rng.normal(size=len(codes)) + 0.008 * rng.normal(size=20)[codes]
    one = np.ones((len(codes), 1))
    problem = Problem(statistics_of(lay_out([Term("g", one, codes, 20)]), one, y), True)
    theta, _ = on_boundary(problem, search(problem))
    assert 0 < theta[0] < 0.02


def test_a_warm_start_takes_few_evaluations(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = crossed_problem((1.0, 1.0))
    found = search(problem)
    theta = problem.layout.outer(found.point.theta)
    count = 0
    original = Problem.at

    def counted(self: Problem, place: Float):  # type: ignore[no-untyped-def]
        nonlocal count
        count += 1
        return original(self, place)

    monkeypatch.setattr(Problem, "at", counted)
    again = search_from(problem, theta, found, same=True)
    assert again.point.value == pytest.approx(found.point.value, abs=1e-9)
    assert count <= 4


def test_a_search_where_the_residual_variance_vanishes_ends() -> None:
    rng = np.random.default_rng(5)
    codes = np.arange(60) % 6
    one = np.ones((60, 1))
    layout = lay_out([Term("g", one, codes, 6)])
    problem = Problem(statistics_of(layout, one, rng.normal(size=6)[codes]), True)
    found = search(problem)
    assert found.point.endless
    assert np.isfinite(found.point.value)


def test_slopes_at_zero_are_zero() -> None:
    problem = slopes_problem(3)
    nothing = _evaluation(problem, np.zeros(problem.layout.count))
    assert all((matrix == 0).all() for matrix in slopes(nothing))
