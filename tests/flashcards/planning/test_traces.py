"""Expected memories: unknown outcomes agree with their two branches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.events import Answer
from flashcards.memory import (
    MemoryModel,
    PointMemory,
    answer_point,
    forgetting_curve,
    retrievability,
)
from flashcards.planning.traces import PUBLISHED, Tendency, expect, merged, of_model, recall_of
from tests.flashcards.test_memory_model import SETS

stabilities = st.floats(0.01, 500)
difficulties = st.floats(1, 10)
gaps = st.integers(1, 200)
START = date(2028, 2, 20)


@given(stabilities, difficulties, gaps, st.sampled_from(SETS))
def test_branches_are_the_states_after_either_answer(
    stability: float, difficulty: float, gap: int, model: MemoryModel
) -> None:
    base = of_model(model)
    chance, grown, lapsed = model.branches(stability, difficulty, gap, base.curve)
    kept, lost = (model.after(stability, difficulty, gap, rating) for rating in (3, 1))
    assert chance == pytest.approx(model.recall(gap, stability))
    assert (grown, lapsed) == pytest.approx((kept[0], lost[0]))
    mean = chance * kept[1] + (1 - chance) * lost[1]
    assert model.expected_difficulty(difficulty, chance) == pytest.approx(mean)


@given(stabilities, difficulties, gaps, st.integers(1, 60))
def test_the_merged_state_is_right_on_the_exam_day(
    stability: float, difficulty: float, gap: int, ahead: int
) -> None:
    before = PointMemory(stability, difficulty, START, Answer.YES)
    day = START + timedelta(days=gap)
    exam = day + timedelta(days=ahead)
    chance = retrievability(before, day)
    branches = [retrievability(answer_point(before, a, day), exam) for a in (Answer.YES, Answer.NO)]
    trace = (stability, difficulty, START.toordinal(), 3)
    after = expect(trace, day.toordinal(), exam.toordinal(), PUBLISHED, PUBLISHED.curve)
    assert after[2:] == (day.toordinal(), 3)
    mixed = chance * branches[0] + (1 - chance) * branches[1]
    assert recall_of([after], exam.toordinal(), PUBLISHED.curve) / 3 == pytest.approx(
        mixed, abs=1e-4
    )


def test_a_first_recall_is_the_mixture_of_first_answers() -> None:
    tendency = Tendency(first=(0.5, 0.25, 0.25))
    after = expect((0.0, 0.0, 0, 1), 100, 110, tendency, tendency.curve)
    states = [answer_point(None, answer, START) for answer in Answer]
    chances = [forgetting_curve(10, state.stability) for state in states]
    mixed = 0.5 * chances[0] + 0.25 * chances[1] + 0.25 * chances[2]
    assert recall_of([after], 110, tendency.curve) == pytest.approx(mixed)


@given(st.lists(st.tuples(stabilities, difficulties, st.integers(1, 3)), max_size=9))
def test_merging_loses_no_point_and_hardly_moves_recall(
    states: list[tuple[float, float, int]],
) -> None:
    traces = merged(states, 2)
    assert sum(trace[3] for trace in traces) == len(states) + 2
    alone = [(s, d, day, 1) for s, d, day in states]
    for later in (4, 10, 60):
        exact = recall_of(alone, later, PUBLISHED.curve)
        assert recall_of(traces, later, PUBLISHED.curve) == pytest.approx(exact, abs=0.01 * 9)


def test_slower_and_steeper_curves_forget_more() -> None:
    trace = [(10.0, 5.0, 0, 1)]
    published = recall_of(trace, 40, PUBLISHED.curve)
    assert recall_of(trace, 40, Tendency(decay=4.0).curve) < published
    assert recall_of(trace, 10, Tendency(decay=4.0).curve) == pytest.approx(0.9)
