"""Decks and tables become packs without an error; what cannot be taken is told."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards.deck import bundled_content, load_deck
from flashcards.exchange.apkg_reading import PACKED
from flashcards.exchange.from_html import LONGEST, line
from flashcards.exchange.packing import packed
from flashcards.exchange.pairs import LETTERS, ExchangeError, Pair, Taken
from flashcards.lint import check
from tests.flashcards.exchange.decks import by_anki, by_hand, database, zipped

NOTES = [
    ("Stats::Tests", ["What is <b>p</b>?", "The chance of data as extreme under H<sub>0</sub>"]),
    ("Stats::Models", ["Formula?", r"\(y = \beta_0 + \epsilon\)"]),
    ("Stats::Tests", ["A picture", '<img src="x.jpg">']),
    *(("Stats::Many", [f"Question {number}", f"Answer {number}"]) for number in range(9)),
]


def imported(file: Path, into: Path, *more: str) -> Result:
    words = ["import", str(file), "--into", str(into), *more]
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def refused(file: Path, into: Path, *more: str) -> str:
    """The sentence; nothing is written."""
    result = imported(file, into, *more)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.strip().isprintable()
    assert not into.exists() or list(into.iterdir()) == []
    return result.stderr


@pytest.mark.parametrize("legacy", [True, False])
def test_a_deck_of_anki_becomes_a_pack(tmp_path: Path, legacy: bool) -> None:
    pytest.importorskip("anki.collection", reason="Anki's backend is not installed")
    file = by_anki(tmp_path, NOTES, legacy=legacy)
    result = imported(file, tmp_path / "out", "--name", "mine")
    assert result.exit_code == 0, result.output
    assert "4 topics, 11 key points" in result.stdout
    assert "1 note without a question or without an answer" in result.stdout
    assert "pictures: 1" in result.stdout
    assert check([tmp_path / "out" / "mine"]) == []
    deck = load_deck(tmp_path / "out" / "mine")
    assert (deck.pack, deck.title, deck.version) == ("mine", file.stem, "1.0.0")
    sizes = {topic.title: len(topic.key_points) for topic in deck.topics}
    assert sizes == {"Many (1 of 2)": 4, "Many (2 of 2)": 5, "Models": 1, "Tests": 1}
    model, test = deck.topic("models"), deck.topic("tests")
    assert model is not None
    assert test is not None
    assert model.key_points[0].text == r"$y = \beta_0 + \epsilon$"
    assert test.key_points[0].ask == "What is **p**?"
    assert test.key_points[0].text == "The chance of data as extreme under H\\_0"
    assert [group[0].text for group in test.key_points[0].cues] == ["chance", "extreme"]


def test_a_cloze_note_asks_for_its_gaps(tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="Anki's backend is not installed")
    text = "The {{c1::mean::what}} minimises {{c2::{{c3::squared}} errors}}"
    file = by_anki(tmp_path, [("A", [text])], legacy=False, kind="Cloze")
    assert imported(file, tmp_path / "out").exit_code == 0
    point = load_deck(tmp_path / "out" / "new").topics[0].key_points[0]
    assert point.ask == "The … (what) minimises …"
    assert point.text == "The mean minimises squared errors"


def test_a_deck_that_was_exported_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "course.apkg"
    assert CliRunner().invoke(cli, ["export", str(file), "ranef", "pooling"]).exit_code == 0
    result = imported(file, tmp_path / "out")
    assert result.exit_code == 0
    assert "open cards, of which the key points are notes of their own: 2" in result.stdout
    back = load_deck(tmp_path / "out" / "course")
    course = load_deck(bundled_content())
    topics = [topic for topic in course.topics if topic.id in {"ranef", "pooling"}]
    assert [topic.title for topic in back.topics] == [topic.title for topic in topics]
    for made, topic in zip(back.topics, topics, strict=True):
        assert len(made.key_points) == len(topic.key_points)
        plain = {
            (p.ask, p.text) for p in topic.key_points if not set("[_*&<") & set(p.ask + p.text)
        }
        assert plain
        assert plain <= {(p.ask, p.text) for p in made.key_points}
    assert check([tmp_path / "out" / "course"]) == []


def topics(folder: Path) -> dict[str, int]:
    """Titles of a pack's topics, and how many key points each has."""
    return {topic.title: len(topic.key_points) for topic in load_deck(folder).topics}


