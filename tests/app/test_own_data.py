"""Her own recalls, handed to what fits models; whose they are is said wherever they are shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from app.cli import cli
from app.own_data import hand_over
from flashcards.events import Answer
from flashcards.journal import Journal
from flashcards.mine import LABELS
from flashcards.models.bench import Bench
from flashcards.models.live import Asked
from tests.flashcards.histories import TODAY, days, moment, recall
from tests.flashcards.test_mine import recalls

YES, NO = Answer.YES, Answer.NO


def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path / "none")
    hand_over(made, tmp_path)
    return made


def test_models_of_the_course_are_fitted_to_it(tmp_path: Path) -> None:
    asked = Asked("mine", ("lmer(coverage ~ days + (1 + days | topic))",), ("VarCorr",))
    shown = bench(tmp_path).show(asked)
    assert any("topic" in line for line in shown.outputs[0].lines)
    assert shown.messages[-1].startswith("A simulated student stands in for you")
    assert not any("singular" in sentence for sentence in shown.messages)


def test_the_simulated_slope_is_found_again(tmp_path: Path) -> None:
    # The student loses 0.010 a day, clipping at 1 makes that a little less.
    value = bench(tmp_path).value(
        Asked("mine", ("lmer(coverage ~ days + (1 | topic))",)), "fixef.days"
    )
    assert -0.013 < value < -0.005


def test_new_recalls_are_new_data_and_new_fits(tmp_path: Path) -> None:
    made = Bench(tmp_path / "none")
    asked = Asked("mine", ("lm(coverage ~ days)",), ("coef",))
    hand_over(made, tmp_path)
    before = made.show(asked)
    with Journal.open(tmp_path) as journal:
        # Coverage is 1 after odd gaps and a half after even ones, whatever the topic.
        journal.extend(
            recall(f"{n}-{key}", moment(TODAY - days(60) + days(sum(range(1, n + 1)))),
                   {"a": YES, "b": YES if n % 2 else NO}, f"p/t{key}")
            for n in range(9) for key in range(5)
        )  # fmt: skip
    hand_over(made, tmp_path)
    after = made.show(asked)
    assert after.outputs != before.outputs
    assert after.messages == (
        "These are your own 40 recalls of 5 topics. What is wrong with them: the schedule chose "
        "the days, so a topic that fades fast comes back soon, and coverage cannot leave 0 to 1, "
        "as the model believes it can.",
    )
    gaps = np.arange(1, 9)
    slope = np.polyfit(gaps, np.where(gaps % 2, 1.0, 0.5), 1)[0]
    assert made.value(asked, "fixef.days") == pytest.approx(slope)


def test_the_journal_is_only_read(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.extend(recalls(5, 7))
        made = bench(tmp_path)
        assert not journal.read_only
        assert made.labels("mine") == LABELS
        assert made.csv("mine").count("\n") == 31


def test_a_script_brings_her_rows_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    script = tmp_path / "own.R"
    done = CliRunner().invoke(
        cli, ["example", "random-slopes", "own-memory", "--r", str(script)], prog_name="flashcards"
    )
    assert done.exit_code == 0, done.output
    assert 'read.csv("mine.csv"' in script.read_text("utf-8")
    beside = (tmp_path / "mine.csv").read_text("utf-8")
    assert beside.startswith("coverage,days,attempt,topic,comfort\n")


def test_explorers_say_whose_data_they_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.explore_tasks import compared
    from flashcards.models.explore.exchange import ComparedAsked

    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path))
    models = ("lm(coverage ~ days)", "lmer(coverage ~ days + (1 | topic))")
    found = compared(ComparedAsked("mine", *models))
    assert any("A simulated student stands in" in sentence for sentence in found.messages)


def test_a_figure_of_the_stand_in_says_so_in_its_title(tmp_path: Path) -> None:
    asked = Asked("mine", ("lm(coverage ~ days)",), (), "scatter")
    made = bench(tmp_path)
    shown = made.show(asked)
    assert shown.figure is not None
    assert shown.figure.title.endswith("(simulated student)")
    assert shown.source == "mine, simulated student"
    assert shown.figure.says.count("with each day,") == 1
    with Journal.open(tmp_path) as journal:
        journal.extend(recalls(5, 7))
    hand_over(made, tmp_path)
    hers = made.show(asked)
    assert hers.figure is not None
    assert "simulated" not in hers.figure.title
    assert hers.source == ""
