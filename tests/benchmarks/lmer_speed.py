"""Whole fits from a data frame, against lme4 in a warm R process and statsmodels here.

Prints ratios; run by hand where R with lme4 is installed:

    python -m tests.benchmarks.lmer_speed [small|large|all]

The small fits are the median of many, in turns with lme4's; linear algebra has one thread on
either side.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from flashcards.models.lmer import lmer

LOOP = """
suppressMessages(library(lme4))
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  value <- eval(parse(text = line), globalenv())
  cat(format(value, digits = 15), "\n"); flush(stdout())
}
"""


class R:
    """A warm R process that evaluates one line at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["Rscript", "-e", LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def value(self, line: str) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def slopes(rows: int, groups: int, rng: np.random.Generator) -> pd.DataFrame:
    g = np.arange(rows) % groups
    x = rng.uniform(0, 9, rows)
    y = 250 + 10 * x + rng.normal(0, 25, groups)[g] + rng.normal(0, 6, groups)[g] * x
    return pd.DataFrame({"y": y + rng.normal(0, 25, rows), "x": x, "g": [f"g{i:04}" for i in g]})


def nested(rng: np.random.Generator) -> pd.DataFrame:
    school = np.repeat(np.arange(12), 30)
    child = np.tile(np.repeat(np.arange(10), 3), 12)
    y = rng.normal(0, 2, 12)[school] + rng.normal(0, 1, (12, 10))[school, child]
    return pd.DataFrame(
        {"y": y + rng.normal(size=360), "school": [f"s{i}" for i in school],
         "child": [f"c{i}" for i in child]}
    )  # fmt: skip


def crossed(rows: int, ones: int, others: int, rng: np.random.Generator) -> pd.DataFrame:
    a, b, c = (rng.integers(0, n, rows) for n in (ones, others, 14))
    x = rng.integers(0, 2, rows)
    y = 3 - 0.1 * x + rng.normal(0, 0.33, ones)[a] + rng.normal(0, 0.5, others)[b]
    y = y + rng.normal(0, 0.1, 14)[c] + rng.normal(0, 1.2, rows)
    names = {"a": [f"a{i:04}" for i in a], "b": [f"b{i:04}" for i in b], "c": [f"c{i}" for i in c]}
    return pd.DataFrame({"y": y, "x": x, **names})


def compare(r: R, folder: Path, what: str, formula: str, data: pd.DataFrame, runs: int) -> None:
    """Print how many times as fast as lme4 a fit is, and how far apart the criteria are."""
    file = folder / "data.csv"
    data.to_csv(file, index=False)
    r.value(f'{{d <- read.csv("{file}", stringsAsFactors = TRUE); 1}}')
    theirs, ours = [], []
    fit = lmer(formula, data)
    criterion = r.value(f"{{m <- lmer({formula}, d); REMLcrit(m)}}")
    for _ in range(runs):
        theirs.append(r.value(f"system.time(lmer({formula}, d))[[3]]"))
        ours.append(seconds(lambda: lmer(formula, data)))
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(
        f"{what:<28} {ratio:6.1f} times lme4   ours {statistics.median(ours) * 1e3:8.1f} ms   "
        f"criterion {fit.criterion - criterion:+.2e}",
        flush=True,
    )


def refit(data: pd.DataFrame) -> None:
    """Print what a refit after a change of one number costs, beside a whole fit."""
    fit = lmer("y ~ x + (1 + x | g)", data)
    changes = [fit.design.y.copy() for _ in range(40)]
    for index, y in enumerate(changes):
        y[index] += 5
    again = statistics.median(seconds(lambda y=y: fit.refit(y)) for y in changes)
    whole = statistics.median(seconds(lambda: lmer("y ~ x + (1 + x | g)", data)) for _ in range(40))
    print(f"refit after one number: {again * 1e3:.2f} ms, {again / whole:.2f} of a whole fit")


def against_statsmodels(data: pd.DataFrame) -> None:
    """Print the ratio to statsmodels, from arrays on its side."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    x = np.column_stack((np.ones(len(data)), data["x"]))

    def theirs() -> None:
        MixedLM(data["y"].to_numpy(), x, data["g"].to_numpy(), x).fit(reml=True)

    one = statistics.median(seconds(theirs) for _ in range(5))
    other = statistics.median(seconds(lambda: lmer("y ~ x + (1 + x | g)", data)) for _ in range(20))
    print(f"185 rows, random slopes: {one / other:.1f} times statsmodels")


def main() -> None:
    """Run what is asked for."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "all"
    rng = np.random.default_rng(20)
    small = slopes(185, 20, rng)
    r = R()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if wanted in {"small", "all"}:
            compare(r, folder, "185 rows, random slopes", "y ~ x + (1 + x | g)", small, 41)
            compare(r, folder, "nested, 360 rows", "y ~ 1 + (1 | school/child)", nested(rng), 41)
            compare(r, folder, "crossed, 400 rows", "y ~ x + (1 | a) + (1 | b)",
                    crossed(400, 20, 20, rng), 41)  # fmt: skip
            refit(small)
            against_statsmodels(small)
        if wanted in {"large", "all"}:
            compare(r, folder, "100,000 rows, 1,000 groups", "y ~ x + (1 + x | g)",
                    slopes(100_000, 1_000, rng), 3)  # fmt: skip
            formula = "y ~ x + (1 | a) + (1 | b) + (1 | c)"
            compare(r, folder, "crossed, 5,000 rows", formula, crossed(5_000, 900, 700, rng), 3)
            compare(r, folder, "crossed, 73,000 rows", formula,
                    crossed(73_421, 2_972, 1_128, rng), 1)  # fmt: skip


if __name__ == "__main__":
    main()
