"""The due rule at its edges, and the day on which it begins to hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flashcards.clock import Moment
from flashcards.due import MEAN_R, MISSED_R, due_day, preview, stand
from flashcards.events import Answer, Event
from flashcards.fold import TopicMemory, counts, fold, recalled
from flashcards.memory import STABILITY_MAX, retrievability
from tests.flashcards.histories import (
    NO,
    PARTLY,
    POINTS,
    TODAY,
    YES,
    answers,
    days,
    journals,
    moment,
    moments,
    read,
    recall,
    remembered,
    topic,
)

SIX = topic()


def due(card: str, memory: TopicMemory | None, on: int, hour: float = 20) -> bool:
    """Whether a card with these points is due so many days after TODAY."""
    return stand(topic(points=card), memory, moment(TODAY + days(on), hour)).due


def first(card: str, memory: TopicMemory) -> int:
    """Days from TODAY to the due day, asked on TODAY."""
    day = due_day(topic(points=card), memory, moment())
    assert day is not None
    return (day - TODAY).days


# Mean recall below 0.90 ------------------------------------------------------------------------


@pytest.mark.parametrize(("stability", "day"), [(4.99, 5), (5.0, 6), (5.01, 6), (0.2, 1)])
def test_the_mean_falls_below_090_after_the_stability(stability: float, day: int) -> None:
    """With equal stabilities S the mean is 0.90 after exactly S days, and 0.90 is not below."""
    memory = remembered(dict.fromkeys("abcdef", stability), moment())
    assert not due("abcdef", memory, day - 1)
    assert due("abcdef", memory, day)
    assert first("abcdef", memory) == day


def test_it_is_the_mean_that_counts_not_one_point() -> None:
    """One weak point among strong ones is carried by them for a long time."""
    memory = remembered({"a": 10.0, **dict.fromkeys("bcdef", 1000.0)}, moment())
    assert not due("abcdef", memory, 93)
    assert due("abcdef", memory, 400)


def test_a_point_never_answered_counts_as_zero() -> None:
    memory = remembered(dict.fromkeys("abcde", 1000.0), moment())
    assert first("abcde", memory) == 1001
    assert first("abcdef", memory) == 1  # the mean is at most 5/6
    ten = remembered(dict.fromkeys("abcdefghi", 1000.0), moment())
    assert first("abcdefghij", ten) == 1  # 9/10 of nearly 1
    twenty = remembered(dict.fromkeys("abcdefghijklmnopqrs", 1000.0), moment())
    assert first("abcdefghijklmnopqrst", twenty) > 300


def test_a_point_that_left_the_card_does_not_count() -> None:
    memory = remembered({"a": 100.0, "b": 0.5}, moment(), missed="b")
    assert first("ab", memory) < 10
    assert first("a", memory) == 101


def test_a_card_whose_points_were_all_replaced_is_due_the_next_day() -> None:
    assert first("xy", remembered({"a": 100.0}, moment())) == 1


# A missed point below 0.70 ---------------------------------------------------------------------


def test_a_missed_point_below_070_makes_the_topic_due() -> None:
    """R is 0.70 after some nine stabilities, so a missed point of S = 1 is below it on day 10."""
    stabilities = {"a": 1.0, **dict.fromkeys("bcdef", 1000.0)}
    missed = remembered(stabilities, moment(), missed="a")
    assert retrievability(missed.points["a"], TODAY + days(9)) > MISSED_R
    assert retrievability(missed.points["a"], TODAY + days(10)) < MISSED_R
    assert first("abcdef", missed) == 10
    assert not due("abcdef", missed, 9)
    assert due("abcdef", missed, 10)
    assert stand(SIX, missed, moment(TODAY + days(10))).mean_r > MEAN_R


def test_the_same_point_not_missed_waits_for_the_mean() -> None:
    stabilities = {"a": 1.0, **dict.fromkeys("bcdef", 1000.0)}
    assert first("abcdef", remembered(stabilities, moment())) > 100


def test_a_missed_point_above_070_does_not_make_it_due() -> None:
    stabilities = {"a": 5.0, **dict.fromkeys("bcdef", 1000.0)}
    assert not due("abcdef", remembered(stabilities, moment(), missed="a"), 20)


def test_partly_is_not_missed() -> None:
    history: list[Event] = [recall("1", moment(), dict.fromkeys("abcdef", PARTLY))]
    memory = fold(history)["p/one"]
    assert first("abcdef", memory) == 2  # the published first stability after Hard is 1.2931


# A later study day, six hours ------------------------------------------------------------------


def test_never_due_on_the_study_day_of_the_recall() -> None:
    memory = remembered(dict.fromkeys("abcdef", 0.01), moment(hour=6))
    assert not due("abcdef", memory, 0, hour=27.9)
    assert due("abcdef", memory, 1, hour=6)
    assert first("abcdef", memory) == 1


def test_not_due_within_six_hours() -> None:
    memory = remembered(dict.fromkeys("abcdef", 0.01), moment(hour=27.5))
    assert not due("abcdef", memory, 1, hour=9.4)
    assert due("abcdef", memory, 1, hour=9.5)


def test_not_due_with_the_clock_behind() -> None:
    memory = remembered(dict.fromkeys("abcdef", 0.01), moment())
    assert not due("abcdef", memory, -400)
    day = due_day(SIX, memory, moment(TODAY - days(400)))
    assert day == TODAY + days(1)


def test_a_topic_never_recalled_is_not_due() -> None:
    assert not due("abcdef", None, 0)
    assert due_day(SIX, None, moment()) is None
    assert due_day(SIX, TopicMemory(read_on=TODAY, reread_on=TODAY), moment()) is None
    assert stand(SIX, TopicMemory(), moment()).mean_r == 0


def test_an_overdue_topic_is_due_today_not_in_the_past() -> None:
    memory = remembered(dict.fromkeys("abcdef", 3.0), moment())
    assert due_day(SIX, memory, moment(TODAY + days(300))) == TODAY + days(300)


# The due day, searched -------------------------------------------------------------------------

stabilities = st.floats(0.001, 3650).flatmap(
    lambda middle: st.floats(max(0.001, middle / 30), min(STABILITY_MAX, middle * 30))
)


@given(
    st.dictionaries(st.sampled_from(POINTS), stabilities, max_size=6),
    st.sets(st.sampled_from(POINTS)),
    st.integers(-20, 400),
)
@example(stabilities={"a": 5.0}, missed=set(), ask=0)
@example(stabilities={}, missed=set(), ask=0)
@example(stabilities=dict.fromkeys(POINTS, STABILITY_MAX), missed=set(), ask=0)
def test_the_due_day_is_the_first_on_which_it_is_due(
    stabilities: Mapping[str, float], missed: set[str], ask: int
) -> None:
    memory = remembered(stabilities, moment(), missed="".join(missed))
    day = due_day(SIX, memory, moment(TODAY + days(ask)))
    assert day is not None
    assert day >= TODAY + days(max(ask, 1))
    assert stand(SIX, memory, moment(day)).due
    earlier = day - days(1)
    assert earlier < TODAY + days(max(ask, 1)) or not stand(SIX, memory, moment(earlier)).due


@given(
    st.dictionaries(st.sampled_from(POINTS), st.floats(0.001, 60), min_size=1),
    st.sets(st.sampled_from(POINTS)),
)
def test_the_due_day_agrees_with_going_day_by_day(
    stabilities: Mapping[str, float], missed: set[str]
) -> None:
    memory = remembered(stabilities, moment(), missed="".join(missed))
    day = TODAY
    while not stand(SIX, memory, moment(day)).due:
        day += days(1)
    assert due_day(SIX, memory, moment()) == day
    assert all(stand(SIX, memory, moment(day + days(more))).due for more in (1, 2, 30, 3000))


@given(journals(undos=False, ordered=True), moments)
def test_the_due_day_of_lived_histories(events: list[Event], now: Moment) -> None:
    memory = fold(events).get("p/one")
    day = due_day(SIX, memory, now)
    if memory is None or memory.last is None:
        assert day is None
    else:
        assert day is not None
        assert day >= now.day
        assert day > memory.last.day
        assert stand(SIX, memory, moment(day, 27.9, offset=-600)).due


def test_the_end_of_the_calendar() -> None:
    last = moment(date(9999, 12, 1))
    memory = remembered(dict.fromkeys("abcdef", 1000.0), last)
    assert due_day(SIX, memory, last) == date.max
    assert preview(SIX, memory, {"a": YES}, last) == date.max


def test_a_leap_day_is_a_day() -> None:
    memory = remembered(dict.fromkeys("abcdef", 1.5), moment(date(2028, 2, 28)))
    assert due_day(SIX, memory, moment(date(2028, 2, 28))) == date(2028, 3, 1)


# Preview ---------------------------------------------------------------------------------------


@given(journals(undos=False, ordered=True), moments, answers)
def test_the_preview_comes_true(
    events: list[Event], now: Moment, given_answers: Mapping[str, Answer]
) -> None:
    memory = fold(events).get("p/one")
    seen = preview(SIX, memory, given_answers, now)
    after = fold([*events, recall("next", now, given_answers)])["p/one"]
    assert seen == due_day(SIX, after, now)
    if not counts(memory, now):
        assert seen == due_day(SIX, memory, now)


def test_better_answers_bring_it_back_later() -> None:
    all_yes = dict.fromkeys(POINTS, YES)
    one_missed = all_yes | {"f": NO}
    none = dict.fromkeys(POINTS, NO)
    seen = [preview(SIX, None, given_answers, moment()) for given_answers in (all_yes, none)]
    assert seen == [TODAY + days(3), TODAY + days(1)]
    assert TODAY + days(1) <= preview(SIX, None, one_missed, moment()) < TODAY + days(3)


def test_a_recall_on_the_day_of_reading_brings_no_day() -> None:
    memory = fold([read("1", moment(hour=8))])["p/one"]
    assert preview(SIX, memory, dict.fromkeys(POINTS, YES), moment(hour=20)) is None


def test_an_extra_recall_leaves_the_due_day() -> None:
    memory = recalled(None, dict.fromkeys(POINTS, YES), moment(hour=8))
    assert preview(SIX, memory, dict.fromkeys(POINTS, NO), moment(hour=20)) == TODAY + days(3)
