"""The history of each key point of a topic: how it went at every recall."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from app.glyphs import Glyphs
from app.words import count
from flashcards.dates import short_date
from flashcards.progress import Progress
from flashcards.progress.tables import Try
from flashcards.study import Study

HIDDEN = (
    "This topic is due, so its points have numbers here and no words. "
    "They have words again once you have recalled it."
)

GAP = 2


def points_lines(study: Study, found: Progress, number: int, glyphs: Glyphs, width: int) -> Content:
    """One topic: a row for each key point of its card, a sign for each recall, oldest first.

    Args:
        study: to look up the card, and whether it is due.
        found: the tables, complete.
        number: which of the topics that were recalled.
        glyphs: the signs of this terminal.
        width: cells that a line may take.
    """
    if not found.coverage:
        return Content("No recall yet; each one adds a column here.")
    each = found.coverage[number % len(found.coverage)]
    topic = study.deck.topic(each.topic)
    if topic is None:
        return Content("")
    due = topic.key in study.due_keys()
    # Signs take half of the line at most, so that the words have the rest.
    tries = each.tries[-max(5, (width // 2 - 6) // GAP) :]
    older = each.recalls - len(tries)
    lines = [
        Content.assemble(
            (each.title, "bold"),
            (f"   {number % len(found.coverage) + 1} of {len(found.coverage)}", "$muted"),
        ),
        Content.styled(
            f"{count(each.recalls, 'recall')}, the last on "
            f"{short_date(tries[-1].day, found.day)}; "
            f"{glyphs.recalled} recalled  {glyphs.partly} partly  {glyphs.missed} missed  "
            f"{glyphs.never} not asked",
            "$muted",
        ),
        Content(""),
    ]
    size = len(str(len(topic.key_points)))
    for place, point in enumerate(topic.key_points, 1):
        signs = (" " * (GAP - 1)).join(glyphs.mark(one.answers.get(point.id)) for one in tries)
        head = Content.assemble((f"{place:>{size}}", "$muted"), f"  {signs}  ")
        text = Content("") if due else study_words(point.text, glyphs)
        room = max(10, width - head.cell_length)
        lines.append(head + text.truncate(room, ellipsis=True))
    lines += [Content(""), *_newest(tries, found, width)]
    if left_out := sum(not one.counted for one in tries):
        lines.append(Content.styled(_left_out(left_out), "$muted"))
    if older:
        lines.append(Content.styled(f"{count(older, 'earlier recall')} not shown.", "$muted"))
    if due:
        lines += [Content(""), Content.styled(HIDDEN, "$muted")]
    return Content("\n").join(lines)


def _left_out(number: int) -> str:
    verb = "is" if number == 1 else "are"
    return (
        f"{number} of these {verb} not in the forecast: an extra recall, a mock exam that did not "
        "count, or cramming."
    )


LABEL = 10
"""Cells for the name of a row under the signs."""


def _newest(tries: Sequence[Try], found: Progress, width: int) -> list[Content]:
    """The days of the newest recalls, under each the coverage and the comfort."""
    days = [short_date(one.day, found.day) for one in tries]
    size = max(map(len, days)) + GAP
    kept = max(1, (width - LABEL) // size)
    rows = (
        ("on", days),
        ("coverage", [f"{round(100 * one.coverage)} %" for one in tries]),
        ("comfort", [str(one.comfort or "") for one in tries]),
    )
    return [
        Content.assemble(
            (f"{name:<{LABEL}}", "$muted"), "".join(f"{cell:>{size}}" for cell in cells[-kept:])
        )
        for name, cells in rows
    ]


def study_words(text: str, glyphs: Glyphs) -> Content:
    """A key point in one line."""
    from app.widgets.card import inline_content

    return inline_content(text, glyphs.name)
