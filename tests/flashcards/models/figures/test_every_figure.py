"""What holds of every figure, of many models: it can be drawn and read, or is refused kindly."""

from __future__ import annotations

import math
import string
import subprocess
import sys
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest

from flashcards.models.errors import ModelError
from flashcards.models.figures.build import FIGURES, draw
from flashcards.models.figures.figure import Figure, Layer, Line, Panel, Points
from flashcards.models.figures.scene import Scene
from flashcards.models.lm import lm
from tests.flashcards.models.figures.drawn import LABELS, data, fit, permuted, scene, some_rows
from tests.flashcards.models.references.models.fitting import fitted as r_fitted
from tests.flashcards.models.references.models.reading import LINEAR, MODELS, data_set

COURSE = [
    ("caffeine", "outcome ~ x1"),
    ("caffeine", "outcome ~ x1 * subject"),
    ("caffeine", "outcome ~ x1 + (1 | subject)"),
    ("caffeine", "outcome ~ x1 + (1 + x1 | subject)"),
    ("caffeine", "outcome ~ x2 + poly(x1, 2) + (x1 || subject)"),
    ("schools", "score ~ 1 + (1 | school) + (1 | child:school)"),
    ("tasks-partial", "score ~ 1 + (1 | ppt) + (1 | task)"),
]

QUICK = [name for name in MODELS if MODELS[name]["data"] != "many"]


def numbers(layer: Layer) -> Iterator[float]:
    """Every number of a layer; a line may be broken by NaN."""
    for value in msgspec.structs.astuple(layer):
        values = value if isinstance(value, tuple) else (value,)
        for each in values:
            if isinstance(each, float) and not (isinstance(layer, Line) and math.isnan(each)):
                yield each


def assert_sound(shown: Figure) -> None:
    """A figure that can be drawn, and read by someone who cannot see it."""
    assert shown.title
    assert shown.panels
    assert shown.says.endswith(".")
    assert any(char.isdigit() for char in shown.says)
    assert "nan" not in shown.says.split()
    assert shown.table.rows
    for row in shown.table.rows:
        assert len(row) == len(shown.table.header)
        assert "nan" not in row
    for panel in shown.panels:
        assert_panel(panel)
    assert msgspec.json.decode(msgspec.json.encode(shown), type=Figure).says == shown.says


def assert_panel(panel: Panel) -> None:
    for axis in (panel.x, panel.y):
        assert -math.inf < axis.low < axis.high < math.inf
    for layer in panel.layers:
        assert all(map(math.isfinite, numbers(layer)))
        if isinstance(layer, (Points, Line)):
            for axis, values in ((panel.x, layer.x), (panel.y, layer.y)):
                assert all(axis.low <= v <= axis.high for v in values if not math.isnan(v))


@pytest.mark.parametrize("what", FIGURES)
@pytest.mark.parametrize(("name", "formula"), COURSE)
def test_figures_of_the_course(what, name, formula):
    drawn_or_refused(what, scene(formula, name=name))


@pytest.mark.parametrize("name", QUICK)
def test_figures_of_any_mixed_model(name):
    for what in FIGURES:
        if what != "influence":
            drawn_or_refused(what, Scene((r_fitted(name),), data_set(MODELS[name]["data"])))


@pytest.mark.parametrize("name", LINEAR)
def test_figures_of_any_linear_model(name):
    columns = data_set(LINEAR[name]["data"])
    for what in FIGURES:
        drawn_or_refused(what, Scene((lm(LINEAR[name]["formula"], columns),), columns))


def drawn_or_refused(what: str, found: Scene) -> None:
    refused = None
    try:
        assert_sound(draw(what, found))
    except ModelError as error:
        refused = error.message
    assert refused is None or (refused.endswith(".") and refused[0] not in string.ascii_lowercase)


# -- the same picture --------------------------------------------------------------------------

