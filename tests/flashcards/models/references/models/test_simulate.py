"""The committed data sets are those that the script draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.flashcards.models.references.models.reading import data_set
from tests.flashcards.models.references.models.simulate import DATA, SETS, write


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn")
    write(folder)
    return folder


@pytest.mark.parametrize("name", SETS)
def test_the_script_draws_what_is_committed(name: str, drawn: Path) -> None:
    ours, theirs = pd.read_csv(drawn / f"{name}.csv"), data_set(name)
    assert list(ours) == list(theirs)
    assert len(ours) == len(theirs)
    for column in ours:
        if pd.api.types.is_float_dtype(ours[column]):
            # Another processor may round the last decimal the other way.
            np.testing.assert_allclose(ours[column], theirs[column], rtol=1e-3, atol=1.1e-3)
        else:
            assert ours[column].astype(object).equals(theirs[column].astype(object))


def test_every_file_is_one_of_the_sets() -> None:
    assert {path.stem for path in DATA.iterdir()} == set(SETS)
