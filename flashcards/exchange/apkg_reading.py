"""Decks of Anki: the collection in an ``.apkg`` file, unpacked within bounds and only looked at.

Three kinds are read: ``collection.anki2`` and ``collection.anki21``, and ``collection.anki21b``,
which is packed with Zstandard. Pictures and sounds in the file are left where they are.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flashcards.archives import Archive, ArchiveError, Limits, Member, opened
from flashcards.exchange.collection import read
from flashcards.exchange.pairs import ExchangeError, Taken
from flashcards.reading.characters import visible

LIMITS = Limits(files=300_000, total=50_000_000_000, ratio=1_000)
"""Of the whole file; only the collection is unpacked."""

LARGEST = 400_000_000
"""Bytes of a collection; that of 50,000 notes has some fifty million."""

WINDOW = 1 << 27
"""Bytes that unpacking may keep in memory."""

PART = 1 << 18

PACKED = "collection.anki21b"
COLLECTIONS = (PACKED, "collection.anki21", "collection.anki2")
"""The newest first: in a file that has several, older programs find only a notice in the others."""


def read_apkg(path: Path) -> Taken:
    """Questions and answers of a deck.

    Args:
        path: the file.

    Raises:
        ExchangeError: it is no deck of Anki, or not one that can be read.
    """
    name = visible(path.name)
    try:
        with opened(path, LIMITS) as archive, TemporaryDirectory() as folder:
            member = next(filter(None, map(archive.member, COLLECTIONS)), None)
            if member is None:
                raise ExchangeError(f"{name} holds no collection; export the deck anew from Anki.")
            database = Path(folder) / "collection"
            _unpack(archive, member, database, name)
            return read(database, name)
    except ArchiveError as error:
        raise ExchangeError(str(error)) from None
    except OSError as error:
        why = error.strerror or "the system gives no reason"
        raise ExchangeError(f"{name} cannot be unpacked: {why}.") from None


def _unpack(archive: Archive, member: Member, database: Path, name: str) -> None:
    if member.size > LARGEST:
        raise _too_large(name)
    packed = database.with_suffix(".zst")
    with (packed if str(member.path) == PACKED else database).open("wb") as file:
        archive.copy(member, file)
    if packed.exists():
        with packed.open("rb") as source, database.open("wb") as target:
            _unpack_zstandard(source, target, name)


def _unpack_zstandard(source: IO[bytes], target: IO[bytes], name: str) -> None:
    """Unpack part by part, and no more than a collection has."""
    import zstandard

    written = 0
    decompressor = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    try:
        with decompressor.stream_reader(source, closefd=False) as reader:
            while part := reader.read(PART):
                written += len(part)
                if written > LARGEST:
                    raise _too_large(name)
                target.write(part)
    except (zstandard.ZstdError, MemoryError):
        raise ExchangeError(
            f"The collection in {name} is broken; export the deck anew from Anki."
        ) from None


def _too_large(name: str) -> ExchangeError:
    return ExchangeError(
        f"The collection in {name} has more than {LARGEST // 1_000_000} MB; export fewer decks."
    )
