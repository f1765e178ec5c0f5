from __future__ import annotations

import json
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from flashcards.events import Answer, Draft, Event, Recalled, Undone
from flashcards.fold import fold, standing, to_json
from flashcards.journal import RULES, Journal, JournalError
from flashcards.memory import PARAMETERS, SCHEDULER
from flashcards.store import queries
from flashcards.store.errors import ClosedError
from flashcards.store.rows import event_row
from tests.flashcards.histories import TODAY, days
from tests.flashcards.journal_samples import ONE, TWO, draft, drilled, evening, read, recalled, sql


@pytest.fixture
def journal(tmp_path):
    with Journal.open(tmp_path / "home") as opened:
        yield opened


def again(journal: Journal) -> Journal:
    """The same journal after the program was closed and started again."""
    journal.close()
    return Journal.open(journal.file.parent)


# -- recording -----------------------------------------------------------------------------------


def test_a_new_journal_is_empty(journal):
    assert not journal.read_only
    assert journal.why_read_only == ""
    assert journal.events() == []
    assert journal.memories() == {}
    assert journal.drafts() == []
    assert journal.last_answer() is None
    assert journal.last_moment() is None


def test_a_journal_is_fresh_until_something_happened_or_a_day_was_copied(journal):
    assert journal.fresh
    begun = draft(0)
    journal.save_draft(begun)
    assert not journal.fresh
    journal.discard_draft(begun.id)
    assert journal.fresh
    journal.daily_copy(TODAY)
    assert not journal.fresh


def test_a_recall_takes_the_freshness_of_a_journal(journal):
    journal.record(recalled(0))
    journal.undo(recalled(1).moment)
    assert not journal.fresh


def test_what_is_recorded_is_there_after_a_restart(journal):
    happened = [recalled(0), read(1, TWO), drilled(1)]
    for event in happened:
        journal.record(event)
    with again(journal) as opened:
        assert opened.events() == happened
        assert opened.memories() == fold(happened)


def test_a_recall_moves_its_topic_and_no_other(journal):
    journal.record(recalled(0, ONE))
    before = journal.memories()[ONE]
    journal.record(recalled(1, TWO))
    assert journal.memories()[ONE] == before
    assert journal.memories()[TWO].recalls == 1


def test_recording_again_changes_nothing(journal):
    once = recalled(0)
    journal.record(once)
    journal.record(recalled(3))
    state = journal.memories()
    journal.record(once)
    journal.record(replace(once, text="another", answers={"a": Answer.NO}))
    assert len(journal.events()) == 2
    assert journal.memories() == state


def test_every_journal_has_a_device_of_its_own_that_it_keeps(journal, tmp_path):
    with Journal.open(tmp_path / "other") as other:
        assert other.device != journal.device
    device = journal.device
    with again(journal) as opened:
        assert opened.device == device


def test_it_says_which_model_moves_its_memories(journal):
    ((stored,),) = sql(journal.file, "SELECT value FROM meta WHERE key = 'scheduler'")
    assert json.loads(stored) == {"name": SCHEDULER, "parameters": list(PARAMETERS)}


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "\ud83d alone", "\U0001f600" * 1000, "ß" * 500_000],
    ids=["NUL", "half a pair", "emoji", "1 MB"],
)
def test_any_text_can_be_recorded(journal, text):
    journal.save_draft(draft(text=text))
    event = recalled(text=text, note=text, topic=f"course/{text[:5]}")
    journal.record(event)
    with again(journal) as opened:
        (stored,) = opened.attempts()
        assert stored.text == text.replace("\ud83d", "\ufffd")
        assert opened.memories() == fold([stored])
        assert opened.undo(evening(0)) == stored


# -- undo ----------------------------------------------------------------------------------------


def test_undo_brings_the_memory_back_to_what_it_was(journal):
    journal.record(recalled(0))
    before = journal.memories()
    journal.record(recalled(5, answers={"a": Answer.NO}))
    journal.undo(evening(5))
    assert journal.memories() == before


def test_undo_names_what_it_took_back_and_keeps_it(journal):
    event = recalled(0)
    journal.record(event)
    assert journal.undo(evening(1)) == event
    kept, undone = journal.events()
    assert kept == event
    assert isinstance(undone, Undone)
    assert (undone.undone, undone.topic, undone.moment) == (event.id, ONE, evening(1))
    assert journal.memories() == {}


