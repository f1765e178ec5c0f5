"""Decks of Anki for the tests: written by Anki itself, or by hand where they are to be hostile."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

SCHEMA = """\
CREATE TABLE col (id integer primary key, models text, decks text);
CREATE TABLE notes (id integer primary key, mid integer, flds text, tags text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, odid integer);
"""

Notes = Iterable[tuple[str, Sequence[str]] | tuple[str, Sequence[str], str]]
"""The deck of each note, its fields, and for some its tags."""


def by_anki(folder: Path, notes: Notes, *, legacy: bool, kind: str = "Basic") -> Path:
    """A file that Anki exported, in the form of its older or its newer versions."""
    import anki.collection as anki

    path = folder / f"{'old' if legacy else 'new'}.apkg"
    collection = anki.Collection(str(folder / f"{path.stem}.anki2"))
    try:
        model = collection.models.by_name(kind)
        for deck, fields, *tags in notes:
            note = collection.new_note(model)
            note.set_tags_from_str("".join(tags))
            note.fields[: len(fields)] = list(fields)
            collection.add_note(note, collection.decks.id(deck))
        options = anki.ExportAnkiPackageOptions(with_media=True, legacy=legacy)
        collection.export_anki_package(out_path=str(path), options=options, limit=None)
    finally:
        collection.close()
    return path


def database(path: Path, notes: Notes, fields: Sequence[str] = ("Front", "Back")) -> Path:
    """A collection as older versions have it, with no more than what is read."""
    names: dict[str, int] = {}
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        for number, (deck, values, *tags) in enumerate(notes, 1):
            at = names.setdefault(deck, len(names) + 1)
            flds = "\x1f".join(values)
            connection.execute(
                "INSERT INTO notes VALUES (?, 1, ?, ?)", (number, flds, "".join(tags))
            )
            connection.execute("INSERT INTO cards VALUES (?, ?, ?, 0, 0)", (number, number, at))
        models = {"1": {"flds": [{"name": name} for name in fields]}}
        decks = {str(at): {"name": name} for name, at in names.items()}
        row = (json.dumps(models), json.dumps(decks))
        connection.execute("INSERT INTO col VALUES (1, ?, ?)", row)
    return path


def zipped(path: Path, content: bytes, name: str = "collection.anki2") -> Path:
    """A file with one member."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def by_hand(path: Path, notes: Notes, fields: Sequence[str] = ("Front", "Back")) -> Path:
    """A deck as :func:`database` makes it."""
    made = database(path.with_suffix(".anki2"), notes, fields)
    zipped(path, made.read_bytes())
    made.unlink()
    return path
