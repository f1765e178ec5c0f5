"""Each code is brought about by a real file, and points at the place where it went wrong."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from flashcards import lint
from flashcards.markdown import read_topic
from flashcards.problems import Problem, Severity
from flashcards.reading.codes import ERRORS, QUALITY, WARNINGS, severity
from flashcards.reading.report import MAX_PROBLEMS
from tests.flashcards.cards_on_disk import POINTS, card, course, write

FRONT_MATTER_CODES = {
    "no-front-matter",
    "front-matter-syntax",
    "duplicate-key",
    "unknown-key",
    "missing-key",
    "missing-id",
    "bad-value",
}

LM = "model: lm(outcome ~ x1)"
MIXED = "model: lmer(outcome ~ x1 + (1 + x1 | subject))"


def of_caffeine(fence: str, text: str = "") -> str:
    """A card whose live example has these lines from line 7 on, and a text behind it."""
    return card(body=f"```live\ndata: caffeine\n{fence}\n```\n{text}\n")


# A card whose body starts on line 5, and whose key points start on line 7 where the body has one
# line: code, text of topics/a.md, line, column.
IN_A_CARD = [
    ("no-front-matter", "Some text.\n" + POINTS, 1, 0),
    ("no-front-matter", "---\nid: a\ntitle: b\n", 1, 0),
    ("no-front-matter", "---\nid: " + "x" * 200_001 + "\n---\nText.\n" + POINTS, 1, 0),
    ("front-matter-syntax", "---\nid: a\ntitle: b: c\n---\nText.\n" + POINTS, 3, 9),
    ("front-matter-syntax", "---\n- a\n- b\n---\nText.\n" + POINTS, 2, 1),
    ("front-matter-syntax", card(more="after: &a [b]\nminutes: *a\n"), 4, 8),
    ("front-matter-syntax", card(more="minutes: !!python/object:os.system 1\n"), 4, 10),
    ("front-matter-syntax", card(more="? [a]\n: b\n"), 4, 3),
    ("front-matter-syntax", card(more="...\nid: b\n"), 5, 1),
    ("front-matter-syntax", card(title='"never closed'), 3, 8),
    ("front-matter-syntax", card(more="after: " + "[" * 30 + "]" * 30 + "\n"), 4, 29),
    ("duplicate-key", card(more="title: Again\n"), 4, 1),
    ("unknown-key", card(more="minuets: 2\n"), 4, 1),
    ("missing-key", "---\nid: a\n---\nText.\n" + POINTS, 1, 0),
    ("missing-key", card(title='""'), 3, 0),
    ("missing-key", card(title="~"), 3, 0),
    ("missing-id", "---\ntitle: b\n---\nText.\n" + POINTS, 1, 0),
    ("bad-value", card(title="[a, b]"), 3, 9),
    ("bad-value", card(more="after: b\n"), 4, 8),
    ("bad-value", card(more="minutes: soon\n"), 4, 10),
    ("bad-value", card(more="minutes: nan\n"), 4, 10),
    ("bad-value", card(more="minutes: -1\n"), 4, 10),
    ("bad-value", card(more="after: [b, [c]]\n"), 4, 12),
    ("bad-value", card(more="minutes: {a: b}\n"), 4, 10),
    ("bad-id", card("Über_uns"), 2, 5),
    ("bad-id", card(points=POINTS.replace("#one", "#One")), 8, 13),
    ("self-prerequisite", card(more="after: [b, a]\n"), 4, 12),
    ("duplicate-prerequisite", card(more="after: [b, b]\n"), 4, 12),
    ("unknown-prerequisite", card(more="after:\n  - b\n  - bb\n"), 6, 5),
    ("unneeded-pack", card(more="after: [b, other/b]\n"), 4, 12),
    ("alias-taken", card(more="aliases: [old, b]\n"), 4, 16),
    ("alias-taken", card(more="aliases: [a]\n"), 4, 11),
    ("bad-id", card(more="aliases: [Old One]\n"), 4, 11),
    ("bad-was", card(points=POINTS.replace("#one", "#one was=two, Two")), 8, 21),
    ("bad-was", card(points=POINTS.replace("#one", "#one was=one")), 8, 0),
    ("unknown-advice", card(more="allow: [no-example, no-exmaple]\n"), 4, 21),
    ("file-name", card("aa"), 2, 5),
    ("empty-topic", card(body="\n\n"), 4, 0),
    ("control-character", card(body="Some \x1b[31mtext.\n"), 5, 6),
    ("control-character", card(body="Some \x9b31mtext.\n"), 5, 6),
    ("control-character", card(body="Some t\u202ext.\n"), 5, 7),
    ("control-character", card(body="Some t&#x2067;xt.\n"), 5, 7),
    ("control-character", card(title='"\\e[31m"'), 3, 8),
    ("invisible-character", card(body="Some te\u200bxt.\n"), 5, 8),
    ("unclosed-fence", card(body="Text.\n\n  ```r\nlm(y ~ x)\n"), 7, 3),
    ("unclosed-fence", card(body="> ```\n> lm(y ~ x)\n\nText.\n"), 5, 3),
    ("raw-html", card(body="Some <b>bold</b> text.\n"), 5, 6),
    ("raw-html", card(body="<script>\nalert(1)\n</script>\n"), 7, 1),
    ("raw-html", card(body="A <!-- word --> here.\n"), 5, 3),
    ("raw-html", card(points=POINTS.replace("An idea", "An <i>idea")), 8, 6),
    ("unsafe-link", card(body="A [link](javascript:alert(1)).\n"), 5, 3),
    ("unsafe-link", card(body="A [link](  JAVA&#83;CRIPT:x).\n"), 5, 3),
    ("unsafe-link", card(body="A ![picture](file:///etc/passwd).\n"), 5, 3),
    ("unsafe-link", card(body="A [link](../../secret.md).\n"), 5, 3),
    ("unsafe-link", card(body="An <ftp://a.b/c> one.\n"), 5, 4),
    ("unsafe-link", card(body="One [that][x] is\n*named [y]*.\n\n[y]: data:text/html,x\n"), 6, 8),
    ("bad-tied-number", card(body="It is [405,79 ms]{=fixef.x1}.\n"), 5, 17),
    ("bad-tied-number", card(body="It is $b = [1]{=fixef.x1}$.\n"), 5, 14),
    ("unknown-example", card(body="It is [1.2]{=fixef.x1 of slopes}.\n"), 5, 0),
    (
        "unknown-example",
        card(body="```live\nname: one\ndata: reading\n```\nIt is\n[1]{=fixef.x1 of on}.\n"),
        10,
        0,
    ),
    ("no-key-points", card(points=""), 5, 0),
    ("no-key-points", card(points="\n## Key points\n"), 7, 0),
    ("bad-key-points", card(points=POINTS + "\nAnd this.\n"), 12, 0),
    ("bad-key-points", card(points=POINTS + "\n## More\n"), 12, 0),
    ("bad-key-points", card(points=POINTS.replace("\n- An", "\nThese:\n\n- An")), 8, 0),
    ("bad-key-point", card(points=POINTS + "  - hint: look\n"), 11, 0),
    ("bad-key-point", card(points=POINTS + "  - ask: And?\n"), 11, 5),
    ("bad-key-point", card(points=POINTS + "- ask: And?\n"), 11, 3),
    ("bad-key-point", card(points=POINTS + "- {#two}\n  - ask: And?\n  - cues: b\n"), 11, 3),
    ("bad-key-point", card(points=POINTS + "-\n"), 11, 0),
    ("bad-key-point", card(points=POINTS + "\n  More of it.\n"), 12, 0),
    ("missing-point-id", card(points=POINTS.replace(" {#one}", "")), 8, 3),
    ("missing-point-id", card(points=POINTS.replace("#one", "#")), 8, 13),
    ("duplicate-point-id", card(points=POINTS + POINTS.partition("points\n")[2]), 11, 13),
    ("missing-ask", card(points=POINTS.replace("  - ask: What is it?\n", "")), 8, 0),
    ("missing-ask", card(points=POINTS.replace("What is it?", "")), 8, 0),
    ("missing-cues", card(points=POINTS.replace("idea, thought; one", "")), 8, 0),
    ("bad-cues", card(points=POINTS.replace("idea, thought;", "idea,, thought;")), 10, 16),
    ("bad-cues", card(points=POINTS.replace("thought; one", "`a, b; c")), 10, 17),
    ("bad-cues", card(points=POINTS.replace("thought; one", "`(1 | g`")), 10, 17),
    ("live-syntax", card(body="```live\ndata: reading\nsummary\n```\n"), 7, 1),
    ("live-syntax", card(body="```live\ndata: reading\nshow:\n```\n"), 7, 1),
    ("live-unknown-key", card(body="```live\ndata: reading\nmodle: lm(y ~ x)\n```\n"), 7, 1),
    ("live-duplicate-key", card(body="```live\ndata: reading\ndata: tasks\n```\n"), 7, 7),
    ("live-missing-data", card(body="Text.\n\n```live\nshow: rows\n```\n"), 7, 0),
    ("live-unknown-data", card(body="```live\ndata: cafeine\n```\n"), 6, 7),
    ("live-unknown-view", card(body="```live\ndata: tasks\nshow: rows, sumary\n```\n"), 7, 13),
    ("live-unknown-figure", card(body="- A\n  ```live\n  data: tasks\n  figure: facet\n"), 8, 11),
    ("live-bad-model", card(body="```live\ndata: tasks\nmodel: lm(y ~ (x)\n```\n"), 7, 8),
    ("live-bad-model", card(body="```live\ndata: tasks\nmodel: lm(y) + f(x)\n```\n"), 7, 8),
    ("live-bad-model", card(body="```live\ndata: tasks\nmodel: y ~ x\n```\n"), 7, 8),
    ("live-bad-model", of_caffeine("model: glm(outcome ~ x1)"), 7, 8),
    ("live-bad-model", of_caffeine("model: lmer(outcome ~ x1)"), 7, 8),
    ("live-bad-model", of_caffeine("model: lm(outcome ~ x1 + (1 | subject))"), 7, 8),
    ("live-bad-model", of_caffeine("model: lm(outcome ~ x1, weights = x2)"), 7, 8),
    ("live-bad-formula", of_caffeine("model: lm(outcome ~ x1 +)"), 7, 25),
    ("live-bad-formula", of_caffeine("model: m <- lmerTest::lmer(outcome ~ (1 || $))"), 7, 44),
    ("live-bad-formula", of_caffeine("model: lm(outcome ~ .)"), 7, 21),
    ("live-unknown-column", of_caffeine("model: lm(outcome ~ x1 + sbject)"), 7, 26),
    ("live-unknown-column", of_caffeine("model: lmer(outcome ~ (1 + x | subject))"), 7, 28),
    ("live-unknown-group", of_caffeine(f"{MIXED}\nfigure: facets\ngroups: sub_308, sub_9"), 9, 18),
    ("live-unknown-group", of_caffeine(f"{LM}\nfigure: facets\ngroups: nobody"), 9, 9),
    ("live-no-view", of_caffeine(f"{LM}\nshow: summary, VarCorr"), 8, 16),
    ("live-no-view", of_caffeine(f"{MIXED}\nshow: anova"), 8, 7),
    ("live-no-view", of_caffeine(f"{MIXED}\nshow: icc"), 8, 7),
    ("live-no-view", of_caffeine("show: summary"), 7, 7),
    ("live-no-view", of_caffeine(f"{LM}\nmodel: lm(outcome ~ subject)\nshow: pooling"), 9, 7),
    ("live-no-view", of_caffeine("model: lm(outcome ~ 1)\nshow: effect"), 8, 7),
    ("live-no-figure", of_caffeine(f"{LM}\nfigure: caterpillar"), 8, 9),
    ("live-no-figure", of_caffeine("figure: scatter"), 7, 9),
    ("unknown-number", of_caffeine(MIXED, "[1]{=fixf.x1}"), 9, 0),
    ("unknown-number", of_caffeine(MIXED, "[1]{=fixef.dose}"), 9, 0),
    ("unknown-number", of_caffeine(MIXED, "[1]{=sd.subject}"), 9, 0),
    ("unknown-number", of_caffeine(MIXED, "[1]{=sd.person.x1}"), 9, 0),
    ("unknown-number", of_caffeine(MIXED, "[1]{=ranef.subject.sub_9.x1}"), 9, 0),
    ("unknown-number", of_caffeine(LM, "[1]{=sd.subject.x1}"), 9, 0),
    ("unknown-number", of_caffeine(MIXED, "[1]{=scaled.middle}"), 9, 0),
    ("unknown-number", of_caffeine("figure: scatter", "[1]{=fixef.x1}"), 9, 0),
    ("live-bad-value", of_caffeine(f"{LM}\ntests: all"), 8, 8),
    ("live-bad-value", card(body="```live\ndata: tasks\ndigits: many\n```\n"), 7, 9),
    ("live-bad-value", card(body="```live\ndata: tasks\nname: two words\n```\n"), 7, 7),
    ("duplicate-example", card(body="```live\ndata: tasks\n```\n" * 2), 8, 0),
    ("maths-unclosed", card(body="It is $x + y.\n"), 5, 7),
    ("maths-unclosed", card(body="Text.\n\n$$\nx + y\n\nText.\n"), 7, 1),
    ("maths-unknown", card(body="It is $x + \\gama$.\n"), 5, 12),
    ("maths-unknown", card(body="Text\nwith $\\color{rde}{x}$.\n"), 6, 14),
    ("maths-unknown", card(body="$$\n\\begin{cases} x \\end{cases}\n$$\n"), 6, 8),
    ("maths-unknown", card(points=POINTS.replace("What is", "What is $\\foo$ and")), 9, 19),
    ("maths-unbalanced", card(body="| a | b |\n|---|---|\n| c | $x_{1$ |\n"), 7, 10),
    ("maths-unbalanced", card(body="$$x \\right)$$\n"), 5, 5),
    ("maths-missing-argument", card(body="So $\\frac{1}$.\n"), 5, 5),
    ("maths-double-script", card(body="So $x_1_2$.\n"), 5, 8),
    ("maths-character", card(body="So $5% + x$.\n"), 5, 6),
    ("maths-words", card(body="So $\\text{a \\alpha}$.\n"), 5, 13),
    ("maths-too-deep", card(body=f"So ${'{' * 10_00}x{'}' * 10_00}$.\n"), 5, 37),
    ("maths-too-long", card(body=f"So ${'x' * 5_001}$.\n"), 5, 5),
    ("too-long", card(body="x" * 10_001 + "\n"), 5, 0),
    ("too-long", card(body="x\n" * 5_001), 5, 0),
    ("too-long", card(body=("x" * 9_000 + "\n\n") * 30), 5, 0),
    ("too-long", card(body=("x" * 900 + "\n") * 20), 5, 0),
    ("too-many-problems", card(body="<b>\n" * (MAX_PROBLEMS + 9)), 504, 1),
    ("binary-file", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 0, 0),
    ("binary-file", card().encode("utf-16-le"), 0, 0),
    ("bad-encoding", card().encode("utf-16"), 0, 0),
    ("bad-encoding", card(body="Aä\nCafé ä.\n").encode("latin-1"), 5, 2),
    ("bad-encoding", card(body="Aä\nCaf\n", points="").encode()[:-1] + b"\xe9.", 6, 4),
]  # fmt: skip


def without_advice(problems: list[Problem]) -> list[Problem]:
    """Problems that say what is wrong, but not what to do."""
    return [problem for problem in problems if not problem.suggestion]


def numbered(cases: list[Any]) -> list[str]:
    return [f"{case[0]}-{number}" for number, case in enumerate(cases)]


@pytest.mark.parametrize(("code", "text", "line", "col"), IN_A_CARD, ids=numbered(IN_A_CARD))
def test_a_fault_in_a_card_is_reported_where_it_is(
    tmp_path: Path, code: str, text: str | bytes, line: int, col: int
) -> None:
    write(tmp_path, {"course.md": course("a", "b"), "topics/a.md": text, "topics/b.md": card("b")})
    file = str(tmp_path / "topics/a.md")
    problems = lint.check([tmp_path])
    assert (file, line, col) in [(p.file, p.line, p.col) for p in problems if p.code == code]
    assert without_advice(problems) == []


OF_FRONT_MATTER = [case for case in IN_A_CARD if case[0] in FRONT_MATTER_CODES]


@pytest.mark.parametrize(
    ("code", "text", "line", "col"), OF_FRONT_MATTER, ids=numbered(OF_FRONT_MATTER)
)
def test_front_matter_reads_the_same_without_the_library_in_c(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, text: str, line: int, col: int
) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    write(tmp_path, {"a.md": text})
    found = [(p.line, p.col) for p in lint.check([tmp_path / "a.md"]) if p.code == code]
    assert (line, col) in found


def test_an_escape_beyond_all_characters_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(tmp_path, {"a.md": card(title='"\\UFFFFFFFF"')})
    assert [p.code for p in lint.check([tmp_path / "a.md"])] == ["front-matter-syntax"]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert [p.code for p in lint.check([tmp_path / "a.md"])] == ["front-matter-syntax"]


IN_A_COURSE = [
    ("no-topics", {"course.md": course()}, "", 0, 0),
    ("no-topics", {"a.md": card()}, "", 0, 0),
    ("no-course-file", {"topics/a.md": card()}, "", 0, 0),
    ("not-a-file", {"topics/a.md/b.md": card()}, "topics/a.md", 0, 0),
    ("duplicate-id", {"topics/a.md": card(), "topics/b.md": card()}, "topics/b.md", 2, 5),
    ("duplicate-id", {"topics/a.md": card(), "topics/b.md": card()}, "topics/a.md", 2, 5),
    (
        "cycle",
        {
            "topics/a.md": card(more="after: [c, b]\n"),
            "topics/b.md": card("b", more="after: [a]\n"),
            "topics/c.md": card("c"),
        },
        "topics/a.md",
        4,
        12,
    ),
    (
        "course-unknown-topic",
        {"course.md": course("a", "bb"), "topics/a.md": card()},
        "course.md",
        4,
        13,
    ),
    (
        "course-duplicate-topic",
        {"course.md": course("a", "a"), "topics/a.md": card()},
        "course.md",
        4,
        13,
    ),
    (
        "course-unlisted-topic",
        {"course.md": course("a"), "topics/a.md": card(), "topics/b.md": card("b")},
        "course.md",
        4,
        0,
    ),
    (
        "unknown-prerequisite",
        {
            "course.md": course("a", more="needs: [lm-to-lmer]\n"),
            "topics/a.md": card(more="after: [lm-to-lmer/ranef, lm-to-lmer/ranefs]\n"),
        },
        "topics/a.md",
        4,
        27,
    ),
    (
        "course-order",
        {
            "course.md": course("a", "b"),
            "topics/a.md": card(more="after: [b]\n"),
            "topics/b.md": card("b"),
        },
        "course.md",
        4,
        10,
    ),
    ("unknown-key", {"course.md": course("a", more="license: x\n")}, "course.md", 4, 1),
    ("missing-key", {"course.md": "---\npack: a\n---\nText.\n"}, "course.md", 1, 0),
    ("bad-id", {"course.md": course().replace("pack: pack", "pack: A b")}, "course.md", 2, 7),
    ("raw-html", {"course.md": course() + "\n<hr>\n"}, "course.md", 8, 1),
    ("unknown-example", {"course.md": course() + "\n[1]{=fixef.x1}\n"}, "course.md", 8, 0),
]


@pytest.mark.parametrize(
    ("code", "files", "file", "line", "col"), IN_A_COURSE, ids=numbered(IN_A_COURSE)
)
def test_a_fault_between_files_is_reported_where_it_is(
    tmp_path: Path, code: str, files: dict[str, str], file: str, line: int, col: int
) -> None:
    write(tmp_path, files)
    problems = lint.check([tmp_path])
    found = [(p.file, p.line, p.col) for p in problems if p.code == code]
    assert (str(tmp_path / file), line, col) in found
    assert without_advice(problems) == []


def outside(folder: Path) -> Path:
    write(folder, {"secret.md": card("b", title="Secret"), "course/topics/a.md": card()})
    (folder / "course/topics/b.md").symlink_to(folder / "secret.md")
    return folder / "course"


def nowhere(folder: Path) -> Path:
    write(folder, {"topics/a.md": card()})
    (folder / "topics/b.md").symlink_to(folder / "gone.md")
    return folder


def loop(folder: Path) -> Path:
    write(folder, {"topics/a.md": card()})
    (folder / "topics/b.md").symlink_to(folder / "topics/b.md")
    return folder


def huge(folder: Path) -> Path:
    write(folder, {"topics/a.md": card(), "topics/b.md": card("b")})
    with (folder / "topics/b.md").open("r+b") as file:
        file.truncate(50_000_000)
    return folder


def pipe(folder: Path) -> Path:
    write(folder, {"topics/a.md": card()})
    os.mkfifo(folder / "topics/b.md")
    return folder


def gone(folder: Path) -> Path:
    return folder / "topics/b.md"


ON_DISK = [
    ("outside-folder", outside),
    ("no-such-path", nowhere),
    ("no-such-path", gone),
    ("unreadable-file", loop),
    ("file-too-large", huge),
    ("not-a-file", pipe),
]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are made otherwise there")
@pytest.mark.parametrize(("code", "make"), ON_DISK, ids=numbered(ON_DISK))
def test_what_is_no_readable_file_is_reported_and_the_rest_is_read(
    tmp_path: Path, code: str, make: Any
) -> None:
    path = make(tmp_path)
    problems = lint.check([path])
    found = [(p.line, p.col, Path(p.file).name) for p in problems if p.code == code]
    assert found == [(0, 0, "b.md")]
    assert without_advice(problems) == []
    assert not any("Secret" in str(problem) for problem in problems)
    assert not any(Path(problem.file).name == "a.md" for problem in problems)


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """As root, everything can be read: be someone else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_a_file_that_may_not_be_read_is_reported() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        write(folder, {"topics/a.md": card(), "topics/b.md": card("b")})
        (folder / "topics/b.md").chmod(0)
        with without_privileges():
            problems = [p for p in lint.check([folder]) if p.severity is Severity.ERROR]
        assert [(p.code, p.file) for p in problems] == [
            ("unreadable-file", str(folder / "topics/b.md"))
        ]
        (folder / "topics").chmod(0)
        with without_privileges():
            problems = lint.check([folder])
        assert [(p.code, p.file) for p in problems] == [("unreadable-file", str(folder))]
        folder.chmod(0)
        with without_privileges():
            problems = lint.check([folder, folder / "topics/a.md", folder / "inner"])
        assert [p.code for p in problems] == ["unreadable-file"] * 3
    finally:
        folder.chmod(0o755)
        (folder / "topics").chmod(0o755)
        shutil.rmtree(folder)


