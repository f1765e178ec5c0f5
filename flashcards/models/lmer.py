"""Linear mixed models, fitted as lme4 fits them: by REML or maximum likelihood.

Bates, Mächler, Bolker & Walker (2015), *Fitting Linear Mixed-Effects Models Using lme4*,
Journal of Statistical Software 67(1). Estimates are those of lme4 at its optimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from flashcards.models.columns import Data, Float
from flashcards.models.design import Design, build, fixed_matrix, random_parts
from flashcards.models.errors import ModelError
from flashcards.models.mixed.deviance import Deviance, Value
from flashcards.models.mixed.layout import Layout, layout
from flashcards.models.mixed.optimise import Optimum, optimise
from flashcards.models.mixed.statistics import factors_of, statistics

SINGULAR: Final = 1e-4
"""Diagonals of Λ below this make a fit singular, as in lme4's ``isSingular``."""

NO_SPREAD: Final = 1e-5
"""Entries of Λ below this are put at zero where the criterion does not rise."""

THOROUGH_UP_TO: Final = 2_000
"""Random effects up to which the optimum is looked for from a second start too."""

SINGULAR_WORDS: Final = "boundary (singular) fit: see help('isSingular')"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Values by group, as ``ranef`` and ``coef`` give them for one grouping factor.

    Attributes:
        levels: (m,) the groups.
        columns: (q,) the effects.
        values: (m, q).
    """

    levels: tuple[str, ...]
    columns: tuple[str, ...]
    values: Float


@dataclass(frozen=True, eq=False)
class LmerFit:
    """A fitted linear mixed model.

    Attributes:
        design: what was fitted.
        reml: whether by REML.
        deviance: the criterion as a function of θ.
        optimum: where the search for its lowest value ended.
        theta: (k,) relative covariance factors, in lme4's order, diagonals at 0 or above.
        value: the criterion at ``theta`` with all that it is made of.
    """

    design: Design
    reml: bool
    deviance: Deviance
    optimum: Optimum
    theta: Float
    value: Value

    # -- fixed effects -------------------------------------------------------------------------

    @cached_property
    def beta(self) -> Float:
        """(p,) the fixed effects."""
        stats = self.deviance.statistics
        return stats.ols + self.value.beta / stats.scale

    @cached_property
    def sigma(self) -> float:
        """Residual standard deviation."""
        return float(np.sqrt(self.value.penalised / self.deviance.degrees))

    @cached_property
    def vcov(self) -> Float:
        """(p, p) covariance matrix of the fixed effects."""
        scale = self.deviance.statistics.scale
        return self.sigma**2 * self.value.inverse / np.outer(scale, scale)

    @property
    def standard_errors(self) -> Float:
        """(p,) of the fixed effects."""
        return np.sqrt(np.diagonal(self.vcov))

    def fixef(self) -> dict[str, float]:
        """The fixed effects by name."""
        return dict(zip(self.design.names, self.beta.tolist(), strict=True))

    # -- likelihood ----------------------------------------------------------------------------

    @property
    def criterion(self) -> float:
        """The REML criterion, or −2 log-likelihood."""
        return self.value.criterion

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood; the restricted one for REML."""
        return -self.criterion / 2

    @property
    def parameters(self) -> int:
        """Fixed effects, covariance parameters, and the residual variance."""
        return len(self.design.names) + len(self.theta) + 1

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return self.criterion + 2 * self.parameters

    @property
    def bic(self) -> float:
        """Schwarz's criterion."""
        return self.criterion + float(np.log(self.nobs)) * self.parameters

    @property
    def nobs(self) -> int:
        """Rows that were fitted."""
        return self.design.nobs

    @property
    def df_residual(self) -> int:
        """Rows less parameters."""
        return self.nobs - self.parameters

    @property
    def ngroups(self) -> dict[str, int]:
        """How many groups each grouping factor has, in lme4's order."""
        return {block.group: len(block.levels) for block in self.design.blocks}

    # -- random effects ------------------------------------------------------------------------

    @cached_property
    def covariances(self) -> tuple[Float, ...]:
        """For each random term the (q, q) covariance matrix of its effects."""
        return tuple(self.sigma**2 * matrix @ matrix.T for matrix in self._term_factors)

    @cached_property
    def _lambdas(self) -> list[Float]:
        return self.deviance.layout.lambdas(self.theta)

    @property
    def _term_factors(self) -> list[Float]:
        return [
            self._lambdas[factor][start : start + size, start : start + size]
            for factor, start, size in self.deviance.layout.terms
        ]

    @cached_property
    def modes(self) -> tuple[Float, ...]:
        """For each random term the (m, q) conditional modes of its effects."""
        weights = np.append(-self.value.beta, 1.0)
        scaled = self.deviance.layout.lambdas(self.theta * self.deviance.units)
        sides = self.value.solved.sides(self.deviance.statistics, scaled)
        whole = [
            (t @ weights) @ matrix.T for (t, _), matrix in zip(sides, self._lambdas, strict=True)
        ]
        return tuple(
            whole[factor][:, start : start + size]
            for factor, start, size in self.deviance.layout.terms
        )

    @cached_property
    def mode_variances(self) -> tuple[Float, ...]:
        """For each random term the (m, q, q) conditional covariance matrices of its modes."""
        blocks = self.value.solved.inverse_blocks(self.deviance.statistics)
        whole = [
            self.sigma**2 * matrix @ block @ matrix.T
            for matrix, block in zip(self._lambdas, blocks, strict=True)
        ]
        return tuple(
            whole[factor][:, start : start + size, start : start + size]
            for factor, start, size in self.deviance.layout.terms
        )

    def ranef(self) -> dict[str, Table]:
        """Conditional modes by grouping factor; several terms of one factor in one table."""
        found: dict[str, Table] = {}
        for block, modes in zip(self.design.blocks, self.modes, strict=True):
            if (before := found.get(block.group)) is None:
                found[block.group] = Table(block.levels, block.effects, modes)
            else:
                columns = (*before.columns, *block.effects)
                values = np.column_stack((before.values, modes))
                found[block.group] = Table(block.levels, columns, values)
        return found

    def coef(self) -> dict[str, Table]:
        """Fixed effect plus random effect, for each group and each effect of either kind.

        Effects that only vary come first, as in lme4.
        """
        fixed, tables = self.fixef(), self.ranef()
        varying = dict.fromkeys(name for table in tables.values() for name in table.columns)
        columns = (*(name for name in varying if name not in fixed), *fixed)
        start = np.array([fixed.get(name, 0.0) for name in columns])
        found = {}
        for group, table in tables.items():
            values = np.tile(start, (len(table.levels), 1))
            for name, column in zip(table.columns, table.values.T, strict=True):
                values[:, columns.index(name)] += column
            found[group] = Table(table.levels, columns, values)
        return found

    @property
    def singular(self) -> bool:
        """Whether a variance is at zero or a correlation at its bound."""
        diagonal = self.deviance.layout.diagonal
        return bool((self.theta[diagonal] < SINGULAR).any())

    # -- what the search said ------------------------------------------------------------------

    @property
    def converged(self) -> bool:
        """Whether the search ended on flat ground that is no saddle."""
        return self.optimum.converged

    @property
    def messages(self) -> tuple[str, ...]:
        """What a learner should be told, a sentence each; R's own words where R has some."""
        told = list(self.design.messages)
        if self.singular:
            told.append(SINGULAR_WORDS)
        if not self.converged:
            told.append(
                "The search for the best fit did not end on flat ground "
                f"(Newton decrement {self.optimum.decrement:.2g}); do not rely on these numbers."
            )
        return tuple(told)

    # -- predictions ---------------------------------------------------------------------------

    @cached_property
    def fitted(self) -> Float:
        """(n,) fixed part plus the conditional modes of each row's groups."""
        total = self.design.x @ self.beta
        for block, modes in zip(self.design.blocks, self.modes, strict=True):
            total += np.einsum("ij,ij->i", block.z, modes[block.codes])
        return total

    @cached_property
    def residuals(self) -> Float:
        """(n,) outcome less fitted value."""
        return self.design.y - self.fitted

    @cached_property
    def leverages(self) -> Float:
        """(n,) the diagonal of the matrix that makes fitted values of outcomes."""
        stats = self.deviance.statistics
        scaled = self.deviance.layout.lambdas(self.theta * self.deviance.units)
        rows = [factor.z @ matrix for factor, matrix in zip(stats.factors, scaled, strict=True)]
        left = self.design.x / stats.scale
        sides = self.value.solved.sides(stats, scaled)
        for factor, own, (t, _) in zip(stats.factors, rows, sides, strict=True):
            left = left - np.einsum("ni,nip->np", own, t[factor.codes][:, :, :-1])
        random = self.value.solved.row_products(stats, rows)
        return np.asarray(random + np.einsum("np,pr,nr->n", left, self.value.inverse, left))

    def predict(
        self, data: Data | None = None, *, groups: bool = True, new_levels: bool = False
    ) -> Float:
        """Predicted outcomes.

        Args:
            data: other rows; None for the fitted ones.
            groups: whether to add the conditional modes; without, it is the population's line.
            new_levels: whether a group that was not fitted may occur; its modes are zero.

        Raises:
            ModelError: a column is missing or of another kind, or a group is new.
        """
        if data is None:
            return self.fitted if groups else self.design.x @ self.beta
        total = fixed_matrix(self.design, data) @ self.beta
        if not groups:
            return total
        parts = random_parts(self.design, data)
        for block, modes, (z, codes) in zip(self.design.blocks, self.modes, parts, strict=True):
            if (codes < 0).any() and not new_levels:
                raise ModelError(
                    f"The data have a group of `{block.group}` that was not fitted.",
                    "Allow new groups to predict the average one for it.",
                )
            known = np.vstack((modes, np.zeros(modes.shape[1])))
            total = total + np.einsum("ij,ij->i", z, known[codes])
        return total

    # -- the same model again ------------------------------------------------------------------

    def refit(self, y: Float) -> LmerFit:
        """The same model of another outcome of the same rows, started from this fit."""
        from dataclasses import replace

        return fit_design(replace(self.design, y=y), reml=self.reml, start=self)

    def with_reml(self, reml: bool) -> LmerFit:
        """The same model by the other criterion; itself if it is fitted by this one already."""
        if reml == self.reml:
            return self
        deviance = Deviance(self.deviance.statistics, self.deviance.layout, reml=reml)
        return _fit(self.design, deviance, self)

    def ml(self) -> LmerFit:
        """The same model by maximum likelihood."""
        return self.with_reml(False)


