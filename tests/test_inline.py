"""Inline Markdown and HTML to visible text and marks."""

from __future__ import annotations

import pytest

from audiobook.markdown import parse_inline
from audiobook.narration.inline import read, written
from audiobook.narration.sites import site_name


def marked(markdown: str) -> list[tuple[str, str, str]]:
    """Each mark as the text it is on, its kind and its value."""
    found = written(markdown)
    return [(found.text[mark.start : mark.end], mark.kind, mark.value) for mark in found.marks]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Plain text, no more.", "Plain text, no more."),
        ("*It* is **very** clear", "It is very clear"),
        ("~~old~~ new, and ~~gone~~.", "new."),
        ("cats and ~~dogs~~ and :bird: and mice", "cats and mice"),
        ("one, ~~two~~, and three", "one, and three"),
        ("`#!py x = 1` but `#!/bin/sh`", "x = 1 but #!/bin/sh"),
        ("two\nlines", "two lines"),
        ("two  \nlines", "two\nlines"),
        ("one<br>two", "one\ntwo"),
        ("a <!-- comment --> b", "a b"),
        ("<span class='x'>kept</span>", "kept"),
        ("H<sub>2</sub>O and H~2~O", "H2O and H2O"),
        ("&lt;tag&gt; &amp; more", "<tag> & more"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ("done :tada: now, at 10:30:45", "done now, at 10:30:45"),
        ("[[Page|the page]] and [[Other]]", "the page and Other"),
        ("==marked== but a == b", "marked but a == b"),
        ("so [@knuth1997, p. 3].", "so."),
        ("term{: .note} and [x](y){target=_blank}.", "term and x."),
        (":ref:`a` and :py:func:`b`", "a and b"),
        ("in <b>bold <i>and</b> crossing</i>", "in bold and crossing"),
        ("the ![gear](g.png) icon", "the gear icon"),
        ("![IMG_2034.jpg](IMG_2034.jpg) text", "text"),
        ("C++ and i++", "C++ and i++"),
        ("so\u00adft", "soft"),
    ],
)
def test_visible_text(markdown: str, text: str) -> None:
    assert written(markdown).text == text


def test_marks() -> None:
    assert marked("Use `mix`, $x$ and <kbd>Ctrl</kbd>.") == [
        ("mix", "code", ""),
        ("x", "math", ""),
        ("Ctrl", "key", ""),
    ]
    assert marked("**bold `code`**") == [("bold code", "strong", ""), ("code", "code", "")]
    assert marked("x<sup>2</sup> ++ctrl+c++") == [("2", "sup", ""), ("ctrl+c", "key", "")]


def test_an_abbreviation_is_expanded_once() -> None:
    markdown = '<abbr title="Domain Name System">DNS</abbr> and <abbr title="Domain Name System">DNS</abbr>'
    assert marked(markdown) == [("DNS", "say", "DNS, Domain Name System,")]
    known = {"DNS"}
    assert read(parse_inline(markdown), known).written.marks == ()


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("See [here](https://hexdocs.pm/ecto).", "Hex docs"),
        ("It is [here](https://hexdocs.pm/ecto).", "on Hex docs"),
        ("Get it [from here](https://www.example.com/a).", "from example.com"),
        ("It is [here](#setup).", "in the written lesson"),
        ("[Click here](https://github.com/a/b)", "Go to GitHub"),
        ("[https://www.example.com/a](https://www.example.com/a)", "example.com"),
        ("<https://github.com/a/b>", "GitHub"),
        ("[the guide](https://example.com)", None),
        ("[Here you are](https://example.com)", None),
    ],
)
def test_links_that_do_not_say_where_they_lead(markdown: str, said: str | None) -> None:
    values = [mark.value for mark in written(markdown).marks if mark.kind == "say"]
    assert values == ([] if said is None else [said])


def test_sites_are_known_by_name_also_below_it() -> None:
    assert site_name("docs.python.org") == "the Python docs"
    assert site_name("phoenix.readthedocs.io") == "Read the Docs"
    assert site_name("unknown.example") == "unknown.example"


def test_notes_know_their_place() -> None:
    inline = read(parse_inline("One.^[Said *aside*.] Two."))
    assert inline.written.text == "One. Two."
    assert [(note.position, note.content) for note in inline.notes] == [(4, "Said *aside*.")]


def test_images_alone_and_amid_text() -> None:
    assert not read(parse_inline("![a](x.png) ![b](y.png)")).outside_images
    assert read(parse_inline("text ![a](x.png)")).outside_images
    assert read(parse_inline("![](x.png)")).images[0].alternative == ""
    assert read(parse_inline('<img src="x.png">')).images[0].alternative is None


def test_marks_nest_and_are_sorted() -> None:
    marks = written("**a [b `c`](https://x.org) _d_** `e`").marks
    assert list(marks) == sorted(marks, key=lambda mark: (mark.start, -mark.end))
    assert not any(a.start < b.start < a.end < b.end for a in marks for b in marks)
