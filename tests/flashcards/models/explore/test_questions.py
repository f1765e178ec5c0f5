import numpy as np
import pytest

from flashcards.models.columns import Factor
from flashcards.models.explore.judging import judge
from flashcards.models.explore.questions import question, questions
from flashcards.models.lm import lm
from flashcards.models.lmer import lmer
from tests.flashcards.models.explore.test_shrinkage import balanced

DATA = balanced()
FIT = lmer("y ~ x + (1 + x | g)", DATA)
SEEDS = range(60)


def every(start):
    """All questions over many seeds whose text begins so."""
    found = [q for seed in SEEDS for q in questions(FIT, DATA, seed) if q.text.startswith(start)]
    assert found
    return found


def coefficients():
    return dict(zip("abcdefgh", FIT.coef()["g"].values.tolist(), strict=True))


def test_another_seed_asks_another_question():
    assert question(FIT, DATA, 7) == question(FIT, DATA, 7)
    assert len({question(FIT, DATA, seed).text for seed in SEEDS}) > 15


def test_no_question_comes_twice_in_a_row_of_them():
    texts = [each.text for each in questions(FIT, DATA, 1)]
    assert len(texts) == len(set(texts)) > 5


def test_a_number_of_a_group_is_its_coefficient():
    for asked in every("What is the"):
        level = asked.text.split(" for ")[1][0]
        wanted = coefficients()[level][1 if "slope" in asked.text else 0]
        assert asked.value == pytest.approx(wanted)
        assert judge(asked, wanted).near
        assert judge(asked, wanted + 0.99 * asked.near).near
        assert not judge(asked, wanted + 1.01 * asked.near).near


def test_a_direction_is_that_of_the_deviation():
    for asked in every("Is the"):
        level = asked.text.split(" for ")[1][0]
        place = 1 if "slope" in asked.text else 0
        above = coefficients()[level][place] > FIT.beta[place]
        assert asked.choices[asked.right] == ("above" if above else "below")


def test_the_highest_of_some_is_the_highest_of_them():
    for asked in every("Which of these has the highest"):
        place = 1 if "slope" in asked.text else 0
        values = [coefficients()[level][place] for level in asked.choices]
        assert asked.right == int(np.argmax(values))


def test_the_most_influential_is_that_of_refits():
    slopes = {}
    for code, level in enumerate("abcdefgh"):
        kept = DATA["g"].codes != code
        rest = {"y": DATA["y"][kept], "x": DATA["x"][kept], "g": DATA["g"].codes[kept].astype(str)}
        slopes[level] = abs(lmer("y ~ x + (1 + x | g)", rest).fixef()["x"] - FIT.fixef()["x"])
    for asked in every("Which of these moves the slope of x"):
        assert asked.right == int(np.argmax([slopes[level] for level in asked.choices]))


def test_the_one_that_is_moved_most_is_farthest_from_its_own_line():
    moved = {}
    for code, level in enumerate("abcdefgh"):
        rows = DATA["g"].codes == code
        own = np.polyfit(DATA["x"][rows], DATA["y"][rows], 1)[1]
        moved[level] = abs(own - coefficients()[level][0])
    for asked in every("Which of these is moved most"):
        assert asked.right == int(np.argmax([moved[level] for level in asked.choices]))


def test_the_largest_component_is_found():
    data = DATA | {"h": Factor(np.tile(np.arange(4), 12), tuple("pqrs"))}
    fit = lmer("y ~ 1 + (1 | g) + (1 | h)", data)
    found = [q for s in SEEDS for q in questions(fit, data, s) if "standard deviation" in q.text]
    sizes = {
        f"between {b.group}": c[0, 0] ** 0.5
        for b, c in zip(fit.design.blocks, fit.covariances, strict=True)
    }
    sizes["residual"] = fit.sigma
    assert {each.choices[each.right] for each in found} == {max(sizes, key=sizes.get)}


def test_a_linear_model_is_asked_about_too():
    fit = lm("y ~ x", DATA)
    texts = " ".join(each.text for seed in SEEDS for each in questions(fit, DATA, seed))
    assert "in per cent" in texts
    share = next(q for s in SEEDS for q in questions(fit, DATA, s) if "per cent" in q.text)
    assert share.value == pytest.approx(100 * np.corrcoef(DATA["x"], DATA["y"])[0, 1] ** 2)


def test_every_question_can_be_answered():
    for seed in SEEDS:
        for asked in questions(FIT, DATA, seed):
            right = asked.value if asked.kind == "number" else asked.right
            assert judge(asked, right).near
            assert asked.because[-1] == "."
            if asked.kind == "choice":
                assert len(set(asked.choices)) == len(asked.choices) > 1
