"""The map of the course, its weakest link, and what comes before a topic that fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.due import stand
from flashcards.events import Answer, Recalled
from flashcards.focus import (
    failed_twice,
    first_below,
    focus,
    laid_out,
    weakest_prerequisite,
)
from flashcards.fold import TopicMemory
from flashcards.schedule import Kind, Pace
from tests.flashcards.histories import TODAY, days, moment, recall, remembered, topic

NOW = moment(TODAY)
NO, PARTLY, YES = Answer.NO, Answer.PARTLY, Answer.YES


def deck(*topics: Topic) -> Deck:
    return Deck("p", "P", "", topics)


def fading(stability: float, since: int = 10) -> TopicMemory:
    """A topic whose two points have a stability, last recalled some days ago."""
    return remembered({"a": stability, "b": stability}, moment(TODAY - days(since)))


BASE, LEFT, RIGHT = (
    topic("base", "ab"),
    topic("left", "ab", ("base",)),
    topic("right", "ab", ("base",)),
)
TOP = topic("top", "ab", ("left", "right"))
COURSE = deck(BASE, LEFT, RIGHT, TOP)


def test_the_score_is_one_minus_recall_times_what_presses_on_it() -> None:
    # A stability of ten days after ten days: R is 0.9 by definition.
    memories = {"p/base": fading(10), "p/left": fading(2), "p/right": fading(500)}
    found = focus(COURSE, memories, NOW)
    base, left, right, top = found.nodes
    assert base.strength == pytest.approx(0.9)
    assert base.pressing == 1  # left is due, right is not
    assert base.score == pytest.approx(0.1 * 2)
    assert left.pressing == 0  # top was never recalled, so nothing is due there
    assert left.score == pytest.approx(1 - stand(LEFT, memories["p/left"], NOW).mean_r)
    assert top.strength is top.score is None
    assert found.weakest == max((base, left, right), key=lambda node: node.score or 0).topic


def test_a_topic_that_others_wait_for_goes_before_a_weaker_one() -> None:
    memories = {"p/base": fading(6), "p/left": fading(4.5), "p/right": fading(4.5)}
    found = focus(COURSE, memories, NOW)
    scores = {node.topic: node.strength or 0.0 for node in found.nodes}
    assert scores["p/base"] > scores["p/left"]
    assert found.weakest == "p/base"
    assert found.why.startswith("Base: recall stands at ")
    assert "Left and Right build on it and are due soon" in found.why


def test_the_reason_names_what_was_missed() -> None:
    memories = {"p/base": remembered({"a": 3.0, "b": 30.0}, moment(TODAY - days(9)), missed="a")}
    assert "1 point was missed last time" in focus(COURSE, memories, NOW).why


def test_without_a_recall_there_is_no_weak_link() -> None:
    found = focus(COURSE, {}, NOW)
    assert found.weakest is None
    assert "Nothing is recalled yet" in found.why
    assert all(node.strength is None for node in found.nodes)


def test_what_was_recalled_today_is_no_weak_link() -> None:
    memories = {"p/base": remembered({"a": 5.0, "b": 5.0}, moment(TODAY, hour=9))}
    found = focus(COURSE, memories, NOW)
    assert found.weakest is None
    assert "fresh today" in found.why


def test_the_map_has_every_topic_once_under_what_it_builds_on() -> None:
    lines = laid_out(focus(COURSE, {}, NOW).nodes)
    assert [(line.node.topic, line.rails) for line in lines] == [
        ("p/base", ()),
        ("p/left", (True,)),
        ("p/right", (False,)),
        ("p/top", (False, False)),
    ]
    assert lines[-1].besides == ("p/left",)


def test_cards_that_go_round_in_a_circle_are_on_the_map() -> None:
    one, two = topic("one", after=("two",)), topic("two", after=("one",))
    lines = laid_out(focus(deck(one, two), {}, NOW).nodes)
    assert [line.node.topic for line in lines] == ["p/one", "p/two"]


@given(st.lists(st.lists(st.integers(0, 30), max_size=4), max_size=30))
def test_any_course_is_laid_out_whole(after: list[list[int]]) -> None:
    topics = [
        topic(f"t{number}", after=tuple(f"t{each}" for each in each_after))
        for number, each_after in enumerate(after)
    ]
    lines = laid_out(focus(deck(*topics), {}, NOW).nodes)
    assert sorted(line.node.topic for line in lines) == sorted(each.key for each in topics)


def test_a_chain_of_a_thousand_topics() -> None:
    chain = [topic(f"t{n}", "a", after=(f"t{n - 1}",) if n else ()) for n in range(1000)]
    assert len(laid_out(focus(deck(*chain), {}, NOW).nodes)) == 1000


# A topic that fails -----------------------------------------------------------------------------


def attempts(*each: tuple[int, str]) -> list[Recalled]:
    """Recalls some days ago, one letter a point (y, p, n); the newest first."""
    signs = {"y": YES, "p": PARTLY, "n": NO}
    made = [
        recall(f"{back}{text}", moment(TODAY - days(back), hour=10 + n),
               dict(zip("abcdef", (signs[sign] for sign in text), strict=False)), "p/top")
        for n, (back, text) in enumerate(each)
    ]  # fmt: skip
    return made[::-1]


@pytest.mark.parametrize(
    ("tried", "failed"),
    [
        ([], False),
        ([(3, "nnny")], False),
        ([(6, "nnny"), (3, "nnny")], True),
        ([(6, "nnny"), (3, "nnyy")], False),  # a half is not below a half
        ([(6, "nnny"), (3, "nnpp")], True),
        ([(9, "nnnn"), (6, "yyyy"), (3, "nnnn")], False),
        ([(3, "nnnn"), (3, "nnnn")], False),  # one day is one failure
        ([(6, "nnnn"), (3, "nnnn"), (3, "yyyy")], True),  # an extra recall mends nothing
    ],
)
def test_failing_twice(tried: list[tuple[int, str]], failed: bool) -> None:
    assert failed_twice(attempts(*tried)) is failed


def test_the_weakest_prerequisite_comes_first() -> None:
    memories = {"p/left": fading(9), "p/right": fading(4), "p/base": fading(1)}
    assert weakest_prerequisite(COURSE, TOP, memories, NOW) == RIGHT
    task = first_below(COURSE, TOP, memories, Pace(), NOW)
    assert task is not None
    assert (task.topic, task.kind) == ("p/right", Kind.DUE)
    assert task.why == "Top was hard twice, and this is what it builds on"


def test_a_prerequisite_that_was_never_recalled_is_the_weakest() -> None:
    task = first_below(COURSE, TOP, {"p/left": fading(1)}, Pace(), NOW)
    assert task is not None
    assert (task.topic, task.kind, task.mean_r) == ("p/right", Kind.NEW, None)


def test_what_was_recalled_today_is_not_offered_again() -> None:
    today = remembered({"a": 5.0}, moment(TODAY, hour=9))
    memories = {"p/left": today, "p/right": today}
    assert first_below(COURSE, TOP, memories, Pace(), NOW) is None
    assert first_below(COURSE, BASE, {}, Pace(), NOW) is None
