"""Questions and answers as a pack of cards that its tutor goes on with.

Each deck, or topic of a table, becomes a topic; one of more than eight becomes several, by tags
where notes share them, else in order.
Each question with its answer becomes a key point. Its cues are the rarest words of the answer.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flashcards.exchange.from_html import line
from flashcards.exchange.pairs import LETTERS, TOGETHER, ExchangeError, Names, Pair, Taken
from flashcards.exchange.tags import as_topics
from flashcards.markdown import read_card, read_course
from flashcards.reading.characters import clean
from flashcards.reading.keypoints import slug
from flashcards.starting import id_for

TOPICS = 6_500
"""Topics of one pack."""

LONGEST = 2_000
"""Letters of a question or an idea."""

TITLE, ID = 80, 24
"""Characters of a title, and of an id."""

BEGINNING = 160
"""Letters of a text that its id is made of."""

CUES = 2
"""Groups of cues, one word each."""

PLAIN = "Imported"
"""What cards without a deck are called."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_ANY = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"`[^`]*`|\$[^$]*\$|\\(?=\W)|[*]")
_NO_CUE = re.compile(r"[,;`\\]")

_COURSE = """\
---
pack: {pack}
title: {title}
version: "1.0.0"
author: {author}
# What others may do with these cards is for whoever made them to say.
licence: "unknown: ask who made them"
needs: []
topics:
{topics}
---
<!-- This page opens the course. What stands between these signs is for you alone. -->

{opening}
"""

_CARD = """\
---
id: {id}
title: {title}
after: []
---
<!-- Imported, and to be edited: this text, which students see when they open the card; the wording
     of the key points, one idea each; and their cues, so far the rarest words of each answer. -->

{body}

## Key points
{points}
"""

_POINT = """\
- {text} {{#{id}}}
  - ask: {ask}
  - cues: {cues}
"""