def test_the_check_opens_again_as_it_was(journal):
    event = recalled(0, paper=True, comfort=None)
    journal.record(event)
    journal.undo(evening(0))
    reopened = journal.draft(ONE, TODAY)
    assert reopened is not None
    assert reopened.id != event.id
    assert reopened == Draft(
        id=reopened.id,
        moment=event.moment,
        topic=ONE,
        phase="check",
        text=event.text,
        seconds=event.seconds,
        comfort=None,
        paper=True,
        answers=event.answers,
        note=event.note,
        content=event.content,
    )


def test_undo_goes_back_answer_by_answer_also_after_a_restart(journal):
    first, second, third = recalled(0), read(1, TWO), recalled(2)
    for event in (first, second, third, drilled(2)):
        journal.record(event)
    assert journal.last_answer() == third
    assert journal.undo(evening(3)) == third
    with again(journal) as opened:
        assert opened.last_answer() == second
        assert opened.undo(evening(3)) == second
        assert opened.undo(evening(3)) == first
        assert opened.last_answer() is None
        assert opened.undo(evening(3)) is None
        assert len(opened.events()) == 7


def test_drill_answers_are_taken_back_one_by_one_also_after_a_restart(journal):
    answer, first, second = recalled(0), drilled(0), drilled(0, point="a")
    for event in (answer, first, second):
        journal.record(event)
    before = journal.memories()
    assert journal.undo_drill(evening(0)) == second
    with again(journal) as opened:
        assert opened.last_drill(evening(0).day) == first
        assert opened.undo_drill(evening(0)) == first
        assert opened.undo_drill(evening(0)) is None
        assert opened.events_on(evening(0).day) == [answer]
        assert opened.memories() == before
        assert opened.last_answer() == answer


def test_a_drill_answer_of_another_day_or_before_the_last_recall_stays(journal):
    journal.record(recalled(0))
    journal.record(drilled(0))
    assert journal.undo_drill(evening(1)) is None
    journal.record(recalled(0, TWO))
    assert journal.undo_drill(evening(0)) is None
    journal.undo(evening(0))
    assert journal.undo_drill(evening(0)) is not None


def test_an_answer_given_again_after_undo_counts(journal):
    journal.record(recalled(0, answers={"a": Answer.NO}))
    journal.undo(evening(0))
    reopened = journal.draft(ONE, TODAY)
    assert reopened is not None
    journal.record(recalled(0, id=reopened.id, answers={"a": Answer.YES}))
    assert journal.memories()[ONE].points["a"].last_answer is Answer.YES
    assert journal.drafts() == []


def test_undoing_a_reading_opens_no_check(journal):
    journal.record(read(0))
    journal.undo(evening(0))
    assert journal.drafts() == []
    assert journal.memories() == {}


def test_a_newer_draft_stays_behind_the_one_that_undo_opens(journal):
    journal.record(recalled(0, text="of before"))
    newer = draft(0, text="begun since")
    journal.save_draft(newer)
    journal.undo(evening(0))
    reopened = journal.draft(ONE, TODAY)
    assert reopened is not None
    assert reopened.text == "of before"
    assert journal.drafts(ONE) == [reopened, newer]
    journal.record(recalled(0, id=reopened.id))
    assert journal.draft(ONE, TODAY) == newer


# -- drafts --------------------------------------------------------------------------------------


def test_a_draft_is_as_it_was_saved_last(journal):
    begun = draft(0)
    journal.save_draft(begun)
    further = replace(begun, text="half a sentence", seconds=12.0, left=108.0)
    journal.save_draft(further)
    with again(journal) as opened:
        assert opened.draft(ONE, TODAY) == further
        assert opened.drafts() == [further]


def test_only_a_draft_of_the_topic_and_the_day_goes_on(journal):
    journal.save_draft(draft(0, ONE))
    assert journal.draft(TWO, TODAY) is None
    assert journal.draft(ONE, TODAY + days(1)) is None
    assert journal.drafts(TWO) == []


def test_older_drafts_are_kept_the_one_saved_last_first(journal):
    old, new, other = draft(0), draft(1), draft(1, TWO)
    for each in (old, new, other):
        journal.save_draft(each)
    assert journal.drafts(ONE) == [new, old]
    assert journal.drafts() == [other, new, old]
    journal.save_draft(replace(old, text="looked at again"))
    assert [each.id for each in journal.drafts(ONE)] == [old.id, new.id]


