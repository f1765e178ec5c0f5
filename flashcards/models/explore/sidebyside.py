"""Two models of the same data side by side, and where their outputs differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from flashcards.models.columns import Data, Factor, column
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import Change
from flashcards.models.live import Output

MOST: Final = 8
"""Formulas that are offered to be picked."""

_WORD: Final = re.compile(r"\S+")


def changes(output: Output, other: Output) -> tuple[Change, ...]:
    """The words of an output that differ from those of another one.

    Lines are matched first, by what they consist of; words within a pair of lines then.
    """
    return tuple(_changes(output.lines, other.lines))


def _changes(lines: tuple[str, ...], others: tuple[str, ...]) -> Iterator[Change]:
    names, other_names = ([_name(line) for line in each] for each in (lines, others))
    matcher = SequenceMatcher(None, names, other_names, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for place in range(a, b):
            partner = others[c + place - a] if kind == "equal" or place - a < d - c else ""
            yield from _words(place, lines[place], partner)


def _name(line: str) -> str:
    """What a line is about: its first word that is no number."""
    return next((word for word in _WORD.findall(line) if not re.match(r"[-+.\d]", word)), "")


def _words(place: int, line: str, other: str) -> Iterator[Change]:
    mine = list(_WORD.finditer(line))
    words, partners = [word.group() for word in mine], _WORD.findall(other)
    for kind, a, b, _, _ in SequenceMatcher(None, words, partners, autojunk=False).get_opcodes():
        if kind != "equal":
            for word in mine[a:b]:
                yield Change(place, word.start(), word.end())


def formulas(data: Data, response: str) -> list[str]:
    """Models of these data that one would compare, from the simplest on.

    Args:
        data: columns by name.
        response: the outcome.

    Raises:
        ModelError: there is no such column.
    """
    columns = {name: column(data, name) for name in data}
    if response not in columns:
        raise ModelError(f"There is no column `{response}`.")
    numbers = [name for name, each in columns.items() if not isinstance(each, Factor)]
    predictors = [name for name in numbers if name != response]
    groups = [
        name
        for name, each in columns.items()
        if isinstance(each, Factor) and 3 <= len(each.levels) < len(each) / 2
    ]
    return list(_offered(response, predictors, groups))[:MOST]


def _offered(response: str, predictors: list[str], groups: list[str]) -> Iterator[str]:
    x = predictors[0] if predictors else "1"
    yield f"lm({response} ~ {x})"
    for g in groups[:1]:
        if predictors:
            yield f"lm({response} ~ {x} + {g})"
            yield f"lm({response} ~ {x} * {g})"
        yield f"lmer({response} ~ 1 + (1 | {g}))"
        if predictors:
            yield f"lmer({response} ~ {x} + (1 | {g}))"
            yield f"lmer({response} ~ {x} + (1 + {x} | {g}))"
            yield f"lmer({response} ~ {x} + (1 + {x} || {g}))"
            yield f"lmer({response} ~ {x} + (0 + {x} | {g}))"
    if len(groups) > 1:
        crossed = " + ".join(f"(1 | {g})" for g in groups[:2])
        yield f"lmer({response} ~ {x} + {crossed})"
