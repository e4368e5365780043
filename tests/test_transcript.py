"""Transcripts show the written lesson, timed by its spoken form."""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from sound import words

from audiobook.editions import text
from audiobook.editions.transcript import ShownWord, chapters_json, shown_words, transcript_json, vtt
from audiobook.model import ChapterTime, Cue, Line, SpokenWord, Utterance

RATE = 1000  # a frame is a millisecond


def cue(written: str, *spoken: tuple[str, int, int, int], start: int = 0, end: int = 5000) -> Cue:
    """A sentence and its spoken words: what is said, the written span it stands for, the frame it begins at."""
    said = tuple(SpokenWord(text, left, right) for text, left, right, _ in spoken)
    return Cue(
        Utterance("prose", written, said, 12, 12, 350), start, end, tuple(frame for *_, frame in spoken)
    )


def plain(written: str, start: int, end: int) -> Cue:
    """A sentence spoken as written, its words evenly spread."""
    said = words(written)
    starts = tuple(start + (end - start) * index // len(said) for index in range(len(said)))
    return Cue(Utterance("prose", written, said, 12, 12, 350), start, end, starts)


# -- the written words ---------------------------------------------------------------------------------------


def test_a_written_word_lasts_as_long_as_all_that_is_said_for_it() -> None:
    line = cue(
        "SQL wins.", ("S", 0, 3, 100), ("Q", 0, 3, 400), ("L", 0, 3, 700), ("wins.", 4, 9, 1000), end=1500
    )
    assert shown_words(line) == (ShownWord("SQL ", 0, 1000), ShownWord("wins.", 1000, 1500))


def test_marks_go_with_their_word() -> None:
    line = cue(
        "See (the “docs”) now!",
        ("See", 0, 3, 0),
        ("the", 5, 8, 100),
        ("docs", 10, 14, 200),
        ("now", 17, 20, 300),
    )
    assert [word.text for word in shown_words(line)] == ["See ", "(the ", "“docs”) ", "now!"]


def test_what_is_said_out_of_order_is_one_piece() -> None:
    line = cue(
        "Pay $4 now",
        ("Pay", 0, 3, 0),
        ("four", 5, 6, 100),
        ("dollars", 4, 5, 200),
        ("now", 7, 10, 300),
        end=400,
    )
    assert shown_words(line) == (
        ShownWord("Pay ", 0, 100),
        ShownWord("$4 ", 100, 300),
        ShownWord("now", 300, 400),
    )


def test_words_that_are_not_in_the_text_are_heard_with_their_neighbours() -> None:
    line = cue(
        "Mix it", ("Step", 0, 0, 0), ("one.", 0, 0, 300), ("Mix", 0, 3, 600), ("it.", 4, 6, 900), end=1200
    )
    assert shown_words(line) == (ShownWord("Mix ", 0, 900), ShownWord("it", 900, 1200))


def test_a_sentence_with_no_words_of_its_own_is_one_piece() -> None:
    assert shown_words(cue("🙂", ("smile", 0, 0, 0))) == (ShownWord("🙂", 0, 5000),)
    assert shown_words(cue("", ("Pause.", 0, 0, 0))) == ()


@given(
    st.text(" (a,“🙂b\n", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12),
)
def test_the_pieces_are_the_whole_sentence_in_order_of_time(
    written: str, spans: list[tuple[int, int]]
) -> None:
    spoken = [
        ("x", *sorted(min(edge, len(written)) for edge in span), 10 * index)
        for index, span in enumerate(spans)
    ]
    shown = shown_words(cue(written, *spoken, end=1000))
    assert "".join(word.text for word in shown) == written
    assert all(left.end == right.start for left, right in pairwise(shown))
    assert all(word.start <= word.end for word in shown)
    assert not shown or (shown[0].start, shown[-1].end) == (0, 1000)


# -- WebVTT --------------------------------------------------------------------------------------------------


def test_vtt_has_a_numbered_cue_a_sentence() -> None:
    cues = [plain("Hello there.", 250, 1500), plain("Goodbye.", 3_599_999, 3_661_001)]
    assert vtt(cues, RATE).decode() == (
        "WEBVTT\n"
        "\n1\n00:00:00.250 --> 00:00:01.500\nHello there.\n"
        "\n2\n00:59:59.999 --> 01:01:01.001\nGoodbye.\n"
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("if a < b && b > c", "if a &lt; b &amp;&amp; b &gt; c"),
        ("a --> b", "a --&gt; b"),
        ("one\n\ntwo\r\nthree", "one two three"),
        ("“مقدمة” & 'more'", "“مقدمة” &amp; 'more'"),
    ],
)
def test_vtt_text_can_end_or_open_nothing(written: str, shown: str) -> None:
    lines = vtt([plain(written, 0, 1000)], RATE).decode().splitlines()
    assert lines[-1] == shown
    assert len(lines) == 5