def test_tags_part_large_decks(tmp_path: Path) -> None:
    pytest.importorskip("anki.collection", reason="Anki's backend is not installed")
    tags = ["leech stats::mean_values", "stats::mean_values z", "variance", "", "variance marked"]
    notes = [
        (deck, [f"Question {number} {deck}", f"Answer {number}"], tags[number % 5])
        for deck, size in (("Large", 10), ("Small", 5))
        for number in range(size)
    ]
    for legacy in (True, False):
        file = by_anki(tmp_path, notes, legacy=legacy)
        assert imported(file, tmp_path / "out").exit_code == 0
        assert topics(tmp_path / "out" / file.stem) == {
            "mean values": 4, "variance": 4, "Large": 2, "Small": 5,
        }  # fmt: skip


def test_tags_that_notes_do_not_share_part_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = "".join(f"question {at},answer {at},t{at}\n" for at in range(9))
    file.write_text(f"front,back,tags\n{rows}", "utf-8")
    assert imported(file, tmp_path / "out").exit_code == 0
    assert topics(tmp_path / "out" / "a") == {"Imported (1 of 2)": 4, "Imported (2 of 2)": 5}


@pytest.mark.parametrize("everything", [True, False])
def test_what_anki_writes_as_text_is_read(tmp_path: Path, everything: bool) -> None:
    anki = pytest.importorskip("anki.collection", reason="Anki's backend is not installed")
    import_export = pytest.importorskip("anki.import_export_pb2")
    collection = anki.Collection(str(tmp_path / "c.anki2"))
    try:
        for number in range(3):
            note = collection.new_note(collection.models.by_name("Basic"))
            note.fields[:] = [f"Question <b>{number}</b>?", f"Answer; {number}"]
            collection.add_note(note, collection.decks.id("Course::Part"))
        collection._backend.export_note_csv(
            out_path=str(tmp_path / "notes.txt"),
            with_html=True,
            with_tags=True,
            with_deck=everything,
            with_notetype=everything,
            with_guid=everything,
            limit=import_export.ExportLimit(whole_collection={}),
        )
    finally:
        collection.close()
    result = imported(tmp_path / "notes.txt", tmp_path / "out")
    assert result.exit_code == 0
    assert "Not taken" not in result.stdout
    deck = load_deck(tmp_path / "out" / "notes")
    assert [topic.title for topic in deck.topics] == ["Part" if everything else "Imported"]
    point = deck.topics[0].key_points[1]
    assert (point.ask, point.text) == ("Question **1**?", "Answer; 1")


def test_fields_go_by_their_names(tmp_path: Path) -> None:
    notes = [("D", ["extra", "the answer", "the question"])]
    file = by_hand(tmp_path / "d.apkg", notes, ["Source", "Back", "Front"])
    result = imported(file, tmp_path / "out")
    assert "further fields or columns of 1 note" in result.stdout
    point = load_deck(tmp_path / "out" / "d").topics[0].key_points[0]
    assert (point.ask, point.text) == ("the question", "the answer")


