"""Advice on key points: texts as tutors write them, with and without what is to be mended."""

from __future__ import annotations

import pytest

from flashcards.quality import giveaway, two_ideas, wide_cues
from tests.flashcards.quality.cards import point, topic

CUES = "share, proportion; between"


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("The ICC is a share of variance. It lies between 0 and 1", "What is it?"),
        (
            "Pooling is complete in `lm`; it is partial in `lmer`, but there are no groups in a"
            " plain regression",
            "How do they differ?",
        ),
        (
            "REML divides by the degrees of freedom that are left after the fixed effects have been"
            " estimated, and the likelihood of two such fits cannot be compared where they differ"
            " in these effects",
            "What does REML do?",
        ),
        ("Groups are pulled to the mean", "Where are groups pulled to? And which most?"),
    ],
)
def test_two_ideas_in_one_point(text: str, ask: str) -> None:
    (note,) = two_ideas.notes(topic(points=point(text, ask, CUES)))
    assert (note.line, note.code) == (8, "two-ideas")


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("The share of the variance that lies between groups", "What does 0.3 say?"),
        ("`ranef` gives differences from the average, `coef` the values", "How do they differ?"),
        ("`f(x; y)`, `a. B` and $x; y. Z$ are the same", "What is `? ?` here?"),
        ("At 0.5 it is half, e.g. of 1.5 units, i.e. 0.75", "How much is it?"),
        ("A variance is squared; its root is a standard deviation", "How are they linked?"),
        ("What does `predict()` give", "What does it give you, and why is that a nuisance?"),
    ],
)
def test_one_idea_in_several_words(text: str, ask: str) -> None:
    assert list(two_ideas.notes(topic(points=point(text, ask, CUES)))) == []


@pytest.mark.parametrize(
    ("text", "ask", "cues"),
    [
        (
            "Groups with few rows are pulled more towards the mean",
            "Are groups with few rows pulled more or less towards the mean?",
            "few; pulled, shrunk; more",
        ),
        (
            "The ICC is the share of the variance that lies between groups",
            "What do you call the share of the variance that lies between groups?",
            "share; variance; between",
        ),
        (
            "The random slopes are drawn from a normal distribution",
            "Which normal distribution are the random slopes drawn from?",
            "slopes; normal, gaussian",
        ),
    ],
)
def test_a_question_that_gives_the_answer_away(text: str, ask: str, cues: str) -> None:
    (note,) = giveaway.notes(topic(points=point(text, ask, cues)))
    assert (note.line, note.code) == (8, "answer-in-question")


@pytest.mark.parametrize(
    ("text", "ask", "cues"),
    [
        (
            "Groups with few rows are pulled more towards the mean",
            "Which groups are pulled most?",
            "few; rows, observations",
        ),
        (
            "A variance is a standard deviation squared",
            "The output gives both a variance and a standard deviation. How are they linked?",
            "square, squared",
        ),
        (
            "`coef(model)` extracts each group's own coefficients",
            "Which R function gives each group's own coefficients?",
            "coef",
        ),
    ],
)
def test_a_question_that_names_its_subject_only(text: str, ask: str, cues: str) -> None:
    assert list(giveaway.notes(topic(points=point(text, ask, cues)))) == []


@pytest.mark.parametrize(
    ("text", "cues", "wrong"),
    [
        (
            "Groups with few rows are pulled more",
            "few, group, rows; pull, shrink",
            "Groups with many rows are pulled more",
        ),
        (
            "By ML, variance components come out too low: it underestimates the variance",
            "underestimates, variance; it, ML",
            "it overestimates the variance",
        ),
        (
            "The residual variance stands in the denominator of the ICC",
            "denominator, residual; variance",
            "The residual variance stands in the numerator of the ICC",
        ),
    ],
)
def test_cues_that_the_contrary_meets_as_well(text: str, cues: str, wrong: str) -> None:
    (note,) = wide_cues.notes(topic(points=point(text, "What of it?", cues)))
    assert (note.line, note.code) == (8, "wide-cues")
    assert f"“{wrong}”" in note.message


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Groups with few rows are pulled towards the mean", "few, small; group; pull, shrink"),
        ("Groups with few rows are pulled towards the mean", "group; pull, shrink"),
        ("Higher intercepts go with higher slopes", "higher, lower; intercept; slope"),
        ("`fixed(x)` and $within$ are code, [1]{=nobs}", "`fixed(x)`; code"),
    ],
)
def test_cues_that_only_the_right_answer_meets(text: str, cues: str) -> None:
    made = topic(points=point(text, "What?", cues), body="Text.\n```live\ndata: caffeine\n"
                 "model: lm(outcome ~ x1)\n```\n")  # fmt: skip
    assert list(wide_cues.notes(made)) == []


POOLING = (
    ("complete", "Complete pooling is one line for all", "all, everyone"),
    ("none", "No pooling gives a line to each group alone", "alone, separate"),
    ("partial", "Partial pooling gives lines that share what they have in common", "share, common"),
)


def pooling(cues: str) -> str:
    points = "".join(point(text, "What?", own, name) for name, text, own in POOLING)
    return points + point("Every line is a kind of pooling", "What is it?", cues, "kind")


def test_cues_that_most_other_points_meet() -> None:
    (note,) = wide_cues.notes(topic(points=pooling("pooling; line, lines")))
    assert (note.line, note.code) == (17, "wide-cues")
    assert note.message.startswith("2 other key points")
    assert list(wide_cues.notes(topic(points=pooling("pooling; line; kind, sort")))) == []
