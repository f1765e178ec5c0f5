"""A class from the files of its students: what it misses, what it misjudges, what goes together.

Of every student the newest recall of a topic speaks. Shares have Wilson's interval. How hard points
are is told by a crossed model of students and points, fitted to answers as if they were measured:
yes is 1, partly ½ and no 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from flashcards.calibration import TOLERANCE, Verdict, expected_coverage
from flashcards.cards import Topic
from flashcards.class_tables import (
    FEW,
    FORMULA,
    LINEAR,
    ClassReport,
    Crossed,
    Pair,
    PointRow,
    TopicRow,
)
from flashcards.events import Answer
from flashcards.progress.outcome import wilson
from flashcards.recall import WORTH, coverage
from flashcards.sharing import Shared, SharedRecall, ShareError, read

Newest = Mapping[str, Mapping[str, SharedRecall]]
"""Key of a topic → student → newest recall."""


def gathered(paths: Iterable[Path]) -> tuple[list[Shared], list[str]]:
    """The files of a class; of one student the one with most recalls. And what was left out."""
    students: dict[str, Shared] = {}
    left_out = []
    for path in paths:
        try:
            given = read(path)
        except ShareError as error:
            left_out.append(f"{path.name} {error}; it is left out.")
            continue
        before = students.get(given.student)
        if before is not None:
            left_out.append(f"{path.name} is a second file of {given.student}; the newer counts.")
        if before is None or _newness(given) >= _newness(before):
            students[given.student] = given
    return list(students.values()), left_out


def _newness(given: Shared) -> tuple[int, int]:
    return max((recall.day for recall in given.recalls), default=-1), len(given.recalls)


def class_report(
    students: Sequence[Shared], topics: Sequence[Topic], left_out: Sequence[str] = ()
) -> ClassReport:
    """Everything about a class.

    Args:
        students: a file each.
        topics: those that there are cards of, in course order.
        left_out: sentences about files that were not taken.
    """
    newest = _newest(students)
    cards = {topic.key: topic for topic in topics}
    rows = list(_points(newest, cards))
    model, ease, why = _model(newest)
    rows = [_with_ease(row, ease.get((row.topic, row.point))) for row in rows]
    return ClassReport(
        students=len(students),
        recalls=sum(len(each.recalls) for each in students),
        left_out=tuple(left_out),
        points=tuple(sorted(rows, key=lambda row: (-row.missed, -row.partly, -row.students))),
        topics=tuple(sorted(_topics(newest, cards), key=_overrated)),
        pairs=tuple(_pairs(newest, cards)),
        model=model,
        why_no_model=why,
    )


def _newest(students: Sequence[Shared]) -> Newest:
    found: dict[str, dict[str, SharedRecall]] = {}
    for each in students:
        for recall in each.recalls:
            if recall.answers:
                found.setdefault(recall.topic, {})[each.student] = recall
    return found


def _title(topic: str, cards: Mapping[str, Topic]) -> str:
    return cards[topic].title if topic in cards else topic


# -- points ------------------------------------------------------------------------------------


def _points(newest: Newest, cards: Mapping[str, Topic]) -> Iterator[PointRow]:
    for topic, recalls in newest.items():
        given: dict[str, list[Answer]] = {}
        for recall in recalls.values():
            for point, answer in recall.answers.items():
                given.setdefault(point, []).append(answer)
        card = cards.get(topic)
        for point, answers in given.items():
            words = card.point(point) if card else None
            count, missed = len(answers), answers.count(Answer.NO)
            low, high = wilson(missed, count)
            yield PointRow(
                topic, _title(topic, cards), point, words.text if words else point, count,
                missed / count, answers.count(Answer.PARTLY) / count, low, high,
            )  # fmt: skip


def _with_ease(row: PointRow, ease: tuple[float, float] | None) -> PointRow:
    if ease is None:
        return row
    middle, half = ease
    return replace(row, ease=middle, ease_low=middle - half, ease_high=middle + half)


# -- topics ------------------------------------------------------------------------------------


def _topics(newest: Newest, cards: Mapping[str, Topic]) -> Iterator[TopicRow]:
    for topic, recalls in newest.items():
        coverages = [coverage(recall.answers) for recall in recalls.values()]
        judged = [
            (expected_coverage(recall.comfort), coverage(recall.answers))
            for recall in recalls.values()
            if recall.comfort is not None
        ]
        expected = _mean([one for one, _ in judged])
        came = _mean([other for _, other in judged])
        yield TopicRow(
            topic, _title(topic, cards), len(coverages), _mean(coverages) or 0.0,
            len(judged), expected, came, _verdict(expected, came, len(judged)),
        )  # fmt: skip


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
    }
    keys = sorted(shares, key=list(cards).index if set(shares) <= set(cards) else str)
    found = []
    for place, one in enumerate(keys):
        for other in keys[place + 1 :]:
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
    z, half = math.atanh(r), 1.959964 / math.sqrt(max(1, count - 3))
    return math.tanh(z - half), math.tanh(z + half)


# -- the model ---------------------------------------------------------------------------------

Ease = dict[tuple[str, str], tuple[float, float]]
"""(topic, point) → expected answer of the average student, and half of its 95 % interval."""


def _model(newest: Newest) -> tuple[Crossed | None, Ease, str]:
    """The crossed model, ease by point, and why there is none where there is none."""
    rows = [
        (student, (topic, point), WORTH[answer])
        for topic, recalls in newest.items()
        for student, recall in recalls.items()
        for point, answer in recall.answers.items()
    ]
    students = {student for student, _, _ in rows}
    points = {point for _, point, _ in rows}
    if len(students) < FEW or len(points) < FEW:
        return None, {}, f"For a model there must be {FEW} students and {FEW} points at least."
    if len({worth for _, _, worth in rows}) < 2:
        return None, {}, "All answers are the same, so there is nothing for a model to explain."
    return _fitted(rows)


def _fitted(rows: Sequence[tuple[str, tuple[str, str], float]]) -> tuple[Crossed | None, Ease, str]:
    import numpy as np

    from flashcards.models.errors import ModelError
    from flashcards.models.lmer import lmer

    names = {point: f"{point[0]}#{point[1]}" for _, point, _ in rows}
    data = {
        "answer": np.array([worth for _, _, worth in rows]),
        "student": np.array([student for student, _, _ in rows], dtype=object),
        "point": np.array([names[point] for _, point, _ in rows], dtype=object),
    }
    try:
        fit = lmer(FORMULA, data)
    except ModelError as error:
        return None, {}, f"No model could be fitted: {error}"
    groups = {block.group: place for place, block in enumerate(fit.design.blocks)}
    spread = {name: float(np.sqrt(fit.covariances[at][0, 0])) for name, at in groups.items()}
    at = groups["point"]
    average = float(fit.beta[0])
    modes = dict(
        zip(
            fit.design.blocks[at].levels,
            zip(
                fit.modes[at][:, 0].tolist(),
                np.sqrt(fit.mode_variances[at][:, 0, 0]).tolist(),
                strict=True,
            ),
            strict=True,
        )
    )
    ease = {point: (average + modes[name][0], 1.959964 * modes[name][1])
            for point, name in names.items()}  # fmt: skip
    model = Crossed(
        FORMULA, len(rows), average, spread["student"], spread["point"], float(fit.sigma),
        (LINEAR, *fit.messages),
    )  # fmt: skip
    return model, ease, ""
