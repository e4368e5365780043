"""Tokens of listings: a lexer colours a listing, and never changes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import get_all_lexers
from pygments.token import Generic

from audiobook.lexers import tokens_of

SESSIONS = (
    *("console", "shell-session", "iex", "irb", "psql", "sqlite3", "ps1con", "doscon", "tcshcon", "erl"),
    *("rconsole", "matlabsession"),
)
LANGUAGES = sorted(names[0] for _, names, *_ in get_all_lexers() if names)

WRITTEN = r"""
$ ls|iex(1)> 1 + 1|irb(main):001:0> a|C:\> dir|a=# select|sqlite> x|> f|>> g|...|def f(x):|class A {|}|/* open|"str|'c
# note|// note|-- note|<a b='c'>|]]>|a: b|- c|* d|+ e|@@ -1 +1 @@|{% if %}|\|é日本|0x1F|#!/bin/sh
"""
PIECES = st.sampled_from([*WRITTEN.replace("\n", "|").split("|"), "\t", " "])
LISTINGS = st.lists(PIECES, max_size=6).map("\n".join)


def joined(source: str, language: str) -> str | None:
    tokens = tokens_of(source, language)
    return None if tokens is None else "".join(text for _, text in tokens)


@pytest.mark.parametrize("language", SESSIONS)
@pytest.mark.parametrize("source", ["$ ls\nfile one\nthird line", "> a\nb\n", "one", "\n\na\n \nb"])
def test_a_session_is_coloured_to_its_last_line(language: str, source: str) -> None:
    assert joined(source, language) == source


def test_what_was_typed_is_told_from_what_was_printed() -> None:
    tokens = tokens_of("$ ls\nfile one\nthird line", "console") or []
    assert (Generic.Prompt, "$ ") in tokens
    assert (Generic.Output, "third line") in tokens


@given(st.sampled_from(LANGUAGES), LISTINGS)
def test_no_lexer_changes_a_listing(language: str, source: str) -> None:
    assert joined(source, language) in (source, None)


def test_nearly_every_lexer_keeps_an_ordinary_listing() -> None:
    """Else the property above would hold for want of colours."""
    plain = [language for language in LANGUAGES if joined("a = 1\n\nb (c)", language) is None]
    assert plain == []


@pytest.mark.parametrize(
    ("source", "language"), [("a\rb", "python"), ("x", "nobody-knows"), ("x", ""), ("x" * 100_001, "python")]
)
def test_a_listing_without_tokens_is_plain_text(source: str, language: str) -> None:
    assert tokens_of(source, language) is None
