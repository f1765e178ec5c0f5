"""Tables of coefficients and of tests, as R's ``printCoefmat()`` sets them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from flashcards.models.rnumbers import (
    Value,
    format_numbers,
    format_pval,
    round_half,
    zapsmall,
)
from flashcards.models.rtables import print_cells
from flashcards.models.rtext import WIDTH

STARS: Final = ((0.001, "***"), (0.01, "**"), (0.05, "*"), (0.1, "."))
"""What stands behind a p-value up to a bound; nothing stands behind a larger one."""

LEGEND: Final = "Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1"


def print_coefmat(
    columns: Mapping[str, Sequence[Value]],
    rows: Sequence[str],
    digits: int,
    *,
    joint: Sequence[str] = (),
    tests: Sequence[str] = (),
    zapped: Sequence[str] = (),
    p_values: bool = False,
    missing: str = "NA",
    width: int = WIDTH,
) -> list[str]:
    """A table of numbers with its tests and p-values.

    Args:
        columns: numbers by column name, the p-values last.
        rows: the name of each row.
        digits: significant digits, already those of this kind of table.
        joint: columns of coefficients and standard errors, formatted together.
        tests: columns of test statistics, formatted together with fewer digits.
        zapped: columns whose small numbers are rounded away first.
        p_values: whether the last column holds p-values, to be given stars.
        missing: what is shown for a missing number.
        width: columns of the console.
    """
    numbers = {
        name: zapsmall(column, digits) if name in zapped else list(column)
        for name, column in columns.items()
    }
    test_digits = max(1, min(5, digits - 1))
    p_name = list(numbers)[-1] if p_values else ""
    shown = _coefficients(numbers, joint, digits) | _tests(numbers, tests, test_digits, digits)
    for name in numbers:
        if name not in shown and name != p_name:
            shown[name] = format_numbers(numbers[name], digits)
    measured = [name for name in numbers if name not in tests and name != p_name]
    _unzero(shown, numbers, measured, max(1, digits - 1))
    if p_name:
        shown[p_name] = format_pval(numbers[p_name], test_digits)
    for name, column in numbers.items():
        for i, value in enumerate(column):
            if value is None or value != value:
                shown[name][i] = missing if value is None else "NaN"

    stars = _stars(numbers[p_name]) if p_name else []
    names, cells = list(numbers), [shown[name] for name in numbers]
    if any(stars):
        longest = max(map(len, stars))
        names, cells = [*names, ""], [*cells, [star.ljust(longest) for star in stars]]
    lines = print_cells(cells, names, rows, width=width)
    return [*lines, "---", LEGEND] if any(stars) else lines


def _coefficients(
    numbers: Mapping[str, Sequence[Value]], joint: Sequence[str], digits: int
) -> dict[str, list[str]]:
    """Coefficients and errors in one layout, with decimals enough for the smallest of them."""
    values = [value for name in joint for value in numbers[name]]
    sizes = [abs(v) for v in values if v is not None and math.isfinite(v)]
    if not sizes:
        return {name: format_numbers(numbers[name], digits) for name in joint}
    positive = [size for size in sizes if size]
    least = 1 + math.floor(math.log10(min(positive))) if positive else 1
    texts = format_numbers(_rounded(values, max(1, digits - least)), digits)
    return _by_column(texts, joint, numbers)


def _tests(
    numbers: Mapping[str, Sequence[Value]], tests: Sequence[str], test_digits: int, digits: int
) -> dict[str, list[str]]:
    values = [value for name in tests for value in numbers[name]]
    return _by_column(format_numbers(_rounded(values, test_digits), digits), tests, numbers)


def _rounded(values: Iterable[Value], places: float) -> list[Value]:
    return [None if value is None else round_half(value, places) for value in values]


def _by_column(
    texts: Sequence[str], names: Sequence[str], numbers: Mapping[str, Sequence[Value]]
) -> dict[str, list[str]]:
    divided: dict[str, list[str]] = {}
    start = 0
    for name in names:
        stop = start + len(numbers[name])
        divided[name] = list(texts[start:stop])
        start = stop
    return divided


def _unzero(
    shown: Mapping[str, list[str]],
    numbers: Mapping[str, Sequence[Value]],
    names: Sequence[str],
    digits: int,
) -> None:
    """Writes numbers anew that rounding has turned to 0 though they are not."""
    lost = [
        (name, i)
        for name in names
        for i, value in enumerate(numbers[name])
        if value is not None and value == value and (value == 0) != (float(shown[name][i]) == 0)
    ]
    texts = format_numbers([numbers[name][i] for name, i in lost], digits)
    for (name, i), text in zip(lost, texts, strict=True):
        shown[name][i] = text


def _stars(p_values: Sequence[Value]) -> list[str]:
    """The stars of each p-value, blank where it deserves none; none at all if nobody's does."""
    known = [p for p in p_values if p is not None and p == p]
    if not any(p < STARS[-1][0] for p in known):
        return []
    return [_star(p) for p in p_values]


def _star(p: Value) -> str:
    if p is None or p != p:
        return ""
    return next((stars for bound, stars in STARS if p <= bound), " ")
