"""Decks that are written are imported by Anki itself; after an edit again, with history kept."""

from __future__ import annotations

import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards.deck import bundled_content, load_deck
from flashcards.exchange.html import card, inline
from flashcards.exchange.notes import guid, notes
from flashcards.markdown import read_topic

anki = pytest.importorskip("anki.collection", reason="Anki's backend is not installed")

CARD = """\
---
id: share
title: "Shares & parts <b>"
{front}---
Of $\\sigma_0^2 < 1$ [0.69]{{=icc.subject of empty}} is **between**.

$$\\rho = \\frac{{a}}{{b}}$$

```r
x <- 1 & 2
```

```live
name: empty
data: caffeine
model: lmer(outcome ~ 1 + (1 | subject))
show: VarCorr
figure: facets
title: Fits a random intercept.
```

## Key points
- {idea} {{#share}}
  - ask: What does $\\rho$ say?
  - cues: share
- Its denominator is `all` variance {{#{second}}}
  - ask: What stands under the line?
  - cues: total
"""


def pack(
    folder: Path, idea: str = "The share between", front: str = "", second: str = "all"
) -> Path:
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    course = '---\npack: mine\ntitle: "Mine: a::b"\nlicence: MIT\ntopics: [share]\n---\nOpening.\n'
    (folder / "course.md").write_text(course, "utf-8")
    text = CARD.format(idea=idea, front=front, second=second)
    (folder / "topics" / "share.md").write_text(text, "utf-8")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def exported(file: Path, *words: object) -> Path:
    result = run("export", file, "--force", *words)
    assert result.exit_code == 0, result.output
    return file


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[anki.Collection]:
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def take(collection: anki.Collection, file: Path) -> tuple[int, int, int]:
    """How many notes are new, updated, and there already."""
    log = collection.import_anki_package(anki.ImportAnkiPackageRequest(package_path=str(file))).log
    return len(log.new), len(log.updated), len(log.duplicate)


def note(collection: anki.Collection, name: str) -> dict[str, str]:
    found = collection.db.scalar("select id from notes where guid = ?", guid(name))
    return dict(collection.get_note(found).items())


def test_anki_imports_the_cards(tmp_path: Path, collection: anki.Collection) -> None:
    file = exported(tmp_path / "d.apkg", "--from", pack(tmp_path / "p"))
    assert take(collection, file) == (3, 0, 0)
    topic = note(collection, "mine/share")
    assert topic["Front"] == "Shares &amp; parts &lt;b&gt;"
    assert "\\(\\sigma_0^2 &lt; 1\\) 0.69 is <strong>between</strong>" in topic["Back"]
    assert "\\[\\rho = \\frac{a}{b}\\]" in topic["Back"]
    assert "<pre><code>x &lt;- 1 &amp; 2\n</code></pre>" in topic["Back"]
    assert re.search(r"<pre>&gt; VarCorr\(.*subject.*</pre>", topic["Back"], re.DOTALL)
    point = note(collection, "mine/share#share")
    assert point["Front"] == "What does \\(\\rho\\) say?"
    assert point["Back"] == "The share between"
    picture = re.search(r'<img src="(.*?)"', topic["Back"])
    assert picture is not None
    svg = Path(collection.media.dir()) / picture[1]
    assert svg.read_text("utf-8").startswith("<svg")
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert {"Mine: a: b::Topics", "Mine: a: b::Key points"} <= names


