"""What cannot be fitted is refused in a sentence, where R and lme4 refuse it or should."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from flashcards.models.design import build, fixed_matrix
from flashcards.models.errors import ModelError

ROWS = 12
DATA = pd.DataFrame(
    {
        "score": np.arange(ROWS) ** 1.5,
        "age": np.arange(ROWS) % 5 + 20.0,
        "word": list("abcabcabcabc"),
        "subject": [f"s{i // 3}" for i in range(ROWS)],
        "row": np.arange(ROWS),
        "label": [f"l{i}" for i in range(ROWS)],
        "one": "only",
        "same": 7.5,
        "zero": np.arange(ROWS),
        "endless": [np.inf, *range(1, ROWS)],
        "none": np.nan,
        "when": pd.date_range("2024-01-01", periods=ROWS),
        "mixture": [1, "two", None, {}, *range(8)],
        "lists": [[i] for i in range(ROWS)],
    }
)

LM = [
    ("scor ~ age", "The data have no column `scor`. Did you mean `score`?"),
    ("score ~ Age", "The data have no column `Age`. Did you mean `age`?"),
    ("score ~ xyzzyx", "The data have no column `xyzzyx`. They have: score, age, word, subject,"),
    ("word ~ age", "The outcome `word` holds names, not numbers."),
    ("same ~ age", "The outcome `same` is 7.5 in every row."),
    ("none ~ age", "Every row of the data has a missing value"),
    ("score ~ age + none", "Every row of the data has a missing value"),
    ("endless ~ age", "The outcome `endless` has infinite values."),
    ("score ~ endless", "`endless` has infinite values."),
    ("score ~ I(age/zero)", "`I(age/zero)` has infinite values."),
    ("score ~ log(zero)", "`log(zero)` has no finite value in 1 row."),
    ("log(zero) ~ age", "`log(zero)` has no finite value in 1 row."),
    ("score ~ sqrt(age - 22)", "`sqrt(age - 22)` has no finite value in 6 rows."),
    ("score ~ exp(age * 100)", "`exp(age * 100)` has no finite value in 12 rows."),
    ("score ~ log(word)", "`word` holds names, such as 'a', where numbers are needed."),
    ("score ~ one", "The factor `one` has one level only (only)."),
    ("score ~ scale(same)", "`scale(same)` has no value: the column does not vary."),
    ("score ~ poly(age, 5)", "`poly(age, 5)` needs more than 5 different values."),
    ("score ~ poly(age, 1.5)", "The degree of `poly()` is a whole number from 1 to 20."),
    ("score ~ poly(none, 2)", "`poly(none, 2)` cannot be computed: its column has missing"),
    ("poly(age, 2) ~ score", "The outcome is one column, and `poly(age, 2)` stands for several."),
    ("score ~ poly(age, 2, 3)", "`poly(age, 2, 3)` has an argument too many: it takes x, degree,"),
    ("score ~ poly(age, deg = 2)", "`poly(age, deg = 2)` has an argument too many"),
    ("score ~ log(age, 2, base = 3)", "`log(age, 2, base = 3)` has an argument too many"),
    ("score ~ scale(center = age)", "`scale(center = age)` does not say of what."),
    ("score ~ scale(age, center = zero)", "`center` and `scale` are TRUE, FALSE or a number."),
    ("score ~ I(age, zero)", "`I(age, zero)` has an argument too many: it takes x."),
    ("score ~ I(poly(age, 2))", "`poly()` stands for several columns"),
    ("score ~ I(3)", "`I(3)` names no column."),
    ("score ~ score", "`score` stands on both sides of `~`."),
    ("score ~ when", "`when` holds neither numbers nor names"),
    ("score ~ lists", "`lists` holds values that are neither numbers nor names."),
    ("score ~ mixture", "`mixture` holds values that are neither numbers nor names."),
    ("score ~ label * age", "12 rows are too few for the model's 24 coefficients."),
    (
        "I(score * 1e101) ~ age",
        "`I(score * 1e+101)` has values up to 3.65e+102, which is too",
    ),
    ("score ~ I(age * 1e60):I(age^2 * 1e60)", "`I(age * 1e+60):I(age^2 * 1e+60)` has values up to"),
    ("score ~ I(age/1e200)", "`I(age/1e+200)` has no value above 2.4e-199, which is too small"),
    ("~ age", "This formula has no outcome."),
    ("score ~ age + (1 | subject)", "`lm` cannot have a random term."),
]

LMER = [
    ("score ~ age", "`lmer` needs a random term, and this formula has none."),
    ("same ~ age + (1 | subject)", "The outcome `same` is 7.5 in every row."),
    ("score ~ age + (1 | subjekt)", "The data have no column `subjekt`. Did you mean `subject`?"),
    ("score ~ age + (1 | one)", "The grouping factor `one` has one group only."),
    ("score ~ 1 + (1 | row)", "The grouping factor `row` has as many groups as there are rows"),
    ("score ~ 1 + (1 | label)", "The grouping factor `label` has as many groups as there are rows"),
    ("score ~ 1 + (1 | subject:word)", "The grouping factor `subject:word` has as many groups as"),
    ("score ~ 1 + (1 | endless)", "`endless` has infinite values and cannot name groups."),
    ("score ~ 1 + (word | subject)", "12 rows are too few for 12 random effects (3 for each of 4"),
    ("score ~ 1 + (1 | when)", "`when` holds neither numbers nor names"),
]


def refusal(formula: str, data: Any, *, mixed: bool) -> str:
    with pytest.raises(ModelError) as caught:
        build(formula, data, mixed=mixed)
    error = caught.value
    assert error.message.endswith(".")
    assert "\n" not in str(error)
    return str(error)


@pytest.mark.parametrize(("formula", "sentence"), LM)
def test_lm_refuses_in_a_sentence(formula: str, sentence: str) -> None:
    assert refusal(formula, DATA, mixed=False).startswith(sentence)


@pytest.mark.parametrize(("formula", "sentence"), LMER)
def test_lmer_refuses_in_a_sentence(formula: str, sentence: str) -> None:
    assert refusal(formula, DATA, mixed=True).startswith(sentence)


def test_a_refusal_counts_the_rows_that_are_left() -> None:
    data = DATA.assign(score=DATA["score"].where(DATA["subject"] == "s1"))
    assert "`subject` has one group only" in refusal("score ~ 1 + (1 | subject)", data, mixed=True)
    assert "(b)" in refusal("score ~ word", DATA.where(DATA["word"] == "b"), mixed=False)


@pytest.mark.parametrize("mixed", [False, True])
def test_data_without_rows_or_columns(mixed: bool) -> None:
    formula = "score ~ age + (1 | subject)" if mixed else "score ~ age"
    assert refusal(formula, DATA.head(0), mixed=mixed) == "The data have no rows."
    assert refusal(formula, pd.DataFrame(), mixed=mixed).startswith("The data are empty")
    assert refusal(formula, {}, mixed=mixed).startswith("The data are empty")
    assert refusal(formula, DATA.head(1), mixed=mixed) == "One row alone is too few for a model."


def test_columns_of_unequal_length() -> None:
    arrays = {"y": np.arange(4.0), "x": np.arange(3.0), "z": np.array([1.0])}
    sentence = "The columns of the data are not of equal length."
    assert refusal("y ~ x", arrays, mixed=False) == sentence
    assert refusal("y ~ z", arrays, mixed=False) == sentence
    assert refusal("y ~ I(x * z) + x", arrays, mixed=False) == sentence
    assert refusal("y ~ I(x * y)", arrays, mixed=False) == sentence


def test_two_columns_of_one_name() -> None:
    data = pd.concat([DATA[["score", "age"]], DATA[["age"]]], axis=1)
    assert refusal("score ~ age", data, mixed=False).startswith("`age` is not one column")


def test_a_design_that_is_too_large_is_refused_before_it_is_built() -> None:
    rows = 200_000
    data = {"y": np.arange(float(rows)), "f": np.arange(rows) % 3_000}
    data["f"] = pd.Categorical(data["f"])
    told = refusal("y ~ f", data, mixed=False)
    assert told.startswith("This model would have 3,000 columns of 200,000 rows, too many to fit.")
    crossed = {**data, "g": pd.Categorical(np.arange(rows) // 100)}
    assert "too many to fit" in refusal("y ~ f:g", crossed, mixed=False)


def test_new_data_with_a_level_of_their_own() -> None:
    design = build("score ~ word + age", DATA, mixed=False)
    with pytest.raises(ModelError, match="`word` has the level 'z', which was not among"):
        fixed_matrix(design, {"word": np.array(["a", "z"]), "age": np.array([1.0, 2.0])})
    with pytest.raises(ModelError, match="`age` is of another kind than in the fitted data"):
        fixed_matrix(design, {"word": np.array(["a", "b"]), "age": np.array(["c", "d"])})
    with pytest.raises(ModelError, match="The data have no column `age`"):
        fixed_matrix(design, {"word": np.array(["a", "b"])})