def test_every_code_that_is_documented_can_happen_and_is_tested() -> None:
    tested = {code for code, *_ in [*IN_A_CARD, *IN_A_COURSE, *ON_DISK]}
    assert tested == (ERRORS.keys() | WARNINGS.keys()) - QUALITY.keys()
    assert not ERRORS.keys() & WARNINGS.keys()


def test_severity_is_that_of_the_code() -> None:
    assert severity("cycle") is Severity.ERROR
    assert severity("file-name") is Severity.WARNING
    with pytest.raises(KeyError):
        severity("nonsense")


def test_all_problems_of_all_files_are_reported_at_once_in_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": course("b", "a"),
            "topics/a.md": card(more="minutes: soon\nafter: [c]\n", body="A <b> and $\\foo$.\n"),
            "topics/b.md": b"\xff\xfea\x00",
        },
    )
    a, b = str(tmp_path / "topics/a.md"), str(tmp_path / "topics/b.md")
    problems = lint.check([tmp_path])
    assert [(p.file, p.line, p.col, p.code) for p in problems] == [
        (a, 4, 10, "bad-value"),
        (a, 5, 9, "unknown-prerequisite"),
        (a, 7, 3, "raw-html"),
        (a, 7, 12, "maths-unknown"),
        (b, 0, 0, "bad-encoding"),
    ]


