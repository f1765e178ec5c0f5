"""A line that is drawn as it is."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from app.widgets.oneline import OneLine

WORDS = "a line much longer than the window that it is shown in"


class Window(App[None]):
    def compose(self) -> ComposeResult:
        yield Static(OneLine(Content.assemble((WORDS, "bold"), " end"), margin=2))


async def test_a_long_line_stays_one_line_and_keeps_its_margin_and_style() -> None:
    async with Window().run_test(size=(20, 4)) as pilot:
        line = pilot.app.query_one(Static)
        assert line.size.height == 1
        strip = line.render_line(0)
        assert strip.text == f"  {WORDS} end"
        assert {s.text: bool(s.style and s.style.bold) for s in strip} == {
            "  ": False, WORDS: True, " end": False
        }  # fmt: skip


def test_it_reads_as_its_text() -> None:
    assert str(OneLine(Content.styled("two words", "bold"))) == "two words"
