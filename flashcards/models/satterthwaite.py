"""t-tests of fixed effects with Satterthwaite's degrees of freedom, as lmerTest gives them.

Kuznetsova, Brockhoff & Christensen (2017), *lmerTest Package*, Journal of Statistical Software
82(13), equations 6 to 9. The derivatives are of exact gradients, by central differences.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.columns import Float
from flashcards.models.lmer import LmerFit
from flashcards.models.tails import two_sided

STEP: Final = 1e-3
"""Share of a parameter that it is moved by; the error of a derivative is of its fourth power."""

TOLERANCE: Final = 1e-8
"""Eigenvalues of the second derivatives up to this say nothing of their direction."""


def coefficient_tests(fit: LmerFit) -> list[CoefficientTest]:
    """The t-test of each fixed effect against 0, in the order of the coefficients."""
    freedom = degrees_of_freedom(fit, np.eye(len(fit.beta)))
    rows = zip(fit.beta.tolist(), fit.standard_errors.tolist(), freedom.tolist(), strict=True)
    return [
        CoefficientTest(estimate, se, df, estimate / se, two_sided(estimate / se, df))
        for estimate, se, df in rows
    ]


def degrees_of_freedom(fit: LmerFit, contrasts: Float) -> Float:
    """Satterthwaite's degrees of freedom.

    Args:
        fit: by REML or by maximum likelihood, singular or not.
        contrasts: (c, p) one combination of fixed effects a row.

    Returns:
        (c,) ``2 (l'Vl)² / (g' A g)``, with g the gradient of ``l'Vl`` by the covariance
        parameters and A their own asymptotic covariance matrix.
    """
    covariance, jacobian = _parameter_covariance(fit), _jacobian(fit)
    found = []
    for contrast in contrasts:
        variance = float(contrast @ fit.vcov @ contrast)
        slope = np.einsum("i,kij,j->k", contrast, jacobian, contrast)
        found.append(2 * variance**2 / float(slope @ covariance @ slope))
    return np.array(found)


def _parameter_covariance(fit: LmerFit) -> Float:
    """(k + 1, k + 1) covariance matrix of lme4's θ and σ: twice the inverse of the curvature."""
    place = np.append(fit.theta, fit.sigma)
    steps = np.append(_steps(fit), STEP * fit.sigma)
    curvature = _derivatives(lambda at: fit.gradient_at(at[:-1], at[-1]), place, steps)
    curvature = (curvature + curvature.T) / 2
    values, vectors = np.linalg.eigh(curvature)
    told = values > TOLERANCE
    return np.asarray(2 * (vectors[:, told] / values[told]) @ vectors[:, told].T)


def _jacobian(fit: LmerFit) -> Float:
    """(k + 1, p, p) derivatives of the fixed effects' covariance matrix by lme4's θ and by σ."""
    found = _derivatives(lambda theta: fit.vcov_at(theta, fit.sigma), fit.theta, _steps(fit))
    return np.concatenate((found, 2 * fit.vcov[np.newaxis] / fit.sigma))


def _derivatives(function: Callable[[Float], Float], place: Float, steps: Float) -> Float:
    """(k, …) derivatives by each of k parameters, by central differences of fourth order."""
    found = []
    for step in np.diag(steps):
        near = function(place + step) - function(place - step)
        far = function(place + 2 * step) - function(place - 2 * step)
        found.append((8 * near - far) / (12 * step.max()))
    return np.array(found)


def _steps(fit: LmerFit) -> Float:
    """(k,) a small step along each entry of θ: of its own size, or of 1 where it may be near 0."""
    steps: Float = STEP * np.maximum(1.0 / fit.units, np.abs(fit.theta))
    return steps
