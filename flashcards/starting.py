"""Starts for tutors: a pack, a topic and a data set, complete, commented, and sound at once.

Only texts are made here; :mod:`app.newing` puts them into files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Sequence
from random import Random

from flashcards.reading.keypoints import slug

SEED = 2026
"""What the example data are drawn with."""

GROUPS, EACH = 8, 6
"""How many groups the example data have, and rows in each."""

_COURSE = """\
---
# Its short name. It never changes: students' progress goes by it.
pack: {pack}
title: {title}
# Another one each time that you give the pack to students.
version: "0.1.0"
author: {author}
# What others may do with your cards.
licence: CC-BY-4.0
# Packs whose topics yours build on, such as lm-to-lmer.
needs: []
# Ids of the topics, in the order in which they are best studied.
topics:
  - {topic}
---
<!-- This page opens the course. What stands between these signs is for you alone. -->

Say in a few sentences what these cards are about, and for whom they are.
"""

_CARD = """\
---
# Students' progress goes by the id: it never changes. The file is named after it.
id: {id}
title: {title}
# Ids of the topics that this one builds on, such as [ranef, coef].
after: {after}
# For writing it from memory; a short topic takes 1.
minutes: 2
---
<!-- What stands between these signs is for you alone; students never see it. -->

Say in two or three sentences what {words} is, and what one needs it for.

<!-- A formula has two dollar signs around it, or one within a sentence: $b_0$. -->

$$\\widehat{{y}}_{{ij}} = (b_0 + \\zeta_{{0i}}) + b_1 x_{{ij}}$$

### In R

```r
m <- lmer(outcome ~ x1 + (1 | subject), data = caffeine)
fixef(m)
```

<!-- A number from the example below is tied to it, and shown plain. Say which one it is in
     {{=…}}; `flashcards check` knows when the fit gives another. -->

The slope is [-0.913]{{=fixef.x1 of first}}: the outcome falls by that much for each unit of `x1`.

```live
# Computed when a student opens the card. A line with # before it is for you alone.
name: first
data: caffeine
model: lmer(outcome ~ x1 + (1 | subject))
show: fixef, VarCorr
figure: facets
groups: sub_308, sub_309, sub_310, sub_330
title: Fits parallel lines, one for each subject, and prints what they have in common.
```

## Key points
<!-- One idea each, four to eight of them; each has its own {{#id}}, which never changes. The
     question calls the idea up and does not give it away. A student's text suggests the point
     when it has a word of every group of cues: `;` parts groups, `,` alternatives. A formula
     in backticks is compared by its meaning. -->
- The lines of all subjects are parallel {{#parallel}}
  - ask: How do the lines of the subjects lie to each other?
  - cues: parallel, same slope, one slope; line, subject, group
- `(1 | subject)` gives each subject an intercept of its own {{#own-intercept}}
  - ask: Which term of the formula lets subjects start at their own level?
  - cues: `(1 | subject)`, random intercept; own, each, every
<!--
- Another idea, in one line {{#another-idea}}
  - ask: Which short question calls it up?
  - cues: word, another word for it; word of a second group
-->
"""

_PAGE = """\
# {name}

{about}

<!-- `data: {name}` in a live example finds the table. What the columns are stands below: a unit is
     written on the axes of figures, levels give a factor its order. A dash stands for nothing. -->

| column | type | unit | levels | meaning |
|---|---|---|---|---|
{rows}

Licence: {licence}
"""

_MADE = """\
Made up, to be replaced by your own: `flashcards new data` drew it with the seed {seed}, {each} rows
for each of {groups} groups, with intercepts and slopes that differ between groups."""

_TAKEN = "Say in a sentence or two what was measured, on whom, and who may use it."


def id_for(title: str, taken: Collection[str] = ()) -> str:
    """An id for a topic: its title in small ASCII letters, digits and hyphens.

    Args:
        title: what the learner sees.
        taken: ids that are given already; a number tells the new one from them.
    """
    base = slug(title) or "topic"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found


def card(topic_id: str, title: str, after: Sequence[str] = ()) -> str:
    """The start of a card: its file's text.

    Args:
        topic_id: its id.
        title: what the learner sees.
        after: ids, or keys of other packs, that it builds on.
    """
    return _CARD.format(
        id=topic_id, title=_quoted(title), after=f"[{', '.join(after)}]", words=_words(title)
    )


def course(pack: str, title: str, author: str, topic_id: str) -> str:
    """The start of a pack: the text of its ``course.md``.

    Args:
        pack: its short name.
        title: what the learner sees.
        author: who writes it.
        topic_id: id of its first topic.
    """
    return _COURSE.format(pack=pack, title=_quoted(title), author=_quoted(author), topic=topic_id)


def example_data() -> str:
    """A small table with groups, the same each time: CSV with the columns y, x and group."""
    draw = Random(SEED)  # noqa: S311 these are no secrets
    rows: list[tuple[object, ...]] = [("y", "x", "group")]
    for number in range(1, GROUPS + 1):
        level, slope = draw.gauss(50, 6), draw.gauss(2, 0.8)
        outcomes = [level + slope * x + draw.gauss(0, 2) for x in range(EACH)]
        rows += [(f"{y:.1f}", x, f"g{number}") for x, y in enumerate(outcomes)]
    return table(rows)


def example_page(name: str) -> str:
    """The page beside :func:`example_data`."""
    rows = [
        ("y", "number", "points", "–", "the outcome"),
        ("x", "number", "–", "–", "the predictor, 0 to 5"),
        ("group", "factor", "–", "–", "the grouping factor"),
    ]
    about = _MADE.format(seed=SEED, each=EACH, groups=GROUPS)
    return _page(name, about, rows, "CC BY 4.0.")


def page(name: str, columns: Sequence[tuple[str, str]]) -> str:
    """The page beside a table that was taken in, to be filled in.

    Args:
        name: of the data set.
        columns: name and type of each.
    """
    rows = [(column, kind, "–", "–", "say what it is") for column, kind in columns]
    return _page(name, _TAKEN, rows, "say who may use it.")


def table(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV, with commas and plain newlines."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _page(name: str, about: str, rows: Sequence[Sequence[str]], licence: str) -> str:
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return _PAGE.format(name=name, about=about, rows=lines, licence=licence)


def _quoted(text: str) -> str:
    """Words as YAML in quotes; JSON's are YAML's as well."""
    return json.dumps(text, ensure_ascii=False)


def _words(title: str) -> str:
    """A title in running text: no sign in it is taken for Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>$|#&!~" else char for char in title)
