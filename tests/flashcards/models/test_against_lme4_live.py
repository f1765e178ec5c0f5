"""R itself, where it is installed: the committed references are its own, and so are our fits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flashcards.models.lmer import lmer
from tests.flashcards.models.live_r import installed, needs_r, run_r
from tests.flashcards.models.references.models import simulate
from tests.flashcards.models.references.models.fitting import fitted
from tests.flashcards.models.references.models.reading import (
    ANOVA,
    HERE,
    LINEAR,
    MODELS,
    REFERENCES,
    assert_close,
)
from tests.flashcards.models.test_random_models import case

SHARES = (
    ("nights", "flat"),
    ("trials", "gaps", "aliased", "many"),
    ("pupils", "words", "essays"),
    ("twins", "taut", "awkward", "trio", "growth", "tasks"),
)
"""Data sets whose models R fits in one run."""

SAME = 1e-6
LOOSER = {"profile": 2e-3, "influence": 1e-5, "df": 5e-5, "p": 5e-5}
"""By name of a part: bounds are interpolated, fits without a group not polished."""

NOT_COMPARED = {"short", "sums"}
"""How far other starts ended above the best, and sums that are 0 but for rounding."""

NOT_UNIQUE = {"varcorr", "theta", "ranef", "text", "icc"}
NEEDS = {"effects": "effects", "augment": "broom.mixed"}

NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:e[-+]\d+)?")


def flat(tree: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """The leaves of a JSON tree by their path; an array of scalars is a leaf."""
    if isinstance(tree, dict):
        parts = tree.items()
    elif isinstance(tree, list) and any(isinstance(item, dict | list) for item in tree):
        parts = ((str(i), item) for i, item in enumerate(tree))
    else:
        return {path: tree}
    return {key: leaf for name, part in parts for key, leaf in flat(part, (*path, name)).items()}


def numeric(leaf: Any) -> bool:
    """Whether a leaf holds numbers, some of them missing perhaps."""
    items = leaf if isinstance(leaf, list) else [leaf]
    return any(isinstance(item, float | int) and not isinstance(item, bool) for item in items)


def assert_same(found: dict[str, Any], committed: dict[str, Any], *, texts: bool) -> None:
    """Compares what R said now of one model with what is committed."""
    left_out = NOT_COMPARED | (set() if committed.get("unique", True) else NOT_UNIQUE)
    left_out |= {part for part, package in NEEDS.items() if package not in installed()}
    now, then = flat(found), flat(committed)
    for path, expected in then.items():
        if left_out & set(path):
            continue
        what = "/".join((committed.get("name", "anova"), *path))
        assert path in now, f"{what} is gone"
        if "text" in path:
            if texts:
                assert_same_print(now[path], expected, what, exact=path[-1] == "3")
        elif not numeric(expected):
            assert now[path] == expected, what
        else:
            tolerance = max([SAME, *(LOOSER[part] for part in path if part in LOOSER)])
            ours, theirs = (np.array(leaf, dtype=float) for leaf in (now[path], expected))
            assert (np.isnan(ours) == np.isnan(theirs)).all(), what
            scale = float(np.nanmax(np.abs(theirs), initial=0.0)) or 1.0
            assert_close(np.nan_to_num(ours), np.nan_to_num(theirs), tolerance, what, scale=scale)


def assert_same_print(found: list[str], expected: list[str], what: str, *, exact: bool) -> None:
    """Compares printed lines; unless ``exact``, a number's last digit may be one of another day."""
    if exact or found == expected:
        assert found == expected, what
        return
    for ours, theirs in zip(found, expected, strict=True):
        assert NUMBER.sub("#", ours).split() == NUMBER.sub("#", theirs).split(), what
        numbers = [[float(n) for n in NUMBER.findall(line)] for line in (ours, theirs)]
        np.testing.assert_allclose(*numbers, rtol=1e-5, atol=1e-8, err_msg=what)


