"""The report of a class, counted: points, topics, and pairs of topics.

Of every student the newest recall of a topic speaks. Shares have Wilson's interval, correlations
Fisher's. How hard points are besides is told by :mod:`flashcards.classes.crossed`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from flashcards.calibration import TOLERANCE, Verdict, expected_coverage
from flashcards.cards import Topic
from flashcards.classes.crossed import crossed
from flashcards.classes.files import Student
from flashcards.classes.tables import COMPARED, FEW, SURE, ClassReport, Pair, PointRow, TopicRow
from flashcards.events import Answer
from flashcards.progress.outcome import Z, wilson
from flashcards.recall import coverage
from flashcards.sharing import SharedRecall

Newest = Mapping[str, Mapping[str, SharedRecall]]
"""Key of a topic → student → newest recall; topics in course order."""


def class_report(
    students: Sequence[Student], topics: Sequence[Topic], left_out: Sequence[str] = ()
) -> ClassReport:
    """Everything about a class.

    Args:
        students: each once.
        topics: those that there are cards of, in course order.
        left_out: sentences about files that were not taken.
    """
    cards = {topic.key: topic for topic in topics}
    newest = _newest(students, tuple(cards))
    model, ease, why = crossed(newest)
    rows = [_with_ease(row, ease.get((row.topic, row.point))) for row in _points(newest, cards)]
    return ClassReport(
        students=len(students),
        recalls=sum(each.recalls for each in students),
        mock=sum(each.mock for each in students),
        cram=sum(each.cram for each in students),
        left_out=tuple(left_out),
        course=tuple(newest),
        points=tuple(sorted(rows, key=lambda row: (-row.low, -row.missed, -row.partly))),
        topics=tuple(sorted(_topics(newest, cards), key=_overrated)),
        pairs=tuple(_pairs(newest, cards)),
        model=model,
        why_no_model=why,
    )


def _newest(students: Sequence[Student], course: Sequence[str]) -> Newest:
    found: dict[str, dict[str, SharedRecall]] = {topic: {} for topic in course}
    for each in students:
        for topic, recall in each.newest.items():
            found.setdefault(topic, {})[each.name] = recall
    return {topic: recalls for topic, recalls in found.items() if recalls}


def _title(topic: str, cards: Mapping[str, Topic]) -> str:
    return cards[topic].title if topic in cards else topic


# -- points ------------------------------------------------------------------------------------


def _points(newest: Newest, cards: Mapping[str, Topic]) -> Iterator[PointRow]:
    for topic, recalls in newest.items():
        given: dict[str, list[tuple[Answer, bool]]] = {}
        for recall in recalls.values():
            for point, answer in recall.answers.items():
                given.setdefault(point, []).append((answer, _sure(recall)))
        for point, answers in given.items():
            yield _point(topic, point, answers, cards.get(topic))


def _point(
    topic: str, point: str, answers: Sequence[tuple[Answer, bool]], card: Topic | None
) -> PointRow:
    """A key point.

    Args:
        topic: key of its topic.
        point: its id.
        answers: of every student, and whether she had felt sure.
        card: of the topic, if there is one.
    """
    known = card.point(point) if card else None
    missed = [sure for answer, sure in answers if answer is Answer.NO]
    partly = sum(answer is Answer.PARTLY for answer, _ in answers)
    low, high = wilson(len(missed), len(answers))
    return PointRow(
        topic=topic,
        title=card.title if card else topic,
        point=point,
        text=known.text if known else point,
        ask=known.ask if known else "",
        students=len(answers),
        missed=len(missed) / len(answers),
        partly=partly / len(answers),
        low=low,
        high=high,
        sure=sum(missed),
    )


def _sure(recall: SharedRecall) -> bool:
    return recall.comfort is not None and recall.comfort >= SURE


def _with_ease(row: PointRow, ease: tuple[float, float] | None) -> PointRow:
    if ease is None:
        return row
    middle, half = ease
    return replace(row, ease=middle, ease_low=middle - half, ease_high=middle + half)


# -- topics ------------------------------------------------------------------------------------


def _topics(newest: Newest, cards: Mapping[str, Topic]) -> Iterator[TopicRow]:
    for topic, recalls in newest.items():
        judged = [
            (expected_coverage(recall.comfort), coverage(recall.answers))
            for recall in recalls.values()
            if recall.comfort is not None
        ]
        sure = [coverage(recall.answers) for recall in recalls.values() if _sure(recall)]
        expected = _mean([one for one, _ in judged])
        came = _mean([other for _, other in judged])
        yield TopicRow(
            topic=topic,
            title=_title(topic, cards),
            students=len(recalls),
            coverage=_mean([coverage(recall.answers) for recall in recalls.values()]) or 0.0,
            judged=len(judged),
            expected=expected,
            came=came,
            sure=len(sure),
            fooled=sum(share < 0.5 for share in sure),
            verdict=_verdict(expected, came, len(judged)),
        )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _verdict(expected: float | None, came: float | None, judged: int) -> Verdict | None:
    if expected is None or came is None or judged < FEW:
        return None
    bias = expected - came
    if abs(bias) <= TOLERANCE + 1e-9:
        return Verdict.WELL_JUDGED
    return Verdict.OVERCONFIDENT if bias > 0 else Verdict.UNDERCONFIDENT


def _overrated(row: TopicRow) -> tuple[bool, float]:
    if row.expected is None or row.came is None:
        return True, 0.0
    return False, row.came - row.expected


# -- pairs -------------------------------------------------------------------------------------


def _pairs(newest: Newest, cards: Mapping[str, Topic]) -> list[Pair]:
    """Pairs of topics by the strength of their correlation over students."""
    shares = {
        topic: {student: coverage(recall.answers) for student, recall in recalls.items()}
        for topic, recalls in newest.items()
        if len(recalls) >= FEW
    }
    most = set(sorted(shares, key=lambda topic: -len(shares[topic]))[:COMPARED])
    shares = {topic: each for topic, each in shares.items() if topic in most}
    found = []
    for one, other in combinations(shares, 2):
        both = [(share, shares[other][student]) for student, share in shares[one].items()
                if student in shares[other]]  # fmt: skip
        r = _pearson(both) if len(both) >= FEW else None
        if r is not None:
            titles = (_title(one, cards), _title(other, cards))
            found.append(Pair(one, other, titles, len(both), r, *_fisher(r, len(both))))
    return sorted(found, key=lambda pair: -abs(pair.r))


def _pearson(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation; None where one of the two does not vary."""
    count = len(pairs)
    mean_x, mean_y = (sum(values) / count for values in zip(*pairs, strict=True))
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    if xx < 1e-12 or yy < 1e-12:
        return None
    xy = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return float(max(-1.0, min(1.0, xy / math.sqrt(xx * yy))))


def _fisher(r: float, count: int) -> tuple[float, float]:
    """A 95 % interval by Fisher's z."""
    if abs(r) >= 1:
        return r, r
    z, half = math.atanh(r), Z / math.sqrt(max(1, count - 3))
    return math.tanh(z - half), math.tanh(z + half)
