"""Texts behind their heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from app.widgets.hanging import LEAST, Hanging, hung


def lines(head: str, text: str, width: int) -> list[str]:
    return hung(Content(head), Content(text), width).plain.split("\n")


def test_later_lines_stand_below_the_first() -> None:
    assert lines("due  ", "one two three", 13) == ["due  one two", "     three"]
    assert lines("due  ", "", 13) == ["due  "]
    assert lines("", "one two", 8) == ["one two"]


@given(st.text("ab ", max_size=12), st.text("ab ζ漢", max_size=60), st.integers(1, 40))
def test_no_line_begins_below_a_head_and_none_is_too_long(head: str, text: str, width: int) -> None:
    first, *rest = lines(head, text, width)
    assert first.startswith(head)
    for line in rest:
        assert line.startswith(" " * len(head))
    room = max(LEAST, width - len(head))
    assert all(Content(line[len(head) :]).cell_length <= room for line in (first, *rest))


@pytest.mark.parametrize("width", [1, 9, 20, 80])
def test_the_height_is_that_of_the_lines(width: int) -> None:
    rows = [(Content("a  "), Content("one two three four")), (Content("bb "), Content("five"))]
    hanging = Hanging(rows)
    assert hanging.get_height({}, width) == len(hanging.at(width).plain.split("\n"))
    assert hanging.get_optimal_width({}, 80) == 21
    assert str(hanging) == "a  one two three four\nbb five"


def test_nothing_takes_no_line() -> None:
    assert Hanging([]).get_height({}, 20) == 0
    assert Hanging([]).get_optimal_width({}, 20) == 0
