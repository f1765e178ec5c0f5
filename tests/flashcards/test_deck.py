"""A course folder as it is studied: order, prerequisites, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

import flashcards.bundled
from flashcards.bundled import PACK, bundled_topics
from flashcards.deck import Deck, bundled_content, load_deck
from flashcards.problems import Severity
from tests.flashcards.cards_on_disk import card, course, write


def ids(deck: Deck) -> list[str]:
    return [topic.id for topic in deck.topics]


def test_the_course_decides_the_order_then_prerequisites_then_the_alphabet(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": course("c", "a"),
            "topics/a.md": card("a"),
            "topics/b.md": card("b", more="after: [z]\n"),
            "topics/c.md": card("c", more="after: [a]\n"),
            "topics/d.md": card("d"),
            "topics/z.md": card("z", more="after: [c]\n"),
        },
    )
    deck = load_deck(tmp_path)
    assert ids(deck) == ["c", "a", "d", "z", "b"]
    assert (deck.pack, deck.title, deck.opening) == ("pack", "A course", "Welcome.")


def test_a_folder_without_a_course_file_is_a_course_all_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "My Course", {"topics/a.md": card(), "topics/notes.txt": "No card."})
    deck = load_deck(folder)
    assert ids(deck) == ["a"]
    assert (deck.pack, deck.title) == ("my-course", "my-course")
    assert [problem.code for problem in deck.problems] == ["no-course-file"]


def test_what_editors_and_systems_leave_behind_is_no_card(tmp_path: Path) -> None:
    write(tmp_path, {"topics/a.md": card(), "topics/.#a.md": "x", "topics/._a.md": b"\x00"})
    write(tmp_path, {"topics/a.md~": "x", "topics/a.md.bak": "x", "topics/B.MD": card("b")})
    assert ids(load_deck(tmp_path)) == ["a", "b"]


def test_lookup_by_id_and_by_key(tmp_path: Path) -> None:
    write(tmp_path, {"course.md": course("a"), "topics/a.md": card()})
    deck = load_deck(tmp_path)
    topic = deck.topic("a")
    assert topic
    assert deck.topic("pack/a") is topic
    assert deck.topic(topic.key) is topic
    for name in ("b", "other/a", "/a", "", "pack/"):
        assert deck.topic(name) is None


def test_what_builds_on_what(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": course("a", "b", "c"),
            "topics/a.md": card(),
            "topics/b.md": card("b", more="after: [a]\n"),
            "topics/c.md": card("c", more="after: [b, gone, a]\n"),
        },
    )
    deck = load_deck(tmp_path)
    a, b, c = deck.topics
    assert deck.prerequisites(c) == (b, a)
    assert deck.prerequisites(a) == ()
    assert deck.dependants(a) == (b, c)
    assert deck.dependants(c) == ()
    assert [deck.depth(topic) for topic in deck.topics] == [0, 1, 2]


def test_a_broken_card_keeps_no_other_from_being_studied(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": course("a", "b", "c", "d"),
            "topics/a.md": card("a", "The first", body="A <b>.\n"),
            "topics/b.md": card("b", more="after: [a]\n"),
            "topics/c.md": b"\x00\x00",
            "topics/d.md": card("d", more="after: [c, gone]\n"),
        },
    )
    deck = load_deck(tmp_path)
    assert ids(deck) == ["b", "d"]
    assert deck.prerequisites(deck.topics[0]) == ()
    first, second = deck.broken
    assert (first.id, first.title, Path(first.file).name) == ("a", "The first", "a.md")
    assert [problem.code for problem in first.problems] == ["raw-html"]
    assert (second.id, second.title, Path(second.file).name) == ("", "", "c.md")
    assert [problem.code for problem in second.problems] == ["binary-file"]
    assert [(Path(p.file).name, p.code) for p in deck.problems] == [
        ("a.md", "raw-html"),
        ("c.md", "binary-file"),
        ("d.md", "unknown-prerequisite"),
        ("d.md", "unknown-prerequisite"),
    ]
    assert "c.md is there" in deck.problems[2].message


def test_a_circle_keeps_nothing_from_being_studied(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": course("b", "a"),
            "topics/a.md": card("a", more="after: [b]\n"),
            "topics/b.md": card("b", more="after: [a]\n"),
        },
    )
    deck = load_deck(tmp_path)
    assert ids(deck) == ["b", "a"]
    assert deck.broken == ()
    assert [p.code for p in deck.problems if p.severity is Severity.ERROR] == ["cycle"]
    assert {deck.depth(topic) for topic in deck.topics} == {0, 1}


def test_of_two_topics_with_one_id_the_one_named_after_it_is_studied(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": course("b"),
            "topics/a.md": card("b", "A copy"),
            "topics/b.md": card("b", "The one"),
            "topics/c.md": card("b", "Another", body="A <b>.\n"),
        },
    )
    deck = load_deck(tmp_path)
    assert [topic.title for topic in deck.topics] == ["The one"]
    assert [broken.title for broken in deck.broken] == ["A copy", "Another"]
    assert all(any(p.code == "duplicate-id" for p in b.problems) for b in deck.broken)


def test_folders_that_are_none(tmp_path: Path) -> None:
    write(tmp_path, {"file": "x", "topics-is-a-file/topics": "x"})
    for name, code in [
        ("gone", "no-such-path"),
        ("file", "no-such-path"),
        (".", "no-topics"),
        ("topics-is-a-file", "unreadable-file"),
    ]:
        deck = load_deck(tmp_path / name)
        assert deck.topics == ()
        assert [problem.code for problem in deck.problems] == [code]


def test_a_broken_course_file_keeps_no_topic_from_being_studied(tmp_path: Path) -> None:
    write(tmp_path, {"course.md": b"\xff\xfe\x00", "topics/a.md": card()})
    deck = load_deck(tmp_path)
    assert ids(deck) == ["a"]
    assert [problem.code for problem in deck.problems] == ["bad-encoding"]


def test_the_bundled_course_is_found_wherever_the_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"content/topics/a.md": card(), "topics/a.md": card()})
    monkeypatch.chdir(tmp_path)
    assert tmp_path not in bundled_content().parents
    assert (bundled_content() / "topics").is_dir()


def test_the_bundled_course_of_an_installed_package_lies_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"flashcards/bundled.py": "", "content/course.md": "", "elsewhere/x": ""})
    monkeypatch.setattr(flashcards.bundled, "__file__", str(tmp_path / "flashcards/bundled.py"))
    assert bundled_content() == tmp_path / "content"
    write(tmp_path, {"flashcards/_content/course.md": ""})
    assert bundled_content() == tmp_path / "flashcards/_content"


def test_a_course_file_without_a_list_leaves_the_order_to_the_prerequisites(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": "---\npack: pack\ntitle: A course\n---\n",
            "topics/a.md": card("a", more="after: [b]\n"),
            "topics/b.md": card("b"),
        },
    )
    deck = load_deck(tmp_path)
    assert ids(deck) == ["b", "a"]
    assert deck.problems == ()


def test_the_bundled_course_goes_by_its_name_and_files() -> None:
    course = load_deck(bundled_content())
    assert course.pack == PACK
    assert bundled_topics() == {topic.key for topic in course.topics}
