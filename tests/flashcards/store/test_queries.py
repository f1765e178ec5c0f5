"""However long the journal, what a screen asks of it is found through an index."""

from __future__ import annotations

import pytest

from flashcards.journal import Journal
from flashcards.store import queries
from flashcards.store.storage import Storage
from tests.benchmarks.make_journal import make
from tests.flashcards.journal_samples import sql

TOPICS = {f"course/{name}": ["a", "b", "c"] for name in ("one", "two", "three")}

# Name of the query, its values, and the index that leads to its rows.
FOUND = {
    "EVENTS": ((5,), ""),  # backwards along the running number, up to the limit
    "EVENTS_OF_TOPIC": (("course/one", 5), "INDEX events_topic (topic=?)"),
    "EVENTS_OF_DAY": (("2026-11-01",), "INDEX events_day (day=?)"),
    "RECALLS_OF_TOPIC": (("course/one", 2), "INDEX events_recalled (topic=?)"),
    "RECALLS": ((5,), "INDEX events_answer"),
    "LAST_ANSWER": ((), "INDEX events_answer"),
    "HAS_EVENT": (("id",), "INDEX sqlite_autoindex_events_1 (id=?)"),
    "STATE": (("t",), "INDEX sqlite_autoindex_topic_state_1 (topic=?)"),
}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return make(tmp_path_factory.mktemp("long"), TOPICS, 400)


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found_through_an_index_and_never_sorted(file, name):
    values, index = FOUND[name]
    steps = [row[3] for row in sql(file, f"EXPLAIN QUERY PLAN {getattr(queries, name)}", *values)]
    assert steps[0].endswith(index)
    assert ("INDEX" in steps[0]) == bool(index)
    assert not any("B-TREE" in step for step in steps)
    undos = [step for step in steps if " u " in step]
    assert all("events_undoes (undoes=?)" in step for step in undos)
    assert bool(undos) == ("undoes = e.id" in getattr(queries, name))


def test_nothing_that_grows_with_the_events_is_read_at_the_start(file, monkeypatch):
    asked: list[str] = []
    rows = Storage.rows

    def listen(storage, query, values=()):
        asked.append(query)
        return rows(storage, query, values)

    monkeypatch.setattr(Storage, "rows", listen)
    with Journal.open(file.parent) as journal:
        journal.memories()
        journal.last_moment()
    meta = queries.META
    assert asked == [meta, queries.OTHER_RULES, meta, queries.STATES, queries.EVENTS]


def test_the_same_seed_makes_the_same_long_journal(file, tmp_path):
    make(tmp_path, TOPICS, 400)
    with (
        Journal.open(file.parent, write=False) as one,
        Journal.open(tmp_path, write=False) as other,
    ):
        assert len(one.events()) == 400
        assert one.events() == other.events()
        assert one.memories() == other.memories()
