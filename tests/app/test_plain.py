"""A card for those who read line by line. The lines were written by hand."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from app.plain import card_lines, plain_inline
from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.markdown import read_topic
from tests.app.widgets.test_card import SOURCE


@pytest.fixture
def topic() -> Topic:
    made, problems = read_topic(SOURCE, "slopes.md", "test")
    assert made is not None, problems
    return made


def test_a_card_in_plain_lines(topic: Topic) -> None:
    assert card_lines(topic, 60) == [
        "Slopes",
        "",
        "Each group i has a slope [bold]of its own[/bold]:",
        "",
        "    b₁ᵢ = γ₁₀ + ζ₁ᵢ",
        "",
        "Live example, from the data set caffeine. Draws the 20",
        "lines. Model: lmer(outcome ~ x1 + (1 + x1 | subject)). To",
        "see: summary(), VarCorr(), the lines of all groups.",
        "",
        "The end of the text.",
        "",
        "Key points",
        "1. Each group has ζ₁ᵢ",
    ]


def test_a_card_in_words(topic: Topic) -> None:
    lines = card_lines(topic, 60, speak=True)
    assert "    b sub 1 i equals gamma sub 1 0 plus zeta sub 1 i" in lines
    assert lines[-1] == "1. Each group has zeta sub 1 i"


def test_a_card_without_its_key_points(topic: Topic) -> None:
    assert card_lines(topic, 60, points=False)[-1] == "The end of the text."


def test_one_line_of_markdown() -> None:
    assert plain_inline(r"**so** $b_0 = \gamma$ and `x`") == "so b₀ = γ and x"
    assert plain_inline(r"$b_0 = \gamma$", speak=True) == "b sub 0 equals gamma"
    assert plain_inline(r"$b_0 = \gamma$", glyphs="ascii") == "b_0 = gamma"


@pytest.mark.parametrize("width", [40, 80])
def test_every_card_of_the_course_keeps_to_the_width(course: Deck, width: int) -> None:
    for topic in course.topics:
        for speak in (False, True):
            lines = card_lines(topic, width, speak=speak)
            assert max(map(cell_len, lines)) <= width, topic.id
            assert not any("\\" in line for line in lines), topic.id
