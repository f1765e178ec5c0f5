"""What came of recalls: coverage by topic, retention against forecast, comfort against coverage."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from flashcards.calibration import (
    ENOUGH,
    MOST_COMFORT,
    Verdict,
    calibration,
    calibration_words,
    expected_coverage,
)
from flashcards.cards import Topic
from flashcards.events import Answer, Purpose
from flashcards.progress.history import Attempt
from flashcards.progress.tables import (
    Bin,
    ComfortRow,
    Judgement,
    Retention,
    TopicJudged,
    TopicTries,
    Try,
)

LATEST: Final = 40
"""Recalls of a topic that are listed, the newest; all of them are counted."""

EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Where probabilities are parted; most lie high, so the bins are narrow there."""

FEW: Final = 30
"""Answers below which nothing is said about the forecast."""

FITTED: Final = "It goes by parameters that are fitted to your own answers."
"""Where they are."""

Z: Final = 1.959964
"""Standard normal quantile of a 95 % interval."""


def coverage_by_topic(
    topics: Sequence[Topic], attempts: Sequence[Attempt]
) -> tuple[TopicTries, ...]:
    """The recalls of every topic that has any, topics in course order."""
    found = _by_topic(attempts)
    return tuple(
        TopicTries(topic.key, topic.title, len(mine), tuple(map(_try, mine[-LATEST:])))
        for topic in topics
        if (mine := found.get(topic.key))
    )


def _try(attempt: Attempt) -> Try:
    return Try(
        attempt.day, attempt.coverage, attempt.comfort, attempt.counted, dict(attempt.answers)
    )


def _by_topic(attempts: Sequence[Attempt]) -> Mapping[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        found.setdefault(attempt.topic, []).append(attempt)
    return found


# -- retention -------------------------------------------------------------------------------


def retention(attempts: Sequence[Attempt], *, fitted: bool = False) -> Retention:
    """Forecast against outcome, over every answer for which there was a forecast.

    Args:
        attempts: all of them.
        fitted: whether the forecast goes by her own parameters, which is then said.
    """
    pairs = [
        (chance, attempt.answers[point] is not Answer.NO)
        for attempt in attempts
        for point, chance in attempt.foreseen.items()
    ]
    bins: list[list[tuple[float, bool]]] = [[] for _ in EDGES[1:]]
    for chance, came in pairs:
        bins[_bin(chance)].append((chance, came))
    made = tuple(
        _binned(low, high, inside)
        for low, high, inside in zip(EDGES, EDGES[1:], bins, strict=False)
        if inside
    )
    if not pairs:
        return Retention(0, None, None, (), "No key point has been answered twice yet.", fitted)
    predicted = sum(chance for chance, _ in pairs) / len(pairs)
    recalled = sum(came for _, came in pairs) / len(pairs)
    words = _retention_words(len(pairs), predicted, recalled)
    if fitted:
        words = f"{words} {FITTED}"
    return Retention(len(pairs), predicted, recalled, made, words, fitted)


def _bin(chance: float) -> int:
    inside = (n for n, high in enumerate(EDGES[1:]) if chance < high)
    return next(inside, len(EDGES) - 2)


def _binned(low: float, high: float, inside: Sequence[tuple[float, bool]]) -> Bin:
    count = len(inside)
    came = sum(came for _, came in inside)
    lower, upper = wilson(came, count)
    mean = sum(chance for chance, _ in inside) / count
    return Bin(low, high, count, mean, came / count, lower, upper)


def wilson(successes: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share that Wilson (1927) gives.

    Args:
        successes: 0 to ``count``.
        count: at least 1.
    """
    share = successes / count
    scale = 1 + Z**2 / count
    middle = (share + Z**2 / (2 * count)) / scale
    half = Z / scale * math.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def _retention_words(count: int, predicted: float, recalled: float) -> str:
    numbers = (
        f"Of {count:,} answers {percent(predicted)} were foreseen to be recalled, "
        f"and {percent(recalled)} were"
    )
    if count < FEW:
        return f"{numbers}; below {FEW} answers that is mostly chance."
    if abs(predicted - recalled) <= 0.03:
        return f"{numbers}: the forecast holds for you."
    if recalled > predicted:
        return f"{numbers}: you remember more than the forecast says."
    return f"{numbers}: you forget faster than the forecast says."


# -- judgement -------------------------------------------------------------------------------


def judgement(topics: Sequence[Topic], attempts: Sequence[Attempt]) -> Judgement:
    """Comfort against coverage, over all recalls that have both, but for cramming.

    What was open minutes ago feels well known, and for these minutes it is: of how she judges
    herself from day to day that says nothing.
    """
    judged = [
        (each.topic, each.comfort, each.coverage)
        for each in attempts
        if each.comfort and each.answers and each.purpose != Purpose.CRAM
    ]
    history = [(comfort, share) for _, comfort, share in judged]
    by_topic: dict[str, list[tuple[int, float]]] = {}
    for topic, comfort, share in judged:
        by_topic.setdefault(topic, []).append((comfort, share))
    each = tuple(
        found
        for topic in topics
        if (found := _judged(topic, by_topic.get(topic.key, []))) is not None
    )
    overall = calibration(history)
    return Judgement(
        recalls=len(history),
        verdict=overall.verdict if overall else None,
        rows=tuple(_comfort_row(comfort, history) for comfort in range(1, MOST_COMFORT + 1)),
        topics=each,
        words=_judgement_words(history, each),
    )


def _judged(topic: Topic, history: Sequence[tuple[int, float]]) -> TopicJudged | None:
    found = calibration(history)
    if found is None:
        return None
    return TopicJudged(
        topic.key, topic.title, found.recalls, found.expected, found.recalled, found.verdict
    )


def _comfort_row(comfort: int, history: Sequence[tuple[int, float]]) -> ComfortRow:
    shares = [share for judged, share in history if judged == comfort]
    mean = sum(shares) / len(shares) if shares else None
    return ComfortRow(comfort, len(shares), expected_coverage(comfort), mean)


def _judgement_words(history: Sequence[tuple[int, float]], topics: Sequence[TopicJudged]) -> str:
    if len(history) < ENOUGH:
        missing = ENOUGH - len(history)
        return (
            f"Nothing can be said about your judgement before {ENOUGH} recalls with a comfort; "
            f"{missing} to go."
        )
    sentences = [calibration_words(history)]
    for verdict, words in (
        (Verdict.OVERCONFIDENT, "Feels easier than it is"),
        (Verdict.UNDERCONFIDENT, "You know more than you think of"),
    ):
        titles = [each.title for each in topics if each.verdict is verdict]
        if titles:
            sentences.append(f"{words}: {', '.join(titles)}.")
    return " ".join(sentences)


def percent(share: float) -> str:
    """``62 %``."""
    return f"{round(100 * share)} %"
