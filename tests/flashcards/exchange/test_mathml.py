"""Formulas as MathML: well formed, whatever stands in them, and with every sign."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.bundled import bundled_content
from flashcards.deck import load_deck
from flashcards.exchange.mathml import mathml

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)


def tree(tex: str, *, display: bool = False) -> ET.Element:
    return ET.fromstring(mathml(tex, display=display))


def shape(node: ET.Element) -> str:
    inner = "".join(map(shape, node))
    return f"{node.tag}({inner})" if inner else f"{node.tag}:{(node.text or '').strip()}"


@pytest.mark.parametrize(
    ("tex", "drawn"),
    [
        ("b_0", "msub(mi:bmn:0)"),
        (r"\sigma^2", "msup(mi:σmn:2)"),
        (r"\sigma_\epsilon^2", "msubsup(mi:σmi:ϵmn:2)"),
        (r"\frac{a}{b}", "mfrac(mrow(mi:a)mrow(mi:b))"),
        (r"\sqrt{x}", "msqrt(mrow(mi:x))"),
        (r"\hat{y}", "mover(mrow(mi:y)mo:^)"),
        (r"\text{lot of words}", "mtext:lot of words"),
        ("x = 1", "mi:xmo:=mn:1"),
    ],
)
def test_what_a_formula_becomes(tex: str, drawn: str) -> None:
    found = shape(tree(tex)).removeprefix("math(").removeprefix("mrow(")
    assert drawn.replace("mrow(", "").replace(")", "") == found.replace("mrow(", "").replace(
        ")", ""
    )


def test_a_formula_on_its_own_line_says_so() -> None:
    assert tree("x", display=True).attrib["display"] == "block"
    assert "display" not in tree("x").attrib
    assert tree(r"a < b").attrib["alttext"] == "a < b"


def test_lines_that_meet_are_a_table() -> None:
    found = tree(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", display=True)
    assert [len(row) for row in found.iter("mtr")] == [2, 2]


def test_every_formula_of_the_course_is_well_formed() -> None:
    for topic in load_deck(bundled_content()).topics:
        texts = [topic.body, *(point.text for point in topic.key_points)]
        for block, line in (match for text in texts for match in FORMULA.findall(text)):
            assert len(tree(block or line)) > 0


@given(st.text(max_size=40) | st.text("\\{}_^$&<>\"'abfrac ", max_size=40))
def test_any_source_is_well_formed(tex: str) -> None:
    tree(tex)
