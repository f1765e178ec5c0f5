"""R calls such as ``lmer(y ~ x + (1 | g), data = d)``: read and compared, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flashcards.models.formula import equivalent_up_to_names
from flashcards.models.tokens import FormulaError

FITTING: Final = frozenset({"lm", "lmer"})
"""Functions whose first argument is a formula, and which are compared by what it means."""

OPENING, CLOSING = "([{", ")]}"

_HEAD: Final = re.compile(
    r"""
    \s* (?: [\w.]+ \s* (?:<-|=) \s* )?           # m <- …
    (?: (?P<package> [^\W\d_][\w.]* ) :::? )?    # lmerTest::…
    (?P<function> \.?[^\W\d_][\w.]* ) \s* \(
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class RCall:
    """A call of an R function.

    Attributes:
        function: its name without a package.
        package: what stood before ``::``, or empty.
        formula: source of its formula argument, or empty.
    """

    function: str
    package: str = ""
    formula: str = ""


def parse_call(text: str) -> RCall | None:
    """Reads a text as one R call; None where it is not one.

    A name to the left of ``<-`` and whatever follows the closing bracket (``$subject``,
    ``[1]``) is left out. A bracket that the writer forgot to close ends with the text.
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    return RCall(head["function"], head["package"] or "", formula_argument(text[head.end() - 1 :]))


def same_call(one: str, other: str) -> bool:
    """Whether two calls do the same: by function, and for a fit by the meaning of its formula.

    The names of columns, data and models do not matter, nor does a package before ``::``.
    """
    first, second = parse_call(one), parse_call(other)
    if first is None or second is None or first.function.lower() != second.function.lower():
        return False
    if first.function.lower() not in FITTING:
        return True
    try:
        return equivalent_up_to_names(first.formula, second.formula)
    except FormulaError:
        return False


def formula_argument(arguments: str) -> str:
    """The formula among a call's arguments, which start with their opening bracket.

    It is the one named ``formula``, else the first without a name that has a ``~``; empty
    where there is none.
    """
    for argument in arguments_of(arguments):
        name, equals, value = argument.partition("=")
        if equals and name.strip() == "formula":
            return value.strip()
        if "~" in argument and "=" not in argument.partition("~")[0]:
            return argument.strip()
    return ""


def close_of(text: str, opening: int) -> int:
    """Index behind the bracket that closes the one at ``opening``, or −1 where none does."""
    depth = 0
    for index, character in _outside_quotes(text, opening):
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
            if depth == 0:
                return index + 1
    return -1


def arguments_of(arguments: str) -> Iterator[str]:
    """The arguments between an opening bracket and its partner, cut at their commas."""
    depth, start = 0, 1
    for index, character in _outside_quotes(arguments, 0):
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth -= 1
            if depth == 0:
                yield arguments[start:index]
                return
        elif character == "," and depth == 1:
            yield arguments[start:index]
            start = index + 1
    yield arguments[start:]


def _outside_quotes(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The characters of R code that stand in no text, with their places."""
    quote = ""
    for index in range(start, len(text)):
        if quote:
            quote = "" if text[index] == quote else quote
        elif text[index] in "\"'":
            quote = text[index]
        else:
            yield index, text[index]
