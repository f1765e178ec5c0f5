"""What happened: the events that the journal appends and everything else is folded from.

Nothing here is ever changed after it was written. An answer that is taken back stays, with an
:class:`Undone` behind it that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from flashcards.clock import Moment


class Answer(StrEnum):
    """How a key point went: ``no`` is a miss, ``partly`` neither a miss nor a step to secure."""

    NO = "no"
    PARTLY = "partly"
    YES = "yes"


class Purpose(StrEnum):
    """What a recall was for: the usual study, a mock exam, or cramming before a real one."""

    STUDY = "study"
    MOCK = "mock"
    CRAM = "cram"


class Recalled(Struct, frozen=True):
    """One free recall of one topic, checked.

    Attributes:
        id: UUID version 7, as text.
        device: id of the journal it was first written to.
        moment: when the recall *started*; its study day is the one that counts.
        topic: ``pack/topic``.
        text: what she wrote; empty for a recall on paper.
        seconds: time she spent writing.
        comfort: 1 to 5 as she judged before, or None where she was not asked.
        paper: whether she wrote on paper.
        answers: point id → answer, for every key point the card had.
        suggested: ids of the points that were suggested to her.
        note: what she missed, in her words.
        content: content hash of the card that she saw.
        scheduler: which memory model the schedule used then.
        purpose: what it was for. The recalls of one mock exam have one moment, its start.
        counted: False where it was to leave the schedule alone. One that was meant to count may
            still be extra (:func:`flashcards.fold.counts`).
    """

    id: str
    device: str
    moment: Moment
    topic: str
    text: str
    seconds: float
    comfort: int | None
    paper: bool
    answers: Mapping[str, Answer]
    suggested: tuple[str, ...] = ()
    note: str = ""
    content: str = ""
    scheduler: str = ""
    purpose: Purpose = Purpose.STUDY
    counted: bool = True


class Read(Struct, frozen=True):
    """She read a card that she had never recalled; the recall is for another study day."""

    id: str
    device: str
    moment: Moment
    topic: str


class Drilled(Struct, frozen=True):
    """A missed point, asked once more at the end of a session. Logged, never scheduled."""

    id: str
    device: str
    moment: Moment
    topic: str
    point: str
    answer: Answer


class Predicted(Struct, frozen=True):
    """She said what a live model would show, before she saw it. Logged, never scheduled.

    Attributes:
        example: name of the live example, empty for the card's first.
        model: the model that was asked about.
        question: what she was asked.
        given: her answer, as she gave it.
        near: whether it was right, or near enough.
        because: what the fit says, in a sentence.
    """

    id: str
    device: str
    moment: Moment
    topic: str
    example: str
    model: str
    question: str
    given: str
    near: bool
    because: str


class Undone(Struct, frozen=True):
    """An earlier event was taken back.

    Attributes:
        undone: id of that event.
        topic: its topic.
    """

    id: str
    device: str
    moment: Moment
    topic: str
    undone: str


Happening = Recalled | Read | Drilled | Predicted
"""What she did, each kind of which may be taken back."""

Event = Happening | Undone
"""All that a journal holds."""


class Draft(Struct, frozen=True):
    """A recall that is not finished: what is on the screen, as far as it was saved.

    Attributes:
        id: UUID version 7, as text.
        moment: when the recall started.
        topic: ``pack/topic``.
        phase: ``recall`` while she writes, ``check`` once the card is open.
        text: what she has written so far.
        seconds: time spent writing so far.
        left: seconds that were left on the countdown, or None without a timer; of a mock exam
            those that were left for all its topics together.
        comfort: as in :class:`Recalled`.
        paper: as in :class:`Recalled`.
        answers: the ticks so far.
        note: the note so far.
        content: content hash of the card.
        purpose: as in :class:`Recalled`.
        counted: as in :class:`Recalled`.
    """

    id: str
    moment: Moment
    topic: str
    phase: str = "recall"
    text: str = ""
    seconds: float = 0.0
    left: float | None = None
    comfort: int | None = None
    paper: bool = False
    answers: Mapping[str, Answer] = {}
    note: str = ""
    content: str = ""
    purpose: Purpose = Purpose.STUDY
    counted: bool = True
