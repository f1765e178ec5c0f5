"""Five kinds of learners. No policy sees what is in here: only how recalls went.

Each learner has parameters of her own. At the first recall of a point she has what is left of a
lecture heard once; every recall is followed by a look at the card.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.exam_simulation.fsrs import DEFAULT, Flags, Floats, Traces

Ints = NDArray[np.int_]


class Memory(Protocol):
    """What is true of the learners."""

    def chance(self, day: int) -> Floats:
        """Learners × topics × points: the probability of recall on a day."""

    def chance_of(self, rows: Ints, topics: Ints, day: int) -> Floats:
        """The same for one topic of each of some learners."""

    def answer(self, rows: Ints, topics: Ints, day: int, rating: Ints) -> None:
        """A recall happened, with these ratings (1 no, 2 partly, 3 yes) of the points."""


LECTURE = -14
"""The study day of the lecture."""

HALF = 21.0
"""Days after which half of what was heard there is gone."""


def left(heard: Floats, day: int) -> Floats:
    """What is left of a lecture for points never recalled since, by learner."""
    return np.asarray(heard * 0.5 ** ((day - LECTURE) / HALF))


class Fsrs:
    """The model that the program itself uses, with any parameters."""

    def __init__(self, w: Floats, before: Floats, topics: int, points: int) -> None:
        self.traces = Traces(w, len(before), topics, points)
        self.before = before

    def chance(self, day: int) -> Floats:
        fresh = np.isnan(self.traces.stability)
        return np.where(fresh, left(self.before, day)[:, None, None], self.traces.chance(day))

    def chance_of(self, rows: Ints, topics: Ints, day: int) -> Floats:
        part = Traces.__new__(Traces)
        part.w = self.traces.w[rows]
        part.stability = self.traces.stability[rows, topics][:, None, :]
        part.last = self.traces.last[rows, topics][:, None]
        known = part.chance(day)[:, 0]
        fresh = np.isnan(part.stability[:, 0])
        return np.where(fresh, left(self.before[rows], day)[:, None], known)

    def answer(self, rows: Ints, topics: Ints, day: int, rating: Ints) -> None:
        self.traces.answer(rows, topics, day, rating)


class PowerLaw:
    """Every recall leaves a trace that fades by a power law, less quickly after a longer pause.

    The activation of a point is the log of the sum of its traces; a trace left while the activation
    was still high fades faster (the spacing effect). Recalls of related topics since then are in
    the way. Recall is logistic in the activation. After Pavlik and Anderson (2005).
    """

    def __init__(
        self, rng: np.random.Generator, before: Floats, related: Flags, points: int
    ) -> None:
        learners, topics = len(before), len(related)
        self.before = before
        self.related = related
        self.count = np.zeros((learners, topics), dtype=np.int_)
        room = 160
        shape = (learners, topics, points, room)
        self.days = np.full((learners, topics, room), 10_000)
        self.decay = np.full(shape, 0.5, dtype=np.float32)
        self.weight = np.zeros(shape, dtype=np.float32)
        self.between = np.zeros((learners, topics))
        self.base = rng.normal(0, 0.35, (learners, topics, points))
        self.base += rng.normal(0.0, 0.3, (learners, 1, 1))
        self.rate = np.clip(rng.normal(0.24, 0.04, learners), 0.12, 0.36)

    def _activation(self, rows: Ints, topics: Ints, day: int) -> Floats:
        used = max(1, int(self.count[rows, topics].max(initial=1)))
        elapsed = (day - self.days[rows, topics, :used]).astype(float)
        elapsed = np.maximum(elapsed, 0.25)[:, None, :]
        traces = (
            self.weight[rows, topics, :, :used] * elapsed ** -self.decay[rows, topics, :, :used]
        )
        between = 0.22 * np.log1p(self.between[rows, topics])
        return (
            np.log(np.maximum(traces.sum(axis=2), 1e-9))
            + self.base[rows, topics]
            - between[:, None]
        )

    def chance_of(self, rows: Ints, topics: Ints, day: int) -> Floats:
        known = 1 / (1 + np.exp(-(self._activation(rows, topics, day) + 1.1) / 0.45))
        met = self.count[rows, topics] > 0
        return np.where(met[:, None], known, left(self.before[rows], day)[:, None])

    def chance(self, day: int) -> Floats:
        learners = np.arange(len(self.before))
        every = [
            self.chance_of(learners, np.full(len(learners), topic), day)
            for topic in range(self.count.shape[1])
        ]
        return np.stack(every, axis=1)

    def answer(self, rows: Ints, topics: Ints, day: int, rating: Ints) -> None:
        place = self.count[rows, topics]
        strength = np.exp(np.minimum(self._activation(rows, topics, day), 1.5))
        strength = np.where((place > 0)[:, None], strength, 0.0)
        self.days[rows, topics, place] = day
        self.decay[rows, topics, :, place] = 0.30 * strength + self.rate[rows][:, None]
        self.weight[rows, topics, :, place] = np.choose(rating - 1, [0.55, 0.8, 1.0])
        self.count[rows, topics] += 1
        self.between[rows] += self.related[topics]
        self.between[rows, topics] = 0


class Exponential:
    """Recall falls exponentially, and is bounded by what the topic builds on.

    The time constant grows with a success, the more the longer the pause before it was, and
    shrinks with a miss. Where prerequisites are forgotten a share of the topic cannot be recalled.
    """

    def __init__(
        self, rng: np.random.Generator, before: Floats, needs: Flags, points: int, days: float
    ) -> None:
        learners, topics = len(before), len(needs)
        self.before = before
        self.needs = needs / np.maximum(needs.sum(axis=1, keepdims=True), 1)
        self.has = needs.any(axis=1)
        self.span = np.full((learners, topics, points), np.nan)
        self.last = np.full((learners, topics), 0)
        scale = np.exp(rng.normal(0, 0.3, (learners, 1, 1)))
        self.start = days * scale * np.exp(rng.normal(0, 0.4, (learners, topics, points)))
        self.gain = np.clip(rng.normal(2.2, 0.4, learners), 1.0, 4.0)
        self.share = rng.uniform(0.2, 0.5, learners)

    def _own(self, day: int) -> Floats:
        elapsed = np.maximum(day - self.last, 0)[:, :, None]
        known = np.exp(-elapsed / np.where(np.isnan(self.span), 1.0, self.span))
        return np.where(np.isnan(self.span), left(self.before, day)[:, None, None], known)

    def chance(self, day: int) -> Floats:
        own = self._own(day)
        base = np.nanmean(own, axis=2) @ self.needs.T
        missing = np.where(self.has[None, :], 1 - base, 0.0)
        return own * (1 - self.share[:, None] * missing)[:, :, None]

    def chance_of(self, rows: Ints, topics: Ints, day: int) -> Floats:
        return self.chance(day)[rows, topics]

    def answer(self, rows: Ints, topics: Ints, day: int, rating: Ints) -> None:
        span, fresh = self.span[rows, topics], np.isnan(self.span[rows, topics])
        elapsed = (day - self.last[rows, topics])[:, None]
        faded = 1 - np.exp(-elapsed / np.where(fresh, 1.0, span))
        grown = span * (1 + self.gain[rows][:, None] * faded * np.where(rating == 2, 0.6, 1.0))
        start = self.start[rows, topics]
        lapsed = np.maximum(0.5 * span, 0.4 * start)
        first = start * np.choose(rating - 1, [0.5, 0.8, 1.3])
        after = np.where(fresh, first, np.where(rating == 1, lapsed, np.minimum(grown, 400)))
        self.span[rows, topics] = after
        self.last[rows, topics] = day


KINDS = ("FSRS", "FSRS by learner", "fast forgetters", "power law", "exponential")
HARDER = "exponential, half as long"
"""Beyond the five: how much hangs on the time constant that *exponential* was given."""


def make(
    kind: str,
    rng: np.random.Generator,
    learners: int,
    needs: Flags,
    points: int,
) -> Memory:
    """Learners of one kind.

    Args:
        kind: one of :data:`KINDS`, or :data:`HARDER`.
        rng: the only source of chance.
        learners: how many.
        needs: topics × topics, which topics each builds on.
        points: of the largest topic.
    """
    before = rng.beta(4, 6, learners)
    topics = len(needs)
    w = np.tile(DEFAULT, (learners, 1))
    if kind == "FSRS by learner":
        moved = (0, 1, 2, 3, 8, 9, 10, 11, 13, 14, 15)
        w[:, moved] *= np.exp(rng.normal(0, 0.25, (learners, len(moved))))
        w[:, 20] = np.clip(w[:, 20] * np.exp(rng.normal(0, 0.3, learners)), 0.08, 0.5)
    elif kind == "fast forgetters":
        w[:, :4] *= rng.uniform(0.25, 0.5, (learners, 1))
        w[:, 8] += np.log(rng.uniform(0.35, 0.6, learners))
        w[:, 20] = rng.uniform(0.2, 0.3, learners)
    if kind == "power law":
        related = needs | needs.T | ((needs @ needs.T) > 0)
        np.fill_diagonal(related, val=False)
        return PowerLaw(rng, before, related, points)
    if kind in ("exponential", HARDER):
        return Exponential(rng, before, needs, points, days=5.0 if kind == HARDER else 10.0)
    return Fsrs(w, before, topics, points)
