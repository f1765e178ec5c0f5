"""What to recall today, by six rules. All have the same minutes, and see only how recalls went."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from flashcards.due import MEAN_R, MISSED_R
from flashcards.planning.daily import Item, State, choose
from flashcards.planning.horizon import Course, Day, outlooks
from flashcards.planning.tendency import most_probable
from flashcards.planning.traces import Tendency, merged
from tests.benchmarks.exam_simulation.fsrs import Flags, Floats
from tests.benchmarks.exam_simulation.memories import Ints
from tests.benchmarks.exam_simulation.world import World

Policy = Callable[[World], None]
"""Lets one day of study happen in a world."""

NOT_TODAY = np.inf
SWEEP_DAYS = 10


def due(world: World) -> Flags:
    """Learners × topics: what the usual schedule calls due."""
    mean = world.mean_seen()
    chance = world.seen.chance(world.day)
    lost = (world.missed & (chance < MISSED_R) & world.course.real).any(axis=2)
    return (world.recalls > 0) & (world.seen.last < world.day) & ((mean < MEAN_R) | lost)


def fill(
    world: World, rows: Ints, rank: Floats, *, chain: bool = True, strict: bool = False
) -> Floats:
    """Recall topics in the order of their rank, the lowest first, as far as the minutes reach.

    Args:
        world: where.
        rows: the learners.
        rank: learners × topics; infinite where a topic is not for today. A new topic waits for what
            it builds on.
        chain: whether that may happen on the same day.
        strict: whether the day ends with the first topic that does not fit.

    Returns:
        The seconds that are left, by learner.
    """
    left = np.full(world.learners, world.cell.minutes * 60.0)
    rank = rank.copy()
    start = world.recalls > 0
    none_yet = np.ones(world.learners, dtype=bool)
    while len(rows):
        known = world.recalls > 0 if chain else start
        ready = known | ~((world.course.needs[None] & ~known[:, None, :]).any(axis=2))
        fits = world.course.seconds[None, :] <= left[:, None]
        fits |= none_yet[:, None]
        if strict:
            open_rank = np.where(ready, rank, NOT_TODAY)[rows]
        else:
            open_rank = np.where(ready & fits, rank, NOT_TODAY)[rows]
        pick = open_rank.argmin(axis=1)
        fine = np.isfinite(open_rank[np.arange(len(rows)), pick])
        fine &= fits[rows, pick]
        rows, pick = rows[fine], pick[fine]
        if not len(rows):
            break
        world.recall(rows, pick)
        none_yet[rows] = False
        rank[rows, pick] = NOT_TODAY
        left[rows] -= world.course.seconds[pick]
    return left


def usual(world: World, *, new_per_day: float = 1) -> None:
    """The usual schedule: what is due, lowest first; then, if nothing waits, new topics."""
    rows = world.present()
    is_due = due(world)
    known = world.recalls > 0
    new = ~known & ~((world.course.needs[None] & ~known[:, None, :]).any(axis=2))
    if np.isfinite(new_per_day):
        new &= np.cumsum(new, axis=1) <= new_per_day
    else:
        new = ~known
    rank = np.where(is_due, world.mean_seen(), NOT_TODAY)
    rank = np.where(new, 2 + np.arange(rank.shape[1])[None, :], rank)
    fill(world, rows, rank, chain=not np.isfinite(new_per_day), strict=True)


def at_090(world: World) -> None:
    """What is due, lowest first, and then as many new topics as the minutes hold."""
    usual(world, new_per_day=np.inf)


def lowest(world: World) -> None:
    """The lowest recall first; a new topic has none."""
    places = np.arange(len(world.course.topics))[None, :]
    rank = np.where(world.recalls == 0, -100 + places, world.mean_seen())
    fill(world, world.present(), np.where(world.seen.last < world.day, rank, NOT_TODAY))


def newest(world: World) -> None:
    """New topics as soon as there is time, then what was met last: what learners do."""
    places = np.arange(len(world.course.topics))[None, :]
    rank = np.where(world.recalls == 0, -10_000 + places, -world.met - places / 100)
    fill(world, world.present(), np.where(world.seen.last < world.day, rank, NOT_TODAY))


def sweep(world: World) -> None:
    """The usual schedule, and in the last days every topic once, the lowest recall first."""
    length = min(SWEEP_DAYS, world.cell.horizon // 2)
    begin = world.cell.horizon - length
    if world.day < begin:
        usual(world)
        return
    places = np.arange(len(world.course.topics))[None, :]
    rank = np.where(world.recalls == 0, -100 + places, world.mean_seen())
    fill(world, world.present(), np.where(world.seen.last < begin, rank, NOT_TODAY))


# -- this plan ------------------------------------------------------------------------------------


def items(world: World) -> tuple[Item, ...]:
    """The topics as the plan takes them."""
    made = []
    for place, topic in enumerate(world.course.topics):
        needs = tuple(int(need) for need in np.flatnonzero(world.course.needs[place]))
        points = len(topic.key_points)
        made.append(
            Item(place, int(world.course.seconds[place]), needs, (world.cell.horizon,), points)
        )
    return tuple(made)


def state_of(world: World, row: int) -> State:
    """What the program knows of one learner."""
    stability = world.seen.stability[row].tolist()
    difficulty = world.seen.difficulty[row].tolist()
    last = world.seen.last[row].tolist()
    recalls = world.recalls[row].tolist()
    state = {}
    for place, topic in enumerate(world.course.topics):
        count = len(topic.key_points)
        if recalls[place]:
            known = zip(stability[place][:count], difficulty[place][:count], strict=True)
            state[place] = merged([(s, d, last[place]) for s, d in known], 0)
        else:
            state[place] = merged([], count)
    return state


def plan_course(world: World) -> Course:
    """The days from today on, as the plan takes them."""
    days = tuple(Day(day, world.cell.minutes * 60) for day in range(world.day, world.cell.horizon))
    return Course(items(world), days, (world.cell.horizon,))


def tendency_of(world: World, row: int) -> Tendency:
    """What the program has learned about one learner."""
    return most_probable(
        world.had[row].tolist(), world.had_not[row].tolist(), world.firsts[row].tolist()
    )


def plan(world: World) -> None:
    """This plan: the choice of the program itself, made anew on every day."""
    course = plan_course(world)
    outlook = outlooks(course, 0)
    picked: dict[int, list[int]] = {}
    for row in world.present().tolist():
        state = state_of(world, row)
        picked[row] = choose(course.items, state, world.day, course.days[0].seconds, outlook)
    for number in range(max(map(len, picked.values()), default=0)):
        rows = [row for row, places in picked.items() if len(places) > number]
        world.recall(np.array(rows), np.array([picked[row][number] for row in rows]))


POLICIES: dict[str, Policy] = {
    "this plan": plan,
    "usual schedule": usual,
    "due at 0.90": at_090,
    "lowest first": lowest,
    "maintenance, sweep": sweep,
    "newest first": newest,
}


def run(world: World, policy: Policy) -> World:
    """The days before the exam is set, all by the usual schedule; then the policy until it."""
    while world.day < 0:
        usual(world)
        world.day += 1
    while world.day < world.cell.horizon:
        policy(world)
        world.day += 1
    return world
