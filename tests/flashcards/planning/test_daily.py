"""The choice of one day."""

from __future__ import annotations

from flashcards.planning.daily import Item, Outlook, choose, gains, outlook, price
from flashcards.planning.traces import Trace

EXAM = 100
LAST = {EXAM: Outlook(0.0, 0)}


def item(place: int, seconds: int = 180, needs: tuple[int, ...] = ()) -> Item:
    return Item(place, seconds, needs, (EXAM,), 6)


def known(stability: float, last: int = 90) -> tuple[Trace, ...]:
    return ((stability, 5.0, last, 6),)


NEW: tuple[Trace, ...] = ((0.0, 0.0, 0, 6),)


def test_on_the_last_day_the_most_forgotten_comes_first() -> None:
    items = [item(0), item(1), item(2)]
    state = {0: known(200.0), 1: known(2.0), 2: known(20.0)}
    assert choose(items, state, 99, 360, LAST) == [1, 2]


def test_gain_is_by_the_minute() -> None:
    items = [item(0, seconds=600), item(1, seconds=120)]
    assert choose(items, {0: known(4.0), 1: known(5.0)}, 99, 600, LAST) == [1]


def test_what_does_not_fit_leaves_room_for_what_does() -> None:
    items = [item(0), item(1, seconds=400), item(2, seconds=120)]
    state = {0: known(2.0), 1: known(0.5), 2: known(30.0)}
    assert choose(items, state, 99, 310, LAST) == [0, 2]


def test_new_topics_wait_for_what_they_build_on_even_on_the_same_day() -> None:
    items = [item(0), item(1, needs=(0,)), item(2, needs=(1,))]
    state = dict.fromkeys(range(3), NEW)
    assert choose(items, state, 50, 10_000, LAST) == [0, 1, 2]
    assert choose(items, state, 50, 10_000, LAST, skip=[1]) == [0]


def test_nothing_is_recalled_that_cannot_gain() -> None:
    assert choose([item(0)], {0: known(36_500.0, 98)}, 99, 10_000, LAST) == []


def test_what_would_be_forgotten_again_waits_for_the_sweep() -> None:
    """One place is left later: the lasting topic is taken today, the fleeting one then."""
    fleeting = gains(item(0), NEW, 80, EXAM, 99)
    assert fleeting.later > fleeting.now
    dear = fleeting.later / fleeting.seconds
    assert fleeting.worth(dear * 0.5) < fleeting.now


def test_the_price_is_the_gain_of_the_best_topic_without_a_place() -> None:
    found = [gains(item(n), known(s), 92, EXAM, 97) for n, s in enumerate((1.0, 5.0, 50.0))]
    ordered = sorted((each.later / each.seconds for each in found), reverse=True)
    assert price(found, 0) == ordered[0]
    assert price(found, 180) == ordered[1]
    assert price(found, 540) == 0


def test_the_sweep_is_spread_over_as_many_days_as_it_needs() -> None:
    days = list(range(1, 100))
    assert outlook(days, 600, 6000).sweep == 94  # the middle of the last ten
    assert outlook(days, 600, 600).sweep == 99
    assert outlook(days[:3], 60, 6000).sweep == 2
    assert outlook([], 600, 6000) == Outlook(0.0, 0)
