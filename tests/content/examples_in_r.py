"""What R prints of the examples of all cards, and of some that no card has.

``python -m tests.content.examples_in_r`` runs the scripts that the program writes of them in R and
keeps what R prints beside this file, in ``printed``.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from flashcards.deck import bundled_content, load_deck
from flashcards.examples import asked
from flashcards.mine import LABELS, NAME, as_csv, simulated
from flashcards.models.bench import Bench
from flashcards.models.live import Asked
from tests.flashcards.models.live_r import run_r

PRINTED: Final = Path(__file__).parent / "printed"

PACKAGES: Final = ("lme4", "lmerTest", "effects", "broom.mixed", "broom", "lattice")

BENCH: Final = Bench(bundled_content() / "datasets")
BENCH.take(NAME, as_csv(simulated()), LABELS, "")

SLOPES: Final = "lmer(outcome ~ x1 + (1 + x1 | subject))"
NESTED: Final = "lmer(score ~ 1 + (1 | school) + (1 | child:school))"

EXTRA: Final = {
    "icc": Asked("schools", (NESTED,), ("icc",), digits=5),
    "nested": Asked("schools", (NESTED,), ("rows", "cbind", "quantiles", "coef"), digits=4),
    "crossed": Asked(
        "tasks", ("lmer(score ~ 1 + (1 | ppt) + (1 | task))",), ("icc", "influence", "signs")
    ),
    "signs": Asked("caffeine", (SLOPES,), ("signs", "rows"), "facets"),
    "two": Asked(
        "caffeine",
        ("lm(outcome ~ x1 + subject)", "lmer(outcome ~ x1 + x2 + (1 | subject))"),
        ("pooling", "effect", "coef"),
        "scatter",
        digits=5,
    ),
    "three": Asked(
        "caffeine",
        (
            "lm(outcome ~ 1)",
            "lmer(outcome ~ 1 + (1 | subject))",
            "ml <- lmer(outcome ~ x1 + (1 | subject), REML = FALSE)",
        ),
        ("pooling", "anova", "summary"),
        "spaghetti",
        digits=4,
    ),
    "of-lm": Asked(
        "caffeine",
        ("small <- lm(outcome ~ x1)", "lm(outcome ~ x1 * x2)"),
        ("anova", "augment", "coef"),
        "facets",
        ("sub_308", "sub_374"),
    ),
    "one-lm": Asked("caffeine", ("lm(outcome ~ x1 + x2)",), ("anova", "rows", "signs"), "checks"),
    "no-slope": Asked(
        "caffeine", ("lmer(outcome ~ 1 + (0 + x1 | subject))",), ("cbind", "ranef"), "densities"
    ),
    "tested": Asked("tasks", ("lmerTest::lmer(score ~ 1 + (1 | ppt) + (1 | task))",), ("summary",)),
}
"""Name → what is asked, beside the examples of the cards."""


def examples() -> dict[str, Asked]:
    """Every example of the cards, by topic and name; then the others."""
    cards = {
        f"{topic.id}.{example.name}": asked(example)
        for topic in load_deck(bundled_content()).topics
        for example in topic.examples
    }
    return cards | EXTRA


def ours(wanted: Asked) -> str:
    """What the program prints."""
    return text_of("\n".join(output.lines) for output in BENCH.show(wanted).outputs)


def text_of(prints: Iterable[str]) -> str:
    """Prints as one text, without empty lines and spaces at ends of lines.

    R tells on another stream that it refits by maximum likelihood, not in the print.
    """
    lines = (line.rstrip() for each in prints for line in each.split("\n"))
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("refitting model"))


def in_r(wanted: dict[str, Asked]) -> dict[str, str]:
    """What R prints when it runs the program's scripts, all in one process.

    A figure that cannot be drawn, or a warning, ends it.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, each in wanted.items():
            data = Path(folder, f"{each.data}.csv")
            data.write_text(BENCH.csv(each.data), "utf-8")
            code = BENCH.script(each, str(data))
            Path(folder, f"{name}.R").write_text(code, "utf-8")
        main = (
            "options(warn = 2, width = 80)\n"
            "pdf(NULL)\n"
            f"for (name in {_vector(wanted)}) {{\n"
            '  cat("\\n<<", name, ">>\\n", sep = "")\n'
            "  suppressPackageStartupMessages(suppressMessages(\n"
            '    source(file.path(folder, paste0(name, ".R")), print.eval = TRUE,\n'
            "           encoding = 'UTF-8')))\n"
            '  rm(list = setdiff(ls(), c("name", "folder")))\n'
            "}\n"
        )
        printed = run_r(f"folder <- {json.dumps(folder)}\n{main}")
    parts = dict(part.split(">>\n", 1) for part in printed.split("\n<<")[1:])
    return {name: text_of([text]) for name, text in parts.items()}


def _vector(names: Iterable[str]) -> str:
    return f"c({', '.join(map(json.dumps, names))})"


if __name__ == "__main__":
    PRINTED.mkdir(exist_ok=True)
    for name, text in in_r(examples()).items():
        (PRINTED / f"{name}.txt").write_text(text, "utf-8")
