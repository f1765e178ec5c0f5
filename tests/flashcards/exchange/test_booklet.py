"""The booklet: closed before open, everything inside, nothing let through."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards.exchange.booklet import LINES, Shown, booklet
from flashcards.exchange.html import card as anki_card
from flashcards.markdown import read_topic
from tests.flashcards.cards_on_disk import card

BODY = """
Text with $b_0$ and **weight**, `lm(y ~ x)`.

$$y = b_0 + b_1 x$$

```r
lm(y < x)
```

```live
data: caffeine
model: lm(outcome ~ x1)
show: coef
```
"""


class Page(HTMLParser):
    """Elements in order, and that every one is closed."""

    VOID = frozenset({"meta", "br", "hr", "img", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag


def made(body: str = BODY, title: str = "A card", shown: Shown | None = None) -> str:
    topic, problems = read_topic(card("a", title, body=body), "a.md", "p")
    assert topic is not None, problems
    return booklet("Course", [topic], lambda *_: shown, "CC-BY-4.0")


def test_closed_cards_come_first_and_give_nothing_away() -> None:
    text = made()
    closed, opened = text.index('class="closed"'), text.index('class="open"')
    assert closed < opened
    assert "An idea" not in text[:opened]
    assert text[closed:opened].count('class="line"') == LINES
    assert "An idea" in text[opened:]
    assert "CC-BY-4.0" in text


def test_it_is_one_well_formed_page_that_asks_nothing_of_the_network() -> None:
    svg = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>'
    page = Page(made(shown=Shown("> coef(model)\n1 < 2", svg, "What it shows & says.")))
    assert not page.open
    tags = [tag for tag, _ in page.seen]
    assert tags.count("math") == 2
    assert tags.count("svg") == 1
    assert not {"script", "link", "img", "iframe"} & set(tags)
    linked = [value for _, found in page.seen for key, value in found.items() if key == "src"]
    assert linked == []


def test_signs_are_escaped() -> None:
    text = made(title='"<b> & co"', shown=Shown("a < b & c"))
    assert "&lt;b&gt; &amp; co" in text
    assert "a &lt; b &amp; c" in text
    assert "lm(y &lt; x)" in text
    assert "<b>" not in text


def test_pictures_elsewhere_are_told_in_words() -> None:
    body = 'Text ![a "picture" & more](https://example.org/a.png) and more.\n'
    topic, _ = read_topic(card("a", "A card", body=body), "a.md", "p")
    assert topic is not None
    for text in (made(body=body), anki_card(topic, lambda example: None)):
        assert "[picture: a &quot;picture&quot; &amp; more]" in text
        assert "example.org" not in text


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["print", *words], prog_name="flashcards")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))


def test_the_command_writes_chosen_cards_with_their_figures(tmp_path: Path) -> None:
    file = tmp_path / "cards.html"
    done = run("pooling", "4", "Simple", "--to", str(file))
    assert done.exit_code == 0, done.stderr
    assert "Wrote 2 cards" in done.stdout
    page = Page(file.read_text("utf-8"))
    assert not page.open
    text = file.read_text("utf-8")
    assert text.index("1. Simple linear regression") < text.index("2. Pooling")
    assert text.count("<figure>") == 3
    assert "-0.914" in text


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    file = tmp_path / "cards.html"
    file.write_text("mine")
    refused = run("nutshell", "--to", str(file))
    assert refused.exit_code == 1
    assert "is there already" in refused.stderr
    assert file.read_text() == "mine"
    assert run("nutshell", "--to", str(file), "--force").exit_code == 0
    assert run("nothing", "--to", str(tmp_path / "b.html")).exit_code == 1
    assert "cannot be written" in run("4", "--to", str(tmp_path / "no/b.html")).stderr
    assert [path.name for path in tmp_path.glob("*.html")] == ["cards.html"]


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "cards.html"
    link.symlink_to(tmp_path / "elsewhere.html")
    assert "is there already" in run("nutshell", "--to", str(link)).stderr
    assert run("nutshell", "--to", str(link), "--force").exit_code == 0
    assert not link.is_symlink()
    assert not (tmp_path / "elsewhere.html").exists()


def test_a_pack_computes_from_its_own_table(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "topics").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "data" / "own.csv").write_text("x,y\n1,3\n2,5\n3,6\n4,9\n", "utf-8")
    opening = "---\npack: mine\ntitle: Mine\nlicence: MIT\ntopics: [a]\n---\nOpening.\n"
    (folder / "course.md").write_text(opening, "utf-8")
    body = BODY.replace("caffeine", "own").replace("outcome ~ x1", "y ~ x")
    (folder / "topics" / "a.md").write_text(card("a", "A card", body=body), "utf-8")
    file = tmp_path / "a.html"
    done = run("--from", str(folder), "--to", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "1.9" in file.read_text("utf-8").partition("coef(model)")[2]  # by hand: Sxy / Sxx
