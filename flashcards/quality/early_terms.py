"""Terms that a topic uses before the course introduces them, in bold, in a later one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from flashcards.cards import Topic
from flashcards.quality.notes import Note

CODE = "early-term"

LONGEST = 4
"""Words of a term at most; more in bold are a sentence that matters."""

SHORTEST = 8
"""Letters of a single word that is taken for a term."""

COMMON = 2
"""Earlier topics that use a word from which on it is no term of this course alone."""

_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CODE = re.compile(
    r"^(`{3,}|~{3,}).*?^\1|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL | re.MULTILINE
)

Words = tuple[str, ...]


def early(topics: Sequence[Topic]) -> Mapping[str, list[Note]]:
    """Topic key → what it uses too early.

    Args:
        topics: all of the course, in its order.
    """
    introduced: dict[Words, int] = {}
    for place, topic in enumerate(topics):
        for term in _terms(topic):
            introduced.setdefault(term, place)
    used: dict[Words, list[tuple[int, int]]] = {}
    for place, topic in enumerate(topics):
        for term, line in _uses(topic, introduced).items():
            if introduced[term] > place:
                used.setdefault(term, []).append((place, line))
    notes: dict[str, list[Note]] = {}
    for term, places in used.items():
        if len(term) == 1 and len(places) > COMMON:
            continue
        later = topics[introduced[term]]
        for place, line in places:
            notes.setdefault(topics[place].key, []).append(_note(term, line, later))
    return notes


def _note(term: Words, line: int, later: Topic) -> Note:
    return Note(
        line,
        CODE,
        f"“{' '.join(term)}” is introduced only later, in `{later.id}`; say here what it is, or"
        " put that topic before this one.",
    )


def _terms(topic: Topic) -> Iterator[Words]:
    """What a topic introduces."""
    for match in _BOLD.finditer(_without_code(topic.body)):
        words = _words(match[1])
        if words and len(words) <= LONGEST and (len(words) > 1 or len(words[0]) >= SHORTEST):
            yield words


def _uses(topic: Topic, terms: Mapping[Words, int]) -> Mapping[Words, int]:
    """The terms in a topic's text, each with the line of the file where it is first used."""
    firsts = {term[0] for term in terms}
    found: dict[Words, int] = {}
    for line, text in enumerate(_without_code(topic.body).split("\n"), topic.body_line):
        words = _words(text)
        for index, word in enumerate(words):
            if word not in firsts:
                continue
            for count in range(1, LONGEST + 1):
                term = words[index : index + count]
                if len(term) == count and term in terms:
                    found.setdefault(term, line)
    return found


def _words(text: str) -> Words:
    """Words in small letters, the last letter of plurals left out."""
    return tuple(_singular(match[0].lower()) for match in _WORD.finditer(text))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _without_code(text: str) -> str:
    """The text without code and formulas, its lines as many as before."""
    return _CODE.sub(lambda code: "§" + "\n" * code[0].count("\n"), text)
