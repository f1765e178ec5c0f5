"""Two models of the same data side by side, and where their outputs differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final

from flashcards.models.columns import Data, Factor, column
from flashcards.models.errors import ModelError
from flashcards.models.examples import Fits, show
from flashcards.models.explore.exchange import (
    Change,
    ComparedAsked,
    ComparedShown,
    FormulasAsked,
    FormulasShown,
)
from flashcards.models.live import Asked, Output
from flashcards.models.requests import read_models
from flashcards.models.rscript import script
from flashcards.models.tree import Name

MOST: Final = 8
"""Formulas that are offered to be picked."""

_WORD: Final = re.compile(r"\S+")


def compared(
    asked: ComparedAsked, data: Data, labels: Mapping[str, str], fits: Fits | None = None
) -> ComparedShown:
    """Both models' outputs, where they differ, and a figure of both.

    Args:
        asked: the models and what is shown of them.
        data: the data set that they are of.
        labels: by column, what an axis calls it.
        fits: models of these data that were fitted before; new ones are put in.

    Raises:
        ModelError: a model cannot be fitted.
        FormulaError: a formula cannot be read.
    """
    known: Fits = {} if fits is None else fits
    if not asked.model.strip():
        raise ModelError("There is no model yet.", "Write one, such as `lm(y ~ x)`.")
    models = tuple(filter(None, (asked.model, asked.other)))
    views = (asked.view,)
    shown = [
        show(Asked(asked.data, (model,), views, digits=asked.digits), data, labels, fits=known)
        for model in models
    ]
    both = Asked(asked.data, models, (), asked.figure, asked.groups, asked.digits)
    drawn = show(both, data, labels, fits=known)
    outputs = [each.outputs[0] for each in shown]
    other = outputs[1] if len(outputs) > 1 else None
    told = (sentence for each in (*shown, drawn) for sentence in each.messages)
    return ComparedShown(
        outputs[0],
        other,
        changes(outputs[0], other) if other else (),
        changes(other, outputs[0]) if other else (),
        drawn.figure,
        script(Asked(asked.data, models, views, asked.figure, asked.groups, asked.digits)),
        tuple(dict.fromkeys(told)),
    )


def offered(asked: FormulasAsked, data: Data, labels: Mapping[str, str]) -> FormulasShown:
    """Models of a data set that one would compare, and what its columns are.

    Raises:
        ModelError: the model at hand is no call, or its outcome no column.
        FormulaError: its formula cannot be read.
    """
    (call,) = read_models((asked.model,))
    response = call.model.response
    name = response.text if isinstance(response, Name) else next(iter(data))
    return FormulasShown(
        tuple(formulas(data, name)), tuple((each, labels.get(each, "")) for each in data)
    )


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
