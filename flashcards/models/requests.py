"""What an example asks of models, read but not computed: which models, and what each can give.

Nothing here fits anything or loads numpy, so that cards can be checked with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from flashcards.models.calls import arguments_of, close_of
from flashcards.models.errors import ModelError
from flashcards.models.formula import Model, model_of, names_of
from flashcards.models.tokens import FormulaError

VIEWS: Final = (
    *("summary", "fixef", "VarCorr", "ranef", "coef", "cbind", "anova", "augment", "effect"),
    *("icc", "rows", "signs", "pooling", "quantiles", "influence"),
)
"""What can be shown of models and their data."""

OF_MIXED: Final = frozenset({"fixef", "VarCorr", "ranef", "cbind", "icc", "quantiles", "influence"})
"""Views that only a mixed model has."""

FIGURES: Final = (
    *("scatter", "facets", "spaghetti", "fixed", "fitted", "shrinkage", "densities"),
    *("deviations", "caterpillar", "checks", "influence", "ribbon", "schematic", "decomposition"),
)
"""What can be drawn."""

DRAWN_OF_MIXED: Final = frozenset(
    {"spaghetti", "shrinkage", "densities", "deviations", "caterpillar", "influence"}
    | {"schematic", "decomposition", "fixed", "fitted"}
)
"""Figures that only a mixed model has."""

PACKAGES: Final = {"": ("lm", "lmer"), "stats": ("lm",), "lme4": ("lmer",), "lmerTest": ("lmer",)}
"""Package → what is fitted with it; the empty one is where none was written."""

Pooling = Literal["complete", "none", "partial"]


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One model, as a call of R.

    Attributes:
        name: what it is called in R.
        function: ``lm`` or ``lmer``.
        package: written before it, or empty.
        formula: its source.
        model: the formula's meaning.
        columns: of the data that it names.
        reml: whether a mixed model is fitted by REML.
    """

    name: str
    function: Literal["lm", "lmer"]
    package: str
    formula: str
    model: Model
    columns: frozenset[str]
    reml: bool = True

    @property
    def mixed(self) -> bool:
        """Whether it has random effects."""
        return self.function == "lmer"

    @property
    def tested(self) -> bool:
        """Whether its summary is lmerTest's, with tests."""
        return self.package == "lmerTest"


@dataclass(frozen=True, slots=True)
class _Written:
    """A call's parts, as they stand in its text."""

    name: str
    package: str
    function: str
    arguments: tuple[str, ...]


def read_models(texts: Sequence[str]) -> tuple[ModelCall, ...]:
    """The models of an example.

    One is called ``model``, several ``model1``, ``model2`` …, unless they have a name of their
    own: ``m0 <- lm(y ~ x)``.

    Raises:
        ModelError: one of them is no call that fits a model.
        FormulaError: its formula cannot be read.
    """
    alone = len(texts) == 1
    return tuple(
        read_model(text, "model" if alone else f"model{number}")
        for number, text in enumerate(texts, 1)
    )


@lru_cache(maxsize=256)
def read_model(text: str, name: str = "model") -> ModelCall:
    """One model's call.

    Args:
        text: ``lm(y ~ x)``, ``m <- lmerTest::lmer(y ~ x + (1 | g), REML = FALSE)``.
        name: what it is called if it does not say.

    Raises:
        ModelError: it is no call that fits a model.
        FormulaError: its formula cannot be read; offsets are into the formula.
    """
    written = _written(text)
    if written.function not in PACKAGES.get(written.package, ()):
        raise ModelError(
            f"`{_shown(written)}` fits no model that is known here.",
            "Use lm(), lmer() or lmerTest::lmer().",
        )
    formula, reml = "", True
    for argument in written.arguments:
        key, value = _named(argument)
        if key == "formula" or (not key and not formula):
            formula = value
        elif key == "REML" and written.function == "lmer" and value in {"TRUE", "FALSE"}:
            reml = value == "TRUE"
        elif key != "data":
            raise ModelError(
                f"`{argument.strip()}` is not understood in a model.",
                "It has a formula, and for lmer() may have REML = FALSE.",
            )
    model = model_of(formula)
    mixed = written.function == "lmer"
    _check_random(model, mixed=mixed)
    return ModelCall(
        written.name or name,
        "lmer" if mixed else "lm",
        written.package,
        formula,
        model,
        frozenset(names_of(model)),
        reml,
    )


def formula_start(text: str) -> int:
    """Where a call's formula starts in its text, or 0 where it has none."""
    try:
        written = _written(text)
    except ModelError:
        return 0
    for argument in written.arguments:
        key, value = _named(argument)
        if key in {"", "formula"} and value:
            return text.index(value, text.index("("))
    return 0


def _written(text: str) -> _Written:
    """Takes a call apart.

    Raises:
        ModelError: it is none.
    """
    opening = text.find("(")
    head = text[: max(opening, 0)].strip()
    name, arrow, called = head.partition("<-")
    if not arrow:
        name, called = "", head
    package, colons, function = called.strip().partition("::")
    if not colons:
        package, function = "", package
    if "~" in head and not arrow:
        raise ModelError(
            f"`{text.strip()}` is a formula without a model around it.",
            "Write lmer(…) around it, or lm(…) where nothing varies by group.",
        )
    sound = opening > 0 and close_of(text, opening) == len(text.rstrip())
    if not sound or not function or (arrow and not _is_name(name.strip())):
        raise ModelError(
            f"`{text.strip()}` is no model.", "Write a call such as `lm(y ~ x)`, all brackets shut."
        )
    arguments = tuple(arguments_of(text[opening:]))
    return _Written(name.strip(), package, function, arguments)


