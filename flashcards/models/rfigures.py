"""The figures as R code, with base graphics and lattice, of the same models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flashcards.models.errors import ModelError
from flashcards.models.requests import ModelCall, check_figure, pooling_of
from flashcards.models.rtext import as_name
from flashcards.models.terms import Effects, source_of
from flashcards.models.tree import Name, walk

COLOURS: Final = MappingProxyType(
    {
        "complete": "#0067A5",
        "none": "#8E3B71",
        "partial": "#28704F",
        "slopes": "#00664A",
        "fixed": "#00664A",
        "deviation": "#8A5A00",
        "residual": "#5D6772",
        "outcome": "#B23A0E",
    }
)
"""What a line or point stands for → its colour on paper."""

DASHES: Final = MappingProxyType({"complete": 1, "none": 3, "partial": 2, "slopes": 4})
"""Pooling → R's ``lty``."""

EVERY: Final = "all"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the code of a figure names.

    Attributes:
        calls: the models.
        data: the data, as R calls them.
        group: the grouping factor; empty where there is none.
        groups: those to be shown; empty where the figure chooses.
    """

    calls: tuple[ModelCall, ...]
    data: str
    group: str
    groups: tuple[str, ...]

    @property
    def call(self) -> ModelCall:
        """The model that is drawn: the last mixed one, else the first."""
        return next((call for call in reversed(self.calls) if call.mixed), self.calls[0])

    @property
    def model(self) -> str:
        """Its name."""
        return as_name(self.call.name)

    @property
    def y(self) -> str:
        """The outcome."""
        response = self.calls[0].model.response
        return "" if response is None else source_of(response)

    @property
    def x(self) -> str:
        """The predictor that is drawn over; empty where there is none."""
        effects = [call.model.fixed for call in self.calls]
        effects += [term.effects for call in self.calls for term in call.model.random]
        names = (name for each in effects for name in _columns(each))
        return next((as_name(name) for name in names if name != self.group), "")

    @property
    def factor(self) -> str:
        """The grouping factor in R code: of several columns, their combinations."""
        parts = self.group.split(":")
        if len(parts) == 1:
            return as_name(self.group)
        return f"interaction({', '.join(map(as_name, parts))}, drop = TRUE)"

    @property
    def table(self) -> str:
        """The groups' table in ``ranef()``."""
        return f"ranef({self.model})${as_name(self.group)}"

    @property
    def chosen(self) -> str:
        """Code of the groups to be shown; empty for all."""
        names = [name for name in self.groups if name != EVERY]
        texts = ", ".join('"' + name.replace('"', r"\"") + '"' for name in names)
        return f"c({texts})" if len(names) > 1 else texts


def _columns(effects: Effects) -> list[str]:
    nodes = (part for term in effects.terms for each in term for part in walk(each))
    return list(dict.fromkeys(node.text for node in nodes if isinstance(node, Name)))


def figure_code(
    figure: str, calls: Sequence[ModelCall], data: str, group: str, groups: Sequence[str]
) -> str:
    """R code that draws a figure; a comment where there is none for it.

    Args:
        figure: its name.
        calls: the models.
        data: the data, as R calls them.
        group: the grouping factor of models that have none of their own.
        groups: those to be shown.
    """
    drawing = Drawing(tuple(calls), data, _whole_group(calls) or group, tuple(groups))
    try:
        check_figure(figure, calls)
    except ModelError as error:
        return f"# {error}"
    if figure not in _FIGURES:
        return f"# There is no figure {figure}."
    return f"# {figure}\n{_FIGURES[figure](drawing)}"


def _whole_group(calls: Sequence[ModelCall]) -> str:
    terms = [term for call in calls for term in call.model.random]
    return ":".join(name.text for name in terms[0].group) if terms else ""


def _scatter(d: Drawing) -> str:
    if not d.x:
        return f"boxplot({d.y} ~ 1, data = {d.data})"
    line = f"fixef({d.model})" if d.call.mixed else f"coef({d.model})"
    return (
        f'plot({d.y} ~ {d.x}, data = {d.data}, pch = 20, col = "{COLOURS["outcome"]}")\n'
        f'abline({line}[1:2], col = "{COLOURS["complete"]}", lwd = 3)'
    )


def _facets(d: Drawing) -> str:
    kinds = [_kind(call, d.group) for call in d.calls]
    fits = [f"line{i}" for i in range(1, len(d.calls) + 1)]
    columns = ",\n".join(
        f"  {fit} = predict({as_name(call.name)}, {d.data})"
        for fit, call in zip(fits, d.calls, strict=True)
    )
    colours = ", ".join(f'"{COLOURS[kind]}"' for kind in kinds)
    dashes = ", ".join(str(DASHES[kind]) for kind in kinds)
    x = d.x or "seq_along(line1)"
    subset = f",\n  subset = {d.factor} %in% {d.chosen}" if d.chosen else ""
    lines = ", ".join('"l"' for _ in kinds)
    return (
        f"shown <- data.frame({d.data},\n{columns}\n)\n"
        + (f"shown <- shown[order(shown${d.x}), ]\n" if d.x else "")
        + f"xyplot({d.y} + {' + '.join(fits)} ~ {x} | {d.factor}, data = shown{subset},\n"
        f'  type = c("p", {lines}), distribute.type = TRUE, as.table = TRUE, ylab = "{d.y}",\n'
        f'  pch = 20, lty = c(0, {dashes}), lwd = 2, col = c("{COLOURS["outcome"]}", {colours}))'
    )


