from __future__ import annotations

import pytest

from flashcards.store import database


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch, request):
    """Do not wait for the disk at every commit, except where just this is tested.

    A process that is killed loses nothing by it, only a computer whose power is cut.
    """
    if "real_disk" in request.fixturenames:
        return
    pragmas = database._pragmas
    monkeypatch.setattr(database, "_pragmas", lambda mode: (*pragmas(mode), "synchronous = OFF"))


@pytest.fixture
def real_disk():
    """Ask for it to have every commit synced as the program does."""
