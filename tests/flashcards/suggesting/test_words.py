from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.suggesting.words import distance, sound, stem, tokens


def forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


SYMBOLS = {
    "gamma00": "γ00|gamma_00|gamma00|g00|\\gamma_{00}|γ₀₀|gamma 00|y00",
    "gamma10": "γ10|g_10|\\gamma_{10}|gamma one zero",
    "zeta0": "ζ0i|zeta_0i|zeta0i|z0i|\\zeta_{0i}|ζ₀ᵢ|u0i|zeta_0|zeta 0",
    "zeta1": "ζ1i|zeta_1i|z1i|\\zeta_{1i}",
    "sigma0": "σ0|sigma_0|sigma0|\\sigma_0|s0|σ₀|τ0|tau_00|σ̂0|\\hat{\\sigma}_0",
    "matrix": "Σ|\\Sigma",
    "sigmaepsilon": "σ_ε|sigma_e|sigma_eps|\\sigma_\\epsilon|sigma epsilon|s_e",
    "epsilon": "ε|e_ij|r_ij|eij|eps|epsilon_ij|\\epsilon_{ij}|\\varepsilon|ej",
    "b0i": "b0i|b̂_0i|β_0j|b_0i|b_{0i}|b₀ᵢ|β0i|b0_i",
    "b1": "b1|b_1|beta1|β₁|\\beta_1",
    "rho": "ρ|rho|\\rho|rho_01",
    "sd": "sd|SD|standard deviation|standard deviations|std.dev|Std. Dev.|stdev",
    "y": "yij|ŷ_ij|y_ij|y_{ij}|Y_ij",
}


@pytest.mark.parametrize(("form", "written"), SYMBOLS.items())
def test_one_symbol_has_one_form(form: str, written: str) -> None:
    for text in written.split("|"):
        assert forms(text) == [form], text
        assert forms(f"so {text} is") == ["so", form, "is"], text


@pytest.mark.parametrize("text", ["σ²", "sigma^2", "sigma squared", "sigma2", r"\sigma^2", "σ^{2}"])
def test_a_square_is_a_form_of_its_own(text: str) -> None:
    assert forms(text) == ["sigma", "^2"]


