from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from flashcards.places import HOME, places


def test_the_variable_names_one_folder_for_everything(tmp_path):
    found = places({HOME: str(tmp_path)})
    assert found.data == tmp_path
    assert found.cache == tmp_path / "cache"
    assert found.settings == tmp_path / "settings.toml"
    assert list(tmp_path.iterdir()) == []


def test_a_relative_folder_stays_where_it_was(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = places({HOME: "here"})
    monkeypatch.chdir("/")
    assert found.data == tmp_path / "here"


def test_a_tilde_is_home():
    assert places({HOME: "~/cards"}).data == Path.home() / "cards"


def test_an_unknown_home_is_a_folder_of_that_name():
    assert places({HOME: "~nobody-of-this-name/cards"}).data.name == "cards"


@pytest.mark.parametrize("environment", [{}, {HOME: ""}])
def test_without_it_they_are_the_systems_own(environment):
    found = places(environment)
    assert found.data == platformdirs.user_data_path("lm-to-lmer", appauthor=False)
    assert found.cache == platformdirs.user_cache_path("lm-to-lmer", appauthor=False)
    assert found.settings.parent == platformdirs.user_config_path("lm-to-lmer", appauthor=False)
