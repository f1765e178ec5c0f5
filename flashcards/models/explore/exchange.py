"""What the explorers are asked, and what they show: plain values that travel as JSON.

Nothing here computes, so that a program that only asks need not load what computes.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from flashcards.models.figures.figure import Figure, Meaning
from flashcards.models.live import Output


class Change(Struct, frozen=True):
    """A piece of an output's line that the other model's output does not have.

    Attributes:
        line: of the output, from 0.
        start: its first character.
        end: one after its last.
    """

    line: int
    start: int
    end: int


class ComparedAsked(Struct, frozen=True):
    """One or two models of the same data.

    Attributes:
        data: name of a data set.
        model: a call of ``lm`` or ``lmer``.
        other: the model that it is compared with, or empty.
        view: what is printed of both.
        figure: what is drawn of both, or empty.
        groups: those that the figure shows; empty where it chooses itself.
        digits: R's ``options(digits)``.
    """

    data: str
    model: str
    other: str = ""
    view: str = "summary"
    figure: str = ""
    groups: tuple[str, ...] = ()
    digits: int = 3


class ComparedShown(Struct, frozen=True):
    """Both outputs, and a figure of both.

    Attributes:
        output: of the model.
        other: of the other one; None where there is none.
        changed: places in ``output`` that differ from ``other``.
        other_changed: places in ``other`` that differ from ``output``.
        figure: None where none was asked for, or these models have none.
        code: R code that gives the same.
        messages: what R or the program says while fitting, a sentence each.
    """

    output: Output
    other: Output | None
    changed: tuple[Change, ...]
    other_changed: tuple[Change, ...]
    figure: Figure | None
    code: str
    messages: tuple[str, ...] = ()


class FormulasAsked(Struct, frozen=True):
    """Which models one could compare.

    Attributes:
        data: name of a data set.
        model: the one at hand, whose outcome they share.
    """

    data: str
    model: str


class FormulasShown(Struct, frozen=True):
    """Models of a data set.

    Attributes:
        models: calls, from the simplest on.
        columns: the columns of the data, each with what it measures.
    """

    models: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


class StartAsked(Struct, frozen=True):
    """Parameters to begin with.

    Attributes:
        data: name of a data set.
        model: a call of ``lmer`` with one factor, an intercept and a slope.
    """

    data: str
    model: str


class QuestionAsked(Struct, frozen=True):
    """A question about one model.

    Attributes:
        data: name of a data set.
        model: a call of ``lm`` or ``lmer``.
        seed: which of all that could be asked.
    """

    data: str
    model: str
    seed: int


class Parameters(Struct, frozen=True):
    """What data are drawn from.

    Attributes:
        gamma00: the fixed intercept.
        gamma10: the fixed slope.
        sigma0: standard deviation of the groups' intercepts, at least 0.
        sigma1: standard deviation of their slopes, at least 0.
        rho: correlation of both, from −1 to 1.
        sigma: standard deviation of the residuals, above 0.
        groups: how many groups, at least 2.
        rows: observations of each group, at least 1.
    """

    gamma00: float = 1.7
    gamma10: float = 1.2
    sigma0: float = 1.5
    sigma1: float = 0.9
    rho: float = 0.5
    sigma: float = 2.0
    groups: int = 20
    rows: int = 7

    @property
    def values(self) -> tuple[float, ...]:
        """γ₀₀, γ₁₀, σ₀, σ₁, ρ, σ_ε."""
        return (self.gamma00, self.gamma10, self.sigma0, self.sigma1, self.rho, self.sigma)


class ParametersAsked(Struct, frozen=True):
    """One data set from these parameters.

    Attributes:
        parameters: what it is drawn from.
        seed: which one of all that could be drawn.
    """

    parameters: Parameters
    seed: int = 1


class SpreadAsked(Struct, frozen=True):
    """Many data sets from these parameters.

    Attributes:
        parameters: what they are drawn from.
        seed: of the first of them.
        draws: how many.
    """

    parameters: Parameters
    seed: int = 1
    draws: int = 200


class Recovered(Struct, frozen=True):
    """One parameter as it was set and as it was estimated.

    Attributes:
        symbol: ``γ₀₀``.
        meaning: what it stands for.
        set: its true value.
        estimate: None where it cannot be estimated, as ρ beside a variance of 0.
        se: standard error of a fixed effect, else None.
    """

    symbol: str
    meaning: Meaning
    set: float
    estimate: float | None
    se: float | None = None


class ParametersShown(Struct, frozen=True):
    """One data set, fitted.

    Attributes:
        figure: its lines by group with the fixed line.
        rows: the six parameters.
        messages: what lme4 says of the fit.
    """

    figure: Figure
    rows: tuple[Recovered, ...]
    messages: tuple[str, ...] = ()


class SpreadRow(Struct, frozen=True):
    """The estimates of one parameter over all draws.

    Attributes:
        symbol: ``γ₀₀``.
        meaning: what it stands for.
        set: its true value.
        mean: of the estimates.
        low: 5 % of the estimates are below.
        high: 5 % are above.
    """

    symbol: str
    meaning: Meaning
    set: float
    mean: float
    low: float
    high: float


class SpreadShown(Struct, frozen=True):
    """What came of many draws.

    Attributes:
        done: draws so far.
        draws: draws in all.
        singular: fits so far with a variance of 0 or a correlation of ±1.
        figure: a histogram for each parameter, its true value marked.
        rows: the six parameters.
    """

    done: int
    draws: int
    singular: int
    figure: Figure
    rows: tuple[SpreadRow, ...]


class Moved(Struct, frozen=True):
    """What is done to one group.

    Attributes:
        rows: observations that it keeps, the first ones; None for all.
        noise: standard deviation of what is added to each outcome, in its units.
        shift: what is added to all its outcomes, in their units.
    """

    rows: int | None = None
    noise: float = 0.0
    shift: float = 0.0


class ShrinkageAsked(Struct, frozen=True):
    """A model of data in which groups were moved.

    Attributes:
        data: name of a data set.
        model: call of ``lmer`` with one grouping factor.
        moved: group → what is done to it.
        groups: those whose lines are drawn; the first four where empty.
        arrows: whether every group's way is drawn instead.
        seed: of the noise.
    """

    data: str
    model: str
    moved: dict[str, Moved] = {}
    groups: tuple[str, ...] = ()
    arrows: bool = False
    seed: int = 1


class Estimate(Struct, frozen=True):
    """One effect of one group, three times.

    Attributes:
        group: its name.
        effect: ``(Intercept)`` or a predictor.
        rows: observations that the group has now.
        own: without pooling; None where its rows do not determine it.
        partial: of the mixed model.
        complete: of all.
        pulled: share of the way from own to complete, None where there is no way.
    """

    group: str
    effect: str
    rows: int
    own: float | None
    partial: float
    complete: float
    pulled: float | None


class Spread(Struct, frozen=True):
    """A variance component before anything was moved, and now.

    Attributes:
        name: ``σ₀``, ``σ₁``, ``ρ`` or ``σ_ε``.
        before: as the data have it.
        now: with what was moved.
    """

    name: str
    before: float
    now: float


class ShrinkageShown(Struct, frozen=True):
    """What came of it.

    Attributes:
        levels: all groups.
        figure: the chosen groups' observations with the three lines, or every group's way from
            its own to the mixed model's estimate.
        estimates: by group, then by effect.
        spreads: the variance components.
        messages: what lme4 says of the fit.
    """

    levels: tuple[str, ...]
    figure: Figure
    estimates: tuple[Estimate, ...]
    spreads: tuple[Spread, ...]
    messages: tuple[str, ...] = ()


class InfluenceAsked(Struct, frozen=True):
    """A model without some groups.

    Attributes:
        data: name of a data set.
        model: call of ``lmer``.
        left_out: the groups of the first grouping factor that are left out.
    """

    data: str
    model: str
    left_out: tuple[str, ...] = ()


class ParameterMoved(Struct, frozen=True):
    """One parameter with all groups and without some.

    Attributes:
        name: a fixed effect, or ``σ₀``, ``ρ``, ``σ_ε``.
        fixed: whether it is a fixed effect.
        before: with all groups.
        now: without those.
        in_se: the change in standard errors of the full model; None where it has none.
    """

    name: str
    fixed: bool
    before: float
    now: float
    in_se: float | None = None


class InfluenceShown(Struct, frozen=True):
    """What came of leaving them out.

    Attributes:
        group: the grouping factor.
        levels: all its groups.
        distances: Cook's distance of each group, left out alone.
        parameters: how each moved.
        figure: lines by group, both fixed lines.
        messages: what lme4 says of the fit.
    """

    group: str
    levels: tuple[str, ...]
    distances: tuple[float, ...]
    parameters: tuple[ParameterMoved, ...]
    figure: Figure
    messages: tuple[str, ...] = ()


class Question(Struct, frozen=True):
    """One question and all that is needed to check an answer.

    Attributes:
        text: as it is asked.
        kind: whether a number is to be typed, or one of the choices picked.
        choices: what can be picked, empty for a number.
        right: index of the right choice; −1 for a number.
        value: the number, or the one that decides the choice.
        near: how far an answer may be from ``value`` to count as near; 0 for a choice.
        because: what the fit says, in a sentence.
    """

    text: str
    kind: Literal["number", "choice"]
    choices: tuple[str, ...]
    right: int
    value: float
    near: float
    because: str


class Verdict(Struct, frozen=True):
    """How an answer was.

    Attributes:
        near: whether it was right, or near enough.
        words: the verdict with the right answer, in a sentence or two.
    """

    near: bool
    words: str
