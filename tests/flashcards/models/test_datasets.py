"""CSV files of every kind end in columns or in a sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.models.columns import Factor
from flashcards.models.datasets import dictionary, load, names, read_csv
from flashcards.models.errors import ModelError


def written(folder: Path, text: str | bytes, name: str = "d.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_numbers_names_logical_values_and_gaps(tmp_path: Path) -> None:
    file = written(tmp_path, "x,g,ok,n\n1.5,a,TRUE,\nNA,b,FALSE,3\n-2e3,,NA,4\n")
    columns = read_csv(file)
    np.testing.assert_array_equal(columns["x"], [1.5, np.nan, -2000.0])
    assert columns["g"].tolist() == ["a", "b", None]
    assert columns["ok"].tolist() == [True, False, None]
    np.testing.assert_array_equal(columns["n"], [np.nan, 3, 4])


@pytest.mark.parametrize(
    "text",
    [
        "x;g\n1,5;a\n2,25;b\n",
        "x\tg\n1,5\ta\n2,25\tb\n",
        '"","x","g"\n"1",1.5,"a"\n"2",2.25,"b"\n',
        "\ufeffx,g\r\n1.5,a\r\n2.25,b\r\n",
        " x , g \n 1.5 , a \n\n 2.25 , b \n",
    ],
    ids=["semicolons", "tabs", "row names of R", "byte order mark", "spaces and empty lines"],
)
def test_as_many_programs_write_it(tmp_path: Path, text: str) -> None:
    columns = read_csv(written(tmp_path, text))
    assert list(columns) == ["x", "g"]
    assert columns["x"].tolist() == [1.5, 2.25]
    assert columns["g"].tolist() == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = written(tmp_path, "größe,ort\n1,Köln\n".encode(encoding))
    assert read_csv(file)["ort"].tolist() == ["Köln"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("x,y\n", "no rows"),
        ("x,x\n1,2\n", ":1 names two columns `x`"),
        ("x,,y\n1,2,3\n", ":1 has no name for column 2"),
        ("x,y\n1,2\n3\n", ":3 has 1 value where the first line names 2 columns"),
        ('x,y\n1,"2\n', "is not CSV"),
        (b"\x89PNG\0\0", "is no text file"),
        (b"\xff\xfe\x00\xd8", "is in no known encoding"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        read_csv(written(tmp_path, text))


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is a folder"):
        read_csv(tmp_path)
    with pytest.raises(ModelError, match="There is no file"):
        read_csv(tmp_path / "gone.csv")
    with pytest.raises(ModelError, match="is an address"):
        read_csv(Path("https://example.org/d.csv"))


def test_a_text_that_looks_like_code_stays_a_text(tmp_path: Path) -> None:
    columns = read_csv(written(tmp_path, "x,y\n=1+1,1_000\nimport os,2\n"))
    assert columns["x"].tolist() == ["=1+1", "import os"]
    assert columns["y"].tolist() == ["1_000", "2"]


PAGE = """# Doses

| column | type | unit | levels | meaning |
|---|---|---|---|---|
| y | number | ms | – | how long it took |
| dose | factor | – | none, low, high | how much |
"""


def test_a_dictionary_orders_levels(tmp_path: Path) -> None:
    written(tmp_path, "y,dose\n1,low\n2,none\n3,high\n4,\n")
    written(tmp_path, PAGE, "d.md")
    assert names(tmp_path) == ["d"]
    assert [column.unit for column in dictionary("d", tmp_path)] == ["ms", "–"]
    dose = load("d", tmp_path)["dose"]
    assert isinstance(dose, Factor)
    assert dose.levels == ("none", "low", "high")
    assert dose.codes.tolist() == [1, 0, 2, -1]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    written(tmp_path, "y\n1\n")
    assert load("d", tmp_path)["y"].tolist() == [1]
    written(tmp_path, "y\n1\n22\n")
    assert load("d", tmp_path)["y"].tolist() == [1, 22]


def test_an_unknown_name_has_a_nearest_one(tmp_path: Path) -> None:
    written(tmp_path, "y\n1\n", "caffeine.csv")
    with pytest.raises(ModelError, match="Did you mean caffeine"):
        load("cafeine", tmp_path)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_columns_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    file = written(tmp_path_factory.mktemp("any"), raw)
    try:
        columns = read_csv(file)
    except ModelError:
        return
    assert len({len(values) for values in columns.values()}) == 1
