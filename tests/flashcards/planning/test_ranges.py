"""Ranges: wider where less is known, and never beside what is likely."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flashcards.planning.ranges import outcome
from flashcards.planning.traces import PUBLISHED, Tendency

shares = st.floats(0, 1)


@given(shares, shares, st.integers(1, 500), st.integers(1, 365),
       st.floats(0.05, 6), st.sampled_from([0.1542, 0.3, 4.0]))  # fmt: skip
def test_the_likely_share_lies_in_its_range(
    expected: float, stopped: float, topics: int, days: int, speed: float, decay: float
) -> None:
    found = outcome(expected, stopped, topics, days, Tendency(speed, decay))
    assert 0 <= found.low <= found.likely <= found.high <= 1


def test_more_expected_is_more_likely() -> None:
    found = [outcome(share, 0.3, 17, 21, PUBLISHED).likely for share in (0.4, 0.7, 0.9, 0.99)]
    assert found == sorted(found)
    assert len(set(found)) == 4


def test_one_topic_is_less_certain_than_a_course() -> None:
    one, course = (outcome(0.9, 0.4, topics, 21, PUBLISHED) for topics in (1, 17))
    assert one.high - one.low > 1.2 * (course.high - course.low)


def test_a_topic_that_is_never_met_may_still_be_known_in_part() -> None:
    low, likely, high = outcome(0.0, 0.0, 1, 21, PUBLISHED)
    assert (low, likely) == (0, 0)
    assert 0 < high < 0.5