ALIKE = [
    ("scatter", ("outcome ~ x1",)),
    ("facets", ("outcome ~ x1", "outcome ~ x1 + subject", "outcome ~ x1 + (1 | subject)")),
    ("spaghetti", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("shrinkage", ("outcome ~ x1 + (1 | subject)",)),
    ("shrinkage", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("densities", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("deviations", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("caterpillar", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("checks", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("influence", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("ribbon", ("outcome ~ x1 + (1 + x1 | subject)",)),
    ("decomposition", ("outcome ~ x1 + (1 + x1 | subject)",)),
]


def assert_alike(one: Figure, other: Figure) -> None:
    """The same picture, but for rounding and what it calls things."""
    assert len(one.panels) == len(other.panels)
    for left, right in zip(one.panels, other.panels, strict=True):
        assert [type(layer) for layer in left.layers] == [type(layer) for layer in right.layers]
        for a, b in zip(left.layers, right.layers, strict=True):
            found, expected = (
                [v for v in msgspec.structs.astuple(each) if isinstance(v, (tuple, float))]
                for each in (a, b)
            )
            for x, y in zip(found, expected, strict=True):
                assert x == pytest.approx(y, rel=1e-5, abs=1e-5, nan_ok=True)
        assert (left.x.low, left.x.high) == pytest.approx((right.x.low, right.x.high), rel=1e-5)
        assert left.y.levels == right.y.levels


@pytest.mark.parametrize(("what", "formulas"), ALIKE)
def test_rows_in_another_order_give_the_same_picture(what, formulas):
    other = permuted(data("caffeine"))
    again = draw(what, Scene(tuple(fit(each, other) for each in formulas), other, (), LABELS))
    once = draw(what, scene(*formulas))
    assert_alike(once, again)
    assert once.says == again.says
    assert once.table == again.table


NAMES = {"outcome": "rt", "x1": "minutes.awake", "x2": "late", "subject": "nurse"}


@pytest.mark.parametrize(("what", "formulas"), ALIKE)
def test_other_names_of_the_columns_give_the_same_picture(what, formulas):
    columns = {NAMES[name]: values for name, values in data("caffeine").items()}
    renamed = [" ".join(NAMES.get(part, part) for part in spaced(each)) for each in formulas]
    shown = draw(what, Scene(tuple(fit(each, columns) for each in renamed), columns))
    assert_alike(draw(what, scene(*formulas, labels={})), shown)
    words = " ".join(
        (shown.title, shown.says, *shown.table.header, *(k.words for k in shown.legend))
    )
    for old in ("x1", "subject", "outcome"):
        assert old not in words


def spaced(formula: str) -> list[str]:
    for sign in "()|+~":
        formula = formula.replace(sign, f" {sign} ")
    return formula.split()


# -- rows --------------------------------------------------------------------------------------


def test_rows_with_a_missing_value_are_in_no_figure():
    columns = dict(data("caffeine"))
    gone = np.arange(185) % 9 == 0
    columns["outcome"] = np.where(gone, np.nan, columns["outcome"])
    kept = some_rows(data("caffeine"), np.flatnonzero(~gone))
    formula = "outcome ~ x1 + (1 + x1 | subject)"
    for what in ("scatter", "facets", "spaghetti", "shrinkage", "deviations", "decomposition"):
        assert_alike(
            draw(what, Scene((fit(formula, columns),), columns)),
            draw(what, Scene((fit(formula, kept),), kept)),
        )


def test_nothing_is_thinned_of_many_rows():
    generator = np.random.default_rng(7)
    group = np.repeat(np.arange(50), 100)
    x = generator.uniform(0, 10, 5000)
    y = 3 + 0.5 * x + generator.normal(0, 1, 50)[group] + generator.standard_normal(5000)
    columns = {"y": y, "x": x, "g": np.array([f"g{k:02d}" for k in group], dtype=object)}
    model = fit("y ~ x + (1 | g)", columns)
    panel = draw("scatter", Scene((model,), columns)).panels[0]
    assert sum(len(getattr(layer, "x", ())) for layer in panel.layers[:1]) == 5000
    assert draw("spaghetti", Scene((model,), columns)).says.count("50 g") == 1


def test_figures_need_neither_pandas_nor_statsmodels_but_for_the_smooth_of_checks():
    code = """
import sys
import numpy as np
from flashcards.models.figures.build import FIGURES, draw
from flashcards.models.figures.scene import Scene
from flashcards.models.lmer import lmer
group = np.repeat(np.arange(8), 6)
noise = np.random.default_rng(1).standard_normal
x = np.tile(np.arange(6.0), 8)
y = 2 * x + noise(8)[group] + noise(48)
data = {"y": y, "x": x, "g": np.array([f"g{k}" for k in group], dtype=object)}
for name in set(FIGURES) - {"checks", "schematic"}:
    draw(name, Scene((lmer("y ~ x + (1 | g)", data),), data))
print(sorted({"pandas", "statsmodels", "matplotlib"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
