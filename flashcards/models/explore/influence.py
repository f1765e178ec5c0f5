"""Leave groups out, and see every parameter move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from flashcards.models.columns import Data
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import InfluenceAsked, InfluenceShown, ParameterMoved
from flashcards.models.explore.shrinkage import components
from flashcards.models.figures.build import draw
from flashcards.models.figures.figure import Figure, Key, Layer, Line
from flashcards.models.figures.scene import Scene
from flashcards.models.influence import influence, without
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT

FEWEST_GROUPS: Final = 3
"""Groups that stay; fewer say nothing of how groups vary."""


def leave_out(
    asked: InfluenceAsked, fit: LmerFit, data: Data, labels: Mapping[str, str]
) -> InfluenceShown:
    """Fit without some groups, and compare.

    Args:
        asked: which ones.
        fit: the model with all groups.
        data: the data that it was fitted to.
        labels: column → what an axis calls it.

    Raises:
        ModelError: there is no such group, or too few would be left.
    """
    block = fit.design.blocks[0]
    codes = tuple(_code(block.levels, level) for level in dict.fromkeys(asked.left_out))
    if len(block.levels) - len(codes) < FEWEST_GROUPS:
        raise ModelError(f"At least {FEWEST_GROUPS} groups are to stay; take one back.")
    now = without(fit, block, codes) if codes else fit
    return InfluenceShown(
        block.group,
        block.levels,
        _distances(fit, block.group),
        tuple(_moved(fit, now)),
        _figure(fit, now, Scene((fit,), data, (), labels), codes),
        now.messages,
    )


@lru_cache(maxsize=4)
def _distances(fit: LmerFit, group: str) -> tuple[float, ...]:
    return tuple(influence(fit, group).cooks_distance.tolist())


def _code(levels: tuple[str, ...], level: str) -> int:
    if level not in levels:
        raise ModelError(f"There is no group {level!r}.", f"There are: {', '.join(levels[:8])}.")
    return levels.index(level)


def _moved(fit: LmerFit, now: LmerFit) -> Iterator[ParameterMoved]:
    new = now.fixef()
    errors = dict(zip(fit.design.names, fit.standard_errors.tolist(), strict=True))
    for name, value in fit.fixef().items():
        yield ParameterMoved(name, True, value, new[name], (new[name] - value) / errors[name])
    after = components(now)
    for name, value in components(fit).items():
        yield ParameterMoved(name, False, value, after[name])


def _figure(fit: LmerFit, now: LmerFit, scene: Scene, codes: tuple[int, ...]) -> Figure:
    """The lines of all groups, those left out marked; the fixed line as it was, and as it is."""
    drawn = draw("spaghetti", scene)
    panel = drawn.panels[0]
    old = next(
        (each for each in panel.layers if isinstance(each, Line) and each.weight == "thick"), None
    )
    if old is None or not codes:
        return drawn
    behind = [each for each in panel.layers if each is not old]
    names = ", ".join(fit.design.blocks[0].levels[code] for code in codes)
    x = next((name for name in fit.design.names if name in scene.data), "")
    out = [_line(old, _coefficients(fit, code), fit.fixef(), x) for code in codes]
    layers: tuple[Layer, ...] = (
        *behind,
        *(replace(line, meaning="deviation", weight="normal") for line in out),
        replace(old, meaning="plain", weight="normal"),
        _line(old, now.fixef(), fit.fixef(), x),
    )
    legend = (
        Key("fixed", f"fixed line without {names}", "thick"),
        Key("plain", "fixed line with all"),
        Key("deviation", names),
    )
    return replace(drawn, panels=(replace(panel, layers=layers),), legend=legend)


def _coefficients(fit: LmerFit, code: int) -> dict[str, float]:
    table = fit.coef()[fit.design.blocks[0].group]
    return dict(zip(table.columns, table.values[code].tolist(), strict=True))


def _line(like: Line, now: Mapping[str, float], was: Mapping[str, float], x: str) -> Line:
    """A straight line moved by what its intercept and its slope have changed."""
    up = now.get(INTERCEPT, 0.0) - was.get(INTERCEPT, 0.0)
    turn = now.get(x, 0.0) - was.get(x, 0.0)
    y = tuple(value + up + turn * at for at, value in zip(like.x, like.y, strict=True))
    return replace(like, y=y)
