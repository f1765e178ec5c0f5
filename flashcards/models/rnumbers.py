"""Numbers as R writes them: significance, fixed against scientific, p-values.

R never writes a number alone. ``digits`` is what the most demanding number of a vector may need,
not what each one gets: the vector is given the smallest common number of decimals that shows every
element to ``digits`` significant digits, and it is written in powers of ten only where that takes
fewer characters. The rules are those of R 4.2; ``scipen`` is 0.

A missing value is ``None`` (R's ``NA``); a NaN is what 0/0 gives, and R tells the two apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

Value = float | int | None
"""One number; None where it is missing."""

MOST_DIGITS: Final = 22
"""What R allows as ``digits``."""

MACHINE_EPSILON: Final = 2.220446049250313e-16
"""Below this R does not tell p-values from 0."""

_DOUBLE_DIGITS: Final = 15
"""Decimal digits that a double always keeps."""

_EXACT_POWER: Final = 27
"""The largest power of ten that an 80-bit float holds exactly."""

_LARGEST: Final = 308
"""The largest power of ten that a double can hold."""

_LOG10_2: Final = math.log10(2)

_MANTISSA: Final = 64
"""Bits of the extended precision in which R scales a number to read its digits off."""

_SURE: Final = 21
"""Decimal digits from which its digits are read off here."""

_MIDDLE: Final = tuple(10 ** (_SURE - i) // 2 for i in range(_DOUBLE_DIGITS + 1))
"""What the rest of those digits is where a number lies halfway, by the digits in front."""

_TIED: Final = 200
"""So near to that R's scaling, which rounds to 64 bits, may decide where it goes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How all numbers of a vector are written.

    Attributes:
        width: characters, the widest of them.
        decimals: digits behind the point; in scientific notation those of the mantissa.
        scientific: whether in powers of ten.
    """

    width: int
    decimals: int
    scientific: bool

    def text(self, value: Value) -> str:
        """One number in this layout, without padding."""
        if value is None:
            return "NA"
        if value != value:
            return "NaN"
        if math.isinf(value):
            return "Inf" if value > 0 else "-Inf"
        # A negative zero is written without its sign; a number that rounds to zero keeps it.
        return ("%.*e" if self.scientific else "%.*f") % (self.decimals, value or 0.0)


class _Significance(NamedTuple):
    """What a number needs to be shown: its power of ten and its significant digits.

    ``widens`` says that rounding to those digits lifts it to the next power of ten, which
    fixed notation, with the digits it has, will not do.
    """

    power: int
    digits: int
    widens: bool


_ZERO: Final = _Significance(0, 1, False)


def layout_of(values: Iterable[Value], digits: int = 7, nsmall: int = 0) -> Layout:
    """The layout R's ``format()`` and ``print()`` choose for a vector.

    Args:
        values: its numbers; whole numbers of type ``int`` count as doubles here.
        digits: significant digits that the most demanding number may need, 1 to 22.
        nsmall: decimals that fixed notation has at least.
    """
    digits = min(max(int(digits), 1), MOST_DIGITS)
    finite: list[float] = []
    least = 0
    for value in values:
        if value is None:
            least = max(least, 2)
        elif math.isfinite(value):
            finite.append(float(value))
        else:
            least = max(least, 4 if value < 0 else 3)
    if not finite:
        return Layout(least, 0, False)
    chosen = _layout(finite, digits, nsmall)
    return Layout(max(least, chosen.width), chosen.decimals, chosen.scientific)


def _layout(values: Sequence[float], digits: int, nsmall: int) -> Layout:
    shown = [_significance(abs(value), digits) for value in values]
    negative = any(value < 0 for value in values)
    before = [part.power + 1 - part.widens for part in shown]
    decimals = max(0, *(part.digits - left for part, left in zip(shown, before, strict=True)), 0)
    whole = max((v < 0) + max(left, 1) for v, left in zip(values, before, strict=True))
    if max(before) < 0:
        whole = 1 + negative

    mantissa = max(part.digits for part in shown) - 1
    exponent = 3 if max(before) > 100 or min(before) <= -99 else 2
    scientific = negative + 1 + (mantissa > 0) + mantissa + 2 + exponent
    if whole + decimals + (decimals > 0) > scientific:
        return Layout(scientific, mantissa, True)
    decimals = max(decimals, nsmall)
    return Layout(whole + decimals + (decimals > 0), decimals, False)


def _significance(value: float, digits: int) -> _Significance:
    """What a number >= 0 needs, at most ``digits`` significant digits."""
    if value == 0.0:
        return _ZERO
    kept, power = _rounded(value, digits)
    needed = kept.rstrip("0")
    return _Significance(power, len(needed), needed == "1" and _widened(value, power, digits))


def _rounded(value: float, digits: int) -> tuple[str, int]:
    """The digits of a number and the power of ten of the first."""
    sure = digits if digits > _DOUBLE_DIGITS else _SURE
    shown = f"{value:.{sure - 1}e}"
    every, power = shown[0] + shown[2 : sure + 1], int(shown[sure + 2 :])
    if digits > _DOUBLE_DIGITS:
        return every, power
    beside = int(every[digits:]) - _MIDDLE[digits]
    if abs(beside) <= _TIED:
        return _scaled(value, digits)
    kept = str(int(every[:digits]) + (beside > 0))
    return kept, power + len(kept) - digits


def _widened(value: float, power: int, digits: int) -> bool:
    """Whether a number that is shown as a power of ten lies below it even in fixed notation."""
    if digits > _DOUBLE_DIGITS or not 0 < power <= _EXACT_POWER:
        return False
    half = Fraction(1, 2 * int(10 ** max(0, digits - power)))
    return bool(Fraction(value) < int(10**power) - half)


def _scaled(value: float, digits: int) -> tuple[str, int]:
    """The digits of a number and its power of ten, rounded as R rounds them.

    R scales the number in extended precision so that its significant digits stand before the
    point, and rounds that to a whole number, halves to even. Scaling rounds first, so that a
    number just beside the middle may be taken for the middle.
    """
    shift = math.floor(math.log10(value)) - digits + 1
    scale = Fraction(10) ** abs(shift)
    if abs(shift) > _EXACT_POWER:
        scale = _extended(scale)
    exact = Fraction(value)
    scaled = _extended(exact / scale if shift > 0 else exact * scale)
    if scaled < 10 ** (digits - 1):
        scaled = _extended(scaled * 10)
        shift -= 1
    text = str(round(scaled))
    return text, shift + len(text) - 1


def _extended(value: Fraction) -> Fraction:
    """The nearest number with a 64-bit mantissa, halves to even."""
    spare = value.numerator.bit_length() - value.denominator.bit_length() - _MANTISSA
    unit = Fraction(2) ** spare
    if value >= unit * 2**_MANTISSA:
        unit *= 2
    return round(value / unit) * unit


def format_numbers(values: Iterable[Value], digits: int = 7, nsmall: int = 0) -> list[str]:
    """A vector as R's ``format()`` gives it: one layout, padded on the left to one width.

    A vector of ``int`` is an integer vector of R: it is never written in powers of ten.

    Args:
        values: its numbers.
        digits: significant digits that the most demanding number may need.
        nsmall: decimals that fixed notation has at least.
    """
    values = list(values)
    if is_integer(values):
        texts = ["NA" if value is None else str(value) for value in values]
        width = max(map(len, texts), default=0)
        return [text.rjust(width) for text in texts]
    layout = layout_of(values, digits, nsmall)
    return [layout.text(value).rjust(layout.width) for value in values]


def format_number(value: Value, digits: int = 7) -> str:
    """One number, as ``cat()`` and ``format()`` of a single number write it."""
    return format_numbers((value,), digits)[0]


def is_integer(values: Sequence[Value]) -> bool:
    """Whether a vector is one of whole numbers to R, missing ones among them."""
    some = False
    for value in values:
        if isinstance(value, int):
            some = True
        elif value is not None:
            return False
    return some


def format_general(value: Value, digits: int) -> str:
    """R's ``formatC(x, digits=)``: C's ``%g`` in a field one wider than its digits."""
    if value is None or not math.isfinite(value):
        return layout_of((value,)).text(value).rjust(digits + 1)
    return f"{value:{digits + 1}.{digits}g}"


def round_half(value: float, digits: float) -> float:
    """R's ``round()``: of the two decimal numbers around it the nearer, as doubles are near.

    Of two equally near ones it is the even one. 0.15 becomes 0.1 and 2.675 becomes 2.67.

    Args:
        value: any double.
        digits: decimals, not negative; a fraction is rounded itself.
    """
    places = math.floor(digits + 0.5)
    if not math.isfinite(value) or value == 0:
        return value
    if places == 0:
        return math.copysign(float(round(value)), value)
    size = abs(value)
    if places + _LOG10_2 * (math.frexp(size)[1] - 0.5) > _DOUBLE_DIGITS:
        return value
    first, rest = _power_of_ten(min(places, _LARGEST)), _power_of_ten(max(places - _LARGEST, 0))
    scaled = size * first * rest
    whole = math.floor(scaled)
    lower, upper = whole / first / rest, math.ceil(scaled) / first / rest
    below, above = size - lower, upper - size
    down = below < above or (below == above and whole % 2 == 0)
    return math.copysign(lower if down else upper, value)


def signif(value: float, digits: int) -> float:
    """R's ``signif()``: a number rounded to so many significant digits."""
    if not math.isfinite(value) or value == 0:
        return value
    places = max(digits, 1) - 1 - math.floor(math.log10(abs(value)))
    if places <= 0:
        factor = _power_of_ten(-places)
        return round(value / factor) * factor
    first, rest = _power_of_ten(min(places, _LARGEST)), _power_of_ten(max(places - _LARGEST, 0))
    return round(value * first * rest) / first / rest


