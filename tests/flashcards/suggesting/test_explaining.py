"""Why a text suggests a key point, or why not."""

from __future__ import annotations

import pytest

from flashcards.deck import bundled_content, load_deck
from flashcards.markdown import read_card
from flashcards.recall import suggest
from flashcards.suggesting.explaining import Reason, Verdict, explain

CARD = """\
---
id: t
title: Partial pooling
---
Text.

## Key points
- Groups with little data are pulled towards the mean {#shrinkage}
  - ask: What happens to small groups?
  - cues: shrink, pull, drawn; mean, average; group, `(1 | g)`
- No cue {#bare}
  - ask: What?
"""


def reason(text: str, point: int = 0) -> Reason:
    card = read_card(CARD, "t.md", "p")
    assert card.sketch is not None
    return explain(card.sketch, text)[point]


def test_a_point_is_suggested_by_the_words_that_are_named() -> None:
    text = "Small groups are pulled to the average."
    found = reason(text)
    assert found.verdict is Verdict.SUGGESTED
    assert [text[a:b] for a, b in found.spans] == ["groups", "pulled", "average"]
    assert [group.by for group in found.groups] == [("pull",), ("average",), ("group",)]


def test_what_is_missing_is_named() -> None:
    found = reason("They shrink to the mean.")
    assert found.verdict is Verdict.MISSING
    assert [group.by for group in found.groups] == [("shrink",), ("mean",), ()]
    assert found.groups[2].cues == ("group", "`(1 | g)`")
    assert "2 of 3 groups" in found.why


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Groups differ. Much else is said here. And again. We shrink. It is the mean.",
         Verdict.APART),
        ("Groups are never pulled towards the mean.", Verdict.DENIED),
        ("", Verdict.MISSING),
    ],
)  # fmt: skip
def test_other_reasons(text: str, verdict: Verdict) -> None:
    found = reason(text)
    assert found.verdict is verdict
    assert found.spans == ()
    assert found.why.startswith("Not suggested: ")


def test_a_point_without_cues_is_never_suggested() -> None:
    assert reason("No cue at all.", 1).verdict is Verdict.CUELESS


def test_the_reasons_agree_with_the_suggestions() -> None:
    """Of every card and every sentence of another, neither says what the other does not."""
    deck = load_deck(bundled_content())
    for number, topic in enumerate(deck.topics):
        other = deck.topics[(number + 1) % len(deck.topics)]
        for text in (topic.body, other.body, *(point.text for point in topic.key_points)):
            given = {found.point: found.spans for found in suggest(topic, text).values()}
            reasons = explain(topic, text)
            named = {r.point.id: r.spans for r in reasons if r.verdict is Verdict.SUGGESTED}
            assert named == given
            for each in reasons:
                assert (each.verdict is Verdict.MISSING) == (not all(g.by for g in each.groups))
