"""What a student gives a tutor of her progress: as little as serves, under a name of no one.

A file holds recalls as days since her first one, without a date, without what she wrote and without
what happened besides; :func:`contents` says the same in words, for her to read before it is made.
It is one JSON object, :class:`Shared`; what has its usual value is left out.

A tutor gets files from many hands, so :func:`read` takes only what :func:`shared` could have made.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from flashcards.events import Answer, Event, Purpose, Recalled
from flashcards.fold import standing
from flashcards.reading.characters import FORBIDDEN
from flashcards.reading.keypoints import ID

FORMAT: Final = 1
KIND: Final = "flashcards progress"
NAME_FILE: Final = "share.json"
"""Keeps the pseudonym, so that a later file is known to be of the same student."""

MAX_BYTES: Final = 50_000_000
MAX_RECALLS: Final = 100_000
MAX_POINTS: Final = 500
"""Key points of a topic."""

MAX_ALL_POINTS: Final = 50_000
"""Key points of all topics together, each counted once."""

MAX_NAME: Final = 60
MAX_ID: Final = 200


class SharedRecall(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One recall.

    Attributes:
        day: study days since her first recall, 0 for that one.
        topic: key of the topic, ``pack/id``.
        answers: point id → ``yes``, ``partly`` or ``no``.
        comfort: 1 to 5 before the recall, or None.
        seconds: that she wrote.
        purpose: ``study``, ``mock`` or ``cram``.
        counted: whether it was for the schedule.
        text: what she wrote; None unless she said so.
        note: what she noted; None unless she said so.
    """

    day: int
    topic: str
    answers: Mapping[str, Answer]
    comfort: int | None = None
    seconds: float = 0.0
    purpose: Purpose = Purpose.STUDY
    counted: bool = True
    text: str | None = None
    note: str | None = None


class Shared(Struct, frozen=True, forbid_unknown_fields=True):
    """The file of one student.

    Attributes:
        kind: says what this is.
        format: of the file.
        student: the name that she goes by here.
        recalls: oldest first.
    """

    kind: str
    format: int
    student: str
    recalls: tuple[SharedRecall, ...]

    @property
    def topics(self) -> frozenset[str]:
        """Keys of the topics that she recalled."""
        return frozenset(recall.topic for recall in self.recalls)


class ShareError(Exception):
    """Why a file is not taken; a sentence without the file's name."""


# -- making ------------------------------------------------------------------------------------


def shared(
    events: Iterable[Event], student: str, *, texts: bool = False, topics: Collection[str] = ()
) -> Shared:
    """What is given away.

    Args:
        events: her whole journal, oldest first.
        student: the name that she goes by.
        texts: whether what she wrote and noted goes with it.
        topics: keys of the topics to give; none for all.
    """
    recalls = [event for event in standing(events) if isinstance(event, Recalled)]
    # Counted from the first of all, so that of two files the later one has the later days.
    first = min((recall.moment.day for recall in recalls), default=None)
    return Shared(
        KIND,
        FORMAT,
        student,
        tuple(
            SharedRecall(
                day=(recall.moment.day - first).days if first else 0,
                topic=recall.topic,
                answers=dict(recall.answers),
                comfort=recall.comfort,
                seconds=float(round(recall.seconds)),
                purpose=recall.purpose,
                counted=recall.counted,
                text=recall.text if texts else None,
                note=recall.note if texts else None,
            )
            for recall in recalls
            if not topics or recall.topic in topics
        ),
    )


