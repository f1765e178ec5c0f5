"""The mixed model by the textbook: every matrix in full, for checks on small data.

The outcome's covariance over σ² is V = I + Σ Z(I ⊗ ΛΛ')Z' over the terms; β is generalised least
squares; b = Cov(b, y) V⁻¹(y − Xβ).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flashcards.models.mixed.layout import Term

Float = NDArray[np.float64]


def wide(term: Term) -> Float:
    """(n, m·q) Z of a term, group by group."""
    q = term.z.shape[1]
    found = np.zeros((len(term.codes), term.size * q))
    for row, code in enumerate(term.codes):
        found[row, code * q : (code + 1) * q] = term.z[row]
    return found


def root(entries: Float, width: int) -> Float:
    """Λ from θ, which goes down its columns."""
    lam = np.zeros((width, width))
    place = 0
    for column in range(width):
        for row in range(column, width):
            lam[row, column] = entries[place]
            place += 1
    return lam


@dataclass(frozen=True)
class Textbook:
    """The model at one θ."""

    terms: Sequence[Term]
    x: Float
    y: Float
    theta: Float
    reml: bool

    def roots(self) -> list[Float]:
        found, start = [], 0
        for term in self.terms:
            width = term.z.shape[1]
            count = width * (width + 1) // 2
            found.append(root(self.theta[start : start + count], width))
            start += count
        return found

    def v(self) -> Float:
        total = np.eye(len(self.y))
        for term, lam in zip(self.terms, self.roots(), strict=True):
            half = wide(term) @ np.kron(np.eye(term.size), lam)
            total += half @ half.T
        return total

    def precision(self) -> Float:
        found: Float = self.x.T @ np.linalg.solve(self.v(), self.x)
        return found

    def beta(self) -> Float:
        found: Float = np.linalg.solve(
            self.precision(), self.x.T @ np.linalg.solve(self.v(), self.y)
        )
        return found

    def rss(self) -> float:
        e = self.y - self.x @ self.beta()
        return float(e @ np.linalg.solve(self.v(), e))

    def degrees(self) -> int:
        return len(self.y) - (self.x.shape[1] if self.reml else 0)

    def sigma(self) -> float:
        return float(np.sqrt(self.rss() / self.degrees()))

    def criterion(self, sigma: float | None = None) -> float:
        sigma = self.sigma() if sigma is None else sigma
        found = np.linalg.slogdet(self.v())[1] + self.degrees() * np.log(2 * np.pi * sigma**2)
        if self.reml:
            found += np.linalg.slogdet(self.precision())[1]
        return float(found + self.rss() / sigma**2)

    def modes(self) -> list[Float]:
        seen = np.linalg.solve(self.v(), self.y - self.x @ self.beta())
        return [
            (wide(term).T @ seen).reshape(term.size, -1) @ lam @ lam.T
            for term, lam in zip(self.terms, self.roots(), strict=True)
        ]

    def mode_variances(self) -> list[Float]:
        """Var(b | y) at β, over σ²."""
        found = []
        for term, lam in zip(self.terms, self.roots(), strict=True):
            q = term.z.shape[1]
            spread = np.kron(np.eye(term.size), lam @ lam.T)
            both = spread @ wide(term).T
            whole = spread - both @ np.linalg.solve(self.v(), both.T)
            found.append(np.array([whole[i : i + q, i : i + q] for i in range(0, len(whole), q)]))
        return found

    def leverages(self) -> Float:
        """The diagonal of I − V⁻¹ + V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹."""
        inverse = np.linalg.inv(self.v())
        seen = inverse @ self.x
        return np.diag(
            np.eye(len(self.y)) - inverse + seen @ np.linalg.solve(self.precision(), seen.T)
        )