@cache
def _power_of_ten(exponent: int) -> float:
    """A power of ten by repeated squaring, as R computes it: beyond 10^22 not the nearest."""
    result, base = 1.0, 10.0
    while exponent:
        if exponent & 1:
            result *= base
        exponent >>= 1
        base *= base
    return result


def zapsmall(values: Sequence[Value], digits: int) -> list[Value]:
    """R's ``zapsmall()``: rounds all to what ``digits`` digits of the largest leave visible."""
    known = [abs(value) for value in values if value is not None and value == value]
    if not known:
        return list(values)
    largest = max(known)
    if math.isinf(largest):
        places: float = 0
    else:
        places = max(0.0, digits - math.log10(largest)) if largest > 0 else digits
    return [None if value is None else round_half(value, places) for value in values]


def format_pval(
    values: Sequence[Value], digits: int = 5, epsilon: float = MACHINE_EPSILON
) -> list[str]:
    """R's ``format.pval()``.

    P-values that need powers of ten and those that do not are formatted apart, each group in
    common; below ``epsilon`` only that is said.

    Args:
        values: p-values, None where there is none.
        digits: significant digits.
        epsilon: the smallest p-value that is told from 0.
    """
    texts = ["NA"] * len(values)
    known = [(i, float(v)) for i, v in enumerate(values) if v is not None and v == v]
    small = [i for i, value in known if value < epsilon]
    rest = [(i, value) for i, value in known if value >= epsilon]
    plain: list[int] = []
    powers: list[int] = []
    for i, value in rest:
        exponent = math.floor(math.log10(value if value > 0 else 1e-50))
        fixed = exponent >= -3 or (exponent == -4 and digits > 1)
        (plain if fixed else powers).append(i)
    for group in (plain, powers):
        formatted = format_numbers([values[i] for i in group], digits)
        for i, text in zip(group, formatted, strict=True):
            texts[i] = text
    if small:
        least = _less_than(epsilon, max(1, digits - 2), [texts[i] for i, _ in rest])
        for i in small:
            texts[i] = least
    return texts


def _less_than(epsilon: float, digits: int, others: Sequence[str]) -> str:
    """``<2e-16``, with as many digits as leave it no wider than the p-values beside it."""
    tight = digits == 1
    if others:
        width = max(map(len, others))
        if digits > 1 and digits + 6 > width:
            digits = max(1, width - 7)
        tight = digits == 1 and width <= 6
    return f"<{'' if tight else ' '}{format_number(epsilon, digits)}"