def test_problems_print_as_one_line_that_editors_can_follow(tmp_path: Path) -> None:
    write(tmp_path, {"course.md": course("a"), "topics/a.md": card(body="A <b>.\n")})
    [problem] = lint.check([tmp_path])
    place = f"{tmp_path / 'topics/a.md'}:5:3"
    assert str(problem) == (
        f"{place} raw-html `<b>` is HTML, which is not shown; use Markdown, or backticks around it"
        " if it is code."
    )


def test_messages_are_sentences_without_control_characters(tmp_path: Path) -> None:
    name = "topics/b\x1b[31m\u202e.md"
    write(
        tmp_path, {name: card("c", more="\x1b\u202eevil\x07: 1\n", body="[x](java\x1bscript:y)\n")}
    )
    problems = lint.check([tmp_path])
    assert problems
    for problem in problems:
        assert "\x1b" not in str(problem)
        assert "\u202e" not in str(problem)
        assert problem.message[-1] in ".?"
        assert "\n" not in problem.message


def test_a_single_file_is_checked_as_part_of_its_course(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "course.md": course("a", "b"),
            "topics/a.md": card(more="after: [b, nowhere]\n"),
            "topics/b.md": card("b", more="after: [a]\n", body="A <b>.\n"),
        },
    )
    found = lint.check([tmp_path / "topics/b.md"])
    assert [(p.code, p.line, p.col) for p in found] == [("cycle", 4, 9), ("raw-html", 6, 3)]
    assert "b → a → b" in found[0].message
    assert {p.code for p in lint.check([tmp_path / "topics/a.md"])} == {
        "unknown-prerequisite",
        "cycle",
    }
    assert {p.code for p in lint.check([tmp_path / "course.md"])} == {"course-order"}


