"""Minutes by study day."""

from __future__ import annotations

from typing import Final

from flashcards.dates import short_date
from flashcards.models.figures.figure import Axis, Bars, Figure, Panel, Table
from flashcards.progress.tables import Progress, Time

SHOWN: Final = 42
"""Days that the picture goes back."""


def time(found: Progress) -> Figure:
    """Minutes on each of the last six weeks' days, and the study days in a row."""
    days = found.time.days[-SHOWN - 1 :]
    heights = tuple(day.minutes for day in days)
    first = 1 - len(days)
    panel = Panel(
        "",
        Axis("days from today", first - 0.5, 0.5),
        Axis("minutes", 0, max(10.0, *heights) if heights else 10.0),
        (Bars(tuple(first - 0.5 + n for n in range(len(days) + 1)), heights, "complete"),),
    )
    return Figure(
        title="Minutes by study day",
        says=_says(found.time),
        panels=(panel,),
        table=Table(
            ("day", "minutes", "recalls"),
            tuple(
                (short_date(day.day, found.day), f"{day.minutes:.0f}", str(day.recalls))
                for day in found.time.days
                if day.minutes
            ),
        ),
    )


def _says(time: Time) -> str:
    if not time.study_days:
        return "No minute yet; two are enough to begin with."
    week = sum(day.minutes for day in time.days[-7:])
    days = "study day" if time.streak == 1 else "study days"
    streak = f"{time.streak} {days} in a row" if time.streak else "a new row of days can begin"
    return (
        f"{week:.0f} minutes in the last seven days, {_hours(time.minutes)} in all on "
        f"{time.study_days} {'day' if time.study_days == 1 else 'days'}; {streak}, "
        f"{time.longest} at the most. Planned days off do not break the row."
    )


def _hours(minutes: float) -> str:
    return f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"
