"""A writer that is killed at random moments has lost nothing of what it had said was kept."""

from __future__ import annotations

import random

from tests.benchmarks.kills import Said, kill_once


def test_twenty_kills_lose_nothing(tmp_path):
    rng, said = random.Random(20), Said()
    for _ in range(20):
        assert kill_once(tmp_path, said, rng).lost == ()
    assert len(said.events) > 20
    assert len(said.drafts) > 20
