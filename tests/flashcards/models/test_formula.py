"""Formulas are compared by what they mean, as R's own ``terms`` and lme4 would write them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.models.formula import (
    FormulaError,
    canonical,
    contains,
    equivalent,
    equivalent_up_to_names,
    model_of,
    names_of,
    parse,
    source_of,
)

# Left as written; right as R writes it out. The fixed parts are what
# attr(terms(f), "term.labels") gives, the random parts what lme4's expandSlash and
# expandDoubleVerts give.
WRITTEN_OUT = [
    ("y ~ x", "y ~ 1 + x"),
    ("y~x+0", "y ~ 0 + x"),
    ("y ~ 0 + x", "y ~ 0 + x"),
    ("y ~ x - 1", "y ~ 0 + x"),
    ("y ~ -1 + x", "y ~ 0 + x"),
    ("y ~ 0 + x + 1", "y ~ 1 + x"),
    ("y ~ x - 0", "y ~ 1 + x"),
    ("y ~ 1", "y ~ 1"),
    ("y ~ 0", "y ~ 0"),
    ("y ~ x * z", "y ~ 1 + x + z + x:z"),
    ("y ~ x:z", "y ~ 1 + x:z"),
    ("y ~ a * b * c", "y ~ 1 + a + b + c + a:b + a:c + b:c + a:b:c"),
    ("y ~ a * b * c - a:b:c", "y ~ 1 + a + b + c + a:b + a:c + b:c"),
    ("y ~ a * b - a", "y ~ 1 + b + a:b"),
    ("y ~ (a + b + c)^2", "y ~ 1 + a + b + c + a:b + a:c + b:c"),
    ("y ~ (a + b)**2", "y ~ 1 + a + b + a:b"),
    ("y ~ a / b", "y ~ 1 + a + a:b"),
    ("y ~ a / b / c", "y ~ 1 + a + a:b + a:b:c"),
    ("y ~ (a + b) / c", "y ~ 1 + a + b + a:b:c"),
    ("y ~ (a + b) : c", "y ~ 1 + a:c + b:c"),
    ("y ~ (1 + a) * b", "y ~ 1 + a + b + a:b"),
    ("y ~ a + (b + c)", "y ~ 1 + a + b + c"),
    ("y ~ a - (a + b) + c", "y ~ 1 + c"),
    ("y ~ x + x", "y ~ 1 + x"),
    ("y ~ a:a", "y ~ 1 + a"),
    ("y ~ I(x^2) + poly(z, 2)", "y ~ 1 + I(x^2) + poly(z, 2)"),
    ("log(y) ~ scale(x)", "log(y) ~ 1 + scale(x)"),
    ("y ~ x + (x | g)", "y ~ 1 + x + (1 + x | g)"),
    ("y ~ x + (1|g)", "y ~ 1 + x + (1 | g)"),
    ("y ~ x + (0 + x | g)", "y ~ 1 + x + (0 + x | g)"),
    ("y ~ x + (x - 1 | g)", "y ~ 1 + x + (0 + x | g)"),
    ("y ~ x + (1 + x || g)", "y ~ 1 + x + (0 + x | g) + (1 | g)"),
    ("y ~ x + (0 + x || g)", "y ~ 1 + x + (0 + x | g)"),
    ("y ~ (a * b || g)", "y ~ 1 + (0 + a | g) + (0 + a:b | g) + (0 + b | g) + (1 | g)"),
    ("y ~ (1 | a/b)", "y ~ 1 + (1 | a) + (1 | a:b)"),
    ("y ~ (1 | a/b/c)", "y ~ 1 + (1 | a) + (1 | a:b) + (1 | a:b:c)"),
    ("y ~ (1 | b:a)", "y ~ 1 + (1 | a:b)"),
    ("y ~ (x | g) + x", "y ~ 1 + x + (1 + x | g)"),
    ("y ~ ((x | g) + (1 | h)) + x", "y ~ 1 + x + (1 + x | g) + (1 | h)"),
    ("`my y` ~ `a b` + x.1", "`my y` ~ 1 + `a b` + x.1"),
]


@pytest.mark.parametrize(("written", "out"), WRITTEN_OUT)
def test_shorthands_are_written_out(written: str, out: str) -> None:
    assert canonical(written) == out
    assert canonical(out) == out
    assert equivalent(written, out)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("y ~ x + (x | g)", "y ~ 1 + x + (1 + x | g)"),
        ("(1 | a/b)", "(1 | a) + (1 | a:b)"),
        ("y ~ a:b", "y ~ b:a"),
        ("(1 | school) + (1 | child:school)", "(1 | school/child)"),
        ("y ~ z * x", "y ~ x + z + x:z"),
        ("y ~ (1 + x || g)", "y ~ (1 | g) + (0 + x | g)"),
        ("y ~ poly( x,2 )", "y~poly(x, 2)"),
    ],
)
def test_same_meaning(one: str, other: str) -> None:
    assert equivalent(one, other)
    assert equivalent(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("y ~ x", "y ~ 0 + x"),
        ("y ~ x + (x | g)", "y ~ x + (x || g)"),
        ("y ~ x + (0 + x | g)", "y ~ x + (x | g)"),
        ("y ~ x + (1 | g)", "y ~ x + g"),
        ("y ~ x + g", "y ~ x * g"),
        ("(1 | a/b)", "(1 | b/a)"),
        ("(1 | a) + (1 | b)", "(1 | a:b)"),
        ("x ~ y", "y ~ x"),
        ("log(y) ~ x", "y ~ x"),
        ("y ~ I(x^2)", "y ~ x^2"),
        ("y ~ x", "x"),
    ],
)
def test_other_meaning(one: str, other: str) -> None:
    assert not equivalent(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(1 + x | subject)", "(1 + predictor | grouping)"),
        ("rt ~ dose + (dose | id)", "y ~ 1 + x + (1 + x | g)"),
        ("(1 | ppt) + (1 | task)", "(1 | a) + (1 | b)"),
        ("(1 | child:school) + (1 | school)", "(1 | ward/bed)"),
        ("y ~ a * b + (a | g)", "rt ~ p * q + (p | s)"),
        (
            "y ~ " + " + ".join(f"x{i}" for i in range(30)),
            "z ~ " + " + ".join(f"w{i}" for i in range(30)),
        ),
    ],
)
def test_a_renaming_makes_them_the_same(one: str, other: str) -> None:
    assert equivalent_up_to_names(one, other)
    assert equivalent_up_to_names(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("y ~ x", "x ~ y"),
        ("(x | g)", "(g | x)"),
        ("(1 | child) + (1 | child:school)", "(1 | school) + (1 | child:school)"),
        ("y ~ x + g", "y ~ x * g"),
        ("y ~ x", "lhs ~ a + b"),
        ("y ~ x + (1 | x)", "y ~ x + (1 | g)"),
    ],
)
def test_no_renaming_makes_them_the_same(one: str, other: str) -> None:
    assert not equivalent_up_to_names(one, other)


def test_a_part_is_found_in_the_whole() -> None:
    whole = model_of("rt ~ dose + (1 + dose | subject) + (1 | item)")
    assert contains(whole, model_of("(x | g)", fragment=True), fixed=False)
    assert contains(whole, model_of("(1 | g)", fragment=True), fixed=False)
    assert not contains(whole, model_of("(1 | g) + (1 | h)", fragment=True), fixed=False)
    assert not contains(whole, model_of("(0 + x | g)", fragment=True), fixed=False)
    assert contains(whole, model_of("y ~ x + (1 + x | g)"), fixed=True)
    assert not contains(whole, model_of("y ~ x + z + (1 + x | g)"), fixed=True)


def test_names_and_their_uses() -> None:
    assert names_of(model_of("log(y) ~ x + I(z^2) + (x | g:h)")) == {
        "y": {"response"},
        "x": {"fixed", "effect"},
        "z": {"fixed"},
        "g": {"group"},
        "h": {"group"},
    }


# What is wrong, where the caret goes, and what the hint says.
ERRORS = [
    ("", 0, "empty", "y ~ x"),
    ("   ", 0, "empty", "y ~ x"),
    ("y", 1, "`~`", "y ~ x"),
    ("y ~", 3, "missing at the end", ""),
    ("y ~ x +", 7, "missing at the end", ""),
    ("y ~ + * x", 6, "missing before `*`", ""),
    ("y ~ x + 1 + x | g", 14, "brackets of its own", "`(1 + x | g)` needs its brackets."),
    ("y ~ x + x || subject", 10, "brackets of its own", "`(x || subject)` needs its brackets."),
    ("y ~ x | a/b", 6, "brackets of its own", "`(x | a/b)` needs its brackets."),
    ("y ~ .", 4, "every other column", "y ~ x + z"),
    ("y ~ . - x", 4, "every other column", "y ~ x + z"),
    ("y ~ logg(x)", 4, "`logg`", "Did you mean `log`?"),
    ("y ~ spline(x)", 4, "`spline`", "`poly`"),
    ("lmer(y ~ x)", 0, "`lmer`", "inside its brackets"),
    ("y ~ (x", 4, "never closed", ")"),
    ("y ~ x + (1 | g", 8, "never closed", ")"),
    ("y ~ x)", 5, "closes nothing", ""),
    ("y = x", 2, "`=`", "`~`"),
    ("y ~ x ~ z", 6, "one `~`", ""),
    ("y ~ x z", 6, "operator is missing", "`+`"),
    ("y ~ x, data = d", 5, "comma", ""),
    ("y ~ 2 * x", 4, "0 and 1", "I()"),
    ("y ~ x^z", 6, "whole number", "I(x^2)"),
    ("y ~ (a + b)^9", 12, "whole number", "I(x^2)"),
    ("y ~ x * (1 | g)", 8, "only be added", "+"),
    ("y ~ x - (1 | g)", 8, "subtracted", ""),
    ("y ~ (0 | g)", 4, "Nothing varies", "(1 | g)"),
    ("y ~ (x | g | h)", 11, "one bar", "each grouping factor"),
    ("y ~ (| g)", 5, "missing before the bar", "(1 | g)"),
    ("y ~ (1 | a + b)", 9, "behind the bar", "(1 | a) + (1 | b)"),
    ("y ~ (1 | a * b)", 9, "behind the bar", "(1 | a) + (1 | b)"),
    ("y ~ (1 | 1)", 9, "grouping factor", ""),
    ("y ~ ((1 | g) | h)", 5, "within another", ""),
    ("(1 | g) ~ x", 0, "outcome", ""),
    ("2 ~ x", 0, "name a column", ""),
    ("y ~ d$x", 5, "columns only", "`d$x`"),
    ("y ~ a %in% b", 6, "`%`", "a:b"),
    ('y ~ "x"', 4, "quotes", ""),
    ("y ~ x @ z", 6, "`@`", ""),
    ("y ~ log()", 4, "needs a column", ""),
    ("y ~ log((1 | g))", 8, "arithmetic", ""),
    ("y ~ `x", 4, "partner", ""),
    ("y ~ I(x * 1e999)", 10, "too large", ""),
]


@pytest.mark.parametrize(("text", "offset", "says", "hint"), ERRORS)
def test_errors_say_what_where_and_what_to_do(text: str, offset: int, says: str, hint: str) -> None:
    with pytest.raises(FormulaError) as caught:
        model_of(text)
    error = caught.value
    assert says in error.message
    assert hint in error.hint
    assert error.offset == offset
    assert str(error).startswith(error.message)


def test_the_caret_stands_under_the_place() -> None:
    with pytest.raises(FormulaError) as caught:
        model_of("y ~ x + 1 + x | g")
    assert caught.value.pointed().splitlines() == [
        "y ~ x + 1 + x | g",
        "              ^",
        "A random term stands in brackets of its own.",
        "`(1 + x | g)` needs its brackets.",
    ]


def test_the_caret_follows_into_long_and_broken_lines() -> None:
    for text in ("y ~ " + "x + " * 80 + "?" + " + z" * 80, "y ~ x +\n\tz ?"):
        with pytest.raises(FormulaError) as caught:
            model_of(text)
        line, caret, *_ = caught.value.pointed().splitlines()
        assert line[caret.index("^")] == "?"
        assert len(line) < 80


MONSTERS = {
    "brackets": "y ~ " + "(" * 5000 + "x" + ")" * 5000,
    "open brackets": "y ~ " + "(" * 1500 + "x",
    "signs": "y ~ " + "-" * 1500 + "x",
    "powers": "y ~ x" + "^2" * 1000,
    "mixed operators": "y ~ " + "a*b/c*d:" * 300 + "e",
    "calls": "y ~ " + "I(" * 800 + "x" + ")" * 800,
    "one product": "y ~ " + "*".join(f"x{i}" for i in range(60)),
    "one power": "y ~ (" + "+".join(f"x{i}" for i in range(200)) + ")^8",
    "nested groups": "y ~ (1 | " + "/".join(f"g{i}" for i in range(500)) + ")",
    "one sum": "y ~ " + "+".join(f"x{i}" for i in range(700)),
    "one name": "y ~ x + " + "x" * 10_000,
}


@pytest.mark.parametrize("monster", MONSTERS)
def test_monsters_are_refused_at_once(monster: str) -> None:
    with pytest.raises(FormulaError):
        model_of(MONSTERS[monster])


def test_a_column_may_have_any_name_in_backticks() -> None:
    model = model_of("`TRUE` ~ `1st` + `a (b)`")
    assert set(names_of(model)) == {"TRUE", "1st", "a (b)"}
    assert equivalent(canonical("`TRUE` ~ `1st` + `a (b)`"), "`TRUE` ~ `a (b)` + `1st`")


def test_arithmetic_keeps_the_brackets_it_needs() -> None:
    for source in ("I(x - (a - b))", "I((x + 1)^2)", "I(2 * (x + 1)/3)", "I(x^(-1))", "I(-x)"):
        assert source_of(parse(source, fragment=True).right) == source


names = st.sampled_from(["x", "z", "x1", "a.b", "über"])
factors = st.sampled_from(["g", "h", "s1"])
atoms = names | names.map(lambda n: f"I({n}^2)") | names.map(lambda n: f"log({n} + 1)")
terms = st.recursive(
    atoms,
    lambda inner: st.tuples(inner, st.sampled_from(["+", "*", ":", "/"]), inner).map(
        lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
    ),
    max_leaves=4,
)
groups = st.lists(factors, min_size=1, max_size=3, unique=True).flatmap(
    lambda gs: st.sampled_from([":".join(gs), "/".join(gs)])
)
bars = st.tuples(
    st.sampled_from(["1", "0 + x", "x", "1 + x + z", "x * z"]),
    st.sampled_from(["|", "||"]),
    groups,
).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})")
rights = st.lists(terms | bars, min_size=1, max_size=4).map(" + ".join)
formulas = rights.map(lambda right: f"y ~ {right}")


@given(formulas)
def test_the_canonical_form_means_the_same_and_is_its_own(text: str) -> None:
    form = canonical(text)
    assert canonical(form) == form
    assert equivalent(text, form)
    assert equivalent_up_to_names(text, form)


@given(formulas)
def test_a_tree_can_be_written_and_read_again(text: str) -> None:
    tree = parse(text)
    assert tree.response is not None
    again = f"{source_of(tree.response)} ~ {source_of(tree.right)}"
    assert canonical(again) == canonical(text)


@given(st.permutations(["x", "a:b", "log(z)", "(x | g)", "(1 | h/k)"]))
def test_order_does_not_matter(parts: list[str]) -> None:
    assert equivalent("y ~ " + " + ".join(parts), "y ~ x + a:b + log(z) + (x | g) + (1 | h/k)")


@given(st.text(max_size=60) | st.text(alphabet="xyg01 ~+-*/:^()|,.`=", max_size=40))
def test_every_text_is_a_formula_or_one_sentence(text: str) -> None:
    error = None
    try:
        form = canonical(text)
    except FormulaError as caught:
        error = caught
    if error is None:
        assert canonical(form) == form
    else:
        assert error.message.endswith(".")
        assert "^" in error.pointed()
        assert 0 <= error.offset <= len(text)