def _kind(call: ModelCall, group: str) -> str:
    """What its lines stand for."""
    if any(term.effects.terms for term in call.model.random):
        return "slopes"
    return pooling_of(call, group)


def _spaghetti(d: Drawing) -> str:
    x = d.x or "x"
    source = f"with({d.data}, {d.x})" if d.x else f"rep(0, nrow({d.data}))"
    return (
        f"shown <- data.frame(group = with({d.data}, {d.factor}), {x} = {source},\n"
        f"  own = predict({d.model}, {d.data}),"
        f" fixed = predict({d.model}, {d.data}, re.form = NA))\n"
        f"shown <- shown[order(shown${x}), ]\n"
        f'plot(own ~ {x}, data = shown, type = "n", ylab = "{d.y}")\n'
        f"for (each in split(shown, shown$group))\n"
        f'  lines(own ~ {x}, data = each, col = "{COLOURS["partial"]}", lty = 2)\n'
        f'lines(fixed ~ {x}, data = shown, col = "{COLOURS["fixed"]}", lwd = 4)'
    )


def _fixed(d: Drawing) -> str:
    label = f'"{d.y} at {d.x} = 0"' if d.x else '"average"'
    return (
        f"{_spaghetti(d)}\n"
        f"text(min(shown${d.x or 'x'}), fixef({d.model})[1], paste(signif(fixef({d.model})[1], 3),"
        f" {label}), pos = 4)"
    )


def _fitted(d: Drawing) -> str:
    return f"{_spaghetti(d)}\npoints(own ~ {d.x or 'x'}, data = shown, pch = 20)"


def _shrinkage(d: Drawing) -> str:
    apart = next(
        (as_name(c.name) for c in d.calls if not c.mixed and d.group in c.columns), "apart"
    )
    predictor = f", {d.x} = 0" if d.x else ""
    code = "" if apart != "apart" else f"apart <- {_apart(d)}\n"
    return code + (
        f"at0 <- data.frame({d.factor} = levels({d.data}${d.factor}){predictor})\n"
        f"own <- predict({apart}, at0)\n"
        f"pulled <- predict({d.model}, at0)\n"
        "sorted <- order(own)\n"
        f'plot(own[sorted], seq_along(own), pch = 1, col = "{COLOURS["none"]}",\n'
        f'  yaxt = "n", xlab = "intercept", ylab = "")\n'
        f"axis(2, seq_along(own), at0${d.factor}[sorted], las = 1, cex.axis = 0.7)\n"
        f"arrows(own[sorted], seq_along(own), pulled[sorted], length = 0.06,\n"
        f'  col = "{COLOURS["partial"]}")\n'
        f'abline(v = mean(pulled), col = "{COLOURS["complete"]}")'
    )


def _apart(d: Drawing) -> str:
    """The model that keeps groups apart, for a mixed one."""
    return f"lm({d.y} ~ {f'{d.x} + ' if d.x else ''}{d.factor}, data = {d.data})"


def _densities(d: Drawing) -> str:
    return (
        f'spread <- attr(VarCorr({d.model})${as_name(d.group)}, "stddev")\n'
        "par(mfrow = c(1, length(spread)))\n"
        "for (i in seq_along(spread)) {\n"
        '  curve(dnorm(x), -4, 4, main = names(spread)[i], xlab = "standard deviations",\n'
        f'    ylab = "", lwd = 2, col = "{COLOURS["fixed"]}")\n'
        f'  rug({d.table}[, i] / spread[i], col = "{COLOURS["deviation"]}", lwd = 2)\n'
        "}"
    )


def _deviations(d: Drawing) -> str:
    one = f'"{d.groups[0]}"' if d.groups and d.groups[0] != EVERY else f"rownames({d.table})[1]"
    if not d.x:
        return _spaghetti(d)
    return (
        f"one <- {one}\n"
        f"fixed <- fixef({d.model})[1:2]\n"
        f"own <- unlist(coef({d.model})${as_name(d.group)}[one, 1:2])\n"
        f"plot({d.y} ~ {d.x}, data = {d.data}, subset = {d.factor} == one, pch = 20,\n"
        f'  col = "{COLOURS["outcome"]}", xlim = range({d.data}${d.x}),'
        f" ylim = range({d.data}${d.y}), main = one)\n"
        f'abline(fixed, col = "{COLOURS["fixed"]}", lwd = 4)\n'
        f'abline(own, col = "{COLOURS["partial"]}", lty = 2, lwd = 2)\n'
        f'arrows(0, fixed[1], 0, own[1], col = "{COLOURS["deviation"]}", lwd = 2, length = 0.08)'
    )


