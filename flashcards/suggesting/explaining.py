"""Why a text suggests a key point, or why not: for those who write cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flashcards.cards import Cue, CueGroup, KeyPoint, Topic
from flashcards.suggesting.cues import PointCues, cues_of, pattern_of
from flashcards.suggesting.matching import Hit, Span, hits_of, options_of, weighed
from flashcards.suggesting.reading import Reading, read


class Verdict(StrEnum):
    """What comes of a key point, and of what that depends."""

    SUGGESTED = "suggested"
    MISSING = "missing"
    APART = "apart"
    DENIED = "denied"
    OUTWEIGHED = "outweighed"
    CUELESS = "cueless"


SENTENCES = {
    Verdict.SUGGESTED: "Suggested: every group is met, and the words stand together.",
    Verdict.MISSING: "Not suggested: {met} of {all} groups met.",
    Verdict.APART: "Not suggested: the groups are met, but not in one sentence or near it.",
    Verdict.DENIED: "Not suggested: the words around deny it, or say the contrary.",
    Verdict.OUTWEIGHED: "Not suggested: the text goes against as many points as it covers.",
    Verdict.CUELESS: "Never suggested: it has no cues.",
}


@dataclass(frozen=True, slots=True)
class Met:
    """A group of cues.

    Attributes:
        cues: its alternatives, as their author wrote them.
        by: those of them that the text has.
        spans: where it has them, as (start, end) in the text.
    """

    cues: tuple[str, ...]
    by: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """What becomes of a key point.

    Attributes:
        point: the key point.
        verdict: whether it is suggested, or what is against it.
        spans: the words that lead to it, as (start, end) in the text; none where it is not
            suggested.
        groups: its groups of cues, in order.
    """

    point: KeyPoint
    verdict: Verdict
    spans: tuple[Span, ...]
    groups: tuple[Met, ...]

    @property
    def why(self) -> str:
        """In a sentence."""
        met = sum(bool(group.by) for group in self.groups)
        return SENTENCES[self.verdict].format(met=met, all=len(self.groups))


def explain(topic: Topic, text: str) -> tuple[Reason, ...]:
    """What becomes of every key point of a topic, in the card's order.

    Args:
        topic: the card, or as much of it as can be read.
        text: what a student might write.
    """
    cues = cues_of(topic)
    reading = read(text, cues.mended, cues.title)
    found, against = weighed(cues, reading)
    with_cues = {each.point: each for each in cues.points}
    return tuple(
        _reason(reading, point, with_cues.get(point.id), found, against)
        for point in topic.key_points
    )


def _reason(
    reading: Reading,
    point: KeyPoint,
    cues: PointCues | None,
    found: dict[str, tuple[Hit, ...]],
    against: int,
) -> Reason:
    groups = tuple(_met(reading, group) for group in point.cues)
    if cues is None:
        return Reason(point, Verdict.CUELESS, (), groups)
    if point.id in found:
        if len(found) <= against:
            return Reason(point, Verdict.OUTWEIGHED, (), groups)
        spans = sorted({hit.span for hit in found[point.id]})
        return Reason(point, Verdict.SUGGESTED, tuple(spans), groups)
    if not all(any(True for _ in hits_of(reading, group)) for group in cues.groups):
        verdict = Verdict.MISSING
    else:
        verdict = Verdict.DENIED if options_of(reading, cues) else Verdict.APART
    return Reason(point, verdict, (), groups)


def _met(reading: Reading, group: CueGroup) -> Met:
    spans = {cue: _places(reading, cue) for cue in group}
    return Met(
        cues=tuple(_written(cue) for cue in group),
        by=tuple(_written(cue) for cue in group if spans[cue]),
        spans=tuple(sorted({span for each in spans.values() for span in each})),
    )


def _places(reading: Reading, cue: Cue) -> Sequence[Span]:
    pattern = pattern_of(cue)
    return [] if pattern is None else [hit.span for hit in hits_of(reading, (pattern,))]


def _written(cue: Cue) -> str:
    return f"`{cue.text}`" if cue.formula else cue.text
