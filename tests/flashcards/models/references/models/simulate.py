"""Simulated data sets on which the models are compared with R's.

Every function draws one data set, each for a trouble of its own. Run this file to write them
into ``data/``; a seed stands beside each, so that it always writes the same.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

DATA: Final = Path(__file__).parent / "data"

Float = NDArray[np.float64]
Columns = Mapping[str, NDArray[np.generic]]
"""Columns of one length: floats already rounded, whole numbers, or text ("" is missing)."""


def labels(prefix: str, codes: NDArray[np.intp]) -> NDArray[np.str_]:
    """Group labels whose alphabetical order is not that of their numbers: a1, a10, a2."""
    return np.array([f"{prefix}{code + 1}" for code in codes])


def correlated(rng: Generator, rows: int, spreads: list[float], rho: float) -> Float:
    """Normal draws (rows, len(spreads)); every two columns correlate by ``rho``."""
    q = len(spreads)
    correlation = np.full((q, q), rho) + (1 - rho) * np.eye(q)
    root = np.linalg.cholesky(correlation)
    return rng.standard_normal((rows, q)) @ root.T * np.array(spreads)


def rows_of(sizes: NDArray[np.intp]) -> NDArray[np.intp]:
    """The group of each row, from the groups' sizes."""
    return np.repeat(np.arange(len(sizes)), sizes)


def nights(rng: Generator) -> Columns:
    """One factor, balanced: 18 subjects over ten days, random slopes."""
    subject = np.repeat(np.arange(18), 10)
    days = np.tile(np.arange(10), 18)
    u = correlated(rng, 18, [24.0, 6.0], 0.1)[subject]
    rt = 251 + u[:, 0] + (10.5 + u[:, 1]) * days + rng.normal(0, 25, 180)
    return {"rt": rt.round(4), "days": days, "subject": 308 + 3 * subject}


def trials(rng: Generator) -> Columns:
    """One factor, unbalanced: an arm of three levels and a sex between patients, weeks within."""
    patient = rows_of(rng.integers(2, 13, 30))
    week = np.concatenate(
        [np.sort(rng.choice(16, size, replace=False)) for size in np.bincount(patient)]
    )
    arm = rng.integers(0, 3, 30)[patient]
    sex = rng.integers(0, 2, 30)[patient]
    age = rng.integers(21, 70, 30)[patient]
    u = correlated(rng, 30, [4.0, 0.45], -0.4)[patient]
    score = (
        52
        + np.array([0.0, 2.0, -1.0])[arm]
        + 1.5 * sex
        - 0.1 * age
        + (np.array([-0.2, 0.3, 0.9])[arm] + u[:, 1]) * week
        + u[:, 0]
        + rng.normal(0, 2.5, len(week))
    )
    return {
        "patient": labels("p", patient),
        "arm": np.array(["placebo", "high", "low"])[arm],
        "sex": np.array(["female", "male"])[sex],
        "age": age,
        "week": week,
        "score": score.round(2),
    }


def pupils(rng: Generator) -> Columns:
    """Nested: classes are lettered anew within each school."""
    school_of = rows_of(rng.integers(3, 6, 9))
    letter_of = np.concatenate([np.arange(size) for size in np.bincount(school_of)])
    class_ = rows_of(rng.integers(4, 8, len(school_of)))
    school = school_of[class_]
    hours = rng.gamma(4.0, 1.5, len(class_)).round(1)
    slopes = correlated(rng, 9, [5.0, 0.8], 0.35)[school]
    maths = (
        41
        + slopes[:, 0]
        + rng.normal(0, 3, len(school_of))[class_]
        + (1.4 + slopes[:, 1]) * hours
        + rng.normal(0, 4, len(class_))
    )
    return {
        "school": school + 1,
        "class": np.array(list("abcde"))[letter_of[class_]],
        "hours": hours,
        "maths": maths.round(1),
    }


def words(rng: Generator) -> Columns:
    """Fully crossed: every subject sees every item, in one of two conditions."""
    subject, item = (axis.ravel() for axis in np.meshgrid(np.arange(14), np.arange(12)))
    condition = (subject + item) % 2
    u = correlated(rng, 14, [60.0, 35.0], 0.3)[subject]
    v = correlated(rng, 12, [40.0, 15.0], -0.2)[item]
    rt = 620 + 48 * condition + u[:, 0] + v[:, 0] + (u[:, 1] + v[:, 1]) * condition
    return {
        "subject": labels("s", subject),
        "item": labels("w", item),
        "cond": np.array(["related", "unrelated"])[condition],
        "rt": (rt + rng.normal(0, 55, len(rt))).round(0).astype(int),
    }


