"""What the commands print: plain lines, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import asdict

from app.drawing.signs import GlyphSet
from app.glyphs import choose
from app.output import json_text
from app.plain import plain_inline
from app.words import PURPOSES, count
from flashcards.cards import Topic
from flashcards.dates import coming_day, long_date, short_date
from flashcards.events import Answer, Drilled, Event, Predicted, Read, Recalled, Undone
from flashcards.fold import standing
from flashcards.schedule import Plan, Task, TopicStatus
from flashcards.study import Study

# -- due -------------------------------------------------------------------------------------


def due_lines(study: Study, plan: Plan) -> Iterator[str]:
    """The plan of the day, two lines a task; where there is none, when every topic comes back."""
    yield long_date(study.moment().day)
    if not plan.today and not plan.later:
        yield "Done for today." if plan.done_today else "Nothing is due today."
    for task in plan.today:
        yield from _task_lines(study, task)
    if plan.later:
        yield "Can wait"
        for task in plan.later:
            yield from _task_lines(study, task)
    if plan.today:
        yield f"About {count(round(plan.minutes), 'minute')}."
    elif plan.upcoming:
        yield "Next"
        days = [coming_day(each.day, study.moment().day) for each in plan.upcoming]
        width = max(map(len, days))
        for each, day in zip(plan.upcoming, days, strict=True):
            yield f"  {day:<{width}}  {_named(study, each.topic)}"


def _task_lines(study: Study, task: Task) -> Iterator[str]:
    """``Random slopes (random-slopes)``, and below it why."""
    new = ", new" if task.kind == "new" else ""
    yield f"  {_named(study, task.topic)}{new}"
    recall = ""
    if task.mean_r is not None:
        words = "now" if task.why.startswith("mean recall") else "mean recall now"
        recall = f" ({words} {percent(task.mean_r)})"
    yield f"      {task.why}{recall}"


def _named(study: Study, key: str) -> str:
    """A topic's title with its id; its key where the deck has it no longer."""
    topic = study.deck.topic(key)
    return f"{topic.title} ({topic.id})" if topic else key


def percent(share: float) -> str:
    """``62 %``."""
    return f"{share * 100:.0f} %"


def due_json(study: Study, plan: Plan) -> dict[str, Any]:
    """The same as one object."""

    def task(item: Task) -> dict[str, Any]:
        return {
            "topic": item.topic,
            "title": study.title(item.topic),
            "kind": str(item.kind),
            "mean_r": item.mean_r,
            "minutes": item.minutes,
            "why": item.why,
        }

    return {
        "day": study.moment().day.isoformat(),
        "minutes": plan.minutes,
        "today": [task(item) for item in plan.today],
        "later": [task(item) for item in plan.later],
        "upcoming": [
            {"topic": topic, "title": study.title(topic), "day": day.isoformat()}
            for topic, day in plan.upcoming
        ],
    }


# -- topics ----------------------------------------------------------------------------------


def topics_lines(study: Study) -> Iterator[str]:
    """The topics in course order: number, id, mean recall, when it comes back, title."""
    rows = [("", "id", "mean recall", "comes back", "title")]
    for number, (topic, status) in enumerate(_statuses(study), 1):
        fresh = status.mean_r is None or status.last_day == study.moment().day
        recall = "" if fresh else percent(status.mean_r or 0.0)
        rows.append((str(number), topic.id, recall, _when(study, status), topic.title))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for number_, id_, recall, when, title in rows:
        yield (
            f"{number_:>{widths[0]}}  {id_:<{widths[1]}}  {recall:>{widths[2]}}  "
            f"{when:<{widths[3]}}  {title}"
        )


def topics_json(study: Study) -> dict[str, Any]:
    """The same as one object."""
    return {
        "topics": [
            {
                "number": number,
                "topic": topic.key,
                "id": topic.id,
                "title": topic.title,
                "state": str(status.state),
                "mean_r": status.mean_r,
                "due": status.due_day.isoformat() if status.due_day else None,
            }
            for number, (topic, status) in enumerate(_statuses(study), 1)
        ]
    }


def _statuses(study: Study) -> Iterator[tuple[Topic, TopicStatus]]:
    """Each topic with how it stands."""
    return zip(study.deck.topics, study.statuses(study.exam_plan()), strict=True)


def _when(study: Study, status: TopicStatus) -> str:
    """``due``, ``new``, ``tomorrow``."""
    if status.due_day is None or status.state in {"due", "can wait"}:
        return str(status.state)
    return coming_day(status.due_day, study.moment().day)


# -- log -------------------------------------------------------------------------------------


def log_lines(study: Study, topic: str | None, last: int | None) -> Iterator[str]:
    """Everything that happened, an event a line, oldest first."""
    events = _events(study, topic, last)
    if not events:
        yield "Nothing has happened yet."
    stands = {event.id for event in standing(study.journal.events(topic))}
    today = study.moment().day
    glyphs = choose(study.settings.glyphs).name
    for event in events:
        when = f"{short_date(event.moment.day, today):>6} {event.moment.local:%H:%M}"
        undone = "" if event.id in stands or isinstance(event, Undone) else "  (taken back)"
        yield f"{when}  {study.title(event.topic)}  {_happened(study, event, glyphs)}{undone}"


def _happened(study: Study, event: Event, glyphs: GlyphSet) -> str:
    """What an event was, in words."""
    match event:
        case Recalled():
            return _recalled(event)
        case Read():
            return "read"
        case Drilled():
            word = "had it" if event.answer is Answer.YES else "not yet"
            return f"drilled: {_point(study, event, glyphs)}: {word}"
        case Predicted():
            word = "near" if event.near else "not near"
            return f"predicted: {event.question} {event.given}: {word}"
        case Undone():
            return "took the last answer back"


def _recalled(event: Recalled) -> str:
    """``recalled 4 of 7, 2 partly, comfort 3, note: the slope``."""
    given = list(event.answers.values())
    partly = given.count(Answer.PARTLY)
    parts = [f"recalled {given.count(Answer.YES)} of {len(given)}"]
    parts += [f"{partly} partly"] * bool(partly)
    parts += [f"comfort {event.comfort}"] * bool(event.comfort)
    parts += ["on paper"] * event.paper
    parts += [PURPOSES.get(event.purpose, "").lower()] * (event.purpose in PURPOSES)
    parts += ["not counted"] * (not event.counted)
    parts += [f"note: {event.note}"] * bool(event.note)
    return ", ".join(parts)


def _point(study: Study, event: Drilled, glyphs: GlyphSet) -> str:
    """The text of a key point; its id where the card has it no longer."""
    topic = study.deck.topic(event.topic)
    point = topic.point(event.point) if topic else None
    return plain_inline(point.text, glyphs=glyphs) if point else event.point


def log_json(study: Study, topic: str | None, last: int | None) -> Iterator[str]:
    """The same, a JSON object a line."""
    stands = {event.id for event in standing(study.journal.events(topic))}
    for event in _events(study, topic, last):
        moment = event.moment
        row = {
            "kind": type(event).__name__.lower(),
            "id": event.id,
            "at": moment.at.isoformat(),
            "offset": moment.offset,
            "day": moment.day.isoformat(),
        }
        rest = {key: value for key, value in asdict(event).items() if key not in {"id", "moment"}}
        if not isinstance(event, Undone):
            rest["undone"] = event.id not in stands
        yield json_text({**row, **rest})


def _events(study: Study, topic: str | None, last: int | None) -> list[Event]:
    return study.journal.events(topic) if last is None else study.journal.events(topic, last)
