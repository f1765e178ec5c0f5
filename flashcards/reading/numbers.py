"""Numbers in a card's text that are tied to a fit: whether the example's models have them.

Nothing is fitted: a number's name says of which group and effect it is, and the models' formulas
and the data say which there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flashcards.cards import Example, TiedNumber
from flashcards.reading.report import Report, nearest, quoted

if TYPE_CHECKING:
    from flashcards.models.quantity import Quantity
    from flashcards.models.requests import ModelCall

_WORD = re.compile(r"[^\W\d_][\w.]*")
_SINGLE = frozenset({"nobs", "sigma", "scaled"})


def check_numbers(
    numbers: Sequence[TiedNumber], examples: Sequence[Example], report: Report
) -> None:
    """Report numbers that no model of their example has.

    Args:
        numbers: the tied numbers of a card.
        examples: its live examples.
        report: where problems go.
    """
    for number in numbers:
        example = next((each for each in examples if number.example in {"", each.name}), None)
        if example is not None and (wrong := _wrong(number.value, example)):
            report.add("unknown-number", wrong, number.line)


def _wrong(name: str, example: Example) -> str:
    """What is wrong with a number's name, or nothing."""
    from flashcards.models.errors import ModelError
    from flashcards.models.quantity import read_quantity
    from flashcards.models.requests import read_models
    from flashcards.models.tokens import FormulaError

    try:
        quantity = read_quantity(name)
    except ModelError as error:
        return str(error)
    try:
        calls = read_models(example.models)
    except (ModelError, FormulaError):
        return ""  # told at the model
    if not calls:
        return f"The example has no model that {quoted(name)} could come from; name one."
    return _unknown_group(quantity, calls, example) or _unknown_effect(quantity, calls)


def _unknown_group(quantity: Quantity, calls: Sequence[ModelCall], example: Example) -> str:
    """What is wrong with the grouping factor and the group of a number, or nothing."""
    from flashcards.models.quantity import KINDS

    if KINDS[quantity.kind][:1] != ("group",) or quantity.parts[0] in {"residual", "fixef"}:
        return ""
    factors = {
        ":".join(name.text for name in term.group) for call in calls for term in call.model.random
    }
    group = quantity.parts[0]
    if group not in factors:
        if not factors:
            return (
                f"{quoted(group)} is no grouping factor, as the example has no mixed model; give it"
                " one, or tie the number to another example."
            )
        return f"The models have no grouping factor {quoted(group)}; {nearest(group, factors)}"
    return _unknown_level(quantity, group, example)


def _unknown_level(quantity: Quantity, group: str, example: Example) -> str:
    from flashcards.reading.columns import columns_of

    levels = (columns_of(example.data) or {}).get(group)
    if len(quantity.parts) != 3 or quantity.kind == "cor" or not levels:
        return ""
    level = quantity.parts[1]
    if level in levels:
        return ""
    return f"{quoted(group)} has no group {quoted(level)}; {nearest(level, levels)}"


def _unknown_effect(quantity: Quantity, calls: Sequence[ModelCall]) -> str:
    """What is wrong with the effects of a number, or nothing."""
    known = {name for call in calls for name in call.columns}
    for effect in _effects(quantity):
        if effect in {"intercept", "(Intercept)"} or effect in known:
            continue
        # The column of a factor's level is the factor's name with the level behind it: `x2yes`.
        if not all(word.startswith(tuple(known)) for word in _WORD.findall(effect)):
            return f"The models have no effect {quoted(effect)}; {nearest(effect, known)}"
    return ""


def _effects(quantity: Quantity) -> Iterable[str]:
    from flashcards.models.quantity import KINDS

    if quantity.parts == ("residual",) or quantity.kind in _SINGLE:
        return ()
    named = zip(KINDS[quantity.kind], quantity.parts, strict=False)
    return [part for kind, part in named if kind == "effect"]
