"""Whatever a deck or a table holds, the import ends in a pack without an error, or in a sentence.

The files are broken by chance that is the same each time.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
import zstandard

from flashcards.archives import ArchiveError, safe_members
from flashcards.exchange.apkg_reading import PACKED, read_apkg
from flashcards.exchange.from_html import line
from flashcards.exchange.packing import Packed, packed
from flashcards.exchange.pairs import ExchangeError, Pair, Taken
from flashcards.exchange.tables import read_table
from flashcards.exchange.tags import first
from flashcards.markdown import read_card, read_course
from tests.flashcards.exchange.decks import by_hand, database, zipped

SEED = 26

NOTES = [
    (f"Deck {n % 3}::Part", [f"What is <b>{n}</b>?", f"It is \\(x_{n}\\) {n}"]) for n in range(60)
]

PIECES = r"""
<b> </b> <i> </i> <code> </code> <sub> </sup> <br> <li> <script> </script> <img> <a <!-- --> <![ <?
\( \) \[ \] [$] [/$] [latex] [/latex] <anki-mathjax> </anki-mathjax> {{c1:: }} :: [sound: ] ` ``
$ $$ * ** _ \ # - + 1. | ~~~ ``` > < & &lt; &#27; &#x202e; ]{=a} {#id} was=x ask: cues: ; , ---
0 é 漢 א 👍 x y word frac{ } ^ _{ \frac \input
"""
SIGNS = [
    *PIECES.split(),
    "\x1b",
    "\0",
    "\u202e",
    "\u2028",
    "\ue000",
    "\ue001",
    "\ufffe",
    "\t",
    "\n",
]


def broken(raw: bytes, draw: Random) -> bytes:
    """Some bytes changed, gone or there twice."""
    made = bytearray(raw)
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(max(1, len(made)))
        what = draw.randrange(3)
        if what == 0:
            made[at : at + 1] = bytes([draw.randrange(256)])
        elif what == 1:
            del made[at : at + draw.choice((1, 2, 30, 900))]
        else:
            made[at:at] = made[at : at + draw.choice((1, 30, 900))]
    return bytes(made)


def is_sound(made: Packed) -> bool:
    """Whether all of a pack's files are read without a problem that is an error."""
    for name, text in made.files.items():
        if name == "course.md":
            assert read_course(text, name).problems == ()
        else:
            assert read_card(text, name, "p").topic is not None, text
    return made.topics == len(made.files) - 1


def outcome(read: object, path: Path) -> str:
    """What becomes of a file."""
    assert callable(read)
    try:
        made = packed(read(path), "p", "Title", "Author", path.name)
    except ExchangeError as error:
        told = str(error)
    else:
        assert is_sound(made)
        return "read"
    assert told.isprintable()
    assert told.endswith(".")
    return "refused"


@pytest.mark.parametrize("kind", ["file", "database", "zstandard"])
def test_broken_decks(tmp_path: Path, kind: str) -> None:
    draw = Random(f"{SEED} {kind}")
    content = database(tmp_path / "db", NOTES).read_bytes()
    file = by_hand(tmp_path / "sound.apkg", NOTES)
    sound, path = file.read_bytes(), tmp_path / "broken.apkg"
    outcomes: Counter[str] = Counter()
    for _ in range(150):
        if kind == "file":
            path.write_bytes(broken(sound, draw))
            try:
                safe_members(path)
            except ArchiveError as error:
                outcomes["refused"] += str(error).isprintable()
        elif kind == "database":
            head = 100 if draw.random() < 0.8 else 0  # a broken head is soon found
            zipped(path, content[:head] + broken(content[head:], draw))
        else:
            zipped(path, broken(zstandard.compress(content), draw), PACKED)
        outcomes[outcome(read_apkg, path)] += 1
    assert outcomes["refused"] > 10
    assert kind != "database" or outcomes["read"] > 10


def test_broken_tables(tmp_path: Path) -> None:
    draw = Random(SEED)
    path = tmp_path / "broken.csv"
    outcomes: Counter[str] = Counter()
    for _ in range(200):
        rows = [draw.choice(('"', ",", "\n", "\r", "#html:true\n", *SIGNS)) for _ in range(120)]
        text = "topic,question,answer\n" * draw.randrange(2) + "".join(rows)
        path.write_bytes(
            broken(text.encode("utf-8", "replace"), draw) if draw.random() < 0.3 else text.encode()
        )
        outcomes[outcome(read_table, path)] += 1
    assert outcomes["read"] > 20
    assert outcomes["refused"] > 20


def test_fields_of_any_pieces() -> None:
    draw = Random(SEED)

    def text() -> str:
        pieces = (draw.choice(SIGNS) + draw.choice(("", " ")) for _ in range(draw.randint(1, 14)))
        return "".join(pieces)

    pairs = [
        Pair(text(), text(), (text(),), draw.random() < 0.7, first(text())) for _ in range(1_500)
    ]
    made = packed(Taken(pairs), "p", "Title", "Author", "file")
    assert is_sound(made)
    assert made.left["broken"] == 0
    assert made.points > 700
    left: Counter[str] = Counter()
    for pair in pairs:
        assert "\n" not in line(pair.question, html=pair.html, left=left)
