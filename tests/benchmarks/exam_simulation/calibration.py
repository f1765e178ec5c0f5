"""Do the ranges hold what they promise? Forecasts on the day the exam is set, and what came."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from flashcards.planning.horizon import follow, planned
from flashcards.planning.ranges import outcome
from flashcards.planning.setup import with_speed
from flashcards.planning.traces import Tendency
from tests.benchmarks.exam_simulation import policies
from tests.benchmarks.exam_simulation.fsrs import Floats
from tests.benchmarks.exam_simulation.world import BEFORE, Cell, World


class Forecast(NamedTuple):
    """What was expected of one learner, and what came.

    Attributes:
        tendency: that the program saw.
        days: until the exam.
        expected: points a topic, by the model, with the plan.
        stopped: by the model, without study.
        came: recalled on the exam day.
        points: that each topic has.
    """

    tendency: Tendency
    days: int
    expected: Floats
    stopped: Floats
    came: Floats
    points: Floats


def forecasts(cell: Cell, learners: int, seed: int = 2, before: int = BEFORE) -> list[Forecast]:
    """Forecasts for the learners of a cell, and how their exam went after following the plan."""
    world = World(cell, learners, seed, before)
    while world.day < 0:
        policies.usual(world)
        world.day += 1
    course = policies.plan_course(world)
    points = world.course.real.sum(axis=1).astype(float)
    seen = []
    for row in range(learners):
        tendency = policies.tendency_of(world, row)
        state = policies.state_of(world, row)
        chosen = planned(course, state)
        hers = with_speed(state, tendency)
        expected, stopped = (
            follow(course, hers, days, tendency)[cell.horizon] for days in (chosen, {})
        )
        places = range(len(points))
        seen.append(
            (tendency, np.array([expected[p] for p in places]), [stopped[p] for p in places])
        )
    policies.run(world, policies.plan)
    luck = np.random.default_rng([seed, 3]).random(world.luck.shape[:3])
    had = (luck < world.truth.chance(cell.horizon)) & world.course.real
    return [
        Forecast(tendency, cell.horizon, expected, np.array(stopped), came, points)
        for (tendency, expected, stopped), came in zip(seen, had.sum(axis=2), strict=True)
    ]


def held(found: list[Forecast]) -> tuple[float, float]:
    """The share of ranges that hold what came: of whole exams, and of topics."""
    exams = topics = total = 0
    for each in found:
        count = len(each.points)
        rows = zip(each.expected, each.stopped, each.points, each.came, strict=True)
        for expected, stopped, points, came in rows:
            low, _, high = outcome(expected / points, stopped / points, 1, each.days, each.tendency)
            topics += bool(low - 1e-9 <= came / points <= high + 1e-9)
        whole = each.points.sum()
        low, _, high = outcome(
            each.expected.sum() / whole, each.stopped.sum() / whole, count, each.days, each.tendency
        )
        exams += bool(low <= each.came.sum() / whole <= high)
        total += count
    return exams / len(found), topics / total
