"""What the commands print: plain lines, and the same as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import asdict

from app.words import count
from flashcards.dates import coming_day, long_date, short_date
from flashcards.events import Answer, Drilled, Event, Read, Recalled, Undone
from flashcards.fold import standing
from flashcards.problems import Problem, Severity
from flashcards.schedule import Plan, Task
from flashcards.study import Study


def write_lines(lines: Iterable[str]) -> None:
    """Print lines; a reader that closes the pipe early is no error."""
    try:
        for line in lines:
            print(line)  # noqa: T201
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer is written when Python ends, and must have somewhere to go.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_json(value: object) -> None:
    """Print one JSON value, indented."""
    write_lines([_json(value, indent=2)])


def _json(value: object, indent: int | None = None) -> str:
    """JSON with characters as they are, or escaped where the output cannot take them."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(value, ensure_ascii=not unicode, indent=indent)


# -- due -------------------------------------------------------------------------------------


def due_lines(study: Study, plan: Plan) -> Iterator[str]:
    """The plan of the day, a task a line."""
    yield long_date(study.moment().day)
    tasks = [*plan.today, *plan.later]
    if not tasks:
        yield "Done for today." if plan.done_today else "Nothing is due today."
    width = max((len(study.title(task.topic)) for task in tasks), default=0)
    for task in plan.today:
        yield f"  {_task_line(study, task, width)}"
    if plan.later:
        yield "Can wait"
        for task in plan.later:
            yield f"  {_task_line(study, task, width)}"
    if plan.today:
        yield f"About {count(round(plan.minutes), 'minute')}."
    elif plan.upcoming:
        topic, day = plan.upcoming[0]
        yield f"Next: {study.title(topic)}, {coming_day(day, study.moment().day)}."


def _task_line(study: Study, task: Task, width: int) -> str:
    share = " new" if task.kind == "new" else f"{100 * (task.mean_r or 0):3.0f} %"
    return f"{study.title(task.topic):<{width}}  {share:>5}  {task.why}"


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


# -- log -------------------------------------------------------------------------------------


def log_lines(study: Study, topic: str | None, last: int | None) -> Iterator[str]:
    """Everything that happened, an event a line, oldest first."""
    events = _events(study, topic, last)
    if not events:
        yield "Nothing has happened yet."
    stands = {event.id for event in standing(study.journal.events(topic))}
    today = study.moment().day
    for event in events:
        when = f"{short_date(event.moment.day, today):>6} {event.moment.local:%H:%M}"
        undone = "" if event.id in stands or isinstance(event, Undone) else "  (taken back)"
        yield f"{when}  {study.title(event.topic)}  {_happened(event)}{undone}"


def _happened(event: Event) -> str:
    """What an event was, in words."""
    match event:
        case Recalled():
            had = sum(answer is Answer.YES for answer in event.answers.values())
            comfort = f", comfort {event.comfort}" if event.comfort else ""
            paper = ", on paper" if event.paper else ""
            note = f", note: {event.note}" if event.note else ""
            return f"recalled {had} of {len(event.answers)}{comfort}{paper}{note}"
        case Read():
            return "read"
        case Drilled():
            word = "had it" if event.answer is Answer.YES else "not yet"
            return f"drilled {event.point}: {word}"
        case Undone():
            return "took the last answer back"


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
        yield _json({**row, **rest})


def _events(study: Study, topic: str | None, last: int | None) -> list[Event]:
    return study.journal.events(topic) if last is None else study.journal.events(topic, last)


# -- check -----------------------------------------------------------------------------------


def check_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """A problem a line, then the sum."""
    yield from map(str, problems)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    if not problems:
        yield "All is well."
    else:
        yield f"{count(errors, 'error')}, {count(warnings, 'warning')}"


def check_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """The same as one object."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return {
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [asdict(problem) for problem in problems],
    }
