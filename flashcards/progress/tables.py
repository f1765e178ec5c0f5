"""The tables of the progress screens, as values that travel between processes as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from flashcards.calibration import Verdict
from flashcards.events import Answer


class RecallRow(Struct, frozen=True):
    """Mean recall of one topic over days.

    Attributes:
        topic: its key.
        title: what she knows it by.
        past: mean probability of recall, 0 to 1, for each study day up to today; None before the
            first recall, and where it is not yet worked out.
        ahead: the same for the days from tomorrow on, if she recalls nothing more.
        recalled: days of counted recalls, as days from today (0 is today, −1 yesterday).
    """

    topic: str
    title: str
    past: tuple[float | None, ...]
    ahead: tuple[float, ...]
    recalled: tuple[int, ...]


class WorkDay(Struct, frozen=True):
    """What comes back on one day.

    Attributes:
        day: study day; the first is today, with all that is overdue.
        topics: keys of the topics.
        minutes: how long they take, estimated.
    """

    day: date
    topics: tuple[str, ...]
    minutes: float


class Try(Struct, frozen=True):
    """One recall of a topic.

    Attributes:
        day: study day.
        coverage: share of its points recalled, 0 to 1; a partly is ½.
        comfort: 1 to 5, or None.
        counted: whether it moved the schedule.
        answers: point id → answer.
    """

    day: date
    coverage: float
    comfort: int | None
    counted: bool
    answers: Mapping[str, Answer]


class TopicTries(Struct, frozen=True):
    """The recalls of one topic.

    Attributes:
        topic: its key.
        title: what she knows it by.
        recalls: how many there are in all.
        tries: the newest of them, oldest first.
    """

    topic: str
    title: str
    recalls: int
    tries: tuple[Try, ...]


class Bin(Struct, frozen=True):
    """Answers to key points that were about equally likely to be recalled.

    Attributes:
        low: lower bound of the probability, counted in.
        high: upper bound, left out.
        answers: how many.
        predicted: mean probability that was foreseen.
        recalled: share that was recalled, a partly counting as recalled.
        lower: lower end of a 95 % interval for that share (Wilson 1927).
        upper: its upper end.
    """

    low: float
    high: float
    answers: int
    predicted: float
    recalled: float
    lower: float
    upper: float


class Retention(Struct, frozen=True):
    """What was foreseen of her answers, and what came of them.

    Attributes:
        answers: answers to key points, in counted recalls, for which there was a forecast.
        predicted: their mean probability; None without any.
        recalled: the share that was recalled; None without any.
        bins: by probability, from low to high; empty ones are left out.
        words: the same in a sentence.
        fitted: whether the forecast goes by her own parameters instead of the published ones.
    """

    answers: int
    predicted: float | None
    recalled: float | None
    bins: tuple[Bin, ...]
    words: str
    fitted: bool = False


class ComfortRow(Struct, frozen=True):
    """All recalls before which she judged herself the same.

    Attributes:
        comfort: 1 to 5.
        recalls: how many.
        expected: coverage that this comfort promises, 0 to 1.
        recalled: mean coverage that came of it; None without any.
    """

    comfort: int
    recalls: int
    expected: float
    recalled: float | None


class TopicJudged(Struct, frozen=True):
    """How well she judges one topic, by its last recalls.

    Attributes:
        topic: its key.
        title: what she knows it by.
        recalls: how many speak, at least five.
        expected: mean coverage that her comfort promised.
        recalled: mean coverage that came of it.
        verdict: how the two lie to one another.
    """

    topic: str
    title: str
    recalls: int
    expected: float
    recalled: float
    verdict: Verdict


class Judgement(Struct, frozen=True):
    """Comfort against coverage.

    Attributes:
        recalls: recalls with both, in all.
        verdict: over the last ten; None before there are five.
        rows: one for each comfort.
        topics: those with five recalls or more, in course order.
        words: the verdict in a sentence, with the topics it is about.
    """

    recalls: int
    verdict: Verdict | None
    rows: tuple[ComfortRow, ...]
    topics: tuple[TopicJudged, ...]
    words: str


class StudyDay(Struct, frozen=True):
    """What one study day held.

    Attributes:
        day: study day.
        minutes: writing as it was timed, checks and drill at ten seconds a point.
        recalls: how many, extra ones included.
    """

    day: date
    minutes: float
    recalls: int


class Time(Struct, frozen=True):
    """When she studied, and how long.

    Attributes:
        days: the last days in order, those without study included, up to today.
        minutes: in all.
        study_days: days on which she recalled, read or drilled, in all.
        streak: study days in a row up to now; a day off or a today that is still open neither
            counts nor breaks it.
        longest: the longest there ever was.
    """

    days: tuple[StudyDay, ...]
    minutes: float
    study_days: int
    streak: int
    longest: int


class Progress(Struct, frozen=True):
    """Everything the progress screens show.

    Attributes:
        day: today's study day.
        complete: False where only the memories were asked, and the rest is to follow.
        recall: mean recall by topic and day, topics in course order.
        work: what comes back when, for so many days.
        later: topics that come back after those days.
        unmet: topics that she has never recalled.
        coverage: recalls by topic, only of topics that have any.
        retention: forecast against outcome.
        judgement: comfort against coverage.
        time: minutes and streak.
    """

    day: date
    complete: bool
    recall: tuple[RecallRow, ...]
    work: tuple[WorkDay, ...]
    later: int
    unmet: int
    coverage: tuple[TopicTries, ...]
    retention: Retention
    judgement: Judgement
    time: Time
