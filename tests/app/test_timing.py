"""The countdown runs on a clock of its own, not on ticks."""

from __future__ import annotations

import pytest

from app.timing import Timer, clock_face


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_it_counts_down_and_stops_at_zero(watch: Watch) -> None:
    timer = Timer(watch, 120)
    watch.now += 36
    assert (timer.left, timer.spent) == (84, 36)
    watch.now += 500
    assert (timer.left, timer.spent) == (0, 536)


def test_a_pause_takes_no_time(watch: Watch) -> None:
    timer = Timer(watch, 120)
    watch.now += 10
    timer.pause()
    watch.now += 3600
    timer.pause()
    assert not timer.running
    timer.go_on()
    watch.now += 5
    assert (timer.left, timer.spent) == (105, 15)


def test_another_minute_after_zero_counts_from_now(watch: Watch) -> None:
    timer = Timer(watch, 120)
    watch.now += 300
    timer.prolong(60)
    assert timer.left == 60
    timer.prolong(60)
    assert timer.left == 120


def test_a_resumed_recall_goes_on_with_the_time_that_was_left(watch: Watch) -> None:
    timer = Timer(watch, 44.5, spent=75.5)
    assert (timer.left, timer.spent) == (44.5, 75.5)
    watch.now += 4.5
    assert (timer.left, timer.spent) == (40, 80)


def test_without_a_countdown_there_is_nothing_left_to_count(watch: Watch) -> None:
    timer = Timer(watch, None)
    watch.now += 30
    timer.prolong(60)
    assert timer.left is None
    assert timer.spent == 30
    assert timer.share(120) == 0


@pytest.mark.parametrize(
    ("seconds", "face"),
    [(120, "2:00"), (119.2, "2:00"), (84, "1:24"), (0.3, "0:01"), (0, "0:00"), (3601, "60:01")],
)
def test_the_face_shows_zero_only_when_the_time_is_over(seconds: float, face: str) -> None:
    assert clock_face(seconds) == face
