"""A learner's own parameters in force: everything that reads a memory goes by them, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.progress_tasks import asked, tables
from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.deck import Deck
from flashcards.doctor import examine, mend
from flashcards.due import due_day, preview
from flashcards.events import Answer, Recalled
from flashcards.exam import Exam, exam_plan, plan_today
from flashcards.fold import fold, from_json, to_json
from flashcards.journal import Journal, rules
from flashcards.memory import retrievability
from flashcards.memory_model import DEFAULT, PARAMETERS
from flashcards.parameters import FILE, forget, load, save
from flashcards.planning.tendency import tendency_of
from flashcards.planning.traces import of_model
from flashcards.progress import progress
from flashcards.schedule import Pace
from flashcards.settings import Settings
from flashcards.store.storage import FILE as FILE_OF_EVENTS
from flashcards.study import Study
from tests.flashcards.histories import TODAY, days, moment, recall, topic
from tests.flashcards.journal_samples import sql
from tests.flashcards.learners import LAPSING, POINTS, recalls
from tests.flashcards.test_parameters import FIT

OWN = replace(FIT, parameters=LAPSING.parameters)
EVENTS = recalls(LAPSING, 3, 700)
NOW = moment(EVENTS[-1].moment.day + days(2))


class Still:
    """A clock that stands."""

    def moment(self) -> Moment:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def course() -> tuple[Topic, ...]:
    keys = dict.fromkeys(event.topic for event in EVENTS)
    return tuple(topic(key.removeprefix("p/"), POINTS) for key in keys)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A journal that was folded by the published parameters."""
    with Journal.open(tmp_path) as journal:
        journal.extend(EVENTS)
    return tmp_path


@pytest.fixture
def hers(home: Path) -> Path:
    """And own parameters beside it, since then."""
    save(home, OWN)
    return home


def stored_rules(home: Path) -> list[str]:
    return [row[0] for row in sql(home / FILE_OF_EVENTS, "SELECT DISTINCT rules FROM topic_state")]


# -- the journal -------------------------------------------------------------------------------


def test_the_cache_is_folded_again_when_parameters_change(home: Path) -> None:
    with Journal.open(home) as journal:
        assert journal.memories() == fold(EVENTS)
    save(home, OWN)
    with Journal.open(home) as journal:
        assert journal.model == LAPSING
        assert journal.memories() == fold(EVENTS, LAPSING) != fold(EVENTS)
    assert stored_rules(home) == [rules(LAPSING)]
    stored = sql(home / FILE_OF_EVENTS, "SELECT value FROM meta WHERE key = 'scheduler'")
    assert json.loads(stored[0][0])["parameters"] == list(LAPSING.parameters)
    forget(home)
    with Journal.open(home) as journal:
        assert journal.memories() == fold(EVENTS)
    assert stored_rules(home) == [rules(DEFAULT)]


def test_an_open_journal_takes_them_over_when_it_is_told(home: Path) -> None:
    with Journal.open(home) as journal:
        save(home, OWN)
        assert journal.model == DEFAULT
        assert journal.memories() == fold(EVENTS)
        journal.renew()
        assert journal.model == LAPSING
        assert journal.memories() == fold(EVENTS, LAPSING)


def test_one_that_only_looks_goes_by_the_parameters_of_the_writer(home: Path) -> None:
    with Journal.open(home, write=False) as look:
        assert look.memories() == fold(EVENTS)
        save(home, OWN)
        # Nobody has folded again yet, so what holds for the cache still holds here.
        assert look.memories() == fold(EVENTS)
        with Journal.open(home):
            pass
        assert look.memories() == fold(EVENTS, LAPSING)
        assert look.model == LAPSING
    with Journal.open(home, write=False) as late:
        assert late.memories() == fold(EVENTS, LAPSING)


def test_one_that_only_looks_needs_no_fold_by_a_writer(hers: Path) -> None:
    with Journal.open(hers, write=False) as look:
        assert look.memories() == fold(EVENTS, LAPSING)
    assert stored_rules(hers) == [rules(DEFAULT)]


def test_recalls_and_undo_go_by_them(hers: Path) -> None:
    last = recall("new", NOW, dict.fromkeys(POINTS, Answer.PARTLY), "p/0")
    first = recall("first", NOW, dict.fromkeys(POINTS, Answer.YES), "p/new")
    with Journal.open(hers) as journal:
        journal.record(last)
        journal.record(first)
        assert journal.memories() == fold([*EVENTS, last, first], LAPSING)
        assert journal.memories()["p/new"].points["a"].stability == LAPSING.first(3)[0]
        journal.undo(NOW)
        journal.undo(NOW)
        assert journal.memories() == fold(EVENTS, LAPSING)


def test_a_file_that_makes_no_sense_leaves_the_published_ones(hers: Path) -> None:
    Journal.open(hers).close()
    (hers / FILE).write_text("{")
    with Journal.open(hers) as journal:
        assert journal.own.trouble
        assert journal.memories() == fold(EVENTS)


def test_a_memory_is_not_read_under_other_parameters() -> None:
    memory = fold(EVENTS, LAPSING)["p/0"]
    assert from_json(to_json(memory), LAPSING) == memory
    with pytest.raises(ValueError, match="another memory model"):
        from_json(to_json(memory))
    assert memory != fold(EVENTS)["p/0"]


# -- what reads memories -----------------------------------------------------------------------