def lmer(formula: str, data: Data, *, reml: bool = True) -> LmerFit:
    """Fit a linear mixed model.

    Args:
        formula: as lme4 takes it, ``y ~ x + (1 + x | g)``.
        data: a data frame, or columns by name.
        reml: by REML, or by maximum likelihood.

    Raises:
        FormulaError: the formula cannot be read.
        ModelError: it does not fit these data, or is too large.
    """
    return fit_design(build(formula, data, mixed=True), reml=reml)


def fit_design(design: Design, *, reml: bool = True, start: LmerFit | None = None) -> LmerFit:
    """Fit a design that was built before.

    Args:
        design: with at least one random term.
        reml: by REML, or by maximum likelihood.
        start: a fit of almost the same data, from which most of the search can be spared.

    Raises:
        ModelError: it is too large, or there is nothing to fit.
    """
    if design.x.shape[1] >= design.nobs:
        raise ModelError(
            f"{design.nobs} rows are too few for {design.x.shape[1]} fixed effects.",
            "Leave terms out.",
        )
    factors, members = factors_of(design.blocks)
    where = layout([len(block.effects) for block in design.blocks], members)
    deviance = Deviance(statistics(design.x, design.y, factors), where, reml=reml)
    return _fit(design, deviance, start)


def _fit(design: Design, deviance: Deviance, start: LmerFit | None) -> LmerFit:
    where: Layout = deviance.layout
    effects = sum(factor.columns for factor in deviance.statistics.factors)
    optimum = optimise(
        deviance,
        where.identity() if start is None else start.optimum.theta,
        where.diagonal,
        thorough=start is None and effects <= THOROUGH_UP_TO,
        curvature=None if start is None else start.optimum.hessian,
    )
    place = _exact_zeros(deviance, where.positive(optimum.theta), optimum.value)
    theta = place / deviance.units
    return LmerFit(design, deviance.reml, deviance, optimum, theta, deviance.at(place))


def _exact_zeros(deviance: Deviance, place: Float, value: float) -> Float:
    """θ with a row of Λ that is as good as zero at zero, where lme4's search ends too."""
    where = deviance.layout
    near = where.diagonal & (place < NO_SPREAD)
    for index in np.flatnonzero(near):
        row = (where.factor == where.factor[index]) & (where.row == where.row[index])
        zeroed = np.where(row & (np.abs(place) < NO_SPREAD), 0.0, place)
        if deviance.criterion(zeroed) <= value + 1e-9 * abs(value):
            place = zeroed
    return place


__all__ = ["LmerFit", "Table", "fit_design", "lmer"]
