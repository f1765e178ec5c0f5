"""What an author writes for herself alone: comments in a card, and in a live example."""

from __future__ import annotations

import pytest

from flashcards.markdown import Card, read_card, read_course

POINT = "- An idea {#idea}\n  - ask: What?\n  - cues: word\n"


def read(body: str, points: str = POINT) -> Card:
    return read_card(f"---\nid: t\ntitle: T\n---\n{body}\n\n## Key points\n{points}", "t.md", "p")


@pytest.mark.parametrize(
    "body",
    [
        "<!-- one line -->\nSeen.",
        "Seen.\n<!-- several\n\nlines, with [405]{=nothing} and $ and <b>\n-->",
        "Seen.\n\n  <!-- moved in -->",
        "<!---->\nSeen.",
    ],
)
def test_a_comment_is_neither_shown_nor_checked(body: str) -> None:
    card = read(body)
    assert card.problems == ()
    assert card.topic is not None
    assert card.topic.body.strip() == "Seen."


def test_a_comment_changes_nothing_that_a_learner_sees() -> None:
    plain, commented = read("Seen.\n\n\nToo."), read("Seen.\n<!-- mine -->\n\nToo.")
    assert plain.topic is not None
    assert commented.topic is not None
    assert plain.topic.content_hash == commented.topic.content_hash


def test_comments_part_no_key_points() -> None:
    second = POINT.replace("{#idea}", "{#other}\n  <!-- inside -->")
    card = read("Seen.", f"<!-- before -->\n{POINT}<!-- between\n- no {{#point}}\n-->\n{second}")
    assert card.problems == ()
    assert card.topic is not None
    assert [point.id for point in card.topic.key_points] == ["idea", "other"]


def test_two_lists_are_not_one() -> None:
    card = read("Seen.", POINT + "\n" + POINT.replace("- An", "* An").replace("idea}", "two}"))
    assert [problem.code for problem in card.problems] == ["bad-key-points"]


@pytest.mark.parametrize(
    ("body", "line", "col"),
    [
        ("Seen <!-- not alone -->", 5, 6),
        ("<!-- never ended\n\nSeen.", 5, 1),
        ("Seen.\n\n<!-- ended --> late", 7, 1),
    ],
)
def test_what_is_no_comment_is_told(body: str, line: int, col: int) -> None:
    (problem,) = read(body).problems
    assert (problem.code, problem.line, problem.col) == ("raw-html", line, col)
    assert "comment" in problem.message


def test_code_keeps_its_comments() -> None:
    card = read("```html\n<!-- kept -->\n```")
    assert card.topic is not None
    assert "<!-- kept -->" in card.topic.body


def test_a_live_example_has_comments_too() -> None:
    card = read("```live\ndata: caffeine\n# figure: nothing\n  # show: nothing\nshow: rows\n```")
    assert card.problems == ()
    assert card.topic is not None
    assert card.topic.examples[0].figure == ""
    assert card.topic.examples[0].show == ("rows",)


def test_the_opening_page_has_comments() -> None:
    front = "---\npack: p\ntitle: P\ntopics: [t]\n---\n"
    opening = read_course(f"{front}<!-- mine -->\n\nWelcome.\n", "course.md")
    assert opening.problems == ()
    assert opening.text == "Welcome."


@pytest.mark.parametrize("body", ["<!-- never", "[x](file:///a)", "<b>"])
def test_a_broken_card_has_a_sketch_of_what_can_be_shown(body: str) -> None:
    card = read(f"Seen.\n\n{body}")
    assert card.topic is None
    assert card.sketch is not None
    assert card.sketch.body.startswith("Seen.")
    assert [point.id for point in card.sketch.key_points] == ["idea"]
