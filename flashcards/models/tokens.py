"""The pieces of a formula's source, and the error that points into it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_LENGTH: Final = 4_000
"""Characters of a formula; far more than anyone writes, and it bounds all work below."""

WINDOW: Final = 66
"""Columns of source that are shown around an error."""


class FormulaError(ValueError):
    """A formula that cannot be read, said so that its writer can mend it.

    Attributes:
        message: a sentence without the place.
        offset: 0-based index into ``source`` of the place.
        source: the whole formula as it was written.
        hint: what to write instead, or empty.
    """

    def __init__(self, message: str, offset: int, source: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = max(0, min(offset, len(source)))
        self.source = source
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def pointed(self) -> str:
        """The line of the formula, a caret under the place, the sentence and the hint."""
        start = self.source.rfind("\n", 0, self.offset) + 1
        line = self.source[start:].split("\n", 1)[0]
        column = self.offset - start
        left = max(0, min(column - WINDOW // 2, len(line) - WINDOW))
        shown = "".join(c if c.isprintable() else " " for c in line[left : left + WINDOW])
        place = " " * (column - left) + "^"
        return "\n".join(part for part in (shown, place, self.message, self.hint) if part)


class Token(NamedTuple):
    """One piece: its kind, its text, and where it starts."""

    kind: str
    text: str
    offset: int


_TOKEN: Final = re.compile(
    r"""
      (?P<space>   \s+ )
    | (?P<number>  (?: \d+ (?:\.\d*)? | \.\d+ ) (?:[eE][+-]?\d+)? )
    | (?P<name>    (?: [^\W\d_] | \.(?=[\w.]) ) [\w.]* )
    | (?P<quoted>  `[^`\n]+` )
    | (?P<op>      \|\| | \*\* | [-+*/:^~|(),=] )
    | (?P<dot>     \. )
    """,
    re.VERBOSE,
)

_REFUSED: Final = {
    '"': ("Text in quotes has no place in a formula.", "Write a column's name without quotes."),
    "'": ("Text in quotes has no place in a formula.", "Write a column's name without quotes."),
    "$": ("A formula names columns only.", "Write `x` for `d$x`; the data are named beside it."),
    "%": ("`%` is not understood in a formula.", "For `a %in% b` write `a:b`."),
    "[": ("Square brackets have no place in a formula.", "Name whole columns only."),
    "`": ("This backtick has no partner.", "Close it, or leave it out."),
}


def tokens_of(source: str) -> list[Token]:
    """The pieces of a source, an empty one of kind ``end`` behind the last.

    Raises:
        FormulaError: something in it belongs to no formula.
    """
    if len(source) > MAX_LENGTH:
        raise FormulaError(
            f"This formula is longer than {MAX_LENGTH} characters.",
            MAX_LENGTH,
            source[: 2 * WINDOW],
        )
    found: list[Token] = []
    place = 0
    while place < len(source):
        match = _TOKEN.match(source, place)
        if match is None:
            message, hint = _REFUSED.get(
                source[place], (f"`{_shown(source[place])}` is not understood in a formula.", "")
            )
            raise FormulaError(message, place, source, hint)
        kind = match.lastgroup or ""
        if kind == "dot":
            raise FormulaError(
                "`.` would mean every other column, and which those are cannot be seen here.",
                place,
                source,
                "Name the predictors, as in `y ~ x + z`.",
            )
        if kind != "space":
            found.append(Token(kind, match.group(), place))
        place = match.end()
    found.append(Token("end", "", len(source.rstrip())))
    return found


def _shown(character: str) -> str:
    return character if character.isprintable() else repr(character).strip("'")
