"""Is the journal sound, and does what is shown follow from what happened?

Examining changes nothing. Mending begins with a copy, and is only ever two things: folding the
events again where the cache does not follow from them, and, if she asks for it, putting the newest
sound copy in the place of a file that is damaged (:mod:`flashcards.store.restore`).
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from errno import ENOTDIR
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flashcards.events import Event, Undone
from flashcards.fold import TopicMemory, fold, from_json
from flashcards.journal import NAMES, Journal, rules
from flashcards.memory import MemoryModel
from flashcards.parameters import Own, load
from flashcards.renames import NO_NAMES, Names, all_renamed
from flashcards.store import copies, migrations, queries
from flashcards.store.database import connect
from flashcards.store.errors import (
    DamagedError,
    JournalError,
    LockedError,
    NewerJournalError,
    explain,
)
from flashcards.store.restore import free_name, is_sound, newest_sound
from flashcards.store.restore import restore as put_back
from flashcards.store.rows import DraftRow, EventRow, draft_of, event_of
from flashcards.store.storage import FILE, settle

SHOWN = 3
"""How many faults of one kind are told one by one."""


class Finding(Struct, frozen=True):
    """One thing that was looked at.

    Attributes:
        code: a short stable name: ``file``, ``access``, ``schema``, ``integrity``,
            ``references``, ``events``, ``undos``, ``parameters``, ``memory``, ``drafts`` or
            ``copies``.
        message: a sentence: what was found and, where it is not well, what helps.
        fine: whether it is as it should be.
    """

    code: str
    message: str
    fine: bool = True


class Report(Struct, frozen=True):
    """What an examination found.

    Attributes:
        file: the database.
        findings: in the order in which they were looked at.
        events: how many events could be read.
        topics: how many topics they are of.
        copies: names of the daily copies, newest first.
    """

    file: Path
    findings: tuple[Finding, ...]
    events: int = 0
    topics: int = 0
    copies: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What is not as it should be."""
        return tuple(finding for finding in self.findings if not finding.fine)

    @property
    def healthy(self) -> bool:
        """Whether everything is as it should be."""
        return not self.faults

    @property
    def damaged(self) -> bool:
        """Whether only a copy could help."""
        return self._bad("file", "integrity", "events")

    @property
    def mendable(self) -> bool:
        """Whether folding the events again helps."""
        return self._bad("memory") and not self.damaged

    def lines(self) -> Iterator[str]:
        """The findings, one a line."""
        for finding in self.findings:
            yield f"{'ok ' if finding.fine else 'BAD'}  {finding.message}"

    def _bad(self, *codes: str) -> bool:
        return any(fault.code in codes for fault in self.faults)


def examine(folder: Path) -> Report:
    """Look at everything; nothing is changed.

    Args:
        folder: the learner's data folder.
    """
    file = folder / FILE
    daily = copies.listed(folder)
    names = tuple(path.name for path in daily)
    try:
        report = _examine(file)
    except JournalError as error:
        report = _unreadable(file, error)
    except (sqlite3.Error, OSError) as error:
        report = _unreadable(file, explain(error, file))
    return replace(report, findings=(*report.findings, _look_at_copies(daily)), copies=names)


def mend(folder: Path, *, restore: bool = False) -> tuple[str, ...]:
    """Mend what can be mended, after a copy was made.

    Args:
        folder: the learner's data folder.
        restore: whether a damaged journal may be replaced by its newest sound copy.

    Returns:
        What was done, in sentences.

    Raises:
        JournalError: nothing was changed; the sentence says why.
    """
    report = examine(folder)
    if report.damaged:
        return _restore(report, allowed=restore)
    if report.healthy:
        return ("There is nothing to mend.",)
    if not report.mendable:
        raise JournalError(f"Nothing was changed: {report.faults[0].message}")
    copy = free_name(folder / copies.FOLDER, "before-mend")
    with Journal.open(folder) as journal:
        if journal.read_only:
            raise LockedError(journal.why_read_only)
        copies.copy_database(journal.file, copy)
        journal.fold_all_again()
    return (f"The journal was copied to {copy}.", "Every topic was folded again from its events.")


