"""Whole lives of a student: days, answers, undos, travel and clocks set wrong, in any order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from flashcards.cards import KeyPoint
from flashcards.clock import Moment
from flashcards.due import due_day, preview, stand
from flashcards.events import Answer, Drilled, Event, Read, Recalled
from flashcards.fold import TopicMemory, apply, counts, fold, from_json, standing, to_json
from flashcards.schedule import Pace, plan
from tests.flashcards.consistent import assert_consistent
from tests.flashcards.histories import POINTS, read, recall, topic, undo

TOPICS = st.integers(0, 4)
GIVEN = st.lists(st.sampled_from(Answer), min_size=len(POINTS), max_size=len(POINTS))


class Student(RuleBasedStateMachine):
    """The journal is a list of events; beside it a cache is kept up as the program does."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.cache: dict[str, TopicMemory] = {}
        self.topics = [topic(f"t{n}", "abcdef", (f"t{n - 1}",) if n else ()) for n in range(5)]
        self.pace = Pace()
        self.offset = 60
        self.now = datetime(2028, 2, 27, 19, tzinfo=UTC)

    # -- the clock -------------------------------------------------------------------------------

    @property
    def moment(self) -> Moment:
        return Moment.of(self.now.astimezone(timezone(timedelta(minutes=self.offset))))

    @rule(hours=st.floats(0, 30))
    def wait(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule(count=st.integers(1, 400))
    def stay_away(self, count: int) -> None:
        self.now += timedelta(days=count)

    @rule(offset=st.sampled_from([-600, -300, 0, 60, 120, 330, 840]))
    def travel(self, offset: int) -> None:
        self.offset = offset

    @rule(hours=st.floats(0.1, 24 * 40))
    def set_the_clock_back(self, hours: float) -> None:
        self.now -= timedelta(hours=hours)

    # -- what she does ---------------------------------------------------------------------------

    def happens(self, event: Recalled | Read | Drilled) -> None:
        self.events.append(event)
        self.cache[event.topic] = apply(self.cache.get(event.topic), event)

    def recalls(self, index: int, given: list[Answer]) -> None:
        """She recalls; the day that she was shown beforehand is the day that she gets."""
        card = self.topics[index]
        vector = {point.id: one for point, one in zip(card.key_points, given, strict=False)}
        before = self.cache.get(card.key)
        shown = preview(card, before, vector, self.moment)
        self.happens(recall(f"e{len(self.events)}", self.moment, vector, card.key))
        after = self.cache[card.key]
        assert due_day(card, after, self.moment) == shown
        if counts(before, self.moment):
            assert after.last == self.moment
            assert shown > self.moment.day
            assert not counts(after, self.moment)
        else:
            assert after == before

    @rule(given=GIVEN)
    def follow_the_plan(self, given: list[Answer]) -> None:
        today = plan(self.topics, self.cache, self.pace, self.moment).today
        if today:
            keys = [card.key for card in self.topics]
            self.recalls(keys.index(today[0].topic), given)
            left = plan(self.topics, self.cache, self.pace, self.moment)
            assert today[0].topic not in {t.topic for t in (*left.today, *left.later)}
            assert today[0].topic in left.done_today

    @rule(index=TOPICS, given=GIVEN)
    def recall_any(self, index: int, given: list[Answer]) -> None:
        self.recalls(index, given)

    @rule(index=TOPICS)
    def read(self, index: int) -> None:
        self.happens(read(f"e{len(self.events)}", self.moment, self.topics[index].key))

    @rule(index=TOPICS, point=st.sampled_from(POINTS), given=st.sampled_from(Answer))
    def drill(self, index: int, point: str, given: Answer) -> None:
        key = self.topics[index].key
        before = self.cache.get(key, TopicMemory())
        self.happens(Drilled(f"e{len(self.events)}", "d", self.moment, key, point, given))
        assert self.cache[key] == before

    @precondition(lambda self: self.events)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(self.events))
        self.events.append(undo(f"e{len(self.events)}", event.id, self.moment, event.topic))
        of_topic = [e for e in self.events if e.topic == event.topic]
        self.cache[event.topic] = fold(of_topic).get(event.topic, TopicMemory())

    # -- what the tutor and the settings do --------------------------------------------------------

    @rule(index=TOPICS, points=st.sets(st.sampled_from([*POINTS, "new"]), min_size=1))
    def edit_the_card(self, index: int, points: set[str]) -> None:
        made = tuple(KeyPoint(point, point, point) for point in sorted(points))
        self.topics[index] = replace(self.topics[index], key_points=made)

    @rule(new=st.integers(0, 3), minutes=st.sampled_from([1, 7, 15, 60]))
    def change_the_pace(self, new: int, minutes: int) -> None:
        self.pace = Pace(new, minutes)

    # -- what always holds -------------------------------------------------------------------------

    @invariant()
    def the_plan_is_consistent(self) -> None:
        assert_consistent(self.topics, self.cache, self.pace, self.moment)

    @invariant()
    def the_cache_is_the_journal(self) -> None:
        folded = fold(self.events)
        for key, memory in self.cache.items():
            assert memory == folded.get(key, TopicMemory())
            assert from_json(to_json(memory)) == memory

    @invariant()
    def no_day_is_lost_and_none_counts_twice(self) -> None:
        for card in self.topics:
            counted = self.counted(card.key)
            memory = self.cache.get(card.key, TopicMemory())
            assert memory.recalls == len(counted)
            assert memory.last == (counted[-1].moment if counted else None)
            for before, after in pairwise(counted):
                assert before.moment.day < after.moment.day
                assert (after.moment.at - before.moment.at) >= timedelta(hours=6)
            for id_, point in memory.points.items():
                last = [event for event in counted if id_ in event.answers][-1]
                assert point.last_day == last.moment.day
                assert point.last_answer is last.answers[id_]
                assert point.secure == secure(counted, id_)

    @invariant()
    def the_due_day_is_when_it_becomes_due(self) -> None:
        for card in self.topics:
            memory = self.cache.get(card.key)
            day = due_day(card, memory, self.moment)
            if memory is not None and memory.last is not None:
                assert day is not None
                evening = max(at_the_end_of(day).at, memory.last.at + timedelta(hours=6))
                assert stand(card, memory, Moment(evening, 0, day)).due

    def counted(self, key: str) -> list[Recalled]:
        """The recalls that should have counted, found the slow and simple way."""
        found: list[Recalled] = []
        read_on: date | None = None
        for event in standing(self.events):
            if event.topic != key:
                continue
            if isinstance(event, Read):
                read_on = None if found else event.moment.day
            elif isinstance(event, Recalled) and event.moment.day != read_on:
                gap = event.moment.at - found[-1].moment.at if found else timedelta.max
                later = not found or event.moment.day > found[-1].moment.day
                if later and gap >= timedelta(hours=6):
                    found.append(event)
        return found


def at_the_end_of(day: date) -> Moment:
    """23:59 UTC on a day."""
    return Moment(datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC), 0, day)


def secure(counted: list[Recalled], point: str) -> int:
    """Separate study days with a yes since the last miss, at most three."""
    given = [event.answers[point] for event in counted if point in event.answers]
    since = given[len(given) - given[::-1].index(Answer.NO) :] if Answer.NO in given else given
    return min(3, since.count(Answer.YES))


TestStudent = Student.TestCase
TestStudent.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
