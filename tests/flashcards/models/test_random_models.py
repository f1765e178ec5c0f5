"""Small random models, half of them near-singular: the fit is never worse than the best of many.

The criterion is evaluated independently of the engine, by the textbook: the marginal covariance
V = σ²(I + Z G Z') in full, G the random effects' covariance matrix divided by σ², with σ² and β
profiled out. SciPy minimises it from several starts.

``FLASHCARDS_RANDOM_MODELS`` says how many models are tried (500 takes a few minutes).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pytest
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

from flashcards.models.lmer import lmer

COUNT: Final = int(os.environ.get("FLASHCARDS_RANDOM_MODELS", "40"))
WORSE: Final = 1e-3
HARD: Final = (196, 316, 323, 430, 574, 929, 1025, 1178, 1275, 1419, 2634, 2725)
"""Models on whose slopes a single search ends too early."""

STARTS: Final = 6

Float = NDArray[np.float64]

TERMS: Final = (
    (("g", "1"),),
    (("g", "1 + x"),),
    (("g", "1"), ("g", "0 + x")),
    (("g", "0 + x"),),
    (("g", "1"), ("h", "1")),
    (("g", "1 + x"), ("h", "1")),
    (("g", "1 + x"), ("h", "1 + x")),
    (("g", "1"), ("g:h", "1")),
    (("g", "1 + x + z"),),
    (("g", "1 + x"), ("g", "0 + z")),
)
"""Random terms that are drawn from: grouping factor and effects."""


@dataclass(frozen=True)
class Case:
    formula: str
    data: pd.DataFrame
    terms: tuple[tuple[str, str], ...]
    reml: bool


def effects_of(effects: str, data: pd.DataFrame) -> Float:
    columns = {"1": np.ones(len(data)), "x": data["x"], "z": data["z"]}
    return np.column_stack([columns[name] for name in effects.split(" + ") if name != "0"])


def groups_of(factor: str, data: pd.DataFrame) -> NDArray[np.intp]:
    joint = data[factor.split(":")].astype(str).agg(":".join, axis=1)
    return np.unique(joint, return_inverse=True)[1]


def covariance_root(rng: Generator, size: int, singular: bool) -> Float:
    """A square root of a covariance matrix; a near-singular one loses a direction."""
    root = rng.normal(0, 1, (size, size)) * 10 ** rng.uniform(-0.7, 0.7, (size, 1))
    if singular:
        lost = rng.integers(0, size)
        root[:, lost] *= rng.choice([0.0, 0.0, 1e-4, 0.05])
        if size == 1 or rng.random() < 0.3:
            root *= rng.choice([0.0, 0.02, 0.1])
    return root


def case(seed: int) -> Case:
    rng = np.random.default_rng([20, seed])
    singular = seed % 2 == 1
    groups, rows = rng.integers(4, 13), rng.integers(2, 8)
    sizes = rng.integers(2, rows + 2, groups) if rng.random() < 0.5 else np.full(groups, rows)
    g = np.repeat(np.arange(groups), sizes)
    h = rng.integers(0, rng.integers(3, 7), len(g))
    x = rng.normal(0, 1, len(g)) if rng.random() < 0.5 else np.concatenate([*map(np.arange, sizes)])
    data = pd.DataFrame({"g": g, "h": h, "x": x, "z": rng.normal(0, 1, len(g))})
    terms = [TERMS[i] for i in rng.permutation(len(TERMS))]
    chosen = next(term for term in terms if fits(term, data))
    y = 1 + 0.5 * data["x"].to_numpy() + rng.normal(0, 1, len(g))
    for factor, effects in chosen:
        columns, codes = effects_of(effects, data), groups_of(factor, data)
        root = covariance_root(rng, columns.shape[1], singular)
        modes = rng.normal(0, 1, (codes.max() + 1, len(root))) @ root.T
        y += np.einsum("ij,ij->i", columns, modes[codes])
    data["y"] = y
    random = " + ".join(f"({effects} | {factor})" for factor, effects in chosen)
    return Case(f"y ~ x + {random}", data, chosen, bool(rng.random() < 0.6))


def fits(terms: Sequence[tuple[str, str]], data: pd.DataFrame) -> bool:
    """Whether ``lmer`` takes them, and something is left to the residuals.

    Where nothing is, the criterion has no bottom.
    """
    columns = [np.column_stack([np.ones(len(data)), data["x"]])]
    for factor, effects in terms:
        codes = groups_of(factor, data)
        own = np.eye(codes.max() + 1)[codes]
        columns += [own * effect[:, None] for effect in effects_of(effects, data).T]
        if own.shape[1] == 1 or own.shape[1] * len(effects_of(effects, data).T) >= len(data):
            return False
    return bool(np.linalg.matrix_rank(np.column_stack(columns)) < len(data) - 1)


class Criterion:
    """The REML criterion, or −2 log-likelihood, as a function of the relative covariances."""

    def __init__(self, case: Case) -> None:
        self.y = case.data["y"].to_numpy()
        self.x = np.column_stack([np.ones(len(self.y)), case.data["x"]])
        self.reml = case.reml
        self.z: list[Float] = []
        """For each term (m, n, q): the effects in the rows of a group, 0 in all others."""
        for factor, effects in case.terms:
            codes, columns = groups_of(factor, case.data), effects_of(effects, case.data)
            own = codes[None, :] == np.arange(codes.max() + 1)[:, None]
            self.z.append(own[:, :, None] * columns[None, :, :])
        self.sizes = [z.shape[2] for z in self.z]

    def at(self, relative: Sequence[Float]) -> float:
        roots = []
        for matrix in relative:
            values, vectors = np.linalg.eigh(matrix)
            roots.append(vectors * np.sqrt(np.maximum(values, 0)))
        return self._value(roots)[0]

    def of_theta(self, theta: Float) -> tuple[float, Float]:
        roots, start = [], 0
        for size in self.sizes:
            root = np.zeros((size, size))
            count = size * (size + 1) // 2
            root[np.tril_indices(size)] = theta[start : start + count]
            roots.append(root)
            start += count
        value, slopes = self._value(roots)
        lower = [s[np.tril_indices(len(s))] for s in slopes]
        return value, np.concatenate(lower)

    def _value(self, roots: Sequence[Float]) -> tuple[float, list[Float]]:
        """The criterion and its derivative by each root, whole matrices."""
        n, p = self.x.shape
        zl = [z @ root for z, root in zip(self.z, roots, strict=True)]
        v = np.eye(n) + sum(np.einsum("gik,gjk->ij", u, u) for u in zl)
        factor = cho_factor(v, lower=True)
        inverse = cho_solve(factor, np.eye(n))
        vx = inverse @ self.x
        information = self.x.T @ vx
        projection = inverse - vx @ np.linalg.solve(information, vx.T)
        py = projection @ self.y
        rss = float(self.y @ py)
        degrees = n - p if self.reml else n
        value = 2 * np.log(np.diag(factor[0])).sum()
        value += degrees * (1 + np.log(2 * np.pi * rss / degrees))
        if self.reml:
            value += np.linalg.slogdet(information)[1]
        weight = projection if self.reml else inverse
        slopes = [
            2 * np.einsum("gik,gil->kl", z, np.einsum("ij,gjl->gil", weight, u))
            - 2 * degrees / rss * np.einsum("gk,gl->kl", py @ z, py @ u)
            for z, u in zip(self.z, zl, strict=True)
        ]
        return float(value), slopes

    def best(self, rng: Generator) -> float:
        """The lowest value that is reached from several starts."""
        diagonal = np.concatenate([np.eye(s)[np.tril_indices(s)] for s in self.sizes])
        starts = [diagonal, 0.05 * diagonal]
        while len(starts) < STARTS:
            starts.append(diagonal * rng.uniform(0, 2) + rng.normal(0, 1, len(diagonal)))
        return min(minimize(self.of_theta, s, jac=True, method="BFGS").fun for s in starts)


def test_the_criterion_of_the_test_has_the_slope_that_differences_find() -> None:
    for seed in range(10):
        function = Criterion(case(seed))
        theta = np.random.default_rng(seed).normal(0, 1, len(function.of_theta(np.ones(20))[1]))
        step = 1e-6 * np.eye(len(theta))
        slope = [
            (function.of_theta(theta + h)[0] - function.of_theta(theta - h)[0]) / 2e-6 for h in step
        ]
        np.testing.assert_allclose(function.of_theta(theta)[1], slope, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("seed", sorted({*range(COUNT), *HARD}))
def test_the_fit_is_no_worse_than_the_best_of_several_starts(seed: int) -> None:
    drawn = case(seed)
    function = Criterion(drawn)
    fit = lmer(drawn.formula, drawn.data, reml=drawn.reml)
    covariances = {
        (block.group, block.effects): covariance / fit.sigma**2
        for block, covariance in zip(fit.design.blocks, fit.covariances, strict=True)
    }
    named = [
        (factor, tuple("(Intercept)" if e == "1" else e for e in effects.split(" + ") if e != "0"))
        for factor, effects in drawn.terms
    ]
    said = function.at([covariances[name] for name in named])
    assert fit.criterion == pytest.approx(said, rel=1e-7, abs=1e-7)
    best = function.best(np.random.default_rng([21, seed]))
    assert fit.criterion <= best + WORSE, f"{drawn.formula}: {fit.criterion - best:.3g} too high"
