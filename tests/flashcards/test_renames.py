"""What happened under earlier names: nothing is lost, and no event is ever changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashcards import doctor
from flashcards.clock import Moment
from flashcards.events import Answer, Draft, Drilled, Read, Recalled
from flashcards.fold import fold
from flashcards.ids import new_id
from flashcards.journal import Journal
from flashcards.markdown import read_topic
from flashcards.memory import SCHEDULER
from flashcards.renames import NO_NAMES, Names, names_of, renamed
from tests.flashcards.cards_on_disk import card
from tests.flashcards.journal_samples import sql

YES, PARTLY, NO = Answer.YES, Answer.PARTLY, Answer.NO
DAY = timedelta(days=1)
START = Moment.of(datetime(2026, 11, 2, 9, tzinfo=UTC))


def at(days: int) -> Moment:
    return Moment.of(START.at + days * DAY)


def recall(topic: str, days: int, **answers: Answer) -> Recalled:
    given = {name.replace("_", "-"): answer for name, answer in answers.items()}
    return Recalled(
        id=new_id(), device="d", moment=at(days), topic=topic, text="t", seconds=9.0, comfort=3,
        paper=False, answers=given, suggested=tuple(given), content="c", scheduler=SCHEDULER,
    )  # fmt: skip


def points(*lines: str) -> str:
    items = "".join(f"- An idea {{#{line}}}\n  - ask: What?\n  - cues: idea\n" for line in lines)
    return f"\n## Key points\n{items}"


def names(*lines: str, name: str = "new", aliases: str = "") -> Names:
    more = f"aliases: [{aliases}]\n" if aliases else ""
    topic, problems = read_topic(card(name, more=more, points=points(*lines)), f"{name}.md", "p")
    assert topic is not None, problems
    return names_of([topic])


def test_without_earlier_names_there_is_nothing_to_do() -> None:
    found = names("one")
    assert not found
    event = recall("p/new", 0, one=YES)
    assert renamed(event, found) is event
    assert Names.from_json("[") == NO_NAMES


def test_names_survive_being_written() -> None:
    found = names("one was=a,b", "two", aliases="old, older")
    assert Names.from_json(found.to_json()) == found
    assert found.earlier("p/new") == ("p/new", "p/old", "p/older")
    assert found.digest != names("one was=a", aliases="old, older").digest


@pytest.mark.parametrize(
    ("lines", "before", "after"),
    [
        (["kept", "b was=a"], {"kept": YES, "a": NO}, {"kept": YES, "b": NO}),
        (["b was=a", "c was=a"], {"a": PARTLY}, {"b": PARTLY, "c": PARTLY}),
        (["c was=a,b"], {"a": YES, "b": PARTLY}, {"c": PARTLY}),
        (["c was=a,b"], {"a": YES}, {"c": YES}),
        (["c was=a,b"], {"a": NO, "c": YES}, {"a": NO, "c": YES}),  # answered by its own name
        (["kept"], {"kept": YES, "gone": NO}, {"kept": YES, "gone": NO}),
    ],
)
def test_points_are_renamed_split_and_joined(
    lines: list[str], before: dict[str, Answer], after: dict[str, Answer]
) -> None:
    event = renamed(recall("p/new", 0, **before), names(*lines))
    assert event.answers == after
    assert set(event.suggested) <= set(after)


def test_a_renamed_topic_keeps_everything(tmp_path: Path) -> None:
    first, second = recall("p/old", 0, a=YES), recall("p/old", 3, a=NO)
    drilled = Drilled(new_id(), "d", at(3), "p/old", "a", YES)
    draft = Draft(new_id(), at(4), "p/old", text="half", answers={"a": YES})
    with Journal.open(tmp_path) as journal:
        for event in (Read(new_id(), "d", at(-1), "p/old"), first, second, drilled):
            journal.record(event)
        journal.save_draft(draft)
        before = journal.memories()["p/old"]
    kept = sql(tmp_path / "journal.sqlite3", "SELECT * FROM events ORDER BY seq")
    found = names("b was=a", aliases="old")
    with Journal.open(tmp_path, names=found) as journal:
        memory = journal.memories()["p/new"]
        assert list(journal.memories()) == ["p/new"]
        assert memory.points["b"] == before.points["a"]
        assert (memory.recalls, memory.last, memory.read_on) == (2, second.moment, before.read_on)
        assert [each.answers for each in journal.attempts("p/new", 9)] == [{"b": NO}, {"b": YES}]
        assert [each.answers for each in journal.attempts("p/new", 1)] == [{"b": NO}]
        assert len(journal.events("p/new")) == 4
        (half,) = journal.drafts("p/new")
        assert (half.topic, half.answers, half.id) == ("p/new", {"b": YES}, draft.id)
        assert journal.draft("p/new", at(4).day) == half
        last = journal.last_drill(at(3).day)
        assert last is not None
        assert (last.topic, last.point) == ("p/new", "b")
    assert sql(tmp_path / "journal.sqlite3", "SELECT * FROM events ORDER BY seq") == kept
    assert doctor.examine(tmp_path).healthy


def test_new_recalls_and_undo_go_on_under_the_new_name(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.record(recall("p/old", 0, a=YES))
    found = names("b was=a", aliases="old")
    with Journal.open(tmp_path, names=found) as journal:
        journal.record(recall("p/new", 5, b=NO))
        assert journal.memories()["p/new"].recalls == 2
        assert journal.memories() == fold(journal.events())
        journal.undo(at(5))
        assert journal.memories()["p/new"].recalls == 1
        undone = journal.undo(at(5))
        assert undone is not None
        assert undone.topic == "p/new"
        assert "p/new" not in journal.memories()
    assert doctor.examine(tmp_path).healthy


def test_who_only_looks_sees_it_as_the_last_writer_did(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.record(recall("p/old", 0, a=YES))
    Journal.open(tmp_path, names=names("b was=a", aliases="old")).close()
    with Journal.open(tmp_path, write=False) as journal:
        assert journal.memories()["p/new"].points.keys() == {"b"}
    with Journal.open(tmp_path) as journal:
        assert journal.memories()["p/new"].points.keys() == {"b"}


def test_who_only_looks_sees_new_names_before_a_writer_does(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.record(recall("p/old", 0, a=YES))
        journal.record(recall("p/other", 0, x=NO))
    found = names("b was=a", aliases="old")
    with Journal.open(tmp_path, write=False, names=found) as journal:
        memories = journal.memories()
        assert memories.keys() == {"p/new", "p/other"}
        assert memories["p/new"].points.keys() == {"b"}
        assert [event.topic for event in journal.events()] == ["p/new", "p/other"]
    with Journal.open(tmp_path, names=found) as journal:
        assert journal.memories() == memories


def test_a_name_that_is_given_back_is_the_old_one_again(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.record(recall("p/old", 0, a=YES))
        before = journal.memories()
    Journal.open(tmp_path, names=names("b was=a", aliases="old")).close()
    with Journal.open(tmp_path, names=NO_NAMES) as journal:
        assert journal.memories() == before


def test_a_meddled_list_of_names_keeps_nothing_from_opening(tmp_path: Path) -> None:
    with Journal.open(tmp_path, names=names("b was=a", aliases="old")) as journal:
        journal.record(recall("p/new", 0, b=YES))
    sql(tmp_path / "journal.sqlite3", "UPDATE meta SET value = 'no list' WHERE key = 'names'")
    with Journal.open(tmp_path) as journal:
        assert journal.memories()["p/new"].points.keys() == {"b"}
