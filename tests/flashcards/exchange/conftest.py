"""What the tests of exchange share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of nobody's."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FLASHCARDS_HOME", str(folder))
    return folder
