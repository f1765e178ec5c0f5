"""The lines of the exam screen as pure functions of forecast, days and width."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from app.glyphs import Glyphs
from app.widgets.hanging import hung
from app.words import count
from flashcards.dates import MONTHS, WEEKDAYS, long_date
from flashcards.exam import Exam, Forecast, PlannedDay, TopicForecast
from flashcards.study import Study

STRIP = (16, 41)
"""Cells of the line from 0 to 100 % at least, and at most."""

NUMBERS = "  {:>12}  {:>5}  {:>7}"
"""Share with the plan and its range, with the usual schedule, and without more study."""

SHORTEST = 18
"""Cells that a title keeps at least."""


def about(exam: Exam, study: Study) -> str:
    """``Friday 12 February 2027; the whole course, 20 minutes a day, 2 days off``."""
    minutes = exam.minutes or study.settings.minutes_per_day
    what = count(len(exam.topics), "topic") if exam.topics else "the whole course"
    parts = [what, f"{count(minutes, 'minute')} a day"]
    if exam.days_off:
        parts.append(f"{count(len(exam.days_off), 'day')} off")
    if study.settings.days_off:
        parts.append(f"no study on {_names(study.settings.days_off)}")
    return f"{long_date(exam.date)} {exam.date.year}; {', '.join(parts)}"


def _names(weekdays: tuple[str, ...]) -> str:
    *first, last = (f"{name.capitalize()}s" for name in weekdays)
    return f"{', '.join(first)} and {last}" if first else last


def sentence(forecast: Forecast) -> Content:
    """What she will probably recall on the day, three ways."""
    return Content.assemble(
        "On the day you will probably recall ",
        (f"{_percent(forecast.with_plan)} with the plan", "bold"),
        f" (8 of 10 learners: {_range(forecast)} %), {_percent(forecast.usual)} with the usual "
        f"schedule in the same minutes, and {_percent(forecast.stopped)} without more study.",
    )


def table(study: Study, forecast: Forecast, width: int, glyphs: Glyphs) -> Content:
    """A line a topic, and one for all points; between title and numbers a line from 0 to 100 %."""
    numbers = len(NUMBERS.format("", "", ""))
    titles = [study.title(row.topic) for row in forecast.topics]
    longest = max(map(len, (*titles, "all points")))
    strip = min(STRIP[1], width - numbers - longest - 2)
    if strip < STRIP[0]:
        strip = max(0, min(STRIP[0], width - numbers - SHORTEST - 2))
        longest = max(SHORTEST, width - numbers - strip - 2 * bool(strip))
    return Content("\n").join(
        (
            _heading(longest, strip),
            *(
                _row(title, row, longest, strip, glyphs)
                for title, row in zip(titles, forecast.topics, strict=True)
            ),
            _row("all points", forecast, longest, strip, glyphs).stylize("bold"),
            _key(strip, glyphs),
        )
    )


def _heading(longest: int, strip: int) -> Content:
    scale = f"  {'0 %':<{strip // 2}}{'100 %':>{strip - strip // 2}}" if strip else ""
    words = NUMBERS.format("plan", "usual", "no more")
    return Content.styled(f"{'':<{longest}}{scale}{words}", "$muted")


def _row(
    title: str, row: TopicForecast | Forecast, longest: int, strip: int, glyphs: Glyphs
) -> Content:
    plan = f"{row.with_plan * 100:.0f} ({_range(row)})"
    shares = NUMBERS.format(plan, f"{row.usual * 100:.0f}", f"{row.stopped * 100:.0f}")
    name = Content(title).truncate(longest, ellipsis=True, pad=True)
    drawn = [Content("  "), _strip(row, strip, glyphs)] if strip else []
    return Content("").join((name, *drawn, Content(shares)))


def _strip(row: TopicForecast | Forecast, cells: int, glyphs: Glyphs) -> Content:
    """Recall from 0 to 100 %: the likely range as a line, the three outcomes on it."""
    signs = [" "] * cells
    styles = [""] * cells

    def place(share: float) -> int:
        return min(cells - 1, max(0, round(share * (cells - 1))))

    for at in range(place(row.low), place(row.high) + 1):
        signs[at], styles[at] = glyphs.rule, "$muted"
    for share, sign, style in (
        (row.stopped, glyphs.missed, "$muted"),
        (row.usual, glyphs.partly, "$foreground"),
        (row.with_plan, glyphs.recalled, "$primary"),
    ):
        signs[place(share)], styles[place(share)] = sign, style
    return Content.assemble(*zip(signs, styles, strict=True))


def _key(strip: int, glyphs: Glyphs) -> Content:
    """What the signs on the line mean."""
    if not strip:
        return Content.styled(
            "in % of the points; in brackets what 8 of 10 learners reach", "$muted"
        )
    return Content.assemble(
        (glyphs.recalled, "$primary"),
        (" with the plan   ", "$muted"),
        f"{glyphs.partly}",
        (f" usual schedule   {glyphs.missed} no more study   ", "$muted"),
        (f"{glyphs.rule * 2} and brackets: 8 of 10 learners", "$muted"),
    )


def days(study: Study, planned: tuple[PlannedDay, ...], width: int) -> Iterator[Content]:
    """A line a day: when, how long, and which topics; later lines below the first one's topics."""
    for day in planned:
        when = f"{WEEKDAYS[day.day.weekday()][:3]} {day.day.day:>2} {MONTHS[day.day.month - 1][:3]}"
        if day.off or not day.tasks:
            words = "day off" if day.off else "nothing more"
            yield Content.assemble(f"{when}  {'':>6}  ", (words, "$muted"))
            continue
        names = [
            Content.assemble(study.title(task.topic), (" (new)" * (task.kind == "new"), "$muted"))
            for task in day.tasks
        ]
        head = Content.assemble(when, (f"  {round(day.minutes):>2} min  ", "$muted"))
        yield hung(head, Content(", ").join(names), width)


def _range(row: TopicForecast | Forecast) -> str:
    return f"{row.low * 100:.0f}–{row.high * 100:.0f}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