def test_recording_ends_its_own_draft_alone(journal):
    earlier, own, other = draft(-1), draft(0), draft(0, TWO)
    for each in (earlier, own, other):
        journal.save_draft(each)
    journal.record(recalled(0, id=own.id))
    assert {each.id for each in journal.drafts()} == {earlier.id, other.id}


def test_a_save_that_comes_after_the_recall_was_recorded_does_nothing(journal):
    late = draft(0)
    journal.record(recalled(0, id=late.id))
    journal.save_draft(late)
    assert journal.drafts() == []


def test_a_save_that_comes_after_a_later_one_does_nothing(journal):
    late = draft(0, text="half a", seconds=10.0)
    newer = replace(late, text="half a sentence", seconds=11.0)
    journal.save_draft(newer)
    journal.save_draft(late)
    assert journal.drafts() == [newer]


def test_ticks_are_saved_though_no_time_is_spent(journal):
    check = draft(0, phase="check")
    journal.save_draft(check)
    ticked = replace(check, answers={"a": Answer.YES})
    journal.save_draft(ticked)
    assert journal.drafts() == [ticked]


def test_a_discarded_draft_is_gone_and_no_late_save_brings_it_back(journal):
    kept, dropped = draft(0), draft(0, TWO)
    journal.save_draft(kept)
    journal.save_draft(dropped)
    journal.discard_draft(dropped.id)
    journal.discard_draft("unknown")
    journal.save_draft(dropped)
    assert journal.drafts() == [kept]


# -- looking back --------------------------------------------------------------------------------


def test_events_can_be_limited_and_are_oldest_first(journal):
    happened = [recalled(0), drilled(0, TWO), recalled(1, TWO), recalled(2)]
    for event in happened:
        journal.record(event)
    assert journal.events(last=2) == happened[2:]
    assert journal.events(TWO) == happened[1:3]
    assert journal.events(TWO, last=1) == happened[2:3]


def test_attempts_are_the_recalls_that_stand_newest_first(journal):
    first, second, third, other = recalled(0), recalled(3), recalled(6), recalled(7, TWO)
    for event in (first, read(1), second, drilled(3), third):
        journal.record(event)
    journal.undo(evening(6))
    journal.record(other)
    assert journal.attempts(ONE) == [second, first]
    assert journal.attempts(ONE, 1) == [second]
    assert journal.attempts(ONE, limit=2) == [second, first]
    assert journal.attempts(limit=2) == [other, second]


def test_a_day_has_what_happened_on_it_and_stands(journal):
    yesterday, today, drill = recalled(-1), recalled(0, TWO), drilled(0, TWO)
    for event in (yesterday, today, drill, recalled(0)):
        journal.record(event)
    journal.undo(evening(0))
    assert journal.events_on(TODAY) == [today, drill]
    assert journal.events_on(TODAY - days(1)) == [yesterday]


def test_the_last_moment_is_that_of_the_event_written_last(journal):
    journal.record(recalled(5))
    journal.record(drilled(2))
    assert journal.last_moment() == evening(2)
    journal.undo(evening(1))
    assert journal.last_moment() == evening(1)


# -- events from elsewhere -----------------------------------------------------------------------


def test_events_from_elsewhere_are_added_once(journal):
    first, second = recalled(0), recalled(5)
    undone = Undone("undo", "elsewhere", evening(5), ONE, second.id)
    journal.record(first)
    assert journal.extend([first, second, undone]) == 2
    assert journal.extend([first, second, undone]) == 0
    assert journal.events() == [first, second, undone]
    assert journal.memories() == fold([first])
    assert journal.last_answer() == first


def test_an_event_from_elsewhere_ends_its_draft(journal):
    own, other = draft(0), draft(0)
    journal.save_draft(own)
    journal.save_draft(other)
    journal.extend([recalled(0, id=own.id)])
    assert journal.drafts() == [other]


def test_an_undo_may_come_before_what_it_names(journal):
    event = recalled(0)
    journal.extend([Undone("undo", "elsewhere", evening(5), ONE, event.id), event])
    assert journal.attempts() == []
    assert journal.memories() == {}


@pytest.mark.parametrize("names", ["nothing", "other topic", "undo"])
def test_an_undo_that_names_no_answer_of_its_topic_is_refused_with_all_the_rest(journal, names):
    event = recalled(0)
    journal.record(event)
    journal.undo(evening(0))
    state, happened = journal.memories(), journal.events()
    topic = TWO if names == "other topic" else ONE
    named = {"nothing": "unknown", "other topic": event.id, "undo": happened[1].id}[names]
    with pytest.raises(JournalError):
        journal.extend([recalled(1), Undone("stray", "elsewhere", evening(2), topic, named)])
    assert journal.events() == happened
    assert journal.memories() == state


