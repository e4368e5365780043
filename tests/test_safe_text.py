"""Text that any feed and page can hold."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.safe_text import cut_at_word, html_text, html_within, one_line, plain_line, xml_text

any_text = st.text(st.characters(codec=None), max_size=60)


@given(any_text, st.integers(min_value=4, max_value=80))
def test_a_cut_text_fits_and_loses_only_its_end(words: str, limit: int) -> None:
    whole, cut = xml_text(words).strip(), cut_at_word(words, limit)
    assert len(cut.encode()) <= limit
    assert cut == whole or whole.startswith(cut.removesuffix("…"))


@given(any_text, st.integers(min_value=2, max_value=40))
def test_a_line_is_one_line_and_fits(text: str, limit: int) -> None:
    line = one_line(text, limit)

    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert one_line(line, limit) == line


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Vec<T> & Box<T>", "Vec<\u2060T> & Box<\u2060T>"),
        ("a < b", "a < b"),
        ("<\x00script>", "<\u2060script>"),
        ("<\u2066b>", "<\u2060b>"),
        ("<\u202eb>", "<\u2060b>"),
    ],
)
def test_a_name_opens_no_tag(title: str, shown: str) -> None:
    assert plain_line(title) == shown


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("\u202eevil", "evil"),
        ("\u2067العربية\u2069 in brief", "\u2067العربية\u2069 in brief"),
        ("\u2067العربية", "العربية"),
        ("out\u202c of", "out of"),
        ("\u2066" + "long words " * 4 + "\u2069", "long words long words…"),
    ],
)
def test_a_line_turns_no_text_after_it(title: str, shown: str) -> None:
    assert one_line(title, 24) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D, a < b, 1<2 and <3", "R&D, a < b, 1<2 and <3"),
        ("use <b> and &amp;", "use &lt;b> and &amp;amp;"),
        ("&copy is no &copy;", "&amp;copy is no &amp;copy;"),
        ("&notanentity; stays", "&amp;notanentity; stays"),
        ("&#x3c;script&#62;", "&amp;#x3c;script&amp;#62;"),
    ],
)
def test_text_is_escaped_where_html_would_read_it_otherwise(text: str, written: str) -> None:
    assert html_text(text) == written


@given(st.text("<>&;#x3lt amp/!?\u2066", max_size=40))
def test_html_reads_back_what_was_written(text: str) -> None:
    assert html.unescape(html_text(text)) == xml_text(text)


@given(st.lists(st.sampled_from(["&amp; ", "<b>", "word ", "é", "&"]), max_size=60), st.integers(20, 60))
def test_html_that_is_cut_fits_and_breaks_no_entity(pieces: list[str], limit: int) -> None:
    cut = html_within("".join(pieces), limit)

    assert len(cut.encode()) <= limit
    assert html.unescape(cut).removesuffix("…").strip() in "".join(pieces)
