"""Nested and crossed factors, counted in the files."""

from __future__ import annotations

from collections import Counter

import pytest

from flashcards.models.errors import ModelError
from flashcards.models.figures.figure import Arrows, Points, Words
from flashcards.models.figures.schematic import short
from tests.flashcards.models.figures.drawn import SLOPES, figure, layers, only, rows

NESTED = "score ~ 1 + (1 | school) + (1 | child:school)"
CROSSED = "score ~ 1 + (1 | ppt) + (1 | task)"


def test_a_tree_ties_each_school_to_its_own_children():
    shown = figure("schematic", NESTED, name="schools")
    panel = shown.panels[0]
    children = Counter(school for school, _ in {(r["school"], r["child"]) for r in rows("schools")})
    names = [words.text for words in layers(panel, Words) if words.text.startswith("school_")]
    assert names == sorted(children)[: len(names)]
    families = layers(panel, Arrows)
    assert [len(family.x) for family in families] == [children[name] for name in names]
    assert not any(family.head for family in families)
    above, below = only(panel, Points, "slopes"), only(panel, Points, "deviation")
    assert [family.x[0] for family in families] == list(above.x)
    assert sorted(x for family in families for x in family.to_x) == list(below.x)


def test_few_schools_are_drawn_where_there_are_many_and_the_title_says_so():
    shown = figure("schematic", NESTED, name="schools")
    assert "3 of 12 schools" in shown.title
    assert len(shown.table.rows) == 12


def test_children_are_numbered_anew_in_each_school():
    panel = figure("schematic", NESTED, name="schools").panels[0]
    numbers = [words.text for words in layers(panel, Words) if words.text.isdigit()]
    assert numbers.count("1") == 3


def test_nesting_is_said_with_its_counts():
    children = {(row["school"], row["child"]) for row in rows("schools")}
    sizes = Counter(school for school, _ in children).values()
    first = sum(child == "child_1" for _, child in children)
    assert figure("schematic", NESTED, name="schools").says == (
        f"Each of the {len(children)} children is in one school only: {len(sizes)} schools with "
        f"{min(sizes)} to {max(sizes)} children each, 3 rows of data a child; child_1 is "
        f"there in {first} schools, and is another child in each."
    )


@pytest.mark.parametrize("name", ["tasks", "tasks-partial"])
def test_a_dot_stands_where_someone_did_a_task(name):
    panel = figure("schematic", CROSSED, name=name).panels[0]
    done = Counter((row["ppt"], row["task"]) for row in rows(name))
    dots = only(panel, Points, "slopes")
    people = [f"ppt_{level}" for level in panel.x.levels]
    found = {(people[int(x)], panel.y.levels[int(y)]) for x, y in zip(dots.x, dots.y, strict=True)}
    assert found == set(done)
    rings = layers(panel, Points, "plain")
    assert sum(len(each.x) for each in rings) == len(people) * len(panel.y.levels) - len(done)


def test_full_and_partial_crossing_are_told_apart():
    full = figure("schematic", CROSSED, name="tasks")
    assert full.title.endswith("fully crossed")
    assert full.says.startswith("Fully crossed: every one of the 24 ppts has rows with every one")
    assert "192 of 192 pairs have rows, 2 rows of data each" in full.says
    partial = figure("schematic", CROSSED, name="tasks-partial")
    done = {(row["ppt"], row["task"]) for row in rows("tasks-partial")}
    assert partial.title.endswith("partially crossed")
    assert "each ppt has rows with 4 of the 8 tasks" in partial.says
    assert f"{len(done)} of 192 pairs have rows" in partial.says
    assert partial.table.rows[0][0] == "ppt_01"


def test_one_factor_alone_lies_to_none():
    with pytest.raises(ModelError, match="this model has one, `subject`"):
        figure("schematic", SLOPES)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("child_1", "child_2"), ("1", "2")),
        (("task 01", "task 02"), ("01", "02")),
        (("Ada", "Ben"), ("Ada", "Ben")),
        (("a_1", "b_1"), ("a_1", "b_1")),
        (("a_", "a_"), ("a_", "a_")),
    ],
)
def test_what_all_names_begin_with_is_left_out(levels, expected):
    assert short(levels) == expected
