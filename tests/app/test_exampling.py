"""``flashcards example``, as a person or a script gives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards.deck import bundled_content, load_deck
from flashcards.examples import asked
from flashcards.models.bench import Bench

DATASETS = bundled_content() / "datasets"
BENCH = Bench(DATASETS)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["example", *arguments], prog_name="flashcards")


def printed(*arguments: str) -> list[str]:
    done = run(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def refused(*arguments: str) -> str:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    return done.stderr.strip()


def output_of(topic: str, number: int = 0) -> list[str]:
    found = load_deck(bundled_content()).topic(topic)
    assert found
    shown = BENCH.show(asked(found.examples[number]))
    return [line for output in shown.outputs for line in output.lines]


def test_an_example_is_printed_and_drawn() -> None:
    lines = printed("variance-components")
    assert lines[0] == "Model parameters: variance components - slopes - caffeine"
    start = lines.index("> VarCorr(model)") + 1
    assert lines[start : start + 4] == output_of("variance-components")
    assert any("⠒" in line for line in lines)
    assert "standard deviation" in "".join(lines[-5:])
    assert max(map(len, lines)) <= 80


def test_as_text_a_figure_is_its_sentence_and_its_table() -> None:
    lines = printed("pooling", "arrows", "--text")
    text = "\n".join(lines)
    assert not any("\u2800" < char < "\u28ff" for char in text)
    assert lines[-1].startswith("sub_374 ")
    assert "sub_373" in text
    assert "complete" in text
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    "words",
    [("random-slopes",), ("random", "slopes"), ("Random", "slopes"), ("5",)],
)
def test_a_topic_goes_by_its_names_and_has_all_its_examples(words: tuple[str, ...]) -> None:
    done = run(*words, "--text")
    assert [line for line in done.stdout.splitlines() if line.startswith("Random slopes - ")] == [
        "Random slopes - slopes - caffeine",
        "Random slopes - beside-intercepts - caffeine",
        "Random slopes - own-memory - mine",
    ]
    assert done.stderr.startswith("A simulated student stands in for you")


@pytest.mark.parametrize("words", [("random-slopes", "slopes"), ("random", "slopes", "1")])
def test_one_example_goes_by_its_name_or_number(words: tuple[str, ...]) -> None:
    found = [line for line in printed(*words, "--text") if line.startswith("Random slopes - ")]
    assert found == ["Random slopes - slopes - caffeine"]


def test_commands_of_several_lines_stand_behind_r_s_prompts() -> None:
    lines = printed("coef", "by-hand", "--text")
    start = lines.index("> r <- ranef(model)$subject")
    assert lines[start + 1] == "> cbind("
    assert lines[start + 2].startswith("+   fixed = ")
    assert lines[start + 4] == "+ )"


def test_json_has_all_of_it() -> None:
    record = json.loads("\n".join(printed("nutshell", "--json")))
    assert record["topic"] == "lm-to-lmer/nutshell"
    (example,) = record["examples"]
    assert example["name"] == "nutshell"
    assert example["outputs"][0]["lines"] == output_of("nutshell")
    marks = example["outputs"][0]["marks"]
    assert {mark["symbol"] for mark in marks} >= {"γ̂₀₀", "σ̂ε", "ρ̂"}
    assert example["figure"]["says"]
    assert example["figure"]["table"]["rows"]


def test_json_is_strict() -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    for topic in ("assumptions", "multilevel-data", "nested"):
        json.loads("\n".join(printed(topic, "--json")), parse_constant=refuse)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nonsense"], "There is no topic 'nonsense'"),
        (["pooling", "arows"], "has no example 'arows'. Did you mean arrows?"),
        (["pooling", "9"], "has no example '9'. It has: three-ways, arrows."),
        (["pooling", "--r", "-"], "has several examples; name one of three-ways, arrows."),
        (["coef", "slopes", "--svg", "-"], "has no figure"),
    ],
)
def test_a_wrong_name_is_told_with_what_is_near(words: list[str], sentence: str) -> None:
    assert sentence in refused(*words)


def test_only_one_kind_at_a_time() -> None:
    done = run("ranef", "--text", "--json")
    assert done.exit_code == 2
    assert "Only one of" in done.stderr
    assert run().exit_code == 2


def test_a_script_with_its_data_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "out" / "mine.R"
    file.parent.mkdir()
    done = run("ranef", "--r", str(file))
    beside = file.parent / "caffeine.csv"
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [f"Wrote {file}.", f"Wrote {beside}."]
    assert beside.read_bytes() == (DATASETS / "caffeine.csv").read_bytes()
    code = file.read_text("utf-8")
    assert 'read.csv("caffeine.csv"' in code
    assert "\nranef(model)\n" in code


def test_a_script_on_standard_output_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    lines = printed("ranef", "--r", "-")
    assert lines[0] == "library(lme4)"
    assert list(Path().iterdir()) == []


def test_no_file_is_replaced_unless_told_to(tmp_path: Path) -> None:
    file, data = tmp_path / "mine.R", tmp_path / "caffeine.csv"
    file.write_text("hers", "utf-8")
    assert refused("ranef", "--r", str(file)).startswith(f"{file} is there already.")
    assert file.read_text("utf-8") == "hers"
    assert not data.exists()

    file.unlink()
    data.write_text("hers", "utf-8")
    assert refused("ranef", "--r", str(file)).startswith(f"{data} is there already.")
    assert not file.exists()

    file.write_text("hers", "utf-8")
    done = run("ranef", "--r", str(file), "--force")
    assert done.stderr.splitlines() == [f"Replaced {file}.", f"Replaced {data}."]
    done = run("ranef", "--r", str(file), "--force")
    assert done.stderr.splitlines() == [f"Replaced {file}."]


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert "cannot be written" in refused("ranef", "--r", str(tmp_path / "no" / "mine.R"))
    assert "is there already" in refused("ranef", "--r", str(tmp_path))
    assert "cannot be written" in refused("ranef", "--r", str(tmp_path), "--force")


def test_a_figure_as_svg(tmp_path: Path) -> None:
    pytest.importorskip("app.drawing.svg")
    file = tmp_path / "arrows.svg"
    done = run("pooling", "arrows", "--svg", str(file))
    assert done.stderr.strip() == f"Wrote {file}."
    assert file.read_text("utf-8").startswith("<svg")
    assert printed("pooling", "arrows", "--svg", "-")[0].startswith("<svg")
    assert "is there already" in refused("pooling", "arrows", "--svg", str(file))


def test_help_lists_the_examples() -> None:
    text = run("--help").stdout
    assert "three-ways, arrows" in text
    assert "flashcards example nutshell --r nutshell.R" in text
