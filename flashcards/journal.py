"""The journal: what happened, in order, and what is not finished.

Events are only ever added. What they add up to is kept beside them for speed, and changes in the
same transaction; it is a cache, which :mod:`flashcards.doctor` can prove or rebuild.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Any, cast
from uuid import uuid4

from flashcards.clock import Clock, Moment, StudyClock
from flashcards.events import Draft, Drilled, Event, Happening, Read, Recalled, Undone
from flashcards.fold import TopicMemory, apply, fold, from_json, to_json
from flashcards.ids import new_id
from flashcards.memory import DEFAULT, MemoryModel
from flashcards.parameters import Own, load
from flashcards.renames import NO_NAMES, Names, all_renamed, renamed
from flashcards.store import copies, queries
from flashcards.store.errors import DamagedError, JournalError, damaged
from flashcards.store.rows import DraftRow, EventRow, draft_of, draft_row, event_of, event_row
from flashcards.store.storage import Storage

__all__ = ["RULES", "DamagedError", "Journal", "JournalError", "rules"]


def rules(model: MemoryModel, names: Names = NO_NAMES) -> str:
    """By which rules a memory is folded: a model, :mod:`flashcards.fold`, and earlier names.

    Raise the number when that comes to another result from the same events. A cached memory of
    other rules is of no use, and is folded again at the next start.
    """
    called = f"; names {names.digest}" if names else ""
    return f"{model.name}; fold 2{called}"


RULES = rules(DEFAULT)
"""The rules with the published parameters."""

ALL = -1
"""The limit that is none."""

NAMES = "names"
"""Under which the journal keeps the earlier names of topics and points."""


class Journal:
    """One learner's journal, open. Every method may be called from any thread.

    A method that writes is durable when it returns. Where it raises, nothing was written, and the
    same call may be made again: an event or draft is known by its id.
    """

    def __init__(self, storage: Storage, names: Names | None = None) -> None:
        """Take an open file; :meth:`open` is the usual way."""
        self._storage = storage
        self._discarded: set[str] = set()
        self._own = Own()
        self._names_given = names
        self._names = self._settled(names)
        self._renew()
        self.device = self._device()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        write: bool = True,
        clock: Clock | None = None,
        names: Names | None = None,
    ) -> Journal:
        """Open the journal of a folder, and make it where there is none.

        Args:
            folder: the learner's data folder.
            write: whether to become the writer; False for a look that disturbs nobody.
            clock: says when a new journal was made.
            names: earlier names of topics and points, as the cards have them now; None for those
                that the last writer had.

        Raises:
            JournalError: it can neither be written nor read.
        """
        storage = Storage(folder, _new_meta(clock or StudyClock(), load(folder).model), write=write)
        try:
            return cls(storage, names)
        except BaseException:
            storage.close()
            raise

    @property
    def file(self) -> Path:
        """The database."""
        return self._storage.file

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written, for the reason in ``why_read_only``."""
        return self._storage.read_only

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty where it can."""
        return self._storage.why_read_only

    @property
    def fresh(self) -> bool:
        """Whether this is the first start: nothing has happened, and no day has left a copy."""
        used = self.last_moment() is not None or self.drafts()
        return not used and not copies.listed(self.file.parent)

    @property
    def own(self) -> Own:
        """Her own parameters, as the memories here are computed by them."""
        return self._own

    @property
    def model(self) -> MemoryModel:
        """The model of memory that holds for this journal."""
        return self._own.model

    def take_over(self) -> bool:
        """Become the writer, if nobody else is; afterwards ``why_read_only`` says why not.

        Raises:
            JournalError: nobody else is, but the file cannot be written.
        """
        writer = self._storage.take_over()
        if writer:
            self._renew()
        return writer

    def close(self) -> None:
        """Let go of the file, so that another window can write."""
        self._storage.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- what happened -----------------------------------------------------------------------

    def record(self, event: Happening) -> None:
        """Add an event, move its topic's memory and end the draft of the same id.

        An event that is already there is not added again.

        Raises:
            JournalError: it could not be written.
        """
        with self._storage.write() as connection:
            row = event_row(event)
            if not connection.execute(queries.HAS_EVENT, (row.id,)).fetchall():
                # As it will be read back, so that the cache is a function of what is stored.
                stored = renamed(cast("Happening", event_of(row)), self._names)
                before = self._memory(connection, stored.topic)
                connection.execute(queries.ADD_EVENT, row)
                self._keep(connection, stored.topic, apply(before, stored, self.model))
            connection.execute(queries.DROP_DRAFT, (row.id,))

    def undo(self, moment: Moment) -> Recalled | Read | None:
        """Take back the last answer: the last recall or first reading that still stands.

        The memory is as if it had never been. A recall becomes a draft again, in phase ``check``,
        with the moment it was started at; any other draft of the topic stays, behind it.

        Args:
            moment: now.

        Returns:
            The answer that was taken back, or None where there was none.

        Raises:
            JournalError: it could not be written.
        """
        with self._storage.write() as connection:
            last = self.last_answer()
            if last is None:
                return None
            self._take_back(connection, last, moment)
            if isinstance(last, Recalled):
                connection.execute(queries.PUT_DRAFT, draft_row(_reopened(last)))
            return last

    def undo_drill(self, moment: Moment) -> Drilled | None:
        """Take back the last drill answer of this study day; its point is to be drilled again.

        Args:
            moment: now.

        Returns:
            The answer that was taken back, or None where there was none since the last recall.

        Raises:
            JournalError: it could not be written.
        """
        with self._storage.write() as connection:
            last = self.last_drill(moment.day)
            if last is not None:
                self._take_back(connection, last, moment)
            return last

    def _take_back(self, connection: Connection, last: Happening, moment: Moment) -> None:
        """Add the undo, under the name that the event is kept by, and fold its topic again."""
        ((kept_as,),) = connection.execute(queries.TOPIC_OF, (last.id,)).fetchall()
        undone = Undone(new_id(), self.device, moment, kept_as, last.id)
        connection.execute(queries.ADD_EVENT, event_row(undone))
        self._fold_again(connection, last.topic)

    def extend(self, events: Iterable[Event]) -> int:
        """Add events from elsewhere, all or none, and fold their topics again.

        Args:
            events: in their order; those that are already there are left out.

        Returns:
            How many were new.

        Raises:
            JournalError: an undo names no answer of its topic, or they could not be written.
        """
        added = 0
        topics: set[str] = set()
        with self._storage.write() as connection:
            for row in map(event_row, events):
                if not connection.execute(queries.HAS_EVENT, (row.id,)).fetchall():
                    connection.execute(queries.ADD_EVENT, row)
                    connection.execute(queries.DROP_DRAFT, (row.id,))
                    topics.add(self._names.key(row.topic))
                    added += 1
            stray = connection.execute(queries.STRAY_UNDOS).fetchall()
            if stray:
                raise JournalError(
                    f"The events were not added: undo {stray[0][0]} names no answer of its topic."
                )
            for topic in topics:
                self._fold_again(connection, topic)
        return added

    # -- what is not finished ----------------------------------------------------------------

    def save_draft(self, draft: Draft) -> None:
        """Keep a recall as far as it has come; the newest save of an id is the one that is kept.

        A save that comes too late does nothing: of a recall that is recorded, of a draft that was
        discarded, or with less time spent than the one before.

        Raises:
            JournalError: it could not be written.
        """
        row = draft_row(draft)
        with self._storage.write() as connection:
            recorded = connection.execute(queries.HAS_EVENT, (row.id,)).fetchall()
            if not recorded and row.id not in self._discarded:
                connection.execute(queries.PUT_DRAFT, row)

    def discard_draft(self, draft_id: str) -> None:
        """Forget a draft for good; unknown ids are no error.

        Raises:
            JournalError: it could not be written.
        """
        with self._storage.write() as connection:
            self._discarded.add(draft_id)
            connection.execute(queries.DROP_DRAFT, (draft_id,))

    def draft(self, topic: str, day: date) -> Draft | None:
        """The recall of a topic that was begun on a study day and goes on: the one saved last."""
        return next((each for each in self.drafts(topic) if each.moment.day == day), None)

    def drafts(self, topic: str | None = None) -> list[Draft]:
        """All that was begun and not finished, saved last first; of one topic or of all."""
        if topic is None or len(self._names.earlier(topic)) == 1:
            return self._drafts(self._storage.rows(queries.DRAFTS, (topic, topic)))
        return [draft for draft in self.drafts() if draft.topic == topic]

    # -- looking back ------------------------------------------------------------------------

    def memories(self) -> dict[str, TopicMemory]:
        """The memory of every topic that anything happened to."""
        rows = self._storage.rows(queries.STATES)
        if self.read_only and any(by != self._rules for _, by, _ in rows):
            self._own = load(self.file.parent)  # the writer may have fitted others meanwhile
            self._names = self._names_given or self._kept_names()
        memories = {}
        for topic, by, state in rows:
            # The cache is of no use only to a reader of an older journal, or where it was
            # meddled with.
            topic = self._names.key(topic)
            memory = self._cached(by, state)
            memory = memory or fold(self.events(topic), self.model).get(topic)
            if memory is not None:
                memories[topic] = memory
        return memories

    def events(self, topic: str | None = None, last: int = ALL) -> list[Event]:
        """What happened, oldest first, with what was taken back and the undos.

        Args:
            topic: of this topic alone.
            last: only so many, the newest. An undo is always later than what it names, so which
                of these still stand can be told from these alone.
        """
        if topic is None:
            rows = self._storage.rows(queries.EVENTS, (last,))
        else:
            rows = self._storage.rows(*self._of(topic, queries.EVENTS_OF_TOPIC, last))
        return self._events(reversed(rows))

    def events_on(self, day: date) -> list[Event]:
        """What happened on a study day and still stands, oldest first."""
        return self._events(self._storage.rows(queries.EVENTS_OF_DAY, (day.isoformat(),)))

    def attempts(self, topic: str | None = None, limit: int = ALL) -> list[Recalled]:
        """The recalls that still stand, newest first, of one topic or of all."""
        if topic is None:
            rows = self._storage.rows(queries.RECALLS, (limit,))
        else:
            rows = self._storage.rows(*self._of(topic, queries.RECALLS_OF_TOPIC, limit))
        return [event for event in self._events(rows) if isinstance(event, Recalled)]

    def last_answer(self) -> Recalled | Read | None:
        """What :meth:`undo` would take back."""
        events = self._events(self._storage.rows(queries.LAST_ANSWER))
        return next((event for event in events if isinstance(event, Recalled | Read)), None)

    def last_drill(self, day: date) -> Drilled | None:
        """What :meth:`undo_drill` would take back on a study day."""
        events = self._events(self._storage.rows(queries.LAST_DRILL, (day.isoformat(),)))
        return next((event for event in events if isinstance(event, Drilled)), None)

    def last_moment(self) -> Moment | None:
        """When the last event happened; None in a new journal."""
        events = self.events(last=1)
        return events[0].moment if events else None

    # -- upkeep ------------------------------------------------------------------------------

    def daily_copy(self, day: date) -> Path | None:
        """Copy the journal, once a study day; meant for a thread, others can write meanwhile.

        Returns:
            The new copy; None where the day has one, or somebody else writes and copies.

        Raises:
            JournalError: it could not be made; the older copies are all still there.
        """
        return None if self.read_only else copies.daily(self.file, day)

    def renew(self) -> None:
        """Take over parameters that were saved or forgotten since the journal was opened.

        Raises:
            JournalError: the memories cannot be folded again; the next start does it.
        """
        self._renew()

    def fold_all_again(self) -> None:
        """Throw the cache away and make it again from the events.

        Raises:
            JournalError: an event cannot be read, or the cache cannot be written.
        """
        with self._storage.write() as connection:
            connection.execute(queries.DROP_STATES)
            kept_as = connection.execute(queries.TOPICS).fetchall()
            for topic in sorted({self._names.key(topic) for (topic,) in kept_as}):
                self._fold_again(connection, topic)

    def _device(self) -> str:
        """The id that this journal gives to its events."""
        for (device,) in self._storage.rows(queries.META, ("device",)):
            return str(device)
        raise damaged(self.file, "it has no device id", copies.newest(self.file.parent))

    @property
    def _rules(self) -> str:
        return rules(self.model, self._names)

    def _settled(self, names: Names | None) -> Names:
        """The names that hold; the writer keeps those that it was given for all who only look."""
        kept = self._kept_names()
        if names is None or names == kept:
            return kept
        if self.read_only:
            return names
        with self._storage.write() as connection:
            connection.execute(queries.PUT_META, (NAMES, names.to_json()))
        return names

    def _kept_names(self) -> Names:
        rows = self._storage.rows(queries.META, (NAMES,))
        return Names.from_json(str(rows[0][0])) if rows else NO_NAMES

    def _of(self, topic: str, query: str, limit: int) -> tuple[str, tuple[object, ...]]:
        """A query for what is kept of a topic, under whatever names."""
        names = self._names.earlier(topic)
        if len(names) == 1:
            return query, (topic, limit)
        return queries.under_any_name(query), (json.dumps(names), limit)

    def _renew(self) -> None:
        """Fold again what was folded by other rules or other parameters than hold now."""
        self._own = load(self.file.parent)
        if self.read_only or not self._storage.rows(queries.OTHER_RULES, (self._rules,)):
            return
        self.fold_all_again()
        with self._storage.write() as connection:
            connection.execute(queries.PUT_META, ("scheduler", _scheduler(self.model)))

    def _fold_again(self, connection: Connection, topic: str) -> None:
        memory = self._folded(connection, topic)
        if memory is None:
            connection.execute(queries.DROP_STATE, (topic,))
        else:
            self._keep(connection, topic, memory)

    def _keep(self, connection: Connection, topic: str, memory: TopicMemory) -> None:
        connection.execute(queries.PUT_STATE, (topic, self._rules, to_json(memory)))

    def _memory(self, connection: Connection, topic: str) -> TopicMemory | None:
        """The memory of a topic; from its events where the cache has none that can be used."""
        for by, state in connection.execute(queries.STATE, (topic,)).fetchall():
            if memory := self._cached(by, state):
                return memory
        return self._folded(connection, topic)

    def _cached(self, by: str, state: str) -> TopicMemory | None:
        """The memory in a row of the cache; None where it cannot be used."""
        if by != self._rules:
            return None
        try:
            return from_json(state, self.model)
        except ValueError:
            return None

    def _folded(self, connection: Connection, topic: str) -> TopicMemory | None:
        rows = connection.execute(*self._of(topic, queries.EVENTS_OF_TOPIC, ALL)).fetchall()
        return fold(self._events(reversed(rows)), self.model).get(topic)

    def _events(self, rows: Iterable[Sequence[Any]]) -> list[Event]:
        try:
            return all_renamed((event_of(EventRow(*row)) for row in rows), self._names)
        except ValueError as error:
            raise damaged(self.file, str(error), copies.newest(self.file.parent)) from error

    def _drafts(self, rows: Iterable[Sequence[Any]]) -> list[Draft]:
        try:
            return [renamed(draft_of(DraftRow(*row)), self._names) for row in rows]
        except ValueError as error:
            raise damaged(self.file, str(error), copies.newest(self.file.parent)) from error


def _reopened(recall: Recalled) -> Draft:
    """The draft that a recall was before it was recorded."""
    return Draft(
        id=new_id(),
        moment=recall.moment,
        topic=recall.topic,
        phase="check",
        text=recall.text,
        seconds=recall.seconds,
        comfort=recall.comfort,
        paper=recall.paper,
        answers=recall.answers,
        note=recall.note,
        content=recall.content,
        purpose=recall.purpose,
        counted=recall.counted,
    )


def _new_meta(clock: Clock, model: MemoryModel) -> dict[str, str]:
    return {
        "device": str(uuid4()),
        "created": clock.moment().at.isoformat(),
        "scheduler": _scheduler(model),
    }


def _scheduler(model: MemoryModel) -> str:
    return json.dumps({"name": model.name, "parameters": model.parameters})
