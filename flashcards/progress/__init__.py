"""What she has done and what it came to: tables of recall, work, coverage, judgement and time.

All of it is a pure function of events, memories, course and moment, in plain Python; nothing here
knows a terminal. :func:`at_once` is what the memories alone can say, in a few milliseconds
whatever the length of the journal; :func:`soon` leaves out what takes long; :func:`progress` is
everything.
"""

from __future__ import annotations

from flashcards.progress.report import at_once, progress, soon
from flashcards.progress.tables import Progress

__all__ = ["Progress", "at_once", "progress", "soon"]
