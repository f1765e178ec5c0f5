"""Reading what an exam is asked to be: everything that can be typed is an exam or a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.bundled import bundled_content
from flashcards.deck import load_deck
from flashcards.packs import union
from flashcards.planning.exams import MINUTES_MAX, REACH, Exam
from flashcards.planning.wanted import Refused, Wanted, exam_of, with_exam, without_exam

TODAY = date(2026, 11, 23)
DECK = load_deck(bundled_content())


def test_everything_is_read() -> None:
    wanted = Wanted("2027-02-12", "20", ("pooling, Random slopes", "pooling"), "re  take",
                    ("2027-01-02 2027-01-01",))  # fmt: skip
    assert exam_of(wanted, DECK, TODAY) == Exam(
        date=date(2027, 2, 12),
        name="re take",
        minutes=20,
        topics=("pooling", "random-slopes"),
        days_off=(date(2027, 1, 1), date(2027, 1, 2)),
    )
    assert exam_of(Wanted("2027-02-12"), DECK, TODAY) == Exam(date(2027, 2, 12))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted("12 Feb"), "'12 Feb' is no date; write year, month and day as 2026-12-23."),
        (Wanted("2027-02-29"), "'2027-02-29' is no date"),
        (Wanted("2027-02-12", "much"), "'much' is no number of minutes"),
        (Wanted("2027-02-12", off=("2027-01-01, soon",)), "'soon' is no date"),
        (Wanted("2027-02-12", name=" \t"), "a few words"),
        (Wanted("2027-02-12", name="a\x1b[31m"), "a few words"),
        (Wanted("2027-02-12", topics=("pool, nothing",)), "nothing"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(wanted: Wanted, said: str) -> None:
    with pytest.raises(Refused) as refused:
        exam_of(wanted, DECK, TODAY)
    assert said in str(refused.value)
    assert refused.value.nearest is None


@pytest.mark.parametrize(
    ("wanted", "nearest", "offer"),
    [
        (Wanted("2026-11-23"), Exam(date(2026, 11, 24)), "for tomorrow"),
        (Wanted("2020-01-01"), Exam(date(2026, 11, 24)), "for tomorrow"),
        (Wanted("2035-01-01"), Exam(TODAY + timedelta(days=REACH)), "for "),
        (Wanted("2027-02-12", "0"), Exam(date(2027, 2, 12), minutes=5), "with 5"),
        (Wanted("2020-02-12", "9999"), Exam(date(2026, 11, 24), minutes=MINUTES_MAX), "with 600"),
    ],
)
def test_what_cannot_be_planned_for_comes_with_what_is_nearest(
    wanted: Wanted, nearest: Exam, offer: str
) -> None:
    with pytest.raises(Refused) as refused:
        exam_of(wanted, DECK, TODAY)
    assert refused.value.nearest == nearest
    assert refused.value.offer.startswith(offer)


@given(*[st.text(max_size=12)] * 5)
def test_whatever_is_typed_is_an_exam_ahead_or_a_sentence(
    day: str, minutes: str, topics: str, name: str, off: str
) -> None:
    found: Exam | str
    try:
        found = exam_of(Wanted(day, minutes, (topics,), name, (off,)), DECK, TODAY)
    except Refused as refused:
        found = str(refused)
    if isinstance(found, Exam):
        assert 0 < (found.date - TODAY).days <= REACH
    else:
        assert found.rstrip().endswith((".", "?"))


def test_a_topic_whose_id_another_pack_has_is_named_by_its_key() -> None:
    mine = replace(DECK.topics[3], pack="mine")
    both = union([DECK, replace(DECK, pack="mine", topics=(mine,))])
    wanted = Wanted("2027-02-12", topics=("mine/pooling, random-slopes",))
    assert exam_of(wanted, both, TODAY).topics == ("mine/pooling", "random-slopes")


def test_one_of_the_same_name_makes_way() -> None:
    first, retake = Exam(date(2027, 2, 1)), Exam(date(2027, 3, 1), name="retake")
    later = Exam(date(2027, 4, 1), name="Retake")
    assert with_exam((first, retake), later) == (first, later)
    assert with_exam((first, retake), Exam(date(2027, 1, 1), name="oral"), "retake") == (
        Exam(date(2027, 1, 1), name="oral"),
        first,
    )
    assert without_exam((first, retake), " RETAKE ") == (first,)
    with pytest.raises(Refused, match="There is: exam, retake"):
        without_exam((first, retake), "oral")
