"""Exams, forecasts and the days of a plan as plain lines, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.words import count
from flashcards.dates import MONTHS, WEEKDAYS, long_date
from flashcards.exam import ExamPlan, Forecast, PlannedDay, TopicForecast
from flashcards.study import Study


def exams_lines(study: Study) -> Iterator[str]:
    """The exams, the next one first, a line each."""
    if not study.settings.exams:
        yield "No exam is set. Write: flashcards exam DATE --minutes N"
    today = study.moment().day
    for each in study.settings.exams:
        days = (each.date - today).days
        when = f"in {count(days, 'day')}" if days > 0 else "today" if days == 0 else "over"
        minutes = each.minutes or study.settings.minutes_per_day
        what = count(len(each.topics), "topic") if each.topics else "the whole course"
        off = f", {count(len(each.days_off), 'day')} off" if each.days_off else ""
        yield (
            f"{each.name}: {long_date(each.date)} {each.date.year}, {when}; {what}, "
            f"{count(minutes, 'minute')} a day{off}"
        )


def exams_json(study: Study) -> dict[str, Any]:
    """The same as one object."""
    today = study.moment().day
    return {
        "exams": [
            {
                "name": each.name,
                "date": each.date.isoformat(),
                "days_left": (each.date - today).days,
                "minutes": each.minutes or study.settings.minutes_per_day,
                "topics": list(each.topics),
                "days_off": [day.isoformat() for day in each.days_off],
            }
            for each in study.settings.exams
        ]
    }


def plan_lines(study: Study, made: ExamPlan | None) -> Iterator[str]:
    """Predictions by exam, then the days."""
    if made is None:
        yield "No exam is ahead, so the usual schedule holds: flashcards due."
        return
    for forecast in made.forecasts:
        yield from _forecast_lines(study, forecast)
        yield ""
    yield "Day by day"
    for day in made.days:
        yield _day_line(study, day)


def _forecast_lines(study: Study, forecast: Forecast) -> Iterator[str]:
    wanted = forecast.exam
    yield (
        f"{wanted.name[:1].upper()}{wanted.name[1:]} on {long_date(wanted.date)} "
        f"{wanted.date.year}, in {count(forecast.days_left, 'day')}"
    )
    for note in forecast.notes:
        yield f"  {note}"
    yield "  Recall on the day, in % of the points (in brackets: what 8 of 10 learners reach)"
    width = max(len("all points"), *(len(study.title(row.topic)) for row in forecast.topics))
    yield f"  {'':<{width}}  with the plan   usual schedule   no more study"
    rows: list[tuple[str, TopicForecast | Forecast]] = [
        (study.title(row.topic), row) for row in forecast.topics
    ]
    for name, row in (*rows, ("all points", forecast)):
        share = f"{row.with_plan:>4.0%} ({row.low * 100:.0f}–{row.high * 100:.0f})"
        yield (
            f"  {name:<{width}}  {share.replace('%', ''):<13}   "
            f"{row.usual * 100:>14.0f}   {row.stopped * 100:>13.0f}"
        )
    yield f"  {forecast.basis}"


def _day_line(study: Study, day: PlannedDay) -> str:
    when = f"{WEEKDAYS[day.day.weekday()][:3]} {day.day.day:>2} {MONTHS[day.day.month - 1][:3]}"
    if day.off:
        return f"  {when}  day off"
    if not day.tasks:
        return f"  {when}  nothing more"
    names = ", ".join(
        study.title(task.topic) + (" (new)" if task.kind == "new" else "") for task in day.tasks
    )
    return f"  {when}  {round(day.minutes):>3} min  {names}"


def plan_json(study: Study, made: ExamPlan | None) -> dict[str, Any]:
    """The same as one object; empty lists where no exam is ahead."""
    return {
        "days": [
            {
                "day": day.day.isoformat(),
                "off": day.off,
                "budget": day.budget,
                "minutes": day.minutes,
                "tasks": [
                    {
                        "topic": task.topic,
                        "title": study.title(task.topic),
                        "kind": str(task.kind),
                        "minutes": task.minutes,
                    }
                    for task in day.tasks
                ],
            }
            for day in (made.days if made else ())
        ],
        "exams": [_forecast_json(study, forecast) for forecast in (made.forecasts if made else ())],
    }


def _forecast_json(study: Study, forecast: Forecast) -> dict[str, Any]:
    shares = ("with_plan", "low", "high", "usual", "stopped")
    return {
        "name": forecast.exam.name,
        "date": forecast.exam.date.isoformat(),
        "days_left": forecast.days_left,
        **{share: getattr(forecast, share) for share in shares},
        "answered": forecast.answered,
        "points": forecast.points,
        "basis": forecast.basis,
        "notes": list(forecast.notes),
        "topics": [
            {
                "topic": row.topic,
                "title": study.title(row.topic),
                **{share: getattr(row, share) for share in shares},
                "recalls": row.recalls,
            }
            for row in forecast.topics
        ],
    }
