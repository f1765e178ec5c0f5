"""``flashcards print``: a booklet of closed and open cards, as one HTML file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.output import say, write_lines
from app.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashcards.cards import Example, Topic
    from flashcards.exchange.booklet import Shown


@click.command(name="print")
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    default=Path("cards.html"),
    show_default=True,
    help="The file to write.",
)
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A pack of yours; by default all packs that you study.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def print_(topics: tuple[str, ...], file: Path, folder: Path | None, force: bool) -> None:
    """Write a booklet that a browser prints.

    First come the closed cards, each with room to write; then the same cards open, with formulas,
    figures, what R prints, and three boxes beside each key point for three days. TOPIC is a title
    in quotes, the beginning of one, an id or a number; by default all topics are in it. The file
    needs no network and no other file.
    """
    from app.own_pack import Refused

    try:
        _print(topics, file, folder, force=force)
    except Refused as error:
        sys.exit(say(str(error)))


def _print(names: Sequence[str], file: Path, folder: Path | None, *, force: bool) -> None:
    from app.outgoing import Examples, check_free, named, packs, put
    from app.own_pack import Refused
    from flashcards.exchange.booklet import Shown, booklet

    check_free(file, force=force)
    deck = packs(folder)
    topics = named(deck, names)
    examples = Examples()

    def show(topic: Topic, example: Example) -> Shown | None:
        found = examples.compute(topic, example)
        if found is None:
            return None
        return Shown("\n".join(found.lines), found.picture, found.says)

    if why := put(file, booklet(deck.title, topics, show, deck.licence).encode()):
        raise Refused(why)
    for sentence in examples.missing:
        say(sentence)
    write_lines([f"Wrote {count(len(topics), 'card')} to {file}; open it in a browser to print."])
