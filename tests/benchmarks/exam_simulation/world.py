"""One cell: learners of a kind, with days, minutes and a policy; what happens, day by day."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from flashcards.cards import Topic
from flashcards.deck import bundled_content, load_deck
from flashcards.planning.tendency import BINS
from flashcards.schedule import Pace, seconds
from tests.benchmarks.exam_simulation.fsrs import DEFAULT, Flags, Floats, Traces
from tests.benchmarks.exam_simulation.memories import Ints, Memory, make

BEFORE = 14
"""Study days of the usual schedule before the exam is set."""

PARTLY = 0.1
"""How often a point that is recalled is recalled in part only."""


class Cell(NamedTuple):
    """What is the same for all policies.

    Attributes:
        kind: of memory.
        horizon: days from the day on which the exam is set to the exam.
        minutes: a day.
    """

    kind: str
    horizon: int
    minutes: int


class Course(NamedTuple):
    """The course as arrays: topics × points.

    Attributes:
        topics: the cards.
        real: which points there are.
        needs: topics × topics, what each builds on.
        seconds: how long a recall of each takes.
    """

    topics: tuple[Topic, ...]
    real: Flags
    needs: Flags
    seconds: Ints


@cache
def course() -> Course:
    """The course that comes with the program."""
    topics = load_deck(bundled_content()).topics
    places = {topic.id: place for place, topic in enumerate(topics)}
    most = max(len(topic.key_points) for topic in topics)
    real = np.array([[n < len(topic.key_points) for n in range(most)] for topic in topics])
    needs = np.zeros((len(topics), len(topics)), dtype=bool)
    for topic in topics:
        for id_ in topic.after:
            needs[places[topic.id], places[id_]] = True
    times = np.array([seconds(topic, Pace()) for topic in topics])
    return Course(tuple(topics), real, needs, times)


class World:
    """The learners of a cell, and the days that pass.

    Chance is shared by all policies: who is there on which day, and how the n-th recall of a point
    goes that has a given probability.

    Attributes:
        seen: what the program knows: FSRS states with the published parameters.
        day: the study day, 0 on the day on which the exam is set.
        spent: seconds studied since then, by learner.
        recalls: of every topic so far, by learner.
        met: day of the first recall, by learner and topic.
    """

    def __init__(self, cell: Cell, learners: int, seed: int = 1, before: int = BEFORE) -> None:
        self.cell = cell
        self.course = course()
        topics, points = self.course.real.shape
        name = sum(ord(letter) * 31**place for place, letter in enumerate(cell.kind)) % 2**31
        self.rng = np.random.default_rng([seed, name])
        self.truth: Memory = make(cell.kind, self.rng, learners, self.course.needs, points)
        self.seen = Traces(DEFAULT, learners, topics, points)
        self.missed = np.zeros((learners, topics, points), dtype=bool)
        days = before + cell.horizon
        rate = self.rng.beta(17, 3, (learners, 1))
        self.there = self.rng.random((learners, days)) < rate
        self.luck = self.rng.random((learners, topics, points, 48), dtype=np.float32)
        self.half = self.rng.random((learners, topics, points, 48), dtype=np.float32) < PARTLY
        self.recalls = np.zeros((learners, topics), dtype=np.int_)
        self.met = np.full((learners, topics), 10_000)
        self.spent = np.zeros(learners)
        self.firsts = np.zeros((learners, 3))
        self.had = np.zeros((learners, BINS))
        self.had_not = np.zeros((learners, BINS))
        self.before = before
        self.day = -before

    @property
    def learners(self) -> int:
        return len(self.spent)

    def present(self) -> Ints:
        """The learners who study today."""
        return np.flatnonzero(self.there[:, self.day + self.before])

    def recall(self, rows: Ints, topics: Ints) -> None:
        """One recall of one topic by each of some learners."""
        real = self.course.real[topics]
        count = self.recalls[rows, topics] % 48
        luck = self.luck[rows, topics, :, count]
        half = self.half[rows, topics, :, count]
        had = luck < self.truth.chance_of(rows, topics, self.day)
        rating = np.where(had, np.where(half, 2, 3), 1)
        fresh = self.recalls[rows, topics] == 0
        for number in range(3):
            shares = ((rating == number + 1) & real).sum(axis=1) * fresh
            np.add.at(self.firsts[:, number], rows, shares)
        self._count(rows, topics, rating, real)
        self.truth.answer(rows, topics, self.day, rating)
        self.seen.answer(rows, topics, self.day, rating)
        self.missed[rows, topics] = rating == 1
        self.met[rows, topics] = np.minimum(self.met[rows, topics], self.day)
        self.recalls[rows, topics] += 1
        if self.day >= 0:
            self.spent[rows] += self.course.seconds[topics]

    def _count(self, rows: Ints, topics: Ints, rating: Ints, real: Flags) -> None:
        """Trials by elapsed time over stability, as the program counts them from its journal."""
        stability = self.seen.stability[rows, topics]
        known = real & ~np.isnan(stability)
        ratio = (self.day - self.seen.last[rows, topics])[:, None] / np.where(known, stability, 1)
        places = np.clip(np.rint(2 * np.log(ratio)) + BINS // 2, 0, BINS - 1).astype(int)
        who = np.broadcast_to(rows[:, None], places.shape)
        for counts, those in ((self.had, rating > 1), (self.had_not, rating == 1)):
            chosen = known & those
            np.add.at(counts, (who[chosen], places[chosen]), 1)

    def mean_seen(self) -> Floats:
        """Learners × topics: mean recall as the program sees it."""
        chance = self.seen.chance(self.day) * self.course.real
        return np.asarray(chance.sum(axis=2) / self.course.real.sum(axis=1))

    def result(self) -> Floats:
        """What every learner truly recalls on the exam day: the mean over all points.

        Points of topics that were never recalled count with what is left of the lecture.
        """
        chance = self.truth.chance(self.cell.horizon)
        return np.asarray((chance * self.course.real).sum(axis=(1, 2)) / self.course.real.sum())
