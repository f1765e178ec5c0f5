"""Tables of progress: hand-computed histories, FSRS from its own package, and time that jumps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.calibration import Verdict
from flashcards.clock import Moment
from flashcards.due import due_day, stand
from flashcards.events import Answer, Drilled, Event, Recalled
from flashcards.fold import fold, standing
from flashcards.progress import Progress, at_once, progress, soon
from flashcards.progress.forecast import AHEAD, PAST
from flashcards.progress.history import replay
from flashcards.progress.outcome import judgement, retention, wilson
from tests.flashcards.histories import TODAY, days, journals, moment, recall, topic, undo

NO, PARTLY, YES = Answer.NO, Answer.PARTLY, Answer.YES
RATINGS = {NO: Rating.Again, PARTLY: Rating.Hard, YES: Rating.Good}

ONE = topic("one", "ab")
TWO = topic("two", "ab", after=("one",))


def on(day: date) -> Moment:
    return moment(day, hour=20)


def answers(*given: Answer) -> dict[str, Answer]:
    return dict(zip("abcdef", given, strict=False))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def foreseen_by_fsrs(history: list[tuple[date, Answer]], day: date) -> float:
    """The probability that the fsrs package itself gives for a day after a history."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1, due=noon(history[0][0]))
    for when, answer in history:
        card, _ = scheduler.review_card(card, RATINGS[answer], noon(when))
    assert card.state == State.Review
    return float(scheduler.get_card_retrievability(card, noon(day)))


# What was foreseen ------------------------------------------------------------------------------


def test_what_was_foreseen_of_each_answer_is_what_fsrs_foresees() -> None:
    first, second, third = TODAY - days(30), TODAY - days(25), TODAY - days(9)
    events: list[Event] = [
        recall("1", on(first), answers(YES, NO)),
        recall("2", on(second), answers(YES, PARTLY)),
        recall("3", on(third), answers(NO, YES)),
    ]
    attempts = replay(standing(events)).attempts
    assert attempts[0].foreseen == {}
    assert attempts[1].foreseen == {
        "a": pytest.approx(foreseen_by_fsrs([(first, YES)], second)),
        "b": pytest.approx(foreseen_by_fsrs([(first, NO)], second)),
    }
    assert attempts[2].foreseen == {
        "a": pytest.approx(foreseen_by_fsrs([(first, YES), (second, YES)], third)),
        "b": pytest.approx(foreseen_by_fsrs([(first, NO), (second, PARTLY)], third)),
    }
    assert [each.since for each in attempts] == [None, 5, 16]
    assert [each.number for each in attempts] == [1, 2, 3]
    assert [each.coverage for each in attempts] == [0.5, 0.75, 0.5]


def test_partly_counts_as_recalled_and_extra_recalls_do_not_count() -> None:
    first = TODAY - days(10)
    events: list[Event] = [
        recall("1", on(first), answers(YES, YES)),
        recall("2", moment(first, hour=21), answers(NO, NO)),
        recall("3", on(TODAY), answers(PARTLY, NO)),
    ]
    found = retention(replay(standing(events)).attempts)
    assert found.answers == 2
    assert found.recalled == 0.5
    assert found.predicted == pytest.approx(foreseen_by_fsrs([(first, YES)], TODAY))
    assert sum(each.answers for each in found.bins) == 2
    assert "below 30 answers" in found.words


def test_what_was_taken_back_never_happened() -> None:
    events: list[Event] = [
        recall("1", on(TODAY - days(3)), answers(YES, YES)),
        recall("2", on(TODAY), answers(NO, NO)),
    ]
    with_it = progress([ONE], [*events, undo("u", "2", on(TODAY))], on(TODAY))
    assert with_it == progress([ONE], events[:1], on(TODAY))


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    # R: prop.test(x, n, correct = FALSE)$conf.int
    [(8, 10, 0.490162472, 0.943317849), (0, 5, 0.0, 0.434482465), (5, 5, 0.565517535, 1.0),
     (81, 100, 0.722211546, 0.874852485)],
)  # fmt: skip
def test_the_interval_of_a_share(successes: int, count: int, low: float, high: float) -> None:
    assert wilson(successes, count) == pytest.approx((low, high), abs=1e-6)


def test_a_forecast_that_fails_is_said_to() -> None:
    events: list[Event] = []
    for number in range(20):
        start = TODAY - days(400 - number)
        key = f"p/{number}"
        events.append(recall(f"a{number}", on(start), answers(YES, YES), key))
        events.append(recall(f"b{number}", on(start + days(2)), answers(NO, NO), key))
    words = retention(replay(standing(events)).attempts).words
    assert words == (
        "Of 40 answers 91 % were foreseen to be recalled, and 0 % were: "
        "you forget faster than the forecast says."
    )


# Recall by day ----------------------------------------------------------------------------------


