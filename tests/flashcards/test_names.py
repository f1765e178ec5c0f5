"""A topic goes by its id, its title, the beginning of either, and its number."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.deck import Deck, bundled_content, load_deck
from flashcards.names import NoTopicError, topic_named


@lru_cache
def deck() -> Deck:
    return load_deck(bundled_content())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("random-slopes", "random-slopes"),
        ("lm-to-lmer/random-slopes", "random-slopes"),
        ("Random slopes", "random-slopes"),
        ("RANDOM   SLOPES", "random-slopes"),
        ("random s", "random-slopes"),
        ("random-s", "random-slopes"),
        ("pool", "pooling"),
        ("Pooling & shrinkage", "pooling"),
        ("pooling and shrinkage", "pooling"),
        ("Model parameters: fixed", "fixed-effects"),
        ("MLM", "nutshell"),
        ("5", "random-slopes"),
        ("17", "nutshell"),
        ("coef", "coef"),
    ],
)
def test_a_topic_is_found_by(name: str, found: str) -> None:
    assert topic_named(deck(), name).id == found


@pytest.mark.parametrize("topic", deck().topics, ids=lambda topic: topic.id)
def test_every_topic_is_found_by_its_id_and_by_its_title(topic: object) -> None:
    for name in (topic.id, topic.title, topic.key, topic.title.upper()):  # type: ignore[attr-defined]
        assert topic_named(deck(), name) == topic


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("random", "'random' could be 2 topics: random-intercepts, random-slopes. Name one of"),
        ("poolign", "There is no topic 'poolign'. Did you mean pooling (Pooling & shrinkage)?"),
        ("random slobes", "Did you mean random-slopes (Random slopes)?"),
        ("Nested variabels", "Did you mean nested (Nested variables)?"),
        ("zebra", "There is no topic 'zebra'; flashcards topics lists all of them."),
        ("0", "flashcards topics lists all"),
        ("18", "flashcards topics lists all"),
        ("", "flashcards topics lists all"),
        ("&", "flashcards topics lists all"),
        ("other/pooling", "Did you mean pooling"),
    ],
)
def test_what_is_said_where_none_or_several_could_be_meant(name: str, said: str) -> None:
    with pytest.raises(NoTopicError) as error:
        topic_named(deck(), name)
    assert said in str(error.value)


@given(st.text(max_size=30))
def test_any_name_is_a_topic_or_a_sentence(name: str) -> None:
    said = "."
    try:
        assert topic_named(deck(), name) in deck().topics
    except NoTopicError as error:
        said = str(error)
    assert said.endswith((".", "?"))
