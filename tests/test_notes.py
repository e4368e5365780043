"""Show notes: all that a listener may want to look up, and nothing that could do harm."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from samples import HOSTILE, lesson

from audiobook.cards.figures import figure_nodes
from audiobook.feed import DESCRIPTION_BYTES
from audiobook.model import AudioChange, Change, ChapterTime
from audiobook.notes import NOTES_BYTES, REST, SUMMARY_BYTES, description_html, notes_html

CHAPTERS = (ChapterTime("Introduction", 0.0, 59.9), ChapterTime("The <schema>", 3661.9, 4000.0))

ALLOWED = {
    *("p", "br", "ul", "ol", "li", "a", "strong", "em", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def notes(markdown: str) -> str:
    return notes_html(lesson(markdown), ())


def test_notes_in_order() -> None:
    markdown = """
Read [the guide](https://hexdocs.pm/ecto/Ecto.Schema.html).

```elixir
field :title, :string  # a < b
```

| Type | Use |
|------|-----|
| `:map` | **rarely** |
"""
    assert notes_html(lesson({"A schema": markdown}, summary="What for."), CHAPTERS) == (
        "<p>What for.</p>\n"
        "<p><strong>Chapters</strong></p><ul>\n"
        "<li>00:00:00 Introduction</li>\n"
        "<li>01:01:01 The &lt;schema&gt;</li>\n"
        "</ul>\n"
        "<p><strong>Links</strong></p><ul>\n"
        '<li><a href="https://hexdocs.pm/ecto/Ecto.Schema.html">the guide</a> (hexdocs.pm)</li>\n'
        "</ul>\n"
        "<p><strong>A schema</strong></p>\n"
        "<pre><code>field :title, :string  # a &lt; b</code></pre>\n"
        "<table><tbody><tr><th>Type</th><th>Use</th></tr>"
        "<tr><td><code>:map</code></td><td><strong>rarely</strong></td></tr></tbody></table>"
    )


def test_what_changed_stands_before_the_chapters_the_newest_first() -> None:
    noted = lesson(
        "Words.",
        summary="What for.",
        changes=(Change(date(2026, 2, 1), "A typo."), Change(date(2026, 5, 1), "`a < b` is right.")),
    )
    change = AudioChange(("One & two", "Three"), ("Four",), ("Five",), "voice")
    assert notes_html(noted, CHAPTERS[:1], change) == (
        "<p>What for.</p>\n"
        "<p><strong>What changed</strong></p><ul>\n"
        "<li>Changed in this version: “One &amp; two”, “Three”.</li>\n"
        "<li>New in this version: “Four”.</li>\n"
        "<li>No longer in this version: “Five”.</li>\n"
        "<li>Read by another voice in this version.</li>\n"
        "<li>2026-05-01: `a &lt; b` is right.</li>\n"
        "<li>2026-02-01: A typo.</li>\n"
        "</ul>\n"
        "<p><strong>Chapters</strong></p><ul>\n"
        "<li>00:00:00 Introduction</li>\n"
        "</ul>"
    )


def test_of_many_changed_sections_some_are_named() -> None:
    change = AudioChange(tuple(f"Section {number}" for number in range(1, 10)))
    assert "“Section 6” and 3 more.</li>" in notes_html(lesson("Words."), (), change)


def test_the_description_is_the_notes_without_what_stands_in_the_lesson() -> None:
    told = lesson("[a](https://a.example)\n\n```\ncode\n```", summary="What for.")
    notes, description = notes_html(told, CHAPTERS), description_html(told, CHAPTERS)
    assert notes.startswith(description)
    assert "https://a.example" in description
    assert "<pre>" not in description


def test_a_long_description_keeps_place_for_the_chapters_and_ends_between_them() -> None:
    chapters = [
        ChapterTime(f"Chapter & {number}", 60.0 * number, 60.0 * number + 60) for number in range(200)
    ]
    told = lesson("Words.", summary="schéma & " * 700)
    description = description_html(told, chapters)
    assert DESCRIPTION_BYTES - 200 < len(description.encode()) <= DESCRIPTION_BYTES
    assert description.endswith(f"</li>\n</ul>\n{REST}")
    (summary, *_) = html.fragments_fromstring(description)
    assert len(summary.text.encode()) <= SUMMARY_BYTES
    assert summary.text.endswith("schéma &…") or summary.text.endswith("schéma…")
    assert "<li>00:20:00 Chapter &amp; 20</li>" in description


def test_timestamps_have_hours_from_the_first_second_on() -> None:
    found = re.findall(r"<li>(\S+) ", notes_html(lesson("Words."), CHAPTERS))
    assert found == ["00:00:00", "01:01:01"]


def test_prose_that_was_spoken_is_not_repeated() -> None:
    assert notes("# Title\n\nJust prose, *emphasis* and `code`.\n\n- a list") == ""


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("```mermaid\ngraph TD; A-->B\n```", "<pre><code>graph TD; A--&gt;B</code></pre>"),
        ("    indented code", "<pre><code>indented code</code></pre>"),
        ("> - quoted\n>\n>   ```\n>   deep\n>   ```", "<pre><code>deep</code></pre>"),
        ("$$\na < b\n$$", "<pre>a &lt; b</pre>"),
        ("<table><tr><td onclick=x()>cell</td></tr></table>", "<tr><td>cell</td></tr>"),
        ("<pre>as it stands</pre>", "<pre><code>as it stands</code></pre>"),
    ],
)
def test_what_can_only_be_described_is_shown(markdown: str, expected: str) -> None:
    assert expected in notes(markdown)


@pytest.mark.parametrize(
    ("markdown", "item"),
    [
        ("[here](https://www.redis.io/docs)", '<a href="https://www.redis.io/docs">here</a> (redis.io)'),
        ("<https://redis.io/docs>", '<a href="https://redis.io/docs">https://redis.io/docs</a></li>'),
        ("[`Ecto.Schema` docs](https://hexdocs.pm)", ">Ecto.Schema docs</a> (hexdocs.pm)"),
        (
            "![A tree](https://img.example/t.png)",
            '<a href="https://img.example/t.png">A tree</a> (img.example)',
        ),
        (
            '<a target=x href="https://a.example/?a=1&amp;b=2">raw <b>HTML</b></a> after',
            ">raw HTML</a> (a.example)",
        ),
        ("[mail](mailto:ana@example.org)", '<a href="mailto:ana@example.org">mail</a></li>'),
    ],
)
def test_links_say_where_they_lead(markdown: str, item: str) -> None:
    assert item in notes(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        "[next lesson](02-next.md)",
        "[above](#section)",
        "[root](/course)",
        "[script](javascript:alert(1))",
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        "[data](data:text/html;base64,PHNjcmlwdD4=)",
        "[file](file:///etc/passwd)",
        "[broken](http://[::1)",
        "![local](diagram.png)",
    ],
)
def test_links_that_lead_nowhere_from_an_app_are_left_out(markdown: str) -> None:
    assert "href" not in notes(markdown)


def test_an_address_is_listed_once() -> None:
    assert notes("[one](https://a.example) and [two](https://a.example)").count("href") == 1


@pytest.mark.parametrize(
    "code",
    [
        "</code></pre><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt; ]]> <!-- -->",
        "null\x00 and \x1b[31mred\x1b[0m",
    ],
)
def test_code_stays_code(code: str) -> None:
    (pre,) = html.fragments_fromstring(notes(f"````\n{code}\n````"))[1:]
    assert pre.tag == "pre"
    visible = "".join(character for character in code if character.isprintable()).replace("\x1b", "")
    assert pre.text_content().replace("\ufffd", "") == visible


def test_big_lessons_are_cut_between_pieces_and_say_so() -> None:
    listing = "```\n" + "x = 1 < 2\n" * 2000 + "```\n\n"
    text = notes(listing * 5)
    assert len(text.encode()) <= NOTES_BYTES
    assert text.endswith(REST)
    assert text.count("<pre>") == text.count("</pre>") == 2


def test_a_listing_that_never_fits_is_named_not_halved() -> None:
    assert notes("```\n" + "x" * 70_000 + "\n```") == REST


def test_a_lesson_that_just_fits_says_nothing() -> None:
    assert REST not in notes("```\n" + "x" * 50_000 + "\n```")


markdown_pieces = st.lists(
    st.sampled_from(
        [
            *(title for title in HOSTILE if "\ud800" not in title),
            *("\n\n", "`", "```\n", "| a | b |\n|---|---|\n| ", "[x](", ")", "<", ">", '"', "\u00a0" * 50),
            *("<script>", "</script>", "<svg onload=alert(1)>", "<a href=", "<style>*{}</style>", "<!--"),
            *("<table><tr><td>", "<iframe src=//evil>", "javascript:", "data:text/html,", "$$\n", "    "),
        ]
    ),
    max_size=25,
)


@settings(max_examples=120)
@given(markdown_pieces)
def test_no_lesson_can_smuggle_anything_in(pieces: list[str]) -> None:
    text = notes_html(
        lesson({pieces[0] if pieces else "": "".join(pieces)}, summary="".join(pieces)), CHAPTERS
    )
    short = description_html(lesson({"": "".join(pieces)}, summary="".join(pieces)), CHAPTERS)
    assert len(short.encode()) <= DESCRIPTION_BYTES
    for element in html.fromstring(f"<div>{text}{short}</div>").iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href"}
        assert element.get("href", "https:").split(":")[0] in ("http", "https", "mailto")
    assert len(text.encode()) <= NOTES_BYTES


def test_what_cards_show_is_in_the_notes_as_text() -> None:
    """Listings and diagrams letter by letter, tables cell by cell; a card cannot be copied from."""
    markdown = """
```elixir
defmodule A do
  @x %{a: "<b> & 'c'"}\tend
```

- a list

      indented = code

  ```mermaid
  graph LR
    A[One] --> B
  ```

| `:map` | **rarely** |
|--------|------------|
| 1 & 2  | *now* |
"""
    found = lesson(markdown)
    written = html.fromstring(f"<div>{notes_html(found, ())}</div>")
    shown = [pre.text_content() for pre in written.iter("pre")]
    nodes = [
        node for section in found.sections for block in section.blocks for node in figure_nodes(block.node)
    ]
    assert [node.content.rstrip() for node in nodes if node.type != "table"] == shown
    assert [cell.text_content() for cell in written.iter("th", "td")] == [":map", "rarely", "1 & 2", "now"]
    assert len(nodes) == 4
