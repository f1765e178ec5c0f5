"""The packs of a learner: the bundled course, and the others that she added to it.

A pack is a folder with ``course.md`` and ``topics``. One from a file is copied into the data
folder; one that is a folder, such as a checkout, stays where it is and is read there.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from flashcards.changes import Change, compare, seen_of
from flashcards.deck import Deck, load_deck
from flashcards.problems import Problem, Severity

LIST: Final = "packs.json"
"""The file in the data folder that lists them."""

COPIES: Final = "packs"
"""The folder in the data folder that holds the copies."""

SHOWN: Final = 5
"""Problems of a pack that are named before the rest is counted."""


class PackError(Exception):
    """Why a pack was not added or removed; a sentence that says what to do. Nothing has changed."""


class Pack(Struct, frozen=True):
    """A pack that was added.

    Attributes:
        name: its short name.
        folder: where it is.
        copied: whether that is a copy of ours.
    """

    name: str
    folder: str
    copied: bool = False


# -- the list ----------------------------------------------------------------------------------


def added(data: Path) -> tuple[Pack, ...]:
    """The packs that were added, in the order in which they were; none where the list is broken."""
    try:
        rows = json.loads((data / LIST).read_text("utf-8"))
        return tuple(Pack(str(name), str(folder), bool(copied)) for name, folder, copied in rows)
    except (OSError, ValueError, TypeError, RecursionError):
        return ()


def _keep(data: Path, packs: Iterable[Pack]) -> None:
    """Write the list.

    Raises:
        PackError: it cannot be written.
    """
    partial = data / f"{LIST}.{os.getpid()}.part"
    rows = [[pack.name, pack.folder, pack.copied] for pack in packs]
    try:
        data.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
        partial.replace(data / LIST)
    except OSError as error:
        partial.unlink(missing_ok=True)
        told = f"The list of packs in {data} cannot be written: {error.strerror}."
        raise PackError(told) from None


# -- reading -----------------------------------------------------------------------------------


def load_all(bundled: Path, data: Path, cache: Path | None = None) -> tuple[Deck, tuple[str, ...]]:
    """The deck of all packs, and what she should know about those that are not in it.

    Args:
        bundled: folder of the course that comes with the program.
        data: her data folder.
        cache: a folder for decks that are ready to be shown, or None.
    """
    course = load_deck(bundled, cache)
    decks, told = [course], []
    for pack in added(data):
        deck = load_deck(Path(pack.folder), cache)
        if deck.pack != pack.name or not deck.topics:
            told.append(
                f"The pack {pack.name} is not where it was ({pack.folder}), or cannot be read. Its "
                "progress is kept. See: flashcards packs list"
            )
        else:
            decks.append(deck)
    return union(decks), tuple(told)


def union(decks: Sequence[Deck]) -> Deck:
    """Several packs as one deck, whose first has the name and the opening page."""
    first, *others = decks
    if not others:
        return first
    return replace(
        first,
        topics=tuple(topic for deck in decks for topic in deck.topics),
        broken=tuple(broken for deck in decks for broken in deck.broken),
        problems=tuple(problem for deck in decks for problem in deck.problems),
        packs=tuple(decks),
    )


# -- adding and removing -----------------------------------------------------------------------


def add(source: Path, data: Path, bundled: Path) -> tuple[Deck, Change | None]:
    """Add a pack, or take over another version of one that is there.

    Args:
        source: a folder, or a zip file with one pack in it.
        data: her data folder.
        bundled: folder of the course that comes with the program.

    Returns:
        The pack, and what is different from the one it took the place of; None where it is new.

    Raises:
        PackError: it cannot be added; nothing has changed.
    """
    if source.is_dir():
        folder = _root(source.resolve())
        deck = load_deck(folder)
        _check(deck, data, bundled)
        return deck, _listed(deck, Pack(deck.pack, str(folder)), data)
    if not source.is_file():
        raise PackError(f"There is no file or folder {source}; look at how it is spelt.")
    place = _unpacked(source, data)
    try:
        deck = load_deck(_root(place))
        _check(deck, data, bundled)
        return _put(deck, _root(place), data)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def remove(name: str, data: Path, bundled: Path) -> Pack:
    """Take a pack off the list; what was recalled of it stays in the journal.

    Raises:
        PackError: there is none of that name, or another one builds on it.
    """
    packs = added(data)
    pack = next((each for each in packs if each.name == name), None)
    if pack is None:
        if name == load_deck(bundled).pack:
            raise PackError(f"{name} comes with the program, and stays.")
        names = ", ".join(each.name for each in packs) or "none"
        raise PackError(f"There is no pack {name!r}. Added are: {names}.")
    others = [each for each in packs if each is not pack]
    needing = next((p for p in others if name in load_deck(Path(p.folder)).needs), None)
    if needing is not None:
        raise PackError(f"The pack {needing.name} builds on {name}; remove that one first.")
    _keep(data, others)
    _forget(pack, data)
    return pack


def _forget(pack: Pack, data: Path) -> None:
    """Remove the copy of a pack, where there is one."""
    place = Path(pack.folder).parent
    if pack.copied and place.parent == data / COPIES:
        shutil.rmtree(place, ignore_errors=True)


def _root(folder: Path) -> Path:
    """The pack in a folder: itself, or the only folder in it, as zip files often have it."""
    from flashcards.reading.files import COURSE, TOPICS

    if (folder / COURSE).is_file() or (folder / TOPICS).is_dir():
        return folder
    inner = [each for each in folder.iterdir() if each.is_dir() and each.name[0] not in "._"]
    return inner[0] if len(inner) == 1 and (inner[0] / COURSE).is_file() else folder


def _check(deck: Deck, data: Path, bundled: Path) -> None:
    """Refuse a pack that cannot be studied, or that takes the name of the bundled one."""
    course = load_deck(bundled)
    wrong = [each for each in deck.problems if each.severity is Severity.ERROR]
    wrong += [each for each in deck.problems if each.code == "no-course-file"]
    if wrong or not deck.topics:
        raise PackError("\n".join(("This pack is not added; mend it first:", *_told(wrong))))
    if deck.pack == course.pack:
        raise PackError(f"{deck.pack} is the name of the course that comes with the program; give "
                        "the pack another name in its course.md.")  # fmt: skip
    others = {pack.name: load_deck(Path(pack.folder)) for pack in added(data)}
    others = {course.pack: course, **others, deck.pack: deck}
    for need in deck.needs:
        if need not in others:
            raise PackError(f"It builds on the pack {need}, which is not here; add that one first.")
    known = {topic.key for each in others.values() for topic in each.topics}
    for topic in deck.topics:
        for key in topic.needs:
            if key not in known:
                raise PackError(f"{topic.file}: there is no topic {key} to build on; mend that.")


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    yield from map(str, problems[:SHOWN])
    if len(problems) > SHOWN:
        yield f"and {len(problems) - SHOWN} more; flashcards check shows all of them."


def _listed(deck: Deck, pack: Pack, data: Path) -> Change | None:
    """Put a pack on the list; what is different from the one that stood there, if one did."""
    packs = added(data)
    before = next((each for each in packs if each.name == pack.name), None)
    change = None
    if before is not None:
        was = load_deck(Path(before.folder))
        found = compare(seen_of(was.topics), deck.topics)
        change = next(iter(found), Change(pack.name))
    _keep(data, [pack if each is before else each for each in packs] + [pack] * (before is None))
    if before is not None and before.folder != pack.folder:
        _forget(before, data)
    return change


def _unpacked(source: Path, data: Path) -> Path:
    """A new folder with what is in a zip file.

    Raises:
        PackError: it is none, or holds what no pack has.
    """
    from flashcards.archives import ArchiveError, unpack

    try:
        (data / COPIES).mkdir(parents=True, exist_ok=True)
        place = Path(mkdtemp(prefix=".adding-", dir=data / COPIES))
    except OSError as error:
        raise PackError(f"{data} cannot be written: {error.strerror}.") from None
    try:
        unpack(source, place)
    except ArchiveError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise PackError(str(error)) from None
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise PackError(f"{source} cannot be unpacked: {error.strerror or error}.") from None
    return place


def _put(deck: Deck, found: Path, data: Path) -> tuple[Deck, Change | None]:
    """Let an unpacked pack take its place among the copies; the one before goes at the end."""
    place = Path(mkdtemp(prefix=f"{deck.pack}-", dir=data / COPIES))
    try:
        final = found.replace(place / deck.pack)
        deck = load_deck(final)
        return deck, _listed(deck, Pack(deck.pack, str(final), copied=True), data)
    except (OSError, PackError) as error:
        shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, PackError):
            raise
        raise PackError(f"{place} cannot be written: {error.strerror}.") from None
