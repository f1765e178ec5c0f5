"""What builds on what: orders, depths and circles in a graph of prerequisites.

A graph maps each id to the ids that it builds on. Ids that are no key of it are left out of
account, and a circle never keeps anything from having an order and a depth.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

Graph = Mapping[str, Sequence[str]]


def ordered(graph: Graph) -> list[str]:
    """Ids with their prerequisites first; where there is a choice, by the alphabet."""
    return list(depths(graph))


def depths(graph: Graph) -> dict[str, int]:
    """How long the longest chain of prerequisites below each id is, in the order of study.

    In a circle the id that comes first by the alphabet is taken to come first.
    """
    waiting = {
        name: {need for need in needs if need in graph and need != name}
        for name, needs in graph.items()
    }
    opens = _reversed(waiting)
    ready = sorted(name for name, needs in waiting.items() if not needs)
    stuck = deque(sorted(waiting))
    found: dict[str, int] = {}
    while len(found) < len(waiting):
        name = heappop(ready) if ready else stuck.popleft()
        if name in found:
            continue
        found[name] = 1 + max((found[need] for need in graph[name] if need in found), default=-1)
        for dependant in opens[name]:
            waiting[dependant].discard(name)
            if not waiting[dependant]:
                heappush(ready, dependant)
    return found


def circles(graph: Graph, first: Iterable[str] = ()) -> list[tuple[str, ...]]:
    """Circles in the graph: each id that is in one is in at least one of these.

    Args:
        graph: the graph; an id that builds on itself makes no circle here.
        first: ids that a circle should start with if it can, in this order.

    Returns:
        Circles of two or more ids, each building on the next, and the last on the first.
    """
    inner = _without_ends(graph)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for name in [*(name for name in first if name in inner), *sorted(inner)]:
        if name in seen:
            continue
        circle = _shortest(inner, name)
        if circle:
            found.append(circle)
            seen.update(circle)
    return found


def _reversed(graph: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Id → the ids that build on it."""
    opens: dict[str, list[str]] = {name: [] for name in graph}
    for name, needs in graph.items():
        for need in needs:
            opens[need].append(name)
    return opens


def _without_ends(graph: Graph) -> dict[str, list[str]]:
    """The graph without all that leads into no circle."""
    needs = {name: {n for n in graph[name] if n in graph and n != name} for name in graph}
    opens = _reversed(needs)
    ends = [name for name in needs if not needs[name]]
    while ends:
        name = ends.pop()
        for dependant in opens[name]:
            needs[dependant].discard(name)
            if not needs[dependant]:
                ends.append(dependant)
    return {name: sorted(left) for name, left in needs.items() if left}


def _shortest(graph: Graph, start: str) -> tuple[str, ...]:
    """The shortest way from an id back to itself, or nothing."""
    came: dict[str, str] = {}
    queue = deque([start])
    while queue:
        name = queue.popleft()
        for need in graph[name]:
            if need == start:
                way = [name]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if need not in came and need in graph:
                came[need] = name
                queue.append(need)
    return ()
