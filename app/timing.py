"""How long a recall has lasted and how much of it is left, without counting ticks."""

from __future__ import annotations

from collections.abc import Callable


class Timer:
    """A stopwatch with a limit that can be paused and prolonged.

    All times are seconds on a monotonic clock, so neither a slow screen nor a changed wall clock
    can stretch or shrink a recall.
    """

    def __init__(self, now: Callable[[], float], limit: float | None, spent: float = 0.0) -> None:
        """Start at once.

        Args:
            now: the monotonic clock.
            limit: seconds from here to zero, or None for no countdown.
            spent: seconds that an earlier part of the same recall lasted.
        """
        self._now = now
        self._limit = None if limit is None else limit + spent
        self._before = spent
        self._since: float | None = now()

    @property
    def running(self) -> bool:
        """Whether it is not paused."""
        return self._since is not None

    @property
    def spent(self) -> float:
        """Seconds of writing so far, pauses left out."""
        return self._before + (0.0 if self._since is None else self._now() - self._since)

    @property
    def left(self) -> float | None:
        """Seconds until zero, never negative; None without a countdown."""
        return None if self._limit is None else max(0.0, self._limit - self.spent)

    def share(self, whole: float) -> float:
        """What is left as a share of ``whole`` seconds, from 0 to 1."""
        return 0.0 if self.left is None or whole <= 0 else min(1.0, self.left / whole)

    def pause(self) -> None:
        """Stop the watch; a second pause changes nothing."""
        self._before, self._since = self.spent, None

    def go_on(self) -> None:
        """Start it again after a pause."""
        if self._since is None:
            self._since = self._now()

    def prolong(self, seconds: float) -> None:
        """Give more time; after zero the new time counts from now."""
        if self._limit is not None:
            self._limit = max(self._limit, self.spent) + seconds


def clock_face(seconds: float) -> str:
    """``1:24``, rounded up so that 0:00 means that the time is over."""
    whole = int(-(-seconds // 1))
    return f"{whole // 60}:{whole % 60:02d}"
