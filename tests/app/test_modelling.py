"""``flashcards lmer`` and ``flashcards lm``, as a person or a script gives them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from app import modelling
from app.cli import cli
from flashcards.deck import bundled_content
from flashcards.models.datasets import load, names
from flashcards.models.report import Asked, LmerReport, LmReport

ROOT = Path(__file__).parents[2]
SLOPES = "outcome ~ x1 + (1 + x1 | subject)"
CAFFEINE = ("--data", "caffeine")
LMER_KEYS = [
    *("formula", "reml", "criterion", "logLik", "AIC", "BIC", "nobs", "ngroups", "fixef", "vcov"),
    *("varcorr", "sigma", "singular", "ranef", "rows", "fitted", "residuals", "messages"),
]
LM_KEYS = [
    *("formula", "logLik", "AIC", "BIC", "nobs", "coef", "vcov", "sigma", "df_residual"),
    *("r_squared", "adj_r_squared", "f", "rows", "fitted", "residuals", "messages"),
]

Run = Callable[..., Result]


def run(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, arguments, prog_name="flashcards")


def process(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT, env={**os.environ, **variables}, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    return done


def lines_of(done: Result) -> list[str]:
    """What a command printed, which had nothing else to say."""
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def refused(done: Result) -> str:
    """Why a command could not do its work."""
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr.rstrip("\n")


def misunderstood(done: Result) -> str:
    """Why a command was not understood."""
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    return done.stderr


def caffeine(**asked) -> LmerReport:
    data = load("caffeine", bundled_content() / "datasets")
    return LmerReport(Asked(SLOPES, data="caffeine", **asked), data)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file of her own: two-row groups that are all alike, and a row with a gap."""
    rows = ["y,x,class"]
    rows += [f"{value},{i},k{i // 2}" for i, value in enumerate([5, 1, 2, 6, 1, 4, 7, 2, 3, 4, 6])]
    rows.append("NA,3,k1")
    file = tmp_path / "my data.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    return file


# -- what is printed -----------------------------------------------------------------------------


def test_without_a_view_it_is_the_summary_of_lmer_test() -> None:
    shown = lines_of(run("lmer", SLOPES, *CAFFEINE))
    assert shown == caffeine().show("summary")
    assert "   Data: caffeine" in shown
    assert "            Estimate Std. Error       df t value Pr(>|t|)    " in shown


def test_without_tests_it_is_the_summary_of_lme4() -> None:
    shown = lines_of(run("lmer", SLOPES, *CAFFEINE, "--tests", "none", "--digits", "3"))
    assert shown[0] == "Linear mixed model fit by REML ['lmerMod']"
    assert shown == caffeine(tested=False, digits=3).show("summary")


def test_maximum_likelihood() -> None:
    shown = lines_of(run("lmer", SLOPES, *CAFFEINE, "--ml", "--tests", "none"))
    assert shown[0] == "Linear mixed model fit by maximum likelihood  ['lmerMod']"


def test_views_come_once_each_in_the_order_that_was_asked_for() -> None:
    wanted = ("--show", "VarCorr", "--show", "fixef", "--show", "varcorr", "--show", "summary")
    shown = lines_of(run("lmer", SLOPES, *CAFFEINE, *wanted))
    report = caffeine()
    both = [*report.show("VarCorr"), "", *report.show("fixef"), "", *report.show("summary")]
    assert shown == both


@pytest.mark.parametrize("view", modelling.LMER_VIEWS)
def test_every_view_of_a_mixed_model(view: str) -> None:
    formula = "outcome ~ x1 + (1 | subject)"
    against = ("--against", SLOPES) if view == "anova" else ()
    done = run("lmer", formula, *CAFFEINE, "--show", view, *against, "--digits", "4")
    assert done.exit_code == 0
    data = load("caffeine", bundled_content() / "datasets")
    asked = Asked(formula, data="caffeine", digits=4, against=SLOPES if against else "")
    assert done.stdout.splitlines() == LmerReport(asked, data).show(view)


