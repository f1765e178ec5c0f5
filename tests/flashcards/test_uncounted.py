"""Recalls that leave the schedule alone: nothing that is said of her memory moves by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flashcards.events import Purpose
from flashcards.fitting.answers import given
from flashcards.focus import focus
from flashcards.mine import mine
from flashcards.models.figures.figure import Points
from flashcards.planning.exams import Exam
from flashcards.progress import progress
from flashcards.progress.pictures.outcomes import RINGS, coverage
from flashcards.settings import Settings
from flashcards.study import Study
from tests.flashcards.histories import NO, TODAY, days
from tests.flashcards.learner import clock_of, learner, recalled


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A learner with ten weeks of recalls behind her and an exam ahead."""
    exam = Exam(name="exam", date=TODAY + days(100), minutes=20)
    with learner(tmp_path, Settings(exams=(exam,))) as study:
        for week in range(10):
            for card in study.deck.topics[:2]:
                recalled(study, card, {"b": NO} if week % 3 else {})
            clock_of(study).pass_days(7)
        yield study


def said(study: Study) -> dict[str, Any]:
    """What is said of her memory, and of how she judges it."""
    events, now = study.journal.events(), study.moment()
    found = progress(study.deck.topics, events, now)
    memories = study.journal.memories()
    return {
        "memories": {key: memory for key, memory in memories.items() if memory.recalls},
        "plan": study.plan(),
        "statuses": study.statuses(),
        "exam plan": study.exam_plan(),
        "tendency": study.tendency(),
        "judged": study.comfort_history(),
        "focus": focus(study.deck, memories, now),
        "recall": found.recall,
        "work": found.work,
        "retention": found.retention,
        "judgement": found.judgement,
        "fitted to": given(events),
        "mine": mine(events),
    }


@pytest.mark.parametrize("card", [0, 1, 2], ids=["known", "half known", "never met"])
@pytest.mark.parametrize("purpose", [Purpose.CRAM, Purpose.MOCK])
def test_nothing_moves(study: Study, purpose: Purpose, card: int) -> None:
    before = said(study)
    topic = study.deck.topics[card]
    comfort = 5 if purpose is Purpose.CRAM else None
    missed = dict.fromkeys((point.id for point in topic.key_points), NO)
    for _ in range(3):
        recalled(study, topic, missed, purpose, counted=False, comfort=comfort)
    after = said(study)
    for name, value in before.items():
        assert after[name] == value, name


def test_the_same_as_usual_study_would_have_moved_it(study: Study) -> None:
    before = said(study)
    topic = study.deck.topics[0]
    recalled(study, topic, {"a": NO, "b": NO}, comfort=5)
    after = said(study)
    assert all(
        after[name] != before[name]
        for name in ("memories", "judged", "recall", "retention", "judgement", "fitted to", "mine")
    )


def test_a_mock_exam_that_counts_is_a_recall_like_others(study: Study) -> None:
    before = said(study)
    recalled(study, study.deck.topics[0], {"a": NO}, Purpose.MOCK, comfort=None)
    after = said(study)
    assert after["memories"] != before["memories"]
    assert after["retention"].answers == before["retention"].answers + 2
    assert after["judgement"] == before["judgement"]  # she was not asked for comfort


def test_the_minutes_of_cramming_are_minutes_of_study(study: Study) -> None:
    def minutes() -> float:
        return progress(study.deck.topics, study.journal.events(), study.moment()).time.minutes

    before = minutes()
    recalled(study, study.deck.topics[0], purpose=Purpose.CRAM, seconds=120.0)
    assert minutes() - before >= 2


def picture(study: Study) -> tuple[str, list[tuple[str, int]], tuple[str, ...]]:
    """What is said below the picture of coverage; signs of the first topic; its row."""
    figure = coverage(progress(study.deck.topics, study.journal.events(), study.moment()))
    signs: list[tuple[str, int]] = [
        (layer.sign, len(layer.x)) for layer in figure.panels[0].layers if isinstance(layer, Points)
    ]
    assert figure.table is not None
    return figure.says, signs, figure.table.rows[0]


def test_the_picture_of_coverage_shows_it_as_a_ring_and_counts_it_out(study: Study) -> None:
    says, signs, row = picture(study)
    assert signs == [("dot", 10)]
    assert RINGS not in says
    recalled(study, study.deck.topics[0], {"a": NO, "b": NO}, Purpose.CRAM)
    now, with_ring, same = picture(study)
    assert with_ring == [("dot", 10), ("ring", 1)]
    assert now == f"{says} {RINGS}"
    assert (same[0], *same[2:]) == (row[0], *row[2:])
    assert same[1] == "11"


def test_a_topic_that_was_only_crammed_has_a_picture(study: Study) -> None:
    recalled(study, study.deck.topics[2], {"a": NO}, Purpose.CRAM)
    figure = coverage(progress(study.deck.topics, study.journal.events(), study.moment()))
    assert [panel.title for panel in figure.panels] == ["One", "Two", "Three"]
    assert figure.table is not None
    assert figure.table.rows[2] == ("Three", "1", "67 %", "67 %", "67 %")
