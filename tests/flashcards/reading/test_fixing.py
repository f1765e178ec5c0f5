"""What is mended, and that nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashcards.deck import bundled_content
from flashcards.markdown import read_card
from flashcards.reading.fixing import fix_course, fix_topic
from flashcards.starting import card, course

POINTS = "\n## Key points\n- An idea {#one}\n  - ask: What?\n  - cues: idea\n"


def front(lines: str) -> str:
    return f"---\n{lines}---\nText.\n{POINTS}"


def mended(source: str) -> str:
    return fix_topic(source.encode("utf-8")).data.decode("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: a\ntitle: T\nafter: b\n", "id: a\ntitle: T\nafter: [b]\n"),
        ("id: a\ntitle: T\nafter: b, c/d  # so\n", "id: a\ntitle: T\nafter: [b, c/d]  # so\n"),
        ("id: a\ntitle: T\nafter: ['b', \"c\"]\n", "id: a\ntitle: T\nafter: [b, c]\n"),
        ("id: a\ntitle: One: two\n", 'id: a\ntitle: "One: two"\n'),
        ('id: a\ntitle: The \\ "x": y\n', 'id: a\ntitle: "The \\\\ \\"x\\": y"\n'),
        ("id: a\ntitle: 'It''s \"so\"'\n", 'id: a\ntitle: "It\'s \\"so\\""\n'),
        ('id: "a"\ntitle: T\n', "id: a\ntitle: T\n"),
        ("minutes: 2\ntitle: T\nid: a\n", "id: a\ntitle: T\nminutes: 2\n"),
        (
            "# About it\ntitle: T\n# Its name\nid: a\nafter:\n  - b\n  # and\n  - c\n# end\n",
            "# Its name\nid: a\n# About it\ntitle: T\nafter:\n  - b\n  # and\n  - c\n# end\n",
        ),
        ("x-note: 1\ntitle: T\nid: a\n", "id: a\ntitle: T\nx-note: 1\n"),
    ],
)
def test_front_matter_as_it_is_usually_written(before: str, after: str) -> None:
    assert mended(front(before)) == front(after)


@pytest.mark.parametrize(
    "lines",
    [
        'id: a\ntitle: "In quotes"\n',
        "id: a\ntitle: T # with a comment\n",
        "title: T\ntitle: U\nid: a\n",  # which of the two counts is for her to say
        "title: [\nid: a\n",
        "title: >\n  folded: words\n  and more\n",
        "id: a\ntitle: T\nafter: two words & more\n",
        "id: a\ntitle: One: two # or: three\nminutes: [\n",
    ],
)
def test_what_is_not_understood_stays_as_it_is(lines: str) -> None:
    assert mended(front(lines)) == front(lines)


def test_missing_ids_are_added_where_they_belong() -> None:
    source = (
        "---\nid: a\ntitle: T\n---\nText.\n\n## Key points\n"
        "- The share of variance  \n  - ask: What?\n  - cues: a\n"
        "- The share of $\\sigma^2$\n  over two lines {#}\n  - ask: What?\n  - cues: a\n"
        "- Was another {# was=the-share-of-2}\n  - ask: What?\n  - cues: a\n"
        "- There {#the-share-of}\n  - ask: What?\n  - cues: a\n"
        "- ask: loose"
    )
    assert mended(source) == source.replace(
        "of variance  ", "of variance {#the-share-of-3}  "
    ).replace("{#}", "{#the-share-of-4}").replace("{# was", "{#was-another was")


def test_every_other_byte_stays() -> None:
    source = front("title: T\nid: a\nafter: b\n").replace(" {#one}", "").replace("Text.", "T. \t")
    lines = source.replace("\n", "\r\n").rstrip("\r\n").encode("utf-8")
    fixed = fix_topic(b"\xef\xbb\xbf" + lines).data
    assert fixed.startswith(
        b"\xef\xbb\xbf---\r\nid: a\r\ntitle: T\r\nafter: [b]\r\n---\r\nT. \t\r\n"
    )
    assert b"- An idea {#an-idea}\r\n" in fixed
    assert fixed.endswith(b"  - cues: idea")


def test_what_is_told_names_the_lines_as_they_were() -> None:
    told = fix_topic(front("title: T\nid: a\nafter: b\n").replace(" {#one}", "").encode()).changes
    assert [(change.line, change.what.split()[1]) for change in told] == [
        (2, "keys"),
        (4, "stands"),
        (9, "key"),
    ]


def test_what_is_written_by_the_program_needs_no_mending() -> None:
    for path in (bundled_content() / "topics").glob("*.md"):
        assert fix_topic(path.read_bytes()).changes == ()
    assert fix_course((bundled_content() / "course.md").read_bytes()).changes == ()
    assert fix_topic(card("a-b", "A: b").encode()).changes == ()
    made = course("mine", "My cards", "Me", "a-b")
    assert fix_course(made.encode()).changes == ()


def test_bytes_that_are_no_text_stay() -> None:
    for data in (b"", b"\xff\xfe\0", b"---\n\xe4\n---\n", b"---", b"---\n---\n"):
        assert fix_topic(data).data == data


LINES = st.lists(
    st.sampled_from(
        [
            "---", "id: a", 'id: "a-b"', "title: One: two", "title: 'x'", "after: b", "after: [c]",
            "after: b, c", "minutes: 2", "aliases: x", "# note", "", "  - item", "- item {#}",
            "## Key points", "- An idea", "- An idea {#an-idea}", "  - ask: What?", "  - cues: a",
            "```", "<!--", "-->", "1. one", "* star", "  more of it", "a\u200bb", "title: 'x",
        ]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@example(["---", "after: b", "id: a", "---", "x", "## Key points", "- An idea"], "\n", True)
def test_mended_twice_is_mended_once(lines: list[str], end: str, begun: bool) -> None:
    source = end.join(["---", "title: T", *lines] if begun else lines)
    once = fix_topic(source.encode("utf-8"))
    again = fix_topic(once.data)
    assert (again.data, again.changes) == (once.data, ())
    assert bool(once.changes) == (once.data != source.encode("utf-8"))


@settings(max_examples=200, deadline=None)
@given(LINES, st.booleans())
def test_no_mended_card_says_anything_else_or_has_a_new_problem(
    lines: list[str], begun: bool
) -> None:
    source = "\n".join(["---", "id: t", *lines] if begun else lines)
    after = mended(source)
    old, new = read_card(source, "t.md", "p"), read_card(after, "t.md", "p")
    if old.sketch and new.sketch and "front-matter-syntax" not in {p.code for p in old.problems}:
        assert old.sketch.body == new.sketch.body
        assert old.title == new.title
        assert old.sketch.minutes == new.sketch.minutes
        assert [p.text for p in old.sketch.key_points] == [p.text for p in new.sketch.key_points]
        codes = [p.code for p in new.problems]
        assert len(codes) <= len(old.problems)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_can_be_looked_at(data: bytes) -> None:
    assert fix_topic(fix_topic(data).data).changes == ()
    assert fix_course(fix_course(data).data).changes == ()
