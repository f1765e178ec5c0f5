"""One meaning for each colour, to be read on both grounds, and never by colour alone."""

from __future__ import annotations

import pytest
from textual.color import Color

from app.drawing import meaning
from app.drawing.meaning import MEANINGS, Meaning
from app.theme import DARK, LIGHT
from flashcards.reading.maths_symbols import COLOURS


@pytest.mark.parametrize("each", MEANINGS, ids=lambda each: each.name)
def test_a_colour_can_be_read_on_both_grounds(each: Meaning) -> None:
    for theme, colour in ((DARK, each.dark), (LIGHT, each.light)):
        for ground in (theme.background, theme.surface, theme.panel):
            assert ground is not None
            assert contrast(colour, ground) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    high, low = sorted((luminance(Color.parse(c)) for c in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_meanings_differ_in_more_than_colour() -> None:
    assert len({each.stroke for each in MEANINGS}) == len(MEANINGS)


def test_every_colour_of_a_formula_has_a_look() -> None:
    for colour in COLOURS:
        assert meaning.of_colour(colour) in {*(each.name for each in MEANINGS), meaning.PLAIN}
    assert meaning.of_colour("black") == meaning.PLAIN


def test_a_look_joins_its_styles() -> None:
    assert meaning.look("strong code") == "bold on $panel"
    assert meaning.look("fixed variable") == "bold $meaning-fixed italic"
    assert meaning.look("") == ""
