"""Advice on whole cards, and on what a card uses before the course has said what it is."""

from __future__ import annotations

from flashcards.quality import early_terms, examples, length, numbers
from tests.flashcards.quality.cards import LIVE, topic

INTERCEPT = """\
The slope is [-0.672]{=fixef.x1}, that is −[0.672]{=-fixef.x1}, of an intercept of
[INTERCEPT]{=fixef.intercept of slopes}.
"""


def test_a_number_that_the_fit_does_not_give() -> None:
    """The estimate is that of lme4, as ``fixef()`` prints it."""
    (note,) = numbers.notes(topic(body=INTERCEPT.replace("[INTERCEPT]", "[405.97]") + LIVE))
    assert (note.line, note.code) == (6, "number-differs")
    assert "405.97 for `fixef.intercept`, and the fit gives 405.79;" in note.message


def test_numbers_rounded_as_they_are_shown() -> None:
    for shown in ("405.790", "405.8", "406", "<500", "≈ 400", "41 %"):
        made = topic(body=INTERCEPT.replace("[INTERCEPT]", f"[{shown}]") + LIVE)
        assert list(numbers.notes(made)) == []


def test_a_fit_that_fails_says_so_elsewhere() -> None:
    broken = LIVE.replace("x1 + (1 + x1 | subject)", "1 + (1 + x1 | subject)")
    made = topic(body=INTERCEPT.replace("[INTERCEPT]", "[1]").replace("\n", " ", 1) + LIVE)
    assert [note.code for note in numbers.notes(made)] == ["number-differs"]
    mine = topic(body="Of [1]{=nobs} recalls.\n" + broken.replace("caffeine", "mine"))
    assert list(numbers.notes(mine)) == []


def test_a_topic_that_shows_nothing_among_others_that_do() -> None:
    bare = topic("bare", body="\n\nOnly words, and *words*.\n")
    shown = [
        topic("live", body=LIVE),
        topic("code", body="Text.\n\n```r\nlm(y ~ x)\n```\n"),
        topic("table", body="Text.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
    ]
    (note,) = examples.notes(bare, [bare, *shown])
    assert (note.line, note.code) == (7, "no-example")
    assert [list(examples.notes(each, [bare, *shown])) for each in shown] == [[], [], []]


def test_a_course_of_another_kind_has_no_examples_and_needs_none() -> None:
    history = [topic(name, body="Words about a war.\n") for name in ("a", "b", "c")]
    assert [list(examples.notes(each, history)) for each in history] == [[], [], []]
    assert list(examples.notes(history[0], history[:1]))


def test_a_card_much_longer_than_the_others() -> None:
    cards = [topic(str(words), body="word " * words + "\n") for words in (250, 300, 300, 700)]
    limit = length.usual([length.length(card) for card in cards])
    assert [bool(list(length.notes(card, limit))) for card in cards] == [False] * 3 + [True]


def test_code_makes_no_card_long_and_short_cards_are_no_measure() -> None:
    coded = topic(body="A line.\n\n```r\n" + "x <- 1 # and more\n" * 300 + "```\n")
    assert length.length(coded) == 2
    assert length.usual([20, 20, 20, 20, 400]) > 400
    assert length.usual([100, 900]) > 900


EARLY = "Groups are pulled together: partial pooling, and\nshrinkage, of lines.\n"
LATE = "This is **partial pooling**, and the pull is **shrinkage**.\n"


def test_terms_that_a_later_topic_introduces() -> None:
    found = early_terms.early([topic("early", body=EARLY), topic("late", body=LATE)])
    assert list(found) == ["pack/early"]
    assert [(note.line, note.code) for note in found["pack/early"]] == [
        (5, "early-term"),
        (6, "early-term"),
    ]
    assert "“partial pooling” is introduced only later, in `late`" in found["pack/early"][0].message


def test_terms_that_are_introduced_in_time_or_are_none() -> None:
    assert early_terms.early([topic("late", body=LATE), topic("early", body=EARLY)]) == {}
    again = [topic("a", body="**Partial pooling** is good.\n"), topic("b", body=LATE)]
    assert early_terms.early(again) == {}
    coded = topic("a", body="`partial pooling`, $shrinkage$\n\n```r\nshrinkage\n```\n")
    assert early_terms.early([coded, topic("b", body=LATE)]) == {}
    loud = topic("b", body="It is **not** so, and **this is far too long for a term**.\n")
    assert early_terms.early([topic("a", body="It is not so.\n"), loud]) == {}


def test_a_word_that_everyone_uses_is_no_term() -> None:
    many = [topic(name, body="A distribution of things.\n") for name in ("a", "b", "c")]
    assert early_terms.early([*many, topic("d", body="A **distribution** it is.\n")]) == {}
