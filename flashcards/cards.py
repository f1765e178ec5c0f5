"""What is studied: a course is topics, a topic is key points.

The *topic* is the unit that is shown; the *key point* is the unit that is remembered. All of
these are frozen values, made by :mod:`flashcards.markdown` and never changed afterwards.
"""

from __future__ import annotations

from msgspec import Struct


class Cue(Struct, frozen=True):
    """One word, phrase or formula that gives away that a key point was recalled.

    Attributes:
        text: the words as the author wrote them, or the source of a formula.
        formula: whether it is an R formula or call, compared by meaning and not by letters.
    """

    text: str
    formula: bool = False


CueGroup = tuple[Cue, ...]
"""Alternatives, any one of which meets the group."""


class KeyPoint(Struct, frozen=True):
    """One idea of a topic; the thing that is remembered.

    Attributes:
        id: unique within its topic, and never changed once students have met it.
        text: the idea in one line of inline Markdown.
        ask: a short question that elicits it (inline Markdown).
        cues: groups of alternatives; the point is suggested when every group is met.
        line: 1-based line of the point in its file.
        was: ids of earlier points that it took the place of.
    """

    id: str
    text: str
    ask: str
    cues: tuple[CueGroup, ...] = ()
    line: int = 0
    was: tuple[str, ...] = ()


class Example(Struct, frozen=True):
    """A live example: what a ``live`` fence asks to be computed.

    Attributes:
        name: how the card's text refers to it; empty for the only or first one.
        data: name of a bundled data set; of a table of its own pack the path, without ``.csv``.
        models: R calls (``lmer(y ~ x + (1 | g))``), one or more.
        show: views of the output, in order (``summary``, ``VarCorr``, …).
        figure: name of a figure, or empty.
        options: what is left of the fence, as (key, value) pairs.
        line: 1-based line of the fence in its file.
    """

    name: str
    data: str
    models: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    figure: str = ""
    options: tuple[tuple[str, str], ...] = ()
    line: int = 0

    @property
    def data_name(self) -> str:
        """What the data are called, wherever they are."""
        return self.data.rpartition("/")[2]


class TiedNumber(Struct, frozen=True):
    """A number in a card's text that must agree with a live fit: ``[405.79]{=fixef.x1 of a}``.

    Attributes:
        shown: the number as it is printed in the card.
        value: which quantity it is, dotted (``fixef.intercept``).
        example: name of the example it comes from; empty for the card's first.
        line: 1-based line in the file.
    """

    shown: str
    value: str
    example: str = ""
    line: int = 0


class Topic(Struct, frozen=True):
    """One card of the course.

    Attributes:
        pack: name of the pack that it comes from.
        id: unique within its pack, and never changed.
        title: what the learner sees.
        after: ids of the topics that it builds on, in the author's order; keys (``pack/topic``)
            of those of other packs.
        minutes: length of a free recall, in minutes; 0 where the author set none.
        body: the card's Markdown, without front matter and key points.
        body_line: 1-based line at which the body starts in its file.
        key_points: in the author's order, at least one.
        examples: its live examples, in order.
        numbers: the numbers in its text that are tied to a fit.
        file: the file it was read from, as named by the reader.
        content_hash: sixteen hexadecimal digits that change when anything a learner sees changes.
        aliases: ids that it had before.
    """

    pack: str
    id: str
    title: str
    after: tuple[str, ...]
    minutes: float
    body: str
    body_line: int
    key_points: tuple[KeyPoint, ...]
    examples: tuple[Example, ...]
    numbers: tuple[TiedNumber, ...]
    file: str
    content_hash: str
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """``pack/topic``: the name under which the journal knows it."""
        return f"{self.pack}/{self.id}"

    @property
    def needs(self) -> tuple[str, ...]:
        """Keys of the topics that it builds on, each once, in the author's order."""
        keys = (need if "/" in need else f"{self.pack}/{need}" for need in self.after)
        return tuple(key for key in dict.fromkeys(keys) if key != self.key)

    def point(self, point_id: str) -> KeyPoint | None:
        """The key point of that id, or None where the card has none (any more)."""
        return next((point for point in self.key_points if point.id == point_id), None)
