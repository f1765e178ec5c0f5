"""The data and R's results that ``make.R`` wrote, read for the tests."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).parent


def _frame(columns: dict[str, list[Any]], order: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})
    if "o" in frame:
        frame["o"] = pd.Categorical(frame["o"], categories=order)
    return frame


_DATA = json.loads((HERE / "data.json").read_text("utf-8"))

SETS = {name: _frame(columns, _DATA["ordered"]) for name, columns in _DATA["sets"].items()}
"""``plain`` of 48 rows, ``gaps`` the same with missing values, ``fresh`` rows to predict."""

REFERENCES: dict[str, Any] = json.loads((HERE / "references.json").read_text("utf-8"))
"""``designs``, ``mixed``, ``linear``, ``predicted`` and ``sorted``, by what they compare."""
