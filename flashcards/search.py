"""Finding words in all cards: titles, key points and text, whatever their case and accents.

Markdown's signs are left out of account, and ``gamma`` finds γ as well as the other way round.
What is matched is plain but rough; what is shown is the Markdown of the one block in which the
words stand, which whoever shows it draws as a card would be drawn, and :func:`excerpt` cuts.
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

BEFORE = 24
"""How many characters of an excerpt stand before what was found far from the beginning."""

CUT = "…"
"""Stands where an excerpt leaves something out."""

_LIVE = re.compile(r"^(`{3,}|~{3,}) *live\b.*?^\1[`~]*$", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r" *(?:`{3,}|~{3,})")
_START = re.compile(r"(?:#{1,6} +| *[-*+] +| *\d+[.)] +|> ?)+")
_RULE = re.compile(r"[ |:\-]+$")
_CELLS = re.compile(r"(?<!\\)\|")
_TIED = re.compile(r"\[([^\]\n]*)\]\{=[^}\n]*\}")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_STRONG = re.compile(r"\*\*|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|`")
_MATHS = re.compile(r"\$\$?([^$]+)\$?\$")
_NAMED = re.compile(r"\\(?:begin|end|color|textcolor) *\{[^}]*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+|.) *")

Spellings = tuple[str, ...]
"""A word that is looked for, folded, and the other ways to write it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic in which all words of a query were found.

    Attributes:
        topic: the topic.
        place: ``title``, ``text``, or the id of a key point.
        source: the block that holds most of the words, as inline Markdown.
        words: what was looked for, as :func:`excerpt` takes it.
    """

    topic: Topic
    place: str
    source: str
    words: tuple[Spellings, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text, with the place of the first word found in it.

    Attributes:
        text: one line, cut at words.
        start: where the word begins; ``end`` where there is none.
        end: where it ends.
    """

    text: str
    start: int
    end: int


def search(deck: Deck, query: str) -> list[Hit]:
    """The topics that hold every word of a query, one hit each.

    Those with a word in the title come first, then those with one in a key point, then the rest;
    within these, in course order.
    """
    words = tuple(_spellings(word) for word in folded(query).split())
    if not words:
        return []
    ranked = [
        _best(topic, places, words)
        for topic, everything, places in _index(deck)
        if all(any(spelling in everything for spelling in word) for word in words)
    ]
    ranked.sort(key=lambda pair: pair[0])
    return [hit for _, hit in ranked]


def excerpt(text: str, words: tuple[Spellings, ...], room: int) -> Excerpt:
    """What stands around the first of some words, in one line.

    Args:
        text: what the words were found in, as it is drawn.
        words: from a :class:`Hit`.
        room: characters that the excerpt may take, at least 2.
    """
    text = " ".join(text.split())
    plain = folded(text)
    spots = [spot for word in words if (spot := _first(plain, word))]
    start, end = (_unfolded(text, at) for at in min(spots, default=(0, 0)))
    while start < end < len(text) and unicodedata.combining(text[end]):
        end += 1  # a hat belongs to the letter below it
    from_the_start = len(text) <= room or end + len(CUT) <= room
    first = 0 if from_the_start else _word_start(text, start - BEFORE)
    lead = CUT if first else ""
    last = len(text)
    if last - first + len(lead) > room:
        last = _word_end(text, first + room - len(lead) - len(CUT), at_least=end)
    line = (lead + text[first:last].rstrip() + (CUT if last < len(text) else ""))[:room]
    shift = len(lead) - first
    return Excerpt(line, min(start + shift, len(line)), min(end + shift, len(line)))


# -- the index -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """One block of a topic that is searched; the least rank is the best."""

    rank: int
    name: str
    source: str
    folded: str


@lru_cache(maxsize=2)
def _index(deck: Deck) -> list[tuple[Topic, str, list[_Place]]]:
    """Each topic with all its folded text and with its places."""
    entries = []
    for topic in deck.topics:
        places = [_Place(*place, folded(_plain(place[2]))) for place in _places(topic)]
        entries.append((topic, "\n".join(place.folded for place in places), places))
    return entries


