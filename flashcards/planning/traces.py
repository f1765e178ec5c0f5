"""What a recall on some day is expected to do to memories, before it is known how it goes.

A recall that is only planned has two branches for a point: with the probability of recall it
succeeds, and the point gains stability; otherwise it is a miss, and the point starts anew from the
low stability after a lapse. Following both branches of every recall would double the states each
time. So the two are merged at once into one state, whose stability gives the same probability of
recall on the exam day as the mixture of both, and whose difficulty is the mean. For one further
recall before the exam this is exact; for more it is an approximation.

Source: the formulas of FSRS-6, as in :mod:`flashcards.memory`, which has the parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log

from msgspec import Struct

from flashcards.memory import DECAY, FACTOR, PARAMETERS, STABILITY_MAX, forgetting_curve

Trace = tuple[float, float, int, int]
"""Points that are in one state: stability in days (0: never answered), difficulty, the ordinal of
the study day of their last answer, and how many points they are."""

STABILITY_MIN = 0.001
NEAR = 1.6
"""Stabilities within this ratio are taken as one."""

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

_W = PARAMETERS
_GAIN = exp(_W[8])
_LAPSE_BOUND = exp(-_W[17] * _W[18])


class Tendency(Struct, frozen=True):
    """How this learner's memory differs from the model's published defaults.

    Attributes:
        speed: what every stability is multiplied by; below 1 she forgets faster.
        first: the shares of *no*, *partly* and *yes* among her first answers to a point.
    """

    speed: float = 1.0
    first: tuple[float, float, float] = (0.55, 0.10, 0.35)


def first_difficulty(rating: int) -> float:
    """The difficulty after a first answer, 1 to 10."""
    return _bounded(_unbounded_difficulty(rating))


def _unbounded_difficulty(rating: int) -> float:
    return _W[4] - exp(_W[5] * (rating - 1)) + 1


_ANCHOR = _W[7] * _unbounded_difficulty(EASY)


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)


def next_difficulty(difficulty: float, rating: int) -> float:
    """The difficulty after one more answer."""
    moved = difficulty + (10 - difficulty) * (-_W[6] * (rating - 3)) / 9
    return _bounded(_ANCHOR + (1 - _W[7]) * moved)


def after_success(stability: float, difficulty: float, chance: float) -> float:
    """The stability, in days, after a *yes* that had this chance."""
    rise = exp((1 - chance) * _W[10]) - 1
    grown: float = stability * (1 + _GAIN * (11 - difficulty) * stability ** -_W[9] * rise)
    return min(grown, STABILITY_MAX)


def after_miss(stability: float, difficulty: float, chance: float) -> float:
    """The stability, in days, after a *no* where a *yes* had this chance."""
    regained: float = difficulty ** -_W[12] * ((stability + 1) ** _W[13] - 1)
    lapsed = _W[11] * regained * exp((1 - chance) * _W[14])
    return max(min(lapsed, stability * _LAPSE_BOUND), STABILITY_MIN)


def recall_of(traces: Iterable[Trace], day: int) -> float:
    """How many of the points are expected to be recalled on a day."""
    total = 0.0
    for stability, _, last, count in traces:
        if stability:
            elapsed = day - last
            total += count * ((1 + FACTOR * elapsed / stability) ** DECAY if elapsed > 0 else 1.0)
    return total


def expect(trace: Trace, day: int, exam: int, tendency: Tendency) -> Trace:
    """The state of points after a recall whose outcome is not known yet.

    Args:
        trace: their state before.
        day: ordinal of the study day of the recall, later than that of the last answer.
        exam: ordinal of the exam day, on which the merged state must be right; after ``day``.
        tendency: what first answers are expected to be.
    """
    stability, difficulty, last, count = trace
    ahead = exam - day
    if not stability:
        met, hardness = _first(ahead, tendency)
        return met, hardness, day, count
    # Difficulties below 1 do not occur, so no bound is needed on the way.
    chance = (1 + FACTOR * (day - last) / stability) ** DECAY
    grown = after_success(stability, difficulty, chance)
    lapsed = after_miss(stability, difficulty, chance)
    span = FACTOR * ahead
    mixed = chance * (1 + span / grown) ** DECAY + (1 - chance) * (1 + span / lapsed) ** DECAY
    hardness = chance * next_difficulty(difficulty, GOOD) + (1 - chance) * next_difficulty(
        difficulty, AGAIN
    )
    return stability_for(mixed, ahead), hardness, day, count


def stability_for(chance: float, days: int) -> float:
    """The stability at which the probability of recall falls to ``chance`` in so many days."""
    if chance >= 1:
        return STABILITY_MAX
    found: float = FACTOR * days / (chance ** (1 / DECAY) - 1)
    return min(found, STABILITY_MAX)


_FIRST: dict[tuple[int, Tendency], tuple[float, float]] = {}
"""States after first answers, which all new points share."""


def _first(ahead: int, tendency: Tendency) -> tuple[float, float]:
    """Stability and expected difficulty after a first answer, the exam so many days ahead."""
    known = _FIRST.get((ahead, tendency))
    if known is None:
        shares = tuple(zip((AGAIN, HARD, GOOD), tendency.first, strict=True))
        mixed = sum(
            share * forgetting_curve(ahead, _W[rating - 1] * tendency.speed)
            for rating, share in shares
        )
        hardness = sum(share * first_difficulty(rating) for rating, share in shares)
        if len(_FIRST) > 10_000:
            _FIRST.clear()
        known = _FIRST[ahead, tendency] = stability_for(mixed, ahead), hardness
    return known


def merged(states: Iterable[tuple[float, float, int]], unanswered: int) -> tuple[Trace, ...]:
    """Points with about the same state as one trace each, so that there is less to compute.

    Args:
        states: stability, difficulty and ordinal of the last day of every answered point.
        unanswered: how many points were never answered.
    """
    by_day: dict[int, list[Trace]] = {}
    for stability, difficulty, last in states:
        by_day.setdefault(last, []).append((stability, difficulty, last, 1))
    traces = [trace for day in by_day.values() for trace in together(day)]
    if unanswered:
        traces.append((0.0, 0.0, 0, unanswered))
    return tuple(traces)


def together(traces: Sequence[Trace]) -> tuple[Trace, ...]:
    """Traces of one study day, those whose stabilities are near made one.

    The stability of several is their geometric mean, the difficulty their mean.
    """
    if len(traces) < 2:
        return tuple(traces)
    made: list[Trace] = []
    near: list[Trace] = []
    for trace in sorted(traces):
        if near and trace[0] > near[0][0] * NEAR:
            made.append(_mean(near))
            near = []
        near.append(trace)
    made.append(_mean(near))
    return tuple(made)


def _mean(traces: Sequence[Trace]) -> Trace:
    if len(traces) == 1:
        return traces[0]
    count = sum(trace[3] for trace in traces)
    stability = exp(sum(trace[3] * log(trace[0]) for trace in traces) / count)
    return stability, sum(trace[3] * trace[1] for trace in traces) / count, traces[0][2], count
