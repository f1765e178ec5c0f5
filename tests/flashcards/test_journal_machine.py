"""Anything a learner and her machine may do to a journal, in any order, against a simple model."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from flashcards.doctor import examine
from flashcards.events import Answer, Draft, Drilled, Event, Read, Recalled, Undone
from flashcards.fold import fold, standing
from flashcards.ids import new_id
from flashcards.journal import Journal
from flashcards.store.errors import ReadOnlyError
from tests.flashcards.histories import TODAY, days
from tests.flashcards.journal_samples import ONE, TWO, draft, drilled, evening, read, recalled

topics = st.sampled_from([ONE, TWO])
dates = st.integers(0, 12)
answers = st.dictionaries(st.sampled_from("abc"), st.sampled_from(Answer), min_size=1)


class JournalMachine(RuleBasedStateMachine):
    """The model: a list of events, and a list of drafts in the order of their last save."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.events: list[Event] = []
        self.drafts: list[Draft] = []
        self.journal = Journal.open(self.folder)

    def teardown(self) -> None:
        self.journal.close()
        assert examine(self.folder).healthy
        shutil.rmtree(self.folder)

    # -- what she does

    @rule(topic=topics, day=dates, given=answers)
    def recall(self, topic, day, given):
        self._record(recalled(day, topic, given))

    @precondition(lambda self: self.drafts)
    @rule(given=answers, data=st.data())
    def finish_a_draft(self, given, data):
        begun = data.draw(st.sampled_from(self.drafts))
        event = recalled(0, begun.topic, given, id=begun.id, text=begun.text)
        self._record(replace(event, moment=begun.moment))

    @rule(topic=topics, day=dates)
    def read(self, topic, day):
        self._record(read(day, topic))

    @rule(topic=topics, day=dates)
    def drill(self, topic, day):
        self._record(drilled(day, topic))

    @precondition(lambda self: self.events)
    @rule(data=st.data())
    def record_again(self, data):
        event = data.draw(st.sampled_from(standing(self.events) or [recalled()]))
        if event in self.events:
            self.journal.record(event)

    @rule(day=dates)
    def undo(self, day):
        stands = [e for e in standing(self.events) if isinstance(e, Recalled | Read)]
        undone = self.journal.undo(evening(day))
        assert undone == (stands[-1] if stands else None)
        if undone is None:
            return
        last = self.journal.events(last=1)[0]
        assert isinstance(last, Undone)
        assert (last.undone, last.moment) == (undone.id, evening(day))
        self.events.append(last)
        if isinstance(undone, Recalled):
            reopened = self.journal.draft(undone.topic, undone.moment.day)
            assert reopened is not None
            assert (reopened.phase, reopened.text) == ("check", undone.text)
            assert (reopened.answers, reopened.note) == (undone.answers, undone.note)
            self.drafts.append(reopened)

    @rule(day=dates)
    def undo_drill(self, day):
        stands = standing(self.events)
        answers = [n for n, e in enumerate(stands) if isinstance(e, Recalled | Read)]
        since = stands[answers[-1] + 1 :] if answers else stands
        drills = [e for e in since if isinstance(e, Drilled) and e.moment.day == evening(day).day]
        undone = self.journal.undo_drill(evening(day))
        assert undone == (drills[-1] if drills else None)
        if undone is not None:
            self.events.append(self.journal.events(last=1)[0])

    @rule(topic=topics, day=dates, text=st.text(max_size=5))
    def begin(self, topic, day, text):
        self._save(draft(day, topic, text=text))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), text=st.text(max_size=5), longer=st.integers(-2, 2))
    def write_on(self, data, text, longer):
        begun = data.draw(st.sampled_from(self.drafts))
        self._save(replace(begun, text=text, seconds=max(0.0, begun.seconds + longer)))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data())
    def discard(self, data):
        dropped = data.draw(st.sampled_from(self.drafts))
        self.journal.discard_draft(dropped.id)
        self.drafts.remove(dropped)

    # -- what her machine does

    @rule()
    def start_again(self):
        self.journal.close()
        self.journal = Journal.open(self.folder)

    @rule(event=st.builds(recalled), mark=st.booleans())
    def a_second_window_only_reads(self, event, mark):
        with Journal.open(self.folder, write=mark) as second:
            assert second.read_only
            assert second.memories() == fold(self.events)
            assert second.drafts() == self.drafts[::-1]
            for attempt in (
                lambda: second.record(event),
                lambda: second.undo(evening(0)),
                lambda: second.save_draft(draft()),
            ):
                with pytest.raises(ReadOnlyError):
                    attempt()

    @rule()
    def the_second_window_takes_over(self):
        second = Journal.open(self.folder)
        assert not second.take_over()
        self.journal.close()
        assert second.take_over()
        assert not second.read_only
        self.journal = second

    @rule(day=dates)
    def copy(self, day):
        self.journal.daily_copy(TODAY + days(day))

    # -- what always holds

    @invariant()
    def what_is_shown_follows_from_what_happened(self):
        assert self.journal.events() == self.events
        assert self.journal.memories() == fold(self.events)

    @invariant()
    def no_draft_is_lost(self):
        assert self.journal.drafts() == self.drafts[::-1]
        for each in self.drafts:
            going_on = self.journal.draft(each.topic, each.moment.day)
            same = [
                d for d in self.drafts if (d.topic, d.moment.day) == (each.topic, each.moment.day)
            ]
            assert going_on == same[-1]

    # -- helpers

    def _record(self, event):
        self.journal.record(event)
        self.events.append(event)
        self.drafts = [each for each in self.drafts if each.id != event.id]

    def _save(self, saved):
        self.journal.save_draft(saved)
        before = next((each for each in self.drafts if each.id == saved.id), None)
        if before is None or before.seconds <= saved.seconds:
            self.drafts = [*(each for each in self.drafts if each.id != saved.id), saved]


JournalMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestJournalMachine = JournalMachine.TestCase


@st.composite
def histories(draw):
    """Events of two topics in any order, with undos of some that came before."""
    events: list[Event] = []
    for _ in range(draw(st.integers(0, 12))):
        topic, day = draw(topics), draw(dates)
        stands = [e for e in standing(events) if isinstance(e, Recalled | Read)]
        kind = draw(st.sampled_from(["recall", "recall", "read", "drill", "undo"]))
        if kind == "undo" and stands:
            named = draw(st.sampled_from(stands))
            events.append(Undone(new_id(), "d", evening(day), named.topic, named.id))
        elif kind == "read":
            events.append(read(day, topic))
        elif kind == "drill":
            events.append(drilled(day, topic))
        else:
            events.append(recalled(day, topic, draw(answers)))
    return events


@given(histories(), st.data())
@settings(max_examples=20, deadline=None)
def test_what_is_shown_is_a_function_of_the_events_alone(events, data):
    """However they came in: all at once, in two parts, or some of them one by one."""
    cut = data.draw(st.integers(0, len(events)))
    with tempfile.TemporaryDirectory() as folder:
        ways = []
        for name in ("at once", "in two parts", "one by one"):
            with Journal.open(Path(folder, name)) as journal:
                if name == "at once":
                    journal.extend(events)
                elif name == "in two parts":
                    journal.extend(events[:cut])
                    journal.extend(events)
                else:
                    for event in events:
                        if isinstance(event, Undone):
                            journal.extend([event])
                        else:
                            journal.record(event)
                ways.append(journal.memories())
        assert ways == [fold(events)] * 3
