"""Columns of a data set as R sees them: numbers, logical values, or a factor with levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import count
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from flashcards.models.collation import alphabetical
from flashcards.models.errors import ModelError

Float = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

Data = Mapping[str, Any]
"""Columns of equal length by name: a data frame, or a mapping of arrays and factors."""

MAGNITUDES: Final = (1e-100, 1e100)
"""The largest value of a column lies between these, so that no square or product of two is lost."""

FALSE_TRUE = ("FALSE", "TRUE")

_Number = TypeVar("_Number", np.float64, np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A column of names.

    Attributes:
        codes: (n,) index of each row's level, −1 where it is missing.
        levels: in R's order: alphabetical, or as the data order them.
        logical: whether these are FALSE and TRUE.
    """

    codes: Ints
    levels: tuple[str, ...]
    logical: bool = False

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def missing(self) -> Bools:
        """(n,) whether there is no value."""
        return self.codes < 0

    def at(self, rows: Ints | None = None) -> Factor:
        """These rows, or all of them, with the levels that occur in them."""
        codes = self.codes if rows is None else self.codes[rows]
        seen = np.zeros(len(self.levels) + 1, dtype=np.bool_)
        seen[codes] = True
        if seen[:-1].all():
            return Factor(codes, self.levels, self.logical)
        numbers = np.append(np.cumsum(seen[:-1]) - 1, -1)
        levels = tuple(level for level, here in zip(self.levels, seen, strict=False) if here)
        return Factor(numbers[codes].astype(np.intp), levels, self.logical)


def column(data: Data, name: str) -> Float | Factor:
    """A column by name: numbers with NaN where they are missing, or a factor.

    Raises:
        ModelError: there is no such column, or it holds neither numbers nor names.
    """
    return _read(_stored(data, name), name)


def numbers(data: Data, name: str) -> Float:
    """A column that must be numeric; TRUE counts as 1, as in R.

    Raises:
        ModelError: there is no such column, or it holds names.
    """
    found = column(data, name)
    if not isinstance(found, Factor):
        return found
    if found.logical:
        return np.where(found.missing, np.nan, found.codes).astype(np.float64)
    shown = found.levels[0] if found.levels else ""
    raise ModelError(
        f"`{name}` holds names, such as {shown!r}, where numbers are needed.",
        "Is it meant to be a predictor or a grouping factor?",
    )


def grouping(data: Data, name: str) -> Factor:
    """A column as a grouping factor; numbers become levels in their own order.

    Raises:
        ModelError: there is no such column, or it has infinite values.
    """
    stored = _stored(data, name)
    dtype = getattr(stored, "dtype", None)
    if isinstance(dtype, np.dtype) and dtype.kind == "i" and stored.ndim == 1:
        # Kept as they are: floats cannot tell all long numbers of subjects apart.
        whole, codes = ranked(np.asarray(stored, dtype=np.intp))
        return Factor(codes, tuple(map(str, whole.tolist())))
    found = _read(stored, name)
    if isinstance(found, Factor):
        return found
    if np.isinf(found).any():
        raise ModelError(f"`{name}` has infinite values and cannot name groups.")
    missing = np.isnan(found)
    if missing.any():
        distinct, some = ranked(found[~missing])
        codes = np.full(len(found), -1, dtype=np.intp)
        codes[~missing] = some
    else:
        distinct, codes = ranked(found)
    return Factor(codes, tuple(map(_label, distinct.tolist())))


def ranked(values: NDArray[_Number]) -> tuple[NDArray[_Number], Ints]:
    """The distinct values of finite numbers in their order, and which of them each is."""
    if len(values):
        span = values.max().item() - values.min().item()
        # Numbers of subjects lie close together: a table of them is quicker than sorting.
        if span <= 4 * len(values):
            above = values - values.min()
            places = above.astype(np.intp)
            if (places == above).all():
                seen = np.zeros(int(span) + 1, dtype=np.bool_)
                seen[places] = True
                distinct = (np.flatnonzero(seen) + values.min()).astype(values.dtype)
                return distinct, (np.cumsum(seen) - 1)[places].astype(np.intp)
    distinct, codes = np.unique(values, return_inverse=True)
    return distinct, codes.astype(np.intp)