# -- looking -----------------------------------------------------------------------------------


def _examine(file: Path) -> Report:
    if file.parent.is_file():
        raise NotADirectoryError(ENOTDIR, "is a file", str(file.parent))
    if not file.exists():
        lost = bool(copies.listed(file.parent))
        missing = "is gone, though there are copies of it" if lost else "does not exist yet"
        return Report(file, (Finding("file", f"{file} {missing}.", fine=not lost),))
    if not file.stat().st_size:
        empty = not copies.listed(file.parent)
        return Report(file, (Finding("file", f"{file} is empty.", fine=empty),))
    settle(file)
    with closing(connect(file, "ro")) as connection:
        size = file.stat().st_size / 1e6
        first = Finding("file", f"The journal is {file} ({size:.1f} MB).")
        integrity = _integrity(connection)
        if not integrity.fine:
            return Report(file, (first, integrity))
        try:
            current = migrations.is_current(connection, file)
        except NewerJournalError as error:
            return Report(file, (first, integrity, Finding("schema", str(error), fine=False)))
        if not current:
            older = "It is of an older version, and is brought up to date at the next start."
            return Report(file, (first, integrity, Finding("schema", older)))
        schema = Finding("schema", f"Its schema is {migrations.newest_schema()}, the newest.")
        return _contents(connection, Report(file, (first, integrity, schema)))


def _unreadable(file: Path, error: JournalError) -> Report:
    """A file that is damaged, or one that cannot be looked at just now, which is another thing."""
    code = "file" if isinstance(error, DamagedError) else "access"
    return Report(file, (Finding(code, str(error), fine=False),))


def _contents(connection: sqlite3.Connection, report: Report) -> Report:
    """What the rows say; read at once, so that a window at work changes nothing in between."""
    connection.execute("BEGIN")
    references = connection.execute("PRAGMA foreign_key_check").fetchall()
    event_rows = connection.execute(queries.EVENTS, (-1,)).fetchall()
    strays = connection.execute(queries.STRAY_UNDOS).fetchall()
    states = connection.execute(queries.STATES).fetchall()
    draft_rows = connection.execute(queries.DRAFTS, (None, None)).fetchall()
    kept = connection.execute(queries.META, (NAMES,)).fetchall()
    connection.execute("ROLLBACK")
    events, unreadable = _decoded(event_rows)
    names = Names.from_json(kept[0][0]) if kept else NO_NAMES
    events = all_renamed(events, names)
    own = load(report.file.parent)
    return replace(
        report,
        findings=(
            *report.findings,
            _verdict(
                "references",
                [f"row {row[1]} of {row[0]} points to nothing" for row in references],
                "Every reference between rows leads somewhere.",
            ),
            _verdict("events", unreadable, f"Events: {len(events)}, every one readable."),
            _verdict(
                "undos",
                [f"undo {row[0]} names no answer of its topic" for row in strays],
                f"Undos: {_undos(events)}, each of an answer that there is.",
            ),
            *_parameters(own),
            _memory(events, states, own.model, names),
            _drafts(draft_rows),
        ),
        events=len(events),
        topics=len({event.topic for event in events}),
    )


def _integrity(connection: sqlite3.Connection) -> Finding:
    try:
        wrong = copies.faults(connection)
    except sqlite3.DatabaseError as error:
        if not isinstance(explain(error, Path()), DamagedError):
            raise
        wrong = [str(error)]
    wrong = [f"SQLite finds: {fault}" for fault in wrong]
    helps = "`flashcards doctor --restore` goes on from a copy."
    return _verdict("integrity", wrong, "SQLite's integrity check finds nothing wrong.", helps)


def _parameters(own: Own) -> Iterator[Finding]:
    """Whether her own parameters can be used, where there are any."""
    if own.trouble:
        yield Finding("parameters", own.trouble, fine=False)
    elif own.fit is not None:
        when, answers = own.fit.fitted_on.isoformat(), own.fit.answers
        fine = f"The memories go by parameters of your own, from {answers:,} answers up to {when}."
        yield Finding("parameters", fine)


