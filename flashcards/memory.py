"""How well one key point is remembered: the state that FSRS-6 keeps, moved by each answer.

The states are computed by py-fsrs; the probability of recall, which every screen needs, is the
model's published curve, so that nothing here loads py-fsrs before the first answer is given.

Source: the FSRS-6 algorithm of the open-spaced-repetition project, with its default parameters.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from flashcards.events import Answer

if TYPE_CHECKING:
    from fsrs import Scheduler

SCHEDULER = "FSRS-6, default parameters"
"""The name of the model that the states belong to, as every recall event records it."""

PARAMETERS = (
    *(0.212, 1.2931, 2.3065, 8.2956),
    *(6.4133, 0.8334, 3.0194, 0.001),
    *(1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483),
    *(0.6014, 1.8729),
    *(0.5425, 0.0912, 0.0658),
    0.1542,
)
"""The published defaults: initial stabilities, difficulty, recall, forgetting, hard and easy,
same day, decay."""

DECAY = -PARAMETERS[20]
FACTOR = 0.9 ** (1 / DECAY) - 1
"""Scales the curve so that recall is 0.9 when as many days have passed as the stability."""

STABILITY_MAX = 36500.0
"""Days; the bound of the model's own reference implementation, which py-fsrs leaves out."""

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


def forgetting_curve(days: int, stability: float) -> float:
    """The probability of recall, 0 to 1, so many days after an answer.

    Args:
        days: whole study days; a negative number counts as none.
        stability: in days, above 0.
    """
    return 1.0 if days <= 0 else float((1 + FACTOR * days / stability) ** DECAY)


def retrievability(memory: PointMemory | None, day: date) -> float:
    """The probability, 0 to 1, that a point is recalled on a study day; 0 if never answered."""
    if memory is None:
        return 0.0
    return forgetting_curve((day - memory.last_day).days, memory.stability)


def answer_point(memory: PointMemory | None, answer: Answer, day: date) -> PointMemory:
    """The memory of a key point after one more answer.

    Args:
        memory: what was known before, or None at the first answer.
        answer: how it went this time.
        day: the study day. A day before the last answer's (a clock that was set back) counts as
            that day: time never runs backwards for a memory.
    """
    if memory is not None:
        day = max(day, memory.last_day)
    stability, difficulty = _review(memory, answer, day)
    secure, secure_day = _secure(memory, answer, day)
    return PointMemory(
        stability=min(stability, STABILITY_MAX),
        difficulty=difficulty,
        last_day=day,
        last_answer=answer,
        secure=secure,
        secure_day=secure_day,
    )


def _review(memory: PointMemory | None, answer: Answer, day: date) -> tuple[float, float]:
    """The next stability and difficulty, from py-fsrs."""
    from fsrs import Card, Rating, State

    ratings = {Answer.NO: Rating.Again, Answer.PARTLY: Rating.Hard, Answer.YES: Rating.Good}
    at = _noon(day)
    if memory is None:
        before = Card(card_id=1, due=at)
    else:
        before = Card(
            card_id=1,
            state=State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=at,
            last_review=_noon(memory.last_day),
        )
    after, _ = _scheduler().review_card(before, ratings[answer], at)
    return cast("float", after.stability), cast("float", after.difficulty)


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    # Its due date is not used, so it is kept near: a century on could be past the last date.
    return Scheduler(
        PARAMETERS,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=1,
        enable_fuzzing=False,
    )


def _noon(day: date) -> datetime:
    """The time of review that py-fsrs is told.

    It counts whole periods of 24 hours, so that 22:00 and 21:30 on the evening after would be one
    day to it. Noon to noon is always as many days as there are study days between.
    """
    return datetime.combine(day, time(12), UTC)


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