@needs_r
@pytest.mark.slow
@pytest.mark.parametrize("sets", SHARES, ids="-".join)
def test_the_committed_references_are_what_r_says(sets: tuple[str, ...], tmp_path: Path) -> None:
    models = [name for name, model in MODELS.items() if model["data"] in sets]
    linear = [name for name, model in LINEAR.items() if model["data"] in sets]
    path = tmp_path / "references.json"
    # Other starts than the first found nothing better; that they do not is no news each day.
    run_r(HERE / "reference.R", str(path), *models, *linear, variables={"STARTS": "1"})
    found = json.loads(path.read_text("utf-8"))
    versions = [
        [said["versions"][part] for part in ("R", "lme4", "lmerTest")]
        for said in (found, REFERENCES)
    ]
    texts = versions[0] == versions[1]
    assert {model["name"] for model in found["models"]} >= set(models)
    for model in found["models"]:
        assert_same(model, MODELS[model["name"]], texts=texts)
    assert {model["name"] for model in found["linear"]} >= set(linear)
    for model in found["linear"]:
        assert_same(model, LINEAR[model["name"]], texts=texts)
    for pair in found["anova"]:
        assert_same(pair, ANOVA["+".join(pair["models"])], texts=texts)


def test_every_model_is_in_one_share() -> None:
    assert sorted(name for share in SHARES for name in share) == sorted(simulate.SETS)
    assert {model["data"] for model in MODELS.values()} == set(simulate.SETS)


RANDOM_MODELS = range(1000, 1030)

FIT = """
suppressPackageStartupMessages(library(lme4))
source("optimum.R")
folder <- commandArgs(TRUE)
for (file in list.files(folder, "csv$", full.names = TRUE)) {
  drawn <- read.csv(file)
  model <- readLines(sub("csv$", "txt", file))
  fit <- best_fit(as.formula(model[1]), "drawn", model[2] == "TRUE")
  numbers <- c(-2 * c(logLik(fit)), fixef(fit), sqrt(diag(vcov(fit))), fitted(fit))
  cat(sub(".csv", "", basename(file)), sprintf("%.17g", numbers), "\\n")
}
"""


@needs_r
@pytest.mark.slow
def test_fits_of_data_drawn_for_this_test_are_lme4s(tmp_path: Path) -> None:
    for seed in RANDOM_MODELS:
        drawn = case(seed)
        drawn.data.to_csv(tmp_path / f"{seed}.csv", index=False)
        text = f"{drawn.formula}\n{str(drawn.reml).upper()}\n"
        (tmp_path / f"{seed}.txt").write_text(text, "utf-8")
    said = run_r(FIT, str(tmp_path), folder=HERE).splitlines()
    assert [int(line.split()[0]) for line in said] == list(RANDOM_MODELS)
    for line in said:
        seed, criterion, *numbers = line.split()
        drawn = case(int(seed))
        fit = lmer(drawn.formula, pd.read_csv(tmp_path / f"{seed}.csv"), reml=drawn.reml)
        assert fit.criterion <= float(criterion) * (1 + 1e-7 * np.sign(float(criterion))), seed
        if fit.criterion < float(criterion) - 1e-4:
            continue  # lme4 has not found the optimum: ours is below it
        p = len(fit.beta)
        assert_close(fit.beta, np.array(numbers[:p], float), 1e-5, f"fixef of {seed}")
        se = np.sqrt(np.diag(fit.vcov))
        assert_close(se, np.array(numbers[p : 2 * p], float), 1e-5, f"se of {seed}")
        assert_close(fit.fitted, np.array(numbers[2 * p :], float), 1e-5, f"fitted of {seed}")


DEFAULTS = """
suppressPackageStartupMessages(library(lme4))
for (model in strsplit(readLines(commandArgs(TRUE)), "\t")) {
  data <- read.csv(file.path("data", paste0(model[2], ".csv")), na.strings = c("NA", ""),
                   stringsAsFactors = TRUE)
  fit <- suppressMessages(suppressWarnings(lmer(as.formula(model[3]), data)))
  cat(model[1], sprintf("%.17g\\n", REMLcrit(fit)))
}
"""


@needs_r
def test_no_fit_is_worse_than_that_of_lme4s_defaults(tmp_path: Path) -> None:
    models = [m for m in MODELS.values() if m["reml"] and m["data"] != "many"]
    lines = [f"{m['name']}\t{m['data']}\t{m['formula']}" for m in models]
    (tmp_path / "models.txt").write_text("\n".join(lines) + "\n", "utf-8")
    said = run_r(DEFAULTS, str(tmp_path / "models.txt"), folder=HERE).splitlines()
    assert len(said) == len(models)
    for line in said:
        name, criterion = line.split()
        assert fitted(name).criterion <= float(criterion) + 1e-6, name
