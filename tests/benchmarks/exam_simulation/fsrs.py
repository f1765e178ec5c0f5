"""The formulas of FSRS-6 for many points at once, each learner with parameters of her own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from flashcards.memory import PARAMETERS, STABILITY_MAX

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DEFAULT: Floats = np.array(PARAMETERS)


def factor(w: Floats) -> Floats:
    """The scale of the curve, so that recall is 0.9 after as many days as the stability."""
    return 0.9 ** (-1 / w[..., 20]) - 1


def chance(w: Floats, elapsed: Floats, stability: Floats) -> Floats:
    """The probability of recall; parameters broadcast over points, NaN stays NaN."""
    return (1 + factor(w) * np.maximum(elapsed, 0) / stability) ** -w[..., 20]


def first(w: Floats, rating: NDArray[np.int_]) -> tuple[Floats, Floats]:
    """Stability and difficulty after a first answer of 1, 2 or 3."""
    stability = np.where(rating == 1, w[..., 0], np.where(rating == 2, w[..., 1], w[..., 2]))
    return stability, np.clip(w[..., 4] - np.exp(w[..., 5] * (rating - 1)) + 1, 1, 10)


def later(
    w: Floats, stability: Floats, difficulty: Floats, recalled: Floats, rating: NDArray[np.int_]
) -> tuple[Floats, Floats]:
    """Stability and difficulty after a later answer that had this chance of recall."""
    rise = np.exp(w[..., 8]) * (11 - difficulty) * stability ** -w[..., 9]
    rise = rise * (np.exp((1 - recalled) * w[..., 10]) - 1) * np.where(rating == 2, w[..., 15], 1)
    lapsed = w[..., 11] * difficulty ** -w[..., 12] * ((stability + 1) ** w[..., 13] - 1)
    lapsed = np.minimum(
        lapsed * np.exp((1 - recalled) * w[..., 14]), stability * np.exp(-w[..., 17] * w[..., 18])
    )
    after = np.where(rating == 1, np.maximum(lapsed, 0.001), stability * (1 + rise))
    moved = difficulty + (10 - difficulty) * (-w[..., 6] * (rating - 3)) / 9
    easy = w[..., 4] - np.exp(w[..., 5] * 3) + 1
    hardness = w[..., 7] * easy + (1 - w[..., 7]) * moved
    return np.minimum(after, STABILITY_MAX), np.clip(hardness, 1, 10)


class Traces:
    """Stability, difficulty and last day of every point of every learner; NaN: never answered."""

    def __init__(self, w: Floats, learners: int, topics: int, points: int) -> None:
        shape = (learners, topics, points)
        self.w = np.broadcast_to(w, (learners, w.shape[-1]))
        self.stability = np.full(shape, np.nan)
        self.difficulty = np.full(shape, np.nan)
        self.last = np.full((learners, topics), -10_000, dtype=np.int_)

    def chance(self, day: int) -> Floats:
        """Probability of recall of every point; 0 where it was never answered."""
        elapsed = (day - self.last)[:, :, None].astype(float)
        found = chance(self.w[:, None, None, :], elapsed, self.stability)
        return np.nan_to_num(found, nan=0.0)

    def answer(
        self, rows: NDArray[np.int_], topics: NDArray[np.int_], day: int, rating: NDArray[np.int_]
    ) -> None:
        """Move one topic of each of some learners by the ratings of its points."""
        w = self.w[rows][:, None, :]
        stability, difficulty = self.stability[rows, topics], self.difficulty[rows, topics]
        elapsed = (day - self.last[rows, topics])[:, None].astype(float)
        fresh = np.isnan(stability)
        known = chance(w, elapsed, np.where(fresh, 1.0, stability))
        old = later(
            w, np.where(fresh, 1.0, stability), np.where(fresh, 5.0, difficulty), known, rating
        )
        new = first(w, rating)
        self.stability[rows, topics] = np.where(fresh, new[0], old[0])
        self.difficulty[rows, topics] = np.where(fresh, new[1], old[1])
        self.last[rows, topics] = day
