"""Live examples: what a ``live`` fence asks to be computed.

A fence holds lines ``key: value``::

    ```live
    name: slopes
    data: caffeine
    model: lmer(outcome ~ x1 + (1 + x1 | subject))
    show: summary, fixef
    figure: spaghetti
    title: Fits a line for each subject.
    ```

A line that begins with ``#`` is a comment.

Nothing in it is run. It names things that the program has, and formulas that are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from flashcards.cards import Example
from flashcards.reading.live_models import Value, check_models, listed
from flashcards.reading.report import Report, nearest, quoted

FENCE = "live"
"""The word after the backticks that makes a block of code a live example."""

DATA = frozenset({"caffeine", "reading", "schools", "tasks", "tasks-partial", "mine"})
"""The bundled data sets, and the learner's own recalls."""

NO_TABLES: Mapping[str, str] = MappingProxyType({})
"""Where a card has no pack, or that one no tables."""

KEYS = frozenset({"name", "data", "model", "show", "figure", "title", "groups", "digits", "tests"})
"""The keys of a fence; ``model`` may be repeated."""

COMMENT = "#"
"""What a line begins with that is for its author alone."""

MAX_DIGITS = 15

TESTS = ("satterthwaite", "none")
"""What ``tests`` can be: with lmerTest's tests in summaries of ``lmer``, or without."""

_NAME = re.compile(r"[\w-]+")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def read_example(
    content: str, line: int, indent: int, report: Report, tables: Mapping[str, str] = NO_TABLES
) -> Example:
    """Read what is in a live fence.

    Args:
        content: the lines between the fences.
        line: 1-based line of the opening fence.
        indent: columns that stand before each line of content in the file.
        report: where problems go.
        tables: name → path, without ``.csv``, of the tables of the card's own pack.
    """
    values = _lines(content, line, indent, report)
    for key in values.keys() - KEYS:
        _, at, col = values[key][0]
        report.add(
            "live-unknown-key",
            f"The key {quoted(key)} means nothing in a live example; {nearest(key, KEYS)}",
            at,
            col,
        )
    for key, found in values.items():
        if key in KEYS - {"model"} and len(found) > 1:
            _, at, col = found[1]
            report.add(
                "live-duplicate-key",
                f"The key {quoted(key)} is there twice; remove one of the two.",
                at,
                col,
            )
    one = {key: found[0] for key, found in values.items()}
    named = one["data"][0] if "data" in one else ""
    known = DATA | tables.keys()
    _check_values(one, line, report, known)
    data = tables.get(named, named)
    check_models(one, values.get("model", []), report, data=data if named in known else "")
    return Example(
        name=one["name"][0] if "name" in one else "",
        data=data,
        models=tuple(text for text, _, _ in values.get("model", [])),
        show=tuple(view for view, _, _ in listed(one.get("show"))),
        figure=one["figure"][0] if "figure" in one else "",
        options=tuple(
            (key, one[key][0]) for key in ("title", "groups", "digits", "tests") if key in one
        ),
        line=line,
    )


def _lines(content: str, line: int, indent: int, report: Report) -> dict[str, list[Value]]:
    """Key → its values, in order."""
    values: dict[str, list[Value]] = {}
    for number, raw in enumerate(content.split("\n"), line + 1):
        if not raw.strip() or raw.lstrip().startswith(COMMENT):
            continue
        key, colon, value = raw.partition(":")
        start = indent + len(raw) - len(raw.lstrip()) + 1
        if not colon or not key.strip() or not value.strip():
            report.add(
                "live-syntax",
                f"The line {quoted(raw.strip())} is not of the form `key: value`; mend it.",
                number,
                start,
            )
            continue
        known = key.strip() in KEYS
        col = indent + len(key) + 2 + len(value) - len(value.lstrip()) if known else start
        values.setdefault(key.strip(), []).append((value.strip(), number, col))
    return values


def _check_values(one: dict[str, Value], line: int, report: Report, known: frozenset[str]) -> None:
    """Report values that name nothing the program has."""
    from flashcards.models.requests import FIGURES, VIEWS

    if "data" not in one:
        names = ", ".join(sorted(known))
        report.add(
            "live-missing-data",
            f"The example has no data; add a line `data: …` with one of {names}.",
            line,
        )
    else:
        _check_known(one["data"], known, "data", "data set", report)
    for view in listed(one.get("show")):
        _check_known(view, VIEWS, "view", "view", report)
    if "figure" in one:
        _check_known(one["figure"], FIGURES, "figure", "figure", report)
    sound: tuple[tuple[str, Callable[[str], object], str], ...] = (
        ("name", _NAME.fullmatch, "is no single word; write it with hyphens."),
        (
            "digits",
            _is_digits,
            f"is no number of digits; write a whole number from 1 to {MAX_DIGITS}.",
        ),
        ("tests", TESTS.__contains__, f"names no tests; write {' or '.join(TESTS)}."),
    )
    for key, accepted, wrong in sound:
        if key in one and not accepted(one[key][0]):
            text, at, col = one[key]
            what = "The name " if key == "name" else ""
            report.add("live-bad-value", f"{what}{quoted(text)} {wrong}", at, col)


def _check_known(
    value: Value, known: Sequence[str] | frozenset[str], code: str, what: str, report: Report
) -> None:
    text, line, col = value
    if text not in known:
        report.add(
            f"live-unknown-{code}",
            f"There is no {what} {quoted(text)}; {nearest(text, known)}",
            line,
            col,
        )


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= MAX_DIGITS


def balanced(text: str) -> bool:
    """Whether every bracket and quote of an R expression is closed, in order."""
    return _depths(text)[1]


def _depths(text: str) -> tuple[list[int], bool]:
    """How deep it is after each bracket, and whether all is balanced."""
    waiting: list[str] = []
    depths: list[int] = []
    quote = ""
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([{":
            waiting.append(char)
            depths.append(len(waiting))
        elif char in _PAIRS:
            if not waiting or waiting.pop() != _PAIRS[char]:
                return depths, False
            depths.append(len(waiting))
    return depths, not waiting and not quote
