"""Files are mended whole or not at all, and what cannot be is left with a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flashcards.reading import mending
from flashcards.reading.fixing import Fixed
from flashcards.reading.mending import files_of, mend
from tests.flashcards.cards_on_disk import card

BROKEN = card("a", more="after: b\n")
WHOLE = card("a", more="after: [b]\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "topics" / "a.md"
    path.parent.mkdir()
    path.write_text(BROKEN, "utf-8")
    return path


def test_a_file_is_mended_and_keeps_its_permissions(file: Path) -> None:
    file.chmod(0o640)
    done = mend(file)
    assert file.read_text("utf-8") == WHOLE
    assert [change.line for change in done.changes] == [4]
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in file.parent.iterdir()] == ["a.md"]


def test_a_file_that_needs_nothing_is_not_written(file: Path) -> None:
    file.write_text(WHOLE, "utf-8")
    before = file.stat()
    assert mend(file).changes == ()
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_that_may_not_be_written_is_left(file: Path) -> None:
    file.chmod(0o444)
    assert "make it writable" in mend(file).refused
    assert file.read_text("utf-8") == BROKEN


def test_a_link_is_left_and_names_its_file(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(file)
    assert str(file) in mend(link).refused
    assert link.is_symlink()
    assert file.read_text("utf-8") == BROKEN


def test_what_is_no_file_is_left(tmp_path: Path) -> None:
    assert "is not there any more" in mend(tmp_path / "gone.md").refused
    assert "is no file" in mend(tmp_path).refused
    (tmp_path / "large.md").write_bytes(b"x" * 1_000_001)
    assert "larger than any card" in mend(tmp_path / "large.md").refused


@pytest.mark.parametrize("vanishes", [True, False])
def test_a_file_that_changes_meanwhile_is_left(
    file: Path, monkeypatch: pytest.MonkeyPatch, vanishes: bool
) -> None:
    real = mending.fix_topic

    def slow(data: bytes) -> Fixed:
        if vanishes:
            file.unlink()
        else:
            file.write_text("what she wrote just now", "utf-8")
        return real(data)

    monkeypatch.setattr(mending, "fix_topic", slow)
    assert mend(file).refused
    left = [each.read_text("utf-8") for each in file.parent.iterdir()]
    assert left == ([] if vanishes else ["what she wrote just now"])


def test_a_disk_that_fails_leaves_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left" in mend(file).refused
    assert file.read_text("utf-8") == BROKEN
    assert [each.name for each in file.parent.iterdir()] == ["a.md"]


def test_the_files_of_a_course_but_none_of_a_linked_folder(file: Path, tmp_path: Path) -> None:
    (tmp_path / "course.md").write_text("---\npack: p\n---\n", "utf-8")
    assert list(files_of([tmp_path, file])) == [tmp_path / "course.md", file]
    assert list(files_of([file.parent])) == [file]
    other = tmp_path / "other"
    other.mkdir()
    (other / "topics").symlink_to(file.parent)
    assert list(files_of([other, tmp_path / "nowhere"])) == []
