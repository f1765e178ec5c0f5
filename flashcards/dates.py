"""Days in words, for a learner who thinks in weekdays. No locale has a say in them."""

from __future__ import annotations

from datetime import date

from flashcards.clock import Moment

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July",
          "August", "September", "October", "November", "December")  # fmt: skip


def long_date(day: date) -> str:
    """``Sunday 22 November``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def short_date(day: date, today: date) -> str:
    """``14 Nov``, with the year where it is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1][:3]}{year}"


def past_day(day: date, today: date) -> str:
    """``today``, ``yesterday``, ``on Thursday``, ``on 14 Nov``, ``on 14 Nov 2025``."""
    return _near(day, today, (today - day).days, "yesterday")


def coming_day(day: date, today: date) -> str:
    """``today`` (also for a day that has passed), ``tomorrow``, ``on Thursday``, ``on 14 Nov``."""
    return _near(day, today, max(0, (day - today).days), "tomorrow")


def moment_words(moment: Moment, now: Moment) -> str:
    """``today at 14:02``, ``on Thursday``."""
    if moment.day == now.day:
        return f"today at {moment.local:%H:%M}"
    return past_day(moment.day, now.day)


def _near(day: date, today: date, away: int, one_day: str) -> str:
    """A day within a week by its weekday, others by their date."""
    if away == 0:
        return "today"
    if away == 1:
        return one_day
    if 1 < away < 7:
        return f"on {WEEKDAYS[day.weekday()]}"
    return f"on {short_date(day, today)}"