def test_mean_recall_by_day_is_that_of_the_memory_on_that_day() -> None:
    first = TODAY - days(8)
    events: list[Event] = [recall("1", on(first), answers(YES, NO))]
    (row,) = progress([ONE], events, on(TODAY)).recall
    assert len(row.past) == PAST + 1
    assert len(row.ahead) == AHEAD
    assert row.past[: -1 - 8] == (None,) * (PAST - 8)
    assert row.past[-1 - 8] == 1.0
    for back in (7, 3, 0):
        mean = (
            sum(foreseen_by_fsrs([(first, answer)], TODAY - days(back)) for answer in (YES, NO)) / 2
        )
        assert row.past[-1 - back] == pytest.approx(mean)
    ahead = sum(foreseen_by_fsrs([(first, a)], TODAY + days(5)) for a in (YES, NO)) / 2
    assert row.ahead[4] == pytest.approx(ahead)
    assert row.recalled == (-8,)


def test_what_the_memories_say_at_once_is_the_end_of_the_whole() -> None:
    events: list[Event] = [
        recall("1", on(TODAY - days(20)), answers(YES, NO)),
        recall("2", on(TODAY - days(6)), answers(YES, YES)),
        recall("3", on(TODAY - days(2)), answers(NO, NO), "p/two"),
    ]
    quick = at_once([ONE, TWO], fold(events), on(TODAY))
    whole = progress([ONE, TWO], events, on(TODAY))
    assert not quick.complete
    assert whole.complete
    assert (quick.work, quick.later, quick.unmet) == (whole.work, whole.later, whole.unmet)
    for early, late in zip(quick.recall, whole.recall, strict=True):
        assert early.ahead == late.ahead
        known = [n for n, share in enumerate(early.past) if share is not None]
        assert known
        assert [early.past[n] for n in known] == [late.past[n] for n in known]


def test_what_comes_back_when() -> None:
    events: list[Event] = [recall("1", on(TODAY - days(2)), answers(YES, YES))]
    found = progress([ONE, TWO], events, on(TODAY))
    back = due_day(ONE, fold(events)["p/one"], on(TODAY))
    assert back == TODAY + days(1)
    assert [each.day for each in found.work if each.topics] == [back]
    assert found.work[1].minutes == pytest.approx(2 + 20 / 60)
    assert (found.later, found.unmet) == (0, 1)


# Comfort ----------------------------------------------------------------------------------------


def judged(*pairs: tuple[int, float], key: str = "p/one") -> list[Event]:
    """Recalls with a comfort and four points, a share of which is recalled."""
    made: list[Event] = []
    for number, (comfort, share) in enumerate(pairs):
        given = {name: YES if place < share * 4 else NO for place, name in enumerate("abcd")}
        event = recall(f"{key}{number}", on(TODAY - days(60 - number)), given, key)
        made.append(Recalled(event.id, "d", event.moment, key, "", 60.0, comfort, False, given))
    return made


def test_no_verdict_before_five_recalls() -> None:
    found = judgement([ONE], replay(standing(judged(*[(5, 0.0)] * 4))).attempts)
    assert found.verdict is None
    assert found.topics == ()
    assert "1 to go" in found.words


def test_topics_that_feel_easier_than_they_are_are_named() -> None:
    # Comfort 5 expects 1, comfort 1 expects 0; each is wrong by a half.
    events = judged(*[(5, 0.5)] * 5) + judged(*[(1, 0.5)] * 5, key="p/two")
    found = judgement([ONE, TWO], replay(standing(events)).attempts)
    assert [(each.topic, each.verdict) for each in found.topics] == [
        ("p/one", Verdict.OVERCONFIDENT),
        ("p/two", Verdict.UNDERCONFIDENT),
    ]
    assert found.verdict is Verdict.WELL_JUDGED
    assert "Feels easier than it is: One." in found.words
    assert "You know more than you think of: Two." in found.words
    assert [(row.comfort, row.recalls, row.expected, row.recalled) for row in found.rows] == [
        (1, 5, 0.0, 0.5), (2, 0, 0.25, None), (3, 0, 0.5, None), (4, 0, 0.75, None),
        (5, 5, 1.0, 0.5),
    ]  # fmt: skip


# Nothing yet, and everything at once ------------------------------------------------------------


def test_an_empty_journal() -> None:
    found = progress([ONE, TWO], [], on(TODAY))
    assert found.unmet == 2
    assert found.coverage == ()
    assert found.time.study_days == found.time.streak == 0
    assert all(share is None for row in found.recall for share in row.past)
    assert found.retention.words == "No key point has been answered twice yet."


def test_topics_that_left_the_course_leave_no_row() -> None:
    events: list[Event] = [
        recall("1", on(TODAY), answers(YES), "p/gone"),
        Drilled("2", "d", on(TODAY), "p/gone", "a", YES),
    ]
    found = progress([ONE], events, on(TODAY))
    assert found.coverage == ()
    assert [row.topic for row in found.recall] == ["p/one"]
    assert found.time.study_days == 1


