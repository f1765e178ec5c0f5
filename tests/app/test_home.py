"""The first screen: what is due today and why, the course below, one obvious next key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList, Static, TextArea

from app.app import StudyApp
from app.plain import plain_inline
from app.screens.browse import BrowseScreen
from app.screens.comfort import ComfortScreen
from app.screens.home import TASK, HomeScreen
from app.screens.notice import AskScreen
from app.screens.recall import RecallScreen
from app.screens.topic import OpeningScreen
from flashcards.cards import Topic
from flashcards.deck import Deck, bundled_content, load_deck
from flashcards.events import Answer, Recalled
from flashcards.journal import Journal, JournalError
from flashcards.planning.exams import Exam
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import given_away, recall, rows, settle, shown, under_cursor

WIDE, NARROW = (120, 36), (80, 24)

Start = Callable[[], StudyApp]


def every(course: Deck, topic: str, answer: Answer) -> list[Answer]:
    """One answer to all key points of a topic."""
    found = course.topic(topic)
    assert found is not None
    return [answer] * len(found.key_points)


def about(pilot: object) -> str:
    """The pane that tells of the topic under the cursor."""
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)
    return str(pilot.app.screen.query_one("#about", Static).content)


def squashed(text: str) -> str:
    """A text whose lines may have been broken anywhere between words."""
    return " ".join(text.split())


# -- the first day -------------------------------------------------------------------------------


async def test_the_first_day_offers_one_topic_and_lists_the_course(
    start: Start, course: Deck
) -> None:
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        text = shown(pilot)
        assert "Sunday 22 November" in text
        assert "1 new · about" in text
        assert "to recall" not in text
        places = [text.index(f"{number:>2} {topic.title[:24]}")
                  for number, topic in enumerate(course.topics, 1)]  # fmt: skip
        assert places == sorted(places)
        assert text.count("  new") == len(course.topics) + 1
        assert "needs nothing before it" in under_cursor(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ComfortScreen)
        assert pilot.app.screen.topic == course.topics[0]


async def test_the_pane_says_what_a_topic_needs_and_what_it_opens(
    start: Start, course: Deck
) -> None:
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("down", "down", "down")
        topic = course.topics[2]
        assert topic.title in under_cursor(pilot)
        text = squashed(about(pilot))
        assert topic.title in text
        for other in (*course.prerequisites(topic), *course.dependants(topic)):
            assert other.title in text
        assert "secure" not in text


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_pane_tells_of_the_last_attempt(
    start: Start, study: Study, clock: Clock, course: Deck, size: tuple[int, int]
) -> None:
    first = course.topics[0]
    recall(study, first.id, Answer.NO, comfort=4)
    clock.pass_days(3)
    async with start().run_test(size=size, notifications=True) as pilot:
        text = squashed(about(pilot))
        count = len(first.key_points)
        assert f"{count - 1} of {count} on Sunday, comfort 4" in text
        if size == WIDE:
            assert f"0 of {count} points" in text


# -- what is due, and in which order -------------------------------------------------------------


async def test_the_lowest_mean_recall_comes_first_and_new_ones_last(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    first, second, third = (topic.id for topic in course.topics[:3])
    recall(study, first)
    recall(study, second, *every(course, second, Answer.NO))
    clock.pass_days(6)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        plan = study.plan()
        assert [task.topic.split("/")[1] for task in plan.today] == [second, first, third]
        tasks = rows(pilot)[:3]
        for task, row in zip(plan.today, tasks, strict=True):
            assert study.title(task.topic) in row
        weak = len(every(course, second, Answer.NO))
        assert f"{weak} of {weak} points missed on Sunday" in tasks[0]
        assert "mean recall below 90 %" in tasks[1]
        assert "new" in tasks[2]
        shares = [int(row.split(" %")[0].split()[-1]) for row in tasks[:2]]
        assert shares == sorted(shares)
        assert max(shares) < 90
        assert "2 to recall · 1 new · about" in shown(pilot)
        assert tasks[0] == under_cursor(pilot)


def state_of(pilot: object, topic: Topic) -> str:
    """What the course's line of a topic ends with."""
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)
    options = pilot.app.screen.query_one(OptionList).options
    (row,) = (str(option.prompt) for option in options if option.id == topic.key)
    return row.rstrip().rpartition("  ")[2].strip()