def test_a_sentence_longer_than_a_screen_is_split_where_words_begin() -> None:
    text = " ".join(["polymorphic associations"] * 20) + "."
    line = plain(text, 0, 30_000)
    blocks = vtt([line], RATE).decode().split("\n\n")[1:]
    assert len(blocks) == 3  # 500 characters
    times = [re.findall(r"\d\d:\d\d:(\d\d\.\d\d\d)", block) for block in blocks]
    assert times[0][0] == "00.000"
    assert times[-1][1] == "30.000"
    assert all(left[1] == right[0] for left, right in pairwise(times))
    shown = [block.splitlines()[2] for block in blocks]
    assert " ".join(shown) == text
    assert max(map(len, shown)) <= 200


def test_what_is_not_in_the_written_lesson_has_no_cue() -> None:
    assert vtt([cue("", ("Listen.", 0, 0, 0))], RATE) == b"WEBVTT\n"


# -- WebVTT with the time of every word ----------------------------------------------------------------------


def test_a_time_stands_before_each_word_but_the_first() -> None:
    line = cue(
        "SQL wins <here> & now.",
        ("S", 0, 3, 250),
        ("Q L", 0, 3, 400),
        ("wins", 4, 8, 1000),
        ("here", 10, 14, 1200),
        ("now.", 18, 22, 1400),
        start=250,
        end=1700,
    )
    assert vtt([line], RATE, word_times=True).decode() == (
        "WEBVTT\n"
        "\n1\n00:00:00.250 --> 00:00:01.700\n"
        "SQL <00:00:01.000>wins <00:00:01.200>&lt;here&gt; &amp; <00:00:01.400>now.\n"
    )


def test_times_rise_and_stay_within_the_cue() -> None:
    """Of words said in one millisecond the first has a time; one said at the very end has none."""
    line = cue("a b c d", ("a", 0, 1, 0), ("b", 2, 3, 400), ("c", 4, 5, 400), ("d", 6, 7, 1000), end=1000)
    assert vtt([line], RATE, word_times=True).decode().splitlines()[-1] == "a <00:00:00.400>b c d"


@given(
    st.text(" (a,“🙂b\n<&>-", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12),
    st.integers(1, 9),
)
def test_without_its_times_it_is_the_plain_one(written: str, spans: list[tuple[int, int]], step: int) -> None:
    spoken = [
        ("x", *sorted(min(edge, len(written)) for edge in span), step * index)
        for index, span in enumerate(spans)
    ]
    line = cue(written, *spoken, end=60)
    timed = vtt([line], RATE, word_times=True).decode()
    assert re.sub(r"<\d\d:\d\d:\d\d\.\d\d\d>", "", timed) == vtt([line], RATE).decode()
    times = re.findall(r"<(\S{12})>", timed)
    assert times == sorted(set(times))


