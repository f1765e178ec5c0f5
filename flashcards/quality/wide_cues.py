"""Cues that a wrong answer meets as well: a tick would be suggested for what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.cards import KeyPoint, Topic
from flashcards.quality.notes import Note, forms
from flashcards.quality.opposites import turned_round
from flashcards.suggesting.cues import cues_of
from flashcards.suggesting.lexicon import STOP
from flashcards.suggesting.matching import find

CODE = "wide-cues"

OTHERS = 2
"""Other points' texts, at the least, that have to meet the cues of a point."""

_CLAUSE = re.compile(r"[,;:.](?=\s)")
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$|\[[^\]]*\]\{=[^}]*\}")


def notes(topic: Topic) -> Iterator[Note]:
    """Key points whose cues are met by the contrary, or by what most other points say."""
    for point in topic.key_points:
        wrong = next(_wrong(topic, point), None)
        if wrong is not None:
            yield Note(
                point.line,
                CODE,
                f"The wrong answer “{wrong}” meets the cues of this key point; take words out that"
                " it has as well, or give the word that matters a group of its own.",
            )
        elif met_by := _met_by_most(topic, point):
            yield Note(
                point.line,
                CODE,
                f"{met_by} other key points of this card meet the cues of this one as well; add a"
                " group with what only this one says.",
            )


def _wrong(topic: Topic, point: KeyPoint) -> Iterator[str]:
    """Clauses that say the contrary of the point and would be taken for it.

    Only what is enough when it is right is looked at, and only words that the cues ask for: what
    they leave to others cannot be told from them.
    """
    for clause in _clauses(point.text):
        turned = list(turned_round(clause))
        if not turned:
            continue  # most have no word with a contrary, and the rest takes longer
        asked = _asked(point)
        others = asked | forms(point.text)
        wrongs = [
            wrong
            for word, contrary, wrong in turned
            if forms(word) & asked and not forms(contrary) & others
        ]
        if wrongs and _is_taken_for(topic, clause, point):
            yield from (wrong for wrong in wrongs if _is_taken_for(topic, wrong, point))


def _met_by_most(topic: Topic, point: KeyPoint) -> int:
    """How many other points' texts would be taken for a point; 0 where they are not most."""
    others = [each.text for each in topic.key_points if each.id != point.id]
    least = max(OTHERS, len(others) // 2 + 1)
    # Whether the words are there is quickly seen, and for most points settles it.
    likely = [text for text in others if _has_words_of_all(point, text)]
    if len(likely) < least:
        return 0
    met = sum(_is_taken_for(topic, text, point) for text in likely)
    return met if met >= least else 0


def _has_words_of_all(point: KeyPoint, text: str) -> bool:
    """Whether a text has the words of some cue of every group; of formulas, it may have."""
    there = forms(text)
    return all(
        any(cue.formula or forms(cue.text) - STOP <= there for cue in group) for group in point.cues
    )


def _clauses(text: str) -> list[str]:
    """The text in clauses; signs within code and formulas part nothing."""
    hidden = _CODE.sub(lambda code: re.sub(r"[,;:.]", "\0", code[0]), text)
    code = iter([each[0] for each in _CODE.finditer(text)])
    pieces = _CLAUSE.split(hidden)
    return [_CODE.sub(lambda _: next(code), piece).strip() for piece in pieces]


def _asked(point: KeyPoint) -> set[str]:
    """Forms of the words that are a cue by themselves."""
    cued = (forms(cue.text) for group in point.cues for cue in group if not cue.formula)
    return {form for found in cued if len(found) == 1 for form in found}


def _is_taken_for(topic: Topic, text: str, point: KeyPoint) -> bool:
    """Whether a text would be taken for a key point."""
    return any(name == point.id for name, _ in find(cues_of(topic), text))
