"""The simulated learners that judge the plan: they and the program agree on what was seen."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from flashcards.events import Answer
from flashcards.memory import answer_point
from flashcards.planning.ranges import outcome
from tests.benchmarks.exam_simulation.calibration import forecasts, held
from tests.benchmarks.exam_simulation.fsrs import DEFAULT, Traces
from tests.benchmarks.exam_simulation.memories import KINDS
from tests.benchmarks.exam_simulation.policies import POLICIES, run
from tests.benchmarks.exam_simulation.world import Cell, World
from tests.flashcards.histories import TODAY


def test_many_points_at_once_move_as_one_by_one() -> None:
    rng = np.random.default_rng(1)
    traces = Traces(DEFAULT, 1, 1, 4)
    alone: list = [None] * 4
    for day in np.cumsum(rng.integers(1, 30, 8)):
        rating = rng.integers(1, 4, (1, 4))
        traces.answer(np.array([0]), np.array([0]), int(day), rating)
        when = TODAY + timedelta(days=int(day))
        alone = [
            answer_point(m, list(Answer)[r - 1], when)
            for m, r in zip(alone, rating[0], strict=True)
        ]
    assert traces.stability[0, 0] == pytest.approx([m.stability for m in alone])
    assert traces.difficulty[0, 0] == pytest.approx([m.difficulty for m in alone])


@pytest.mark.parametrize("policy", POLICIES)
def test_no_policy_has_more_minutes_than_the_others(policy: str) -> None:
    world = World(Cell("FSRS", 4, 10), 5)
    run(world, POLICIES[policy])
    assert 0 < world.spent.max() <= 4 * 10 * 60


@pytest.mark.parametrize("kind", KINDS)
def test_learners_recall_more_with_the_plan_than_without(kind: str) -> None:
    studied = run(World(Cell(kind, 5, 20), 8), POLICIES["this plan"])
    idle = run(World(Cell(kind, 5, 20), 8), lambda world: None)
    assert (studied.result() <= 1).all()
    assert studied.result().mean() > idle.result().mean() + 0.1


def test_forecasts_are_of_every_learner() -> None:
    found = forecasts(Cell("power law", 5, 20), 6)
    assert len(found) == 6
    for each in found:
        assert (each.came <= each.points).all()
        assert (each.stopped <= each.expected + 1e-9).all()
    assert all(0 <= share <= 1 for share in held(found))
    assert outcome(0.9, 0.5, 17, 5, found[0].tendency).likely > 0.5
