"""Comfort beside coverage: does a learner know what she knows?

Comfort is judged before a recall, on five steps; it promises a share of the key points. Set
beside the share that was recalled it says something about the judgement, never about her.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_COMFORT: Final = 5

ENOUGH: Final = 5
"""Recalls before anything is said about her judgement; fewer are mostly chance."""

RECENT: Final = 10
"""How many recalls count: her judgement of late, so that getting better shows."""

TOLERANCE: Final = 1 / 8
"""Mean difference that is still well judged: half a step of comfort.

A learner who foresees her coverage exactly must still round it to one of five steps, a quarter
apart, and is off by up to an eighth through that alone.
"""


class Verdict(StrEnum):
    """How comfort and coverage lie to one another over several recalls."""

    OVERCONFIDENT = "overconfident"
    WELL_JUDGED = "well judged"
    UNDERCONFIDENT = "underconfident"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Comfort against coverage over the last recalls.

    Attributes:
        recalls: how many were counted, at least :data:`ENOUGH`.
        expected: mean coverage that her comfort promised, 0 to 1.
        recalled: mean coverage that came of it, 0 to 1.
    """

    recalls: int
    expected: float
    recalled: float

    @property
    def bias(self) -> float:
        """Expected less recalled, −1 to 1; positive is overconfident."""
        return self.expected - self.recalled

    @property
    def verdict(self) -> Verdict:
        """The bias in a word."""
        # Sums of quarters and thirds end a hair beyond the limit.
        if abs(self.bias) <= TOLERANCE + 1e-9:
            return Verdict.WELL_JUDGED
        return Verdict.OVERCONFIDENT if self.bias > 0 else Verdict.UNDERCONFIDENT


def expected_coverage(comfort: int) -> float:
    """The coverage that a comfort promises: 0 for 1, 1 for 5.

    Raises:
        ValueError: the comfort is not 1 to 5.
    """
    if comfort not in range(1, MOST_COMFORT + 1):
        raise ValueError(f"Comfort is a whole number from 1 to {MOST_COMFORT}, not {comfort}.")
    return (comfort - 1) / (MOST_COMFORT - 1)


def calibration(history: Sequence[tuple[int, float]]) -> Calibration | None:
    """Comfort against coverage over the last recalls.

    Args:
        history: comfort and coverage of every recall that has both, oldest first.

    Returns:
        None before the fifth recall.
    """
    if len(history) < ENOUGH:
        return None
    recent = history[-RECENT:]
    expected = sum(expected_coverage(comfort) for comfort, _ in recent) / len(recent)
    return Calibration(len(recent), expected, sum(share for _, share in recent) / len(recent))


def calibration_words(history: Sequence[tuple[int, float]]) -> str:
    """The verdict over the last recalls in a sentence; empty before the fifth recall."""
    found = calibration(history)
    if found is None:
        return ""
    expected, recalled = _percent(found.expected), _percent(found.recalled)
    numbers = f"expected {expected}, recalled {recalled} over the last {found.recalls} recalls"
    match found.verdict:
        case Verdict.OVERCONFIDENT:
            return f"Topics feel more familiar than they are yet: {numbers}."
        case Verdict.UNDERCONFIDENT:
            return f"You know more than you think: {numbers}."
        case Verdict.WELL_JUDGED:
            return f"You judge your topics well: {numbers}."


def recall_words(comfort: int, coverage: float) -> str:
    """Comfort and coverage of a single recall, side by side and without a verdict."""
    expected, recalled = _percent(expected_coverage(comfort)), _percent(coverage)
    return f"Comfort {comfort} expects {expected} of the points; this time it was {recalled}."


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
