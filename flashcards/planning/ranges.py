"""How far off a prediction may be: the range that holds about eight of ten outcomes.

What she will recall on the exam day differs from what is expected for two reasons. Each point is
then recalled or not, which is chance; and the expectation itself is off, in the same direction for
all points of a topic, and for all topics of a learner. The size of both was learned from simulated
learners, among them such whose memory is not FSRS at all: see ``tests/benchmarks``.
"""

from __future__ import annotations

from math import exp, log, sqrt

Z80 = 1.2816
"""Standard deviations to either side of the middle that hold 80 % of a normal distribution."""

LEARNER = 0.45
"""Standard deviation, in log odds, of what one learner's outcomes share."""

TOPIC = 0.60
"""The same for what the points of one topic share beyond that."""

SHIFT = -0.25
"""How far outcomes lie from what is expected, in log odds: days are missed, memories interfere."""


def likely(expected: float, stopped: float) -> float:
    """The share of points that learners recall where the model expects this one, 0 to 1.

    Args:
        expected: by the model, with every planned day studied.
        stopped: without any more study, which what is likely never falls below.
    """
    return max(_share(_odds(expected) + SHIFT), stopped) if expected > stopped else expected


def topic_range(share: float, points: int) -> tuple[float, float]:
    """The range of the share of one topic's points, 0 to 1."""
    return _range(share, points, sqrt(LEARNER**2 + TOPIC**2))


def exam_range(share: float, points: int, topics: int) -> tuple[float, float]:
    """The range of the share of all points of an exam, 0 to 1."""
    return _range(share, points, sqrt(LEARNER**2 + TOPIC**2 / max(1, topics)))


def _range(share: float, points: int, sd: float) -> tuple[float, float]:
    """Chance and what is shared together, on the scale of log odds."""
    odds = _odds(share)
    inner = _share(odds)
    chance = 1 / (max(1, points) * inner * (1 - inner))
    half = Z80 * sqrt(sd**2 + min(chance, 4.0))
    return _share(odds - half), _share(odds + half)


def _odds(share: float) -> float:
    bounded = min(max(share, 0.005), 0.995)
    return log(bounded / (1 - bounded))


def _share(odds: float) -> float:
    return 1 / (1 + exp(-odds))
