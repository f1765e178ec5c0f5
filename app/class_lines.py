"""What a class's report says, section by section: for the screen, for lines and for Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from app.plain import plain_inline
from app.words import count
from flashcards.class_tables import FEW, PAIRS, ClassReport, PointRow, TopicRow

MISSED = 15
"""Points that are listed as missed, the most missed ones."""

EXTREMES = 5
"""Points at either end of the model's order."""


class Section(Struct, frozen=True):
    """A heading, what it says, and a table.

    Attributes:
        heading: its title.
        says: sentences.
        header: names of the columns; empty where there is no table.
        rows: of texts; all but the last column of numbers are short.
    """

    heading: str
    says: tuple[str, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(report: ClassReport) -> tuple[Section, ...]:
    """All of a report, in the order in which a tutor asks."""
    return (_class(report), _missed(report), _misjudged(report), _together(report), _model(report))


def _class(report: ClassReport) -> Section:
    who = f"{count(report.students, 'student')}, {count(report.recalls, 'recall')} of theirs."
    newest = "Of each student the newest recall of a topic speaks."
    return Section("The class", (f"{who} {newest}", *report.left_out))


def _missed(report: ClassReport) -> Section:
    missed = [row for row in report.points if row.missed > 0][:MISSED]
    if not missed:
        return Section("What it misses", ("No key point was missed.",))
    return Section(
        "What it misses",
        ("Key points by the share of students who missed them, with 95 % intervals (Wilson).",),
        ("missed", "partly", "students", "topic", "key point"),
        tuple(_missed_row(row) for row in missed),
    )


def _missed_row(row: PointRow) -> tuple[str, ...]:
    missed = f"{_percent(row.missed)} ({row.low * 100:.0f}–{row.high * 100:.0f})"
    return missed, _percent(row.partly), str(row.students), row.title, row.text


def _misjudged(report: ClassReport) -> Section:
    judged = [row for row in report.topics if row.expected is not None and row.came is not None]
    if not judged:
        return Section("What it misjudges", ("Nobody said how comfortable a topic felt.",))
    return Section(
        "What it misjudges",
        ("Comfort expects a coverage; beside it the coverage that came. Most overrated first.",),
        ("expected", "came", "students", "topic", "judged"),
        tuple(
            (_percent(row.expected), _percent(row.came), str(row.judged), row.title, _verdict(row))
            for row in judged
        ),
    )


def _verdict(row: TopicRow) -> str:
    return str(row.verdict) if row.verdict else f"fewer than {FEW}: too few to say"


def _together(report: ClassReport) -> Section:
    heading = "What goes together"
    if not report.pairs:
        few = f"At least {FEW} students must have recalled two topics before they can be compared."
        return Section(heading, (few,))
    told = "Correlations of students' coverages between topics, the strongest first; 95 % intervals"
    return Section(
        heading,
        (f"{told} by Fisher's z. Of many pairs some look strong by chance.",),
        ("r", "students", "topics"),
        tuple(
            (
                f"{pair.r:.2f} ({pair.low:.2f} to {pair.high:.2f})",
                str(pair.students),
                " and ".join(pair.titles),
            )
            for pair in report.pairs[:PAIRS]
        ),
    )


def _model(report: ClassReport) -> Section:
    model = report.model
    if model is None:
        return Section("Students and points", (report.why_no_model,))
    says = (
        f"{model.formula}, fitted to {model.answers:,} answers: the average is "
        f"{_percent(model.average)}. Standard deviations: {model.students:.2f} between students, "
        f"{model.points:.2f} between key points, {model.residual:.2f} within.",
        *model.messages,
        "The hardest and the easiest points for the average student, with 95 % intervals of their "
        "conditional modes:",
    )
    known = sorted((row for row in report.points if row.ease is not None), key=_ease)
    ends = known if len(known) <= 2 * EXTREMES else [*known[:EXTREMES], *known[-EXTREMES:]]
    return Section(
        "Students and points",
        says,
        ("expected", "topic", "key point"),
        tuple(
            (
                f"{_percent(row.ease)} ({_whole(row.ease_low)}–{_whole(row.ease_high)})",
                row.title,
                row.text,
            )
            for row in ends
        ),
    )


def _ease(row: PointRow) -> float:
    return row.ease or 0.0


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.0f} %"


def _whole(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.0f}"


# -- as lines, and as Markdown -------------------------------------------------------------------


def lines(report: ClassReport) -> Iterator[str]:
    """Plain lines; columns are aligned, and the last one may be long."""
    for place, section in enumerate(sections(report)):
        if place:
            yield ""
        yield section.heading
        yield from (f"  {sentence}" for sentence in section.says)
        if section.rows:
            rows = ((*row[:-1], plain_inline(row[-1])) for row in section.rows)
            yield from (f"  {line}" for line in aligned((section.header, *rows)))


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(padded).rstrip()


def markdown(report: ClassReport) -> str:
    """A Markdown file."""
    parts = ["# A class"]
    for section in sections(report):
        parts.append(f"## {section.heading}")
        parts.append("\n\n".join(section.says))
        if section.rows:
            head = "| " + " | ".join(section.header) + " |\n" + "|---" * len(section.header) + "|"
            body = ("| " + " | ".join(map(_cell, row)) + " |" for row in section.rows)
            parts.append("\n".join((head, *body)))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
