"""Both themes can be read: contrasts as WCAG 2 computes them, on every ground that is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.color import Color
from textual.screen import Screen
from textual.theme import Theme

from app.app import StudyApp
from app.theme import DARK, LIGHT, THEMES
from flashcards import settings
from flashcards.study import Study
from tests.app.helpers import settle

Start = Callable[[], StudyApp]

READABLE = 4.5
"""The least contrast of text, by WCAG 2.2, level AA."""

GROUNDS = ("background", "surface", "panel")
INKS = ("foreground", "primary", "secondary", "accent", "success", "warning", "error")


def luminance(colour: Color) -> float:
    """Relative luminance of an opaque colour."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in colour.rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#FFFFFF")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_can_be_read_on_every_ground(theme: Theme, ground: str) -> None:
    under = Color.parse(getattr(theme, ground))
    inks = {name: getattr(theme, name) for name in INKS} | {"muted": theme.variables["muted"]}
    poor = {name: round(contrast(Color.parse(ink), under), 2) for name, ink in inks.items()}
    assert {name: ratio for name, ratio in poor.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("block-cursor-foreground", "block-cursor-background"),
        ("muted", "block-cursor-background"),
        ("footer-key-foreground", "footer-background"),
        ("footer-description-foreground", "footer-background"),
    ],
)
def test_what_lies_under_the_cursor_can_be_read(theme: Theme, ink: str, ground: str) -> None:
    pair = [Color.parse(theme.variables[name]) for name in (ink, ground)]
    assert contrast(*pair) >= READABLE


def test_the_themes_are_those_that_can_be_set() -> None:
    assert [theme.name for theme in THEMES] == list(settings.THEMES)
    assert (DARK.dark, LIGHT.dark) == (True, False)
    assert DARK.variables.keys() == LIGHT.variables.keys()


def drawn(screen: Screen[object]) -> Iterator[tuple[str, Color, Color]]:
    """Every piece of text with its colours; of what lies under a box, none."""
    box = next(iter(screen.query(".box")), None)
    for line, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            start, x = x, x + cell_len(text)
            if box is not None and not box.region.contains(start, line):
                continue
            if any(character.isalnum() for character in text):
                assert style is not None
                assert style.color is not None
                assert style.bgcolor is not None
                assert not style.dim
                yield text.strip(), *map(Color.from_rich_color, (style.color, style.bgcolor))


@pytest.mark.parametrize("name", settings.THEMES)
@pytest.mark.parametrize(
    "way",
    [[], ["enter"], ["enter", "3"], ["enter", "3", "a"],
     ["enter", "3", "a", "ctrl+s", "y", "p", "n"], ["b"], ["s"], ["o"], ["question_mark"]],
    ids=["home", "comfort", "page", "text", "check", "browse", "settings", "opening", "help"],
)  # fmt: skip
async def test_whatever_is_drawn_can_be_read(
    start: Start, study: Study, name: str, way: list[str]
) -> None:
    study.settings = replace(study.settings, theme=name)
    async with start().run_test(size=(120, 36)) as pilot:
        for key in way:
            await pilot.press(key)
        await settle(pilot)
        poor = set()
        for text, ink, ground in drawn(pilot.app.screen):
            if contrast(ink, ground) < READABLE:
                poor.add((text, ink.hex, ground.hex, round(contrast(ink, ground), 2)))
        assert poor == set()
