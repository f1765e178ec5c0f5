"""What the events add up to."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.clock import Moment
from flashcards.events import Drilled, Event, Predicted, Undone
from flashcards.fold import (
    TopicMemory,
    apply,
    counts,
    fold,
    from_json,
    recalled,
    standing,
    to_json,
)
from flashcards.memory import answer_point
from tests.flashcards.histories import (
    NO,
    PARTLY,
    TODAY,
    YES,
    answers,
    days,
    journals,
    moment,
    moments,
    read,
    recall,
    undo,
)

# One recall ------------------------------------------------------------------------------------


def test_a_recall_moves_every_answered_point_and_no_other() -> None:
    first = fold([recall("1", moment(), {"a": YES, "b": NO})])["p/one"]
    second = apply(first, recall("2", moment(TODAY + days(3)), {"b": YES, "c": PARTLY}))
    assert second.points == {
        "a": first.points["a"],
        "b": answer_point(first.points["b"], YES, TODAY + days(3)),
        "c": answer_point(None, PARTLY, TODAY + days(3)),
    }
    assert (second.recalls, second.first_day) == (2, TODAY)
    assert second.last == moment(TODAY + days(3))


def test_a_topic_that_nothing_happened_to_is_absent() -> None:
    assert fold([]) == {}
    assert set(fold([recall("1", moment(), {"a": YES})])) == {"p/one"}


def test_a_point_that_left_the_card_keeps_its_memory() -> None:
    events = [recall("1", moment(), {"a": YES}), recall("2", moment(TODAY + days(2)), {"b": YES})]
    assert set(fold(events)["p/one"].points) == {"a", "b"}


# Extra -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [
        (moment(hour=8), moment(hour=23), False),  # the same study day
        (moment(hour=20), moment(hour=27.9), False),  # past midnight, still the same study day
        (moment(hour=20), moment(TODAY + days(1), 7), True),
        (moment(hour=27.5), moment(TODAY + days(1), 4.5), False),  # the next day, an hour later
        (moment(hour=23), moment(TODAY + days(1), 4.99), False),
        (moment(hour=23), moment(TODAY + days(1), 5), True),  # six hours to the minute
        (moment(), moment(TODAY - days(1)), False),  # the clock went back
        (moment(hour=20), moment(TODAY + days(1), 20, offset=-300), True),  # she flew west
        (moment(hour=20), moment(TODAY + days(1), 7, offset=600), False),  # flew east, two hours
    ],
)
def test_counts(first: Moment, second: Moment, counted: bool) -> None:
    memory = fold([recall("1", first, {"a": YES})])["p/one"]
    assert counts(memory, second) is counted
    after = apply(memory, recall("2", second, {"a": NO}))
    assert (after != memory) is counted


def test_the_first_recall_counts() -> None:
    assert counts(None, moment())


def test_a_recall_on_the_day_of_reading_is_extra_and_one_on_another_day_is_not() -> None:
    events: list[Event] = [read("1", moment(TODAY)), recall("2", moment(hour=23), {"a": YES})]
    memory = fold(events)["p/one"]
    assert memory == fold(events[:1])["p/one"]
    assert not counts(memory, moment(hour=27.9))
    assert counts(memory, moment(TODAY + days(1), 4))
    again = fold([*events, read("3", moment(TODAY + days(1)))])["p/one"]
    assert not counts(again, moment(TODAY + days(1)))
    assert counts(again, moment(TODAY - days(1)))
    later = fold([*events, recall("3", moment(TODAY + days(1)), {"a": YES})])["p/one"]
    assert later.recalls == 1


def test_the_night_of_a_clock_change_is_measured_in_real_hours() -> None:
    """On 25 October 2026 Berlin goes back from 03:00 to 02:00, so the night is an hour longer."""
    evening = moment(date(2026, 10, 24), 23.5, offset=120)
    morning = moment(date(2026, 10, 25), 4.5, offset=60)
    assert morning.day > evening.day
    assert morning.at - evening.at == timedelta(hours=6)
    assert counts(fold([recall("1", evening, {"a": YES})])["p/one"], morning)


@given(journals(undos=False), moments, answers)
def test_extra_moves_nothing(
    events: list[Event], when: Moment, given_answers: dict[str, str]
) -> None:
    memory = fold(events).get("p/one")
    after = apply(memory, recall("x", when, given_answers))  # type: ignore[arg-type]
    if counts(memory, when):
        assert after.recalls == (memory.recalls if memory else 0) + 1
        assert after.last == when
    else:
        assert after == memory


# Reading and drill -----------------------------------------------------------------------------


def test_reading_is_remembered_until_the_first_recall() -> None:
    events: list[Event] = [
        read("1", moment(TODAY)),
        read("2", moment(TODAY + days(2))),
        recall("3", moment(TODAY + days(3)), {"a": YES}),
        read("4", moment(TODAY + days(4))),
    ]
    memory = fold(events)["p/one"]
    assert (memory.read_on, memory.reread_on) == (TODAY, TODAY + days(2))
    assert fold(events[:2])["p/one"].recalls == 0


def test_drills_and_predictions_move_nothing() -> None:
    before = fold([recall("1", moment(), {"a": NO})])
    events: list[Event] = [
        recall("1", moment(), {"a": NO}),
        Drilled("2", "d", moment(TODAY + days(5)), "p/one", "a", YES),
        Predicted("3", "d", moment(TODAY + days(5)), "p/one", "", "m", "q?", "1", True, "it is 1."),
    ]
    assert fold(events) == before


# Undo ------------------------------------------------------------------------------------------


def test_undo_takes_back_the_whole_answer() -> None:
    one = recall("1", moment(), {"a": YES})
    two = recall("2", moment(TODAY + days(1)), {"a": NO, "b": NO})
    assert fold([one, two, undo("3", "2")]) == fold([one])
    assert fold([one, two, undo("3", "2"), undo("4", "1")]) == {}
    assert fold([read("1", moment()), undo("2", "1")]) == {}


def test_a_recall_that_was_extra_counts_once_the_first_is_undone() -> None:
    morning = recall("1", moment(hour=8), {"a": NO})
    evening = recall("2", moment(hour=20), {"a": YES})
    assert fold([morning, evening]) == fold([morning])
    assert fold([morning, evening, undo("3", "1")]) == fold([evening])


def test_an_undo_of_something_unknown_does_nothing() -> None:
    one = recall("1", moment(), {"a": YES})
    assert fold([undo("0", "nowhere"), one, undo("2", "2")]) == fold([one])


def test_an_undo_that_is_undone_brings_the_answer_back() -> None:
    one = recall("1", moment(), {"a": YES})
    assert fold([one, undo("2", "1"), undo("3", "2")]) == fold([one])
    assert fold([one, undo("2", "1"), undo("3", "2"), undo("4", "3")]) == {}


@given(journals(undos=False), st.data())
def test_undo_then_the_same_again(events: list[Event], data: st.DataObject) -> None:
    """What was undone is as if it had never happened, so giving it again is as if once."""
    if events:
        last = events[-1]
        again = recall("again", last.moment, {"a": YES}, last.topic)
        assert fold([*events, again, undo("u", "again")]) == fold(events)
        other = recall("other", last.moment, {"a": YES}, last.topic)
        assert fold([*events, again, undo("u", "again"), other]) == fold([*events, other])


@given(journals(undos=False), st.data())
def test_undos_commute(events: list[Event], data: st.DataObject) -> None:
    gone = data.draw(st.lists(st.sampled_from(events), unique_by=lambda e: e.id)) if events else []
    undos = [undo(f"u{event.id}", event.id, topic_key=event.topic) for event in gone]
    left = [event for event in events if event not in gone]
    assert fold([*events, *data.draw(st.permutations(undos))]) == fold(left)


# The whole journal -----------------------------------------------------------------------------


@given(journals(undos=False))
def test_one_by_one_is_the_same_as_all_at_once(events: list[Event]) -> None:
    for key, memory in fold(events).items():
        of_topic = [e for e in events if e.topic == key and not isinstance(e, Undone)]
        assert reduce(apply, of_topic, TopicMemory()) == memory


@given(journals())
def test_topics_are_independent(events: list[Event]) -> None:
    whole = fold(events)
    for key in {event.topic for event in events}:
        alone = fold([event for event in events if event.topic == key])
        assert alone.get(key) == whole.get(key)


@given(journals())
def test_what_stands_is_what_was_not_undone(events: list[Event]) -> None:
    undone = {event.undone for event in events if isinstance(event, Undone)}
    expected = [e for e in events if not isinstance(e, Undone) and e.id not in undone]
    assert standing(events) == expected


@given(journals())
def test_study_days_only_grow(events: list[Event]) -> None:
    for memory in fold(events).values():
        if memory.last is not None:
            assert memory.first_day is not None
            assert memory.first_day <= memory.last.day
        for point in memory.points.values():
            assert memory.last is not None
            assert memory.first_day is not None
            assert memory.first_day <= point.last_day <= memory.last.day


def test_recalled_leaves_what_it_was_given_alone() -> None:
    memory = fold([recall("1", moment(), {"a": YES})])["p/one"]
    before = dict(memory.points)
    recalled(memory, {"a": NO}, moment(TODAY + days(9)))
    assert memory.points == before


# As text ---------------------------------------------------------------------------------------


@given(journals())
def test_a_memory_survives_json_to_the_last_bit(events: list[Event]) -> None:
    for memory in fold(events).values():
        text = to_json(memory)
        assert from_json(text) == memory
        assert to_json(from_json(text)) == text


GOOD = {
    "scheduler": "FSRS-6, default parameters",
    "points": {"a": [2.3065, 2.118, "2026-11-22", "yes", 1, "2026-11-22"]},
    "last": ["2026-11-22T19:00:00+00:00", 60, "2026-11-22"],
    "first_day": "2026-11-22",
    "recalls": 1,
    "read_on": None,
    "reread_on": None,
}


def test_a_good_memory_is_read() -> None:
    assert from_json(json.dumps(GOOD)).points["a"].stability == 2.3065


@pytest.mark.parametrize(
    "change",
    [
        {"scheduler": "FSRS-5"},
        {"points": []},
        {"points": {"a": [2.3, 2.1, "2026-11-22", "yes", 1]}},
        {"points": {"a": [0.0, 2.1, "2026-11-22", "yes", 0, None]}},
        {"points": {"a": [float("nan"), 2.1, "2026-11-22", "yes", 0, None]}},
        {"points": {"a": [float("inf"), 2.1, "2026-11-22", "yes", 0, None]}},
        {"points": {"a": ["2.3", 2.1, "2026-11-22", "yes", 0, None]}},
        {"points": {"a": [2.3, 11.0, "2026-11-22", "yes", 0, None]}},
        {"points": {"a": [2.3, 2.1, "2026-13-22", "yes", 0, None]}},
        {"points": {"a": [2.3, 2.1, "2026-11-23", "yes", 0, None]}},
        {"points": {"a": [2.3, 2.1, "2026-11-22", "maybe", 0, None]}},
        {"points": {"a": [2.3, 2.1, "2026-11-22", "yes", 4, "2026-11-22"]}},
        {"points": {"a": [2.3, 2.1, "2026-11-22", "yes", True, "2026-11-22"]}},
        {"points": {"a": [2.3, 2.1, "2026-11-22", "yes", 1, None]}},
        {"last": None},
        {"last": ["2026-11-22T19:00:00", 60, "2026-11-22"]},
        {"last": ["2026-11-22T19:00:00+00:00", "60", "2026-11-22"]},
        {"last": "2026-11-22"},
        {"first_day": None},
        {"first_day": "2026-11-23"},
        {"first_day": 20261122},
        {"recalls": 0},
        {"recalls": -1},
        {"recalls": 1.0},
        {"read_on": "2026-11-22"},
    ],
)
def test_a_memory_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not the memory of a topic"):
        from_json(json.dumps(GOOD | change))


@pytest.mark.parametrize("text", ["", "null", "[]", "3", "{}", '{"points": {}', "[" * 100_000])
def test_text_that_is_no_memory_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not the memory of a topic"):
        from_json(text)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_nothing_but_a_value_error_comes_out(text: str) -> None:
    with pytest.raises(ValueError, match="not the memory of a topic"):
        from_json(text)