def _named(argument: str) -> tuple[str, str]:
    """The name of an argument, or none, and its value."""
    name, equals, value = argument.partition("=")
    if equals and _is_name(name.strip()):
        return name.strip(), value.strip()
    return "", argument.strip()


def _is_name(text: str) -> bool:
    return text.replace(".", "").replace("_", "").isalnum() and text[0].isalpha()


def _shown(written: _Written) -> str:
    return f"{written.package}::{written.function}" if written.package else written.function


def _check_random(model: Model, *, mixed: bool) -> None:
    if model.response is None:
        raise ModelError("This formula has no outcome.", "Write `y ~ x`.")
    if mixed and not model.random:
        raise ModelError(
            "`lmer` needs a random term, and this formula has none.",
            "Add one, such as `(1 | g)`, or use `lm`.",
        )
    if not mixed and model.random:
        raise ModelError("`lm` cannot have a random term.", "Use `lmer` for `(1 | g)`.")


# -- what models can give ----------------------------------------------------------------------


def givers(view: str, calls: Sequence[ModelCall]) -> tuple[ModelCall, ...]:
    """The models that a view is printed of, in order.

    Some views are of one model each; ``anova`` and ``pooling`` need all of these together.

    Raises:
        ModelError: these models cannot give it.
    """
    if view == "rows":
        return tuple(calls[-1:])
    if not calls:
        raise ModelError(f"`{view}` is shown of a model, and there is none.", "Name one.")
    mixed = tuple(call for call in calls if call.mixed)
    if view in OF_MIXED and not mixed:
        raise ModelError(
            f"`{view}` is shown of random effects, and `lm` has none.",
            "Use lmer() with a term such as `(1 | g)`.",
        )
    match view:
        case "signs":
            return next(((call,) for call in calls if not call.mixed), (calls[0],))
        case "anova":
            return _compared(calls, mixed)
        case "pooling":
            return _pooled(calls)
        case "effect":
            found = tuple(call for call in calls if call.model.fixed.terms)
            if not found:
                raise ModelError(
                    "`effect` is drawn over a predictor, and there is none.",
                    "Add one, as in `y ~ x`.",
                )
            return found
        case "icc":
            return _intercepts_only(mixed)
        case _:
            return mixed if view in OF_MIXED else tuple(calls)


def _compared(calls: Sequence[ModelCall], mixed: tuple[ModelCall, ...]) -> tuple[ModelCall, ...]:
    if len(mixed) > 1:
        return mixed
    plain = tuple(call for call in calls if not call.mixed)
    if not plain:
        raise ModelError(
            "`anova` of a mixed model compares it with another one.", "Name a second model."
        )
    return plain


def _intercepts_only(mixed: tuple[ModelCall, ...]) -> tuple[ModelCall, ...]:
    found = tuple(
        call
        for call in mixed
        if all(each.effects.intercept and not each.effects.terms for each in call.model.random)
    )
    if not found:
        raise ModelError(
            "`icc` is one number only where intercepts alone vary; here slopes do, too.",
            "Show VarCorr instead.",
        )
    return found


def _pooled(calls: Sequence[ModelCall]) -> tuple[ModelCall, ...]:
    group = grouping_of(calls)
    kinds = {pooling_of(call, group) for call in calls}
    if "partial" not in kinds or len(kinds) < 2:
        raise ModelError(
            "`pooling` sets models beside each other that pool in different ways.",
            "Name two or three of lm(y ~ x), lm(y ~ x + g) and lmer(y ~ x + (1 | g)).",
        )
    return tuple(calls)


def grouping_of(calls: Sequence[ModelCall]) -> str:
    """The column that the first random term of these models varies by; empty without one."""
    return next((term.group[-1].text for call in calls for term in call.model.random), "")


def pooling_of(call: ModelCall, group: str) -> Pooling:
    """What a model does with groups: it ignores them, keeps them apart, or draws them together."""
    if call.mixed:
        return "partial"
    return "none" if group in call.columns else "complete"


def check_figure(figure: str, calls: Sequence[ModelCall]) -> None:
    """Refuses a figure that no model of this kind has.

    Raises:
        ModelError: these models cannot give it.
    """
    if not calls:
        raise ModelError(f"The figure `{figure}` is drawn of a model.", "Name one.")
    if figure in DRAWN_OF_MIXED and not any(call.mixed for call in calls):
        raise ModelError(
            f"The figure `{figure}` shows random effects, and `lm` has none.",
            "Use lmer() with a term such as `(1 | g)`.",
        )


__all__ = [
    "FIGURES",
    "VIEWS",
    "FormulaError",
    "ModelCall",
    "check_figure",
    "formula_start",
    "givers",
    "grouping_of",
    "pooling_of",
    "read_model",
    "read_models",
]
