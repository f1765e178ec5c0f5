"""The sentences, word by word."""

from __future__ import annotations

import pytest

from flashcards.fold import fold
from flashcards.why import why_due, why_new, why_read, why_waiting
from tests.flashcards.histories import NO, TODAY, YES, days, moment, recall, remembered, topic

SIX = topic()


def test_what_was_missed_comes_first() -> None:
    last = moment(TODAY - days(3))
    memory = remembered(dict.fromkeys("abcdef", 2.0), last, missed="be")
    assert why_due(SIX, memory, TODAY) == "2 of 6 points missed on Thursday"


def test_only_points_that_the_card_still_has() -> None:
    last = moment(TODAY - days(10))
    memory = remembered(dict.fromkeys("abcdef", 2.0), last, missed="be")
    assert why_due(topic(points="acde"), memory, TODAY) == "1 of 4 points missed on 12 Nov"
    assert why_due(topic(points="e"), memory, TODAY) == "1 of 1 point missed on 12 Nov"


def test_the_day_is_that_of_the_miss() -> None:
    """A point that left the card and came back was not asked in the recalls between."""
    missed = recall("1", moment(TODAY - days(5)), {"a": NO, "b": YES})
    without = recall("2", moment(TODAY - days(3)), {"b": YES})
    memory = fold([missed, without])["p/one"]
    assert why_due(topic(points="ab"), memory, TODAY) == "1 of 2 points missed on Tuesday"


def test_nothing_missed() -> None:
    memory = remembered(dict.fromkeys("abcdef", 2.0), moment(TODAY - days(3)))
    assert why_due(SIX, memory, TODAY) == "mean recall below 90 %"


def test_points_that_came_after_the_last_recall() -> None:
    memory = remembered(dict.fromkeys("abcde", 2.0), moment(TODAY - days(3)))
    assert why_due(SIX, memory, TODAY) == "1 point new on this card"
    assert why_due(topic(points="abcdefgh"), memory, TODAY) == "3 points new on this card"


def test_what_can_wait_says_so() -> None:
    assert why_waiting("mean recall below 90 %") == (
        "mean recall below 90 %; today's minutes are full"
    )


def test_read_before() -> None:
    assert why_read(TODAY - days(6), TODAY) == ("read on Monday; a recall makes it stay")


@pytest.mark.parametrize(
    ("steady", "shaky", "words"),
    [
        (["Fixed effects"], [], "builds on Fixed effects, which is steady"),
        (["A", "B"], [], "builds on A and B, which are steady"),
        (["A", "B", "C"], ["D"], "builds on A and 2 others, which are steady"),
        ([], ["A", "B"], "builds on A and B, which you have recalled before"),
        ([], [], "next in the course"),
    ],
)
def test_new(steady: list[str], shaky: list[str], words: str) -> None:
    assert why_new(topic(after=("a",)), steady, shaky) == words


def test_the_start_of_a_course() -> None:
    assert why_new(topic(), [], []) == "needs nothing before it"
