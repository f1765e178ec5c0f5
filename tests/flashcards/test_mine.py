"""Her own recalls as a data set, and the student who stands in."""

from __future__ import annotations

import pytest

from flashcards.events import Answer, Event
from flashcards.mine import as_csv, mine, simulated
from tests.flashcards.histories import TODAY, days, moment, recall

YES, NO = Answer.YES, Answer.NO


def recalls(topics: int, each: int) -> list[Event]:
    """So many recalls of so many topics, a week apart; one point is missed every other time."""
    return [
        recall(
            f"{number}-{key}",
            moment(TODAY - days(7 * (each - number))),
            {"a": YES, "b": YES if number % 2 else NO},
            f"p/t{key}",
        )
        for number in range(each)
        for key in range(topics)
    ]


def test_a_row_is_a_recall_after_the_first() -> None:
    events = recalls(topics=5, each=7)
    found = mine(events)
    assert found.real
    assert len(found.rows) == 30
    first = found.rows[0]
    assert (first.coverage, first.days, first.attempt, first.topic, first.comfort) == (
        1.0, 7, 2, "t0", 3,
    )  # fmt: skip
    assert found.words.startswith("These are your own 30 recalls of 5 topics.")
    assert "the schedule chose the days" in found.words


@pytest.mark.parametrize(("topics", "each"), [(5, 6), (4, 20), (1, 60), (0, 0)])
def test_until_there_are_enough_a_simulated_student_stands_in(topics: int, each: int) -> None:
    found = mine(recalls(topics, each))
    assert not found.real
    assert found.rows == simulated()
    assert found.words.startswith("A simulated student stands in for you")


def test_extra_recalls_are_no_rows() -> None:
    events = recalls(topics=5, each=7)
    extra = recall("extra", moment(TODAY - days(7), hour=21), {"a": NO, "b": NO}, "p/t0")
    assert mine([*events, extra]).rows == mine(events).rows


def test_the_simulated_student_is_the_same_every_time_and_possible() -> None:
    rows = simulated()
    assert rows == simulated()
    assert all(0 <= row.coverage <= 1 and row.days >= 1 for row in rows)
    assert {row.comfort for row in rows} <= {1, 2, 3, 4, 5}


def test_a_missing_comfort_is_a_missing_value() -> None:
    text = as_csv([simulated()[0]._replace(comfort=None)])
    assert text.splitlines()[0] == "coverage,days,attempt,topic,comfort"
    assert text.splitlines()[1].endswith(",NA")
