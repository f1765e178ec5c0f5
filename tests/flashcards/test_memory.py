"""The memory of one key point: against published numbers and an independent implementation."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import fsrs_rs_python
import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from flashcards.clock import Moment
from flashcards.events import Answer
from flashcards.memory import (
    PARAMETERS,
    STABILITY_MAX,
    PointMemory,
    answer_point,
    forgetting_curve,
    retrievability,
)

NO, PARTLY, YES = Answer.NO, Answer.PARTLY, Answer.YES
START = date(2026, 11, 22)
RATINGS = {NO: 1, PARTLY: 2, YES: 3}


def days(count: int) -> timedelta:
    return timedelta(days=count)


def walk(history: Iterable[tuple[Answer, int]]) -> list[PointMemory]:
    """The states after each (answer, study days since the last)."""
    states: list[PointMemory] = []
    day, memory = START, None
    for answer, gap in history:
        day += days(gap)
        memory = answer_point(memory, answer, day)
        states.append(memory)
    return states


# Published numbers -------------------------------------------------------------------------------


def test_parameters_are_the_published_defaults_of_both_implementations() -> None:
    assert Scheduler().parameters == PARAMETERS
    assert pytest.approx(PARAMETERS, rel=1e-6) == fsrs_rs_python.DEFAULT_PARAMETERS


def test_memory_state_of_the_published_history() -> None:
    """Again, then Good five times after 0, 1, 3, 8 and 21 days.

    Source: ``test_memo_state`` in tests/test_basic.py of open-spaced-repetition/py-fsrs, and the
    test of the same name in fsrs-rs (S = 53.62691, D = 6.3574867).
    """
    last = walk([(NO, 0), (YES, 0), (YES, 1), (YES, 3), (YES, 8), (YES, 21)])[-1]
    assert last.stability == pytest.approx(53.62691, abs=1e-4)
    assert last.difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_intervals_of_the_published_history() -> None:
    """Good six times, Again twice, Good five times, each when it was due.

    Source: ``test_review_card`` in tests/test_basic.py of open-spaced-repetition/py-fsrs (the
    same list stands in go-fsrs). Zeros are its steps of minutes, which fall on the same day; at a
    retention of 0.9 the other intervals are the stability, rounded.
    """
    answers = [YES] * 6 + [NO] * 2 + [YES] * 5
    intervals = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    states = walk(zip(answers, [0, *intervals[:-1]], strict=True))
    for state, interval in zip(states, intervals, strict=True):
        assert interval in (0, round(state.stability))


@pytest.mark.parametrize(
    ("answer", "stability", "difficulty"),
    [(NO, 0.212, 6.4133), (PARTLY, 1.2931, 5.11217071), (YES, 2.3065, 2.11810397)],
)
def test_first_answer(answer: Answer, stability: float, difficulty: float) -> None:
    """Source: ``test_init_stability`` and ``test_init_difficulty`` of fsrs-rs and ts-fsrs."""
    first = answer_point(None, answer, START)
    assert first.stability == stability
    assert first.difficulty == pytest.approx(difficulty, abs=1e-8)


@pytest.mark.parametrize(
    ("answer", "gap", "stability", "difficulty"),
    [
        (NO, 1, 0.10088589, 8.806304),
        (PARTLY, 1, 3.2494123, 6.7404594),
        (YES, 1, 7.3153, 2.1112142),
        (NO, 2, 0.112798266, 8.806304),
        (PARTLY, 2, 4.4694576, 6.7404594),
    ],
)
def test_the_same_answer_twice(
    answer: Answer, gap: int, stability: float, difficulty: float
) -> None:
    """Source: ``test_forward`` in src/model_v6.rs of open-spaced-repetition/fsrs-rs."""
    second = walk([(answer, 0), (answer, gap)])[-1]
    assert second.stability == pytest.approx(stability, rel=1e-5)
    assert second.difficulty == pytest.approx(difficulty, rel=1e-6)


@pytest.mark.parametrize(
    ("answer", "difficulty"), [(NO, 8.341763), (PARTLY, 6.6659956), (YES, 4.990228)]
)
def test_difficulty_moves_from_five(answer: Answer, difficulty: float) -> None:
    """Source: ``test_next_difficulty`` in src/model_v6.rs of open-spaced-repetition/fsrs-rs."""
    before = PointMemory(5.0, 5.0, START, YES)
    moved = answer_point(before, answer, START + days(3))
    assert moved.difficulty == pytest.approx(difficulty, abs=1e-5)


@pytest.mark.parametrize(
    ("elapsed", "stability", "expected"),
    [
        (0, 1, 1.0),
        (1, 2, 0.9403443),
        (2, 3, 0.9253786),
        (3, 4, 0.9185229),
        (4, 4, 0.9),
        (5, 2, 0.8261359),
    ],
)
def test_forgetting_curve(elapsed: int, stability: float, expected: float) -> None:
    """Source: ``test_power_forgetting_curve`` in src/model_v6.rs of fsrs-rs."""
    assert forgetting_curve(elapsed, stability) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("retention", "interval"), [(0.5, 90), (0.6, 27), (0.7, 9), (0.8, 3), (0.9, 1), (0.4, 387)]
)
def test_days_until_a_retention(retention: float, interval: int) -> None:
    """Source: ``test_next_interval`` of fsrs-rs: intervals at stability 1, rounded."""
    assert forgetting_curve(interval + 1, 1.0) < retention < forgetting_curve(interval - 1, 1.0)


# An independent implementation --------------------------------------------------------------------


def test_states_equal_those_of_the_rust_implementation() -> None:
    """4,000 random histories of study days; the tolerance is that of its 32-bit floats."""
    rust = fsrs_rs_python.FSRS(PARAMETERS)
    chance = random.Random(20261122)
    for _ in range(4000):
        gaps = [0] + [
            round(chance.lognormvariate(1.5, 1.6)) + 1 for _ in range(chance.randrange(14))
        ]
        history = [(chance.choice((NO, PARTLY, YES, YES, YES)), gap) for gap in gaps]
        theirs = None
        for (answer, gap), ours in zip(history, walk(history), strict=True):
            states = rust.next_states(theirs, 0.9, gap)
            theirs = {NO: states.again, PARTLY: states.hard, YES: states.good}[answer].memory
            assert ours.stability == pytest.approx(theirs.stability, rel=2e-5)
            assert ours.difficulty == pytest.approx(theirs.difficulty, rel=1e-5)


def test_stability_is_bounded_as_in_the_rust_implementation() -> None:
    rust = fsrs_rs_python.FSRS(PARAMETERS)
    before = fsrs_rs_python.MemoryState(30000.0, 1.0)
    theirs = rust.next_states(before, 0.9, 40000).good.memory
    ours = answer_point(PointMemory(30000.0, 1.0, START, YES), YES, START + days(40000))
    assert ours.stability == theirs.stability == STABILITY_MAX


@given(st.floats(0.001, 36500), st.integers(0, 50000))
def test_retrievability_equals_py_fsrs(stability: float, elapsed: int) -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    card = Card(1, State.Review, None, stability, 5.0, noon, noon)
    theirs = Scheduler().get_card_retrievability(card, noon + days(elapsed))
    memory = PointMemory(stability, 5.0, START, YES)
    assert retrievability(memory, START + days(elapsed)) == theirs


# Days ------------------------------------------------------------------------------------------


def test_an_evening_and_the_next_evening_are_two_study_days() -> None:
    """22:00, then 21:30 the evening after: less than 24 hours, yet another day."""
    evenings = [
        datetime(2026, 11, 22, 22, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 21, 30, tzinfo=UTC),
    ]
    first, second = (Moment.of(evening).day for evening in evenings)
    ours = answer_point(answer_point(None, YES, first), YES, second)
    assert ours.stability == pytest.approx(7.3153, rel=1e-5)

    naive, scheduler = Card(1), Scheduler(learning_steps=(), enable_fuzzing=False)
    for evening in evenings:
        naive, _ = scheduler.review_card(naive, Rating.Good, evening)
    assert naive.stability == pytest.approx(2.3065, abs=0.01), "the trap is still there"


def test_noon_passes_the_leap_day_and_a_year_without_study() -> None:
    over_leap_day = answer_point(answer_point(None, YES, date(2028, 2, 28)), YES, date(2028, 3, 1))
    two_days = answer_point(answer_point(None, YES, date(2027, 2, 27)), YES, date(2027, 3, 1))
    assert over_leap_day.stability == two_days.stability
    year_later = answer_point(answer_point(None, YES, START), NO, START + days(366))
    assert 0 < year_later.stability < 2.3065


@given(st.floats(0.01, 3000), st.floats(1, 10), st.sampled_from(Answer), st.integers(-4000, 4000))
def test_no_day_is_negative(stability: float, difficulty: float, answer: Answer, gap: int) -> None:
    before = PointMemory(stability, difficulty, START, YES, 1, START)
    after = answer_point(before, answer, START + days(gap))
    same = answer_point(before, answer, START + days(max(gap, 0)))
    assert after == same
    assert after.last_day >= before.last_day
    assert 0 < retrievability(before, START + days(gap)) <= 1
    assert after.stability > 0
    assert 1 <= after.difficulty <= 10


def test_a_point_never_answered_has_no_retrievability() -> None:
    assert retrievability(None, START) == 0


def test_the_far_end_of_the_calendar() -> None:
    far = answer_point(PointMemory(30000.0, 1.0, START, YES), YES, date(9999, 12, 1))
    assert far.stability == STABILITY_MAX


# Secure --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "steps"),
    [
        ([(YES, 0)], [1]),
        ([(YES, 0), (YES, 1), (YES, 1)], [1, 2, 3]),
        ([(YES, 0), (YES, 1), (YES, 1), (YES, 9)], [1, 2, 3, 3]),
        ([(YES, 0), (YES, 0)], [1, 1]),
        ([(PARTLY, 0), (YES, 1), (PARTLY, 1), (YES, 1)], [0, 1, 1, 2]),
        ([(YES, 0), (YES, 1), (NO, 1), (YES, 1)], [1, 2, 0, 1]),
    ],
)
def test_secure(history: list[tuple[Answer, int]], steps: list[int]) -> None:
    assert [state.secure for state in walk(history)] == steps


def test_missed_is_no_and_nothing_else() -> None:
    assert [state.missed for state in walk([(YES, 0), (PARTLY, 1), (NO, 1)])] == [
        False,
        False,
        True,
    ]


# Start ---------------------------------------------------------------------------------------


def test_a_memory_needs_none_of_the_other_implementations() -> None:
    script = (
        "import sys, datetime, flashcards.memory as m; "
        "from flashcards.events import Answer; "
        "p = m.answer_point(None, Answer.YES, datetime.date(2026, 11, 22)); "
        "m.retrievability(p, datetime.date(2026, 11, 25)); "
        "sys.exit(bool({'fsrs', 'fsrs_rs_python'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
