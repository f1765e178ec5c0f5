"""Whole prints of models against R's, line by line; the numbers in them are R's own."""

import json
from pathlib import Path

import numpy as np
import pytest

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.ranova import print_anova
from flashcards.models.rsummaries import (
    LmerSummary,
    LmSummary,
    print_lm_summary,
    print_lmer_summary,
)
from flashcards.models.rtables import Frame, print_vector
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
    for (title, digits), lines in sections_of("lm", name).items():
        if title == "summary":
            assert print_lm_summary(summary, digits) == lines, digits
        else:
            assert print_vector(estimates, list(rows), digits) == lines, digits


@pytest.mark.parametrize("name", names_in("anova"))
def test_tables_of_tests_print_as_in_r(name):
    table = frame(numbers_of("anova", name))
    for (_, digits), lines in sections_of("anova", name).items():
        top = next(i for i, line in enumerate(lines) if line.lstrip().startswith(HEADS))
        assert print_anova(table, lines[:top], digits) == lines, digits


HEADS = ("npar", "Res.Df", "Df ", "Sum Sq")
