"""Numbers, vectors, tables, names and calls against what R makes of the same."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from flashcards.models import rnumbers, rtables
from flashcards.models.rcoefmat import print_coefmat
from flashcards.models.rdeparse import deparsed
from flashcards.models.rtables import Frame
from flashcards.models.rtext import abbreviated
from tests.flashcards.models.live_r import lacking, needs_r, run_r

CASES = Path(__file__).parent / "references" / "rprint" / "tables.jsonl"


def number(text):
    return None if text == "NA" else float(text)


def numbers(texts):
    return [number(text) for text in texts]


def cases(file: Path = CASES) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        case = json.loads(line)
        found[case["kind"]].append(case)
    return found


def frame_column(values, kind):
    if kind == "double":
        return numbers(values)
    return [None if value == "NA" else value for value in values]


def coefficients(case):
    columns = dict(zip(case["names"], map(numbers, case["columns"]), strict=True))
    tested = len(columns) == 4
    return print_coefmat(
        columns,
        case["rows"],
        case["digits"],
        joint=("Estimate", "Std. Error"),
        tests=("t value",),
        p_values=tested,
    )


def exact(values):
    return [repr(value) for value in values]


MAKES = {
    "format": lambda c: rnumbers.format_numbers(numbers(c["values"]), c["digits"], c["nsmall"]),
    "pval": lambda c: rnumbers.format_pval(numbers(c["values"]), c["digits"]),
    "signif": lambda c: exact(
        v if v is None else rnumbers.signif(v, c["digits"]) for v in numbers(c["values"])
    ),
    "round": lambda c: exact(
        v if v is None else rnumbers.round_half(v, c["digits"]) for v in numbers(c["values"])
    ),
    "zapsmall": lambda c: exact(rnumbers.zapsmall(numbers(c["values"]), c["digits"])),
    "general": lambda c: [rnumbers.format_general(v, c["digits"]) for v in numbers(c["values"])],
    "vector": lambda c: rtables.print_vector(numbers(c["values"]), digits=c["digits"]),
    "named": lambda c: rtables.print_vector(numbers(c["values"]), c["names"], c["digits"]),
    "matrix": lambda c: rtables.print_matrix(
        [numbers(column) for column in c["columns"]],
        c["names"] or None,
        c["rows"] or None,
        c["digits"],
    ),
    "frame": lambda c: rtables.print_frame(
        Frame.of(
            {
                name: frame_column(column, kind)
                for name, column, kind in zip(c["names"], c["columns"], c["kinds"], strict=True)
            }
        ),
        c["digits"],
    ),
    "coefficients": coefficients,
    "abbreviate": lambda c: abbreviated(c["values"], c["digits"]),
    "formula": lambda c: deparsed(c["values"]),
}


def assert_as_in_r(kind, found):
    assert found
    for case in found:
        expected = case["out"]
        if kind in {"signif", "round", "zapsmall"}:
            expected = exact(numbers(expected))
        assert MAKES[kind](case) == expected, case


@pytest.mark.parametrize("kind", MAKES)
def test_what_is_written_is_what_r_writes(kind):
    assert_as_in_r(kind, cases()[kind])


@needs_r
@pytest.mark.skipif(bool(lacking("jsonlite")), reason=lacking("jsonlite"))
def test_what_is_written_is_what_the_r_of_this_machine_writes(tmp_path):
    run_r(CASES.with_name("make_tables.R"), "100", "2026", folder=tmp_path)
    for kind, found in cases(tmp_path / CASES.name).items():
        assert_as_in_r(kind, found)
