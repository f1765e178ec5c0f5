"""The running text of a card: its formulas, links and tied numbers, and what must not be there."""

from __future__ import annotations

from flashcards import maths
from flashcards.cards import TiedNumber
from flashcards.reading.characters import FORBIDDEN
from flashcards.reading.markup import OPENS, Mark, Passage, leads_to_the_web
from flashcards.reading.report import Report, quoted


def read_prose(passage: Passage, report: Report) -> tuple[TiedNumber, ...]:
    """Report what is wrong with a passage.

    Returns:
        The numbers in it that are tied to a fit.
    """
    numbers = []
    for mark in passage.marks:
        if report.full:
            break
        if mark.kind == "tied" and mark.token:
            meta = mark.token.meta
            line, _ = passage.place(mark.at)
            numbers.append(TiedNumber(mark.text, meta["value"], meta["example"], line))
        elif mark.kind == "maths":
            _check_maths(mark, passage, report)
        else:
            _check(mark, passage, report)
    return tuple(numbers)


def _check_maths(mark: Mark, passage: Passage, report: Report) -> None:
    dollars = len(mark.token.markup) if mark.token else 0
    start = mark.at + dollars
    if "]{=" in mark.text:
        report.add(
            "bad-tied-number",
            "A tied number cannot stand inside a formula; end the formula before it.",
            *passage.place(start + mark.text.index("]{=")),
        )
        return
    for problem in maths.parse(mark.text).problems:
        report.add(problem.code, problem.message, *passage.place(start + problem.offset))


def _check(mark: Mark, passage: Passage, report: Report) -> None:
    """Report a mark of a kind that is wrong, or can be."""
    match mark.kind:
        case "link" if not leads_to_the_web(mark.text):
            code = "unsafe-link"
            message = (
                f"The address {quoted(mark.text)} does not lead to the web; use https:// or"
                " mailto:, or remove it."
            )
        case "entity" if FORBIDDEN.search(mark.text):
            code = "control-character"
            message = "This stands for a character that would not be seen; remove it."
        case "html":
            code = "raw-html"
            message = (
                f"{quoted(mark.text)} is HTML, which is not shown; use Markdown, or backticks"
                " around it if it is code."
            )
            if mark.text == OPENS:
                message = (
                    "A comment has its lines for itself, from <!-- to -->, and nothing beside it;"
                    " mend it, or put backticks around it if it is code."
                )
        case "dollar":
            code = "maths-unclosed"
            message = (
                f"`{mark.text}` opens no formula that is closed in this paragraph; close it, or"
                " write \\$ for a dollar sign."
            )
        case "tied-like":
            code = "bad-tied-number"
            message = "This is no tied number; write it as in [405.790]{=fixef.intercept of name}."
        case _:
            return
    report.add(code, message, *passage.place(mark.at))
