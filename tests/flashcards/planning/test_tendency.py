"""What recalls say about a memory."""

from __future__ import annotations

import random

import pytest

from flashcards.events import Answer, Recalled
from flashcards.memory import answer_point, forgetting_curve
from flashcards.planning.tendency import BINS, most_probable, place_of, tendency_of
from flashcards.planning.traces import FIRST, PUBLISHED
from tests.flashcards.histories import NO, POINTS, TODAY, YES, days, moment, recall


def life(speed: float, topics: int = 12, recalls: int = 8) -> list[Recalled]:
    """Recalls of somebody whose stabilities are those of the model times a speed."""
    chance = random.Random(4)
    found = []
    for number in range(topics):
        day = TODAY - days(300)
        states: dict = {}
        for count in range(recalls):
            given = {}
            for point in POINTS:
                state = states.get(point)
                if state is None:
                    given[point] = chance.choice([NO, YES])
                else:
                    gone = (day - state.last_day).days
                    had = chance.random() < forgetting_curve(gone, state.stability * speed)
                    given[point] = YES if had else NO
                states[point] = answer_point(state, given[point], day)
            key = f"p/t{number}"
            found.append(recall(f"{number}-{count}", moment(day), given, key))
            day += days(chance.randrange(2, 30))
    return found


def test_nothing_is_known_without_recalls() -> None:
    found = tendency_of([], {})
    assert (found.speed, found.decay) == (1.0, PUBLISHED.decay)
    assert found.first == pytest.approx(FIRST)


@pytest.mark.parametrize("speed", [0.25, 1.0, 3.0])
def test_it_finds_who_forgets_faster(speed: float) -> None:
    found = tendency_of(life(speed), {})
    assert found.decay in (PUBLISHED.decay, 0.3)
    assert 0.5 < found.speed / speed < 2 or found.decay == 0.3
    assert (found.speed < 0.6) == (speed < 0.6)


def test_topics_whose_beginning_is_not_there_are_left_out() -> None:
    recalls = life(0.25, topics=1)
    assert tendency_of(recalls[3:], {"p/t0": 8}) == tendency_of([], {})
    assert tendency_of(recalls, {"p/t0": 8}) != tendency_of([], {})


def test_a_second_recall_on_a_day_says_nothing() -> None:
    once = recall("a", moment(TODAY), dict.fromkeys("ab", YES), "p/one")
    again = recall("b", moment(TODAY, 23), dict.fromkeys("ab", Answer.NO), "p/one")
    assert tendency_of([once, again], {}) == tendency_of([once], {})


def test_few_answers_move_it_little() -> None:
    recalled, missed = [0.0] * BINS, [0.0] * BINS
    missed[place_of(1.0)] = 1
    assert most_probable(recalled, missed, [0, 0, 0]).speed >= 0.5


def test_shares_of_first_answers_add_up() -> None:
    found = most_probable([0.0] * BINS, [0.0] * BINS, [3, 8, 90])
    assert sum(found.first) == pytest.approx(1)
    assert found.first[2] > 0.7
