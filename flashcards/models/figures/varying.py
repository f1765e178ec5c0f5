"""The random effects of a mixed model, one effect of one grouping factor at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flashcards.models.columns import Factor, Float
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.words import unit_of
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT


@dataclass(frozen=True, slots=True, eq=False)
class Varying:
    """One effect that varies between the m groups of a factor.

    Attributes:
        group: the grouping factor as lme4 names it.
        effect: as R names it.
        levels: (m,) the groups.
        values: (m,) conditional modes.
        spreads: (m,) conditional standard deviations.
        sd: the estimated standard deviation of the effect between groups.
        fixed: the fixed effect that the modes deviate from; 0 where there is none.
    """

    group: str
    effect: str
    levels: tuple[str, ...]
    values: Float
    spreads: Float
    sd: float
    fixed: float


def varying(fit: LmerFit, group: str | None = None) -> list[Varying]:
    """All effects that vary, by factor and effect in lme4's order.

    Args:
        fit: the model.
        group: one of its grouping factors; None for all.
    """
    fixed = fit.fixef()
    every = zip(
        fit.design.blocks, fit.modes, fit.mode_variances, fit.covariances, strict=True
    )  # fmt: skip
    found = [
        Varying(
            block.group,
            effect,
            block.levels,
            modes[:, k],
            np.sqrt(variances[:, k, k]),
            float(np.sqrt(covariance[k, k])),
            fixed.get(effect, 0.0),
        )
        for block, modes, variances, covariance in every
        for k, effect in enumerate(block.effects)
        if group in (None, block.group)
    ]
    factors = list(fit.ngroups)
    return sorted(found, key=lambda each: factors.index(each.group))


def name_of(scene: Scene, effect: str) -> str:
    """What an effect is called: ``intercept``, ``slope of x1``, ``effect of armB``."""
    if effect == INTERCEPT:
        return "intercept"
    if effect in scene.data and not isinstance(scene.column(effect), Factor):
        return f"slope of {effect}"
    return f"effect of {effect}"


def plural_of(scene: Scene, effect: str) -> str:
    """``intercepts``, ``slopes of x1``."""
    first, _, rest = name_of(scene, effect).partition(" ")
    return f"{first}s {rest}".strip()


def unit_for(scene: Scene, effect: str) -> str:
    """What an effect is measured in: ``ms``, ``ms per mg``; empty where units are not known."""
    outcome = scene.y_unit.strip()
    if not outcome or effect == INTERCEPT:
        return outcome
    unit = unit_of(scene.labels.get(effect, ""))
    return f"{outcome} per {unit}" if unit else ""


def with_unit(text: str, unit: str) -> str:
    """``72.7 ms``."""
    return f"{text} {unit}" if unit else text


def titles(scene: Scene, every: list[Varying]) -> list[str]:
    """A panel's title each; with the grouping factor where there are several."""
    several = len({each.group for each in every}) > 1
    names = [name_of(scene, each.effect) for each in every]
    if not several:
        return names
    return [f"{name} by {each.group}" for each, name in zip(every, names, strict=True)]


def symbols(scene: Scene, fit: LmerFit) -> bool:
    """Whether a group's line is its intercept and slope only, so that ζ₀ and ζ₁ name them all."""
    effects = [each for block in fit.design.blocks for each in block.effects]
    return len(fit.ngroups) == 1 and set(effects) <= {INTERCEPT, scene.predictor.name}
