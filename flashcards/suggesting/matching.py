"""Looks for the cues of key points in a recall.

A point is found where each of its cue groups is met, all of them near one another, by words that
are neither denied nor turned round. The tightest such place is the one that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from flashcards.suggesting.cues import Pattern, Phrase, PointCues, TopicCues
from flashcards.suggesting.direction import (
    contradicts,
    denied_behind,
    opposite,
    rival_nearer,
    rivals,
)
from flashcards.suggesting.lexicon import COMPARING, DENIALS, POINTING, STOP
from flashcards.suggesting.objections import objects
from flashcards.suggesting.rcode import Code, says
from flashcards.suggesting.reading import Reading, read

GAP: Final = 2
"""Words that may stand between two words of a phrase, small ones not counted."""

FAR: Final = 20
"""Tokens between the places of two groups at most."""

NEAREST: Final = 4
"""Places of a group that are tried beside one place of another."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a cue group is met.

    Attributes:
        indices: its tokens, in order; the first and the last of a piece of code.
        span: where it stands in the text.
        deniers: tokens that deny it; it counts only where they belong to a cue themselves.
        formula: whether it is a formula, about which the words around it say little.
    """

    indices: tuple[int, ...]
    span: Span
    deniers: frozenset[int] = frozenset()
    formula: bool = False


def find(cues: TopicCues, text: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The points that a text seems to cover, each with the places of the words that led to it.

    There are none where the text goes against as many points as it seems to cover: what such a
    text has right is for its writer to say.
    """
    reading = read(text, cues.mended, cues.title)
    found, against = weighed(cues, reading)
    if len(found) > against:
        for name, hits in found.items():
            yield name, tuple(sorted({hit.span for hit in hits}))


def weighed(cues: TopicCues, reading: Reading) -> tuple[dict[str, tuple[Hit, ...]], int]:
    """The points that a text covers, each with its places; and how many it goes against."""
    found: dict[str, tuple[Hit, ...]] = {}
    rest: list[tuple[PointCues, list[tuple[Hit, ...]]]] = []
    for point in cues.points:
        options = options_of(reading, point)
        hits = next((hits for hits in options if stands(reading, hits, point)), ())
        if hits:
            found[point.point] = hits
        else:
            rest.append((point, options))
    used = {index for hits in found.values() for hit in hits for index in hit.indices}
    against = len({(place.start, place.stop) for place in reading.mixed_up})
    against += sum(_is_against(reading, options, point, used) for point, options in rest)
    return found, against


def _is_against(
    reading: Reading, options: Sequence[Sequence[Hit]], point: PointCues, used: set[int]
) -> bool:
    """Whether words that are no recall of anything else say the contrary of a point."""
    return any(
        _goes_against(reading, hits, point)
        and used.isdisjoint(index for hit in hits for index in hit.indices)
        for hits in options
    )


def options_of(reading: Reading, point: PointCues) -> list[tuple[Hit, ...]]:
    """The places where all cue groups of a point are met, the tightest first."""
    groups = [list(dict.fromkeys(hits_of(reading, group))) for group in point.groups]
    return sorted(_combinations(reading, groups), key=_spread) if all(groups) else []


def _combinations(reading: Reading, groups: Sequence[list[Hit]]) -> Iterator[tuple[Hit, ...]]:
    """One place of each group, near one another."""
    rarest = min(groups, key=len)
    for anchor in rarest:
        yield from product(
            *([anchor] if group is rarest else _near(reading, anchor, group) for group in groups)
        )


def _near(reading: Reading, anchor: Hit, group: Sequence[Hit]) -> list[Hit]:
    found = [hit for hit in group if _together(reading, anchor, hit)]
    return sorted(found, key=lambda hit: _spread((anchor, hit)))[:NEAREST]


def _spread(hits: Sequence[Hit]) -> int:
    return max(hit.indices[-1] for hit in hits) - min(hit.indices[0] for hit in hits)


def _together(reading: Reading, one: Hit, other: Hit) -> bool:
    """Whether two places are in one sentence, or in two that go together.

    Those are a sentence and one behind it that points back, and two lines of formulas.
    """
    first, second = sorted((one, other), key=lambda hit: hit.indices[0])
    end, start = first.indices[-1], second.indices[0]
    if start - end > FAR:
        return False
    between = reading.tokens[start].sentence - reading.tokens[end].sentence
    if between != 1:
        return between == 0
    lines = {reading.tokens[place].sentence for place in (end, start)}
    return _points_back(reading, start) or lines <= reading.equations