def check(found: Progress, events: list[Event], now: Moment) -> None:
    """What holds whatever happened and whatever the clock did."""
    topics = [topic(name) for name in ("one", "two", "three")]
    memories = fold(events)
    for row, each in zip(found.recall, topics, strict=True):
        shares = [share for share in (*row.past, *row.ahead) if share is not None]
        assert all(0 <= share <= 1 for share in shares)
        assert all(a >= b - 1e-12 for a, b in zip(row.ahead, row.ahead[1:], strict=False))
        assert all(-PAST <= day <= 0 for day in row.recalled)
        assert len(set(row.recalled)) == len(row.recalled)
        standing_now = stand(each, memories.get(each.key), now)
        recalled = each.key in memories and memories[each.key].last is not None
        assert row.past[-1] == (pytest.approx(standing_now.mean_r) if recalled else None)
    assert [work.day for work in found.work] == [now.day + days(n) for n in range(AHEAD + 1)]
    assert sum(len(work.topics) for work in found.work) + found.later + found.unmet == 3
    assert all(each.minutes >= 0 for each in found.time.days)
    assert [each.day for each in found.time.days] == [
        now.day - days(n) for n in range(PAST, -1, -1)
    ]
    assert 0 <= found.time.streak <= max(found.time.longest, 1) <= max(found.time.study_days, 1)
    recalls = [event for event in standing(events) if isinstance(event, Recalled)]
    assert sum(each.recalls for each in found.coverage) == len(recalls)


@settings(max_examples=60, deadline=None)
@given(journals(), st.integers(-30, 400))
def test_time_never_runs_backwards(events: list[Event], later: int) -> None:
    now = on(max((event.moment.day for event in events), default=TODAY) + days(later))
    found = progress([topic(name) for name in ("one", "two", "three")], events, now)
    check(found, events, now)
    for attempt in replay(standing(events)).attempts:
        assert attempt.since is None or attempt.since >= 0
        assert all(0 < chance <= 1 for chance in attempt.foreseen.values())


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2028, 3, 1), date(2029, 2, 28)])
def test_the_29th_of_february_is_a_day_like_others(today: date) -> None:
    events: list[Event] = [recall("1", on(date(2028, 2, 28)), answers(YES, YES))]
    found = progress([ONE], events, on(today))
    away = (today - date(2028, 2, 28)).days
    assert found.recall[0].past[-1] == pytest.approx(
        foreseen_by_fsrs([(date(2028, 2, 28), YES)], today)
    )
    assert found.recall[0].recalled == ((-away,) if away <= PAST else ())


def test_nights_of_a_clock_change_lose_no_day() -> None:
    # Central Europe: 25 October 2026 has 25 hours, 28 March 2027 has 23.
    for change in (date(2026, 10, 25), date(2027, 3, 28)):
        before, after = (60, 120) if change.month == 3 else (120, 60)
        events: list[Event] = [
            recall("1", moment(change - days(1), hour=21, offset=before), answers(YES, YES)),
            recall("2", moment(change, hour=20.5, offset=after), answers(YES, NO)),
        ]
        attempts = replay(standing(events)).attempts
        assert [each.since for each in attempts] == [None, 1]
        assert all(each.counted for each in attempts)
        found = progress([ONE], events, moment(change, hour=22, offset=after))
        assert found.recall[0].recalled == (-1, 0)
        assert found.time.streak == 2


def test_a_clock_that_was_set_back_breaks_nothing() -> None:
    events: list[Event] = [
        recall("1", on(TODAY), answers(YES, YES)),
        recall("2", on(TODAY - days(40)), answers(NO, NO)),
    ]
    now = on(TODAY - days(40))
    found = progress([ONE], events, now)
    assert found.recall[0].past[-1] == 1.0
    assert found.recall[0].recalled == ()
    assert [each.counted for each in found.coverage[0].tries] == [True, False]
    assert found.time.streak == 1


def test_a_year_away() -> None:
    events: list[Event] = [recall("1", on(TODAY - days(366)), answers(YES, YES))]
    found = progress([ONE], events, on(TODAY))
    assert found.work[0].topics == ("p/one",)
    assert found.time.streak == 0
    assert found.time.longest == 1
    assert found.recall[0].past[-1] == pytest.approx(
        foreseen_by_fsrs([(TODAY - timedelta(366), YES)], TODAY)
    )


@settings(max_examples=40, deadline=None)
@given(journals(), st.integers(0, 400))
def test_what_is_told_soon_is_a_part_of_the_whole(events: list[Event], later: int) -> None:
    now = on(max((event.moment.day for event in events), default=TODAY) + days(later))
    topics = [topic(name) for name in ("one", "two", "three")]
    early, late = soon(topics, events, fold(events), now), progress(topics, events, now)
    assert not early.complete
    assert early.coverage == late.coverage
    assert early.judgement == late.judgement
    assert early.time == late.time
    assert early.work == late.work
