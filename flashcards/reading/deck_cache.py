"""A deck kept ready, so that the program opens without reading a single card.

One JSON file a course folder. It counts only while the program's version and the name, size and
time of every file of the course are what they were. Whatever is wrong with it makes it a cache
that is not there: what it holds is looked at as if a stranger had written it.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from flashcards import __version__
from flashcards.cards import Cue, CueGroup, Example, KeyPoint, TiedNumber, Topic
from flashcards.deck import Broken, Deck
from flashcards.problems import Problem, Severity
from flashcards.reading.characters import FORBIDDEN
from flashcards.reading.files import fingerprint, list_course

FORMAT = 4
"""Goes up whenever what is written here, or what reading makes of a card, changes."""

MAX_BYTES = 100_000_000

_PASSING = frozenset({"unreadable-file", "no-such-path"})
_ESCAPES = ("\\u", "\\b", "\\f", "\\r")
_T = TypeVar("_T")


class DeckCache:
    """The deck of one course folder, as it was when it was last read.

    The state of the files is taken when this is made, before they are read: a file that changes
    meanwhile makes the cache old, never wrong.
    """

    def __init__(self, cache: Path, folder: Path) -> None:
        """Look at the files of a course.

        Args:
            cache: the folder that caches are kept in; need not exist.
            folder: the course folder.
        """
        place = str(folder.absolute())
        named = zlib.crc32(f"{place}\0{folder}".encode("utf-8", "surrogateescape"))
        self.path = cache / f"deck-{named:08x}.json"
        self._key = [
            FORMAT,
            __version__,
            place,
            str(folder),
            [list(entry) for entry in fingerprint(list_course(folder))],
        ]

    def load(self) -> Deck | None:
        """The deck, or None where there is none that counts."""
        try:
            if self.path.stat().st_size > MAX_BYTES:
                return None
            text = self.path.read_text(encoding="utf-8")
            if FORBIDDEN.search(text) or _spelt_out(text):
                return None
            key, deck = json.loads(text)
            return _deck(deck) if key == self._key else None
        except (OSError, ValueError, TypeError, RecursionError, MemoryError):
            return None

    def save(self, deck: Deck) -> None:
        """Keep a deck; where that cannot be done, it is not."""
        if any(problem.code in _PASSING for problem in deck.problems):
            return  # may be gone without any file having changed
        partial = self.path.with_suffix(f".{os.getpid()}.part")
        try:
            text = json.dumps([self._key, _rows(deck)], ensure_ascii=False, separators=(",", ":"))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                partial.write_text(text, encoding="utf-8")
                partial.replace(self.path)
            finally:
                partial.unlink(missing_ok=True)
        except (OSError, ValueError):
            return


# Writing: every value is a row of its fields, in the order of its class


def _rows(deck: Deck) -> list[Any]:
    return [
        deck.pack,
        deck.title,
        deck.opening,
        [_topic_row(topic) for topic in deck.topics],
        [[b.file, b.id, b.title, [_problem_row(p) for p in b.problems]] for b in deck.broken],
        [_problem_row(problem) for problem in deck.problems],
        deck.licence,
        deck.version,
        deck.author,
        deck.needs,
    ]


def _topic_row(topic: Topic) -> list[Any]:
    return [
        topic.pack,
        topic.id,
        topic.title,
        topic.after,
        topic.minutes,
        topic.body,
        topic.body_line,
        [_point_row(point) for point in topic.key_points],
        [[e.name, e.data, e.models, e.show, e.figure, e.options, e.line] for e in topic.examples],
        [[n.shown, n.value, n.example, n.line] for n in topic.numbers],
        topic.file,
        topic.content_hash,
        topic.aliases,
    ]


def _point_row(point: KeyPoint) -> list[Any]:
    # A formula is told from words by its backtick, which neither of them contains.
    cues = [["`" * cue.formula + cue.text for cue in group] for group in point.cues]
    return [point.id, point.text, point.ask, cues, point.line, point.was]


def _problem_row(problem: Problem) -> list[Any]:
    return [
        problem.file,
        problem.line,
        problem.col,
        problem.code,
        problem.message,
        problem.severity.value,
    ]


# Reading: each of these raises ValueError or TypeError for anything but what was written


def _spelt_out(text: str) -> bool:
    """Whether JSON has escapes that could hide a control character; none is ever written here."""
    signs = text.replace("\\\\", "")
    return any(escape in signs for escape in _ESCAPES)


def _deck(raw: Any) -> Deck:
    pack, title, opening, topics, broken, problems, licence, version, author, needs = _row(raw)
    deck = Deck(
        _text(pack),
        _text(title),
        _text(opening),
        _each(topics, _topic),
        _each(broken, _broken),
        _each(problems, _problem),
        _text(licence),
        _text(version),
        _text(author),
        _each(needs, _name),
    )
    if len({topic.id for topic in deck.topics}) != len(deck.topics):
        raise ValueError("an id is there twice")
    if any(topic.pack != deck.pack for topic in deck.topics):
        raise ValueError("a topic is of another pack")
    return deck


def _topic(raw: Any) -> Topic:
    pack, name, title, after, minutes, body, line, points, examples, numbers, *rest = _row(raw)
    file, digest, aliases = rest
    return Topic(
        _name(pack),
        _name(name),
        _name(title),
        _each(after, _text),
        _number(minutes),
        _name(body),
        _whole(line),
        _some(_each(points, _point)),
        _each(examples, _example),
        _each(numbers, _tied),
        _name(file),
        _name(digest),
        _each(aliases, _name),
    )


def _point(raw: Any) -> KeyPoint:
    name, text, ask, cues, line, was = _row(raw)
    groups = _each(cues, _group)
    return KeyPoint(_name(name), _name(text), _name(ask), groups, _whole(line), _each(was, _name))


def _group(raw: Any) -> CueGroup:
    return _some(_each(raw, _cue))


def _cue(raw: Any) -> Cue:
    text = _name(raw)
    return Cue(text[1:], True) if text[0] == "`" else Cue(text)


def _example(raw: Any) -> Example:
    name, data, models, show, figure, options, line = _row(raw)
    return Example(
        _text(name),
        _name(data),
        _each(models, _text),
        _each(show, _text),
        _text(figure),
        _each(options, _option),
        _whole(line),
    )


def _option(raw: Any) -> tuple[str, str]:
    key, value = _row(raw)
    return _text(key), _text(value)


def _tied(raw: Any) -> TiedNumber:
    shown, value, example, line = _row(raw)
    return TiedNumber(_name(shown), _name(value), _text(example), _whole(line))


def _broken(raw: Any) -> Broken:
    file, name, title, problems = _row(raw)
    return Broken(_text(file), _text(name), _text(title), _each(problems, _problem))


def _problem(raw: Any) -> Problem:
    file, line, col, code, message, severity = _row(raw)
    return Problem(
        _text(file),
        _whole(line),
        _whole(col),
        _text(code),
        _text(message),
        Severity(_text(severity)),
    )


def _row(raw: Any) -> list[Any]:
    if type(raw) is not list:
        raise TypeError("not a row")
    return raw


def _each(raw: Any, make: Callable[[Any], _T]) -> tuple[_T, ...]:
    return tuple(map(make, _row(raw)))


def _some(values: tuple[_T, ...]) -> tuple[_T, ...]:
    if not values:
        raise ValueError("there is none")
    return values


def _text(raw: Any) -> str:
    if type(raw) is not str:
        raise TypeError("not a text")
    return raw


def _name(raw: Any) -> str:
    if type(raw) is not str or not raw:
        raise TypeError("not a text, or empty")
    return raw


def _whole(raw: Any) -> int:
    if type(raw) is not int or not 0 <= raw < 1 << 31:
        raise TypeError("not a whole number")
    return raw


def _number(raw: Any) -> float:
    if type(raw) not in {int, float} or not 0 <= raw < 1e6:
        raise TypeError("not a number")
    return float(raw)
