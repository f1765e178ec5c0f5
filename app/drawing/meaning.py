"""What each colour of the program means, and what stands beside it for those who see no colour.

One meaning everywhere: in cards, formulas, outputs and figures. A drawing names meanings
(``deviation``); only this file knows that a deviation is orange.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct


class Meaning(Struct, frozen=True):
    r"""One thing that has a colour.

    The hues are those of Okabe and Ito (2008), which people with colour-blindness tell apart;
    darker or lighter where the ground asks for it.

    Attributes:
        name: what drawings call it.
        words: what a legend calls it.
        dark: its colour on a dark ground.
        light: its colour on a light ground.
        stroke: how its lines differ from others without colour.
        letters: the letters of a formula that stand for it.
        colours: the names of ``\color`` that mean it.
    """

    name: str
    words: str
    dark: str
    light: str
    stroke: str
    letters: str = ""
    colours: tuple[str, ...] = ()


MEANINGS: tuple[Meaning, ...] = (
    Meaning("complete", "complete pooling", "#56B4E9", "#0067A5", "solid", "", ("blue",)),
    Meaning(
        "none", "no pooling", "#CC79A7", "#8E3B71", "dotted", "", ("purple", "violet", "magenta")
    ),
    Meaning(
        "intercepts", "random intercepts", "#7FD9B5", "#28704F", "dashed", "", ("teal", "cyan")
    ),
    Meaning("slopes", "random slopes", "#1FB388", "#00664A", "dash-dot"),
    Meaning("fixed", "fixed effects", "#1FB388", "#00664A", "thick", "γ", ("green",)),
    Meaning(
        "deviation",
        "deviation of a group",
        "#E69F00",
        "#8A5A00",
        "arrow",
        "ζ",
        ("orange", "brown", "yellow"),
    ),
    Meaning("residual", "residual", "#9AA3AE", "#5D6772", "thin", "εϵ", ("gray", "grey")),
    Meaning("outcome", "outcome", "#F2764B", "#B23A0E", "point", "y", ("red",)),
)
"""Every meaning there is, in the order in which a legend lists them."""

PLAIN = "plain"
"""The style of what is kept from having a colour."""

_OF_NAME = {each.name: each for each in MEANINGS}
_OF_LETTER = {letter: each.name for each in MEANINGS for letter in each.letters}
_OF_COLOUR = {colour: each.name for each in MEANINGS for colour in each.colours}

_LOOKS: Mapping[str, str] = {
    "strong": "bold",
    "em": "italic",
    "s": "strike",
    "variable": "italic",
    "heading": "bold $primary",
    "code": "on $panel",
    "call": "bold",
    "string": "$secondary",
    "comment": "italic $muted",
    "quiet": "$muted",
    "rule": "$line",
    "link": "underline",
    "fixed": "bold $meaning-fixed",
    PLAIN: "",
    **{each.name: f"$meaning-{each.name}" for each in MEANINGS if each.name != "fixed"},
    **{f"band-{each.name}": f"on $meaning-{each.name} 18%" for each in MEANINGS},
    **{f"bar-{each.name}": f"$meaning-{each.name} 55%" for each in MEANINGS},
    **{f"under-{each.name}": f"on $meaning-{each.name} 55%" for each in MEANINGS},
    **{f"cell-{each.name}": f"$meaning-{each.name} 65%" for each in MEANINGS},
    **{f"pale-{each.name}": f"$meaning-{each.name} 35%" for each in MEANINGS},
    "cell-plain": "$foreground 80%",
    "pale-plain": "$foreground 40%",
    "band-plain": "on $foreground 12%",
    "bar-plain": "$foreground 45%",
    "under-plain": "on $foreground 45%",
}

FAINT = "faint"
"""The style of what lies behind: its colour half transparent."""

_FAINTLY = 55
"""How much of its colour something faint keeps, in per cent."""


def of_letter(letter: str) -> str:
    """The meaning that a letter of a formula has, or an empty string."""
    return _OF_LETTER.get(letter, "")


def of_colour(colour: str) -> str:
    """The meaning of a colour that an author chose; one without meaning is drawn plain."""
    return _OF_COLOUR.get(colour, PLAIN)


def variables(dark: bool) -> dict[str, str]:
    """The colours as theme variables (``meaning-outcome``), for a dark or a light ground."""
    return {f"meaning-{each.name}": each.dark if dark else each.light for each in MEANINGS}


@lru_cache(maxsize=256)
def look(style: str) -> str:
    """The Textual style for the style names of a run: ``strong code`` is ``bold $accent``."""
    names = style.split()
    if FAINT in names:
        colour = next((f"meaning-{name}" for name in names if name in _OF_NAME), "foreground")
        grounds = [_LOOKS[name] for name in names if _LOOKS.get(name, "").startswith("on ")]
        return " ".join((f"${colour} {_FAINTLY}%", *grounds))
    return " ".join(filter(None, (_LOOKS.get(name, "") for name in names)))
