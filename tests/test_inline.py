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
        ("It works. :) Really :-D.", "It works. Really."),
        ("[[folder/Page#Heading]] and [[#Part]]", "Page, Heading and Part"),
        ("as @fig-a, [@tbl-b] and Table \\@ref(tab:c) show", "as the figure, the table and the table show"),
        ("Figure \\@ref(fig:a) shows", "The figure shows"),
        (":numref:`fig_a` and {ref}`a title <label>`", "the figure and a title"),
        ("as {cite:t}`gauss1809` and @noether1918 knew", "as Gauss and Noether knew"),
        ("see equation {eq}`model`, or {eq}`model`", "see equation model, or the equation"),
        ("a\\index{b} \\emph{word}", "a word"),
        ('on {" "} one{" "}line', "on one line"),
        ("**bold—**word", "bold—word"),
        ("2**8 and a ** b", "2**8 and a ** b"),
        ("`<i>x</i>`{=html} kept", "kept"),
        ("version {{ version }}", "version"),
        ("a ![gear](g.png){width=20} icon", "a gear icon"),
        ("one\n![two](b.png)\nThree", "one\ntwo\nThree"),
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
        ("<doc:Protocols#Checking-types>", "Protocols, Checking types"),
        ("[AUTOTITLE](/start/about-versions)", "about versions"),
        ("[first-steps.md](first-steps.md)", "first steps"),
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


def test_a_picture_on_its_own_line_is_called_an_image() -> None:
    assert marked("One\n![two three](b.png)\nFour.") == [("two", "say", "Image: two")]


def test_menus_are_walked_through() -> None:
    signs = [
        (text, value) for text, kind, value in marked("**File** > **Export** > **As text**") if kind == "say"
    ]
    assert signs == [(">", "then"), (">", "then")]
    assert [text for text, kind, _ in marked("Select Edit > Copy if 5 > 3.") if kind == "say"] == [">"]


def test_attributes_hold_the_alternative_text() -> None:
    inline = read(parse_inline('![A caption](x.png){.wide fig-alt="Two\nlines"}'))
    assert [image.alternative for image in inline.images] == ["A caption. Two lines"]


def test_images_alone_and_amid_text() -> None:
    assert not read(parse_inline("![a](x.png) ![b](y.png)")).outside_images
    assert read(parse_inline("text ![a](x.png)")).outside_images
    assert read(parse_inline("![](x.png)")).images[0].alternative == ""
    assert read(parse_inline('<img src="x.png">')).images[0].alternative is None


def test_marks_nest_and_are_sorted() -> None:
    marks = written("**a [b `c`](https://x.org) _d_** `e`").marks
    assert list(marks) == sorted(marks, key=lambda mark: (mark.start, -mark.end))
    assert not any(a.start < b.start < a.end < b.end for a in marks for b in marks)
