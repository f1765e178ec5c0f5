"""``flashcards doctor``: examine, and mend only when asked."""

from __future__ import annotations

from msgspec.structs import asdict

from app.output import FAILED, say, write_json, write_lines
from flashcards.doctor import Report, examine, mend
from flashcards.places import places
from flashcards.store.errors import JournalError


def run(*, mend_it: bool, restore: bool, as_json: bool) -> int:
    """Examine the journal; with an option, mend it first.

    Args:
        mend_it: fold the events again where the cache does not follow from them.
        restore: let the newest sound copy take the place of a damaged journal.
        as_json: print one object instead of lines.

    Returns:
        The exit code: 0 if all is well in the end.
    """
    folder = places().data
    done: tuple[str, ...] = ()
    if mend_it or restore:
        try:
            done = mend(folder, restore=restore)
        except JournalError as error:
            return say(str(error))
    report = examine(folder)
    if as_json:
        write_json(report_json(report, done))
    else:
        write_lines([str(report.file), *done, *report.lines()])
    return 0 if report.healthy else FAILED


def report_json(report: Report, done: tuple[str, ...]) -> dict[str, object]:
    """The report as one object."""
    return {
        "file": str(report.file),
        "healthy": report.healthy,
        "done": list(done),
        "findings": [asdict(finding) for finding in report.findings],
        "events": report.events,
        "topics": report.topics,
        "copies": list(report.copies),
    }
