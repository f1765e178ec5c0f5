from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from flashcards.clock import Moment
from flashcards.events import Answer, Drilled, Read, Recalled
from flashcards.recall import Counts, counts, coverage, drill_order, suggest
from tests.flashcards.recalls import agreement, sentences, texts, topics, total

NO, PARTLY, YES = Answer.NO, Answer.PARTLY, Answer.YES
MOMENT = Moment.of(datetime(2026, 11, 22, 18, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("answers", "share"),
    [
        ([], 0.0),
        ([YES, YES], 1.0),
        ([NO, NO], 0.0),
        ([PARTLY], 0.5),
        ([YES, PARTLY, NO, NO], 0.375),
    ],
)
def test_coverage_counts_partly_as_half(answers: list[Answer], share: float) -> None:
    assert coverage({str(i): answer for i, answer in enumerate(answers)}) == share


def test_counts_are_of_each_answer() -> None:
    found = counts({"a": YES, "b": PARTLY, "c": NO, "d": NO})
    assert found == Counts(yes=1, partly=1, no=2)
    assert found.total == 4


def recalled(topic: str, comfort: int | None, **answers: Answer) -> Recalled:
    return Recalled("", "", MOMENT, topic, "", 60.0, comfort, False, answers)


def drilled(topic: str, point: str, answer: Answer) -> Drilled:
    return Drilled("", "", MOMENT, topic, point, answer)


def test_missed_points_are_drilled_high_comfort_first() -> None:
    events = [
        recalled("t/low", 2, a=NO, b=YES),
        recalled("t/high", 5, c=NO, d=PARTLY, e=NO),
        recalled("t/unknown", None, f=NO),
        recalled("t/middle", 3, g=NO),
        Read("", "", MOMENT, "t/other"),
    ]
    assert drill_order(events) == [
        ("t/high", "c"),
        ("t/high", "e"),
        ("t/middle", "g"),
        ("t/low", "a"),
        ("t/unknown", "f"),
    ]


def test_a_point_recalled_since_is_not_drilled() -> None:
    events = [
        recalled("t/a", 4, x=NO, y=NO, z=NO),
        drilled("t/a", "x", NO),
        drilled("t/a", "y", YES),
        recalled("t/a", 4, x=NO, y=YES, z=PARTLY),
    ]
    assert drill_order(events) == [("t/a", "x")]
    assert drill_order([]) == []


def test_suggestions_are_in_the_order_of_the_card_and_show_their_words() -> None:
    topic = topics()["random-slopes"]
    text = "lmer(y ~ x + (1 + x | subject)). The slope also varies by subject. b1i = g10 + zeta1i"
    found = suggest(topic, text)
    assert list(found) == ["slope-varies", "level-2", "command"]
    shown = {
        point: [text[start:end] for start, end in suggestion.spans]
        for point, suggestion in found.items()
    }
    assert shown["command"] == ["lmer(y ~ x + (1 + x | subject))"]
    assert shown["level-2"] == ["b1i", "g10", "zeta1i"]
    assert shown["slope-varies"] == ["slope", "varies"]
    assert all(suggestion.point == point for point, suggestion in found.items())


def test_suggestions_agree_with_ticks_made_by_hand() -> None:
    deck = topics()
    found = total(agreement(deck[ticked.topic], ticked) for ticked in texts("development"))
    assert found.right + found.missed > 1000
    assert found.precision >= 0.95
    assert found.recall >= 0.93


def test_most_sentences_are_told_from_their_contrary() -> None:
    deck = topics()
    said = [
        (right, point in suggest(deck[topic], text)) for topic, point, right, text in sentences()
    ]
    assert sum(found for right, found in said if right) >= 0.9 * sum(right for right, _ in said)
    assert sum(found for right, found in said if not right) <= 0.1 * len(said)


def test_ticked_texts_name_points_of_their_topic() -> None:
    deck = topics()
    for ticked in (*texts("development"), *texts("held_back")):
        ids = {point.id for point in deck[ticked.topic].key_points}
        assert ticked.recalled | ticked.partly <= ids
        assert not ticked.recalled & ticked.partly
    assert all(deck[topic].point(point) for topic, point, _, _ in sentences())


def test_importing_brings_no_stemmer_along() -> None:
    program = (
        "import sys, flashcards.recall, flashcards.calibration;"
        "heavy = {'snowballstemmer', 'numpy', 'pandas', 'scipy', 'statsmodels', 'yaml', 'fsrs'};"
        "print(heavy & set(sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "set()"
