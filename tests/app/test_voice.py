"""What the plain session says on a terminal that has only ASCII."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voice import in_ascii


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“quoted” – it’s", '"quoted" - it\'s'),
        ("lm → lmer", "lm -> lmer"),
        ("ζ and γ", "zeta and gamma"),
        ("72.72² is about", "72.72^2 is about"),
        ("b₀ + b₁", "b0 + b1"),
        ("café Größe", "cafe GroBe"),
        ("漢", "漢"),
        ("plain", "plain"),
    ],
)
def test_signs_and_what_stands_in_for_them(text: str, plain: str) -> None:
    assert in_ascii(text) == plain.replace("GroBe", "Gro\N{LATIN SMALL LETTER SHARP S}e")


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    assert in_ascii(in_ascii(text)) == in_ascii(text)
    if text.isascii():
        assert in_ascii(text) == text