def essays(rng: Generator) -> Columns:
    """Partially crossed and unbalanced: raters read some of the essays, on one of five days."""
    seen = rng.random((24, 36)) < rng.uniform(0.1, 0.4, (24, 1))
    rater, essay = np.nonzero(seen)
    day = rng.integers(0, 5, len(rater))
    length = rng.normal(5, 1.2, 36).round(2)[essay]
    u = correlated(rng, 24, [0.9, 0.25], -0.5)[rater]
    score = (
        4
        + u[:, 0]
        + rng.normal(0, 0.7, 36)[essay]
        + rng.normal(0, 0.5, 5)[day]
        + (0.6 + u[:, 1]) * length
        + rng.normal(0, 0.8, len(rater))
    )
    return {
        "rater": rater + 1,
        "essay": labels("e", essay),
        "day": np.array(["mon", "tue", "wed", "thu", "fri"])[day],
        "length": length,
        "score": score.round(2),
    }


def twins(rng: Generator) -> Columns:
    """Groups of two rows."""
    pair = np.repeat(np.arange(35), 2)
    weight = rng.normal(3.1, 0.5, 70).round(2)
    score = 88 + rng.normal(0, 7, 35)[pair] + 3 * weight + rng.normal(0, 6, 70)
    return {"pair": pair, "weight": weight, "score": score.round(1)}


def flat(rng: Generator) -> Columns:
    """Groups alike: their means, and in the second outcome their slopes, do not differ."""
    group = np.repeat(np.arange(12), 6)
    x = np.tile(np.arange(6.0), 12) + rng.normal(0, 0.3, 72).round(2)
    noise = rng.normal(0, 1, 72)
    for code in range(12):
        own = group == code
        basis = np.column_stack([np.ones(6), x[own]])
        noise[own] -= basis @ np.linalg.lstsq(basis, noise[own], rcond=None)[0]
    spread = rng.normal(0, 1.5, 12)[group]
    return {
        "g": labels("g", group),
        "x": x.round(2),
        "y": (3 + 0.5 * x + noise).round(3),
        "z": (3 + 0.5 * x + spread + noise).round(3),
    }


def taut(rng: Generator) -> Columns:
    """Intercepts and slopes in one line: correlation 1 in one outcome, −1 in the other."""
    group = np.repeat(np.arange(10), 5)
    x = np.tile(np.array([0.0, 1.0, 2.0, 4.0, 8.0]), 10)
    u = rng.normal(0, 1, 10)[group]
    noise = rng.normal(0, 1.2, (2, 50))
    # Doses that differ a little, lest the means lie half way between two printed digits.
    x = (x + rng.uniform(0, 0.3, 50)).round(2)
    up = 10 + 2 * u + (1 + 0.4 * u) * x + noise[0]
    down = 10 + 2 * u + (1 - 0.4 * u) * x + noise[1]
    return {"g": labels("g", group), "x": x, "up": up.round(3), "down": down.round(3)}


def awkward(rng: Generator) -> Columns:
    """Predictors nearly in one line, and on scales from millionths to millions."""
    firm = rows_of(rng.integers(3, 12, 20))
    n = len(firm)
    age = rng.uniform(20, 60, n).round(2)
    months = (12 * age + rng.normal(0, 6, n)).round(1)
    income = rng.normal(52000, 9000, n).round(0)
    trace = rng.uniform(1e-6, 9e-6, n).round(8)
    u = correlated(rng, 20, [3.0, 0.0004], 0.2)[firm]
    y = 7 + u[:, 0] + (0.0006 + u[:, 1]) * income + 0.2 * age + 4e5 * trace + rng.normal(0, 4, n)
    return {
        "firm": labels("f", firm),
        "age": age,
        "months": months,
        "income": income.astype(int),
        "trace": trace,
        "y": y.round(3),
    }


def trio(rng: Generator) -> Columns:
    """Three correlated random effects."""
    group = rows_of(rng.integers(6, 13, 24))
    x, z = rng.normal(0, 1, (2, len(group))).round(3)
    u = correlated(rng, 24, [1.5, 0.9, 0.7], 0.4)[group]
    y = 2 + u[:, 0] + (0.8 + u[:, 1]) * x + (u[:, 2] - 0.5) * z + 0.3 * x * z
    return {
        "g": group + 1,
        "x": x,
        "z": z,
        "y": (y + rng.normal(0, 1, len(group))).round(4),
    }


