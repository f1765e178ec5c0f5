r"""Formulas in notes of Anki and in tables: where they stand, and the same as in a card.

``\(…\)``, ``\[…\]``, ``<anki-mathjax>…</anki-mathjax>``, ``[$]…[/$]``, ``[$$]…[/$$]`` and
``[latex]…[/latex]`` are formulas; in plain text also ``$…$`` with a sign of TeX in it.
"""

from __future__ import annotations

import re
from html import unescape

from flashcards import maths
from flashcards.reading.characters import clean


def _between(opens: str, closes: str) -> str:
    """A pattern of what stands between two signs.

    It ends where the first sign comes again: else each of many that are never closed would be
    looked for up to the end of the field.
    """
    return rf"{opens}((?:(?!{opens}).)*?){closes}"


_ONE = r"(?<!\\)\\"  # two of them end a row
_MATHJAX = (_between(rf"{_ONE}\(", r"\\\)"), _between(rf"{_ONE}\[", r"\\\]"))
_ANKI = (
    _between(r"\[\$\]", r"\[/\$\]"),
    _between(r"\[\$\$\]", r"\[/\$\$\]"),
    _between(r"\[latex\]", r"\[/latex\]"),
    _between(r"<anki-mathjax[^<>]*>", r"</anki-mathjax>"),
)
_DOLLAR = r"(?<![\\\d$])\$((?=[^$\n]*[\\^_{])[^$\n]+)\$(?!\d)"

IN_HTML = re.compile("|".join((*_MATHJAX, *_ANKI)), re.DOTALL | re.IGNORECASE)
IN_TEXT = re.compile("|".join((*_MATHJAX, _DOLLAR)), re.DOTALL)

_TAG = re.compile(r"<[^<>]*>")
_DOLLARS = re.compile(r"^\$+|\$+$")


def source(match: re.Match[str], *, html: bool) -> str:
    """The TeX of a formula that was found, on one line.

    Args:
        match: of :data:`IN_HTML` or :data:`IN_TEXT`.
        html: whether signs are spelt as entities, and lines parted by tags.
    """
    found = next((group for group in match.groups() if group is not None), "")
    if html:
        found = clean(unescape(_TAG.sub(" ", found)))
    return " ".join(_DOLLARS.sub("", " ".join(found.split())).split())


def markdown(tex: str) -> tuple[str, bool]:
    """A formula as it is written in a card, and whether it can be drawn; code where it cannot."""
    if not tex:
        return "", True
    plain = "$" not in tex and "]{=" not in tex and not _ends_in_sign(tex)
    if plain and not maths.parse(tex).problems:
        return f"${tex}$", True
    return f"`{tex.replace('`', chr(39))}`", False


def _ends_in_sign(tex: str) -> bool:
    r"""Whether a ``\`` would take the dollar behind it for its own."""
    return (len(tex) - len(tex.rstrip("\\"))) % 2 == 1
