"""Words are found in all cards, whatever their case, accents and markup."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.deck import Deck, bundled_content, load_deck
from flashcards.search import search
from tests.flashcards.cards_on_disk import card, course, write

BODY = """\
Das **Größte** café: the [405.79]{=fixef.x1 of one} of `lmer(y ~ x)`, see [here](https://a.b/hidden).

| $\\widehat{\\gamma}_{00}$ | *estimate* |
|---|---|
| x1 * x2 | İstanbul |

```live
name: one
data: caffeine
```

```r
ranef(m)$subject
```
"""
POINTS = """
## Key points
- Shrinkage pulls towards the mean {#shrinkage-id}
  - ask: Where to?
  - cues: secret
"""


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    folder = tmp_path_factory.mktemp("course")
    write(
        folder,
        {
            "course.md": course("a", "b", "c"),
            "topics/a.md": card("a", "Plain", body=BODY, points=POINTS),
            "topics/b.md": card("b", "Random intercepts", body="The mean of it.\n"),
            "topics/c.md": card("c", "Shrinkage", body="An Intercept stands here.\n"),
        },
    )
    deck = load_deck(folder)
    assert len(deck.topics) == 3
    return deck


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("plain", [("a", "title")]),
        ("PLAIN", [("a", "title")]),
        ("grosste", [("a", "text")]),
        ("größte", [("a", "text")]),
        ("CAFE", [("a", "text")]),
        ("istanbul", [("a", "text")]),
        ("405.79 of lmer(y", [("a", "text")]),
        ("gamma", [("a", "text")]),
        ("γ", [("a", "text")]),
        ("γ_00", [("a", "text")]),
        ("estimate", [("a", "text")]),
        ("ranef(m)$", [("a", "text")]),
        ("* x2", [("a", "text")]),
        ("shrinkage", [("c", "title"), ("a", "shrinkage-id")]),
        ("where to", [("a", "shrinkage-id")]),
        ("intercept", [("b", "title"), ("c", "text")]),
        ("intercept mean", [("b", "title")]),
        ("inter cept", [("b", "title"), ("c", "text")]),
        ("the", [("a", "shrinkage-id"), ("b", "text")]),
        ("", []),
        ("  ", []),
        ("nowhere", []),
        ("plain nowhere", []),
        ("secret", []),  # a cue gives the answer away
        ("caffeine", []),
        ("hidden", []),
        ("fixef", []),
        ("**", []),
    ],
)
def test_what_is_found(deck: Deck, query: str, found: list[tuple[str, str]]) -> None:
    assert [(hit.topic.id, hit.place) for hit in search(deck, query)] == found


def test_an_excerpt_shows_what_was_found_in_its_surroundings(deck: Deck) -> None:
    [hit] = search(deck, "lmer(")
    assert hit.excerpt.startswith("…")
    assert "405.79 of lmer(y ~ x), see here." in hit.excerpt
    assert hit.excerpt[hit.start : hit.end] == "lmer("
    [hit] = search(deck, "CAFE")
    assert hit.excerpt.startswith("Das Größte café: the")
    assert hit.excerpt[hit.start : hit.end] == "café"


WORDS = st.sampled_from(["a", "the", "mean", "ß", "é", "İ", "γ", "gamma", "lmer(", "*", "\n", "\\"])


@given(st.lists(WORDS | st.text(max_size=3), max_size=4).map(" ".join))
@settings(deadline=None)
def test_any_query(query: str) -> None:
    for hit in search(bundled(), query):
        assert "\n" not in hit.excerpt
        assert 0 <= hit.start < hit.end <= len(hit.excerpt)
        assert len(hit.excerpt) < 200


@lru_cache
def bundled() -> Deck:
    """The bundled course, read once."""
    return load_deck(bundled_content())
