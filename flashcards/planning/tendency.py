"""What her recalls say about her memory: does she forget faster than her model, and how.

Every answer to a point that was answered before is a trial: so much of its stability had passed,
and it was recalled or not. The trials are counted by that ratio, and her curve is the most probable
of a small grid, given the counts and a prior around the model's own. With few answers it is the
model's; no single recall moves it far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, log

from flashcards.events import Recalled
from flashcards.memory import DEFAULT, RATINGS, MemoryModel
from flashcards.memory_model import AGAIN
from flashcards.planning.traces import FIRST, Tendency, curve_of

BINS = 24
"""How many classes of elapsed time over stability there are; each is half a natural log wide."""

SPEEDS = tuple(exp(step / 4) for step in range(-10, 7))
STEEPER = (0.3, 0.6, 1.2, 4.0)
"""The grid: exponents beside the model's own. The last one is as good as an exponential."""

STEP = 1.3
"""By how much an exponent of the grid is at least steeper than the model's."""

SPREAD = 0.8
"""Standard deviation of the log of speed among learners, before anything is known."""

RARER = 0.2
"""How much less probable, in logs, each further exponent is taken to be."""

FIRST_WEIGHT = 30
"""Answers that the usual shares of first answers are worth."""


def place_of(ratio: float) -> int:
    """The class of elapsed days over stability."""
    return min(max(round(2 * log(ratio)) + BINS // 2, 0), BINS - 1)


def _middle(place: int) -> float:
    return exp((place - BINS // 2) / 2)


@cache
def _decays(model: MemoryModel) -> tuple[float, ...]:
    """The exponents of the grid, the model's own first."""
    return model.decay, *(each for each in STEEPER if each > model.decay * STEP)


@cache
def _chances(model: MemoryModel) -> dict[tuple[int, int], tuple[tuple[float, float], ...]]:
    """For each curve of the grid, the logs of recall and of a miss by class."""
    table = {}
    for row, speed in enumerate(SPEEDS):
        for column, decay in enumerate(_decays(model)):
            factor, exponent = curve_of(decay)
            found = []
            for place in range(BINS):
                chance = (1 + factor * _middle(place) / speed) ** exponent
                bounded = min(max(chance, 0.01), 0.99)
                found.append((log(bounded), log(1 - bounded)))
            table[row, column] = tuple(found)
    return table


def most_probable(
    recalled: Sequence[float],
    missed: Sequence[float],
    firsts: Sequence[float],
    model: MemoryModel = DEFAULT,
) -> Tendency:
    """The tendency that counts speak for.

    Args:
        recalled: trials that were recalled, by class.
        missed: trials that were not, by class.
        firsts: first answers that were *no*, *partly* and *yes*.
        model: that holds for her.
    """
    used = [place for place in range(BINS) if recalled[place] or missed[place]]
    best, found = -1e300, (1.0, model.decay)
    for (row, column), logs in _chances(model).items():
        speed = SPEEDS[row]
        value = -0.5 * (log(speed) / SPREAD) ** 2 - RARER * column
        for place in used:
            value += recalled[place] * logs[place][0] + missed[place] * logs[place][1]
        if value > best:
            best, found = value, (speed, _decays(model)[column])
    total = sum(firsts) + FIRST_WEIGHT
    no, partly, _ = (
        round((count + FIRST_WEIGHT * share) / total, 2)
        for count, share in zip(firsts, FIRST, strict=True)
    )
    return Tendency(found[0], found[1], (no, partly, 1 - no - partly), model)


def tendency_of(
    recalls: Iterable[Recalled], counted: Mapping[str, int], model: MemoryModel = DEFAULT
) -> Tendency:
    """The tendency of a learner from her recalls.

    Args:
        recalls: oldest first; those that did not count are told by their day, as the schedule does.
        counted: topic key → how many of its recalls count; a topic of which earlier recalls are
            not among ``recalls`` is left out.
        model: that holds for her.
    """
    by_topic: dict[str, list[Recalled]] = {}
    for recall in recalls:
        by_topic.setdefault(recall.topic, []).append(recall)
    recalled, missed, firsts = [0.0] * BINS, [0.0] * BINS, [0.0] * 3
    for key, those in by_topic.items():
        if len(those) < counted.get(key, 0):
            continue
        states: dict[str, tuple[float, float, int]] = {}
        last = -1
        for recall in those:
            day = recall.moment.day.toordinal()
            if day <= last:
                continue
            last = day
            for point, answer in recall.answers.items():
                rating = RATINGS[answer]
                before = states.get(point)
                if before is None:
                    firsts[rating - 1] += 1
                    states[point] = *model.first(rating), day
                    continue
                gone = day - before[2]
                place = place_of(gone / before[0])
                (missed if rating == AGAIN else recalled)[place] += 1
                states[point] = *model.after(*before[:2], gone, rating), day
    return most_probable(recalled, missed, firsts, model)
