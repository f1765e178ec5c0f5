"""The cues of a card, made ready to be looked for in a recall."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from flashcards.cards import Cue, KeyPoint, Topic
from flashcards.suggesting.direction import Stance, stance_of
from flashcards.suggesting.lexicon import ALWAYS, DENIALS, KNOWN, STOP
from flashcards.suggesting.objections import TITLE, Shape, shape_of
from flashcards.suggesting.rcode import Code, read_code
from flashcards.suggesting.words import Token, distance, sound, stem, tokens


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a cue, by their forms, in order.

    Attributes:
        forms: what must be there.
        ordered: whether the order matters; it does not for two words of content.
        literal: whether the words must be there as written, and not only their stems.
    """

    forms: tuple[str, ...]
    ordered: bool = False
    literal: bool = False


Pattern = Phrase | Code


@dataclass(frozen=True, slots=True)
class PointCues:
    """What gives a key point away.

    Attributes:
        point: its id.
        groups: alternatives of each of its cue groups, all of which must be met.
        stance: the directions that the point takes.
        shape: what it says of itself.
    """

    point: str
    groups: tuple[tuple[Pattern, ...], ...]
    stance: Stance
    shape: Shape


@dataclass(frozen=True, slots=True)
class TopicCues:
    """What gives the key points of a topic away.

    Attributes:
        points: in the card's order, those without cues left out.
        title: forms of its title, or none where it is too short to tell nothing.
        known: words that the card uses; none of them is a slip of the pen.
        targets: words of its cues with their forms, which slips may stand for, by their first
            sound: it is hardly ever the one that slips.
    """

    points: tuple[PointCues, ...]
    title: tuple[str, ...]
    known: frozenset[str]
    targets: Mapping[str, Sequence[tuple[str, str]]]

    def mended(self, token: Token) -> Token:
        """A token, or the word of a cue that it is a slip of the pen for."""
        word, form = token.word, token.form
        if len(word) < SHORTEST or word in self.known or form in self.known or not _is_plain(word):
            return token
        best, meant = LIMIT + 1, (word, form)
        heard = sound(word)
        for target, target_form in self.targets.get(heard[0], ()):
            slips = min(_slips(word, target), _slips(form, target_form))
            # A word as it is heard, "skool", is one slip.
            slips = 1 if slips > 1 and heard == sound(target) else slips
            if slips < best:
                best, meant = slips, (target, target_form)
        return replace(token, word=meant[0], form=meant[1])


ORDERED: Final = DENIALS | {"1", "2", "3"}
"""Forms that go before the word they belong to."""

SHORTEST: Final = 4
"""Letters of the shortest word that may be a slip of the pen, for a word of one more."""

LIMIT: Final = 2
"""Slips of the pen in a word at most."""

LONG: Final = 8
"""Letters of a word from which on two slips are mended, and not only one."""


def _slips(one: str, other: str) -> int:
    """Slips of the pen between two words, or more than :data:`LIMIT` where they are too many."""
    longer = max(len(one), len(other))
    if longer - min(len(one), len(other)) > LIMIT:
        return LIMIT + 1
    allowed = 0 if longer <= SHORTEST else 1 if longer < LONG else LIMIT
    # A slip changes two letters at most; most words differ in more, which is quickly seen.
    if len({*one} ^ {*other}) > 2 * allowed:
        return LIMIT + 1
    slips = distance(one, other, allowed)
    return slips if slips <= allowed else LIMIT + 1


@lru_cache(maxsize=64)
def cues_of(topic: Topic) -> TopicCues:
    """The cues of a topic, ready to be looked for."""
    title = tokens(topic.title)
    found = (_point(point, title) for point in topic.key_points)
    points = tuple(point for point in found if point.groups)
    named = tuple(token.form for token in title)
    named = named if sum(form not in STOP for form in named) >= TITLE else ()
    return TopicCues(points, named, frozenset(_known(topic)), _targets(topic))


def _targets(topic: Topic) -> dict[str, list[tuple[str, str]]]:
    found: set[tuple[str, str]] = set()
    for point in topic.key_points:
        for cue in (cue for group in point.cues for cue in group):
            if not (cue.formula and read_code(cue.text)):
                found.update((token.word, token.form) for token in tokens(cue.text))
    found.update((word, stem(word)) for word in ALWAYS)
    targets: dict[str, list[tuple[str, str]]] = {}
    for word, form in sorted(found):
        if len(word) >= SHORTEST and _is_plain(word):
            targets.setdefault(sound(word)[0], []).append((word, form))
    return targets


def _is_plain(word: str) -> bool:
    return word.replace("_", "").isalpha()


def _known(topic: Topic) -> Iterator[str]:
    yield from KNOWN
    sources = [topic.title, topic.body]
    for point in topic.key_points:
        sources += [point.text, point.ask]
        sources += [cue.text for group in point.cues for cue in group]
    for word in re.findall(r"[^\W\d_]+", " ".join(sources).lower()):
        yield word
        yield stem(word)


def _point(point: KeyPoint, title: Sequence[Token]) -> PointCues:
    groups = []
    for group in point.cues:
        patterns = [pattern for cue in group if (pattern := pattern_of(cue)) is not None]
        if patterns:
            groups.append(tuple(patterns))
    text = tokens(point.text)
    return PointCues(point.id, tuple(groups), stance_of(text, title), shape_of(text))


def pattern_of(cue: Cue) -> Pattern | None:
    """What to look for; None where a cue has neither words nor a meaning."""
    if cue.formula and (code := read_code(cue.text)):
        return code
    phrase = _literal(cue.text) if cue.formula else _phrase(cue.text)
    return phrase if phrase.forms else None


def _literal(text: str) -> Phrase:
    return Phrase(tuple(token.word for token in tokens(text)), ordered=True, literal=True)


def _phrase(text: str) -> Phrase:
    # Alone, the letter would be a word; as a cue it is the residual.
    found = ["epsilon"] if text.strip() == "e" else [token.form for token in tokens(text)]
    content = [form for form in found if form not in STOP]
    forms = tuple(content if len(content) > 1 else found)
    # "Root of the variance" is not "variance is the root"; "one plot" is not "plot one".
    inner = found != content and content[:1] == found[:1] and content[-1:] == found[-1:]
    ordered = len(forms) > 2 or inner or any(form in ORDERED or form in STOP for form in forms)
    return Phrase(forms, ordered)