def _points_back(reading: Reading, index: int) -> bool:
    sentence = reading.tokens[index].sentence
    while index > 0 and reading.tokens[index - 1].sentence == sentence:
        index -= 1
    return any(token.word in POINTING for token in reading.tokens[index : index + 2])


def stands(reading: Reading, hits: Sequence[Hit], point: PointCues) -> bool:
    """Whether nothing around some places says the contrary."""
    used = {index for hit in hits for index in hit.indices}
    if any(not _spent(reading, hit, used) <= used for hit in hits):
        return False
    if not used.isdisjoint(reading.doubted):
        return False
    return not _goes_against(reading, hits, point)


def _goes_against(reading: Reading, hits: Sequence[Hit], point: PointCues) -> bool:
    """Whether what some places say, if they say anything, is the contrary of a point."""
    words = [hit.indices for hit in hits if not hit.formula]
    return bool(words) and (
        contradicts(reading.tokens, reading.denied_by, words, point.stance)
        or rival_nearer(reading.tokens, words)
        or objects(reading.tokens, words, point.shape)
    )


def _spent(reading: Reading, hit: Hit, used: set[int]) -> set[int]:
    """The deniers of a place, without those of a later "and": "it is normal and has no limits"."""
    last = hit.indices[-1]
    said = min((index for index in used if index > last), default=len(reading.tokens))
    ends = next(
        (i for i in range(said, len(reading.tokens)) if reading.tokens[i].form == "and"), -1
    )
    return {denier for denier in hit.deniers if not (last < said < ends < denier)}


def hits_of(reading: Reading, group: Sequence[Pattern]) -> Iterator[Hit]:
    """The places where any alternative of a group is met."""
    for pattern in group:
        match pattern:
            case Code():
                yield from _code_hits(reading, pattern)
            case Phrase(forms=(form,)):
                yield from _word_hits(reading, form, literal=pattern.literal)
            case Phrase():
                yield from _phrase_hits(reading, pattern)


def _code_hits(reading: Reading, cue: Code) -> Iterator[Hit]:
    for code in reading.code:
        if says(code, cue) and (within := reading.within(code.start, code.end)):
            # "`coef()` does not give …" denies; what prose says of a whole formula is not judged.
            deniers = frozenset() if code.model else denied_behind(reading.tokens, within[-1])
            yield Hit(
                (within[0], within[-1]), (code.start, code.end), deniers, code.model is not None
            )


def _word_hits(reading: Reading, form: str, *, literal: bool) -> Iterator[Hit]:
    places = reading.words if literal else reading.places
    for index in places.get(form, ()):
        yield _hit(reading, (index,))
    for contrary in () if literal else opposite(form):
        for index in reading.places.get(contrary, ()):
            # "Not the same" is met where "different" is looked for; "not more alike" only compares.
            denier = reading.denied_by[index]
            if denier >= 0 and reading.tokens[index - 1].form not in COMPARING:
                yield _hit(reading, tuple(sorted((denier, index))))


def _phrase_hits(reading: Reading, phrase: Phrase) -> Iterator[Hit]:
    places = reading.words if phrase.literal else reading.places
    for start in places.get(phrase.forms[0], ()):
        found = [start]
        for form in phrase.forms[1:]:
            near = [
                place
                for place in places.get(form, ())
                if place not in found and _follows(reading, found[-1], place, phrase)
            ]
            if not near:
                break
            found.append(min(near, key=lambda place: abs(place - found[-1])))
        else:
            yield _hit(reading, tuple(sorted(found)))


def _follows(reading: Reading, before: int, place: int, phrase: Phrase) -> bool:
    if phrase.ordered and place < before:
        return False
    low, high = sorted((before, place))
    if reading.tokens[low].clause != reading.tokens[high].clause:
        return False
    between = reading.tokens[low + 1 : high]
    ends = rivals(reading.tokens[low].form) | rivals(reading.tokens[high].form)
    if any(token.form in ends for token in between):
        return False
    # A denial is spent on the first direction behind it: "not different from average".
    if reading.tokens[low].form in DENIALS and any(opposite(token.form) for token in between):
        return False
    return sum(token.form not in STOP for token in between) <= (0 if phrase.literal else GAP)


def _hit(reading: Reading, indices: tuple[int, ...]) -> Hit:
    deniers = {reading.denied_by[index] for index in indices} - {-1}
    deniers |= denied_behind(reading.tokens, indices[-1])
    span = (reading.tokens[indices[0]].start, reading.tokens[indices[-1]].end)
    return Hit(indices, span, frozenset(deniers - set(indices)))
