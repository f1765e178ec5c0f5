"""The card on the screen, in real widgets."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from app.drawing import meaning
from app.drawing.signs import GlyphSet
from app.theme import DARK, THEMES
from app.widgets.card import Card, LivePlace, Prose, inline_content
from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.markdown import read_topic

SOURCE = r"""---
id: slopes
title: Slopes
---
Each group *i* has a slope [bold]of its own[/bold]:

$$b_{1i} = \gamma_{10} + \zeta_{1i}$$

```live
data: caffeine
model: lmer(outcome ~ x1 + (1 + x1 | subject))
show: summary, VarCorr
figure: spaghetti
title: Draws the 20 lines.
```

The end of the text.

## Key points
- Each group has $\zeta_{1i}$ {#one}
  - ask: What has each group?
  - cues: zeta
"""


@pytest.fixture
def topic() -> Topic:
    made, problems = read_topic(SOURCE, "slopes.md", "test")
    assert made is not None, problems
    return made


class CardApp(App[None]):
    """A card and nothing else."""

    CSS = "VerticalScroll { scrollbar-size-vertical: 1; }"

    def __init__(self, topic: Topic, glyphs: GlyphSet = "unicode", theme: str = "dark") -> None:
        super().__init__()
        self.topic = topic
        self.glyphs = glyphs
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Card(self.topic, self.glyphs)


def cells(pilot: Pilot[None]) -> list[list[tuple[str, Style | None]]]:
    """Every character on the screen with its style."""
    return [
        [(char, segment.style) for segment in strip for char in segment.text]
        for strip in pilot.app.screen._compositor.render_strips()
    ]


def shown(pilot: Pilot[None]) -> str:
    return "\n".join("".join(char for char, _ in row).rstrip() for row in cells(pilot))


def colour_of(pilot: Pilot[None], char: str) -> str:
    style = next(style for row in cells(pilot) for c, style in row if c == char)
    assert style is not None
    assert style.color is not None
    return style.color.name.upper()


async def test_text_formula_and_the_place_of_the_example(topic: Topic) -> None:
    async with CardApp(topic).run_test(size=(60, 30)) as pilot:
        screen = shown(pilot)
    assert "Each group i has a slope [bold]of its own[/bold]:" in screen
    assert "    b₁ᵢ = γ₁₀ + ζ₁ᵢ" in screen
    assert "╭─ live · caffeine ─" in screen
    assert "Draws the 20 lines." in screen
    assert "lmer(outcome ~ x1 + (1 + x1 | subject))" in screen
    assert "To see: summary(), VarCorr(), the lines of all groups" in screen
    assert screen.index("Draws the 20") < screen.index("The end of the text.")
    assert "Key points" not in screen


async def test_a_card_is_few_widgets(topic: Topic) -> None:
    async with CardApp(topic).run_test(size=(60, 30)) as pilot:
        parts = list(pilot.app.query_one(Card).children)
    assert [type(part) for part in parts] == [Prose, LivePlace, Prose]


async def test_a_card_is_set_anew_for_another_width(topic: Topic) -> None:
    async with CardApp(topic).run_test(size=(80, 30)) as pilot:
        assert "Each group i has a slope [bold]of its own[/bold]:" in shown(pilot)
        await pilot.resize_terminal(30, 40)
        await pilot.pause()
        assert "Each group i has a slope" in shown(pilot).splitlines()
        await pilot.resize_terminal(80, 30)
        await pilot.pause()
        assert "Each group i has a slope [bold]of its own[/bold]:" in shown(pilot)


async def test_colours_follow_the_theme(topic: Topic) -> None:
    deviation = next(each for each in meaning.MEANINGS if each.name == "deviation")
    async with CardApp(topic).run_test(size=(60, 30)) as pilot:
        assert colour_of(pilot, "ζ") == deviation.dark
        pilot.app.theme = "light"
        await pilot.pause()
        assert colour_of(pilot, "ζ") == deviation.light


async def test_a_theme_that_knows_no_meanings_still_shows_the_card(topic: Topic) -> None:
    async with CardApp(topic, theme="nord").run_test(size=(60, 30)) as pilot:
        assert "b₁ᵢ = γ₁₀ + ζ₁ᵢ" in shown(pilot)


async def test_a_poor_font_gets_ascii(topic: Topic) -> None:
    async with CardApp(topic, "ascii").run_test(size=(60, 30)) as pilot:
        screen = shown(pilot)
    assert "b_1i = gamma_10 + zeta_1i" in screen
    assert screen.isascii()


@pytest.mark.parametrize("size", [(38, 24), (100, 30)])
async def test_every_card_of_the_course_fits_its_width(course: Deck, size: tuple[int, int]) -> None:
    for card in course.topics:
        async with CardApp(card).run_test(size=size) as pilot:
            await pilot.pause()
            scroll = pilot.app.query_one(VerticalScroll)
            assert scroll.max_scroll_x == 0, card.id
            for part in pilot.app.query(Prose):
                text = part.render()
                assert all(line.cell_length <= part.content_size.width for line in text.split("\n"))
                assert text.plain.count("\n") + 1 == part.content_size.height


async def test_a_key_point_is_shown_without_markup() -> None:
    content = inline_content(r"a [red]point[/red] with $\gamma_{00}$ and `code`")
    assert isinstance(content, Content)
    assert content.plain == "a [red]point[/red] with γ₀₀ and code"

    class PointApp(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(content)

    app = PointApp()
    app.register_theme(DARK)
    app.theme = "dark"
    async with app.run_test(size=(60, 3)) as pilot:
        assert shown(pilot).splitlines()[0] == content.plain


def test_a_key_point_in_ascii() -> None:
    assert inline_content(r"$\sigma_\epsilon^2$", "ascii").plain == "sigma_e^2"
