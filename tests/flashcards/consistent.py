"""What holds for every plan, whatever happened before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.fold import TopicMemory
from flashcards.schedule import Kind, Pace, State, plan, statuses


def assert_consistent(
    topics: Sequence[Topic], memories: Mapping[str, TopicMemory], pace: Pace, now: Moment
) -> None:
    """Check a plan and its statuses against each other and against the rules."""
    plans = plan(topics, memories, pace, now)
    found = {status.topic: status for status in statuses(topics, memories, pace, now)}
    planned = [task.topic for task in (*plans.today, *plans.later)]
    coming = [entry.topic for entry in plans.upcoming]
    assert len({*planned, *coming}) == len(planned) + len(coming), "no topic twice"
    assert {key for key, memory in memories.items() if memory.recalls} <= {*planned, *coming}

    for task in (*plans.today, *plans.later):
        memory = memories.get(task.topic, TopicMemory())
        assert (task.kind is Kind.DUE) == (memory.recalls > 0) == (task.mean_r is not None)
        assert task.why
        assert task.minutes > 0
        if memory.last is not None:
            assert memory.last.day < now.day, "nothing is due on its own study day"
            assert (now.at - memory.last.at).total_seconds() >= 6 * 3600
        assert memory.reread_on != now.day or memory.recalls

    met_today = [
        key for key, memory in memories.items() if now.day == (memory.read_on or memory.first_day)
    ]
    never_met = [t for t in plans.today if found[t.topic].state is State.NEW]
    assert len(never_met) <= max(0, pace.new_per_day - len(met_today))

    for key, day in plans.upcoming:
        last = memories[key].last
        assert last is not None
        assert day >= now.day
        assert day > last.day
        assert found[key].due_day == day
        assert found[key].state is State.LATER
    assert list(coming) == [key for key, _ in sorted(plans.upcoming, key=lambda entry: entry[1])]
    for key, status in found.items():
        assert (status.state is State.DUE) == (
            key in {t.topic for t in plans.today if t.kind is Kind.DUE}
        )
        assert (status.state is State.CAN_WAIT) == (key in {t.topic for t in plans.later})
