"""Dates and counts in the words that every screen uses."""

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
    """``today``, ``yesterday``, ``on Thursday``, ``on 14 Nov``."""
    ago = (today - day).days
    if ago == 0:
        return "today"
    if ago == 1:
        return "yesterday"
    if 1 < ago < 7:
        return f"on {WEEKDAYS[day.weekday()]}"
    return f"on {short_date(day, today)}"


def coming_day(day: date, today: date) -> str:
    """``today``, ``tomorrow``, ``on Thursday``, ``on 14 Nov``."""
    ahead = (day - today).days
    if ahead <= 0:
        return "today"
    if ahead == 1:
        return "tomorrow"
    if ahead < 7:
        return f"on {WEEKDAYS[day.weekday()]}"
    return f"on {short_date(day, today)}"


def moment_words(moment: Moment, now: Moment) -> str:
    """``today at 14:02``, ``on Thursday``."""
    if moment.day == now.day:
        return f"today at {moment.local:%H:%M}"
    return past_day(moment.day, now.day)


def count(number: int, thing: str, things: str = "") -> str:
    """``1 point``, ``2 points``."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"
