"""Every card that comes with the program is read without a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashcards import lint
from flashcards.deck import bundled_content
from flashcards.markdown import read_topic
from flashcards.reading.files import COURSE, list_course

CONTENT = bundled_content()
CARDS = list_course(CONTENT).paths


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_is_without_fault(path: Path) -> None:
    topic, problems = read_topic(path.read_text("utf-8"), str(path), "lm-to-lmer")
    assert [str(problem) for problem in problems] == []
    assert topic
    assert 4 <= len(topic.key_points) <= 8
    assert topic.examples
    assert all(example.name and (example.show or example.figure) for example in topic.examples)


def test_the_course_is_without_fault() -> None:
    assert [str(problem) for problem in lint.check([CONTENT])] == []
    assert (CONTENT / COURSE).is_file()
    assert CARDS
