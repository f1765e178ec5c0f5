"""Fitting: learners whose memory is known, and what must not be fitted to."""

from __future__ import annotations

import sys
from math import log

import pytest
from msgspec.structs import replace

from flashcards.events import Answer, Recalled
from flashcards.fitting import ENOUGH, FittingError, TooFewError, fit
from flashcards.fitting.answers import Given, given
from flashcards.fitting.judgement import Forecast, compared, forecasts, judged
from flashcards.memory_model import DEFAULT, MemoryModel
from tests.flashcards.histories import TODAY, days, moment, read, recall, undo
from tests.flashcards.learners import LAPSING, recalls

YES, NO, PARTLY = Answer.YES, Answer.NO, Answer.PARTLY

rust = pytest.importorskip("fsrs_rs_python", reason="the optimiser is not installed")


# -- which answers -----------------------------------------------------------------------------


def test_answers_that_moved_the_schedule() -> None:
    events = [
        recall("1", moment(), {"a": YES, "b": NO}),
        recall("2", moment(hour=23), {"a": NO}),  # extra: the same study day
        recall("3", moment(TODAY + days(3)), {"a": PARTLY}),
        recall("4", moment(TODAY + days(4)), {"a": NO}),
        undo("5", "4"),
        replace(recall("6", moment(TODAY + days(5)), {"a": NO}), counted=False),
        recall("7", moment(TODAY + days(9)), {"b": YES, "c": YES}),
        recall("8", moment(TODAY + days(9)), {"a": YES}, "p/other"),
    ]
    one, other = "p/one", "p/other"
    day = TODAY.toordinal()
    assert given(events) == [
        Given((one, "a"), day, 0, 3),
        Given((one, "b"), day, 0, 1),
        Given((one, "a"), day + 3, 3, 2),
        Given((one, "b"), day + 9, 9, 3),
        Given((one, "c"), day + 9, 0, 3),
        Given((other, "a"), day + 9, 0, 3),
    ]


def test_a_recall_right_after_reading_moves_nothing() -> None:
    assert given([read("1", moment(hour=9)), recall("2", moment(hour=20), {"a": YES})]) == []


# -- how many ----------------------------------------------------------------------------------


def test_four_hundred_answers_are_enough_and_one_fewer_is_not() -> None:
    assert ENOUGH == 400
    with pytest.raises(TooFewError, match=r"so far: 399\. .* from 400 on; 1 to go") as caught:
        fit(recalls(LAPSING, 0, 399), TODAY)
    assert caught.value.answers == 399
    assert fit(recalls(LAPSING, 0, 400), TODAY).fit.answers == 400


def test_answers_that_did_not_move_the_schedule_are_not_counted() -> None:
    enough = recalls(LAPSING, 0, 400)
    events = [*enough[:-1], replace(enough[-1], counted=False)]
    with pytest.raises(TooFewError):
        fit(events, TODAY)
    with pytest.raises(TooFewError):
        fit([*enough, undo("undo", enough[3].id)], TODAY)


def test_first_answers_alone_tell_nothing() -> None:
    events = [
        recall(
            str(number), moment(TODAY + days(number)), dict.fromkeys("abcdef", YES), f"p/{number}"
        )
        for number in range(80)
    ]
    with pytest.raises(TooFewError, match="answered before: 0"):
        fit(events, TODAY)


def test_two_recalls_of_many_points_are_too_few_to_judge_by() -> None:
    answers = {f"point-{number}": YES for number in range(300)}
    events = [recall(str(n), moment(TODAY + days(9 * n)), answers) for n in range(3)]
    with pytest.raises(TooFewError, match="2 recalls"):
        fit(events, TODAY)


def test_no_events_at_all() -> None:
    with pytest.raises(TooFewError):
        fit([], TODAY)


# -- learners ----------------------------------------------------------------------------------


def loss(model: MemoryModel, events: list[Recalled], first: int) -> float:
    """Mean loss of a model on the repeated answers from a recall on."""
    known = {(event.topic, event.moment.day.toordinal()) for event in events[first:]}
    later = [each for each in forecasts(given(events), model) if each.answer.recall in known]
    return sum(each.loss for each in later) / len(later)


FITTED = 420
"""Recalls that are fitted to, of seven points each."""


@pytest.mark.parametrize("seed", range(3))
def test_a_learner_far_from_the_default_gets_parameters_of_her_own(seed: int) -> None:
    events = recalls(LAPSING, seed, 6000)
    found = fit(events[:FITTED], TODAY)
    assert found.better
    assert found.fit.fitted.log_loss < found.fit.default.log_loss
    assert found.fit.fitted.rmse < found.fit.default.rmse
    hers, theirs = found.fit.fitted.foreseen, found.fit.default.foreseen
    assert abs(hers - found.fit.recalled) < abs(theirs - found.fit.recalled)
    # What she answers afterwards was seen by neither the fit nor the judgement.
    models = MemoryModel(found.fit.parameters), DEFAULT, LAPSING
    own, published, true = (loss(model, events, FITTED) for model in models)
    assert own < published - 0.02
    assert own - true < (published - true) / 4


