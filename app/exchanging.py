"""``flashcards export`` and ``flashcards import``: decks for Anki, and packs made of decks."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.output import say, write_lines
from app.words import count
from flashcards.reading.characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flashcards.cards import Example, Topic
    from flashcards.exchange.html import Drawn
    from flashcards.exchange.pairs import Taken

ANKI = ".apkg"


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.apkg")
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A pack of yours; by default all packs that you study.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def export(file: Path, topics: tuple[str, ...], folder: Path | None, force: bool) -> None:
    """Write a deck for Anki.

    TOPIC is a title in quotes, the beginning of one, an id or a number; by default all topics are
    written. Each gives a note with its title in front and the card behind, and each of its key
    points one with the question in front and the idea behind; they lie in two decks for each pack,
    so that either can be studied alone. Formulas are drawn by Anki, live examples computed now.

    Import the file again after you edited cards: Anki updates its notes, and what was learnt stays.
    Notes of topics and key points that are gone stay in Anki.
    """
    from app.own_pack import Refused

    try:
        _export(file, topics, folder, force=force)
    except Refused as error:
        sys.exit(say(str(error)))


def _export(file: Path, names: Sequence[str], folder: Path | None, *, force: bool) -> None:
    from app.outgoing import check_free, named, packs
    from app.own_pack import Refused
    from flashcards.exchange.apkg_writing import write
    from flashcards.exchange.notes import TOPIC, notes

    if file.suffix.lower() != ANKI:
        raise Refused(f"{file} is no name for a deck of Anki; it ends in {ANKI}.")
    check_free(file, force=force)
    deck = packs(folder)
    topics = named(deck, names)
    artist = _Artist()
    found = notes(topics, artist.draw)
    titles = {each.pack: each.title for each in deck.packs or (deck,)}
    try:
        write(file, titles, found, artist.media, time.time())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused(f"{file} cannot be written: {why}.") from None
    for sentence in artist.examples.missing:
        say(sentence)
    points = sum(note.kind != TOPIC for note in found)
    pictures = count(len(artist.media), "picture")
    write_lines(
        [f"{file}: {count(len(topics), 'topic')}, {count(points, 'key point')}, {pictures}."]
    )


class _Artist:
    """Computes live examples, and keeps their figures.

    Attributes:
        media: file name → SVG. The name has the content's digest, as Anki keeps what it has.
        examples: what computes them.
    """

    def __init__(self) -> None:
        from app.outgoing import Examples

        self.media: dict[str, bytes] = {}
        self.examples = Examples()

    def draw(self, topic: Topic, example: Example) -> Drawn | None:
        """What an example gives, or None where it is left out."""
        from flashcards.exchange.html import Drawn

        found = self.examples.compute(topic, example)
        if found is None:
            return None
        if not found.picture:
            return Drawn(found.lines)
        picture = found.picture.encode()
        digest = hashlib.sha256(picture).hexdigest()[:12]
        stem = "-".join(filter(None, (topic.pack, topic.id, example.name)))
        self.media[f"{stem}-{digest}.svg"] = picture
        return Drawn(found.lines, f"{stem}-{digest}.svg", found.says)


# -- import ------------------------------------------------------------------------------------


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    required=True,
    help="Where the pack's folder is made.",
)
@click.option("--name", metavar="PACK", help="The pack's short name; by default the file's.")
@click.option("--title", help="What students see; by default the file's name.")
def import_(file: Path, folder: Path, name: str | None, title: str | None) -> None:
    """Make a pack of questions and answers.

    FILE is a deck of Anki (.apkg) or a table (.csv, .tsv). Each deck, or each topic that a column
    of the table names, becomes a topic, and each note or row one of its key points; a deck of more
    than 8 notes becomes several topics, by the first tag of each note where notes share tags. The
    pack is a start for you to edit: see flashcards preview. No file that is there is ever replaced.

    Of a note, the fields Front and Back are taken, or else the first two; of a table the columns
    that its first row calls question, answer, topic and tags, or else the first two. Formulas,
    emphasis and code are kept. What cannot be taken is counted and listed, and when you learnt
    cards in Anki is not taken over.
    """
    from app.own_pack import Refused

    try:
        write_lines(_import(file, folder, name, title))
    except Refused as error:
        sys.exit(say(str(error)))


def _import(file: Path, folder: Path, name: str | None, title: str | None) -> list[str]:
    from app.newing import LONGEST, check_pack_name, checked_title, user_name
    from app.own_pack import Refused, writable
    from flashcards.exchange.packing import packed
    from flashcards.exchange.pairs import ExchangeError
    from flashcards.reading.keypoints import slug

    pack = name or slug(file.stem)[:40].strip("-") or "imported"
    check_pack_name(pack)
    words = checked_title(title or visible(file.stem)[:LONGEST])
    place = writable(folder) / pack
    if os.path.lexists(place):
        raise Refused(f"{place} is there already, and is left as it is; choose another --name.")
    try:
        made = packed(_read(file), pack, words, checked_title(user_name()), visible(file.name))
    except ExchangeError as error:
        raise Refused(str(error)) from None
    _write(place, made.files)
    head = f"{place}: {count(made.topics, 'topic')}, {count(made.points, 'key point')}."
    anki = file.suffix.lower() == ANKI
    return [head, *_left(made.left, anki=anki), f"Next: flashcards check {place}"]


def _read(file: Path) -> Taken:
    """What is in a deck or a table."""
    from app.own_pack import Refused
    from flashcards.exchange.apkg_reading import read_apkg
    from flashcards.exchange.tables import read_table

    readers = {ANKI: read_apkg, ".csv": read_table, ".tsv": read_table, ".txt": read_table}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise Refused(f"{visible(file.name)} is neither .apkg nor .csv nor .tsv.")
    return reader(file)


def _write(place: Path, files: Mapping[str, str]) -> None:
    """Write a pack beside its place, and put it there when it is whole.

    Raises:
        Refused: it cannot be written.
    """
    from app.own_pack import Refused

    partial = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        for name, text in files.items():
            path = partial / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        partial.rename(place)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused(f"{place} cannot be written: {why}.") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _left(left: Mapping[str, int], *, anki: bool) -> Iterator[str]:
    """What could not be taken, a line each."""
    from flashcards.exchange.pairs import LEFT

    thing = "note" if anki else "row"
    if any(left.values()):
        yield "Not taken:"
    for key, told in LEFT.items():
        if number := left.get(key, 0):
            yield "  " + told.format(n=f"{number:,}", notes=count(number, thing))
