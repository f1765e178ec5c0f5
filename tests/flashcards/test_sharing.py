"""What a student gives away: what she was told, and nothing besides."""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashcards import sharing
from flashcards.clock import Moment
from flashcards.events import Answer, Drilled, Event, Purpose, Read, Recalled, Undone
from flashcards.ids import new_id
from flashcards.memory import SCHEDULER
from flashcards.sharing import ShareError, contents, encoded, pseudonym, read, shared

START = datetime(2026, 3, 5, 9, tzinfo=UTC)


def at(days: int) -> Moment:
    return Moment.of(START + timedelta(days=days))


def recall(topic: str, days: int, purpose: Purpose = Purpose.STUDY) -> Recalled:
    return Recalled(
        id=new_id(), device="DEVICE", moment=at(days), topic=topic, text="SECRET TEXT",
        seconds=93.4, comfort=4, paper=False, answers={"a": Answer.YES, "b": Answer.NO},
        note="SECRET NOTE", content="c", scheduler=SCHEDULER, purpose=purpose,
        counted=purpose is Purpose.STUDY,
    )  # fmt: skip


def journal() -> list[Event]:
    gone = recall("p/x", 1)
    return [
        Read(new_id(), "DEVICE", at(-1), "p/one"),
        recall("p/one", 2),
        gone,
        Undone(new_id(), "DEVICE", at(2), gone.topic, gone.id),
        Drilled(new_id(), "DEVICE", at(2), "p/one", "b", Answer.YES),
        recall("p/two", 9, Purpose.CRAM),
    ]


def test_recalls_are_given_without_dates_and_texts() -> None:
    given = shared(journal(), "s")
    assert [(one.day, one.topic, one.seconds, one.comfort) for one in given.recalls] == [
        (0, "p/one", 93.0, 4),
        (7, "p/two", 93.0, 4),
    ]
    assert (given.recalls[1].purpose, given.recalls[1].counted) == (Purpose.CRAM, False)
    raw = encoded(given).decode()
    assert not any(word in raw for word in ("SECRET", "DEVICE", "2026", "p/x", SCHEDULER))
    told = " ".join(" ".join(contents(given)).split())
    assert "2 recalls (1 while cramming) of 2 topics from the pack p:" in told
    assert "It does not hold what you wrote, your notes, your name, dates" in told


def test_days_are_counted_from_her_first_recall_also_of_some_topics() -> None:
    given = shared(journal(), "s", topics=["p/two"])
    assert [(one.day, one.topic) for one in given.recalls] == [(7, "p/two")]


def test_texts_go_with_it_only_when_she_says_so() -> None:
    given = shared(journal(), "s", texts=True, topics=["p/one"])
    assert [(one.topic, one.text, one.note) for one in given.recalls] == [
        ("p/one", "SECRET TEXT", "SECRET NOTE")
    ]
    told = " ".join(contents(given))
    assert "everything that you wrote" in told
    assert "does not hold your name, dates" in told
    assert "your name" not in " ".join(contents(given, named=True))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    given = shared(journal(), "s", texts=True)
    (tmp_path / "s.json").write_bytes(encoded(given))
    assert read(tmp_path / "s.json") == given


def test_the_pseudonym_is_random_and_stays(tmp_path: Path) -> None:
    first = pseudonym(tmp_path / "one")
    assert pseudonym(tmp_path / "one") == first
    assert pseudonym(tmp_path / "two") != first
    (tmp_path / "one" / sharing.NAME_FILE).write_text('{"student": "\\u001b[31m"}')
    assert pseudonym(tmp_path / "one").isprintable()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "else"}, "is no file"),
        ({"format": 2}, "another version"),
        ({"format": 2, "more": 1, "recalls": {}}, "another version"),
        ({"student": ""}, "names no student"),
        ({"student": "\x1b[31m"}, "names no student"),
        ({"student": "a\u202eb"}, "names no student"),
        ({"student": "a\nb"}, "names no student"),
        ({"more": 1}, "is no file"),
        ({"recalls": [{"day": 0, "topic": "\x1b]0;x", "answers": {}}]}, "as no card does"),
        ({"recalls": [{"day": 0, "topic": "p/a", "answers": {"x" * 300: "yes"}}]}, "as no card"),
        ({"recalls": [{"day": 0, "topic": "p/<b>", "answers": {}}]}, "as no card"),
        ({"recalls": [{"day": 0, "topic": "a", "answers": {}}]}, "as no card"),
        ({"recalls": [{"day": 0, "topic": "p/a", "answers": {"[x](y)": "no"}}]}, "as no card"),
        ({"recalls": [{"day": -1, "topic": "p/a", "answers": {}}]}, "cannot be"),
        ({"recalls": [{"day": 0, "topic": "p/a", "answers": {}, "comfort": 9}]}, "cannot be"),
        ({"recalls": [{"day": 0, "topic": "p/a", "answers": {"a": "maybe"}}]}, "is no file"),
    ],
)
def test_what_no_journal_gives_is_not_taken(
    tmp_path: Path, change: dict[str, object], why: str
) -> None:
    raw = json.loads(encoded(shared(journal(), "s")))
    (tmp_path / "s.json").write_text(json.dumps(raw | change))
    with pytest.raises(ShareError, match=why):
        read(tmp_path / "s.json")


def test_any_bytes_are_a_file_or_a_sentence(tmp_path: Path) -> None:
    raw, rng = encoded(shared(journal(), "s")), random.Random(3)
    path = tmp_path / "s.json"
    for _ in range(300):
        broken = bytearray(raw)
        for _ in range(rng.randint(1, 5)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        path.write_bytes(broken[: rng.choice([None, rng.randrange(len(broken))])])
        try:
            read(path)
        except ShareError as error:
            assert str(error)  # noqa: PT017
    path.write_text("[" * 100_000)
    with pytest.raises(ShareError):
        read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_what_is_no_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    for path in (tmp_path, tmp_path / "pipe.json", Path("/dev/zero")):
        with pytest.raises(ShareError, match="is no file"):
            read(path)
    with pytest.raises(ShareError, match="cannot be read"):
        read(tmp_path / "none.json")


def test_a_file_cannot_hold_more_points_than_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s.json").write_bytes(encoded(shared(journal(), "s")))
    monkeypatch.setattr(sharing, "MAX_ALL_POINTS", 4)
    assert read(tmp_path / "s.json").student == "s"
    monkeypatch.setattr(sharing, "MAX_ALL_POINTS", 3)
    with pytest.raises(ShareError, match="more key points than"):
        read(tmp_path / "s.json")


def test_a_file_without_end_is_not_read_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MAX_BYTES", 100)
    (tmp_path / "s.json").write_bytes(b" " * 101)
    with pytest.raises(ShareError, match="larger than any"):
        read(tmp_path / "s.json")