def _memory(
    events: Sequence[Event],
    states: Sequence[tuple[str, str, str]],
    model: MemoryModel,
    names: Names,
) -> Finding:
    """Whether what is shown is what the events add up to."""
    if any(by != rules(model, names) for _, by, _ in states):
        older = "The memories go by other rules or parameters; the next start folds them again."
        return Finding("memory", older)
    shown = {topic: _memory_of(state, model) for topic, _, state in states}
    folded = fold(events, model)
    wrong = [
        f"the memory of {topic} does not follow from its events"
        for topic in sorted(shown.keys() | folded.keys())
        if not _same(shown.get(topic), folded.get(topic))
    ]
    fine = f"Topics: {len(folded)}, the memory of each follows from the events."
    return _verdict("memory", wrong, fine, "`flashcards doctor --mend` folds them again.")


def _same(one: TopicMemory | None, other: TopicMemory | None) -> bool:
    """Equal up to the last digits, in which the mathematics of two machines may differ."""
    if one is None or other is None or one.points.keys() != other.points.keys():
        return one is other
    if replace(one, points={}) != replace(other, points={}):
        return False
    return all(
        math.isclose(mine.stability, theirs.stability, rel_tol=1e-9)
        and math.isclose(mine.difficulty, theirs.difficulty, rel_tol=1e-9)
        and replace(mine, stability=1, difficulty=1) == replace(theirs, stability=1, difficulty=1)
        for mine, theirs in ((one.points[id_], other.points[id_]) for id_ in one.points)
    )


def _memory_of(state: str, model: MemoryModel) -> TopicMemory | None:
    try:
        return from_json(state, model)
    except ValueError:
        return None


def _decoded(rows: Iterable[Sequence[Any]]) -> tuple[list[Event], list[str]]:
    """The events, oldest first, and what cannot be read."""
    events, unreadable = [], []
    for row in rows:
        try:
            events.append(event_of(EventRow(*row)))
        except ValueError as error:
            unreadable.append(str(error))
    return events[::-1], unreadable


def _drafts(rows: Sequence[Sequence[Any]]) -> Finding:
    wrong = []
    for row in rows:
        try:
            draft_of(DraftRow(*row))
        except ValueError as error:
            wrong.append(str(error))
    return _verdict("drafts", wrong, f"Unfinished texts: {len(rows)}, every one readable.")


def _look_at_copies(daily: Sequence[Path]) -> Finding:
    if not daily:
        return Finding("copies", "There is no daily copy yet.")
    wrong = [f"{path.name} is damaged" for path in daily[:1] if not is_sound(path)]
    return _verdict("copies", wrong, f"Daily copies: {len(daily)}; the newest is {daily[0]}.")


def _undos(events: Iterable[Event]) -> int:
    return sum(isinstance(event, Undone) for event in events)


def _verdict(code: str, wrong: Sequence[str], fine: str, helps: str = "") -> Finding:
    """A finding from what is wrong, if anything is.

    Args:
        code: as in :class:`Finding`.
        wrong: the faults, each without a full stop.
        fine: the sentence where there are none.
        helps: the sentence that says what helps where there are some.
    """
    if not wrong:
        return Finding(code, fine)
    told = "; ".join(wrong[:SHOWN])
    more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
    return Finding(code, f"{told[0].upper()}{told[1:]}{more}. {helps}".rstrip(), fine=False)


def _restore(report: Report, *, allowed: bool) -> tuple[str, ...]:
    copy = newest_sound(report.file.parent)
    why = f"{report.file} cannot be relied on."
    if copy is None:
        raise DamagedError(
            f"{why} Nothing was changed. There is no sound copy of it here; a backup of this "
            "computer may hold one."
        )
    if not allowed:
        raise DamagedError(
            f"{why} Nothing was changed. `flashcards doctor --restore` puts the newest sound copy, "
            f"{copy.name}, in its place, adds what can still be read, and keeps the damaged file."
        )
    return put_back(report.file, copy)
