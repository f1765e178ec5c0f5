"""The session as plain lines: the same study, asked on one stream and answered on another."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.plain_session import run
from flashcards.deck import Deck
from flashcards.events import Answer, Drilled, Read, Recalled
from flashcards.journal import Journal, JournalError
from flashcards.models.bench import Bench
from flashcards.models.errors import ModelError
from flashcards.planning.exams import Exam
from flashcards.recall import suggest
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall

Session = Callable[..., str]


class Lines(io.StringIO):
    """What she types, while the clock goes on with every line."""

    def __init__(self, text: str, clock: Clock, seconds: float) -> None:
        super().__init__(text)
        self.clock = clock
        self.seconds = seconds

    def readline(self, size: int | None = -1, /) -> str:
        self.clock.pass_seconds(self.seconds)
        return super().readline()


@pytest.fixture
def session(
    study: Study, clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Session:
    """Run a session and return what it said; the journal stays open to be looked at."""
    monkeypatch.setattr(study.journal, "close", lambda: None)

    def begin(*lines: str, topic: str | None = None, speak: bool = False, seconds: float = 5.0,
              code: int = 0) -> str:  # fmt: skip
        text = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", Lines(text, clock, seconds))
        assert run(study, topic, speak=speak) == code
        said = capsys.readouterr()
        assert (said.err == "") == (code == 0)
        return said.out + said.err

    return begin


def points(course: Deck, number: int = 0) -> int:
    return len(course.topics[number].key_points)


def events(study: Study) -> list[object]:
    return list(study.journal.events())


def test_points_that_were_partly_there_are_counted(session: Session, course: Deck) -> None:
    count = points(course)
    said = session("4", "a line", ".", *["y"] * (count - 2), "p", "p", "", "n")
    assert f"{count - 2} of {count} points recalled, 2 partly." in said


def test_until_an_exam_its_plan_says_when_a_topic_comes_back(
    session: Session, study: Study, course: Deck
) -> None:
    exam = Exam(name="exam", date=study.moment().day + timedelta(days=9))
    study.settings = replace(study.settings, exams=(exam,))
    said = session("4", "a line", ".", *["y"] * points(course), "", "n")
    assert "Simple linear regression comes back by the plan for the exam." in said


def test_one_answer_from_comfort_to_the_day_it_comes_back(
    session: Session, study: Study, course: Deck
) -> None:
    count = points(course)
    said = session(
        "4", "lm(y ~ x)", "and a residual", ".", "n", *["y"] * (count - 1), "the line", "n"
    )
    assert said.startswith("Simple linear regression: needs nothing before it.\n")
    assert "1 lost  2 shaky  3 some of it  4 most of it  5 could teach it" in said
    assert "Write down all you can recall about Simple linear regression. You have 2:00." in said
    assert f"{count} key points. For each: y had it, p partly, n missed." in said
    assert "   Suggested: y, by “" in said
    assert "   No suggestion." in said
    assert f"{count - 1} of {count} points recalled." in said
    assert "Comfort 4 expects 75 % of the points" in said
    assert "Simple linear regression comes back " in said
    assert "Drill 1 missed point now? (y or n):" in said
    (event,) = events(study)
    assert isinstance(event, Recalled)
    assert event.text == "lm(y ~ x)\nand a residual"
    assert (event.comfort, event.note, event.seconds) == (4, "the line", 15.0)
    assert list(event.answers.values()) == [Answer.NO, *[Answer.YES] * (count - 1)]
    assert study.journal.drafts() == []


def test_nothing_of_the_card_is_said_before_it_is_opened(session: Session, course: Deck) -> None:
    said = session("3", "one line")
    assert "Formula" not in said
    assert "key points" not in said
    assert said.endswith("Left. What you wrote is kept.\n")


def test_examples_are_told_once_the_card_is_open_and_not_before(
    session: Session, course: Deck
) -> None:
    before = session("3", "one line")
    assert "Live example" not in before
    assert "> summary(" not in before
    said = session("3", "one line", ".", topic="simple-regression")
    card, outputs, figure, check = (
        said.index(part)
        for part in (
            "A regression splits every outcome in two",
            "> summary(model)\n\nCall:\nlm(formula = outcome ~ x1, data = caffeine)\n",
            "Figure: ",
            f"{points(course)} key points. For each:",
        )
    )
    assert card < outputs < figure < check
    assert "Live example line.\n" in said


def test_a_new_card_that_is_read_has_its_examples(session: Session) -> None:
    said = session("r", topic="variance-components")
    assert " subject  (Intercept) 72.72         \n" in said
    assert said.index("Key points") < said.index("> VarCorr(model)")


def test_an_example_that_cannot_be_computed_is_a_sentence(
    session: Session, course: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ModelError("There is no data set 'gone'.")

    monkeypatch.setattr(Bench, "show", fails)
    said = session("3", "one line", ".", topic="simple-regression")
    assert "It cannot be computed: There is no data set 'gone'.\n" in said
    assert f"{points(course)} key points. For each:" in said

    def breaks(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Bench, "show", breaks)
    said = session(topic="simple-regression")
    assert "It could not be computed (MemoryError)." in said
    assert f"{points(course)} key points. For each:" in said


def test_what_was_cut_off_goes_on_where_it_was(
    session: Session, study: Study, course: Deck
) -> None:
    count = points(course)
    session("3", "half")
    (draft,) = study.journal.drafts()
    assert (draft.text, draft.comfort, draft.left) == ("half", 3, 115.0)
    said = session("done", ".", "y", "p")
    title = course.topics[0].title
    assert f"You began {title} today at 14:00 and did not finish. It goes on where" in said
    assert said.count("You had written:\nhalf\n") == 1
    assert "You have 1:55." in said
    assert "How comfortable" not in said
    said = session(*["y"] * (count - 2), "")
    assert f"You began {title} today at 14:00 and did not finish. The check goes on" in said
    assert "You had written:\nhalf\ndone\n" in said
    assert "\n1. " not in said
    assert "\n2. " not in said
    assert f"{count - 1} of {count} points recalled, 1 partly." in said
    (event,) = events(study)
    assert isinstance(event, Recalled)
    assert event.text == "half\ndone"


def test_an_unfinished_text_of_an_earlier_day_is_told_and_shown(
    session: Session, study: Study, clock: Clock
) -> None:
    session("3", "half a", "text")
    clock.pass_days(2)
    said = session("v", "v", "2", "anew")
    assert "You began this on Sunday and did not finish (3 words). v shows that text." in said
    assert said.count("half a\ntext\n") == 2
    assert "You had written" not in said
    drafts = {draft.text for draft in study.journal.drafts()}
    assert drafts == {"half a\ntext", "anew"}


def test_enter_takes_a_suggestion_and_nothing_else(
    session: Session, study: Study, course: Deck
) -> None:
    count = points(course)
    said = session("3", "lm(outcome ~ predictor, data = dataframe)", ".", *[""] * 40)
    asked = [
        line for line in said.splitlines() if line.startswith(("y, p or n", "   Sugg", "   No"))
    ]
    assert asked[0] == "   No suggestion."
    assert asked[1] == "y, p or n:"
    assert "That is none of y, p, n." in said
    assert study.journal.events() == []
    found = suggest(course.topics[0], "lm(outcome ~ predictor, data = dataframe)")
    keys = ["" if point.id in found else "n" for point in course.topics[0].key_points]
    assert "" in keys
    said = session(*keys, "", "n")
    assert said.count("y, p or n (Enter takes y):") == keys.count("")
    (event,) = events(study)
    assert isinstance(event, Recalled)
    assert {id_ for id_, answer in event.answers.items() if answer is Answer.YES} == set(found)
    assert len(event.answers) == count


def test_a_terminal_of_plain_signs_gets_plain_signs_alone(
    session: Session, study: Study, course: Deck
) -> None:
    study.settings = replace(study.settings, glyphs="ascii")
    for topic in course.topics:
        said = session("3", "Größe 漢 of “zeta” – ζ0i → lmer(y ~ x + (1 | g))", ".",
                       *["y"] * len(topic.key_points), "", topic=topic.id)  # fmt: skip
        assert {char for char in said if not char.isascii()} <= {"漢"}


def test_time_that_is_up_is_said_once_and_ends_nothing(session: Session, study: Study) -> None:
    said = session("3", "a", "b", "c", "d", ".", seconds=50)
    assert said.count("(Time is up.") == 1
    (draft,) = study.journal.drafts()
    assert draft.text == "a\nb\nc\nd"


def test_without_a_countdown_no_time_is_named(session: Session, study: Study) -> None:
    study.settings = replace(study.settings, timer=False)
    said = session("3", "a", "b", seconds=500)
    assert "You have" not in said
    assert "Time is up" not in said


def test_an_answer_that_is_none_is_asked_again(session: Session, study: Study) -> None:
    said = session("6", "", "three", "3", "text", ".", "maybe", "Y", " n ")
    assert said.count("That is none of 1, 2, 3, 4, 5, r.") == 3
    assert said.count("That is none of y, p, n.") == 1
    (draft,) = study.journal.drafts()
    assert list(draft.answers.values()) == [Answer.YES, Answer.NO]


def test_an_empty_page_handed_in_at_once_is_no_recall(session: Session, study: Study) -> None:
    said = session("3", ".", topic="simple-regression")
    assert "The page was empty, so no recall was logged." in said
    assert events(study) == []
    assert study.journal.drafts() == []


def test_an_empty_page_after_trying_is_a_recall_of_nothing(
    session: Session, study: Study, course: Deck
) -> None:
    session("1", ".", *["n"] * points(course), "", "n", seconds=11)
    (event,) = events(study)
    assert isinstance(event, Recalled)
    assert event.text == ""


def test_a_new_card_can_be_read_first(
    session: Session, study: Study, clock: Clock, course: Deck
) -> None:
    said = session("r")
    assert "Key points" in said
    assert f"\n{points(course)}. " in said
    (event,) = events(study)
    assert isinstance(event, Read)
    clock.pass_days(1)
    said = session("3")
    assert "Simple linear regression: read yesterday" in said
    assert "r reads" not in said


def test_a_point_missed_before_and_the_note_are_told_after_the_recall(
    session: Session, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO, note="mind the residual")
    clock.pass_days(4)
    said = session("3", "text", ".", *["y"] * points(course), "")
    before, after = said.split("key points. For each")
    assert "missed on Sunday" in before.splitlines()[0]
    assert "mind the residual" not in before
    assert after.count("You missed it on Sunday.") == 1
    assert "Last time you noted: mind the residual" in after


def test_a_second_recall_of_a_day_is_extra(
    session: Session, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id)
    before = study.journal.memories()
    said = session("3", "text", ".", *["n"] * points(course), "", "n", topic="simple-regression")
    assert "Recalled today: a recall now will not move the schedule." in said
    assert study.journal.memories() == before
    assert len(events(study)) == 2


def test_the_plan_of_today_one_topic_after_another(
    session: Session, study: Study, clock: Clock, course: Deck
) -> None:
    for topic in course.topics[:2]:
        recall(study, topic.id, Answer.NO)
    clock.pass_days(5)
    first, second = (task.topic for task in study.plan().today[:2])
    count = [len(study.deck.topic(key).key_points) for key in (first, second)]  # type: ignore[union-attr]
    said = session("3", "text", ".", *["y"] * count[0], "", "y",
                   "2", "text", ".", *["y"] * count[1], "", "n")  # fmt: skip
    assert said.count("Go on with the next topic? (y or n):") == 2
    assert said.index(study.title(first)) < said.index(f"{study.title(second)}: ")
    assert {event.topic for event in study.recalls_today()} == {first, second}


def test_a_day_on_which_nothing_is_due(session: Session, study: Study) -> None:
    study.settings = replace(study.settings, new_per_day=0)
    assert session().startswith("Nothing is due today. flashcards study TOPIC --plain")


def test_the_drill_asks_until_each_point_is_recalled_once(
    session: Session, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO, Answer.NO)
    study.settings = replace(study.settings, new_per_day=0)
    said = session("y", "", "n", "", "y", "", "y")
    assert "Drill 2 missed points now?" in said
    assert said.count("Think, then press enter.") == 3
    assert "All of them recalled once." in said
    drilled = [event for event in events(study) if isinstance(event, Drilled)]
    assert [event.answer for event in drilled] == [Answer.NO, Answer.YES, Answer.YES]


def test_a_drill_answer_can_be_taken_back(session: Session, study: Study, course: Deck) -> None:
    recall(study, course.topics[0].id, Answer.NO, Answer.NO)
    study.settings = replace(study.settings, new_per_day=0)
    first, second = (point.id for point in course.topics[0].key_points[:2])
    said = session("y", "", "y", "", "u", "", "n", "", "y", "", "y")
    assert said.count("u to take the last answer back") == 3
    drilled = [event for event in events(study) if isinstance(event, Drilled)]
    assert [(e.point, e.answer) for e in drilled][-3:] == [
        (first, Answer.NO), (second, Answer.YES), (first, Answer.YES)
    ]  # fmt: skip
    assert study.to_drill() == []


def test_the_last_answer_of_all_can_be_taken_back(
    session: Session, study: Study, course: Deck
) -> None:
    recall(study, course.topics[0].id, Answer.NO)
    study.settings = replace(study.settings, new_per_day=0)
    said = session("y", "", "y", "y", "", "n", "", "y", "")
    assert "Taken back: “had it”, Simple linear regression." in said
    assert said.count("All of them recalled once.") == 2
    assert [e.answer for e in study.journal.events() if isinstance(e, Drilled)] == [
        Answer.YES, Answer.NO, Answer.YES
    ]  # fmt: skip
    assert study.to_drill() == []


def test_formulas_in_words(session: Session) -> None:
    spoken = session("r", speak=True)
    written = session("r", topic="random-intercepts")
    assert "gamma" not in written
    assert not any(sign in spoken for sign in "₀₁ⱼεσ²")


def test_a_window_that_only_reads_cannot_take_answers(
    study: Study, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    second = Journal.open(study.journal.file.parent, clock=clock)
    other = Study(study.deck, second, study.settings, clock, study.settings_file)
    assert run(other, None, speak=False) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Another window of this program has the journal open" in said.err


def test_a_clock_that_is_behind_asks_first(
    session: Session, study: Study, clock: Clock, course: Deck
) -> None:
    recall(study, course.topics[0].id)
    clock.pass_days(-2)
    said = session("n")
    assert "your last answer was at" in said
    assert "How comfortable" not in said
    assert "How comfortable" in session("y")


def test_a_full_disk_ends_it_with_a_sentence(
    session: Session, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise JournalError("There is no room left.")

    monkeypatch.setattr(study.journal, "save_draft", full)
    assert session("3", "text", code=1).endswith("There is no room left.\n")


def test_what_controls_a_terminal_is_left_out(session: Session, study: Study) -> None:
    session("3", "a\x1b[2Jb\x07\u202ec\td")
    (draft,) = study.journal.drafts()
    assert draft.text == "a[2Jbc\td"
