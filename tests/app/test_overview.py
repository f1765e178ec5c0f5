"""The lines of the home screen, one by one."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from textual.content import Content

from app.glyphs import ASCII, UNICODE
from app.screens import overview
from flashcards.deck import Broken, Deck
from flashcards.events import Answer, Purpose
from flashcards.problems import Problem, Severity
from flashcards.schedule import Kind, Plan, State, Task, TopicStatus, Upcoming
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall

KEY = "lm-to-lmer/simple-regression"
TODAY = date(2026, 11, 22)


def task(kind: Kind = Kind.DUE, why: str = "mean recall below 90 %") -> Task:
    return Task(KEY, kind, 0.624 if kind is Kind.DUE else None, 3.3, why)


def plan(**parts: object) -> Plan:
    empty = Plan(today=(), later=(), upcoming=(), minutes=0, done_today=())
    return replace(empty, **parts)


def status(**parts: object) -> TopicStatus:
    new = TopicStatus(KEY, State.NEW, None, None, (None,) * 5, 0, None, None)
    return replace(new, **parts)


# -- today ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (plan(), "nothing is due"),
        (plan(today=(task(),), minutes=3), "1 to recall · about 3 minutes"),
        (plan(today=(task(Kind.NEW),), minutes=1), "1 new · about 1 minute"),
        (
            plan(today=(task(), task(), task(Kind.NEW)), minutes=10),
            "2 to recall · 1 new · about 10 minutes",
        ),
        (plan(today=(task(),), minutes=3, later=(task(),) * 4),
         "1 to recall · about 3 minutes · 4 can wait"),
        (plan(done_today=(KEY,)), "done for today"),
        (plan(done_today=(KEY,), upcoming=(Upcoming(KEY, date(2026, 11, 23)),)),
         "done for today · next Simple linear regression, tomorrow"),
        (plan(upcoming=(Upcoming(KEY, date(2026, 11, 26)), Upcoming(KEY, date(2026, 12, 24)))),
         "nothing is due · next Simple linear regression, on Thursday"),
        (plan(upcoming=(Upcoming(KEY, date(2026, 11, 26)),) * 3),
         "nothing is due · next Simple linear regression and 2 more, on Thursday"),
    ],
)  # fmt: skip
def test_today_in_a_line(study: Study, made: Plan, line: str) -> None:
    assert overview.today_line(study, made, UNICODE).plain == f"Today  {line}"
    assert overview.today_line(study, made, ASCII).plain == f"Today  {line}".replace("·", "-")


# -- rows ----------------------------------------------------------------------------------------


def test_a_task_has_title_share_and_reason(study: Study) -> None:
    row = overview.task_row(study, task(), 30, 100).plain
    assert row.split("  ")[0] == "Simple linear regression"
    assert " 62 %  mean recall below 90 %" in row
    assert " new  builds on" in overview.task_row(study, task(Kind.NEW, "builds on"), 30, 100).plain


def test_the_shares_of_todays_tasks_have_a_heading(study: Study) -> None:
    made = plan(today=(task(Kind.NEW, "builds on"), task()))
    row, heading = overview.task_row(study, task(), 30, 100), overview.task_heading(made, 30)
    assert heading.plain.strip() == "mean recall"
    assert len(heading.plain) == row.plain.index("%") + 1
    assert not overview.task_heading(plan(today=(task(Kind.NEW),)), 30)
    assert not overview.task_heading(plan(), 20)


@pytest.mark.parametrize("width", [20, 39, 60, 77, 120])
def test_a_task_is_cut_at_the_width(study: Study, width: int) -> None:
    titles = overview.task_titles(study, plan(today=(task(),)), width)
    row = overview.task_row(study, task(why="a reason " * 20), titles, width)
    assert row.cell_length == width
    assert row.plain.endswith("…")


def test_a_topic_has_number_title_marks_share_and_day(study: Study, course: Deck) -> None:
    topic = course.topics[0]
    answers = (Answer.NO, Answer.YES, None, Answer.PARTLY, Answer.YES)
    stands = status(
        state=State.LATER, mean_r=0.931, due_day=date(2026, 11, 26), answers=answers, missed=1
    )
    row = overview.course_row(study, topic, stands, " 1", UNICODE, 30)
    assert row.plain == f" 1 {topic.title:<30}  ●●◐○·     93 %   on Thursday"
    row = overview.course_row(study, topic, status(), " 1", ASCII, 30)
    assert row.plain == f" 1 {topic.title:<30}  .....            new"


def test_more_points_than_cells_are_all_marked(study: Study, course: Deck) -> None:
    stands = status(answers=(Answer.YES,) * 11)
    assert overview.marks(stands, UNICODE).plain == "●" * 11


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        (status(), "new"),
        (status(state=State.READ), "read"),
        (status(state=State.DUE, due_day=TODAY), "due"),
        (status(state=State.CAN_WAIT, due_day=TODAY), "can wait"),
        (status(state=State.LATER, due_day=date(2026, 11, 23)), "tomorrow"),
        (status(state=State.LATER, due_day=date(2026, 11, 28)), "on Saturday"),
        (status(state=State.LATER, due_day=date(2027, 1, 5)), "on 5 Jan 2027"),
    ],
)
def test_when_a_topic_comes_back(study: Study, stands: TopicStatus, words: str) -> None:
    assert overview.when_words(study, stands) == words


def test_a_broken_card_says_which_and_why() -> None:
    problem = Problem("topics/x.md", 3, 1, "no-points", "There is no key point.", Severity.ERROR)
    named = Broken("topics/x.md", "x", "A title", (problem,))
    assert overview.broken_row(named, 80).plain == "! A title   There is no key point."
    assert overview.broken_row(replace(named, title=""), 80).plain.startswith("! x   ")
    assert overview.broken_row(replace(named, title="", id=""), 80).plain.startswith(
        "! topics/x.md   "
    )
    assert overview.broken_row(named, 20).cell_length == 20
    markup = replace(named, title="[b]not bold")
    assert overview.broken_row(markup, 80).plain.startswith("! [b]not bold")


# -- the pane ------------------------------------------------------------------------------------


def about(
    study: Study, course: Deck, number: int, *, room: int | None = None, why: str = ""
) -> str:
    topic = course.topics[number]
    stands = next(status for status in study.statuses() if status.topic == topic.key)
    drawn = overview.about(study, topic, stands, why, UNICODE, room)
    return "\n".join(line.rstrip() for line in drawn.plain.splitlines())


def squashed(text: str) -> str:
    return " ".join(text.split())


def test_a_topic_never_met_says_what_it_needs_and_opens(study: Study, course: Deck) -> None:
    text = about(study, course, 0, why="needs nothing before it")
    opens = ", ".join(topic.title for topic in course.dependants(course.topics[0]))
    assert text.splitlines()[0] == course.topics[0].title
    assert "why needs nothing before it" in squashed(text)
    assert "needs nothing before it" in squashed(text)
    assert f"opens {opens}" in squashed(text)
    assert "last" not in text
    assert "secure" not in text


def test_two_attempts_are_told_and_no_more(study: Study, course: Deck) -> None:
    count = len(course.topics[0].key_points)
    for missed, comfort in ((3, 1), (2, 4), (1, 5)):
        recall(study, KEY, *[Answer.NO] * missed, comfort=comfort)
    text = squashed(about(study, course, 0))
    assert f"last {count - 1} of {count} today, comfort 5" in text
    assert f"before {count - 2} of {count} today, comfort 4" in text
    assert f"{count - 3} of {count}" not in text
    assert f"secure 0 of {count} points" in text
    assert "shown after the recall" in text


def test_an_attempt_that_was_no_study_says_what_it_was(study: Study, course: Deck) -> None:
    recall(study, KEY, purpose=Purpose.MOCK)
    recall(study, KEY, purpose=Purpose.CRAM)
    text = squashed(about(study, course, 0))
    assert "comfort 3, cram" in text
    assert "comfort 3, mock exam" in text


def test_the_mean_recall_is_told_from_the_day_after_a_recall(
    study: Study, course: Deck, clock: Clock
) -> None:
    assert "mean recall" not in about(study, course, 0)
    recall(study, KEY, Answer.NO)
    assert "mean recall" not in about(study, course, 0)
    clock.pass_days(1)
    assert "now mean recall 9" in squashed(about(study, course, 0))


def test_in_a_narrow_window_three_lines_are_left(study: Study, course: Deck) -> None:
    assert about(study, course, 0, room=78).splitlines() == [
        "needs   nothing before it · opens Multi-level data"
    ]
    recall(study, KEY, comfort=4)
    count = len(course.topics[0].key_points)
    assert about(study, course, 0, room=78, why="a reason").splitlines() == [
        "why     a reason",
        f"last    {count} of {count} today, comfort 4 · 0 of {count} points secure",
        "needs   nothing before it · opens Multi-level data",
    ]


@pytest.mark.parametrize("number", range(17))
def test_no_line_below_the_list_is_longer_than_the_window(
    study: Study, course: Deck, number: int
) -> None:
    if number < len(course.topics):
        recall(study, course.topics[number].id)
        lines = about(study, course, number, room=42, why="a long reason " * 6).splitlines()
        assert len(lines) == 3
        assert all(Content(line).cell_length <= 42 for line in lines)


def test_the_percentages_of_the_course_have_a_heading(
    study: Study, course: Deck, clock: Clock
) -> None:
    def heading() -> str:
        return overview.course_heading(study.statuses(), 3 + 30, study.moment().day).plain

    assert heading() == "Course"
    recall(study, KEY)
    assert heading() == "Course"
    clock.pass_days(1)
    topic = course.topics[0]
    row = overview.course_row(study, topic, study.statuses()[0], " 1", UNICODE, 30).plain
    assert heading().endswith(" mean recall")
    assert len(heading()) == row.index("%") + 1


@pytest.mark.parametrize("number", range(17))
def test_the_pane_is_as_wide_as_its_place(study: Study, course: Deck, number: int) -> None:
    if number < len(course.topics):
        text = about(study, course, number, why="a long reason " * 6)
        room = overview.LABEL + overview.ROOM
        assert all(Content(line).cell_length <= room for line in text.splitlines()[1:])


def test_notices_of_a_sound_course_and_an_own_journal(study: Study) -> None:
    assert overview.notices(study) == []


def test_notices_come_one_a_line(study: Study, course: Deck) -> None:
    problem = Problem("x.md", 1, 1, "no-points", "There is no key point.", Severity.ERROR)
    broken = Broken("x.md", "x", "X", (problem,))
    study.notices = ("The clock is set.",)
    study.deck = replace(course, broken=(broken, broken))
    first, second = overview.notices(study)
    assert first == "The clock is set."
    assert second.startswith("2 cards cannot be read")


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, ""), (0.0, "0 %"), (0.624, "62 %"), (0.999, "100 %"), (1.0, "100 %")],
)
def test_shares(share: float | None, words: str) -> None:
    assert overview.percent(share) == words


@pytest.mark.parametrize(
    ("text", "width", "cells"),
    [("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("漢字漢字", 5, "漢字…")],
)
def test_a_text_of_exactly_so_many_cells(text: str, width: int, cells: str) -> None:
    assert overview.fitted(text, width) == cells
