"""The heat map of a class: topics by topics, how far the same students know both."""

from __future__ import annotations

from statistics import median
from typing import Final

from flashcards.classes.tables import ClassReport, Pair
from flashcards.models.figures.figure import Axis, Cells, Figure, Key, Panel, Table

EDGES: Final = (0.0, 0.25, 0.5, 0.75)
"""Correlations at which a shade begins."""

WORDS: Final = ("r below 0", "0", "0.25", "0.5", "0.75 and more")


def together(report: ClassReport) -> Figure | None:
    """Correlations of coverages between topics, in course order; None without any.

    Topics that are in no pair are left out.
    """
    if not report.pairs:
        return None
    titles = {key: title for pair in report.pairs
              for key, title in zip((pair.one, pair.other), pair.titles, strict=True)}  # fmt: skip
    course = [key for key in report.course if key in titles]
    place = {key: number for number, key in enumerate(course)}
    size = len(course)
    cells = [
        (float(place[across]), float(size - 1 - place[down]), pair.r)
        for pair in report.pairs
        for across, down in ((pair.one, pair.other), (pair.other, pair.one))
    ]
    x, y, values = (tuple(column) for column in zip(*cells, strict=True))
    numbered = [f"{number} {titles[key]}" for number, key in enumerate(course, 1)]
    panel = Panel(
        "",
        Axis("", -0.5, size - 0.5, tuple(str(number) for number in range(1, size + 1))),
        Axis("", -0.5, size - 0.5, tuple(reversed(numbered))),
        (Cells(x, y, values, EDGES, "fixed"),),
    )
    return Figure(
        title="What goes together: correlations between topics",
        says=_says(report.pairs),
        panels=(panel,),
        legend=tuple(Key("fixed", words, sign="cell", step=k) for k, words in enumerate(WORDS)),
        table=Table(
            ("topic", "with", "students", "r", "95 %"),
            tuple(
                (*pair.titles, str(pair.students), f"{pair.r:.2f}",
                 f"{pair.low:.2f} to {pair.high:.2f}")
                for pair in report.pairs
            ),
        ),
    )  # fmt: skip


def _says(pairs: tuple[Pair, ...]) -> str:
    """The middle and both ends."""
    ends = [max(pairs, key=lambda pair: pair.r), min(pairs, key=lambda pair: pair.r)]
    if len(pairs) == 1:
        return f"The one pair, {_named(ends[0])}, has r = {ends[0].r:.2f}."
    middle = median(pair.r for pair in pairs)
    most, least = (f"{pair.r:.2f} ({_named(pair)})" for pair in ends)
    return (
        f"Over {len(pairs)} pairs of topics the median r is {middle:.2f}, from {least} to {most}."
    )


def _named(pair: Pair) -> str:
    return " and ".join(pair.titles)
