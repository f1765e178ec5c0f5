"""What came of her recalls: coverage by topic, forecast and comfort against what was recalled."""

from __future__ import annotations

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


def coverage(found: Progress) -> Figure:
    """Coverage from recall to recall, a panel for each topic that has any."""
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
    y = tuple(100 * each_try.coverage for each_try in each.tries)
    return (Line(x, y, "plain", "faint"), Points(x, y, "outcome"))


def _coverage_row(each: TopicTries) -> tuple[str, ...]:
    shares = [one.coverage for one in each.tries]
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
    first = sum(each.tries[0].coverage for each in found.coverage) / len(found.coverage)
    last = sum(each.tries[-1].coverage for each in found.coverage) / len(found.coverage)
    count = len(found.coverage)
    topics = "topic" if count == 1 else "topics"
    return (
        f"Over {count} {topics}, coverage went from {percent(first)} at the first recall shown "
        f"to {percent(last)} at the newest."
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
