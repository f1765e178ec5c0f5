"""A card without a fault, read to the last detail; and any bytes at all, read without a fall."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flashcards.cards import Cue, Example, KeyPoint, TiedNumber, Topic
from flashcards.markdown import read_card, read_course, read_topic
from flashcards.reading.characters import FORBIDDEN
from flashcards.reading.course import read_deck
from flashcards.reading.keypoints import read_cues, slug
from tests.flashcards.cards_on_disk import POINTS, card, course, write

WHOLE = """\
---
id: icc
title: "Intraclass correlation: ρ"
after:
  - random-intercepts
  - variance-components
minutes: 2.5
---

How much of what varies, varies *between* groups? It is [0.412]{=icc.subject of caffeine}, and
[-1.5e-3]{= fixef.intercept }.

$$\\rho = \\frac{\\sigma_0^2}{\\sigma_0^2 + \\sigma_\\epsilon^2}$$

```r
lmer(outcome ~ 1 + (1 | subject))  # not <b>HTML</b>, nor $maths
```

```live
name: caffeine
data: caffeine
model: lmer(outcome ~ 1 + (1 | subject), data = "a, b")
model: lm(outcome ~ 1)
show: VarCorr, icc
figure: facets
title: Says how alike two values of one subject are: in one number.
digits: 3
```

## Key points

