"""Numbers by name. What they should be was printed by R 4.2.2 with lme4 1.1-31 and lmerTest."""

from __future__ import annotations

from typing import Final

import pytest

from flashcards.deck import bundled_content
from flashcards.models.datasets import load
from flashcards.models.errors import ModelError
from flashcards.models.lm import lm
from flashcards.models.lmer import lmer
from flashcards.models.quantities import value
from flashcards.models.quantity import KINDS, Quantity, read_quantity

READING: Final = load("reading", bundled_content() / "datasets")
FIT: Final = lmer("y ~ x + (1 + x | group)", READING)
SMALL: Final = lmer("y ~ 1 + (1 | group)", READING)
PLAIN: Final = lm("y ~ x", READING)

BY_R: Final = {
    "fixef.intercept": 1.725901556,
    "fixef.x": 1.150728294,
    "fixef.(Intercept)": 1.725901556,
    "-fixef.x": -1.150728294,
    "se.x": 0.2967628759,
    "t.intercept": 1.784641086,
    "df.x": 16.38586543,
    "p.x": 0.001283861686,
    "var.group.intercept": 2.2622582049,
    "sd.group.x": 0.8924121916,
    "cor.group.intercept.x": 0.5455839948,
    "cor.group.x.intercept": 0.5455839948,
    "sd.residual": 2.0896431101,
    "var.residual": 4.3666083275,
    "sigma": 2.0896431101,
    "cor.fixef.intercept.x": -0.5516662733,
    "ranef.group.group_04.intercept": 1.622807437,
    "-ranef.group.group_04.x": -1.021124152,
    "coef.group.group_04.x": 2.171852446,
    "scaled.min": -2.49451197392,
    "scaled.q1": -0.57221753018,
    "scaled.median": -0.01354183925,
    "scaled.q3": 0.62538902681,
    "scaled.max": 2.39121266926,
    "nobs": 132,
    "ngroups.group": 20,
}


@pytest.mark.parametrize(("name", "expected"), BY_R.items())
def test_a_number_of_a_mixed_model_is_rs(name: str, expected: float) -> None:
    assert value([FIT], name) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fixef.x", 1.4660167631),
        ("se.intercept", 1.9195076089),
        ("t.x", 3.1870170487),
        ("df.x", 130),
        ("p.x", 0.001800552402),
        ("sigma", 4.908970392),
        ("sd.residual", 4.908970392),
        ("nobs", 132),
    ],
)
def test_a_number_of_a_linear_model_is_rs(name: str, expected: float) -> None:
    assert value([PLAIN], name) == pytest.approx(expected, rel=1e-9)


def test_numbers_of_intercepts_alone_and_of_comparisons() -> None:
    assert value([SMALL], "icc.group") == pytest.approx(0.7903605142, rel=1e-6)
    assert value([FIT, SMALL], "chisq") == pytest.approx(36.86031654, rel=1e-6)
    assert value([SMALL, FIT], "chisq.df") == 3
    assert value([SMALL, FIT], "chisq.p") == pytest.approx(4.925381312e-08, rel=1e-5)


def test_a_number_is_that_of_the_last_model_that_has_it() -> None:
    assert value([PLAIN, FIT], "fixef.x") == pytest.approx(1.150728294, rel=1e-6)
    assert value([FIT, PLAIN], "fixef.x") == pytest.approx(1.4660167631)
    assert value([FIT, PLAIN], "sd.group.x") == pytest.approx(0.8924121916, rel=1e-6)


def test_two_terms_of_one_factor_are_one_factor() -> None:
    apart = lmer("y ~ x + (1 | group) + (0 + x | group)", READING)
    assert value([apart], "sd.group.x") ** 2 == pytest.approx(value([apart], "var.group.x"))
    assert value([apart], "sd.group.intercept") != value([apart], "sd.group.x")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fixf.x", "There is no number called `fixf.x`. Did you mean `fixef`?"),
        ("", "There is no number called ``."),
        ("fixef", "`fixef` is not of the form `fixef.<effect>`."),
        ("fixef.", "not of the form"),
        ("nobs.x", "not of the form `nobs`"),
        ("sd.group", "not of the form `sd.<group>.<effect>`"),
        ("scaled.middle", "no number called `scaled.middle`. Use one of scaled.min, scaled.q1"),
        ("fixef.dose", "no effect `dose`. There are: intercept, x."),
        ("sd.grup.x", "no grouping factor `grup`. Did you mean `group`?"),
        ("ranef.group.group_99.x", "no group 'group_99'. Did you mean `group_"),
        ("cor.group.intercept.z", "no effect `z`"),
        ("ngroups.school", "no grouping factor `school`"),
        ("icc.group", "slopes vary too"),
        ("chisq", "it compares two mixed models"),
    ],
)
def test_a_wrong_name_is_told_in_a_sentence(name: str, words: str) -> None:
    with pytest.raises(ModelError) as error:
        value([FIT], name)
    assert words in str(error.value)


def test_a_linear_model_has_no_random_effects() -> None:
    with pytest.raises(ModelError, match="no model here has any"):
        value([PLAIN], "sd.group.x")
    with pytest.raises(ModelError, match="no model here has any"):
        value([], "nobs")


def test_names_are_taken_apart() -> None:
    assert read_quantity("fixef.x.1") == Quantity("fixef", ("x.1",))
    assert read_quantity("-chisq.df") == Quantity("chisq.df", (), negative=True)
    assert read_quantity("sd.residual") == Quantity("sd", ("residual",))
    assert read_quantity("ranef.g.a.I(x^2)") == Quantity("ranef", ("g", "a", "I(x^2)"))
    for kind, shape in KINDS.items():
        name = ".".join((kind, *("min" if part == "place" else part for part in shape)))
        assert read_quantity(name).kind == kind