# -- the cache -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "meddle",
    [
        "DELETE FROM topic_state",
        "UPDATE topic_state SET state = 'nonsense'",
        "UPDATE topic_state SET rules = 'older', state = '{}'",
    ],
)
def test_a_cache_that_is_of_no_use_is_folded_again(journal, meddle):
    happened = [recalled(0), recalled(5), recalled(9)]
    for event in happened[:2]:
        journal.record(event)
    journal.close()
    sql(journal.file, meddle)
    with Journal.open(journal.file.parent) as opened:
        opened.record(happened[2])
        assert opened.memories() == fold(happened)


def test_memories_of_older_rules_are_folded_again_at_the_start(journal):
    journal.record(recalled(0))
    expected = journal.memories()
    journal.close()
    sql(journal.file, "UPDATE topic_state SET rules = 'older', state = '{}'")
    with Journal.open(journal.file.parent, write=False) as reader:
        assert reader.memories() == expected
    with Journal.open(journal.file.parent) as opened:
        assert opened.memories() == expected
    assert sql(journal.file, "SELECT DISTINCT rules FROM topic_state") == [(RULES,)]


def test_a_recall_that_counted_under_an_older_rule_is_extra_under_this_one(journal):
    first = read(0)
    journal.record(first)
    journal.record(recalled(0))
    older = to_json(fold([recalled(0)])[ONE])
    journal.close()
    sql(journal.file, f"UPDATE topic_state SET rules = 'fold 1', state = '{older}'")
    with Journal.open(journal.file.parent) as opened:
        assert opened.memories() == fold([first])
        assert len(opened.attempts(ONE, 9)) == 1


# -- threads, and the end ------------------------------------------------------------------------


def test_drafts_are_saved_from_one_thread_while_another_reads_and_records(journal):
    drafts = [draft(number, seconds=float(number)) for number in range(30)]
    events = [recalled(number, TWO) for number in range(30)]
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(journal.save_draft, each) for each in drafts]
        work += [pool.submit(journal.record, event) for event in events]
        reads = [pool.submit(journal.memories) for _ in range(50)]
        for done in (*work, *reads):
            done.result()
    assert {each.id for each in journal.drafts()} == {each.id for each in drafts}
    happened = journal.events()
    assert {event.id for event in happened} == {event.id for event in events}
    assert journal.memories() == fold(happened)


def test_nobody_reads_what_is_not_yet_committed(journal):
    def begin_and_fail(pool: ThreadPoolExecutor) -> None:
        with journal._storage.write() as connection:
            connection.execute(queries.ADD_EVENT, event_row(recalled(0)))
            reading.append(pool.submit(journal.events))
            time.sleep(0.05)  # a reader that did not wait its turn would read now
            raise JournalError("on purpose")

    reading: list[Future[list[Event]]] = []
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(JournalError, match="on purpose"):
            begin_and_fail(pool)
        assert reading[0].result() == []


def test_a_closed_journal_says_so(journal):
    journal.close()
    journal.close()
    with pytest.raises(ClosedError, match="closed"):
        journal.save_draft(draft())
    with pytest.raises(ClosedError, match="closed"):
        journal.memories()


def test_a_write_that_fails_half_way_leaves_nothing_and_can_be_made_again(journal, monkeypatch):
    event = recalled(0)
    journal.save_draft(draft(0, id=event.id))
    monkeypatch.setattr(queries, "PUT_STATE", "INSERT INTO no_such_table VALUES (?, ?, ?)")
    with pytest.raises(JournalError, match="no_such_table"):
        journal.record(event)
    assert journal.events() == []
    assert [each.id for each in journal.drafts()] == [event.id]
    monkeypatch.undo()
    journal.record(event)
    assert journal.events() == [event]
    assert journal.drafts() == []


def test_a_run_of_answers_folds_to_what_is_shown(journal):
    happened = [recalled(number, (ONE, TWO)[number % 2]) for number in range(12)]
    for number, event in enumerate(happened):
        journal.record(event)
        if number % 3 == 2:
            journal.undo(evening(number))
    stands = [event for event in standing(journal.events()) if isinstance(event, Recalled)]
    assert stands == journal.attempts()[::-1]
    assert journal.memories() == fold(journal.events())
