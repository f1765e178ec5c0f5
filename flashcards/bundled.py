"""Where the course lies that comes with the program."""

from __future__ import annotations

from pathlib import Path

PACK = "lm-to-lmer"
"""Its short name."""


def bundled_topics() -> frozenset[str]:
    """Keys of its topics, by the names of their files; nothing is read."""
    try:
        files = [each.stem for each in (bundled_content() / "topics").glob("*.md")]
    except OSError:
        return frozenset()
    return frozenset(f"{PACK}/{stem}" for stem in files)


def bundled_content() -> Path:
    """The folder of the course that comes with the program.

    It lies inside the installed package, or beside it in a checkout; where the program was
    started makes no difference.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_content"
    return installed if installed.is_dir() else package.parent / "content"
