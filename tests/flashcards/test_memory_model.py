"""The formulas of FSRS-6, under the published and other parameters: against py-fsrs and fsrs-rs."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

import fsrs_rs_python
import pytest
from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from flashcards.memory_model import (
    DEFAULT,
    HIGHEST,
    LOWEST,
    PARAMETERS,
    STABILITY_MAX,
    MemoryModel,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _some(seed: int) -> MemoryModel:
    """Parameters half way between the published ones and any that are allowed."""
    chance = random.Random(seed)
    drawn = [chance.uniform(low, high) for low, high in zip(LOWEST, HIGHEST, strict=True)]
    return MemoryModel([(a + b) / 2 for a, b in zip(PARAMETERS, drawn, strict=True)])


SETS = (DEFAULT, *map(_some, range(6)))


def py_fsrs(
    model: MemoryModel, before: tuple[float, float] | None, gap: int, rating: int
) -> tuple[float, float]:
    """The state after an answer by py-fsrs, which is told the noon of each study day."""
    scheduler = Scheduler(
        model.parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    card = Card(card_id=1, due=NOON)
    if before is not None:
        card = Card(1, State.Review, None, *before, due=NOON, last_review=NOON)
    after, _ = scheduler.review_card(card, Rating(rating), NOON + timedelta(days=gap))
    assert after.stability is not None
    assert after.difficulty is not None
    return after.stability, after.difficulty


@given(
    st.sampled_from(SETS),
    st.floats(0.01, 36000),
    st.floats(1, 10),
    st.integers(0, 3000),
    st.sampled_from([1, 2, 3]),
)
def test_every_step_equals_that_of_py_fsrs(
    model: MemoryModel, stability: float, difficulty: float, gap: int, rating: int
) -> None:
    ours = model.after(stability, difficulty, gap, rating)
    theirs = py_fsrs(model, (stability, difficulty), gap, rating)
    assert ours == pytest.approx((min(theirs[0], STABILITY_MAX), theirs[1]), rel=1e-12)


@pytest.mark.parametrize("model", SETS, ids=range(len(SETS)))
def test_first_states_equal_those_of_py_fsrs(model: MemoryModel) -> None:
    for rating in (1, 2, 3):
        assert model.first(rating) == pytest.approx(py_fsrs(model, None, 0, rating), rel=1e-12)


@pytest.mark.parametrize("model", SETS, ids=range(len(SETS)))
def test_histories_equal_those_of_the_rust_implementation(model: MemoryModel) -> None:
    """Its floats have 32 bits."""
    rust, chance = fsrs_rs_python.FSRS(model.parameters), random.Random(7)
    for _ in range(200):
        theirs = ours = None
        for number in range(chance.randrange(1, 12)):
            gap = number and round(chance.lognormvariate(1.5, 1.6)) + 1
            rating = chance.choice((1, 2, 3, 3, 3))
            states = rust.next_states(theirs, 0.9, gap)
            theirs = (states.again, states.hard, states.good)[rating - 1].memory
            ours = model.first(rating) if ours is None else model.after(*ours, gap, rating)
            assert ours == pytest.approx((theirs.stability, theirs.difficulty), rel=1e-3)


@given(st.sampled_from(SETS), st.floats(0.01, 36000), st.integers(-3, 50000))
def test_recall_is_nine_in_ten_after_the_stability(
    model: MemoryModel, stability: float, gap: int
) -> None:
    card = Card(1, State.Review, None, stability, 5.0, NOON, NOON)
    theirs = Scheduler(model.parameters).get_card_retrievability(card, NOON + timedelta(days=gap))
    assert model.recall(gap, stability) == pytest.approx(theirs, rel=1e-12)
    assert model.recall(7, 7.0) == pytest.approx(0.9)


def test_bounds_are_those_of_py_fsrs() -> None:
    assert (LOWEST, HIGHEST) == (LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS)


@pytest.mark.parametrize(
    ("number", "value"), [(0, 0.0), (20, 0.81), (4, math.nan), (8, math.inf), (11, -1.0)]
)
def test_parameters_out_of_bounds_are_refused(number: int, value: float) -> None:
    parameters = [*PARAMETERS[:number], value, *PARAMETERS[number + 1 :]]
    with pytest.raises(ValueError, match=f"parameter {number} is"):
        MemoryModel(parameters)


def test_too_few_parameters_are_refused() -> None:
    with pytest.raises(ValueError, match="19 parameters instead of 21"):
        MemoryModel(PARAMETERS[:19])


def test_a_model_is_known_by_its_parameters() -> None:
    same, other = MemoryModel(list(PARAMETERS)), MemoryModel((*PARAMETERS[:20], 0.2))
    assert same == DEFAULT
    assert hash(same) == hash(DEFAULT)
    assert not same.fitted
    assert same.name == "FSRS-6, default parameters"
    assert other != DEFAULT
    assert other.fitted
    assert other.name.startswith("FSRS-6, fitted parameters ")
    assert len({model.name for model in SETS}) == len(SETS)
