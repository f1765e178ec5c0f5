"""Every statement that the journal runs; the tables are in :mod:`flashcards.store.migrations`.

Each one that runs on the way to a screen finds its rows through an index, whatever the number of
events.
"""

# ruff: noqa: S608 -- the statements are put together from our own column names and nothing else

from __future__ import annotations

from flashcards.store.rows import DraftRow, EventRow

_EVENT = ", ".join(EventRow._fields)
_DRAFT = ", ".join(DraftRow._fields)
_EVENTS = "SELECT " + _EVENT + " FROM events AS e"
_STANDS = "NOT EXISTS (SELECT 1 FROM events AS u WHERE u.undoes = e.id)"

# -- events ----------------------------------------------------------------------------------

ADD_EVENT = "INSERT INTO events (" + _EVENT + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
HAS_EVENT = "SELECT 1 FROM events WHERE id = ?"
EVENTS = _EVENTS + " ORDER BY seq DESC LIMIT ?"
EVENTS_OF_TOPIC = _EVENTS + " WHERE topic = ? ORDER BY seq DESC LIMIT ?"
EVENTS_OF_DAY = _EVENTS + " WHERE day = ? AND kind <> 'undone' AND " + _STANDS + " ORDER BY seq"
RECALLS_OF_TOPIC = (
    _EVENTS + " WHERE topic = ? AND kind = 'recalled' AND " + _STANDS + " ORDER BY seq DESC LIMIT ?"
)
# The words of the partial index again, so that SQLite sees that it serves.
_ANSWERS = _EVENTS + " WHERE kind IN ('recalled', 'read') AND "
LAST_ANSWER = _ANSWERS + _STANDS + " ORDER BY seq DESC LIMIT 1"
# A drill of the day; what was answered before the last recall is no longer what undo is about.
LAST_DRILL = (
    _EVENTS + " WHERE day = ? AND kind = 'drilled' AND " + _STANDS + " AND seq > COALESCE((SELECT"
    " MAX(a.seq) FROM events AS a WHERE a.kind IN ('recalled', 'read') AND NOT EXISTS (SELECT 1"
    " FROM events AS t WHERE t.undoes = a.id)), 0) ORDER BY seq DESC LIMIT 1"
)
RECALLS = _ANSWERS + "kind = 'recalled' AND " + _STANDS + " ORDER BY seq DESC LIMIT ?"
# By the table alone, since in a damaged file an index may lie.
NUMBERED = "SELECT seq, " + _EVENT + " FROM events NOT INDEXED ORDER BY seq"
NUMBERED_BACKWARDS = NUMBERED + " DESC"
TOPICS = "SELECT DISTINCT topic FROM events"
TOPIC_OF = "SELECT topic FROM events WHERE id = ?"
STRAY_UNDOS = """
    SELECT u.id FROM events AS u LEFT JOIN events AS e ON e.id = u.undoes
    WHERE u.undoes IS NOT NULL AND (e.id IS NULL OR e.topic <> u.topic OR e.kind = 'undone')
"""


def under_any_name(query: str) -> str:
    """The same of a topic that had other names: takes a JSON list of them all."""
    return query.replace("topic = ?", "topic IN (SELECT value FROM json_each(?))")


# -- drafts ----------------------------------------------------------------------------------

PUT_DRAFT = (
    "INSERT INTO drafts (" + _DRAFT + ", saved) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(saved), 0) + 1 FROM drafts)) "
    "ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, at = excluded.at, "
    "offset = excluded.offset, day = excluded.day, seconds = excluded.seconds, "
    "data = excluded.data, saved = excluded.saved WHERE excluded.seconds >= drafts.seconds"
)
DROP_DRAFT = "DELETE FROM drafts WHERE id = ?"
DRAFTS = "SELECT " + _DRAFT + " FROM drafts WHERE ? IS NULL OR topic = ? ORDER BY saved DESC"

# -- the cache of what events add up to --------------------------------------------------------

STATES = "SELECT topic, rules, state FROM topic_state"
STATE = "SELECT rules, state FROM topic_state WHERE topic = ?"
PUT_STATE = "INSERT OR REPLACE INTO topic_state (topic, rules, state) VALUES (?, ?, ?)"
DROP_STATE = "DELETE FROM topic_state WHERE topic = ?"
DROP_STATES = "DELETE FROM topic_state"
OTHER_RULES = "SELECT 1 FROM topic_state WHERE rules <> ? LIMIT 1"

# -- what the journal says of itself -----------------------------------------------------------

META = "SELECT value FROM meta WHERE key = ?"
PUT_META = "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
