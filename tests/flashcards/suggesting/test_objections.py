from __future__ import annotations

import pytest

from flashcards.suggesting.objections import doubted, objects, shape_of
from flashcards.suggesting.words import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I mix up slope and intercept.", {0}),
        ("People mix up slope and intercept.", set()),
        ("I always confuse them. This is right.", {0}),
        ("b0 is the slope. Or is it the intercept?", {0, 1}),
        ("b0 is the slope or vice versa", {0}),
        ("ranef = fixef + coef", {0}),
        ("coef = fixef + ranef", set()),
        ("fixef minus ranef is coef", {0}),
        ("coef minus fixef is ranef", set()),
    ],
)
def test_doubts_and_wrong_sums_speak_against_a_sentence(text: str, expected: set[int]) -> None:
    assert set(doubted(tokens(text))) == expected


ALIKE = "Observations of one group are more alike than observations of different groups"


@pytest.mark.parametrize(
    ("point", "text", "expected"),
    [
        (ALIKE, "different groups are more alike than the same group", True),
        (ALIKE, "in the same group they are more alike than in different ones", False),
        (ALIKE, "in one group they are alike", False),
        ("Level 2: an effect plus a deviation", "level 1 is the effect plus a deviation", True),
        ("Level 2: an effect plus a deviation", "level 2 is the effect plus a deviation", False),
        ("Level 2: an effect plus a deviation", "the effect plus a deviation", False),
    ],
)
def test_another_level_and_a_turned_comparison_are_noticed(
    point: str, text: str, expected: bool
) -> None:
    found = tokens(text)
    said = [(index,) for index, token in enumerate(found) if token.word in ("alike", "effect")]
    assert objects(found, said, shape_of(tokens(point))) is expected
