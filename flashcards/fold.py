"""What the events add up to: the memory of every topic, as a pure function of the journal.

A recall that comes too soon after the last one is *extra*: it stays in the journal but moves
nothing. One that was not to count never moves anything, nor does a drill or a prediction. What was
undone is left out, as if it had not happened.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flashcards.clock import Moment
from flashcards.events import Answer, Drilled, Event, Happening, Predicted, Read, Recalled, Undone
from flashcards.memory import DEFAULT, SECURE, MemoryModel, PointMemory, answer_point

REST = timedelta(hours=6)
"""How long after the start of a counted recall another one is extra, whatever the study day."""


class TopicMemory(Struct, frozen=True):
    """What is known about one topic after everything that happened to it.

    Attributes:
        points: point id → memory, for every point ever answered. A point that has left the card
            keeps its memory, in case it comes back.
        last: when the last counted recall started, or None before the first.
        first_day: study day of the first counted recall.
        recalls: how many recalls counted.
        read_on: study day on which she first read the card without having recalled it.
        reread_on: study day on which she last did; ``read_on`` after a single reading.
        model: by which the points were computed, and by which alone they tell of recall.
    """

    points: Mapping[str, PointMemory] = {}
    last: Moment | None = None
    first_day: date | None = None
    recalls: int = 0
    read_on: date | None = None
    reread_on: date | None = None
    model: MemoryModel = DEFAULT


def counts(memory: TopicMemory | None, moment: Moment) -> bool:
    """Whether a recall that starts now moves the schedule; otherwise it is extra.

    It does on a later study day than the last counted recall, and six hours after that one
    started. A clock that was set back behind it makes a recall extra. The first recall does on
    any study day but the one on which she last read the card: right after reading it would tell
    of the page and not of her memory.
    """
    if memory is None:
        return True
    if memory.last is None:
        return moment.day != memory.reread_on
    return moment.day > memory.last.day and moment.at - memory.last.at >= REST


def recalled(
    memory: TopicMemory | None,
    answers: Mapping[str, Answer],
    moment: Moment,
    model: MemoryModel = DEFAULT,
) -> TopicMemory:
    """The memory after a recall; the same as before if it is extra.

    Args:
        memory: what was known before, or None.
        answers: point id → answer. A point without an answer is not moved.
        moment: when the recall started.
        model: by which a first memory is computed; one that is there goes on by its own.
    """
    memory = memory or TopicMemory(model=model)
    if not counts(memory, moment):
        return memory
    moved = {
        point: answer_point(memory.points.get(point), answer, moment.day, memory.model)
        for point, answer in answers.items()
    }
    return replace(
        memory,
        points={**memory.points, **moved},
        last=moment,
        first_day=memory.first_day or moment.day,
        recalls=memory.recalls + 1,
    )


def apply(
    memory: TopicMemory | None, event: Happening, model: MemoryModel = DEFAULT
) -> TopicMemory:
    """The memory of a topic after one more event.

    An undo cannot be applied to a memory: fold the topic's events again.

    Args:
        memory: what was known before, or None.
        event: what happened then.
        model: by which a first memory is computed; one that is there goes on by its own.
    """
    memory = memory or TopicMemory(model=model)
    match event:
        case Recalled():
            return recalled(memory, event.answers, event.moment) if event.counted else memory
        case Read():
            return _read(memory, event.moment.day)
        case Drilled() | Predicted():
            return memory


def fold(events: Iterable[Event], model: MemoryModel = DEFAULT) -> dict[str, TopicMemory]:
    """The memory of every topic that anything happened to and was not undone.

    Args:
        events: a whole journal, or all of some topics' events, in the journal's order.
        model: by which the memories are computed.
    """
    memories: dict[str, TopicMemory] = {}
    for event in standing(events):
        memories[event.topic] = apply(memories.get(event.topic), event, model)
    return memories


def standing(events: Iterable[Event]) -> list[Happening]:
    """The events that still stand, in their order: no undos, and nothing that one took back.

    An undo may itself be taken back by a later one, and the event it named then stands again. One
    that names an unknown event does nothing.
    """
    events = list(events)
    taken: set[str] = set()
    for event in reversed(events):
        if isinstance(event, Undone) and event.id not in taken:
            taken.add(event.undone)
    return [event for event in events if not isinstance(event, Undone) and event.id not in taken]


def _read(memory: TopicMemory, day: date) -> TopicMemory:
    """A reading counts as such only before the first recall; later it is looking something up."""
    if memory.recalls:
        return memory
    return replace(memory, read_on=memory.read_on or day, reread_on=day)


def to_json(memory: TopicMemory) -> str:
    """A memory as one line of JSON, from which :func:`from_json` makes an equal one."""
    last = memory.last
    data = {
        "scheduler": memory.model.name,
        "points": {
            id_: [p.stability, p.difficulty, p.last_day, p.last_answer, p.secure, p.secure_day]
            for id_, p in memory.points.items()
        },
        "last": last and [last.at, last.offset, last.day],
        "first_day": memory.first_day,
        "recalls": memory.recalls,
        "read_on": memory.read_on,
        "reread_on": memory.reread_on,
    }
    return json.dumps(data, separators=(",", ":"), allow_nan=False, default=_iso)


def from_json(text: str, model: MemoryModel = DEFAULT) -> TopicMemory:
    """The memory that :func:`to_json` wrote.

    Args:
        text: one line of JSON.
        model: by which it is to be computed.

    Raises:
        ValueError: it is not one, or was computed by another memory model. Nothing is lost by
            that: the events hold everything, and folding them gives the memory again.
    """
    try:
        return _memory(json.loads(text), model)
    except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
        raise ValueError(f"this is not the memory of a topic: {error}") from error


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def _memory(data: dict[str, Any], model: MemoryModel) -> TopicMemory:
    _check(data["scheduler"] == model.name, "it belongs to another memory model")
    last = data["last"] and _moment(*data["last"])
    memory = TopicMemory(
        points={id_: _point(*values) for id_, values in data["points"].items()},
        last=last,
        first_day=_day(data["first_day"]),
        recalls=_whole(data["recalls"]),
        read_on=_day(data["read_on"]),
        reread_on=_day(data["reread_on"]),
        model=model,
    )
    recalls, first = memory.recalls, memory.first_day
    _check(recalls >= 0, "its recalls are fewer than none")
    _check((recalls > 0) == (last is not None) == (first is not None), "its recalls disagree")
    _check((memory.read_on is None) == (memory.reread_on is None), "its readings disagree")
    if last is None or first is None:
        _check(not memory.points, "it knows points without a recall")
    else:
        _check(first <= last.day, "its first recall is after its last")
        late = any(point.last_day > last.day for point in memory.points.values())
        _check(not late, "a point was answered after the last recall")
    return memory


def _point(
    stability: object,
    difficulty: object,
    last_day: str,
    answer: str,
    secure: object,
    secure_day: str | None,
) -> PointMemory:
    point = PointMemory(
        stability=_number(stability),
        difficulty=_number(difficulty),
        last_day=date.fromisoformat(last_day),
        last_answer=Answer(answer),
        secure=_whole(secure),
        secure_day=_day(secure_day),
    )
    _check(point.stability > 0, "a stability is not above 0")
    _check(1 <= point.difficulty <= 10, "a difficulty is not 1 to 10")
    _check(0 <= point.secure <= SECURE, "steps to secure are not 0 to 3")
    _check((point.secure == 0) == (point.secure_day is None), "steps to secure have no day")
    return point


def _moment(at: str, offset: object, day: str) -> Moment:
    moment = datetime.fromisoformat(at)
    _check(moment.tzinfo is not None, "a time has no zone")
    return Moment(moment.astimezone(UTC), _whole(offset), date.fromisoformat(day))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _number(value: object) -> float:
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise ValueError(f"{value!r} is not a number with a point")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is not a whole number")


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
