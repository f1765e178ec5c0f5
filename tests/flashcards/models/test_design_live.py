"""Designs against R itself, where it is here: formulas that nobody chose."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flashcards.models.design import build
from tests.flashcards.models.live_r import lacking, needs_r, run_r
from tests.flashcards.models.references.design import reading
from tests.flashcards.models.references.design.reading import HERE, REFERENCES, SETS

pytestmark = [
    needs_r,
    pytest.mark.skipif(bool(lacking("jsonlite")), reason=lacking("jsonlite")),
]

FORMULAS = 150

SCRIPT = """
suppressMessages({library(jsonlite); library(lme4)})
given <- fromJSON(commandArgs(TRUE)[1])
d <- as.data.frame(fromJSON(commandArgs(TRUE)[2])$sets$plain, check.names = FALSE)
d$o <- factor(d$o, levels = c("weak", "fair", "strong"))
marks <- cos(seq_len(nrow(d)))
fixed <- lapply(given$fixed, function(text) {
  formula <- as.formula(text)
  x <- model.matrix(formula, d)
  kept <- qr(x, tol = 1e-7)
  list(
    names = I(as.character(colnames(x))), assign = I(attr(x, "assign")),
    sums = I(colSums(x * marks)),
    aliased = I(as.character(
      colnames(x)[setdiff(seq_len(ncol(x)), kept$pivot[seq_len(kept$rank)])]
    )),
    terms = I(attr(terms(formula), "term.labels"))
  )
})
check <- lmerControl(check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore")
random <- lapply(given$random, function(text) {
  parts <- lFormula(as.formula(text), d, control = check)$reTrms
  list(
    groups = I(names(parts$cnms)), effects = unname(lapply(parts$cnms, I)),
    sums = lapply(parts$Ztlist, function(z) I(as.vector(z %*% marks))) |> unname()
  )
})
cat(toJSON(list(fixed = fixed, random = random), digits = NA, auto_unbox = TRUE))
"""


def some_formulas(rng: random.Random) -> dict[str, list[str]]:
    variables = ["x", "z", "f", "g", "t", "o", "`my x`", "log(x)", "poly(x, 2)", "I(z^2)"]

    def part(depth: int) -> str:
        if depth == 0 or rng.random() < 0.3:
            return rng.choice(variables)
        operator = rng.choice(["+", "+", ":", "*", "*", "/"])
        return f"({part(depth - 1)} {operator} {part(depth - 1)})"

    def effects() -> str:
        start = rng.choice(["", "", "", "0 + ", "1 + "])
        end = rng.choice(["", "", "", "", " - x", " - 1", " - f", " - f:t", " + 0"])
        return start + " + ".join(part(2) for _ in range(rng.randint(1, 3))) + end

    def bar() -> str:
        inner = rng.choice(["1", "x", "0 + x", "f", "0 + f", "x * t", "z:f", "0 + t:x", "o + z"])
        group = rng.choice(["a", "b", "c", "d", "a/b", "c:d", "d:a", "a/d", "k", "w", "o", "t"])
        # lme4 cannot read `(1 || g)`.
        bars = "|" if inner == "1" else rng.choice(["|", "||"])
        return f"({inner} {bars} {group})"

    return {
        "fixed": [f"y ~ {effects()}" for _ in range(FORMULAS)],
        "random": [
            "y ~ x + " + " + ".join(bar() for _ in range(rng.randint(1, 3)))
            for _ in range(FORMULAS)
        ],
    }


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, list[str]]]:
    given = some_formulas(random.Random(20240612))
    file = tmp_path_factory.mktemp("formulas") / "formulas.json"
    file.write_text(json.dumps(given), "utf-8")
    return json.loads(run_r(SCRIPT, str(file), str(HERE / "data.json"))), given


MARKS = np.cos(np.arange(1, len(SETS["plain"]) + 1))


def test_formulas_at_random_are_coded_as_in_r(both: Any) -> None:
    theirs, given = both
    tried = 0
    for formula, expected in zip(given["fixed"], theirs["fixed"], strict=True):
        if len(expected["names"]) - len(expected["aliased"]) >= len(MARKS):
            continue
        tried += 1
        design = build(formula, SETS["plain"], mixed=False)
        assert list(design.all_names) == expected["names"], formula
        assert list(design.aliased) == expected["aliased"], formula
        assert list(design.terms) == expected["terms"], formula
        sums = dict(zip(expected["names"], expected["sums"], strict=True))
        assign = dict(zip(expected["names"], expected["assign"], strict=True))
        ours = dict(zip(design.names, MARKS @ design.x, strict=True))
        assert ours == pytest.approx({name: sums[name] for name in ours}, rel=1e-9, abs=1e-9)
        assert design.assign.tolist() == [assign[name] for name in design.names], formula
    assert tried > FORMULAS / 2


def test_random_terms_at_random_are_coded_as_in_lme4(both: Any, monkeypatch: Any) -> None:
    # What is too much for the rows is compared as well.
    monkeypatch.setattr("flashcards.models.groups.check", lambda block, rows: None)
    theirs, given = both
    for formula, expected in zip(given["random"], theirs["random"], strict=True):
        design = build(formula, SETS["plain"], mixed=True)
        assert [block.group for block in design.blocks] == expected["groups"], formula
        assert [list(block.effects) for block in design.blocks] == expected["effects"], formula
        for block, sums in zip(design.blocks, expected["sums"], strict=True):
            ours = np.zeros((len(block.levels), len(block.effects)))
            np.add.at(ours, block.codes, block.z * MARKS[:, np.newaxis])
            np.testing.assert_allclose(ours.ravel(), sums, rtol=1e-9, atol=1e-9, err_msg=formula)


def alike(ours: Any, theirs: Any) -> bool:
    """Whether two JSON values are the same but for rounding."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(alike(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    if isinstance(ours, float) and isinstance(theirs, float):
        return ours == pytest.approx(theirs, rel=1e-8, abs=1e-10)
    return bool(ours == theirs)


def test_the_references_are_what_the_script_writes(tmp_path: Path) -> None:
    run_r(HERE / "make.R", folder=tmp_path)
    assert alike(json.loads((tmp_path / "references.json").read_text("utf-8")), REFERENCES)
    data = json.loads((tmp_path / "data.json").read_text("utf-8"))
    assert alike(data, json.loads((Path(reading.__file__).parent / "data.json").read_text("utf-8")))
