"""The author's own words win, in prose and in code."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.model import Mark, Written
from audiobook.narration.lexicon import EMPTY, Entry, Lexicon
from audiobook.narration.spoken import speak


def found(lexicon: Lexicon, text: str) -> list[str]:
    return [text[match.start : match.end] for match in lexicon.matches(text)]


def said(text: str, *entries: Entry, code: bool = False) -> str:
    marks = (Mark(0, len(text), "code"),) if code else ()
    return " ".join(word.text for word in speak(Written(text, marks), Lexicon(entries)))


ECTO = Entry("Ecto", "ekto")


def test_an_entry_wins_in_prose_and_inside_code() -> None:
    assert said("Ecto is an API.", ECTO, Entry("API", "interface")) == "ekto is an interface."
    assert said("Ecto.Query", ECTO, code=True) == "ekto query."
    assert said("my_ecto/1", ECTO, code=True) == "my ekto slash one."


def test_endings_follow_the_entry() -> None:
    assert said("Ecto's queries", ECTO) == "ekto's queries."


def test_an_entry_wins_over_the_rule_of_its_class() -> None:
    assert (
        said("It costs $5 on 1/4.", Entry("$5", "a fiver"), Entry("1/4", "a quarter"))
        == "It costs a fiver on a quarter."
    )


def test_the_longest_entry_wins() -> None:
    lexicon = Lexicon((Entry("Red", "rouge"), Entry("Red Hat", "red hat"), Entry("Red Hat Linux", "rhel")))
    assert found(lexicon, "Red Hat Linux, Red Hat, Red") == ["Red Hat Linux", "Red Hat", "Red"]


def test_of_two_entries_for_one_text_the_later_counts() -> None:
    shared, course = Lexicon((Entry("Ecto", "shared"),)), Lexicon((Entry("ecto", "course"),))
    assert [match.entry.spoken for match in shared.merge(course).matches("Ecto")] == ["course"]


def test_case_counts_only_where_asked() -> None:
    assert found(Lexicon((Entry("Go", "go", case_sensitive=True),)), "Go and go") == ["Go"]
    assert found(Lexicon((Entry("Go", "go"),)), "Go and go") == ["Go", "go"]


def test_whole_words_are_not_found_inside_others() -> None:
    assert found(Lexicon((Entry("git", "git"),)), "git github digit git-lfs my_git") == ["git", "git", "git"]
    assert found(Lexicon((Entry("git", "git", whole_word=False),)), "github") == ["git"]


@pytest.mark.parametrize("written", [".env", "C++", "/dev/null", "@me", "→"])
def test_entries_may_begin_and_end_with_marks(written: str) -> None:
    assert found(Lexicon((Entry(written, "x"),)), f"a {written} b") == [written]


def test_entries_for_an_engine_or_language_win_where_they_hold() -> None:
    lexicon = Lexicon(
        (Entry("GIF", "jif", engine="piper"), Entry("GIF", "gif"), Entry("colour", "color", language="en-US"))
    )
    assert [match.entry.spoken for match in lexicon.chosen("en-US", "piper").matches("GIF colour")] == [
        "jif",
        "color",
    ]
    assert [match.entry.spoken for match in lexicon.chosen("en-GB", "espeak").matches("GIF colour")] == [
        "gif"
    ]
    assert Entry("x", "y", language="en").applies_to("en-GB", "any")


def test_the_spans_are_those_of_the_written_text() -> None:
    text = "Use Ecto now"
    words = speak(Written(text), Lexicon((Entry("Ecto", "one two"),)))
    assert [text[word.start : word.end] for word in words] == ["Use", "Ecto", "Ecto", "now"]


def test_nothing_is_found_by_an_empty_lexicon() -> None:
    assert not EMPTY
    assert EMPTY.matches("anything") == ()


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6), max_size=5), st.booleans())
def test_matches_are_in_order_and_do_not_overlap(text: str, entries: list[str], whole: bool) -> None:
    lexicon = Lexicon(tuple(Entry(entry, "x", whole_word=whole) for entry in entries))
    end = 0
    for match in lexicon.matches(text):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end].lower() == match.entry.written.lower()
        end = match.end


def test_many_entries_cost_little() -> None:
    lexicon = Lexicon(tuple(Entry(f"term{number}", "x") for number in range(5_000)))
    started = time.process_time()
    lexicon.matches("some words and term77 " * 5_000)
    assert time.process_time() - started < 2.0
