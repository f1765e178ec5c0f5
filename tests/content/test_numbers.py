"""Every estimate in every card's text is that of the live fit, rounded as it is shown."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import pytest

from flashcards.cards import Topic
from flashcards.deck import bundled_content, load_deck
from flashcards.examples import asked
from flashcards.models.bench import Bench
from flashcards.reading.markup import TIED

DECK: Final = load_deck(bundled_content())
BENCH: Final = Bench(bundled_content() / "datasets")
NUMBERS: Final = [(topic, number) for topic in DECK.topics for number in topic.numbers]

# Decimals that are no estimates, each with why.
UNTIED: Final = {
    ("plotting-ranef", "1.96"): "a quantile of the normal distribution, in a formula",
    ("inference", "2.0"): "part of a model's name, model2.0",
}

_DECIMAL = re.compile(r"[-−+]?\d*[.]\d+")


def agrees(shown: str, value: float) -> bool:
    """Whether a number is a value rounded to the digits that it has."""
    text = shown.replace("−", "-")
    places = Decimal(text)
    # A tie between two roundings is settled by the last bits of the fit, so either will do.
    return abs(Decimal(value) - places) <= Decimal(1).scaleb(int(places.as_tuple().exponent)) / 2


def test_there_are_numbers() -> None:
    assert len(NUMBERS) > 40
    assert {topic.id for topic, _ in NUMBERS} >= {"coef", "ranef", "inference", "nutshell"}


@pytest.mark.parametrize(
    ("topic", "number"),
    NUMBERS,
    ids=[f"{topic.id}:{number.line}:{number.value}" for topic, number in NUMBERS],
)
def test_a_number_is_that_of_its_fit(topic: Topic, number) -> None:
    example = next(each for each in topic.examples if number.example in {"", each.name})
    value = BENCH.value(asked(example), number.value)
    assert agrees(number.shown, value), f"{number.shown} is shown, and the fit has {value}"


def texts(topic: Topic) -> list[str]:
    """All that a learner reads in a card, without code and formulas of R."""
    body = re.sub(r"^(```|~~~).*?^\1", "", topic.body, flags=re.DOTALL | re.MULTILINE)
    return [body, *(point.text for point in topic.key_points), *(p.ask for p in topic.key_points)]


@pytest.mark.parametrize("topic", DECK.topics, ids=lambda topic: topic.id)
def test_no_estimate_is_left_untied(topic: Topic) -> None:
    found = [
        match.group() for text in texts(topic) for match in _DECIMAL.finditer(TIED.sub("", text))
    ]
    assert [each for each in found if (topic.id, each) not in UNTIED] == []


def test_what_is_left_untied_is_there() -> None:
    for name, number in UNTIED:
        topic = DECK.topic(name)
        assert topic
        assert any(number in text for text in texts(topic)), (name, number)


def test_agreeing_is_rounding_as_shown() -> None:
    assert agrees("405.790", 405.78999)
    assert agrees("-0.672", -0.67249)
    assert agrees("437", 437.4)
    assert agrees("−1.4400", -1.44004)
    assert not agrees("405.790", 405.7906)
    assert not agrees("-0.672", 0.672)
    assert not agrees("437", 436.4)