def test_due_days_and_previews_go_by_them() -> None:
    card = course()[0]
    memory = fold(EVENTS, LAPSING)[card.key]
    due = due_day(card, memory, NOW)
    assert due is not None

    def mean(day: int) -> float:
        chances = [
            retrievability(point, due + days(day), LAPSING) for point in memory.points.values()
        ]
        return sum(chances) / len(POINTS)

    assert due == NOW.day or mean(-1) >= 0.9 > mean(0)
    given = dict.fromkeys(POINTS, Answer.YES)
    whole = preview(card, None, given, NOW, LAPSING)
    after = fold([recall("x", NOW, given, card.key)], LAPSING)
    assert whole == due_day(card, after[card.key], NOW)


@pytest.fixture
def study(hers: Path) -> Iterator[Study]:
    deck = Deck("p", "Course", "", course())
    with Journal.open(hers) as journal:
        yield Study(deck, journal, Settings(), Still(), hers / "settings.toml")


def test_events_record_by_which_model_they_were_scheduled(study: Study) -> None:
    draft = study.new_draft(study.deck.topics[0], comfort=3, paper=True, timer=False)
    recalled = study.finish(draft, ())
    assert recalled.scheduler == LAPSING.name
    assert isinstance(study.journal.events(last=1)[0], Recalled)


def test_progress_goes_by_them_here_and_in_the_worker_and_says_so(study: Study) -> None:
    here = progress(study.deck.topics, EVENTS, NOW, model=study.journal.model)
    request = tables(asked(study))
    with pytest.raises(StopIteration) as ended:
        next(request)
    there = ended.value.value
    assert there.retention == here.retention
    assert here.retention.fitted
    assert "parameters that are fitted to your own answers" in here.retention.words
    published = progress(study.deck.topics, EVENTS, NOW)
    assert not published.retention.fitted
    assert "fitted" not in published.retention.words
    for row, card in zip(here.recall, study.deck.topics, strict=True):
        points = study.journal.memories()[card.key].points.values()
        today = [retrievability(point, NOW.day, LAPSING) for point in points]
        assert row.past[-1] == pytest.approx(sum(today) / len(POINTS))
    assert asked(study).model == LAPSING.name


def test_the_plan_for_an_exam_goes_by_them(study: Study) -> None:
    exam = Exam(NOW.day + days(20), minutes=15)
    wanted = Settings(exams=(exam,))
    about = study.deck.topics, study.journal.memories(), Pace(), wanted, NOW
    hers = exam_plan(*about, of_model(LAPSING))
    assert hers is not None
    found = hers.forecasts[0]
    points = [
        point for memory in study.journal.memories().values() for point in memory.points.values()
    ]
    faded = sum(retrievability(point, exam.date, LAPSING) for point in points) / len(points)
    assert found.stopped == pytest.approx(faded, abs=0.02)
    assert "parameters that are fitted to your own answers" in found.basis
    first = [task.topic for task in hers.days[0].tasks]
    today = plan_today(*about, LAPSING)
    assert [task.topic for task in today.today][: len(first)] == first
    study.settings = wanted
    assert study.plan() == today
    assert study.exam_plan() == exam_plan(*about, study.tendency())


def test_a_tendency_is_told_from_the_model_that_holds() -> None:
    """By the published parameters she forgets faster than foreseen, by her own she does not."""
    assert tendency_of([], {}, LAPSING) == of_model(LAPSING)
    events = recalls(LAPSING, 3, 6000)
    counted = {key: memory.recalls for key, memory in fold(events).items()}
    kept = []
    for model in (DEFAULT, LAPSING):
        found = tendency_of(events, counted, model)
        assert found.model == model
        factor, exponent = found.curve
        kept.append((1 + factor / found.speed) ** exponent)
    assert kept[0] < 0.88
    assert kept[1] > 0.89


# -- the doctor --------------------------------------------------------------------------------


def test_the_doctor_folds_by_them(hers: Path) -> None:
    report = examine(hers)
    assert report.healthy
    assert "the next start folds them again" in "\n".join(report.lines())
    Journal.open(hers).close()
    report = examine(hers)
    assert report.healthy
    told = "\n".join(report.lines())
    assert "the memory of each follows from the events" in told
    assert "parameters of your own, from 812 answers up to 2026-11-22" in told
    sql(hers / FILE_OF_EVENTS, "UPDATE topic_state SET state = replace(state, 'yes', 'no')")
    assert [fault.code for fault in examine(hers).faults] == ["memory"]
    mend(hers)
    with Journal.open(hers) as journal:
        assert journal.memories() == fold(EVENTS, LAPSING)
    assert examine(hers).healthy


def test_the_doctor_tells_of_a_file_that_makes_no_sense(hers: Path) -> None:
    (hers / FILE).write_text("{")
    report = examine(hers)
    assert [fault.code for fault in report.faults] == ["parameters"]
    assert report.faults[0].message == load(hers).trouble
    assert not report.mendable


def test_a_copy_from_before_the_fit_goes_by_them_when_it_is_put_back(hers: Path) -> None:
    with Journal.open(hers) as journal:
        journal.daily_copy(TODAY)
        journal.record(recall("new", NOW, dict.fromkeys(POINTS, Answer.NO), "p/0"))
    file = hers / FILE_OF_EVENTS
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    file.write_bytes(content)
    mend(hers, restore=True)
    with Journal.open(hers) as journal:
        assert journal.memories() == fold(journal.events(), LAPSING)
    assert examine(hers).healthy


def test_the_published_parameters_are_not_her_own(home: Path) -> None:
    save(home, replace(OWN, parameters=PARAMETERS))
    with Journal.open(home) as journal:
        assert not journal.model.fitted
    assert stored_rules(home) == [rules(DEFAULT)]
