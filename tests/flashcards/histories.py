"""Made-up students: topics, moments and events for the tests of memory, fold and schedule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from flashcards.cards import KeyPoint, Topic
from flashcards.clock import Moment, study_day
from flashcards.events import Answer, Drilled, Event, Read, Recalled, Undone
from flashcards.fold import TopicMemory
from flashcards.memory import PointMemory

NO, PARTLY, YES = Answer.NO, Answer.PARTLY, Answer.YES
TODAY = date(2026, 11, 22)  # a Sunday
POINTS = ("a", "b", "c", "d", "e", "f")


def days(count: int) -> timedelta:
    return timedelta(days=count)


def moment(day: date = TODAY, hour: float = 20, offset: int = 60) -> Moment:
    """A wall-clock time; hours of 24 and more, up to 28, are the night that ends the study day."""
    local = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
    at = (local - timedelta(minutes=offset)).replace(tzinfo=UTC)
    return Moment(at, offset, study_day(local))


def topic(
    id_: str = "one",
    points: str = "abcdef",
    after: tuple[str, ...] = (),
    minutes: float = 0,
    title: str = "",
) -> Topic:
    return Topic(
        pack="p",
        id=id_,
        title=title or id_.capitalize(),
        after=after,
        minutes=minutes,
        body="",
        body_line=1,
        key_points=tuple(KeyPoint(point, point, f"{point}?") for point in points),
        examples=(),
        numbers=(),
        file=f"{id_}.md",
        content_hash="0" * 16,
    )


def recall(
    id_: str, when: Moment, answers: Mapping[str, Answer], topic_key: str = "p/one"
) -> Recalled:
    return Recalled(
        id=id_,
        device="d",
        moment=when,
        topic=topic_key,
        text="",
        seconds=90.0,
        comfort=3,
        paper=False,
        answers=answers,
    )


def read(id_: str, when: Moment, topic_key: str = "p/one") -> Read:
    return Read(id_, "d", when, topic_key)


def undo(id_: str, undone: str, when: Moment | None = None, topic_key: str = "p/one") -> Undone:
    return Undone(id_, "d", when or moment(), topic_key, undone)


def remembered(
    stabilities: Mapping[str, float],
    last: Moment,
    missed: str = "",
    recalls: int = 2,
) -> TopicMemory:
    """A topic recalled at ``last``, with chosen stabilities in days and the points missed then."""
    points = {
        point: PointMemory(stability, 5.0, last.day, NO if point in missed else YES)
        for point, stability in stabilities.items()
    }
    return TopicMemory(points, last, last.day, recalls)


moments = st.builds(
    moment,
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.floats(0, 27.99),
    st.sampled_from([-600, -300, 0, 60, 120, 330, 840]),
)
answers = st.dictionaries(st.sampled_from(POINTS), st.sampled_from(Answer), max_size=6)
topic_keys = st.sampled_from(["p/one", "p/two", "p/three"])


@st.composite
def journals(draw: st.DrawFn, undos: bool = True, ordered: bool = False) -> list[Event]:
    """Events in the order of a journal; moments may jump unless ``ordered``."""
    size = draw(st.integers(0, 14))
    when = [draw(moments) for _ in range(size)]
    if ordered:
        when.sort(key=lambda m: m.at)
    kinds = ["recall", "recall", "recall", "read", "drill", *(["undo"] if undos else [])]
    events: list[Event] = []
    for index, at in enumerate(when):
        id_, key = f"e{index}", draw(topic_keys)
        match draw(st.sampled_from(kinds)):
            case "recall":
                events.append(recall(id_, at, draw(answers), key))
            case "read":
                events.append(read(id_, at, key))
            case "drill":
                point, answer = draw(st.sampled_from(POINTS)), draw(st.sampled_from(Answer))
                events.append(Drilled(id_, "d", at, key, point, answer))
            case _:
                named = [e for e in events if not isinstance(e, Undone)]
                if named:
                    target = draw(st.sampled_from(named))
                    events.append(undo(id_, target.id, at, target.topic))
                else:
                    events.append(undo(id_, "unknown", at, key))
    return events
