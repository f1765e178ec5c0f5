"""Every example prints what R prints of it, and its R script runs in R."""

from __future__ import annotations

from typing import Final

import pytest

from flashcards.models.live import Asked
from tests.content.examples_in_r import BENCH, PACKAGES, PRINTED, examples, in_r, ours
from tests.flashcards.models.live_r import lacking

EXAMPLES: Final = examples()
REASON: Final = lacking(*PACKAGES)


@pytest.mark.parametrize(("name", "wanted"), EXAMPLES.items(), ids=EXAMPLES)
def test_an_example_prints_what_r_printed(name: str, wanted: Asked) -> None:
    assert ours(wanted) == (PRINTED / f"{name}.txt").read_text("utf-8")


def test_what_r_printed_is_of_an_example() -> None:
    assert {file.stem for file in PRINTED.iterdir()} == EXAMPLES.keys()


@pytest.mark.parametrize(("name", "wanted"), EXAMPLES.items(), ids=EXAMPLES)
def test_an_example_shows_all_that_it_is_asked_for(name: str, wanted: Asked) -> None:
    shown = BENCH.show(wanted)
    assert list(dict.fromkeys(output.view for output in shown.outputs)) == list(wanted.show)
    assert all(output.lines and output.call != output.view for output in shown.outputs)
    assert (shown.figure is not None) == bool(wanted.figure)
    assert shown.messages == ()


@pytest.mark.slow
@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_r_prints_the_same_today() -> None:
    printed = in_r(EXAMPLES)
    assert printed.keys() == EXAMPLES.keys()
    for name, wanted in EXAMPLES.items():
        assert ours(wanted) == printed[name], name
