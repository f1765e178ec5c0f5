"""t-tests of fixed effects with Satterthwaite's degrees of freedom, as lmerTest gives them.

Kuznetsova, Brockhoff & Christensen (2017), *lmerTest Package*, Journal of Statistical Software
82(13), equations 6 to 9. The derivatives are of exact gradients, by central differences.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.columns import Float
from flashcards.models.lmer import LmerFit
from flashcards.models.mixed.criterion import slopes
from flashcards.models.mixed.modes import covariance
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
    curvature, jacobian = _derivatives(fit)
    spread = _parameter_covariance(curvature)
    found = []
    for contrast in contrasts:
        variance = float(contrast @ fit.vcov @ contrast)
        slope = np.einsum("i,kij,j->k", contrast, jacobian, contrast)
        found.append(2 * variance**2 / float(slope @ spread @ slope))
    return np.array(found)


def _parameter_covariance(curvature: Float) -> Float:
    """Twice the inverse of the criterion's curvature, where it says anything of a direction."""
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    told = values > TOLERANCE
    return np.asarray(2 * (vectors[:, told] / values[told]) @ vectors[:, told].T)


def _derivatives(fit: LmerFit) -> tuple[Float, Float]:
    """Derivatives by lme4's θ and by σ, by central differences of fourth order.

    Returns:
        (k + 1, k + 1) those of the criterion's gradient, and (k + 1, p, p) those of the fixed
        effects' covariance matrix.
    """
    place = np.append(fit.theta, fit.sigma)
    found = []
    for step in np.diag(_steps(fit)):
        near = _measured(fit, place + step) - _measured(fit, place - step)
        far = _measured(fit, place + 2 * step) - _measured(fit, place - 2 * step)
        found.append((8 * near - far) / (12 * step.max()))
    whole = np.array(found)
    count, rank = len(place), len(fit.beta)
    return whole[:, :count], whole[:, count:].reshape(count, rank, rank)


def _measured(fit: LmerFit, place: Float) -> Float:
    """(k + 1 + p²,) the criterion's gradient, and the fixed effects' covariance matrix."""
    theta, sigma = place[:-1], float(place[-1])
    found = fit.evaluate_at(theta)
    by_theta = fit.problem.layout.gather_outer(slopes(found, sigma))
    by_sigma = found.slope_by_sigma(sigma)
    return np.concatenate((by_theta, [by_sigma], covariance(found, sigma).ravel()))


def _steps(fit: LmerFit) -> Float:
    """(k + 1,) small steps: of a parameter's own size, or of 1 where it may be near 0."""
    sizes = np.maximum(1.0 / fit.units, np.abs(fit.theta))
    return STEP * np.append(sizes, fit.sigma)