def check_magnitudes(names: Sequence[str], columns: Float) -> None:
    """Refuses what floating-point numbers cannot be multiplied with.

    Args:
        names: (p,) of the columns.
        columns: (n, p) not empty.

    Raises:
        ModelError: a column's largest value is far beyond any unit of measurement.
    """
    smallest, largest = MAGNITUDES
    peaks = np.abs(columns).max(axis=0)
    usable = (peaks == 0) | ((peaks >= smallest) & (peaks <= largest))
    if not usable.all():
        first = int(np.argmin(usable))
        told = (
            f"no value above {peaks[first]:.3g}, which is too small"
            if peaks[first] < 1
            else f"values up to {peaks[first]:.3g}, which is too large"
        )
        raise ModelError(f"`{names[first]}` has {told} to compute with.", "Use another unit.")


def _stored(data: Data, name: str) -> Any:
    try:
        return data[name]
    except KeyError:
        raise _unknown(name, (str(key) for key in data)) from None


def _unknown(name: str, known: Iterable[str]) -> ModelError:
    names = list(known)
    near = get_close_matches(name, names, 1, 0.5) or [
        each for each in names if each.casefold() == name.casefold()
    ]
    if near:
        return ModelError(f"The data have no column `{name}`.", f"Did you mean `{near[0]}`?")
    listed = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    return ModelError(f"The data have no column `{name}`.", f"They have: {listed}.")


def _read(values: Any, name: str) -> Float | Factor:
    if isinstance(values, Factor):
        return values
    dtype = getattr(values, "dtype", None)
    categories = getattr(dtype, "categories", None)
    if categories is not None:
        codes = np.asarray(getattr(values, "cat", values).codes, dtype=np.intp)
        return Factor(codes, tuple(map(_label, categories)))
    if getattr(values, "ndim", 1) != 1:
        raise ModelError(f"`{name}` is not one column; each column needs a name of its own.")
    if isinstance(dtype, np.dtype) or dtype is None:
        values = np.asarray(values)
    kind = values.dtype.kind
    if kind == "b" and not _has_gaps(values):
        return Factor(np.asarray(values, dtype=np.intp), FALSE_TRUE, logical=True)
    if kind in "iuf":
        return _floats(values)
    if kind in "OUSTb":
        return _named(*_distinct(values, name))
    raise ModelError(
        f"`{name}` holds neither numbers nor names (it is of type {values.dtype}).",
        "Dates and durations need to be turned into numbers first.",
    )


def _has_gaps(values: Any) -> bool:
    isna = getattr(values, "isna", None)
    return bool(isna is not None and isna().any())


def _floats(values: Any) -> Float:
    if isinstance(values, np.ndarray):
        return values.astype(np.float64)
    return np.asarray(values.to_numpy(dtype=np.float64, na_value=np.nan))


def _distinct(values: Any, name: str) -> tuple[Ints, list[Any]]:
    """Which of the distinct values each row has, −1 where it has none; and these values."""
    rows = values.tolist()
    number: defaultdict[Any, int] = defaultdict(count().__next__)
    try:
        # A look-up in C for each row; only a value that was not seen before calls the counter.
        numbers = np.fromiter(map(number.__getitem__, rows), dtype=np.intp, count=len(rows))
    except TypeError:
        raise ModelError(f"`{name}` holds values that are neither numbers nor names.") from None
    gaps = np.array([_gap(value) for value in number], dtype=np.bool_)
    places = np.where(gaps, -1, np.cumsum(~gaps) - 1)
    distinct = [value for value in number if not _gap(value)]
    return (places[numbers] if gaps.any() else numbers), distinct


def _gap(value: object) -> bool:
    return (
        value is None
        or (isinstance(value, float) and value != value)
        or type(value).__name__ in ("NAType", "NaTType")  # pandas need not be there to ask
    )


def _named(codes: Ints, distinct: list[Any]) -> Float | Factor:
    """Objects as a factor; as numbers or logical values where all of them are."""
    if distinct and all(isinstance(value, bool | np.bool_) for value in distinct):
        return Factor(_translated(codes, [int(value) for value in distinct]), FALSE_TRUE, True)
    if distinct and all(isinstance(value, int | float | np.number) for value in distinct):
        return np.array([*map(float, distinct), np.nan])[codes]
    texts = list(map(_label, distinct))
    levels = alphabetical(set(texts))
    place = {text: index for index, text in enumerate(levels)}
    return Factor(_translated(codes, [place[text] for text in texts]), tuple(levels))


def _label(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _translated(codes: Ints, places: list[int]) -> Ints:
    return np.array([*places, -1], dtype=np.intp)[codes]
