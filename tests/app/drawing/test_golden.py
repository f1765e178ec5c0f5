"""Every formula of the course is drawn as it was when somebody last looked at it."""

from __future__ import annotations

import pytest

from flashcards.maths import parse
from tests.app.golden import FILE, entry, formulas, page

RULE = "-" * 80
LOOK = "run `python -m tests.app.golden` and look at what has changed in tests/app/golden/maths.txt"


def kept() -> dict[str, str]:
    """The entries of the file by the source of their formula."""
    entries = FILE.read_text("utf-8").removesuffix("\n").split(f"\n\n{RULE}\n")
    return {text.split("\n", 1)[0]: text for text in entries}


@pytest.mark.parametrize("tex", formulas())
def test_a_formula_of_the_course_is_drawn_as_it_was(tex: str) -> None:
    assert parse(tex).problems == ()
    assert tex in kept(), f"this formula is new: {LOOK}"
    assert entry(tex) == kept()[tex], LOOK


def test_the_file_holds_the_formulas_of_the_course_and_no_others() -> None:
    assert FILE.read_text("utf-8") == page(), LOOK