def test_a_single_file_is_named_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"course.md": course("a"), "topics/a.md": card(more="after: [b]\n")})
    monkeypatch.chdir(tmp_path / "topics")
    [problem] = lint.check([Path("a.md")])
    assert (problem.file, problem.code) == ("a.md", "unknown-prerequisite")
    monkeypatch.chdir(tmp_path)
    [problem] = lint.check([Path("topics")])
    assert problem.file == "topics/a.md"
    [problem] = lint.check([Path()])
    assert problem.file == "topics/a.md"


def test_a_file_outside_of_a_course_is_checked_alone(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": card(more="after: [anything]\n", body="A <b>.\n")})
    assert [p.code for p in lint.check([tmp_path / "a.md"])] == ["raw-html"]


def test_paths_may_overlap(tmp_path: Path) -> None:
    write(tmp_path, {"course.md": course("a"), "topics/a.md": card(body="A <b>.\n")})
    assert len(lint.check([tmp_path, tmp_path / "topics/a.md", tmp_path])) == 1
    assert lint.check([]) == []


def test_a_circle_is_named_and_reported_once(tmp_path: Path) -> None:
    ring = {
        f"topics/t{i:02}.md": card(f"t{i:02}", more=f"after: [t{(i + 1) % 30:02}]\n")
        for i in range(30)
    }
    write(tmp_path, {"course.md": course(*(f"t{i:02}" for i in reversed(range(30)))), **ring})
    problems = [p for p in lint.check([tmp_path]) if p.severity is Severity.ERROR]
    assert [p.code for p in problems] == ["cycle"]
    assert "t00 → t01 → t02" in problems[0].message
    assert "… → t00;" in problems[0].message


def test_names_that_are_nearly_right_are_put_right(tmp_path: Path) -> None:
    write(tmp_path, {"topics/random-slopes.md": card("random-slopes", more="after: [ranef]\n")})
    write(tmp_path, {"topics/coef.md": card("coef", more="after: [random-slope]\nminuets: 2\n")})
    messages = {p.code: p.message for p in lint.check([tmp_path])}
    assert "`minutes`" in messages["unknown-key"]
    problems: list[Problem] = lint.check([tmp_path / "topics/coef.md"])
    hint = next(p.message for p in problems if p.code == "unknown-prerequisite")
    assert "did you mean `random-slopes`?" in hint


@pytest.mark.parametrize(
    "fence",
    [
        f"{LM}\nshow: summary, coef, anova, augment, effect, rows, signs\nfigure: scatter",
        f"{MIXED}\nshow: summary, fixef, VarCorr, ranef, coef, cbind, augment, effect, quantiles",
        f"{MIXED}\nshow: influence, rows, signs\nfigure: caterpillar\ngroups: sub_308, sub_374",
        f"{LM}\n{MIXED}\nshow: pooling\nfigure: facets\ngroups: all",
        f"{MIXED}\nmodel: small <- lmer(outcome ~ (1 | subject), REML = FALSE)\nshow: anova",
        "model: lmer(outcome ~ (1 | subject))\nshow: icc\ntests: satterthwaite\ndigits: 5",
        "show: rows",
    ],
)
def test_what_models_can_give_is_no_problem(tmp_path: Path, fence: str) -> None:
    write(tmp_path, {"a.md": of_caffeine(fence)})
    assert lint.check([tmp_path / "a.md"]) == []


def test_numbers_of_all_kinds_are_no_problem(tmp_path: Path) -> None:
    names = (
        "fixef.intercept", "-fixef.x1", "se.x1", "t.x1", "df.x1", "p.x1", "sd.subject.x1",
        "sd.residual", "var.subject.intercept", "var.residual", "cor.subject.intercept.x1",
        "cor.fixef.intercept.x1", "ranef.subject.sub_308.x1", "coef.subject.sub_374.intercept",
        "scaled.median", "sigma", "nobs", "ngroups.subject",
    )  # fmt: skip
    write(tmp_path, {"a.md": of_caffeine(MIXED, " ".join(f"[1]{{={name}}}" for name in names))})
    assert lint.check([tmp_path / "a.md"]) == []


def test_a_card_with_a_wrong_example_can_be_studied_all_the_same() -> None:
    text = of_caffeine("model: lm(outcome ~ dose)\nshow: sumary\ntests: all", "[1]{=fixf.x}")
    topic, problems = read_topic(text, "a.md", "pack")
    assert topic is not None
    assert topic.examples[0].models == ("lm(outcome ~ dose)",)
    assert {problem.severity for problem in problems} == {Severity.ERROR}


def test_checking_an_example_loads_nothing_heavy(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.md": of_caffeine(f"{MIXED}\nfigure: facets\ngroups: sub_308", "[1]{=p.x1}")}
    )
    code = (
        "import sys; from pathlib import Path; from flashcards import lint;"
        f"assert not lint.check([Path({str(tmp_path / 'a.md')!r})]);"
        "print([name for name in ('numpy', 'scipy', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
