"""Numbers in a text that the live fit does not give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from flashcards.bundled import bundled_content
from flashcards.cards import Example, TiedNumber, Topic
from flashcards.quality.notes import Note

if TYPE_CHECKING:
    from flashcards.models.bench import Bench
    from flashcards.models.quantities import Fit

CODE = "number-differs"

MINE = "mine"
"""The learner's own recalls, whose numbers are hers."""


def notes(topic: Topic) -> Iterator[Note]:
    """Tied numbers that are not what their fit gives, rounded as they are shown.

    Numbers whose fit fails are left out: the example says so itself.
    """
    fitted: dict[Example, Sequence[Fit]] = {}
    for number in topic.numbers:
        example = _example(topic, number)
        shown = _decimal(number.shown)
        if example is None or shown is None or example.data == MINE:
            continue
        if example not in fitted:
            fitted[example] = _fitted(example)
        value = _value(fitted[example], number.value)
        if value is not None and not agrees(shown, value):
            yield Note(
                number.line,
                CODE,
                f"The text has {number.shown} for `{number.value}`, and the fit gives"
                f" {_rounded(value, shown)}; write that, or mend the model.",
            )


def agrees(shown: Decimal, value: float) -> bool:
    """Whether a printed number is a value, rounded to the digits that it has.

    A tie between two roundings is settled by the last bits of the fit, so either will do.
    """
    return abs(Decimal(value) - shown) <= _step(shown) / 2


def _step(shown: Decimal) -> Decimal:
    """One unit of the last digit."""
    return Decimal(1).scaleb(int(shown.as_tuple().exponent))


def _rounded(value: float, shown: Decimal) -> str:
    return f"{value:.{max(-int(shown.as_tuple().exponent), 0)}f}"


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace("−", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _example(topic: Topic, number: TiedNumber) -> Example | None:
    return next((each for each in topic.examples if number.example in ("", each.name)), None)


def _fitted(example: Example) -> Sequence[Fit]:
    """The models of an example; none where one cannot be fitted."""
    from flashcards.examples import asked

    try:
        return _bench().fitted(asked(example))
    except (OSError, ValueError, ArithmeticError):  # formulas and models have errors of values
        return ()


def _value(fits: Sequence[Fit], name: str) -> float | None:
    """What the fit gives; None where it gives nothing that could be compared."""
    from flashcards.models.quantities import value

    if not fits:
        return None
    try:
        given = value(fits, name)
    except (OSError, ValueError, ArithmeticError):
        return None
    return given if isfinite(given) else None


@lru_cache(maxsize=1)
def _bench() -> Bench:
    """Imported only here: what fits models takes longer to load than all else takes to run."""
    from flashcards.models.bench import Bench

    return Bench(bundled_content() / "datasets")