@pytest.mark.parametrize("view", modelling.LM_VIEWS)
def test_every_view_of_a_linear_model(view: str) -> None:
    shown = lines_of(run("lm", "outcome ~ x1 * subject", *CAFFEINE, "--show", view))
    data = load("caffeine", bundled_content() / "datasets")
    asked = Asked("outcome ~ x1 * subject", data="caffeine")
    assert shown == LmReport(asked, data).show(view)


def test_the_commands_know_the_views_that_there_are() -> None:
    assert LmerReport.VIEWS == modelling.LMER_VIEWS
    assert LmReport.VIEWS == modelling.LM_VIEWS


def test_another_model_or_a_term_asks_for_its_view() -> None:
    smaller = "outcome ~ x1 + (1 | subject)"
    shown = lines_of(run("lmer", SLOPES, *CAFFEINE, "--against", smaller))
    assert shown == caffeine(against=smaller).show("anova")
    assert f"fit: {SLOPES}" in shown
    assert f"against: {smaller}" in shown
    shown = lines_of(run("lmer", SLOPES, *CAFFEINE, "--term", "x1"))
    assert shown == caffeine(terms=("x1",)).show("effect")
    shown = lines_of(run("lm", "outcome ~ 1", *CAFFEINE, "--against", "outcome ~ x1"))
    assert "Model 2: outcome ~ x1" in shown


@pytest.mark.parametrize("name", names(bundled_content() / "datasets"))
def test_every_data_set_of_the_course_can_be_named(name: str) -> None:
    columns = load(name, bundled_content() / "datasets")
    number = next(
        column for column, values in columns.items()
        if getattr(values, "dtype", None) == np.float64 and np.nanstd(values) > 0
    )  # fmt: skip
    assert run("lm", f"{number} ~ 1", "--data", name).exit_code == 0


# -- her own files, and what is said beside --------------------------------------------------------


def test_a_file_of_her_own(own: Path) -> None:
    done = run("lmer", "y ~ x + (1 | class)", "--data", str(own))
    assert done.exit_code == 0
    assert "   Data: my.data" in done.stdout
    assert "Number of obs: 11, groups:  class, 6" in done.stdout
    assert done.stderr.splitlines() == [
        "1 row has a missing value and is left out.",
        "boundary (singular) fit: see help('isSingular')",
    ]
    assert "boundary (singular) fit: see help('isSingular')" in done.stdout


def test_messages_come_from_lm_where_its_summary_has_none(own: Path) -> None:
    done = run("lm", "y ~ x", "--data", str(own), "--show", "coef")
    assert done.stderr == "1 row has a missing value and is left out.\n"
    done = run("lm", "y ~ x", "--data", str(own))
    assert done.stderr == ""
    assert "(1 observation deleted due to missingness)" in done.stdout


def test_columns_that_others_determine(own: Path) -> None:
    done = run("lmer", "y ~ x + I(2 * x) + (1 | class)", "--data", str(own))
    said = "fixed-effect model matrix is rank deficient so dropping 1 column / coefficient"
    assert said in done.stderr.splitlines()
    assert said in done.stdout.splitlines()


def test_waiting_for_intervals_is_told(own: Path) -> None:
    done = run("lmer", "y ~ 1 + (1 | class)", "--data", str(own), "--show", "confint")
    assert done.stderr.splitlines()[-1] == "Computing profile confidence intervals ..."
    assert done.stdout.splitlines()[1].startswith(".sig01 ")


# -- JSON ----------------------------------------------------------------------------------------


def test_json_is_one_object_with_unrounded_numbers() -> None:
    done = run("lmer", SLOPES, *CAFFEINE, "--json")
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert list(found) == LMER_KEYS
    fit = caffeine().fit
    assert found["criterion"] == pytest.approx(fit.criterion, rel=1e-12)
    assert [row["term"] for row in found["fixef"]] == ["(Intercept)", "x1"]
    assert set(found["fixef"][0]) == {"term", "estimate", "se", "df", "t", "p"}
    assert set(found["varcorr"][0]) == {"group", "var1", "var2", "vcov", "sdcor"}
    assert set(found["ranef"][0]) == {"group", "term", "level", "condval", "condsd"}
    assert found["ngroups"] == {"subject": 20}
    assert len(found["fitted"]) == len(found["residuals"]) == found["nobs"] == 185