def test_a_table_becomes_a_pack(tmp_path: Path) -> None:
    file = tmp_path / "Meine Tabelle.csv"
    text = (
        "Topic;Frage;Antwort;Notiz\nA;Was ist $\\rho_1$?;Ein Anteil, <b>immer</b>;x\nB;zwei?;5 $\n"
        "A;Was ist $\\rho_1$?;Ein Anteil, <b>immer</b>\nA;leer;\n\n"
    )
    file.write_text(text, "utf-8-sig")
    result = imported(file, tmp_path / "out")
    assert result.exit_code == 0, result.output
    for told in ("1 row without", "1 row that were there already", "columns of 1 row"):
        assert told in result.stdout
    deck = load_deck(tmp_path / "out" / "meine-tabelle")
    assert [topic.title for topic in deck.topics] == ["A", "B"]
    point = deck.topics[0].key_points[0]
    assert (point.ask, point.text) == (r"Was ist $\rho_1$?", r"Ein Anteil, \<b>immer\</b>")
    assert check([tmp_path / "out" / "meine-tabelle"]) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", 'q,"a, b"\n'),
        ("a.csv", "q\ta, b\nr\tc\n"),
        ("a.tsv", "q\ta, b"),
        ("a.txt", "#separator:tab\n#html:true\n#deck column:1\nd\tq\ta, <i>b</i>\n"),
        ("a.txt", "#separator:Semicolon\r\nq;a, b\r\n"),
    ],
)
def test_tables_of_several_kinds(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8", newline="")
    assert imported(file, tmp_path / "out").exit_code == 0
    point = load_deck(tmp_path / "out" / "a").topics[0].key_points[0]
    assert point.ask == "q"
    assert point.text in {"a, b", "a, *b*"}
    assert (point.text == "a, *b*") == ("#html" in text)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("q,a\n", "utf-8")
    mine = tmp_path / "out" / "a" / "mine.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", "utf-8")
    result = imported(file, tmp_path / "out")
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["a", "mine.md"]
    assert mine.read_text("utf-8") == "mine"


SIGNS = [
    "\\(", "\\[", "[$]", "[latex]", "<anki-mathjax>", "<b>", "<b><i>", "<code>", "<!--", "<![",
    "<a ", " ", "\n", "$x_", "[sound:", "{{c1::", "`", "*", "&x;", "[anki:tts][",
]  # fmt: skip


@pytest.mark.parametrize("html", [True, False])
def test_signs_that_are_never_closed_are_read_once(html: bool) -> None:
    """Were each looked for up to the end of its field, a large deck would take hours."""
    for sign in SIGNS:
        field = (sign * LONGEST)[:LONGEST]
        for number in range(6):
            line(f"{number}{field[:-2]}", html=html, left=Counter())


def test_rows_of_a_matrix_are_no_formulas() -> None:
    tex = r"\begin{matrix} a \\[2pt] b \end{matrix}"
    for html in (True, False):
        assert line(rf"x \[{tex}\] \(a\)", html=html, left=Counter()) == f"x ${tex}$ $a$"


