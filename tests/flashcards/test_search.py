"""Words are found in all cards, whatever their case, accents and markup."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.deck import Deck, bundled_content, load_deck
from flashcards.search import excerpt, search
from tests.flashcards.cards_on_disk import card, course, write

BODY = """\
Das **Größte** café: the [405.79]{=fixef.x1 of one} of `lmer(y ~ x)`, see [here](https://a.b/hidden).

| $\\widehat{\\gamma}_{00}$ | *estimate* |
|---|:-:|
| x1 * x2 | İstanbul \\| Ankara |

### A heading
> A quotation
> of two lines
- an item
  that goes on
2. a second one

$$\\begin{aligned} \\color{orange}{\\zeta_{0i}} &= 1 \\\\
\\rho &= 2 \\end{aligned}$$

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


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("grosste", "Das **Größte** café: the [405.79]{=fixef.x1 of one} of `lmer(y ~ x)`, "
         "see [here](https://a.b/hidden)."),
        ("estimate", r"$\widehat{\gamma}_{00}$; *estimate*"),
        ("ankara", "x1 * x2; İstanbul | Ankara"),
        ("heading", "A heading"),
        ("quotation", "A quotation"),
        ("item", "an item that goes on"),
        ("second", "a second one"),
        ("ranef", "`ranef(m)$subject`"),
        ("zeta", r"$\begin{aligned} \color{orange}{\zeta_{0i}} &= 1 \\ \rho &= 2 \end{aligned}$"),
        ("where", "Where to?"),
        ("pulls", "Shrinkage pulls towards the mean"),
    ],
)  # fmt: skip
def test_a_hit_is_one_block_as_inline_markdown(deck: Deck, query: str, source: str) -> None:
    hits = {hit.topic.id: hit for hit in search(deck, query)}
    assert hits["a"].source == source


@pytest.mark.parametrize("query", ["aligned", "orange", "begin", "`", "|---|", "###"])
def test_signs_of_markdown_and_maths_are_no_words(deck: Deck, query: str) -> None:
    assert search(deck, query) == []


# -- excerpts ------------------------------------------------------------------------------------


TEXT = "Das Größte café steht hier, und γ₀₀ ist das Mittel aller Gruppen in diesem langen Satz."


def cut(query: str, room: int, text: str = TEXT) -> tuple[str, str]:
    """An excerpt, and the word in it."""
    words = tuple((word.lower(),) for word in query.split())
    found = excerpt(text, words, room)
    return found.text, found.text[found.start : found.end]


def test_an_excerpt_that_fits_is_the_whole_text() -> None:
    assert cut("cafe", 200) == (TEXT, "café")
    assert cut("cafe", len(TEXT)) == (TEXT, "café")


def test_an_excerpt_is_cut_at_words_on_both_sides() -> None:
    assert cut("cafe", 30) == ("Das Größte café steht hier,…", "café")
    assert cut("aller", 40) == ("…und γ₀₀ ist das Mittel aller Gruppen…", "aller")
    assert cut("satz", 40)[0].startswith("…")
    assert cut("satz", 40)[1] == "Satz"


def test_a_subscript_is_found_by_its_digit() -> None:
    assert cut("00", 200)[1] == "₀₀"


def test_a_hat_is_found_with_its_letter() -> None:
    assert cut("γ", 200, "t = γ\u0302 and")[1] == "γ\u0302"


def test_a_text_that_does_not_hold_the_word_begins_at_its_beginning() -> None:
    assert cut("nowhere", 20) == ("Das Größte café…", "")
    assert cut("nowhere", 20, "") == ("", "")


def test_lines_become_one() -> None:
    assert cut("two", 40, "one\n  two\tthree") == ("one two three", "two")


WORDS = st.sampled_from(["a", "the", "mean", "ß", "é", "İ", "γ", "gamma", "lmer(", "*", "\n", "\\"])


QUERIES = st.lists(WORDS | st.text(max_size=3), max_size=4).map(" ".join)


@given(QUERIES, st.integers(2, 120))
@settings(deadline=None)
def test_any_query(query: str, room: int) -> None:
    for hit in search(bundled(), query):
        assert "\n" not in hit.source
        found = excerpt(hit.source, hit.words, room)
        assert 0 <= found.start <= found.end <= len(found.text) <= room


@given(st.text("ab ζ₀é\n", max_size=60), st.text("abζ0e", min_size=1, max_size=3),
       st.integers(2, 60))  # fmt: skip
def test_any_excerpt(text: str, word: str, room: int) -> None:
    found = excerpt(text, ((word,),), room)
    assert len(found.text) <= room
    assert "\n" not in found.text
    assert 0 <= found.start <= found.end <= len(found.text)


@lru_cache
def bundled() -> Deck:
    """The bundled course, read once."""
    return load_deck(bundled_content())
