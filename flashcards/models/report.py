"""A model fitted as asked, and shown as R shows it: one view after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flashcards.models.coefficients import CoefficientTest
from flashcards.models.columns import Data
from flashcards.models.effects import Effect, effect
from flashcards.models.errors import ModelError
from flashcards.models.influence import GroupInfluence, hat_values, influence
from flashcards.models.intervals import Interval, profile
from flashcards.models.likelihood import Comparison, compare
from flashcards.models.lm import LmFit, lm
from flashcards.models.lmer import LmerFit, lmer
from flashcards.models.ranova import (
    heading_of_lm,
    heading_of_lms,
    print_anova,
    print_likelihood_ratios,
)
from flashcards.models.rnumbers import Value
from flashcards.models.rprint import augment, coef, fixef, ranef, summary_lm, summary_lmer, varcorr
from flashcards.models.rtables import Cell, Frame, print_frame, print_limits, print_list
from flashcards.models.rtext import make_names
from flashcards.models.satterthwaite import coefficient_tests
from flashcards.models.sequential import ModelRow, TermRow, models_in_turn, terms_in_turn

PROFILING: Final = "Computing profile confidence intervals ..."
"""What lme4 says while a learner waits for intervals."""

FEWEST_GROUPS: Final = 3
"""Groups of which one can be left out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be fitted, and how it is to be shown.

    Attributes:
        formula: of the model.
        against: of the model that ``anova`` compares it with, or empty.
        terms: what ``effect`` is drawn of; by default all terms that are in no other.
        reml: whether a mixed model is fitted by REML, or else by maximum likelihood.
        tested: whether its summary is lmerTest's, with Satterthwaite's tests, or else lme4's.
        digits: R's ``options(digits)``.
        data: what the data are called.
    """

    formula: str
    against: str = ""
    terms: tuple[str, ...] = ()
    reml: bool = True
    tested: bool = True
    digits: int = 7
    data: str = "dat"

    @property
    def data_name(self) -> str:
        """The name of the data as R could have it: ``my.file`` for ``my-file``."""
        return make_names([self.data])[0]


class _Report:
    """What a fit of either kind can be asked for; what takes time is computed when it is used."""

    def __init__(self, asked: Asked, data: Data, fit: LmFit | LmerFit) -> None:
        self.asked = asked
        self.data = data
        self._fit = fit

    def _views(self) -> Mapping[str, Callable[[], list[str]]]:
        raise NotImplementedError

    def show(self, view: str) -> list[str]:
        """The lines that R prints for a view, one of the kind's ``VIEWS``.

        Raises:
            ModelError: this model has no such view.
            FormulaError: what it is to be compared with, or a term, cannot be read.
        """
        return self._views()[view]()

    @cached_property
    def effects(self) -> list[Effect]:
        """Fitted values over each term that was asked for."""
        terms = self.asked.terms or tuple(self._highest_terms())
        if not terms:
            raise ModelError("`effect` is drawn over a predictor, and this model has none.")
        return [effect(term, self._fit, self.data) for term in terms]

    def _highest_terms(self) -> Iterator[str]:
        """The terms that are part of no other one."""
        design = self._fit.design
        parts = [frozenset(term) for term in design.model.fixed.terms]
        for label, part in zip(design.terms, parts, strict=True):
            if not any(part < other for other in parts):
                yield label

    def print_effect(self, shown: Effect) -> list[str]:
        """One of them as a data frame."""
        return print_frame(_effect_frame(shown), self.asked.digits)

    def _effect(self) -> list[str]:
        frames = {each.term: _effect_frame(each) for each in self.effects}
        return self._printed(frames)

    def _printed(self, frames: Mapping[str, Frame]) -> list[str]:
        """One data frame as it is, several as a list."""
        tables = {name: print_frame(frame, self.asked.digits) for name, frame in frames.items()}
        if len(tables) == 1:
            return next(iter(tables.values()))
        return print_list(tables)


class LmReport(_Report):
    """What is shown of a linear model.

    Attributes:
        fit: the model; one that is given is not fitted again.
        others: those it is compared with, if there are any.
    """

    VIEWS: Final = ("summary", "coef", "anova", "augment", "effect", "confint")

    def __init__(
        self, asked: Asked, data: Data, fit: LmFit | None = None, others: tuple[LmFit, ...] = ()
    ) -> None:
        self.fit = lm(asked.formula, data) if fit is None else fit
        self.others = (lm(asked.against, data),) if asked.against else others
        super().__init__(asked, data, self.fit)

    def messages(self, views: tuple[str, ...]) -> list[str]:
        """What is to be said beside views; a summary says itself that rows are missing."""
        return [] if "summary" in views else list(self.fit.messages)

    def _views(self) -> Mapping[str, Callable[[], list[str]]]:
        fit, digits = self.fit, self.asked.digits
        return {
            "summary": lambda: summary_lm(fit, digits, data=self.asked.data_name),
            "coef": lambda: coef(fit, digits),
            "anova": self._anova,
            "augment": lambda: augment(fit, self.data, digits),
            "effect": self._effect,
            "confint": lambda: print_limits(self.limits, digits=digits),
        }

    @cached_property
    def terms(self) -> list[TermRow]:
        """What each term explains beyond those before it."""
        return terms_in_turn(self.fit)

    @cached_property
    def models(self) -> list[ModelRow]:
        """The model and those that it is compared with, the smaller first; else none."""
        if not self.others:
            return []
        fits = sorted((self.fit, *self.others), key=lambda fit: -fit.df_residual)
        return models_in_turn(fits)

    @cached_property
    def limits(self) -> dict[str, tuple[Value, Value]]:
        """The 95 % interval of each coefficient; None for one that others determine."""
        from scipy.special import stdtrit

        found: dict[str, tuple[Value, Value]] = dict.fromkeys(
            self.fit.design.all_names, (None, None)
        )
        quantile = float(stdtrit(self.fit.df_residual, 0.975)) if self.fit.df_residual else 0.0
        for name, value, se in zip(
            self.fit.design.names,
            self.fit.beta.tolist(),
            self.fit.standard_errors.tolist(),
            strict=True,
        ):
            found[name] = (value - quantile * se, value + quantile * se)
        return found

    def _anova(self) -> list[str]:
        if rows := self.models:
            table: dict[str, list[Cell]] = {
                "Res.Df": [float(row.df_residual) for row in rows],
                "RSS": [row.rss for row in rows],
                "Df": [row.df for row in rows],
                "Sum of Sq": [row.sum_sq for row in rows],
                "F": [row.f for row in rows],
                "Pr(>F)": [row.p for row in rows],
            }
            heading = heading_of_lms([row.formula for row in rows])
            return print_anova(Frame.of(table), heading, self.asked.digits)
        table = {
            "Df": [float(row.df) for row in self.terms],
            "Sum Sq": [row.sum_sq for row in self.terms],
            "Mean Sq": [row.mean_sq for row in self.terms],
            "F value": [row.f for row in self.terms],
            "Pr(>F)": [row.p for row in self.terms],
        }
        frame = Frame(table, [row.name for row in self.terms])
        return print_anova(frame, heading_of_lm(self.fit.design.response), self.asked.digits)


class LmerReport(_Report):
    """What is shown of a linear mixed model.

    Attributes:
        fit: the model; one that is given is not fitted again.
        other: the one it is compared with, if there is one.
    """

    VIEWS: Final = (
        *("summary", "fixef", "VarCorr", "ranef", "coef"),
        *("anova", "augment", "effect", "confint", "influence"),
    )

    def __init__(self, asked: Asked, data: Data, fit: LmerFit | None = None) -> None:
        self.fit = lmer(asked.formula, data, reml=asked.reml) if fit is None else fit
        self.other = lmer(asked.against, data, reml=asked.reml) if asked.against else None
        super().__init__(asked, data, self.fit)

    def messages(self, views: tuple[str, ...]) -> list[str]:
        """What R says while it fits and computes these views."""
        told = list(self.fit.messages)
        told += self.other.messages if self.other and "anova" in views else ()
        return [*told, PROFILING] if "confint" in views else told

    def _views(self) -> Mapping[str, Callable[[], list[str]]]:
        fit, digits, data = self.fit, self.asked.digits, self.asked.data_name
        return {
            "summary": lambda: summary_lmer(fit, digits, data=data, tests=self.tests),
            "fixef": lambda: fixef(fit, digits),
            "VarCorr": lambda: varcorr(fit, digits),
            "ranef": lambda: ranef(fit, digits),
            "coef": lambda: coef(fit, digits),
            "anova": self._anova,
            "augment": lambda: augment(fit, self.data, digits, hat=hat_values(fit)),
            "effect": self._effect,
            "confint": self._confint,
            "influence": self._influence,
        }

    @cached_property
    def tests(self) -> list[CoefficientTest] | None:
        """Of the fixed effects; None where they were not asked for."""
        return coefficient_tests(self.fit) if self.asked.tested else None

    @cached_property
    def comparison(self) -> Comparison:
        """Both models side by side, called ``fit`` and ``against``.

        Raises:
            ModelError: there is no other one.
        """
        if self.other is None:
            raise ModelError("`anova` of a mixed model needs another one to compare it with.")
        return compare([self.fit, self.other], ["fit", "against"])

    @cached_property
    def intervals(self) -> dict[str, Interval]:
        """Profile intervals, by the names that R prints: ``.sig01``, ``.sigma``, ``x1``."""
        found = profile(self.fit)
        fixed = len(self.fit.design.names)
        spreads = len(found) - fixed - 1
        names = [f".sig{i:02d}" for i in range(1, spreads + 1)]
        names += [".sigma", *self.fit.design.names]
        return dict(zip(names, found, strict=True))

    @cached_property
    def influences(self) -> list[GroupInfluence]:
        """For each grouping factor that has groups enough, the model without each of them.

        Raises:
            ModelError: none has.
        """
        sizes = self.fit.ngroups
        enough = [group for group, count in sizes.items() if count >= FEWEST_GROUPS]
        return [influence(self.fit, group) for group in enough or list(sizes)[:1]]

    def _anova(self) -> list[str]:
        found = self.comparison
        return print_likelihood_ratios(
            found.rows, self.asked.data_name, self.asked.digits, refitted=found.refitted
        )

    def _confint(self) -> list[str]:
        limits = {name: (each.lower, each.upper) for name, each in self.intervals.items()}
        return print_limits(limits, digits=self.asked.digits)

    def _influence(self) -> list[str]:
        return self._printed({each.group: _influence_frame(each) for each in self.influences})


def _effect_frame(shown: Effect) -> Frame:
    columns: dict[str, list[Cell]] = {name: list(each) for name, each in shown.values.items()}
    for name, values in (
        ("fit", shown.fit), ("se", shown.se), ("lower", shown.lower), ("upper", shown.upper),
    ):  # fmt: skip
        columns[name] = values.tolist()
    return Frame.of(columns)


def _influence_frame(shown: GroupInfluence) -> Frame:
    columns: dict[str, list[Cell]] = {shown.group: list(shown.levels)}
    columns |= dict(zip(shown.names, shown.fixef.T.tolist(), strict=True))
    columns["cooks.distance"] = shown.cooks_distance.tolist()
    return Frame.of(columns)
