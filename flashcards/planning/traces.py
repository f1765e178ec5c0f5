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
from functools import cache
from math import exp, log

from msgspec import Struct

from flashcards.memory import DECAY, PARAMETERS, STABILITY_MAX

Trace = tuple[float, float, int, int]
"""Points that are in one state: stability in days (0: never answered), difficulty, the ordinal of
the study day of their last answer, and how many points they are."""

Curve = tuple[float, float]
"""Factor and exponent of a forgetting curve: recall is (1 + factor × days / stability) ** exponent.
"""

FIRST = (0.65, 0.05, 0.30)
"""Shares of *no*, *partly* and *yes* among first answers, where nothing is known of the learner."""

STABILITY_MIN = 0.001
NEAR = 1.6
"""Stabilities within this ratio are taken as one."""

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

_W = PARAMETERS
_GAIN = exp(_W[8])
_LAPSE_BOUND = exp(-_W[17] * _W[18])
_SLOWER, _HARDLY = -_W[9], -_W[12]
_W10, _W11, _W13, _W14 = _W[10], _W[11], _W[13], _W[14]
_KEEP, _HARDER = 1 - _W[7], -_W[6] * (AGAIN - GOOD) / 9


class Tendency(Struct, frozen=True):
    """How a learner's memory differs from the model's published defaults.

    Attributes:
        speed: what every stability is multiplied by; below 1 she forgets faster.
        decay: exponent of her forgetting curve, above 0; the larger, the closer to exponential.
        first: the shares of *no*, *partly* and *yes* among her first answers to a point.
    """

    speed: float = 1.0
    decay: float = -DECAY
    first: tuple[float, float, float] = FIRST

    @property
    def curve(self) -> Curve:
        """Her forgetting curve."""
        return curve_of(self.decay)


PUBLISHED = Tendency()
"""That of the model as it was published."""


@cache
def curve_of(decay: float) -> Curve:
    """The curve with an exponent, scaled so that recall is 0.9 after the stability has passed."""
    return 0.9 ** (-1 / decay) - 1, -decay


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


def after_success(
    stability: float, difficulty: float, chance: float, *, partly: bool = False
) -> float:
    """The stability, in days, after a *yes* (or a *partly*) that had this chance."""
    rise = (exp((1 - chance) * _W[10]) - 1) * (_W[15] if partly else 1)
    grown: float = stability * (1 + _GAIN * (11 - difficulty) * stability ** -_W[9] * rise)
    return min(grown, STABILITY_MAX)


def after_miss(stability: float, difficulty: float, chance: float) -> float:
    """The stability, in days, after a *no* where a *yes* had this chance."""
    regained: float = difficulty ** -_W[12] * ((stability + 1) ** _W[13] - 1)
    lapsed = _W[11] * regained * exp((1 - chance) * _W[14])
    return max(min(lapsed, stability * _LAPSE_BOUND), STABILITY_MIN)


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
    chance, grown, lapsed = _branches(trace, day, curve)
    factor, exponent = curve
    span = factor * ahead
    mixed = chance * (1 + span / grown) ** exponent + (1 - chance) * (1 + span / lapsed) ** exponent
    steady = _ANCHOR + _KEEP * difficulty
    harder = _ANCHOR + _KEEP * (difficulty + (10 - difficulty) * _HARDER)
    hardness = chance * steady + (1 - chance) * harder
    hardness = 1.0 if hardness < 1 else 10.0 if hardness > 10 else hardness
    return _stability_for(mixed, ahead, curve), hardness, day, count


def recall_after(
    traces: Iterable[Trace], day: int, exam: int, tendency: Tendency, curve: Curve
) -> float:
    """How many points are expected to be recalled on the exam day after a recall on a day.

    The arguments are those of :func:`expect`; so is what it comes to, without the merged states.
    """
    factor, exponent = curve
    span = factor * (exam - day)
    total = 0.0
    for trace in traces:
        if trace[0]:
            chance, grown, lapsed = _branches(trace, day, curve)
            kept = (1 + span / grown) ** exponent
            won = (1 + span / lapsed) ** exponent
            total += trace[3] * (chance * kept + (1 - chance) * won)
        else:
            met = _first(exam - day, tendency)[0]
            total += trace[3] * (1 + span / met) ** exponent
    return total


def _branches(trace: Trace, day: int, curve: Curve) -> tuple[float, float, float]:
    """The chance of recall on a day, and the stabilities after a success and after a miss.

    The formulas of :func:`after_success` and :func:`after_miss` once more, without their calls:
    most of the time of planning is spent here.
    """
    stability, difficulty, last, _ = trace
    chance: float = (1 + curve[0] * (day - last) / stability) ** curve[1]
    gone = 1 - chance
    rise = _GAIN * (11 - difficulty) * stability**_SLOWER * (exp(gone * _W10) - 1)
    grown: float = stability * (1 + rise)
    regained = difficulty**_HARDLY * ((stability + 1) ** _W13 - 1)
    lapsed: float = _W11 * regained * exp(gone * _W14)
    bound = stability * _LAPSE_BOUND
    lapsed = lapsed if lapsed < bound else bound
    return (
        chance,
        grown if grown < STABILITY_MAX else STABILITY_MAX,
        lapsed if lapsed > STABILITY_MIN else STABILITY_MIN,
    )


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
    shares = tuple(zip((AGAIN, HARD, GOOD), tendency.first, strict=True))
    mixed = sum(
        share * (1 + factor * ahead / (_W[rating - 1] * tendency.speed)) ** exponent
        for rating, share in shares
    )
    hardness = sum(share * first_difficulty(rating) for rating, share in shares)
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