async def test_every_state_of_a_topic_has_its_word(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    one, two, three, four, five = course.topics[:5]
    recall(study, one.id, *every(course, one.id, Answer.NO))
    recall(study, two.id, *every(course, two.id, Answer.NO))
    study.read(three)
    clock.pass_days(4)
    recall(study, four.id)
    study.settings = replace(study.settings, minutes_per_day=1, new_per_day=0)
    clock.pass_days(1)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        assert sorted([state_of(pilot, one), state_of(pilot, two)]) == ["can wait", "due"]
        assert state_of(pilot, three) == "read"
        later = study.due_day(four.key)
        assert later is not None
        assert later > date(2026, 11, 27)
        assert state_of(pilot, four).startswith(("on ", "tomorrow"))
        assert state_of(pilot, five) == "new"
        assert "1 to recall" in shown(pilot)
        assert "1 can wait" in shown(pilot)


async def test_marks_show_how_many_and_not_which(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    topic = course.topics[0]
    count = len(topic.key_points)
    recall(study, topic.id, Answer.NO, Answer.YES, Answer.PARTLY)
    clock.pass_days(1)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        assert f"{'●' * (count - 2)}◐○ " in shown(pilot)


async def test_a_day_that_is_done_says_what_comes_next(
    start: Start, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        text = shown(pilot)
        assert "done for today · next Simple linear regression, " in text
        assert "about" not in text.split("Course")[0].split("Today")[1]
        assert course.topics[0].title in under_cursor(pilot)


async def test_a_day_without_anything_due_says_so(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    study.settings = replace(study.settings, new_per_day=0)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        assert "nothing is due" in shown(pilot)


async def test_a_topic_read_before_is_offered_with_its_reason(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    study.read(course.topics[0])
    clock.pass_days(1)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        assert "read yesterday; a recall" in under_cursor(pilot)
        assert state_of(pilot, course.topics[0]) == "read"


# -- the cursor ----------------------------------------------------------------------------------


async def test_the_cursor_starts_on_what_is_next_and_stays_where_it_was_put(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    clock.pass_days(5)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        home = pilot.app.screen
        assert isinstance(home, HomeScreen)
        option = home.query_one(OptionList).highlighted_option
        assert option is not None
        assert option.id == TASK + course.topics[0].key
        await pilot.press("j", "j", "j", "k")
        there = under_cursor(pilot)
        await pilot.press("b")
        assert isinstance(pilot.app.screen, BrowseScreen)
        await pilot.press("escape")
        assert pilot.app.screen is home
        assert under_cursor(pilot) == there


async def test_a_finished_task_leaves_the_list_and_the_cursor_goes_to_the_next(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    clock.pass_days(5)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        assert course.topics[0].title in under_cursor(pilot)
        await pilot.press("b")
        recall(study, course.topics[0].id)
        await pilot.press("escape")
        assert under_cursor(pilot) == rows(pilot)[0]
        assert under_cursor(pilot).startswith(study.title(study.plan().today[0].topic))
        assert not under_cursor(pilot).startswith(course.topics[0].title)


# -- cards that cannot be read -------------------------------------------------------------------


async def test_broken_cards_are_listed_with_the_reason_and_the_rest_can_be_studied(
    start: Start, study: Study, tmp_path: Path, course: Deck
) -> None:
    folder = tmp_path / "course"
    shutil.copytree(bundled_content(), folder)
    spoilt = course.topics[4]
    file = folder / "topics" / f"{spoilt.id}.md"
    file.write_text(f"---\nid: {spoilt.id}\ntitle: {spoilt.title}\n---\nNo points here.\n", "utf-8")
    study.deck = load_deck(folder)
    assert [broken.id for broken in study.deck.broken] == [spoilt.id]
    reason = study.deck.broken[0].problems[0].message
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        text = shown(pilot)
        assert "1 card cannot be read" in text
        assert "flashcards check" in text
        await pilot.press("end")
        assert under_cursor(pilot).startswith(f"! {spoilt.title}")
        assert reason[:20] in under_cursor(pilot)
        assert f"{spoilt.id}.md" in squashed(about(pilot)).replace(" ", "")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("home", "enter", "3")
        assert isinstance(pilot.app.screen, RecallScreen)


# -- the journal is in use elsewhere, or the clock is behind --------------------------------------


async def test_a_second_window_reads_says_so_and_takes_over_when_the_first_has_gone(
    course: Deck, clock: Clock, tmp_path: Path, study: Study
) -> None:
    second = Journal.open(tmp_path, clock=clock)
    other = Study(course, second, study.settings, clock, study.settings_file)
    try:
        async with StudyApp(other).run_test(size=WIDE, notifications=True) as pilot:
            assert "nothing can be answered here" in squashed(shown(pilot))
            assert "take over" in shown(pilot).splitlines()[-1]
            for keys in (["enter"], ["u"], ["ctrl+t"]):
                await pilot.press(*keys)
                assert isinstance(pilot.app.screen, HomeScreen)
            assert second.read_only
            await pilot.press("b", "enter")
            await pilot.press("escape", "escape")
            study.journal.close()
            await pilot.press("ctrl+t")
            assert not second.read_only
            assert not pilot.app.screen.query_one("#notice").display
            assert "take over" not in shown(pilot).splitlines()[-1]
            assert "take over" not in shown(pilot).splitlines()[-1]
            await pilot.press("enter", "3")
            assert isinstance(pilot.app.screen, RecallScreen)
    finally:
        second.close()
    assert list(Journal.open(tmp_path, write=False).events()) == []


async def test_taking_over_a_journal_that_cannot_be_opened_says_why(
    course: Deck, clock: Clock, tmp_path: Path, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Journal.open(tmp_path, clock=clock)
    other = Study(course, second, study.settings, clock, study.settings_file)

    def refused() -> bool:
        raise JournalError("The file cannot be opened for writing.")

    monkeypatch.setattr(second, "take_over", refused)
    try:
        async with StudyApp(other).run_test(size=WIDE, notifications=True) as pilot:
            await pilot.press("ctrl+t")
            await pilot.pause()
            assert "The file cannot be opened for writing." in squashed(shown(pilot))
    finally:
        second.close()


async def test_a_clock_that_is_behind_asks_before_a_recall(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id)
    clock.pass_days(-3)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, AskScreen)
        text = squashed(shown(pilot))
        assert "19 November" in text.split("This clock says")[1]
        assert "your last answer was at" in text
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await pilot.press("enter", "enter")
        assert isinstance(pilot.app.screen, ComfortScreen)


async def test_what_was_noticed_at_the_start_is_said(start: Start, study: Study) -> None:
    study.notices = ("settings.toml sets theme to 'pink'; it is one of dark, light.",)
    async with start().run_test(size=NARROW, notifications=True) as pilot:
        assert "sets theme to 'pink'" in shown(pilot)


# -- sizes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(44, 14), NARROW, (99, 30), (100, 30), WIDE, (200, 60)])
async def test_every_row_takes_one_line_at_every_width(
    start: Start, study: Study, clock: Clock, course: Deck, size: tuple[int, int]
) -> None:
    for topic in course.topics[:6]:
        recall(study, topic.id, Answer.NO)
    clock.pass_days(6)
    study.settings = replace(study.settings, minutes_per_day=600, new_per_day=5)
    async with start().run_test(size=size, notifications=True) as pilot:
        options = pilot.app.screen.query_one(OptionList)
        assert options.virtual_size.height == len(options.options)
        assert len(shown(pilot).splitlines()) == size[1]


async def test_in_a_narrow_window_the_pane_lies_below_the_list(start: Start) -> None:
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        screen = pilot.app.screen
        topics, pane = screen.query_one("#topics"), screen.query_one("#about")
        await pilot.press("down", "down")
        there = screen.query_one(OptionList).highlighted
        assert pane.region.x >= topics.region.right
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert pane.region.y >= topics.region.bottom
        assert pane.region.height <= 3
        assert screen.query_one(OptionList).highlighted == there
        assert "needs" in shown(pilot)


async def test_below_the_list_each_fact_has_one_line(start: Start) -> None:
    async with start().run_test(size=NARROW, notifications=True) as pilot:
        await pilot.press("home", *["down"] * 5)
        await settle(pilot)
        pane = pilot.app.screen.query_one("#about")
        facts = [line for line in shown(pilot).splitlines() if line.startswith("  needs")]
        assert "…" in facts[0]
        assert pane.region.height == 1


async def test_a_window_that_is_too_small_keeps_focus_and_text(start: Start) -> None:
    async with start().run_test(size=NARROW, notifications=True) as pilot:
        await pilot.press("enter", "3", "a")
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert "larger" in shown(pilot)
        assert "Simple linear" not in shown(pilot)
        page = pilot.app.screen.query_one(TextArea)
        assert page.has_focus
        await pilot.press("b")
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "larger" not in shown(pilot)
        assert page.has_focus
        await pilot.press("c")
        assert page.text == "abc"
        assert "abc" in shown(pilot)


async def test_two_thousand_topics_still_open(study: Study, course: Deck, start: Start) -> None:
    first = course.topics[0]
    topics = tuple(
        replace(first, id=f"t{i}", title=f"Topic number {i}", after=(f"t{i - 1}",) if i else ())
        for i in range(2000)
    )
    study.deck = replace(course, topics=topics)
    async with start().run_test(size=NARROW, notifications=True) as pilot:
        assert "1 new" in shown(pilot)
        assert "Topic number 0" in under_cursor(pilot)
        await pilot.press("end")
        assert "2000 Topic number 1999" in under_cursor(pilot)
        assert "Topic number 1999" in shown(pilot)
        await pilot.press("home", "enter")
        assert isinstance(pilot.app.screen, ComfortScreen)


# -- nothing is given away -----------------------------------------------------------------------


async def test_the_way_to_a_recall_gives_no_point_of_a_due_topic_away(
    start: Start, study: Study, clock: Clock, course: Deck
) -> None:
    for topic in course.topics:
        recall(study, topic.id, *every(course, topic.id, Answer.NO), note="")
    clock.pass_days(5)
    study.settings = replace(study.settings, minutes_per_day=600)
    assert len(study.due_keys()) == len(course.topics)
    async with start().run_test(size=WIDE) as pilot:
        for number in range(0, len(course.topics), 3):
            pilot.app.screen.query_one(OptionList).highlighted = number
            topic = study.deck.topic(study.plan().today[number].topic)
            assert topic is not None
            assert topic.title[:20] in under_cursor(pilot)
            for press in ([], ["enter"], ["3"]):
                await pilot.press(*press)
                text = shown(pilot)
                assert topic.title[:20] in text
                for other in course.topics:
                    assert given_away(text, other, course) == []
            assert isinstance(pilot.app.screen, RecallScreen)
            await pilot.press("escape")


async def test_what_would_give_a_point_away_is_recognised(course: Deck) -> None:
    for topic in course.topics:
        for point in topic.key_points:
            text = f"here: {plain_inline(point.text)} and so on"
            assert given_away(text, topic, course)


# -- other ways in -------------------------------------------------------------------------------


async def test_a_topic_that_was_named_is_opened_at_once(study: Study, course: Deck) -> None:
    async with StudyApp(study, course.topics[3].id).run_test(
        size=WIDE, notifications=True
    ) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app.screen, ComfortScreen)
        assert pilot.app.screen.topic == course.topics[3]
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_opening_page_can_be_read(start: Start, course: Deck) -> None:
    async with start().run_test(size=NARROW, notifications=True) as pilot:
        await pilot.press("o")
        assert isinstance(pilot.app.screen, OpeningScreen)
        first = course.opening.strip().split(".")[0]
        assert " ".join(first.split()[:5]) in squashed(shown(pilot))
        top = shown(pilot)
        await pilot.press("space")
        assert shown(pilot) != top
        await pilot.press("home")
        assert shown(pilot) == top
        assert "⏎ to the topics" in top
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_opening_page_has_a_key_in_the_last_line(
    start: Start, size: tuple[int, int]
) -> None:
    async with start().run_test(size=size) as pilot:
        assert "o guide" in shown(pilot).splitlines()[-1]


async def test_the_opening_page_comes_first_where_it_is_asked_for(study: Study) -> None:
    async with StudyApp(study, opening=True).run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app.screen, OpeningScreen)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_last_answer_can_be_left_standing(
    start: Start, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id)
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("u")
        assert isinstance(pilot.app.screen, AskScreen)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)
    (event,) = study.journal.events()
    assert isinstance(event, Recalled)


async def test_without_an_answer_there_is_nothing_to_take_back(start: Start) -> None:
    async with start().run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "There is no answer to take back." in shown(pilot)


async def test_until_an_exam_topics_come_back_on_the_days_of_its_plan(
    start: Start, study: Study, clock: Clock
) -> None:
    for topic in study.deck.topics[:3]:
        recall(study, topic.id)
    clock.pass_days(1)
    today = study.moment().day
    study.settings = replace(
        study.settings, exams=(Exam(name="exam", date=today + timedelta(days=9), minutes=4),)
    )
    made = study.exam_plan()
    assert made is not None
    async with start().run_test(size=WIDE) as pilot:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, HomeScreen)
        for topic in study.deck.topics[:3]:
            following = (
                day.day
                for day in made.days
                if day.day > today and topic.key in {task.topic for task in day.tasks}
            )
            status = screen.statuses[topic.key]
            assert status.due_day == next(following, status.due_day)
        assert tuple(screen.statuses.values()) == study.statuses(made)
        assert screen.statuses != {each.topic: each for each in study.statuses()}
        await pilot.press("e")
        await settle(pilot)
        await pilot.press("delete", "enter")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert tuple(screen.statuses.values()) == study.statuses()
