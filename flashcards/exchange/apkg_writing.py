"""Notes as a file that Anki imports: ``.apkg``, a zip file with a database in it."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flashcards.exchange.notes import NOTE_TYPE, POINT, TOPIC, Note, number

DECKS = {TOPIC: "Topics", POINT: "Key points"}
"""Below the deck of a pack, so that either can be studied alone."""

CSS = """\
.card { font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.45; max-width: 44em;
  margin: 0 auto; padding: 0.5em; text-align: left; }
.about { color: #777; font-size: 0.85em; }
h1 { font-size: 1.4em; } h3 { font-size: 1.1em; }
pre { font-size: 0.8em; overflow-x: auto; } img { max-width: 100%; background: #fff; }
table { border-collapse: collapse; } td, th { border: 1px solid #aaa; padding: 0.2em 0.5em; }
"""

_FRONTS = {
    TOPIC: "<h1>{{Front}}</h1><p class=about>Write down all you can recall.</p>",
    POINT: "<p class=about>{{Topic}}</p><p>{{Front}}</p>",
}
_BACK = "{{FrontSide}}<hr id=answer>{{Back}}"


def write(
    path: Path,
    titles: Mapping[str, str],
    notes: Sequence[Note],
    media: Mapping[str, bytes],
    now: float,
) -> None:
    """Write the file, whole or not at all; one that is there is replaced.

    Args:
        path: the file.
        titles: short name of each pack → what its deck is called. The names give decks their ids.
        notes: what is in it.
        media: name → content of the pictures that the notes show.
        now: seconds since 1970: notes that Anki has are updated where theirs are earlier.

    Raises:
        OSError: it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with TemporaryDirectory() as folder:
            database = Path(folder) / "collection.anki2"
            _write_database(database, titles, notes, now)
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(database, database.name)
                archive.writestr("media", json.dumps(dict(enumerate(media))))
                for place, content in enumerate(media.values()):
                    archive.writestr(str(place), content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _write_database(
    path: Path, titles: Mapping[str, str], notes: Sequence[Note], now: float
) -> None:
    """The collection. genanki's own way to a file would leave a copy behind."""
    import genanki

    models = {kind: _model(kind) for kind in DECKS}
    decks = {
        (pack, kind): genanki.Deck(
            number(f"deck {pack} {kind}"), f"{title.replace('::', ': ')}::{below}"
        )
        for pack, title in titles.items()
        for kind, below in DECKS.items()
    }
    for due, note in enumerate(notes, 1):
        fields = [note.front, note.back, note.topic]
        made = genanki.Note(
            models[note.kind], fields, guid=note.name, tags=list(note.tags), due=due
        )
        decks[note.pack, note.kind].add_note(made)
    filled = [deck for deck in decks.values() if deck.notes]
    connection = sqlite3.connect(path)
    try:
        genanki.Package(filled).write_to_db(connection.cursor(), now, count(int(now * 1000)))
        connection.commit()
    finally:
        connection.close()


def _model(kind: str) -> Any:
    import genanki

    return genanki.Model(
        number(f"model {kind}"),
        NOTE_TYPE.format(kind=kind),
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Topic"}],
        templates=[{"name": "Recall", "qfmt": _FRONTS[kind], "afmt": _BACK}],
        css=CSS,
    )
