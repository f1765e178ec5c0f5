"""Mock exams as the journal has them: begun, left, handed in, marked, and told in words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashcards.events import Answer, Draft, Purpose, Recalled
from flashcards.memory import forgetting_curve
from flashcards.mock import (
    LONGEST,
    Mark,
    Report,
    Sitting,
    begin,
    begun,
    drawn,
    handed_in,
    markdown,
    name_of,
    report,
    sentences,
    sitting_after,
    sitting_of,
    sources,
    usual_minutes,
)
from flashcards.planning.exams import Exam
from flashcards.study import Study
from tests.flashcards.histories import NO, PARTLY, TODAY, YES, days, moment
from tests.flashcards.learner import clock_of, learner, recalled


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with learner(tmp_path) as study:
        yield study


def save(study: Study, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        study.journal.save_draft(draft)


def written(sitting: Sitting, *pages: tuple[str, float]) -> Sitting:
    """The same with texts on its first pages, and the seconds that each took."""
    spent = sum(seconds for _, seconds in pages)
    assert sitting.allowed is not None
    drafts = [
        replace(draft, text=text, seconds=seconds, left=sitting.allowed - spent)
        for draft, (text, seconds) in zip(sitting.drafts, pages, strict=False)
    ]
    return replace(sitting, drafts=(*drafts, *sitting.drafts[len(drafts) :]))


def checked(study: Study, draft: Draft, *answers: Answer, note: str = "") -> Recalled:
    """A page with its ticks, recorded."""
    topic = study.deck.topic(draft.topic)
    assert topic is not None
    ids = [point.id for point in topic.key_points]
    return study.finish(replace(draft, answers=dict(zip(ids, answers, strict=True)), note=note), ())


def sat(study: Study, topics: Sequence[int], *, counted: bool = False) -> Sitting:
    """An exam of these topics, in this order, that starts now and is in the journal."""
    chosen = [study.deck.topics[place] for place in topics]
    sitting = begin(study, chosen, 6, counted=counted)
    save(study, sitting.drafts)
    return sitting


# Setting it up ----------------------------------------------------------------------------------


def test_it_is_drawn_from_the_next_exam_the_course_and_what_is_known(study: Study) -> None:
    assert [source.words for source in sources(study)] == ["the whole course"]
    recalled(study, study.deck.topics[1])
    retake = Exam(name="retake", date=TODAY + days(9), topics=("three", "p/one", "gone"))
    empty = Exam(name="other", date=TODAY + days(3), topics=("gone",))
    over = Exam(name="over", date=TODAY - days(3), topics=("one",))
    study.settings = replace(study.settings, exams=(retake, empty, over))
    found = {source.words: [topic.id for topic in source.topics] for source in sources(study)}
    assert found == {
        retake.called: ["one", "three"],
        "the whole course": ["one", "two", "three"],
        "what you have recalled before": ["two"],
    }


def test_what_was_only_crammed_is_not_known(study: Study) -> None:
    recalled(study, study.deck.topics[1], purpose=Purpose.CRAM)
    assert [source.words for source in sources(study)] == ["the whole course"]


def test_topics_are_drawn_once_each_and_in_any_order(study: Study) -> None:
    topics = study.deck.topics
    orders = {drawn(topics, 2, random.Random(seed)) for seed in range(200)}
    assert len(orders) == 6
    assert all(len(set(order)) == 2 for order in orders)
    assert set(drawn(topics, 99, random.Random(1))) == set(topics)


def test_the_usual_time_is_that_of_its_topics(study: Study) -> None:
    topics = study.deck.topics  # of 1, 2 and 3 minutes
    assert usual_minutes(study, topics, 3) == 6
    assert usual_minutes(study, topics, 2) == 4
    assert usual_minutes(study, topics[:1], 1) == 1
    assert usual_minutes(study, topics, 10_000) == LONGEST
    assert usual_minutes(study, (), 4) == 1


# Begun, left and gone on with -------------------------------------------------------------------


def test_nothing_is_begun_before_it_is_saved(study: Study) -> None:
    sitting = begin(study, study.deck.topics, 6, counted=True)
    assert (sitting.left, sitting.allowed, sitting.handed_in) == (360, 360, False)
    assert begun(study) is None
    assert {draft.purpose for draft in sitting.drafts} == {Purpose.MOCK}
    assert all(draft.counted for draft in sitting.drafts)


def test_what_was_written_is_there_after_a_crash(study: Study) -> None:
    sitting = written(sat(study, [2, 0, 1]), ("first", 70), ("", 20))
    save(study, sitting.drafts)
    found = begun(study)
    assert found == sitting
    assert [draft.topic for draft in sitting.drafts] == ["p/three", "p/one", "p/two"]
    assert (sitting.left, sitting.allowed) == (270, 360)


def test_a_crash_before_the_clock_was_saved_on_every_page_costs_no_time(study: Study) -> None:
    sitting = sat(study, [0, 1])
    page = replace(sitting.drafts[0], text="a", seconds=100.0, left=260.0)
    save(study, [page])
    found = begun(study)
    assert found is not None
    assert (found.left, found.allowed) == (260, 360)


def test_the_newest_of_today_is_gone_on_with(study: Study) -> None:
    sat(study, [0, 1])
    clock = clock_of(study)
    clock.now = moment(TODAY, hour=21)
    newer = sat(study, [2])
    assert begun(study) == newer
    clock.pass_days(1)
    assert begun(study) is None


def test_other_drafts_are_no_exam(study: Study) -> None:
    topic = study.deck.topics[0]
    for purpose in (Purpose.STUDY, Purpose.CRAM):
        draft = study.new_draft(topic, comfort=3, paper=False, timer=True, purpose=purpose)
        save(study, [replace(draft, text="a")])
    assert begun(study) is None


def test_a_page_whose_topic_has_gone_is_left_out(study: Study) -> None:
    sitting = sat(study, [0, 1])
    gone = replace(sitting.drafts[0], topic="p/gone")
    save(study, [gone])
    found = begun(study)
    assert found is not None
    assert [draft.topic for draft in found.drafts] == ["p/two"]
    assert report(study, replace(sitting, drafts=(gone, sitting.drafts[1]))).marks[0].title == "Two"


# Handed in, checked -----------------------------------------------------------------------------


def test_handed_in_only_what_was_written_is_to_check(study: Study) -> None:
    over = handed_in(written(sat(study, [0, 1, 2]), ("one", 60), ("  \n", 30)))
    assert [draft.topic for draft in over.to_check] == ["p/one"]
    assert over.handed_in
    assert {draft.left for draft in over.drafts} == {270}
    save(study, over.drafts)
    assert begun(study) == over


def test_a_blank_exam_is_not_known_to_be_handed_in_and_costs_nothing(study: Study) -> None:
    over = handed_in(sat(study, [0, 1]))
    assert over.to_check == ()
    assert report(study, over).coverage == 0
    assert study.journal.events() == []


def test_each_check_leaves_what_is_still_to_come(study: Study) -> None:
    over = handed_in(written(sat(study, [0, 1, 2]), ("one", 60), ("two", 30), ("", 10)))
    save(study, over.drafts)
    first, second, blank = over.drafts
    left = sitting_after(study, checked(study, first, YES, YES), first)
    assert [draft.topic for draft in left.to_check] == ["p/two"]
    assert (left.handed_in, left.allowed, left.counted) == (True, 360, False)
    left = sitting_after(study, checked(study, second, YES, YES, YES, YES), second)
    assert left.to_check == ()
    assert left.drafts == (blank,)
    assert left.allowed == 360


def test_with_its_last_check_an_exam_without_blank_pages_is_over(study: Study) -> None:
    over = handed_in(written(sat(study, [0], counted=True), ("one", 60)))
    save(study, over.drafts)
    (only,) = over.drafts
    left = sitting_after(study, checked(study, only, YES, NO), only)
    assert (left.drafts, left.handed_in, left.allowed, left.counted) == ((), True, 360, True)
    assert begun(study) is None


# The report -------------------------------------------------------------------------------------


def taken(study: Study, *, counted: bool = False) -> Report:
    """An exam of three topics, one met nine days ago, one new, one left blank."""
    recalled(study, study.deck.topics[0], {"a": YES, "b": NO})
    clock_of(study).pass_days(9)
    over = handed_in(
        written(sat(study, [0, 2, 1], counted=counted), ("one", 60), ("three", 45), ("", 5))
    )
    save(study, over.drafts)
    checked(study, over.drafts[0], YES, PARTLY, note="the b")
    checked(study, over.drafts[1], NO, PARTLY, YES)
    return report(study, sitting_of(study, [over.drafts[2]]))


def test_marks_by_topic_and_point(study: Study) -> None:
    found = taken(study)
    first, new, blank = found.marks
    assert [mark.title for mark in found.marks] == ["One", "Three", "Two"]
    assert first.points == (("a", YES), ("b", PARTLY))
    assert (first.coverage, first.recalled, first.note) == (0.75, 1, "the b")
    assert (new.coverage, new.recalled, new.foreseen) == (0.5, 2 / 3, None)
    assert (blank.answered, blank.coverage, blank.seconds) == (False, 0, 5)
    assert {answer for _, answer in blank.points} == {NO}
    assert found.coverage == pytest.approx((0.75 + 0.5 + 0) / 3)
    assert (found.seconds, found.allowed, found.counted) == (110, 360, False)


@pytest.mark.parametrize("counted", [False, True])
def test_what_was_foreseen_is_what_was_known_before_it(study: Study, counted: bool) -> None:
    found = taken(study, counted=counted)
    # FSRS-6 as published: a first answer of yes is stable for 2.3065 days, of no for 0.212.
    expected = (forgetting_curve(9, 2.3065) + forgetting_curve(9, 0.212)) / 2
    assert found.marks[0].foreseen == pytest.approx(expected)
    assert found.against_foreseen == pytest.approx((expected, 1))


def test_a_point_that_was_added_to_the_card_is_foreseen_as_unknown(study: Study) -> None:
    topic = study.deck.topics[0]
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    study.finish(replace(draft, answers={"a": YES}), ())
    clock_of(study).pass_days(9)
    over = handed_in(written(sat(study, [0]), ("one", 60)))
    checked(study, over.drafts[0], YES, YES)
    found = report(study, over)
    assert found.marks[0].foreseen == pytest.approx(forgetting_curve(9, 2.3065) / 2)


def test_another_exam_has_its_own_report(study: Study) -> None:
    before = taken(study)
    clock_of(study).now = moment(TODAY + days(9), hour=22)
    over = handed_in(written(sat(study, [0]), ("again", 60)))
    checked(study, over.drafts[0], NO, NO)
    assert [mark.coverage for mark in report(study, over).marks] == [0]
    moved = Sitting(before.moment, (), handed_in=True, allowed=None, counted=False)
    assert report(study, moved).marks == before.marks[:2]


def test_a_check_that_was_taken_back_is_in_no_report(study: Study) -> None:
    over = handed_in(written(sat(study, [0]), ("one", 60)))
    checked(study, over.drafts[0], YES, YES)
    study.undo()
    assert report(study, replace(over, drafts=())).marks == ()


# The report in words ----------------------------------------------------------------------------


def test_the_report_in_sentences(study: Study) -> None:
    assert sentences(taken(study)) == (
        "42 % of the key points, on average over the topics.",
        "Written in 1:50 of 6:00 min.",
        "One page was left blank: 0 % here, and not logged as a recall.",
        "Of the topics that you had met, 67 % of the points were foreseen, "
        "and 100 % were there, at least partly.",
        "It did not count: the schedule is as it was.",
    )


def test_sentences_that_do_not_apply_are_not_there() -> None:
    mark = Mark("p/one", "One", (("a", YES),), True, 30.0, None)
    found = Report(moment(TODAY), True, None, (mark,))
    assert sentences(found) == (
        "100 % of the key points, on average over the topics.",
        "Written in 0:30 min.",
        "It counted: the schedule has moved by it, but for recalls that were extra.",
    )
    assert sentences(replace(found, marks=()))[0].startswith("0 % of the key points")
    blanks = replace(found, marks=(replace(mark, answered=False),) * 2)
    assert "2 pages were left blank: 0 % here, and not logged as a recall." in sentences(blanks)


def test_the_report_as_markdown() -> None:
    marks = (
        Mark("p/one", "One | other", (("a $x$", YES), ("b", PARTLY)), True, 61.0, 0.5, "the b"),
        Mark("p/two", "Two", (("c", NO),), False, 0.0, None),
    )
    found = Report(moment(TODAY, hour=9.5), False, 240.0, marks)
    assert name_of(found) == "mock-exam-2026-11-22-0930.md"
    text = markdown(found)
    assert text.startswith("# Mock exam, Sunday 22 November 2026, 09:30\n\n38 % of the key points")
    assert (
        "| topic | key points | foreseen | time |\n"
        "|---|---|---|---|\n"
        "| One \\| other | 75 % | 50 % | 1:01 min |\n"
        "| Two | 0 % | new | 0:00 min |\n" in text
    )
    assert text.endswith(
        "\n## One | other\n\n- yes: a $x$\n- partly: b\n\nNote: the b\n"
        "\n## Two\n\nLeft blank.\n\n- missed: c\n"
    )


def test_after_midnight_it_is_dated_as_the_clock_said() -> None:
    found = Report(moment(TODAY, hour=25), False, None, ())
    assert name_of(found) == "mock-exam-2026-11-23-0100.md"
    assert markdown(found).startswith("# Mock exam, Monday 23 November 2026, 01:00")
