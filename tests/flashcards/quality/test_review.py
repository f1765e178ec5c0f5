"""All advice together: on files as they lie in a course, and how it is turned down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flashcards.deck import bundled_content, load_deck
from flashcards.lint import check, look
from flashcards.problems import Problem, Severity
from flashcards.quality import (
    early_terms,
    examples,
    giveaway,
    length,
    numbers,
    two_ideas,
    wide_cues,
)
from flashcards.quality.review import check as quality_check
from flashcards.quality.review import review
from flashcards.reading.codes import QUALITY, WARNINGS
from tests.flashcards.cards_on_disk import card, course, write


def advised(paths: Iterable[Path]) -> list[Problem]:
    return look(paths, lambda deck, files: review(deck, files))


def test_every_code_is_of_one_module() -> None:
    modules = (two_ideas, giveaway, wide_cues, numbers, examples, length, early_terms)
    assert {module.CODE for module in modules} == QUALITY.keys() <= WARNINGS.keys()


def test_the_course_is_in_order_and_its_numbers_are_those_of_the_fits() -> None:
    assert review(load_deck(bundled_content()), also=[numbers.notes]) == []


def test_advice_is_a_warning_in_its_file_and_can_be_turned_down(tmp_path: Path) -> None:
    write(tmp_path, {"course.md": course("a", "b"), "topics/a.md": card("a"),
                     "topics/b.md": card("b", body="| a |\n|---|\n| 1 |\n")})  # fmt: skip
    (problem,) = advised([tmp_path])
    assert (problem.code, problem.severity) == ("no-example", Severity.WARNING)
    assert problem.file == str(tmp_path / "topics" / "a.md")
    assert check([tmp_path]) == []
    for line in ("allow: [no-example]\r\n", "allow:\n  - two-ideas\n  - no-example\n"):
        write(tmp_path, {"topics/a.md": card("a", more=line)})
        assert advised([tmp_path]) == []


FAULTY = """\
**Partial pooling** of [184]{=nobs} rows.

```live
data: caffeine
model: lm(outcome ~ x1)
```
"""
FAULTY_POINTS = """
## Key points
- The ICC is a share of variance. It lies between 0 and 1 {#two}
  - ask: What is it?
  - cues: share, proportion; between
- Groups with few rows are pulled more towards the mean {#given}
  - ask: Are groups with few rows pulled more or less towards the mean?
  - cues: few; pulled, shrunk; more; rows, observations
- Most groups with few rows are shrunk {#wide}
  - ask: What of it?
  - cues: few, group, rows; pull, shrink, shrunk
"""


def test_each_kind_of_advice_on_real_files_says_what_to_do(tmp_path: Path) -> None:
    files = {"topics/a.md": card("a", body="Of partial pooling more later.\n")}
    files["topics/b.md"] = card("b", body=FAULTY, points=FAULTY_POINTS)
    files["topics/c.md"] = card("c", body="```r\n1\n```\n\n" + "many words " * 800 + "\n")
    files["topics/d.md"] = card("d", body="```r\n1\n```\n")
    write(tmp_path, {"course.md": course("a", "b", "c", "d"), **files})
    found = quality_check([tmp_path], [numbers.notes])
    assert {(Path(p.file).stem, p.line, p.code) for p in found} == {
        ("a", 5, "no-example"),
        ("a", 5, "early-term"),
        ("b", 5, "number-differs"),
        ("b", 13, "two-ideas"),
        ("b", 16, "answer-in-question"),
        ("b", 19, "wide-cues"),
        ("c", 5, "long-card"),
    }
    assert {p.code for p in found} == QUALITY.keys()
    assert all(p.suggestion and p.severity is Severity.WARNING for p in found)


def test_a_file_by_itself_hears_only_of_itself(tmp_path: Path) -> None:
    files = {f"topics/{name}.md": card(name) for name in "ab"}
    files["topics/c.md"] = card("c", body="`code`\n\n```r\n1\n```\n")
    write(tmp_path, {"course.md": course("a", "b", "c"), **files})
    assert [problem.file for problem in advised([tmp_path])] == [
        str(tmp_path / "topics" / name) for name in ("a.md", "b.md")
    ]
    (alone,) = advised([tmp_path / "topics" / "b.md"])
    assert alone.file == str(tmp_path / "topics" / "b.md")
    write(tmp_path, {"loose.md": card("loose")})
    assert [problem.code for problem in advised([tmp_path / "loose.md"])] == ["no-example"]