def _caterpillar(d: Drawing) -> str:
    return (
        f"dotplot(ranef({d.model}, condVar = TRUE),\n"
        f'  scales = list(x = list(relation = "free")))${as_name(d.group)}'
    )


def _checks(d: Drawing) -> str:
    code = (
        "par(mfrow = c(2, 2))\n"
        f'hist(resid({d.model}), main = "Residuals", xlab = "")\n'
        f'qqnorm(resid({d.model}), main = "Residuals"); qqline(resid({d.model}))\n'
        f"scatter.smooth(fitted({d.model}), resid({d.model})); abline(h = 0, lty = 2)\n"
        f"scatter.smooth(fitted({d.model}), sqrt(abs(resid({d.model}))))"
    )
    if not d.call.mixed:
        return code
    return code + (
        f"\nfor (name in names({d.table})) {{\n"
        f'  hist({d.table}[[name]], main = name, xlab = "")\n'
        f"  qqnorm({d.table}[[name]], main = name); qqline({d.table}[[name]])\n"
        "}"
    )


def _influence(d: Drawing) -> str:
    if ":" in d.group:
        return "# influence() of lme4 leaves out groups that one column names."
    return (
        f'left <- influence({d.model}, groups = "{d.group}")\n'
        "distance <- cooks.distance(left)\n"
        f'names(distance) <- rownames(left[["fixed.effects[-{d.group}]"]])\n'
        'dotchart(sort(distance), pch = 20, xlab = "Cook\'s distance")'
    )


def _ribbon(d: Drawing) -> str:
    faint = ""
    if d.groups:
        faint = (
            f"for (each in split({d.data}, with({d.data}, {d.factor})))\n"
            f"  lines(each${d.x}, predict({d.model}, each),"
            f' col = adjustcolor("{COLOURS["partial"]}", 0.4))\n'
        )
    return (
        f'band <- as.data.frame(effect("{d.x.strip("`")}", {d.model}))\n'
        f'plot({d.y} ~ {d.x}, data = {d.data}, type = "n")\n'
        f"{faint}"
        f"polygon(c(band${d.x}, rev(band${d.x})), c(band$lower, rev(band$upper)),\n"
        f'  col = adjustcolor("{COLOURS["fixed"]}", 0.2), border = NA)\n'
        f'lines(fit ~ {d.x}, data = band, col = "{COLOURS["fixed"]}", lwd = 4)'
    )


def _schematic(d: Drawing) -> str:
    terms = [name.text for call in d.calls for term in call.model.random for name in term.group]
    first, *others = [as_name(name) for name in dict.fromkeys(terms)]
    second = others[0] if others else "seq_len(nrow(" + d.data + "))"
    return (
        f"met <- 1 * (with({d.data}, table({second}, {first})) > 0)\n"
        f"image(seq_len(nrow(met)), seq_len(ncol(met)), met, zlim = c(0, 1), axes = FALSE,\n"
        f'  col = c("white", "{COLOURS["fixed"]}"), xlab = "{second}", ylab = "{first}")\n'
        "axis(1, seq_len(nrow(met)), rownames(met), las = 2, cex.axis = 0.6)\n"
        "axis(2, seq_len(ncol(met)), colnames(met), las = 1, cex.axis = 0.6)\n"
        "box()"
    )


def _decomposition(d: Drawing) -> str:
    if not d.x:
        return _spaghetti(d)
    return (
        f"fixed <- predict({d.model}, re.form = NA)\n"
        f"own <- predict({d.model})\n"
        f"row <- which.max(pmin(abs(own - fixed), abs(resid({d.model}))))\n"
        f"here <- {d.data}[names(own)[row], ]\n"
        f"plot({d.y} ~ {d.x}, data = {d.data}, subset = {d.factor} == here${d.factor}, pch = 20,\n"
        f"  xlim = range({d.data}${d.x}), ylim = range({d.data}${d.y}))\n"
        f'abline(fixef({d.model})[1:2], col = "{COLOURS["fixed"]}", lwd = 4)\n'
        f"abline(unlist(coef({d.model})${as_name(d.group)}"
        f'[as.character(here${d.factor}), 1:2]), col = "{COLOURS["partial"]}", lty = 2)\n'
        f'arrows(here${d.x}, fixed[row], y1 = own[row], col = "{COLOURS["deviation"]}", lwd = 3)\n'
        f"arrows(here${d.x}, own[row], y1 = here${d.y},"
        f' col = "{COLOURS["residual"]}", lwd = 3)\n'
        f'points(here${d.x}, here${d.y}, pch = 19, col = "{COLOURS["outcome"]}")'
    )


_FIGURES: Final[Mapping[str, Callable[[Drawing], str]]] = MappingProxyType(
    {
        "scatter": _scatter,
        "facets": _facets,
        "spaghetti": _spaghetti,
        "fixed": _fixed,
        "fitted": _fitted,
        "shrinkage": _shrinkage,
        "densities": _densities,
        "deviations": _deviations,
        "caterpillar": _caterpillar,
        "checks": _checks,
        "influence": _influence,
        "ribbon": _ribbon,
        "schematic": _schematic,
        "decomposition": _decomposition,
    }
)

__all__ = ["COLOURS", "figure_code"]
