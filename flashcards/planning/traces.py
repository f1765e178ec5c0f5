"""What a recall on some day is expected to do to memories, before it is known how it goes.

A recall that is only planned has two branches for a point: with the probability of recall it
succeeds, and the point gains stability; otherwise it is a miss, and the point starts anew from the
low stability after a lapse. Following both branches of every recall would double the states each
time. So the two are merged at once into one state, whose stability gives the same probability of
recall on the exam day as the mixture of both, and whose difficulty is the mean. For one further
recall before the exam this is exact; for more it is an approximation.

The formulas are those of :mod:`flashcards.memory_model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import exp, log

from msgspec import Struct

from flashcards.memory_model import (
    AGAIN,
    DEFAULT,
    GOOD,
    HARD,
    STABILITY_MAX,
    STABILITY_MIN,
    MemoryModel,
)

Trace = tuple[float, float, int, int]
"""Points that are in one state: stability in days (0: never answered), difficulty, the ordinal of
the study day of their last answer, and how many points they are."""

Curve = tuple[float, float]
"""Factor and exponent of a forgetting curve: recall is (1 + factor × days / stability) ** exponent.
"""

FIRST = (0.65, 0.05, 0.30)
"""Shares of *no*, *partly* and *yes* among first answers, where nothing is known of the learner."""

NEAR = 1.6
"""Stabilities within this ratio are taken as one."""


class Tendency(Struct, frozen=True):
    """How a learner's memory differs from the model that holds for her.

    Attributes:
        speed: what every stability is multiplied by; below 1 she forgets faster.
        decay: exponent of her forgetting curve, above 0; the larger, the closer to exponential.
        first: the shares of *no*, *partly* and *yes* among her first answers to a point.
        model: that holds for her.
    """

    speed: float = 1.0
    decay: float = DEFAULT.decay
    first: tuple[float, float, float] = FIRST
    model: MemoryModel = DEFAULT

    @property
    def curve(self) -> Curve:
        """Her forgetting curve."""
        return curve_of(self.decay)


PUBLISHED = Tendency()
"""That of the model as it was published."""


@cache
def of_model(model: MemoryModel) -> Tendency:
    """The tendency of a learner whose memory is the model's."""
    return Tendency(decay=model.decay, model=model)


@cache
def curve_of(decay: float) -> Curve:
    """The curve with an exponent, scaled so that recall is 0.9 after the stability has passed."""
    return 0.9 ** (-1 / decay) - 1, -decay


def recall_of(traces: Iterable[Trace], day: int, curve: Curve) -> float:
    """How many of the points are expected to be recalled on a day."""
    factor, exponent = curve
    total = 0.0
    for stability, _, last, count in traces:
        if stability:
            elapsed = day - last
            total += count * ((1 + factor * elapsed / stability) ** exponent if elapsed > 0 else 1)
    return total


def expect(trace: Trace, day: int, exam: int, tendency: Tendency, curve: Curve) -> Trace:
    """The state of points after a recall whose outcome is not known yet.

    Args:
        trace: their state before.
        day: ordinal of the study day of the recall, later than that of the last answer.
        exam: ordinal of the exam day, on which the merged state must be right; after ``day``.
        tendency: of the learner.
        curve: hers, given beside it because it is asked for very often.
    """
    stability, difficulty, _, count = trace
    ahead = exam - day
    if not stability:
        met, hardness = _first(ahead, tendency)
        return met, hardness, day, count
    model = tendency.model
    chance, grown, lapsed = model.branches(trace[0], trace[1], day - trace[2], curve)
    factor, exponent = curve
    span = factor * ahead
    mixed = chance * (1 + span / grown) ** exponent + (1 - chance) * (1 + span / lapsed) ** exponent
    hardness = model.expected_difficulty(difficulty, chance)
    return _stability_for(mixed, ahead, curve), hardness, day, count


def recall_after(
    traces: Iterable[Trace], day: int, exam: int, tendency: Tendency, curve: Curve
) -> float:
    """How many points are expected to be recalled on the exam day after a recall on a day.

    The arguments are those of :func:`expect`; so is what it comes to, without the merged states.
    """
    factor, exponent = curve
    span = factor * (exam - day)
    branches = tendency.model.branches
    total = 0.0
    for trace in traces:
        if trace[0]:
            chance, grown, lapsed = branches(trace[0], trace[1], day - trace[2], curve)
            kept = (1 + span / grown) ** exponent
            won = (1 + span / lapsed) ** exponent
            total += trace[3] * (chance * kept + (1 - chance) * won)
        else:
            met = _first(exam - day, tendency)[0]
            total += trace[3] * (1 + span / met) ** exponent
    return total


def _stability_for(chance: float, days: int, curve: Curve) -> float:
    """The stability at which the probability of recall falls to ``chance`` in so many days."""
    if chance >= 1:
        return STABILITY_MAX
    factor, exponent = curve
    found: float = factor * days / (max(chance, 1e-9) ** (1 / exponent) - 1)
    return max(min(found, STABILITY_MAX), STABILITY_MIN)


@cache
def _first(ahead: int, tendency: Tendency) -> tuple[float, float]:
    """Stability and expected difficulty after a first answer, the exam so many days ahead."""
    factor, exponent = tendency.curve
    states = [tendency.model.first(rating) for rating in (AGAIN, HARD, GOOD)]
    shares = tuple(zip(states, tendency.first, strict=True))
    mixed = sum(
        share * (1 + factor * ahead / (stability * tendency.speed)) ** exponent
        for (stability, _), share in shares
    )
    hardness = sum(share * difficulty for (_, difficulty), share in shares)
    return _stability_for(mixed, ahead, tendency.curve), hardness


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
