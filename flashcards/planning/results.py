"""What planning hands out: the days, and what is expected of each exam."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from flashcards.planning.exams import Exam
from flashcards.schedule import Kind


class PlannedTask(Struct, frozen=True):
    """One topic on one day of the plan.

    Attributes:
        topic: its key.
        kind: ``new`` on the day of its first recall.
        minutes: how long it takes, estimated.
    """

    topic: str
    kind: Kind
    minutes: float


class PlannedDay(Struct, frozen=True):
    """One study day of the plan.

    Attributes:
        day: which.
        tasks: in order; none on a day off, or where nothing is worth its minutes.
        minutes: about how long the tasks take.
        budget: minutes that the plan may fill, what was done today taken off; 0 on a day off.
        off: whether it is a day off.
    """

    day: date
    tasks: tuple[PlannedTask, ...]
    minutes: float
    budget: float
    off: bool


class TopicForecast(Struct, frozen=True):
    """What she is expected to recall of a topic on the exam day, as shares of its points, 0 to 1.

    Attributes:
        topic: its key.
        with_plan: if she does what is planned, as often as learners do.
        low: with the plan, the lower end of the range that holds eight of ten outcomes.
        high: its upper end.
        usual: with the usual schedule, in the same minutes.
        stopped: if she does not study any more.
        recalls: how many more recalls of it are planned before the exam.
    """

    topic: str
    with_plan: float
    low: float
    high: float
    usual: float
    stopped: float
    recalls: int


class Forecast(Struct, frozen=True):
    """What she is expected to recall in one exam.

    Attributes:
        exam: which.
        days_left: study days until it, today counted.
        topics: topic by topic, in course order.
        with_plan: over all points of the exam; so are the next four.
        low: as in :class:`TopicForecast`.
        high: as there.
        usual: as there.
        stopped: as there.
        answered: how many of its points have been answered at all.
        points: how many points it has.
        basis: what the prediction rests on, in sentences.
        notes: what she should know about the exam itself, a sentence each.
    """

    exam: Exam
    days_left: int
    topics: tuple[TopicForecast, ...]
    with_plan: float
    low: float
    high: float
    usual: float
    stopped: float
    answered: int
    points: int
    basis: str
    notes: tuple[str, ...]


class ExamPlan(Struct, frozen=True):
    """The plan until the last exam.

    Attributes:
        days: every study day from today to the day before the last exam.
        forecasts: one an exam, the next one first.
    """

    days: tuple[PlannedDay, ...]
    forecasts: tuple[Forecast, ...]
