"""A file that is being written: which line of it is shown by what."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashcards.previewing import recall_beside, stamp, view

SOURCE = """\
---
id: t
title: T
---

First paragraph,
which goes on.

- one
- two

$$
x
$$
<!-- a comment
-->
```live
data: caffeine
```

## Key points
- One {#one}
  - ask: What?
  - cues: word
- Two {#two}
  - ask: Which?
  - cues: word
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "t.md"
    path.write_text(SOURCE, "utf-8")
    return path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_line_of_the_body_has_its_block(file: Path, newline: str) -> None:
    file.write_bytes(SOURCE.replace("\n", newline).encode())
    seen = view(file)
    assert seen.whole
    lines = SOURCE.split("\n")
    found = {lines[n - 1]: seen.block_at(n) for n in range(1, len(lines)) if lines[n - 1]}
    assert [found[line] for line in ("First paragraph,", "which goes on.", "- one", "- two", "$$",
                                     "x", "```live", "data: caffeine")] == [
        0, 0, 1, 1, 2, 2, 3, 3,
    ]  # fmt: skip
    assert found["id: t"] is None
    assert found["## Key points"] is None
    assert found["- One {#one}"] is None


def test_every_line_of_a_point_has_its_point(file: Path) -> None:
    seen = view(file)
    start = seen.lines.index("- One {#one}") + 1
    assert [seen.point_at(start + n) for n in range(-1, 6)] == [None, 0, 0, 0, 1, 1, 1]


def test_a_broken_card_has_its_places_too(file: Path) -> None:
    file.write_text(SOURCE.replace("First", r"$\rh$").replace(" {#two}", ""), "utf-8")
    seen = view(file)
    assert not seen.whole
    assert [(p.code, seen.block_at(p.line), seen.point_at(p.line)) for p in seen.problems] == [
        ("maths-unknown", 0, None), ("missing-point-id", None, 1),
    ]  # fmt: skip
    assert seen.line(seen.problems[0].line) == r"$\rh$ paragraph,"


@pytest.mark.parametrize("content", [b"", b"\0", b"\xff\xfe\0", b"---", b"x" * 2_000_000])
def test_anything_can_be_looked_at(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    seen = view(file)
    assert seen.problems
    assert (seen.block_at(1), seen.point_at(1), seen.line(0), seen.line(99)) in {
        (None, None, "", ""), (0, None, "", ""),
    }  # fmt: skip


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    seen = view(tmp_path / "no.md")
    assert seen.topic is None
    assert [problem.code for problem in seen.problems] == ["no-such-path"]
    assert stamp(tmp_path / "no.md") is None


def test_another_file_in_its_place_has_another_stamp(file: Path) -> None:
    import os

    before, state = stamp(file), file.stat()
    other = file.with_suffix(".new")
    other.write_text(SOURCE.replace("First", "Other"), "utf-8")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(file)
    assert stamp(file) != before


def test_where_a_sample_is_looked_for(file: Path) -> None:
    assert recall_beside(file).name == "t.recall.txt"


def test_the_opening_page(tmp_path: Path) -> None:
    course = tmp_path / "course.md"
    course.write_text("---\npack: p\ntitle: P\n---\n\n\nOne.\n\nTwo $x.\n", "utf-8")
    seen = view(course)
    (problem,) = seen.problems
    assert (problem.line, seen.block_at(7), seen.block_at(problem.line)) == (9, 0, 1)
