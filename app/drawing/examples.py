"""A live example in words: what it will compute, from which data, with which model."""

from __future__ import annotations

from collections.abc import Mapping

from flashcards.cards import Example

_VIEWS: Mapping[str, str] = {
    "icc": "the intraclass correlation",
    "rows": "the rows of each subject",
    "signs": "the signs of the residuals",
    "pooling": "no, partial and complete pooling",
    "quantiles": "quantiles beside normal ones",
    "influence": "the change in each parameter",
    "cbind": "fixed and random effects, added",
}
"""View → its name in a sentence; the others are functions of R."""

_FIGURES: Mapping[str, str] = {
    "facets": "a panel for each group",
    "scatter": "the points with the fitted line",
    "spaghetti": "the lines of all groups",
    "fixed": "the fixed line among those of the groups",
    "fitted": "fitted values on the lines of their groups",
    "shrinkage": "arrows of shrinkage",
    "densities": "the normal densities",
    "deviations": "the deviations marked",
    "caterpillar": "a dot with its interval for each group",
    "checks": "the checks on one page",
    "influence": "the influence of each group",
    "ribbon": "the line with its ribbon",
    "schematic": "who belongs to what",
    "decomposition": "one observation taken apart",
}
"""Figure → its name in a sentence."""


def name(example: Example, dot: str = "·") -> str:
    """``live · caffeine``."""
    return f"live {dot} {example.data_name}" if example.data else "live"


def title(example: Example) -> str:
    """The sentence that says what it will compute; empty where its author wrote none."""
    return dict(example.options).get("title", "").strip()


def shows(example: Example) -> tuple[str, ...]:
    """What there will be to see: views of the output, then the figure."""
    views = [_VIEWS.get(view, f"{view}()") for view in example.show]
    figure = [_FIGURES.get(example.figure, example.figure)] if example.figure else []
    return (*views, *figure)


def sentences(example: Example) -> str:
    """All of it in a line of Markdown, for those who read line by line."""
    models = ", ".join(f"`{model}`" for model in example.models)
    which = "Models" if len(example.models) > 1 else "Model"
    parts = [
        f"Live example{f', from the data set {example.data_name}' if example.data else ''}.",
        title(example),
        f"{which}: {models}." if models else "",
        f"To see: {', '.join(shows(example))}." if shows(example) else "",
    ]
    return " ".join(filter(None, parts))
