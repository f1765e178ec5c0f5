"""Linear mixed models as lme4 fits them: the surface of the engine in ``mixed``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from flashcards.models.columns import Data, Float
from flashcards.models.design import Design, build, fixed_matrix, random_parts
from flashcards.models.errors import ModelError
from flashcards.models.mixed import modes as conditional
from flashcards.models.mixed.criterion import Evaluation, evaluate
from flashcards.models.mixed.layout import Layout, Term, lay_out, triangle
from flashcards.models.mixed.leverage import leverages
from flashcards.models.mixed.optimise import Minimum, Problem
from flashcards.models.mixed.search import on_boundary, search, search_from
from flashcards.models.mixed.statistics import Statistics, statistics_of, with_outcome

SINGULAR: Final = 1e-4
"""Diagonal of Λ below which a fit is singular; lme4's ``isSingular``."""

SINGULAR_WORDS: Final = "boundary (singular) fit: see help('isSingular')"

FLAT_ENOUGH: Final = 1e-3
"""Newton decrement up to which a fit has converged: the criterion could fall by its square."""


@dataclass(frozen=True, slots=True)
class Table:
    """Values by group of one grouping factor.

    Attributes:
        levels: (m,) the groups.
        columns: (k,) the effects.
        values: (m, k).
    """

    levels: tuple[str, ...]
    columns: tuple[str, ...]
    values: Float


