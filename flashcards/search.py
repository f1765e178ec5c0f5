"""Finding words in all cards: titles, key points and text, whatever their case and accents.

Markdown's signs are left out of account, and ``gamma`` finds γ as well as the other way round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.reading.maths_symbols import SYMBOLS

BEFORE, AFTER = 24, 56
"""How many characters of an excerpt stand before what was found, and from there on."""

_FENCE = re.compile(r"^(`{3,}|~{3,}) *live\b.*?^\1[`~]*$", re.MULTILINE | re.DOTALL)
_OTHER_FENCE = re.compile(r"^ *(?:`{3,}|~{3,}).*$", re.MULTILINE)
_TIED = re.compile(r"\[([^\]\n]*)\]\{=[^}\n]*\}")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_RULE = re.compile(r"^[ |:-]+$|^#{1,6} +|^ *[-*+] +|^> ?", re.MULTILINE)
_STRONG = re.compile(r"\*\*|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|`")
_MATHS = re.compile(r"\$\$?([^$]+)\$?\$")
_COMMAND = re.compile(r"\\([A-Za-z]+|.) *")


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic in which all words of a query were found.

    Attributes:
        topic: the topic.
        place: ``title``, ``text``, or the id of a key point.
        excerpt: a line of what stands there, as plain words.
        start: where in the excerpt the first word found begins.
        end: where it ends.
    """

    topic: Topic
    place: str
    excerpt: str
    start: int
    end: int


def search(deck: Deck, query: str) -> list[Hit]:
    """The topics that hold every word of a query, one hit each.

    Those with a word in the title come first, then those with one in a key point, then the rest;
    within these, in course order.
    """
    words = [_spellings(word) for word in _folded(query).split()]
    if not words:
        return []
    ranked = [
        _best(topic, places, words)
        for topic, everything, places in _index(deck)
        if all(any(spelling in everything for spelling in word) for word in words)
    ]
    ranked.sort(key=lambda pair: pair[0])
    return [hit for _, hit in ranked]


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of a topic that is searched; the least rank is the best."""

    rank: int
    name: str
    text: str
    folded: str


@lru_cache(maxsize=2)
def _index(deck: Deck) -> list[tuple[Topic, str, list[_Place]]]:
    """Each topic with all its folded text and with its places."""
    entries = []
    for topic in deck.topics:
        places = [_Place(*place, _folded(place[2])) for place in _places(topic)]
        entries.append((topic, "\n".join(place.folded for place in places), places))
    return entries


def _places(topic: Topic) -> Iterator[tuple[int, str, str]]:
    """Rank, name and plain text of each place of a topic."""
    yield 0, "title", topic.title
    for point in topic.key_points:
        yield 1, point.id, _plain(f"{point.text}\n{point.ask}")
    yield 2, "text", _plain(topic.body)


def _best(topic: Topic, places: list[_Place], words: list[tuple[str, ...]]) -> tuple[int, Hit]:
    """The rank of a topic that holds all words, and a hit where most of them are."""
    held = [(place, [spot for word in words if (spot := _first(place, word))]) for place in places]
    rank = min(place.rank for place, spots in held if spots)
    place, spots = max(held, key=lambda pair: (len(pair[1]), -pair[0].rank))
    return rank, _hit(topic, place.name, place.text, *min(spots))


def _first(place: _Place, word: tuple[str, ...]) -> tuple[int, int] | None:
    """Where a word is found first in a folded text: start and end."""
    spots = [
        (at, at + len(spelling)) for spelling in word if (at := place.folded.find(spelling)) >= 0
    ]
    return min(spots, default=None)


def _hit(topic: Topic, place: str, text: str, start: int, end: int) -> Hit:
    start, end = _unfolded(text, start), _unfolded(text, end)
    first = _word_start(text, max(start - BEFORE, 0))
    last = min(max(start + AFTER, end), len(text))
    lead = ("…" if first else "") + " ".join(text[first:start].split())
    lead += " " if start > first and text[start - 1].isspace() else ""
    word = " ".join(text[start:end].split())
    tail = " ".join(text[end:last].split())
    tail = (" " if end < last and text[end].isspace() else "") + tail
    excerpt = lead + word + tail + ("…" if last < len(text) else "")
    return Hit(topic, place, excerpt, len(lead), len(lead) + len(word))


def _word_start(text: str, at: int) -> int:
    """The start of the first whole word at or after a place, if one is near."""
    if at == 0:
        return 0
    space = re.compile(r"\s").search(text, at, at + BEFORE // 2)
    return space.end() if space else at


def _spellings(word: str) -> tuple[str, ...]:
    """A folded word, and the Greek letter that it names or the name of the letter that it is."""
    named = SYMBOLS.get(word)
    if named and named[0].isalpha():
        return word, _folded(named[0])
    names = [n for n, (letter, _) in SYMBOLS.items() if letter.isalpha() and letter == word]
    return (word, *names)


def _folded(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


def _unfolded(text: str, at: int) -> int:
    """Where a place of the folded text is in the text itself."""
    if text.isascii():
        return at
    length = 0
    for i, char in enumerate(text):
        if length >= at:
            return i
        length += len(_folded(char))
    return len(text)


def _plain(markdown: str) -> str:
    """Markdown as words: what a reader would see, roughly."""
    text = _FENCE.sub("", markdown)
    text = _OTHER_FENCE.sub("", text)
    text = _TIED.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _MATHS.sub(lambda maths: _drawn(maths[1]), text)
    text = _RULE.sub("", text)
    return _STRONG.sub("", text).strip()


def _drawn(tex: str) -> str:
    """A formula as one line of characters, roughly."""
    line = _COMMAND.sub(lambda command: SYMBOLS.get(command[1], ("", ""))[0], tex)
    return re.sub(r"[{}&]", "", line)