- The share of the variance that lies
  between groups, $\\rho$ {#share}
  - ask: What does an ICC of 0.3 say?
  - cues: share, per cent; between, `(1 | g)`;
    `y ~ x, z; w`, the `icc` of it
- Its denominator {#denominator}

  - cues: total
  - ask: What stands
    under the line?
"""


def test_a_whole_card() -> None:
    topic, problems = read_topic(WHOLE, "icc.md", "pack")
    assert problems == []
    assert topic
    body = topic.body
    assert body.startswith("How much of what varies")
    assert body.endswith("```")
    assert WHOLE.split("\n")[topic.body_line - 1].startswith("How much")
    assert topic == Topic(
        pack="pack",
        id="icc",
        title="Intraclass correlation: ρ",
        after=("random-intercepts", "variance-components"),
        minutes=2.5,
        body=body,
        body_line=10,
        key_points=(
            KeyPoint(
                "share",
                "The share of the variance that lies between groups, $\\rho$",
                "What does an ICC of 0.3 say?",
                (
                    (Cue("share"), Cue("per cent")),
                    (Cue("between"), Cue("(1 | g)", formula=True)),
                    (Cue("y ~ x, z; w", formula=True), Cue("the icc of it")),
                ),
                line=32,
            ),
            KeyPoint(
                "denominator",
                "Its denominator",
                "What stands under the line?",
                ((Cue("total"),),),
                line=37,
            ),
        ),
        examples=(
            Example(
                "caffeine",
                "caffeine",
                ('lmer(outcome ~ 1 + (1 | subject), data = "a, b")', "lm(outcome ~ 1)"),
                ("VarCorr", "icc"),
                "facets",
                (
                    ("title", "Says how alike two values of one subject are: in one number."),
                    ("digits", "3"),
                ),
                line=19,
            ),
        ),
        numbers=(
            TiedNumber("0.412", "icc.subject", "caffeine", 10),
            TiedNumber("-1.5e-3", "fixef.intercept", "", 11),
        ),
        file="icc.md",
        content_hash=topic.content_hash,
    )  # fmt: skip
    assert topic.key == "pack/icc"


def test_windows_lines_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "topics/a.md": card(),
            "topics/b.md": b"\xef\xbb\xbf" + card("b").replace("\n", "\r\n").encode(),
            "topics/c.md": card("c").replace("\n", "\r").encode(),
        },
    )
    deck = read_deck(tmp_path)
    assert [topic.id for topic in deck.topics] == ["a", "b", "c"]
    assert len({topic.body for topic in deck.topics}) == 1
    assert len({topic.content_hash for topic in deck.topics}) == 1
    assert [p.code for p in deck.problems] == ["no-course-file"]


def test_a_list_in_a_comment_of_r_or_a_heading_in_a_fence_is_no_section() -> None:
    body = "```md\n## Key points\n- no {#no}\n```\n\n### Key points\n\n> ## Key points\n"
    topic, problems = read_topic(card(body=body), "a.md", "p")
    assert problems == []
    assert topic
    assert [point.id for point in topic.key_points] == ["one"]
    assert topic.body == body.strip()


def test_the_heading_of_the_key_points_may_be_written_in_other_ways() -> None:
    for heading in ("## KEY POINTS ##", "Key points\n----------", "##   Key points"):
        topic, problems = read_topic(
            card(points=POINTS.replace("## Key points", heading)), "a.md", "p"
        )
        assert problems == []
        assert topic


@pytest.mark.parametrize(
    "body",
    [
        "It costs $5 and $6, or 7$.",
        "From $5–$6.",
        "It costs \\$x.",
        "Type `x$y` and `<b>`.",
        "$x$",
        "$b_0$ is the first of 20",
        "Where a < b and c > d.",
        "See <https://example.org> or [this](https://example.org/a?b=c&d).",
        "[Mail](mailto:a@example.org), [below](#there), ![picture](https://example.org/a.png).",
        "[not a link] and [x] and a[1]{2}",
        "&lt;b&gt; &amp; &nbsp;",
        "A line $$x$$ within.",
        "    <b>code</b>",
        "~~~\n```\n~~~",
        "````\n```\n````",
        "[1,234.5]{=fixef.x1} [<2e-16]{=p.x1} [45 %]{=se.(Intercept)}\n"
        "```live\ndata: caffeine\nmodel: lm(outcome ~ x1)\n```",
    ],
)
def test_what_is_no_fault_is_not_reported(body: str) -> None:
    topic, problems = read_topic(card(body=body + "\n"), "a.md", "p")
    assert problems == []
    assert topic


def test_warnings_keep_nothing_from_being_studied() -> None:
    topic, problems = read_topic(card(body="zero\u200bwidth\n"), "b.md", "p")
    assert {problem.code for problem in problems} == {"file-name", "invisible-character"}
    assert topic
    assert topic.body == "zerowidth"


def test_a_topic_that_builds_on_itself_is_studied_all_the_same() -> None:
    topic, problems = read_topic(card(more="after: [b, a, b]\n"), "a.md", "p")
    assert {problem.code for problem in problems} == {"self-prerequisite", "duplicate-prerequisite"}
    assert topic
    assert topic.after == ("b",)


def test_the_hash_changes_with_what_a_learner_sees_and_with_nothing_else() -> None:
    def digest(text: str) -> str:
        topic, _ = read_topic(text, "a.md", "p")
        assert topic
        return topic.content_hash

    plain = digest(card())
    assert len(plain) == 16
    assert set(plain) <= set("0123456789abcdef")
    unseen = [
        card(more="after: [b]\nminutes: 3\n"),
        card(points=POINTS.replace("thought", "other")),
        card(body="\nSome text.\n\n"),
    ]
    seen = [
        card(title="Another"),
        card(body="Some other text.\n"),
        card(points=POINTS.replace("An idea", "The idea")),
        card(points=POINTS.replace("What is", "What was")),
    ]
    assert {digest(text) for text in unseen} == {plain}
    assert len({plain, *(digest(text) for text in seen)}) == 5


def test_a_broken_card_still_has_a_name() -> None:
    broken = read_card(card("icc", "The title", body="<b>\n"), "icc.md", "p")
    assert (broken.topic, broken.id, broken.title) == (None, "icc", "The title")


def test_the_opening_page() -> None:
    opening = read_course(course("a", "b", more="licence: CC-BY-4.0\n"), "course.md")
    assert (opening.pack, opening.title, opening.licence) == ("pack", "A course", "CC-BY-4.0")
    assert [(item.text, item.line, item.col) for item in opening.topics] == [
        ("a", 5, 10),
        ("b", 5, 13),
    ]
    assert opening.text == "Welcome."
    assert opening.problems == ()


@pytest.mark.parametrize(
    ("text", "groups", "wrong"),
    [
        ("a, b; c", [["a", "b"], ["c"]], []),
        (" a b ,c ", [["a b", "c"]], []),
        ("a;", [["a"]], []),
        ("a,, b", [["a", "b"]], [2]),
        ("a;; b", [["a"], ["b"]], [2]),
        ("; a", [["a"]], [0]),
        ("`a, b", [["a, b"]], [0]),
        ("a, `f(x`", [["a", "f(x"]], [3]),
        ("`c(1, 2)`; ``", [["c(1, 2)"]], [10]),
    ],
)
def test_cues(text: str, groups: list[list[str]], wrong: list[int]) -> None:
    found: list[int] = []
    cues = read_cues(text, lambda at, _: found.append(at))
    assert [[cue.text for cue in group] for group in cues] == groups
    assert found == wrong


def test_slugs() -> None:
    assert slug("Über: die Größe 2!") == "uber-die-grosse-2"
    assert slug("Kenward–Roger") == "kenward-roger"
    assert slug("σ₀ of Łódź") == "sigma-0-of-lodz"
    assert slug("日本") == ""


def strings(value: object) -> list[str]:
    """Every string in a dataclass, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in strings(part)]
    slots = getattr(type(value), "__slots__", ())
    return [text for name in slots for text in strings(getattr(value, name))]


SNIPPETS = [
    "---\n", "id: a\n", "title: \"", "after: [", "&a", "*a", "\n\n", "```live\n", "```", "data: ",
    "## Key points\n", "- ", "  - ask: ", "  - cues: ", "{#", "}", "`", ";", ",", "$", "$$", "'",
    "\\begin{matrix}", "\\frac{", "\\\\", "\\end{", "[1.5]{=a of b}", "](javascript:", "<b>",
    "&#27;", "&#x202e;", "\x1b[31m", "\u202e", "\x00", "\r", "\ufeff", "| a |\n|---|\n", "> ",
    "1. ", "<!--", "    ", "\t", "[a]: b\n", "![", "é", "𝒩", "\ud83d", "\\e", ": ",
]  # fmt: skip
MARKDOWN = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=5), max_size=30).map("".join)


