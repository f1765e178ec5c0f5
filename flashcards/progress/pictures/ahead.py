"""What is to come: topics that come back on each day, and recall if nothing is done."""

from __future__ import annotations

from typing import Final

from flashcards.dates import long_date, short_date
from flashcards.models.figures.figure import (
    Axis,
    Bars,
    Figure,
    Key,
    Line,
    Panel,
    Rule,
    Table,
)
from flashcards.progress.outcome import percent
from flashcards.progress.tables import Progress

DAYS: Final = 28
"""How far the picture looks."""

LINE: Final = 90
"""Mean recall, in per cent, below which a topic is due."""


def ahead(found: Progress) -> Figure:
    """Work and recall of the coming four weeks.

    Args:
        found: the tables.
    """
    return Figure(
        title="The next four weeks",
        says=_says(found),
        panels=(_work(found), _fading(found)),
        legend=(
            Key("complete", "topics that come back", sign="bar"),
            Key("fixed", "mean of all topics", "thick"),
            Key("plain", "one topic", "faint"),
        ),
        table=Table(
            ("day", "topics", "minutes", "mean recall"),
            tuple(
                (
                    "today" if not n else short_date(work.day, found.day),
                    str(len(work.topics)),
                    f"{work.minutes:.0f}",
                    _share(found, n),
                )
                for n, work in enumerate(found.work)
            ),
        ),
    )


def _work(found: Progress) -> Panel:
    days = found.work[: DAYS + 1]
    heights = tuple(float(len(day.topics)) for day in days)
    return Panel(
        "What comes back",
        Axis("days from today", -0.5, len(days) - 0.5),
        Axis("topics", 0, max(4.0, *heights) if heights else 4.0),
        (Bars(tuple(n - 0.5 for n in range(len(days) + 1)), heights, "complete"),),
    )


def _fading(found: Progress) -> Panel:
    rows = [(row.past[-1], *row.ahead[:DAYS]) for row in found.recall if row.ahead and row.past]
    known = [tuple(100 * (share or 0.0) for share in row) for row in rows]
    lines = [Line(tuple(float(n) for n in range(len(row))), row, "plain", "faint") for row in known]
    if known:
        mean = tuple(sum(day) / len(known) for day in zip(*known, strict=True))
        lines.append(Line(tuple(float(n) for n in range(len(mean))), mean, "fixed", "thick"))
    lowest = min((min(row) for row in known), default=50.0)
    return Panel(
        "Recall without any more study",
        Axis("days from today", 0, DAYS),
        Axis("mean recall (%)", 10.0 * int(lowest / 10), 100),
        (Rule(LINE, "y"), *lines),
    )


def _says(found: Progress) -> str:
    coming = [day for day in found.work if day.topics]
    if not coming:
        if found.later:
            return f"Nothing comes back within four weeks; {_topics(found.later)} later."
        return "Nothing is scheduled yet; a first recall brings a topic back."
    today = len(found.work[0].topics)
    total = sum(len(day.topics) for day in found.work)
    busiest = max(coming, key=lambda day: len(day.topics))
    when = "today" if busiest is found.work[0] else f"on {long_date(busiest.day)}"
    said = [
        f"{_topics(total)} come{'s' if total == 1 else ''} back within four weeks",
        f"{today} of them today" if today else "none of them today",
        f"most {when} ({len(busiest.topics)}, about {busiest.minutes:.0f} minutes)",
    ]
    return (
        f"{', '.join(said)}. Each topic is counted once: when it comes back again, its next "
        "recall decides."
    )


def _share(found: Progress, day: int) -> str:
    shares = [
        (row.past[-1] if not day else row.ahead[day - 1])
        for row in found.recall
        if row.past and len(row.ahead) >= day and row.ahead
    ]
    known = [share for share in shares if share is not None]
    return percent(sum(known) / len(known)) if known else "–"


def _topics(count: int) -> str:
    return f"{count} topic" if count == 1 else f"{count} topics"