def test_after_an_edit_notes_are_updated_and_keep_their_history(
    tmp_path: Path, collection: anki.Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(collection, exported(tmp_path / "1.apkg", "--from", pack(tmp_path / "p")))
    collection.decks.select(collection.decks.id_for_name("Mine: a: b::Key points"))
    answered = collection.sched.getCard()
    answered.start_timer()
    collection.sched.answerCard(answered, 4)
    before = collection.db.all("select id, due, ivl, reps, queue from cards order by id")
    reviews = collection.db.all("select * from revlog")
    assert len(reviews) == 1
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    edited = pack(tmp_path / "p", idea="Another wording")
    new, updated, _ = take(collection, exported(tmp_path / "2.apkg", "--from", edited))
    assert (new, updated) == (0, 3)
    assert note(collection, "mine/share#share")["Back"] == "Another wording"
    assert collection.db.all("select id, due, ivl, reps, queue from cards order by id") == before
    assert collection.db.all("select * from revlog") == reviews


def test_what_was_renamed_is_the_same_note(tmp_path: Path) -> None:
    def names(**changed: str) -> list[str]:
        deck = load_deck(pack(tmp_path / "p", **changed))
        return [each.name for each in notes(deck.topics, lambda topic, example: None)]

    first = names()
    assert names(idea="Reworded") == first
    assert names(second="whole was=all") == first
    text = (tmp_path / "p" / "topics" / "share.md").read_text("utf-8")
    text = text.replace("id: share", "id: part\naliases: [share]")
    topic, _ = read_topic(text, "part.md", "mine")
    assert topic is not None
    renamed = notes([topic], lambda topic, example: None)
    assert [each.name for each in renamed] == first
    assert names(second="new") != first


def test_of_a_split_point_one_part_is_the_note_that_was(tmp_path: Path) -> None:
    folder = pack(tmp_path / "p", second="x was=old")
    file = folder / "topics" / "share.md"
    file.write_text(file.read_text("utf-8").replace("{#share}", "{#y was=old}"), "utf-8")
    made = notes(load_deck(folder).topics, lambda topic, example: None)
    assert len({each.name for each in made}) == 3
    assert made[1].name == guid("mine/share#old")
    assert made[2].name == guid("mine/share#x")


def test_the_whole_course_is_imported(tmp_path: Path, collection: anki.Collection) -> None:
    file = exported(tmp_path / "course.apkg")
    topics = load_deck(bundled_content()).topics
    points = sum(len(topic.key_points) for topic in topics)
    assert take(collection, file) == (len(topics) + points, 0, 0)
    with zipfile.ZipFile(file) as archive:
        media = json.loads(archive.read("media"))
    cards = [
        collection.get_note(each)["Back"] for each in collection.find_notes("tag:lm-to-lmer::*")
    ]
    shown = {name for back in cards for name in re.findall(r'<img src="(.*?)"', back)}
    assert shown == set(media.values())
    assert len(shown) >= 10


def test_only_the_topics_that_were_named_are_written(
    tmp_path: Path, collection: anki.Collection
) -> None:
    file = exported(tmp_path / "some.apkg", "ranef")
    topic = load_deck(bundled_content()).topic("ranef")
    assert topic is not None
    assert take(collection, file) == (1 + len(topic.key_points), 0, 0)


def test_each_pack_has_decks_of_its_own(
    tmp_path: Path, collection: anki.Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    assert run("packs", "add", pack(tmp_path / "p")).exit_code == 0
    take(collection, exported(tmp_path / "both.apkg", "ranef", "mine/share"))
    names = {deck.name.partition("::")[0] for deck in collection.decks.all_names_and_ids()}
    course = load_deck(bundled_content())
    assert names - {"Default"} == {course.title, "Mine: a: b"}


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    there = tmp_path / "a.apkg"
    there.write_text("mine", "utf-8")
    for words, told in [
        ((there,), "--force replaces it"),
        ((tmp_path / "a.txt",), "ends in .apkg"),
        ((tmp_path / "b.apkg", "no such topic"), "no such topic"),
        ((tmp_path / "b.apkg", "--from", tmp_path / "none"), "holds no topic"),
        ((tmp_path / "no" / "b.apkg", "ranef"), "cannot be written"),
    ]:
        result = run("export", *words)
        assert result.exit_code == 1
        assert told in result.stderr
    assert there.read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a.apkg"]


def test_an_example_that_cannot_be_computed_leaves_a_gap(tmp_path: Path) -> None:
    topic = load_deck(pack(tmp_path / "p")).topics[0]
    assert "live" not in card(topic, lambda example: None)


def test_markup_of_one_line() -> None:
    assert inline("`(1 | g)` <b> $a<b$") == "<code>(1 | g)</code> &lt;b&gt; \\(a&lt;b\\)"