def test_a_deck_has_only_so_many_letters(tmp_path: Path) -> None:
    pairs = [Pair("q" * 5_000, "a" * 5_000)] * (LETTERS // 10_000 + 1)
    with pytest.raises(ExchangeError, match="million letters; import it in parts"):
        packed(Taken(pairs), "p", "T", "A", "file")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"q,\xff\n", "not encoded as UTF-8"),
        ("a.csv", b"q,a\0\n", "zero bytes"),
        ("a.csv", b"", "no questions with answers"),
        ("a.csv", b'q,"a\n' + b"x\n" * 99_999, "never closed"),
        ("a.csv", b"q,a\n" * 100_002, "more than 100,000 rows"),
        (
            "a.csv",
            b"front,back,topic\n" + b"".join(b"q,a,t%d\n" % n for n in range(7_000)),
            "too many",
        ),
        ("a.apkg", b"no archive", "no zip file"),
        ("a.apkg", b"", "no zip file"),
        ("a.doc", b"", "neither .apkg nor .csv"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_files_that_are_none_are_refused(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert told in refused(file, tmp_path / "out")


def test_names_that_are_none_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("q,a\n", "utf-8")
    for name in ("../x", "A b", "x/y", "-"):
        assert "small letters" in refused(file, tmp_path / "out", "--name", name)
    assert "There is no file" in refused(tmp_path / "none.csv", tmp_path / "out")
    assert "cannot be read" in refused(tmp_path / "none.apkg", tmp_path / "out")


def hostile(path: Path, *commands: str) -> bytes:
    with closing(sqlite3.connect(path)) as connection, connection:
        for command in commands:
            connection.execute(command)
    return path.read_bytes()


ENDLESS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, 1, 'a', 't' FROM n"
)


@pytest.mark.parametrize(
    "commands",
    [
        (),
        ("CREATE TABLE notes (id, mid, flds, tags)",),
        ("CREATE TABLE cards (nid, did, odid, ord)",
         f"CREATE VIEW notes(id, mid, flds, tags) AS {ENDLESS}"),
        ("CREATE VIRTUAL TABLE notes USING fts5(id, mid, flds, tags)", "CREATE TABLE cards (nid)"),
        ("CREATE TABLE notes (id, mid, flds AS (hex(zeroblob(mid))), tags)",
         "CREATE TABLE cards (nid, did, odid, ord)", "CREATE TABLE col (models, decks)",
         "INSERT INTO notes VALUES (1, 20000000, '')"),
        ("CREATE TABLE notes (id, mid, flds, tags)", "CREATE TABLE cards (nid, did, odid, ord)",
         "CREATE TABLE col (models, decks)", "INSERT INTO col VALUES (CAST(x'5b5b5b' AS TEXT), 3)"),
    ],
)  # fmt: skip
def test_databases_that_are_none_of_anki_are_refused(
    tmp_path: Path, commands: tuple[str, ...]
) -> None:
    content = hostile(tmp_path / "db", *commands)
    file = zipped(tmp_path / "a.apkg", content)
    assert "anew" in refused(file, tmp_path / "out")


def test_broken_zstandard_and_bombs_are_refused(tmp_path: Path) -> None:
    sound = database(tmp_path / "db", [("D", ["q", "a"])]).read_bytes()
    packed = zstandard.compress(sound)
    assert imported(zipped(tmp_path / "a.apkg", packed, PACKED), tmp_path / "fine").exit_code == 0
    for content in (
        packed[:-9],
        packed[:20],
        b"x" + packed,
        b"",
        b"\x28\xb5\x2f\xfd" + b"\xff" * 50,
    ):
        assert "anew" in refused(zipped(tmp_path / "a.apkg", content, PACKED), tmp_path / "out")
    bomb = zstandard.compress(bytes(500_000_000))
    assert "400 MB" in refused(zipped(tmp_path / "a.apkg", bomb, PACKED), tmp_path / "out")


def test_what_notes_hold_is_never_more_than_words(tmp_path: Path) -> None:
    nasty = [
        "<script>alert(1)</script>x", "\x1b]0;title\x07x", "a\u202egpj.exe", "[x](javascript:y)",
        "<a href='file:///etc/passwd'>x</a>", "![x](x.png)", "x {#id was=other}", "[1]{=fixef.x}",
        "## Key points", "- ask: no", "cues: no", "```live\nmodel: lm(y ~ x)\n```", "---\nid: x",
        "&lt;script&gt;", "$", "$$", r"\(\input{/etc/passwd}\)", r"\(\)", r"\[$\]", "<!-- x", "-->",
        "`", "``x`", "`r system('ls')`", "\ue0000\ue001", "{{c1::}}", "{{c1::a", "*", "**", "_",
        "\\", "<![x", "<" * 900, "<b>" * 900, "x" * 3_000, "{{c1::" * 500, "\ufffe", "\r\n",
        "1.", "+", "~~~",
    ]  # fmt: skip
    notes = [
        (f"D\x1b{at % 5}: \"'{{#", [f"q{at} {text}", f"{text} a"]) for at, text in enumerate(nasty)
    ]
    notes += [("x" * 900, [text, text]) for text in nasty]
    file = by_hand(tmp_path / "a.apkg", notes)
    result = imported(file, tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    assert "that could not be read" not in result.stdout
    assert check([tmp_path / "out" / "a"]) == []
    deck = load_deck(tmp_path / "out" / "a")
    assert not any(topic.examples or topic.numbers for topic in deck.topics)
    assert {point.was for topic in deck.topics for point in topic.key_points} == {()}
    for path in (tmp_path / "out" / "a").rglob("*.md"):
        assert not any(sign in path.read_text("utf-8") for sign in "\x1b\u202e\x07")
