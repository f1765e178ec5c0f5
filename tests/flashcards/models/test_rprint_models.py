"""Whole prints of models against R's, line by line; the numbers in them are R's own."""

import json
from pathlib import Path

import numpy as np
import pytest

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.ranova import (
    SATTERTHWAITE,
    LikelihoodRow,
    heading_of_lm,
    heading_of_lms,
    print_anova,
    print_likelihood_ratios,
)
from flashcards.models.rsummaries import (
    LmerSummary,
    LmSummary,
    print_lm_summary,
    print_lmer_summary,
)
from flashcards.models.rtables import Frame, print_limits, print_vector
from flashcards.models.rvariances import Variances, print_coef, print_ranef, print_varcorr

REFERENCES = Path(__file__).parent / "references" / "rprint"
SPECIAL = {"NA": None, "NaN": float("nan"), "Inf": float("inf"), "-Inf": float("-inf")}


def names_in(folder: str) -> list[str]:
    return sorted(path.stem for path in (REFERENCES / folder).glob("*.json"))


def numbers_of(folder: str, name: str):
    def mended(value):
        if isinstance(value, dict):
            return {key: mended(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [mended(inner) for inner in value]
        return SPECIAL.get(value, value) if isinstance(value, str) else value

    return mended(json.loads((REFERENCES / folder / f"{name}.json").read_text("utf-8")))


def sections_of(folder: str, name: str) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for line in (REFERENCES / folder / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("#### "):
            title, digits = line.removeprefix("#### ").split(", digits ")
            current = found.setdefault((title, int(digits)), [])
        else:
            current.append(line)
    return found


def mixed(numbers, *, tested: bool) -> LmerSummary:
    return LmerSummary(
        formula=numbers["formula"],
        data=numbers["data"],
        criterion=numbers["criterion"],
        likelihood=numbers["likelihood"] and tuple(numbers["likelihood"]),
        residuals=np.array(numbers["residuals"]),
        variances=variances(numbers),
        nobs=numbers["nobs"],
        groups=numbers["groups"],
        names=numbers["names"],
        estimates=np.array(numbers["estimates"]),
        vcov=np.array(numbers["vcov"]),
        tests=[CoefficientTest(*row) for row in numbers["tests"]] if tested else None,
        messages=numbers["messages"],
        warnings=numbers["warnings"],
    )


def variances(numbers) -> Variances:
    terms = numbers["terms"]
    return Variances(
        [term["group"] for term in terms],
        [term["effects"] for term in terms],
        [np.array(term["covariance"]) for term in terms],
        numbers["sigma"],
    )


def limits(numbers) -> dict[str, tuple[float, float]]:
    table = numbers["confint"]
    pairs = zip(table["lower"], table["upper"], strict=True)
    return dict(zip(table["rows"], pairs, strict=True))


def frame(table) -> Frame:
    return Frame(dict(zip(table["columns"], table["values"].values(), strict=True)), table["rows"])


@pytest.mark.parametrize("name", names_in("lmer"))
def test_mixed_models_print_as_in_r(name):
    numbers = numbers_of("lmer", name)
    modes = {factor: frame(table) for factor, table in numbers["ranef"].items()}
    fixed = dict(zip(numbers["names"], numbers["estimates"], strict=True))
    prints = {
        "summary": lambda digits: print_lmer_summary(mixed(numbers, tested=False), digits),
        "tested": lambda digits: print_lmer_summary(mixed(numbers, tested=True), digits),
        "fixef": lambda digits: print_vector(list(fixed.values()), list(fixed), digits),
        "confint": lambda digits: print_limits(limits(numbers), digits=digits),
        "VarCorr": lambda digits: print_varcorr(variances(numbers), digits),
        "ranef": lambda digits: print_ranef(modes, digits),
        "coef": lambda digits: print_coef(fixed, modes, digits),
    }
    for (title, digits), lines in sections_of("lmer", name).items():
        if lines != ["none"]:
            assert prints[title](digits) == lines, (title, digits)


@pytest.mark.parametrize("name", names_in("lm"))
def test_linear_models_print_as_in_r(name):
    numbers = numbers_of("lm", name)
    rows = dict(zip(numbers["names"], numbers["coefficients"], strict=True))
    summary = LmSummary(
        formula=numbers["formula"],
        data=numbers["data"],
        residuals=np.array(numbers["residuals"]),
        rows=numbers["rows"],
        coefficients={name: row and tuple(row) for name, row in rows.items()},
        sigma=numbers["sigma"],
        df_residual=numbers["df_residual"],
        dropped=numbers["dropped"],
        r_squared=numbers["r_squared"],
        adj_r_squared=numbers["adj_r_squared"],
        f=numbers["f"] and tuple(numbers["f"]),
    )
    estimates = [row[0] if row else None for row in rows.values()]
    prints = {
        "summary": lambda digits: print_lm_summary(summary, digits),
        "coef": lambda digits: print_vector(estimates, list(rows), digits),
        "confint": lambda digits: print_limits(limits(numbers), 0.9, digits),
    }
    for (title, digits), lines in sections_of("lm", name).items():
        assert prints[title](digits) == lines, (title, digits)


CROSSED = "score ~ {} + (1 | ppt) + (1 | item)"
NULL, MAIN, FULL = (
    CROSSED.format("1"),
    CROSSED.format("condition"),
    CROSSED.format("condition * age"),
)
FORMULAS = {
    "two_models": {"m0": NULL, "m1": MAIN},
    "three_models": {"m0": NULL, "m1": MAIN, "m2": FULL},
    "two_ml_models": {"m0_ml": NULL, "m1_ml": MAIN},
    "same_size": {"a": NULL, "b": NULL},
    "overwhelming": {"b0": "y ~ 1 + (1|subject)", "b1": "y ~ time + (1|subject)"},
}
HEADINGS = {
    "one_lm": heading_of_lm("score"),
    "two_lms": heading_of_lms(["score ~ 1", "score ~ condition*age"]),
    "three_lms": heading_of_lms(["score ~ 1", "score~condition", "score ~ condition * age"]),
    "one_lmer": ["Analysis of Variance Table"],
    "one_lmer_tested": SATTERTHWAITE,
}


@pytest.mark.parametrize("name", HEADINGS)
def test_tables_of_tests_print_as_in_r(name):
    table = frame(numbers_of("anova", name))
    for (_, digits), lines in sections_of("anova", name).items():
        assert print_anova(table, HEADINGS[name], digits) == lines, digits


@pytest.mark.parametrize("name", FORMULAS)
def test_comparisons_by_likelihood_print_as_in_r(name):
    table = numbers_of("anova", name)
    npar, aic, bic, likelihood, _, chisq, df, p = table["values"].values()
    numbers = zip(npar, aic, bic, likelihood, chisq, df, p, strict=True)
    rows = [
        LikelihoodRow(model, formula, *row)
        for (model, formula), row in zip(FORMULAS[name].items(), numbers, strict=True)
    ]
    refitted = name not in {"two_ml_models", "overwhelming"}
    for (_, digits), lines in sections_of("anova", name).items():
        assert print_likelihood_ratios(rows, "dat", digits, refitted=refitted) == lines, digits


def test_every_reference_of_tests_is_compared():
    assert {*FORMULAS, *HEADINGS} == {*names_in("anova")}
