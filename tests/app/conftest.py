"""A learner for the screens: the real course, a journal of her own, a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.app import StudyApp
from flashcards.clock import Moment
from flashcards.deck import Deck, bundled_content, load_deck
from flashcards.journal import Journal
from flashcards.settings import Settings
from flashcards.study import Study
from tests.app.modellers import Canned

SUNDAY = datetime(2026, 11, 22, 14, 0, tzinfo=timezone(timedelta(hours=1)))


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = SUNDAY
    ticks: float = 1000.0

    def moment(self) -> Moment:
        return Moment.of(self.now)

    def monotonic(self) -> float:
        return self.ticks

    def pass_seconds(self, seconds: float) -> None:
        self.ticks += seconds
        self.now += timedelta(seconds=seconds)

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture(autouse=True)
def able_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that can show everything, whichever the tests are started from."""
    for name in ("NO_COLOR", "FLASHCARDS_NOW", "FLASHCARDS_HOME", "COLUMNS", "LINES",
                 "LC_ALL", "LC_CTYPE", "LANG"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    utf8 = SimpleNamespace(encoding="utf-8")
    monkeypatch.setattr("app.glyphs.sys", SimpleNamespace(__stdout__=utf8))


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process for models; the tests that are about one take it back."""
    monkeypatch.setattr("app.modeller.Modeller", Canned)


@pytest.fixture(scope="session")
def course() -> Deck:
    """The course as it is shipped."""
    return load_deck(bundled_content())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def study(course: Deck, clock: Clock, tmp_path: Path) -> Iterator[Study]:
    """A learner on her first day."""
    journal = Journal.open(tmp_path, clock=clock)
    yield Study(course, journal, Settings(), clock, tmp_path / "settings.toml")
    journal.close()


@pytest.fixture
def start(study: Study) -> Callable[[], StudyApp]:
    """The program, opened anew on the same journal each time."""
    return lambda: StudyApp(study)
