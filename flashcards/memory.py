"""How well one key point is remembered: the state that FSRS-6 keeps, moved by each answer.

The formulas are in :mod:`flashcards.memory_model`; here are the answers that they are about, and
the days.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from flashcards.events import Answer
from flashcards.memory_model import (
    AGAIN,
    DEFAULT,
    GOOD,
    HARD,
    PARAMETERS,
    STABILITY_MAX,
    MemoryModel,
)

__all__ = [
    "DEFAULT",
    "PARAMETERS",
    "RATINGS",
    "SCHEDULER",
    "SECURE",
    "STABILITY_MAX",
    "MemoryModel",
    "PointMemory",
    "answer_point",
    "forgetting_curve",
    "retrievability",
]

SCHEDULER = DEFAULT.name
"""The name of the model as it was published; a recall event records by which it was scheduled."""

RATINGS = {Answer.NO: AGAIN, Answer.PARTLY: HARD, Answer.YES: GOOD}
"""What an answer is to the model. Its easy is not used: how comfortable she felt moves nothing."""

SECURE = 3
"""How many separate study days with a *yes* make a key point secure."""


class PointMemory(Struct, frozen=True):
    """What is known about one key point after its last answer.

    Attributes:
        stability: days until the probability of recall has fallen to 0.9.
        difficulty: 1 (easy) to 10 (hard).
        last_day: study day of the last answer.
        last_answer: that answer; ``no`` makes the point *missed*.
        secure: 0 to 3, the separate study days with a *yes* since the last miss.
        secure_day: the last study day that added to ``secure``, or None.
    """

    stability: float
    difficulty: float
    last_day: date
    last_answer: Answer
    secure: int = 0
    secure_day: date | None = None

    @property
    def missed(self) -> bool:
        """Whether it was not recalled last time."""
        return self.last_answer is Answer.NO


def forgetting_curve(days: int, stability: float, model: MemoryModel = DEFAULT) -> float:
    """The probability of recall, 0 to 1, so many days after an answer.

    Args:
        days: whole study days; a negative number counts as none.
        stability: in days, above 0.
        model: by which the stability was computed.
    """
    return model.recall(days, stability)


def retrievability(memory: PointMemory | None, day: date, model: MemoryModel = DEFAULT) -> float:
    """The probability, 0 to 1, that a point is recalled on a study day; 0 if never answered.

    Args:
        memory: of the point.
        day: the study day.
        model: by which the memory was computed.
    """
    if memory is None:
        return 0.0
    return model.recall((day - memory.last_day).days, memory.stability)


def answer_point(
    memory: PointMemory | None, answer: Answer, day: date, model: MemoryModel = DEFAULT
) -> PointMemory:
    """The memory of a key point after one more answer.

    Args:
        memory: what was known before, or None at the first answer.
        answer: how it went this time.
        day: the study day. A day before the last answer's (a clock that was set back) counts as
            that day: time never runs backwards for a memory.
        model: by which the memory was computed, and is again.
    """
    rating = RATINGS[answer]
    if memory is None:
        stability, difficulty = model.first(rating)
    else:
        day = max(day, memory.last_day)
        gone = (day - memory.last_day).days
        stability, difficulty = model.after(memory.stability, memory.difficulty, gone, rating)
    secure, secure_day = _secure(memory, answer, day)
    return PointMemory(
        stability=stability,
        difficulty=difficulty,
        last_day=day,
        last_answer=answer,
        secure=secure,
        secure_day=secure_day,
    )


def _secure(memory: PointMemory | None, answer: Answer, day: date) -> tuple[int, date | None]:
    """Steps towards secure, and the day of the last one.

    A *yes* counts once a study day, *partly* neither adds nor takes away, a miss starts over.
    """
    if answer is Answer.NO:
        return 0, None
    steps, last = (0, None) if memory is None else (memory.secure, memory.secure_day)
    if answer is Answer.PARTLY or (last is not None and day <= last):
        return steps, last
    return min(steps + 1, SECURE), day