def test_json_holds_what_is_shown_under_its_name() -> None:
    views = ("coef", "augment", "effect", "influence")
    shown = [part for view in views for part in ("--show", view)]
    against = ("--against", "outcome ~ x1 + (1 | subject)")
    found = json.loads(run("lmer", SLOPES, *CAFFEINE, *shown, *against, "--json").stdout)
    assert list(found) == [*LMER_KEYS, *views, "anova"]
    assert len(found["augment"]) == 185
    assert found["anova"]["models"][1]["df"] == 2


def test_json_of_a_linear_model(own: Path) -> None:
    arguments = ("lm", "y ~ x", "--data", str(own), "--json")
    done = run(*arguments)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert list(found) == LM_KEYS
    assert found["messages"] == ["1 row has a missing value and is left out."]
    assert found["rows"] == list(range(1, 12))
    more = [part for view in modelling.LM_VIEWS for part in ("--show", view)]
    found = json.loads(run(*arguments, *more).stdout)
    assert set(found) == {*LM_KEYS, "anova", "augment", "effect", "confint"}


def test_json_has_null_for_what_is_no_number(own: Path) -> None:
    done = run("lmer", "y ~ x + (1 | class)", "--data", str(own), "--json", "--tests", "none")
    assert [row["p"] for row in json.loads(done.stdout)["fixef"]] == [None, None]
    done = run("lm", "y ~ x + I(2 * x)", "--data", str(own), "--json")
    assert "NaN" not in done.stdout
    assert json.loads(done.stdout)["coef"][2]["estimate"] is None


@pytest.mark.parametrize(("command", "keys"), [("lmer", LMER_KEYS), ("lm", LM_KEYS)])
def test_help_has_the_shape_of_the_object_and_every_view(command: str, keys: list[str]) -> None:
    said = run(command, "--help").stdout
    assert all(f'"{key}"' in said for key in keys)
    views = modelling.LMER_VIEWS if command == "lmer" else modelling.LM_VIEWS
    in_words = " ".join(said.split())
    assert f"What to print: {', '.join(views)}." in in_words
    assert max(map(len, said.splitlines())) <= 80


# -- what can go wrong -----------------------------------------------------------------------------


