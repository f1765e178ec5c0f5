"""Which key points a sample recall suggests, and why: as lines on the screen and in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from app.glyphs import Glyphs
from flashcards.suggesting.explaining import Met, Reason, Verdict

SHOWN = 12
"""How many alternatives of a group that is not met are named."""


def highlighted(text: str, reason: Reason) -> Content:
    """A sample recall, in it the words that meet a group of the point; those that count, strong."""
    shown = Content(text)
    for group in reason.groups:
        for start, end in group.spans:
            shown = shown.stylize("$accent", start, end)
    for start, end in reason.spans:
        shown = shown.stylize("bold underline $accent", start, end)
    return shown


def verdict_line(reason: Reason, idea: Content, glyphs: Glyphs) -> Content:
    """A key point with the sign of whether it is suggested."""
    suggested = reason.verdict is Verdict.SUGGESTED
    sign = glyphs.recalled if suggested else glyphs.missed
    return Content.assemble((f"{sign} ", "$accent" if suggested else "$muted"), idea)


def reason_lines(reason: Reason, ask: Content, glyphs: Glyphs) -> Content:
    """The question of a point, why it is suggested or not, and each of its groups."""
    lines = [ask, Content.styled(reason.why, "bold")]
    for group in reason.groups:
        sign = glyphs.recalled if group.by else glyphs.missed
        style = "" if group.by else "$warning"
        lines.append(Content.assemble((f"{sign} ", style), group_words(group)))
    return Content("\n").join(lines)


def group_words(group: Met) -> str:
    """``met by pulled, shrink`` or ``missing: one of pull, drawn …``."""
    if group.by:
        return f"met by {', '.join(group.by)}"
    more = ", …" if len(group.cues) > SHOWN else ""
    one = "one of " if len(group.cues) > 1 else ""
    return f"missing: {one}{', '.join(group.cues[:SHOWN])}{more}"


def plain_reasons(reason: Reason, number: int, idea: str) -> Iterator[str]:
    """The same, line by line."""
    yield f"{number}. {idea}"
    yield f"   {reason.why}"
    for group in reason.groups:
        yield f"   - {group_words(group)}"
