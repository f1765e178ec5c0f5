"""What has become other in the cards: counted by id, and told once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flashcards.changes import FILE, Change, Notes, compare, look, read, seen_of
from flashcards.deck import load_deck
from tests.flashcards.cards_on_disk import card, course, write

DAY, LATER = date(2026, 11, 2), date(2026, 11, 9)


def points(**texts: str) -> str:
    items = "".join(
        f"- {text} {{#{name.replace('_was_', ' was=')}}}\n  - ask: What?\n  - cues: idea\n"
        for name, text in texts.items()
    )
    return f"\n## Key points\n{items}"


def deck(folder: Path, *, listed: str = "a", **cards: str):
    files = {"course.md": course(*listed.split())}
    write(folder, files | {f"topics/{name}.md": text for name, text in cards.items()})
    found = load_deck(folder)
    assert not found.problems, found.problems
    return found


def test_every_kind_of_change(tmp_path: Path) -> None:
    before = deck(
        tmp_path / "1",
        listed="a b c",
        a=card("a", points=points(kept="One", other="Two", gone="Three", x="Four")),
        b=card("b"),
        c=card("c"),
    )
    after = deck(
        tmp_path / "2",
        listed="a d e",
        a=card("a", points=points(kept="One", other="Two, but better", y_was_x="Four", new="New")),
        d=card("d", more="aliases: [c]\n"),
        e=card("e"),
    )
    (change,) = compare(seen_of(before.topics), after.topics)
    assert change == Change(
        pack="pack",
        added=("pack/e",),
        removed=("pack/b",),
        renamed=(("pack/c", "pack/d"),),
        new_points=(("pack/a", "new"),),
        gone_points=(("pack/a", "gone"),),
        reworded=(("pack/a", "other"),),
    )
    assert change.words == (
        "1 topic new, 1 topic gone, 1 topic renamed, 1 key point new, 1 key point gone, "
        "1 key point reworded"
    )


def test_a_change_is_told_once_and_its_day_is_kept(tmp_path: Path) -> None:
    first = deck(tmp_path / "1", a=card("a", points=points(one="An idea", two="Another")))
    notes, changes = look(tmp_path, first, DAY, keep=True)
    assert (changes, notes.reworded) == ((), {})
    second = deck(tmp_path / "2", a=card("a", points=points(one="An idea", two="Other words")))
    assert look(tmp_path, second, LATER, keep=False)[1]
    notes, changes = look(tmp_path, second, LATER, keep=True)
    assert [change.words for change in changes] == ["1 key point reworded"]
    assert notes.reworded == {"pack/a": {"two": LATER}}
    assert look(tmp_path, second, LATER, keep=True) == (notes, ())


def test_a_pack_that_is_away_is_remembered(tmp_path: Path) -> None:
    one = deck(tmp_path / "1", a=card("a"))
    look(tmp_path, one, DAY, keep=True)
    other = load_deck(write(tmp_path / "2", {
        "course.md": course("b").replace("pack: pack", "pack: other"), "topics/b.md": card("b"),
    }))  # fmt: skip
    assert look(tmp_path, other, DAY, keep=True)[1] == ()
    assert read(tmp_path).seen.keys() == {"pack/a", "other/b"}
    assert look(tmp_path, one, DAY, keep=True)[1] == ()


@pytest.mark.parametrize("text", ["", "[", "[1, 2]", '[1, {"a": 3}, {}]', "[9, {}, {}]", "\0"])
def test_notes_that_cannot_be_read_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert read(tmp_path) == Notes()
    assert look(tmp_path, deck(tmp_path / "1", a=card("a")), DAY, keep=True)[1] == ()
    assert read(tmp_path).seen.keys() == {"pack/a"}


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    found = deck(tmp_path / "1", a=card("a"))
    notes, _ = look(tmp_path / "nowhere", found, DAY, keep=True)
    assert notes.seen.keys() == {"pack/a"}
