"""What a forecast of the model is worth: the likely outcome, and the range that holds 80 % of them.

Outcomes differ from what the model expects, and not by chance alone: planned days are missed,
topics interfere, memories fade by another curve. How far they lie off was learned from simulated
learners of five kinds, of which one has exactly the model's memory: by quantile regression of the
log odds of the share recalled on the exam day, on what is known when the forecast is made. The
simulation is in ``tests/benchmarks/exam_simulation``. The ranges hold 80 % there over all kinds
together; by kind from 60 % (exponential forgetting) to 95 %, and fewer for a kind beyond the five.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import NamedTuple

from flashcards.planning.traces import Tendency


class Weights(NamedTuple):
    """A quantile of the log odds of the outcome, linear in what is known."""

    constant: float
    expected: float
    stopped: float
    days: float
    speed: float
    decay: float


class Range(NamedTuple):
    """A share of points, 0 to 1: the likely one, and the ends of its range."""

    low: float
    likely: float
    high: float


EXAM_LOW = Weights(0.299, 0.609, 0.39, -0.167, 0.441, 0.06)
EXAM_MIDDLE = Weights(0.575, 0.746, 0.24, -0.099, 0.388, -0.039)
EXAM_HIGH = Weights(1.047, 0.907, 0.123, -0.134, 0.313, -0.102)
"""For all topics of a course together: the quantiles 0.1, 0.5 and 0.9."""

TOPIC_LOW = Weights(-0.306, 0.786, 0.318, -0.164, 0.554, 0.015)
"""For one topic: the quantile 0.2. More often than one time in ten every point is recalled, so
the upper end is all of them, unless little is expected."""

TOPIC_ROOM = 1.5
"""Log odds between what is expected of a topic and the upper end, where little is expected."""

UNMET = 0.34
"""Upper end for a topic that will not be met at all: what she knows from elsewhere."""

TOPICS = 17
"""Topics of the courses that the weights for an exam were learned from."""


def outcome(expected: float, stopped: float, topics: int, days: int, tendency: Tendency) -> Range:
    """The likely share of points recalled on the exam day, and its range.

    Args:
        expected: the share that the model expects, every planned day studied.
        stopped: the share it expects without any more study.
        topics: how many topics the share is of.
        days: until the exam.
        tendency: of the learner.
    """
    if not expected:
        return Range(0.0, 0.0, UNMET)
    known = (
        1.0,
        _odds(expected),
        max(_odds(stopped), -3.0),
        log(min(max(days, 2), 90)),
        log(tendency.speed),
        log(tendency.decay / tendency.model.decay),
    )
    low, likely, high = (
        sum(weight * value for weight, value in zip(weights, known, strict=True))
        for weights in (EXAM_LOW, EXAM_MIDDLE, EXAM_HIGH)
    )
    one_low = sum(weight * value for weight, value in zip(TOPIC_LOW, known, strict=True))
    one_high = known[1] + TOPIC_ROOM if known[1] < 1 else _odds(1.0)
    # The fewer the topics, the less their deviations cancel out.
    alone = sqrt(max(0.0, (1 / topics - 1 / TOPICS) / (1 - 1 / TOPICS)))
    low += alone * (one_low - low)
    high += alone * (one_high - high)
    middle = max(_share(likely), stopped) if expected >= stopped else _share(likely)
    ends = _share(low), _share(high)
    return Range(min(ends[0], middle), middle, max(ends[1], middle))


def _odds(share: float) -> float:
    bounded = min(max(share, 0.005), 0.995)
    return log(bounded / (1 - bounded))


def _share(odds: float) -> float:
    """The share; at the bounds of the log odds none or all."""
    if odds >= _odds(1.0) - 1e-9:
        return 1.0
    return 0.0 if odds <= _odds(0.0) + 1e-9 else 1 / (1 + exp(-odds))
