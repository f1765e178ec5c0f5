"""What came of her recalls: coverage by topic, forecast and comfort against what was recalled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from flashcards.models.figures.figure import (
    Axis,
    Figure,
    Intervals,
    Key,
    Layer,
    Line,
    Panel,
    Points,
    Table,
    Words,
)
from flashcards.progress.outcome import percent
from flashcards.progress.tables import Progress, TopicTries

SIGNS: Final[Mapping[bool, Literal["dot", "ring"]]] = {True: "dot", False: "ring"}
"""How a recall is drawn, by whether it counted."""

RINGS: Final = (
    "A ring is a recall that did not count: one too many on its day, a mock exam, or cramming."
)
"""What is said where there are some."""


def coverage(found: Progress) -> Figure:
    """Coverage from recall to recall, a panel for each topic that has any.

    A recall that did not count is a ring, and what is said is said of the others.
    """
    longest = max((len(each.tries) for each in found.coverage), default=1)
    across = Axis("recall", 0.5, max(longest, 4) + 0.5)
    panels = tuple(
        Panel(each.title, across, Axis("coverage (%)", 0, 105), _coverage_layers(each))
        for each in found.coverage
    )
    return Figure(
        title="Coverage, from recall to recall",
        says=_coverage_says(found),
        panels=panels,
        legend=(Key("outcome", "share of the key points recalled", sign="points"),),
        table=Table(
            ("topic", "recalls", "first", "last", "best"),
            tuple(_coverage_row(each) for each in found.coverage),
        ),
        facets=True,
    )


def _coverage_layers(each: TopicTries) -> tuple[Layer, ...]:
    x = tuple(float(n) for n in range(1, len(each.tries) + 1))
    y = tuple(100 * one.coverage for one in each.tries)
    layers: list[Layer] = [Line(x, y, "plain", "faint")]
    for counted, sign in SIGNS.items():
        inside = [n for n, one in enumerate(each.tries) if one.counted is counted]
        if inside:
            places = (tuple(x[n] for n in inside), tuple(y[n] for n in inside))
            layers.append(Points(*places, "outcome", sign=sign))
    return tuple(layers)


def _shares(each: TopicTries) -> list[float]:
    """Coverage of the recalls that counted; of all where none of those shown did."""
    counted = [one.coverage for one in each.tries if one.counted]
    return counted or [one.coverage for one in each.tries]


def _coverage_row(each: TopicTries) -> tuple[str, ...]:
    shares = _shares(each)
    return (
        each.title,
        str(each.recalls),
        percent(shares[0]),
        percent(shares[-1]),
        percent(max(shares)),
    )


def _coverage_says(found: Progress) -> str:
    if not found.coverage:
        return "No recall yet; each one adds a point to its topic."
    first = sum(_shares(each)[0] for each in found.coverage) / len(found.coverage)
    last = sum(_shares(each)[-1] for each in found.coverage) / len(found.coverage)
    left_out = sum(not one.counted for each in found.coverage for one in each.tries)
    rings = f" {RINGS}" if left_out else ""
    count = len(found.coverage)
    topics = "topic" if count == 1 else "topics"
    return (
        f"Over {count} {topics}, coverage went from {percent(first)} at the first recall shown "
        f"to {percent(last)} at the newest.{rings}"
    )


def retention(found: Progress) -> Figure:
    """Probability that was foreseen against the share that was recalled."""
    bins = found.retention.bins
    x = tuple(100 * each.predicted for each in bins)
    lowest = min((10.0 * int(10 * min(b.lower, b.predicted)) for b in bins), default=50.0)
    lowest = min(lowest, 80.0)
    panel = Panel(
        "",
        Axis("foreseen (%)", lowest, 100),
        Axis("recalled (%)", lowest, 100),
        (
            Line((lowest, 100.0), (lowest, 100.0), "plain"),
            Intervals(
                x,
                tuple(100 * each.lower for each in bins),
                tuple(100 * each.upper for each in bins),
                "y",
                "outcome",
            ),
            Points(x, tuple(100 * each.recalled for each in bins), "outcome"),
        ),
    )
    return Figure(
        title="What was foreseen, and what you recalled",
        says=found.retention.words,
        panels=(panel,),
        legend=(
            Key("outcome", "your answers, with 95 % intervals", sign="points"),
            Key("plain", "as foreseen"),
        ),
        table=Table(
            ("foreseen", "answers", "mean foreseen", "recalled", "95 % interval"),
            tuple(
                (
                    f"{percent(each.low)}–{percent(each.high)}",
                    str(each.answers),
                    percent(each.predicted),
                    percent(each.recalled),
                    f"{percent(each.lower)}–{percent(each.upper)}",
                )
                for each in bins
            ),
        ),
    )


def judgement(found: Progress) -> Figure:
    """Comfort against mean coverage; a recall above the line went better than it felt."""
    rows = [(row, row.recalled) for row in found.judgement.rows if row.recalled is not None]
    panel = Panel(
        "",
        Axis("comfort before the recall", -0.5, 4.5, ("1", "2", "3", "4", "5")),
        Axis("mean coverage (%)", 0, 105),
        (
            Line((0.0, 4.0), (0.0, 100.0), "plain"),
            Points(
                tuple(row.comfort - 1.0 for row, _ in rows),
                tuple(100 * share for _, share in rows),
                "outcome",
            ),
            *(
                Words(row.comfort - 0.92, 100 * share, f"{row.recalls}×", "plain")
                for row, share in rows
            ),
        ),
    )
    return Figure(
        title="Comfort against coverage",
        says=found.judgement.words,
        panels=(panel,),
        legend=(
            Key("outcome", "what you recalled, and how often", sign="points"),
            Key("plain", "what your comfort expects"),
        ),
        table=Table(
            ("comfort", "recalls", "expected", "recalled"),
            tuple(
                (
                    str(row.comfort),
                    str(row.recalls),
                    percent(row.expected),
                    "–" if row.recalled is None else percent(row.recalled),
                )
                for row in found.judgement.rows
            ),
        ),
    )
