"""Events and drafts as rows of the database: text columns to search by, the rest as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from flashcards.clock import Moment
from flashcards.events import (
    Answer,
    Draft,
    Drilled,
    Event,
    Predicted,
    Purpose,
    Read,
    Recalled,
    Undone,
)


class EventRow(NamedTuple):
    """The columns of ``events``, without its running number."""

    id: str
    device: str
    kind: str
    at: str
    offset: int
    day: str
    topic: str
    undoes: str | None
    data: str


class DraftRow(NamedTuple):
    """The columns of ``drafts``, without the number of its last save."""

    id: str
    topic: str
    at: str
    offset: int
    day: str
    seconds: float
    data: str


KINDS: Mapping[type[Event], str] = {
    Recalled: "recalled",
    Read: "read",
    Drilled: "drilled",
    Predicted: "predicted",
    Undone: "undone",
}


def event_row(event: Event) -> EventRow:
    """The row of an event."""
    undoes = event.undone if isinstance(event, Undone) else None
    return EventRow(
        well_formed(event.id),
        well_formed(event.device),
        KINDS[type(event)],
        *_moment_columns(event.moment),
        well_formed(event.topic),
        well_formed(undoes) if undoes is not None else None,
        _dump(_event_data(event)),
    )


def event_of(row: EventRow) -> Event:
    """The event of a row.

    Raises:
        ValueError: no event was ever written like that.
    """
    with _reading(f"event {row.id}"):
        moment = _moment(row.at, row.offset, row.day)
        common = (row.id, row.device, moment, row.topic)
        data = _load(row.data)
        match row.kind:
            case "recalled":
                return Recalled(
                    *common,
                    text=data["text"],
                    seconds=data["seconds"],
                    comfort=data["comfort"],
                    paper=data["paper"],
                    answers=_answers(data["answers"]),
                    suggested=tuple(data["suggested"]),
                    note=data["note"],
                    content=data["content"],
                    scheduler=data["scheduler"],
                    **_meant(data),
                )
            case "read":
                return Read(*common)
            case "drilled":
                return Drilled(*common, point=data["point"], answer=Answer(data["answer"]))
            case "predicted":
                return Predicted(
                    *common,
                    example=data["example"],
                    model=data["model"],
                    question=data["question"],
                    given=data["given"],
                    near=data["near"],
                    because=data["because"],
                )
            case "undone" if row.undoes is not None:
                return Undone(*common, undone=row.undoes)
    raise ValueError(f"event {row.id} is of an unknown kind, {row.kind!r}")


def draft_row(draft: Draft) -> DraftRow:
    """The row of a draft."""
    at, offset, day = _moment_columns(draft.moment)
    data = {
        "phase": draft.phase,
        "text": draft.text,
        "left": draft.left,
        "comfort": draft.comfort,
        "paper": draft.paper,
        "answers": dict(draft.answers),
        "note": draft.note,
        "content": draft.content,
        "purpose": draft.purpose,
        "counted": draft.counted,
    }
    return DraftRow(
        well_formed(draft.id),
        well_formed(draft.topic),
        at,
        offset,
        day,
        draft.seconds,
        _dump(data),
    )


def draft_of(row: DraftRow) -> Draft:
    """The draft of a row.

    Raises:
        ValueError: no draft was ever written like that.
    """
    with _reading(f"draft {row.id}"):
        data = _load(row.data)
        return Draft(
            row.id,
            _moment(row.at, row.offset, row.day),
            row.topic,
            phase=data["phase"],
            text=data["text"],
            seconds=row.seconds,
            left=data["left"],
            comfort=data["comfort"],
            paper=data["paper"],
            answers=_answers(data["answers"]),
            note=data["note"],
            content=data["content"],
            **_meant(data),
        )


def well_formed(text: str) -> str:
    """The text with every half of a surrogate pair that stands alone replaced by U+FFFD.

    Some terminals and pastes deliver such halves; no database or screen can encode them. Two
    halves that belong together become their character. All other text stays as it is.
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _event_data(event: Event) -> dict[str, Any]:
    match event:
        case Recalled():
            return {
                "text": event.text,
                "seconds": event.seconds,
                "comfort": event.comfort,
                "paper": event.paper,
                "answers": dict(event.answers),
                "suggested": list(event.suggested),
                "note": event.note,
                "content": event.content,
                "scheduler": event.scheduler,
                "purpose": event.purpose,
                "counted": event.counted,
            }
        case Drilled():
            return {"point": event.point, "answer": event.answer}
        case Predicted():
            return {
                "example": event.example,
                "model": event.model,
                "question": event.question,
                "given": event.given,
                "near": event.near,
                "because": event.because,
            }
        case Read() | Undone():
            return {}


def _meant(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a recall is for and whether it counts; older rows do not say, and are of study."""
    counted = data.get("counted", True)
    if not isinstance(counted, bool):
        raise TypeError("it neither counts nor not")
    return {"purpose": Purpose(data.get("purpose", Purpose.STUDY)), "counted": counted}


def _moment_columns(moment: Moment) -> tuple[str, int, str]:
    return moment.at.astimezone(UTC).isoformat(), moment.offset, moment.day.isoformat()


def _moment(at: str, offset: int, day: str) -> Moment:
    return Moment(datetime.fromisoformat(at), offset, date.fromisoformat(day))


def _answers(data: Mapping[str, str]) -> dict[str, Answer]:
    return {point: Answer(answer) for point, answer in data.items()}


def _dump(data: Mapping[str, Any]) -> str:
    return well_formed(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _load(text: str) -> dict[str, Any]:
    data = json.loads(text)
    if not isinstance(data, dict):
        raise TypeError("not an object")
    return data


@contextmanager
def _reading(what: str) -> Iterator[None]:
    """Turns whatever a malformed row raises into a ValueError that names it."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(f"{what} cannot be read ({error!r})") from error
