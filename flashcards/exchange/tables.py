"""Tables of questions and answers: CSV and TSV, also as Anki writes them."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.exchange import tags
from flashcards.exchange.collection import named
from flashcards.exchange.from_html import LONGEST
from flashcards.exchange.pairs import MOST, ExchangeError, Pair, Taken
from flashcards.reading.characters import visible

LARGEST = 100_000_000
"""Bytes of a table."""

TAGS = frozenset({"tag", "tags", "schlagwort", "schlagwörter"})
"""Names of a column with tags."""

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "colon": ":", "space": " "}
"""What Anki calls them."""

LOOKED_AT = 50
"""Lines by which the separator is found."""

_OTHER = re.compile(r"(?:guid|notetype) column")


@dataclass(frozen=True, slots=True)
class _Places:
    """Which columns are meant; -1 for one that there is not."""

    question: int = 0
    answer: int = 1
    topic: int = -1
    tags: int = -1
    others: frozenset[int] = frozenset()


def read_table(path: Path) -> Taken:
    """Questions and answers of a table.

    The columns go by a first row of names (question, answer, topic, tags, and the like), else by
    their order: question, answer. Lines that begin with ``#`` before all others are Anki's:
    ``#html``, ``#separator``, ``#columns`` and ``#deck column`` and the like are followed.

    Args:
        path: the file.

    Raises:
        ExchangeError: it is no table, or not one that can be read.
    """
    name = visible(path.name)
    head, text = _head(_text(path, name))
    separator = SEPARATORS.get(head.get("separator", "").lower(), head.get("separator", ""))
    if len(separator) != 1 or separator in '"\r\n':
        separator = "\t" if path.suffix.lower() == ".tsv" else _separator(text)
    html = head.get("html", "").lower() == "true"
    taken, rows = Taken(), 0
    places = _by_names(head.get("columns", "").split(separator)) or _by_head(head)
    for row in _rows(text, separator, name):
        rows += 1
        if rows == 1 and (found := _by_names(row)) is not None:
            places = found
            continue
        if rows > MOST:
            raise ExchangeError(f"{name} has more than {MOST:,} rows; import it in parts.")
        _take(taken, row, places, html=html)
    return taken


def _take(taken: Taken, row: Sequence[str], places: _Places, *, html: bool) -> None:
    if not any(value.strip() for value in row):
        return
    at = (places.question, places.answer, places.topic, places.tags)
    question, answer, topic, tagged = (row[each] if 0 <= each < len(row) else "" for each in at)
    used = places.others.union(at)
    taken.left["more"] += any(value.strip() for at, value in enumerate(row) if at not in used)
    if len(row) < 2:
        taken.left["few"] += 1
    elif max(len(question), len(answer)) > LONGEST:
        taken.left["long"] += 1
    else:
        names = tuple(filter(None, (part.strip() for part in topic[:LONGEST].split("::"))))
        taken.pairs.append(Pair(question, answer, names, html, tags.first(tagged)))


def _text(path: Path, name: str) -> str:
    """What is in the file; UTF-8, or UTF-16 with a mark, as spreadsheets write it."""
    try:
        if not path.is_file():
            raise ExchangeError(f"There is no file {name}; look at how it is spelt.")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the system gives no reason"
        raise ExchangeError(f"{name} cannot be read: {why}.") from None
    if len(raw) > LARGEST:
        raise ExchangeError(f"{name} has more than {LARGEST // 1_000_000} MB; import it in parts.")
    wide = raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16") if wide else raw.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        raise ExchangeError(f"{name} is not encoded as UTF-8; save it anew as UTF-8.") from None
    if "\0" in text:
        raise ExchangeError(f"{name} holds zero bytes, so it is no table; save it as CSV.")
    return text


def _head(text: str) -> tuple[dict[str, str], str]:
    """What Anki says at the top of its text files, and what follows."""
    head: dict[str, str] = {}
    start = 0
    while text.startswith("#", start):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        key, colon, value = text[start + 1 : end].rstrip("\r").partition(":")
        if not colon:
            break
        head[key.strip().lower()] = value.strip() or value
        start = end + 1
    return head, text[start:]


def _separator(text: str) -> str:
    """The sign that parts most of the first lines in two or more."""
    lines = [line for line in text[:LARGEST].split("\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]
    return max(",;\t", key=lambda sign: (sum(sign in line for line in lines), -",;\t".index(sign)))


def _rows(text: str, separator: str, name: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        told = "a quotation that is never closed" if "limit" in str(error) else str(error)
        raise ExchangeError(f"{name} is no table that can be read ({told}).") from None


def _by_names(row: Sequence[str]) -> _Places | None:
    """The columns by their names, where question and answer are among these."""
    question, answer, topic = named(row)
    if question < 0 or answer < 0:
        return None
    tagged = (at for at, name in enumerate(row) if name.strip().casefold() in TAGS)
    return _Places(question, answer, topic, next(tagged, -1))


def _by_head(head: Mapping[str, str]) -> _Places:
    """The columns as Anki numbers them, from 1; question and answer are the first two others."""
    topic, tagged = (_number(head.get(f"{name} column", "")) - 1 for name in ("deck", "tags"))
    others = frozenset(_number(value) - 1 for key, value in head.items() if _OTHER.fullmatch(key))
    taken = {topic, tagged, *others}
    question, answer = [at for at in range(len(taken) + 2) if at not in taken][:2]
    return _Places(question, answer, topic, tagged, others)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