@dataclass(frozen=True, slots=True, eq=False)
class LmerFit:
    """A fitted linear mixed model with n rows, p fixed effects and k entries of θ.

    What stands by term follows ``design.blocks``; a term has m groups and q effects.

    Attributes:
        design: what was fitted.
        reml: whether by REML.
        theta: (k,) θ in lme4's order, its diagonals not negative.
        beta: (p,) the fixed effects.
        vcov: (p, p) their covariance matrix.
        sigma: the residual standard deviation.
        criterion: the REML criterion, or −2 log-likelihood.
        covariances: (q, q) covariance matrix of the effects, by term.
        modes: (m, q) conditional modes, by term.
        mode_variances: (m, q, q) their covariance matrices given the fixed effects, by term.
        fitted: (n,) fixed effects and modes.
        residuals: (n,) what is left.
        singular: whether a variance is zero or a correlation perfect, as ``isSingular`` judges.
        converged: whether this is a minimum by gradient and curvature, no saddle point.
        gradient: the Newton decrement: about the root of what the criterion could still fall.
        messages: what a learner should be told, a sentence each.
        problem: the criterion as a function.
        minimum: where its search ended.
    """

    design: Design
    reml: bool
    theta: Float
    beta: Float
    vcov: Float
    sigma: float
    criterion: float
    covariances: tuple[Float, ...]
    modes: tuple[Float, ...]
    mode_variances: tuple[Float, ...]
    fitted: Float
    residuals: Float
    singular: bool
    converged: bool
    gradient: float
    messages: tuple[str, ...]
    problem: Problem
    minimum: Minimum

    @property
    def nobs(self) -> int:
        """Rows that were fitted."""
        return self.design.nobs

    @property
    def parameters(self) -> int:
        """Parameters as ``logLik`` counts them: β, θ and σ."""
        return len(self.beta) + len(self.theta) + 1

    @property
    def df_residual(self) -> int:
        """Rows less parameters."""
        return self.nobs - self.parameters

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood; the restricted one of a REML fit."""
        return -0.5 * self.criterion

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return self.criterion + 2.0 * self.parameters

    @property
    def bic(self) -> float:
        """Schwarz's criterion."""
        return self.criterion + float(np.log(self.nobs)) * self.parameters

    @property
    def standard_errors(self) -> Float:
        """(p,) of the fixed effects."""
        return np.sqrt(np.diagonal(self.vcov))

    @property
    def ngroups(self) -> dict[str, int]:
        """Groups of each grouping factor."""
        return {block.group: len(block.levels) for block in self.design.blocks}

    @property
    def leverages(self) -> Float:
        """(n,) how far each row's own outcome draws its fitted value."""
        return leverages(self.evaluate_at(self.theta))

    @property
    def units(self) -> Float:
        """(k,) lengths of the effects that θ belongs to: θ times these is of the order of 1."""
        return self.problem.layout.units

    def fixef(self) -> dict[str, float]:
        """The fixed effects by name."""
        return dict(zip(self.design.names, self.beta.tolist(), strict=True))

    def ranef(self) -> dict[str, Table]:
        """Conditional modes by grouping factor; several terms of one factor share a table."""
        found: dict[str, Table] = {}
        for block, values in zip(self.design.blocks, self.modes, strict=True):
            before = found.get(block.group)
            if before is not None:
                values = np.column_stack((before.values, values))
            names = (*(before.columns if before else ()), *block.effects)
            found[block.group] = Table(block.levels, names, values)
        return found

    def coef(self) -> dict[str, Table]:
        """Fixed effects plus modes by grouping factor.

        An effect that varies but has no fixed counterpart varies around zero; as in lme4 its
        column stands before the fixed effects, in the table of every factor.
        """
        tables = self.ranef()
        fixed = self.fixef()
        varying = dict.fromkeys(name for table in tables.values() for name in table.columns)
        columns = (*(name for name in varying if name not in fixed), *fixed)
        found = {}
        for group, table in tables.items():
            values = np.tile([fixed.get(name, 0.0) for name in columns], (len(table.levels), 1))
            for name, column in zip(table.columns, table.values.T, strict=True):
                values[:, columns.index(name)] += column
            found[group] = Table(table.levels, columns, values)
        return found

    def predict(
        self, data: Data | None = None, *, groups: bool = True, new_levels: bool = False
    ) -> Float:
        """Predictions for the fitted rows, or for other data.

        Args:
            data: other rows; None for the fitted ones.
            groups: whether with the conditional modes, or for the population.
            new_levels: whether groups that were not fitted are predicted as the population is.

        Raises:
            ModelError: a column is missing or of another kind, or a group is new.
        """
        if data is None:
            return self.fitted.copy() if groups else self.design.x @ self.beta
        found = fixed_matrix(self.design, data) @ self.beta
        if not groups:
            return found
        parts = random_parts(self.design, data)
        for block, values, (z, codes) in zip(self.design.blocks, self.modes, parts, strict=True):
            if not new_levels and (codes < 0).any():
                raise ModelError(
                    f"The data have a group of `{block.group}` that was not among the fitted ones.",
                    "Predict for the population instead.",
                )
            # The row that −1 finds: a new group's mode is zero.
            known = np.vstack((values, np.zeros(values.shape[1])))
            found = found + np.einsum("ij,ij->i", z, known[codes])
        return found

    def refit(self, y: Float) -> LmerFit:
        """The same model of another outcome, from where this one ended.

        Raises:
            ModelError: the fixed effects explain all of the outcome.
        """
        return fit_design(replace(self.design, y=y), reml=self.reml, start=self)

    def with_reml(self, reml: bool) -> LmerFit:
        """The same model by the other criterion; this one, if it is the same."""
        if reml == self.reml:
            return self
        return _fit(self.design, self.problem.statistics, reml=reml, start=self)

    def ml(self) -> LmerFit:
        """The same model by maximum likelihood."""
        return self.with_reml(False)

    def evaluate_at(self, theta: Float) -> Evaluation:
        """All that the criterion is made of at another θ (lme4's order)."""
        layout = self.problem.layout
        return evaluate(self.problem.statistics, layout.outer_factors(theta), reml=self.reml)

    def deviance_at(self, theta: Float) -> float:
        """The criterion at another θ, profiled over β and σ."""
        return self.evaluate_at(theta).value()


