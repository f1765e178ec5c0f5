"""The heat map: topics by days, mean recall as shade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flashcards.models.figures.figure import (
    Axis,
    Cells,
    Figure,
    Key,
    Layer,
    Panel,
    Points,
    Table,
)
from flashcards.progress.outcome import percent
from flashcards.progress.tables import Progress, RecallRow

EDGES: Final = (0.5, 0.7, 0.8, 0.9)
"""Mean recall at which a shade begins; at the last one a topic stops being due."""

WORDS: Final = ("below 50 %", "50", "70", "80", "90 % and more")

WEEK, MONTH = 7, 28


def recall(
    found: Progress, first: int = 0, count: int = 0, past: int = 56, ahead: int = 14
) -> Figure:
    """Mean recall of topics by day, before today and after it.

    Args:
        found: the tables.
        first: the topic that stands at the top, by its place in the course.
        count: how many topics; 0 for all.
        past: days before today, at most as many as there are.
        ahead: days after it, likewise.
    """
    rows = found.recall[first : first + count] if count else found.recall
    past = min(past, max((len(row.past) for row in found.recall), default=1) - 1)
    ahead = min(ahead, max((len(row.ahead) for row in found.recall), default=0))
    panel = Panel(
        "",
        Axis("days from today", -past - 0.5, ahead + 0.5),
        Axis("", -0.5, max(len(rows), 1) - 0.5, tuple(row.title for row in reversed(rows))),
        _layers(rows, past, ahead),
    )
    return Figure(
        title="Mean recall, by topic and day",
        says=_says(found.recall),
        panels=(panel,),
        legend=(
            *(Key("fixed", words, sign="cell", step=k) for k, words in enumerate(WORDS)),
            Key("outcome", "a recall", sign="points"),
        ),
        table=_table(found.recall),
    )


def _layers(rows: Sequence[RecallRow], past: int, ahead: int) -> tuple[Layer, ...]:
    was: list[tuple[float, float, float]] = []
    will: list[tuple[float, float, float]] = []
    came: list[tuple[float, float]] = []
    for place, row in enumerate(reversed(rows)):
        shown = row.past[len(row.past) - 1 - past :]
        was += [(day - past, place, r) for day, r in enumerate(shown) if r is not None]
        will += [(day, place, r) for day, r in enumerate(row.ahead[:ahead], 1)]
        came += [(day, place) for day in row.recalled if day >= -past]
    return (
        Cells(*_columns(was), EDGES, "fixed"),
        Cells(*_columns(will), EDGES, "fixed", "faint"),
        Points(
            tuple(float(x) for x, _ in came),
            tuple(float(y) for _, y in came),
            "outcome",
            sign="cross",
        ),
    )


def _columns(
    cells: Sequence[tuple[float, float, float]],
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    return (
        tuple(float(x) for x, _, _ in cells),
        tuple(float(y) for _, y, _ in cells),
        tuple(r for _, _, r in cells),
    )


def _says(rows: Sequence[RecallRow]) -> str:
    # On the day of its recall a topic's forecast says nothing yet.
    before = [(row.past[-1], row.title) for row in rows if row.past and 0 not in row.recalled]
    known = [(share, title) for share, title in before if share is not None]
    if not known:
        if any(row.ahead for row in rows):
            return "All that you know was recalled today; from tomorrow on it fades."
        return "No topic has been recalled yet; the first recall begins its row."
    mean = sum(share for share, _ in known) / len(known)
    topics = "topic" if len(known) == 1 else "topics"
    said = f"Mean recall today is {percent(mean)} over {len(known)} {topics}"
    if len(known) == 1:
        return f"{said}, {known[0][1]}."
    (low, weakest), (high, strongest) = min(known), max(known)
    return f"{said}, from {percent(low)} ({weakest}) to {percent(high)} ({strongest})."


def _table(rows: Sequence[RecallRow]) -> Table:
    return Table(
        ("topic", "4 weeks ago", "1 week ago", "today", "in 1 week", "in 4 weeks"),
        tuple(
            (
                row.title,
                *(_cell(row.past, -1 - back) for back in (MONTH, WEEK, 0)),
                *(_cell(row.ahead, days - 1) for days in (WEEK, MONTH)),
            )
            for row in rows
        ),
    )


def _cell(shares: Sequence[float | None], at: int) -> str:
    inside = -len(shares) <= at < len(shares)
    share = shares[at] if inside else None
    return "–" if share is None else percent(share)
