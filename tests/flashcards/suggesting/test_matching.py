"""The rules by which cues are met, each on a card of a few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.cards import Cue, KeyPoint, Topic
from flashcards.recall import suggest


def card(*cues: str, text: str = "A point", body: str = "") -> Topic:
    """A topic of one point ``p``; each of ``cues`` is a group, backticks mark formulas."""
    groups = tuple(
        tuple(Cue(cue.strip().strip("`"), "`" in cue) for cue in group.split(",")) for group in cues
    )
    point = KeyPoint("p", text, "What?", groups)
    return Topic("t", "t", "T", (), 2, body, 1, (point,), (), (), "t.md", "")


def quoted(topic: Topic, text: str) -> list[str] | None:
    found = suggest(topic, text).get("p")
    return None if found is None else [text[start:end] for start, end in found.spans]


def test_every_group_must_be_met() -> None:
    topic = card("slope, gradient", "vary, differ")
    assert quoted(topic, "the gradient differs a lot") == ["gradient", "differs"]
    assert quoted(topic, "the gradient is steep") is None
    assert quoted(topic, "") is None


def test_groups_are_met_near_one_another() -> None:
    topic = card("slope", "vary")
    assert quoted(topic, "The slope is steep. Heights vary.") is None
    assert quoted(topic, "There is a slope. It may vary.") == ["slope", "vary"]
    assert quoted(topic, "slope: it may, as far as I know, vary") == ["slope", "vary"]


def test_the_tightest_place_is_shown() -> None:
    topic = card("slope", "vary")
    text = "slopes, like so many other things of this sort, vary: each slope varies"
    assert quoted(topic, text) == ["slope", "varies"]


def test_a_phrase_allows_a_few_words_between() -> None:
    topic = card("same slope")
    assert quoted(topic, "the same steep slope") == ["same steep slope"]
    assert quoted(topic, "the slope is the same") == ["slope is the same"]
    assert quoted(topic, "the same long and very steep slope") is None
    assert quoted(topic, "all the same, slope or not") is None


def test_a_longer_phrase_keeps_its_order() -> None:
    topic = card("square root variance")
    assert quoted(topic, "the square root of the variance") is not None
    assert quoted(topic, "the variance is the square root") is None


@pytest.mark.parametrize(
    "written", ["intersept", "intercpets", "interceptt", "intrecept", "Intercept"]
)
def test_slips_of_the_pen_are_mended(written: str) -> None:
    assert quoted(card("intercept"), f"the {written} is") == [written]


@pytest.mark.parametrize("word", ["interact", "interaction", "intersect", "interest", "percept"])
def test_other_words_are_not_slips(word: str) -> None:
    assert quoted(card("intercept"), f"they {word} here") is None


def test_a_word_of_the_card_is_no_slip() -> None:
    assert quoted(card("slopes"), "the slokes vary") is not None
    assert quoted(card("slopes", body="The slokes of the hill."), "the slokes vary") is None


def test_short_words_are_taken_as_they_are() -> None:
    assert quoted(card("line"), "a lime") is None


def test_denied_words_do_not_count() -> None:
    topic = card("shrunk", "average")
    assert quoted(topic, "estimates are shrunk to the average") is not None
    assert quoted(topic, "estimates are not shrunk to the average") is None
    assert quoted(topic, "they are not the same, but shrunk to the average") is not None


def test_a_cue_may_deny() -> None:
    topic = card("not independent, no intercept")
    assert quoted(topic, "residuals aren't independent") == ["aren't independent"]
    assert quoted(topic, "there's no intercept") == ["no intercept"]
    assert quoted(topic, "residuals are independent") is None


def test_a_denied_opposite_counts() -> None:
    topic = card("slope", "differ", text="Slopes differ")
    assert quoted(topic, "slopes are not the same") == ["slopes", "not the same"]
    assert quoted(topic, "slopes are the same and do not differ") is None


def test_a_denied_comparison_is_not_the_contrary() -> None:
    topic = card("slope", "differ")
    assert quoted(topic, "slopes are not alike") is not None
    assert quoted(topic, "slopes are not more alike") is None


def test_a_denial_is_spent_on_the_first_direction_behind_it() -> None:
    topic = card("not average")
    assert quoted(topic, "it is not quite average") is not None
    assert quoted(topic, "it is not different from average") is None


def test_the_contrary_direction_does_not_count() -> None:
    topic = card("slope", "each, own", text="Slopes differ between groups")
    assert quoted(topic, "the slope of each group differs") is not None
    assert quoted(topic, "the slope is the same for each group") is None


def test_code_counts_by_meaning_and_shows_in_full() -> None:
    topic = card("`(1 + x | g)`")
    assert quoted(topic, "lmer(y ~ z + (z | id)) it is") == ["lmer(y ~ z + (z | id))"]
    assert quoted(topic, "lmer(y ~ z + (1 | id))") is None


def test_words_within_a_formula_are_not_prose() -> None:
    topic = card("outcome", "subject")
    assert quoted(topic, "lmer(outcome ~ x + (1 | subject))") is None
    assert quoted(topic, "the outcome of a subject") is not None


def test_a_name_in_backticks_is_taken_literally() -> None:
    topic = card("`effect`")
    assert quoted(topic, "use effect() for it") == ["effect"]
    assert quoted(topic, "fixed effects") is None
    assert quoted(card("`check_model`"), "check_model(m)") == ["check_model"]


def test_a_bare_list_of_words_says_nothing() -> None:
    topic = card("slope", "vary")
    assert quoted(topic, "slope, group, normal, vary, mean, lmer") is None
    assert quoted(topic, "slope and intercept vary, as I said") is not None
    assert quoted(topic, "hist, line, point, slope of x, may vary") is not None


def test_a_point_without_cues_is_never_suggested() -> None:
    point = KeyPoint("p", "A point", "What?")
    topic = Topic("t", "t", "T", (), 2, "", 1, (point,), (), (), "t.md", "")
    assert suggest(topic, "a point") == {}


def test_empty_and_odd_cues_do_no_harm() -> None:
    topic = card("…, ***", "`~`, `(1 |`, `lmer(`")
    assert quoted(topic, "some words") is None
    assert quoted(card("…"), "… and so on") is None
    assert quoted(card("…", "slope"), "the slope") == ["slope"]


@given(st.text(max_size=400))
def test_any_text_can_be_held_against_a_card(text: str) -> None:
    topic = card("slope, not vary, (1 | g), `(1 | g)`, 0 +", "each, `fixef(m)`, e")
    for found in suggest(topic, text).values():
        assert list(found.spans) == sorted(found.spans)
        assert all(0 <= start < end <= len(text) for start, end in found.spans)


def test_a_monstrous_text_ends() -> None:
    topic = card("slope", "vary", "each")
    text = "slope vary each " * 20_000
    assert quoted(topic, text) == ["slope", "vary", "each"]


def test_a_text_that_goes_against_as_much_as_it_covers_says_nothing() -> None:
    topic = card("slope", "vary")
    assert quoted(topic, "slopes vary") is not None
    assert quoted(topic, "slopes vary. ranef gives the coefficients") is None


def test_to_repeat_a_long_title_is_no_recall() -> None:
    point = KeyPoint("p", "A point", "What?", ((Cue("slope", False),), (Cue("group", False),)))
    topic = Topic("t", "t", "Group slopes plotted", (), 2, "", 1, (point,), (), (), "t.md", "")
    assert quoted(topic, "Group slopes plotted") is None
    assert quoted(topic, "the slope of a group") is not None


def test_lines_of_formulas_go_together() -> None:
    topic = card("zeta0", "epsilon")
    assert quoted(topic, "z0i ~ N(0, s0)\ne_ij ~ N(0, s)") is not None
    assert quoted(topic, "z0i is there.\nThe e_ij are not like it") is None


def test_a_denial_of_what_comes_later_is_not_one_of_this() -> None:
    topic = card("residual", "independent")
    assert quoted(topic, "residuals are independent and have no pattern") is not None
    assert quoted(topic, "residuals are not independent") is None


def test_a_number_and_a_word_between_keep_their_order() -> None:
    assert quoted(card("one plot"), "plot one line") is None
    assert quoted(card("root of the variance"), "variance is the root") is None