@dataclass(frozen=True, slots=True)
class Point:
    """A key point to be.

    Attributes:
        ask: its question, one line of Markdown.
        text: its idea, one line of Markdown.
        topic: names of the deck or topic that it lies in.
    """

    ask: str
    text: str
    topic: Names


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that can be written.

    Attributes:
        files: path within the pack → text.
        topics: how many topics it has.
        points: how many key points.
        left: what was left out → how often; see :data:`flashcards.exchange.pairs.LEFT`.
    """

    files: dict[str, str]
    topics: int
    points: int
    left: Counter[str]


def packed(taken: Taken, pack: str, title: str, author: str, source: str) -> Packed:
    """Make a pack.

    Args:
        taken: what was read.
        pack: its short name.
        title: what students see.
        author: who it is by.
        source: the name of the file that was read.

    Raises:
        ExchangeError: nothing can be taken, or too much.
    """
    if sum(len(pair.question) + len(pair.answer) for pair in taken.pairs) > LETTERS:
        raise ExchangeError(
            f"{source} has more than {LETTERS // 1_000_000} million letters; import it in parts."
        )
    left = Counter(taken.left)
    points = list(_points(as_topics(taken.pairs), left))
    if not points:
        raise ExchangeError(
            f"{source} has no questions with answers in words, so there is nothing to import."
        )
    seen = Counter(word for point in points for word in set(_words(point.text)))
    files: dict[str, str] = {}
    ids: list[str] = []
    kept = 0
    for name, part in _parts(points):
        topic_id = id_for(slug(name)[:ID].strip("-"), set(ids)) if len(ids) < 99 else ""
        topic_id = topic_id or _numbered(name, len(ids) + 1)
        number, text = _sound(topic_id, name, part, seen)
        left["broken"] += len(part) - number
        if number:
            ids.append(topic_id)
            kept += number
            files[f"topics/{topic_id}.md"] = text
    if not ids:
        raise ExchangeError(f"{source} has nothing that a card could hold.")
    opening = f"{len(ids):,} topics, made from {_plain(source)}."
    listed = "\n".join(f"  - {topic_id}" for topic_id in ids)
    course = _COURSE.format(
        pack=pack, title=_quoted(title), author=_quoted(author), topics=listed, opening=opening
    )
    if read_course(course, "course.md").problems:
        raise ExchangeError(f"{source} has too many topics for one pack; import it in parts.")
    return Packed({"course.md": course, **files}, len(ids), kept, left)


# -- key points --------------------------------------------------------------------------------


def _points(pairs: Iterable[Pair], left: Counter[str]) -> Iterator[Point]:
    """What can be taken of the pairs, each once."""
    seen: set[Point] = set()
    for pair in pairs:
        ask = line(pair.question, html=pair.html, left=left)
        text = line(pair.answer, html=pair.html, left=left)
        point = Point(ask, text, pair.topic)
        if not _said(ask) or not _said(text):
            left["empty"] += 1
        elif max(len(ask), len(text)) > LONGEST:
            left["long"] += 1
        elif point in seen:
            left["again"] += 1
        else:
            seen.add(point)
            yield point


def _said(text: str) -> bool:
    """Whether there is anything but signs of Markdown."""
    return bool(_NO_CUE.sub("", text).strip(" *_$"))


def _words(text: str) -> list[str]:
    """Words by which an idea could be known, in small letters."""
    return [word.lower() for word in _WORD.findall(_MARKUP.sub(" ", text))]


def _cues(text: str, ask: str, seen: Counter[str]) -> str:
    """The rarest words of an idea, in its order; words of the question only where all are."""
    asked = set(_words(ask))
    words = list(dict.fromkeys(_words(text)))
    fresh = [word for word in words if word not in asked] or words
    chosen = sorted(fresh, key=lambda word: (seen[word], -len(word)))[:CUES]
    if chosen:
        return "; ".join(word for word in fresh if word in chosen)
    signs = _ANY.findall(_MARKUP.sub(" ", text)) or _ANY.findall(text)
    return "; ".join(dict.fromkeys(signs[:CUES])) or _NO_CUE.sub("", text).strip()


def _ids(points: Sequence[Point]) -> list[str]:
    """An id for each point of a topic: the first words of its idea, or of its question."""
    taken: list[str] = []
    for point in points:
        words = (_MARKUP.sub(" ", text[:BEGINNING]) for text in (point.text, point.ask))
        name = next(filter(None, map(slug, words)), "point")
        short = "-".join(name.split("-")[:4])[:ID].strip("-")
        taken.append(id_for(short, taken))
    return taken


# -- topics ------------------------------------------------------------------------------------


def _parts(points: Iterable[Point]) -> Iterator[tuple[str, list[Point]]]:
    """Titles, with the key points of each topic.

    Raises:
        ExchangeError: there are more topics than a pack has.
    """
    decks: dict[Names, list[Point]] = {}
    for point in points:
        decks.setdefault(point.topic, []).append(point)
    if sum(-(-len(each) // TOGETHER) for each in decks.values()) > TOPICS:
        raise ExchangeError(
            f"This would be more than {TOPICS:,} topics, too many for one pack; import it in parts."
        )
    last = Counter(_title(names[-1:]) for names in decks)
    for names, deck in decks.items():
        title = _title(names[-1:] if last[_title(names[-1:])] == 1 else names[-2:])
        # As even as can be: nine are five and four, not eight and one.
        number = -(-len(deck) // TOGETHER)
        for part in range(number):
            some = deck[part * len(deck) // number : (part + 1) * len(deck) // number]
            yield (title if number == 1 else _title((title,), f" ({part + 1} of {number})")), some


def _title(names: Sequence[str], end: str = "") -> str:
    """Names on one line, cut to the length of a title; the end stays whole."""
    text = clean(": ".join(names))[: 4 * TITLE]
    shown = "".join(char if char.isprintable() else " " for char in text)
    title = " ".join(shown.split()) or PLAIN
    room = TITLE - len(end)
    return (title if len(title) <= room else title[: room - 1].rstrip() + "…") + end


def _numbered(name: str, number: int) -> str:
    """An id that no other topic has, without looking at them all."""
    tail = f"-{number:05}"
    return (slug(name)[: ID - len(tail)].strip("-") or "topic") + tail


def _sound(
    topic_id: str, title: str, points: Sequence[Point], seen: Counter[str]
) -> tuple[int, str]:
    """A card without an error, and how many of the points it has: all, but in strange cases."""
    text = _card(topic_id, title, points, seen)
    if _reads(text, topic_id, len(points)):
        return len(points), text
    alone = (
        point for point in points if _reads(_card(topic_id, title, [point], seen), topic_id, 1)
    )
    kept = list(alone)
    return len(kept), _card(topic_id, title, kept, seen)


def _reads(text: str, topic_id: str, number: int) -> bool:
    topic = read_card(text, f"{topic_id}.md", "imported").topic
    return topic is not None and len(topic.key_points) == number


def _card(topic_id: str, title: str, points: Sequence[Point], seen: Counter[str]) -> str:
    """The file of a topic."""
    listed = "".join(
        _POINT.format(text=point.text, id=name, ask=point.ask, cues=cues)
        for point, name in zip(points, _ids(points), strict=True)
        for cues in [_cues(point.text, point.ask, seen)]
    )
    number = len(points)
    body = (
        "One question and its answer." if number == 1 else f"{number} questions and their answers."
    )
    return _CARD.format(id=topic_id, title=_quoted(title), body=body, points=listed.rstrip("\n"))


def _quoted(text: str) -> str:
    """Words as YAML in quotes; JSON's are YAML's as well."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """A name in running text: no sign in it is taken for Markdown."""
    return line(text, html=False, left=Counter())
