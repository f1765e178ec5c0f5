"""A live example computed: its models fitted, its views printed, its figure made.

What goes wrong is told in sentences. A model that cannot be fitted is the end of the example; a
view that these models cannot give leaves its sentence in the place of its lines, and a figure that
cannot be made leaves its own among the messages, so that the rest is seen all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from flashcards.models.columns import Data, Factor
from flashcards.models.errors import ModelError
from flashcards.models.figures.figure import Figure
from flashcards.models.figures.scene import Scene
from flashcards.models.influence import hat_values
from flashcards.models.likelihood import compare
from flashcards.models.live import Asked, Output, Shown
from flashcards.models.lm import LmFit, lm
from flashcards.models.lmer import LmerFit, lmer
from flashcards.models.marks import marks
from flashcards.models.ranova import print_likelihood_ratios
from flashcards.models.report import Asked as Question
from flashcards.models.report import LmerReport, LmReport
from flashcards.models.requests import ModelCall, check_figure, givers, read_models
from flashcards.models.rprint import augment, coef, fixef, ranef, summary_lm, summary_lmer, varcorr
from flashcards.models.rscript import script
from flashcards.models.rtext import WIDTH, wrapped
from flashcards.models.satterthwaite import coefficient_tests
from flashcards.models.setting import Fitted, Setting
from flashcards.models.tokens import FormulaError
from flashcards.models.views import cbind, finest, icc, rows, signs
from flashcards.models.views_checks import influences, quantiles
from flashcards.models.views_pooling import pooling

SYMBOLS_BESIDE: Final = "decomposition"
"""The figure beside which the numbers of a summary are lit."""

Fits = dict[tuple[str, str, bool], LmFit | LmerFit]
"""Function, formula and whether by REML → the fit, so that no model is fitted twice."""


def show(
    asked: Asked, data: Data, labels: Mapping[str, str] | None = None, *, fits: Fits | None = None
) -> Shown:
    """Everything that an example shows.

    Args:
        asked: models, views and figure.
        data: the data set that it names.
        labels: by column, what an axis calls it, with its unit.
        fits: models of the same data that were fitted before; new ones are put in.

    Raises:
        ModelError: there is no such call, or a model cannot be fitted to these data.
        FormulaError: a formula cannot be read.
    """
    models = fitted(asked, data, fits)
    setting = Setting(models, data, asked.data_name, asked.digits)
    outputs = [each for view in asked.show for each in _outputs(view, setting, asked.figure)]
    figure, trouble = _figure(asked, setting, labels or {})
    told = [sentence for model in models for sentence in model.fit.messages]
    return Shown(tuple(outputs), figure, tuple(dict.fromkeys((*told, *trouble))))


def fitted(asked: Asked, data: Data, fits: Fits | None = None) -> tuple[Fitted, ...]:
    """The models of an example, fitted; each once.

    Raises:
        ModelError: one is no call, or cannot be fitted to these data.
        FormulaError: a formula cannot be read.
    """
    known: Fits = {} if fits is None else fits
    found = []
    for call in read_models(asked.models):
        key = (call.function, call.formula, call.reml)
        if key not in known:
            known[key] = _fit(call, data)
        found.append(Fitted(call, known[key]))
    return tuple(found)


def _fit(call: ModelCall, data: Data) -> LmFit | LmerFit:
    if call.mixed:
        return lmer(call.formula, data, reml=call.reml)
    return lm(call.formula, data)


def sentence(error: ModelError | FormulaError) -> str:
    """What went wrong, with what to do about it."""
    return str(error)


# -- views -------------------------------------------------------------------------------------


def _outputs(view: str, setting: Setting, figure: str) -> list[Output]:
    """The outputs of one view; its sentence where these models cannot give it."""
    try:
        if view not in VIEWS:
            raise ModelError(f"There is no view `{view}`.", f"There are: {', '.join(VIEWS)}.")
        wanted = givers(view, [model.call for model in setting.models])
        models = [model for model in setting.models if model.call in wanted]
        outputs = VIEWS[view](models, setting)
    except (ModelError, FormulaError) as error:
        return [Output(view, view, tuple(wrapped(sentence(error), WIDTH)))]
    if view == "summary" and figure == SYMBOLS_BESIDE:
        return [_marked(output, model) for output, model in zip(outputs, models, strict=True)]
    return outputs


def _marked(output: Output, model: Fitted) -> Output:
    if not isinstance(model.fit, LmerFit):
        return output
    return Output(output.view, output.call, output.lines, marks(output.lines, model.fit))


def _summary(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    return [
        Output("summary", f"summary({model.name})", tuple(_summary_lines(model, setting)))
        for model in models
    ]


def _summary_lines(model: Fitted, setting: Setting) -> list[str]:
    if isinstance(model.fit, LmFit):
        return summary_lm(model.fit, setting.digits, data=setting.data_name)
    tests = coefficient_tests(model.fit) if model.call.tested else None
    return summary_lmer(model.fit, setting.digits, data=setting.data_name, tests=tests)


def _fixef(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    return _each("fixef", models, lambda model: fixef(model.mixed, setting.digits))


def _varcorr(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    return _each("VarCorr", models, lambda model: varcorr(model.mixed, setting.digits))


def _ranef(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    return _each("ranef", models, lambda model: ranef(model.mixed, setting.digits))


def _coef(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    return _each("coef", models, lambda model: coef(model.fit, setting.digits))


def _each(
    view: str, models: Sequence[Fitted], lines: Callable[[Fitted], list[str]]
) -> list[Output]:
    """The same function of R for each model."""
    return [Output(view, f"{view}({model.name})", tuple(lines(model))) for model in models]


def _augment(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    outputs = []
    for model in models:
        hat = hat_values(model.fit) if isinstance(model.fit, LmerFit) else None
        lines = augment(model.fit, setting.data, setting.digits, hat=hat)
        outputs.append(
            Output("augment", f"head(as.data.frame(augment({model.name})))", tuple(lines))
        )
    return outputs


def _effect(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    outputs = []
    for model in models:
        report = _report(model, setting)
        for shown in report.effects:
            call = f'as.data.frame(effect("{shown.term}", {model.name}))'
            outputs.append(Output("effect", call, tuple(report.print_effect(shown))))
    return outputs


def _report(model: Fitted, setting: Setting) -> LmReport | LmerReport:
    question = Question(
        model.call.formula, reml=model.call.reml, digits=setting.digits, data=setting.name
    )
    if isinstance(model.fit, LmerFit):
        return LmerReport(question, setting.data, model.fit)
    return LmReport(question, setting.data, model.fit)


def _anova(models: Sequence[Fitted], setting: Setting) -> list[Output]:
    call = f"anova({', '.join(model.name for model in models)})"
    mixed = [model.fit for model in models if isinstance(model.fit, LmerFit)]
    if mixed:
        found = compare(mixed, [model.call.name for model in models])
        lines = print_likelihood_ratios(
            found.rows, setting.data_name, setting.digits, refitted=found.refitted
        )
    else:
        plain = [model.fit for model in models if isinstance(model.fit, LmFit)]
        question = Question(models[0].call.formula, digits=setting.digits, data=setting.name)
        report = LmReport(question, setting.data, plain[0], tuple(plain[1:]))
        lines = report.show("anova")
    return [Output("anova", call, tuple(lines))]


VIEWS: Final[Mapping[str, Callable[[Sequence[Fitted], Setting], list[Output]]]] = MappingProxyType(
    {
        "summary": _summary,
        "fixef": _fixef,
        "VarCorr": _varcorr,
        "ranef": _ranef,
        "coef": _coef,
        "cbind": cbind,
        "anova": _anova,
        "augment": _augment,
        "effect": _effect,
        "icc": icc,
        "rows": rows,
        "signs": signs,
        "pooling": pooling,
        "quantiles": quantiles,
        "influence": influences,
    }
)
"""View → what gives its outputs, of the models that it is shown of."""


# -- R code ------------------------------------------------------------------------------------


def script_of(asked: Asked, shown: Shown, data: Data, csv: str = "") -> str:
    """R code that gives the same outputs, and a figure like this one.

    Args:
        asked: what was asked for.
        shown: what it shows.
        data: its data, whose factors may have an order of their own.
        csv: the file that the script is to read.

    Raises:
        ModelError: a model is no call.
        FormulaError: a formula cannot be read.
    """
    ordered = {str(name): data[name].levels for name in data if isinstance(data[name], Factor)}
    group = "" if any(call.mixed for call in read_models(asked.models)) else finest(data)
    sound = [output for output in shown.outputs if output.call != output.view]
    return script(asked, csv, sound, levels=ordered, group=group)


# -- the figure --------------------------------------------------------------------------------


def _figure(
    asked: Asked, setting: Setting, labels: Mapping[str, str]
) -> tuple[Figure | None, list[str]]:
    """The figure, or why there is none."""
    if not asked.figure:
        return None, []
    from flashcards.models.figures.build import draw

    try:
        check_figure(asked.figure, [model.call for model in setting.models])
        fits = tuple(model.fit for model in setting.models)
        return draw(asked.figure, Scene(fits, setting.data, asked.groups, labels)), []
    except (ModelError, FormulaError) as error:
        return None, [sentence(error)]


__all__ = ["VIEWS", "Fits", "fitted", "script_of", "sentence", "show"]