def contents(given: Shared, *, named: bool = False) -> Iterator[str]:
    """What is in a file and what is not, in plain words, a sentence each.

    Args:
        given: the file.
        named: whether she goes by a name of her own choice, which may be her own.
    """
    purposes = Counter(recall.purpose for recall in given.recalls)
    special = [
        f"{count} {words}"
        for purpose, words in ((Purpose.MOCK, "in mock exams"), (Purpose.CRAM, "while cramming"))
        if (count := purposes[purpose])
    ]
    among = f" ({', '.join(special)})" if special else ""
    texts = any(recall.text is not None for recall in given.recalls)
    yield (
        f"This file is about the student {given.student!r}. It holds "
        f"{_count(len(given.recalls), 'recall')}{among} of {_count(len(given.topics), 'topic')} "
        f"from {_packs(given)}: of each the key points that you had, partly had or missed, your "
        "comfort before it, how many seconds you wrote, and the day, counted from your first "
        "recall."
    )
    if texts:
        yield "It also holds everything that you wrote in these recalls, and your notes."
    left_out = [
        *(() if texts else ("what you wrote", "your notes")),
        *(() if named else ("your name",)),
        "dates",
        "drills",
        "unfinished texts",
    ]
    yield f"It does not hold {', '.join(left_out)} or anything about this computer."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _packs(given: Shared) -> str:
    """The packs that topics come from, which she may have made herself."""
    packs = sorted({topic.partition("/")[0] for topic in given.topics})
    named = ", ".join(packs)
    return f"the pack {named}" if len(packs) == 1 else f"the packs {named}"


def encoded(given: Shared) -> bytes:
    """The file."""
    return msgspec.json.format(msgspec.json.encode(given), indent=1) + b"\n"


def pseudonym(folder: Path) -> str:
    """The name that she goes by in files, always the same; made at random the first time.

    Args:
        folder: her data folder.

    Raises:
        OSError: a new one cannot be kept.
    """
    file = folder / NAME_FILE
    try:
        kept = json.loads(file.read_text("utf-8"))["student"]
        if isinstance(kept, str) and is_name(kept):
            return kept
    except (OSError, ValueError, KeyError, TypeError):
        pass
    made = f"student-{secrets.token_hex(4)}"
    folder.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps({"student": made}), "utf-8")
    part.replace(file)
    return made


# -- reading -----------------------------------------------------------------------------------


NO_FILE: Final = "is no file of flashcards share"
IMPOSSIBLE: Final = "has a recall that cannot be"


class _Head(Struct):
    """What every version of the format begins with."""

    kind: str
    format: int


def read(path: Path) -> Shared:
    """A student's file.

    Raises:
        ShareError: it is none, or not to be trusted.
    """
    raw = _bytes(path)
    try:
        head = msgspec.json.decode(raw, type=_Head)
        if head.kind == KIND and head.format != FORMAT:
            raise ShareError("is of another version of the program; bring both up to date")
        given = msgspec.json.decode(raw, type=Shared)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise ShareError(NO_FILE) from None
    if given.kind != KIND:
        raise ShareError(NO_FILE)
    _check(given)
    return given


def _bytes(path: Path) -> bytes:
    """What a file holds, if it is one and not endless."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise ShareError(NO_FILE)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ShareError(f"cannot be read ({why})") from None
    except MemoryError:
        raise ShareError("is larger than there is memory for") from None
    if len(raw) > MAX_BYTES:
        raise ShareError("is larger than any student's progress")
    return raw


def _check(given: Shared) -> None:
    """Refuse what no journal gives."""
    if not is_name(given.student):
        raise ShareError("names no student")
    if len(given.recalls) > MAX_RECALLS:
        raise ShareError("has more recalls than anybody makes")
    for recall in given.recalls:
        pack, slash, topic = recall.topic.partition("/")
        if not (slash and all(map(_is_id, (pack, topic, *recall.answers)))):
            raise ShareError("names topics or key points as no card does")
        if len(recall.answers) > MAX_POINTS or not 0 <= recall.day < 100_000:
            raise ShareError(IMPOSSIBLE)
        if recall.comfort not in {None, 1, 2, 3, 4, 5} or not 0 <= recall.seconds < 1e6:
            raise ShareError(IMPOSSIBLE)
    points = {(recall.topic, point) for recall in given.recalls for point in recall.answers}
    if len(points) > MAX_ALL_POINTS:
        raise ShareError("has more key points than anybody studies")


def is_name(text: str) -> bool:
    """Whether a student can go by it: one short line of letters that can be seen."""
    short = 0 < len(text) <= MAX_NAME and text == " ".join(text.split())
    return short and text.isprintable() and not FORBIDDEN.search(text)


def _is_id(text: str) -> bool:
    return len(text) <= MAX_ID and ID.fullmatch(text) is not None
