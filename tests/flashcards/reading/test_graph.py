"""Orders, depths and circles of prerequisites."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flashcards.reading.graph import circles, depths, ordered

DIAMOND = {"d": ["b", "c"], "c": ["a"], "b": ["a"], "a": []}


def test_prerequisites_come_first_and_then_the_alphabet_decides() -> None:
    assert ordered(DIAMOND) == ["a", "b", "c", "d"]
    assert ordered({"a": ["z"], "z": [], "b": []}) == ["b", "z", "a"]


def test_depth_is_the_longest_way_down() -> None:
    graph = {**DIAMOND, "e": ["a", "d"], "alone": []}
    assert depths(graph) == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3, "alone": 0}


def test_what_is_unknown_or_itself_is_left_out_of_account() -> None:
    assert depths({"a": ["gone", "a"]}) == {"a": 0}
    assert circles({"a": ["gone", "a"]}) == []


def test_a_circle_still_has_an_order() -> None:
    graph = {"b": ["c"], "c": ["b"], "d": ["c"], "a": []}
    assert ordered(graph) == ["a", "b", "c", "d"]
    assert depths(graph)["d"] > depths(graph)["c"]


def test_circles_are_named_once_from_where_one_wants() -> None:
    graph = {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"], "e": []}
    assert circles(graph) == [("a", "b", "c")]
    assert circles(graph, ["c", "e"]) == [("c", "a", "b")]


def test_circles_that_share_a_topic_are_both_found() -> None:
    graph = {"a": ["b", "c"], "b": ["a"], "c": ["a"]}
    assert circles(graph) == [("a", "b"), ("c", "a")]


def test_a_long_chain_and_a_long_circle() -> None:
    chain = {f"{i:05}": [f"{i - 1:05}"] if i else [] for i in range(5_000)}
    assert depths(chain)["04999"] == 4_999
    assert circles(chain) == []
    [circle] = circles({**chain, "00000": ["04999"]})
    assert len(circle) == 5_000


NAMES = st.sampled_from("abcdefgh")


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=4), max_size=8))
def test_any_graph(graph: dict[str, list[str]]) -> None:
    order = ordered(graph)
    assert sorted(order) == sorted(graph)
    found = circles(graph)
    for circle in found:
        assert len(circle) > 1
        for name, need in zip(circle, [*circle[1:], circle[0]], strict=True):
            assert need in graph[name]
    if not found:
        for name in graph:
            for need in graph[name]:
                if need in graph and need != name:
                    assert order.index(need) < order.index(name)
                    assert depths(graph)[need] < depths(graph)[name]