def test_what_varies_is_not_what_does_not() -> None:
    assert forms("b0") != forms("b0i")
    assert forms("gamma00") != forms("gamma10")
    assert forms("sigma_0") != forms("sigma_1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "y_ij = b_0i + b_1i x_ij + e_ij",
            ["y", "=", "b0i", "plus", "b1i", "x", "plus", "epsilon"],
        ),
        ("yij = b0i + b1xij + eij", ["y", "=", "b0i", "plus", "b1", "x", "plus", "epsilon"]),
        ("b1ixij", ["b1i", "x"]),
        ("y = b0 + b1x + e", ["y", "=", "b0", "plus", "b1", "x", "plus", "epsilon"]),
        ("ρσ₀σ₁", ["rho", "sigma0", "sigma1"]),
        ("rt_ij = b0i + e_ij", ["y", "=", "b0i", "plus", "epsilon"]),
        ("y = a + bx", ["y", "=", "b0", "plus", "b1"]),
        ("Δy", ["chang", "y"]),
        ("0 -> average", ["0", "=", "averag"]),
        ("+2 and 1+2", ["posit", "2", "and", "1", "plus", "2"]),
        ("z0i ~ N(0, s0)", ["zeta0", "~", "n", "0", "sigma0"]),
    ],
)
def test_equations_are_symbols_in_order(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doesn't", ["doe", "not"]),
        ("dont", ["do", "not"]),
        ("can’t", ["can", "not"]),
        ("the group's", ["the", "group"]),
        ("w/o w/in w/", ["without", "within", "with"]),
        ("non-independent", ["not", "independ"]),
        ("nonindependent", ["not", "independ"]),
        ("multi-level multilevel", ["multilevel", "multilevel"]),
        ("avg of obs per subj", ["averag", "of", "observ", "per", "subject"]),
        ("RE and re", ["random", "effect", "and", "re"]),
        ("outcome_ij", ["outcom"]),
        ("check_model", ["check_model"]),
        ("shrunk shrinkage shrinks", ["shrink", "shrink", "shrink"]),
        ("one two zero", ["1", "2", "0"]),
        ("this means the mean", ["this", "means", "the", "mean"]),
    ],
)
def test_words_are_brought_to_one_form(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def sentences(text: str) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for token in tokens(text):
        found.setdefault(token.sentence, []).append(token.word)
    return list(found.values())


def test_sentences_end_at_points_and_lines() -> None:
    assert sentences("Lines differ. Slopes too!\n- b1i\n- e.g. this. Then x.y; and z") == [
        ["lines", "differ"],
        ["slopes", "too"],
        ["b1i"],
        ["e", "g", "this"],
        ["then", "x", "y", "and", "z"],
    ]


def test_a_dot_that_opens_a_word_ends_no_sentence() -> None:
    assert len(sentences("lines of .fitted and (.Resid at .5)")) == 1
    assert len(sentences("Plot .fitted. Then .resid")) == 2


def test_a_long_line_that_goes_on_in_small_letters_is_one_sentence() -> None:
    text = "the slopes of all these lines are allowed to differ between\nsubjects and so on"
    assert len(sentences(text)) == 1
    assert len(sentences("slopes differ\nsubjects too")) == 2


def test_clauses_end_at_commas_and_conjunctions() -> None:
    clauses = [
        token.clause for token in tokens("slopes vary, intercepts stay but lines (all) move")
    ]
    assert clauses == sorted(clauses)
    assert len(set(clauses)) == 5


def test_places_are_those_of_the_text() -> None:
    text = "The γ₀₀’s “slope” doesn’t – vary."
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    assert [text[t.start : t.end] for t in tokens(text)][:2] == ["The", "γ₀₀"]


@given(st.text(max_size=300))
def test_any_text_has_tokens_in_order(text: str) -> None:
    found = tokens(text)
    places = [(token.start, token.end) for token in found]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(token.form for token in found)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("slope", "slope", 0),
        ("slope", "sloep", 1),
        ("intercept", "intersept", 1),
        ("intercept", "interceptt", 1),
        ("variance", "varaince", 1),
        ("average", "averge", 1),
        ("deviation", "devation", 1),
        ("intercept", "interact", 3),
        ("", "ab", 2),
    ],
)
def test_slips_of_the_pen_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 3) == slips
    assert distance(other, one, 3) == slips
    assert distance(one, other, 0) == min(slips, 1)


words = st.text(alphabet="abcd", max_size=8)


@given(words, words)
def test_distance_is_symmetric_and_zero_only_for_the_same(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)


def test_stems_of_one_word_agree() -> None:
    for family in (("vary", "varies", "varied"), ("differ", "different", "difference")):
        assert len({stem(word) for word in family}) == 1
    assert stem("variance") != stem("variable")


@pytest.mark.parametrize(
    ("one", "other"),
    [("skool", "school"), ("koefficient", "coefficient"), ("varianse", "variance")],
)
def test_words_written_by_ear_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_different_words_sound_different() -> None:
    words = ["school", "scale", "slope", "task", "group", "line", "mean", "ribbon"]
    assert len({sound(word) for word in words}) == len(words)


def test_names_of_two_words_are_one() -> None:
    assert forms("no pooling, none pooled") == ["nopool", "nopool"]
    assert forms("the square root") == ["the", "root"]


def test_a_definition_by_when_is_one_clause() -> None:
    assert len({token.clause for token in tokens("pooling is when lines are drawn")}) == 1
    assert len({token.clause for token in tokens("it is steep when lines are drawn")}) == 2


def test_a_line_that_opens_with_an_equation_is_one_of_its_own() -> None:
    text = "b0 is the mean of the outcome where the predictor is 0, as said\nb1 = 0 is flat"
    assert {token.sentence for token in tokens(text)} == {0, 1}
