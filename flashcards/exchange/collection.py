"""A collection of Anki, an SQLite database from anywhere: its notes as questions and answers.

The database is opened read-only. What it holds beside plain tables (views, triggers, functions) is
never run, and reading it takes a bounded number of steps.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flashcards.exchange import cloze, tags
from flashcards.exchange.from_html import LONGEST, words
from flashcards.exchange.notes import NOTE_TYPE, TOPIC
from flashcards.exchange.pairs import MOST, ExchangeError, Names, Pair, Taken

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

TOPICS = frozenset({"topic", "deck", "subdeck", "chapter", "thema", "stapel", "kapitel"})
"""Names of a field that says what a note belongs to."""

_CARD = NOTE_TYPE.format(kind=TOPIC)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which fields of a note type are meant.

    Attributes:
        question: place of the question.
        answer: place of the answer.
        topic: place of the topic's name; -1 where there is none.
        card: whether its notes are open cards that this program exported.
    """

    question: int = 0
    answer: int = 1
    topic: int = -1
    card: bool = False


@dataclass(frozen=True, slots=True)
class _Lists:
    """The decks by their ids, and the columns of the note types by theirs."""

    decks: Mapping[int, Names]
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
    found: list[tuple[Names, Pair]] = []
    rows = connection.execute("SELECT id, mid, flds, tags FROM notes ORDER BY id")
    for count, (note, kind, fields, tagged) in enumerate(rows):
        if count >= MOST:
            raise ExchangeError(f"{name} has more than {MOST:,} notes; export fewer decks.")
        deck = lists.decks.get(decks.get(note, 0), ())
        columns = lists.types.get(kind, Columns())
        if columns.card:
            taken.left["cards"] += 1
        elif not isinstance(fields, str):
            taken.left["broken"] += 1
        elif pair := _pair(fields.split(BETWEEN_FIELDS), columns, deck, taken.left):
            found.append((deck, replace(pair, tag=tags.first(str(tagged or "")))))
    found.sort(key=itemgetter(0))
    taken.pairs = [pair for _, pair in found]
    return taken


def _pair(values: list[str], columns: Columns, deck: Names, left: Counter[str]) -> Pair | None:
    """Make a pair of a note, or count it among what is left."""
    topic = words(values[columns.topic]) if 0 <= columns.topic < len(values) else ""
    if cloze.has_gaps(values[0][:LONGEST]):
        text, used = values[0], {0, columns.topic}
        question, answer = "", text
        if len(text) <= LONGEST:
            question, answer = cloze.question(text), cloze.answer(text)
    else:
        places = (columns.question, columns.answer)
        used = {*places, columns.topic}
        question, answer = (values[at] if at < len(values) else "" for at in places)
    left["more"] += any(value.strip() for at, value in enumerate(values) if at not in used)
    if max(len(question), len(answer)) > LONGEST:
        left["long"] += 1
        return None
    return Pair(question, answer, (*deck, topic) if topic else deck)


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
    kinds = dict(connection.execute("SELECT id, name FROM notetypes"))
    types = {
        kind: _columns(kinds.get(kind), list(_in_order(names))) for kind, names in fields.items()
    }
    return _Lists(decks, types)


def _in_order(names: Mapping[int, str]) -> Iterator[str]:
    return (name for _, name in sorted(names.items()))


def _old_lists(connection: sqlite3.Connection) -> _Lists:
    """Those of a collection that has them as JSON in its only row."""
    row = connection.execute("SELECT models, decks FROM col").fetchone() or ("{}", "{}")
    models, decks = (_object(json.loads(text or "{}")) for text in row)
    return _Lists(
        {int(key): _parts(_object(deck).get("name"), "::") for key, deck in decks.items()},
        {
            int(key): _columns(_object(model).get("name"), _names(_object(model).get("flds")))
            for key, model in models.items()
        },
    )


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _names(fields: object) -> list[str]:
    """The names of a note type's fields."""
    listed = fields if isinstance(fields, list) else []
    return [str(_object(field).get("name", "")) for field in listed]


def _parts(name: object, sign: str) -> Names:
    """A deck's name and those of the decks around it, the outermost first."""
    return tuple(filter(None, (part.strip() for part in str(name or "").split(sign))))


def _columns(kind: object, names: list[str]) -> Columns:
    """Question and answer: by their names, else the first two fields that name no topic."""
    question, answer, topic = named(names)
    if question < 0 or answer < 0:
        question, answer = [at for at in range(3) if at != topic][:2]
    return Columns(question, answer, topic, card=str(kind).startswith(_CARD))


def named(names: Sequence[str]) -> tuple[int, int, int]:
    """The places of question, answer and topic among the names of fields; -1 for what is not."""
    known = [name.strip().casefold() for name in names]
    question, answer, topic = (
        next((at for at, name in enumerate(known) if name in meant), -1)
        for meant in (QUESTIONS, ANSWERS, TOPICS)
    )
    return question, answer, topic
