"""Simulated learners: their memory is FSRS-6 under parameters that the program is not told."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from flashcards.clock import Moment
from flashcards.events import Answer, Recalled
from flashcards.fold import TopicMemory, apply
from flashcards.memory import RATINGS, PointMemory, answer_point, retrievability
from flashcards.memory_model import DEFAULT, PARAMETERS, MemoryModel
from tests.flashcards.histories import TODAY, moment

LAPSING = MemoryModel((*PARAMETERS[:11], 0.5, *PARAMETERS[12:20], 0.3))
"""She loses more by a miss than others, and forgets by a steeper curve."""

POINTS = "abcdefg"
A_DAY = 5


def life(model: MemoryModel, seed: int, *, topics: int = 17) -> Iterator[Recalled]:
    """Recalls without an end: what is due by the published model, then a new topic, a day.

    Args:
        model: of her memory.
        seed: the same one gives the same life, up to the ids.
        topics: of the course.
    """
    chance = random.Random(seed)
    hers: dict[tuple[str, str], PointMemory] = {}
    seen: dict[str, TopicMemory] = {}
    day = TODAY
    while True:
        day += timedelta(days=1)
        if chance.random() < 0.15:
            continue
        due = sorted(
            (mean, key) for key, memory in seen.items() if (mean := _mean(memory, day)) < 0.9
        )
        today = [key for _, key in due[:A_DAY]]
        if len(today) < A_DAY and len(seen) < topics:
            today.append(f"p/{len(seen)}")
        for key in today:
            answers = {}
            for point in POINTS:
                before = hers.get((key, point))
                if before is None:
                    rating = chance.choices((1, 2, 3), (0.65, 0.05, 0.3))[0]
                elif chance.random() > retrievability(before, day, model):
                    rating = 1
                else:
                    rating = 2 if chance.random() < 0.1 else 3
                answers[point] = ANSWERS[rating]
                hers[key, point] = answer_point(before, ANSWERS[rating], day, model)
            event = _recall(f"{seed}-{day}-{key}", key, moment(day), answers)
            seen[key] = apply(seen.get(key), event, DEFAULT)
            yield event


def recalls(model: MemoryModel, seed: int, answers: int) -> list[Recalled]:
    """The first of her recalls, as many as have so many answers; the last may have fewer."""
    whole, rest = divmod(answers, len(POINTS))
    found = list(islice(life(model, seed), whole + bool(rest)))
    if rest:
        last = found[-1]
        kept = dict(islice(last.answers.items(), rest))
        found[-1] = _recall(last.id, last.topic, last.moment, kept)
    return found


ANSWERS = {rating: answer for answer, rating in RATINGS.items()}


def _mean(memory: TopicMemory, day: date) -> float:
    return sum(retrievability(point, day) for point in memory.points.values()) / len(POINTS)


def _recall(id_: str, key: str, when: Moment, answers: dict[str, Answer]) -> Recalled:
    return Recalled(id_, "device", when, key, "text", 90.0, 3, paper=False, answers=answers)