def test_a_learner_who_is_the_default_keeps_it() -> None:
    found = [fit(recalls(DEFAULT, seed, 2000), TODAY) for seed in range(8)]
    assert sum(each.better for each in found) <= 1
    assert sum(each.saving for each in found) < 0
    assert all(abs(each.saving) < 0.02 for each in found)


def test_a_fit_is_the_same_every_time() -> None:
    assert fit(recalls(LAPSING, 1, 900), TODAY) == fit(recalls(LAPSING, 1, 900), TODAY)


@pytest.mark.parametrize("answer", Answer)
def test_a_learner_who_always_answers_the_same(answer: Answer) -> None:
    events = [
        replace(event, answers=dict.fromkeys(event.answers, answer))
        for event in recalls(DEFAULT, 1, 900)
    ]
    found = fit(events, TODAY)
    assert MemoryModel(found.fit.parameters).parameters == found.fit.parameters
    assert found.fit.recalled == (answer is not NO)


def test_centuries_between_recalls() -> None:
    events = [
        replace(event, moment=moment(TODAY + 3000 * (event.moment.day - TODAY)))
        for event in recalls(LAPSING, 2, 900)
    ]
    assert fit(events, TODAY).fit.held_out > 0


def test_what_is_held_out_does_not_change_the_fit() -> None:
    events = recalls(LAPSING, 4, 1000)
    other = [
        replace(event, answers=dict.fromkeys(event.answers, NO)) if number > 135 else event
        for number, event in enumerate(events)
    ]
    one, changed = fit(events, TODAY), fit(other, TODAY)
    assert changed.fit.parameters == one.fit.parameters
    assert changed.fit.recalled < one.fit.recalled


# -- the judgement -----------------------------------------------------------------------------


@pytest.mark.parametrize("model", [DEFAULT, LAPSING], ids=["default", "other"])
def test_the_loss_of_every_answer_is_that_of_the_rust_implementation(model: MemoryModel) -> None:
    answers, reviews = given(recalls(LAPSING, 5, 600)), {}
    judge, theirs = rust.FSRS(model.parameters), []
    for each in answers:
        history = reviews.setdefault(each.point, [])
        history.append(rust.FSRSReview(each.rating, each.gap))
        if each.gap:
            theirs.append(judge.evaluate([rust.FSRSItem(history)]).log_loss)
    ours = [each.loss for each in forecasts(answers, model)]
    assert ours == pytest.approx(theirs, rel=1e-3)


def forecast(chance: float, rating: int, topic: str = "t", gap: int = 1) -> Forecast:
    return Forecast(Given((topic, "a"), 100, gap, rating), chance, 2, 0)


def test_measures_by_hand() -> None:
    """Two alike: foreseen 0.8 and 0.6, one recalled. One after longer: 0.5, recalled."""
    found = judged([forecast(0.8, 3), forecast(0.6, 1), forecast(0.5, 2, gap=90)])
    assert found.log_loss == pytest.approx(-(log(0.8) + log(0.4) + log(0.5)) / 3)
    assert found.rmse == pytest.approx(((2 * 0.2**2 + 0.5**2) / 3) ** 0.5)
    assert found.foreseen == pytest.approx(1.9 / 3)


def test_a_forecast_that_was_sure_and_wrong_loses_much_but_not_all() -> None:
    assert 10 < forecast(1.0, 1).loss < 20


def test_answers_of_one_recall_speak_as_one() -> None:
    """Savings of 1, 1 and 4 by recall with one answer each: mean 2, standard error 1."""
    base = [forecast(0.5, 3, name) for name in "abc"]
    better = [each._replace(chance=0.5 * 2.718281828459045 ** (s / 10)) for each, s in
              zip(base, (1, 1, 4), strict=True)]  # fmt: skip
    saving, error = compared(base, better)
    assert (saving, error) == pytest.approx((0.2, 0.1))
    twice, again = compared([*base, *base], [*better, *better])
    assert (twice, again) == pytest.approx((0.2, 0.1))


# -- without the optimiser ---------------------------------------------------------------------


def test_without_the_optimiser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(TooFewError):
        fit(recalls(LAPSING, 0, 399), TODAY)
    with pytest.raises(FittingError, match="pip install fsrs-rs-python"):
        fit(recalls(LAPSING, 0, 400), TODAY)
