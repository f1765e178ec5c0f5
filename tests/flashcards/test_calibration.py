from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.calibration import (
    Verdict,
    calibration,
    calibration_words,
    expected_coverage,
    recall_words,
)


@pytest.mark.parametrize(("comfort", "share"), [(1, 0.0), (2, 0.25), (3, 0.5), (4, 0.75), (5, 1.0)])
def test_comfort_expects_a_share(comfort: int, share: float) -> None:
    assert expected_coverage(comfort) == share


@pytest.mark.parametrize("comfort", [0, 6, -1])
def test_other_comforts_are_refused(comfort: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        expected_coverage(comfort)


def test_nothing_is_said_before_the_fifth_recall() -> None:
    history = [(5, 0.0)] * 4
    assert calibration(history) is None
    assert calibration_words(history) == ""
    assert calibration_words([*history, (5, 0.0)])


@pytest.mark.parametrize(
    ("history", "verdict"),
    [
        ([(4, 0.5)] * 5, Verdict.OVERCONFIDENT),
        ([(2, 0.75)] * 5, Verdict.UNDERCONFIDENT),
        ([(4, 0.75)] * 5, Verdict.WELL_JUDGED),
        # An eighth to either side is what five steps make of a perfect judgement.
        ([(3, 0.375)] * 5, Verdict.WELL_JUDGED),
        ([(3, 0.625)] * 5, Verdict.WELL_JUDGED),
        ([(3, 0.37)] * 5, Verdict.OVERCONFIDENT),
        ([(3, 0.63)] * 5, Verdict.UNDERCONFIDENT),
        # Errors to both sides are no bias.
        ([(5, 0.5), (1, 0.5)] * 3, Verdict.WELL_JUDGED),
    ],
)
def test_verdicts(history: list[tuple[int, float]], verdict: Verdict) -> None:
    found = calibration(history)
    assert found is not None
    assert found.verdict is verdict


def test_only_the_last_ten_recalls_count() -> None:
    found = calibration([(5, 0.0)] * 20 + [(3, 0.5)] * 10)
    assert found is not None
    assert (found.recalls, found.bias, found.verdict) == (10, 0.0, Verdict.WELL_JUDGED)


def test_words_give_both_numbers() -> None:
    words = calibration_words([(4, 0.5)] * 6)
    assert "expected 75 %" in words
    assert "recalled 50 %" in words
    assert "6 recalls" in words


def test_a_single_recall_is_put_in_numbers_and_not_judged() -> None:
    assert recall_words(4, 2 / 3) == "Comfort 4 expects 75 % of the points; this time it was 67 %."


shares = st.floats(0, 1)


@given(st.lists(st.tuples(st.integers(1, 5), shares), min_size=5, max_size=30))
def test_every_history_has_a_verdict(history: list[tuple[int, float]]) -> None:
    found = calibration(history)
    assert found is not None
    assert -1 <= found.bias <= 1
    assert calibration_words(history).endswith(" recalls.")


@given(st.lists(shares, min_size=5, max_size=10))
def test_whoever_foresees_her_coverage_is_never_blamed_for_rounding(coverages: list[float]) -> None:
    history = [(round(4 * share) + 1, share) for share in coverages]
    found = calibration(history)
    assert found is not None
    assert found.verdict is Verdict.WELL_JUDGED
