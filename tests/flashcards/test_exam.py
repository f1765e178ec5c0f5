"""The plan for an exam: what it keeps to, whatever the days, clocks and memories are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.dates import WEEKDAYS
from flashcards.exam import Exam, ExamPlan, Tendency, exam_plan, plan_today, statuses_for
from flashcards.fold import TopicMemory, fold
from flashcards.schedule import Kind, Pace, State, plan, statuses
from flashcards.settings import Settings
from tests.flashcards.histories import TODAY, YES, days, journals, moment, recall, remembered, topic

PACE = Pace()
ANY = Tendency()


def course(size: int = 6) -> list[Topic]:
    return [topic(f"t{n}", after=(f"t{n - 1}",) if n else ()) for n in range(size)]


def known(stability: float, ago: int = 5) -> TopicMemory:
    return remembered(dict.fromkeys("abcdef", stability), moment(TODAY - days(ago)))


def made(
    exams: Sequence[Exam],
    memories: Mapping[str, TopicMemory] = {},
    now: Moment = moment(),  # noqa: B008
    topics: Sequence[Topic] = (),
    **others: object,
) -> ExamPlan:
    found = exam_plan(
        topics or course(),
        memories,
        PACE,
        Settings(exams=tuple(exams), **others),
        now,
        ANY,  # type: ignore[arg-type]
    )
    assert found is not None
    return found


def exam(ahead: int = 20, **others: object) -> Exam:
    return Exam(TODAY + days(ahead), **others)  # type: ignore[arg-type]


def assert_sound(found: ExamPlan, now: Moment) -> None:
    """What holds of every plan."""
    last = max(forecast.exam.date for forecast in found.forecasts)
    assert [day.day for day in found.days] == [
        now.day + days(n) for n in range((last - now.day).days)
    ]
    for day in found.days:
        assert 0 <= day.minutes <= day.budget + 1e-9
        assert not (day.off and day.tasks)
        keys = [task.topic for task in day.tasks]
        assert len(set(keys)) == len(keys), "no topic twice a day"
    for forecast in found.forecasts:
        assert forecast.days_left > 0
        for row in (*forecast.topics, forecast):
            assert 0 <= row.low <= row.with_plan <= row.high <= 1
            assert 0 <= row.stopped <= 1
            assert 0 <= row.usual <= 1


# -- days -----------------------------------------------------------------------------------------


def test_the_plan_overrides_the_pace_of_new_topics_and_keeps_their_order() -> None:
    found = made([exam(minutes=10)])
    new = [task.topic for day in found.days for task in day.tasks if task.kind is Kind.NEW]
    assert new == [f"p/t{n}" for n in range(6)]
    assert len(found.days[0].tasks) == 3  # of three minutes each


def test_a_day_off_has_nothing_by_date_and_by_weekday() -> None:
    free = TODAY + days(3)
    found = made([exam(days_off=(free,))], days_off=("saturday",))
    for day in found.days:
        assert day.off == (day.day == free or WEEKDAYS[day.day.weekday()] == "Saturday")


def test_a_missed_day_is_planned_anew() -> None:
    """Nothing piles up: the plan from tomorrow is as if today had been a day off."""
    one, off = exam(), exam(days_off=(TODAY,))
    tomorrow = moment(TODAY + days(1))
    assert made([one], now=tomorrow).days == made([off]).days[1:]


def test_every_topic_is_swept_in_the_last_days_as_far_as_minutes_reach() -> None:
    memories = {f"p/t{n}": known(3.0 + n) for n in range(6)}
    found = made([exam(20, minutes=6)], memories)  # two a day: a sweep takes three days
    last = [task.topic for day in found.days[-3:] for task in day.tasks]
    assert sorted(last) == sorted(memories)


def test_a_topic_of_two_exams_serves_both_and_others_only_their_own() -> None:
    first, second = exam(7, name="a", topics=("t0", "t1")), exam(14, name="b", topics=("t0", "t5"))
    found = made([second, first])
    assert [forecast.exam.name for forecast in found.forecasts] == ["a", "b"]
    asked = [[row.topic for row in forecast.topics] for forecast in found.forecasts]
    assert asked == [["p/t0", "p/t1"], ["p/t0", "p/t5"]]
    after = {task.topic for day in found.days[7:] for task in day.tasks}
    assert after == {"p/t0", "p/t5"}
    assert {task.topic for day in found.days for task in day.tasks} == {"p/t0", "p/t1", "p/t5"}


def test_two_exams_on_one_day() -> None:
    found = made([exam(7, name="a", topics=("t0",)), exam(7, name="b", topics=("t1",))])
    assert_sound(found, moment())
    assert len(found.forecasts) == 2


def test_today_counts_what_was_done() -> None:
    memories = {"p/t0": remembered(dict.fromkeys("abcdef", 3.0), moment())}
    found = made([exam(minutes=10)], memories)
    assert found.days[0].budget == pytest.approx(7)
    assert "p/t0" not in {task.topic for task in found.days[0].tasks}


# -- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [-30, 0, 366, 3000])
def test_no_plan_where_none_can_be(ahead: int) -> None:
    wanted = Settings(exams=(exam(ahead),))
    assert exam_plan(course(), {}, PACE, wanted, moment(), ANY) is None
    now = plan_today(course(), {}, PACE, wanted, moment())
    assert now == plan(course(), {}, PACE, moment())


def test_fewer_minutes_than_a_topic_takes_still_give_one_a_day_and_say_so() -> None:
    found = made([exam(minutes=1)])
    assert all(len(day.tasks) <= 1 for day in found.days)
    assert "more than a day of yours has" in found.forecasts[0].notes[0]


def test_more_topics_than_minutes_are_named_with_what_would_do() -> None:
    found = made([exam(2, minutes=5)])
    note = found.forecasts[0].notes[0]
    assert note == (
        "4 of 6 topics do not fit in: T2, T3, T4 and 1 other. "
        "9 minutes a day would be enough to meet all of them."
    )
    enough = made([exam(2, minutes=9)])
    assert enough.forecasts[0].notes == ()


def test_unknown_topics_are_named_and_left_out() -> None:
    found = made([exam(topics=("t1", "gone"))])
    assert "no topic gone" in found.forecasts[0].notes[0]
    assert exam_plan(
        course(), {}, PACE, Settings(exams=(exam(topics=("gone",)),)), moment(), ANY
    ) is None  # fmt: skip


def test_all_days_off() -> None:
    free = tuple(TODAY + days(n) for n in range(4))
    found = made([exam(4, days_off=free)])
    assert_sound(found, moment())
    assert "No study day is left" in found.forecasts[0].notes[0]


# -- forecasts ------------------------------------------------------------------------------------


def test_study_is_expected_to_help() -> None:
    memories = {f"p/t{n}": known(3.0 + n) for n in range(4)}
    forecast = made([exam(20, minutes=10)], memories).forecasts[0]
    assert forecast.stopped < forecast.usual < forecast.with_plan
    assert (forecast.answered, forecast.points) == (24, 36)
    assert "24 of 36 points have been answered" in forecast.basis


def test_without_answers_it_is_a_guess_and_says_so() -> None:
    assert "guess" in made([exam()]).forecasts[0].basis


# -- today ----------------------------------------------------------------------------------------


def test_today_is_the_first_day_of_the_plan() -> None:
    memories = {f"p/t{n}": known(2.0 + 5 * n) for n in range(3)}
    wanted = Settings(exams=(exam(18, minutes=12),))
    now = plan_today(course(), memories, PACE, wanted, moment())
    first = made([exam(18, minutes=12)], memories).days[0]
    assert [task.topic for task in now.today] == [task.topic for task in first.tasks]
    assert {task.why for task in now.today} == {"for the exam in 18 days"}
    assert [task.kind for task in now.today] == [task.kind for task in first.tasks]


def test_minutes_that_are_left_go_to_other_due_topics() -> None:
    memories = {"p/t0": known(1.0), "p/t5": known(1.0)}
    wanted = Settings(exams=(exam(18, minutes=15, topics=("t0",)),))
    now = plan_today(course(), memories, PACE, wanted, moment())
    assert [task.topic for task in now.today] == ["p/t0", "p/t5"]
    assert now.today[1].why == "mean recall below 90 %"
    short = Settings(exams=(exam(18, minutes=3, topics=("t0",)),))
    now = plan_today(course(), memories, PACE, short, moment())
    assert now.later[0].why == "mean recall below 90 %; today's minutes are full"


def test_the_statuses_follow_the_plan() -> None:
    memories = {f"p/t{n}": known(900.0, ago=30) for n in range(6)}
    topics = course()
    wanted = Settings(exams=(exam(2),))
    now = plan_today(topics, memories, PACE, wanted, moment())
    found = statuses_for(statuses(topics, memories, PACE, moment()), now, TODAY)
    here = {task.topic for task in now.today}
    assert here
    assert {status.topic for status in found if status.state is State.DUE} == here


# -- whatever happens -----------------------------------------------------------------------------

zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
instants = st.datetimes(datetime(2027, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(journals(), instants, zones, st.integers(-3, 40), st.integers(1, 40), st.data())
def test_no_day_is_lost_doubled_or_negative(
    events: list, at: datetime, zone: str, ahead: int, minutes: int, data: st.DataObject
) -> None:
    """Journals whose last event may lie after now, by a clock set back; any zone, any day."""
    now = Moment.of(at.astimezone(ZoneInfo(zone)))
    topics = [topic("one"), topic("two", after=("one",)), topic("three", points="abc")]
    off = data.draw(st.lists(st.integers(-2, 40), max_size=3))
    wanted = Exam(
        now.day + days(ahead), minutes=minutes, days_off=tuple(now.day + days(n) for n in off)
    )
    chosen = Settings(exams=(wanted,))
    found = exam_plan(topics, fold(events), PACE, chosen, now, ANY)
    assert found == exam_plan(topics, fold(events), PACE, chosen, now, ANY)
    plan_today(topics, fold(events), PACE, chosen, now)
    if ahead <= 0:
        assert found is None
        return
    assert found is not None
    assert_sound(found, now)


@pytest.mark.parametrize(
    ("night", "zone"),
    [
        (datetime(2027, 3, 28), "Europe/Berlin"),
        (datetime(2027, 10, 31), "Europe/Berlin"),
        (datetime(2027, 3, 14), "America/New_York"),
        (datetime(2028, 2, 29), "Asia/Kolkata"),
    ],
)
def test_days_left_fall_by_one_a_study_day_through_the_night(night: datetime, zone: str) -> None:
    """Hour by hour over a night when clocks change, and over 29 February."""
    start = night.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=12)
    wanted = Exam(night.date() + days(5))
    seen: dict[date, int] = {}
    for hour in range(48):
        now = Moment.of((start + timedelta(hours=hour)).astimezone(ZoneInfo(zone)))
        found = exam_plan(course(), {}, PACE, Settings(exams=(wanted,)), now, ANY)
        assert found is not None
        left = found.forecasts[0].days_left
        assert len(found.days) == left
        assert seen.setdefault(now.day, left) == left
    assert [b - a for a, b in zip(seen.values(), list(seen.values())[1:], strict=False)] == [-1] * (
        len(seen) - 1
    )


def test_a_year_without_study() -> None:
    events = [recall("e", moment(TODAY - days(365)), dict.fromkeys("abcdef", YES), "p/t0")]
    found = made([exam(10)], fold(events))
    assert_sound(found, moment())
    assert 0 < found.forecasts[0].topics[0].stopped < 0.7


def test_after_the_exam_the_schedule_is_the_usual_one() -> None:
    memories = {f"p/t{n}": known(9.0) for n in range(3)}
    chosen = Settings(exams=(exam(4),))
    after = moment(TODAY + days(4))
    assert plan_today(course(), memories, PACE, chosen, after) == plan(
        course(), memories, PACE, after
    )


def test_the_order_in_which_exams_stand_does_not_matter() -> None:
    one, two = exam(9, name="a", topics=("t0",)), exam(12, name="b")
    assert made([one, two]).days == made([two, one]).days
    assert replace(one, name="c") != one
