"""Tables of questions and answers: CSV and TSV, also as Anki writes them."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from pathlib import Path

from flashcards.exchange.collection import ANSWERS, QUESTIONS
from flashcards.exchange.from_html import LONGEST
from flashcards.exchange.pairs import MOST, ExchangeError, Pair, Taken
from flashcards.reading.characters import visible

LARGEST = 100_000_000
"""Bytes of a table."""

TOPICS = frozenset({"topic", "deck", "subdeck", "chapter", "thema", "stapel", "kapitel"})

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "colon": ":", "space": " "}
"""What Anki calls them."""

LOOKED_AT = 50
"""Lines by which the separator is found."""


def read_table(path: Path) -> Taken:
    """Questions and answers of a table.

    The columns go by a first row of names (question, answer, topic, and the like), else by their
    order: question, answer. Lines that begin with ``#`` before all others are Anki's: ``#html``,
    ``#separator`` and ``#deck column`` are followed.

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
    question, answer, topic = 0, 1, _number(head.get("deck column", "")) - 1
    for row in _rows(text, separator, name):
        rows += 1
        if rows == 1 and (named := _named(row)) is not None:
            question, answer, topic = named
            continue
        if rows > MOST:
            raise ExchangeError(f"{name} has more than {MOST:,} rows; import it in parts.")
        if topic in {question, answer}:
            question, answer = [at for at in range(3) if at != topic][:2]
        _take(taken, row, (question, answer, topic), html=html)
    return taken


def _take(taken: Taken, row: Sequence[str], at: tuple[int, int, int], *, html: bool) -> None:
    if not any(value.strip() for value in row):
        return
    question, answer, topic = (row[place] if 0 <= place < len(row) else "" for place in at)
    others = [value for place, value in enumerate(row) if place not in at and value.strip()]
    taken.left["more"] += bool(others)
    if len(row) < 2:
        taken.left["few"] += 1
    elif max(len(question), len(answer)) > LONGEST:
        taken.left["long"] += 1
    else:
        names = tuple(filter(None, (part.strip() for part in topic[:LONGEST].split("::"))))
        taken.pairs.append(Pair(question, answer, names, html))


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


def _named(row: Sequence[str]) -> tuple[int, int, int] | None:
    """The columns of question, answer and topic (-1: none), where a row names the first two."""
    names = [value.strip().casefold() for value in row]
    question, answer, topic = (
        next((at for at, name in enumerate(names) if name in known), -1)
        for known in (QUESTIONS, ANSWERS, TOPICS)
    )
    return None if question < 0 or answer < 0 else (question, answer, topic)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
