"""Where the program keeps what is the learner's: her journal, her settings, and what can be remade.

Nothing is created here; whoever writes makes the folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

HOME = "FLASHCARDS_HOME"
"""Environment variable that names one folder for everything, for trials, tests and USB sticks."""

NAME = "lm-to-lmer"
"""The name of the program's own folder inside the system's folders."""


class Places(Struct, frozen=True):
    """The folders and files of one learner.

    Attributes:
        data: folder of the journal and its copies; the one that is worth a backup.
        cache: folder of what can be deleted at any time.
        settings: the TOML file of her settings.
    """

    data: Path
    cache: Path
    settings: Path


def places(environment: Mapping[str, str] = os.environ) -> Places:
    """The system's own folders for a user's data, or those under ``FLASHCARDS_HOME``.

    An empty variable counts as none; a leading ``~`` is the user's home.
    """
    if environment.get(HOME):
        home = _absolute(environment[HOME])
        return Places(home, home / "cache", home / "settings.toml")
    import platformdirs

    system = platformdirs.PlatformDirs(NAME, appauthor=False)
    settings = system.user_config_path / "settings.toml"
    return Places(system.user_data_path, system.user_cache_path, settings)


def _absolute(path: str) -> Path:
    """An absolute path, so that a later change of the working folder moves nothing."""
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError:  # a user whose home the system does not know
        return Path(path).absolute()