@given(front=MARKDOWN, body=MARKDOWN, points=MARKDOWN)
@settings(max_examples=300, deadline=None)
@example("title: é\x1b", "$\\text{\x1b[31m}$", '- [a](b "\u202e") {#one}\n  - ask: \x9b\n')
def test_any_text_becomes_a_topic_or_problems(front: str, body: str, points: str) -> None:
    for text in (
        f"---\n{front}\n---\n{body}\n{points}",
        card(more=front + "\n", body=body + "\n"),
        card(body="Text.\n" + body, points=POINTS + points),
    ):
        topic, problems = read_topic(text, "a.md", "p")
        assert topic or problems
        for shown in [*strings(topic), *(text for p in problems for text in strings(p))]:
            assert not FORBIDDEN.search(shown)
        for problem in problems:
            assert 0 <= problem.line <= text.count("\n") + text.count("\r") + 1
            assert problem.col >= 0
        read_course(text, "course.md")


@given(
    data=st.binary(max_size=300)
    | st.tuples(st.binary(max_size=40), st.binary(max_size=40)).map(
        lambda ends: ends[0].join([card().encode()] * 2) + ends[1]
    )
)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_become_a_topic_or_problems(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, {"course.md": data, "topics/a.md": data, "topics/b.md": card("b")})
    deck = read_deck(tmp_path)
    ids = [topic.id for topic in deck.topics]
    assert "b" in ids or deck.broken
    assert len(ids) + len(deck.broken) == 2
    assert len(set(ids)) == len(ids)
    for shown in strings(deck):
        assert not FORBIDDEN.search(shown)
