from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.clock import Moment
from flashcards.events import Answer, Draft, Drilled, Predicted, Read, Recalled, Undone
from flashcards.store.rows import draft_of, draft_row, event_of, event_row, well_formed
from tests.flashcards.journal_samples import draft, evening, recalled

# Any text that Unicode calls one, and the halves of pairs that it does not.
texts = st.text(st.characters(exclude_categories=()), max_size=20)
clean_texts = st.text(max_size=20)
moments = st.builds(
    Moment,
    st.datetimes(timezones=st.just(UTC)),
    st.integers(-900, 900),
    st.dates(),
)
answers = st.dictionaries(clean_texts, st.sampled_from(Answer), max_size=4)
seconds = st.floats(0, 1e6)
comforts = st.none() | st.integers(1, 5)
common = {"id": clean_texts, "device": clean_texts, "moment": moments, "topic": clean_texts}
events = st.one_of(
    st.builds(
        Recalled,
        **common,
        text=clean_texts,
        seconds=seconds,
        comfort=comforts,
        paper=st.booleans(),
        answers=answers,
        suggested=st.lists(clean_texts, max_size=3).map(tuple),
        note=clean_texts,
        content=clean_texts,
        scheduler=clean_texts,
    ),
    st.builds(Read, **common),
    st.builds(Drilled, **common, point=clean_texts, answer=st.sampled_from(Answer)),
    st.builds(
        Predicted,
        **common,
        example=clean_texts,
        model=clean_texts,
        question=clean_texts,
        given=clean_texts,
        near=st.booleans(),
        because=clean_texts,
    ),
    st.builds(Undone, **common, undone=clean_texts),
)
drafts = st.builds(
    Draft,
    id=clean_texts,
    moment=moments,
    topic=clean_texts,
    phase=st.sampled_from(["recall", "check"]),
    text=clean_texts,
    seconds=seconds,
    left=st.none() | seconds,
    comfort=comforts,
    paper=st.booleans(),
    answers=answers,
    note=clean_texts,
    content=clean_texts,
)


@given(events)
def test_an_event_comes_back_as_it_was(event):
    assert event_of(event_row(event)) == event


@given(drafts)
def test_a_draft_comes_back_as_it_was(draft):
    assert draft_of(draft_row(draft)) == draft


@given(texts, texts)
def test_any_string_at_all_can_be_stored(text, topic):
    row = event_row(recalled(text=text, topic=topic, note=text, answers={text: Answer.NO}))
    for column in row:
        if isinstance(column, str):
            column.encode("utf-8")
    stored = event_of(row)
    assert event_row(stored) == row
    assert stored.topic == well_formed(topic)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("\ud83d alone", "\ufffd alone"),
        ("alone \ude00", "alone \ufffd"),
        ("\ud83d\ude00 together", "\U0001f600 together"),
        ("a\x00b", "a\x00b"),
        ("σ² \U0001f600 e\u0301", "σ² \U0001f600 e\u0301"),
    ],
)
def test_only_halves_that_stand_alone_are_replaced(text, stored):
    assert event_of(event_row(recalled(text=text))).text == stored


def test_the_time_column_sorts_by_time():
    whole = Moment(datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC), 0, date(2026, 1, 1))
    part = replace(whole, at=whole.at.replace(microsecond=5))
    rows = [event_row(Read("i", "d", moment, "t")) for moment in (whole, part)]
    assert rows[0].at < rows[1].at


@pytest.mark.parametrize(
    "changes",
    [
        {"data": "{"},
        {"data": "[]"},
        {"data": "{}"},
        {"data": "[" * 100_000},
        {"at": "yesterday"},
        {"day": "31 November"},
        {"kind": "forgotten"},
        {"kind": "undone"},
        {"kind": "drilled"},
    ],
)
def test_a_row_that_is_no_event_is_named(changes):
    row = event_row(recalled(id="the-one"))._replace(**changes)
    with pytest.raises(ValueError, match="event the-one"):
        event_of(row)


def test_an_answer_that_does_not_exist_is_named():
    row = event_row(recalled(id="the-one", answers={"a": Answer.YES}))
    with pytest.raises(ValueError, match=r"event the-one .*'perhaps'"):
        event_of(row._replace(data=row.data.replace('"yes"', '"perhaps"')))


def test_a_row_that_is_no_draft_is_named():
    with pytest.raises(ValueError, match="draft the-one"):
        draft_of(draft_row(draft(id="the-one"))._replace(data="{}"))


def test_the_offset_and_the_day_are_kept_and_not_computed():
    moment = replace(evening(0), offset=-570, day=date(1999, 1, 1))
    assert event_of(event_row(Read("i", "d", moment, "t"))).moment == moment
