"""A recall's text as tokens: words by their stems, maths by its symbols, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, Protocol

from flashcards.suggesting import symbols
from flashcards.suggesting.lexicon import (
    CAPITALS,
    CLAUSES,
    COEFFICIENTS,
    INTERCEPTS,
    IRREGULAR,
    JOINED,
    LETTERS,
    NAMED,
    OPERATORS,
    SHORT,
    SUBJECTS,
)

MAX_TEXT: Final = 10_000
"""Characters that are looked at; two minutes of writing come to a tenth of it."""

SOFT_WRAP: Final = 55
"""A line this long that goes on in small letters was broken for width, not for sense."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, an operator or a symbol of a text.

    Attributes:
        form: what it is compared by: a stem, or a symbol's name.
        word: what was written, in small letters.
        start: where it starts in the text.
        end: where it ends.
        clause: number of the clause that it stands in.
        sentence: number of the sentence, or line of notes, that it stands in.
    """

    form: str
    word: str
    start: int
    end: int
    clause: int
    sentence: int


_PIECE: Final = re.compile(
    rf"""
    {symbols.PATTERN}
  | (?P<word> w/(?:in|o)?(?![^\W_]) | (?:multi-)? [^\W\d_] \w* (?:'[^\W\d_]+)? )
  | (?P<number> \d+ (?:\.\d+)? )
  | (?P<sign> (?<![\w)]) \+ (?=\d) )
  | (?P<operator> [-=]> | \^2 | ² | [+=~|*^&→] | \:(?=[\w"'`]) )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# A dot that opens a word is part of a name (.fitted) or of a number (.5).
_SENTENCE: Final = re.compile(r"(?!(?<=[\s(])\.\w)[.!?]+[\"')\]]*(?=[\sA-Z])|\n")
# A bracket that opens an aside has a space before it; that of a call or of an index has none.
_CLAUSE: Final = re.compile(r"[,:;]|\s\(|\)\s*(?=[,.;])|-{2,}|\s-\s")
DEFINING: Final = frozenset({"is", "means", "was", "="})
"""Words before a "when" that tells what something is."""

# A line that opens with an equation, or with words that an arrow explains, is one of notes.
_EQUATION: Final = re.compile(r"\S+(?: \S+)? ?(?:[=~→]|[-=]>)")
_UNFINISHED: Final = frozenset(
    {"eg", "e.g", "ie", "i.e", "vs", "etc", "approx", "std", "cf", "resp", "g", "e", "i"}
)


def tokens(text: str) -> list[Token]:
    """The tokens of a text, in order; of a very long one only those of its beginning."""
    source = symbols.plain(text[:MAX_TEXT])
    found: list[Token] = []
    clause = sentence = end = 0
    for match in _PIECE.finditer(source):
        if _ends_sentence(source, end, match.start(), found[-1].word if found else ""):
            sentence += 1
            clause += 1
        elif _CLAUSE.search(source, end, match.start()) or _ends_aside(source, end, match.start()):
            clause += 1
        for form, word in _forms(match):
            # "No pooling is when …" says what it is: no clause of its own.
            before = found[-1].word if found else ""
            goes_on = (word == "when" and before in DEFINING) or (word, before) == ("if", "as")
            if word in CLAUSES and not goes_on:
                clause += 1
            if word in SUBJECTS and before == "and":
                clause += 1
            found.append(Token(form, word, match.start(), match.end(), clause, sentence))
        end = match.end()
    return _joined(_with_equations(_with_errors(found)))


def _ends_aside(source: str, end: int, start: int) -> bool:
    """Whether a bracket closes there that opened an aside, and not a call or an index."""
    closing = source.find(")", end, start)
    opening = source.rfind("(", 0, closing) if closing >= 0 else -1
    return opening > 0 and source[opening - 1].isspace() and source[closing + 1].isspace()


def _joined(found: Sequence[Token]) -> list[Token]:
    """Tokens with every name of two words that denies nothing, "no pooling", as one."""
    joined: list[Token] = []
    for token in found:
        form = NAMED.get((joined[-1].form, token.form)) if joined else None
        if form is None or joined[-1].clause != token.clause:
            joined.append(token)
        else:
            before = joined.pop()
            joined.append(replace(token, form=form, word=form, start=before.start))
    return joined


def _with_equations(found: list[Token]) -> list[Token]:
    """Tokens with the letters of a line as what they stand for, in whatever names it is written.

    What an intercept is summed up to is the outcome, as in ``rt_ij = b0i + …``; and in
    ``y = a + bx`` the letters a and b are intercept and slope, there and where they are explained.
    """
    named = list(found)
    lettered = False
    for at in range(len(found) - 3):
        left, sign, first, plus = found[at : at + 4]
        if sign.form != "=" or plus.form != "plus":
            continue
        lettered |= first.word == "a"
        summed = first.form in INTERCEPTS or first.word == "a"
        if summed and left.word.isalpha() and len(left.form) > 1:
            named[at] = left if left.form in COEFFICIENTS else replace(left, form="y")
    if lettered:
        named = [replace(token, form=LETTERS.get(token.word, token.form)) for token in named]
    return named


def _with_errors(found: list[Token]) -> list[Token]:
    """Tokens with every lone e as the residual, where an equation calls the residual so."""
    if not any(token.form == "epsilon" for token in found):
        return found
    abbreviated = [*(token.word for token in found[1:]), ""]
    return [
        replace(token, form="epsilon") if token.word == "e" and behind != "g" else token
        for token, behind in zip(found, abbreviated, strict=True)
    ]


def _ends_sentence(source: str, end: int, start: int, before: str) -> bool:
    """Whether a sentence ends between a token that ends there and one that starts here."""
    for match in _SENTENCE.finditer(source, end, start + 1):
        if match.group() == "\n":
            line = source.rfind("\n", 0, end) + 1
            goes_on = source[start].islower() and not source[end:start].strip(" \n,(")
            if not (goes_on and end - line >= SOFT_WRAP) or _EQUATION.match(source, start):
                return True
        elif not (match.group() == "." and before in _UNFINISHED):
            return True
    return False


def _forms(match: re.Match[str]) -> list[tuple[str, str]]:
    """What a piece is compared by, and what was written: one pair or a few."""
    written = match.group()
    if match["word"] is None:
        if match["sign"]:
            return [("posit", written)]
        if match["number"] or match["operator"]:
            return [(OPERATORS.get(written, written), written)]
        return [(form, form) for form in symbols.forms(match)]
    return [(stem(word), word) for word in _words(written)]


# The index of a variable that is written out: outcome_ij.
_INDEX: Final = re.compile(r"_(?:ij|i|j)$")


@lru_cache(maxsize=20_000)
def _words(written: str) -> tuple[str, ...]:
    """A written word as plain words in small letters: short forms and contractions undone."""
    if written in CAPITALS:
        return tuple(CAPITALS[written].split())
    word = written.lower()
    if word in ("w/", "w/o", "w/in"):
        return ({"w/": "with", "w/o": "without", "w/in": "within"}[word],)
    if word.endswith("n't"):
        return (JOINED.get(word.replace("'", ""), (word[:-3],))[0], "not")
    if len(word) == 2 and word[0] == "δ":
        return ("change", word[1])
    word = _INDEX.sub("", word.partition("'")[0].replace("-", ""))
    if word in JOINED:
        return JOINED[word]
    if word.startswith("non") and len(word) > 8 and "_" not in word:
        return ("not", word[3:])
    return (SHORT.get(word, word),)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of an English word in small letters; irregular forms as their plain one."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if not word.isalpha():
        return word
    found = _stemmer().stemWord(word)
    return IRREGULAR.get(found, found)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 (the library's name)


@cache
def _stemmer() -> _Stemmer:
    # It costs more to import than all of this module, and only a checked recall needs it.
    from snowballstemmer import EnglishStemmer  # type: ignore[import-untyped]

    stemmer: _Stemmer = EnglishStemmer()
    return stemmer


_SOUNDS: Final = (
    (re.compile(r"sch|ck|qu?|c(?![eiy])"), "k"),
    (re.compile(r"^sk"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"[cz]"), "s"),
    (re.compile(r"gh(?!$)"), "g"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)e(?=s?$)"), ""),
)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Roughly how a word in small letters sounds, for those who write by ear."""
    for letters, heard in _SOUNDS:
        word = letters.sub(heard, word)
    return word


def distance(one: str, other: str, limit: int) -> int:
    """Slips of the pen between two words: letters added, left out, changed or swapped.

    Counted no further than ``limit + 1``.
    """
    if one == other or abs(len(one) - len(other)) > limit:
        return 0 if one == other else limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row, above = row, [i], before
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
