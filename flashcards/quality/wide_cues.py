"""Cues that a wrong answer meets as well: a tick would be suggested for what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.cards import KeyPoint, Topic
from flashcards.quality.notes import Note
from flashcards.quality.opposites import turned_round
from flashcards.suggesting.cues import TopicCues, cues_of
from flashcards.suggesting.matching import find
from flashcards.suggesting.words import tokens

CODE = "wide-cues"

OTHERS = 2
"""Other points' texts, at the least, that have to meet the cues of a point."""

_CLAUSE = re.compile(r"[,;:](?=\s)")
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$|\[[^\]]*\]\{=[^}]*\}")


def notes(topic: Topic) -> Iterator[Note]:
    """Key points whose cues are met by the contrary, or by what most other points say."""
    cues = cues_of(topic)
    met = {point.id: _taken_for(cues, point.text) for point in topic.key_points}
    for point in topic.key_points:
        wrong = next(_wrong(cues, point), None)
        if wrong is not None:
            yield Note(
                point.line,
                CODE,
                f"The wrong answer “{wrong}” meets the cues of this key point; take words out that"
                " it has as well, or give the word that matters a group of its own.",
            )
            continue
        others = [each for each in topic.key_points if each.id != point.id]
        by = [each for each in others if point.id in met[each.id]]
        if len(by) >= OTHERS and 2 * len(by) > len(others):
            yield Note(
                point.line,
                CODE,
                f"{len(by)} other key points of this card meet the cues of this one as well; add a"
                " group with what only this one says.",
            )


def _wrong(cues: TopicCues, point: KeyPoint) -> Iterator[str]:
    """Clauses that say the contrary of the point and would be taken for it.

    Only what is enough when it is right is looked at, and only words that the cues ask for: what
    they leave to others cannot be told from them.
    """
    for clause in _clauses(point.text):
        turned = list(turned_round(clause))
        if not turned:
            continue  # most have no word with a contrary, and the rest takes longer
        asked = _asked(point)
        said = {token.form for token in tokens(point.text)}
        wrongs = [
            wrong
            for word, contrary, wrong in turned
            if _form(word) in asked and _form(contrary) not in asked | said
        ]
        if wrongs and point.id in _taken_for(cues, clause):
            yield from (wrong for wrong in wrongs if point.id in _taken_for(cues, wrong))


def _clauses(text: str) -> list[str]:
    """The text in clauses; signs within code and formulas part nothing."""
    hidden = _CODE.sub(lambda code: re.sub(r"[,;:]", "\0", code[0]), text)
    code = iter([each[0] for each in _CODE.finditer(text)])
    pieces = _CLAUSE.split(hidden)
    return [_CODE.sub(lambda _: next(code), piece).strip() for piece in pieces]


def _asked(point: KeyPoint) -> set[str]:
    """Forms of the words that are a cue by themselves."""
    cued = (tokens(cue.text) for group in point.cues for cue in group if not cue.formula)
    return {found[0].form for found in cued if len(found) == 1}


def _form(word: str) -> str:
    return next((token.form for token in tokens(word)), word)


def _taken_for(cues: TopicCues, text: str) -> set[str]:
    """The key points that a text would be taken for."""
    return {name for name, _ in find(cues, text)}
