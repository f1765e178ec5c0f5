"""What a class's report says, section by section: for the screen, for lines and for Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from msgspec import Struct

from app.plain import plain_inline
from app.words import count
from flashcards.classes.picture import together
from flashcards.classes.tables import COMPARED, FEW, PAIRS, ClassReport, PointRow, TopicRow

_MARKS = re.compile(r"[\\`*_\[\]<>|#~$&]")

MISSED = 15
"""Points that are listed as missed, the most missed ones."""

MANY = 20
"""Students from which on correlations are no longer mostly chance."""

WIDTH = 96
"""Columns that sentences take in plain lines."""

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
    newest = "Of each student the newest recall of a topic speaks"
    special = []
    if report.mock:
        special.append(f"{count(report.mock, 'recall')} in mock exams among them")
    if report.cram:
        special.append(f"{count(report.cram, 'recall')} while cramming left out")
    besides = f" ({'; '.join(special)})" if special else ""
    return Section("The class", (f"{who} {newest}{besides}.", *report.left_out))


def _missed(report: ClassReport) -> Section:
    missed = [row for row in report.points if row.missed > 0]
    if not missed:
        return Section("What it misses", ("No key point was missed.",))
    told = (
        "Key points by the share of the n students who missed them, with 95 % intervals (Wilson); "
        "first those whose interval begins highest, so that many students weigh more than a few."
    )
    more = f" {MISSED} of {len(missed)} points are listed." if len(missed) > MISSED else ""
    return Section(
        "What it misses",
        (told + more,),
        ("missed", "partly", "n", "topic", "key point"),
        tuple(_missed_row(row) for row in missed[:MISSED]),
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
        (
            "Comfort expects a coverage; beside it the coverage that came. Sure, low: of those "
            "with a comfort of 4 or 5 how many had less than half of the points. Most overrated "
            "first.",
        ),
        ("expected", "came", "n", "sure, low", "topic", "judged"),
        tuple(
            (
                _percent(row.expected),
                _percent(row.came),
                str(row.judged),
                f"{row.fooled} of {row.sure}",
                row.title,
                _verdict(row),
            )
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
    told = (
        "Correlations of students' coverages between topics, the strongest first; 95 % intervals "
        "by Fisher's z. Of many pairs some look strong by chance."
    )
    figure = together(report)
    assert figure is not None  # noqa: S101 there are pairs
    fewest = min(pair.students for pair in report.pairs)
    most = f" Only the {COMPARED} topics that most students recalled are compared."
    cut = most if len(report.course) > COMPARED else ""
    few = f" With {fewest} students even chance gives large ones." if fewest < MANY else ""
    return Section(
        heading,
        (told + few + cut, figure.says),
        ("r", "n", "topics"),
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
        "The hardest and the easiest points: what the average student is expected to answer, with "
        "95 % intervals of their conditional modes.",
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


# -- one point ---------------------------------------------------------------------------------


def point_words(row: PointRow) -> Iterator[str]:
    """All that is known of how a key point went, in sentences."""
    asked = count(row.students, "student")
    missed, partly = round(row.missed * row.students), round(row.partly * row.students)
    yield (
        f"Of {asked} {missed} missed it ({_percent(row.missed)}; 95 % interval "
        f"{row.low * 100:.0f} to {row.high * 100:.0f} %), {partly} had it partly, "
        f"{row.students - missed - partly} had it."
    )
    if missed:
        yield (
            f"Of the {missed} who missed it {row.sure} had felt sure of the topic (comfort 4 or 5)."
        )
    if row.ease is None:
        yield "There is no model of this class, so nothing is said of how hard it is besides."
    else:
        yield (
            f"By the model the average student's answer is worth {_percent(row.ease)} "
            f"({_whole(row.ease_low)} to {_whole(row.ease_high)} %): yes is worth 100 %, partly "
            "half of it."
        )


# -- as lines, and as Markdown -------------------------------------------------------------------


def lines(report: ClassReport) -> Iterator[str]:
    """Plain lines; columns are aligned, and the last one may be long."""
    for place, section in enumerate(sections(report)):
        if place:
            yield ""
        yield section.heading
        for sentence in section.says:
            yield from (f"  {line}" for line in wrap(sentence, WIDTH, break_long_words=False))
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
        parts.append("\n\n".join(map(_escaped, section.says)))
        if section.rows:
            head = "| " + " | ".join(section.header) + " |\n" + "|---" * len(section.header) + "|"
            body = ("| " + " | ".join(map(_cell, row)) + " |" for row in section.rows)
            parts.append("\n".join((head, *body)))
    return "\n\n".join(parts) + "\n"


def _escaped(sentence: str) -> str:
    """A sentence in which nothing is Markdown, such as one with the name of a file."""
    return _MARKS.sub(r"\\\g<0>", sentence)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
