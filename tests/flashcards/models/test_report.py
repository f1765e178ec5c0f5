"""Views and records of models against R's, on data that nothing else knows."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from flashcards.models.columns import Factor
from flashcards.models.errors import ModelError
from flashcards.models.records import record_of
from flashcards.models.report import PROFILING, Asked, LmerReport, LmReport
from flashcards.models.tokens import FormulaError
from tests.flashcards.models.live_r import lacking, run_r

HERE = Path(__file__).parent / "references" / "report"
MIXED = "y ~ x1 * arm + x2 + (1 + x1 | subject) + (1 | item)"
SLOPES = "y ~ x1 + (1 + x1 | subject)"
LINEAR = "y ~ x1 * arm + twice + x2"


def table(text: str) -> dict[str, np.ndarray]:
    """The columns of a file, numbers where all of a column are."""
    names, *rows = csv.reader(text.splitlines())
    columns = {}
    for name, column in zip(names, zip(*rows, strict=True), strict=True):
        given = [None if cell == "NA" else cell for cell in column]
        try:
            columns[name] = np.array([np.nan if c is None else float(c) for c in given])
        except ValueError:
            columns[name] = np.array(given, dtype=object)
    return columns


@cache
def data() -> dict[str, np.ndarray]:
    return table((HERE / "data.csv").read_text("utf-8"))


@cache
def numbers():
    return json.loads((HERE / "numbers.json").read_text("utf-8"))


def sections(text: str) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for line in text.splitlines():
        if line.startswith("#### "):
            name, digits = line.removeprefix("#### ").split(", digits ")
            current = found.setdefault((name, int(digits)), [])
        else:
            current.append(line)
    return found


@cache
def lines_of_r() -> dict[tuple[str, int], list[str]]:
    return sections((HERE / "lines.txt").read_text("utf-8"))


@cache
def mixed(digits: int = 7, **asked) -> LmerReport:
    return LmerReport(Asked(MIXED, digits=digits, **asked), data())


def linear(formula: str = LINEAR, digits: int = 7, **asked) -> LmReport:
    return LmReport(Asked(formula, digits=digits, **asked), data())


@cache
def record() -> dict:
    return record_of(mixed(), set(LmerReport.VIEWS) - {"anova", "confint"})


# -- as R prints it ------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", [3, 4])
def test_a_comparison_is_printed_as_r_prints_it(digits: int) -> None:
    shown = mixed(digits, against="y ~ x1 + x2 + (1 | subject) + (1 | item)").show("anova")
    assert shown[0] == "refitting model(s) with ML (instead of REML)"
    assert shown[1:] == lines_of_r()["lmer anova", digits]


@pytest.mark.parametrize("digits", [3, 4])
def test_effects_are_printed_as_r_prints_them(digits: int) -> None:
    assert mixed(digits).show("effect") == lines_of_r()["lmer effect", digits]
    one = mixed(digits, terms=("x2",)).show("effect")
    assert one == lines_of_r()["lmer effect x2", digits]


def test_profile_intervals_are_printed_as_r_prints_them() -> None:
    report = LmerReport(Asked(SLOPES, digits=3), data())
    shown, theirs = report.show("confint"), lines_of_r()["lmer confint", 3]
    assert [line.split()[0] for line in shown] == [line.split()[0] for line in theirs]
    assert list(map(len, shown)) == list(map(len, theirs))
    rows = record_of(report, ["confint"])["confint"]
    for row, other in zip(rows, numbers()["limits"], strict=True):
        # lme4 reads the ends off a spline through its profile, which is a little beside it.
        assert [row["lower"], row["upper"]] == pytest.approx(other, rel=1e-3, abs=1e-3)
        assert row["lower"] < row["estimate"] < row["upper"]
    assert [row["parameter"] for row in rows][:4] == [
        "sd_(Intercept)|subject", "cor_x1.(Intercept)|subject", "sd_x1|subject", "sigma",
    ]  # fmt: skip


def test_intervals_are_numbered_over_all_factors() -> None:
    report = LmerReport(Asked("y ~ (1 | item) + (1 | subject)"), data())
    named = {name: each.name for name, each in report.intervals.items()}
    assert named == {
        ".sig01": "sd_(Intercept)|subject", ".sig02": "sd_(Intercept)|item", ".sigma": "sigma",
        "(Intercept)": "(Intercept)",
    }  # fmt: skip


@pytest.mark.parametrize("digits", [3, 7])
@pytest.mark.parametrize(
    ("name", "formula"),
    [("lm anova", LINEAR), ("lm anova mean", "y ~ 1"), ("lm anova origin", "y ~ 0 + x1 + arm")],
)
def test_terms_in_turn_are_printed_as_r_prints_them(name: str, formula: str, digits: int) -> None:
    assert linear(formula, digits).show("anova") == lines_of_r()[name, digits]


def test_a_fit_without_rows_to_spare_has_no_test() -> None:
    two = {name: column[:2] for name, column in data().items()}
    report = LmReport(Asked("y ~ x1"), two)
    assert report.show("anova") == lines_of_r()["lm anova full", 7]
    assert record_of(report, ["anova", "confint"])["anova"]["terms"][0]["p"] is None


@pytest.mark.parametrize("digits", [3, 7])
@pytest.mark.parametrize("swapped", [False, True])
def test_nested_linear_models_are_printed_as_r_prints_them(digits: int, swapped: bool) -> None:
    pair = ["y ~ x1 + x2", "y ~ x1 * arm + x2"]
    one, other = reversed(pair) if swapped else pair
    shown = linear(one, digits, against=other).show("anova")
    assert shown == lines_of_r()["lm anova against", digits]


@pytest.mark.parametrize("digits", [3, 7])
def test_what_else_is_said_of_a_linear_model(digits: int) -> None:
    theirs = lines_of_r()
    assert linear("y ~ x1 * arm + x2", digits).show("effect") == theirs["lm effect", digits]
    assert linear(digits=digits).show("confint") == theirs["lm confint", digits]
    assert linear(digits=digits).show("coef") == theirs["lm coef", digits]


@pytest.mark.parametrize("tested", [False, True])
def test_the_summary_is_that_of_either_package(tested: bool) -> None:
    shown = "\n".join(mixed(tested=tested, data="my-own file").show("summary"))
    assert ("lmerModLmerTest" in shown) == tested
    assert ("Pr(>|t|)" in shown) == tested
    assert "   Data: my.own.file\n" in shown
    assert "Number of obs: 123, groups:  subject, 14; item, 9" in shown
    by_ml = LmerReport(Asked(MIXED, reml=False, tested=tested), data()).show("summary")
    assert "maximum likelihood" in by_ml[0]


def test_every_view_has_lines_and_no_two_are_alike() -> None:
    report = LmerReport(Asked("y ~ x1 + (1 | subject)", against=SLOPES), data())
    shown = ["\n".join(report.show(view)) for view in LmerReport.VIEWS]
    assert len(set(shown)) == len(shown)
    shown = ["\n".join(linear(digits=4).show(view)) for view in LmReport.VIEWS]
    assert len(set(shown)) == len(shown)


def test_influence_is_a_table_in_the_order_of_the_groups() -> None:
    formula = "y ~ x1 + (1 + x1 | subject) + (1 | item)"
    shown = LmerReport(Asked(formula, digits=5), data()).show("influence")
    assert shown[0] == "$subject"
    assert shown[1].split()[:2] == ["subject", "(Intercept)"]
    assert shown[1].split()[-1] == "cooks.distance"
    levels = [line.split()[1] for line in shown[2:16]]
    assert levels == sorted(set(data()["subject"]))
    assert "$item" in shown


def test_levels_in_an_order_of_their_own_reach_every_view() -> None:
    levels = ("wait", "open", "blind")
    codes = np.array([levels.index(arm) for arm in data()["arm"]], dtype=np.intp)
    ordered = {**data(), "arm": Factor(codes, levels)}
    report = LmReport(Asked("y ~ arm"), ordered)
    rows = record_of(report, LmReport.VIEWS)
    assert [row["term"] for row in rows["coef"]] == ["(Intercept)", "armopen", "armblind"]
    assert [row["arm"] for row in rows["augment"]] == data()["arm"].tolist()
    assert [row["arm"] for row in rows["effect"][0]["rows"]] == list(levels)
    assert all(report.show(view) for view in LmReport.VIEWS)


# -- numbers -------------------------------------------------------------------------------------


def test_the_record_holds_the_numbers_of_r() -> None:
    mine, theirs = record(), numbers()
    assert mine["formula"] == MIXED
    assert (mine["reml"], mine["singular"], mine["nobs"]) == (True, False, 123)
    assert mine["ngroups"] == {"subject": 14, "item": 9}
    assert mine["criterion"] == pytest.approx(theirs["criterion"], rel=1e-9)
    for name in ("logLik", "AIC", "BIC"):
        assert mine[name] == pytest.approx(theirs[name], rel=1e-7)
    assert mine["sigma"] == pytest.approx(theirs["sigma"], rel=1e-5)
    assert np.array(mine["vcov"]) == pytest.approx(np.array(theirs["vcov"]), rel=1e-4)
    assert mine["fitted"] == pytest.approx(theirs["fitted"], rel=1e-5)
    assert [row["se"] ** 2 for row in mine["fixef"]] == pytest.approx(np.diag(mine["vcov"]))
    rows = [row - 1 for row in mine["rows"]]
    assert not {6, 39, 40} & set(rows)
    assert data()["y"][rows] == pytest.approx(np.add(mine["fitted"], mine["residuals"]))


def test_variances_and_modes_are_r_s_data_frames() -> None:
    mine, theirs = record(), numbers()
    for row, other in zip(mine["varcorr"], theirs["varcorr"], strict=True):
        names = {"group": "grp", "var1": "var1", "var2": "var2"}
        assert all(row[name] == other.get(its) for name, its in names.items())
        assert row["vcov"] == pytest.approx(other["vcov"], rel=1e-4)
        assert row["sdcor"] == pytest.approx(other["sdcor"], rel=1e-4)
    assert len(mine["ranef"]) == 2 * 14 + 9
    for row, other in zip(mine["ranef"], theirs["ranef"], strict=True):
        assert [row["group"], row["term"]] == [other["grpvar"], other["term"]]
        assert row["level"] == other["grp"]
        assert row["condval"] == pytest.approx(other["condval"], rel=1e-4, abs=1e-5)
        assert row["condsd"] == pytest.approx(other["condsd"], rel=1e-4)


def test_what_views_add() -> None:
    mine, theirs = record(), numbers()
    slopes = [r for r in mine["coef"] if (r["group"], r["term"]) == ("subject", "x1")]
    for row, other in zip(slopes, theirs["coef"], strict=True):
        assert (row["level"], row["value"]) == (other["_row"], pytest.approx(other["x1"], rel=1e-4))
    gone = [row for row in mine["influence"] if row["group"] == "subject"]
    assert [list(row["fixef"].values()) for row in gone] == [
        pytest.approx(other, rel=1e-3, abs=1e-4) for other in theirs["influence"]["fixef"]
    ]
    distances = [row["cooks_distance"] for row in gone]
    assert distances == pytest.approx(theirs["influence"]["cooks_distance"], rel=1e-3)
    assert len(mine["augment"]) == 123
    assert mine["augment"][0][".fitted"] == mine["fitted"][0]
    assert [part["term"] for part in mine["effect"]] == ["x2", "x1:arm"]
    assert set(mine["effect"][0]["rows"][0]) == {"x2", "fit", "se", "lower", "upper"}


def test_a_comparison_has_its_numbers_and_the_names_that_are_printed() -> None:
    report = mixed(against="y ~ x1 + x2 + (1 | subject) + (1 | item)")
    found = record_of(report, ["anova"])["anova"]
    assert found["refitted"]
    against, fit = found["models"]
    assert [against["name"], fit["name"]] == ["against", "fit"]
    assert against["chisq"] is None
    assert fit["chisq"] == pytest.approx(against["deviance"] - fit["deviance"])
    by_ml = mixed(against="y ~ x1 + x2 + (1 | subject) + (1 | item)", reml=False)
    assert not by_ml.comparison.refitted
    assert by_ml.comparison.rows[1].chisq == pytest.approx(fit["chisq"])


def test_the_record_of_a_linear_model() -> None:
    found = record_of(linear(), LmReport.VIEWS)
    by_name = {row["term"]: row for row in found["coef"]}
    assert by_name["twice"] == {
        "term": "twice", "estimate": None, "se": None, "df": None, "t": None, "p": None,
    }  # fmt: skip
    assert [row["name"] for row in found["confint"]] == list(by_name)
    assert found["confint"][4]["lower"] is None
    assert found["f"]["df2"] == found["df_residual"] == 116
    assert [row["name"] for row in found["anova"]["terms"]][-1] == "Residuals"
    assert len(found["vcov"]) == len(by_name) - 1


@pytest.mark.parametrize("views", [(), LmerReport.VIEWS])
def test_a_record_is_json_without_what_is_no_number(views: tuple[str, ...]) -> None:
    few = {name: column[:30] for name, column in data().items()}
    asked = Asked("y ~ x1 + (1 | subject)", against=SLOPES, tested=False)
    found = record_of(LmerReport(asked, few), views)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert [row["p"] for row in found["fixef"]] == [None, None]


# -- what is said, and what cannot be ------------------------------------------------------------


def test_messages_stand_where_r_has_them() -> None:
    rows = "3 rows have a missing value and are left out."
    assert mixed().messages(("summary",)) == [rows]
    assert mixed().messages(("fixef", "confint")) == [rows, PROFILING]
    assert linear().messages(("coef",)) == [rows]
    assert linear().messages(("summary",)) == []
    assert "  (3 observations deleted due to missingness)" in linear().show("summary")


@pytest.mark.parametrize(
    ("asked", "view", "said"),
    [
        ({"terms": ("x3",)}, "effect", "`x3` is no predictor"),
        ({}, "anova", "needs another one"),
        ({"against": "y ~ x1 + twice + x2 + (1 | subject)"}, "anova", None),
    ],
)
def test_what_cannot_be_shown_is_told(asked, view: str, said: str | None) -> None:
    report = mixed(**asked)
    if said is None:
        assert report.show(view)
        return
    with pytest.raises(ModelError, match=said):
        report.show(view)


def test_models_of_other_rows_are_not_compared() -> None:
    with pytest.raises(ModelError, match="same rows"):
        linear(against="y ~ x1").show("anova")
    with pytest.raises(ModelError, match="has none"):
        linear("y ~ 1").show("effect")
    with pytest.raises(FormulaError):
        linear(against="y ~ (x1").show("anova")


# -- live ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(bool(lacking("lme4", "effects", "jsonlite")), reason="R with lme4 is needed")
def test_the_script_still_says_what_is_kept(tmp_path: Path) -> None:
    run_r(HERE / "report.R", str(tmp_path))
    assert (tmp_path / "data.csv").read_text("utf-8") == (HERE / "data.csv").read_text("utf-8")
    assert sections((tmp_path / "lines.txt").read_text("utf-8")) == lines_of_r()
