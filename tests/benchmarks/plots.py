"""How long it takes to redraw 20 panels at 120 by 36, beside plotext, which textual-plotext wraps.

Run with ``python -m tests.benchmarks.plots``. Both draw the same 185 points and 40 lines. Where
plotext is not installed a sentence says so. Milliseconds are of this machine, ratios can be
compared.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from time import perf_counter

from app.drawing.plot import draw
from app.drawing.plot.scale import limits
from flashcards.bundled import bundled_content
from flashcards.models.figures.figure import Axis, Figure, Line, Panel, Points

COLUMNS, ROWS, ACROSS, DOWN = 120, 36, 5, 4
REPEATS = 15


def figure() -> Figure:
    """20 subjects with the line of all and one of their own height."""
    groups: dict[str, list[tuple[float, float]]] = {}
    with (bundled_content() / "datasets" / "caffeine.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["subject"], []).append((float(row["x1"]), float(row["outcome"])))
    every = [place for places in groups.values() for place in places]
    x = Axis("dose (mg)", min(a for a, _ in every), max(a for a, _ in every))
    y = Axis("time (ms)", min(b for _, b in every), max(b for _, b in every))
    mean = sum(b for _, b in every) / len(every)
    panels = []
    for name, places in groups.items():
        xs, ys = zip(*places, strict=True)
        ends = limits(x)
        own = sum(ys) / len(ys)
        lines = [
            Line(ends, (level + 40, level - 40), meaning)
            for level, meaning in ((mean, "complete"), (own, "intercepts"))
        ]
        panels.append(Panel(name, x, y, (Points(xs, ys), *lines)))
    return Figure("20 subjects", "", tuple(panels), facets=True)


def plotext_of(figure: Figure) -> Callable[[], object]:
    """The same drawing by plotext, from its empty figure to its text.

    Raises:
        ImportError: plotext 5, which textual-plotext builds on, is not installed.
    """
    import plotext  # type: ignore[import-not-found]

    if not plotext.__version__.startswith("5."):
        raise ImportError(plotext.__version__)

    def redraw() -> object:
        plotext.clear_figure()
        plotext.subplots(DOWN, ACROSS)
        plotext.plot_size(COLUMNS, ROWS)
        for i, panel in enumerate(figure.panels):
            plot = plotext.subplot(i // ACROSS + 1, i % ACROSS + 1)
            plot.title(panel.title)
            plot.xlim(*limits(panel.x))
            plot.ylim(*limits(panel.y))
            for layer in panel.layers:
                if isinstance(layer, Points):
                    plot.scatter(layer.x, layer.y, marker="braille")
                elif isinstance(layer, Line):
                    plot.plot(layer.x, layer.y, marker="braille")
        return plotext.build()

    return redraw


def main() -> None:
    """Both in turn, so that a busy machine is busy for both."""
    drawn = figure()
    sides: dict[str, Callable[[], object]] = {"ours": lambda: draw(drawn, COLUMNS, ROWS)}
    with suppress(ImportError):
        sides["plotext"] = plotext_of(drawn)
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(REPEATS):
        for name, side in sides.items():
            start = perf_counter()
            side()
            times[name].append(perf_counter() - start)
    medians = {name: median(each) * 1000 for name, each in times.items()}
    for name, milliseconds in medians.items():
        print(f"{name:8} {milliseconds:7.1f} ms")
    if "plotext" in medians:
        print(f"plotext takes {medians['plotext'] / medians['ours']:.1f} times as long")
    else:
        print("plotext 5 is not installed: pip install 'plotext<6' to compare.")


if __name__ == "__main__":
    main()