def many(rng: Generator) -> Columns:
    """Five thousand groups of two to four rows."""
    group = rows_of(rng.integers(2, 5, 5000))
    x = rng.uniform(-2, 2, len(group)).round(2)
    u = correlated(rng, 5000, [2.0, 0.8], 0.3)[group]
    y = 12 + u[:, 0] + (1 + u[:, 1]) * x + rng.normal(0, 1.5, len(group))
    return {"g": group + 1, "x": x, "y": y.round(2)}


def gaps(rng: Generator) -> Columns:
    """Missing values in every column; the rows of one level all go."""
    group = np.repeat(np.arange(15), 8)
    kind = rng.integers(0, 3, 120)
    x = rng.normal(10, 3, 120).round(2)
    y = 20 + rng.normal(0, 2, 15)[group] + 0.7 * x + kind + rng.normal(0, 2, 120)
    columns = {
        "g": labels("g", group).astype(object),
        "kind": np.array(["blue", "green", "red"])[kind].astype(object),
        "x": x.astype(object),
        "y": y.round(2).astype(object),
    }
    for column in columns.values():
        column[rng.random(120) < 0.07] = ""
    columns["y"][group == 4] = ""
    return columns


def aliased(rng: Generator) -> Columns:
    """A column that is the sum of two others, and two factors with an empty cell."""
    group = np.repeat(np.arange(14), 7)
    a, b = rng.integers(0, 3, 98), rng.integers(0, 3, 98)
    b[(a == 2) & (b == 1)] = 0
    x1, x2 = rng.normal(0, 2, (2, 98)).round(1)
    y = rng.normal(0, 1.5, 14)[group] + x1 - 0.5 * x2 + a + a * b + rng.normal(0, 1, 98)
    return {
        "g": labels("g", group),
        "a": np.array(["low", "mid", "top"])[a],
        "b": np.array(["u", "v", "w"])[b],
        "x1": x1,
        "x2": x2,
        "x3": (x1 + x2).round(1),
        "y": y.round(3),
    }


def growth(rng: Generator) -> Columns:
    """Curves over age, for poly, log, sqrt, exp, scale and I."""
    child = np.repeat(np.arange(22), 6)
    sex = rng.integers(0, 2, 22)[child]
    age = (np.tile(np.array([1.0, 2, 4, 7, 11, 16]), 22) + rng.uniform(0, 0.9, 132)).round(2)
    u = correlated(rng, 22, [3.0, 0.3], 0.2)[child]
    height = 66 + u[:, 0] + (8 + u[:, 1]) * age - 0.16 * age**2 + 2 * sex
    return {
        "child": labels("c", child),
        "sex": np.array(["boy", "girl"])[sex],
        "age": age,
        "height": (height + rng.normal(0, 1.6, 132)).round(1),
    }


def tasks(rng: Generator) -> Columns:
    """Factors that vary by group: three conditions, each several times a person."""
    person = np.repeat(np.arange(20), 9)
    condition = np.tile(np.repeat(np.arange(3), 3), 20)
    load = rng.uniform(0, 5, 180).round(1)
    u = correlated(rng, 20, [2.0, 3.0, 2.5], 0.5)
    own = u[person, condition] + rng.normal(0, 1.2, (20, 3))[person, condition]
    y = 30 + np.array([0.0, 2.0, 5.0])[condition] + own - 0.8 * load
    slope = rng.normal(0, 0.9, 20)[person]
    return {
        "person": labels("n", person),
        "cond": np.array(["music", "noise", "silence"])[condition],
        "load": load,
        "recall": (y + slope * load + rng.normal(0, 2, 180)).round(2),
    }


SETS: Final[Mapping[str, tuple[int, Callable[[Generator], Columns]]]] = {
    "nights": (11, nights),
    "trials": (12, trials),
    "pupils": (13, pupils),
    "words": (14, words),
    "essays": (15, essays),
    "twins": (16, twins),
    "flat": (17, flat),
    "taut": (18, taut),
    "awkward": (19, awkward),
    "trio": (20, trio),
    "many": (21, many),
    "gaps": (22, gaps),
    "aliased": (23, aliased),
    "growth": (24, growth),
    "tasks": (25, tasks),
}
"""Each data set's seed and the function that draws it."""


def simulated(name: str) -> Columns:
    """Draws one of the data sets."""
    seed, draw = SETS[name]
    return draw(np.random.default_rng(seed))


def write(folder: Path) -> None:
    """Writes every data set as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        columns = simulated(name)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))


if __name__ == "__main__":
    write(DATA)