def test_a_formula_that_cannot_be_read_is_pointed_into() -> None:
    said = refused(run("lmer", "outcome ~ x1 + (1 + x1 | subject", *CAFFEINE)).splitlines()
    assert said[0] == "outcome ~ x1 + (1 + x1 | subject"
    assert said[1].strip() == "^"
    assert said[1].index("^") == said[0].index("(")
    assert said[2].endswith(".")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lmer", "outcome ~ x1", *CAFFEINE], "needs a random term"),
        (["lm", SLOPES, *CAFFEINE], "Use `lmer`"),
        (["lm", "outcom ~ x1", *CAFFEINE], "Did you mean `outcome`?"),
        (["lm", "subject ~ x1", *CAFFEINE], "holds names"),
        (["lm", "outcome ~ x1", *CAFFEINE, "--term", "x9"], "`x9` is no predictor"),
        (["lm", "outcome ~ 1", *CAFFEINE, "--show", "effect"], "has none"),
        (["lm", "outcome ~ x1", "--data", "cafeine"], "Did you mean caffeine?"),
        (["lm", "outcome ~ x1", "--data", "Caffeine"], "Did you mean caffeine?"),
        (["lm", "outcome ~ x1", "--data", "zzz"], "The course has: caffeine"),
        (["lm", "outcome ~ x1", "--data", "caffeine.csv"], "--data caffeine"),
        (["lm", "outcome ~ x1", "--data", "nowhere/mine.csv"], "There is no file nowhere/mine.csv"),
        (["lm", "outcome ~ x1", "--data", "x" * 5000], "no file of this name"),
        (["lm", "outcome ~ x1", "--data", "https://example.org/a.csv"], "is an address"),
        (["lm", "outcome ~ x1", "--data", ""], "is a folder"),
        (
            ["lmer", "outcome ~ subject + (x2 | subject)", *CAFFEINE, "--show", "influence"],
            "Without sub_308 the model cannot be fitted: the other rows say nothing of",
        ),
        (["lm", "", *CAFFEINE], ""),
        (["lmer", "(" * 300, *CAFFEINE], ""),
        (["lmer", "outcome ~ x1 + (1 | subject)", "--against", "y ~ (", *CAFFEINE], "^"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(arguments: list[str], said: str) -> None:
    assert said in refused(run(*arguments))


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    for name, content in (("a.csv", b""), ("b.csv", b"x\n"), ("c.csv", b"\0\1\2"), ("d", b'"x')):
        (tmp_path / name).write_bytes(content)
        assert str(tmp_path / name) in refused(run("lm", "y ~ x", "--data", str(tmp_path / name)))


@pytest.mark.parametrize(
    "arguments",
    [
        ["lmer"], ["lmer", SLOPES], ["lmer", *CAFFEINE],
        ["lmer", SLOPES, *CAFFEINE, "--show", "everything"],
        ["lmer", SLOPES, *CAFFEINE, "--digits", "0"],
        ["lmer", SLOPES, *CAFFEINE, "--digits", "23"],
        ["lmer", SLOPES, *CAFFEINE, "--tests", "kenward"],
        ["lmer", SLOPES, *CAFFEINE, "extra"],
        ["lm", "outcome ~ x1", *CAFFEINE, "--ml"],
        ["lm", "outcome ~ x1", *CAFFEINE, "--show", "VarCorr"],
    ],
)  # fmt: skip
def test_what_is_not_understood(arguments: list[str]) -> None:
    assert "Usage: flashcards" in misunderstood(run(*arguments))


def test_a_comparison_needs_another_model() -> None:
    said = misunderstood(run("lmer", SLOPES, *CAFFEINE, "--show", "anova"))
    assert "add --against FORMULA" in said


# -- processes -------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
@pytest.mark.parametrize("more", ["--show ranef --show coef", "--json"])
def test_a_reader_that_has_seen_enough(more: str) -> None:
    command = f'{sys.executable} -m app lmer "{SLOPES}" --data caffeine {more} | head -n 1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_terminal_that_lacks_a_character(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "größe.csv"
    file.write_text("größe,gruppe\n" + "".join(f"{i},ж{i % 3}\n" for i in range(9)), "utf-8")
    formula = "größe ~ 1 + (1 | gruppe)"
    shown = ("lmer", formula, "--data", str(file), "--show", "ranef")
    done = process(*shown, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert len(done.stdout.decode(encoding).splitlines()) == 7
    done = process(*shown, "--json", PYTHONIOENCODING=encoding)
    levels = [row["level"] for row in json.loads(done.stdout.decode(encoding))["ranef"]]
    assert levels == ["ж0", "ж1", "ж2"]
    done = process("lm", "größer ~ 1", "--data", str(file), PYTHONIOENCODING=encoding)
    assert done.returncode == 1


def test_a_mixed_model_is_printed_with_nothing_but_numpy() -> None:
    code = (
        "import json, sys\n"
        f"sys.argv = ['flashcards', 'lmer', {SLOPES!r}, '--data', 'caffeine']\n"
        "from app.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    modules = {name.split(".")[0] for name in json.loads(done.stderr)}
    assert "numpy" in modules
    assert modules & {"scipy", "pandas", "statsmodels", "textual", "rich", "msgspec",
                      "markdown_it", "sqlite3", "yaml"} == set()  # fmt: skip
