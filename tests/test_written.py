"""What is written of a lesson is the same in every edition that is read: the EPUB, and the page to print."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from contents import png
from epubs import PROSE
from lessons import lesson
from lxml import etree, html
from samples import episode

from audiobook.direction import direction_in
from audiobook.editions import printed
from audiobook.editions.epub.links import Links
from audiobook.editions.epub.page import render
from audiobook.editions.epub.pictures import Pictures
from audiobook.editions.printed import BookFacts, Heard
from audiobook.model import Lesson

DIALECTS = sorted((Path(__file__).parent / "golden" / "lessons").glob("*.md"))
CONSTRUCTS = (
    PROSE
    + """
## Marks

H~2~O and x^2^ are ==marked==, **bold**{.big} and [linked](https://example.org){target=_blank}; <abbr title="x">a</abbr>
<kbd>Ctrl</kbd> ++alt+k++ [[Page|wiki]] {kbd}`Enter` :sub:`low` `a < b` $a^2$ ~~gone~~ one<br>two <b>un*closed*

![A chart](missing.png) ![IMG_1](missing.png) <img src="gone.png" alt="A tag"> ![web](https://example.org/a.png)

```js title="src/app.js"
run(`a < b`)
```

    indented

$$
x < y
$$

<iframe src="https://example.org/embed" title="Video"></iframe>

Amid <video src="film.mp4"></video> text, and {% youtube abc %}

<table><caption>Caption</caption><tr><th>Head</th></tr><tr><td>cell</td></tr></table>

| a | b |
|---|--:|
| c | `d` |

: Another caption

::: warning Title *of it*
In a box.
:::

!!! note "Said"
    Indented.

```{figure} missing.png
:alt: Alternative
A caption of a figure.
```

> [!TIP]
> An alert.

<details><summary>More</summary>

Hidden.

</details>

An inline note^[its *text*] and one that nobody calls.

[^none]: Uncalled.

- `term`
  - : Meaning as MDN has it.
"""
)


def facts(language: str = "en") -> BookFacts:
    return BookFacts(
        "Course", "", "Ana Ng", "Course", language, "", "https://example.org/", b"\xff\xd8", "image/jpeg"
    )


def words(node: etree._Element, *furniture: str) -> Counter[str]:
    """The words that are seen in an element, but not those of elements that XPath finds."""
    for path in furniture:
        for found in node.xpath(path):
            found.text = ""
            del found[:]
    return Counter(re.findall(r"\w+", " ".join(node.itertext())))


def in_the_epub(one: Lesson, folder: Path) -> Counter[str]:
    page = render(one, replace(episode(1), title=""), (), "en", Links([one]), Pictures(folder))
    body = etree.fromstring(page.content).find("{*}body")
    assert body is not None
    return words(body, ".//*[local-name()='sup'][*]", ".//*[@class='place']")


def on_paper(one: Lesson, folder: Path, language: str = "en") -> etree._Element:
    page = "".join(printed.page([Heard(one, 60.0, ())], facts(language), folder))
    return html.document_fromstring(page)


@pytest.mark.parametrize(
    "markdown",
    [CONSTRUCTS, *(path.read_text("utf-8") for path in DIALECTS)],
    ids=["constructs", *(path.stem for path in DIALECTS)],
)
def test_the_book_and_the_printed_page_say_the_same(markdown: str, tmp_path: Path) -> None:
    one = lesson(markdown)
    epub = in_the_epub(one, tmp_path)
    paper = on_paper(one, tmp_path).find(".//article")
    assert paper is not None
    printed_words = words(paper, "./header", ".//sup[a]", ".//aside[@class='footnote']/sup")
    assert epub.total() > 50
    assert printed_words - epub == Counter()
    assert epub - printed_words == Counter()


# -- direction -----------------------------------------------------------------------------------------------

ARABIC = """\
Ecto هي مكتبة لقواعد البيانات، والدالة `Repo.insert!/2` جزء منها.

An English paragraph.

`id`

```js
run()
```

| الاسم | `id` |
|---|---|
| `a/b` | نعم |
"""


def test_a_page_of_a_language_written_from_right_to_left(tmp_path: Path) -> None:
    root = on_paper(lesson(ARABIC), tmp_path, "ar")
    assert root.get("dir") == "rtl"
    pieces = root.xpath(".//div[@class='piece']/*")
    assert [(piece.tag, piece.get("dir")) for piece in pieces] == [
        ("p", None),
        ("p", "ltr"),
        ("p", None),
        ("pre", "ltr"),
        ("table", None),
    ]
    assert {code.get("dir") or code.getparent().get("dir") for code in root.iter("code")} == {"ltr"}
    assert [note.get("dir") for note in root.xpath(".//*[@lang='en' and text()[contains(., ' ')]]")] == [
        "ltr"
    ] * 2


def test_a_page_of_a_language_written_from_left_to_right(tmp_path: Path) -> None:
    root = on_paper(lesson("English `code`.\n\nعربية.\n"), tmp_path)
    assert root.get("dir") == "ltr"
    assert [piece.get("dir") for piece in root.xpath(".//div[@class='piece']/*")] == [None, "rtl"]
    assert [code.get("dir") for code in root.iter("code")] == [None]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("English.", "ltr"),
        ("عربية.", "rtl"),
        ("1, 2 …", ""),
        ("", ""),
        ("Ecto هي مكتبة.", ""),
        ("The word שלום.", "ltr"),
        ("עברית and much of another", ""),
        ("日本語", "ltr"),
    ],
)
def test_the_direction_that_letters_give(text: str, direction: str) -> None:
    assert direction_in(text) == direction


def test_a_figure_of_a_directive_is_among_the_pictures_of_a_lesson(tmp_path: Path) -> None:
    """Else a book or page with it would stay as it is when the picture changes."""
    (tmp_path / "a.png").write_bytes(png(2, 2))
    one = lesson(".. figure:: a.png\n\n   A caption.\n\n![again](a.png)\n")
    assert list(Pictures(tmp_path).digests(one)) == ["a.png"]
    assert list(printed.pictures.digests(one, tmp_path)) == ["a.png"]
    assert len(on_paper(one, tmp_path).xpath(".//article//img")) == 2
