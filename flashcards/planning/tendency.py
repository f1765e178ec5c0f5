"""What her recalls say about her memory: does she forget faster than the model, and how.

Every answer to a point that was answered before is a trial: so much of its stability had passed,
and it was recalled or not. The trials are counted by that ratio, and her curve is the most probable
of a small grid, given the counts and a prior around the published one. With few answers it is the
published one; no single recall moves it far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from flashcards.events import Answer, Recalled
from flashcards.memory import DECAY, PARAMETERS, STABILITY_MAX
from flashcards.planning.traces import (
    AGAIN,
    FIRST,
    GOOD,
    HARD,
    STABILITY_MIN,
    Tendency,
    after_miss,
    after_success,
    curve_of,
    first_difficulty,
    next_difficulty,
)

BINS = 24
"""How many classes of elapsed time over stability there are; each is half a natural log wide."""

SPEEDS = tuple(exp(step / 4) for step in range(-10, 7))
DECAYS = (-DECAY, 0.3, 0.6, 1.2, 4.0)
"""The grid; the last exponent is as good as an exponential."""

SPREAD = 0.8
"""Standard deviation of the log of speed among learners, before anything is known."""

RARER = 0.2
"""How much less probable, in logs, each further exponent is taken to be."""

FIRST_WEIGHT = 30
"""Answers that the usual shares of first answers are worth."""

_RATING = {Answer.NO: AGAIN, Answer.PARTLY: HARD, Answer.YES: GOOD}


def place_of(ratio: float) -> int:
    """The class of elapsed days over stability."""
    return min(max(round(2 * log(ratio)) + BINS // 2, 0), BINS - 1)


def _middle(place: int) -> float:
    return exp((place - BINS // 2) / 2)


def _chances() -> dict[tuple[int, int], tuple[tuple[float, float], ...]]:
    """For each curve of the grid, the logs of recall and of a miss by class."""
    table = {}
    for row, speed in enumerate(SPEEDS):
        for column, decay in enumerate(DECAYS):
            factor, exponent = curve_of(decay)
            found = []
            for place in range(BINS):
                chance = (1 + factor * _middle(place) / speed) ** exponent
                bounded = min(max(chance, 0.01), 0.99)
                found.append((log(bounded), log(1 - bounded)))
            table[row, column] = tuple(found)
    return table


_TABLE = _chances()


def most_probable(
    recalled: Sequence[float], missed: Sequence[float], firsts: Sequence[float]
) -> Tendency:
    """The tendency that counts speak for.

    Args:
        recalled: trials that were recalled, by class.
        missed: trials that were not, by class.
        firsts: first answers that were *no*, *partly* and *yes*.
    """
    used = [place for place in range(BINS) if recalled[place] or missed[place]]
    best, found = -1e300, (1.0, -DECAY)
    for (row, column), logs in _TABLE.items():
        speed = SPEEDS[row]
        value = -0.5 * (log(speed) / SPREAD) ** 2 - RARER * column
        for place in used:
            value += recalled[place] * logs[place][0] + missed[place] * logs[place][1]
        if value > best:
            best, found = value, (speed, DECAYS[column])
    total = sum(firsts) + FIRST_WEIGHT
    no, partly, _ = (
        round((count + FIRST_WEIGHT * share) / total, 2)
        for count, share in zip(firsts, FIRST, strict=True)
    )
    return Tendency(found[0], found[1], (no, partly, 1 - no - partly))


def tendency_of(recalls: Iterable[Recalled], counted: Mapping[str, int]) -> Tendency:
    """The tendency of a learner from her recalls.

    Args:
        recalls: oldest first; those that did not count are told by their day, as the schedule does.
        counted: topic key → how many of its recalls count; a topic of which earlier recalls are
            not among ``recalls`` is left out.
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
                rating = _RATING[answer]
                before = states.get(point)
                if before is None:
                    firsts[rating - 1] += 1
                    states[point] = PARAMETERS[rating - 1], first_difficulty(rating), day
                    continue
                place = place_of((day - before[2]) / before[0])
                (missed if rating == AGAIN else recalled)[place] += 1
                states[point] = _moved(before, rating, day)
    return most_probable(recalled, missed, firsts)


def _moved(before: tuple[float, float, int], rating: int, day: int) -> tuple[float, float, int]:
    """The state of a point by the published model after one more answer."""
    stability, difficulty, last = before
    factor, exponent = curve_of(-DECAY)
    chance = (1 + factor * (day - last) / stability) ** exponent
    if rating == AGAIN:
        after = after_miss(stability, difficulty, chance)
    else:
        after = after_success(stability, difficulty, chance, partly=rating == HARD)
    after = min(max(after, STABILITY_MIN), STABILITY_MAX)
    return after, next_difficulty(difficulty, rating), day
