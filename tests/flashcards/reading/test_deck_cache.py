"""A deck from the cache equals one that is read anew, and a bad cache is no cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.deck import Deck, bundled_content, load_deck
from flashcards.reading import course as course_module
from flashcards.reading import deck_cache
from flashcards.reading.characters import FORBIDDEN
from tests.flashcards.cards_on_disk import POINTS, card, course, write
from tests.flashcards.test_markdown import WHOLE, strings

FILES = {
    "course.md": course("icc", "b", more="licence: CC0\n"),
    "topics/icc.md": WHOLE,
    "topics/b.md": card("b", body="A <b>, \\ud800 and \\\\beta: $\\beta \\rho \\upsilon$.\n"),
    "topics/c.md": card("c", body='Tab\there, "quotes", \\backslash, $\\upsilon$, é, 🙂.\n'),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "course", FILES)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "not" / "there"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read, as they are read."""
    found: list[Path] = []
    read = course_module.read_deck

    def counted(folder: Path, focus: str = "") -> Deck:
        found.append(folder)
        return read(folder, focus)

    monkeypatch.setattr(course_module, "read_deck", counted)
    return found


def kept(cache: Path) -> Path:
    [file] = cache.iterdir()
    return file


def test_a_hit_is_the_same_deck(folder: Path, cache: Path, readings: list[Path]) -> None:
    plain = load_deck(folder)
    first = load_deck(folder, cache)
    second = load_deck(folder, cache)
    assert plain == first == second
    assert len(readings) == 2
    assert second.broken
    assert second.problems
    assert second.topics[0].minutes == 2.5
    assert second.topics[0].key_points[0].cues[1][1].formula


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "topics/c.md").write_text(card("c", "Longer title"), "utf-8"),
        lambda folder: os.utime(folder / "topics/c.md", ns=(1, 1)),
        lambda folder: (folder / "topics/c.md").unlink(),
        lambda folder: write(folder, {"topics/d.md": card("d")}),
        lambda folder: (folder / "topics/c.md").rename(folder / "topics/cc.md"),
        lambda folder: (folder / "course.md").unlink(),
    ],
    ids=["size", "time", "gone", "new", "name", "course"],
)
def test_any_change_of_the_files_is_seen(
    folder: Path, cache: Path, readings: list[Path], change: Callable[[Path], Any]
) -> None:
    load_deck(folder, cache)
    change(folder)
    assert load_deck(folder, cache) == load_deck(folder)
    assert len(readings) == 3


def test_another_version_of_the_program_reads_anew(
    folder: Path, cache: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_deck(folder, cache)
    monkeypatch.setattr(deck_cache, "__version__", "99")
    load_deck(folder, cache)
    monkeypatch.setattr(deck_cache, "FORMAT", 99)
    load_deck(folder, cache)
    assert len(readings) == 3


def test_two_courses_do_not_get_in_each_others_way(
    folder: Path, cache: Path, tmp_path: Path, readings: list[Path]
) -> None:
    other = write(tmp_path / "other", {"topics/a.md": card()})
    for _ in range(2):
        assert len(load_deck(folder, cache).topics) == 2
        assert len(load_deck(other, cache).topics) == 1
    assert len(readings) == 2


def test_files_are_named_as_the_person_names_them(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_deck(folder, cache)
    monkeypatch.chdir(folder.parent)
    deck = load_deck(Path("course"), cache)
    assert deck.topics[0].file == str(Path("course/topics/icc.md"))
    assert load_deck(Path("course"), cache) == deck


def test_what_may_pass_by_itself_is_not_kept(folder: Path, cache: Path) -> None:
    (folder / "topics/x.md").symlink_to(folder / "gone.md")
    load_deck(folder, cache)
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_no_matter(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "a file"
    cache.write_text("", "utf-8")
    assert load_deck(folder, cache) == load_deck(folder)
    assert cache.read_text("utf-8") == ""


def test_a_cache_that_is_a_folder_is_no_matter(folder: Path, cache: Path) -> None:
    load_deck(folder, cache)
    file = kept(cache)
    file.unlink()
    file.mkdir()
    assert load_deck(folder, cache) == load_deck(folder)
    assert [path.name for path in cache.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00", b"\xff\xfe", b"{}", b"[]", b"null", b"[1,2]", b"[[],[]]", b"[" * 100_000,
        b"9" * 10_000, b'{"a":' * 10_000, b"[1", b"NaN",
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_is_no_cache(
    folder: Path, cache: Path, readings: list[Path], content: bytes
) -> None:
    deck = load_deck(folder, cache)
    kept(cache).write_bytes(content)
    assert load_deck(folder, cache) == deck
    assert load_deck(folder, cache) == deck
    assert len(readings) == 2  # and it was written again


def damage(value: Any, path: list[int], new: Any) -> Any:
    """A copy of nested lists with the value at a path (as far as it goes) replaced."""
    if not path or not isinstance(value, list) or not value:
        return new
    at = path[0] % len(value)
    return [*value[:at], damage(value[at], path[1:], new), *value[at + 1 :]]


STRINGS = ["", "x", "\x1b[31m", "a\u202eb"]
ODD = st.sampled_from([None, True, -1, 1 << 70, 1.5, float("inf"), [], [[]], {}, STRINGS, *STRINGS])


@given(path=st.lists(st.integers(0, 30), min_size=1, max_size=8), new=ODD)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_cache_that_someone_has_changed_harms_nothing(
    folder: Path, cache: Path, path: list[int], new: Any
) -> None:
    load_deck(folder, cache)
    file = kept(cache)
    whole = file.read_text("utf-8")
    key, deck = json.loads(whole)
    for escaped in (True, False):
        text = json.dumps([key, damage(deck, path, new)], ensure_ascii=escaped)
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        read = load_deck(folder, cache)
        for shown in strings(read):
            assert not FORBIDDEN.search(shown)
        for topic in read.topics:
            assert topic.key_points
            assert read.depth(topic) >= 0
            assert read.topic(topic.key) is topic
    file.write_text(whole, "utf-8")


def test_a_hit_needs_no_parser(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from flashcards.deck import bundled_content, load_deck\n"
        "deck = load_deck(bundled_content(), pathlib.Path(sys.argv[1]))\n"
        "heavy = {'markdown_it', 'mdit_py_plugins', 'yaml', 'difflib'}\n"
        "heavy |= {'flashcards.reading.course'}\n"
        "print(len(deck.topics), sorted(heavy & sys.modules.keys()))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    outputs = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    count = len(load_deck(bundled_content()).topics)
    assert "'markdown_it'" in outputs[0]
    assert outputs[1] == f"{count} []"


def test_points_without_cues_survive(tmp_path: Path) -> None:
    text = card(points=POINTS.replace("idea, thought; one", "`a|b`"))
    folder = write(tmp_path / "course", {"topics/a.md": text})
    assert load_deck(folder, tmp_path) == load_deck(folder, tmp_path)