def lmer(formula: str, data: Data, *, reml: bool = True) -> LmerFit:
    """Fits a linear mixed model.

    Args:
        formula: as lme4 writes it: ``y ~ x + (1 + x | g)``.
        data: a data frame, or columns by name.
        reml: by REML, or by maximum likelihood.

    Raises:
        FormulaError: the formula cannot be read.
        ModelError: it does not fit these data.
    """
    return fit_design(build(formula, data, mixed=True), reml=reml)


def fit_design(design: Design, *, reml: bool = True, start: LmerFit | None = None) -> LmerFit:
    """Fits a design.

    Args:
        design: with at least one random term.
        reml: by REML, or by maximum likelihood.
        start: a fit of the same terms to similar data, which saves most of the search.

    Raises:
        ModelError: the fixed effects are too many or explain all of the outcome, or the model is
            too large.
    """
    same = start is not None and design.x is start.design.x and design.blocks is start.design.blocks
    if same and start is not None:
        statistics = with_outcome(start.problem.statistics, design.y)
    else:
        statistics = statistics_of(_layout(design), design.x, design.y)
    return _fit(design, statistics, reml=reml, start=start)


def _layout(design: Design) -> Layout:
    return lay_out(
        [Term(block.group, block.z, block.codes, len(block.levels)) for block in design.blocks]
    )


def _fit(design: Design, statistics: Statistics, *, reml: bool, start: LmerFit | None) -> LmerFit:
    if statistics.nobs <= statistics.rank:
        raise ModelError(
            f"{statistics.nobs} rows are too few for {statistics.rank} fixed effects.",
            "Leave terms out.",
        )
    if statistics.unit == 0:
        raise ModelError(
            f"The fixed effects explain all of `{design.response}`; nothing is left to vary.",
            "Leave out predictors.",
        )
    problem = Problem(statistics, reml)
    minimum = (
        search(problem)
        if start is None
        else search_from(problem, start.theta, start.minimum, same=start.reml == reml)
    )
    theta, evaluation = on_boundary(problem, minimum)
    sigma = evaluation.sigma
    beta = conditional.estimates(evaluation)
    modes = conditional.modes(evaluation)
    fitted = design.x @ beta
    for block, values in zip(design.blocks, modes, strict=True):
        fitted += np.einsum("ij,ij->i", block.z, values[block.codes])
    decrement = float(np.sqrt(minimum.decrease))
    converged = decrement <= FLAT_ENOUGH and not minimum.saddle and not minimum.point.endless
    singular = bool((theta[statistics.layout.diagonal] < SINGULAR).any())
    return LmerFit(
        design=design,
        reml=reml,
        theta=theta,
        beta=beta,
        vcov=conditional.covariance(evaluation, sigma),
        sigma=sigma,
        criterion=evaluation.value(),
        covariances=_covariances(problem.layout, theta, sigma),
        modes=modes,
        mode_variances=conditional.mode_variances(evaluation, sigma),
        fitted=fitted,
        residuals=design.y - fitted,
        singular=singular,
        converged=converged,
        gradient=decrement,
        messages=(*design.messages, *_messages(minimum, converged, singular)),
        problem=problem,
        minimum=minimum,
    )


def _covariances(layout: Layout, theta: Float, sigma: float) -> tuple[Float, ...]:
    found = {}
    for part in layout.parts():
        lam = sigma * triangle(theta[part.places])
        found[part.term] = lam @ lam.T
    return tuple(found[term] for term in range(len(found)))


def _messages(minimum: Minimum, converged: bool, singular: bool) -> tuple[str, ...]:
    told = []
    if singular:
        told.append(SINGULAR_WORDS)
    if minimum.point.endless:
        told.append(
            "The groups explain the outcome so well that next to nothing is left as residual; "
            "its variance cannot be estimated."
        )
    elif not converged:
        told.append(
            "The search for the best fit has not ended at a minimum; these numbers may be off."
        )
    return tuple(told)