def _places(topic: Topic) -> Iterator[tuple[int, str, str]]:
    """Rank, name and inline Markdown of each place of a topic."""
    yield 0, "title", topic.title
    for point in topic.key_points:
        yield 1, point.id, point.text
        yield 1, point.id, point.ask
    for block in _blocks(topic.body):
        yield 2, "text", block


def _blocks(body: str) -> Iterator[str]:
    """Paragraphs, headings, items, rows, formulas and lines of code, each as inline Markdown."""
    block: list[str] = []
    code = maths = False
    for line in [*_LIVE.sub("", body).splitlines(), ""]:
        starts = not maths and (_START.match(line) or line.startswith(("|", "$$")))
        if block and not maths and (starts or code or not line.strip() or _FENCE.match(line)):
            yield _joined(block)
            block = []
        if _FENCE.match(line):
            code = not code
        elif code:
            yield from _code(line)
        elif line.startswith("|"):
            yield from _row(line)
        elif maths or line.startswith("$$"):
            block.append(line)
            text = " ".join(block).strip()
            maths = not (len(text) > len("$$") and text.endswith("$$"))
        elif line.strip():
            block.append(_START.sub("", line, count=1) if _START.match(line) else line)


def _joined(block: list[str]) -> str:
    """The lines of a block as one; a formula of its own as one within text."""
    text = " ".join(" ".join(block).split())
    return f"${text.strip('$').strip()}$" if text.startswith("$$") else text


def _code(line: str) -> Iterator[str]:
    """A line of code as a code span, whatever ticks it holds."""
    if line.strip():
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
        gap = " " if "`" in line else ""
        yield f"{ticks}{gap}{line.strip()}{gap}{ticks}"


def _row(line: str) -> Iterator[str]:
    """A row of a table as one line; the rule below its head is left out."""
    if not _RULE.match(line):
        cells = (cell.replace("\\|", "|").strip() for cell in _CELLS.split(line))
        yield "; ".join(cell for cell in cells if cell)


def _plain(source: str) -> str:
    """Inline Markdown as words: what a reader would see, roughly."""
    text = _TIED.sub(r"\1", source)
    text = _LINK.sub(r"\1", text)
    text = _MATHS.sub(lambda maths: _drawn(maths[1]), text)
    return _STRONG.sub("", text).strip()


def _drawn(tex: str) -> str:
    """A formula as one line of characters, roughly."""
    tex = _NAMED.sub("", tex)
    line = _COMMAND.sub(lambda command: SYMBOLS.get(command[1], ("", ""))[0], tex)
    return re.sub(r"[{}&]", "", line)


# -- matching ------------------------------------------------------------------------------------


def _best(topic: Topic, places: list[_Place], words: tuple[Spellings, ...]) -> tuple[int, Hit]:
    """The rank of a topic that holds all words, and a hit where most of them are."""
    held = [(place, sum(_first(place.folded, word) is not None for word in words))
            for place in places]  # fmt: skip
    rank = min(place.rank for place, count in held if count)
    place, _ = max(held, key=lambda pair: (pair[1], -pair[0].rank))
    return rank, Hit(topic, place.name, place.source, words)


def _first(plain: str, word: Spellings) -> tuple[int, int] | None:
    """Where a word is found first in a folded text: start and end."""
    spots = [(at, at + len(spelling)) for spelling in word if (at := plain.find(spelling)) >= 0]
    return min(spots, default=None)


def _word_start(text: str, at: int) -> int:
    """The start of the first whole word at or after a place, if one is near."""
    if at <= 0:
        return 0
    space = text.find(" ", at - 1, at + BEFORE // 2)
    return at if space < 0 else space + 1


def _word_end(text: str, at: int, *, at_least: int) -> int:
    """The end of the last whole word before a place, if one is near."""
    space = text.rfind(" ", max(at_least, at - BEFORE), at + 1)
    return max(at, 0) if space < 0 else space


def _spellings(word: str) -> Spellings:
    """A folded word, and the Greek letter that it names or the name of the letter that it is."""
    named = SYMBOLS.get(word)
    if named and named[0].isalpha():
        return word, folded(named[0])
    names = [n for n, (letter, _) in SYMBOLS.items() if letter.isalpha() and letter == word]
    return (word, *names)


def folded(text: str) -> str:
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
        length += len(folded(char))
    return len(text)
