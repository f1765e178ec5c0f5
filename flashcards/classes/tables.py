"""The tables of a class's report, as values that travel between processes as JSON."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from flashcards.calibration import Verdict

FEW: Final = 5
"""Students below which nothing is said of what goes together, and no model is fitted."""

SOME: Final = 10
"""Students below which a model's spread between them is known only roughly."""

SURE: Final = 4
"""The comfort from which on a student feels sure of a topic."""

COMPARED: Final = 60
"""Topics that are compared with each other at most, those that most students recalled."""

PAIRS: Final = 8
"""Pairs of topics that are named, of those that go together most."""

LINEAR: Final = (
    "This is a linear model of answers that are yes (1), partly (½) or no (0): an approximation. A "
    "logistic model would be the right one for such answers; where shares lie between 20 and 80 % "
    "the two tell the same, beyond that the intervals of this one can leave 0 to 100 %."
)
"""What is to be said of the model wherever it is shown."""

FORMULA: Final = "answer ~ 1 + (1 | student) + (1 | point)"


class PointRow(Struct, frozen=True):
    """One key point of a class.

    Attributes:
        topic: key of its topic.
        title: of the topic.
        point: its id.
        text: its words; the id where no card has it.
        ask: its question; empty where there is none.
        students: how many were asked.
        missed: share that missed it, 0 to 1.
        partly: share that had it partly.
        low: lower end of a 95 % interval for the share missed.
        high: its upper end.
        sure: of those who missed it, how many had felt sure of the topic.
        ease: expected answer of the average student by the model, 0 to 1; None without a model.
        ease_low: lower end of its 95 % interval, given the fixed effect.
        ease_high: its upper end.
    """

    topic: str
    title: str
    point: str
    text: str
    ask: str
    students: int
    missed: float
    partly: float
    low: float
    high: float
    sure: int
    ease: float | None = None
    ease_low: float | None = None
    ease_high: float | None = None


class TopicRow(Struct, frozen=True):
    """One topic of a class.

    Attributes:
        topic: its key.
        title: its title.
        students: how many recalled it.
        coverage: mean of their newest recalls, 0 to 1.
        judged: how many of them said how comfortable they were.
        expected: mean coverage that their comfort promised; None without any.
        came: mean coverage of those who judged; None without any.
        sure: how many of them felt sure.
        fooled: of these, how many had less than half of the key points.
        verdict: the two side by side; None where too few judged.
    """

    topic: str
    title: str
    students: int
    coverage: float
    judged: int
    expected: float | None
    came: float | None
    sure: int
    fooled: int
    verdict: Verdict | None


class Pair(Struct, frozen=True):
    """Two topics that the same students know, or the one or the other.

    Attributes:
        one: key of a topic.
        other: key of another.
        titles: of both.
        students: who recalled both.
        r: Pearson's correlation of their coverages.
        low: lower end of a 95 % interval (Fisher's z).
        high: its upper end.
    """

    one: str
    other: str
    titles: tuple[str, str]
    students: int
    r: float
    low: float
    high: float


class Crossed(Struct, frozen=True):
    """The model of students and points.

    Attributes:
        formula: as lme4 has it.
        answers: rows it was fitted to.
        average: the fixed intercept, 0 to 1.
        students: standard deviation between students.
        points: standard deviation between points.
        residual: of single answers.
        messages: what is to be known of the fit.
    """

    formula: str
    answers: int
    average: float
    students: float
    points: float
    residual: float
    messages: tuple[str, ...]


class ClassReport(Struct, frozen=True):
    """A class.

    Attributes:
        students: how many.
        recalls: all of theirs.
        mock: how many of these were mock exams.
        cram: how many of these were cramming, which counts for nothing else here.
        left_out: a sentence for each file that was not taken.
        course: keys of the topics in course order, then those that there are no cards of.
        points: those first that are surely missed most: by the lower end of their interval.
        topics: those most overrated first, then those nobody judged.
        pairs: of topics, the strongest correlation first.
        model: None where there is none.
        why_no_model: a sentence; empty where there is one.
    """

    students: int
    recalls: int
    mock: int
    cram: int
    left_out: tuple[str, ...]
    course: tuple[str, ...]
    points: tuple[PointRow, ...]
    topics: tuple[TopicRow, ...]
    pairs: tuple[Pair, ...]
    model: Crossed | None
    why_no_model: str = ""


class ClassAsked(Struct, frozen=True):
    """Asks for the report of some files.

    Attributes:
        files: paths.
    """

    files: tuple[str, ...]
