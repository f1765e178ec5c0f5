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
from flashcards.models.tails import two_sided

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
    deviance, units = fit.deviance, np.append(fit.deviance.units, 1.0)
    place = np.append(fit.theta * fit.deviance.units, fit.sigma)
    curvature = np.empty((len(place), len(place)))
    steps = _steps(place[:-1])
    for index, step in [*((i, np.append(s, 0.0)) for i, s in steps), _sigma_step(place)]:
        up, down = place + step, place - step
        change = deviance.unprofiled_gradient(up[:-1], up[-1])
        change -= deviance.unprofiled_gradient(down[:-1], down[-1])
        curvature[index] = change / (2 * step[index])
    curvature = (curvature + curvature.T) / 2 * np.outer(units, units)
    values, vectors = np.linalg.eigh(curvature)
    told = values > TOLERANCE
    return np.asarray(2 * (vectors[:, told] / values[told]) @ vectors[:, told].T)


def _jacobian(fit: LmerFit) -> Float:
    """(k + 1, p, p) derivatives of the fixed effects' covariance matrix by lme4's θ and by σ."""
    deviance = fit.deviance
    scale = np.outer(deviance.statistics.scale, deviance.statistics.scale)
    place = fit.theta * deviance.units
    found = [
        (deviance.at(place + step).inverse - deviance.at(place - step).inverse)
        / (2 * step[index])
        * deviance.units[index]
        * fit.sigma**2
        / scale
        for index, step in _steps(place)
    ]
    return np.array([*found, 2 * fit.vcov / fit.sigma])


def _sigma_step(place: Float) -> tuple[int, Float]:
    step = np.zeros_like(place)
    step[-1] = 1e-5 * place[-1]
    return len(place) - 1, step


def _steps(place: Float) -> list[tuple[int, Float]]:
    """A small step along each parameter: of its own size, or of 1 where it may be near 0."""
    sizes = 1e-5 * np.maximum(1.0, np.abs(place))
    return [(index, row) for index, row in enumerate(np.diag(sizes))]
