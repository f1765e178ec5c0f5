"""What has become other in the cards since they were last seen, pack by pack.

A small file beside the journal holds what the cards were: ids, and a few letters for each wording.
It is a note and no more: without it nothing is lost, and nothing is said to have changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from msgspec import Struct

from flashcards.cards import Topic
from flashcards.deck import Deck

FILE: Final = "content.json"
FORMAT: Final = 1
MAX_BYTES: Final = 50_000_000

Seen = Mapping[str, Mapping[str, str]]
"""Key of a topic → id of a key point → letters that stand for its wording."""


class Change(Struct, frozen=True):
    """How one pack has changed.

    Attributes:
        pack: its name.
        added: keys of topics that are new.
        removed: keys of topics that are gone.
        renamed: earlier key and key of topics that have another id.
        new_points: (topic key, point id) of points that are new on a topic that was there.
        gone_points: the same of points that are gone; one that was renamed is neither.
        reworded: the same of points whose words are others.
    """

    pack: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    new_points: tuple[tuple[str, str], ...] = ()
    gone_points: tuple[tuple[str, str], ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__[1:])

    @property
    def words(self) -> str:
        """``1 topic new, 2 key points reworded``; empty where nothing has changed."""
        counted = (
            (self.added, "topic", "new"),
            (self.removed, "topic", "gone"),
            (self.renamed, "topic", "renamed"),
            (self.new_points, "key point", "new"),
            (self.gone_points, "key point", "gone"),
            (self.reworded, "key point", "reworded"),
        )
        return ", ".join(
            f"{len(some)} {thing}{'s' * (len(some) != 1)} {how}"
            for some, thing, how in counted
            if some
        )


class Notes(Struct, frozen=True):
    """What is known of the cards as they were.

    Attributes:
        seen: the cards when they were last looked at; empty before the first time.
        reworded: key of a topic → id of a point → study day on which other words were seen.
    """

    seen: Seen = {}
    reworded: Mapping[str, Mapping[str, date]] = {}


def seen_of(topics: Iterable[Topic]) -> dict[str, dict[str, str]]:
    """The cards as they are now."""
    return {
        topic.key: {point.id: f"{crc32(point.text.encode()):08x}" for point in topic.key_points}
        for topic in topics
    }


def compare(before: Seen, topics: Iterable[Topic]) -> tuple[Change, ...]:
    """How packs have changed of which anything was seen before.

    Args:
        before: the cards as they were.
        topics: the cards as they are, of all packs.
    """
    cards = {topic.key: topic for topic in topics}
    packs = dict.fromkeys(key.partition("/")[0] for key in (*before, *cards))
    known = {key.partition("/")[0] for key in before}
    changes = (_of_pack(pack, before, cards) for pack in packs if pack in known)
    return tuple(change for change in changes if change)


def _of_pack(pack: str, before: Seen, cards: Mapping[str, Topic]) -> Change:
    mine = {key: topic for key, topic in cards.items() if topic.pack == pack}
    was = {key for key in before if key.partition("/")[0] == pack}
    renamed = {
        f"{pack}/{old}": key
        for key, topic in mine.items()
        for old in topic.aliases
        if key not in was and f"{pack}/{old}" in was
    }
    pairs = [(key, key) for key in mine if key in was] + list(renamed.items())
    new, gone, reworded = [], [], []
    for old_key, key in pairs:
        now, then = seen_of([mine[key]])[key], before[old_key]
        earlier = {point.id: point.was for point in mine[key].key_points}
        taken = {old for each in earlier.values() for old in each}
        new += [(key, id_) for id_ in now if id_ not in then and not {*earlier[id_]} & {*then}]
        gone += [(key, id_) for id_ in then if id_ not in now and id_ not in taken]
        for id_, wording in now.items():
            former = next((then[old] for old in (id_, *earlier[id_]) if old in then), wording)
            reworded += [(key, id_)] * (former != wording)
    return Change(
        pack=pack,
        added=tuple(key for key in mine if key not in was and key not in renamed.values()),
        removed=tuple(sorted(key for key in was if key not in mine and key not in renamed)),
        renamed=tuple(sorted(renamed.items())),
        new_points=tuple(new),
        gone_points=tuple(gone),
        reworded=tuple(reworded),
    )


def look(folder: Path, deck: Deck, day: date, *, keep: bool) -> tuple[Notes, tuple[Change, ...]]:
    """Compare the cards with the notes, and bring the notes up to date.

    Args:
        folder: the learner's data folder.
        deck: the cards as they are.
        day: the study day.
        keep: whether the notes may be written; where not, the changes are found again next time.

    Returns:
        The notes as they are now, and what has changed. What cannot be read or written is left.
    """
    notes = read(folder)
    seen = seen_of(deck.topics)
    if notes.seen == seen:
        return notes, ()
    changes = compare(notes.seen, deck.topics)
    reworded = {key: dict(days) for key, days in notes.reworded.items()}
    for change in changes:
        for old, now in change.renamed:
            reworded[now] = reworded.pop(old, {})
        for key, point in change.reworded:
            reworded.setdefault(key, {})[point] = day
    # A pack that is away for a while is remembered as it was.
    here = {key.partition("/")[0] for key in seen}
    away = {key: was for key, was in notes.seen.items() if key.partition("/")[0] not in here}
    found = Notes({**away, **seen}, reworded)
    if keep:
        _write(folder, found)
    return found, tuple(change for change in changes if change.pack in here)


def read(folder: Path) -> Notes:
    """The notes of a data folder; empty ones where there are none that can be read."""
    file = folder / FILE
    try:
        if file.stat().st_size > MAX_BYTES:
            return Notes()
        made, seen, reworded = json.loads(file.read_text("utf-8"))
        if made != FORMAT:
            return Notes()
        return Notes(
            {str(key): dict(points) for key, points in seen.items()},
            {
                str(key): {str(id_): date.fromisoformat(day) for id_, day in days.items()}
                for key, days in reworded.items()
            },
        )
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return Notes()


def _write(folder: Path, notes: Notes) -> None:
    """Keep the notes; where that cannot be done, they are not kept."""
    partial = folder / f"{FILE}.{os.getpid()}.part"
    rows: list[Any] = [FORMAT, notes.seen, notes.reworded]
    try:
        text = json.dumps(rows, separators=(",", ":"), default=date.isoformat)
        try:
            partial.write_text(text, "utf-8")
            partial.replace(folder / FILE)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, ValueError):
        return
