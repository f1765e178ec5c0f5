"""Adding to a list in front matter: the item is there, and every other byte is as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.markdown import read_course
from flashcards.reading.lists import NoListError, add_item

HEAD = "---\npack: p\ntitle: P\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("topics:\n  - a\n  - b\n", "topics:\n  - a\n  - b\n  - new\n"),
        ("topics:\n- a # why\n# end\nx: 1\n", "topics:\n- a # why\n- new\n# end\nx: 1\n"),
        ('topics:\n  -   "a"\n\n', 'topics:\n  -   "a"\n  -   new\n\n'),
        ("topics: [a, b]\n", "topics: [a, b, new]\n"),
        ("topics: [a, b,]  # all\n", "topics: [a, b, new,]  # all\n"),
        ("topics: [\n  a, # one\n  b\n]\n", "topics: [\n  a, # one\n  b, new\n]\n"),
        ("topics: []\n", "topics: [new]\n"),
        ("topics:   # in order\nlicence: x\n", "topics:   # in order\n  - new\nlicence: x\n"),
        ("licence: x\n", "licence: x\ntopics: [new]\n"),
        ("title2: “ü”\ntopics: [ä-b]\n", "title2: “ü”\ntopics: [ä-b, new]\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_item_is_added(before: str, after: str, newline: str, mark: str) -> None:
    def whole(lines: str) -> str:
        return mark + (HEAD + lines + "---\nWelcome: [a]\n").replace("\n", newline)

    assert add_item(whole(before), "topics", "new") == whole(after)


def test_what_is_there_is_not_added() -> None:
    source = HEAD + "topics: [a]\n---\n"
    assert add_item(source, "topics", "a") == source


@pytest.mark.parametrize(
    "source",
    [
        "", "No front matter.", HEAD, HEAD + "topics: a\n---\n", HEAD + "topics: {a: b}\n---\n",
        HEAD + "topics: &x [a]\n---\n", HEAD + "topics: [[a]]\n---\n", "---\rtopics: [a]\r---\r",
        HEAD + "topics: [a\n---\n", HEAD + "topics: |\n  a\n---\n",
        HEAD + "topics: [a]\ntopics: [b]\n---\n",
    ],
)  # fmt: skip
def test_what_is_no_list_is_left_to_its_author(source: str) -> None:
    with pytest.raises(NoListError, match="by hand"):
        add_item(source, "topics", "new")


@given(st.text("ab-[],: \n\t#'\"&*!|>{}ü", max_size=60))
def test_nothing_else_is_ever_changed(lines: str) -> None:
    source = HEAD + "topics:" + lines + "\n---\nHi.\n"
    try:
        added = add_item(source, "topics", "new")
    except NoListError:
        return
    before, after = (read_course(text, "course.md") for text in (source, added))
    topics = [item.text for item in before.topics]
    assert [item.text for item in after.topics] == (topics if "new" in topics else [*topics, "new"])
    assert (after.title, after.text) == (before.title, before.text)
    start = next((i for i, (a, b) in enumerate(zip(source, added, strict=False)) if a != b), 0)
    length = len(added) - len(source)
    assert source == added or source == added[:start] + added[start + length :]
