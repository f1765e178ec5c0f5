"""Today's plan: what is in it, in which order, and how every topic stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.fold import TopicMemory, fold
from flashcards.schedule import Kind, Pace, Plan, State, TopicStatus, plan, statuses
from flashcards.settings import Settings
from tests.flashcards.consistent import assert_consistent
from tests.flashcards.histories import (
    NO,
    PARTLY,
    TODAY,
    YES,
    days,
    moment,
    read,
    recall,
    remembered,
    topic,
)

NOW = moment()
PACE = Pace()  # one new topic, 15 minutes; a topic of six points takes 3 minutes
FAR = 1000.0


def names(tasks: Sequence[object]) -> str:
    """The topics of tasks by their ids: ``a b c``."""
    return " ".join(task.topic.removeprefix("p/") for task in tasks)  # type: ignore[attr-defined]


def course(**after: str) -> list[Topic]:
    """``course(a="", b="a")``: topics in order, each with the ids that it builds on."""
    return [topic(id_, after=tuple(ids.split())) for id_, ids in after.items()]


def known(stability: float, ago: int = 20, missed: str = "") -> TopicMemory:
    """Six points with this stability, last recalled so many days ago."""
    return remembered(dict.fromkeys("abcdef", stability), moment(TODAY - days(ago)), missed)


def made(
    topics: Sequence[Topic],
    memories: Mapping[str, TopicMemory],
    pace: Pace = PACE,
    now: Moment = NOW,
) -> Plan:
    return plan(topics, {f"p/{id_}": memory for id_, memory in memories.items()}, pace, now)


def test_the_defaults_are_those_of_the_settings() -> None:
    names = list(Pace.__struct_fields__)
    assert [getattr(Pace(), n) for n in names] == [getattr(Settings(), n) for n in names]


# Due -------------------------------------------------------------------------------------------


def test_lowest_mean_recall_first() -> None:
    plans = made(
        course(a="", b="", c="", d=""),
        {"a": known(9), "b": known(2), "c": known(FAR), "d": known(5)},
    )
    assert names(plans.today) == "b d a"
    assert [task.kind for task in plans.today] == [Kind.DUE] * 3
    assert [task.mean_r for task in plans.today] == sorted(t.mean_r or 0 for t in plans.today)
    assert names(plans.upcoming) == "c"


def test_equal_means_go_in_course_order() -> None:
    plans = made(course(b="", a="", c=""), dict.fromkeys("abc", known(5)))
    assert names(plans.today) == "b a c"


def test_what_does_not_fit_the_minutes_can_wait_and_says_so() -> None:
    memories = {"a": known(6), "b": known(5), "c": known(4), "d": known(3)}
    plans = made(course(a="", b="", c="", d=""), memories, Pace(minutes_per_day=8))
    assert names(plans.today) == "d c"
    assert plans.minutes == 6
    assert names(plans.later) == "b a"
    assert all(task.why.endswith("today's minutes are full") for task in plans.later)


@pytest.mark.parametrize(
    ("minutes", "expected"), [(5.9, "d"), (6, "d c"), (1, "d"), (12, "d c b a")]
)
def test_the_budget_to_the_minute(minutes: float, expected: str) -> None:
    memories = {"a": known(6), "b": known(5), "c": known(4), "d": known(3)}
    plans = made(course(a="", b="", c="", d=""), memories, Pace(1, minutes))
    assert names(plans.today) == expected


def test_a_shorter_topic_does_not_jump_the_queue() -> None:
    long, short = topic("long", minutes=10), topic("short", minutes=1)
    plans = made([short, long, topic("x")], {"short": known(9), "long": known(2), "x": known(1)},
                 Pace(minutes_per_day=5))  # fmt: skip
    assert names(plans.today) == "x"
    assert names(plans.later) == "long short"


def test_minutes_are_the_recall_and_ten_seconds_a_point() -> None:
    own = topic("own", minutes=4)
    plans = made([own, topic("b")], {"own": known(3), "b": known(4)}, Pace(recall_minutes=1.5))
    assert [task.minutes for task in plans.today] == [5.0, 2.5]
    assert plans.minutes == 8


def test_what_was_done_today_counts_against_the_minutes() -> None:
    memories = {
        "a": known(3, ago=0),
        "b": known(3, ago=0),
        "c": known(5),
        "d": known(6),
    }
    plans = made(course(a="", b="", c="", d=""), memories, Pace(minutes_per_day=9))
    assert plans.done_today == ("p/a", "p/b")
    assert names(plans.today) == "c"
    assert names(plans.later) == "d"


def test_one_topic_a_day_however_few_the_minutes_but_not_one_after_another() -> None:
    topics, tiny = course(a="", b=""), Pace(minutes_per_day=1)
    assert names(made(topics, {"a": known(3), "b": known(5)}, tiny).today) == "a"
    after = made(topics, {"a": known(3, ago=0), "b": known(5)}, tiny)
    assert (names(after.today), names(after.later)) == ("", "b")
    assert after.minutes == 0


def test_not_due_within_six_hours_of_the_last_recall() -> None:
    evening = moment(TODAY - days(1), 27.5)
    memory = remembered(dict.fromkeys("abcdef", 0.01), evening)
    early = made(course(a=""), {"a": memory}, now=moment(hour=9))
    assert early.today == ()
    assert early.upcoming == (("p/a", TODAY),)
    assert names(made(course(a=""), {"a": memory}, now=moment(hour=10)).today) == "a"


def test_upcoming_is_in_order_of_days() -> None:
    plans = made(
        course(a="", b="", c=""),
        {"a": known(FAR), "b": known(30, ago=1), "c": known(FAR, ago=900)},
    )
    assert [(key, (day - TODAY).days) for key, day in plans.upcoming] == [
        ("p/b", 30),
        ("p/c", 101),
        ("p/a", 981),
    ]


# New -------------------------------------------------------------------------------------------


def test_the_first_day_offers_the_first_topic() -> None:
    plans = made(course(a="", b="a", c="a"), {})
    assert names(plans.today) == "a"
    assert plans.today[0].kind == "new"
    assert plans.today[0].mean_r is None
    assert plans.today[0].why == "needs nothing before it"
    assert names(made(course(a=""), {}, Pace(minutes_per_day=1)).today) == "a"


def test_new_topics_wait_for_those_they_build_on() -> None:
    topics = course(d="c", b="a", c="a b", a="")
    assert names(made(topics, {}).today) == "a"
    assert names(made(topics, {"a": known(FAR)}).today) == "b"
    assert names(made(topics, {"a": known(FAR), "b": known(FAR)}).today) == "c"


def test_as_many_new_topics_as_she_wants() -> None:
    topics = course(a="", b="a", c="a", d="a", e="a")
    memories = {"a": known(FAR)}
    assert names(made(topics, memories, Pace(new_per_day=3)).today) == "b c d"
    assert names(made(topics, memories, Pace(new_per_day=9, minutes_per_day=7)).today) == "b c"
    assert made(topics, memories, Pace(new_per_day=0)).today == ()


def test_a_new_topic_met_today_is_one_of_todays() -> None:
    topics = course(a="", b="", c="")
    recalled_today = fold([recall("1", NOW, {"a": YES}, "p/a")])
    read_today = fold([read("1", NOW, "p/a")])
    for memories in (recalled_today, read_today):
        one = plan(topics, memories, PACE, NOW)
        assert one.today == ()
        assert one.done_today == ("p/a",)
        assert names(plan(topics, memories, Pace(new_per_day=2), NOW).today) == "b"


def test_due_topics_come_before_new_ones() -> None:
    plans = made(course(a="", b="a"), {"a": known(3)})
    assert names(plans.today) == "a b"
    assert [task.kind for task in plans.today] == ["due", "new"]
    assert plans.minutes == 6


def test_no_new_topic_while_a_due_one_can_wait() -> None:
    quick = topic("quick", points="a", minutes=0.5)
    plans = made([*course(a="", b=""), quick], {"a": known(3), "b": known(4)}, Pace(1, 5))
    assert (names(plans.today), names(plans.later)) == ("a", "b")


def test_no_new_topic_without_minutes_left() -> None:
    plans = made(course(a="", b="a"), {"a": known(3)}, Pace(minutes_per_day=5))
    assert names(plans.today) == "a"
    assert plans.later == ()


def test_a_missing_prerequisite_holds_up_a_topic_only_while_others_are_ready() -> None:
    topics = course(a="gone", b="gone c", c="")
    assert names(made(topics, {}).today) == "c"
    later = made(topics, {"c": known(FAR)})
    assert names(later.today) == "a"
    assert later.today[0].why == "next in the course"
    last = made(topics, {"c": known(FAR), "a": known(FAR)})
    assert names(last.today) == "b"
    assert last.today[0].why == "builds on C, which is steady"


def test_a_missing_prerequisite_does_not_open_what_is_not_ready() -> None:
    """Only what the deck lacks is ignored: B still waits for A, which was read this morning."""
    memories = fold([read("1", moment(hour=9), "p/a")])
    plans = plan(course(a="", b="a gone"), memories, Pace(new_per_day=2), NOW)
    assert plans.today == ()


def test_topics_that_build_on_each_other_do_no_harm() -> None:
    assert made(course(a="b", b="a"), {}).today == ()


# Read, not recalled ----------------------------------------------------------------------------


def test_what_was_read_is_offered_from_the_next_study_day() -> None:
    topics = course(a="", b="")
    memories = fold([read("1", moment(TODAY - days(1)), "p/a")])
    plans = plan(topics, memories, PACE, NOW)
    assert names(plans.today) == "a b"
    assert plans.today[0].kind == "new"
    assert plans.today[0].why == "read yesterday; a recall makes it stay"
    assert plan(topics, memories, PACE, moment(TODAY - days(1), 27.9)).today == ()


def test_reading_again_puts_the_recall_off_until_another_day() -> None:
    memories = fold([read("1", moment(TODAY - days(3)), "p/a"), read("2", NOW, "p/a")])
    topics = course(a="", b="")
    today = plan(topics, memories, PACE, NOW)
    assert today.done_today == ("p/a",)
    assert names(today.today) == "b"  # the second reading was not the day's new topic
    tomorrow = plan(topics, memories, PACE, moment(TODAY + days(1)))
    assert names(tomorrow.today) == "a b"


def test_a_reading_in_the_future_does_not_lock_a_topic() -> None:
    memories = fold([read("1", moment(TODAY + days(900)), "p/a")])
    assert names(plan(course(a=""), memories, PACE, NOW).today) == "a"


# Reasons ---------------------------------------------------------------------------------------


def test_reasons_name_what_happened() -> None:
    plans = made(
        [topic("a"), topic("b", title="Fixed effects"), topic("c", after=("b",))],
        {"a": known(2, ago=3, missed="bf"), "b": known(FAR)},
    )
    assert [task.why for task in plans.today] == [
        "2 of 6 points missed on Thursday",
        "builds on Fixed effects, which is steady",
    ]


def test_a_prerequisite_that_is_due_is_not_called_steady() -> None:
    plans = made(course(a="", b="a"), {"a": known(3)})
    assert plans.today[1].why == "builds on A, which you have recalled before"


# Status ----------------------------------------------------------------------------------------


def stands(
    topics: Sequence[Topic], memories: Mapping[str, TopicMemory], pace: Pace = PACE
) -> dict[str, TopicStatus]:
    made = statuses(topics, memories, pace, NOW)
    assert [status.topic for status in made] == [topic.key for topic in topics]
    return {status.topic.removeprefix("p/"): status for status in made}


def test_states() -> None:
    memories = {
        "p/met": TopicMemory(read_on=TODAY, reread_on=TODAY),
        "p/due": known(3),
        "p/waits": known(4),
        "p/later": known(FAR),
    }
    topics = course(new="", met="", due="", waits="", later="")
    found = stands(topics, memories, Pace(minutes_per_day=1))
    assert {name: status.state for name, status in found.items()} == {
        "new": State.NEW,
        "met": State.READ,
        "due": State.DUE,
        "waits": State.CAN_WAIT,
        "later": State.LATER,
    }
    assert {name: status.due_day for name, status in found.items()} == {
        "new": None,
        "met": None,
        "due": TODAY,
        "waits": TODAY,
        "later": TODAY + days(981),
    }


def test_what_a_status_tells_of_the_points() -> None:
    first = recall("1", moment(TODAY - days(9)), {"a": YES, "b": YES, "z": NO}, "p/one")
    second = recall("2", moment(TODAY - days(2)), {"a": YES, "b": NO, "c": PARTLY}, "p/one")
    status = stands([topic(points="cbad")], fold([first, second]))["one"]
    assert status.answers == (PARTLY, NO, YES, None)
    assert status.missed == 1
    assert status.secure == {"c": 0, "b": 0, "a": 2, "d": 0}
    assert status.last_day == TODAY - days(2)
    assert status.mean_r is not None
    assert 0 < status.mean_r < 0.75


def test_a_new_topic_has_no_numbers() -> None:
    status = stands([topic(points="ab")], {})["one"]
    assert (status.mean_r, status.due_day, status.secure, status.last_day) == (None,) * 4
    assert status.answers == (None, None)
    assert status.missed == 0


# Properties ------------------------------------------------------------------------------------


@st.composite
def decks(draw: st.DrawFn) -> tuple[list[Topic], dict[str, TopicMemory], Pace, Moment]:
    """A course in which topics build on earlier ones, some of which may be missing."""
    topics: list[Topic] = []
    memories = {}
    for number in range(draw(st.integers(0, 9))):
        ids = [made.id for made in topics] + ["gone"]
        after = draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))
        minutes = draw(st.sampled_from([0, 0.5, 2, 7]))
        points = draw(st.sampled_from(["a", "abc", "abcdef"]))
        topics.append(topic(f"t{number}", points, tuple(after), minutes))
        ago = draw(st.integers(-2, 60))
        match draw(st.sampled_from(["new", "read", "recalled", "recalled"])):
            case "read":
                day = TODAY - days(ago)
                memories[f"p/t{number}"] = TopicMemory(read_on=day, reread_on=day)
            case "recalled":
                stabilities = dict.fromkeys("abcdef", draw(st.floats(0.1, 90)))
                missed = draw(st.sampled_from(["", "a", "abc"]))
                hour = draw(st.floats(4, 27.9))
                last = moment(TODAY - days(ago), hour)
                memories[f"p/t{number}"] = remembered(stabilities, last, missed)
    pace = Pace(draw(st.integers(0, 3)), draw(st.sampled_from([1, 5, 15, 60])))
    return topics, memories, pace, moment(hour=draw(st.floats(4, 27.9)))


@given(decks())
def test_every_plan(deck: tuple[list[Topic], dict[str, TopicMemory], Pace, Moment]) -> None:
    topics, memories, pace, now = deck
    plans = plan(topics, memories, pace, now)
    assert plan(topics, memories, pace, now) == plans, "no chance in it"
    assert_consistent(topics, memories, pace, now)

    due = [task for task in plans.today if task.kind is Kind.DUE]
    means = [task.mean_r or 0 for task in (*due, *plans.later)]
    assert means == sorted(means), "lowest mean recall first"
    assert list(plans.today[: len(due)]) == due, "due before new"

    spent = sum(task.minutes for task in plans.today)
    assert spent <= pace.minutes_per_day + 1e-9 or len(plans.today) == 1
    if due or plans.later:
        recalled_today = any(memories[key].recalls for key in plans.done_today if key in memories)
        assert due or recalled_today, "a day has its one topic"
    if plans.later:
        assert len(due) == len(plans.today), "new topics wait for due ones"


def test_a_year_without_study() -> None:
    back = moment(date(2027, 11, 22))
    plans = made(course(a="", b="a"), {"a": known(3, missed="a")}, now=back)
    assert names(plans.today) == "a b"
    assert plans.today[0].why == "1 of 6 points missed on 2 Nov 2026"
