"""A collection of Anki, an SQLite database from anywhere: its notes as questions and answers.

The database is opened read-only. What it holds beside plain tables (views, triggers, functions) is
never run, and reading it takes a bounded number of steps.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flashcards.exchange import cloze
from flashcards.exchange.from_html import LONGEST
from flashcards.exchange.pairs import MOST, ExchangeError, Pair, Taken

HEADER = b"SQLite format 3\0"
BETWEEN_FIELDS = "\x1f"
STEPS, ROUNDS = 1_000_000, 1_000
"""After so many steps of the database it is asked whether to go on; and how often it may."""

LONGEST_VALUE = 30_000_000
"""Bytes of one value; the list of decks and note types is one value in older collections."""

TABLES = ("notes", "cards")

QUESTIONS = frozenset(
    {"front", "question", "ask", "prompt", "term", "vorderseite", "frage", "recto", "anverso"}
)
ANSWERS = frozenset(
    {"back", "answer", "idea", "definition", "rückseite", "antwort", "verso", "reverso"}
)
"""Names of fields, in small letters; without such, the first two fields are meant."""

Columns = tuple[int, int]
"""Which field of a note type is the question, and which the answer."""


@dataclass(frozen=True, slots=True)
class _Lists:
    """The decks by their ids, and the columns of the note types by theirs."""

    decks: Mapping[int, tuple[str, ...]]
    types: Mapping[int, Columns]


def read(path: Path, name: str) -> Taken:
    """The notes of a collection, deck by deck as they were made.

    Args:
        path: the database.
        name: what the sentences call it.

    Raises:
        ExchangeError: it is none, or not one of Anki.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(HEADER)) != HEADER:
                raise ExchangeError(f"{name} holds no collection of Anki; export the deck anew.")
        uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            _guard(connection)
            return _taken(connection, name)
    except (sqlite3.Error, OverflowError, MemoryError, ValueError, TypeError, RecursionError):
        raise ExchangeError(
            f"The collection in {name} is broken, or none of Anki; export the deck anew."
        ) from None


def _guard(connection: sqlite3.Connection) -> None:
    """Whatever is in the database: only tables are read, and only for so long."""
    rounds = iter(range(ROUNDS))
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.set_progress_handler(lambda: next(rounds, None) is None, STEPS)
    allowed = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY
    )


def _taken(connection: sqlite3.Connection, name: str) -> Taken:
    tables = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"))
    for table in TABLES:
        if not str(tables.get(table)).lstrip().upper().startswith("CREATE TABLE"):
            raise ExchangeError(f"{name} holds no collection of Anki; export the deck anew.")
    lists = _new_lists(connection) if "notetypes" in tables else _old_lists(connection)
    # A note can have several cards; the first one's deck is the note's.
    decks: dict[Any, Any] = {}
    for note, deck, home in connection.execute("SELECT nid, did, odid FROM cards ORDER BY ord"):
        decks.setdefault(note, home or deck)
        if len(decks) > MOST:
            break
    taken = Taken()
    rows = connection.execute("SELECT id, mid, flds FROM notes ORDER BY id")
    for count, (note, kind, fields) in enumerate(rows):
        if count >= MOST:
            raise ExchangeError(f"{name} has more than {MOST:,} notes; export fewer decks.")
        _take(taken, fields, lists.types.get(kind, (0, 1)), lists.decks.get(decks.get(note, 0), ()))
    taken.pairs.sort(key=lambda pair: pair.topic)
    return taken


def _take(taken: Taken, fields: object, columns: Columns, deck: tuple[str, ...]) -> None:
    """Make a pair of a note, or count it among what is left."""
    if not isinstance(fields, str):
        taken.left["broken"] += 1
        return
    values = fields.split(BETWEEN_FIELDS)
    if cloze.has_gaps(values[0][:LONGEST]):
        text, used = values[0], {0}
        question, answer = "", text
        if len(text) <= LONGEST:
            question, answer = cloze.question(text), cloze.answer(text)
    else:
        used = {*columns}
        question, answer = (values[at] if at < len(values) else "" for at in columns)
    taken.left["more"] += any(value.strip() for at, value in enumerate(values) if at not in used)
    if max(len(question), len(answer)) > LONGEST:
        taken.left["long"] += 1
        return
    taken.pairs.append(Pair(question, answer, deck))


# -- names of decks and fields -----------------------------------------------------------------


def _new_lists(connection: sqlite3.Connection) -> _Lists:
    """Those of a collection that has tables for them."""
    decks = {
        number: _parts(name, BETWEEN_FIELDS)
        for number, name in connection.execute("SELECT id, name FROM decks")
    }
    fields: dict[int, dict[int, str]] = {}
    for kind, place, name in connection.execute("SELECT ntid, ord, name FROM fields"):
        fields.setdefault(kind, {})[place] = str(name)
    types = {kind: _columns(list(_in_order(names))) for kind, names in fields.items()}
    return _Lists(decks, types)


def _in_order(names: Mapping[int, str]) -> Iterator[str]:
    return (name for _, name in sorted(names.items()))


def _old_lists(connection: sqlite3.Connection) -> _Lists:
    """Those of a collection that has them as JSON in its only row."""
    row = connection.execute("SELECT models, decks FROM col").fetchone() or ("{}", "{}")
    models, decks = (_object(json.loads(text or "{}")) for text in row)
    return _Lists(
        {int(key): _parts(_object(deck).get("name"), "::") for key, deck in decks.items()},
        {int(key): _columns(_names(_object(model).get("flds"))) for key, model in models.items()},
    )


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _names(fields: object) -> list[str]:
    """The names of a note type's fields."""
    listed = fields if isinstance(fields, list) else []
    return [str(_object(field).get("name", "")) for field in listed]


def _parts(name: object, sign: str) -> tuple[str, ...]:
    """A deck's name and those of the decks around it, the outermost first."""
    return tuple(filter(None, (part.strip() for part in str(name or "").split(sign))))


def _columns(names: list[str]) -> Columns:
    """Question and answer: by their names, else the first two fields."""
    known = [name.strip().casefold() for name in names]
    question = next((at for at, name in enumerate(known) if name in QUESTIONS), None)
    answer = next((at for at, name in enumerate(known) if name in ANSWERS), None)
    if question is None or answer is None:
        return 0, 1
    return question, answer
