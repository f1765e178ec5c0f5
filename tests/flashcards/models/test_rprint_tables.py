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

CASES = Path(__file__).parent / "references" / "rprint" / "tables.jsonl"


def number(text):
    return None if text == "NA" else float(text)


def numbers(texts):
    return [number(text) for text in texts]


def cases() -> dict[str, list[dict]]:
    found = defaultdict(list)
    for line in CASES.read_text("utf-8").splitlines():
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


@pytest.mark.parametrize("kind", MAKES)
def test_what_is_written_is_what_r_writes(kind):
    for case in cases()[kind]:
        expected = case["out"]
        if kind in {"signif", "round", "zapsmall"}:
            expected = exact(numbers(expected))
        assert MAKES[kind](case) == expected, case