def test_an_independent_parser_reads_both() -> None:
    cues = [
        plain("if a < b && b > c", 250, 1500),
        plain("a --> b", 1600, 3_661_001),
        plain("So.", 4_000_000, 4_100_000),
    ]
    for content in (vtt(cues, RATE), vtt(cues, RATE, word_times=True)):
        read = webvtt.from_string(content.decode())
        assert [html.unescape(each.text) for each in read] == ["if a < b && b > c", "a --> b", "So."]
        assert [(each.identifier, each.start, each.end) for each in read][:2] == [
            ("1", "00:00:00.250", "00:00:01.500"),
            ("2", "00:00:01.600", "01:01:01.001"),
        ]


# -- plain text ----------------------------------------------------------------------------------------------


def test_plain_text_has_a_line_a_paragraph() -> None:
    lines = [
        Line("Schemas", "heading", 0.0, 1.0),
        Line("Why?", "heading", 1.6, 2.0),
        Line("One sentence.", "prose", 2.6, 3.0),
        Line("Another\nof “it”.", "prose", 3.1, 4.0),
        Line("A new paragraph.", "prose", 4.4, 5.0),
        Line("Id: the key.", "table", 5.1, 6.0),
        Line("Name: text.", "table", 6.1, 7.0),
    ]
    assert text.plain("Schemas", lines).decode() == (
        "Schemas\n\nWhy?\n\nOne sentence. Another of “it”.\n\nA new paragraph.\n\nId: the key.\n\nName: text.\n"
    )


def test_plain_text_says_what_lesson_it_is() -> None:
    assert text.plain("Schemas", [Line("Begin.", "prose", 0.0, 1.0)]) == b"Schemas\n\nBegin.\n"


# -- JSON ----------------------------------------------------------------------------------------------------


def test_the_json_transcript_is_that_of_podcasting_2_with_written_words() -> None:
    line = cue("SQL wins.", ("S", 0, 3, 250), ("Q L", 0, 3, 400), ("wins.", 4, 9, 1000), start=250, end=1500)
    assert json.loads(transcript_json([line, cue("", ("Pause.", 0, 0, 0))], RATE)) == {
        "version": "1.0.0",
        "segments": [
            {
                "startTime": 0.25,
                "endTime": 1.5,
                "body": "SQL wins.",
                "kind": "prose",
                "words": [
                    {"text": "SQL ", "start": 0.25, "end": 1.0},
                    {"text": "wins.", "start": 1.0, "end": 1.5},
                ],
            }
        ],
    }


def test_transcripts_name_no_source_lines_and_are_the_same_every_time() -> None:
    made = transcript_json([plain("Über 日本語.", 0, 1000)], 22050)
    assert b"line" not in made
    assert "Über 日本語." in made.decode()
    assert made == transcript_json([plain("Über 日本語.", 0, 1000)], 22050)
    assert made.endswith(b"}\n")


def test_chapters_json() -> None:
    chapters = [ChapterTime("Why", 0.0, 61.23456), ChapterTime("How “so”", 61.23456, 90.5)]
    assert json.loads(chapters_json(chapters)) == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0.0, "endTime": 61.235, "title": "Why"},
            {"startTime": 61.235, "endTime": 90.5, "title": "How “so”"},
        ],
    }


def test_chapters_json_with_pictures() -> None:
    """The first picture is the chapter's; another one has an entry that is in no table of contents."""
    chapters = [ChapterTime("Why", 0.0, 60.0), ChapterTime("How", 60.0, 90.0)]
    pictures = [
        (ChapterTime("How", 60.0, 75.5), "https://a.example/one.png"),
        (ChapterTime("How (2)", 75.5, 90.0), "https://a.example/two.png"),
    ]
    assert json.loads(chapters_json(chapters, pictures))["chapters"] == [
        {"startTime": 0.0, "endTime": 60.0, "title": "Why"},
        {"startTime": 60.0, "endTime": 90.0, "title": "How", "img": "https://a.example/one.png"},
        {
            "startTime": 75.5,
            "endTime": 90.0,
            "title": "How (2)",
            "img": "https://a.example/two.png",
            "toc": False,
        },
    ]
