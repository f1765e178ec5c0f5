"""Text as R sets it: widths, escapes, filled lines and abbreviated names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

WIDTH: Final = 80
"""Columns of R's console, its ``options(width)``."""

_SYNTACTIC: Final = re.compile(r"(?:[^\W\d_]|\.(?!\d))[\w.]*")

_RESERVED: Final = frozenset(
    {"if", "else", "repeat", "while", "function", "for", "next", "break", "in"}
    | {"TRUE", "FALSE", "NULL", "Inf", "NaN", "NA"}
    | {"NA_integer_", "NA_real_", "NA_character_"}
)

_ESCAPES: Final = {"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r", "\a": r"\a", "\b": r"\b"}


def columns_of(text: str) -> int:
    """Terminal columns that a text takes: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def widest(texts: Iterable[str]) -> int:
    """Columns of the widest text, 0 where there is none."""
    return max(map(columns_of, texts), default=0)


def left(text: str, width: int) -> str:
    """A text padded behind to a width."""
    return text + " " * (width - columns_of(text))


def right(text: str, width: int) -> str:
    """A text padded in front to a width."""
    return " " * (width - columns_of(text)) + text


def escaped(text: str) -> str:
    """A text as ``print(quote = FALSE)`` shows it: with what does not print written out."""
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(_escape(letter) for letter in text)


def _escape(letter: str) -> str:
    known = _ESCAPES.get(letter)
    if known is not None:
        return known
    if letter.isprintable() or columns_of(letter) == 0:
        return letter
    code = ord(letter)
    if code < 0x80:
        return f"\\{code:03o}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def as_name(text: str) -> str:
    """A name as R writes it in code: in backticks unless it is a plain one."""
    if _SYNTACTIC.fullmatch(text) and text not in _RESERVED:
        return text
    inner = escaped(text).replace("`", r"\`")
    return f"`{inner}`"


def make_names(names: Sequence[str]) -> list[str]:
    """R's ``make.names(unique = TRUE)``: plain names, the second of two alike with ``.1``."""
    plain = [_make_name(name) for name in names]
    taken, last = set(plain), dict.fromkeys(plain, 0)
    unique: list[str] = []
    for name in plain:
        if name not in unique:
            unique.append(name)
            continue
        number = last[name] + 1
        while f"{name}.{number}" in taken:
            number += 1
        last[name] = number
        taken.add(f"{name}.{number}")
        unique.append(f"{name}.{number}")
    return unique


def _make_name(name: str) -> str:
    made = re.sub(r"[^\w.]", ".", name)
    if not re.match(r"[^\W\d_]|\.(?!\d)", made):
        made = f"X{made}"
    return f"{made}." if made in _RESERVED else made


def filled(items: Sequence[str], separator: str = " ", width: int = WIDTH) -> list[str]:
    """The lines of R's ``cat(..., fill = TRUE)``: a new one where an item would not fit.

    The separator stays at the end of the line it closes. Widths are those of the bytes, as R
    counts them here.
    """
    lines, used = [""], 0
    for i, item in enumerate(items):
        if i:
            lines[-1] += separator
        size = len(item.encode()) + len(separator)
        if used and used + size > width:
            lines.append("")
            used = 0
        lines[-1] += item
        used += size
    return lines


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """Words in lines of fewer than ``width`` columns, all but the first indented."""
    lines: list[str] = []
    for word in text.split():
        if lines and columns_of(lines[-1]) + 1 + columns_of(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(" " * (indent if lines else 0) + word)
    return lines


def abbreviated(names: Sequence[str], length: int) -> list[str]:
    """R's ``abbreviate()``: names shortened to about ``length`` letters, all different.

    Lower-case vowels go first, from the end, then other lower-case letters, then anything; the
    first letter of a word stays. Names that end up alike are given one more letter, until they
    are told apart; equal names stay equal.
    """
    distinct = list(dict.fromkeys(name.strip(" ") for name in names))
    short = [_shortened(name, length) for name in distinct]
    while len(set(short)) < len(short):
        length += 1
        counts = Counter(short)
        short = [
            _shortened(name, length) if counts[text] > 1 else text
            for name, text in zip(distinct, short, strict=True)
        ]
    chosen = dict(zip(distinct, short, strict=True))
    return [chosen[name.strip(" ")] for name in names]


_VOWELS: Final = frozenset("aeiou")
_MORE_VOWELS: Final = frozenset("aeiouàá.ãäåèéêëìíîïòóôõöøùúûüāăąēĕėęěĩīĭįıōŏőũūŭůűų")


def _shortened(name: str, length: int) -> str:
    if len(name) <= length:
        return name
    vowels = _VOWELS if name.isascii() else _MORE_VOWELS
    letters = list(name)
    count = sum(not letter.isspace() for letter in letters)

    def last(i: int) -> bool:
        return not letters[i - 1].isspace() and (i + 1 == len(letters) or letters[i + 1].isspace())

    def inner(i: int) -> bool:
        return not letters[i - 1].isspace()

    def lower(i: int) -> bool:
        return "a" <= letters[i] <= "z"

    passes: tuple[Callable[[int], bool], ...] = (
        lambda i: letters[i] in vowels and last(i),
        lambda i: letters[i] in vowels and inner(i),
        lambda i: lower(i) and last(i),
        lambda i: lower(i) and inner(i),
        lambda i: inner(i) and not letters[i].isspace(),
    )
    for removable in passes:
        for i in range(len(letters) - 1, 0, -1):
            if count <= length:
                break
            if removable(i):
                del letters[i]
                count -= 1
    if len(letters) > length:
        letters = [letter for i, letter in enumerate(letters) if i == 0 or not letter.isspace()]
    return "".join(letters)
