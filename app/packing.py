"""``flashcards packs``: other courses beside the one that comes with the program."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.output import say, write_json, write_lines
from app.words import count

if TYPE_CHECKING:
    from flashcards.changes import Change
    from flashcards.deck import Deck


@click.group()
def packs() -> None:
    """Other packs of cards: add, list, remove.

    A pack is a folder with course.md and topics, such as flashcards new pack makes, or a zip file
    of one. Its topics come after those of the bundled course, on the same schedule.
    """


@packs.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def add(source: Path, as_json: bool) -> None:
    """Add a pack, or take over a newer version of one.

    SOURCE is a folder, a git checkout or a zip file. A zip file is copied; a folder stays where it
    is, and what is changed there is seen at the next start. Progress is kept: it goes by the ids of
    topics and key points. A pack with errors is not added.

    \b
    --json: {"pack", "title", "version", "author", "licence", "topics": n,
    "change": null or {"added", "removed", "renamed", "new_points",
    "gone_points", "reworded"}}, each a list of keys
    """
    from flashcards.bundled import bundled_content
    from flashcards.packs import PackError
    from flashcards.packs import add as add_pack
    from flashcards.places import places

    try:
        deck, change = add_pack(source, places().data, bundled_content())
    except PackError as error:
        sys.exit(say(str(error)))
    if as_json:
        write_json({**_about(deck), "change": _change_json(change)})
    else:
        write_lines(_added(deck, change))


@packs.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def list_(as_json: bool) -> None:
    """The packs that are studied, and where they are.

    \b
    --json: {"packs": [{"pack", "title", "version", "author", "licence",
    "topics": n, "folder", "copied", "fine"}]}; the bundled course first
    """
    from flashcards.bundled import bundled_content
    from flashcards.deck import load_deck
    from flashcards.packs import Pack, added
    from flashcards.places import places

    where = places()
    bundled = bundled_content()
    course = load_deck(bundled, where.cache)
    listed = [(Pack(course.pack, str(bundled)), course)]
    listed += [(pack, load_deck(Path(pack.folder), where.cache)) for pack in added(where.data)]
    if as_json:
        rows = [
            {
                **_about(deck),
                "pack": pack.name,
                "folder": pack.folder,
                "copied": pack.copied,
                "fine": _fine(pack.name, deck),
            }
            for pack, deck in listed
        ]
        write_json({"packs": rows})
        return
    write_lines(line for pack, deck in listed for line in _listed(pack.name, pack.folder, deck))


@packs.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take a pack away; what you recalled of it is kept.

    Its topics are no longer shown or asked. Add it again, and your progress is back. A folder that
    was added stays as it is; the copy of a zip file is deleted.
    """
    from flashcards.bundled import bundled_content
    from flashcards.packs import PackError
    from flashcards.packs import remove as remove_pack
    from flashcards.places import places

    try:
        pack = remove_pack(name, places().data, bundled_content())
    except PackError as error:
        sys.exit(say(str(error)))
    write_lines([f"Removed {pack.name}. Your answers are kept."])


def _about(deck: Deck) -> dict[str, Any]:
    return {
        "pack": deck.pack,
        "title": deck.title,
        "version": deck.version,
        "author": deck.author,
        "licence": deck.licence,
        "topics": len(deck.topics),
    }


def _change_json(change: Change | None) -> dict[str, Any] | None:
    from msgspec import to_builtins

    return None if change is None else {**to_builtins(change)}


def _added(deck: Deck, change: Change | None) -> Iterator[str]:
    version = f" {deck.version}" if deck.version else ""
    topics = count(len(deck.topics), "topic")
    if change is None:
        yield f"Added {deck.pack}{version}: {deck.title}, {topics}."
        return
    yield f"Took over {deck.pack}{version}: {change.words or 'no card has changed'}."
    for words, keys in (
        ("new topic", change.added),
        ("gone topic", change.removed),
        ("renamed topic", [f"{old} is now {new}" for old, new in change.renamed]),
        ("new key point", [f"{key}#{point}" for key, point in change.new_points]),
        ("gone key point", [f"{key}#{point}" for key, point in change.gone_points]),
        ("reworded key point", [f"{key}#{point}" for key, point in change.reworded]),
    ):
        for key in keys:
            yield f"  {words}: {key}"


def _listed(name: str, folder: str, deck: Deck) -> Iterator[str]:
    if not _fine(name, deck):
        yield f"{name}: cannot be read at {folder}. Its progress is kept."
        return
    parts = [deck.title, count(len(deck.topics), "topic")]
    parts += [f"version {deck.version}"] * bool(deck.version)
    parts += [f"by {deck.author}"] * bool(deck.author)
    parts += [deck.licence] * bool(deck.licence)
    yield f"{name}: {', '.join(parts)}"
    yield f"  {folder}"


def _fine(name: str, deck: Deck) -> bool:
    return deck.pack == name and bool(deck.topics)
